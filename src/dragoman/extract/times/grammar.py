"""The grammar: regular expressions over the string of word classes of a sentence.

In a pattern a word in capitals is a class of :mod:`dragoman.extract.times.lexicon` or a macro from ``MACROS``;
``<name:...>`` keeps what it spans as a slot. Every rule is a bounded sequence, so that no sentence can make the
matcher backtrack over more than one expression.
"""

from __future__ import annotations

import re
from functools import cache

from dragoman.extract.times.lexicon import CODE

MACROS = {
    "DAYN": "(?:DAYNUM|ORDNUM)",
    "YEARX": "(?:<year:YEAR>|APOS<year:DAYNUM>)",
    "EDG": "(?:<edge:EDGE>DASH?|<edge:EDGE>IN THE?|THE?<edge:EDGENOUN>OF|THE<edge:EDGE>OF|THE<edge:EDGE>(?:UNITS|HOURS|PARTWORD)OF)",
    "MONTHDAY": "(?:<month:MONTH>DOT?THE?<day:DAYN>|(?:THE(?=ORDNUM|DAYNUM(?!COMMA)))?<day:DAYN>OF?<month:MONTH>DOT?)",
    "DATE": "(?:<day:DAYNUM><month:MONTH>DOT?<year:DAYNUM>(?!DAYN|UNITS|OTHER|TO)|(?:<weekday:WEEKDAY>DOT?COMMA?)?MONTHDAY(?:COMMA?YEARX)?)",
    "DIRDAY": "THE?<dir:NEXT|THAT|PAST|THIS><rel:DAYWORD>|THE<rel:DAYWORD><step:AGO|COMPAR|BEFAFT>|<dir:THAT><dir2:THAT><rel:DAYWORD>",
    "DIRWD": "(?:(?:THE|THIS(?=LAST|PAST))?<dir:LAST|PAST|NEXT|THIS|THAT>)?<weekday:WEEKDAY>(?:DOT(?=OTHER|DAYNUM|MONTH|COMMA|PART))?",
    "DAYREF": "(?:DATE|DIRWD|<today:TODAY|TONIGHT>|<holiday:HOLIDAY>(?:COMMA?YEARX)?|DIRDAY)",
    "ZONEX": "(?:<zone:ZONE>|<zone:LOCAL>TIMEWORD?|<zone:ZONENAME>TIMEWORD)",
    "CLK": "(?:<hm:DAYNUM|CLOCK|DECIMAL|NUM><ap:AMPM>(?:DOT(?=OTHER|DAYNUM|LPAR|COMMA|ZONE|LOCAL))?|<hm:DAYNUM|NUM><oclock:HOURS>(?:IN THE<part:PART>)?|<hm:CLOCK>(?:HOURS|UNITS)?|<hm:HHMM|YEAR>(?:HOURS|UNITS|(?=ZONE|LOCAL TIMEWORD|ZONENAME TIMEWORD|LPAR(?:HHMM|YEAR|CLOCK)ZONE))|<hm:DECIMAL|DAYNUM>(?=ZONE|LOCAL TIMEWORD)|<hm:NOON>)",
    "PAIR": "(?:LPAR<utc:HHMM|YEAR|CLOCK|DECIMAL|DAYNUM|INT><uap:AMPM>?<uzone:ZONE>(?:ON?<uday:WEEKDAY>DOT?)?[^RPAR]{0,8}RPAR)",
    "FIGURE": "(?:<n:(?:NUM|DAYNUM)(?:TO|AND|DASH)(?:NUM|DAYNUM)|NUM DASH?NUM|A?QUANT(?:MORE)?|A?COUPLE(?:OF)?|A?NUM|DAYNUM|INT|DECIMAL|A|YEAR|HHMM>)",
    "APPR": "(?:<approx:MORE|APPROX|JUST>(?:JUST|APPROX)?)",
    "UNITX": "(?:UNIT|UNITS|DAYWORD|CENTURY|WEEKEND|QUARTER)",
    "BCX": "(?:<bc:BC>)",
    "TOX": "<cut:TO|DASH|AND>",
}

RULES: tuple[tuple[str, str], ...] = (
    ("iso", "<iso:ISO>"),
    ("slashed", "<slashed:SLASHED>"),
    ("bc_range", "(?:FROM|BETWEEN)?<bc_year:DAYNUM|INT|YEAR|HHMM><cut:TO|DASH|AND><year2:DAYNUM|INT|YEAR|HHMM>BCX"),
    ("bc_month", "EDG?<month:MONTH>COMMA?(?:OF)?<bc_year:INT|DAYNUM|YEAR|HHMM>BCX"),
    ("bc_season", "EDG?THE?<season:SEASON>(?:OF)?<bc_year:INT|DAYNUM|YEAR|HHMM>BCX"),
    ("bc", "(?:<approx:APPROX>DOT?)?EDG?<bc_year:INT|DAYNUM|YEAR|HHMM>BCX"),
    (
        "clock_day",
        "(?:<edge:COMPAR>)?CLK(?:COMMA?ZONEX)?(?:COMMA|ON)?(?:OF)?PAIR?(?:(?:COMMA|ON|AND)?DAYREF(?:COMMA?ZONEX)?PAIR?)?",
    ),
    ("day_clock", "DAYREF COMMA?AT<hm:HHMM|YEAR>(?:HOURS|UNITS)?"),
    ("clock_day", "<hm:HHMM|YEAR>(?:HOURS|UNITS)?ON THE?DAYREF(?:COMMA?ZONEX)?PAIR?"),
    ("day_clock", "DAYREF(?:COMMA?<part:PART>)?COMMA?(?:AT|APPROX)?(?:AT|APPROX)?CLK(?:COMMA?ZONEX)?PAIR?"),
    (
        "part_of",
        "(?:<edge:EDGE>(?:IN|ON))?THE?(?:<edge:EDGE>DASH?)?<part:PART>(?:(?:UNITS|HOURS)?OF|ON|HOURS OF|)THE?DAYREF",
    ),
    (
        "part_of",
        "THE?<edge:EDGE>?<part:PART>OF<month:MONTH>DOT?<day:DAYN>(?:DASH|SLASH|TO|AND)<night_to:DAYN>(?:COMMA?YEARX)?",
    ),
    (
        "part_of",
        "THE?<edge:EDGE>?<part:PART>OF<day:DAYN>(?:DASH|SLASH|TO|AND)<night_to:DAYN><month:MONTH>(?:COMMA?YEARX)?",
    ),
    ("part_of", "<weekday:WEEKDAY>COMMA?<part:PART>COMMA?(?:OF)?THE?MONTHDAY(?:COMMA?YEARX)?"),
    ("part_range", "THE?<part:PART>(?:OF|ON)?(?:FROM)?<weekday:WEEKDAY>TOX<weekday2:WEEKDAY>"),
    (
        "day_part",
        "(?:<edge:EDGE>(?:ON)?|<edge:COMPAR>)?(?:THE)?DAYREF(?:COMMA?(?:IN THE)?|DASH)?<edge:EDGE>?<part:PART>(?:UNITS)?",
    ),
    ("dir_part", "<edge:EDGE>?(?:IN)?THE?<dir:LAST|PAST|NEXT|THIS|THAT>(?:<dir2:THAT>)?<edge:EDGE>?<part:PART>"),
    (
        "overnight",
        "<edge:EDGE>?<overnight:OVERNIGHT>(?:(?:FROM|ON|COMMA)?<weekday:WEEKDAY>(?:TOX<weekday2:WEEKDAY>)?|<into:TO><weekday:WEEKDAY>|<into:TO><today:TODAY>)?",
    ),
    ("day_overnight", "<weekday:WEEKDAY><overnight:OVERNIGHT>"),
    ("week_of", "THE?<week:UNIT>OF DATE"),
    ("range_days", "(?:FROM|BETWEEN)?<month:MONTH>DOT?<day:DAYN>TOX(?:THE)?<day2:DAYN>(?!MONTH)(?!OF)(?:COMMA?YEARX)?"),
    ("range_days", "(?:FROM|BETWEEN)?(?:THE)?<day:DAYN>TOX(?:THE)?<day2:DAYN>OF?<month:MONTH>(?:COMMA?YEARX)?"),
    (
        "range_dates",
        "(?:FROM|BETWEEN)?<month:MONTH>DOT?<day:DAYN>(?:COMMA?YEARX)?COMMA?TOX<month2:MONTH>DOT?<day2:DAYN>(?:COMMA?<year2:YEAR>)?",
    ),
    (
        "range_dates",
        "(?:FROM|BETWEEN)?(?:THE)?<day:DAYN>OF?<month:MONTH>(?:COMMA?YEARX)?TOX(?:THE)?<day2:DAYN>OF?<month2:MONTH>(?:COMMA?<year2:YEAR>)?",
    ),
    (
        "range_months",
        "(?:FROM|BETWEEN)<edge:EDGE>?DASH?<month:MONTH>(?:COMMA?YEARX)?TOX<edge2:EDGE>?DASH?<month2:MONTH>(?!DOT?DAYN)(?:COMMA?(?:OF)?<year2:YEAR>)?",
    ),
    ("range_months", "<month:MONTH>(?:YEARX)?<cut:DASH><month2:MONTH>(?!DOT?DAYN)(?:COMMA?(?:OF)?<year2:YEAR>)?"),
    ("range_years", "(?:FROM|BETWEEN)YEARX TOX<year2:YEAR>"),
    ("range_years", "(?:FROM|BETWEEN)?YEARX<cut:DASH|SLASH><year2:YEAR|DAYNUM>"),
    ("range_weekdays", "(?:FROM|BETWEEN)<weekday:WEEKDAY>TOX<weekday2:WEEKDAY>"),
    ("date", "EDG?DATE(?:<agreed:OF><dir:THAT|THIS|LAST>UNIT|<dir:LAST|THIS|NEXT><yearunit:UNIT>)?"),
    ("day_and", "<day:DAYN>(?=(?:COMMA DAYN){0,4}COMMA?(?:AND)DAYN OF?MONTH)"),
    (
        "and_day",
        "(?:(?<=MONTH DAYN AND)|(?<=MONTH DOT DAYN AND))(?:THE)?<and_day:DAYN>(?!DOT?MONTH|OF|UNITS|COMMA DAYNUM)",
    ),
    ("day_alone", "THE<day:ORDNUM>(?:OF<dir:THAT>UNIT|(?!OF))"),
    ("weekday", "(?:EDG(?:ON)?|<edge:COMPAR>)?DIRWD"),
    ("weekday_the", "<weekday:WEEKDAY>COMMA?THE<day:ORDNUM>"),
    ("weekday_next", "<weekday:WEEKDAY>(?:OF)?<dir:LAST|NEXT|THIS><week:UNIT>"),
    ("weekday_next", "<weekday:WEEKDAY><dir:LAST|NEXT>"),
    ("weekdays", "(?:EVERY)?<weekday:WEEKDAYS>"),
    ("holiday", "EDG?<holiday:HOLIDAY>(?:COMMA?YEARX)?"),
    ("month", "EDG?<month:MONTH>DOT?COMMA?(?:OF|IN)?YEARX"),
    (
        "month",
        "EDG?(?:THE(?=PAST|NEXT|THAT))?(?:<dir:LAST|NEXT|THIS|PAST|THAT>)?<month:MONTH>(?:DOT(?=OTHER))?(?:OF?<dir:LAST|NEXT|THIS|THAT><yearunit:UNIT>|OF THE<dir:NEXT|THAT|PAST><yearunit:UNIT>)?",
    ),
    ("season", "EDG?THE?<season:SEASON>(?:COMMA|OF|IN)?YEARX"),
    ("season", "EDG?<season:SEASON>OF?THE?<dir:THAT|NEXT|PAST|LAST|THIS><yearunit:UNIT>"),
    ("season", "EDG?(?:THE|A)?<dir:LAST|NEXT|THIS|PAST|THAT>?<season:SEASON>"),
    (
        "quarter",
        "THE?FISCAL?(?:ORD DASH)?<ord:ORD|LAST|ORDNUM>DASH?<unit:QUARTER|HALF>(?:OF?(?:THE)?FISCAL?(?:UNIT)?(?:YEARX|<dir:LAST|THIS|NEXT|THAT>FISCAL?UNIT|THE(?:<dir:NEXT|PAST>)?FISCAL?UNIT))?",
    ),
    ("quarter", "THE?FISCAL?<year:YEAR>(?:APOS OTHER)?<ord:ORD|ORDNUM>DASH?<unit:QUARTER|HALF>"),
    ("half_of", "THE?(?:<ord:ORD><half:HALF>|<edge:EDGE>DASH?<half:HALF>)OF<month:MONTH>(?:COMMA?YEARX)?"),
    ("quarter", "<qnum:QNUM>(?:COMMA?(?:OF)?YEARX)?"),
    ("decade", "EDG?(?:AND EDGE)?THE?(?:<edge:EDGE>DASH?)?<decade:DECADE>"),
    ("century", "EDG?(?:THE|A)?(?:<edge:EDGE>DASH?)?<century:ORD|ORDNUM>DASH?CENTURY(?:BCX)?"),
    (
        "set",
        "<every:EVERY>(?:FIGURE|<n:OTHERWORD>)?<what:WEEKDAY|UNIT|UNITS|DAYWORD|PART|MONTH|SEASON|WEEKEND|QUARTER|CENTURY>",
    ),
    ("set", "<adverb:SETADV>|<per:PER><what:UNIT|DAYWORD|QUARTER>"),
    ("weekend", "THE<unit:WEEKEND>"),
    ("set", "<a:A><what:UNIT|DAYWORD>"),
    ("day_after_tomorrow", "THE?DAYWORD<step:AGO|COMPAR|BEFAFT><today:TODAY>"),
    (
        "relative_unit",
        "(?:EDG|<edge:COMPAR>(?:IN)?|<sofar:SOFAR>)?(?:<the:THE>|THIS(?=LAST|PAST))?<dir:LAST|NEXT|THIS|THAT|PAST>(?:<dir2:THAT>)?FISCAL?<unit:UNIT|DAYWORD|WEEKEND|QUARTER|CENTURY>",
    ),
    ("relative_unit", "(?:EDG|<edge:COMPAR>IN)THE(?:<dir:THIS>)?FISCAL?<unit:UNIT|DAYWORD|WEEKEND|QUARTER|CENTURY>"),
    ("relative_unit", "<whole:THE>FISCAL?<unit:UNIT|QUARTER>"),
    ("relative_unit", "THE?<unit:YEAREND>"),
    ("earlier_period", "THE?<unit:UNIT>DASH<step:AGO|COMPAR>(?:PERIOD|QUARTER)?"),
    ("relative_unit", "THE<unit:UNIT|DAYWORD|WEEKEND><step:AGO|COMPAR|BEFAFT>(?:<blast:LAST>)?"),
    ("anchored", "(?:THE|THESE)?(?:ORD)?<dir:LAST|PAST|NEXT>FIGURE(?:JUST|LONG)?<unit:UNITX>"),
    ("anchored", "THE?FIGURE<dir:LAST|PAST|NEXT><unit:UNITS>"),
    ("anchored", "(?:THE|THESE)?<dir:LAST|PAST|NEXT|RECENT><plural:<unit:UNITS>>"),
    ("anchored", "(?:THE|THIS)<dir:LAST|PAST><unit:UNITX>"),
    ("ago", "(?:APPR)?FIGURE DASH?<unit:UNITX>(?:<plushalf:AND A HALF>)?<step:AGO|COMPAR|BEFAFT>"),
    ("ago", "<half:HALF>A<unit:UNIT><step:AGO|COMPAR|BEFAFT>"),
    ("ago", "<plural:<unit:UNITS>><step:AGO|COMPAR|BEFAFT>"),
    (
        "duration",
        "(?:APPR)?(?:THE)?(?:ORD)?FIGURE(?:<plushalf:AND A HALF>)?DASH?(?:JUST|MORE|LONG)?<unit:UNITX>(?:<plushalf:AND A HALF>)?(?:DASH LONG)?(?:<old:DASH?OLD>)?",
    ),
    ("duration", "(?:APPR)?<half:HALF>(?:A|DASH)?<unit:UNIT|CENTURY>"),
    ("duration", "A<fourth:QUARTER>(?:DASH|OF A)?CENTURY"),
    ("duration", "<bare:UNITS>DASH LONG"),
    ("duration", "<unit:UNITX>DASH<long:LONG>"),
    ("duration", "<long:LONGWORD>"),
    ("duration", "THE<bare:UNITS>(?=BEFAFT|AHEAD)"),
    ("duration", "<bare:UNITS>"),
    ("day_years", "(?:THE)(?:UNIT|UNITS)<year:YEAR>"),
    ("year", "(?:EDG|<edge:COMPAR>IN)?(?:THE?FISCAL UNIT?)?YEARX"),
    ("today", "(?:<edge:EDGE|AGO>)?<today:TODAY|TONIGHT>"),
    ("bare_part", "(?:(?:THE)?<edge:EDGE>?|<edge:EDGE>IN THE)<part:PART>(?:HOURS|UNITS)?"),
    ("present", "<present:PRESENT>"),
    ("past", "<past:PASTREF>|<past:RECENT>|THE<past:PAST>(?!UNIT|UNITS|NUM|DAYNUM)"),
    ("future", "<future:FUTUREREF>"),
)


@cache
def rules() -> list[tuple[str, re.Pattern[str]]]:
    """(rule name, pattern over class codes), in order of preference."""
    return [(name, re.compile(_encode(body))) for name, body in RULES]


def _encode(body: str) -> str:
    """A pattern as written to one over class codes: macros opened, class names as their code, slots numbered apart."""
    while True:
        opened = re.sub(r"(?<![a-z_])[A-Z]+(?![a-z_])", lambda m: MACROS.get(m.group(), m.group()), body)
        if opened == body:
            break
        body = opened
    out: list[str] = []
    closers = 0
    for m in re.finditer(r"<([a-z_0-9]+):|([A-Z]+)|>|(\(\?<?[!=:])|.", body):
        if m.group(1):
            closers += 1
            out.append(f"(?P<{m.group(1)}__{closers}>")
        elif m.group(2):
            out.append(CODE[m.group(2)])
        elif m.group() == ">":
            out.append(")")
        elif not m.group().isspace():
            out.append(m.group())
    return "".join(out)
