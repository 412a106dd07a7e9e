"""What goes into an export: claims of the ledger that a filter lets through, or the stories that hold them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from dragoman.export.base import Told
from dragoman.link.ledger import LedgerLinks
from dragoman.query import Filter
from dragoman.query.linked import claim_ids, each_incident
from dragoman.record import Record
from dragoman.store import Ledger


def chosen_claims(ledger: Ledger, where: Filter) -> Iterator[Told]:
    """Claims in the order of stories and text, one story in memory at a time."""
    for key, numbers, recorded, run in _documents(ledger, where):
        record = ledger.read(key)
        for n in sorted(map(int, numbers.split(","))):
            yield Told(record, record.claims[n], recorded, run)


def chosen_reports(ledger: Ledger, where: Filter) -> Iterator[Record]:
    """Stories with a claim that the filter lets through, whole; without a filter all, also those without claims."""
    if not where.terms:
        yield from ledger.records()
        return
    for key, *_ in _documents(ledger, where):
        yield ledger.read(key)


def chosen_views(links: LedgerLinks, where: Filter, unit: str) -> Iterator[dict[str, Any]]:
    """Incidents, toll series or agreements with a claim that the filter lets through."""
    if unit == "incidents":
        yield from each_incident(links, where)
        return
    ids = None if not where.terms else set(claim_ids(links.ledger, where))
    for view in links.tolls() if unit == "tolls" else links.agreements():
        told = view["points"] if unit == "tolls" else [*view["claims"], *view["breaches"]]
        if ids is None or any(c["claim"] in ids for c in told):
            yield view


def _documents(ledger: Ledger, where: Filter) -> list[tuple[int, str, str, int | None]]:
    """A row a story: its key, the numbers of its claims, when it was stored, and by which run."""
    condition, values = where.sql()
    return ledger.select(  # type: ignore[return-value]
        "SELECT d.document, f.numbers, d.recorded, d.run FROM (SELECT c.document, group_concat(c.claim) AS numbers"
        f" FROM current_claims c WHERE {condition} GROUP BY c.document) f JOIN documents d USING (document)"
        " ORDER BY d.document",
        values,
    )


def runs_of(ledger: Ledger, where: Filter) -> list[tuple[int | None, int]]:
    """(run, stories) of what the filter lets through."""
    condition, values = where.sql()
    return ledger.select(
        f"SELECT d.run, count(*) FROM (SELECT DISTINCT c.document FROM current_claims c WHERE {condition})"
        " JOIN documents d USING (document) GROUP BY d.run ORDER BY d.run",
        values,
    )
