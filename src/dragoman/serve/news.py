"""What is new in a ledger since a time: totals that were revised, and accounts that contradict each other."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from dragoman.link.ledger import LedgerLinks
from dragoman.link.tolls import toll_series
from dragoman.link.views import context_of
from dragoman.record import Claim
from dragoman.serve.standing import originals
from dragoman.store import Ledger

MOST = 400
"""Stories, the latest, whose incidents are looked through for contradictions."""


@dataclass(frozen=True, slots=True)
class News:
    """Revisions as {series, from, to, kind, words}, contradictions as docs/record.md has them with their ``incident``;
    only those in which a story recorded since has a part, the latest first."""

    revisions: tuple[dict[str, Any], ...]
    contradictions: tuple[dict[str, Any], ...]

    def to_dict(self) -> dict[str, Any]:
        """As JSON values."""
        return {"revisions": list(self.revisions), "contradictions": list(self.contradictions)}


def news(ledger: Ledger, since: str, roots: dict[str, str] | None = None) -> News:
    """``since`` in the form of ``documents.recorded``; ``roots`` the originals of copies, where they are known. Takes the
    stories with running totals, and as many of the new ones as MOST."""
    new = dict(
        ledger.select(
            "SELECT id, document FROM current_documents WHERE recorded > ? ORDER BY document DESC LIMIT ?",
            (since, MOST),
        )
    )
    if not new:
        return News((), ())
    roots = originals(ledger) if roots is None else roots
    return News(tuple(_revisions(ledger, set(new), roots)), tuple(_contradictions(ledger, new, roots)))


def _revisions(ledger: Ledger, new: set[str], roots: dict[str, str]) -> list[dict[str, Any]]:
    keys = ledger.select(
        "SELECT DISTINCT q.document FROM quantities q JOIN current_documents d ON d.document = q.document"
        " WHERE q.scope = 'cumulative' ORDER BY q.document"
    )

    def told() -> Iterator[tuple[Claim, Any]]:
        for (key,) in keys:
            record = ledger.read(key)
            for claim in record.claims:
                yield claim, context_of(record, roots)

    found = [
        {"series": {k: s[k] for k in ("id", "kind", "what", "source", "since")}, **r}
        for s in toll_series(told())
        for r in s["revisions"]
        if r["to"]["claim"].rpartition("#")[0] in new
    ]
    return sorted(found, key=lambda r: str(r["to"]["reported"]), reverse=True)


def _contradictions(ledger: Ledger, new: dict[str, int], roots: dict[str, str]) -> list[dict[str, Any]]:
    links = LedgerLinks(ledger, originals=roots)
    marks = ",".join("?" * len(new))
    ids = ledger.select(
        f"SELECT DISTINCT i.id FROM link_episodes e JOIN link_incidents i ON i.incident = e.incident"
        f" WHERE e.document IN ({marks}) ORDER BY e.episode DESC",
        list(new.values()),
    )
    out = []
    for (id,) in ids:
        view = links.incident(id)
        for d in view["contradictions"] if view else []:
            if any(x["claim"].rpartition("#")[0] in new for x in d["claims"]):
                out.append({"incident": id, **d})
    return out
