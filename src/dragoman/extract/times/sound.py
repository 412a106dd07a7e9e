"""Is what the grammar matched a time at all: not a name, an age, a score, or a number that counts something else."""

from __future__ import annotations

from collections.abc import Sequence

from dragoman.extract.times.expression import Expression
from dragoman.extract.times.lexer import Lexeme
from dragoman.extract.times.lexicon import CODE, word_sets

_FIGURE = frozenset(CODE[c] for c in ("DAYNUM", "YEAR", "INT", "HHMM", "DECIMAL"))
_DASH, _DOT, _APOS, _COMMA, _SLASH = CODE["DASH"], CODE["DOT"], CODE["APOS"], CODE["COMMA"], CODE["SLASH"]
_YEAR, _DAYN = CODE["YEAR"], (CODE["DAYNUM"], CODE["ORDNUM"])
_SHORT_MONTHS = frozenset("jan feb mar apr jun jul aug sep sept oct nov dec".split())
_SHORT_DAYS = frozenset("mon tue tues wed weds thu thurs fri sat sun".split())


def sound(e: Expression, lexemes: Sequence[Lexeme], i: int, j: int, text: str) -> bool:
    """Lexemes ``i`` up to ``j`` were matched as ``e``: do they tell a time?"""
    check = _CHECKS.get(e.kind)
    before = lexemes[i - 1] if i else None
    after = lexemes[j] if j < len(lexemes) else None
    if before is not None and before.end == e.start and before.text in "$€£#&@_":
        return False
    return check is None or check(e, lexemes[i:j], before, after)


def _adjacent(a: Lexeme | None, b: Lexeme | None) -> bool:
    return a is not None and b is not None and a.end == b.start


def _word(x: Lexeme | None) -> str:
    return x.text.lower() if x is not None else ""


def _near(x: Lexeme | None, name: str) -> bool:
    """Is a neighbouring word in a list of the context words."""
    return x is not None and x.text.lower() in word_sets("context")[name]


def _valid_days(e: Expression) -> bool:
    return all(1 <= int(e.slots[k]) <= 31 for k in ("day", "day2") if k in e.slots)


def _named(words: Sequence[Lexeme]) -> bool:
    """Month and weekday names that are other words too ("may", "sun") have a capital in the text (the lexer saw to
    it) and, short, a full stop or a figure beside them."""
    return all(
        x.text.lower() not in _SHORT_DAYS or (k + 1 < len(words) and words[k + 1].text in (".", ","))
        for k, x in enumerate(words)
    )


def _date(e: Expression, words: Sequence[Lexeme], before: Lexeme | None, after: Lexeme | None) -> bool:
    if not _valid_days(e) or not _named(words):
        return False
    last = words[-1]
    if after is not None and last.code in _FIGURE and _adjacent(last, after) and after.text in "%:":
        return False
    if (
        last.code in _FIGURE
        and after is not None
        and _word(after) in word_sets("context")["counted"]
        and e.kind == "date"
    ):
        return "year" in e.slots and last.code == _YEAR
    if e.get("month") == "9" and e.get("day") == "11" and not e.get("year") and _near(after, "september_11"):
        e.slots["named"] = "2001"
    return not (words[0].code in _FIGURE and before is not None and before.text in ":." and _adjacent(before, words[0]))


def _year(e: Expression, words: Sequence[Lexeme], before: Lexeme | None, after: Lexeme | None) -> bool:
    context = word_sets("context")
    figure = words[-1]
    if e.slots.get("edge"):
        return True
    if figure.code != _YEAR:
        return (
            before is not None
            and _word(before) in context["yearly"]
            and _adjacent(words[0], figure)
            and int(figure.value) > 11
        )
    if before is not None and before.code in (CODE["INT"], CODE["HHMM"]):
        return False
    if _word(before) in context["numbered"] or (before is not None and before.text in "+×"):
        return False
    if after is not None and _adjacent(figure, after) and after.text in "%°":
        return False
    if before is not None and _adjacent(before, figure) and before.text in ".:/+":
        return False
    counted = _word(after) in context["counted"]
    if counted:
        return _near(before, "dating") and int(figure.value) > 1700
    if _word(before) in context["yearly"] or _word(before).endswith("'s") or before is None:
        return True
    if before.code in (_DASH, _COMMA, _APOS, _SLASH, CODE["MONTH"]) or before.text in "([;":
        return True
    if before.code in (CODE["MORE"], CODE["APPROX"], CODE["JUST"]):
        return False
    return int(figure.value) >= 1800


def _month(e: Expression, words: Sequence[Lexeme], before: Lexeme | None, after: Lexeme | None) -> bool:
    month = next(x for x in words if x.code == CODE["MONTH"])
    name = month.text.lower()
    if e.get("year") or e.get("edge"):
        return not (name in ("may", "march") and not month.text[0].isupper())
    if e.get("dir") == "following" and words[0].code == CODE["NEXT"] and after is not None and after.code == _APOS:
        return False
    if e.get("dir") and len(words) > 1:
        # "this may also be", in a text of capitals
        verb = name in ("may", "march") and _near(after, "after_verb_may")
        return not verb
    near = _word(before) in word_sets("context")["monthly"]
    if name in ("may", "march") and _near(after, "after_verb_may"):
        return False
    if name in ("may", "march", "mar") or (before is None and name in ("april", "june", "august")):
        return near or (name not in ("may", "march") and _word(after) in (",", "and"))
    if name in _SHORT_MONTHS and month is words[-1]:
        return near
    joined = before is not None and before.code == CODE["AND"]
    titled = after is not None and after.text[:1].isupper() and after.text.isalpha() and (not near or joined)
    surname = (
        before is not None and before.code == CODE["OTHER"] and before.text[:1].isupper() and not before.text.isupper()
    )
    if surname and not near:
        return False
    person = name in ("april", "june", "august", "jan") and (
        titled or (before is not None and before.text[:1].isupper() and not near)
    )
    return not person


def _weekday(e: Expression, words: Sequence[Lexeme], before: Lexeme | None, after: Lexeme | None) -> bool:
    day = next(x for x in words if x.code == CODE["WEEKDAY"])
    if day.text.lower() in _SHORT_DAYS:
        dotted = words[-1].text == "." or (after is not None and after.text == ".")
        return bool(e.get("dir")) or (dotted and day.text.lower() not in ("sat", "sun", "wed"))
    if _word(after) in word_sets("context")["paper"] and after is not None and after.text[:1].isupper():
        return False
    if e.kind == "weekday_next" and not e.get("week") and e.get("dir") == "following":
        return False
    if e.get("dir") == "following" and words[0].code == CODE["NEXT"]:
        # "following Wednesday's vote": a preposition
        return False
    named = before is not None and before.text[:1].isupper() and _near(before, "epithet")
    return not named


def _clock(e: Expression, words: Sequence[Lexeme], before: Lexeme | None, after: Lexeme | None) -> bool:
    if not _named(words) or not _valid_days(e):
        return False
    hm = e.get("hm")
    if e.get("ap") and hm.isdigit() and not 0 < int(hm) <= 12:
        return False
    first = words[0]
    if first.code in _FIGURE and before is not None and before.code in _FIGURE:
        return False
    if first.code == _YEAR and not e.get("zone") and not e.get("ap") and not e.get("utc") and len(words) > 2:
        return _near(before, "at_clock")
    if first.code == CODE["CLOCK"] and not e.get("ap") and not e.get("zone") and not e.get("utc"):
        return _word(before) not in word_sets("context")["score"] and not (after is not None and after.code == _DASH)
    if e.get("oclock"):
        return any("clock" in x.text.lower() for x in words) or first.code != CODE["NUM"]
    if (
        words[-1].text.lower() in ("hours", "hrs")
        and not e.get("ap")
        and not first.text.startswith("0")
        and first.code == _YEAR
    ):
        return _near(before, "at_clock")
    return True


def _duration(e: Expression, words: Sequence[Lexeme], before: Lexeme | None, after: Lexeme | None) -> bool:
    if e.get("old"):
        return words[-1].text.lower() == "old" and _near(after, "aged_thing")
    if _word(after) in ("old", "olds"):
        return False
    if any(x.code in (CODE["YEAR"], CODE["HHMM"]) for x in words):
        return False
    text = [x.text.lower() for x in words]
    if "bare" in e.slots and words[-1].value == "long":
        return True
    if "bare" in e.slots:
        return e.get("bare") != "Q" and _word(before) in word_sets("context")["lengthy"]
    unit = e.get("unit")
    if _word(before) == "as" and text[0] == "many":
        return False
    if text[0] in ("a", "an") and len(text) == 2 and _near(after, "a_day_after"):
        return True
    if text[0] in ("a", "an") and len(text) == 2:
        if unit in ("D", "WE", "N"):
            return _near(before, "lasting_a")
        if unit == "Q":
            return False
    if unit == "Q":
        return False
    if text[:2] == ["one", "day"] and not _near(before, "for_a_day"):
        return _near(after, "a_day_after")
    return not (before is not None and before.code in _FIGURE and _adjacent(before, words[0]))


def _part(e: Expression, words: Sequence[Lexeme], before: Lexeme | None, after: Lexeme | None) -> bool:
    part = next(x.text.lower() for x in words if x.code == CODE["PART"])
    if words[-1].code != CODE["PART"]:
        return bool(e.get("edge")) and words[-1].text.lower() == "hours"
    if _near(after, "part_noun"):
        return False
    if words[0].code == CODE["THE"] and len(words) > 1:
        return _near(before, "in_part") and part in word_sets("context")["told_part"]
    return _near(before, "at_part") and part in word_sets("context")["bare_part"]


def _season(e: Expression, words: Sequence[Lexeme], before: Lexeme | None, after: Lexeme | None) -> bool:
    season = next(x for x in words if x.code == CODE["SEASON"])
    low = season.text.lower()
    if low == "fall":
        if e.get("year") or e.get("dir"):
            return season.text[0].islower() or bool(e.get("year"))
        told = words[0].code == CODE["THE"] or _near(before, "bare_fall")
        return _near(before, "in_season") and _word(after) != "of" and told
    if season.text[0].isupper() and words[0] is season and before is not None and before.text[:1].isupper():
        return False
    if words[0].code == CODE["A"]:
        return False
    if low == "spring" and words[0] is season and not e.get("year"):
        return _near(before, "in_spring") or _word(after) == "offensive"
    return not _near(after, "season_name")


def _relative(e: Expression, words: Sequence[Lexeme], before: Lexeme | None, after: Lexeme | None) -> bool:
    unit, direction = e.get("unit"), e.get("dir")
    if e.get("whole"):
        return (
            unit in ("W", "MO", "Y", "Q")
            and _near(before, "whole")
            and not _near(after, "of_what")
            and not (after is not None and after.code == _YEAR)
        )
    if unit == "M" and direction in ("last", "this", "that", "same", "next"):
        return False
    return not (unit == "Q" and not direction and not e.get("edge"))


def _day_alone(e: Expression, words: Sequence[Lexeme], before: Lexeme | None, after: Lexeme | None) -> bool:
    if not _valid_days(e) or (after is not None and (after.code == _DASH or after.text[:1].isupper())):
        return False
    return _near(before, "on_the_nth") and (
        after is None or not after.text[:1].isalpha() or _near(after, "after_the_nth")
    )


def _and_day(e: Expression, words: Sequence[Lexeme], before: Lexeme | None, after: Lexeme | None) -> bool:
    return (
        1 <= int(e.slots["and_day"]) <= 31
        and _word(after) not in word_sets("context")["counted"]
        and not (after is not None and after.code == CODE["OTHER"] and after.text.endswith("s"))
    )


def _ago(e: Expression, words: Sequence[Lexeme], before: Lexeme | None, after: Lexeme | None) -> bool:
    """ "Two days after the attack" counts from the attack: the length alone is the expression."""
    if words[-1].text.lower() not in ("before", "after"):
        return True
    return after is None or not after.text[:1].isalnum() or _near(after, "clause_goes_on")


def _range(e: Expression, words: Sequence[Lexeme], before: Lexeme | None, after: Lexeme | None) -> bool:
    """ "Between 3 and 9 May" is a range, "3 and 9 May" is two dates."""
    joined = any(x.code == CODE["AND"] for x in words)
    if joined != (words[0].code == CODE["BETWEEN"]) or (after is not None and after.text == "%"):
        return False
    return _date(e, words, before, after) if "day" in e.slots else True


def _anchored(e: Expression, words: Sequence[Lexeme], before: Lexeme | None, after: Lexeme | None) -> bool:
    """ "Last two weeks" is a time, "will last two weeks" is a length."""
    return not (words[0].text.lower() == "last" and _near(before, "verb_last"))


def _quarter(e: Expression, words: Sequence[Lexeme], before: Lexeme | None, after: Lexeme | None) -> bool:
    if e.get("qnum"):
        return True
    if e.get("unit") == "H":
        if words[-1].code == CODE["HALF"] and any(x.code == _DASH for x in words) and _near(after, "half_yearly"):
            return e.get("ord") in ("1", "2")
        return bool(
            e.get("year") or e.get("dir") or (len(words) > 3 and e.get("ord") in ("1", "2") and words[-1].value == "Y")
        )
    return e.get("ord") in ("1", "2", "3", "4") and _word(after) != "of"


def _year_range(e: Expression, words: Sequence[Lexeme], before: Lexeme | None, after: Lexeme | None) -> bool:
    second = e.get("year2")
    if not _range(e, words, before, after):
        return False
    if len(second) == 4:
        return int(e.get("year")) < int(second) and _word(after) not in word_sets("context")["counted"]
    return (
        len(second) == 2
        and int(second) > int(e.get("year")[-2:])
        and len(e.get("year")) == 4
        and not (after is not None and after.code == _DASH)
    )


def _set(e: Expression, words: Sequence[Lexeme], before: Lexeme | None, after: Lexeme | None) -> bool:
    if e.get("adverb"):
        titled = words[0].text[0].isupper() and (
            before is None or before.text[:1].isupper() or (after is not None and after.text[:1].isupper())
        )
        return not titled
    if e.get("a"):
        return before is not None and (before.code in _FIGURE or _near(before, "times_a"))
    return True


def _present(e: Expression, words: Sequence[Lexeme], before: Lexeme | None, after: Lexeme | None) -> bool:
    if e.get("present"):
        return not (words[0].text == "Now" and after is not None and after.text[:1].isupper())
    return not e.get("past") or words[-1].text.lower() in ("past", "recently", "lately") or len(words) == 1


_CHECKS = {
    "date": _date, "range_days": _range, "range_dates": _range, "range_months": _range, "ago": _ago, "week_of": _date, "year": _year, "month": _month,
    "weekday": _weekday, "weekday_next": _weekday, "clock_day": _clock, "day_clock": _clock, "duration": _duration,
    "bare_part": _part, "season": _season, "relative_unit": _relative, "day_alone": _day_alone, "and_day": _and_day,
    "quarter": _quarter, "anchored": _anchored, "range_years": _year_range, "set": _set, "part_of": _date, "day_part": _date,
    "present": _present, "past": _present,
}  # fmt: skip
