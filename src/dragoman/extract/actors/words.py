"""Names and text brought to one form, so that "U.N.", "UN" and "Al-Shabaab", "al Shabaab" meet."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

_FOLD = str.maketrans(
    {"ı": "i", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "ß": "s", "æ": "e", "’": "'", "‘": "'", "ʼ": "'", "`": "'"}
)
_SPLIT = str.maketrans(
    {"-": " ", "‐": " ", "‑": " ", "–": " ", "/": " ", "(": " ", ")": " ", ",": " ", '"': " ", "“": " ", "”": " "}
)


@lru_cache(maxsize=20_000)
def fold(text: str) -> str:
    """Lower case without accents, full stops or typographic apostrophes: "Çavuşoğlu" is "cavusoglu"."""
    if not text.isascii():
        text = unicodedata.normalize("NFKD", text)
        text = "".join(c for c in text if not unicodedata.combining(c))
    return text.lower().translate(_FOLD).replace(".", "")


@lru_cache(maxsize=20_000)
def words(text: str) -> tuple[str, ...]:
    """The words of a name or of one token: hyphens part words, a possessive 's is a word, other apostrophes are dropped.

    A token may give no word (a hyphen, a quote mark) or several ("U.S.-led": "us", "led").
    """
    out: list[str] = []
    for w in fold(text).translate(_SPLIT).split():
        if len(w) > 2 and w.endswith("'s"):
            out += [w[:-2].replace("'", ""), "'s"]
        elif w == "'s":
            out.append(w)
        elif bare := w.replace("'", ""):
            out.append(bare)
    return tuple(out)


@lru_cache(maxsize=20_000)
def casing(text: str) -> tuple[str, ...]:
    """For each of :func:`words`: ``upper`` (an acronym), ``title`` (begins with a capital) or ``lower``."""
    out: list[str] = []
    kept = unicodedata.normalize("NFKC", text).translate(_FOLD).replace(".", "").translate(_SPLIT)
    for w in kept.split():
        form = "upper" if len(w) > 1 and w.isupper() else "title" if w[:1].isupper() else "lower"
        if len(w) > 2 and w.lower().endswith("'s"):
            out += [("upper" if len(w) > 3 and w[:-2].isupper() else form), "lower"]
        elif w.replace("'", "") or w == "'s":
            out.append(form)
    return tuple(out)


def plural(noun: str) -> str:
    """The regular plural of the last word."""
    if noun.endswith(("s", "x", "z", "ch", "sh")):
        return noun + "es"
    if noun.endswith("y") and noun[-2:-1] not in "aeiou":
        return noun[:-1] + "ies"
    if noun.endswith("man") and not noun.endswith("human"):
        return noun[:-3] + "men"
    return noun + "s"
