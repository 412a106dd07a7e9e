"""Symbolic time expressions: what the words say, before an anchor makes days of them."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(slots=True)
class Expression:
    """A time expression as read, unresolved.

    ``kind`` names the grammar rule that made it; ``start`` and ``end`` are characters of the reading. ``slots`` holds
    its parts as normal values: year "1994", month "5", day "3", weekday "1" (Monday), unit (S M H D N W WE FN MO Q Y DE
    CE), n ("3", "2.5", "X" for an untold number), dir (last past previous next following coming this same), part of the
    day, season, zone, hm (clock as told).
    """

    kind: str
    start: int
    end: int
    slots: dict[str, str] = field(default_factory=dict)
    modifier: str | None = None
    """START, MID, END, APPROX, MORE_THAN, LESS_THAN, as TIMEX3 has them."""
    prefix: str | None = None
    """since, until, by, before, after, from, as of, starting: how it bounds the time of its clause."""
    cut: tuple[int, int] | None = None
    """Characters of the "to" or dash inside a range."""

    def get(self, name: str) -> str:
        """A slot's value, empty where the words do not give it."""
        return self.slots.get(name, "")
