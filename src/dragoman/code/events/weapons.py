"""Weapons and means: the instruments of an act of force, and the modes that they set (lexicon/instruments.tsv)."""

from __future__ import annotations

from dragoman.code.draft import Draft
from dragoman.code.events.lexicon import Lexicon
from dragoman.code.events.slots import Slots
from dragoman.code.plover import categories
from dragoman.parse.syntax import Syntax

_SLOTS = ("with", "by", "from", "in", "using", "subj", "obj", "obj2", "of")


def arm(syn: Syntax, lex: Lexicon, draft: Draft, slots: Slots) -> None:
    """Add the instruments that the slots and modifiers of an ASSAULT name, and their modes."""
    near: set[int] = set(draft.instruments)
    for slot in _SLOTS:
        near.update(slots.get(slot, ()))
    for k in slots.get("subj", ()):  # "men with machetes killed ..."
        near.update(w for w in syn.children(k, "prep") if syn.lower[w] == "with" for w in syn.children(w, "pobj"))
    bases = {*draft.words, *near} | ({draft.noun} if draft.noun is not None else set())
    for b in bases:
        near.update(syn.children(b, "compound", "amod", "nmod"))
    for w in draft.words:
        near.update(k for a in syn.children(w, "advcl") if syn.lemma[a] == "use" for k in syn.children(a, "dobj"))
    for k in sorted(near | set(draft.words)):
        # the longer name first: a suicide bomber is no aircraft
        hit = lex.instruments.get(f"{syn.lemma[k - 1]} {syn.lemma[k]}") if k > 0 else None
        hit = hit or lex.instruments.get(syn.lemma[k])
        if hit is None or hit[0] == "-" or (hit[1] == "with" and k in slots.get("obj", ())):
            continue
        if hit[0] in categories()["ASSAULT"].modes:
            draft.add_mode(hit[0], f"{hit[0]} by the instrument {syn.lower[k]!r}")
        if k not in draft.instruments and k not in draft.words:
            draft.instruments.append(k)
    draft.instruments = sorted({k for k in draft.instruments if k not in draft.words or syn.pos[k] == "NOUN"})
