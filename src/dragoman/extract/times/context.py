"""What a time expression is counted from: the document's day, and the last day that the text told."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal

from dragoman.extract.times.calendar import Interval
from dragoman.record import Precision

Tense = Literal["past", "present", "future", "perfect", "scheduled", "attributive"]


@dataclass(slots=True)
class Resolved:
    """What an expression comes to. ``bounds``: first and last day; ``from_`` and ``to`` override them (clock times)."""

    type: Literal["DATE", "TIME", "DURATION", "SET"]
    value: str
    bounds: Interval | None = None
    precision: Precision = "unknown"
    anchor: str | None = None
    modifier: str | None = None
    flags: list[str] = field(default_factory=list)
    from_: str | None = None
    to: str | None = None
    day: dt.date | None = None
    """The one day that it tells, where it does."""
    year: int | None = None
    month: int | None = None
    """The year (negative before Christ) and month that it tells: where later months and days without one stand."""

    quarter: tuple[int, int] | None = None
    """Year and number of the quarter that it tells."""
    ends: tuple[Resolved, Resolved] | None = None
    """Both ends of a range."""


@dataclass(slots=True)
class Context:
    """The anchors of one document, as they stand at one place of its text.

    ``day``: of the dateline or the document; ``told``: the last day that the text told; ``year`` and ``month``: the
    last that it told. ``local`` holds those of the sentence at hand.
    """

    day: dt.date | None
    source: str | None
    tense: Callable[[int], Tense]
    told: dt.date | None = None
    year: int | None = None
    month: int | None = None
    quarter: tuple[int, int] | None = None
    """Year and quarter last told ("the third quarter"), which "a year earlier" is compared with."""
    quarter_here: bool = False
    """Did this sentence tell it."""
    local: Resolved | None = None
    local_day: dt.date | None = None

    def open_sentence(self) -> None:
        """Forget what belonged to the sentence before only."""
        self.local = None
        self.local_day = None
        self.quarter_here = False

    def take(self, r: Resolved, *, opens: bool = False) -> None:
        """Remember what an expression told. A bare year far from the last is a glance aside, unless it ``opens`` the
        sentence."""
        if r.quarter is not None:
            self.quarter, self.quarter_here = r.quarter, True
            return
        if (
            r.precision == "year"
            and not opens
            and self.year is not None
            and r.year is not None
            and abs(r.year - self.year) > 4
        ):
            return
        if r.day is not None:
            self.told = r.day
            self.local_day = r.day
        if r.year is not None:
            self.year, self.month = r.year, r.month
            if r.month is not None:
                self.local = r
        if r.day is None and r.year is not None:
            self.told = None

    def base(self) -> dt.date | None:
        """The document's day, else the last told."""
        return self.day or self.told or self.told_edge()

    def base_source(self) -> str | None:
        """Where ``base`` comes from."""
        return self.source if self.day else "text" if self.base() else None

    def told_edge(self) -> dt.date | None:
        """The first day of the last told month or year."""
        if self.year is None or self.year < 1:
            return None
        return dt.date(self.year, self.month or 1, 1)


def year_value(year: int) -> str:
    """1994, or BC0490 for a year before Christ."""
    return f"{year:04}" if year > 0 else f"BC{-year:04}"


def year_of(text: str, context: Context) -> int:
    """A year as told; of two figures ('68) the century comes from the text or the document."""
    year = int(text)
    if year > 99:
        return year
    if context.day is not None:
        century = context.day.year // 100 * 100
        return century + year if century + year <= context.day.year + 5 else century - 100 + year
    if context.year is not None and context.year > 100:
        return context.year // 100 * 100 + year
    return 1900 + year
