"""A first, uncalibrated confidence from stated features; a later fit replaces the weights."""

from __future__ import annotations

from dragoman.code.draft import Draft
from dragoman.document import Fact


def confidence(d: Draft, fact: Fact, dated: bool, placed: bool) -> float:
    """Between 0.05 and 0.95: more trigger words, conditions, known parties, a date and a place raise it; a bare noun,
    unknown parties and stacked qualifiers lower it."""
    score = d.certainty
    score += 0.04 * (len(d.words) > 1)
    known = sum(p.entity.code is not None for p in (*d.actor, *d.recipient))
    score += 0.05 * min(known, 2)
    score -= 0.05 * sum(p.entity.code is None and p.entity.name is None for p in d.actor)
    score += 0.03 * dated + 0.02 * placed
    score -= 0.05 * (fact.value in ("hypothetical", "planned"))
    return round(min(0.95, max(0.05, score)), 2)
