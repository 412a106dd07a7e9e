"""The country that a story tells of: where most of the places lie at which things happen in it.

Places told in their own right ("near Sirte", "in Mali") speak for it. A name that stands for a government or qualifies a
people ("Ankara denied", "Turkish jets") tells who takes part and speaks far less; so does the desk that filed the story.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable

from dragoman.extract.places.gazetteer.build import table
from dragoman.extract.places.gazetteer.names import fold
from dragoman.extract.places.spans import Name
from dragoman.record import PlaceRole

_PARTY = 0.25
"""Weight of a country that is named as who acts, against one in which a place is told."""
_DESK = 0.4
"""Weight of the desk that filed the story: it confirms a place, and is none."""
_ENOUGH = 1.3
"""Votes that a scene needs: more than one place and a party of its country ("told parliament in London", of a story of others)."""
_SHARE = 0.42
SMALL = 60_000
"""Towns below this many people are not meant by name alone in a story of another country."""
_AHEAD = 2.0
"""Times the weight of the next country: in a story of two countries at war the scene is neither."""


def told_of(named: Iterable[tuple[Name, PlaceRole, bool]]) -> tuple[str, float] | None:
    """Alpha-3 code of the country with its share of the votes, None where none stands out.

    ``named``: the names of a document with their roles, and whether they are its dateline.
    """
    named = list(named)
    holders = {id(n.within) for n, _, _ in named if n.within is not None}
    places: Counter[tuple[str, str]] = Counter()
    votes: defaultdict[str, float] = defaultdict(float)
    parties: set[str] = set()
    for name, role, filed in named:
        best = name.ranking[0][1] if name.ranking else None
        if best is None or not best.country:
            continue
        if role != "literal":
            parties.add(best.country)
        elif filed:
            votes[best.country] += _DESK if fold(name.text) in _bureaus() else 1.0
        elif id(name) in holders:
            continue  # "Sabha, Libya" is one place
        elif unsupported(name):
            votes[best.country] += _PARTY
        else:
            places[best.country, name.key] += 1
    for (country, _), n in places.items():
        votes[country] += 1 + 0.5 * math.log(n)
    for country in parties:
        votes[country] += _PARTY
    if not votes:
        return None
    ranked = sorted(votes.items(), key=lambda v: (-v[1], v[0]))
    (country, most), *rest = ranked
    share = most / sum(votes.values())
    if most < _ENOUGH or share < _SHARE or (rest and most < _AHEAD * rest[0][1]):
        return None
    return country, share


def unsupported(name: Name) -> bool:
    """Whether a name's best candidate is a small place in a country that nothing else in the document speaks for."""
    if name.kind != "name" or name.within is not None:
        return False
    _, best, features = name.ranking[0]
    alone = features.get("country context", 1.0) == 0
    return best.source == "geonames" and best.population < SMALL and alone


def _bureaus() -> frozenset[str]:
    return frozenset(r["word"] for r in table("narrative.tsv") if r["class"] == "bureau")
