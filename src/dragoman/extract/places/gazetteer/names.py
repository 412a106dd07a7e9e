"""How place names are compared: folded keys, and which alternate names are worth a key."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_LETTERS = str.maketrans({
    "ə": "a", "ı": "i", "ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "ß": "ss", "æ": "ae", "œ": "oe", "ħ": "h",
    "'": None, "’": None, "‘": None, "ʻ": None, "ʼ": None, "ʿ": None, "ʾ": None, "`": None, "´": None, ".": None,
    "-": " ", "–": " ", "‑": " ", "/": " ", ",": " ", "\n": " ", "\t": " ", "\xa0": " ",
})  # fmt: skip
_ABBREVIATED = {"st": "saint", "ste": "sainte", "mt": "mount", "mts": "mountains", "ft": "fort", "is": "is"}
_NAME = re.compile(r"[A-ZÀ-ÖØ-ÞĀ-Ɏ'’‘ʻ`-]")


@lru_cache(maxsize=20_000)
def fold(name: str) -> str:
    """The key of a name: case, diacritics, apostrophes, dots and hyphens folded; St., Mt. and Ft. written out."""
    s = name.casefold()
    if not s.isascii():
        s = unicodedata.normalize("NFKD", s)
        s = "".join(c for c in s if not unicodedata.combining(c))
    words = s.translate(_LETTERS).split()
    if len(words) > 1 and words[0] in _ABBREVIATED:
        words[0] = _ABBREVIATED[words[0]]
    return " ".join(words)


def latin(name: str) -> bool:
    """Whether a name is written in Latin letters as a newspaper would write it (not a code, not a bare transcript)."""
    if len(name) < 3 or not _NAME.match(name[0]) or any(c.isdigit() or c in "()[]" for c in name):
        return False
    if name.isupper() and len(name) <= 4:
        return False
    key = fold(name)
    return len(key) >= 3 and key.isascii()
