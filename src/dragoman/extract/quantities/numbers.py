"""Numbers as news writes them, with their bounds: at least, up to, nearly, between, dozens, half a million."""

from __future__ import annotations

import re
from dataclasses import dataclass

from dragoman.extract.quantities.vocabulary import Bound, bounds, currencies, number_words, vague, vague_beginnings
from dragoman.parse.syntax import Syntax

Value = float | int
_GROUPED = re.compile(r"\d{1,3}(?:[,\u00a0\u202f ’']\d{3})+|\d{1,3}(?:\.\d{3}){2,}|\d{1,2}(?:,\d{2})+,\d{3}")
_PLAIN = re.compile(r"\d+(?:\.\d+)?")
_THOUSANDS = re.compile(r"\d{1,3}\.\d{3}")
_DASH = frozenset({"-", "–", "—", "‐", "‑"})
_CHANGE = frozenset(
    """rise climb jump grow increase go revise raise lower cut reduce drop fall up down surge soar swell correct amend
    bring decline decrease double expand""".split()
)
_SHARED = 3
"""No more than so many phrases of bound stand before one number ("at least some another 12")."""


@dataclass(slots=True)
class Number:
    """A number in tokens ``start`` up to ``end`` (its modifiers within), ``core`` its own first token and ``core_end``
    past its last: value and bounds as the record has them."""

    start: int
    end: int
    core: int
    core_end: int
    value: Value | None
    min: Value | None
    max: Value | None
    approximate: bool = False
    ambiguous: bool = False
    """Digits with a full stop and three digits after it: a thousand where whole things are counted, else a decimal."""
    shared: bool = False
    """One of several numbers that one noun serves ("11 and 6 people")."""
    derived: str = ""
    """How it was worked out, where the text does not write it."""

    @property
    def vague(self) -> bool:
        return self.value is None

    def whole(self) -> Number:
        """Read as a count of whole things: 1.200 is twelve hundred."""
        if self.ambiguous and isinstance(self.value, float):
            up = round(self.value * 1000)
            scale = up / self.value
            self.min = None if self.min is None else round(self.min * scale)
            self.max = None if self.max is None else round(self.max * scale)
            self.value, self.ambiguous = up, False
        return self


_GREATEST = 1e15
"""Above this nothing is counted in words either ("million million million")."""
_LONGEST = 24
"""Characters of the longest figure: 999 billions with separators. A longer run of digits is a code or a text made to stall."""


def digits(word: str) -> Value | None:
    """The value of a token of digits, with either separator; None for anything else, and for what is too long to count."""
    if len(word) > _LONGEST:
        return None
    if _GROUPED.fullmatch(word):
        return int(re.sub(r"\D", "", word))
    if _PLAIN.fullmatch(word):
        return float(word) if "." in word else int(word)
    return None


def find_numbers(syn: Syntax, start: int, end: int, skip: set[int]) -> list[Number]:
    """Numbers of tokens ``start`` up to ``end`` in order; tokens of ``skip`` (dates and times) are none."""
    out: list[Number] = []
    i = start
    while i < end:
        if i in skip:
            i += 1
            continue
        n = _vague(syn, i, end) or _plain(syn, i, end, skip) or _determiner(syn, i, end)
        if n is None:
            i += 1
            continue
        if n.start > start and _sign(syn.lower[n.start - 1]):
            n.start -= 1
        _bound(syn, n, out[-1].end if out else start, end)
        out.append(n)
        i = n.end
    return _ranges(syn, out)


def _sign(word: str) -> bool:
    """Is a token a sign of money, which belongs to the number after it."""
    return word in currencies() and not word.isalpha()


def _vague(syn: Syntax, i: int, end: int) -> Number | None:
    if syn.lower[i] not in vague_beginnings():
        return None
    for length in (3, 2, 1):
        phrase = tuple(syn.lower[i : min(end, i + length)])
        least = vague().get(phrase)
        if least is None or len(phrase) != length:
            continue
        if phrase in (("scores",), ("tens",)) and (syn.pos[i] == "VERB" or syn.lower[i + 1 : i + 2] != ["of"]):
            if phrase == ("tens",) or syn.pos[i] == "VERB":
                return None
        j = i + length
        return Number(i, j, j - 1, j, None, least, None, True)
    return None


def _scale(word: str) -> int | None:
    cls, value = number_words().get(word, ("", 0))
    return value if cls == "scale" else None


def _is_number(word: str) -> bool:
    return digits(word) is not None or number_words().get(word, ("",))[0] in ("unit", "teen", "ten", "scale")


def _plain(syn: Syntax, i: int, end: int, skip: set[int]) -> Number | None:
    low = syn.lower
    w = low[i]
    j = i
    half = 0.0
    if (
        w in ("a", "an")
        and i + 1 < end
        and _scale(low[i + 1])
        and (low[i + 1] != "score" or low[i + 2 : i + 3] == ["of"])
    ):
        j, first = i + 1, 1.0
    elif w == "half" and i + 1 < end and (
        _scale(low[i + 1]) or (low[i + 1] in ("a", "-") and i + 2 < end and _scale(low[i + 2]))
        or (low[i + 1 : i + 4] == ["-", "a", "-"] and i + 4 < end and _scale(low[i + 4]))
    ):  # fmt: skip
        j = next(k for k in range(i + 1, end) if _scale(low[k]))
        first = 0.5
    elif w in ("a", "one") and low[i + 1 : i + 3] == ["couple", "of"] and i + 3 < end and not _scale(low[i + 3]):
        return Number(i, i + 2, i + 1, i + 2, 2, 2, 2, True)
    elif _is_number(w) and w not in ("score",) and (number_words().get(w, ("",))[0] != "scale" or _bare_scale(syn, i)):
        first = 0.0
    else:
        return None
    total, current, seen, ambiguous = 0.0, first, bool(first), False
    last = ""
    while j < end and j not in skip:
        if total + current > _GREATEST:
            return None
        word = low[j]
        value = digits(word)
        cls, worth = number_words().get(word, ("", 0))
        if value is not None:
            if (
                seen
                and last == "digits"
                and not (re.fullmatch(r"\d{3}", word) and re.fullmatch(r"\d{1,3}", low[j - 1]))
            ):
                break
            if seen and last not in ("digits", "and"):
                break
            if last == "digits":
                current = current * 1000 + value
            else:
                current += value
                ambiguous = bool(_THOUSANDS.fullmatch(word))
            last = "digits"
        elif cls in ("unit", "teen"):
            if (seen and last not in ("ten", "-", "and", "scale", "hundred")) or (last == "ten" and cls != "unit"):
                break
            current, last = current + worth, "unit"
        elif cls == "ten":
            if seen and last not in ("and", "scale", "hundred"):
                break
            current, last = current + worth, "ten"
        elif cls == "scale":
            if worth == 20 and not first and low[j - 1 : j] != ["two"]:
                break
            ambiguous = False
            if worth == 100 or worth in (12, 20):
                current, last = (current or 1) * worth, "hundred" if worth == 100 else "dozen"
            else:
                total, current, last = total + (current or 1) * worth, 0.0, "scale"
        elif cls == "abbreviation" and last == "digits" and syn.pos[j] != "VERB":
            total, current, last, ambiguous = total + current * worth, 0.0, "scale", False
        elif word in _DASH and last == "ten" and j + 1 < end and number_words().get(low[j + 1], ("",))[0] == "unit":
            last = "-"
        elif word == "and" and last in ("hundred", "scale") and j + 1 < end and _continues(low[j + 1], last):
            last = "and"
        elif (
            word == "and"
            and low[j + 1 : j + 3] == ["a", "half"]
            and (last == "scale" or (j + 3 < end and _scale(low[j + 3])))
        ):
            half, j, last = 0.5, j + 2, "half"
            if total and not current:
                total += 0.5 * _last_scale(total)
                half = 0.0
            else:
                current += half
        else:
            break
        seen = True
        j += 1
    value = total + current
    if not seen or j == i:
        return None
    exact: Value = int(value) if value == int(value) else value
    dozen = low[j - 1] == "dozen"
    core = i + 1 if low[i] in ("a", "an") else i
    return Number(i, j, core, j, exact, exact, exact, dozen, ambiguous)


def _last_scale(total: float) -> float:
    return next((s for s in (1e9, 1e6, 1e3) if total >= s), 1.0)


def _bare_scale(syn: Syntax, i: int) -> bool:
    """A scale word with no number before it counts only as "hundred" does in "the hundred men"; never "dozen" alone."""
    return syn.lower[i] in ("dozen", "hundred", "thousand") and syn.pos[i] in ("NUM", "NOUN")


def _continues(word: str, last: str) -> bool:
    """After "a hundred and", "one thousand and": a smaller number in words goes on."""
    return number_words().get(word, ("",))[0] in ("unit", "teen", "ten")


def _determiner(syn: Syntax, i: int, end: int) -> Number | None:
    """No, none, nobody, both, a single, another: counts in a determiner."""
    w = syn.lower[i]
    if (
        w in ("no", "zero")
        and i + 1 < end
        and syn.lower[i + 1] not in ("longer", "one", "matter", "doubt", ",", "more", "fewer", "less")
    ):
        return Number(i, i + 1, i, i + 1, 0, 0, 0) if syn.dep[i] == "det" or syn.pos[i] == "DET" else None
    if w == "no" and syn.lower[i + 1 : i + 2] == ["one"]:
        return Number(i, i + 2, i + 1, i + 2, 0, 0, 0)
    if w in ("none", "nobody", "no-one"):
        return Number(i, i + 1, i, i + 1, 0, 0, 0)
    if (
        w == "both"
        and syn.dep[i] in ("nsubj", "nsubjpass", "dobj", "det", "predet")
        and "and" not in syn.lower[i + 1 : i + 4]
    ):
        return Number(i, i + 1, i, i + 1, 2, 2, 2)
    return None


def _bound(syn: Syntax, n: Number, floor: int, end: int) -> None:
    found: list[Bound] = []
    for _ in range(_SHARED):
        for length in (4, 3, 2, 1):
            a = n.start - length
            if a < floor:
                continue
            bound = bounds("before").get(tuple(syn.lower[a : n.start]))
            if bound is None or (bound in ("more", "less") and length == 1 and not _modifies(syn, a)):
                continue
            found.append(bound)
            n.start = a
            break
        else:
            break
    for length in (3, 2, 1):
        after = bounds("after").get(tuple(syn.lower[n.end : n.end + length]))
        if after is not None and n.end + length <= end:
            found.append(after)
            n.end += length
            break
    for bound in found:
        if bound == "about":
            n.approximate = True
    strict = next((b for b in found if b not in ("about", "plain")), None)
    value = n.value
    if strict is None or value is None:
        return
    step = 1 if isinstance(value, int) else 0
    if strict == "least":
        n.max = None
    elif strict == "more":
        n.min, n.max = value + step, None
    elif strict == "most":
        n.min = None
    else:
        n.min, n.max = None, value - step


def _modifies(syn: Syntax, a: int) -> bool:
    """ "Over 40" bounds the number; "fled over 40 hills" may not, but the parser then has a preposition with an object
    of its own: accept both unless a verb of motion governs it."""
    return not (syn.dep[a] == "prep" and syn.lemma[syn.head[a]] in ("rule", "preside", "control", "fly", "cross"))


def _ranges(syn: Syntax, numbers: list[Number]) -> list[Number]:
    """ "Between 30 and 40", "30 to 40", "two or three"."""
    out: list[Number] = []
    k = 0
    while k < len(numbers):
        a = numbers[k]
        b = numbers[k + 1] if k + 1 < len(numbers) else None
        joined = _range(syn, a, b) if b is not None else None
        out.append(joined or a)
        k += 2 if joined else 1
    return out


def _range(syn: Syntax, a: Number, b: Number) -> Number | None:
    if b.start != a.end + 1 or a.value is None or b.value is None:
        return None
    low, lead = syn.lower, syn.lower[a.start - 1] if a.start else ""
    first = a.value
    scale = next((s for w in low[b.core : b.core_end] if (s := _scale(w))), None)
    if scale and first < 1000 and b.value >= scale and not any(_scale(w) for w in low[a.core : a.core_end]):
        first = first * scale
    if first >= b.value:
        return None
    joint = low[a.end]
    before = {syn.lemma[k] for k in range(max(0, a.start - 4), a.start)}
    if joint in _DASH or joint == "or" or (joint == "and" and lead == "between") or (
        joint == "to" and not (lead == "from" and before & _CHANGE)
    ):  # fmt: skip
        start = a.start - (lead in ("between", "from"))
        return Number(start, b.end, a.core, b.core_end, None, first, b.value, True)
    return None
