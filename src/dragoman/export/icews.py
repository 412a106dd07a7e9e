"""The shape of ICEWS coded event data: 20 columns with tabs and a header. A row a claim: first actor, first recipient."""

from __future__ import annotations

from collections.abc import Iterable
from typing import BinaryIO

from dragoman.export.base import ONLY_HAPPENED, Column, Export, Told, happened, write_tabs
from dragoman.export.told import called, day, number_of, pair, place
from dragoman.query.countries import country_name
from dragoman.record import Entity


def _sectors(e: Entity | None) -> str | None:
    return ",".join(e.sector) or None if e else None


def _country(e: Entity | None) -> str | None:
    return country_name(e.code) if e else None


COLUMNS: tuple[Column, ...] = (
    Column("Event ID", lambda t: number_of(t.claim.id), "a number made from the claim's id; none of ICEWS's"),
    Column("Event Date", lambda t: d.isoformat() if (d := day(t.claim)) else None, "empty where not known to the day"),
    Column("Source Name", lambda t: called(pair(t.claim)[0]), "who acts"),
    Column("Source Sectors", lambda t: _sectors(pair(t.claim)[0]), "PLOVER sectors, `,` between"),
    Column("Source Country", lambda t: _country(pair(t.claim)[0]), "name of the country"),
    Column("Event Text", lambda t: t.claim.trigger.text, "the words that the coding rests on, not CAMEO's label"),
    Column("CAMEO Code", lambda t: t.claim.cameo, "as text"),
    Column("Intensity", about="PLOVER's score is another scale"),
    Column("Target Name", lambda t: called(pair(t.claim)[1]), "to whom"),
    Column("Target Sectors", lambda t: _sectors(pair(t.claim)[1]), "PLOVER sectors, `,` between"),
    Column("Target Country", lambda t: _country(pair(t.claim)[1]), "name of the country"),
    Column("Story ID", lambda t: t.record.id, "the story's id"),
    Column("Sentence Number", about="sentences are known by offset, not by number"),
    Column("Publisher", lambda t: t.record.outlet or t.record.agency, "the outlet"),
    Column("City", lambda t: g.resolved_place if (g := place(t.claim)).resolution == 4 else None, "where it is a town"),
    Column(
        "District", lambda t: g.resolved_place if (g := place(t.claim)).resolution == 3 else None, "where it is one"
    ),
    Column("Province", lambda t: place(t.claim).province, "province"),
    Column("Country", lambda t: country_name(place(t.claim).country_code), "of the event"),
    Column("Latitude", lambda t: place(t.claim).lat, "of the place named"),
    Column("Longitude", lambda t: place(t.claim).lon, "of the place named"),
)


def write_icews(told: Iterable[Told], out: BinaryIO) -> int:
    """A table with tabs, in UTF-8."""
    return write_tabs(COLUMNS, happened(told), out, header=True)


ICEWS = Export(
    "icews", "the shape of ICEWS coded events, 20 columns with tabs", write_icews, columns=COLUMNS, incidents=write_icews,
    suffix="tab", media="text/tab-separated-values; charset=utf-8",
    limits=(ONLY_HAPPENED, "Of several actors or recipients only the first of each has a column.",
            "Who says it, the figures and the factuality have no column.",
            "The file is UTF-8; ICEWS's own files are read as ISO-8859-1."),
)  # fmt: skip
