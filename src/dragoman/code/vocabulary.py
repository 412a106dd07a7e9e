"""Small vocabularies of the claim builder, from data files beside it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import files


def _words(name: str) -> frozenset[str]:
    return frozenset(w for line in _lines(name) for w in line.split())


def _lines(name: str) -> list[str]:
    text = files("dragoman.code").joinpath(f"data/{name}").read_text("utf-8")
    return [line for line in text.splitlines() if line.strip() and not line.startswith("#")]


@cache
def loaded_words() -> frozenset[str]:
    """Words (lower case) that take a side."""
    return _words("loaded.txt")


@cache
def relief_words() -> frozenset[str]:
    """Words that make the sending of troops relief or peacekeeping."""
    return _words("relief.txt")


@cache
def result_verbs() -> frozenset[str]:
    """Lemmas that as a participle tell the result of an act of force."""
    return _words("result_verbs.txt")


@cache
def no_doers() -> frozenset[str]:
    """Lemmas of texts, measures and conditions, which are no party as the subject of an act."""
    return _words("no_doers.txt")


@cache
def contexts() -> dict[str, tuple[str, ...]]:
    """PLOVER contexts by lemma."""
    return {
        w: tuple(c.split(","))
        for c, words in (line.split("\t") for line in _lines("contexts.tsv"))
        for w in words.split()
    }


@cache
def cameo_by_mode() -> dict[tuple[str, str], str]:
    """The CAMEO code that a mode makes finer, by category and mode."""
    return {(e, m): code for e, m, code in (line.split("\t") for line in _lines("cameo_by_mode.tsv"))}


@dataclass(frozen=True, slots=True)
class Wanted:
    """What of a category's content gives it a mode: acts (categories, or category:mode) and lemmas."""

    mode: str
    cameo: str
    acts: frozenset[str]
    lemmas: frozenset[str]


@cache
def wanted() -> dict[str, tuple[Wanted, ...]]:
    """The modes of REQUEST, REJECT and THREATEN by what is wanted, refused or threatened, in the order of the table."""
    out: dict[str, tuple[Wanted, ...]] = {}
    for line in _lines("wanted.tsv"):
        category, mode, cameo, acts, lemmas = line.split("\t")
        row = Wanted(mode, cameo, frozenset(acts.split()), frozenset(lemmas.split()))
        out[category] = (*out.get(category, ()), row)
    return out
