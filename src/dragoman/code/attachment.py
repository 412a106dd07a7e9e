"""How a place hangs on an event's trigger in the parse, as a cost: 0 for "in Homs" under the trigger itself.

A place belongs to the trigger through prepositions that say where, as its object (seized Homs), through the event noun's
own verb (the attack took place in Homs), or through a clause that it is joined to. It does not where the way leads
through an origin (fighters from Chad), a topic (discussed the situation in Syria), an envoy's post (ambassador to
Iran), what somebody says, or a country that acts or owns (Turkey's offensive).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from dragoman.extract.places.gazetteer.build import table
from dragoman.extract.places.roles import heads
from dragoman.extract.places.words import has
from dragoman.parse.syntax import Syntax

Attachment = tuple[float | None, str]
"""Cost (None: the place is not the event's) and the way in words."""

LIMIT = 3.0
"""What costs more than this is nearer to something else in the sentence."""
_CLAUSES = frozenset({"relcl", "advcl", "ccomp", "acl", "xcomp", "pcomp", "parataxis", "csubj"})
_JOINED = frozenset({"conj", "xcomp", "advcl", "acl", "relcl", "pcomp", "dep", "prep"})
_ABOUT = frozenset({"on", "about", "over", "regarding", "concerning", "for", "against"})
_BEHIND = frozenset({"after", "following", "before"})
_CONDITIONS = frozenset({"if", "unless", "although", "though", "because", "while"})
_TYPES = ("type_before", "type_after_1", "type_after_2", "type_after_3", "feature", "direction")


@dataclass(frozen=True, slots=True)
class Trigger:
    """An event's trigger: its token, all trigger words, and what its category lets a place be.

    ``told``: the event is a saying or a deal; places in what is said are topics. ``talks``: the parties meet; places
    that are talked about are topics.
    """

    token: int
    words: frozenset[int] = frozenset()
    told: bool = False
    talks: bool = False


@cache
def prepositions() -> dict[str, float]:
    """Cost of each preposition: how readily it says where an event took place."""
    return {r["preposition"]: float(r["cost"]) for r in table("prepositions.tsv")}


@cache
def tight() -> frozenset[str]:
    """Prepositions that say nothing but where."""
    return frozenset(w for w, cost in prepositions().items() if cost == 0)


def top(syn: Syntax, first: int, last: int) -> int:
    """The token of a name that hangs on something outside it."""
    return next((k for k in range(last, first - 1, -1) if not first <= syn.head[k] <= last), last)


def attach(syn: Syntax, trigger: Trigger, first: int, last: int, *, country: bool) -> Attachment:
    """How tokens ``first`` to ``last`` of a place hang on the trigger. ``country``: the place is one or larger."""
    if any(first <= w <= last for w in (trigger.token, *trigger.words)):
        return None, ""
    path, k = [], top(syn, first, last)
    while True:
        path.append(k)
        if syn.head[k] == k or len(path) > 40:
            break
        k = syn.head[k]
    if trigger.token in path:
        return _below(syn, path[: path.index(trigger.token)], trigger, trigger.token, country)
    at = {k: n for n, k in enumerate(path)}
    up, climbed, apart, behind = trigger.token, 0.0, False, False
    for _ in range(6):
        if syn.head[up] == up:
            break
        step = _climb(syn, up)
        over = syn.head[up]
        if step is None or (trigger.told and over not in trigger.words and not _light(syn, up)):
            # What is said, or what is only told: a place that opens the sentence still frames it (In Homs, activists said ...).
            frame = next((a for a in (over, *syn.ancestors(over)) if a in at), None)
            if frame is not None and first < trigger.token and _opens(syn, path[: at[frame]], frame):
                return 2.0 + climbed, "opens the sentence:"
            break
        climbed += step
        behind = behind or (syn.dep[up] == "prep" and syn.lower[up] in _BEHIND)
        apart = apart or syn.dep[up] in ("prep", "advcl", "pcomp")
        up = over
        if up in at:
            below = path[: at[up]]
            if behind and below and syn.lower[below[-1]] == "to":
                return None, ""  # returned to Quito after the talks
            if apart and any(syn.dep[k] in ("nsubj", "nsubjpass") for k in below):
                return None, ""  # the meeting in Caracas was put off after the killing
            cost, why = _below(syn, below, trigger, up, country)
            if cost is None or cost + climbed > LIMIT:
                return None, ""
            return cost + climbed, f"by {syn.lower[up]}, {why}"
    return (None, "") if trigger.told else _follows(syn, trigger.token, first, path)


def _light(syn: Syntax, noun: int) -> bool:
    """Whether an event noun is the object or subject of the verb above it (talks were held in Geneva)."""
    return syn.pos[noun] == "NOUN" and syn.dep[noun] in ("dobj", "nsubj", "nsubjpass")


def _climb(syn: Syntax, k: int) -> float | None:
    """Cost of going from the trigger up to what it hangs on; None where its head only reports it."""
    over, dep = syn.head[k], syn.dep[k]
    if dep in ("ccomp", "parataxis") and syn.lemma[over] in heads("speech"):
        return None
    if dep == "prep" or syn.pos[k] == "ADP":
        return 0.3
    if dep in ("nsubj", "nsubjpass", "dobj", "pobj", "attr", "compound"):
        return 0.6
    return 1.2 if dep in _JOINED else 1.5


def _below(syn: Syntax, path: list[int], trigger: Trigger, over: int, country: bool) -> Attachment:
    """Cost of the way from a place up to ``over``; None where it goes through a reported or another clause."""
    cost, why, word = 0.0, "", ""
    for n, k in enumerate(path):
        dep = syn.dep[k]
        if dep in ("prep", "agent") or syn.pos[k] == "ADP":
            if origin(syn, k, over) or (trigger.talks and syn.lower[k] in _ABOUT):
                return None, ""
            if trigger.told and not word and syn.lower[k] not in tight() and syn.lower[k] != "of":
                return None, ""  # offered to Sudan, an inquiry into Bosnia
            cost += prepositions().get(syn.lower[k], 1.0)
            word = word or syn.lower[k]
        elif dep in _CLAUSES:
            cost += 2.0
            if trigger.told or dep in ("ccomp", "parataxis") or syn.lemma[k] in heads("speech"):
                return None, ""
            if dep == "advcl" and any(syn.lower[m] in _CONDITIONS for m in syn.children(k, "mark")):
                return None, ""
        elif dep in ("conj", "dep", "appos") and syn.pos[k] in ("VERB", "AUX"):
            if trigger.told or trigger.talks:
                return None, ""
            cost += (
                2.5 if syn.children(k, "nsubj", "nsubjpass") else 2.0
            )  # of the next clause; of one with the same doer
        elif dep in ("nsubj", "nsubjpass"):
            if not n and (country or not _happens_to(syn, k)):
                return None, ""  # who acts
            cost += 1.2 if n else 0.5
            why = why or "subject"
        elif dep == "dobj":
            cost += 0.4
            why = why or "object"
        elif dep in ("conj", "appos"):
            cost += 0.5
        elif country and not n and _whose(syn, k, trigger):
            return None, ""
        elif dep not in ("pobj", "pcomp"):  # the preposition of these has the cost
            cost += 0.4
        if n and syn.pos[k] in ("NOUN", "PROPN") and k not in trigger.words and _topic(syn, path, n, trigger, over):
            return None, ""
    return (None, "") if cost > LIMIT else (cost, word or why or "beside")


def _whose(syn: Syntax, k: int, trigger: Trigger) -> bool:
    """A country that owns or qualifies a noun is who, not where: Turkey's offensive, U.S. advisers; not: the Mali attack."""
    noun = syn.head[k]
    if syn.pos[noun] not in ("NOUN", "PROPN") or has(syn.lower[noun], _TYPES) or syn.tag[k] == "JJ":
        return False
    if syn.dep[k] == "poss":
        return True
    return syn.dep[k] in ("compound", "nmod", "amod") and (
        noun not in trigger.words or "." in syn.lower[k] or syn.lower[k] in ("us", "uk")
    )


def origin(syn: Syntax, prep: int, over: int) -> bool:
    """Fighters from Chad; the ambassador to Iran; the president of Mali: the preposition tells who somebody is."""
    noun = syn.head[prep]
    if noun == over or syn.pos[noun] not in ("NOUN", "PROPN"):
        return False
    return syn.lower[prep] == "from" or (syn.lower[prep] in ("to", "of") and syn.lemma[noun] in heads("post"))


def _happens_to(syn: Syntax, subject: int) -> bool:
    """Whether the verb is one whose subject is where it happens: Goma fell, Homs was shelled."""
    verb = syn.head[subject]
    if syn.dep[subject] == "nsubjpass" or syn.passive(verb) or syn.lemma[verb] in heads("stative"):
        return True
    return not any(syn.dep[k] in ("dobj", "ccomp", "xcomp") for k in syn.kids[verb])


def _topic(syn: Syntax, path: list[int], n: int, trigger: Trigger, over: int) -> bool:
    """Whether a noun between place and trigger makes the place a topic and not where it is said or met."""
    k = path[n]
    if not (trigger.told or trigger.talks) or has(syn.lower[k], _TYPES):
        return False
    if syn.dep[k] in ("nsubj", "nsubjpass") and syn.lower[path[n - 1]] in tight():
        return False  # a court in Lyon convicted him
    if syn.lemma[k] in heads("truce"):
        return False
    if trigger.talks and syn.lemma[over] not in heads("discuss"):
        # met his counterpart in Ankara: the parser hangs the place on the person
        return syn.lower[path[n - 1]] not in tight()
    return True


def _opens(syn: Syntax, path: list[int], verb: int) -> bool:
    """Whether the way to a verb goes by a preposition that stands before the verb's subject."""
    if not path or syn.pos[path[-1]] != "ADP" or syn.lower[path[-1]] not in tight():
        return False
    subjects = syn.children(verb, "nsubj", "nsubjpass")
    return bool(subjects) and path[-1] < min(subjects)


def _follows(syn: Syntax, trigger: int, first: int, path: list[int]) -> Attachment:
    """For a wrong parse: "in ..." within a dozen words after the trigger with no other verb between."""
    prep = next((k for k in path if syn.pos[k] == "ADP"), None)
    if prep is None or not trigger < prep < first or first - trigger > 12 or syn.lower[prep] not in tight():
        return None, ""
    if any(syn.pos[k] in ("VERB", "AUX") or syn.lower[k] in (";", ":") for k in range(trigger + 1, first)):
        return None, ""
    return LIMIT + 2.0, f"next after the trigger, {syn.lower[prep]}"
