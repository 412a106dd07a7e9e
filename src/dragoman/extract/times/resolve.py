"""From symbolic expressions to values: the resolver of each rule, then the modifier and the preposition before it."""

from __future__ import annotations

from collections.abc import Callable

from dragoman.extract.times import resolve_calendar as cal
from dragoman.extract.times import resolve_clock as clk
from dragoman.extract.times import resolve_relative as rel
from dragoman.extract.times.calendar import third
from dragoman.extract.times.context import Context, Resolved
from dragoman.extract.times.expression import Expression

RESOLVERS: dict[str, Callable[[Expression, Context], Resolved]] = {
    "iso": cal.iso, "slashed": cal.slashed, "bc": cal.year, "bc_month": cal.month, "bc_season": cal.season,
    "bc_range": cal.range_years, "date": cal.date, "day_and": cal.date, "and_day": cal.and_day, "day_alone": cal.and_day,
    "month": cal.month, "season": cal.season, "quarter": cal.quarter, "year": cal.year, "day_years": cal.year,
    "decade": cal.decade, "century": cal.century, "holiday": cal.holiday, "week_of": cal.week_of,
    "range_days": cal.range_days, "range_dates": cal.range_days, "range_months": cal.range_months,
    "range_years": cal.range_years, "range_weekdays": rel.range_weekdays, "weekday": rel.weekday,
    "weekday_next": rel.weekday, "weekday_the": rel.weekday, "weekdays": rel.weekdays, "relative_unit": rel.relative_unit, "weekend": rel.weekend, "today": clk.today, "half_of": cal.half_of, "earlier_period": rel.earlier_period,
    "day_after_tomorrow": rel.day_after_tomorrow, "anchored": rel.anchored, "ago": rel.ago, "duration": rel.duration,
    "set": rel.repeated, "present": rel.reference, "past": rel.reference, "future": rel.reference,
    "clock_day": clk.clock, "day_clock": clk.clock, "part_of": clk.part_of_day, "day_part": clk.part_of_day,
    "dir_part": clk.part_of_day, "bare_part": clk.part_of_day, "overnight": clk.overnight,
    "day_overnight": clk.overnight, "part_range": clk.part_range,
}  # fmt: skip
"""The resolver of each rule of the grammar."""

_EDGES = {"START": "early", "MID": "mid", "END": "late"}


def resolve(e: Expression, c: Context, *, opens: bool = False) -> Resolved:
    """What an expression comes to in a context; remembers what it told."""
    r = RESOLVERS[e.kind](e, c)
    if r.type != "TIME":
        _edge(e, c, r)
    r.modifier = r.modifier or e.modifier
    aside = e.get("named") or (e.get("unit") == "Y" and e.get("step") == "earlier")
    if r.type in ("DATE", "TIME") and not aside:
        c.take(r, opens=opens)
    _bound(e, r)
    return r


def _edge(e: Expression, c: Context, r: Resolved) -> None:
    """Early, late, mid, the end of: the third of the interval that is meant; earlier and later: up to and from now."""
    edge = e.get("edge")
    if edge in ("earlier", "later"):
        r.modifier = "START" if edge == "earlier" else "END"
        if r.bounds and c.day and r.bounds[0] < c.day < r.bounds[1] and r.type == "DATE":
            r.bounds = (r.bounds[0], c.day) if edge == "earlier" else (c.day, r.bounds[1])
    elif e.modifier in _EDGES and r.bounds and r.bounds[0] != r.bounds[1] and r.type == "DATE":
        r.bounds = third(r.bounds, _EDGES[e.modifier])


def _bound(e: Expression, r: Resolved) -> None:
    """A preposition that opens the interval or only bounds it."""
    if r.from_ is None and r.bounds is not None:
        r.from_, r.to = r.bounds[0].isoformat(), r.bounds[1].isoformat()
    prefix = e.prefix
    if r.type == "SET" or prefix is None or e.kind.startswith("range"):
        return
    if prefix == "since" and r.from_:
        r.to = None
        r.flags.append("open-end")
    elif prefix in ("from", "starting", "beginning", "effective") and r.type != "DURATION" and r.from_:
        r.flags.append("starts")
    elif prefix in ("until", "till"):
        r.from_ = None
        r.flags.append("open-start")
    elif prefix in ("before", "prior to", "ahead of"):
        r.flags.append("before")
    elif prefix in ("after", "following"):
        r.flags.append("after")
    elif prefix in ("by", "as of"):
        r.flags.append(prefix.replace(" ", "-"))
