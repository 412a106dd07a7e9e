"""From the tokens that fill a slot to the parties of an event."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from dragoman.code.draft import Party
from dragoman.code.events.slots import Slots
from dragoman.document import Document
from dragoman.extract.actors import is_actor_noun
from dragoman.parse.syntax import Syntax
from dragoman.record import Entity

_NAMED = {"PERSON": "person", "ORG": "organisation", "NORP": "population", "GPE": "place"}
_PHRASE = frozenset(
    {"det", "amod", "compound", "poss", "nummod", "nmod", "case", "quantmod", "advmod", "punct", "npadvmod"}
)
_BELONGING = frozenset({"of", "by", "from", "among"})
_AIMED = frozenset({"against", "on", "with", "for", "to", "towards", "toward"})
_DIRECTED = (
    "to",
    "against",
    "on",
    "upon",
    "from",
    "with",
    "for",
    "of",
    "towards",
    "toward",
    "over",
    "about",
    "into",
    "at",
)
"""Prepositions whose noun an act may bear on, the surest first. Not "in": a place where something happens is no party."""
_AT_ONCE = frozenset({"to", "against", "on", "upon", "from", "with"})
_INSIDE = frozenset({"in", "inside", "across", "throughout", "within"})
_CLAIMED = frozenset({"claim", "plant", "lead", "fire", "launch", "inspire"})
"""Participles that name whose a thing is: "a group-claimed bomb"."""
_GATHERINGS = frozenset(
    ["meeting", "talk", "talks", "summit", "conference", "ceremony", "session", "speech", "hearing"]
)
_PARTITIVES = frozenset(
    ["dozen", "score", "hundred", "thousand", "million", "number", "handful", "majority", "rest", "series", "couple", "some",
     "many", "most", "all", "several", "one", "two", "three", "group", "pair", "part", "plenty", "lot", "half", "any", "none"]
)  # fmt: skip
_PRONOUNS = frozenset(["he", "she", "it", "they", "them", "him", "her", "who", "which", "that", "we", "us", "i"])


def noun_phrase(doc: Document, syn: Syntax, token: int) -> tuple[int, int]:
    """The core of the noun phrase that a token heads: tokens from its first premodifier up to the head."""
    start = token
    for k in syn.kids[token]:
        if (
            k < start
            and syn.dep[k] in _PHRASE
            and all(syn.dep[j] in _PHRASE or syn.head[j] == k or j == k for j in range(k, token))
        ):
            start = k
            for j in sorted(syn.subtree(k)):
                start = min(start, j) if j < token else start
                break
            break
    while start < token and (syn.pos[start] in ("DET", "PUNCT") or syn.lower[start] in ("the", "a", "an")):
        start += 1
    return start, token + 1


def generic_entity(doc: Document, syn: Syntax, token: int) -> Entity:
    """The phrase as it stands, for one whom no lexicon knows."""
    start, end = noun_phrase(doc, syn, token)
    span = doc.span(start, end)
    kind = _NAMED.get(syn.ent[token], "unknown")
    last = doc.span(token, token + 1)
    place = next((p for p in doc.places if p.start < last.end and last.start < p.end), None)
    code = None
    if place is not None and place.country_code is not None and kind in ("place", "unknown"):
        code, kind = place.country_code, "place"
    return Entity(span.text, span.start, span.end, None, code, (), None, kind)  # type: ignore[arg-type]


def entities_at(doc: Document, syn: Syntax, token: int) -> list[Party]:
    """Who stands at a token: the actor mention it heads or is in, several where the mention stands for several."""
    m = doc.mention_at(token)
    if m is None:
        return []
    out = [Party(e, token, m.why) for e in m.entities]
    if m.parts:
        span = doc.span(m.start, m.end)
        out = [
            p
            if p.entity.start is not None
            else Party(replace(p.entity, text=span.text, start=span.start, end=span.end), token, m.why)
            for p in out
        ]
    return out


def within(doc: Document, syn: Syntax, token: int, *, loose: bool = True, depth: int = 0) -> list[Party]:
    """The actor inside a phrase whose head is none: "a U.S. court decision", "Baku's claims", "dozens of IS members".

    ``loose`` also looks behind prepositions that name whom the thing is aimed at ("reports on Peru").
    """
    for deps in (("poss",), ("compound", "amod", "nmod")):
        for k in reversed(syn.children(token, *deps)):
            found = _inside(doc, k)
            if not found and syn.lemma[k] in _CLAIMED:
                found = [f for j in syn.children(k, "npadvmod", "nsubj", "compound", "amod") for f in _inside(doc, j)]
            if found:
                return found
    for p in syn.children(token, "prep"):
        if syn.lower[p] not in _BELONGING and not (loose and syn.lower[p] in _AIMED):
            continue
        for k in syn.children(p, "pobj"):
            for c in syn.nominal_conjuncts(k):
                found = _inside(doc, c)
                if found:
                    return found
            if depth < 2 and (found := within(doc, syn, k, loose=loose, depth=depth + 1)):
                return found
    return []


def _inside(doc: Document, token: int) -> list[Party]:
    m = doc.mention_at(token)
    return [] if m is None else [Party(e, token, f"within the phrase: {m.why}") for e in m.entities]


def through_content(
    doc: Document, syn: Syntax, words: tuple[int, ...], slots: Slots, actors: list[Party]
) -> list[Party]:
    """Whom an act without a recipient of its own bears on, read from its content or its prepositions.

    "Agreed to lift sanctions against X", "refused to meet Y", "demanded that Z step down", "imposed a ban on W". The
    clause first (its own subject, object, prepositions), then whom the act is aimed at, then the object's phrase, last
    another country in which the content is set ("agreed to a truce in X"). Never the actor itself or its own organs;
    one with a country goes before one without. Empty where none is named.
    """
    found = [f for f in (_others(syn, many, actors) for many in _candidates(doc, syn, words, slots)) if f]
    placed = next((f for f in found if f[0].entity.code is not None), None)
    return placed or _set_in(doc, syn, words, actors) or (found[0] if found else [])


def _candidates(doc: Document, syn: Syntax, words: tuple[int, ...], slots: Slots) -> Iterator[list[Party]]:
    """The parties in the content of an act, in the order in which they may be meant."""
    inside = set(words)
    for clause in [*slots.get("comp", ()), *(k for w in words for k in syn.children(w, "xcomp", "ccomp"))]:
        if clause not in inside:
            yield from _in_clause(doc, syn, clause)
    content = [k for slot in ("obj", "obj2") for k in slots.get(slot, ())]
    content += [w for w in words if syn.pos[w] in ("NOUN", "PROPN") and w not in content]
    aimed = {w: list(slots.get(w, ())) for w in _DIRECTED}
    for w in words:
        for p in syn.children(w, "prep"):
            if syn.lower[p] in aimed:
                aimed[syn.lower[p]] += [k for k in syn.children(p, "pobj") if k not in aimed[syn.lower[p]]]
    for first in (True, False):
        for preposition, fillers in aimed.items():
            if (preposition in _AT_ONCE) == first:
                for k in fillers:
                    yield entities_at(doc, syn, k) or within(doc, syn, k) or _placed(doc, syn, k)
                    for v in _below(syn, k):
                        yield from _in_clause(doc, syn, v)
        if first:
            for k in content:
                yield within(doc, syn, k)
                for v in _below(syn, k):
                    yield from _in_clause(doc, syn, v)
    for w in words:
        for v in syn.children(w, "advcl"):
            if syn.tag[v] == "VB" and not syn.children(v, "mark"):
                yield from _in_clause(doc, syn, v)


def _below(syn: Syntax, noun: int) -> list[int]:
    """Clauses that say what a noun is about ("a plan to invade X", "commitment to supporting X")."""
    return syn.children(noun, "acl") + [v for p in syn.children(noun, "prep") for v in syn.children(p, "pcomp")]


def _in_clause(doc: Document, syn: Syntax, verb: int, depth: int = 0) -> Iterator[list[Party]]:
    """The parties of a clause: subject, object, what its prepositions name, then its own clauses."""
    fillers = syn.children(verb, "nsubj", "nsubjpass", "dative", "dobj", "attr", "oprd")
    aimed: dict[str, list[int]] = {w: [] for w in _DIRECTED}
    for p in syn.children(verb, "prep", "agent", "dative"):
        aimed.setdefault(syn.lower[p], []).extend(syn.children(p, "pobj"))
    fillers += [k for w in _DIRECTED for k in aimed[w]]
    for k in fillers:
        for c in syn.nominal_conjuncts(k):
            yield entities_at(doc, syn, c) or within(doc, syn, c) or _placed(doc, syn, c)
    if depth < 2:
        below = syn.children(verb, "xcomp", "ccomp")
        below += [v for v in syn.children(verb, "advcl") if syn.tag[v] == "VB"]
        below += [c for p in syn.children(verb, "prep") for c in syn.children(p, "pcomp")]
        below += [v for k in fillers for v in syn.children(k, "acl")]
        for v in below:
            yield from _in_clause(doc, syn, v, depth + 1)


def _set_in(doc: Document, syn: Syntax, words: tuple[int, ...], actors: list[Party]) -> list[Party]:
    """The country in which the content of an act is set, where it is not the actor's own.

    Only from inside the content ("a truce in X", "aid for those affected in X"), never where the act itself is placed
    ("agreed in X").
    """
    own = {a.entity.code for a in actors}
    for k in sorted({k for w in words for k in syn.subtree(w)}):
        if syn.dep[k] != "pobj" or syn.lower[syn.head[k]] not in _INSIDE:
            continue
        at = syn.head[syn.head[k]]
        if (at in words and syn.pos[at] in ("VERB", "AUX")) or syn.lemma[at] in _GATHERINGS:
            continue
        if _beside(syn, at, words):
            continue
        found = [p for p in _placed(doc, syn, k) if p.entity.code not in own]
        if found:
            return [replace(p, why=f"the place that the content is set in; {p.why}") for p in found]
    return []


def _beside(syn: Syntax, token: int, words: tuple[int, ...]) -> bool:
    """Is a token in the subject, a relative or a finite side clause of the act, not in its content?"""
    k = token
    while k not in words:
        if syn.dep[k] in ("nsubj", "nsubjpass", "relcl", "csubj", "conj") or (syn.dep[k] == "advcl" and syn.tag[k] != "VB"):
            return True
        if syn.head[k] == k:
            return True
        k = syn.head[k]
    return False


def _placed(doc: Document, syn: Syntax, token: int) -> list[Party]:
    """A place name with its country, as one that may be acted on."""
    m = doc.mention_at(token)
    if m is not None:
        return [Party(e, token, m.why) for e in m.entities if e.kind == "place" and e.code is not None]
    if syn.pos[token] != "PROPN":
        return []
    entity = generic_entity(doc, syn, token)
    return [Party(entity, token, f"a place in {entity.code}")] if entity.kind == "place" and entity.code else []


def _others(syn: Syntax, found: list[Party], actors: list[Party]) -> list[Party]:
    """Those who are known parties and not the actors themselves, also not under a pronoun, nor their own forces."""
    names = {a.entity.name for a in actors if a.entity.name}
    spans = {(a.entity.start, a.entity.end) for a in actors if a.entity.start is not None}
    own = {a.entity.code for a in actors if a.entity.code is not None}
    return [
        replace(p, why=f"from the content of the act; {p.why}")
        for p in found
        if (p.entity.code or p.entity.sector or p.entity.kind in ("person", "organisation"))
        and p.entity.name not in names
        and (p.entity.start, p.entity.end) not in spans
        and not (p.entity.code in own and (not p.entity.sector or {"MIL", "COP", "GOV"} & set(p.entity.sector)))
        and not (p.token is not None and syn.tag[p.token] == "PRP$" and syn.lower[p.token] in ("its", "their"))
    ]


def is_pronoun(syn: Syntax, token: int) -> bool:
    """A pronoun that may stand for a party."""
    return syn.pos[token] == "PRON" and syn.lower[token] in _PRONOUNS


def parties(doc: Document, syn: Syntax, tokens: list[int], *, loose: bool) -> list[Party]:
    """The parties that the fillers of a slot stand for, each once. ``loose`` keeps a phrase that is no known actor."""
    out: list[Party] = []
    for t in _unwrapped(doc, syn, tokens):
        if not loose and _sets_the_scene(doc, syn, t):
            continue
        found = entities_at(doc, syn, t) or within(doc, syn, t, loose=loose)
        if not found and (syn.ent[t] in _NAMED or is_pronoun(syn, t) or syn.pos[t] == "PROPN"):
            found = [Party(generic_entity(doc, syn, t), t, "a name or pronoun that no lexicon places")]
        if not found and syn.pos[t] in ("NOUN", "PROPN", "NUM") and (loose or is_actor_noun(syn.lemma[t])):
            found = [Party(generic_entity(doc, syn, t), t, "the phrase itself")]
        if out and len(found) == 1 and found[0].entity.code is None and t in syn.conjuncts(tokens[0]):
            found = [_shared(syn, found[0], out[0], tokens[0])]
        for p in found:
            if not any(_same(p.entity, q.entity) for q in out):
                out.append(p)
    return out


def _sets_the_scene(doc: Document, syn: Syntax, token: int) -> bool:
    """ "The Mumbai attacks", "the March explosion": a town or time before a noun says where or when, not who."""
    if syn.ent[token] in ("DATE", "TIME", "EVENT", "LAW", "CARDINAL", "ORDINAL"):
        return True
    if syn.dep[token] not in ("compound", "nmod", "amod"):
        return False
    m = doc.mention_at(token)
    if m is None:
        return syn.ent[token] in ("GPE", "LOC", "FAC")
    return m.entity.kind == "place" and m.why.endswith("the town, not the government")


def counts_others(syn: Syntax, token: int) -> bool:
    """Is this a number word that counts those behind "of" ("dozens of students", "two of the men")?"""
    return any(syn.lower[p] == "of" and syn.children(p, "pobj") for p in syn.children(token, "prep"))


def _unwrapped(doc: Document, syn: Syntax, tokens: list[int]) -> list[int]:
    """ "Dozens of students", "a number of villages": the noun that is meant, not the word that counts it."""
    out = []
    for t in tokens:
        behind = [k for p in syn.children(t, "prep") if syn.lower[p] == "of" for k in syn.children(p, "pobj")]
        if behind and syn.lemma[t] in _PARTITIVES and doc.mention_at(t) is None:
            out += [c for k in behind for c in syn.nominal_conjuncts(k)]
        else:
            out.append(t)
    return out


def _shared(syn: Syntax, party: Party, first: Party, head: int) -> Party:
    """ "Azerbaijani civilians and military units": a group without a country shares the modifier of the first."""
    country = first.entity.code
    modified = any(syn.dep[k] in ("amod", "compound", "nmod", "poss") for k in syn.kids[head] if k < head)
    if country is None or not modified or party.entity.kind not in ("group", "organisation", "population", "facility"):
        return party
    if party.token is not None and any(syn.dep[k] in ("poss", "det") for k in syn.kids[party.token]):
        return party
    return Party(
        replace(party.entity, code=country), party.token, f"{party.why}; shares the country of {first.entity.text!r}"
    )


def _same(a: Entity, b: Entity) -> bool:
    if a.start is not None and a.start == b.start and a.end == b.end and a.code == b.code:
        return True
    return a.name is not None and (a.name, a.code, a.sector) == (b.name, b.code, b.sector)
