"""What other stages ask: the mention at a token, the entity of any noun phrase, whether a noun names actors."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files

from dragoman.document import Document, Mention
from dragoman.extract.actors.tables import rows
from dragoman.parse.syntax import syntax
from dragoman.record import Entity

_KINDS = {
    "PERSON": "person",
    "ORG": "organisation",
    "NORP": "population",
    "GPE": "place",
    "LOC": "place",
    "FAC": "facility",
}


def mention_for(doc: Document, token: int) -> Mention | None:
    """The mention headed at a token, else the longest that covers it."""
    covering = doc.mention_at(token)
    if covering is not None and covering.head == token:
        return covering
    for m in doc.mentions:
        if m.head == token:
            return m
        if m.start > token:
            break
    return covering


def entity_from_tokens(doc: Document, start: int, end: int) -> Entity:
    """The best entity for a noun phrase of tokens ``start`` up to ``end``, also where no lexicon knows it.

    The mention that the phrase's head is in; else the phrase as it stands with the country of an actor inside it.
    """
    syn = syntax(doc)
    heads = [k for k in range(start, end) if not start <= syn.head[k] < end or syn.head[k] == k]
    nouns = [k for k in heads if syn.pos[k] in ("NOUN", "PROPN", "PRON", "NUM")] or heads or [end - 1]
    head = nouns[0]
    found = mention_for(doc, head)
    if found is not None:
        return found.entity
    span = doc.span(start, end)
    inside = next((m for k in range(start, end) if (m := doc.mention_at(k)) is not None), None)
    kind = _KINDS.get(syn.ent[head], "unknown")
    if kind == "unknown" and syn.tag[head] in ("NN", "NNS") and is_actor_noun(syn.lemma[head]):
        kind = "group" if syn.tag[head] == "NNS" else "person"
    name = " ".join(span.text.split())
    code = inside.entity.code if inside is not None else None
    return Entity(span.text, span.start, span.end, name, code, (), None, kind)  # type: ignore[arg-type]


def is_actor_noun(lemma: str) -> bool:
    """Does this noun (lower case, singular) name persons, groups or bodies that act?"""
    return lemma in _nouns()


def is_agent(lemma: str) -> bool:
    """Does this noun (lower case, singular) name persons or bodies that act, be it without a role of their own ("lender")?"""
    return lemma in _nouns() or lemma in _agents()


@cache
def _agents() -> frozenset[str]:
    text = files("dragoman.extract.actors").joinpath("data/agents.txt").read_text("utf-8")
    return frozenset(w for line in text.splitlines() if not line.startswith("#") for w in line.split())


_BEHIND = re.compile(r" (?:of|for|in|to|with|from|at|on) ")
"""What stands behind the head of a noun phrase: "prisoner of war" names prisoners, not wars."""


@cache
def _nouns() -> frozenset[str]:
    out: set[str] = set()
    for table in ("roles.tsv", "offices.tsv", "organs.tsv"):
        for r in rows(table):
            if "asset" not in r.get("flags", ""):
                head = _BEHIND.split(r["noun"].lower())[0]
                if head:
                    out.add(head.split()[-1])
    return frozenset(out)
