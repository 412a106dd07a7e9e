"""Resolvers of calendar dates: days, months, seasons, quarters, years, decades, centuries and their ranges."""

from __future__ import annotations

import datetime as dt
import re

from dragoman.extract.times.calendar import (
    SEASON_MONTHS,
    Interval,
    easter,
    month_bounds,
    nth_weekday,
    season_bounds,
    week_bounds,
    week_value,
    year_bounds,
)  # fmt: skip
from dragoman.extract.times.context import Context, Resolved, Tense, year_of, year_value
from dragoman.extract.times.expression import Expression

SLACK = dt.timedelta(days=14)
"""So far after the document's day a past-tense day without a year still belongs to the same year, and is flagged."""


def iso(e: Expression, c: Context) -> Resolved:
    """2024-05-13, with or without a clock time."""
    text = e.get("iso")
    try:
        day = dt.date.fromisoformat(text[:10])
    except ValueError:
        return Resolved("DATE", text[:10])
    r = whole_day(day, "text")
    if len(text) > 10:
        r.type, r.value, r.from_, r.to, r.precision = "TIME", text, text, text, "minute"
    return r


def slashed(e: Expression, c: Context) -> Resolved:
    """9/11/2001, 13.05.2024: month first with slashes unless that cannot be, day first with full stops."""
    text = e.get("slashed")
    a, b, year = (int(x) for x in re.split(r"[./-]", text))
    month, day = (b, a) if "." in text or a > 12 else (a, b)
    r = told_day(year_of(str(year), c), month, day, "text")
    if "." not in text and a <= 12 and b <= 12 and a != b:
        r.flags.append("month-day-order")
    return r


def whole_day(day: dt.date, anchor: str | None) -> Resolved:
    """One day."""
    return Resolved("DATE", day.isoformat(), (day, day), "day", anchor, day=day, year=day.year, month=day.month)


def told_day(year: int, month: int, day: int, anchor: str | None) -> Resolved:
    """One day by its numbers; unresolved where the calendar has no such day."""
    if year > 0:
        try:
            return whole_day(dt.date(year, month, day), anchor)
        except ValueError:
            return Resolved("DATE", f"{year:04}-{month:02}-{day:02}", flags=["no-such-day"])
    return Resolved(
        "DATE", f"{year_value(year)}-{month:02}-{day:02}", precision="day", anchor=anchor, year=year, month=month
    )


def month_of(year: int, month: int, anchor: str | None) -> Resolved:
    """One month."""
    bounds = month_bounds(year, month) if year > 0 else None
    return Resolved("DATE", f"{year_value(year)}-{month:02}", bounds, "month", anchor, year=year, month=month)


def year_for_day(
    month: int, day: int, c: Context, tense: Tense, weekday: int | None = None
) -> tuple[int | None, str | None]:
    """The year of a day told without one, and what it was counted from."""
    if c.local is not None and c.local.year and (c.day is None or abs(c.local.year - c.day.year) > 1):
        return c.local.year + (month < (c.local.month or 1)), "text"
    if c.day is None:
        return narrative_year(month, c), "text" if c.year is not None else None
    days = [d for y in range(c.day.year - 6, c.day.year + 3) if (d := _day(y, month, day)) is not None]
    if weekday is not None:
        days = [d for d in days if d.isoweekday() == weekday] or days
    limit = c.day
    past = [d for d in days if d <= (limit if tense == "attributive" else limit + SLACK)]
    ahead = [d for d in days if d >= limit]
    if tense == "future" and ahead:
        return ahead[0].year, c.source
    if tense in ("scheduled", "present") and ahead and (ahead[0] - limit).days <= 120:
        return ahead[0].year, c.source
    return (past[-1].year if past else limit.year), c.source


def narrative_year(month: int, c: Context) -> int | None:
    """Where the document has no day: the year last told, the next one where the story passes from autumn to spring."""
    if c.year is None:
        return None
    return c.year + (c.month is not None and c.month - month >= 8)


def _day(year: int, month: int, day: int) -> dt.date | None:
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None


def year_told(e: Expression, c: Context) -> int | None:
    """The year by its figures, or as "that year", "last year"."""
    if e.get("bc_year"):
        return -int(e.slots["bc_year"])
    if e.get("year"):
        return year_of(e.slots["year"], c)
    if e.get("named") and c.day is not None and c.day >= dt.date(2001, 9, 11):
        return int(e.get("named"))
    if e.get("yearunit") == "Y" or e.get("agreed"):
        return year_by(e.get("dir"), c)
    return None


def year_by(direction: str, c: Context) -> int | None:
    """The year of "last year", "that year", "the following year"."""
    if direction in ("last", "this", "next", "coming"):
        base = c.day.year if c.day else c.year
        step = {"last": -1, "next": 1, "coming": 1}.get(direction, 0)
    else:
        base = c.year if c.year is not None else c.day.year if c.day else None
        step = {"previous": -1, "past": -1, "following": 1}.get(direction, 0)
    return None if base is None else base + step


def date(e: Expression, c: Context) -> Resolved:
    """May 13, 13 May 1994, Monday, May 13."""
    month, day = int(e.get("month")), int(e.get("day"))
    weekday = int(e.get("weekday") or 0) or None
    year = year_told(e, c)
    source: str | None = "text"
    tense: Tense = "past"
    if year is None:
        tense = c.tense(e.start) if e.prefix not in ("since",) else "past"
        year, source = year_for_day(month, day, c, tense, weekday)
    if year is None:
        return Resolved("DATE", f"XXXX-{month:02}-{day:02}", precision="day", flags=["no-year"])
    r = told_day(year, month, day, source)
    if weekday and r.day and r.day.isoweekday() != weekday:
        r.flags.append("weekday-differs")
    if c.day and r.day and r.day > c.day and (tense if source != "text" else c.tense(e.start)) in ("past", "perfect"):
        r.flags.append("after-document")
    return r


def and_day(e: Expression, c: Context) -> Resolved:
    """The second day of "May 3 and 5"; "the 10th" of the month last told."""
    day = int(e.get("and_day") or e.get("day"))
    at = c.local_day or c.told
    if at is not None:
        return told_day(at.year, at.month, day, "text")
    if c.year is not None and c.month is not None:
        return told_day(c.year, c.month, day, "text")
    if c.day is not None:
        past = c.tense(e.start) != "future"
        month = c.day.month - (past and day > c.day.day)
        return told_day(c.day.year - (month < 1), month or 12, day, c.source)
    return Resolved("DATE", f"XXXX-XX-{day:02}")


def month(e: Expression, c: Context) -> Resolved:
    """October; last October; October 1994; March of that year."""
    m, year = int(e.get("month")), year_told(e, c)
    if year is not None:
        return month_of(year, m, "text" if e.get("year") or e.get("bc_year") else c.base_source())
    direction, base = e.get("dir"), c.day
    if base is None or direction in ("previous", "following", "same"):
        if direction and c.year is not None:
            told = c.month or 1
            shift = (
                -(told <= m)
                if direction in ("last", "previous")
                else (told >= m)
                if direction in ("next", "following")
                else 0
            )
            return month_of(c.year + shift, m, "text")
        y = narrative_year(m, c)
        return (
            month_of(y, m, "text")
            if y is not None
            else Resolved("DATE", f"XXXX-{m:02}", precision="month", flags=["no-year"])
        )
    tense = (
        "future" if direction in ("next", "coming") else "past" if direction in ("last", "past") else c.tense(e.start)
    )
    if direction == "this":
        return month_of(base.year, m, c.source)
    local = c.local
    if not direction and local is not None and local.year and abs(local.year - base.year) > 1:
        return month_of(local.year + (m < (local.month or 1)), m, "text")
    if tense == "future":
        year = base.year + (m < base.month or (m == base.month and direction == "next"))
    elif tense == "scheduled" and 0 < (m - base.month) % 12 <= 6:
        year = base.year + (m < base.month)
    else:
        year = base.year - (m > base.month or (m == base.month and direction == "last"))
    return month_of(year, m, c.source)


def season(e: Expression, c: Context) -> Resolved:
    """Spring 1994; last summer; the winter."""
    s, year = e.get("season"), year_told(e, c)
    source: str | None = "text"
    if year is None:
        direction, base = e.get("dir"), c.day
        source = c.base_source()
        first = SEASON_MONTHS[s][0]
        if base is None:
            if c.year is None:
                return Resolved("DATE", f"XXXX-{s}", precision="month")
            year = c.year + {"next": 1, "following": 1, "last": -1, "previous": -1}.get(direction, 0)
            if direction in ("next", "following") and c.month and first > c.month:
                year -= 1
        elif direction in ("next", "coming") or (not direction and c.tense(e.start) == "future"):
            year = base.year + (first <= base.month)
        elif direction == "this":
            year = base.year
        else:
            last = SEASON_MONTHS[s][1]
            begun = first <= base.month and (direction != "last" or (last < base.month and last > first))
            year = base.year - (not begun)
    bounds = season_bounds(year, s) if year > 0 else None
    return Resolved("DATE", f"{year_value(year)}-{s}", bounds, "month", source, year=year)


def quarter(e: Expression, c: Context) -> Resolved:
    """The third quarter of 2023; the first half of the year; Q3."""
    mark = "H" if e.get("unit") == "H" else "Q"
    n = int(e.get("qnum") or (e.get("ord") if e.get("ord").isdigit() else "4"))
    if n == 0 or n > (2 if mark == "H" else 4):
        return Resolved("DURATION", "P3M" if mark == "Q" else "P6M")
    year = year_told(e, c) or (year_by(e.get("dir"), c) if e.get("dir") else None)
    source: str | None = "text" if e.get("year") else c.base_source()
    if year is None and (base := c.base()) is not None:
        months = 12 // (2 if mark == "H" else 4)
        year = base.year - ((n - 1) * months + 1 > base.month and c.tense(e.start) != "future")
    if year is None:
        return Resolved("DATE", f"XXXX-{mark}{n}", precision="month")
    if mark == "Q":
        return quarter_of(year, n, source)
    months = 6
    bounds = month_bounds(year, (n - 1) * months + 1)[0], month_bounds(year, n * months)[1]
    return Resolved("DATE", f"{year}-{mark}{n}", bounds, "month", source, year=year)


def quarter_of(year: int, n: int, source: str | None = "text") -> Resolved:
    """One quarter of a calendar year."""
    bounds = month_bounds(year, n * 3 - 2)[0], month_bounds(year, n * 3)[1]
    return Resolved("DATE", f"{year}-Q{n}", bounds, "month", source, year=year, quarter=(year, n))


def half_of(e: Expression, c: Context) -> Resolved:
    """The second half of January."""
    r = month(Expression("month", e.start, e.end, {k: v for k, v in e.slots.items() if k in ("month", "year")}), c)
    if r.bounds and e.get("ord") in ("1", "2"):
        first, last = r.bounds
        r.bounds = (first, first.replace(day=15)) if e.get("ord") == "1" else (first.replace(day=16), last)
        r.modifier = "START" if e.get("ord") == "1" else "END"
    return r


def year(e: Expression, c: Context) -> Resolved:
    """1994; 490 BC."""
    y = year_told(e, c)
    assert y is not None
    bounds = year_bounds(y) if y > 0 else None
    return Resolved("DATE", year_value(y), bounds, "year", "text", year=y)


def decade(e: Expression, c: Context) -> Resolved:
    """The 1990s, the '90s."""
    figures = "".join(ch for ch in e.get("decade") if ch.isdigit())
    first = int(figures) if len(figures) == 4 else year_of(figures, c)
    bounds = dt.date(first, 1, 1), dt.date(first + 9, 12, 31)
    return Resolved("DATE", f"{first // 10}", bounds, "decade", "text")


def century(e: Expression, c: Context) -> Resolved:
    """The 19th century."""
    n = int(e.get("century"))
    if n < 1:
        return Resolved("DATE", "XX")
    if e.get("bc"):
        return Resolved("DATE", f"BC{n - 1:02}")
    first = max((n - 1) * 100, 1)
    return Resolved("DATE", f"{n - 1:02}", (dt.date(first, 1, 1), dt.date(n * 100 - 1, 12, 31)), "unknown", "text")


def spanning(first: Resolved, last: Resolved) -> Resolved:
    """A range from one to the other."""
    r = Resolved(
        "DATE", f"{first.value}/{last.value}", None, first.precision, first.anchor, flags=first.flags + last.flags
    )
    if first.bounds and last.bounds and first.bounds[0] <= last.bounds[1]:
        r.bounds = first.bounds[0], last.bounds[1]
    r.year, r.month, r.ends = first.year, first.month, (first, last)
    return r


def _part(e: Expression, **slots: str) -> Expression:
    return Expression("date", e.start, e.end, {k: v for k, v in slots.items() if v}, prefix=e.prefix)


def range_days(e: Expression, c: Context) -> Resolved:
    """March 3 to 9; March 30 - April 2, 1994."""
    m, m2, y, y2 = e.get("month"), e.get("month2") or e.get("month"), e.get("year"), e.get("year2")
    if e.kind == "range_dates" and not y and y2:
        y = str(int(y2) - (int(m2) < int(m)))
    first = date(_part(e, month=m, day=e.get("day"), year=y), c)
    y2 = y2 or (str(first.year + (int(m2) < int(m))) if first.year else "")
    last = date(_part(e, month=m2, day=e.get("day2"), year=y2), c)
    if last.anchor:
        last.anchor = first.anchor
    return spanning(first, last)


def range_months(e: Expression, c: Context) -> Resolved:
    """From March to June 1994; between October 1993 and March."""
    m, m2, y, y2 = int(e.get("month")), int(e.get("month2")), e.get("year"), e.get("year2")
    if y2 and not y:
        y = str(int(y2) - (m2 < m))
    if y:
        first = month_of(year_of(y, c), m, "text")
    else:
        last = month(Expression("month", e.start, e.end, {"month": str(m2)}), c)
        if last.year is None:
            return Resolved("DATE", f"XXXX-{m:02}/XXXX-{m2:02}")
        return spanning(month_of(last.year - (m2 < m), m, last.anchor), last)
    assert first.year is not None
    return spanning(first, month_of(int(y2) if y2 else first.year + (m2 < m), m2, first.anchor))


def range_years(e: Expression, c: Context) -> Resolved:
    """2011-14; between 2011 and 2014; 490-480 BC."""
    if e.get("bc_year"):
        return spanning(
            *(
                Resolved("DATE", year_value(-int(e.get(s))), None, "year", "text", year=-int(e.get(s)))
                for s in ("bc_year", "year2")
            )
        )
    y, y2 = e.get("year"), e.get("year2")
    first = year(_part(e, year=y), c)
    last = year(_part(e, year=y2 if len(y2) == 4 else y[:2] + y2), c)
    return spanning(first, last)


def holiday(e: Expression, c: Context) -> Resolved:
    """Christmas; New Year's Eve 1999; Easter Monday."""
    rule = e.get("holiday")
    y = year_told(e, c)
    source: str | None = "text"
    if rule.startswith("easter"):
        if y is None:
            y, source = year_for_day(4, 1, c, c.tense(e.start))
        if y is None or y < 1583:
            return Resolved("DATE", "XXXX-XX-XX")
        return whole_day(easter(y) + dt.timedelta(days=int(rule[6:])), source)
    if "/" in rule:
        month_, index, which = (int(x) for x in rule.split("/"))
        if y is None:
            y, source = year_for_day(month_, 15, c, c.tense(e.start))
        if y is None or y < 1:
            return Resolved("DATE", f"XXXX-{month_:02}", flags=["no-year"])
        return whole_day(nth_weekday(y, month_, index, which), source)
    m, d = (int(x) for x in rule.split("-"))
    if y is None:
        y, source = year_for_day(m, d, c, c.tense(e.start))
    return told_day(y, m, d, source) if y is not None else Resolved("DATE", f"XXXX-{rule}", flags=["no-year"])


def week_of(e: Expression, c: Context) -> Resolved:
    """The week of May 5."""
    r = date(e, c)
    if r.day is None or e.get("week") != "W":
        return r
    return Resolved(
        "DATE", week_value(r.day), week_bounds(r.day), "week", r.anchor, day=r.day, year=r.year, month=r.month
    )


def interval_of(r: Resolved) -> Interval | None:
    """First and last day."""
    return r.bounds
