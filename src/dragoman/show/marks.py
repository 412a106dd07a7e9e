"""Which words of a story carry which claim: the text cut into pieces that are each marked alike."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from dragoman.record import Claim, Entity

Role = Literal["did", "how many", "says", "source", "who", "whom", "mediator", "means", "where"]

RANK: dict[Role, int] = {
    "did": 0, "how many": 1, "says": 2, "source": 3, "who": 4, "whom": 5, "mediator": 6, "means": 7, "where": 8,
}  # fmt: skip
"""Where words play several roles in one claim, the first of these is shown."""


@dataclass(frozen=True, slots=True)
class Mark:
    """The role of a piece of text in the claim of that number (from 1)."""

    claim: int
    role: Role


@dataclass(frozen=True, slots=True)
class Segment:
    """``text[start:end]``, with its marks in order of claims; none for plain text."""

    start: int
    end: int
    marks: tuple[Mark, ...] = ()

    @property
    def role(self) -> Role | None:
        """The role that decides the colour."""
        return min(self.marks, key=lambda m: RANK[m.role]).role if self.marks else None


def spans_of(claim: Claim, number: int) -> list[tuple[int, int, Mark]]:
    """Every span of the claim that is shown, as (start, end, mark)."""
    out: list[tuple[int, int, Mark]] = []

    def add(role: Role, start: int | None, end: int | None) -> None:
        if start is not None and end is not None and start < end:
            out.append((start, end, Mark(number, role)))

    def parties(role: Role, entities: Sequence[Entity]) -> None:
        for e in entities:
            add(role, e.start, e.end)

    add("did", claim.trigger.start, claim.trigger.end)
    for q in claim.quantities:
        add("how many", q.start, q.end)
    for a in claim.attribution:
        if a.cue is not None:
            add("says", a.cue.start, a.cue.end)
        parties("source", (a.source,))
    parties("who", claim.actor)
    parties("whom", claim.recipient)
    parties("mediator", claim.mediator)
    for s in claim.instrument:
        add("means", s.start, s.end)
    if claim.event_loc and claim.event_loc.extracted_place:
        add("where", claim.event_loc.extracted_place.start, claim.event_loc.extracted_place.end)
    return out


def segments(text: str, claims: Sequence[tuple[int, Claim]], start: int = 0, end: int | None = None) -> list[Segment]:
    """The text from ``start`` to ``end`` in pieces. ``claims`` are (number, claim); one role a claim and piece."""
    stop = len(text) if end is None else end
    spans = [
        (max(a, start), min(b, stop), m)
        for number, claim in claims
        for a, b, m in spans_of(claim, number)
        if a < stop and b > start
    ]
    opening: dict[int, list[Mark]] = {}
    closing: dict[int, list[Mark]] = {}
    for a, b, m in spans:
        opening.setdefault(a, []).append(m)
        closing.setdefault(b, []).append(m)
    out: list[Segment] = []
    live: list[Mark] = []
    cuts = sorted({start, stop, *opening, *closing})
    for a, b in pairwise(cuts):
        for m in closing.get(a, ()):
            live.remove(m)
        live += opening.get(a, ())
        marks = _one_role_a_claim(live) if text[a:b].strip() else _gap(live, out)
        if out and out[-1].marks == marks:
            out[-1] = Segment(out[-1].start, b, marks)
        else:
            out.append(Segment(a, b, marks))
    return out


def _one_role_a_claim(live: list[Mark]) -> tuple[Mark, ...]:
    best: dict[int, Mark] = {}
    for m in live:
        if m.claim not in best or RANK[m.role] < RANK[best[m.claim].role]:
            best[m.claim] = m
    return tuple(best[n] for n in sorted(best))


def _gap(live: list[Mark], out: list[Segment]) -> tuple[Mark, ...]:
    """White space inside a span goes with what is before it, so that no mark holds white space only."""
    return out[-1].marks if live and out and out[-1].marks else ()
