"""The shape of UCDP's Georeferenced Event Dataset (49 columns since version 23.1): lethal violence, a row a claim.

Codes as in the GED codebook: type_of_violence 1 state-based, 2 non-state, 3 one-sided; where_prec 1 exact to 6 country;
date_prec 1 day, 2 two to six days, 3 a week, 4 a month, 5 a year.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from math import floor
from typing import BinaryIO

from dragoman.export.base import NOT_EVENTS, ONLY_HAPPENED, Column, Export, Told, happened
from dragoman.export.commas import write_commas
from dragoman.export.told import (
    CIVILIAN,
    bounds,
    called,
    claimant,
    days,
    independent,
    is_armed,
    is_civilian,
    is_state,
    number_of,
    pair,
    place,
    place_words,
    total,
    wholes,
)  # fmt: skip
from dragoman.query.countries import country_name
from dragoman.record import Entity, Quantity

_NO_ID = "ids of UCDP's conflicts, dyads and actors are not coded"
_NO_GW = "Gleditsch-Ward numbers are not coded"
_WHERE = {5: 1, 4: 1, 3: 3, 2: 4, 1: 6}


def _violence(t: Told) -> int | None:
    a, b = pair(t.claim)
    if is_civilian(b) and a is not None and not is_civilian(a):
        return 3
    if not (is_armed(a) and is_armed(b)):
        return None
    return 1 if is_state(a) or is_state(b) else 2


def _dyad(t: Told) -> str | None:
    names = [called(e) for e in pair(t.claim)]
    return " - ".join(n for n in names if n) if all(names) else None


def _date_prec(t: Told) -> int | None:
    both = days(t.claim)
    if not both:
        return None
    length = (both[1] - both[0]).days + 1
    return (
        1
        if length == 1
        else 2
        if length < 7
        else 3
        if length == 7
        else 4
        if length <= 31
        else 5
        if length <= 366
        else None
    )


def _point(t: Told) -> str | None:
    where = place(t.claim)
    return f"POINT ({where.lon} {where.lat})" if where.lat is not None and where.lon is not None else None


def priogrid(lat: float, lon: float) -> int:
    """The PRIO-GRID cell of half a degree: counted from the south-west corner, 720 a row."""
    return min(floor((lat + 90) * 2), 359) * 720 + min(floor((lon + 180) * 2), 719) + 1


def _cell(t: Told) -> int | None:
    where = place(t.claim)
    exact = where.lat is not None and where.lon is not None and (where.resolution or 0) >= 4
    return priogrid(where.lat, where.lon) if exact and where.lat is not None and where.lon is not None else None


def _of(q: Quantity, e: Entity | None) -> bool:
    """Are the dead those of a party: of its country or code, and of a sector of its."""
    whose = q.affiliation
    if whose is None or e is None or not whose.sector or not e.sector:
        return False
    return whose.sector[0] == e.sector[0] and (whose.code is None or e.code is None or whose.code == e.code)


def _side(t: Told, q: Quantity) -> str:
    if q.affiliation and q.affiliation.sector and q.affiliation.sector[0] in CIVILIAN:
        return "civilians"
    a, b = (_of(q, e) for e in pair(t.claim))
    return "unknown" if a == b else "a" if a else "b"


def _deaths(side: str) -> Callable[[Told], float | int | None]:
    return lambda t: total([q.value for q in wholes(t.claim, "killed") if _side(t, q) == side])


def _article(t: Told) -> str | None:
    said = [t.record.outlet or t.record.agency, t.record.published, t.record.headline]
    return ", ".join(f'"{s}"' for s in said if s) or None


COLUMNS: tuple[Column, ...] = (
    Column("id", lambda t: number_of(t.claim.id), "a number made from the claim's id; none of UCDP's"),
    Column("relid", lambda t: t.claim.id, "the claim's id"),
    Column("year", lambda t: b[0].year if (b := days(t.claim)) and b[0].year == b[1].year else None, "of the event"),
    Column("active_year", about="needs a year's count by dyad"),
    Column("code_status", about="nothing here was checked by UCDP"),
    Column("type_of_violence", _violence, "by the sectors of both sides; empty where one is not known"),
    *(Column(n, about=_NO_ID) for n in ("conflict_dset_id", "conflict_new_id", "conflict_name", "dyad_dset_id", "dyad_new_id")),
    Column("dyad_name", _dyad, "both sides"),
    Column("side_a_dset_id", about=_NO_ID),
    Column("side_a_new_id", about=_NO_ID),
    Column("side_a", lambda t: called(pair(t.claim)[0]), "who acts"),
    Column("side_b_dset_id", about=_NO_ID),
    Column("side_b_new_id", about=_NO_ID),
    Column("side_b", lambda t: called(pair(t.claim)[1]), "to whom"),
    Column("number_of_sources", independent, "independent sources: of a claim 1"),
    Column("source_article", _article, "outlet, date, headline"),
    Column("source_office", lambda t: t.record.outlet or t.record.agency, "outlet"),
    Column("source_date", lambda t: t.record.published and t.record.published[:10], "publication"),
    Column("source_headline", lambda t: t.record.headline, "headline"),
    Column("source_original", lambda t: claimant(t), "innermost source; the outlet where it speaks itself"),
    Column("where_prec", lambda t: _WHERE.get(place(t.claim).resolution or 0), "1 town or finer, 3 district, 4 province, 6 country"),
    Column("where_coordinates", lambda t: place(t.claim).resolved_place, "name in the gazetteer"),
    Column("where_description", lambda t: place_words(t.claim), "the story's words"),
    Column("adm_1", lambda t: place(t.claim).province, "province"),
    Column("adm_2", about="districts are not coded"),
    Column("latitude", lambda t: place(t.claim).lat, "of the place named"),
    Column("longitude", lambda t: place(t.claim).lon, "of the place named"),
    Column("geom_wkt", _point, "the same as WKT"),
    Column("priogrid_gid", _cell, "PRIO-GRID cell of a town"),
    Column("country", lambda t: country_name(place(t.claim).country_code), "of the event"),
    Column("country_id", about=_NO_GW),
    Column("region", about="UCDP's regions are not coded"),
    Column("event_clarity", lambda t: 1 if _date_prec(t) == 1 else 2, "1 of one day, 2 longer or not known"),
    Column("date_prec", _date_prec, "1 day, 2 two to six days, 3 week, 4 month, 5 year"),
    Column("date_start", lambda t: b[0].isoformat() if (b := days(t.claim)) else None, "first day"),
    Column("date_end", lambda t: b[1].isoformat() if (b := days(t.claim)) else None, "last day"),
    Column("deaths_a", _deaths("a"), "dead whom the story gives to side a"),
    Column("deaths_b", _deaths("b"), "dead whom the story gives to side b"),
    Column("deaths_civilians", _deaths("civilians"), "dead civilians"),
    Column("deaths_unknown", _deaths("unknown"), "dead of no named side"),
    Column("best", lambda t: bounds(t.claim, "killed")[1], "the figure; empty for `dozens`"),
    Column("high", lambda t: bounds(t.claim, "killed")[2], "the most it can be; empty for `at least`"),
    Column("low", lambda t: bounds(t.claim, "killed")[0], "the least it can be; empty for `up to`"),
    Column("gwnoa", about=_NO_GW),
    Column("gwnob", about=_NO_GW),
)  # fmt: skip


def lethal(told: Iterable[Told]) -> Iterator[Told]:
    """Violence with at least one death told."""
    for t in happened(told):
        if t.claim.event == "ASSAULT" and any((q.value or q.max or q.min or 0) > 0 for q in wholes(t.claim, "killed")):
            yield t


def write_ucdp(told: Iterable[Told], out: BinaryIO) -> int:
    """CSV with a header; line ends inside cells are quoted."""
    return write_commas(COLUMNS, lethal(told), out)


UCDP = Export(
    "ucdp", "the shape of UCDP GED, 49 columns: violence with a figure of the dead", write_ucdp, columns=COLUMNS,
    limits=(ONLY_HAPPENED, "Only ASSAULT with at least one death is written."), of_claims=(NOT_EVENTS,),
    incidents=write_ucdp, suffix="csv", media="text/csv; charset=utf-8",
)  # fmt: skip
