"""From the tokens that fill a slot to the parties of an event."""

from __future__ import annotations

from dataclasses import replace

from dragoman.code.draft import Party
from dragoman.code.events.lexicon import lexicon
from dragoman.document import Document
from dragoman.extract.actors import is_agent
from dragoman.parse.syntax import Syntax
from dragoman.record import Entity, Place

_NAMED = {"PERSON": "person", "ORG": "organisation", "NORP": "population", "GPE": "place"}
_PHRASE = frozenset(
    {"det", "amod", "compound", "poss", "nummod", "nmod", "case", "quantmod", "advmod", "punct", "npadvmod"}
)
_BELONGING = frozenset({"of", "by", "from", "among"})
_AIMED = frozenset({"against", "in", "on", "with", "for", "to", "towards", "toward"})
_MODIFIES = frozenset({"compound", "nmod", "amod"})
_CLAIMED = frozenset({"claim", "plant", "lead", "fire", "launch", "inspire"})
"""Participles that name whose a thing is: "a group-claimed bomb"."""
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


def _places_by_token(doc: Document) -> dict[int, Place]:
    """The first place that covers a token, by token."""
    found: dict[int, Place] | None = doc.cache.get("places_by_token")
    if found is None:
        found = doc.cache["places_by_token"] = {}
        for p in doc.places:
            for k in range(*doc.tokens_at(p.start, p.end)):
                found.setdefault(k, p)
    return found


def generic_entity(doc: Document, syn: Syntax, token: int) -> Entity:
    """The phrase as it stands, for one whom no lexicon knows."""
    start, end = noun_phrase(doc, syn, token)
    span = doc.span(start, end)
    kind = _NAMED.get(syn.ent[token], "unknown")
    place = _places_by_token(doc).get(token)
    code = None
    if place is not None and place.country_code is not None and place.role == "literal":
        code, kind = place.country_code, "place"
    return Entity(span.text, span.start, span.end, None, code, (), None, kind)  # type: ignore[arg-type]


def entities_at(doc: Document, syn: Syntax, token: int) -> list[Party]:
    """Who stands at a token: the actor mention it heads or is in, several where the mention stands for several."""
    m = doc.mention_at(token)
    if m is None:
        return []
    if m.why.startswith("named-entity tagger") and m.entity.code is None:
        place = generic_entity(doc, syn, token)
        if place.kind == "place" and place.code is not None:
            return [Party(place, token, f"a place in {place.code}, which the tagger takes for a name")]
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

    ``loose`` also looks behind prepositions that name whom the thing is aimed at ("reports on Peru"), last behind "in".
    """
    for deps in (("poss",), ("compound", "amod", "nmod")):
        before = syn.children(token, *deps)[::-1]
        # "the Homs refugee camp": who or where has a country comes before a bare role
        placed = [k for k in before if any(p.entity.code for p in _inside(doc, k))]
        for k in placed or before:
            found = _inside(doc, k)
            if not found and syn.lemma[k] in _CLAIMED:
                found = [f for j in syn.children(k, "npadvmod", "nsubj", "compound", "amod") for f in _inside(doc, j)]
            if found:
                return found
    prepositions = sorted(syn.children(token, "prep"), key=lambda p: syn.lower[p] == "in")
    for p in prepositions:
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


def is_pronoun(syn: Syntax, token: int) -> bool:
    """A pronoun that may stand for a party."""
    return syn.pos[token] == "PRON" and syn.lower[token] in _PRONOUNS


def both_sides(syn: Syntax, token: int) -> bool:
    """ "Both sides", "the warring parties": parties also where nobody says whom they are."""
    return syn.lower[token] in ("sides", "parties") and any(
        syn.lower[k] in ("both", "two", "warring", "rival", "opposing") for k in syn.kids[token]
    )


def parties(doc: Document, syn: Syntax, tokens: list[int], *, loose: bool) -> list[Party]:
    """The parties that the fillers of a slot stand for, each once. ``loose`` keeps a phrase that is no known actor."""
    out: list[Party] = []
    for t in _unwrapped(doc, syn, tokens):
        if not loose and _sets_the_scene(doc, syn, t):
            continue
        found = entities_at(doc, syn, t)
        if found:
            found = [*_named_beside(doc, syn, t), *found]
        else:
            found = within(doc, syn, t, loose=loose)
            if found and _stands_for_itself(syn, t):
                found = [_owned(doc, syn, t, found[0])]
        if not found and (syn.ent[t] in _NAMED or is_pronoun(syn, t) or syn.pos[t] == "PROPN"):
            found = [Party(generic_entity(doc, syn, t), t, "a name or pronoun that no lexicon places")]
        if (
            not found
            and syn.pos[t] in ("NOUN", "PROPN", "NUM")
            and (loose or both_sides(syn, t) or (is_agent(syn.lemma[t]) and syn.dep[t] not in _MODIFIES))
        ):
            found = [Party(generic_entity(doc, syn, t), t, "the phrase itself")]
        if out and len(found) == 1 and found[0].entity.code is None and t in syn.conjuncts(tokens[0]):
            found = [_shared(syn, found[0], out[0], tokens[0])]
        for p in found:
            if not any(_same(p.entity, q.entity) for q in out):
                out.append(p)
    return out


def _named_beside(doc: Document, syn: Syntax, token: int) -> list[Party]:
    """ "The US and Western allies", "NATO and Afghan forces": the parser hangs the first of two parties on the second."""
    own = doc.mention_at(token)
    for k in syn.children(token, "nmod", "compound", "amod"):
        m = doc.mention_at(k)
        if m is None or m is own or k > token or syn.pos[k] != "PROPN" or not syn.children(k, "cc"):
            continue
        if any(doc.mention_at(c) is own for c in syn.children(k, "conj")):
            return entities_at(doc, syn, k)
    return []


def _stands_for_itself(syn: Syntax, token: int) -> bool:
    """A noun for persons, bodies or things that are struck or held: a party or its goods, not a word or deed of a party."""
    if syn.pos[token] != "NOUN" or syn.dep[token] in _MODIFIES:
        return False
    return is_agent(syn.lemma[token]) or any(syn.lemma[token] in lexicon().classes[c] for c in _GOODS)


_GOODS = ("property", "shelled", "vehicle", "vessel", "site_held")


def _owned(doc: Document, syn: Syntax, token: int, inner: Party) -> Party:
    """ "Montenegro's tax office", "a Saudi depot", "the television centre in Donetsk": the phrase, of the country within it."""
    own, whose = generic_entity(doc, syn, token), inner.entity
    kind = own.kind if own.kind != "unknown" else "group" if is_agent(syn.lemma[token]) else "facility"
    behind = inner.token is not None and inner.token > token
    sector = () if behind else whose.sector
    entity = replace(own, code=whose.code, sector=sector, kind=kind, name=None)
    return Party(entity, token, f"the phrase itself, of {whose.text or whose.name!r}; {inner.why}")


def _sets_the_scene(doc: Document, syn: Syntax, token: int) -> bool:
    """ "The Mumbai attacks", "the March explosion": a town or time before a noun says where or when, not who."""
    if syn.ent[token] in ("DATE", "TIME", "EVENT", "LAW", "CARDINAL", "ORDINAL"):
        return True
    if syn.dep[token] not in _MODIFIES:
        return False
    m = doc.mention_at(token)
    if m is None:
        return syn.ent[token] in ("GPE", "LOC", "FAC")
    return m.entity.kind == "place" and m.why.endswith("the town, not the government")


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
