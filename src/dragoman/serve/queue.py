"""Which claims a person should look at first: those that are doubtful and matter, doubt times impact.

Doubt is what the coder's confidence leaves open. Impact counts up from 1: a material conflict, harm to people by its order of
magnitude, a running total, an act that a party only alleges or denies.
"""

from __future__ import annotations

from typing import Any, Literal, NamedTuple

from dragoman.query import Filter
from dragoman.query.find import plan
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
_SPOKEN = """EXISTS (SELECT 1 FROM reviews r WHERE r.document_id = c.document_id AND r.begin = c.trigger_begin
 AND r.stop = c.trigger_stop AND (r.claim_id = c.id OR r.event IS c.event) AND r.verdict <> 'undo'
 AND NOT EXISTS (SELECT 1 FROM reviews u WHERE u.undoes = r.review){by})"""


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
    told = f"FROM {base.source} WHERE {base.where} AND {condition}"
    every = (*base.values, *values)
    ((total,),) = ledger.select(f"SELECT count(*) {told}", every)
    rows = ledger.select(
        f"SELECT c.document, c.claim, c.id, c.document_id, {_DOUBT} AS doubt, {_IMPACT} AS impact {told}"
        " ORDER BY doubt * impact DESC, c.document, c.claim LIMIT ? OFFSET ?",
        (*every, limit, offset),
    )
    return [Item(*row) for row in rows], total


def waiting(ledger: Ledger) -> int:
    """Claims that nobody has spoken of."""
    condition, values = _condition(ledger, "open", "")
    return int(ledger.select(f"SELECT count(*) FROM current_claims c WHERE {condition}", values)[0][0])


def _condition(ledger: Ledger, status: Status, by: str) -> tuple[str, tuple[Any, ...]]:
    if not ledger.select("SELECT 1 FROM reviews LIMIT 1"):
        return ("1" if status == "open" else "0"), ()
    if status == "open":
        return "NOT " + _SPOKEN.format(by=""), ()
    if status == "others":
        return f"{_SPOKEN.format(by='')} AND NOT {_SPOKEN.format(by=' AND r.by = ?')}", (by,)
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
