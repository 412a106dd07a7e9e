"""Calendar arithmetic on dates: shifting by units, the bounds of weeks, months, seasons."""

from __future__ import annotations

import calendar
import datetime as dt

Interval = tuple[dt.date, dt.date]
SEASON_MONTHS = {"SP": (3, 5), "SU": (6, 8), "FA": (9, 11), "WI": (12, 2)}


def month_bounds(year: int, month: int) -> Interval:
    """First and last day of a month."""
    return dt.date(year, month, 1), dt.date(year, month, calendar.monthrange(year, month)[1])


def year_bounds(year: int) -> Interval:
    """First and last day of a year."""
    return dt.date(year, 1, 1), dt.date(year, 12, 31)


def week_bounds(day: dt.date) -> Interval:
    """Monday and Sunday of a day's week."""
    monday = day - dt.timedelta(days=day.weekday())
    return monday, monday + dt.timedelta(days=6)


def season_bounds(year: int, season: str) -> Interval:
    """A season of the northern half of the year; winter runs into the next year."""
    first, last = SEASON_MONTHS[season]
    return dt.date(year, first, 1), month_bounds(year + (last < first), last)[1]


def shift_months(day: dt.date, months: int) -> dt.date:
    """The same day so many months on, the last of the month where it has no such day."""
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    return dt.date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def week_value(day: dt.date) -> str:
    """ISO week of a day: 2024-W19."""
    year, week, _ = day.isocalendar()
    return f"{year:04}-W{week:02}"


def third(bounds: Interval, which: str) -> Interval:
    """The early, middle or late third of an interval."""
    first, last = bounds
    n = (last - first).days + 1
    a, b = n // 3, 2 * n // 3
    cut = {"early": (0, a - 1), "mid": (a, b - 1), "late": (b, n - 1)}[which]
    return first + dt.timedelta(days=cut[0]), first + dt.timedelta(days=cut[1])


def easter(year: int) -> dt.date:
    """Easter Sunday of the Gregorian calendar (the anonymous algorithm printed in Nature, 20 April 1876)."""
    a, b, c = year % 19, year // 100, year % 100
    h = (19 * a + b - b // 4 - (b - (b + 8) // 25 + 1) // 3 + 15) % 30
    k = (32 + 2 * (b % 4) + 2 * (c // 4) - h - c % 4) % 7
    m = (a + 11 * h + 22 * k) // 451
    month, day = divmod(h + k - 7 * m + 114, 31)
    return dt.date(year, month, day + 1)


def nth_weekday(year: int, month: int, weekday: int, which: int) -> dt.date:
    """The first (1), second ... or last (-1) Monday (1) to Sunday (7) of a month."""
    first, last = month_bounds(year, month)
    if which < 0:
        return last - dt.timedelta(days=(last.isoweekday() - weekday) % 7)
    return first + dt.timedelta(days=(weekday - first.isoweekday()) % 7 + 7 * (which - 1))
