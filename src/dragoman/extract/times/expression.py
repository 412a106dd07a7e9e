"""Symbolic time expressions: what the words say, before an anchor makes days of them."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(slots=True)
class Expression:
    """A time expression as read, unresolved.

    ``kind`` names the grammar rule that made it; ``slots`` holds its parts (year, month, day, weekday, unit, number,
    direction, hour, minute, zone ...); ``start`` and ``end`` are characters of the reading.
    """

    kind: str
    start: int
    end: int
    slots: dict[str, object] = field(default_factory=dict)
    modifier: str | None = None
    """START, MID, END, APPROX, MORE_THAN, LESS_THAN ... as TIMEX3 has them."""
    prefix: str | None = None
    """since, until, from, by: opens or closes the interval."""
