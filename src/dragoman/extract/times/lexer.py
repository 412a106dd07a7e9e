"""Words, figures and marks of a sentence as lexemes with a class each."""

from __future__ import annotations

import re
from dataclasses import dataclass

from dragoman.extract.times.lexicon import CODE, Sense, lexicon

_TOKEN = re.compile(
    # what most of a text is comes first: words and signs with which nothing longer can begin
    r"(?P<plain>[^\W\d_]+(?![\w.-]))"
    r"|(?P<sign>[,.;:\"()\[\]])"
    r"|(?P<iso>\d{4}-\d\d-\d\d(?:T\d\d:\d\d(?::\d\d)?(?:Z|[+-]\d\d:?\d\d)?)?(?!\d))"
    r"|(?P<slashed>\d{1,2}/\d{1,2}/(?:\d{4}|\d\d)(?![\d/])|\d{1,2}\.\d{1,2}\.(?:19|20)\d\d(?!\d)|[01]\d-[0-3]\d-(?:(?:19|20)\d\d|\d\d)(?![\d-]))"
    r"|(?P<qnum>(?:Q[1-4]|[1-4]Q))(?!\w)"
    r"|(?P<code>[A-Z]{1,6}[a-z]?[A-Z]?-?\d[\w-]*|[$€£¥]\s?\d[\d.,]*|(?<![\w-])\d+(?:mm|km|kg|lb|ft|cm|mph|bn)\b|\d+%)"
    r"|(?P<decade>(?:1\d|20)\d0['’]?s(?!\w)|['’]\d0s(?!\w))"
    r"|(?P<ordnum>\d{1,2}(?:st|nd|rd|th)(?![a-z]))"
    r"|(?P<clock>(?:[01]?\d|2[0-3])(?::[0-5]\d(?::[0-5]\d)?(?![\d:])|h[0-5]\d(?!\w)))"
    r"|(?P<int>\d{1,3}(?:,\d{3})+(?!\d)(?:\.\d+)?)"
    r"|(?P<decimal>\d+\.\d+)"
    r"|(?P<digits>\d+)"
    r"|(?P<abbr>[ap]\.m\b\.?|[Bb]\.[Cc]\b\.?(?:[Ee]\b\.?)?)"
    r"|(?P<word>[^\W\d_]+)"
    r"|(?P<mark>[^\w\s]|_)"
)
_MARKS = {",": "COMMA", ".": "DOT", "-": "DASH", "–": "DASH", "—": "DASH", "‑": "DASH", "(": "LPAR", "[": "LPAR", ")": "RPAR",
          "]": "RPAR", "'": "APOS", "’": "APOS", "‘": "APOS", "/": "SLASH"}  # fmt: skip
_MARK_CODE = {mark: CODE[name] for mark, name in _MARKS.items()}
_OTHER = CODE["OTHER"]
_CASED = frozenset(
    "mon tue tues wed weds thu thurs fri sat sun jan feb mar apr jun jul aug sep sept oct nov dec may march z".split()
)
"""Forms that are a time only with a capital."""
_UPPER = frozenset({"ZONE"})


@dataclass(slots=True)
class Lexeme:
    """A word, figure or mark: characters of the reading, class code and value."""

    text: str
    start: int
    end: int
    code: str
    value: str


def lex(text: str, start: int, end: int) -> list[Lexeme]:
    """The lexemes of ``text[start:end]``; sequences that the lexicon knows ("so far") are one."""
    single, several = lexicon()
    out: list[Lexeme] = []
    pending: list[int] = []
    for m in _TOKEN.finditer(text, start, end):
        kind, word = m.lastgroup, m.group()
        if kind in ("plain", "word"):
            low = word.lower()
            sense = single.get(low)
            if sense is None:
                zone = single.get(word) if word.isupper() else None
                code, value = (zone.code, zone.value) if zone else (_OTHER, low)
            elif low in _CASED and not word[0].isupper():
                code, value = _OTHER, low
            else:
                code, value = sense.code, sense.value
            if low in several:
                pending.append(len(out))
        elif kind in ("sign", "mark"):
            code, value = _MARK_CODE.get(word, _OTHER), word
        else:
            code, value = _figure(kind or "", word, single)
        out.append(Lexeme(word, m.start(), m.end(), code, value))
    return _merge(out, pending, several, text) if pending else out


def _figure(kind: str, word: str, single: dict[str, Sense]) -> tuple[str, str]:
    if kind == "digits":
        n = int(word) if len(word) < 7 else 0
        if len(word) <= 2:
            return CODE["DAYNUM"], word
        if len(word) == 4 and 1000 <= n <= 2100:
            return CODE["YEAR"], word
        if len(word) == 4 and n < 2400 and n % 100 < 60:
            return CODE["HHMM"], word
        return CODE["INT"], word
    if kind == "abbr":
        low = word.lower()
        sense = single.get(low) or single.get(low.rstrip("."))
        return (sense.code, sense.value) if sense else (_OTHER, low)
    if kind == "ordnum":
        return CODE["ORDNUM"], word[:-2]
    if kind == "int":
        return CODE["INT"], word.replace(",", "")
    if kind == "qnum":
        return CODE["QNUM"], word.strip("Q")
    if kind == "code":
        return _OTHER, word
    return CODE[kind.upper()], word


def _merge(
    lexemes: list[Lexeme], pending: list[int], several: dict[str, list[tuple[tuple[str, ...], Sense]]], text: str
) -> list[Lexeme]:
    out: list[Lexeme] = []
    done = 0
    for i in pending:
        if i < done:
            continue
        for words, sense in several[lexemes[i].text.lower()]:
            run = lexemes[i : i + len(words)]
            if len(run) == len(words) and all(a.text.lower() == b for a, b in zip(run, words, strict=True)):
                out += lexemes[done:i]
                a, b = run[0].start, run[-1].end
                out.append(Lexeme(text[a:b], a, b, sense.code, sense.value))
                done = i + len(words)
                break
    return out + lexemes[done:]
