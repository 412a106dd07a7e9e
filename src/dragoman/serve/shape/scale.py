"""Scales and ticks: days and counts to places on a chart. Horizontal places are percentages, vertical ones pixels."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from math import floor, log10

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


@dataclass(frozen=True, slots=True)
class Tick:
    """A mark of an axis: where (percent or pixels), its label, and whether it may be left out where room is scarce."""

    at: float
    label: str
    minor: bool = False


@dataclass(frozen=True, slots=True)
class Days:
    """A time axis from ``first`` to ``last``, both inclusive."""

    first: date
    last: date

    @property
    def span(self) -> int:
        return max(1, (self.last - self.first).days)

    def at(self, day: date) -> float:
        """Percent of the width."""
        return round(100 * (day - self.first).days / self.span, 2)

    def ticks(self, most: int = 8) -> list[Tick]:
        """Days, months or years, whichever gives at most ``most`` marks; every second one is minor."""
        found = _marks(self.first, self.last, most)
        return [Tick(self.at(d), label, n % 2 == 1) for n, (d, label) in enumerate(found)]


def days_over(given: Iterable[str | None]) -> Days | None:
    """The axis that holds all of these ISO days; None where there is none. A single day gets a day before and after."""
    found = sorted(date.fromisoformat(d[:10]) for d in given if d)
    if not found:
        return None
    first, last = found[0], found[-1]
    if first == last:
        return Days(first - timedelta(1), last + timedelta(1))
    return Days(first, last)


def _marks(first: date, last: date, most: int) -> list[tuple[date, str]]:
    span = (last - first).days
    for step in (1, 2, 7, 14):
        if span / step <= most:
            every = [first + timedelta(n) for n in range(0, span + 1, step)]
            return [
                (d, f"{d.day} {_MONTHS[d.month - 1]}" + (f" {d.year}" if not n else "")) for n, d in enumerate(every)
            ]
    months = (last.year - first.year) * 12 + last.month - first.month
    for step in (1, 3, 6):
        if months / step <= most:
            firsts = [m for m in months_between(first, last) if (m.month - 1) % step == 0 and m >= first]
            return [
                (m, _MONTHS[m.month - 1] + (f" {m.year}" if not n or m.month == 1 else ""))
                for n, m in enumerate(firsts)
            ]
    years = last.year - first.year
    step = next((s for s in (1, 2, 5, 10, 20, 50, 100) if years / s <= most), 500)
    return [
        (date(y, 1, 1), str(y))
        for y in range(first.year, last.year + 1)
        if y % step == 0 and first <= date(y, 1, 1) <= last
    ]


def months_between(first: date, last: date) -> list[date]:
    """The first day of every month that the interval touches, without a gap."""
    out, year, month = [], first.year, first.month
    while (year, month) <= (last.year, last.month):
        out.append(date(year, month, 1))
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)
    return out


def month_label(month: str) -> str:
    """``2020-09`` as ``Sep 2020``."""
    year, _, number = month.partition("-")
    return f"{_MONTHS[int(number) - 1]} {year}"


def days_from(first: str, last: str | None) -> int:
    """How many days it is from one to the other."""
    return (date.fromisoformat((last or first)[:10]) - date.fromisoformat(first[:10])).days


def period(first: str | None, last: str | None) -> str:
    """``2024-06-03``, ``2024-06``, ``2024`` where that is the whole of it, else from when to when."""
    if first is None:
        return "no date"
    last = last or first
    if first == last:
        return first
    if first[:4] == last[:4] and (first[5:], last[5:]) == ("01-01", "12-31"):
        return first[:4]
    following = date.fromisoformat(last[:10]) + timedelta(1)
    if first[:7] == last[:7] and first[8:10] == "01" and following.day == 1:
        return first[:7]
    return f"{first} to {last}"


def count_ticks(highest: float, most: int = 4) -> list[float]:
    """Round numbers from 0 up to at least ``highest``."""
    if highest <= 0:
        return [0.0, 1.0]
    rough = highest / most
    unit: float = 10 ** floor(log10(rough))
    step = next(m * unit for m in (1, 2, 2.5, 5, 10) if m * unit >= rough)
    if highest >= 1:
        step = max(1.0, step if step >= 5 or step == int(step) else float(int(step) + 1))
    out = [0.0]
    while out[-1] < highest:
        out.append(round(out[-1] + step, 6))
    return out


def number(x: float | None) -> str:
    """``2,243``; a dash where there is none."""
    if x is None:
        return "–"
    return f"{x:,.0f}" if float(x).is_integer() else f"{x:,}"


def interval(low: float | None, high: float | None, value: float | None = None) -> str:
    """``65``, ``24–60``, ``≥ 65``, ``≤ 20``: what is told, no more."""
    if low is None and high is None:
        return number(value)
    if low is not None and high is None:
        return f"≥ {number(low)}"
    if low is None:
        return f"≤ {number(high)}"
    return number(low) if low == high else f"{number(low)}–{number(high)}"


def spread(places: Sequence[float], apart: float) -> list[float]:
    """Vertical places moved so far that labels do not cover one another, in their order."""
    order = sorted(range(len(places)), key=lambda n: places[n])
    out = list(places)
    for before, here in pairwise(order):
        out[here] = max(out[here], out[before] + apart)
    return out
