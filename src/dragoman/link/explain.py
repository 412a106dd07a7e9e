"""Why claims were put together: for each, the one before it that it fits best, and the reasons with their weights."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from dragoman.link.episodes import Episode, within_story
from dragoman.link.match import CANNOT, Reasons, compare
from dragoman.link.mentions import Mention
from dragoman.link.profile import profile


@dataclass(frozen=True, slots=True)
class Why:
    """``claim`` was put with ``other`` for a sum of ``reasons``; none and no score where a person joined them."""

    claim: str
    other: str
    score: float | None
    reasons: tuple[tuple[float, str], ...]

    def __str__(self) -> str:
        if self.score is None:
            return f"{self.claim} with {self.other}: by way of the others, or a person's word"
        told = ", ".join(f"{words} {weight:+.1f}" for weight, words in self.reasons if weight)
        return f"{self.claim} with {self.other}: {self.score:.1f} = {told}"


def why_together(group: Sequence[Episode], mentions_of: Callable[[str], Sequence[Mention]]) -> list[Why]:
    """Of every claim of an incident but the first. ``mentions_of`` gives a document's mentions."""
    out: list[Why] = []
    told = {
        e.key: {a.number: m for m in mentions_of(e.document) for a in e.claims if a.number == m.order} for e in group
    }
    for n, episode in enumerate(group):
        found = [told[episode.key][a.number] for a in episode.claims]
        for k, m in enumerate(found[1:], 1):
            out.append(_best(m.id, [(f.id, *_inside(f, m)) for f in found[:k]]))
        if n:
            first = [(told[e.key][e.claims[0].number].id, *_across(e, episode)) for e in group[:n]]
            out.append(_best(found[0].id, first))
    return out


def _inside(a: Mention, b: Mention) -> tuple[float, Reasons]:
    reasons: Reasons = []
    return within_story(a, b, profile(a), profile(b), True, reasons), reasons


def _across(a: Episode, b: Episode) -> tuple[float, Reasons]:
    if a.document == b.document:
        return 0.0, []
    reasons: Reasons = []
    return compare(a.profile, b.profile, reasons), reasons


def _best(claim: str, choices: Sequence[tuple[str, float, Reasons]]) -> Why:
    other, score, reasons = max(choices, key=lambda c: c[1])
    return Why(claim, other, None if score == CANNOT else score, tuple(reasons))
