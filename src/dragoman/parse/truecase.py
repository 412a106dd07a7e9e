"""Case restored in the reading of text written in capitals: taggers and parsers trained on mixed case fail on it.

Old wire copy, police bulletins and alerts come in capitals. The reading (never the text) of such a paragraph gets back the
case that mixed-case news would give it: dictionary words in small letters, sentence openings, names and acronyms in
capitals. A word that neither the dictionary nor the list of names has is a name.
"""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache, lru_cache
from importlib.resources import files

from dragoman.document import Reading

_MONTHS = frozenset("march jan feb mar apr may jun jul aug sep sept oct nov dec".split())
_ZONES = frozenset(["GMT", "UTC", "EST", "EDT", "CET", "TV", "USA"])
_PREFIXES = (
    "un",
    "non",
    "re",
    "anti",
    "ex",
    "pro",
    "pre",
    "counter",
    "mis",
    "over",
    "multi",
    "inter",
    "semi",
    "sub",
    "super",
)
_SHARE, _LETTERS = 0.85, 20
"""A paragraph is in capitals if this share of at least so many letters is."""
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_OPENS = re.compile(r"(?:^|(?<!\b[A-Z])[.!?][\"”’')\]]*\s|[:]\s*[\"“])[\"“‘'(\[—–-]*\s*$")
_ROMAN = re.compile(r"(?:II|III|IV|VI|VII|VIII|IX|XI|XII|XIII|XIV|XVI|XXIII)$")
_SUFFIXES = (
    ("s", ""), ("es", ""), ("ies", "y"), ("ed", ""), ("ed", "e"), ("ied", "y"), ("ing", ""), ("ing", "e"), ("er", ""), ("er", "e"),
    ("est", ""), ("est", "e"), ("ly", ""), ("men", "man"), ("'s", ""), ("’s", ""), ("s'", ""), ("ers", ""), ("ers", "e"), ("ness", ""),
)  # fmt: skip


@cache
def _data(name: str) -> list[str]:
    lines = files("dragoman.parse").joinpath(f"data/{name}").read_text("utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("#")]


@cache
def dictionary() -> frozenset[str]:
    """English words in small letters: the lemma index of spaCy's rule lemmatizer (WordNet's, without its
    names and rarities, ``proper.txt``), stop words, and ours."""
    from spacy.lang.en.stop_words import STOP_WORDS

    from dragoman.parse.pipe import load_model

    tables = load_model().get_pipe("lemmatizer").lookups  # type: ignore[attr-defined]
    words = set(STOP_WORDS)
    for part in tables.get_table("lemma_index").values():
        words.update(part)
    for part in tables.get_table("lemma_exc").values():
        words.update(part)
    words.update(w for line in _data("words.txt") for w in line.split())
    words.difference_update(w for line in _data("proper.txt") for w in line.split())
    return frozenset(w for w in words if len(w) > 1 or w in ("a", "i"))


@cache
def _names() -> dict[str, list[tuple[str, ...]]]:
    """Names by their first word in small letters, the longest first."""
    out: dict[str, list[tuple[str, ...]]] = {}
    for line in _data("names.txt"):
        parts = tuple(_WORD.findall(line))
        out.setdefault(parts[0].lower(), []).append(parts)
    for forms in out.values():
        forms.sort(key=len, reverse=True)
    return out


@cache
def titles() -> frozenset[str]:
    """Titles and ranks in small letters."""
    return frozenset(w for line in _data("titles.txt") for w in line.split())


@cache
def given_names() -> frozenset[str]:
    """Given names and surnames that stand in dictionaries too, as they are written."""
    return frozenset(w for line in _data("given_names.txt") for w in line.split())


def in_capitals(text: str) -> bool:
    """Is a paragraph written in capitals."""
    letters = [c for c in text if c.isalpha()]
    return len(letters) >= _LETTERS and sum(c.isupper() for c in letters) >= _SHARE * len(letters)


def truecase(reading: Reading) -> Reading:
    """The reading with the case of its capitals restored; of the same length, so that offsets hold."""
    blocks = [b for b in reading.blocks if in_capitals(reading.text[b.start : b.end])]
    if not blocks:
        return reading
    acronyms = frozenset(re.findall(r"[^\W\d_][\"”’']?\s[\[(]\s?([A-Z]{2,8})\s?[\])]", reading.text))
    chars = list(reading.text)
    for b in blocks:
        restored = _restore(reading.text[b.start : b.end], acronyms)
        chars[b.start : b.end] = restored
    return replace(reading, text="".join(chars))


@lru_cache(maxsize=20_000)
def _known(word: str) -> bool:
    """Is a word in small letters English: in the dictionary, an inflection, with a prefix, or two words in one."""
    words = dictionary()
    if _inflected(word):
        return True
    if any(word.startswith(p) and len(word) - len(p) >= 4 and _inflected(word[len(p) :]) for p in _PREFIXES):
        return True
    return any(len(word) - k >= 4 and word[:k] in words and _inflected(word[k:]) for k in range(4, len(word) - 3))


def _inflected(word: str) -> bool:
    words = dictionary()
    if word in words:
        return True
    for suffix, stem in _SUFFIXES:
        if word.endswith(suffix) and len(word) - len(suffix) >= 2:
            base = word[: -len(suffix)] + stem
            if base in words or (len(base) > 3 and base[-1] == base[-2] and base[:-1] in words):
                return True
    return False


def _restore(text: str, acronyms: frozenset[str]) -> str:
    found = list(_WORD.finditer(text))
    lower = [m.group().lower() for m in found]
    named = _named(text, found, lower)
    out = list(text)
    for n, m in enumerate(found):
        a, b = m.span()
        word = named[n] if n in named else _case(text, found, n, lower, acronyms, named)
        if a == 0 or _OPENS.search(text[max(0, a - 12) : a]):
            word = word[:1].upper() + word[1:]
        if len(word) == b - a:
            out[a:b] = word
    return "".join(out)


def _named(text: str, found: list[re.Match[str]], lower: list[str]) -> dict[int, str]:
    """The words that belong to a name of the list, also as possessive or plural ("COLOMBIA'S"), as they are written."""
    cased: dict[int, str] = {}
    for n, word in enumerate(lower):
        if n in cased:
            continue
        for form in _names().get(word, ()):
            same = [p.lower() for p in form] == lower[n : n + len(form)]
            if same and _adjacent(text, found, n, len(form)):
                cased.update({n + k: p for k, p in enumerate(form)})
                break
        else:
            bases = {word.removesuffix(ending) for ending in ("'s", "’s", "s'", "s’", "s")} - {word}
            if any((base.capitalize(),) in _names().get(base, ()) for base in bases):
                cased[n] = word.capitalize()
    return cased


def _adjacent(text: str, found: list[re.Match[str]], n: int, size: int) -> bool:
    """Do the words stand side by side, with no more than a space, a hyphen or an abbreviating stop between them."""
    if n + size > len(found):
        return False
    return all(text[found[k].end() : found[k + 1].start()].strip(" -–.'’") == "" for k in range(n, n + size - 1))


def _case(
    text: str, found: list[re.Match[str]], n: int, lower: list[str], acronyms: frozenset[str], cased: dict[int, str]
) -> str:
    m, word = found[n], lower[n]
    a, b = m.span()
    before, after = text[a - 1 : a], text[b : b + 1]
    raw = m.group()
    if before.isdigit() and word in ("st", "nd", "rd", "th"):
        return word
    near_digit = before.isdigit() or after.isdigit() or (after == "-" and text[b + 1 : b + 2].isdigit())
    if (near_digit and len(raw) <= 4) or raw in acronyms or _ROMAN.match(raw):
        return raw
    if raw in _ZONES or (len(raw) <= 6 and text[b : b + 2] == " [" and not _known(word)):
        return raw
    if len(raw) == 1:
        return word if word == "a" and after != "." else raw
    if after == "." and before == ".":
        return raw
    stem = re.sub(r"['’]s$", "", word)
    if (text[b : b + 2].startswith(("'", "’")) and len(raw) == 1) or (
        len(word) <= 5 and not re.search("[aeiouy]", stem) and not _known(word)
    ):
        return raw
    if word in _MONTHS and _is_month(text, a, b):
        return word.capitalize()
    if _known(word):
        title = word in titles() and n + 1 < len(found) and _name_follows(text, found, n, lower, cased)
        return word.capitalize() if title else word
    if word in ("de", "del", "du", "da", "dos", "e", "y") and n > 0:
        return word
    if word in ("la", "las", "los", "el") and n > 0 and lower[n - 1] in ("de", "en"):
        return word
    return "".join(p.capitalize() if k % 2 == 0 else p for k, p in enumerate(re.split(r"(['’])(?=\w{2})", word)))


def _is_month(text: str, a: int, b: int) -> bool:
    """A month that is a word too, or an abbreviation: beside a number, or after a word that a month follows."""
    return bool(
        re.match(r"\.?\s\d", text[b : b + 3])
        or re.search(r"(?:\d|\b(?:IN|SINCE|UNTIL|LAST|NEXT|EARLY|LATE|MID|OF|THIS|BY))[\s-]$", text[max(0, a - 8) : a])
    )


def _name_follows(text: str, found: list[re.Match[str]], n: int, lower: list[str], cased: dict[int, str]) -> bool:
    nxt = n + 1
    return text[found[n].end() : found[nxt].start()].strip(" .") == "" and (
        not _known(lower[nxt]) or cased.get(nxt, "")[:1].isupper()
    )
