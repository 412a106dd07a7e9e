"""The filter: ``actor=AZE event=ASSAULT from=2020-09 to=2020-11 text:shelling``, as text or as a URL's query.

Each field becomes one SQL condition over current_claims (as ``c``) with bound values: nothing of a filter is ever
pasted into SQL.
"""

from __future__ import annotations

import calendar
import re
import shlex
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from dragoman.errors import BadValue

_PARTY = (
    "EXISTS (SELECT 1 FROM parties p WHERE p.document = c.document AND p.claim = c.claim AND p.role = '{role}'"
    " AND (p.code = :v OR p.name = :v OR instr(' ' || p.sector || ' ', ' ' || :v || ' ')))"
)
FIELDS: Mapping[str, str] = {
    "actor": _PARTY.format(role="actor"),
    "recipient": _PARTY.format(role="recipient"),
    "event": "c.event = :v",
    "mode": "EXISTS (SELECT 1 FROM claim_modes m WHERE m.document = c.document AND m.claim = c.claim AND m.mode = :v)",
    "kind": "c.kind = :v",
    "factuality": "c.factuality = :v",
    "country": "EXISTS (SELECT 1 FROM event_locations g WHERE g.document = c.document AND g.claim = c.claim"
    " AND g.country_code = :v)",
    "source": "EXISTS (SELECT 1 FROM claim_attribution x JOIN attributions a USING (document, attribution)"
    " WHERE x.document = c.document AND x.claim = c.claim AND (a.code = :v OR a.name = :v OR a.source_type = :v))",
    "document": "c.document_id = :v",
    "from": "COALESCE(c.enddate, c.date) >= :v",
    "to": "COALESCE(c.date, c.enddate) <= :v",
    "text": "c.document IN (SELECT rowid FROM document_search WHERE document_search MATCH :v)",
}
"""Condition of each field; ``:v`` is its value."""

_DATE = re.compile(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?")
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Filter:
    """Conditions that must all hold; of one field given twice, either."""

    terms: tuple[tuple[str, str], ...] = ()

    def sql(self) -> tuple[str, list[str]]:
        """A WHERE expression over ``current_claims c`` and its values."""
        by_field: dict[str, list[str]] = {}
        for name, value in self.terms:
            by_field.setdefault(name, []).append(value)
        parts, values = [], []
        for name, wanted in by_field.items():
            condition = FIELDS[name].replace(":v", "?")
            uses = condition.count("?")
            parts.append("(" + " OR ".join([condition] * len(wanted)) + ")")
            values += [v for value in wanted for v in [value] * uses]
        return " AND ".join(parts) or "1", values

    def __str__(self) -> str:
        return " ".join(shlex.quote(f"{n}:{v}" if n == "text" else f"{n}={v}") for n, v in self.terms)


def parse_filter(given: str | Iterable[tuple[str, str]]) -> Filter:
    """A filter from text, or from the pairs of a URL's query (empty values are passed over). Raises BadValue."""
    if isinstance(given, str):
        try:
            words = shlex.split(given)
        except ValueError as e:
            raise BadValue(f"the filter has an open quote: {given!r}.", remedy="close it.") from e
        pairs = [_pair(w) for w in words]
    else:
        pairs = [(n, v.strip()) for n, v in given if v.strip()]
    return Filter(tuple(_term(n, v) for n, v in pairs))


def _pair(word: str) -> tuple[str, str]:
    name, mark, value = re.match(r"([a-z]*)([=:]?)(.*)", word, re.DOTALL).groups()  # type: ignore[union-attr]
    return (name, value) if mark and name else ("text", word)


def _term(name: str, value: str) -> tuple[str, str]:
    if name not in FIELDS:
        raise BadValue(f"there is no field {name!r} to filter by.", remedy=f"use one of {', '.join(FIELDS)}.")
    if not value.isprintable():
        raise BadValue(f"a filter's value holds characters that no field has: {value!r}.", remedy="leave them out.")
    if name in ("from", "to"):
        return name, _day(value, last=name == "to")
    if name == "text":
        words = _WORD.findall(value)
        if not words:
            raise BadValue(f"there is no word in {value!r}.", remedy="search for words.")
        return name, " ".join(f'"{w}"' for w in words)
    return name, value


def _day(value: str, *, last: bool) -> str:
    """The first or last day of a year, month or day."""
    m = _DATE.fullmatch(value)
    try:
        if not m:
            raise ValueError
        year, month, day = m.groups()
        month = month or ("12" if last else "01")
        days = calendar.monthrange(int(year), int(month))[1]
        if day and not 1 <= int(day) <= days:
            raise ValueError
        return f"{year}-{month}-{day or (days if last else 1):0>2}"
    except (ValueError, calendar.IllegalMonthError) as e:
        raise BadValue(f"{value!r} is no date.", remedy="write 2020, 2020-09 or 2020-09-27.") from e
