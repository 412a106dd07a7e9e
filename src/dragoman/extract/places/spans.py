"""Where a place name may stand: dictionary matches, the parser's own entities, demonyms, abbreviated states."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache

from dragoman.document import Document
from dragoman.extract.places.gazetteer import Candidate
from dragoman.extract.places.gazetteer.build import table
from dragoman.extract.places.gazetteer.names import fold
from dragoman.extract.places.gazetteer.store import Gazetteer
from dragoman.extract.places.words import abbreviations, demonym_starts, demonyms, has, of_class
from dragoman.parse.syntax import syntax

MAX_WORDS = 6
_DASHES = ("-", "–", "‑")


@dataclass(slots=True)
class Name:
    """A possible place name: tokens ``start`` up to ``end``, or a part of the one token ``start`` (U.S.-brokered).

    ``chars``: its characters in the reading. ``candidates``: what the gazetteer has. ``score``, ``why``: evidence
    that it is a place name at all.
    """

    start: int
    end: int
    chars: tuple[int, int]
    text: str
    key: str
    candidates: tuple[Candidate, ...] = ()
    kind: str = "name"
    score: float = 0.0
    why: list[str] = field(default_factory=list)
    against: float = 0.0
    """What speaks against it, summed (0 or less)."""
    within: Name | None = None
    """The larger place that the text names beside it (Goma, North Kivu)."""
    ranking: list[tuple[float, Candidate, dict[str, float]]] = field(default_factory=list)

    def add(self, score: float, why: str) -> None:
        """Evidence for or against."""
        self.score += score
        self.against += min(score, 0.0)
        self.why.append(f"{why} {score:+.1f}")


@dataclass(slots=True)
class Words:
    """The tokens as plain lists."""

    text: list[str]
    lower: list[str]
    at: list[int]
    ner: list[str]
    ner_start: list[int]
    ner_end: list[int]
    sentence: list[int]
    starts: set[int]
    """Tokens that open a sentence or a quotation in it: a capital proves nothing there."""
    capitals: list[bool]
    """By sentence: written all in capitals, or as a headline."""

    def chars(self, i: int, j: int) -> tuple[int, int]:
        """Characters of the reading that tokens i up to j cover."""
        return self.at[i], self.at[j - 1] + len(self.text[j - 1])


def words_of(doc: Document) -> Words:
    """Plain lists of a document's tokens."""
    tokens = doc.tokens
    syn = syntax(doc)
    text, at = syn.text, syn.at
    n = len(text)
    ner, ner_start, ner_end = [""] * n, list(range(n)), list(range(n))
    for e in tokens.ents:
        for k in range(e.start, e.end):
            ner[k], ner_start[k], ner_end[k] = e.label_, e.start, e.end
    sentence, starts, capitals = [0] * n, set(), []
    for s in doc.sentences:
        first = True
        upper = letters = words = 0
        small = False
        for k in range(s.start, s.end):
            sentence[k] = s.index
            word = text[k]
            if first and word[0].isalnum():
                starts.add(k)
                first = False
            elif word in ('"', "“", "‘", ":", "''", "``"):
                first = True
            words += word[0].isalpha()
            small = small or word.islower()
            if word[0].isalpha() and len(word) > 3:
                letters += 1
                upper += word[0].isupper()
        capitals.append((letters > 3 and upper > 0.8 * letters) or (words > 3 and not small))
    return Words(text, syn.lower, at, ner, ner_start, ner_end, sentence, starts, capitals)


def _nameable(word: str) -> bool:
    return word[0].isupper() or (word[0] in "'’‘" and len(word) > 2 and word[1].isupper())


def find_names(doc: Document, w: Words, g: Gazetteer) -> list[Name]:
    """All possible names, in text order, none overlapping another."""
    assert doc.reading is not None
    reading = doc.reading.text
    out: list[Name] = []
    states, dem, dem_starts = abbreviations(), demonyms(), demonym_starts()
    i, n = 0, len(w.text)
    while i < n:
        word = w.text[i]
        if not _nameable(word) and not (word in ("al", "ad", "el", "ash") and i + 2 < n and w.text[i + 1] == "-"):
            i += 1
            continue
        found = None
        upper = w.capitals[w.sentence[i]] and word.isupper()
        as_written = word.capitalize() if upper else word
        if as_written in dem_starts:
            found = _demonym(w, g, i, dem_starts[as_written], dem, reading, upper)
        named = _longest(w, g, i, reading)
        if named and (found is None or named.end > found.end):
            found = named
        if word in states and (found is None or found.end == i + 1):
            found = _state(w, g, i, states[word], reading) or (None if states[word][2] else found)
        found = found or _inside_token(w, g, i, dem, reading) or _entity(w, i, reading) or _typed(w, i, reading)
        if found and found.key == "us" and upper and not _us(doc, i):
            found = None
        if found:
            _with_type(w, g, found)
            found = _continued(w, g, found, reading)
            out.append(found)
            i = max(found.end, i + 1)
        else:
            i += 1
    return out


def _with_type(w: Words, g: Gazetteer, name: Name) -> None:
    """Belgorod before region may also be what the gazetteer calls Belgorod region, and North-West Province what it
    calls North West."""
    if name.kind != "name":
        return
    more: tuple[Candidate, ...] = ()
    bare, _, last = name.key.rpartition(" ")
    if name.end < len(w.text) and has(w.lower[name.end], ("type_after_1", "type_after_2")):
        more = g.find(f"{name.key} {w.lower[name.end]}")
    elif bare and has(last, ("type_after_1",)):
        more = tuple(c for c in g.find(bare) if c.feature_code == "ADM1")
    known = {c.row for c in name.candidates}
    name.candidates += tuple(c for c in more if c.row not in known)


_OPENS = frozenset({"de", "del", "da", "do", "dos"})
_OF = frozenset({"de", "del", "da", "do", "dos", "das", "la", "las", "los", "el"})


@cache
def _first_parts() -> frozenset[str]:
    """Words that open the names of many villages and are seldom one alone (data/narrative.tsv)."""
    return frozenset(r["word"] for r in table("narrative.tsv") if r["class"] == "first_part")


def _continued(w: Words, g: Gazetteer, name: Name, reading: str) -> Name:
    """San Luis de la Reina is not San Luis, nor Pont-Sonde Pont: a longer name than the gazetteer has."""
    if name.kind != "name" or any(c.source in ("country", "region") for c in name.candidates[:1]):
        return name
    j, n = name.end, len(w.text)
    first = j == name.start + 1 and w.lower[name.start] in _first_parts()
    if first and j < n and w.text[j][0].isupper() and w.text[j].isalpha() and w.sentence[j] == w.sentence[name.start]:
        a, b = w.chars(name.start, j + 1)  # Puerto Lindo is no place called Puerto
        return Name(name.start, j + 1, (a, b), reading[a:b], fold(reading[a:b]), (), "longer")
    if j + 1 < n and w.text[j] in _DASHES and w.at[j + 1] == name.chars[1] + 1 and w.text[j + 1][0].isupper():
        # Two places may stand so (the Dili-Baucau road); a great city is not the first half of a village's name.
        if g.find(fold(w.text[j + 1])) or max(c.population for c in name.candidates) > 30_000:
            return name
        j += 1
    else:
        while j < n and w.lower[j] in _OF and w.sentence[j] == w.sentence[name.start]:
            j += 1
        if j == name.end or j == n or not w.text[j][0].isupper() or w.lower[name.end] not in _OPENS:
            return name
    a, b = w.chars(name.start, j + 1)
    return Name(name.start, j + 1, (a, b), reading[a:b], fold(reading[a:b]), (), "longer")


def _typed(w: Words, i: int, reading: str) -> Name | None:
    """A name that nobody knows, but that the text calls a village, town, district ..."""
    j = i
    while j < min(len(w.text), i + 7) and (w.text[j][0].isupper() or (w.text[j] in _DASHES and j > i)):
        j += 1
    while j > i and w.text[j - 1] in _DASHES:
        j -= 1
    if j == i or i in w.starts:
        return None
    after = w.lower[j] if j < len(w.text) else ""
    of = i > 1 and w.lower[i - 1] == "of" and has(w.lower[i - 2], ("type_after_2", "type_after_3"))
    if not of and not (has(after, ("type_after_2", "type_after_3")) and w.text[j].islower()):
        return None
    a, b = w.chars(i, j)
    return Name(i, j, (a, b), reading[a:b], fold(reading[a:b]), (), "unknown")


def _longest(w: Words, g: Gazetteer, i: int, reading: str) -> Name | None:
    """The longest run of words from i that the gazetteer has."""
    ends = []
    joiners = of_class("joiner")
    limit = min(len(w.text), i + 2 * MAX_WORDS)
    sentence = w.sentence[i]
    j = i
    while j < limit and w.sentence[j] == sentence:
        word = w.text[j]
        if _nameable(word) or (j > i and word.isdigit()):
            ends.append(j + 1)
        elif j > i and has(word, ("feature",)):
            ends.append(j + 1)  # the Lachin corridor
            break
        elif word.lower() not in joiners and not (j == i and word.islower()):
            break
        j += 1
    for end in reversed(ends):
        a, b = w.chars(i, end)
        text = reading[a:b].replace("\n", " ")  # a line may break within a name: "BUENOS\nAIRES"
        bare = text.rstrip(".") if len(text) > 4 and "." not in text[:-1] else text
        key = fold(bare)
        if len(key) < 2 or (len(key) <= 4 and not _spelled(bare, key)):
            continue
        candidates = g.find(key) or _joined(g, bare)
        if candidates:
            if reading[b : b + 1] == "." and "." in bare[:-1] and bare[-1] != ".":
                bare += "."  # the tokenizer parts the last dot of U.S. and W.Va. at the end of a sentence
            return Name(i, end, (a, a + len(bare)), bare, key, candidates)
    return None


def _joined(g: Gazetteer, name: str) -> tuple[Candidate, ...]:
    """What the gazetteer writes as one word: Petion-Ville, Nasir-abad."""
    parts = [p for dash in _DASHES for p in name.split(dash)] if " " not in name else []
    whole = "".join(c for c in name if c not in _DASHES)
    if len(parts) < len(_DASHES) + 1 or len(whole) < 8 or "'" in name:
        return ()
    return tuple(c for c in g.find(fold(whole)) if c.source not in ("country", "region"))


def _us(doc: Document, i: int) -> bool:
    """In a text that is all capitals US is a country after THE or before a noun, else the pronoun."""
    syn = syntax(doc)
    if i and syn.lower[i - 1] == "the":
        return True
    return (
        syn.dep[i] in ("compound", "nmod", "amod", "poss") and i + 1 < len(syn.tag) and syn.tag[i + 1].startswith("NN")
    )


def _spelled(text: str, key: str) -> bool:
    """Whether a short name is spelled as its acronym must be (US, U.K., never Us)."""
    return key not in {"us", "uk", "uae", "drc", "prc", "usa", "ussr", "dprk", "roc", "rok", "car", "ksa", "bih"} or text.isupper()  # fmt: skip


def _demonym(
    w: Words, g: Gazetteer, i: int, longest: int, forms: dict[str, str], reading: str, upper: bool
) -> Name | None:
    for end in range(min(i + longest, len(w.text)), i, -1):
        a, b = w.chars(i, end)
        key = forms.get(reading[a:b].title() if upper else reading[a:b])
        if key:
            if reading[b : b + 9] in ("-American", "–American") or (
                reading[a - 1 : a] in ("-", "–") and w.text[i].startswith("American")
            ):
                return None  # African-American names people, not a place
            return Name(i, end, (a, b), reading[a:b], key, _stem(g, key), "demonym")
    return None


def _stem(g: Gazetteer, key: str) -> tuple[Candidate, ...]:
    """The country or region that a demonym is made from."""
    found = [c for c in g.find(key) if c.source in ("country", "region", "division")]
    found.sort(key=lambda c: c.source != "country")
    both = key == "congo"  # Congolese is of either Congo: the context decides
    return tuple(found if both else found[:1])


def _state(w: Words, g: Gazetteer, i: int, state: tuple[str, str, bool], reading: str) -> Name | None:
    """An abbreviated state: after a comma or a locative word; a bare postal code only after a comma."""
    key, country, postal = state
    before = w.lower[i - 1] if i else ""
    if before != "," and (postal or not has(before, ("locative", "locative_strong", "direction"))):
        if postal or ("." not in w.text[i] and len(w.text[i]) < 3):
            return None
        if before not in ("-", "(") and not has(before, ("institution",)) and w.text[i].count(".") < 2:
            return None
    if postal and not (i > 1 and _nameable(w.text[i - 2])):
        return None
    found = [c for c in g.find(key) if c.country == country]
    found.sort(key=lambda c: c.feature_code not in ("ADM1", "PCLD"))
    if postal and w.capitals[w.sentence[i]] and not _town_in(g, w, i - 2, found):
        return None  # IN, OR, ME and OK are words in a text that is all capitals
    a, b = w.chars(i, i + 1)
    if reading[b : b + 1] == "." and "." in w.text[i]:
        b += 1
    return Name(i, i + 1, (a, b), reading[a:b], key, tuple(found[:1]), "state") if found else None


def _town_in(g: Gazetteer, w: Words, i: int, states: list[Candidate]) -> bool:
    """Whether the word before the comma is a town of the state."""
    rows = {c.row + 1 for c in states}
    return i >= 0 and any(c.admin1_row in rows for c in g.find(fold(w.text[i])))


def _inside_token(w: Words, g: Gazetteer, i: int, forms: dict[str, str], reading: str) -> Name | None:
    """A place at the head of a hyphened token that the tokenizer left whole (U.S.-brokered)."""
    word = w.text[i]
    for dash in _DASHES:
        cut = word.find(dash)
        if cut > 1 and word[cut + 1 :].islower():
            head = word[:cut]
            a = w.at[i]
            if head in forms:
                return Name(i, i + 1, (a, a + cut), head, forms[head], _stem(g, forms[head]), "demonym")
            key = fold(head)
            if len(key) > 1 and _spelled(head, key) and (candidates := g.find(key)):
                return Name(i, i + 1, (a, a + cut), reading[a : a + cut], key, candidates, "prefix")
    return None


def _entity(w: Words, i: int, reading: str) -> Name | None:
    """A place that the parser's entity recogniser sees and the gazetteer lacks."""
    first = w.ner_start[i] + (w.lower[w.ner_start[i]] == "the")
    if w.ner[i] not in ("GPE", "LOC") or first != i:
        return None
    end = w.ner_end[i]
    while end > i + 1 and w.text[end - 1] in ("'s", "’s", ",", ".", "'", "’"):
        end -= 1
    a, b = w.chars(i, end)
    return Name(i, end, (a, b), reading[a:b], fold(reading[a:b]), (), "entity")
