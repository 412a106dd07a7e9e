"""Resolvers of clock times and parts of the day: 8 a.m. local time (0400 GMT) Monday, overnight, late Tuesday night."""

from __future__ import annotations

import datetime as dt
import re
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from dragoman.extract.times import resolve_relative as rel
from dragoman.extract.times.context import Context, Resolved
from dragoman.extract.times.expression import Expression
from dragoman.extract.times.lexicon import dayparts
from dragoman.extract.times.resolve_calendar import date, holiday
from dragoman.extract.times.resolve_relative import day_of_week, dir_day, weekday

_DAY = dt.timedelta(days=1)


def day_in(e: Expression, c: Context) -> Resolved | None:
    """The day that a longer expression names, if it names one."""
    if e.get("month") and e.get("day"):
        return date(e, c)
    if e.get("weekday"):
        return weekday(e, c)
    if e.get("today"):
        return rel.today(e, c)
    if e.get("holiday"):
        return holiday(e, c)
    if e.get("rel"):
        return dir_day(e, c)
    return None


def clock_of(e: Expression) -> tuple[int, int] | None:
    """Hour and minute as told, None where they are no time of day."""
    return read_clock(e.get("hm"), e.get("ap"), e.get("part"))


def read_clock(text: str, half: str, part: str = "") -> tuple[int, int] | None:
    """Hour and minute of "8", "8:15", "8.15" or "0815", with am or pm or a part of the day."""
    figures = [int(x) for x in re.findall(r"\d+", text)]
    if not figures:
        return None
    hour, minute = figures[0], figures[1] if len(figures) > 1 else 0
    if len(figures) == 1 and len(text) >= 3:
        hour, minute = divmod(hour, 100)
    if half or part in ("MO", "AF", "EV"):
        afternoon = half == "pm" or (not half and part in ("AF", "EV"))
        hour = hour % 12 + 12 * afternoon
    return (hour, minute) if hour < 24 and minute < 60 else None


def offset(zone: str, day: dt.date, hm: tuple[int, int]) -> str:
    """The UTC offset of a zone at a time ("Z", "+03:00"); empty for "local" and where the zone table is not there."""
    if not zone or zone == "local":
        return ""
    if "/" not in zone:
        return zone
    try:
        stamp = dt.datetime(day.year, day.month, day.day, *hm, tzinfo=ZoneInfo(zone)).isoformat()
    except (ZoneInfoNotFoundError, ValueError):
        return ""
    return stamp[19:]


def clock(e: Expression, c: Context) -> Resolved:
    """A clock time, with its day where the words or the sentence give one, and the time in UTC where it is paired."""
    hm = clock_of(e)
    if hm is None:
        return Resolved("TIME", "")
    named = day_in(e, c)
    day = named.day if named else c.local_day
    source = named.anchor if named else "text"
    flags = list(named.flags) if named else []
    zone = e.get("zone")
    if e.get("utc"):
        return _paired(e, c, day, source, hm, flags)
    if day is None:
        day, source = (c.told, "text") if named is None and c.told else (None, None)
        if day is not None:
            flags.append("day-of-sentence-before")
    if day is None:
        mark = zone if zone == "Z" else ""
        return Resolved("TIME", f"XXXX-XX-XXT{hm[0]:02}:{hm[1]:02}{mark}", flags=["no-day"])
    if e.get("hm") == "0" and named is not None and e.kind == "clock_day":
        flags.append("midnight")
    stamp = f"{day.isoformat()}T{hm[0]:02}:{hm[1]:02}{offset(zone, day, hm)}"
    return Resolved("TIME", stamp, (day, day), "minute", source, None, flags, stamp, stamp, day, day.year, day.month)


def _paired(
    e: Expression, c: Context, day: dt.date | None, source: str | None, hm: tuple[int, int], flags: list[str]
) -> Resolved:
    utc = read_clock(e.get("utc"), e.get("uap"))
    if utc is None:
        return Resolved("TIME", f"XXXX-XX-XXT{hm[0]:02}:{hm[1]:02}", flags=["no-day"])
    local_day = day
    if e.get("uday"):
        day, source, _ = day_of_week(int(e.get("uday")), Expression("weekday", e.start, e.end), c)
    elif day is not None:
        # the day told is the local one; the other clock may stand on the far side of midnight
        gap = utc[0] * 60 + utc[1] - hm[0] * 60 - hm[1]
        day += _DAY * (1 if gap < -720 else -1 if gap > 840 else 0)
    if day is None:
        return Resolved("TIME", f"XXXX-XX-XXT{utc[0]:02}:{utc[1]:02}Z", flags=["no-day"])
    stamp = f"{day.isoformat()}T{utc[0]:02}:{utc[1]:02}{offset(e.get('uzone'), day, utc)}"
    told = local_day or day
    if told != day:
        flags.append(f"local-day:{told.isoformat()}")
    return Resolved(
        "TIME", stamp, (told, told), "minute", source, None, flags, stamp, stamp, told, told.year, told.month
    )


def in_part(day: dt.date, part: str, anchor: str | None, edge: str | None = None) -> Resolved:
    """A part of a day: Tuesday night runs from 18:00 to 05:59 of the next day."""
    first, last = dayparts()[part]
    ends = day + _DAY if last < first else day
    value = f"{day.isoformat()}T{'MO' if part == 'DW' else part}"
    r = Resolved("TIME", value, (day, day), "day", anchor, edge, day=day, year=day.year, month=day.month)
    r.from_, r.to = f"{day.isoformat()}T{first}", f"{ends.isoformat()}T{last}"
    return r


def part_of_day(e: Expression, c: Context) -> Resolved:
    """Monday night; the night of 5 May; early the next morning; last night; that evening; at dawn."""
    part = e.get("part")
    named = day_in(e, c)
    direction = e.get("dir")
    mark = "MO" if part == "DW" else part
    if named is not None:
        if named.day is None:
            return Resolved(
                "TIME", f"{named.value}T{mark}" if "X" in named.value else f"XXXX-XX-XXT{mark}", flags=named.flags
            )
        r = in_part(named.day, part, named.anchor, e.modifier)
        r.flags += named.flags
        if e.get("night_to"):
            r.bounds = (named.day, named.day + _DAY)
            r.flags.append("overnight")
        return r
    if (
        e.kind == "bare_part"
        or direction in ("that", "same", "previous", "following")
        or (direction == "next" and c.day is None)
    ):
        base = c.local_day if e.kind == "bare_part" else c.told
        source = "text"
        step = {"next": 1, "following": 1, "previous": -1}.get(direction, 0)
    else:
        base, source = c.day, c.source or "document"
        step = {"last": -1, "next": 1, "past": -1}.get(direction, 0)
        if direction == "next" and c.told is not None:
            base, source = c.told, "text"
    if base is None:
        return Resolved("TIME", f"XXXX-XX-XXT{mark}", flags=["no-day"])
    return in_part(base + _DAY * step, part, source, e.modifier)


def today(e: Expression, c: Context) -> Resolved:
    """Today, yesterday, tomorrow; tonight is the night that begins today."""
    if e.get("today") != "tonight":
        return rel.today(e, c)
    if c.day is None:
        return Resolved("TIME", "XXXX-XX-XXTNI", flags=["no-anchor"])
    return in_part(c.day, "NI", c.source, e.modifier)


def overnight(e: Expression, c: Context) -> Resolved:
    """Overnight: from the evening before to the morning of the document's day, or of the weekday named."""
    source = c.source
    if e.get("weekday"):
        day, source, _ = day_of_week(int(e.get("weekday")), e, c)
        # "overnight into Tuesday", and on the day of writing, ends on that day; else it begins on it
        ends = bool(e.get("into")) or (day is not None and day == c.day)
        day = day - _DAY if day is not None and ends else day
    elif c.day is not None:
        day = c.day if c.tense(e.start) == "future" else c.day - _DAY
    else:
        day, source = c.local_day, "text"
    if day is None:
        return Resolved("TIME", "XXXX-XX-XXTNI", flags=["no-anchor"])
    r = in_part(day, "NI", source)
    r.bounds = (day, day + _DAY)
    r.day = day
    r.flags.append("overnight")
    return r


def part_range(e: Expression, c: Context) -> Resolved:
    """The night of Monday to Tuesday."""
    last, source, _ = day_of_week(int(e.get("weekday2")), Expression("weekday", e.start, e.end), c)
    if last is None:
        return Resolved("TIME", f"XXXX-WXX-{e.get('weekday')}T{e.get('part')}", flags=["no-anchor"])
    r = in_part(last - _DAY, e.get("part"), source)
    r.bounds = (last - _DAY, last)
    r.flags.append("overnight")
    return r
