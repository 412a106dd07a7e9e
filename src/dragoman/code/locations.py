"""Where an event took place: chosen by syntax among the places of its sentence (code/attachment.py), then by what the
story has just told; never the dateline by default, never a country because somebody's demonym names it.

Metonyms (Baku said), modifiers (Turkish troops), names inside an organisation's or a person's, origins and topics are
not where it happened. Of places attached alike, the finest that lies in the others is taken. Every answer has its why.
"""

from __future__ import annotations

from collections.abc import Iterable

from dragoman.code.attachment import Trigger, attach, origin, tight, top
from dragoman.code.told_places import continued, remember, words_of
from dragoman.document import Document
from dragoman.extract.places.roles import heads
from dragoman.parse.syntax import Syntax, syntax
from dragoman.record import EventLocation, Place

TOLD = frozenset({"AGREE", "SUPPORT", "CONCEDE", "REQUEST", "ACCUSE", "REJECT", "THREATEN"})
"""Categories that are done by saying: what they speak of is elsewhere."""
_FINER = 2.5
"""A finer place inside the best one is taken where its cost is at most this much higher."""

Here = list[tuple[Place, int, int]]


def event_location(
    doc: Document, trigger: int, *, event: str | None = None, words: Iterable[int] = (), real: bool = True
) -> tuple[EventLocation | None, str]:
    """The place of the event whose trigger is token ``trigger``, and why; (None, why) where the text tells none.

    ``event``: PLOVER category, None for a toll or state; ``words``: tokens of all trigger words; ``real``: told as
    something that happened, so that it goes on where the story is.
    """
    ahead = event == "AGREE" and syntax(doc).lemma[trigger] in heads("journey")  # will meet, is to visit
    how = Trigger(trigger, frozenset(words), told=event in TOLD and not ahead, talks=ahead or event == "CONSULT")
    found, why = _in_sentence(doc, how)
    if found is None and real and not (how.told or how.talks):
        earlier, earlier_why = continued(doc, trigger, event)
        if earlier is not None:
            found, why = earlier, earlier_why
    remember(doc, trigger, event, found)
    if found and found.rule and "anchor only" in found.rule:
        why += "; " + found.rule[found.rule.index("anchor only") :]  # 30 km north of Mosul is not Mosul
    return (found.location() if found else None), why


def _in_sentence(doc: Document, how: Trigger) -> tuple[Place | None, str]:
    here = _literal_places(doc, how.token)
    if not here:
        return None, "the sentence names no place where things happen"
    syn = syntax(doc)
    ranked = []
    for place, first, last in here:
        cost, why = attach(syn, how, first, last, country=_who(place))
        if cost is not None:
            ranked.append((cost, first, place, f"{why} {place.text}"))
    ranked.sort(key=lambda r: r[:2])
    if not ranked:
        return _alone(syn, here, how)
    cost, at, best, why = ranked[0]
    for other_cost, other_at, other, other_why in ranked[1:]:
        if other_cost <= cost + _FINER and _finer(other, best) and not _listed(syn, at, other_at):
            at, best, why = other_at, other, f"{other_why}, inside {best.text}"
    return best, why


def _literal_places(doc: Document, trigger: int) -> Here:
    """Literal places of the trigger's sentence with their first and last token, without the dateline and names in names."""
    by_sentence: dict[int, Here] | None = doc.cache.get("literal_places")
    if by_sentence is None:
        by_sentence = {}
        filed = doc.dateline_span
        for p in doc.places:
            if p.role == "metonym" or (filed is not None and filed.start <= p.start < filed.end):
                continue
            i, j = doc.tokens_at(p.start, p.end)
            if p.role == "modifier" and not _soil(doc, j):
                continue
            if i < j and not _in_a_name(doc, i, j):
                by_sentence.setdefault(doc.sentence_of(i).index, []).append((p, i, j - 1))
        doc.cache["literal_places"] = by_sentence
    return by_sentence.get(doc.sentence_of(trigger).index, [])


def _soil(doc: Document, after: int) -> bool:
    """Whether a demonym qualifies ground and not people: Syrian villages, Lebanese airspace; not: Syrian troops."""
    return after < len(doc.tokens) and syntax(doc).lemma[after] in words_of("soil")


def _in_a_name(doc: Document, i: int, j: int) -> bool:
    """Whether a place is part of an organisation's or group's name: Revolutionary Armed Forces of Colombia."""
    token = doc.tokens[i]
    if token.ent_type_ == "ORG" and token.ent_iob_ == "I" and doc.tokens[i - 1].text in ("of", "for", "in", "the"):
        return True
    m = doc.mention_at(i)
    if m is None or (m.start >= i and m.end <= j) or m.entity.kind not in ("organisation", "group"):
        return False
    words = doc.tokens[m.start : i]
    return len(words) > 0 and words[-1].text in ("of", "for", "in", "the") and any(t.text[0].isupper() for t in words)


def _finer(a: Place, b: Place) -> bool:
    """Whether a is a closer place within b."""
    if a.country_code is None or a.country_code != b.country_code or (a.resolution or 0) <= (b.resolution or 0):
        return False
    return b.resolution == 1 or b.province is None or b.province == a.province or a.province is None


def _who(place: Place) -> bool:
    """Whether a place's name can stand for who acts: a country or larger, or a region of several."""
    return place.resolution == 1 or (place.resolution == 2 and place.country_code is None)


def _when(syn: Syntax, clause: int) -> bool:
    """Whether a clause tells of the same moment: four were killed when a missile hit a house in Attan."""
    return any(syn.lower[m] in ("when", "as", "after") for m in syn.children(clause, "mark", "advmod"))


def _of_another(syn: Syntax, k: int, trigger: int) -> bool:
    """Whether a preposition hangs a place on another act than the trigger's: the meeting in Caracas was put off after the
    killing. An act that the trigger's clause hangs on counts as its own, but not from afar."""
    if syn.pos[syn.head[k]] != "ADP":
        return False
    if syn.lower[syn.head[k]] in ("with", "by"):
        return True  # its border with Ukraine
    governor = syn.head[syn.head[k]]
    clauses, t = 0, trigger
    while t != governor and syn.head[t] != t:
        clauses += syn.dep[t] in ("relcl", "advcl", "ccomp", "acl", "xcomp")
        t = syn.head[t]
    if t == governor:
        return clauses > 2
    held = syn.lemma[governor] in heads("relation") or syn.lemma[governor] in ("meeting", "summit", "round", "session")
    return held and governor not in syn.subtree(trigger)


def _same_spot(a: Place, b: Place) -> bool:
    """Whether b is a or holds it (Saravena, Arauca department)."""
    return _finer(a, b) or (a.resolved_place is not None and a.resolved_place == b.resolved_place)


def _listed(syn: Syntax, a: int, b: int) -> bool:
    """Whether one place is coordinated with the other (Idlib, Saraqib and Ariha): then neither is inside the other."""
    for x, y in ((a, b), (b, a)):
        k = y
        for _ in range(8):
            if syn.pos[k] in ("VERB", "AUX"):
                break  # the coordination of acts parts no places
            if syn.dep[k] == "conj":
                return True
            if syn.head[k] in (k, x):
                break
            k = syn.head[k]
    return False


def _alone(syn: Syntax, here: Here, how: Trigger) -> tuple[Place | None, str]:
    """The sentence's only literal place (with the larger ones it lies in), unless it is where somebody spoke or came
    from, or what is spoken about."""
    inmost = next((x for x in here if all(x is y or _same_spot(x[0], y[0]) for y in here)), None)
    if inmost is None:
        return None, "several places in the sentence and none attached to the event"
    place, first, last = inmost
    k = top(syn, first, last)
    parted = any(syn.lower[j] == ";" for j in range(min(first, how.token), max(last, how.token)))
    if parted and syn.pos[syn.head[syn.head[k]]] in ("NOUN", "PROPN"):
        return None, f"{place.text} tells of somebody on the other side of a semicolon"
    if how.told or how.talks:
        return None, f"{place.text} is not attached to what is said or met"
    if _who(place) and syn.dep[top(syn, first, last)] in (
        "nsubj",
        "poss",
        "dobj",
        "dative",
        "compound",
        "nmod",
    ):
        return None, f"{place.text} is a party, not where it happened"
    k = top(syn, first, last)
    if _of_another(syn, k, how.token):
        return None, f"{place.text} belongs to something else in the sentence"
    for _ in range(12):
        over = syn.head[k]
        if syn.pos[k] == "ADP" and origin(syn, k, how.token):
            return None, f"{place.text} tells who somebody is"
        if syn.lemma[k] in heads("inhabitant") and syn.lemma[over] in heads("speech") and not how.talks:
            return place, f"{place.text} is where those who saw it live, the sentence's only place"
        if over == k:
            break
        if how.token not in syn.subtree(k):
            if syn.lemma[over] in heads("speech") and over != how.token and not (k < over and syn.lower[k] in tight()):
                return None, f"{place.text} belongs to who says it"
            if syn.dep[k] == "relcl" and over in syn.children(how.token, "nsubjpass", "dobj"):
                return place, f"{place.text} is where what suffers it is, the sentence's only place"
            if syn.dep[k] in ("relcl", "ccomp") or (syn.dep[k] == "advcl" and not _when(syn, k)):
                return None, f"{place.text} belongs to another clause"
        k = over
    return place, f"{place.text} is the sentence's only place"
