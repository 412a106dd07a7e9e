"""The shape of an ACLED export (31 columns since March 2023), filled from our own claims.

Types follow the scheme of the ACLED codebook (data/acled.tsv, data/acled_actors.tsv). Only the shape is ACLED's: none of
its data is here, and its terms do not allow mixing rows into it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import BinaryIO

from dragoman.export.base import NOT_EVENTS, ONLY_HAPPENED, Column, Export, Told, happened
from dragoman.export.commas import write_commas
from dragoman.export.told import (
    called,
    claimant,
    days,
    is_armed,
    is_civilian,
    joined,
    others,
    pair,
    place,
    rows_of,
    wholes,
)  # fmt: skip
from dragoman.query.countries import countries, country_name
from dragoman.record import Claim, Entity, Quantity

_VAGUE = {"tens": 10, "dozens": 12, "hundreds": 100}
"""How ACLED's page on fatalities counts words without a number."""


def kind_of(claim: Claim) -> tuple[str, str, str] | None:
    """(disorder type, event type, sub-event type); None where the scheme has no place for the claim."""
    whom = pair(claim)[1]
    side = "civilian" if is_civilian(whom) else "armed" if is_armed(whom) else "other"
    for category, mode, recipient, *found in rows_of("acled.tsv"):
        if category == claim.event and (mode == "*" or mode in claim.mode) and recipient in ("*", side):
            return found[0], found[1], found[2]
    return None


def _kind(n: int, t: Told) -> str | None:
    found = kind_of(t.claim)
    return found[n] if found else None


def inter(e: Entity | None, event_type: str | None) -> str | None:
    """The label of a kind of actor: by its first sector that has one; who protests is a protester."""
    labels = {row[0]: row[1] for row in rows_of("acled_actors.tsv")}
    found = next((labels[s] for s in e.sector if s in labels), None) if e else None
    if found == "Civilians" and event_type in ("Protests", "Riots"):
        return "Protesters" if event_type == "Protests" else "Rioters"
    return found


def _inter(n: int, t: Told) -> str | None:
    # Of an act against protesters the recipient protests; of a protest the actor does.
    protesting = (n == 0) == (t.claim.event == "PROTEST")
    return inter(pair(t.claim)[n], _kind(1, t) if protesting else None)


def _interaction(t: Told) -> str | None:
    found = [i for n in (0, 1) if (i := _inter(n, t))]
    return "-".join(found) if len(found) == 2 else f"{found[0]} only" if found and not pair(t.claim)[1] else None


def _date(t: Told) -> str | None:
    both = days(t.claim)
    return both[0].isoformat() if both and (both[1] - both[0]).days < 31 else None


def _time_precision(t: Told) -> int | None:
    both = days(t.claim)
    if not both or not _date(t):
        return None
    length = (both[1] - both[0]).days
    return 1 if length == 0 else 2 if length < 7 else 3


def _geo_precision(t: Told) -> int | None:
    level = place(t.claim).resolution
    return None if level is None or level == 1 else 1 if level >= 4 else 2 if level == 3 else 3


def _lowest(q: Quantity) -> float | int | None:
    """The most conservative figure, by the rule of ACLED's page on fatalities."""
    if q.value is not None:
        return q.value
    return next((n for word, n in _VAGUE.items() if word in q.text.lower().split()), q.min)


def _fatalities(t: Told) -> float | int | None:
    found = [_lowest(q) for q in wholes(t.claim, "killed")]
    known = [v for v in found if v is not None]
    return sum(known) if known and len(known) == len(found) else None


def _notes(t: Told) -> str | None:
    said = f"According to {claimant(t)}: " if t.claim.attribution and claimant(t) else ""
    return f"{said}{t.claim.sentence.text} [{t.claim.factuality}]"


def _recorded(t: Told) -> int | None:
    return int(datetime.fromisoformat(t.recorded).timestamp()) if t.recorded else None


COLUMNS: tuple[Column, ...] = (
    Column("event_id_cnty", lambda t: t.claim.id, "the claim's id; none of ACLED's"),
    Column("event_date", _date, "first day; empty where the event is not known to the month"),
    Column("year", lambda t: d[:4] if (d := _date(t)) else None, "of event_date"),
    Column("time_precision", _time_precision, "1 day, 2 week, 3 month"),
    Column("disorder_type", lambda t: _kind(0, t), "by category, mode and recipient"),
    Column("event_type", lambda t: _kind(1, t), "by category, mode and recipient"),
    Column("sub_event_type", lambda t: _kind(2, t), "by category, mode and recipient"),
    Column("actor1", lambda t: called(pair(t.claim)[0]), "who acts, where known"),
    Column("assoc_actor_1", lambda t: joined(map(called, others(t.claim)[0])), "further actors"),
    Column("inter1", lambda t: _inter(0, t), "by PLOVER sector"),
    Column("actor2", lambda t: called(pair(t.claim)[1]), "to whom"),
    Column("assoc_actor_2", lambda t: joined(map(called, others(t.claim)[1])), "further recipients"),
    Column("inter2", lambda t: _inter(1, t), "by PLOVER sector"),
    Column("interaction", _interaction, "of inter1 and inter2"),
    Column("civilian_targeting", lambda t: "Civilian targeting" if is_civilian(pair(t.claim)[1])
           and t.claim.event == "ASSAULT" else None, "violence against civilians"),
    Column("iso", lambda t: countries()[c][1] or None if (c := place(t.claim).country_code) in countries() else None,
           "ISO 3166 numeric"),
    Column("region", about="ACLED's own regions are not coded"),
    Column("country", lambda t: country_name(place(t.claim).country_code), "of the event"),
    Column("admin1", lambda t: place(t.claim).province, "province"),
    Column("admin2", about="districts are not coded"),
    Column("admin3", about="not coded"),
    Column("location", lambda t: place(t.claim).resolved_place, "name in the gazetteer"),
    Column("latitude", lambda t: place(t.claim).lat, "of the place named"),
    Column("longitude", lambda t: place(t.claim).lon, "of the place named"),
    Column("geo_precision", _geo_precision, "1 town, 2 district, 3 province; empty for a country"),
    Column("source", lambda t: t.record.outlet or t.record.agency, "the outlet"),
    Column("source_scale", about="outlets are not ranked"),
    Column("notes", _notes, "who says it, the sentence, its factuality"),
    Column("fatalities", _fatalities, "killed in this event: the figure, or the least it can be; empty where none is told"),
    Column("tags", about="crowd sizes are in `csv` as quantities"),
    Column("timestamp", _recorded, "when the story was stored, seconds since 1970"),
)  # fmt: skip


def write_acled(told: Iterable[Told], out: BinaryIO) -> int:
    """CSV with a header."""
    return write_commas(COLUMNS, fitting(told), out)


def fitting(told: Iterable[Told]) -> Iterator[Told]:
    """Claims that the scheme has a type for."""
    return (t for t in happened(told) if kind_of(t.claim))


ACLED = Export(
    "acled", "the shape of an ACLED export, 31 columns", write_acled, columns=COLUMNS,
    limits=(ONLY_HAPPENED, "Categories without a type in the scheme (talks, accusations, threats ...) are left out.",
            "No row is ACLED's, none was checked by ACLED, and ACLED's terms forbid passing its rows on."),
    of_claims=(NOT_EVENTS,), incidents=write_acled, suffix="csv", media="text/csv; charset=utf-8",
)  # fmt: skip
