"""Words as linking compares them: light stems, cues in a sentence, the vocabulary in ``link/data``."""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache
from importlib.resources import files

_WORD = re.compile(r"[^\W_]+(?:[-'’][^\W_]+)*")
_SUFFIXES = ("ations", "ation", "ings", "ing", "ies", "ied", "ers", "er", "ed", "es", "s", "ly")


def _lines(name: str) -> list[str]:
    text = files("dragoman.link").joinpath("data", name).read_text("utf-8")
    return [line for line in text.splitlines() if line and not line.startswith("#")]


def table(name: str) -> list[dict[str, str]]:
    """Rows of a data file, by column name; cells that are missing at a row's end are empty."""
    head, *rows = (line.split("\t") for line in _lines(name))
    return [dict(zip(head, row + [""] * (len(head) - len(row)), strict=True)) for row in rows]


@cache
def stopwords() -> frozenset[str]:
    """Words that say nothing about what happened."""
    return frozenset(word for line in _lines("stopwords.txt") for word in line.split())


@cache
def single_acts() -> frozenset[str]:
    """Nouns of acts of one day."""
    return frozenset(word for line in _lines("single_acts.txt") for word in line.split())


@cache
def irregular() -> dict[str, str]:
    """Past forms of irregular verbs that news of conflict uses, to the form that the stem is taken of."""
    return {form: row["base"] for row in table("irregular.tsv") for form in row["forms"].split()}


@cache
def _nouns(name: str) -> frozenset[str]:
    return frozenset(word for line in _lines(name) for word in line.split())


_DETERMINED = frozenset("the a an its his her their this that these those some several two three both no".split())
_BEHIND = frozenset("of for from in at on with near who and or".split())


def with_article(name: str) -> str:
    """A source as a sentence says it: "the army", "a local official", "residents", "Oleh Syniehubov"."""
    told = name.split()
    if not told or not told[0][0].islower() or told[0] in _DETERMINED:
        return name
    end = next((n for n, w in enumerate(told) if n and w in _BEHIND), len(told))
    head = told[end - 1].lower()
    if head in _nouns("no_article.txt") or (head.endswith("s") and not head.endswith(("ss", "us", "is"))):
        return name
    if head not in _nouns("indefinite.txt"):
        return f"the {name}"
    return f"{'an' if told[0][0] in 'aeiou' and not told[0].startswith(('uni', 'eu', 'one')) else 'a'} {name}"


@lru_cache(maxsize=200_000)
def stem(word: str) -> str:
    """A light stem: equal for the forms of one verb or noun, and for most nouns made from a verb."""
    w = word.lower().replace("’", "'").removesuffix("'s").replace("-", "")
    w = irregular().get(w, w)
    for suffix in _SUFFIXES:
        if w.endswith(suffix) and len(w) - len(suffix) >= 3:
            w = w[: -len(suffix)]
            if suffix in ("ies", "ied"):
                w += "y"
            elif len(w) > 3 and w[-1] == w[-2] and w[-1] not in "lsz":
                w = w[:-1]
            break
    return w.removesuffix("e") if len(w) > 3 else w


@lru_cache(maxsize=200_000)
def plain(name: str) -> str:
    """In lower case, without accents: "Lomé" and "LOME" are one name."""
    low = name.lower()
    if low.isascii():
        return low
    return "".join(c for c in unicodedata.normalize("NFKD", low) if not unicodedata.combining(c))


def words(text: str) -> list[str]:
    """Words of a text as they stand."""
    return _WORD.findall(text)


@cache
def _cues() -> tuple[tuple[re.Pattern[str], str], ...]:
    by: dict[str, list[str]] = {}
    for row in table("cues.tsv"):
        by.setdefault(row["meaning"], []).append(row["cue"])
    return tuple(
        (re.compile("|".join(_pattern(c) for c in cues), re.IGNORECASE), meaning) for meaning, cues in by.items()
    )


def _pattern(cue: str) -> str:
    """Whole words; a cue with ``^`` before it counts at the start of a sentence alone."""
    return rf"^\W*{re.escape(cue[1:])}\b" if cue.startswith("^") else rf"\b{re.escape(cue)}\b"


def cues_in(text: str) -> frozenset[str]:
    """Which of ``other`` (a happening apart from the one before), ``addition`` and ``diffuse`` (no single happening)
    the words tell."""
    return frozenset(meaning for pattern, meaning in _cues() if pattern.search(text))


@cache
def _themes() -> tuple[tuple[str, str, frozenset[str], frozenset[str]], ...]:
    return tuple(
        (r["category"], r["mode"], frozenset(r["words"].split()), frozenset(r["themes"].split()))
        for r in table("themes.tsv")
    )


@lru_cache(maxsize=100_000)
def themes(category: str, modes: frozenset[str], sentence_words: frozenset[str]) -> frozenset[str]:
    """What a claim may be told together with: of the rows of its category, those whose mode and words it has; the row
    without either where none of them holds."""
    given: frozenset[str] = frozenset()
    special: frozenset[str] = frozenset()
    for name, mode, wanted, found in _themes():
        if name != category:
            continue
        if not mode and not wanted:
            given = found
        elif (not mode or mode in modes) and (not wanted or wanted & sentence_words):
            special |= found
    return special or given


@cache
def theme_words() -> frozenset[str]:
    """Every word that a row of themes asks for."""
    return frozenset(w for _, _, wanted, _ in _themes() for w in wanted)
