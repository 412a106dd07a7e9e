"""The vocabulary of the places stage, loaded once: clue words, demonyms, abbreviations, common words, outlets."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from importlib.resources import files

from dragoman.extract.places.gazetteer.build import table
from dragoman.extract.places.gazetteer.names import fold


@cache
def clues() -> dict[str, frozenset[str]]:
    """Classes of each clue word (data/clues.tsv): locative, title, institution, street, type_before, ..."""
    out: dict[str, set[str]] = {}
    for r in table("clues.tsv"):
        out.setdefault(r["word"], set()).add(r["class"])
    return {w: frozenset(c) for w, c in out.items()}


@cache
def of_class(name: str) -> frozenset[str]:
    """All clue words of a class."""
    return frozenset(w for w, c in clues().items() if name in c)


@cache
def common_words() -> frozenset[str]:
    """English words that are also place names, lower case."""
    return _listed("common_words.txt")


@cache
def no_places() -> frozenset[str]:
    """Folded names of governments, institutions and markets that are also places (White House)."""
    return _listed("no_places.txt")


def _listed(name: str) -> frozenset[str]:
    text = files("dragoman.extract.places").joinpath("data", name).read_text("utf-8")
    return frozenset(line for line in text.splitlines() if line and not line.startswith("#"))


@cache
def demonyms() -> dict[str, str]:
    """Folded name of the place by demonym as it is written (Turkish, Turks: turkey)."""
    out = {}
    for r in table("demonyms.tsv"):
        for form in r["form"].split("|"):
            out[form] = fold(r["place"])
    for r in table("countries.tsv"):
        for form in r["demonyms"].split("|"):
            if form:
                out.setdefault(form, fold(r["name"]))
    return out


@cache
def demonym_starts() -> dict[str, int]:
    """Longest demonym, in words, that starts with a word."""
    out: dict[str, int] = {}
    for form in demonyms():
        words = form.split()
        out[words[0]] = max(out.get(words[0], 0), len(words))
    return out


@cache
def abbreviations() -> dict[str, tuple[str, str, bool]]:
    """Abbreviated states and provinces as written: (folded name, country, whether it is a bare postal code)."""
    out = {}
    for r in table("abbreviations.tsv"):
        for form in filter(None, r["abbreviations"].split("|")):
            out[form] = (fold(r["name"]), r["country"], False)
        if r["postal"]:
            out[r["postal"]] = (fold(r["name"]), r["country"], True)
    return out


@cache
def capitals() -> dict[str, str]:
    """Country code by folded name of its capital."""
    return {
        fold(n): r["code"] for r in table("countries.tsv") for n in (r["capital"], *r["capital_names"].split("|")) if n
    }


@cache
def disputes() -> dict[str, str]:
    """Who holds or claims a disputed place, by its name in our tables: the note of regions.tsv and towns.tsv."""
    return {
        r["name"]: r["note"]
        for name in ("regions.tsv", "towns.tsv")
        for r in table(name)
        if r["note"].startswith(("disputed", "partially", "country", "claimed", "held", "Armenian name"))
    }


@cache
def domain_countries() -> dict[str, str]:
    """Country code by the last part of an outlet's domain (uk: GBR)."""
    return {r["domain"]: r["code"] for r in table("domains.tsv")}


def has(word: str, names: Iterable[str]) -> bool:
    """Whether a lower-case word is of one of the classes."""
    found = clues().get(word)
    return found is not None and not found.isdisjoint(names)
