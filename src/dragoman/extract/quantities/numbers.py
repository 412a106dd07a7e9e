"""Numbers as news writes them, with their bounds: at least, up to, nearly, between, dozens, half a million."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from dragoman.document import Document
from dragoman.parse.syntax import Syntax

_UNITS = {
    w: n
    for n, w in enumerate(
        [
            "zero",
            "one",
            "two",
            "three",
            "four",
            "five",
            "six",
            "seven",
            "eight",
            "nine",
            "ten",
            "eleven",
            "twelve",
            "thirteen",
            "fourteen",
            "fifteen",
            "sixteen",
            "seventeen",
            "eighteen",
            "nineteen",
        ]
    )
}
_TENS = {
    w: 10 * n
    for n, w in enumerate(["_", "_", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"])
    if n > 1
}
_SCALES = {
    "hundred": 100,
    "thousand": 1000,
    "million": 1_000_000,
    "billion": 1_000_000_000,
    "dozen": 12,
    "m": 1_000_000,
    "bn": 1_000_000_000,
}
_AT_LEAST = (
    ("at", "least"),
    ("no", "fewer", "than"),
    ("no", "less", "than"),
    ("not", "less", "than"),
    ("a", "minimum", "of"),
)
_MORE = (("more", "than"), ("over",), ("upwards", "of"), ("in", "excess", "of"), ("well", "over"), ("above",))
_UP_TO = (
    ("up", "to"),
    ("at", "most"),
    ("as", "many", "as"),
    ("no", "more", "than"),
    ("not", "more", "than"),
    ("as", "much", "as"),
)
_LESS = (("fewer", "than"), ("less", "than"), ("under",), ("below",))
_ABOUT = (
    ("about",),
    ("around",),
    ("some",),
    ("nearly",),
    ("almost",),
    ("roughly",),
    ("approximately",),
    ("close", "to"),
    ("an", "estimated"),
    ("estimated",),
    ("circa",),
    ("just", "over"),
)


@dataclass(slots=True)
class Number:
    """A number in tokens ``start`` up to ``end`` (its modifiers within): value and bounds as the record has them."""

    start: int
    end: int
    core: int
    value: float | int | None
    min: float | int | None
    max: float | int | None
    approximate: bool = False


@cache
def vague() -> dict[str, int]:
    """Least number by vague word."""
    text = files("dragoman.extract.quantities").joinpath("data/vague.tsv").read_text("utf-8")
    rows = (line.split("\t") for line in text.splitlines() if line and not line.startswith("#"))
    return {w: int(n) for w, n in rows}


def _digits(word: str) -> float | int | None:
    if not re.fullmatch(r"\d{1,3}(?:[,.\u00a0 ]\d{3})+|\d+(?:\.\d+)?", word):
        return None
    if re.fullmatch(r"\d{1,3}(?:[,\u00a0 ]\d{3})+|\d{1,3}(?:\.\d{3}){2,}", word):
        return int(re.sub(r"\D", "", word))
    if "." in word:
        return float(word)
    return int(re.sub(r"\D", "", word))


def _word_value(words: list[str]) -> float | int | None:
    """Value of number words and digits ("half a million", "1.2 million", "two dozen"); None if they are no number."""
    total: float = 0
    current: float = 0
    seen = False
    if words[:2] == ["half", "a"] and len(words) == 3 and words[2] in _SCALES:
        return _SCALES[words[2]] // 2
    for w in words:
        for part in w.split("-"):
            d = _digits(part)
            if d is not None:
                current, seen = current + d, True
            elif part in _UNITS:
                current, seen = current + _UNITS[part], True
            elif part in _TENS:
                current, seen = current + _TENS[part], True
            elif part in ("hundred", "dozen"):
                current, seen = (current or 1) * _SCALES[part], True
            elif part in _SCALES:
                total, current, seen = total + (current or 1) * _SCALES[part], 0, True
            elif part in ("and", "a", "an"):
                continue
            else:
                return None
    value = total + current
    return (int(value) if value == int(value) else value) if seen else None


def _is_number_word(w: str) -> bool:
    return (
        w in _UNITS
        or w in _TENS
        or w in _SCALES
        or _digits(w) is not None
        or ("-" in w and all(p in _UNITS or p in _TENS for p in w.split("-")))
    )


def find_numbers(doc: Document, syn: Syntax, start: int, end: int) -> list[Number]:
    """Numbers of tokens ``start`` up to ``end``, in order."""
    out: list[Number] = []
    i = start
    low = syn.lower
    while i < end:
        w = low[i]
        if w in ("dozens", "scores", "hundreds", "thousands", "millions", "several", "tens") or (
            w in ("handful", "few", "couple") and i > start and low[i - 1] in ("a", "the")
        ):
            key, j = w, i + 1
            if w in ("tens", "hundreds") and j + 1 < end and low[j] == "of" and low[j + 1] in ("thousands", "millions"):
                key, j = f"{w} of {low[j + 1]}", j + 2
            first = i - 1 if w in ("handful", "few", "couple") else i
            least = vague().get(f"a {w}" if first < i else key)
            if least is not None:
                if j < end and low[j] == "of":
                    j += 1
                out.append(Number(first, j, i, None, least, None, True))
                i = j
                continue
        if _is_number_word(w) or (
            w in ("a", "an", "half")
            and i + 1 < end
            and (
                low[i + 1] in ("dozen", "hundred", "thousand", "million")
                or (w == "half" and low[i + 1] == "a" and i + 2 < end and low[i + 2] in _SCALES)
            )
        ):
            j = i + 1
            while j < end and (
                _is_number_word(low[j])
                or (
                    low[j] in ("and", "-", "a")
                    and j + 1 < end
                    and _is_number_word(low[j + 1])
                    and low[j - 1] in (*_SCALES, "half", "-", *_TENS)
                )
            ):
                j += 1
            words = [low[k] for k in range(i, j) if low[k] != "-"]
            value = _word_value(words)
            if value is not None:
                out.append(_bounded(syn, start, end, i, j, value))
                i = max(j, out[-1].end)
                continue
        elif w in ("no", "zero") and i + 1 < end and syn.pos[i] == "DET":
            out.append(Number(i, i + 1, i, 0, 0, 0))
        i += 1
    return _ranges(syn, out)


def _before(syn: Syntax, i: int, start: int, phrases: tuple[tuple[str, ...], ...]) -> int | None:
    for p in phrases:
        a = i - len(p)
        if a >= start and tuple(syn.lower[a:i]) == p:
            return a
    return None


def _bounded(syn: Syntax, start: int, end: int, i: int, j: int, value: float | int) -> Number:
    n = Number(i, j, i, value, value, value)
    for phrases, kind in ((_AT_LEAST, "least"), (_MORE, "more"), (_UP_TO, "most"), (_LESS, "less"), (_ABOUT, "about")):
        a = _before(syn, i, start, phrases)
        if a is None:
            continue
        n.start = a
        if kind == "least":
            n.max = None
        elif kind == "more":
            n.min, n.max = value + 1 if isinstance(value, int) else value, None
        elif kind == "most":
            n.min = None
        elif kind == "less":
            n.min, n.max = None, value - 1 if isinstance(value, int) else value
        else:
            n.approximate = True
        break
    if j + 1 < end and syn.lower[j] == "or" and syn.lower[j + 1] == "more":
        n.max, n.end = None, j + 2
    if syn.lower[i] in ("a", "half") or (syn.lower[j - 1] == "dozen" and j - i > 1 and syn.lower[i] == "a"):
        n.approximate = n.approximate or syn.lower[j - 1] == "dozen"
    return n


def _ranges(syn: Syntax, numbers: list[Number]) -> list[Number]:
    """ "Between 30 and 40", "30 to 40"."""
    out: list[Number] = []
    k = 0
    while k < len(numbers):
        a = numbers[k]
        b = numbers[k + 1] if k + 1 < len(numbers) else None
        if b is not None and b.start == a.end + 1 and a.value is not None and b.value is not None and a.value < b.value:
            joint, lead = syn.lower[a.end], syn.lower[a.start - 1] if a.start else ""
            if (joint == "and" and lead == "between") or (joint in ("to", "-", "–") and lead != "from"):
                out.append(Number(a.start - (lead == "between"), b.end, a.core, None, a.value, b.value, True))
                k += 2
                continue
        out.append(a)
        k += 1
    return out
