"""Resolvers of relative expressions, lengths of time and sets: weekdays, last week, two days ago, every Friday."""

from __future__ import annotations

import datetime as dt

from dragoman.extract.times.calendar import month_bounds, shift_months, week_bounds, week_value, year_bounds
from dragoman.extract.times.context import Context, Resolved, year_value
from dragoman.extract.times.expression import Expression
from dragoman.extract.times.resolve_calendar import quarter_of, spanning, whole_day

_TELLING = ("previous", "following", "that", "same")
"""Directions that count from the day last told, not from the document's day."""
_STEP = {"last": -1, "latest": -1, "past": -1, "previous": -1, "next": 1, "following": 1, "coming": 1}
_FINE = ("S", "M", "H", "D", "N")


def back(day: dt.date, n: float, unit: str, sign: int) -> dt.date | None:
    """The day ``n`` units before (sign -1) or after a day; None beyond the calendar."""
    k = sign * n
    try:
        if unit in ("S", "M", "H"):
            return day + dt.timedelta(days=int(k // 24)) if unit == "H" and abs(k) >= 24 else day
        if unit in ("D", "N"):
            return day + dt.timedelta(days=int(k))
        if unit in ("W", "FN", "WE"):
            return day + dt.timedelta(days=int(k * (14 if unit == "FN" else 7)))
        return shift_months(day, int(k * {"MO": 1, "Q": 3, "Y": 12, "DE": 120, "CE": 1200}[unit]))
    except (ValueError, OverflowError):
        return None


def unit_at(day: dt.date, unit: str) -> Resolved:
    """The day, week, weekend, month ... that a day lies in."""
    if unit in _FINE:
        return whole_day(day, None)
    r = Resolved("DATE", "", year=day.year)
    if unit in ("W", "FN"):
        r.value, r.bounds, r.precision, r.month = week_value(day), week_bounds(day), "week", day.month
    elif unit == "WE":
        monday, sunday = week_bounds(day)
        r.value, r.bounds, r.precision = f"{week_value(monday)}-WE", (sunday - dt.timedelta(days=1), sunday), "day"
        r.month = day.month
    elif unit == "MO":
        r.value, r.bounds, r.precision = f"{day.year:04}-{day.month:02}", month_bounds(day.year, day.month), "month"
        r.month = day.month
    elif unit == "Q":
        q = (day.month - 1) // 3
        r.value, r.precision = f"{day.year:04}-Q{q + 1}", "month"
        r.bounds = month_bounds(day.year, q * 3 + 1)[0], month_bounds(day.year, q * 3 + 3)[1]
    elif unit == "DE":
        first = max(day.year // 10 * 10, 1)
        r.value, r.bounds, r.precision = (
            f"{day.year // 10}",
            (dt.date(first, 1, 1), dt.date(day.year // 10 * 10 + 9, 12, 31)),
            "decade",
        )
    elif unit == "CE":
        r.value = f"{day.year // 100:02}"
    else:
        r.value, r.bounds, r.precision = year_value(day.year), year_bounds(day.year), "year"
    return r


def period(n: str, unit: str) -> str:
    """A TIMEX3 length: P3D, PT24H, PXW."""
    count = n or "1"
    if unit in ("S", "M", "H"):
        return f"PT{count}{unit}"
    if unit == "FN":
        return f"P{float(count) * 2:g}W" if count != "X" else "PXW"
    if unit == "Q":
        return f"P{float(count) * 3:g}M" if count != "X" else "PXM"
    return f"P{count}" + {"N": "D", "MO": "M"}.get(unit, unit)


def figure(e: Expression) -> float | None:
    """The number of units, None where the words do not tell it."""
    text = e.get("n") or "1"
    n = None if text == "X" else float(text)
    return n + 0.5 if n is not None and e.get("plushalf") else n


def day_of_week(index: int, e: Expression, c: Context) -> tuple[dt.date | None, str | None, list[str]]:
    """The day that a weekday's name stands for, by direction and tense."""
    direction = e.get("dir")
    told = direction in _TELLING
    base = (c.told if told else None) or c.day or c.told
    source = "text" if base is not None and base is not c.day else c.source
    if base is None:
        return None, None, []
    behind = (base.isoweekday() - index) % 7
    ahead = (index - base.isoweekday()) % 7
    if direction in ("last", "past", "previous"):
        return base - dt.timedelta(days=behind or 7), source, []
    if direction in ("next", "following", "coming"):
        later_this_week = direction == "next" and index > base.isoweekday() and c.day is not None
        return base + dt.timedelta(days=(ahead or 7) + 7 * later_this_week), source, []
    if direction in ("that", "same") or (c.day is None and not direction):
        return base + dt.timedelta(days=ahead), source, ["narrative"]
    tense = c.tense(e.start)
    if e.prefix in ("since", "following", "from") and tense != "future":
        tense = "past"
    if e.prefix in ("until", "till", "by", "ahead of", "starting", "beginning", "effective") and tense in (
        "present",
        "perfect",
    ):
        tense = "future"
    if tense in ("future", "scheduled") and not (tense == "scheduled" and ahead == 0):
        return base + dt.timedelta(days=ahead), source, []
    if direction == "this" and tense != "past":
        return base + dt.timedelta(days=ahead), source, []
    return base - dt.timedelta(days=behind), source, []


def weekday(e: Expression, c: Context) -> Resolved:
    """Monday; last Friday; Friday of last week."""
    index = int(e.get("weekday"))
    if e.get("week") == "W" and (base := c.base()) is not None:
        monday = week_bounds(base)[0] + dt.timedelta(days=7 * _STEP.get(e.get("dir"), 0))
        return whole_day(monday + dt.timedelta(days=index - 1), c.base_source())
    day, source, flags = day_of_week(index, e, c)
    if day is None:
        return Resolved("DATE", f"XXXX-WXX-{index}", flags=["no-anchor"])
    r = whole_day(day, source)
    r.flags += flags
    return r


def range_weekdays(e: Expression, c: Context) -> Resolved:
    """From Monday to Wednesday."""
    last = weekday(Expression("weekday", e.start, e.end, {"weekday": e.get("weekday2")}, prefix=None), c)
    if last.day is None:
        return Resolved("DATE", f"XXXX-WXX-{e.get('weekday')}/XXXX-WXX-{e.get('weekday2')}", flags=["no-anchor"])
    gap = (int(e.get("weekday2")) - int(e.get("weekday"))) % 7
    return spanning(whole_day(last.day - dt.timedelta(days=gap), last.anchor), last)


def weekdays(e: Expression, c: Context) -> Resolved:
    """Fridays."""
    return Resolved("SET", f"XXXX-WXX-{e.get('weekday')}")


def relative_unit(e: Expression, c: Context) -> Resolved:
    """Last week; this year; the following day; later that month; the end of the year; the week before."""
    unit, direction, step = e.get("unit") or e.get("rel"), e.get("dir"), e.get("step")
    if unit == "Q" and direction in ("same", "latest") and c.quarter is not None:
        return quarter_of(*c.quarter)
    if e.get("whole"):
        return _whole(unit, c)
    if e.get("dir2") and direction == "this":
        direction = "same"
    if step:
        direction = "previous" if step in ("before", "earlier") else "following"
        if e.get("blast") and c.day is not None:
            day = back(c.day, 2, unit, -1)
            return _from(unit_at(day, unit) if day else Resolved("DATE", "PAST_REF"), c.source)
    lone = e.get("the") and direction in ("last", "past", "next", "coming") and not e.modifier and not e.get("edge")
    if lone and unit not in ("WE", "D", "N", "Q") and not (direction == "next" and c.day is None):
        return anchored(e, c)
    if direction == "past" and unit != "WE":
        return anchored(e, c)
    if (
        direction in ("following", "previous", "that", "same")
        or (direction == "next" and c.day is None)
        or (direction == "next" and e.get("the"))
    ):
        return _from_told(unit, _STEP.get(direction, 0), c)
    base = c.base() if direction or unit != "D" else c.told or c.day
    if base is None:
        return Resolved("DATE", {"last": "PAST_REF", "next": "FUTURE_REF"}.get(direction, "PRESENT_REF"))
    sign = _STEP.get(direction, 0)
    if unit == "WE" and direction == "this" and base.isoweekday() < 5 and c.tense(e.start) in ("past", "perfect"):
        sign = -1
    day = back(base, 1, unit, sign)
    if day is None:
        return Resolved("DATE", "XXXX")
    r = _from(unit_at(day, unit), c.base_source())
    if e.get("sofar") and r.bounds:
        r.bounds, r.flags = (r.bounds[0], base), [*r.flags, "so-far"]
    return r


def _whole(unit: str, c: Context) -> Resolved:
    """ "For the year", "in the quarter", "during the month": the one that the text last told, else that of the day of
    writing; a quarter only where one was told."""
    if unit == "Q":
        return quarter_of(*c.quarter) if c.quarter is not None else Resolved("DATE", "XXXX-QX")
    if c.day is not None and unit == "Y" and c.year is not None and abs(c.year - c.day.year) == 1:
        return _from_year(c.year, unit)
    base = c.base()
    return _from(unit_at(base, unit), c.base_source()) if base is not None else Resolved("DATE", "XXXX")


def earlier_period(e: Expression, c: Context) -> Resolved:
    """The year-earlier quarter, year-ago: as long as what the text last told, a unit before."""
    return ago(Expression("ago", e.start, e.end, {"unit": e.get("unit"), "n": "1", "step": "earlier"}), c)


def weekend(e: Expression, c: Context) -> Resolved:
    """Over the weekend: the one that lies behind, or ahead with a future tense."""
    base = c.base()
    if base is None:
        return Resolved("DATE", "XXXX-WXX-WE", flags=["no-anchor"])
    ahead = c.tense(e.start) in ("future", "scheduled")
    day = base if ahead or base.isoweekday() >= 6 else base - dt.timedelta(days=7)
    return _from(unit_at(day, "WE"), c.base_source())


def _from_told(unit: str, sign: int, c: Context) -> Resolved:
    """A unit counted from what the text told last, as fine as that was told."""
    if c.told is None and unit in ("Y", "DE") and c.year is not None:
        return _from_year(c.year + sign, unit)
    edge = c.told or (c.told_edge() if unit in ("Y", "MO", "Q", "DE", "CE") else None)
    if unit == "MO" and c.told is None and c.month is None:
        edge = None
    if edge is None:
        return Resolved(
            "DATE",
            {"D": "XXXX-XX-XX", "MO": "XXXX-XX", "W": "XXXX-WXX", "WE": "XXXX-WXX-WE"}.get(unit, "XXXX"),
            flags=["no-anchor"],
        )
    day = back(edge, 1, unit, sign)
    return _from(unit_at(day, unit), "text") if day else Resolved("DATE", "XXXX")


def _from_year(year: int, unit: str) -> Resolved:
    if year > 0:
        return _from(unit_at(dt.date(year, 1, 1), unit), "text")
    return Resolved("DATE", year_value(year), precision="year", anchor="text", year=year)


def _from(r: Resolved, source: str | None) -> Resolved:
    r.anchor = source
    return r


def dir_day(e: Expression, c: Context) -> Resolved:
    """The following day, the same day, the day before, as part of a longer expression."""
    return relative_unit(Expression("relative_unit", e.start, e.end, {**e.slots, "unit": "D", "the": ""}), c)


def today(e: Expression, c: Context) -> Resolved:
    """Today, yesterday, tomorrow, tonight."""
    shift = 0 if e.get("today") == "tonight" else int(e.get("today"))
    if c.day is None:
        return Resolved("DATE", {0: "PRESENT_REF", -1: "PAST_REF"}.get(shift, "FUTURE_REF"), flags=["no-anchor"])
    return whole_day(c.day + dt.timedelta(days=shift), c.source)


def day_after_tomorrow(e: Expression, c: Context) -> Resolved:
    """The day after tomorrow, the day before yesterday."""
    if c.day is None:
        return Resolved("DATE", "XXXX-XX-XX", flags=["no-anchor"])
    shift = int(e.get("today")) + (1 if e.get("step") == "after" else -1)
    return whole_day(c.day + dt.timedelta(days=shift), c.source)


def anchored(e: Expression, c: Context) -> Resolved:
    """The past three days, the next two weeks, recent weeks: a length that ends or begins at the anchor."""
    unit, n = e.get("unit"), figure(e)
    direction = e.get("dir")
    plural = bool(e.get("plural"))
    r = Resolved("DURATION", period("X" if plural else e.get("n"), unit))
    told = direction in _TELLING or (c.day is None and c.told is not None)
    base = c.told if told else c.day
    if base is None or n is None or plural:
        return r
    ahead = direction in ("next", "following", "coming")
    other = back(base, n, unit, 1 if ahead else -1)
    if other is None:
        return r
    if unit == "D":
        # the anchor's day is one of them
        other += dt.timedelta(days=0 if ahead else 1)
    r.bounds = (base, other) if ahead else (other, base)
    r.precision, r.anchor = (
        "week" if unit == "W" else "month" if unit in ("MO", "Q") else "year" if unit in ("Y", "DE", "CE") else "day",
        "text" if told else c.source,
    )
    return r


def ago(e: Expression, c: Context) -> Resolved:
    """Two weeks ago; three days later; a year earlier."""
    unit, n, step = e.get("unit"), figure(e), e.get("step")
    if e.get("half"):
        n = 0.5
    sign = -1 if step in ("ago", "earlier", "before") else 1
    fixed = step in ("ago", "hence")
    if unit == "Y" and n == 1 and sign < 0 and c.quarter is not None and (step == "earlier" or c.quarter_here):
        return quarter_of(c.quarter[0] - 1, c.quarter[1])
    base = c.day if fixed else None
    source = c.source
    if base is None:
        base, source = c.told, "text"
        if base is None and unit in ("Y", "DE", "MO"):
            base = c.told_edge() if not (unit == "MO" and c.month is None) else None
        if base is None and c.day is not None and step == "earlier":
            base, source = c.day, c.source
    if base is None or n is None or e.get("plural"):
        if unit == "Y" and n is not None and c.year is not None and c.year < 1:
            return _from_year(c.year + int(sign * n), "Y")
        return Resolved("DATE", "PAST_REF" if sign < 0 else "FUTURE_REF", flags=["no-anchor"] if base is None else [])
    day = back(base, n, unit, sign)
    if day is None:
        return Resolved("DATE", "PAST_REF")
    r = _from(unit_at(day, "Y" if unit in ("DE", "CE") else unit), source)
    if unit in ("DE", "CE"):
        r.modifier, r.precision = "APPROX", "decade"
    return r


def duration(e: Expression, c: Context) -> Resolved:
    """Three days; 24-hour; nearly three decades; with a perfect tense it ends at the anchor."""
    if e.get("long").startswith("P"):
        return Resolved("DURATION", e.get("long"))
    if e.get("bare") or e.get("long"):
        return Resolved("DURATION", period("X" if e.get("bare") else "1", e.get("bare") or e.get("unit")))
    if e.get("fourth"):
        return Resolved("DURATION", "P25Y")
    unit, n = e.get("unit"), 0.5 if e.get("half") else figure(e)
    count = "X" if n is None else f"{n:g}"
    if e.get("half") and unit in ("Y", "DE", "H", "CE"):
        return Resolved("DURATION", {"Y": "P6M", "DE": "P5Y", "H": "PT30M", "CE": "P50Y"}[unit])
    r = Resolved("DURATION", period(count, unit))
    lasting = e.prefix == "for" and unit not in ("S", "M", "H", "WE")
    if lasting and c.day is not None and n is not None and c.tense(e.start) == "perfect":
        first = back(c.day, n, unit, -1)
        if first is not None:
            r.bounds, r.anchor = (first, c.day), c.source
            r.precision = "year" if unit in ("Y", "DE", "CE") else "month" if unit in ("MO", "Q") else "day"
    return r


def repeated(e: Expression, c: Context) -> Resolved:
    """Every Friday; daily; per day."""
    if e.get("adverb"):
        return Resolved("SET", e.get("adverb"))
    what, count = e.get("what"), e.get("n") or "1"
    if what.isdigit():
        return Resolved("SET", f"XXXX-WXX-{what}" if int(what) <= 7 else f"XXXX-{int(what):02}")
    if what in ("MO", "AF", "EV", "NI", "DW") and e.get("partly"):
        return Resolved("SET", f"XXXX-XX-XXT{what}")
    return Resolved("SET", period(count, what) if what not in ("SP", "SU", "FA", "WI", "WE") else f"XXXX-{what}")


def reference(e: Expression, c: Context) -> Resolved:
    """Now, currently, so far; recently, the past; the future."""
    value = e.get("present") or ("PAST_REF" if e.get("past") else "FUTURE_REF")
    return Resolved("DATE", value, anchor=c.source if value == "PRESENT_REF" else None)
