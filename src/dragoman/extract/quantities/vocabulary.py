"""The words of counts, from the data files: numbers, bounds, kinds, units, measures, scope."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Literal, cast

from dragoman.record import QuantityKind

Frame = Literal["obj", "subj", "noun", "adj", "of", "light", "loss"]
Bound = Literal["least", "more", "most", "less", "about", "plain"]
FRAMES: frozenset[str] = frozenset(["obj", "subj", "noun", "adj", "of", "light", "loss"])
BOUNDS: frozenset[str] = frozenset(["least", "more", "most", "less", "about", "plain"])


def lines(name: str) -> list[str]:
    """Lines of a data file, without comments."""
    text = files("dragoman.extract.quantities").joinpath(f"data/{name}").read_text("utf-8")
    return [line for line in text.splitlines() if line and not line.startswith("# ") and line != "#"]


def rows(name: str) -> list[list[str]]:
    """Cells of a tab-separated data file."""
    return [line.split("\t") for line in lines(name)]


def word_set(name: str) -> frozenset[str]:
    """All words of a list."""
    return frozenset(w for line in lines(name) for w in line.split())


@dataclass(frozen=True, slots=True)
class KindRow:
    """One meaning of a word in a frame: the kind, and what must be counted for it (person, thing, any)."""

    kind: QuantityKind
    of: str


@cache
def accredited() -> frozenset[str]:
    """Lemmas of those who are sent home, not driven from it (envoys.txt)."""
    return word_set("envoys.txt")


@cache
def kinds() -> dict[tuple[str, str], tuple[KindRow, ...]]:
    """Meanings by (lemma, frame), in the order of the file."""
    out: dict[tuple[str, str], tuple[KindRow, ...]] = {}
    for kind, frame, of, lemmas in rows("kinds.tsv"):
        for lemma in lemmas.split():
            out[lemma, frame] = (*out.get((lemma, frame), ()), KindRow(cast(QuantityKind, kind), of))
    return out


@cache
def units() -> dict[str, str]:
    """Unit by lemma of the thing counted. The first row that has a word decides."""
    out: dict[str, str] = {}
    for unit, words in rows("units.tsv"):
        for w in words.split():
            out.setdefault(w, unit)
    return out


@cache
def number_words() -> dict[str, tuple[str, int]]:
    """(class, value) by number word; classes unit, teen, ten, scale, abbreviation."""
    return {w: (cls, int(v)) for w, cls, v in rows("number_words.tsv")}


@cache
def vague() -> dict[tuple[str, ...], int]:
    """Least number by vague phrase."""
    return {tuple(w.split()): int(n) for w, n in rows("vague.tsv")}


@cache
def vague_beginnings() -> frozenset[str]:
    """First words of the vague phrases."""
    return frozenset(phrase[0] for phrase in vague())


@cache
def bounds(side: str) -> dict[tuple[str, ...], Bound]:
    """Bound by the words before or after a number."""
    return {tuple(w.split()): cast(Bound, b) for w, s, b in rows("bounds.tsv") if s == side}


@cache
def currencies() -> dict[str, str]:
    """Unit of money by word or sign."""
    return {w: unit for unit, words in rows("currencies.tsv") for w in words.split()}


@cache
def areas() -> dict[str, str]:
    """Unit of area by word."""
    return {w: unit for unit, words in rows("areas.tsv") for w in words.split()}


@cache
def fractions() -> dict[tuple[str, ...], tuple[int, int]]:
    """(numerator, denominator) by words."""
    return {tuple(w.split()): (int(a), int(b)) for w, a, b in rows("fractions.tsv")}


@cache
def tolls() -> dict[str, QuantityKind | None]:
    """Kind by noun that gives a count ("the toll rose to 40"); None where its modifiers or "of" phrase tell it."""
    return {w: None if k == "-" else cast(QuantityKind, k) for w, k in rows("tolls.tsv")}


@cache
def scope_words(where: str) -> tuple[tuple[str, ...], ...]:
    """Phrases that make a running total, by where they must stand; longest first."""
    found = [tuple(w.split()) for w, at in rows("scope.tsv") if at == where]
    return tuple(sorted(found, key=len, reverse=True))


@cache
def measures() -> frozenset[str]:
    """Lemmas whose number counts nothing the record holds."""
    return word_set("measures.txt")


@cache
def numbered() -> frozenset[str]:
    """Lemmas before a number that names and does not count."""
    return word_set("numbered.txt")


@cache
def wars() -> frozenset[str]:
    """Nouns of long conflict."""
    return word_set("wars.txt")


@cache
def short_wars() -> frozenset[str]:
    """Nouns of conflict that may be over in a day."""
    return word_set("short_wars.txt")


@cache
def shut_in() -> frozenset[str]:
    """Nouns of where, or by what, people are trapped who are not missing."""
    return word_set("shut_in.txt")


@cache
def collectives() -> frozenset[str]:
    """Lemmas that are singular in form and many in fact."""
    return word_set("collectives.txt")


@cache
def groups_of() -> dict[str, int]:
    """Number by noun that stands for a fixed number of people ("a couple")."""
    return {w: int(n) for w, n in rows("groups_of.tsv")}
