"""Tolls: counts of harm that hang on no act, one claim a sentence and source (conventions 6)."""

from __future__ import annotations

from dragoman.code.draft import Draft
from dragoman.code.figures import HARM
from dragoman.code.outside import harm_outside, setting
from dragoman.document import Count, Document
from dragoman.extract.attribution import governing
from dragoman.extract.factuality import judge
from dragoman.parse.syntax import syntax
from dragoman.record import Claim, Quantity

_HELD = frozenset({"detained", "captured", "kidnapped", "released"})
_REACH = 2
"""Sentences back in which an act has harmed whom a doctor counts."""
_UNREAL = frozenset({"planned", "hypothetical", "demanded"})


def find_tolls(doc: Document, drafts: list[Draft]) -> list[Draft]:
    """One toll a sentence and source, of the counts of harm that hang on no act; an old figure that the text revises is
    a toll of its own before the new one."""
    taken: set[int] = doc.cache.setdefault("taken_counts", set())
    groups: dict[tuple[int, tuple[str, ...], bool, str], list[Count]] = {}
    for c in doc.counts:
        if id(c) in taken or c.trigger is None:
            continue
        if c.part_of is not None and id(c.part_of) in taken:
            for d in drafts:
                if any(k is c.part_of for k in d.counts):
                    d.counts.append(c)
            continue
        sentence = doc.sentence_of(c.trigger)
        if not _is_toll(doc, c, drafts) or sentence.role != "body":
            continue
        if harm_outside(doc, sentence) and not _tended(doc, sentence.index, drafts):
            continue
        source = tuple(a.id for a in governing(doc, c.trigger))
        groups.setdefault((sentence.index, source, c.superseded, c.quantity.scope), []).append(c)
    out = []
    for (index, _, old, _), counts in groups.items():
        first = counts[0]
        assert first.trigger is not None
        words = (first.head, first.trigger) if abs(first.head - first.trigger) <= 6 else (first.trigger,)
        draft = Draft("toll", doc.sentences[index], first.trigger, tuple(sorted(set(words))), counts=counts)
        draft.why.append(f"kind: counts of harm that hang on no act: {first.why}")
        _take_up(doc, draft, drafts)
        if old:
            draft.why.append("kind: a figure that the text itself revises")
        out.append(draft)
    return out


def _take_up(doc: Document, toll: Draft, drafts: list[Draft]) -> None:
    """Leave out the harm that only says whom a toll counts ("the number of people killed when shells struck ...")."""
    syn = syntax(doc)
    for head in {c.head for c in toll.counts} | {c.trigger for c in toll.counts if c.trigger is not None}:
        if syn.pos[head] != "NOUN":
            continue
        under = syn.subtree(head)
        for d in [d for d in drafts if d.token in under and syn.dep[d.token] in ("acl", "relcl")]:
            if d.kind == "event" and not d.counts and not d.actor and syn.lemma[d.token] in ("kill", "injure", "wound"):
                drafts.remove(d)
                toll.why.append(f"kind: {syn.lower[d.token]!r} tells whom it counts")


def _tended(doc: Document, index: int, drafts: list[Draft]) -> bool:
    """Are a clinic and its doctors named only for those whom the act just told has harmed."""
    ill = setting(doc, doc.sentences[index]) <= {"illness"}
    return ill and any(d.event == "ASSAULT" and 0 < index - d.sentence.index <= _REACH for d in drafts)


def _is_toll(doc: Document, c: Count, drafts: list[Draft]) -> bool:
    """Counts of harm are; people held or freed are where a word other than their noun says so, or in a running total."""
    kind = c.quantity.kind
    if not c.firm or c.trigger is None or c.trigger in doc.cache.get("absorbed", ()):
        return False
    if kind in _HELD or (kind == "displaced" and c.trigger == c.head):
        acted = any(c.trigger in (d.token, *d.words) for d in drafts)
        if c.quantity.scope != "cumulative" and (c.trigger == c.head or acted):
            return False
    elif kind not in HARM:
        return False
    syn = syntax(doc)
    if syn.lemma[syn.head[c.trigger]] == "announce" and kind in HARM:
        return True  # "announced 21 dead": harm is never a plan announced
    told = judge(doc, c.trigger).value
    return told not in _UNREAL and not (kind in _HELD | {"displaced"} and told == "negated")


def spans_a_time(draft: Draft) -> bool:
    """A running total has a span (its figures' since and until) and no date."""
    return draft.kind == "toll" and any(c.quantity.scope == "cumulative" for c in draft.counts)


def told_again(a: Claim, b: Claim) -> bool:
    """Do two tolls give the same figure: one kind, number, bounds and scope, of people that may be the same."""
    if a.kind != "toll" or b.kind != "toll" or a.sentence == b.sentence:
        return False
    return any(_same(p, q) for p in a.quantities for q in b.quantities)


def _same(p: Quantity, q: Quantity) -> bool:
    if (p.kind, p.value, p.min, p.max, p.scope) != (q.kind, q.value, q.min, q.max, q.scope) or not p.min:
        return False
    if p.affiliation and q.affiliation and p.affiliation.code and q.affiliation.code:
        return p.affiliation == q.affiliation
    return p.unit == q.unit
