"""Which claims a person should look at first: those that are doubtful and matter, doubt times impact.

Doubt is what the coder's confidence leaves open. Impact counts up from 1: a material conflict, harm to people by its order of
magnitude, a running total, an act that a party only alleges or denies.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal, NamedTuple

from dragoman.query import Filter
from dragoman.query.plan import plan
from dragoman.store import Ledger

Status = Literal["open", "others", "disputed", "rejected"]
STATUSES: dict[Status, str] = {
    "open": "To review",
    "others": "Reviewed by others only",
    "disputed": "Reviewers differ",
    "rejected": "Rejected",
}

_HARM = "('killed', 'injured', 'casualties', 'missing', 'captured', 'detained', 'kidnapped', 'displaced')"
_IMPACT = f"""(1
 + (c.quad_code IS 4) + (c.kind = 'toll') + (c.factuality IN ('alleged', 'denied')) * 0.5
 + COALESCE((SELECT max(CASE WHEN h >= 1000 THEN 4 WHEN h >= 100 THEN 3 WHEN h >= 10 THEN 2 WHEN h >= 1 THEN 1 ELSE 0.5 END)
    FROM (SELECT COALESCE(q.value, q.min, 0) AS h FROM quantities q
          WHERE q.document = c.document AND q.claim = c.claim AND q.kind IN {_HARM})), 0))"""
_DOUBT = "(1.0 - c.confidence)"
_SPOKEN = """(SELECT x.document, x.claim FROM reviews r JOIN current_documents d ON d.id = r.document_id
 JOIN claims x ON x.document = d.document AND x.trigger_begin = r.begin AND x.trigger_stop = r.stop
  AND (x.id = r.claim_id OR x.event IS r.event)
 WHERE r.verdict <> 'undo' AND NOT EXISTS (SELECT 1 FROM reviews u WHERE u.undoes = r.review){by})"""
"""Claims that people have spoken of; reviews are few beside claims."""


class Item(NamedTuple):
    """A claim of the queue: row of its document, number there (from 0), ids, doubt and impact."""

    document: int
    number: int
    id: str
    document_id: str
    doubt: float
    impact: float

    @property
    def score(self) -> float:
        return self.doubt * self.impact

    def to_dict(self) -> dict[str, Any]:
        return {
            "claim": self.id, "document": self.document_id, "doubt": round(self.doubt, 4), "impact": self.impact,
            "score": round(self.score, 4),
        }  # fmt: skip


def queue(
    ledger: Ledger, where: Filter, status: Status, *, by: str, limit: int, offset: int = 0
) -> tuple[list[Item], int]:
    """Claims that the filter lets through, those to look at first before the others; and how many there are in all."""
    base = plan(ledger, where)
    condition, values = _condition(ledger, status, by)
    every = (*base.values, *values)
    if status == "open" and not where.terms:
        total = waiting(ledger)
    else:
        ((total,),) = ledger.select(f"SELECT count(*) FROM {base.source} WHERE {base.where} AND {condition}", every)
    if status == "open" and offset + limit <= KEPT // 2:
        return _ordered(ledger, where, offset + limit)[offset:], total
    told = f"FROM {base.source} WHERE {base.where} AND {condition}"
    return _items(ledger, told, every, limit, offset), total


def _items(ledger: Ledger, told: str, values: Sequence[Any], limit: int, offset: int = 0) -> list[Item]:
    rows = ledger.select(
        f"SELECT c.document, c.claim, c.id, c.document_id, {_DOUBT} AS doubt, {_IMPACT} AS impact {told}"
        " ORDER BY doubt * impact DESC, c.document, c.claim LIMIT ? OFFSET ?",
        (*values, limit, offset),
    )
    return [Item(*row) for row in rows]


KEPT = 4000
"""Claims of an order that are kept: a reviewer works them off one by one, and each word changes the ledger a little."""
_orders: dict[tuple[str, str, str | None], tuple[int, list[Item]]] = {}


def _ordered(ledger: Ledger, where: Filter, many: int) -> list[Item]:
    """The first claims that nobody has spoken of. The order is worked out once, then kept: of what has come since only the
    new stories and revisions are weighed."""
    key = (str(ledger.path), str(where), ledger.moment)
    base = plan(ledger, where)
    told = f"FROM {base.source} WHERE {base.where}"
    (last,) = ledger.select("SELECT COALESCE(max(document), 0) FROM current_documents")[0]
    since, items = _orders.get(key, (-1, []))
    if since < 0 or last < since or last - since > _MOST:
        items = _items(ledger, told, base.values, KEPT)
    elif last > since:
        least = items[-1].score if len(items) >= KEPT // 2 else 0.0
        more = _items(ledger, f"{told} AND c.document > ?", (*base.values, since), KEPT)
        known = _current(ledger, items)
        items = [i for i in items if i.document in known] + [i for i in more if i.score >= least]
        items.sort(key=lambda i: (-i.score, i.document, i.number))
    if len(_orders) > 16:
        _orders.clear()
    _orders[key] = last, items
    spoken = set(ledger.select(_SPOKEN.format(by="")[1:-1]))
    left = [i for i in items if (i.document, i.number) not in spoken][:many]
    if len(left) == many or len(items) < KEPT // 2:
        return left
    return _items(ledger, f"{told} AND (c.document, c.claim) NOT IN {_SPOKEN.format(by='')}", base.values, many)


def _current(ledger: Ledger, items: list[Item]) -> set[int]:
    keys = ",".join(map(str, {i.document for i in items}))
    return {d for (d,) in ledger.select(f"SELECT document FROM current_documents WHERE document IN ({keys})")}


_counts: dict[tuple[str, str | None], tuple[tuple[Any, ...], int]] = {}


def _every(ledger: Ledger) -> int:
    """Claims in all: counted once for each state of the stories."""
    key = (str(ledger.path), ledger.moment)
    (state,) = ledger.select("SELECT count(*), max(document), sum(document) FROM current_documents")
    known = _counts.get(key)
    if known is None or known[0] != state:
        ((n,),) = ledger.select("SELECT count(*) FROM claims JOIN current_documents USING (document)")
        known = _counts[key] = state, int(n)
    return known[1]


def waiting(ledger: Ledger) -> int:
    """Claims that nobody has spoken of."""
    ((spoken,),) = ledger.select(f"SELECT count(*) FROM (SELECT DISTINCT * FROM {_SPOKEN.format(by='')})")
    return _every(ledger) - int(spoken)


def _condition(ledger: Ledger, status: Status, by: str) -> tuple[str, tuple[Any, ...]]:
    spoken = f"(c.document, c.claim) IN {_SPOKEN.format(by='')}"
    if status == "open":
        return f"NOT {spoken}", ()
    if status == "others":
        return f"{spoken} AND NOT (c.document, c.claim) IN {_SPOKEN.format(by=' AND r.by = ?')}", (by,)
    ids = disputed(ledger) if status == "disputed" else []
    return f"c.id IN ({', '.join('?' * len(ids))})", tuple(ids)


def disputed(ledger: Ledger) -> list[str]:
    """Ids of claims of which reviewers say different things."""
    documents = ledger.select(
        "SELECT document_id FROM reviews WHERE verdict <> 'undo' GROUP BY document_id HAVING count(DISTINCT by) > 1"
    )
    return [id for (d,) in documents for id, s in ledger.standings(d).items() if s.disputed][:_MOST]


def rejected(ledger: Ledger, *, limit: int, offset: int = 0) -> tuple[list[str], int]:
    """Ids of claims that are left out as people say, the last said first; and how many there are."""
    documents = ledger.select(
        "SELECT document_id, max(review) FROM reviews WHERE verdict = 'reject' GROUP BY document_id ORDER BY 2 DESC"
    )
    found = [id for d, _ in documents for id, s in ledger.standings(d).items() if s.rejected]
    return found[offset : offset + limit], len(found)


_MOST = 500
