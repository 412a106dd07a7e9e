"""The actor lexicons: tables read from ``data/``, indexed by first word."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from dragoman.extract.actors.leaders import leader_entries
from dragoman.extract.actors.tables import Entry, listed, parse_table, rows, sectors
from dragoman.extract.actors.words import casing, fold, plural, words

_SMALL = frozenset("al el the of and in for de la le du des y e der und a".split())


@dataclass(frozen=True, slots=True)
class Form:
    """A written form of entries: its first word and the rest, and the casing that each word needs."""

    first: str
    rest: tuple[str, ...]
    case: tuple[str, ...]
    entries: tuple[Entry, ...]


Index = dict[str, list[Form]]


class Builder:
    """Collects written forms and makes the index of them."""

    def __init__(self) -> None:
        self.forms: dict[tuple[tuple[str, ...], tuple[str, ...]], list[Entry]] = {}

    def add(self, form: str, entry: Entry) -> None:
        """One more written form of an entry. Lower-case forms match in any case."""
        key = (words(form), casing(form))
        if key[0]:
            have = self.forms.setdefault(key, [])
            if entry not in have:
                have.append(entry)

    def index(self) -> Index:
        """Forms by first word, the longest first."""
        out: Index = {}
        for (ws, case), entries in self.forms.items():
            out.setdefault(ws[0], []).append(Form(ws[0], ws[1:], case, tuple(entries)))
        for forms in out.values():
            forms.sort(key=lambda f: (-len(f.rest), sum(c == "lower" for c in f.case)))
        return out


def fits(form: Form, text_case: list[str]) -> bool:
    """Does the casing in the text allow this form? A name's words begin with capitals, an acronym is in capitals."""
    for n, want in enumerate(form.case):
        if want == "lower":
            continue
        have = text_case[n]
        if have == "upper":
            continue
        if want == "upper":
            length = len(form.rest[n - 1]) if n else 9
            if have == "title" and (len(form.case) > 1 or (n == 0 and length >= 4 and _wordlike(form))):
                continue
            return False
        small = form.rest[n - 1] in _SMALL if n else len(form.case) > 1 and form.first in _SMALL
        if have == "lower" and not small:
            return False
    return True


def is_body(word: str) -> bool:
    """Is this one word, in capitals, the name of an organisation or a group?"""
    return any(
        not f.rest and any(e.kind in ("organisation", "group") and e.cls not in ("role", "organ") for e in f.entries)
        for f in index().get(fold(word), ())
    )


def _wordlike(form: Form) -> bool:
    """British papers write Nato, Unesco, Isis: acronyms of four letters and more in title case."""
    return any("acronym" in e.flags for e in form.entries)


def _names(b: Builder, table: str, cls: str, **fixed: Any) -> None:
    for r in rows(table):
        e = Entry(
            cls=cls, name=r["name"], code=r.get("code") or None, sector=sectors(r.get("sector", "")),
            kind=r.get("kind") or fixed.get("kind", "organisation"), office=r.get("office") or None,
            start=r.get("from") or None, end=r.get("to") or None, flags=frozenset(listed(r.get("flags", ""))),
            source=f"{table}: {r['name']}",
        )  # fmt: skip
        for form in [r["name"], *listed(r.get("aliases", ""))]:
            short = form.isupper() and len(fold(form)) >= 4 and " " not in form
            b.add(form, replace(e, flags=e.flags | {"acronym"}) if short else e)


def _leaders(b: Builder) -> None:
    """Full names and their spellings. A surname alone is looked up apart (see :mod:`dragoman.extract.actors.surnames`)."""
    for e, r in leader_entries():
        for form in [r["name"], *listed(r["aliases"])]:
            b.add(form, e)


def _nouns(b: Builder, table: str, cls: str) -> None:
    for r in rows(table):
        flags = frozenset(listed(r.get("flags", "")))
        e = Entry(
            cls=cls, name=r["noun"], code=r.get("code") or None, sector=sectors(r.get("sector", "")),
            kind=r.get("kind") or ("person" if cls == "office" else "group"), office=r.get("office") or None,
            flags=flags, source=f"{table}: {r['noun']}",
        )  # fmt: skip
        many = r.get("plural", "")
        if "plural" in flags:
            b.add(r["noun"], replace(e, plural=True))
            continue
        b.add(r["noun"], e)
        if many != "-":
            p = replace(e, plural=True, kind="group" if e.kind == "person" else e.kind)
            b.add(many or plural(r["noun"]), p)


def _modifiers(b: Builder) -> None:
    for r in rows("modifiers.tsv"):
        e = Entry(
            "modifier",
            r["word"],
            r.get("code") or None,
            sectors(r["sector"]),
            flags=frozenset({r["effect"]}),
            source=f"modifiers.tsv: {r['word']}",
        )
        b.add(r["word"], e)


_LESS_MEANT = frozenset({"COG"})
"""Of two states of one name, the one that news means less often: "Congo" is COD where nothing tells."""


def _places(b: Builder) -> None:
    for r in sorted(country_rows(), key=lambda r: r["code"] in _LESS_MEANT):
        code, name = r["code"], r["name"]
        e = Entry("country", name, code, kind="place", source=f"countries: {name}")
        for form in [name, *listed(r["other_names"])]:
            b.add(form, e)
        for form in listed(r["demonyms"]):
            d = Entry("demonym", name, code, kind="place", source=f"demonym of {name}")
            b.add(form, d)
            if not form.endswith(("s", "sh", "ch", "ese")):
                b.add(form + "s", replace(d, plural=True, kind="population"))
        if r.get("capital"):
            for form in [r["capital"], *listed(r.get("capital_names", ""))]:
                if words(form) != words(name):
                    b.add(form, Entry("capital", name, code, ("GOV",), "organisation", source=f"capital of {name}"))
    for r in rows("demonyms.tsv"):
        b.add(
            r["form"],
            Entry(
                "demonym",
                r["name"],
                r["code"] or None,
                kind="population" if r["plural"] else "place",
                plural=bool(r["plural"]),
                source=f"demonyms.tsv: {r['form']}",
            ),
        )
    for r in rows("regions.tsv"):
        pre = ("PRE",) if r["status"] == "PRE" else ()
        e = Entry(
            "region",
            r["name"],
            r["code"] or None,
            pre,
            "place",
            start=r.get("from") or None,
            end=r.get("to") or None,
            source=f"regions.tsv: {r['name']}",
        )
        for form in [r["name"], *listed(r["aliases"])]:
            b.add(form, e)
        for form in listed(r["adjectives"]):
            b.add(form, replace(e, flags=frozenset({"adj"})))
    for r in rows("peoples.tsv"):
        e = Entry("people", r["name"], r["code"] or None, kind="population", source=f"peoples.tsv: {r['name']}")
        for form in [r["name"], *listed(r["forms"])]:
            b.add(form, e)
        for form in listed(r["plurals"]):
            b.add(form, replace(e, plural=True))


@cache
def country_rows() -> tuple[dict[str, str], ...]:
    """The countries' own table (of the places stage): code, names, demonyms, capital."""
    path = files("dragoman.extract.places") / "data" / "countries.tsv"
    return tuple(parse_table(path.read_text(encoding="utf-8")))


@cache
def country_names() -> dict[str, str]:
    """Country names by code."""
    return {r["code"]: r["name"] for r in country_rows()}


@cache
def index() -> Index:
    """All shipped lexicons in one index. Where two tables hold the same form, the earlier table's entry comes first."""
    b = Builder()
    _names(b, "groups.tsv", "group", kind="group")
    _names(b, "organisations.tsv", "organisation")
    _names(b, "institutions.tsv", "institution")
    _names(b, "parties.tsv", "party")
    _names(b, "seats.tsv", "seat")
    _leaders(b)
    _places(b)
    _nouns(b, "offices.tsv", "office")
    _nouns(b, "organs.tsv", "organ")
    _nouns(b, "roles.tsv", "role")
    _modifiers(b)
    return b.index()


def user_index(path: Path) -> Index:
    """The index of a user's own list (see :mod:`dragoman.extract.actors.users`)."""
    from dragoman.extract.actors.users import load_user_actors

    b = Builder()
    for entry, forms in load_user_actors(path):
        for form in forms:
            b.add(form, entry)
    return b.index()


def best(entries: Iterable[Entry], when: str | None) -> Entry:
    """The meaning in force at a date; without a date, the first in its table."""
    many = list(entries)
    return next((e for e in many if e.holds(when)), many[0])
