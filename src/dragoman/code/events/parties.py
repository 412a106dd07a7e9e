"""From the tokens that fill a slot to the parties of an event."""

from __future__ import annotations

from dataclasses import replace

from dragoman.code.draft import Party
from dragoman.document import Document
from dragoman.parse.syntax import Syntax
from dragoman.record import Entity

_NAMED = {"PERSON": "person", "ORG": "organisation", "NORP": "population", "GPE": "place"}
_PHRASE = frozenset(
    {"det", "amod", "compound", "poss", "nummod", "nmod", "case", "quantmod", "advmod", "punct", "npadvmod"}
)
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
    return Entity(span.text, span.start, span.end, None, None, (), None, kind)  # type: ignore[arg-type]


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


def within(doc: Document, syn: Syntax, token: int) -> list[Party]:
    """The actor inside a phrase whose head is none: "a U.S. court decision", "Baku's claims", "the policies of Peru"."""
    for deps in (("poss",), ("compound", "amod", "nmod")):
        for k in reversed(syn.children(token, *deps)):
            m = doc.mention_at(k)
            if m is not None:
                return [Party(e, k, f"within the phrase: {m.why}") for e in m.entities]
    for p in syn.children(token, "prep"):
        if syn.lower[p] in ("of", "by", "from", "against", "on", "with", "in", "for"):
            for k in syn.children(p, "pobj"):
                for c in syn.nominal_conjuncts(k):
                    m = doc.mention_at(c)
                    if m is not None:
                        return [Party(e, c, f"within the phrase: {m.why}") for e in m.entities]
    return []


def is_pronoun(syn: Syntax, token: int) -> bool:
    """A pronoun that may stand for a party."""
    return syn.pos[token] == "PRON" and syn.lower[token] in _PRONOUNS


def parties(doc: Document, syn: Syntax, tokens: list[int], *, loose: bool) -> list[Party]:
    """The parties that the fillers of a slot stand for, each once. ``loose`` keeps a phrase that is no known actor."""
    out: list[Party] = []
    for t in tokens:
        found = entities_at(doc, syn, t) or within(doc, syn, t)
        if not found and (syn.ent[t] in _NAMED or is_pronoun(syn, t) or syn.pos[t] == "PROPN"):
            found = [Party(generic_entity(doc, syn, t), t, "a name or pronoun that no lexicon places")]
        if not found and loose and syn.pos[t] in ("NOUN", "PROPN", "NUM"):
            found = [Party(generic_entity(doc, syn, t), t, "the phrase itself")]
        if out and len(found) == 1 and found[0].entity.code is None and t in syn.conjuncts(tokens[0]):
            found = [_shared(syn, found[0], out[0], tokens[0])]
        for p in found:
            if not any(_same(p.entity, q.entity) for q in out):
                out.append(p)
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
