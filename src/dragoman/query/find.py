"""What a filter lets through, a page at a time: claims, or the stories that hold them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count
from typing import Any, Generic, TypeVar

from dragoman.errors import BadValue
from dragoman.query.filter import Filter
from dragoman.query.paging import At, Order, Phase, chosen, cursor, phases, place
from dragoman.query.plan import MANY, Plan, plan, plan_reports
from dragoman.record import Claim, Record
from dragoman.store import Ledger

T = TypeVar("T")

FACETS = {"event": "c.event", "kind": "c.kind", "factuality": "c.factuality"}
_CHUNK = 500
WINDOW = 8_000
"""Claims that are looked at in the order asked for before other ways are thought of."""
NEAR = 3 * WINDOW
"""Where the page will be full after so many, they are looked at: to count what other ways have takes as long."""
DATE = "c.date"
_CLAIM, _STORY = ("c.document", "c.claim"), ("d.document",)
SORTS: Mapping[str, Order] = {
    "came": Order(None, _CLAIM, indexed=True),
    "-came": Order(None, _CLAIM, True, True),
    "date": Order(DATE, _CLAIM, indexed=True),
    "-date": Order(DATE, _CLAIM, True, True),
    "published": Order("c.published", _CLAIM),
    "-published": Order("c.published", _CLAIM, True),
    "confidence": Order("c.confidence", _CLAIM),
    "-confidence": Order("c.confidence", _CLAIM, True),
}
"""Orders of claims; ``-`` turns one round. What has no date comes last both ways."""
STORY_SORTS: Mapping[str, Order] = {
    "came": Order(None, _STORY),
    "-came": Order(None, _STORY, True),
    "published": Order("d.published", _STORY),
    "-published": Order("d.published", _STORY, True),
}
"""Orders of stories."""


@dataclass(frozen=True, slots=True)
class Found:
    """A claim, its number in its document (from 1), the document, when that was stored and by which run."""

    record: Record
    claim: Claim
    number: int
    recorded: str | None = None
    run: int | None = None


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """Rows, with the cursors of the page after and the page before, None where there is none."""

    rows: list[T]
    next: str | None = None
    previous: str | None = None


def _page(ledger: Ledger, base: Plan, columns: str, order: Order, at: At | None, limit: int) -> list[tuple[Any, ...]]:
    """Rows of one page, and one more where there is one; in the order asked for."""
    out: list[tuple[Any, ...]] = []
    for phase in phases(order, at):
        if len(out) > limit:
            break
        out += _rows(ledger, base, columns, order, phase, limit + 1 - len(out))
    return out


def _rows(
    ledger: Ledger, base: Plan, columns: str, order: Order, phase: Phase, limit: int, edge: str | None = None
) -> list[tuple[Any, ...]]:
    """Rows of one phase; ``edge``: as far as this value of the order's column."""
    where, values = f"{base.where} AND {phase.where}", (*base.values, *phase.values)
    if phase.valued and base.latest is not None and order.column == DATE:
        where, values = f"{where} AND {DATE} <= ?", (*values, base.latest)
    if edge is not None:
        where, values = f"{where} AND {order.column} {'>=' if phase.down else '<='} ?", (*values, edge)
    sql = f"SELECT {columns} FROM {base.source} WHERE {where} ORDER BY {phase.order} LIMIT ?"
    return ledger.select(sql, (*values, limit))


def _by_date(
    ledger: Ledger, where: Filter, base: Plan, columns: str, order: Order, at: At | None, limit: int
) -> list[tuple[Any, ...]]:
    """A page in the order of dates where no condition is rare: claims are looked at in that order, as far as
    :data:`WINDOW`. Where that gives no whole page, what it gave tells whether going on, or beginning with the rarest
    condition after all, has fewer claims to look at."""
    first = next(phases(order, at))
    if not where.terms or not first.valued:
        return _page(ledger, base, columns, order, at, limit)
    way, start = ("DESC", "<=") if first.down else ("ASC", ">=")
    begin = at.value if at is not None and at.value is not None else base.latest if first.down else None
    from_there = f"date {start} ?" if begin is not None else "date IS NOT NULL"
    sql = f"SELECT date FROM claims WHERE {from_there} ORDER BY date {way} LIMIT 1 OFFSET {WINDOW}"
    edge = ledger.select(sql, (begin,) if begin is not None else ())
    if not edge:
        return _page(ledger, base, columns, order, at, limit)
    found = _rows(ledger, base, columns, order, first, limit + 1, edge[0][0])
    if len(found) > limit:
        return found
    ahead = WINDOW * (limit + 1) // (len(found) + 1)
    if ahead <= NEAR:
        return _page(ledger, base, columns, order, at, limit)
    return _page(ledger, plan(ledger, where, order, most=min(ahead, MANY)), columns, order, at, limit)


def _paged(
    ledger: Ledger, where: Filter, base: Plan, sort: str, order: Order, after: str | None, limit: int
) -> tuple[list[tuple[Any, ...]], str | None, str | None]:
    """Keys of a page, then the cursors of the next and the previous page."""
    at = place(after, sort, len(order.key))
    value = order.column or "NULL"
    columns = f"{', '.join(order.key)}, {value}"
    if order.column == DATE and not base.begun:
        rows = _by_date(ledger, where, base, columns, order, at, limit)
    else:
        rows = _page(ledger, base, columns, order, at, limit)
    more, rows = len(rows) > limit, rows[:limit]
    backward = at is not None and at.backward
    if backward:
        rows.reverse()
    if not rows:
        return [], None, None

    def there(row: tuple[Any, ...], back: bool) -> str:
        return cursor(sort, At(row[-1], row[:-1], back))

    after_it = there(rows[-1], False) if backward or more else None
    before_it = there(rows[0], True) if (more if backward else at is not None) else None
    return rows, after_it, before_it


def page_of_claims(
    ledger: Ledger, where: Filter, *, sort: str = "came", after: str | None = None, limit: int = 100
) -> Page[Found]:
    """One page of claims. ``after`` is the cursor of an earlier page. Raises BadValue for a wrong order or cursor."""
    order = SORTS[chosen(sort, tuple(SORTS))]
    keys, following, before = _paged(ledger, where, plan(ledger, where, order), sort, order, after, limit)
    return Page(_read(ledger, [(d, c) for d, c, _ in keys]), following, before)


def page_of_reports(
    ledger: Ledger, where: Filter, *, sort: str = "came", after: str | None = None, limit: int = 100
) -> Page[Record]:
    """One page of stories with a claim that the filter lets through; without a filter all, also those without claims."""
    order = STORY_SORTS[chosen(sort, tuple(STORY_SORTS))]
    keys, following, before = _paged(ledger, where, plan_reports(ledger, where), sort, order, after, limit)
    return Page([ledger.read(d) for d, _ in keys], following, before)


def each_claim(ledger: Ledger, where: Filter, *, sort: str = "came", limit: int = 0) -> Iterator[Found]:
    """Claims in an order, a page in memory at a time; ``limit`` 0: all."""
    after, left = None, limit
    while True:
        page = page_of_claims(ledger, where, sort=sort, after=after, limit=min(left or _CHUNK, _CHUNK))
        yield from page.rows
        after, left = page.next, left - len(page.rows)
        if after is None or (limit and left <= 0):
            return


def each_report(ledger: Ledger, where: Filter, *, sort: str = "came", limit: int = 0) -> Iterator[Record]:
    """The same for stories."""
    after, left = None, limit
    while True:
        page = page_of_reports(ledger, where, sort=sort, after=after, limit=min(left or _CHUNK, _CHUNK))
        yield from page.rows
        after, left = page.next, left - len(page.rows)
        if after is None or (limit and left <= 0):
            return


def find_claims(ledger: Ledger, where: Filter, *, limit: int = 100, offset: int = 0) -> list[Found]:
    """Claims in the order of documents and text. For many pages use :func:`page_of_claims`."""
    base = plan(ledger, where)
    keys = ledger.select(
        f"SELECT c.document, c.claim FROM {base.source} WHERE {base.where} ORDER BY c.document, c.claim LIMIT ? OFFSET ?",
        (*base.values, limit, offset),
    )
    return _read(ledger, keys)


def _read(ledger: Ledger, keys: list[tuple[Any, ...]]) -> list[Found]:
    records: dict[int, tuple[Record, str | None, int | None]] = {}
    for key in dict.fromkeys(k for k, _ in keys):
        ((recorded, run),) = ledger.select("SELECT recorded, run FROM documents WHERE document = ?", (key,))
        records[key] = ledger.read(key), recorded, run
    return [Found(r, r.claims[n], n + 1, recorded, run) for d, n in keys for r, recorded, run in (records[d],)]


def count_claims(ledger: Ledger, where: Filter) -> int:
    """How many claims the filter lets through."""
    base = plan(ledger, where)
    return int(ledger.select(f"SELECT count(*) FROM {base.source} WHERE {base.where}", base.values)[0][0])


@contextmanager
def hits(ledger: Ledger, where: Filter) -> Iterator[str]:
    """What the filter lets through as a table of this connection, (document, claim), for questions that join it with others:
    its name."""
    base = plan(ledger, where)
    name = f"hits_{next(_numbers)}"
    ledger.db.execute(
        f"CREATE TEMP TABLE {name} (document INTEGER, claim INTEGER, PRIMARY KEY (document, claim)) WITHOUT ROWID"
    )
    try:
        ledger.db.execute(
            f"INSERT INTO temp.{name} SELECT c.document, c.claim FROM {base.source} WHERE {base.where}"
            " ORDER BY c.document, c.claim",
            base.values,
        )
        yield name
    finally:
        ledger.db.execute(f"DROP TABLE temp.{name}")


_numbers = count()


def count_reports(ledger: Ledger, where: Filter) -> int:
    """How many stories hold one."""
    base = plan_reports(ledger, where)
    return int(ledger.select(f"SELECT count(*) FROM {base.source} WHERE {base.where}", base.values)[0][0])


def count_values(ledger: Ledger, where: Filter, facet: str) -> list[tuple[str, int]]:
    """Values of a facet with how many claims have each, the most first. Raises BadValue for what is no facet."""
    if facet not in FACETS:
        raise BadValue(f"{facet!r} is no facet.", remedy=f"use one of {', '.join(FACETS)}.")
    base = plan(ledger, where)
    column = FACETS[facet]
    return [
        (value, n)
        for value, n in ledger.select(
            f"SELECT {column}, count(*) FROM {base.source} WHERE {base.where} AND {column} IS NOT NULL"
            " GROUP BY 1 ORDER BY 2 DESC, 1",
            base.values,
        )
    ]
