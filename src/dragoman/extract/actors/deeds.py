"""Who did what a participle takes up: "the occupying forces" after "X's army occupied the town"."""

from __future__ import annotations

from functools import cache

from dragoman.extract.actors.hits import PLACES, Hit, Scan
from dragoman.extract.actors.tables import listed, rows


@cache
def deeds() -> dict[str, frozenset[str]]:
    """Participles, lower case, to the lemmas that tell of the same deed."""
    return {r["participle"]: frozenset(listed(r["lemmas"])) for r in rows("deeds.tsv")}


def doer(s: Scan, start: int, end: int) -> tuple[Hit, str] | None:
    """The named party that the story has do the deed of a participle in tokens ``start`` up to ``end``, with the reason.

    Deeds told before are asked first, the nearest first, then those told after. A verb gives its subject or by-phrase, a
    noun its possessor, adjective or by-phrase. None where the phrase has no such participle or no deed names a party.
    """
    lemmas = next((deeds()[s.syn.lower[k]] for k in range(start, end) if s.syn.lower[k] in deeds()), None)
    if lemmas is None:
        return None
    size = len(s.text)
    for k in [*range(start - 1, -1, -1), *range(end, size)]:
        if s.syn.lemma[k] in lemmas and (found := _party(s, k)) is not None:
            return (
                found,
                f"the story has {found.entry.name} {'do' if s.syn.pos[k] == 'VERB' else 'in'} the {s.syn.lower[k]!r}",
            )
    return None


def _party(s: Scan, k: int) -> Hit | None:
    syn = s.syn
    if syn.pos[k] == "VERB":
        near = [] if syn.passive(k) else syn.children(k, "nsubj")
    else:
        near = syn.children(k, "poss", "amod", "compound", "nmod")
    for p in syn.children(k, "agent", "prep"):
        if syn.lower[p] == "by":
            near = near + syn.children(p, "pobj")
    for n in near:
        for j in [n, *syn.children(n, "amod", "compound", "nmod", "poss")]:
            hit = s.at.get(j)
            if (
                hit is not None
                and hit.entry.code
                and (hit.entry.cls in PLACES or hit.entry.cls in ("group", "seat", "organisation"))
            ):
                return hit
    return None
