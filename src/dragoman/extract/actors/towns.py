"""Towns that a story sets its events in: the actor tables know a few, the gazetteer knows them all.

Without this the country of "residents" or "police" would hang on whether a town happens to stand in the tables, and the
entity tagger's guess (Kharkiv a person, Goris an organisation) would stand where nothing says otherwise.
"""

from __future__ import annotations

from dragoman.extract.actors.hits import PLACES, Hit, Scan
from dragoman.extract.actors.tables import Entry
from dragoman.extract.places.gazetteer import Candidate, gazetteer
from dragoman.extract.places.gazetteer.names import fold
from dragoman.extract.places.words import common_words, has, no_places

_WHERE = frozenset(
    ["in", "at", "near", "outside", "inside", "around", "into", "toward", "towards", "across", "to", "from"]
)
_OF = frozenset(
    ["outskirts", "city", "town", "village", "port", "suburb", "suburbs", "district", "siege", "battle", "north", "south",
     "east", "west", "center", "centre", "northeast", "northwest", "southeast", "southwest", "edge", "capture", "fall",
     "seizure", "bombing", "shelling", "bombardment", "defense", "defence", "settlement", "hamlet", "streets", "heart"]
)  # fmt: skip
"""Nouns before "of" that make a name a town's."""
_BOUND = frozenset({"bound", "left", "leave", "leaves", "leaving", "headed", "heading", "road", "battle", "fight"})
"""Words before "for" that make a name a town's."""
_NAME = frozenset({"NNP", "NNPS"})
_KNOWN, _LARGE, _FAR_LARGER = 5_000, 20_000, 5
_LONGEST = 3


def towns(s: Scan) -> list[Hit]:
    """Hits for towns outside of ``s.at``, each with the country that the story speaks of or that of the only large one."""
    told = {h.entry.code for h in s.hits if h.entry.code and h.entry.cls in PLACES | {"institution", "leader"}}
    out: list[Hit] = []
    i = 0
    while i < len(s.text):
        if i in s.at or s.syn.tag[i] not in _NAME or not s.text[i][:1].isupper():
            i += 1
            continue
        end = i + 1
        while end < len(s.text) and s.syn.tag[end] in _NAME and end not in s.at and s.text[end][:1].isupper():
            end += 1
        while end - i > 1 and has(s.syn.lower[end - 1], ("institution", "feature", "type_after_1", "type_after_2")):
            end -= 1  # Mekelle University, Donetsk Airport, Sumy Region
        if end - i <= _LONGEST and _is_place(s, i, end):
            chosen = _town(s.words(i, end), told)
            if chosen is not None:
                entry = Entry("city", chosen.name, chosen.country, kind="place", source=f"gazetteer: {chosen.name}")
                out.append(Hit(i, end, entry, (entry,), why=entry.source))
        i = end
    return out


def _is_place(s: Scan, a: int, b: int) -> bool:
    """Is the name used as a place: after a preposition of place, or tagged as one."""
    ent = s.syn.ent[a]
    tokens = s.doc.tokens
    if any(tokens[k].ent_iob_ == "I" and s.syn.ent[k] == ent for k in (a, b) if k < len(s.text)):
        return False  # part of a longer name
    before = s.syn.lower[a - 1] if a else ""
    if before == "the" or s.text[b : b + 1] == ["-"]:
        return False
    if b < len(s.text) and s.text[b] in ("'s", "’s") and ent not in ("GPE", "LOC"):
        return False
    if before in ("of", "for") and a > 1:
        return s.syn.lower[a - 2] in (_OF if before == "of" else _BOUND)
    return ent in ("GPE", "LOC") or before in _WHERE or has(before, ("takes_place", "locative", "locative_strong"))


def _town(name: str, told: set[str]) -> Candidate | None:
    """The town that is meant: in a country that the story names if there is one of size, else the one that dwarfs the rest."""
    key = fold(name)
    if not key or key in common_words() or key in no_places():
        return None
    found = [
        c
        for c in gazetteer().find(key)
        if c.country and c.resolution >= 3 and (c.population >= _KNOWN or c.source == "region")
    ]
    near = [c for c in found if c.country in told]
    for some in ([c for c in near if c.primary], near, [c for c in found if c.primary], found):
        many = sorted(some, key=lambda c: -c.population)
        if many:
            others = [c.population for c in many if c.country != many[0].country]
            large = some is near or many[0].country in told or many[0].population >= _LARGE
            return many[0] if large and (not others or many[0].population >= _FAR_LARGER * others[0]) else None
    return None
