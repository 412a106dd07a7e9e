"""Rows as a record: the exact inverse of rows.py, whose order of columns it goes by."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping, Sequence
from functools import lru_cache
from itertools import groupby
from operator import itemgetter
from typing import Any

from dragoman.record import (
    Affiliation,
    Attribution,
    Claim,
    Entity,
    EventLocation,
    Link,
    Place,
    Quantity,
    Record,
    Source,
    Span,
    Timex,
    Warning,
)  # fmt: skip
from dragoman.store.packed import STORED, whole
from dragoman.store.rows import HEAD, Row, select

Rows = Mapping[str, Sequence[Row]]


def read_record(db: sqlite3.Connection, key: int) -> Record:
    """The record whose document row is ``key``. All reads in the caller's transaction."""
    return record_of(*read_rows(db, key))


def read_rows(db: sqlite3.Connection, key: int) -> tuple[Row, dict[str, list[Row]]]:
    """The same as rows, as :func:`dragoman.store.rows.head_of` and ``rows_of`` make them of a record."""
    *head, packed = db.execute(_HEAD, (key,)).fetchone()
    stored = {table: db.execute(sql, (key,)).fetchall() for table, sql in _SELECT.items()}
    return tuple(head), whole(stored, packed)


_HEAD = f"SELECT {', '.join(HEAD)}, parts FROM documents LEFT JOIN packed USING (document) WHERE document = ?"
_SELECT = {table: select(table) for table in STORED}


def record_of(values: Row, rows: Rows) -> Record:
    """The record that these rows were made of."""
    id, version, text, headline, words, begin, stop, outlet, agency, url, language, dateline, published, known = values
    attributions = _attributions(rows)
    listed = sorted((r[1], attributions[r[0]]) for r in rows.get("attributions", ()) if r[1] is not None)
    warned = _by_first(rows, "warning_words")
    return Record(
        id, text, version, headline, _span(words, begin, stop), outlet, agency, url, language, dateline, published, known,
        claims=_claims(rows, attributions),
        attributions=tuple(a for _, a in listed),
        times=tuple(_timex(*r[1:]) for r in rows.get("times", ())),
        places=tuple(Place(*r[1:]) for r in rows.get("places", ())),
        warnings=tuple(
            Warning(kind, said, tuple(Span(*w[2:]) for w in warned.get(n, ())))
            for n, kind, said in rows.get("warnings", ())
        ),
    )  # fmt: skip


def _timex(words: Any, begin: Any, stop: Any, type: Any, value: Any, *more: Any) -> Timex:
    first, last, precision, rule, anchor, modifier, flags = more
    known = tuple(json.loads(flags))
    return Timex(words, begin, stop, type, value, first, last, precision, rule, anchor, modifier, known)


def _span(words: str | None, begin: int | None, stop: int | None) -> Span | None:
    return None if begin is None else Span(words, begin, stop)  # type: ignore[arg-type]


def _by_first(rows: Rows, table: str) -> dict[Any, list[Row]]:
    """Rows by their first column, by which they are in order."""
    return {key: list(some) for key, some in groupby(rows.get(table, ()), key=itemgetter(0))}


@lru_cache(4096)
def _codes(sectors: str) -> tuple[str, ...]:
    return tuple(sectors.split())


def _attributions(rows: Rows) -> dict[int, Attribution]:
    content = _by_first(rows, "attribution_content")
    out = {}
    for (n, _, id, parent, kind, rule, quoted, stance, date, cue, begin, stop, words, first, last, name, code, sector,
         office, entity, source) in rows.get("attributions", ()):  # fmt: skip
        out[n] = Attribution(
            id, Source(words, first, last, name, code, _codes(sector), office, entity, source), _span(cue, begin, stop),
            tuple(Span(*c[2:]) for c in content.get(n, ())), parent, kind, rule, quoted, stance, date,
        )  # fmt: skip
    return out


def _claims(rows: Rows, attributions: dict[int, Attribution]) -> tuple[Claim, ...]:
    of = {table: _by_first(rows, table) for table in _OF_CLAIMS}
    out = []
    for (n, id, kind, sentence, s_begin, s_stop, trigger, t_begin, t_stop, event, cameo, quad, scale, date, enddate,
         precision, basis, time, factuality, count, confidence) in rows.get("claims", ()):  # fmt: skip

        def part(table: str, n: int = n) -> Sequence[Row]:
            return of[table].get(n, ())

        who: dict[str, list[Entity]] = {"actor": [], "recipient": [], "mediator": []}
        for _, role, _, words, begin, stop, name, code, sector, office, entity in part("parties"):
            who[role].append(Entity(words, begin, stop, name, code, _codes(sector), office, entity))
        told: dict[str, list[Span]] = {"instrument": [], "loaded": []}
        for _, role, _, words, begin, stop in part("claim_words"):
            told[role].append(Span(words, begin, stop))
        where = part("event_locations")
        out.append(Claim(
            id, kind, Span(sentence, s_begin, s_stop), Span(trigger, t_begin, t_stop), event,
            tuple(m[2] for m in part("claim_modes")), tuple(x[2] for x in part("claim_contexts")), cameo, quad, scale,
            tuple(who["actor"]), tuple(who["recipient"]), date, enddate, precision, basis, time,
            EventLocation(_span(*where[0][1:4]), *where[0][4:]) if where else None, tuple(told["instrument"]),
            tuple(_quantity(q) for q in part("quantities")),
            tuple(attributions[a[2]] for a in part("claim_attribution")), factuality, tuple(who["mediator"]), count,
            tuple(Link(k[2], k[3]) for k in part("links")), tuple(told["loaded"]), confidence,
            tuple(w[2] for w in part("why")),
        ))  # fmt: skip
    return tuple(out)


_OF_CLAIMS = (
    "event_locations", "claim_modes", "claim_contexts", "parties", "claim_words", "quantities", "claim_attribution",
    "links", "why",
)  # fmt: skip


def _quantity(r: Row) -> Quantity:
    (_, _, words, begin, stop, kind, value, least, most, approximate, unit, what, code, sector, scope, since, until,
     part_of) = r  # fmt: skip
    about = None if sector is None else Affiliation(code, _codes(sector))
    return Quantity(words, begin, stop, kind, value, least, most, bool(approximate), unit, what, about, scope, since,
                    until, part_of)  # fmt: skip
