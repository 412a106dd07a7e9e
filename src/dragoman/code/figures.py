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
    "damaged": {"ASSAULT"}, "missing": {"ASSAULT"}, "displaced": {"ASSAULT", "SANCTION", "COERCE", "AID"},
    "captured": {"ASSAULT", "COERCE"}, "kidnapped": {"ASSAULT"}, "detained": {"COERCE", "ASSAULT", "SANCTION"},
    "released": {"RETREAT", "CONCEDE", "AID", "COOPERATE", "AGREE"}, "seized": {"COERCE", "ASSAULT"},
    "participants": {"PROTEST", "MOBILIZE", "ASSAULT", "CONSULT", "COOPERATE", "RETREAT", "AID"},
    "money": {"AID", "AGREE", "SANCTION", "COOPERATE", "COERCE", "REQUEST"},
    "area": {"ASSAULT", "COERCE"}, "share": set(), "other": set(),
}  # fmt: skip


_OUTCOME = frozenset(
    {"relcl", "advcl", "prep", "pcomp", "pobj", "acl", "oprd", "ccomp", "acomp", "dobj", "conj", "amod", "dep"}
)
_BARE_HARM = frozenset({"wound", "injure", "hurt", "die", "perish", "displace", "damage"})


def attach_figures(doc: Document, drafts: list[Draft]) -> list[Draft]:
    """Hang each count on the draft whose predicate, event noun or part governs it; a passive act that only carries a
    running total is dropped: the total is a toll. Returns the drafts that stay."""
    parts: dict[int, list[int]] = doc.cache.get("parts", {})
    taken: set[int] = doc.cache.setdefault("taken_counts", set())
    hosted = _hosted(doc, drafts)
    stay = []
    for d in drafts:
        if d.kind == "toll":
            stay.append(d)
            continue
        tokens = dict.fromkeys([d.token, *d.words, *([d.noun] if d.noun is not None else []), *parts.get(d.token, [])])
        found: list[Count] = []
        for t in (*tokens, *_results(syntax(doc), d)):
            found += [c for c in counts_of(doc, t) if not any(c is f for f in found)]
        own = [c for c in (*found, *hosted.get(id(d), ())) if _belongs(c, d)]
        totals = [c for c in own if c.quantity.scope == "cumulative" and c.quantity.kind in HARM]
        if (
            totals
            and not d.actor
            and d.event in ("ASSAULT", "SANCTION", "COERCE")
            and any(c.trigger in tokens for c in totals)
        ):
            continue
        if _harm_only(doc, d, [c for c in own if c.firm]):
            continue
        told = [c for c in found if c.trigger == d.token]
        if (
            told
            and d.event == "ASSAULT"
            and all(id(c) in taken for c in told)
            and not (d.actor or d.recipient or d.noun)
        ):
            continue  # "leaving three dead, eight wounded": told with the act
        for c in own:
            if c in totals or id(c) in taken:
                continue
            d.counts.append(c)
            taken.add(id(c))
        stay.append(d)
    return stay


def _hosted(doc: Document, drafts: list[Draft]) -> dict[int, list[Count]]:
    """Counts by the draft whose act they tell the outcome of, though another word says it: "the bombing left 12 dead", "a
    raid in which six men died", "a bomb went off, with two people hurt"."""
    syn = syntax(doc)
    out: dict[int, list[Count]] = {}
    acts = {
        w: d
        for d in drafts
        if d.event == "ASSAULT"
        for w in (d.token, *d.words, *([d.noun] if d.noun is not None else []))
    }
    for c in doc.counts:
        if c.trigger is None or c.trigger in acts or c.quantity.kind not in HARM:
            continue
        act = _act_above(syn, c.trigger, acts)
        if act is not None:
            out.setdefault(id(act), []).append(c)
    return out


def _act_above(syn: Syntax, k: int, acts: dict[int, Draft]) -> Draft | None:
    for _ in range(6):
        for s in syn.children(k, "nsubj"):
            if s in acts:
                return acts[s]
        for p in syn.children(k, "prep"):
            if syn.lower[p] in ("in", "during", "by"):
                for o in syn.children(p, "pobj"):
                    if o in acts and acts[o].noun == o:
                        return acts[o]
        dep, h = syn.dep[k], syn.head[k]
        if h == k or dep not in _OUTCOME or (dep == "advcl" and not _tells_outcome(syn, k)):
            return None
        if dep == "relcl" and h not in acts:
            return None
        if h in acts:
            return acts[h]
        k = h
    return None


def _tells_outcome(syn: Syntax, k: int) -> bool:
    return syn.tag[k] == "VBG" or any(syn.lower[m] == "with" for m in syn.children(k, "mark", "prep"))


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
    """ "Two were wounded": harm that is counted with no doer, no weapon and no act makes a toll, not an event; so do
    "90 houses were destroyed" where nothing says when or where."""
    syn = syntax(doc)
    total = own and all(c.quantity.scope == "cumulative" for c in own)
    if total and d.event in ("ASSAULT", "COERCE", "RETREAT") and not d.actor and syn.passive(d.token):
        return True  # "312 people have been kidnapped so far this year": a running total, whatever the harm
    if d.event != "ASSAULT" or d.actor or d.instruments or not own or not syn.passive(d.token):
        return False
    if syn.lemma[d.token] in _BARE_HARM:
        return not d.modes
    if syn.lemma[d.token] != "destroy" or d.modes not in ([], ["destroy"]) or d.noun is not None:
        return False
    return not any(syn.dep[k] in ("prep", "agent", "npadvmod", "advcl") for k in syn.kids[d.token])
