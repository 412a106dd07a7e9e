"""Which figure hangs on which act (conventions 6); what hangs on none is a toll (tolls.py)."""

from __future__ import annotations

from dragoman.code.draft import Draft
from dragoman.code.vocabulary import result_verbs
from dragoman.document import Count, Document
from dragoman.extract.quantities import counts_of
from dragoman.parse.syntax import Syntax, syntax

HARM = frozenset({"killed", "injured", "missing", "displaced", "casualties", "destroyed", "damaged"})
_OWN = {
    "killed": {"ASSAULT"}, "injured": {"ASSAULT"}, "casualties": {"ASSAULT"}, "destroyed": {"ASSAULT"},
    "damaged": {"ASSAULT"}, "missing": {"ASSAULT"}, "displaced": {"ASSAULT", "SANCTION", "COERCE"},
    "captured": {"ASSAULT", "COERCE"}, "kidnapped": {"ASSAULT"}, "detained": {"COERCE", "ASSAULT", "SANCTION"},
    "released": {"RETREAT", "CONCEDE", "AID"}, "seized": {"COERCE", "ASSAULT"},
    "participants": {"PROTEST", "MOBILIZE", "ASSAULT", "CONSULT", "COOPERATE", "RETREAT", "AID"},
    "money": {"AID", "AGREE", "SANCTION", "COOPERATE", "COERCE", "REQUEST"},
    "area": {"ASSAULT", "COERCE"}, "share": set(), "other": set(),
}  # fmt: skip


def attach_figures(doc: Document, drafts: list[Draft]) -> list[Draft]:
    """Hang each count on the draft whose predicate, event noun or part governs it; a passive act that only carries a
    running total is dropped: the total is a toll. Returns the drafts that stay."""
    parts: dict[int, list[int]] = doc.cache.get("parts", {})
    taken: set[int] = doc.cache.setdefault("taken_counts", set())
    stay = []
    for d in drafts:
        if d.kind == "toll":
            stay.append(d)
            continue
        tokens = dict.fromkeys([d.token, *d.words, *([d.noun] if d.noun is not None else []), *parts.get(d.token, [])])
        found: list[Count] = []
        for t in (*tokens, *_results(syntax(doc), d)):
            found += [c for c in counts_of(doc, t) if not any(c is f for f in found)]
        own = [c for c in found if _belongs(c, d)]
        totals = [c for c in own if c.quantity.scope == "cumulative" and c.quantity.kind in HARM]
        if totals and not d.actor and d.event == "ASSAULT" and any(c.trigger in tokens for c in totals):
            continue
        if _harm_only(doc, d, own):
            continue
        for c in own:
            if c in totals or id(c) in taken:
                continue
            d.counts.append(c)
            taken.add(id(c))
        stay.append(d)
    return stay


def _results(syn: Syntax, d: Draft) -> list[int]:
    """ "..., leaving one dead and two wounded": participles that tell what an act of force did."""
    if d.event != "ASSAULT":
        return []
    heads = [k for k in syn.children(d.token, "advcl") if syn.tag[k] == "VBG" and syn.lemma[k] in result_verbs()]
    return [k for h in heads for c in syn.conjuncts(h) for k in (c, *syn.children(c, "dobj", "ccomp", "oprd"))]


def _belongs(c: Count, d: Draft) -> bool:
    if d.kind == "state":
        return c.quantity.kind in ("share", "area") or c.quantity.kind in HARM
    return d.event in _OWN.get(c.quantity.kind, ())


def _harm_only(doc: Document, d: Draft, own: list[Count]) -> bool:
    """ "Two were wounded": harm that is counted with no doer, no weapon and no act makes a toll, not an event."""
    if d.event != "ASSAULT" or d.actor or d.instruments or d.modes or not own:
        return False
    syn = syntax(doc)
    return syn.lemma[d.token] in ("wound", "injure", "hurt", "die", "perish", "displace", "damage") and syn.passive(
        d.token
    )
