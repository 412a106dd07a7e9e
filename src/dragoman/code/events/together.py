"""Those who act side by side: "France, together with Britain, struck the base", and drills of several states."""

from __future__ import annotations

from dragoman.code.draft import Draft
from dragoman.code.events.lexicon import lexicon
from dragoman.code.events.parties import parties
from dragoman.document import Document
from dragoman.parse.syntax import Syntax, syntax

_BESIDE = frozenset({"alongside"})
_WITH = frozenset({"together", "along", "jointly", "side"})


def together(doc: Document, drafts: list[Draft]) -> None:
    """Add companions to the actors of each draft; a show of force by several states is joint, which is COOPERATE."""
    syn = syntax(doc)
    drills = lexicon().classes["drill"] | {"patrol"}
    for d in drafts:
        if d.kind != "event":
            continue
        if d.actor and not d.mutual and d.event != "CONSULT":
            home = {p.entity.code for p in d.actor}
            for p in parties(doc, syn, _companions(syn, d), loose=False):
                fresh = p.entity.code and p.entity.code not in home
                if fresh and not any(q.entity == p.entity for q in d.recipient):
                    d.actor.append(p)
                    d.why.append(f"actor: side by side with the doer, {p.entity.text!r}; {p.why}")
        several = len({p.entity.code for p in d.actor if p.entity.code}) > 1
        if d.event == "MOBILIZE" and several and any(syn.lemma[w] in drills for w in d.words):
            d.event, d.modes, d.cameo, d.mutual = "COOPERATE", [], "062", True
            d.why.append("event: a show of force by several states together is COOPERATE")


def _companions(syn: Syntax, d: Draft) -> list[int]:
    """The objects of "together with", "along with" and "alongside" at the predicate or its doers."""
    out: list[int] = []
    for base in {d.token, *(p.token for p in d.actor if p.token is not None)}:
        for k in syn.children(base, "prep", "advmod"):
            if syn.lower[k] in _BESIDE:
                out += syn.children(k, "pobj")
            elif syn.lower[k] in _WITH:
                out += [o for w in syn.children(k, "prep") if syn.lower[w] == "with" for o in syn.children(w, "pobj")]
            elif syn.lower[k] == "with" and k > 0 and syn.lower[k - 1] in _WITH:
                out += syn.children(k, "pobj")
    return [c for o in out for c in syn.nominal_conjuncts(o)]
