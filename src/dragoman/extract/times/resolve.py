"""From symbolic expressions to TIMEX3 values and inclusive intervals, by a stated anchor.

Anchors in this order: the dateline's date, the document's date, the last explicit date of the text. Without any the
value stays underspecified (XXXX-WXX-2) and the interval open. Values follow TimeML 1.2.1 (TIMEX3).
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from dataclasses import dataclass, field

from dragoman.extract.times.calendar import (
    Interval, month_bounds, season_bounds, shift_months, third, week_bounds, week_value, year_bounds,
)  # fmt: skip
from dragoman.extract.times.expression import Expression
from dragoman.extract.times.grammar import words

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_AFTER_GRACE = 15
"""Days by which a past-tense date may lie after the anchor before it is read as last year's (a story may be misdated)."""


@dataclass(slots=True)
class Anchor:
    """What "now" is, and the last date told."""

    day: dt.date | None
    source: str | None
    last: dt.date | None = None
    last_precision: str = "day"

    def base(self) -> dt.date | None:
        """The day that relative expressions count from."""
        return self.day or self.last


@dataclass(slots=True)
class Resolved:
    """Type, value and interval of one expression."""

    type: str = "DATE"
    value: str = ""
    bounds: Interval | None = None
    precision: str = "unknown"
    anchor: str | None = None
    clock: tuple[int, int] | None = None
    zone: str | None = None
    from_: str | None = None
    to: str | None = None
    modifier: str | None = None
    flags: list[str] = field(default_factory=list)


def number(text: object) -> float | None:
    """A number in words or digits; None for a vague one ("several")."""
    s = str(text or "").lower().strip()
    if re.fullmatch(r"\d+(?:\.\d+)?", s):
        return float(s)
    value = words()["number"].get(s)
    return float(value) if value else None


class Resolver:
    """Resolves the expressions of one document in text order. ``tense`` tells past, present or future at a character."""

    def __init__(self, anchor: Anchor, tense: Callable[[int], str]) -> None:
        self.anchor, self.tense = anchor, tense

    def __call__(self, e: Expression) -> Resolved:
        try:
            r: Resolved = getattr(self, f"_{e.kind}")(e)
        except (ValueError, OverflowError):
            # ancient or far-off days lie outside the calendar that datetime keeps
            return Resolved("DURATION" if e.kind == "duration" else "DATE", "", flags=["out-of-calendar"])
        r.modifier = r.modifier or e.modifier
        if r.bounds and r.from_ is None and r.to is None:
            r.from_, r.to = r.bounds[0].isoformat(), r.bounds[1].isoformat()
        if r.bounds and e.kind in ("iso", "date_us", "date_eu", "date_num", "month_year", "year", "weekday", "ago", "narrative_day", "paired"):
            self.anchor.last, self.anchor.last_precision = r.bounds[0], r.precision
        if e.prefix in ("since", "from", "starting", "beginning", "as of") and r.from_ and r.type in ("DATE", "TIME"):
            if e.prefix == "since":
                end = self.anchor.day
                r.to = end.isoformat() if end and end.isoformat() >= r.from_[:10] else None
                r.flags.append("open-end")
        elif e.prefix in ("until", "till", "by", "before") and r.to and r.type == "DATE":
            r.flags.append("open-start")
        elif e.prefix == "after":
            r.flags.append("open-end")
        return r

    # parts --------------------------------------------------------------------------------------------------------

    def _month_no(self, text: object) -> int:
        return int(words()["month"][str(text).lower().rstrip(".")])

    def _day_no(self, text: object) -> int:
        return int(re.sub(r"\D", "", str(text)))

    def _year_for(self, month: int, day: int | None, e: Expression) -> tuple[int | None, str | None]:
        """The year of a date without one: the nearest in the direction of the tense."""
        base = self.anchor.day
        if base is None:
            last = self.anchor.last
            return (last.year, "text") if last else (None, None)
        source = self.anchor.source
        try:
            same = dt.date(base.year, month, day or 1)
        except ValueError:
            return base.year, source
        if self.tense(e.start) == "future":
            bound = same if day else month_bounds(base.year, month)[1]
            return (base.year + (bound < base), source)
        ahead = (same - base).days
        if day is not None and 0 < ahead <= _AFTER_GRACE:
            return base.year, source
        if day is None and same.month == base.month:
            return base.year, source
        return base.year - (ahead > 0), source

    def _weekday(self, e: Expression) -> Resolved:
        name = str(e.slots["weekday"]).lower().rstrip(".")
        index = int(words()["weekday"].get(name) or words()["weekday"][name + "."])
        if e.slots.get("s") and not str(e.slots.get("dir") or ""):
            return Resolved("SET", f"XXXX-WXX-{index}")
        part = words()["daypart"].get(str(e.slots.get("part") or "").lower())
        day, source = self._day_of_week(index, e)
        value = day.isoformat() if day else f"XXXX-WXX-{index}"
        r = Resolved("DATE", value, (day, day) if day else None, "day" if day else "unknown", source)
        if part:
            self._with_part(r, day, part, value)
        clock = e.slots.get("clock")
        if clock and day:
            self._with_clock(r, day, str(clock), e.slots.get("zone"))
        return r

    def _day_of_week(self, index: int, e: Expression) -> tuple[dt.date | None, str | None]:
        base = self.anchor.base()
        if base is None:
            return None, None
        source = self.anchor.source if self.anchor.day else "text"
        direction = str(e.slots.get("dir") or "").lower()
        back = (base.isoweekday() - index) % 7
        if direction == "next" or (not direction and self.tense(e.start) == "future"):
            ahead = (index - base.isoweekday()) % 7
            return base + dt.timedelta(days=ahead or (7 if direction == "next" else 0)), source
        if direction in ("last", "the previous", "past"):
            return base - dt.timedelta(days=back or 7), source
        if direction == "this":
            return week_bounds(base)[0] + dt.timedelta(days=index - 1), source
        return base - dt.timedelta(days=back), source

    def _with_part(self, r: Resolved, day: dt.date | None, part: str, value: str) -> None:
        r.type, r.value = "TIME", f"{value}T{part}"
        if day is None:
            return
        spans = {"MO": ("05:00", "11:59", 0), "AF": ("12:00", "17:59", 0), "EV": ("17:00", "21:59", 0), "NI": ("18:00", "05:59", 1)}
        first, last, over = spans[part]
        r.from_ = f"{day.isoformat()}T{first}"
        r.to = f"{(day + dt.timedelta(days=over)).isoformat()}T{last}"

    def _with_clock(self, r: Resolved, day: dt.date, clock: str, zone: object) -> None:
        hm = parse_clock(clock)
        if hm is None:
            return
        offset = words()["zone"].get(str(zone or "").lower())
        r.type, r.precision, r.clock = "TIME", "minute", hm
        r.zone = "local" if str(zone or "").lower() == "local time" else offset
        stamp = f"{day.isoformat()}T{hm[0]:02}:{hm[1]:02}"
        mark = "Z" if offset == "+00:00" else offset or ""
        r.value = stamp + mark
        r.from_ = r.to = stamp + mark

    # rules --------------------------------------------------------------------------------------------------------

    def _iso(self, e: Expression) -> Resolved:
        return self._exact(int(str(e.slots["year"])), int(str(e.slots["month"])), int(str(e.slots["day"])), "text")

    def _date_num(self, e: Expression) -> Resolved:
        first, second, year = (int(str(e.slots[k])) for k in ("day", "month", "year"))
        if first > 12 >= second:
            return self._exact(year, second, first, "text")
        if second > 12 >= first:
            return self._exact(year, first, second, "text")
        r = Resolved("DATE", f"{year}", year_bounds(year), "year", "text")
        r.flags.append("day-month-order-unknown")
        return r

    def _exact(self, year: int, month: int, day: int, anchor: str | None) -> Resolved:
        try:
            d = dt.date(year, month, day)
        except ValueError:
            return Resolved("DATE", f"{year:04}-{month:02}-{day:02}", flags=["no-such-day"])
        r = Resolved("DATE", d.isoformat(), (d, d), "day", anchor)
        if anchor in ("document", "dateline") and self.anchor.day and d > self.anchor.day:
            r.flags.append("after-document")
        return r

    def _date_us(self, e: Expression) -> Resolved:
        month, day = self._month_no(e.slots["month"]), self._day_no(e.slots["day"])
        if e.slots.get("year"):
            return self._exact(int(str(e.slots["year"])), month, day, "text")
        year, source = self._year_for(month, day, e)
        if year is None:
            return Resolved("DATE", f"XXXX-{month:02}-{day:02}")
        return self._exact(year, month, day, source)

    _date_eu = _date_us

    def _range_days(self, e: Expression) -> Resolved:
        month = self._month_no(e.slots["month"])
        month2 = self._month_no(e.slots["month2"]) if e.slots.get("month2") else month
        day, day2 = self._day_no(e.slots["day"]), self._day_no(e.slots["day2"])
        given = e.slots.get("year")
        year, source = (int(str(given)), "text") if given else self._year_for(month, day, e)
        if year is None:
            return Resolved("DATE", f"XXXX-{month:02}-{day:02}/XXXX-{month2:02}-{day2:02}")
        try:
            bounds = dt.date(year, month, day), dt.date(year + (month2 < month), month2, day2)
        except ValueError:
            return Resolved("DATE", "", flags=["no-such-day"])
        return Resolved("DATE", f"{bounds[0]}/{bounds[1]}", bounds, "day", source)

    _range_days_eu = _range_days

    def _range_years(self, e: Expression) -> Resolved:
        a = int(str(e.slots["year"]))
        text = str(e.slots["year2"])
        b = int(text) if len(text) == 4 else a // 100 * 100 + int(text)
        if b < a:
            return Resolved("DATE", f"{a}", year_bounds(a), "year", "text")
        return Resolved("DATE", f"{a}/{b}", (dt.date(a, 1, 1), dt.date(b, 12, 31)), "year", "text")

    def _range_months(self, e: Expression) -> Resolved:
        a, b = self._month_no(e.slots["month"]), self._month_no(e.slots["month2"])
        given = e.slots.get("year2") or e.slots.get("year")
        year2, source = (int(str(given)), "text") if given else self._year_for(b, None, e)
        if year2 is None:
            return Resolved("DATE", f"XXXX-{a:02}/XXXX-{b:02}")
        year = int(str(e.slots["year"])) if e.slots.get("year") else year2 - (a > b)
        return Resolved("DATE", f"{year}-{a:02}/{year2}-{b:02}", (month_bounds(year, a)[0], month_bounds(year2, b)[1]), "month", source)

    def _edged(self, r: Resolved, edge: object) -> Resolved:
        text = str(edge or "").lower()
        if not text or r.bounds is None:
            return r
        which = "early" if re.search("early|beginning|start", text) else "late" if re.search("late|end", text) else "mid"
        r.bounds = third(r.bounds, which)
        r.modifier = {"early": "START", "late": "END", "mid": "MID"}[which]
        return r

    def _month_year(self, e: Expression) -> Resolved:
        year, month = int(str(e.slots["year"])), self._month_no(e.slots["month"])
        return self._edged(Resolved("DATE", f"{year}-{month:02}", month_bounds(year, month), "month", "text"), e.slots.get("edge"))

    def _month(self, e: Expression) -> Resolved:
        month = self._month_no(e.slots["month"])
        year, source = self._year_for(month, None, e)
        if year is None:
            return Resolved("DATE", f"XXXX-{month:02}")
        return self._edged(Resolved("DATE", f"{year}-{month:02}", month_bounds(year, month), "month", source), e.slots.get("edge"))

    def _dir_month(self, e: Expression) -> Resolved:
        month, base = self._month_no(e.slots["month"]), self.anchor.base()
        if base is None:
            return Resolved("DATE", f"XXXX-{month:02}")
        direction = str(e.slots["dir"]).lower()
        year = base.year - (month >= base.month) if direction == "last" else base.year + (month <= base.month) if direction == "next" else base.year
        return Resolved("DATE", f"{year}-{month:02}", month_bounds(year, month), "month", self.anchor.source)

    def _season_year(self, e: Expression) -> Resolved:
        year, season = int(str(e.slots["year"])), words()["season"][str(e.slots["season"]).lower()]
        return self._edged(Resolved("DATE", f"{year}-{season}", season_bounds(year, season), "month", "text"), e.slots.get("edge"))

    def _dir_season(self, e: Expression) -> Resolved:
        season, base = words()["season"][str(e.slots["season"]).lower()], self.anchor.base()
        if base is None:
            return Resolved("DATE", f"XXXX-{season}")
        direction = str(e.slots["dir"]).lower()
        first = season_bounds(base.year, season)
        year = base.year - (first[1] >= base) if direction == "last" else base.year + (first[0] <= base) if direction == "next" else base.year
        return Resolved("DATE", f"{year}-{season}", season_bounds(year, season), "month", self.anchor.source)

    def _year(self, e: Expression) -> Resolved:
        year = int(str(e.slots["year"]))
        return Resolved("DATE", f"{year}", year_bounds(year), "year", "text")

    def _decade(self, e: Expression) -> Resolved:
        first = int(str(e.slots["decade"]))
        r = Resolved("DATE", f"{first // 10}", (dt.date(first, 1, 1), dt.date(first + 9, 12, 31)), "decade", "text")
        return self._edged(r, e.slots.get("edge") or e.slots.get("edge2"))

    def _century(self, e: Expression) -> Resolved:
        first = (int(str(e.slots["century"])) - 1) * 100
        r = Resolved("DATE", f"{first // 100:02}", (dt.date(max(first, 1), 1, 1), dt.date(first + 99, 12, 31)), "unknown", "text")
        return self._edged(r, e.slots.get("edge"))

    def _quarter(self, e: Expression) -> Resolved:
        n = {"first": 1, "second": 2, "third": 3, "fourth": 4}[str(e.slots["ord"]).lower()]
        text, base = str(e.slots.get("year") or ""), self.anchor.base()
        year = int(text) if text.isdigit() else base.year - (text == "last year") if base else None
        half = str(e.slots["q"]).lower() == "half"
        if year is None or (half and n > 2):
            return Resolved("DATE", f"XXXX-{'H' if half else 'Q'}{n}")
        months = 6 if half else 3
        bounds = month_bounds(year, (n - 1) * months + 1)[0], month_bounds(year, n * months)[1]
        return Resolved("DATE", f"{year}-{'H' if half else 'Q'}{n}", bounds, "month", "text" if text.isdigit() else self.anchor.source)

    def _set(self, e: Expression) -> Resolved:
        adverbs = {"daily": "P1D", "weekly": "P1W", "monthly": "P1M", "annually": "P1Y", "yearly": "P1Y", "hourly": "PT1H", "nightly": "P1D"}
        if e.slots.get("adv"):
            return Resolved("SET", adverbs[str(e.slots["adv"]).lower()])
        what = str(e.slots["what"]).lower()
        weekday = words()["weekday"].get(what)
        if weekday:
            return Resolved("SET", f"XXXX-WXX-{weekday}")
        unit = words()["unit"].get(what)
        return Resolved("SET", self._period(number(e.slots.get("n")) or 1, unit) if unit else "XXXX-XX-XX")

    def _period(self, n: float | None, unit: str) -> str:
        count = "X" if n is None else f"{n:g}"
        if unit in ("S", "M", "H"):
            return f"PT{count}{unit}"
        if unit == "FN":
            return f"P{n * 2:g}W" if n else "PXW"
        return f"P{count}" + {"D": "D", "N": "D", "W": "W", "MO": "M", "Y": "Y", "Q": "Q", "DE": "DE", "CE": "CE", "WE": "WE"}[unit]

    def _back(self, day: dt.date, n: float, unit: str, sign: int) -> dt.date:
        k = sign * n
        if unit in ("S", "M", "H"):
            hours = {"S": k / 3600, "M": k / 60, "H": k}[unit]
            return (dt.datetime.combine(day, dt.time(12)) + dt.timedelta(hours=hours)).date()
        if unit in ("D", "N"):
            return day + dt.timedelta(days=int(k))
        if unit in ("W", "FN", "WE"):
            return day + dt.timedelta(days=int(k * (14 if unit == "FN" else 7)))
        months = {"MO": 1, "Q": 3, "Y": 12, "DE": 120, "CE": 1200}[unit]
        return shift_months(day, int(k * months))

    def _anchored(self, e: Expression) -> Resolved:
        unit = words()["unit"][str(e.slots["unit"]).lower()]
        n = number(e.slots.get("n")) or 1
        base = self.anchor.base()
        ahead = str(e.slots["dir"]).lower() in ("next", "coming", "following")
        r = Resolved("DURATION", self._period(n, unit))
        if base is not None:
            other = self._back(base, n, unit, 1 if ahead else -1)
            if unit == "D":
                other += dt.timedelta(days=-1 if ahead else 1) * (n > 1 or ahead)
                other = base - dt.timedelta(days=int(n) - 1) if not ahead else other
            r.bounds = (base, other) if ahead else (other, base)
            if unit == "D" and not ahead:
                r.bounds = (base - dt.timedelta(days=int(n) - (n > 1)), base)
                r.bounds = (base - dt.timedelta(days=int(n) - 1), base)
            r.precision, r.anchor = "day", self.anchor.source
        return r

    def _ago(self, e: Expression) -> Resolved:
        unit = words()["unit"][str(e.slots["unit"]).lower()]
        n = number(e.slots["n"])
        direction = str(e.slots["dir"]).lower()
        sign = -1 if direction in ("ago", "earlier", "before") else 1
        told = direction not in ("ago", "from now")
        base = (self.anchor.last or self.anchor.day) if told else self.anchor.base()
        if base is None or n is None:
            return Resolved("DATE", "PAST_REF" if sign < 0 else "FUTURE_REF")
        day = self._back(base, n, unit, sign)
        source = "text" if told and self.anchor.last else self.anchor.source
        if unit in ("D", "N", "S", "M", "H"):
            return Resolved("DATE", day.isoformat(), (day, day), "day", source)
        if unit in ("W", "FN", "WE"):
            return Resolved("DATE", week_value(day), week_bounds(day), "week", source)
        if unit in ("MO", "Q"):
            return Resolved("DATE", f"{day.year}-{day.month:02}", month_bounds(day.year, day.month), "month", source)
        r = Resolved("DATE", f"{day.year}", year_bounds(day.year), "year", source)
        if unit == "DE":
            r.modifier = "APPROX"
        return r

    def _so_far(self, e: Expression) -> Resolved:
        unit = words()["unit"][str(e.slots["unit"]).lower()]
        base = self.anchor.base()
        if base is None:
            return Resolved("DATE", "PRESENT_REF")
        r = self._unit_at(base, unit)
        if r.bounds:
            r.bounds = (r.bounds[0], base)
        r.anchor = self.anchor.source
        return r

    def _to_date(self, e: Expression) -> Resolved:
        base = self.anchor.day
        r = Resolved("DATE", base.isoformat() if base else "PRESENT_REF", precision="day" if base else "unknown", anchor=self.anchor.source)
        r.to = base.isoformat() if base else None
        r.flags.append("open-start")
        return r

    def _unit_at(self, day: dt.date, unit: str) -> Resolved:
        if unit in ("D", "N", "H", "M", "S"):
            return Resolved("DATE", day.isoformat(), (day, day), "day")
        if unit in ("W", "FN"):
            return Resolved("DATE", week_value(day), week_bounds(day), "week")
        if unit == "WE":
            monday, sunday = week_bounds(day)
            return Resolved("DATE", f"{week_value(monday)}-WE", (sunday - dt.timedelta(days=1), sunday), "day")
        if unit == "MO":
            return Resolved("DATE", f"{day.year}-{day.month:02}", month_bounds(day.year, day.month), "month")
        if unit == "Q":
            q = (day.month - 1) // 3
            return Resolved("DATE", f"{day.year}-Q{q + 1}", (month_bounds(day.year, q * 3 + 1)[0], month_bounds(day.year, q * 3 + 3)[1]), "month")
        if unit == "DE":
            first = day.year // 10 * 10
            return Resolved("DATE", f"{first // 10}", (dt.date(first, 1, 1), dt.date(first + 9, 12, 31)), "decade")
        if unit == "CE":
            return Resolved("DATE", f"{day.year // 100}")
        return Resolved("DATE", f"{day.year}", year_bounds(day.year), "year")

    def _relative_unit(self, e: Expression) -> Resolved:
        unit = words()["unit"][str(e.slots["unit"]).lower()]
        direction = str(e.slots["dir"]).lower()
        told = direction not in ("last", "this", "next")
        base = (self.anchor.last if told or self.anchor.day is None else self.anchor.day) or self.anchor.base()
        if base is None:
            return Resolved("DATE", {"last": "PAST_REF", "next": "FUTURE_REF"}.get(direction, "PRESENT_REF"))
        step = -1 if direction in ("last", "the previous", "previous") else 1 if "next" in direction or "following" in direction else 0
        if unit == "WE" and step < 0 and base.isoweekday() >= 6:
            step = -1
        elif unit == "WE" and step < 0:
            step = -1
        elif unit == "WE" and step == 0 and self.tense(e.start) != "future" and base.isoweekday() < 6:
            step = -1
        day = self._back(base, 1, unit, step) if step else base
        if unit == "N" and direction == "last":
            r = Resolved("TIME", f"{day}TNI", (day, day), "day")
            self._with_part(r, day, "NI", day.isoformat())
        else:
            r = self._unit_at(day, unit)
        r.anchor = "text" if told and self.anchor.last else self.anchor.source
        edge = str(e.slots.get("edge") or "").lower()
        return self._edged(r, edge if edge in ("early", "late") else None)

    def _today(self, e: Expression) -> Resolved:
        word, base = str(e.slots["word"]).lower(), self.anchor.day or self.anchor.last
        if base is None:
            return Resolved("DATE", {"today": "PRESENT_REF", "yesterday": "PAST_REF", "tomorrow": "FUTURE_REF"}.get(word, "XXXX-XX-XXTNI"))
        if word == "overnight":
            day = base if self.tense(e.start) == "future" else base - dt.timedelta(days=1)
            r = Resolved("TIME", f"{day}TNI", (day, day + dt.timedelta(days=1)), "day", self.anchor.source)
            self._with_part(r, day, "NI", day.isoformat())
            return r
        day = base + dt.timedelta(days={"yesterday": -1, "tomorrow": 1}.get(word, 0))
        r = Resolved("DATE", day.isoformat(), (day, day), "day", self.anchor.source)
        part = "NI" if word == "tonight" else words()["daypart"].get(str(e.slots.get("part") or "").lower())
        if part:
            self._with_part(r, day, part, day.isoformat())
        return r

    def _dir_part(self, e: Expression) -> Resolved:
        part = words()["daypart"].get(str(e.slots.get("part") or e.slots.get("part2")).lower(), "MO")
        return Resolved("TIME", f"XXXX-XX-XXT{part}")

    def _narrative_day(self, e: Expression) -> Resolved:
        rel = str(e.slots["rel"]).lower()
        base = self.anchor.last or self.anchor.day
        if base is None:
            return Resolved("DATE", "XXXX-XX-XX")
        step = {"day before": -1, "previous day": -1, "day earlier": -1, "same day": 0}.get(rel, 1)
        if "before" in rel and self.anchor.day is not None and self.anchor.last is None:
            base = self.anchor.day
        day = base + dt.timedelta(days=step)
        return Resolved("DATE", day.isoformat(), (day, day), "day", "text" if self.anchor.last else self.anchor.source)

    def _duration(self, e: Expression) -> Resolved:
        unit = words()["unit"][str(e.slots["unit"]).lower()]
        n = number(e.slots["n"])
        r = Resolved("DURATION", self._period(n, unit))
        approx = str(e.slots.get("approx") or "").lower()
        r.modifier = {"more than": "MORE_THAN", "over": "MORE_THAN", "at least": "EQUAL_OR_MORE", "less than": "LESS_THAN", "under": "LESS_THAN", "up to": "EQUAL_OR_LESS"}.get(approx) or ("APPROX" if approx and approx not in ("the", "the first") else None)
        base = self.anchor.day
        if base is not None and n and unit in ("DE", "Y", "MO", "W", "D", "CE") and self.tense(e.start) == "perfect":
            r.bounds, r.precision, r.anchor = (self._back(base, n, unit, -1), base), "year" if unit in ("DE", "Y", "CE") else "day", self.anchor.source
        return r

    def _paired(self, e: Expression) -> Resolved:
        return self._utc_with(e, str(e.slots["utc"]))

    def _utc(self, e: Expression) -> Resolved:
        return self._utc_with(e, str(e.slots["utc"]))

    def _utc_with(self, e: Expression, utc: str) -> Resolved:
        m = re.match(r"(\d\d):?(\d\d)\s?(.*)", utc)
        assert m is not None
        own = e.slots.get("weekday2") or e.slots.get("weekday") or e.slots.get("weekday3")
        day, source = self.anchor.base(), self.anchor.source
        if own:
            name = str(own).lower().rstrip(".")
            index = int(words()["weekday"].get(name) or words()["weekday"][name + "."])
            day, source = self._day_of_week(index, Expression("weekday", e.start, e.end, {}))
        local = parse_clock(str(e.slots.get("clock") or ""))
        hour, minute = int(m.group(1)), int(m.group(2))
        if day is not None and own and local and not e.slots.get("weekday2"):
            # the weekday is the local one: the UTC day differs where the clocks lie on two sides of midnight
            gap = hour * 60 + minute - local[0] * 60 - local[1]
            day += dt.timedelta(days=1 if gap < -720 else -1 if gap > 840 else 0)
        r = Resolved("TIME", f"T{hour:02}:{minute:02}Z", anchor=source)
        if day is not None:
            offset = words()["zone"].get(m.group(3).lower(), "+00:00")
            mark = "Z" if offset == "+00:00" else offset
            stamp = f"{day.isoformat()}T{hour:02}:{minute:02}{mark}"
            r.value, r.bounds, r.precision, r.clock, r.zone = stamp, (day, day), "minute", (hour, minute), offset
            r.from_ = r.to = stamp
        return r

    def _clock_weekday(self, e: Expression) -> Resolved:
        own, day, source = e.slots.get("weekday"), None, None
        if own:
            name = str(own).lower().rstrip(".")
            index = int(words()["weekday"].get(name) or words()["weekday"][name + "."])
            day, source = self._day_of_week(index, Expression("weekday", e.start, e.end, {}))
        hm = parse_clock(str(e.slots["clock"]))
        r = Resolved("TIME", f"T{hm[0]:02}:{hm[1]:02}" if hm else "", anchor=source)
        if day is not None:
            r.bounds = (day, day)
            self._with_clock(r, day, str(e.slots["clock"]), e.slots.get("zone"))
        elif hm:
            r.clock = hm
            r.zone = words()["zone"].get(str(e.slots.get("zone") or "").lower())
        return r


def parse_clock(text: str) -> tuple[int, int] | None:
    """Hour and minute of a clock time in news form, or None."""
    s = text.lower().strip()
    if s in ("midnight", "noon", "midday"):
        return (0, 0) if s == "midnight" else (12, 0)
    m = re.match(r"(\d{1,2})(?:[:.](\d\d))?(?::\d\d)?\s?(?:(a|p)\.?m)?", s)
    if not m:
        return None
    hour, minute = int(m.group(1)), int(m.group(2) or 0)
    if m.group(3):
        hour = hour % 12 + (12 if m.group(3) == "p" else 0)
    return (hour, minute) if hour < 24 and minute < 60 else None
