"""Where an event took place: chosen by syntax among the places of its sentence, never the dateline by default.

In this order, as a cost: a place in a prepositional phrase or object of the trigger (in Homs, seized Homs); one in the
clause that an event noun stands in (the attack took place in Homs); one of the clause that the trigger is joined to;
the next "in ..." after the trigger with no other verb between; the sentence's only literal place. Metonyms (Baku
said), modifiers (Turkish troops), datelines, origins (a man from Homs) and the places where somebody *said* something
are never where it happened. Of places attached alike, the finest that lies in the others is taken.
"""

from __future__ import annotations

from functools import cache

from dragoman.document import Document
from dragoman.extract.places.gazetteer.build import table
from dragoman.extract.places.roles import heads
from dragoman.parse.syntax import Syntax, syntax
from dragoman.record import EventLocation, Place

_CLAUSES = frozenset({"relcl", "advcl", "ccomp", "acl", "xcomp", "pcomp", "parataxis", "csubj"})
_JOINED = frozenset({"conj", "xcomp", "advcl", "acl", "relcl", "pcomp", "dep", "prep"})
_FINER = 2.5
"""A finer place inside the best one is taken where its cost is at most this much higher."""


@cache
def prepositions() -> dict[str, float]:
    """Cost of each preposition: how readily it says where an event took place."""
    return {r["preposition"]: float(r["cost"]) for r in table("prepositions.tsv")}


@cache
def tight() -> frozenset[str]:
    """Prepositions that say nothing but where."""
    return frozenset(w for w, cost in prepositions().items() if cost == 0)


def event_location(doc: Document, trigger: int) -> tuple[EventLocation | None, str]:
    """The place of the event whose trigger is token ``trigger``, and why; (None, why) where the text tells none."""
    here = _literal_places(doc, trigger)
    if not here:
        return None, "the sentence names no place where things happen"
    syn = syntax(doc)
    ranked = []
    for place, first, last in here:
        cost, why = _attachment(syn, trigger, first, last)
        if cost is not None:
            ranked.append((cost, first, place, f"{why} {place.text}"))
    ranked.sort(key=lambda r: r[:2])
    if not ranked:
        return _alone(syn, here, trigger)
    cost, _, best, why = ranked[0]
    for other_cost, _, other, other_why in ranked[1:]:
        if other_cost <= cost + _FINER and _finer(other, best):
            best, why = other, f"{other_why}, inside {best.text}"
    return best.location(), why


def _literal_places(doc: Document, trigger: int) -> list[tuple[Place, int, int]]:
    """Literal places of the trigger's sentence with their first and last token, without the dateline."""
    by_sentence: dict[int, list[tuple[Place, int, int]]] | None = doc.cache.get("literal_places")
    if by_sentence is None:
        by_sentence = {}
        filed = doc.dateline_span
        for p in doc.places:
            if p.role != "literal" or (filed is not None and filed.start <= p.start < filed.end):
                continue
            i, j = doc.tokens_at(p.start, p.end)
            if i < j:
                by_sentence.setdefault(doc.sentence_of(i).index, []).append((p, i, j - 1))
        doc.cache["literal_places"] = by_sentence
    return by_sentence.get(doc.sentence_of(trigger).index, [])


def _finer(a: Place, b: Place) -> bool:
    """Whether a is a closer place within b."""
    if a.country_code is None or a.country_code != b.country_code or (a.resolution or 0) <= (b.resolution or 0):
        return False
    return b.resolution == 1 or b.province is None or b.province == a.province or a.province is None


def _top(syn: Syntax, first: int, last: int) -> int:
    """The token of a name that hangs on something outside it."""
    return next((k for k in range(last, first - 1, -1) if not first <= syn.head[k] <= last), last)


def _attachment(syn: Syntax, trigger: int, first: int, last: int) -> tuple[float | None, str]:
    """Cost of taking a place for the trigger's, and how it hangs on it; None where it belongs to something else."""
    path, k = [], _top(syn, first, last)
    if first <= trigger <= last:
        return None, ""
    while True:
        path.append(k)
        if syn.head[k] == k or len(path) > 40:
            break
        k = syn.head[k]
    if trigger in path:
        below = path[: path.index(trigger)]
        if syn.lemma[trigger] in heads("speech") and _topic(syn, below):
            return None, ""
        return _under(syn, below, trigger)
    shared = {k: n for n, k in enumerate(path)}
    up, climbed = trigger, 0.0
    for _ in range(6):
        if syn.head[up] == up:
            break
        step = _climb(syn, up)
        if step is None:
            # The clause is what somebody says: only a place that opens the sentence frames it (In Homs, activists said ...)
            above = syn.head[up]
            if above in shared and first < trigger and _opens(syn, path[: shared[above]], above):
                return 2.0 + climbed, "opens the sentence:"
            break
        climbed += step
        up = syn.head[up]
        if up in shared:
            below = path[: shared[up]]
            cost, why = _under(syn, below, up)
            return (None, "") if cost is None else (cost + climbed, f"by {syn.lower[up]}, {why}")
    return _follows(syn, trigger, first, path)


def _climb(syn: Syntax, k: int) -> float | None:
    """Cost of going from the trigger up to what it hangs on; None where its head only reports it."""
    over, dep = syn.head[k], syn.dep[k]
    if dep in ("ccomp", "parataxis") and syn.lemma[over] in heads("speech"):
        return None
    if dep == "prep" or syn.pos[k] == "ADP":
        return 0.3
    if dep in ("nsubj", "nsubjpass", "dobj", "pobj", "attr", "compound"):
        return 0.6
    if dep in _JOINED:
        return 1.2
    return 1.5


def _under(syn: Syntax, path: list[int], top: int) -> tuple[float | None, str]:
    """Cost of the way from a place up to ``top``; None where it goes through a reported or another clause."""
    cost, why = 0.0, ""
    for n, k in enumerate(path):
        dep, word = syn.dep[k], syn.lower[k]
        if dep in ("prep", "agent") or syn.pos[k] == "ADP":
            over = syn.head[k]
            if word == "from" and over != top and syn.pos[over] in ("NOUN", "PROPN"):
                return None, ""  # an origin: fighters from Chad
            cost += prepositions().get(word, 1.0)
            why = why or word
        elif dep in _CLAUSES:
            cost += 2.0
            if dep in ("ccomp", "parataxis") or syn.lemma[k] in heads("speech"):
                return None, ""
        elif dep in ("nsubj", "nsubjpass"):
            cost += 1.2 if n else 0.5
            why = why or "subject"
        elif dep == "dobj":
            cost += 0.4
            why = why or "object"
        elif dep in ("conj", "appos"):
            cost += 0.5
        elif dep in ("pobj", "pcomp"):
            pass  # its preposition has the cost
        else:
            cost += 0.4
            why = why or "beside"
    return cost, why or "at"


def _topic(syn: Syntax, path: list[int]) -> bool:
    """Whether a place is part of what is spoken about (condemned the attack in Diffa), not of where it is spoken."""
    return any(syn.dep[k] in ("dobj", "ccomp", "xcomp", "dative") for k in path)


def _opens(syn: Syntax, path: list[int], verb: int) -> bool:
    """Whether the way to the speech verb goes by a preposition that stands before the verb's subject."""
    if not path or syn.pos[path[-1]] != "ADP" or syn.lower[path[-1]] not in tight():
        return False
    subjects = syn.children(verb, "nsubj", "nsubjpass")
    return bool(subjects) and path[-1] < min(subjects)


def _follows(syn: Syntax, trigger: int, first: int, path: list[int]) -> tuple[float | None, str]:
    """For a wrong parse: "in ..." within a dozen words after the trigger with no other verb between."""
    prep = next((k for k in path if syn.pos[k] == "ADP"), None)
    if prep is None or not trigger < prep < first or first - trigger > 12 or syn.lower[prep] not in tight():
        return None, ""
    if any(syn.pos[k] in ("VERB", "AUX") or syn.lower[k] in (";", ":") for k in range(trigger + 1, first)):
        return None, ""
    return 5.0, f"next after the trigger, {syn.lower[prep]}"


def _alone(syn: Syntax, here: list[tuple[Place, int, int]], trigger: int) -> tuple[EventLocation | None, str]:
    """The sentence's only literal place, unless it is where somebody spoke or came from."""
    if len(here) > 1:
        return None, "several places in the sentence and none attached to the event"
    place, first, last = here[0]
    k = _top(syn, first, last)
    spoken = syn.lemma[trigger] in heads("speech")
    for _ in range(12):
        over = syn.head[k]
        if spoken and over == trigger and syn.dep[k] in ("dobj", "ccomp", "xcomp", "dative"):
            return None, f"{place.text} is part of what is spoken about"
        if syn.lower[k] == "from" and syn.pos[over] in ("NOUN", "PROPN"):
            return None, f"{place.text} is where somebody comes from"
        if over == k:
            break
        if syn.lemma[over] in heads("speech") and over != trigger and not (k < over and syn.lower[k] in tight()):
            return None, f"{place.text} belongs to who says it"
        k = over
    return place.location(), f"{place.text} is the sentence's only place"
