"""Promises, refusals and threats that a party makes in its own word: "the front said it would free the crew".

The saying is the act: it is asserted, has no source but its doer, and took place when it was said (conventions 2).
"""

from __future__ import annotations

from dragoman.code.draft import Draft
from dragoman.code.events.reach import known, same
from dragoman.document import Document, Fact
from dragoman.extract.attribution import governing
from dragoman.extract.factuality import judge

_SPEECH = frozenset({"AGREE", "CONCEDE", "REJECT", "THREATEN"})
_SAYING = frozenset({"says", "promises", "claims", "confirms", "threatens"})
_AHEAD = frozenset({"planned", "hypothetical"})


def own_word(doc: Document, drafts: list[Draft]) -> None:
    """Mark, in place, the drafts that are their actor's own word."""
    heads: dict[str, int] = doc.cache.get("attribution_heads", {})
    for d in drafts:
        if d.event not in _SPEECH or d.kind != "event" or len(d.actor) != 1 or d.spoken:
            continue
        a = next(iter(governing(doc, d.token)), None)
        if a is None or a.kind != "claim" or a.stance not in _SAYING or a.source.start is None:
            continue
        actor = d.actor[0].entity
        mine = same(actor, a.source) or (
            known(actor) and (actor.code, actor.sector) == (a.source.code, a.source.sector)
        )
        ahead = d.fact is not None or judge(doc, d.token).value in _AHEAD
        if not mine or not ahead or heads.get(a.id) is None or heads[a.id] == d.token:
            continue
        d.said_at = heads[a.id]
        d.fact = Fact("asserted", (f"asserted: {a.source.text!r} says it of himself",))
        d.why.append(f"event: the word of {a.source.text!r} is the act")
