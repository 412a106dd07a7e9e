"""The filter: ``actor=AZE event=ASSAULT from=2020-09 -source=narrator toll>=10 text:shelling``, as text or as a URL's query.

Terms must all hold; of one field given twice, either. Each becomes a SQL condition with bound values: nothing of a filter
is ever pasted into SQL.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple
from urllib.parse import urlencode

from dragoman.errors import BadValue
from dragoman.query.conditions import UNDATED, Condition, Engine
from dragoman.query.fields import FIELDS, MEANT
from dragoman.query.values import near

_MARKED = re.compile(r"(-?)([A-Za-z_]+)(>=|<=|!=|=|:|>|<)(.*)", re.DOTALL)
_TIMED = frozenset({"from", "to", "date"})
_LONGEST = 2000
_MOST = 200


class Term(NamedTuple):
    """One condition: the field, its canonical value, and whether it must not hold."""

    field: str
    value: str
    negated: bool = False

    def __str__(self) -> str:
        mark = ":" if self.field == "text" else "" if self.value[:1] in "<>" and FIELDS[self.field].numeric else "="
        return _quoted(f"{'-' * self.negated}{self.field}{mark}{self.value}")


class Group(NamedTuple):
    """Conditions of one field of which one must hold; of a negated one it must not."""

    conditions: tuple[Condition, ...]
    negated: bool = False
    undated: bool = False

    def check(self, engine: Engine = "sqlite", *, indexed: bool = True) -> tuple[str, list[Any]]:
        """True of a claim ``c``; with its values."""
        parts = [f"({c.check(engine, indexed=indexed)})" for c in self.conditions]
        if self.undated:
            parts.append(UNDATED.replace("x.", "c."))
        either = " OR ".join(parts)
        return f"NOT COALESCE(({either}), FALSE)" if self.negated else f"({either})", [
            v for c in self.conditions for v in c.values
        ]


@dataclass(frozen=True, slots=True)
class Filter:
    """Terms that a claim must fulfil. ``str()`` and :meth:`query` give it back as it can be read again."""

    terms: tuple[Term, ...] = ()

    def groups(self) -> list[Group]:
        """The conditions: all groups must hold."""
        undated = any(t.field == "undated" and t.value == "yes" for t in self.terms)
        only = any(t.field == "undated" and t.value == "only" for t in self.terms)
        either: dict[str, list[Condition]] = {}
        out = []
        for n, t in enumerate(self.terms):
            field = FIELDS[t.field]
            if only and t.field in _TIMED:
                continue
            condition = field.where(t.value)
            if t.negated:
                out.append(Group((condition,), True))
            elif field.all:
                either[f"{t.field} {n}"] = [condition]
            else:
                either.setdefault(t.field, []).append(condition)
        return [Group(tuple(found), False, undated and name in _TIMED) for name, found in either.items()] + out

    def sql(self, engine: Engine = "sqlite") -> tuple[str, list[Any]]:
        """A WHERE expression over ``current_claims c`` and its values."""
        checks = [g.check(engine) for g in self.groups()]
        return " AND ".join(sql for sql, _ in checks) or "1 = 1", [v for _, values in checks for v in values]

    def pairs(self) -> list[tuple[str, str]]:
        """As the pairs of a URL's query."""
        return [("-" * t.negated + t.field, t.value) for t in self.terms]

    def query(self) -> str:
        """As a URL's query."""
        return urlencode(self.pairs())

    def values(self, field: str) -> list[str]:
        """What the filter asks of a field, apart from what must not be."""
        return [t.value for t in self.terms if t.field == field and not t.negated]

    def with_term(self, field: str, value: str) -> Filter:
        """The same with one term more."""
        term = Term(field, value)
        return self if term in self.terms else Filter((*self.terms, term))

    def without(self, field: str, value: str | None = None) -> Filter:
        """The same without a field, or without one value of it."""
        return Filter(tuple(t for t in self.terms if t.field != field or (value is not None and t.value != value)))

    def __str__(self) -> str:
        return " ".join(map(str, self.terms))


def parse_filter(given: str | Iterable[tuple[str, str]]) -> Filter:
    """A filter from text, or from the pairs of a URL's query (empty values are passed over). Raises BadValue with the word
    at fault and a remedy."""
    if isinstance(given, str):
        terms = list(_terms(_words(given)))
    else:
        terms = [_paired(n, v.strip()) for n, v in given if v.strip()]
    terms = list(dict.fromkeys(terms))
    if len(terms) > _MOST:
        raise BadValue(f"the filter has {len(terms)} terms.", remedy=f"ask for {_MOST} at most.")
    for name in {t.field for t in terms if FIELDS[t.field].once}:
        found = [str(t) for t in terms if t.field == name]
        if len(found) > 1:
            raise BadValue(f"{' and '.join(found)} cannot both hold.", remedy=f"give {name} once.")
    return Filter(tuple(terms))


def parse_arguments(arguments: Sequence[str]) -> Filter:
    """A filter from a command's arguments. Of several, one with spaces in its value is one term: the shell took the
    quotes away."""
    if len(arguments) == 1:
        return parse_filter(arguments[0])
    return Filter(
        tuple(t for a in arguments for t in (parse_filter(a) if _several(a) else parse_filter(_whole(a))).terms)
    )


def _several(argument: str) -> bool:
    words = argument.split()
    marked = [w for w in words[1:] if (m := _MARKED.fullmatch(w)) and m[2].lower() in FIELDS]
    return len(words) < 2 or bool(marked) or not _MARKED.fullmatch(argument) or "'" in argument or '"' in argument


def _whole(argument: str) -> list[tuple[str, str]]:
    m = _MARKED.fullmatch(argument)
    assert m
    return [(m[1] + m[2].lower(), m[4] if m[3] in "=:" else m[3] + m[4])]


def _words(text: str) -> list[str]:
    """Words parted by spaces; quotes hold one together. Double quotes stay in what is searched as text: there they mean a
    phrase."""
    out, word, at = list[str](), None, 0
    while at < len(text):
        c = text[at]
        if c in "'\"":
            end = text.find(c, at + 1)
            if end < 0:
                raise BadValue(f"the filter has an open quote: {text[at:]!r}.", remedy=f"close it with {c}.")
            bare = re.fullmatch(r"-?(text:.*)?", word or "", re.DOTALL)
            word = (word or "") + (text[at : end + 1] if c == '"' and bare else text[at + 1 : end])
            at = end + 1
            continue
        if c.isspace():
            if word is not None:
                out.append(word)
            word = None
        else:
            word = (word or "") + c
        at += 1
    return out if word is None else [*out, word]


def _terms(words: Sequence[str]) -> Iterable[Term]:
    negate = False
    for n, word in enumerate(words):
        if word.lower() == "not" and n + 1 < len(words):
            negate = True
            continue
        term = _marked(word)
        yield term._replace(negated=term.negated != negate)
        negate = False


def _marked(word: str) -> Term:
    m = _MARKED.fullmatch(word)
    if not m:
        minus = word.startswith("-") and len(word) > 1
        return _term("text", word[minus:], minus)
    minus, name, mark, value = m[1] == "-", m[2].lower(), m[3], m[4].strip()
    if not value:
        raise BadValue(f"{word!r} has no value.", remedy=f"write one after {mark}, or leave the word out.")
    if mark == "!=":
        return _term(name, value, not minus)
    return _term(name, value if mark in "=:" else mark + value, minus, compared=mark not in "=:")


def _paired(name: str, value: str) -> Term:
    minus = name.startswith("-")
    return _term(name[minus:].lower(), value, minus)


def _term(name: str, value: str, negated: bool, *, compared: bool = False) -> Term:
    field = FIELDS.get(name)
    if field is None:
        meant = f"did you mean {MEANT[name]}? " if name in MEANT else near(name, FIELDS)
        raise BadValue(f"there is no field {name!r} to filter by.", remedy=f"{meant}use one of {', '.join(FIELDS)}.")
    if not value.isprintable():
        raise BadValue(f"a filter's value holds characters that no field has: {value!r}.", remedy="leave them out.")
    if len(value) > _LONGEST:
        raise BadValue(f"the value of {name} has {len(value)} characters.", remedy=f"give {_LONGEST} at most.")
    if compared and not field.numeric:
        raise BadValue(f"{name} cannot be compared: {name}{value}.", remedy=f"write it as in {field.example}.")
    if negated and field.once:
        raise BadValue(f"{name} cannot be negated.", remedy=f"write it as in {field.example}.")
    return Term(name, field.read(value), negated)


def _quoted(word: str) -> str:
    """The word so that :func:`_words` gives it back."""
    if re.fullmatch(r"-?text:.*", word):
        return word if not re.search(r"\s", re.sub(r'"[^"]*"', "", word)) else f"'{word}'"
    if not re.search(r"[\s'\"]", word):
        return word
    return "'" + word.replace("'", "'\"'\"'") + "'"
