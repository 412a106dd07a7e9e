"""Where sentences begin, by rule: news punctuates well, and a parser trained on other text splits at every "Gen.".

The unit is the block (paragraph); a block never shares a sentence with the next one.
"""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files

_STOP = re.compile(r"""(?<![.!?…])[.!?…]+["”’'»)\]]*(?=\s|$)""")
_OPENERS = "“\"'‘«([—–-"
_CLOCK = re.compile(r"(?i)\b[ap]\.m$")
_INITIAL = re.compile(r"(?:^|[\s.(])[A-Z]$")
_COUNTRY_ABBREVIATION = re.compile(r"(?:^|[\s(“\"])(?:[A-Z]\.)+[A-Z]$")


@cache
def _abbreviations() -> frozenset[str]:
    text = files("dragoman.parse").joinpath("data/abbreviations.txt").read_text("utf-8")
    return frozenset(w for line in text.splitlines() if not line.startswith("#") for w in line.split())


def sentence_starts(text: str, start: int, end: int) -> list[int]:
    """Offsets at which the sentences of ``text[start:end]`` begin, in order; the first is the first character that is
    no white space. A full stop ends a sentence where what follows begins like one and what precedes is no
    abbreviation that always goes on."""
    first = start
    while first < end and text[first].isspace():
        first += 1
    starts = [first] if first < end else []
    for m in _STOP.finditer(text, first, end):
        rest = m.end()
        while rest < end and text[rest].isspace():
            rest += 1
        if rest >= end:
            break
        begins = text[rest]
        k = rest
        while k < end and text[k] in _OPENERS:
            k += 1
        letter = text[k] if k < end else ""
        if not (letter.isupper() or letter.isdigit() or (begins in '“"' and letter)):
            continue
        before = text[max(first, m.start() - 24) : m.start()]
        if m.group()[0] == "." and len(m.group().rstrip("\"”’'»)]")) == 1:
            word = before.rsplit(None, 1)[-1].lstrip(_OPENERS) if before.strip() else ""
            if word in _abbreviations() or _INITIAL.search(before):
                continue
            if _CLOCK.search(before) and not begins.isupper():
                continue
            if _COUNTRY_ABBREVIATION.search(before) and _continues(text, k, end):
                continue
        elif "." in m.group() and set(m.group()) <= {".", "…"} and not letter.isupper():
            continue
        starts.append(rest)
    return starts


def _continues(text: str, at: int, end: int) -> bool:
    """After "U.S." a capital is more often a name ("U.S. Secretary") than a new sentence; a determiner, pronoun or
    preposition in capitals begins one."""
    word = re.match(r"[\w'’]+", text[at:end])
    return word is None or word.group() not in _SENTENCE_OPENERS


_SENTENCE_OPENERS = frozenset(
    [
        "The",
        "A",
        "An",
        "In",
        "On",
        "At",
        "It",
        "He",
        "She",
        "They",
        "We",
        "But",
        "And",
        "This",
        "That",
        "These",
        "Those",
        "His",
        "Her",
        "Their",
        "Its",
        "Both",
        "Some",
        "Many",
        "Most",
        "For",
        "From",
        "After",
        "Before",
        "Since",
        "While",
        "When",
        "As",
        "If",
        "Under",
        "According",
        "Earlier",
        "Later",
        "Last",
        "There",
        "Three",
        "Two",
        "One",
        "However",
        "Meanwhile",
    ]
)
