"""A second look at doubtful names: is there such a place where the document's other places are?

The parser's entity recogniser takes many towns that it has never seen for persons. A doubtful name gains where a place
of that name lies in a country that the document speaks of, and more where it lies close to one of its places.
"""

from __future__ import annotations

from collections import defaultdict

from dragoman.extract.places.evidence import ACCEPT, Evidence
from dragoman.extract.places.gazetteer import Candidate
from dragoman.extract.places.resolve import km
from dragoman.extract.places.spans import Name
from dragoman.extract.places.words import common_words

_DOUBTFUL = -1.3
_AGAINST = -2.0
_SHARE = 0.25
"""Of the places that the document names beyond doubt, the part that a country must have."""
_CLOSE_KM = 60.0


def look_again(names: list[Name], evidence: Evidence) -> None:
    """Add to the score of doubtful names that fit the document's places."""
    countries, places = _sure(names)
    total = sum(countries.values())
    if not total:
        return
    for n in names:
        if n.kind != "name" or not _DOUBTFUL < n.score < ACCEPT or not n.candidates:
            continue
        if n.against < _AGAINST or n.key in common_words() or evidence.part_of_person(n):
            continue
        fits = [c for c in n.candidates[:20] if c.country and countries.get(c.country, 0.0) >= _SHARE * total]
        if not fits:
            continue
        share = max(countries[c.country or ""] for c in fits) / total
        n.add(0.5 + 0.5 * share, "in a country of this story")
        near = any(km(c, p) < _CLOSE_KM for c in fits if c.resolution > 2 for p in places if p.row != c.row)
        if near:
            n.add(1.6, "close to another place of this story")


def _sure(names: list[Name]) -> tuple[dict[str, float], list[Candidate]]:
    """Weight of each country among the names that are surely places, and their places that stand for one name only."""
    countries: defaultdict[str, float] = defaultdict(float)
    places: list[Candidate] = []
    seen: set[str] = set()
    for n in names:
        if n.score < ACCEPT or not n.candidates or n.key in seen:
            continue
        seen.add(n.key)
        best = n.candidates[0]
        rivals = {c.country for c in n.candidates if c.population * 10 >= best.population}
        if best.country and (len(rivals) == 1 or best.resolution == 1):
            countries[best.country] += 1.0
            if best.resolution > 2 and n.kind == "name":
                places.append(best)
    return countries, places
