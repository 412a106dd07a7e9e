"""What a field's value may be: each reader gives the canonical value, or says what is wrong with it and what to write."""

from __future__ import annotations

import calendar
import difflib
import re
from collections.abc import Callable, Iterable

from dragoman.errors import BadValue
from dragoman.query.countries import country_code, country_names

Reader = Callable[[str], str]

_DATE = re.compile(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?")
_NUMBER = re.compile(r"(>=|<=|>|<|)\s*(\d+(?:\.\d+)?|\.\d+)")
_NOT_TEXT = re.compile(r'[^\w\s"|*]+')
_PIECE = re.compile(r'"([^"]*)"|(\S+)')
_WORD = re.compile(r"\w+")


def near(given: str, known: Iterable[str]) -> str:
    """``did you mean ...?`` where something known looks like what was given; else empty."""
    by_case = {k.casefold(): k for k in known}
    found = difflib.get_close_matches(given.casefold(), by_case, n=2, cutoff=0.6)
    return f"did you mean {' or '.join(by_case[f] for f in found)}? " if found else ""


def one_of(what: str, allowed: Iterable[str]) -> Reader:
    """One of a closed list, in any case."""
    known = {a.casefold(): a for a in allowed}

    def read(value: str) -> str:
        found = known.get(value.casefold())
        if found is None:
            listed = ", ".join(known.values())
            raise BadValue(f"{value!r} is no {what}.", remedy=f"{near(value, known.values())}use one of {listed}.")
        return found

    return read


def name(value: str) -> str:
    """A name, any text; with ``*`` at its end the beginning of one."""
    if value.strip("*") == "":
        raise BadValue(f"{value!r} would let everything through.", remedy="write the beginning of a name before the *.")
    return value


def country(value: str) -> str:
    """A country by code or name; as its code."""
    code = country_code(value)
    if code is None:
        if re.fullmatch(r"[A-Za-z]\w\w", value):  # a code of the user's own gazetteer
            return value.upper()
        raise BadValue(
            f"{value!r} is no country.",
            remedy=f"{near(value, country_names())}write its name or ISO 3166 alpha-3 code.",
        )
    return code


def pair(value: str) -> str:
    """Two parties: ``AZE-ARM``, or ``A,B`` where a name has a hyphen."""
    parts = [p.strip() for p in value.split("," if "," in value else "-")]
    if len(parts) != 2 or not all(p.strip("*") for p in parts):
        raise BadValue(f"{value!r} is no pair of parties.", remedy="write AZE-ARM, or two names with a comma between.")
    mark = "," if any("-" in p for p in parts) else "-"
    return mark.join(parts)


def sides(value: str) -> tuple[str, str]:
    """The two of a canonical pair."""
    a, _, b = value.partition("," if "," in value else "-")
    return a, b


def number(value: str) -> str:
    """A number with a comparison before it: ``>=10``, ``<3``, ``7``."""
    m = _NUMBER.fullmatch(value)
    if not m:
        raise BadValue(f"{value!r} is no number.", remedy="write 10, >=10, >10, <=10 or <10.")
    figure = float(m[2])
    if figure >= 1e18:
        raise BadValue(f"{value!r} is too large.", remedy="write a smaller number.")
    return f"{m[1]}{figure:.15g}" if "e" not in f"{figure:.15g}" else f"{m[1]}{figure:.0f}"


def compared(value: str) -> tuple[str, float]:
    """The comparison (an operator of SQL) and the figure of a canonical number."""
    m = _NUMBER.fullmatch(value)
    assert m, value
    return m[1] or "=", float(m[2])


def whole(value: str) -> str:
    """A positive whole number."""
    if not (value.isascii() and value.isdigit() and len(value) < 16):
        raise BadValue(f"{value!r} is no number.", remedy="write a number such as 3.")
    return str(int(value))


def period(value: str) -> str:
    """A year, a month or a day."""
    span(value)
    return value


def periods(value: str) -> str:
    """A year, a month, a day, or two of them with ``..`` between."""
    first, _, last = value.partition("..")
    if last and span(first)[0] > span(last)[1]:
        raise BadValue(f"{value!r} ends before it begins.", remedy="write the earlier date first.")
    span(first)
    return value


def span(value: str) -> tuple[str, str]:
    """First and last day of a year, month or day."""
    m = _DATE.fullmatch(value)
    try:
        if not m:
            raise ValueError
        year, month, day = m.groups()
        if int(year) < 1:
            raise ValueError
        days = calendar.monthrange(int(year), int(month or "12"))[1]
        if day and not 1 <= int(day) <= days:
            raise ValueError
        return f"{year}-{month or '01'}-{day or '01'}", f"{year}-{month or '12'}-{day or f'{days:02}'}"
    except (ValueError, calendar.IllegalMonthError) as e:
        raise BadValue(f"{value!r} is no date.", remedy="write 2020, 2020-09 or 2020-09-27.") from e


def both_ends(value: str) -> tuple[str, str]:
    """First and last day of a canonical ``periods``."""
    first, _, last = value.partition("..")
    return span(first)[0], span(last or first)[1]


def text(value: str) -> str:
    """Words that a story must all have; ``"..."`` a phrase, ``|`` either, ``*`` at a word's end its beginning."""
    kept = " ".join(_NOT_TEXT.sub(" ", value).split())
    if kept.count('"') % 2:
        kept = kept.replace('"', " ")
    sides = [" ".join(s.split()) for s in kept.split("|")]
    kept = " | ".join(s for s in sides if _WORD.search(s))
    if not kept or not match_of(kept):
        raise BadValue(f"there is no word in {value!r}.", remedy="search for words.")
    return kept


def match_of(value: str) -> str:
    """The same for SQLite's full-text index: every word is quoted, so none is an operator."""
    return " OR ".join(f"({m})" for side in value.split("|") if (m := _all_of(side)))


def _all_of(side: str) -> str:
    found = []
    for phrase, word in _PIECE.findall(side):
        words = _WORD.findall(phrase or word)
        if words:
            found.append(f'"{" ".join(words)}"' + (" *" if word.endswith("*") else ""))
    return " AND ".join(found)


def given(value: str) -> str:
    """As it is."""
    return value


def cameo(value: str) -> str:
    """A CAMEO code: two to four digits, some with a letter at the end."""
    if not re.fullmatch(r"\d{1,4}[a-z]?", value):
        raise BadValue(f"{value!r} is no CAMEO code.", remedy="write 19, 193 or 1823.")
    return value
