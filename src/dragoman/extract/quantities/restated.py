"""A figure that another source gives for what was counted just before: "the government puts it at 150", "police put the
number at four", "the true figure was 60". What it counts is told there.
"""

from __future__ import annotations

from dragoman.document import Count, Document, Sentence
from dragoman.extract.quantities.kinds import Befell
from dragoman.extract.quantities.vocabulary import tolls
from dragoman.parse.syntax import Syntax

_PUTTING = frozenset({"put", "place", "set", "estimate", "give", "state"})
_IT = frozenset({"it", "this", "that"})
_BACK = 2
"""Sentences back in which the count may stand."""
_COUNTED = frozenset(
    ["killed", "injured", "casualties", "missing", "displaced", "detained", "captured", "kidnapped", "released", "participants"]
)  # fmt: skip


def restated(doc: Document, syn: Syntax, sentence: Sentence, k: int, here: list[Count]) -> tuple[Befell, Count] | None:
    """What befell those counted by the bare number at token ``k``, and the count told before that it is another figure of."""
    noun = _stands_for(syn, k)
    if noun is None:
        return None
    told = [
        c
        for c in (*doc.counts, *here)
        if c.trigger is not None
        and c.quantity.kind in _COUNTED
        and c.part_of is None
        and c.number[1] <= noun
        and sentence.index - doc.sentence_of(c.trigger).index <= _BACK
    ]
    if not told:
        return None
    before = told[-1]
    near = [c for c in told if doc.sentence_of(c.trigger or 0).index == doc.sentence_of(before.trigger or 0).index]
    before = next((c for c in near if c.quantity.kind == "killed"), near[0])  # "the number" is that of the dead
    kind = before.quantity.kind
    return Befell(kind, noun, f"{kind} as {before.quantity.text!r}, for which {syn.lower[noun]!r} stands"), before


def _stands_for(syn: Syntax, k: int) -> int | None:
    """The noun or pronoun that stands for a count told before, where the number at ``k`` is what it is put at."""
    dep, p = syn.dep[k], syn.head[k]
    if dep == "pobj" and syn.lower[p] in ("at", "as"):
        verb = syn.head[p]
        objects = syn.children(verb, "dobj", "nsubjpass")
        if verb in objects or syn.lemma[verb] not in _PUTTING:
            objects, verb = ([verb], syn.head[verb]) if syn.dep[verb] == "dobj" else ([], verb)  # hung on the noun
        if syn.lemma[verb] in _PUTTING:
            return next((o for o in objects if _bare_figure(syn, o)), None)
    if dep == "attr" and syn.lemma[p] == "be":
        return next((o for o in syn.children(p, "nsubj") if _bare_figure(syn, o) and syn.lower[o] not in _IT), None)
    return None


def _bare_figure(syn: Syntax, o: int) -> bool:
    """A pronoun, or a word for a number that says no more of what it counts."""
    if syn.lower[o] in _IT:
        return True
    own = [k for k in syn.kids[o] if syn.dep[k] in ("prep", "compound", "nmod")]
    return syn.lemma[o] in tolls() and tolls()[syn.lemma[o]] is None and all(syn.lower[k] in ("at", "as") for k in own)
