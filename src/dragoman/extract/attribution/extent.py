"""How far a cue and its content reach: verbs before the cue that belong to it, phrases behind an object."""

from __future__ import annotations

from dragoman.document import Sentence
from dragoman.extract.attribution import lexicon
from dragoman.extract.attribution.relation import VERBAL, Scene, cue_span
from dragoman.extract.attribution.sources import animate, subject
from dragoman.parse.syntax import Syntax

_TAIL = frozenset({"prep", "dative", "xcomp", "oprd", "acomp", "attr", "ccomp"})
_NO_TAIL = frozenset({"during", "after", "before", "since", "until", "at", "amid", "by", "following", "despite"})
_TIMES = frozenset({"DATE", "TIME"})


def is_time(syn: Syntax, p: int) -> bool:
    """Does a preposition open a time ("on Monday")."""
    return any(syn.ent[k] in _TIMES for k in syn.children(p, "pobj"))


def with_tail(syn: Syntax, i: int, content: set[int]) -> set[int]:
    """What goes on behind an object under the same verb ("imposed a curfew from midnight"), times apart."""
    out = set(content)
    grown = True
    while grown and max(out) > i:
        grown = False
        for k in syn.kids[i]:
            under = syn.subtree(k)
            follows = min(under) == max(out) + 1
            if follows and syn.dep[k] in _TAIL and syn.lower[k] not in _NO_TAIL and not is_time(syn, k):
                out |= under
                grown = True
    return out


def from_aspect(syn: Syntax, i: int, start: int, s: Sentence) -> int:
    """ "went on to say", "has tried to persuade": the cue begins with the verb of aspect."""
    h = syn.head[i]
    if syn.dep[i] == "xcomp" and syn.lemma[h] in lexicon.words("aspect") and 0 < start - h <= 2:
        return cue_span(syn, h, s.start)[0]
    return start


def from_document(scene: Scene, i: int, s: Sentence) -> tuple[int, int] | None:
    """ "issued a statement saying": who issued it is the source (head token), and the cue begins with that verb."""
    syn = scene.syn
    noun = syn.head[i]
    if syn.dep[i] not in ("acl", "relcl") or syn.lemma[noun] not in lexicon.words("document"):
        return None
    top = noun
    while syn.dep[top] in ("pobj", "prep") and syn.pos[syn.head[top]] in ("NOUN", "ADP"):
        top = syn.head[top]
    verb = syn.head[top]
    if syn.dep[top] != "dobj" or syn.pos[verb] not in VERBAL or i - verb > 12:
        return None
    who = subject(syn, verb, scene.in_quote)
    if who is None or not animate(scene.doc, syn, who):
        return None
    return who, cue_span(syn, verb, s.start)[0]
