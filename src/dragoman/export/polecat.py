"""The shape of POLECAT's event tables: 40 columns with tabs and a header; what is missing is the word ``None``."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, BinaryIO

from dragoman.export.base import ONLY_HAPPENED, Column, Export, Told, happened, write_tabs
from dragoman.export.told import called, day, joined, place, place_words
from dragoman.query.countries import country_name
from dragoman.record import Entity, Place

_QUADS = {1: "VERBAL COOPERATION", 2: "MATERIAL COOPERATION", 3: "VERBAL CONFLICT", 4: "MATERIAL CONFLICT"}


def _party(role: str, title: str) -> tuple[Column, ...]:
    def each(get: Callable[[Entity], object]) -> Callable[[Told], Any]:
        return lambda t: joined(get(e) for e in getattr(t.claim, role))

    def first(t: Told) -> str | None:
        return next((e.sector[0] for e in getattr(t.claim, role) if e.sector), None)

    return (
        Column(f"{title} Name", each(called), f"every {role}, `; ` between"),
        Column(f"{title} Country", each(lambda e: e.code), "ISO 3166 alpha-3 or PLOVER's code"),
        Column(f"{title} COW", about="Correlates of War numbers are not coded"),
        Column(f"Primary {title} Sector", first, "PLOVER sector"),
        Column(f"{title} Sectors", each(lambda e: "; ".join(e.sector)), "PLOVER sectors"),
        Column(f"{title} Title", each(lambda e: e.office), "office"),
        Column(f"{title} Name Raw", each(lambda e: e.text), "the story's words"),
        Column(f"Wikipedia {title} ID", about="nothing is looked up in Wikipedia"),
    )


def _at(level: int) -> Callable[[Told], Any]:
    return lambda t: g.resolved_place if (g := place(t.claim)).resolution == level else None


def _literal(t: Told) -> str | None:
    places: Iterable[Place] = t.record.places
    return joined(dict.fromkeys(p.text for p in places if p.role == "literal"))


COLUMNS: tuple[Column, ...] = (
    Column("Event ID", lambda t: t.claim.id, "the claim's id; none of POLECAT's"),
    Column("Event Date", lambda t: d.isoformat() if (d := day(t.claim)) else None, "only where known to the day"),
    Column("Event Type", lambda t: t.claim.event, "PLOVER category"),
    Column("Event Mode", lambda t: joined(t.claim.mode), "PLOVER modes"),
    Column("Intensity", lambda t: t.claim.event_scale, "PLOVER score"),
    Column("Quad Code", lambda t: _QUADS.get(t.claim.quad_code or 0), "PLOVER quad, in words"),
    Column("Contexts", lambda t: joined(t.claim.context), "PLOVER contexts"),
    *_party("actor", "Actor"),
    *_party("recipient", "Recipient"),
    Column("Placename", lambda t: place(t.claim).resolved_place, "name in the gazetteer"),
    Column("City", _at(4), "where it is a town"),
    Column("District", _at(3), "where it is one"),
    Column("Province", lambda t: place(t.claim).province, "province"),
    Column("Country", lambda t: country_name(place(t.claim).country_code), "of the event"),
    Column("Latitude", lambda t: place(t.claim).lat, "of the place named"),
    Column("Longitude", lambda t: place(t.claim).lon, "of the place named"),
    Column("GeoNames ID", lambda t: place(t.claim).geonameid, "of the place named"),
    Column("Raw Placename", lambda t: place_words(t.claim), "the story's words"),
    Column("Feature Type", lambda t: place(t.claim).feature_code, "GeoNames feature code"),
    Column("Source", lambda t: t.record.outlet or t.record.agency, "the outlet"),
    Column("Publication Date", lambda t: t.record.published and t.record.published[:10], "of the story"),
    Column("Story People", about="people outside claims are not kept"),
    Column("Story Organizations", about="organisations outside claims are not kept"),
    Column("Story Locations", _literal, "every place that the story names"),
    Column("Language", lambda t: t.record.language, "of the story"),
    Column("Version", about="a version of POLECAT's coder; ours stands above"),
)


def write_polecat(told: Iterable[Told], out: BinaryIO) -> int:
    """A table with tabs, in UTF-8."""
    return write_tabs(COLUMNS, happened(told), out, header=True, missing="None")


POLECAT = Export(
    "polecat", "the shape of POLECAT's tables, 40 columns with tabs", write_polecat, columns=COLUMNS, incidents=write_polecat,
    suffix="txt", media="text/tab-separated-values; charset=utf-8",
    limits=(ONLY_HAPPENED, "Who says it, the figures and the factuality have no column.",
            "A date that is a range has no column."),
)  # fmt: skip
