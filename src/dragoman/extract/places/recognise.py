"""Place names of a document: possible names, judged by evidence, carried from one mention to the next."""

from __future__ import annotations

from itertools import pairwise

from dragoman.document import Document
from dragoman.extract.places.context import look_again
from dragoman.extract.places.evidence import ACCEPT, ACCEPT_UNKNOWN, CARRY, Evidence
from dragoman.extract.places.gazetteer.names import fold
from dragoman.extract.places.gazetteer.store import Gazetteer
from dragoman.extract.places.spans import Name, Words, find_names
from dragoman.extract.places.words import common_words, has


def recognise(doc: Document, words: Words, g: Gazetteer) -> list[Name]:
    """Place names in text order."""
    names = [trim_city(n, words, g) for n in find_names(doc, words, g)]
    contain(names, words)
    evidence = Evidence(doc, words)
    for name in names:
        evidence.judge(name)
    _dateline(doc, names)
    look_again(names, evidence)
    _carry(names, evidence)
    _lists(names, words)
    return [n for n in names if n.score >= (ACCEPT if n.candidates else ACCEPT_UNKNOWN)]


def contain(names: list[Name], words: Words) -> None:
    """Link a name to the larger place that follows it: Goma, North Kivu; Homs (Syria); Gao in northern Mali."""
    for a, b in pairwise(names):
        gap = words.lower[a.end : b.start]
        if a.kind in ("demonym", "state") or b.kind == "demonym" or words.sentence[a.start] != words.sentence[b.start]:
            continue
        joined = gap in ([","], ["("], [",", "in"], ["in"], [",", "the"], ["of"]) or (
            len(gap) == 2
            and gap[1] in ("northern", "southern", "eastern", "western", "central")
            and gap[0] in (",", "in")
        )
        if joined and (inside(a, b) or (gap != ["of"] and _unlisted(a, b, words))):
            a.within = b


def _unlisted(a: Name, b: Name, words: Words) -> bool:
    """Whether ``a`` is told to lie in ``b`` though the gazetteer has no such place there (Aldea Nueva, Cauca department)."""
    if (
        not b.candidates
        or b.kind != "name"
        or a.key in common_words()
        or (a.candidates and a.candidates[0].resolution <= 2)
    ):
        return False
    after = words.lower[b.end] if b.end < len(words.lower) else ""
    larger = b.candidates[0]
    if larger.resolution == 1:
        return after not in ("and", "or") and larger.feature_code != "CONT"
    if any(c.country and c.country == larger.country for c in a.candidates):
        return False  # more likely the next item of a list
    return has(after, ("type_after_1",)) or (larger.feature_code == "ADM1" and after in (",", ".", ")", ";"))


def trim_city(name: Name, words: Words, g: Gazetteer) -> Name:
    """Dublin City Council is Dublin's city council, not that of a place called Dublin City."""
    last = name.end - 1
    if last == name.start or words.text[last] != "City" or last + 1 >= len(words.text):
        return name
    after = words.text[last + 1]
    shorter = fold(name.text.removesuffix("City"))
    if not after[0].isupper() or not after.isalpha() or not g.find(shorter):
        return name
    whole = max(c.population for c in name.candidates) if name.candidates else 0
    if whole >= max(c.population for c in g.find(shorter)):
        return name
    text = name.text.removesuffix("City").rstrip()
    return Name(name.start, last, (name.chars[0], name.chars[0] + len(text)), text, shorter, g.find(shorter))


def inside(a: Name, b: Name) -> bool:
    """Whether some place of name ``a`` lies in some place of name ``b``."""
    for big in b.candidates[:8]:
        if big.resolution > 2:
            continue
        for small in a.candidates:
            if small.resolution > big.resolution and (
                (big.resolution == 1 and small.country == big.country and big.country)
                or (big.feature_code == "ADM1" and small.admin1_row == big.row + 1)
            ):
                return True
    return False


def _dateline(doc: Document, names: list[Name]) -> None:
    span = doc.dateline_span
    if span is None:
        return
    first, last = doc.tokens_at(span.start, span.end)
    for name in names:
        if first <= name.start < last and name.candidates:
            name.add(4.0, "dateline")


def _carry(names: list[Name], evidence: Evidence) -> None:
    """What is a place beyond doubt once is the same place at its other mentions."""
    best: dict[str, float] = {}
    for n in names:
        if n.kind != "demonym":
            best[n.key] = max(best.get(n.key, -9.0), n.score)
    for n in names:
        top = best.get(n.key, 0.0)
        if n.kind != "demonym" and n.score < top and top >= CARRY and not evidence.part_of_person(n):
            n.add(min(2.0, 0.5 * top), "named elsewhere as a place")


def _lists(names: list[Name], words: Words) -> None:
    """Items of a list of places are places."""
    for a, b in pairwise(names):
        gap = words.lower[a.end : b.start]
        if gap in ([","], ["and"], [",", "and"], ["or"], ["/"]) and "demonym" not in (a.kind, b.kind):
            for x, y in ((a, b), (b, a)):
                if x.score >= ACCEPT + 0.5 and -0.2 < y.score < ACCEPT and y.candidates:
                    y.add(1.2, f"beside {x.text}")
