"""An act on foreign soil of which nobody else is told to suffer it: the state in which it is done is the recipient.

"British jets carried out raids in Yemen", "the minister held meetings in Baghdad": PLOVER codes the host of a visitor and the
state whose soil is struck. What a party does at home has no recipient by that.
"""

from __future__ import annotations

from dragoman.code.draft import Draft, Party
from dragoman.code.events.parties import generic_entity
from dragoman.document import Document
from dragoman.parse.syntax import Syntax, syntax

_ACTS = frozenset({"ASSAULT", "COERCE", "MOBILIZE", "CONSULT", "AID", "COOPERATE"})
_WHERE = frozenset(["in", "at", "near", "inside", "over", "across", "on", "along", "outside", "into", "to", "around"])


def abroad(doc: Document, drafts: list[Draft]) -> None:
    """Add the state on whose soil each draft's act is done, where the actor is of another and no recipient is told."""
    syn = syntax(doc)
    for d in drafts:
        if d.kind != "event" or d.event not in _ACTS or d.recipient or not d.actor:
            continue
        home = {p.entity.code for p in d.actor}
        if None in home or (d.mutual and len(d.actor) > 1):
            continue
        place = _foreign(doc, syn, d, home)
        if place is not None:
            d.recipient = [place]
            d.why.append(f"recipient: done on the soil of {place.entity.code}, in {place.entity.text!r}")


def _foreign(doc: Document, syn: Syntax, d: Draft, home: set[str | None]) -> Party | None:
    bases = [d.token, *(w for w in d.words if w != d.token), *syn.children(d.token, "dobj", "nsubjpass")]
    for base in dict.fromkeys(bases):
        for p in syn.children(base, "prep"):
            if syn.lower[p] not in _WHERE:
                continue
            for k in (c for o in syn.children(p, "pobj") for c in syn.nominal_conjuncts(o)):
                for t in (k, *(j for q in syn.children(k, "prep") for j in syn.children(q, "pobj"))):
                    found = generic_entity(doc, syn, t)
                    if found.kind == "place" and found.code and found.code not in home and t not in d.words:
                        return Party(found, t, "where it is done")
    return None
