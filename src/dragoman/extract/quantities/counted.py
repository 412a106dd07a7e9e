"""What a number counts: the noun it belongs to, its unit, whose it is; and numbers that count nothing."""

from __future__ import annotations

import re
from functools import lru_cache

from dragoman.document import Document, Sentence
from dragoman.extract.quantities.numbers import Number
from dragoman.extract.quantities.vocabulary import areas, currencies, kinds, measures, numbered, units
from dragoman.parse.syntax import Syntax
from dragoman.record import Affiliation

_NOMINAL = frozenset({"NOUN", "PROPN"})
_TO_NOUN = frozenset({"nummod", "quantmod", "compound", "amod", "det", "nmod", "npadvmod", "advmod", "poss", "predet"})
_PEOPLE = frozenset({"person", "group", "population"})
_PERCENT = frozenset({"%", "percent", "pct", "percentage"})
_PRONOUNS = frozenset({"them", "whom", "which", "those", "these", "us", "that"})
_STREETS = frozenset(
    {"street", "st.", "avenue", "ave.", "road", "rd.", "boulevard", "lane", "drive", "square", "place"}
)
_NOT_NAMES = frozenset({"U.S.", "US", "U.N.", "UN", "Iraq"})


def head_of(syn: Syntax, n: Number, sentence: Sentence) -> int:
    """The noun that is counted; the number itself (its core token) where none stands."""
    if syn.lower[n.end - 1 : n.end] != ["of"] and syn.lower[n.end : n.end + 1] == ["of"]:
        inside = _of_phrase(syn, n, sentence)
        if inside is not None:
            return inside
    k = n.core
    for _ in range(6):
        h = syn.head[k]
        if h == k or not sentence.start <= h < sentence.end:
            break
        if n.core <= h < n.core_end:
            k = h
            continue
        if syn.dep[k] == "conj" and syn.pos[h] == "NUM" and syn.dep[h] in ("nummod", "quantmod"):
            k, n.shared = h, True
            continue
        if syn.dep[k] in _TO_NOUN and syn.pos[h] in (*_NOMINAL, "NUM", "SYM", "ADJ") and -2 < h - n.core < 9:
            if syn.pos[h] == "NUM" and not n.core <= h < n.core_end and syn.dep[k] == "compound":
                break
            k = h
            if syn.pos[h] in _NOMINAL and syn.dep[h] not in ("compound", "nmod"):
                break
            continue
        break
    if k != n.core and not n.core <= k < n.core_end and not (syn.pos[k] == "NUM" and k < n.core):
        return _through(syn, k)
    j = n.end
    while j < sentence.end and (
        syn.pos[j] == "ADJ"
        or syn.lower[j] in ("more", "other", "-")
        or (syn.tag[j] in ("VBN", "VBG") and syn.dep[j] == "amod")
    ):
        if syn.lower[j] in ("dead", "wounded", "injured", "missing", "homeless"):
            return n.core
        j += 1
    if j < sentence.end and syn.pos[j] in _NOMINAL and syn.dep[j] not in ("npadvmod",):
        while j + 1 < sentence.end and syn.dep[j] == "compound" and syn.pos[j + 1] in _NOMINAL:
            j += 1
        return j
    return n.core


def _of_phrase(syn: Syntax, n: Number, sentence: Sentence) -> int | None:
    """ "Dozens of people", "three of the men": the head of the phrase after "of"."""
    of = n.end
    found = [o for o in syn.children(of, "pobj") if syn.pos[o] in _NOMINAL]
    if found:
        return None if syn.lower[found[0]] in _PRONOUNS else _through(syn, found[0])
    for j in range(of + 1, min(of + 8, sentence.end)):
        if syn.pos[j] in _NOMINAL and syn.dep[j] not in ("compound", "nmod", "poss"):
            return j
        if syn.pos[j] in ("VERB", "AUX", "PUNCT", "ADP"):
            return None
    return None


def _through(syn: Syntax, k: int) -> int:
    """ "Took five drivers hostage", read as one noun: the drivers are counted."""
    if syn.lower[k] in ("hostage", "prisoner", "captive") and k > 0 and syn.tag[k - 1] == "NNS":
        return k - 1
    return k


def is_label(doc: Document, syn: Syntax, n: Number, head: int, sentence: Sentence) -> bool:
    """A number that names, dates, measures or ranks, and counts nothing that the record holds."""
    low, i, j = syn.lower, n.core, n.core_end
    before, after = low[i - 1] if i > sentence.start else "", low[j] if j < sentence.end else ""
    text = doc.tokens[i].text
    digital = low[i][:1].isdigit()
    bare = head == i or n.core <= head < n.core_end
    if after in ("th", "st", "nd", "rd", ":", "/") or before in ("/", ":", "#", "no.", "nos."):
        return True
    if (
        before in ("-", "–")
        and i > 1
        and syn.pos[i - 2] in (*_NOMINAL, "X")
        and digital
        and not doc.tokens[i - 2].text.isdigit()
    ):
        return True  # AK-47, Covid-19, F-16
    if not bare and syn.lemma[head] in measures() and after != "%":
        return area_unit(syn, n, head) is None
    if after in ("-", "–") and j + 1 < sentence.end and n.end == j:
        return syn.lemma[j + 1] in measures() or bare
    if head < i and syn.pos[head] in _NOMINAL and not bare:
        return True
    if (
        bare
        and i > sentence.start
        and syn.pos[i - 1] in _NOMINAL
        and syn.lemma[i - 1] in numbered()
        and before not in ("army", "police")
    ):
        return True
    if bare and digital and i > sentence.start and syn.pos[i - 1] == "PROPN" and syn.head[i] == i - 1:
        return True
    if bare and n.value is not None and digital and _year(doc.tokens[i].text) and before in _YEAR_LEADS:
        return True
    if bare and _age(syn, doc, n, sentence):
        return True
    if (bare and before in ("age", "aged")) or (before == "of" and low[i - 2 : i - 1] == ["age"]):
        return True
    if not bare and syn.pos[head] == "PROPN" and syn.lower[head] in _STREETS:
        return True
    capitalised = not digital and text[:1].isupper() and i > sentence.start and not text.isupper() and n.start == i
    if capitalised and doc.tokens[i - 1].text[:1] not in "\"“‘'(:—–-." and doc.tokens[i - 1].text[:1].isalpha():
        return True  # Group of Seven, the Three Gorges
    return low[i] == "one" and _pronoun_one(syn, i)


_YEAR_LEADS = frozenset({"in", "since", "by", "of", "from", "until", "after", "before", "during", "for", ",", "("})


def _year(text: str) -> bool:
    return bool(re.fullmatch(r"1[89]\d\d|20\d\d", text))


def _age(syn: Syntax, doc: Document, n: Number, sentence: Sentence) -> bool:
    """ "Ahmed Ali, 34, ...": a small bare number set off by commas after a person."""
    i, j = n.core, n.core_end
    if n.start != i or not isinstance(n.value, int) or not 0 < n.value < 121 or i - 2 < sentence.start:
        return False
    if syn.lower[i - 1] in ("also", "now", "then", "aged"):
        i -= 1
    opens, closes = syn.lower[i - 1], syn.lower[j] if j < sentence.end else "."
    if opens not in (",", "(") or closes not in (",", ")", ".", ";", "and", "from", "of", "who", "was"):
        return False
    named = syn.pos[i - 2] == "PROPN" or units().get(syn.lemma[i - 2]) == "person" or syn.ent[i - 2] == "PERSON"
    return named and (closes in (",", ")", ".") or syn.dep[i] in ("appos", "npadvmod", "nummod"))


def _pronoun_one(syn: Syntax, i: int) -> bool:
    """ "The one who", "this one", "one another", "one day": no count."""
    after = syn.lower[i + 1] if i + 1 < len(syn.lower) else ""
    before = syn.lower[i - 1] if i else ""
    return after in ("another", "-", "by", "who", "such", "day", "thing") or before in (
        "the",
        "this",
        "that",
        "each",
        "every",
        "any",
        "by",
        "-",
        "another",
    )


def unit_of(doc: Document, syn: Syntax, head: int) -> str | None:
    """The unit of a counted noun; "person" also where it is a mention of people."""
    unit = units().get(syn.lemma[head]) or units().get(syn.lower[head])
    if unit is not None:
        return unit
    low = syn.lower[head]
    if low.endswith(("men", "women")) and len(low) > 4:
        return "person"
    m = doc.mention_at(head)
    if m is not None and m.entity.kind in _PEOPLE and m.head == head:
        return "person"
    if m is not None and m.entity.kind == "facility":
        return "facility"
    return None


@lru_cache(maxsize=4096)
def _currency(word: str) -> str | None:
    return currencies().get(word)


def money_unit(syn: Syntax, n: Number, head: int) -> str | None:
    """The currency of an amount, by the sign before it or the word after it; None where it is no money."""
    for k in (n.core - 1, n.start - 1):
        if (
            k >= 0
            and (unit := _currency(syn.lower[k])) is not None
            and (syn.pos[k] == "SYM" or not syn.lower[k].isalpha() or len(syn.lower[k]) < 4)
        ):
            return unit
    if not n.core <= head < n.core_end:
        unit = _currency(syn.lower[head])
        if unit is not None and (unit != "mark" or syn.pos[head] == "NOUN"):
            return unit
    after = syn.lower[n.core_end] if n.core_end < len(syn.lower) else ""
    return _currency(after) if after in ("dollars", "euros", "rubles", "rupees", "€", "£") else None


def is_share(syn: Syntax, n: Number) -> bool:
    """Percent sign or words after the number."""
    after = syn.lower[n.core_end : n.core_end + 2]
    return bool(after) and (after[0] in _PERCENT or after == ["per", "cent"])


def area_unit(syn: Syntax, n: Number, head: int) -> str | None:
    """Hectares, acres, square kilometres."""
    word = syn.lower[head]
    if word in areas():
        return areas()[word]
    nearby = syn.lower[n.core_end : n.core_end + 2]
    if nearby and nearby[0] in ("square", "sq", "sq.") and len(nearby) > 1:
        what = "mile" if nearby[1].startswith("mi") else "kilometer" if nearby[1].startswith("k") else "meter"
        return f"square {what}"
    return areas().get(nearby[0]) if nearby else None


def affiliation(doc: Document, syn: Syntax, head: int) -> Affiliation | None:
    """Whose people or things are counted: the mention at the noun, or at a modifier or possessor of it."""
    m = None if (syn.lemma[head], "noun") in kinds() else doc.mention_at(head)
    if m is None:
        m = next(
            (x for k in syn.children(head, "amod", "compound", "nmod", "poss") if (x := doc.mention_at(k)) is not None),
            None,
        )
    if m is None or (m.entity.code is None and not m.entity.sector):
        return None
    return Affiliation(m.entity.code, m.entity.sector)
