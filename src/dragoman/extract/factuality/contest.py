"""What one source of the story says and another bluntly denies: "..., the army said, but the rebels denied it"."""

from __future__ import annotations

from dragoman.document import Document
from dragoman.extract.attribution import governing
from dragoman.parse.syntax import Syntax
from dragoman.record import Attribution

_BARE = frozenset({"it", "which", "an", "a", "this", "that", "these", "those", "the", "such", "any", "all", "both", "charge", "charges", "accusation",
                   "accusations", "allegation", "allegations", "claim", "claims", "report", "reports", "responsibility", "involvement"})  # fmt: skip


def contested(doc: Document, syn: Syntax, token: int) -> Attribution | None:
    """The bare denial of what a source says at a token: later in its sentence, or in the next one. None without a source."""
    said = governing(doc, token)
    if not said or said[0].source.text is None:
        return None
    heads: dict[str, int] = doc.cache.get("attribution_heads", {})
    tokens: dict[str, set[int]] = doc.cache.get("attribution_tokens", {})
    here = doc.sentence_of(token).index
    for a in doc.attributions:
        if a.stance != "denies" or a.source.text is None or a.source.name == said[0].source.name:
            continue
        if not all(syn.lower[k] in _BARE for k in tokens[a.id]):
            continue
        there = doc.sentence_of(heads[a.id]).index
        if (there == here and heads[a.id] > token) or (there == here + 1 and not _answers_itself(doc, heads[a.id])):
            return a
    return None


def _answers_itself(doc: Document, cue: int) -> bool:
    """Is something said before a denial in its own sentence, which it then answers."""
    s = doc.sentence_of(cue)
    heads: dict[str, int] = doc.cache.get("attribution_heads", {})
    return any(s.start <= h < cue for h in heads.values())
