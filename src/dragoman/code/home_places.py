"""The country of an act whose place the story nowhere tells, from those who take part; never finer than a country.

Three cases: an act at which all that have a country are of the one in which the story is set, or whose sufferers are;
what a state's police, courts and rulers do by ruling, which they do at home; and a deed of whom no country is told, in a story
set in one. What armies do may be abroad, and so may what a side of a story of two countries does.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable

from dragoman.code.told_places import country_of
from dragoman.document import Document
from dragoman.record import Entity, Place

_DEEDS = frozenset({"ASSAULT", "COERCE", "PROTEST", "MOBILIZE", "RETREAT", None})
_RULE = frozenset(
    {"arrest", "curfew", "censor", "martial-law", "convict", "demo", "riot", "strike", "hunger", "crowd-control"}
)
"""Modes of what is done within one's own borders."""
_ABROAD = frozenset({"MIL", "REB", "PRM", "UAF", "SPY"})
_NOWHERE = frozenset({"UNO", "IGO", "EUR", "NGO", "ISM", "IMG", "MNC"})


def at_home(
    doc: Document,
    trigger: int,
    event: str | None,
    modes: Collection[str],
    actor: Iterable[Entity],
    recipient: Iterable[Entity],
) -> tuple[Place | None, str]:
    """The country where an act took place by who takes part, and why; (None, "") where they leave it open."""
    doers, others = list(actor), list(recipient)
    mine, theirs = _codes(doers), _codes(others)
    scene: str | None = doc.cache.get("told_of")
    ruled = bool(_RULE & set(modes))
    if event not in _DEEDS and not ruled:
        return None, ""
    if ruled and len(mine) == 1 and not any(_ABROAD & set(e.sector) for e in doers):
        (country,) = mine
        reason = "which rules there"
    elif scene is not None and scene in mine | theirs and (mine | theirs == {scene} or theirs == {scene}):
        country, reason = scene, "where the story is set, and those to whom it happens are of there"
    elif scene is not None and event in _DEEDS and not mine | theirs:
        country, reason = scene, "where the story is set"
    else:
        return None, ""
    sentence = doc.sentence_of(trigger)
    for p in doc.places:
        i, _ = doc.tokens_at(p.start, p.end)
        if sentence.start <= i < sentence.end and p.role == "literal" and p.country_code not in (None, country):
            return None, ""  # another country is named as a place
    place = _named(doc, trigger, country)
    if place is None:
        return None, ""
    return place, f"no place is told; {place.resolved_place}, {reason}"


def _codes(parties: Iterable[Entity]) -> set[str]:
    return {e.code for e in parties if e.code is not None and e.code not in _NOWHERE}


def _named(doc: Document, trigger: int, country: str) -> Place | None:
    """The words by which the text names the country or a place in it: the last before the act, else the first."""
    here = [p for p in doc.places if p.country_code == country]
    whole = [p for p in here if p.resolution == 1 and p.feature_code is not None] or here
    before = [p for p in whole if doc.tokens_at(p.start, p.end)[0] < trigger]
    found = before[-1] if before else whole[0] if whole else None
    return country_of(found) if found is not None else None
