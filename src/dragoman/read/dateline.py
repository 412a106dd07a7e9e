"""Datelines and bylines in agencies' manners: "GOMA, Congo, June 3 (Reuters) -", "ANKARA- Anadolu Agency", "KYIV —"."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

_MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
_MONTH = r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Sept|Oct|Nov|Dec|JAN|FEB|MAR|APR|MAY|JUN|JUL|AUG|SEP|SEPT|OCT|NOV|DEC)[a-zA-Z]{0,6}"
_DATE = rf"(?P<date>(?:{_MONTH}\.?\s\d{{1,2}}|\d{{1,2}}\s{_MONTH}\.?)(?:,?\s\d{{4}}|\s\d{{2}})?)"
_WORD = r"[A-ZÀ-ÖØ-Þ][\w.'’\-]*"
_PLACE = rf"(?P<place>{_WORD}(?:[ /](?:{_WORD}|al|el|de|la|of|and|the|du|do|da)){{0,5}}(?:,\s{_WORD}(?:\s{_WORD}){{0,3}}){{0,3}}?)(?:\s\((?P<country>[A-Z][A-Za-z .]{{2,30}})\))?"
_AGENCY = r"[^()\n]{2,40}"
_DASH = r"(?:--|—|–|―|-|_|\.-|\.—|\.--)"
_NO_DATE = r"(?:,?\s(?:NO DATE|NO DAY GIVEN))"
_FORMS = [
    re.compile(
        rf"{_PLACE}(?:,?\s{_DATE}|{_NO_DATE})?\s?[.,:]?\s?\((?P<agency>{_AGENCY})\)\s?(?:\.?\s?{_DASH}|:|\.)?(?=\s|$)(?:\s\[[A-Za-z]+\])?"
    ),
    re.compile(rf"{_PLACE}(?:,?\s{_DATE})?\s?[.,:]?\s?/(?P<agency>[A-Z\-]{{2,20}})/\.?(?=\s|$)"),
    re.compile(rf"{_PLACE}(?:,?\s{_DATE})\s?[.:]?\s?{_DASH}(?=\s|$)"),
    re.compile(rf"{_PLACE}\s?(?:{_DASH}|\||:)(?=\s|$)"),
]
_INLINE = re.compile(
    r"(?<=\s)(?P<place>(?:[A-Z][A-Z.'’\-]+(?:\s[A-Z][A-Z.'’\-]+){0,4}|[A-Z][a-z]+)(?:,\s[A-Z][\w.]+(?:\s[A-Z][\w.]+){0,2})?)"
    rf"(?:,?\s{_DATE})?\s?\((?P<agency>{_AGENCY})\)\s?{_DASH}(?=\s)"
)
"""A dateline in the middle of a line: a headline, perhaps a byline, stand before it."""
_BY_BEFORE = re.compile(r"\b[Bb]y\s(?:[\w.'’\-]+\s(?:and\s)?){0,6}$")
_TAGS = re.compile(r"(?:\s*\[[^\[\]]{1,160}\])+\s*")
_LINE = re.compile(rf"{_PLACE}\s?(?:{_DASH}|/|,|:)?\s?(?P<agency>{_AGENCY})$")
_PLACE_AND_NAME = re.compile(rf"{_PLACE}\s?(?:{_DASH})\s?(?P<agency>[A-Z][\w.&' ]{{2,38}})$")
_BYLINE = re.compile(
    r"(?:By|BY)\s[A-Z][\w.'’\-]*(?:\s(?:and\s)?[A-Z][\w.'’\-]*|,){0,8}(?:,?\s(?:and|in|of)\s[\w\s,.']{1,60})?$"
)


@cache
def agencies() -> dict[str, str]:
    """Canonical name of an agency by each of its forms, lower case."""
    text = files("dragoman.read").joinpath("data/agencies.tsv").read_text("utf-8")
    rows = (line.split("\t") for line in text.splitlines()[1:] if line)
    return {form.lower(): name for name, forms in rows for form in forms.split("|")}


@cache
def slugs() -> frozenset[str]:
    """Words in capitals before a colon that are labels of the desk and no place."""
    text = files("dragoman.read").joinpath("data/slugs.txt").read_text("utf-8")
    return frozenset(w for line in text.splitlines() if not line.startswith("#") for w in line.split())


@dataclass(frozen=True, slots=True)
class Dateline:
    """A dateline: characters of the text, its place, the words of its date, its agency."""

    start: int
    end: int
    place_start: int
    place_end: int
    date: str | None
    agency: str | None


def find_dateline(text: str, start: int, end: int, *, alone: bool = False) -> Dateline | None:
    """The dateline at the start of a paragraph. ``alone``: it may fill the paragraph, with no words after it."""
    if alone:
        found = _whole_line(text, start, end)
        if found is not None:
            return found
    head = text[start : min(end, start + 160)]
    for n, form in enumerate(_FORMS):
        m = form.match(head)
        if m is None:
            continue
        place, agency = m.group("place"), (m.groupdict().get("agency") or "").strip() or None
        date = m.groupdict().get("date")
        if n == 3 and not _looks_filed(place, m.group(), head[m.end() :]):
            continue
        if n == 0 and not (agency and (agency.lower() in agencies() or date or _filed_before_a_dash(place, m.group()))):
            continue
        if m.end() >= len(head.rstrip()) and not alone:
            continue
        a = start + m.start("place")
        return Dateline(start, start + m.end(), a, a + len(place), date, _agency(agency))
    return None


def find_inline(text: str, start: int, end: int) -> Dateline | None:
    """A dateline of a known agency within the first line, behind a headline that runs into it."""
    head = text[start : min(end, start + 320)]
    m = _INLINE.search(head)
    if m is None or m.group("agency").strip().lower() not in agencies():
        return None
    place, a = m.group("place"), m.start("place")
    if re.search(r"[a-z]{3}[.!?]\s", head[:a]):
        return None
    if place.split(",")[0].isupper() and _BY_BEFORE.search(head[:a]):
        # "By JANE DOE PORT MORESBY (AP)": the first two words are the writer's
        words = place.split(" ")
        named = len(re.split(r"\b(?:by|By|and)\s", head[:a])[-1].split())
        skip = min(max(0, 2 - named), len(words) - 1)
        a += sum(len(w) + 1 for w in words[:skip])
    a += start
    return Dateline(a, start + m.end(), a, start + m.end("place"), m.group("date"), _agency(m.group("agency")))


def editorial_tags(text: str, start: int, end: int) -> int:
    """Where a monitoring service's bracketed tags at the head of a story end: "[REPORT] [TEXT] The army ..."."""
    m = _TAGS.match(text, start, end)
    return m.end() if m else start


def _whole_line(text: str, start: int, end: int) -> Dateline | None:
    """A paragraph that is nothing but a dateline: "ANKARA- Anadolu Agency"."""
    line = text[start:end].strip()
    if len(line) >= 60:
        return None
    a = start + len(text[start:end]) - len(text[start:end].lstrip())
    m = _LINE.match(line)
    if m and m.group("agency").strip().lower() in agencies():
        return Dateline(a, a + len(line), a, a + len(m.group("place")), None, _agency(m.group("agency")))
    m = _PLACE_AND_NAME.match(line)
    if m and m.group("place").isupper():
        return Dateline(a, a + len(line), a, a + len(m.group("place")), None, m.group("agency").strip())
    return None


def _filed_before_a_dash(place: str, whole: str) -> bool:
    """A town in capitals and an agency that nobody knows want a dash: "THE LIBERATION FRONT (FLF) SAID" is a sentence in capitals."""
    return place.isupper() and bool(re.search(rf"{_DASH}(?:\s\[[A-Za-z]+\])?$", whole.rstrip()))


def _looks_filed(place: str, whole: str, after: str) -> bool:
    """Without a date or an agency, a dateline is a place in capitals before a dash or colon ("KYIV —", "ISLAMABAD: The"),
    or a town and what it is in before a long dash ("Beirut, Lebanon — A")."""
    letters = [c for c in place if c.isalpha()]
    first = place.split(",")[0]
    if not letters or not after[:1].isspace() or not after.strip():
        return False
    if whole.rstrip()[-1] in ":|":
        if "-" in place or whole.rstrip()[:-1] != place or set(place.split()) & slugs():
            return False
        return first.isupper() and len(first) > 3 and after.strip()[:1].isupper() and not after.strip()[:4].isupper()
    if first.isupper() and len(first) > 2:
        return True
    return place.count(",") == 1 and whole.rstrip()[-1] in "—–" and len(place.split()) <= 4


def _agency(text: str | None) -> str | None:
    if not text:
        return None
    return agencies().get(text.strip().lower(), text.strip())


def is_byline(line: str) -> bool:
    """Is a short line a byline ("By Jane Doe in Goma")."""
    return len(line) < 100 and bool(_BYLINE.match(line.strip()))


def dateline_day(words: str, published: str | None) -> str | None:
    """The ISO date of a dateline; a missing year is the one that puts it nearest to the publication day."""
    m = re.search(r"([A-Za-z]{3})", words)
    digits = re.findall(r"\d+", words)
    if not m or not digits or m.group(1).lower() not in _MONTHS:
        return None
    month, day = _MONTHS.index(m.group(1).lower()) + 1, int(digits[0])
    try:
        if len(digits) > 1:
            year = int(digits[1])
            return dt.date(year if year > 99 else 1900 + year if year > 50 else 2000 + year, month, day).isoformat()
        if not published:
            return None
        near = dt.date.fromisoformat(published[:10])
        options = [dt.date(y, month, day) for y in (near.year - 1, near.year, near.year + 1)]
    except ValueError:
        return None
    return min(options, key=lambda d: abs((d - near).days)).isoformat()


def opening(text: str, most: int) -> str:
    """How a text begins, behind its dateline, on one line of at most ``most`` characters: it names a story without a headline."""
    text = text.strip()[: 4 * most]
    filed = find_dateline(text, 0, len(text))
    body = (text[filed.end :] if filed else text).lstrip("-–— \r\n")
    first = " ".join(re.split(r"\r?\n[ \t]*\r?\n", body, maxsplit=1)[0].split())
    return first if len(first) <= most else first[:most].rsplit(" ", 1)[0] + " …"
