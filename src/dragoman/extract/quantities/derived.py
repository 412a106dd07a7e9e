"""Counts that the text leaves to be worked out: all but six, the rest, half the village's 300 homes, neither side."""

from __future__ import annotations

from dragoman.document import Count, Sentence
from dragoman.extract.quantities.numbers import Number, Value
from dragoman.extract.quantities.vocabulary import fractions
from dragoman.parse.syntax import Syntax

SURVIVE = frozenset({"survive", "escape", "live", "recover"})
_REST = frozenset({"rest", "remainder"})
_GAP = 9
"""A share and the number it is of stand no more than so many tokens apart."""


def take_fractions(syn: Syntax, sentence: Sentence, numbers: list[Number]) -> list[Number]:
    """ "Half the village's 300 homes" is 150; "two thirds of the town's roughly 9,000 residents" is 6,000."""
    out: list[Number] = []
    for n in numbers:
        share = _share_before(syn, n, sentence)
        if share is not None and isinstance(n.value, int | float):
            start, a, b = share
            worth: Value = n.value * a / b
            worth = int(worth) if worth == int(worth) else round(worth)
            n = Number(start, n.end, n.core, n.core_end, worth, worth, worth, True, shared=n.shared)
            n.derived = f"{a}/{b} of the number told"
            out = [m for m in out if m.start < start]
        out.append(n)
    return out


def _share_before(syn: Syntax, n: Number, sentence: Sentence) -> tuple[int, int, int] | None:
    low = syn.lower
    for end in range(n.start, max(sentence.start, n.start - _GAP), -1):
        for length in (3, 2, 1):
            start = end - length
            if start < sentence.start:
                continue
            words = tuple(w for w in low[start:end] if w != "-")
            worth = fractions().get(words)
            if worth is None:
                continue
            between = low[end : n.start]
            owned = bool(between) and (
                between[0] == "of" or between[0] in ("the", "its", "their", "his", "all", "some")
            )
            if owned and not any(syn.pos[k] in ("VERB", "AUX", "PUNCT", "CCONJ") for k in range(end, n.start)):
                return start, *worth
    return None


def all_but(syn: Syntax, n: Number) -> bool:
    """ "All but six": the number is of those left out."""
    return tuple(syn.lower[n.start - 2 : n.start]) in (("all", "but"), ("all", "except")) if n.start > 1 else False


def whole_of(syn: Syntax, counts: list[Count], n: Number, before: int) -> Value | None:
    """The number that "all but six" or "the rest" leaves from: "of the 48" after it, else the last count of people before."""
    for c in counts:
        if c.number[0] > before and syn.lower[c.number[0] - 1] in ("of", "the") and c.quantity.value is not None:
            return c.quantity.value
    for c in reversed(counts):
        if c.number[0] < before and c.quantity.value is not None and c.quantity.unit == "person":
            return c.quantity.value
    return None


def find_rest(syn: Syntax, sentence: Sentence) -> list[int]:
    """Tokens of "the rest" and "the remainder" that stand as subject or object."""
    return [
        k for k in range(sentence.start + 1, sentence.end)
        if syn.lower[k] in _REST and syn.lower[k - 1] == "the" and syn.dep[k] in ("nsubj", "nsubjpass", "dobj")
    ]  # fmt: skip


def rest_of(syn: Syntax, counts: list[Count], token: int) -> tuple[Value, str] | None:
    """What "the rest" is: the whole told first, less the parts told between; None where they do not add up."""
    told = [c for c in counts if c.number[0] < token and c.quantity.value is not None and c.quantity.unit == "person"]
    if len(told) < 2:
        return None
    whole, parts = told[0], told[1:]
    opening = syn.lower[max(0, whole.number[0] - 2) : whole.number[0]]
    values = [c.quantity.value for c in parts if c.part_of is None]
    left = (whole.quantity.value or 0) - sum(v or 0 for v in values)
    if left <= 0 or ("of" not in opening and len(values) < 1):
        return None
    return left, f"{whole.quantity.value} less {', '.join(str(v) for v in values)}"


def find_none(syn: Syntax, sentence: Sentence) -> list[tuple[int, int]]:
    """ "Neither side reported casualties", "without loss of life", "did not cause any injuries": (first token, harm noun)
    of nouns of harm that the text says there were none of, without a number."""
    out = []
    for k in range(sentence.start, sentence.end):
        if syn.lemma[k] not in _HARM_NOUNS or syn.pos[k] != "NOUN" or (syn.tag[k] != "NNS" and syn.lower[k] != "loss"):
            continue
        first = min([k, *(c for c in syn.children(k, "det", "amod", "compound", "nmod") if c < k)])
        if any(syn.pos[c] == "NUM" or syn.dep[c] == "poss" or syn.lower[c] == "no" for c in syn.kids[k]):
            continue
        h = syn.head[k]
        if syn.dep[k] == "pobj" and syn.lower[h] == "without":
            out.append((first, k))
            continue
        if syn.dep[k] not in ("dobj", "nsubjpass", "attr", "nsubj"):
            continue
        negated = any(syn.dep[c] == "neg" or syn.lower[c] == "never" for c in syn.kids[h])
        subject = syn.children(h, "nsubj")
        nobody = any(
            syn.lower[s] in ("neither", "none")
            or any(syn.lower[d] in ("neither", "no") for d in syn.children(s, "det", "cc", "preconj"))
            for s in subject
        )
        if (nobody or (negated and syn.lemma[h] in _TELLING)) and syn.lemma[h] not in ("rule", "exclude"):
            out.append((first, k))
    return out


_HARM_NOUNS = frozenset({"casualty", "injury", "death", "fatality", "victim"})
_TELLING = frozenset({"report", "cause", "suffer", "be", "sustain", "result", "inflict", "record", "incur"})
