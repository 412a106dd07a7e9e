"""A record as rows: what goes into each table of the ledger.

The columns of each table stand here once, in the order in which rows are made and read; migrations/ has their types.
"""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from typing import Any

import msgspec

from dragoman.errors import BadValue
from dragoman.record import Attribution, Claim, Record, Span

Row = tuple[Any, ...]

_CLAIM = "document claim"
_SPAN = "words begin stop"
_GEO = "resolved_place geonameid lat lon province country_code feature_code resolution"
_ENTITY = f"{_SPAN} name code sector office"

COLUMNS: dict[str, tuple[str, ...]] = {
    table: tuple(columns.split())
    for table, columns in {
        "claims": f"{_CLAIM} id kind sentence sentence_begin sentence_stop trigger trigger_begin trigger_stop event"
        " cameo quad_code event_scale date enddate date_precision date_basis time factuality count confidence",
        "event_locations": f"{_CLAIM} {_SPAN} {_GEO}",
        "claim_modes": f"{_CLAIM} position mode",
        "claim_contexts": f"{_CLAIM} position context",
        "parties": f"{_CLAIM} role position {_ENTITY} kind",
        "claim_words": f"{_CLAIM} role position {_SPAN}",
        "quantities": f"{_CLAIM} position {_SPAN} kind value min max approximate unit what affiliation_code"
        " affiliation_sector scope since until part_of",
        "attributions": "document attribution listed id parent kind rule quoted stance date cue cue_begin cue_stop"
        f" {_ENTITY} entity_kind source_type",
        "attribution_content": f"document attribution position {_SPAN}",
        "claim_attribution": f"{_CLAIM} position attribution",
        "links": f"{_CLAIM} position type target",
        "why": f"{_CLAIM} position reason",
        "times": f"document position {_SPAN} type value from to precision rule anchor modifier flags",
        "places": f"document position {_SPAN} role {_GEO} rule",
        "warnings": "document position kind message",
        "warning_words": f"document warning position {_SPAN}",
    }.items()
}
"""Tables of a record's parts, parents before children."""

HEAD = (
    "id", "version", "text", "headline", "headline_words", "headline_begin", "headline_stop", "outlet", "agency",
    "url", "language", "dateline", "published", "published_from",
)  # fmt: skip
"""Columns of ``documents`` that hold what the record says of the document."""

_MARK = "2:"
"""Before a digest: how it was made. (Those of schema 1 and 2 have no mark; only an equal record tells them.)"""


def head_of(record: Record) -> Row:
    """The values of HEAD."""
    head = _span(record.headline_span)
    return (
        record.id, record.version, record.text, record.headline, *head, record.outlet, record.agency, record.url,
        record.language, record.dateline, record.published, record.published_from,
    )  # fmt: skip


def digest(head: Sequence[Any], parts: Mapping[str, Sequence[Row]]) -> str:
    """Of a record as rows: equal for equal records, whatever run made them, and whether the rows come from a record or
    from the ledger. Raises BadValue where a text holds half a surrogate pair, which no file can keep."""
    return digest_of(head, told(head, parts))


def told(head: Sequence[Any], parts: Mapping[str, Sequence[Row]]) -> dict[str, bytes]:
    """JSON of the rows of each part that has some. Raises BadValue as :func:`digest`."""
    try:
        return {t: _encode(sorted(rows) if t in _BY_ROLE else rows) for t in COLUMNS if (rows := parts.get(t))}
    except UnicodeEncodeError as e:
        raise _half(head[0]) from e


def digest_of(head: Sequence[Any], told: Mapping[str, bytes]) -> str:
    """The digest, of what :func:`told` gave."""
    try:
        hashed = hashlib.blake2b(b"[" + _encode(head), digest_size=16)
    except UnicodeEncodeError as e:
        raise _half(head[0]) from e
    for table, rows in told.items():
        hashed.update(b',["%b",%b]' % (table.encode(), rows))
    hashed.update(b"]")
    return _MARK + hashed.hexdigest()


_encode = msgspec.json.Encoder().encode
_BY_ROLE = frozenset({"parties", "claim_words"})
"""Tables that the ledger reads in another order than rows are made; their first three columns tell any two apart."""


def is_of_now(stored: str) -> bool:
    """Was this digest made as :func:`digest` makes it?"""
    return stored.startswith(_MARK)


def text_digest(text: str, where: str | None = None) -> str:
    """32 hexadecimal digits."""
    try:
        return hashlib.blake2b(text.encode("utf-8"), digest_size=16).hexdigest()
    except UnicodeEncodeError as e:
        raise _half(where) from e


def _half(where: str | None) -> BadValue:
    return BadValue(
        "the text holds half a surrogate pair.", where=where, remedy="decode the source as UTF-16 or UTF-8 first."
    )


def insert(table: str) -> str:
    """The INSERT statement of a table: the document's row number, then what :func:`rows_of` gives."""
    columns = COLUMNS[table]
    names = ", ".join(f'"{c}"' for c in columns)
    return f"INSERT INTO {table} ({names}) VALUES ({', '.join('?' * len(columns))})"


def select(table: str) -> str:
    """The rows of one document without its number, in the order of their keys."""
    columns = COLUMNS[table][1:]
    keys = [c for c in columns if c in ("claim", "attribution", "warning", "role", "position")]
    order = [k for k in keys if k != "attribution" or table != "claim_attribution"]
    names = ", ".join(f'"{c}"' for c in columns)
    return f"SELECT {names} FROM {table} WHERE document = ? ORDER BY {', '.join(order) or 'document'}"


def _span(span: Span | None) -> Row:
    return (None, None, None) if span is None else (span.text, span.start, span.end)


@lru_cache(4096)
def _sectors(sector: tuple[str, ...]) -> str:
    """Sector codes are single words; a space parts them."""
    assert not any(" " in s or not s for s in sector), sector
    return " ".join(sector)


def rows_of(record: Record) -> dict[str, list[Row]]:
    """Rows of every part table, without the first column, the number of the document's row. (Millions of them are made
    in an import: hence no helper where a tuple does.)"""
    rows: dict[str, list[Row]] = defaultdict(list)
    number = _number(record, rows)
    for n, claim in enumerate(record.claims):
        _claim(claim, n, rows, number)
    rows["times"] = [
        (n, t.text, t.start, t.end, t.type, t.value, t.from_, t.to, t.precision, t.rule, t.anchor, t.modifier,
         json.dumps(t.flags) if t.flags else "[]")
        for n, t in enumerate(record.times)
    ]  # fmt: skip
    rows["places"] = [
        (n, p.text, p.start, p.end, p.role, p.resolved_place, p.geonameid, p.lat, p.lon, p.province,
         p.country_code, p.feature_code, p.resolution, p.rule)
        for n, p in enumerate(record.places)
    ]  # fmt: skip
    for n, w in enumerate(record.warnings):
        rows["warnings"].append((n, w.kind, w.message))
        rows["warning_words"] += [(n, i, s.text, s.start, s.end) for i, s in enumerate(w.spans)]
    return rows


def _number(record: Record, rows: dict[str, list[Row]]) -> Callable[[Attribution], int]:
    """Every distinct attribution once: the document's list first, then those that only a claim has. Gives the number of one."""
    known: dict[str, list[tuple[Attribution, int]]] = {}
    sources, content = rows["attributions"], rows["attribution_content"]

    def find(a: Attribution) -> int | None:
        for other, n in known.get(a.id, ()):
            if other is a or other == a:
                return n
        return None

    def add(a: Attribution, listed: int | None) -> int:
        n = len(sources)
        known.setdefault(a.id, []).append((a, n))
        e = a.source
        sources.append(
            (n, listed, a.id, a.parent, a.kind, a.rule, a.quoted, a.stance, a.date, *_span(a.cue), e.text, e.start, e.end,
             e.name, e.code, _sectors(e.sector), e.office, e.kind, e.source_type)
        )  # fmt: skip
        content.extend([(n, i, s.text, s.start, s.end) for i, s in enumerate(a.content)])
        return n

    def number(a: Attribution) -> int:
        n = find(a)
        return add(a, None) if n is None else n

    for n, a in enumerate(record.attributions):
        add(a, n)
    for claim in record.claims:
        for a in claim.attribution:
            number(a)
    return number


def _claim(c: Claim, at: int, rows: dict[str, list[Row]], number: Callable[[Attribution], int]) -> None:
    s, t = c.sentence, c.trigger
    rows["claims"].append(
        (at, c.id, c.kind, s.text, s.start, s.end, t.text, t.start, t.end, c.event, c.cameo, c.quad_code, c.event_scale,
         c.date, c.enddate, c.date_precision, c.date_basis, c.time, c.factuality, c.count, c.confidence)
    )  # fmt: skip
    if (g := c.event_loc) is not None:
        rows["event_locations"].append(
            (at, *_span(g.extracted_place), g.resolved_place, g.geonameid, g.lat, g.lon, g.province, g.country_code,
             g.feature_code, g.resolution)
        )  # fmt: skip
    if c.mode:
        rows["claim_modes"] += [(at, i, m) for i, m in enumerate(c.mode)]
    if c.context:
        rows["claim_contexts"] += [(at, i, x) for i, x in enumerate(c.context)]
    if c.attribution:
        rows["claim_attribution"] += [(at, i, number(a)) for i, a in enumerate(c.attribution)]
    if c.links:
        rows["links"] += [(at, i, k.type, k.claim) for i, k in enumerate(c.links)]
    if c.why:
        rows["why"] += [(at, i, w) for i, w in enumerate(c.why)]
    if c.quantities:
        rows["quantities"] += [
            (at, i, q.text, q.start, q.end, q.kind, q.value, q.min, q.max, int(q.approximate), q.unit, q.what,
             q.affiliation and q.affiliation.code, None if q.affiliation is None else _sectors(q.affiliation.sector),
             q.scope, q.since, q.until, q.part_of)
            for i, q in enumerate(c.quantities)
        ]  # fmt: skip
    for role, entities in (("actor", c.actor), ("recipient", c.recipient), ("mediator", c.mediator)):
        if entities:
            rows["parties"] += [
                (at, role, i, e.text, e.start, e.end, e.name, e.code, _sectors(e.sector), e.office, e.kind)
                for i, e in enumerate(entities)
            ]
    for role, spans in (("instrument", c.instrument), ("loaded", c.loaded)):
        if spans:
            rows["claim_words"] += [(at, role, i, w.text, w.start, w.end) for i, w in enumerate(spans)]
