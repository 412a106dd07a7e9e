"""Where an event took place: chosen by syntax among the places of its sentence, never the dateline by default.

Order: a place in a prepositional phrase of the trigger or its clause; the object of a verb that takes a place (seized
Homs, entered Gaza); a place that modifies the event's noun (the Aleppo offensive); the sentence's only literal place.
Metonyms (Baku said) and modifiers (Turkish troops) are never where something happened.
"""

from __future__ import annotations

from dragoman.document import Document
from dragoman.parse.syntax import Syntax, syntax
from dragoman.record import EventLocation, Place

_LOCATIVE = frozenset(
    "in at near on outside inside around across throughout within over off along between into through under "
    "toward towards to from onto against north south east west".split()
)
_TIGHT = frozenset("in at near outside inside around across throughout within".split())
_CLAUSE = frozenset({"ROOT", "conj", "ccomp", "advcl", "relcl", "acl", "xcomp", "pcomp", "parataxis"})


def event_location(doc: Document, trigger: int) -> tuple[EventLocation | None, str]:
    """The place of the event whose trigger is token ``trigger``, and why; (None, why) where the text tells none."""
    here = _places_of(doc, trigger)
    if not here:
        return None, "the sentence names no place"
    syn = syntax(doc)
    best: tuple[float, int, Place, str] | None = None
    for place, token in here:
        cost, why = _attachment(doc, syn, trigger, place, token)
        if cost is not None and (best is None or (cost, -(place.resolution or 0)) < (best[0], -(best[2].resolution or 0))):
            best = (cost, token, place, why)
    if best is not None:
        return best[2].location(), best[3]
    if len(here) == 1:
        return here[0][0].location(), f"{here[0][0].text} is the sentence's only place"
    return None, "several places in the sentence and none attached to the event"


def _places_of(doc: Document, trigger: int) -> list[tuple[Place, int]]:
    """Literal places of the trigger's sentence, with their last token."""
    by_sentence: dict[int, list[tuple[Place, int]]] | None = doc.cache.get("literal_places")
    if by_sentence is None:
        by_sentence = {}
        for p in doc.places:
            if p.role == "literal":
                i, j = doc.tokens_at(p.start, p.end)
                if i < j:
                    by_sentence.setdefault(doc.sentence_of(i).index, []).append((p, j - 1))
        doc.cache["literal_places"] = by_sentence
    return by_sentence.get(doc.sentence_of(trigger).index, [])


def _attachment(doc: Document, syn: Syntax, trigger: int, place: Place, token: int) -> tuple[float | None, str]:
    """Cost of taking a place for the trigger's (lower is nearer), None where it belongs to something else."""
    k, prep, steps = token, None, 0.0
    while k != trigger and syn.head[k] != k and steps < 12:
        up = syn.head[k]
        if syn.dep[k] == "prep" and syn.lower[k] in _LOCATIVE and prep is None:
            prep = syn.lower[k]
        if syn.dep[k] in ("relcl", "acl", "advcl", "ccomp", "parataxis") and up != trigger:
            steps += 2
        k = up
        steps += 1
    if k == trigger:
        if prep is not None:
            return steps + (0 if prep in _TIGHT else 1.0), f"{prep} {place.text}, attached to the trigger"
        return steps + 1.5, f"{place.text}, attached to the trigger"
    return None, ""
