"""The brush under a map: how many happenings each day, month or year, and which of it is chosen."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from dragoman.serve.shape.scale import Days, Tick, days_over, month_label

_DAYS, _MONTHS = 92, 200
"""Up to so many days are shown a day each; up to so many months a month each; else years."""


@dataclass(frozen=True, slots=True)
class Bin:
    """A stretch of time, both ends included, with how many begin in it. ``x``, ``width`` percent; ``y`` pixels."""

    first: str
    last: str
    label: str
    count: int
    x: float
    width: float
    y: float
    height: float
    chosen: bool


@dataclass(frozen=True, slots=True)
class Timeline:
    """Bins without a gap; ``height`` in pixels."""

    height: int
    unit: str
    bins: tuple[Bin, ...]
    ticks: tuple[Tick, ...]
    most: int
    before: int = 0
    """How many lie before the first bin: a few that are far off would press all others into a corner."""
    after: int = 0

    @property
    def first(self) -> str:
        return self.bins[0].first

    @property
    def last(self) -> str:
        return self.bins[-1].last


def timeline(days: Iterable[str], first: str = "", last: str = "", height: int = 54) -> Timeline | None:
    """Of ISO days (one an item). ``first`` and ``last``: what is chosen, inclusive. None for no day."""
    told = sorted(d[:10] for d in days)
    given = _together(told)
    axis = days_over([given[0], given[-1]]) if given else None
    if axis is None:
        return None
    unit, stretches = _stretches(axis)
    counts = [0] * len(stretches)
    at = 0
    for d in given:
        while d > stretches[at][1]:
            at += 1
        counts[at] += 1
    most = max(counts)
    width = 100 / len(stretches)
    bins = tuple(
        Bin(
            a, b, label, n, round(k * width, 3), round(width * 0.86, 3),
            round(height - max(height * n / most, 3 if n else 0), 1), round(max(height * n / most, 3 if n else 0), 1),
            (not first or b >= first) and (not last or a <= last),
        )
        for k, ((a, b, label), n) in enumerate(zip(stretches, counts, strict=True))
    )  # fmt: skip
    every = max(1, -(-len(bins) // 8))
    ticks = tuple(
        Tick(round((k + 0.43) * width, 2), b.label, (k // every) % 2 == 1) for k, b in enumerate(bins) if k % every == 0
    )
    before = sum(d < given[0] for d in told)
    return Timeline(height, unit, bins, ticks, most, before, len(told) - len(given) - before)


def _together(given: list[str]) -> list[str]:
    """Sorted days without the few at either end, where that makes the rest half as long or less."""
    far = -(-len(given) // 50) if len(given) > 20 else 0
    kept = given[far : len(given) - far] if far else given
    if len(kept) < 2 or 2 * _length(kept) > _length(given):
        return given
    return [d for d in given if kept[0] <= d <= kept[-1]]


def _length(given: list[str]) -> int:
    return (date.fromisoformat(given[-1]) - date.fromisoformat(given[0])).days


def _stretches(axis: Days) -> tuple[str, list[tuple[str, str, str]]]:
    first, last = axis.first, axis.last
    if axis.span <= _DAYS:
        every = [first + timedelta(n) for n in range(axis.span + 1)]
        return "day", [(d.isoformat(), d.isoformat(), f"{d.day} {month_label(d.isoformat()[:7])}") for d in every]
    months = (last.year - first.year) * 12 + last.month - first.month + 1
    if months <= _MONTHS:
        out = []
        for k in range(months):
            year, month = divmod(first.year * 12 + first.month - 1 + k, 12)
            begin = date(year, month + 1, 1)
            end = (begin + timedelta(31)).replace(day=1) - timedelta(1)
            out.append((begin.isoformat(), end.isoformat(), month_label(begin.isoformat()[:7])))
        return "month", out
    return "year", [(f"{y:04}-01-01", f"{y:04}-12-31", str(y)) for y in range(first.year, last.year + 1)]
