"""The word lists of the times stage, read once: word classes, zones, holidays, parts of the day, context words."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import files

CLASSES = (
    "MONTH WEEKDAY WEEKDAYS UNIT UNITS DAYWORD CENTURY WEEKEND QUARTER HALF PART PARTS SEASON NOON AMPM HOURS TIMEWORD "
    "LOCAL EDGE EDGENOUN PARTWORD LAST PAST NEXT THIS THAT THESE RECENT AGO TODAY TONIGHT OVERNIGHT PRESENT PASTREF "
    "FUTUREREF COMPAR BEFAFT FISCAL PERIOD YEAREND LONGWORD AHEAD SETADV EVERY PER OTHERWORD A NUM QUANT COUPLE ORD APPROX MORE JUST THE OF IN ON AT TO FROM BETWEEN AND "
    "LONG OLD BC HOLIDAY ZONE ZONENAME SOFAR "
    "DAYNUM ORDNUM YEAR HHMM INT DECIMAL ISO SLASHED CLOCK DECADE QNUM COMMA DOT DASH LPAR RPAR APOS SLASH OTHER"
).split()
"""Names of the word classes; the second-last line are classes of figures and marks, which the lexer makes itself."""

CODE = {name: chr(0x100 + i) for i, name in enumerate(CLASSES)}
"""One character a class: a sentence becomes a string of them, and the grammar is regular expressions over that."""

TRIGGERS = frozenset(
    CODE[c]
    for c in (
        "MONTH WEEKDAY WEEKDAYS UNIT UNITS DAYWORD CENTURY WEEKEND QUARTER HALF PART PARTS SEASON NOON AMPM TODAY "
        "TONIGHT OVERNIGHT PRESENT PASTREF FUTUREREF SETADV HOLIDAY ZONE ORDNUM YEAR HHMM ISO SLASHED CLOCK DECADE "
        "QNUM BC HOURS YEAREND LONGWORD"
    ).split()
)


@dataclass(frozen=True, slots=True)
class Sense:
    """A word's class (its code character) and value."""

    code: str
    value: str


def _rows(name: str) -> list[list[str]]:
    text = files("dragoman.extract.times").joinpath(f"data/{name}.tsv").read_text("utf-8")
    return [line.split("\t") for line in text.splitlines()[1:] if line and not line.startswith("#")]


@cache
def lexicon() -> tuple[dict[str, Sense], dict[str, list[tuple[tuple[str, ...], Sense]]]]:
    """Senses of single words, and of word sequences by their first word (longest first)."""
    single: dict[str, Sense] = {}
    several: dict[str, list[tuple[tuple[str, ...], Sense]]] = {}
    rows = [(kind, form, value) for kind, forms, value in _rows("words") for form in forms.split("|")]
    rows += [("HOLIDAY", form, value) for forms, value in _rows("holidays") for form in forms.split("|")]
    for forms, value in _rows("zones"):
        rows += [("ZONE" if f.isupper() else "ZONENAME", f, value) for f in forms.split("|")]
    for kind, form, value in rows:
        words = tuple(form.replace("'", " ' ").replace("’", " ’ ").replace("-", " - ").split())
        sense = Sense(CODE[kind], value)
        if len(words) == 1 or "." in form:
            single[form] = sense
        else:
            several.setdefault(words[0], []).append((words, sense))
    for options in several.values():
        options.sort(key=lambda o: -len(o[0]))
    return single, several


@cache
def word_sets(name: str) -> dict[str, frozenset[str]]:
    """The word sets of ``data/context.tsv`` or ``data/tense.tsv`` by class."""
    return {kind: frozenset(words.split()) for kind, words in _rows(name)}


@cache
def dayparts() -> dict[str, tuple[str, str]]:
    """Clock times at which a part of the day begins and ends."""
    return {part: (first, last) for part, first, last in _rows("dayparts")}
