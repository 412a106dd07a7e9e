"""The whole noun phrase of a party: "people in Haiti" and "members of a drug gang", not "people" and "members"."""

from __future__ import annotations

from dataclasses import replace

from dragoman.code.draft import Draft, Party
from dragoman.document import Document
from dragoman.parse.syntax import Syntax, syntax

_PLACING = frozenset({"in", "from", "for"})
_PHRASE = frozenset({"DET", "ADJ", "PROPN", "NOUN", "NUM", "PART", "CCONJ", "PUNCT"})
_LONGEST = 9
"""Tokens that a phrase takes on at most: what is longer tells more than who it is."""


def whole_phrases(doc: Document, drafts: list[Draft]) -> None:
    """Give the parties of each draft that a common noun names the span of their phrase, with who or where it is of."""
    syn = syntax(doc)
    for d in drafts:
        taken = set(d.words)
        d.actor = [_whole(doc, syn, p, taken) for p in d.actor]
        d.recipient = [_whole(doc, syn, p, taken) for p in d.recipient]


def _whole(doc: Document, syn: Syntax, p: Party, taken: set[int]) -> Party:
    e = p.entity
    if e.start is None or e.end is None or e.kind == "place":
        return p
    first, after = doc.tokens_at(e.start, e.end)
    if (
        after >= len(syn.lower)
        or syn.pos[after - 1] != "NOUN"
        or syn.dep[after] != "prep"
        or syn.head[after] != after - 1
    ):
        return p
    named = syn.lower[after] in _PLACING
    if not named and syn.lower[after] != "of":
        return p
    heads = syn.children(after, "pobj")
    if not heads or (named and not _placed(syn, heads[0])):
        return p
    end = _end(syn, after, heads[0], taken)
    if end is None:
        return p
    span = doc.span(first, end)
    return Party(replace(e, text=span.text, start=span.start, end=span.end), p.token, p.why)


def _placed(syn: Syntax, token: int) -> bool:
    """Is it a name of a place: no "men in Iraqi uniforms"."""
    return syn.pos[token] == "PROPN"


def _end(syn: Syntax, preposition: int, head: int, taken: set[int]) -> int | None:
    """Where the phrase ends: with the last of its coordinated heads, before any clause."""
    under = syn.subtree(preposition)
    heads = [k for k in syn.conjuncts(head) if k in under]
    for last in sorted(heads, reverse=True):
        inside = range(preposition + 1, last + 1)
        if len(inside) <= _LONGEST and all(
            k in under and k not in taken and syn.pos[k] in _PHRASE and syn.dep[k] not in ("relcl", "acl", "appos")
            for k in inside
        ):
            return last + 1
    return None
