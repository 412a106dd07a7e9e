"""Tolls: counts of harm that hang on no act, one claim a sentence and source (conventions 6)."""

from __future__ import annotations

from dragoman.code.draft import Draft
from dragoman.code.figures import HARM
from dragoman.code.outside import setting
from dragoman.document import Count, Document
from dragoman.extract.attribution import governing


def find_tolls(doc: Document, drafts: list[Draft]) -> list[Draft]:
    """One toll a sentence and source, of the counts of harm that hang on no act."""
    taken: set[int] = doc.cache.setdefault("taken_counts", set())
    groups: dict[tuple[int, tuple[str, ...]], list[Count]] = {}
    for c in doc.counts:
        if id(c) in taken or c.superseded or not c.firm or c.quantity.kind not in HARM or c.trigger is None:
            continue
        if c.part_of is not None and id(c.part_of) in taken:
            for d in drafts:
                if any(k is c.part_of for k in d.counts):
                    d.counts.append(c)
            continue
        sentence = doc.sentence_of(c.trigger)
        if sentence.role != "body" or _harm_outside(doc, c):
            continue
        source = tuple(a.id for a in governing(doc, c.trigger))
        groups.setdefault((sentence.index, source), []).append(c)
    out = []
    for (index, _), counts in groups.items():
        first = counts[0]
        assert first.trigger is not None
        words = (first.head, first.trigger) if abs(first.head - first.trigger) <= 6 else (first.trigger,)
        draft = Draft("toll", doc.sentences[index], first.trigger, tuple(sorted(set(words))), counts=counts)
        draft.why.append(f"kind: counts of harm that hang on no act: {first.why}")
        out.append(draft)
    return out


def _harm_outside(doc: Document, c: Count) -> bool:
    """Harm from weather, accident, sport and illness is outside the record."""
    assert c.trigger is not None
    return bool(setting(doc, doc.sentence_of(c.trigger)) & {"nature", "accident", "illness", "sport"})


def spans_a_time(draft: Draft) -> bool:
    """A running total has a span (its figures' since and until) and no date."""
    return draft.kind == "toll" and any(c.quantity.scope == "cumulative" for c in draft.counts)
