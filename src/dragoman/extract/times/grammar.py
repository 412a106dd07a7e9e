"""The grammar: one compiled scan over the reading, longest construction first.

Patterns are built from the word lists of ``data/words.tsv``; every alternative is bounded, so no input can make the
scan backtrack over more than one expression.
"""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files

from dragoman.extract.times.expression import Expression


@cache
def words() -> dict[str, dict[str, str]]:
    """Word lists by class: surface form (lower case) to value."""
    out: dict[str, dict[str, str]] = {}
    text = files("dragoman.extract.times").joinpath("data/words.tsv").read_text("utf-8")
    for line in text.splitlines()[1:]:
        if line and not line.startswith("#"):
            kind, forms, value = line.split("\t")
            for form in forms.split("|"):
                out.setdefault(kind, {})[form] = value
    return out


def _alternatives(kind: str) -> str:
    return "|".join(re.escape(w) for w in sorted(words()[kind], key=len, reverse=True))


@cache
def patterns() -> list[tuple[str, re.Pattern[str]]]:
    """(rule name, compiled pattern), in order of preference."""
    mon, wd, unit, num = (f"(?:{_alternatives(k)})" for k in ("month", "weekday", "unit", "number"))
    part, zone, season = (f"(?:{_alternatives(k)})" for k in ("daypart", "zone", "season"))
    year = r"(?:1[0-9]|20)\d\d"
    day = r"(?:3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th)?"
    dash = r"\s?(?:-|–|—|to|through|until|and)\s?"
    n = rf"(?:\d{{1,4}}(?:\.\d)?|{num})"
    clock = r"(?:[01]?\d|2[0-3])(?::[0-5]\d|\.[0-5]\d)?\s?(?:[ap]\.?m\.?)(?![a-z])|(?:[01]?\d|2[0-3]):[0-5]\d(?::[0-5]\d)?(?:\s?hours)?|midnight|noon|midday"
    utc = rf"(?:[01]\d|2[0-3]):?[0-5]\d\s?(?:{zone})"
    approx = r"(?:about|around|nearly|almost|some|roughly|approximately|more than|less than|at least|over|under|up to)"
    edge = r"(?:early|late|mid|the (?:beginning|start|end|middle) of|the (?:early|late) (?:part|days|hours) of)"
    rows = [
        ("iso", r"(?P<year>1[0-9]\d\d|20\d\d)-(?P<month>0[1-9]|1[0-2])-(?P<day>0[1-9]|[12]\d|3[01])"),
        ("paired", rf"(?P<clock>{clock})(?:,?\s(?P<zone>local time|{zone}))?(?:,?\s(?:on\s)?(?P<weekday>{wd}))?\s?\((?P<utc>{utc})(?:\s(?:on\s)?(?P<weekday2>{wd}))?\)(?:,?\s(?:on\s)?(?P<weekday3>{wd}))?"),
        ("utc", rf"(?P<utc>{utc})(?:,?\s(?:on\s)?(?P<weekday>{wd}))?"),
        ("range_days", rf"(?:(?:from|between)\s)?(?P<month>{mon})\.?\s(?P<day>{day}){dash}(?:(?P<month2>{mon})\.?\s)?(?P<day2>{day})(?!\s?(?:{unit}|percent|%|people))(?:,?\s(?P<year>{year}))?"),
        ("range_days_eu", rf"(?:(?:from|between)\s)?(?P<day>{day}){dash}(?P<day2>{day})\s(?P<month>{mon})\b(?:,?\s(?P<year>{year}))?"),
        ("range_years", rf"(?:(?P<p>from|between)\s)?(?P<year>{year})\s?(?:-|–|—|to|and|until|through)\s?(?P<year2>{year}|\d\d)(?!\d)"),
        ("range_months", rf"(?:from|between)\s(?P<month>{mon})(?:\s(?P<year>{year}))?\s(?:to|and|until|through)\s(?P<month2>{mon})(?:\s(?P<year2>{year}))?"),
        ("date_us", rf"(?:(?P<weekday>{wd}),?\s(?:the\s)?)?(?P<edge>(?:early|late)\s)?(?P<month>{mon})\.?\s(?P<day>{day})(?![\d:])(?:,?\s(?P<year>{year}))?"),
        ("date_eu", rf"(?:(?P<weekday>{wd}),?\s)?(?:the\s)?(?P<day>{day})(?:\sof)?\s(?P<month>{mon})\b\.?(?:,?\s(?P<year>{year}|\d\d(?=\s\()))?"),
        ("date_num", r"(?P<day>\d{1,2})/(?P<month>\d{1,2})/(?P<year>(?:19|20)\d\d)"),
        ("quarter", rf"(?:the\s)?(?P<ord>first|second|third|fourth)\s(?P<q>quarter|half)(?:\sof)?(?:\s(?P<year>{year}|the year|this year|last year))?"),
        ("month_year", rf"(?:(?P<edge>{edge})[\s-])?(?P<month>{mon})\.?,?\s(?:of\s)?(?P<year>{year})"),
        ("season_year", rf"(?:(?P<edge>{edge})[\s-])?(?:the\s)?(?P<season>{season})(?:\sof)?\s(?P<year>{year})"),
        ("decade", r"(?:(?P<edge>early|late|mid)[\s-])?(?:the\s)?(?:(?P<edge2>early|late|mid)[\s-])?(?P<decade>(?:1[0-9]|20)\d0)s"),
        ("century", r"(?:the\s)?(?:(?P<edge>early|late|mid)[\s-])?(?P<century>\d{1,2})(?:st|nd|rd|th)\scentury"),
        ("set", rf"(?:every|each)\s(?:(?P<n>{n}|other)\s)?(?P<what>{wd}|{unit}|{part}|{mon})(?:s)?\b|(?P<adv>daily|weekly|monthly|annually|yearly|hourly|nightly)\b"),
        ("narrative_day", r"(?:the\s)?(?P<rel>day before|day after|following day|next day|previous day|same day|day earlier|day later)\b"),
        ("anchored", rf"(?P<lead>in\s|over\s|during\s|for\s|within\s)?the\s(?P<dir>past|last|previous|preceding|next|coming|following)\s(?:(?P<n>{n})\s)?(?P<unit>{unit})\b"),
        ("ago", rf"(?:(?P<approx>{approx})\s)?(?P<n>{n}|a few|several)\s(?P<unit>{unit})\s(?:and a half\s)?(?P<dir>ago|earlier|later|before|after(?:wards?)?|from now)\b"),
        ("so_far", rf"(?:so far|thus far|earlier|later)\s(?P<this>this\s(?P<unit>{unit}))\b"),
        ("to_date", r"(?:to|until|till|up to)\s(?:date|now)\b|so far\b(?!\s(?:as|from|away|apart))"),
        ("relative_unit", rf"(?P<edge>early|late|later|earlier)?\s?(?P<dir>last|this|next|the previous|the following|the next|that|the same|previous|following)\s(?P<unit>{unit})(?!s)\b(?:\s?(?P<part>{part}))?"),
        ("weekday", rf"(?:(?P<dir>last|next|this|the previous|the following|past)\s)?(?:(?P<edge>early|late|later|mid)[\s-](?:on\s)?)?(?P<weekday>{wd})(?P<s>s?)\b(?:[\s-]?(?:(?:late|early)\s)?(?P<part>{part}))?(?:\sat\s(?P<clock>{clock})(?:\s(?P<zone>local time|{zone}))?)?"),
        ("clock_weekday", rf"(?P<clock>{clock})(?:,?\s(?P<zone>local time|{zone}))?(?:,?\s(?:on\s)?(?P<weekday>{wd})\b)?"),
        ("today", rf"(?P<edge>early|late|later|earlier)?\s?\b(?P<word>today|yesterday|tomorrow|tonight|overnight|now(?=adays))\b(?:\s(?P<part>{part}))?"),
        ("dir_month", rf"(?:(?P<dir>last|next|this)\s)(?P<month>{mon})\b"),
        ("dir_season", rf"(?:(?P<dir>last|next|this)\s)(?P<season>{season})\b"),
        ("month", rf"(?:(?P<edge>{edge})[\s-])?(?P<month>{mon})\b"),
        ("dir_part", rf"(?:this|that|the same)\s(?P<part>{part})\b|(?:at|before|around|shortly after|just after|since|by)\s(?P<part2>dawn|dusk|nightfall|daybreak|sunrise|sunset)\b"),
        ("duration", rf"(?:(?P<approx>{approx}|the first|the)\s)?(?P<n>{n}|several|a few|many|dozens of|a couple of)[\s-](?P<unit>{unit})\b(?:[\s-](?P<old>old|olds)\b)?"),
        ("year", rf"(?P<year>(?:1[5-9]|20)\d\d)"),
    ]
    return [(name, re.compile(rf"(?<![\w$€£])(?:{body})(?![\w])", re.IGNORECASE)) for name, body in rows]


@cache
def trigger() -> re.Pattern[str]:
    """A cheap scan for any word or digit that a time expression can hold."""
    kinds = ("month", "weekday", "unit", "daypart", "season")
    names = "|".join(_alternatives(k) for k in kinds)
    return re.compile(
        rf"\b(?:{names}|today|yesterday|tomorrow|tonight|overnight|ago|noon|midnight|midday|decades?|century|daily|weekly|monthly"
        r"|annually|yearly|hourly|nightly|to date|so far|until now|dusk|daybreak|nightfall|sunrise|sunset)|\d{4}|\d:\d\d|\d\s?[ap]\.?m",
        re.IGNORECASE,
    )


_PREFIX = re.compile(r"(?i)\b(since|until|till|by|before|after|from|as of|starting|beginning)\s(?:the\s|around\s|about\s|early\s|late\s|on\s|at\s)?$")
_APPROX = re.compile(r"(?i)\b(around|about|nearly|almost|roughly|approximately|circa)\s$")
_NUMBER_AFTER = re.compile(r"^(?:-|\s)(?:mm\b|km\b|kg\b|people|men\b|women\b|soldiers|troops|percent|per cent|%|dollars|meters|metres|miles|houses|homes|were|was\skilled)")


def scan(text: str, start: int, end: int) -> list[Expression]:
    """Expressions of ``text[start:end]`` in order, none overlapping; at one place the longest wins, then rule order."""
    if not trigger().search(text, start, end):
        return []
    found: list[tuple[int, int, int, Expression]] = []
    for rank, (name, pattern) in enumerate(patterns()):
        for m in pattern.finditer(text, start, end):
            if m.end() > m.start():
                a = m.start() + (len(m.group()) - len(m.group().lstrip()))
                slots: dict[str, object] = {k: v for k, v in m.groupdict().items() if v}
                found.append((a, -(m.end() - a), rank, Expression(name, a, m.end(), slots)))
    found.sort(key=lambda f: f[:3])
    out: list[Expression] = []
    last = start
    for a, _, _, e in found:
        if a < last or not _sound(e, text):
            continue
        before = text[max(start, a - 24) : a]
        p = _PREFIX.search(before)
        e.prefix = p.group(1).lower() if p else None
        if _APPROX.search(before) and e.kind not in ("duration", "ago"):
            e.modifier = "APPROX"
        out.append(e)
        last = e.end
    return out


def _sound(e: Expression, text: str) -> bool:
    """Not a time after all: a name, an age, a bare number that counts something else."""
    words_of = text[e.start : e.end]
    after = text[e.end : e.end + 24]
    before = text[max(0, e.start - 24) : e.start]
    if e.kind == "duration":
        return not e.slots.get("old") and not re.match(r"(?i)[\s-]olds?\b", after)
    if e.kind == "year":
        if _NUMBER_AFTER.match(after) or re.search(r"(?i)(?:no\.|number|flight|resolution|highway|route|about|some|least|than|nearly|the\sfirst|page|kill\w+|wound\w+)\s$", before):
            return False
        return not re.match(r"^[,.]\d|^(?:st|nd|rd|th)\b", after) and not re.search(r"[\d,.]$|[A-Z]-$", before) and not re.match(r"^\s[a-z]+s\b(?<!\swas)(?<!\sis)(?<!\shas)", after) or bool(re.search(r"(?i)\b(in|since|until|of|by|from|and|to|early|late|mid|during|the|around)[\s-]$", before))
    if e.kind in ("month", "dir_month"):
        name = str(e.slots.get("month", ""))
        if name.lower() in ("may", "march") and (not name[0].isupper() or (not e.slots.get("dir") and not re.search(r"(?i)\b(in|since|until|by|of|last|next|this|during|early|late|mid|before|after|from|through|to|and|for|end|each|every)[\s-]$", before))):
            return False
        if name.lower() in ("mar", "sun", "sat", "dec", "oct", "jan", "nov", "apr", "jun", "jul", "aug", "sep", "feb") and not name[0].isupper():
            return False
        return not re.match(r"^\s[A-Z][a-z]+", after) or name.lower() not in ("april", "june", "may", "august", "march") or bool(re.search(r"(?i)\b(in|since|last|next|until|by|of)\s$", before))
    if e.kind == "weekday":
        name = str(e.slots["weekday"])
        if len(name) < 5 and (not name[0].isupper() or not re.search(r"(?i)(\bon|\blast|\bnext|,)\s$", before) and "." not in words_of):
            return bool(e.slots.get("dir"))
        return not re.match(r"^\s(?:Herald|Times|Telegraph|Mirror|Mail|Express|Independent|Post|Tribune|Night Live|League|Star|Sun|Mass)\b", after)
    if e.kind in ("clock_weekday",):
        clock = str(e.slots["clock"]).lower()
        if ":" in clock and not re.search(r"[ap]\.?m|hours", clock):
            return not re.search(r"(?i)(?:luke|john|mark|matthew|score|won|beat|psalm|lost|\d)\s$", before)
        return True
    if e.kind in ("date_us", "date_eu", "range_days"):
        name = str(e.slots["month"])
        return name[0].isupper() or name.lower() not in ("may", "march", "mar", "sun")
    if e.kind == "relative_unit":
        direction = str(e.slots["dir"]).lower()
        if direction in ("that", "the same", "this") and str(e.slots["unit"]).lower() in ("second", "minute", "moment", "time"):
            return False
        return True
    return True
