"""A person's word on what belongs together: it outlives every recomputation.

A decision names claims by where they stand (document, first and last character of the trigger), not by incident: so it
holds whatever the rules make of the rest, and when a story is coded anew.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from dragoman.link.mentions import Anchor

Kind = Literal["merge", "split", "pin"]


@dataclass(frozen=True, slots=True)
class Decision:
    """``merge``: ``claims`` are one happening. ``split``: ``claims`` are one, and none of ``others`` is. ``pin``:
    ``claims`` are one, and no other claim belongs to it, now or later."""

    kind: Kind
    claims: tuple[Anchor, ...]
    others: tuple[Anchor, ...] = ()
    number: int = 0
    made: str = ""
    by: str = ""
    why: str = ""


class Word:
    """Decisions, ready to be asked. Of two that say opposite things of a pair, the later holds."""

    def __init__(self, decisions: Iterable[Decision] = ()) -> None:
        self.decisions = sorted(decisions, key=lambda d: d.number)
        self._anchors: dict[str, list[tuple[Anchor, int, bool]]] = {}
        for n, d in enumerate(self.decisions):
            for side, anchors in ((True, d.claims), (False, d.others)):
                for a in anchors:
                    self._anchors.setdefault(a.document, []).append((a, n, side))

    def __bool__(self) -> bool:
        return bool(self.decisions)

    def documents(self) -> frozenset[str]:
        """Documents that a decision speaks of."""
        return frozenset(self._anchors)

    def of(self, claim: Anchor) -> frozenset[tuple[int, bool]]:
        """(decision, is it of ``claims``?) of every decision that names this claim."""
        return frozenset((n, side) for a, n, side in self._anchors.get(claim.document, ()) if a.meets(claim))

    def verdicts(self, groups: Sequence[Iterable[Anchor]]) -> tuple[list[tuple[int, int]], list[tuple[int, int]]]:
        """Pairs of places in ``groups`` that must be joined, and pairs that cannot."""
        if not self.decisions:
            return [], []
        named = [frozenset().union(*(self.of(m) for m in g)) for g in groups]
        verdict: dict[tuple[int, int], bool] = {}
        spoken = [n for n, s in enumerate(named) if s]
        for number, decision in enumerate(self.decisions):
            inside = [n for n in spoken if (number, True) in named[n]]
            outside = [n for n in spoken if (number, False) in named[n]]
            if decision.kind == "pin":
                outside = [n for n in range(len(groups)) if n not in set(inside)]
            for i, x in enumerate(inside):
                for y in inside[i + 1 :]:
                    verdict[min(x, y), max(x, y)] = True
                for y in outside:
                    if x != y:
                        verdict[min(x, y), max(x, y)] = False
        return [p for p, joined in verdict.items() if joined], [p for p, joined in verdict.items() if not joined]
