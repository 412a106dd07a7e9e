"""How the claims of a story stand beside what others tell of the same happening."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from dragoman.link.ledger import LedgerLinks
from dragoman.record import Record
from dragoman.serve.shape.linked import linked
from dragoman.store import Ledger


@dataclass(frozen=True, slots=True)
class Standing:
    """Of one claim: its incident, how well that stands, who else tells it, and what speaks against it."""

    incident: str
    grade: str
    why: str
    roots: tuple[str, ...]
    documents: tuple[str, ...]
    against: tuple[dict[str, Any], ...]

    @property
    def alone(self) -> bool:
        """Does only one source say so, and nobody else anything against it?"""
        return len(self.roots) < 2 and not self.against and self.grade != "contested"

    def to_dict(self) -> dict[str, Any]:
        """As JSON values."""
        return {
            "incident": self.incident, "grade": self.grade, "grade_why": self.why, "roots": list(self.roots),
            "documents": list(self.documents), "contradictions": list(self.against),
        }  # fmt: skip


def originals(ledger: Ledger) -> dict[str, str]:
    """The root of each story that is a copy: takes all stories of the ledger, where that is not known already."""
    views = linked(ledger)
    return views.originals if views.ready and views.coming is None else LedgerLinks(ledger).originals


def standing(ledger: Ledger, record: Record, originals: dict[str, str]) -> dict[int, Standing]:
    """By the number of the claim (from 1); claims that are not linked yet are left out."""
    links = LedgerLinks(ledger, originals=originals)
    numbers = {c.id: n for n, c in enumerate(record.claims, 1)}
    out: dict[int, Standing] = {}
    for claim, number in numbers.items():
        if number in out:
            continue
        view = links.incident(claim)
        if view is None:
            continue
        documents = tuple(dict.fromkeys(c["document"] for c in view["claims"] if c["document"] != record.id))
        for c in view["claims"]:
            if c["document"] == record.id and c["claim"] in numbers:
                against = tuple(d for d in view["contradictions"] if any(x["claim"] == c["claim"] for x in d["claims"]))
                out[numbers[c["claim"]]] = Standing(
                    view["id"], view["grade"], view["grade_why"], tuple(view["roots"]), documents, against
                )
    return out
