"""Find the time expressions of a sentence: lex, match the rules, keep the longest that is sound at each place."""

from __future__ import annotations

import re
from collections.abc import Sequence
from heapq import heapify, heappop, heappush

from dragoman.extract.times.expression import Expression
from dragoman.extract.times.grammar import rules
from dragoman.extract.times.lexer import Lexeme, lex
from dragoman.extract.times.lexicon import CODE, TRIGGERS
from dragoman.extract.times.sound import sound

_TRIGGER = re.compile(f"[{''.join(sorted(TRIGGERS))}]|{CODE['APOS']}{CODE['DAYNUM']}")
_FIGURES = {CODE[c] for c in ("DAYNUM", "INT", "YEAR", "HHMM")}
_FRACTION = {CODE["DECIMAL"]}
_WORDS = {CODE[c] for c in ("NUM", "COUPLE", "A", "OTHERWORD")}
_JOINTS = {CODE[c] for c in ("TO", "AND", "DASH")}
_DASH = CODE["DASH"]
_DETERMINERS = {CODE["THE"], CODE["A"]}

_PREFIX = re.compile(
    r"\b(since|until|till|by|for|before|after|from|as of|starting|beginning|effective|prior to|ahead of|following)"
    r"\s(?:at least\s|around\s|about\s|early\s|late\s|on\s|at\s|just\s|in\s|then,?\s)?(?:the\s)?$",
    re.IGNORECASE,
)
ABBREVIATED = frozenset(
    "jan feb mar apr jun jul aug sep sept oct nov dec mon tue tues wed weds thu thurs fri sat sun".split()
)


_Found = tuple[int, int, int, "re.Match[str]"]
"""First lexeme, minus the last, rank of the rule, match: the order in which matches are tried."""


def scan(text: str, start: int, end: int) -> list[Expression]:
    """Expressions of the sentence ``text[start:end]`` in order, none overlapping."""
    lexemes = lex(text, start, end)
    codes = "".join([x.code for x in lexemes])
    if not _TRIGGER.search(codes):
        return []
    found: list[_Found] = []
    for rank, (_, pattern) in enumerate(rules()):
        for m in pattern.finditer(codes):
            if m.end() > m.start():
                found.append((m.start(), -m.end(), rank, m))
    heapify(found)
    out: list[Expression] = []
    last = 0
    while found:
        i, j, rank, m = heappop(found)
        if i < last:
            continue
        name, pattern = rules()[rank]
        e = _expression(name, m, lexemes, text)
        if not sound(e, lexemes, i, -j, text):
            # a rule's matches do not overlap: what it also matches further in, look for again
            again = pattern.search(codes, i + 1)
            if again is not None and again.start() < -j and again.end() > again.start():
                heappush(found, (again.start(), -again.end(), rank, again))
            continue
        before = text[max(start, e.start - 26) : e.start]
        p = _PREFIX.search(before)
        e.prefix = p.group(1).lower() if p else None
        out.append(e)
        last = -j
    return out


def _expression(name: str, m: re.Match[str], lexemes: Sequence[Lexeme], text: str) -> Expression:
    first, last = m.start(), m.end()
    slots: dict[str, str] = {}
    cut: tuple[int, int] | None = None
    for key, (a, b) in zip(m.re.groupindex, (m.span(k) for k in m.re.groupindex), strict=True):
        if a < 0:
            continue
        slot = key.split("__")[0]
        part = lexemes[a:b]
        if slot == "cut":
            cut = part[0].start, part[-1].end
        else:
            slots[slot] = number(part) if slot == "n" else part[0].value
    while last > first + 1 and (
        lexemes[last - 1].text in (",", "(", "[", "on", "of", "and")
        or (lexemes[last - 1].text == "." and lexemes[last - 2].text.lower() not in ABBREVIATED)
    ):
        last -= 1
    if name == "duration" and first < last - 2 and lexemes[first].code in _DETERMINERS:
        # "a three-day visit": the article is the noun's
        dashed = any(x.code == _DASH and "-" in x.text for x in lexemes[first:last])
        first += dashed and not slots.get("plushalf")
    e = Expression(name, lexemes[first].start, lexemes[last - 1].end, slots, cut=cut)
    if slots.get("edge") in ("START", "MID", "END"):
        e.modifier = slots["edge"]
    if slots.get("approx") in ("APPROX", "MORE_THAN", "LESS_THAN"):
        e.modifier = slots["approx"]
    return e


def _tens(value: str) -> bool:
    """Is it twenty to ninety, to which a dash joins the units ("twenty-four")."""
    return value.isdigit() and 20 <= int(value) <= 90 and int(value) % 10 == 0


def number(part: Sequence[Lexeme]) -> str:
    """The figure that lexemes give: "3", "2.5", the larger of "two or three", "X" for several, a few, dozens."""
    joint = next((k for k, x in enumerate(part) if x.code in _JOINTS), None)
    if joint and not (part[joint].code == _DASH and _tens(part[joint - 1].value)):
        # "two or three", "10 to 15": the larger
        return number(part[joint + 1 :])
    total = 0.0
    for x in part:
        if x.code == CODE["QUANT"]:
            return "X"
        if x.code in _FIGURES or x.code in _FRACTION:
            return f"{float(x.value):g}"
        if x.code == CODE["A"]:
            continue
        if x.code in _WORDS:
            v = float(x.value)
            total = max(total, 1) * v if v in (100, 1000, 12) and total else total + v
    return f"{total:g}" if total else "1"
