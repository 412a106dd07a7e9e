"""Where a search begins. SQLite's planner knows no frequencies here, so rows are counted first: a condition that few rows
fulfil, found by an index, is where a search begins; where none is rare, claims are looked at in the order asked for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from dragoman.query.conditions import BY_CLAIM, CLAIMS, UNIQUE, Condition
from dragoman.query.filter import Filter, Group
from dragoman.query.paging import Order
from dragoman.store import Ledger

FEW = 5_000
"""A condition of no more claims than this is where a search for a page begins, whatever the order."""
MANY = 200_000
"""None begins with a condition of more: going through all claims is as fast."""
_CLAIMS_A_STORY = 8


@dataclass(frozen=True, slots=True)
class Plan:
    """Where a search for claims ``c`` takes its rows from, and what they must fulfil. ``begun``: with a rare condition.
    ``latest``: no claim that fulfils it begins after that day."""

    source: str
    where: str
    values: tuple[Any, ...]
    begun: bool = False
    latest: str | None = None


def plan(ledger: Ledger, where: Filter, order: Order | None = None, *, most: int | None = None) -> Plan:
    """Begin with the condition that lets the fewest claims through, ``most`` at most, where an index finds them; else go by
    the order's index. Without ``most`` it is :data:`FEW` for an order that has an index, else :data:`MANY`."""
    groups = where.groups()
    most = most if most is not None else FEW if order is not None and order.indexed else MANY
    first, fewest = None, most + 1
    for g in groups:
        if g.negated or g.undated or not all(c.drives for c in g.conditions):
            continue
        n = sum(_claims(ledger, c, fewest) for c in g.conditions)
        if n < fewest:
            first, fewest = g, n
    source, values = "current_claims c", list[Any]()
    if first is not None:
        source, values = _beginning(first), [v for c in first.conditions for v in c.values]
    by_key = first is not None or (order is not None and order.column is None)
    # What the claim's own row tells is asked before what other tables tell.
    later = sorted((g for g in groups if g is not first), key=lambda g: any(c.table != CLAIMS for c in g.conditions))
    checks = [g.check(indexed=not by_key) for g in later]
    latest = [_latest(g) for g in groups]
    return Plan(
        source,
        " AND ".join(sql for sql, _ in checks) or "1 = 1",
        (*values, *(v for _, more in checks for v in more)),
        first is not None,
        min((day for day in latest if day), default=None),
    )


def _latest(g: Group) -> str | None:
    """The last day on which what the group lets through may begin; None where it does not say."""
    days = [c.latest for c in g.conditions if c.latest]
    return max(days) if days and len(days) == len(g.conditions) and not g.negated else None


def _claims(ledger: Ledger, c: Condition, most: int) -> int:
    """Claims that a condition holds for, about; counting ends at ``most``."""
    if c.within:
        return min(_claims(ledger, wider, most) for wider in c.within)
    each = 1 if c.by == BY_CLAIM else _CLAIMS_A_STORY
    ((n,),) = ledger.select(f"SELECT count(*) FROM ({c.rows} LIMIT {most // each + 1})", c.values)
    return int(n) * each


def _beginning(g: Group) -> str:
    by_claim = all(c.found or c.by == BY_CLAIM or c.table == CLAIMS for c in g.conditions)
    on = "c.document = k.document" + (" AND c.claim = k.claim" if by_claim else "")
    rows = " UNION ".join(f"SELECT * FROM ({c.rows})" for c in g.conditions)
    if len(g.conditions) > 1 or g.conditions[0].table not in UNIQUE:
        rows = f"SELECT DISTINCT * FROM ({rows})"
    # CROSS JOIN keeps the order: the few rows first, then their claims by key.
    return f"({rows}) k CROSS JOIN current_claims c ON {on}"


def plan_reports(ledger: Ledger, where: Filter) -> Plan:
    """The same for stories ``d``."""
    if not where.terms:
        return Plan("current_documents d", "1 = 1", ())
    inner = plan(ledger, where)
    held = f"SELECT c.document FROM {inner.source} WHERE {inner.where}"
    if inner.source == "current_claims c":
        held += " AND c.document = d.document"
        return Plan("current_documents d", f"EXISTS ({held})", inner.values)
    return Plan("current_documents d", f"d.document IN ({held})", inner.values)
