"""Claims that a filter lets through, a page at a time, and counts for facets."""

from __future__ import annotations

from dataclasses import dataclass

from dragoman.errors import BadValue
from dragoman.query.filter import Filter
from dragoman.record import Claim, Record
from dragoman.store import Ledger

FACETS = {"event": "c.event", "kind": "c.kind", "factuality": "c.factuality"}


@dataclass(frozen=True, slots=True)
class Found:
    """A claim, its number in its document (from 1), and the document."""

    record: Record
    claim: Claim
    number: int


def find_claims(ledger: Ledger, where: Filter, *, limit: int = 100, offset: int = 0) -> list[Found]:
    """Claims in the order of documents and text."""
    condition, values = where.sql()
    rows = ledger.select(
        f"SELECT c.document, c.document_id, c.claim FROM current_claims c WHERE {condition}"
        " ORDER BY c.document, c.claim LIMIT ? OFFSET ?",
        (*values, limit, offset),
    )
    records: dict[int, Record | None] = {}
    out = []
    for key, document_id, n in rows:
        if key not in records:
            records[key] = ledger.record(document_id)
        record = records[key]
        if record is not None and n < len(record.claims):
            out.append(Found(record, record.claims[n], n + 1))
    return out


def count_claims(ledger: Ledger, where: Filter) -> int:
    """How many claims the filter lets through."""
    condition, values = where.sql()
    return int(ledger.select(f"SELECT count(*) FROM current_claims c WHERE {condition}", values)[0][0])


def count_values(ledger: Ledger, where: Filter, facet: str) -> list[tuple[str, int]]:
    """Values of a facet with how many claims have each, the most first. Raises BadValue for what is no facet."""
    if facet not in FACETS:
        raise BadValue(f"{facet!r} is no facet.", remedy=f"use one of {', '.join(FACETS)}.")
    condition, values = where.sql()
    column = FACETS[facet]
    return [
        (value, n)
        for value, n in ledger.select(
            f"SELECT {column}, count(*) FROM current_claims c WHERE {condition} AND {column} IS NOT NULL"
            " GROUP BY 1 ORDER BY 2 DESC, 1",
            values,
        )
    ]
