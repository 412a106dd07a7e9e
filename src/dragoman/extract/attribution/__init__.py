"""attribution: source, cue and content of everything that somebody is said to say."""

from dragoman.document import Document
from dragoman.extract.attribution.pipe import attribution
from dragoman.record import Attribution


def governing(doc: Document, token: int) -> list[Attribution]:
    """The attributions of kind ``claim`` whose content covers a token, innermost first: whose word it is that it
    happened. Attitudes vouch for nothing, nor does who has not said it; a cue's own content does not cover the cue."""
    tokens: dict[str, set[int]] = doc.cache.get("attribution_tokens", {})
    heads: dict[str, int] = doc.cache.get("attribution_heads", {})
    over: dict[int, list[Attribution]] | None = doc.cache.get("attribution_over")
    if over is None:
        void: set[str] = doc.cache.get("attribution_void", set())
        over = doc.cache["attribution_over"] = {}
        for a in doc.attributions:
            if a.kind == "claim" and a.id not in void:
                for k in tokens.get(a.id, ()):
                    over.setdefault(k, []).append(a)
    hits = [a for a in over.get(token, ()) if heads.get(a.id) != token]
    return sorted(hits, key=lambda a: (len(tokens[a.id]), a.parent is None))


def cue_tokens(doc: Document) -> frozenset[int]:
    """Head tokens of all cues of speech."""
    found: frozenset[int] | None = doc.cache.get("cue_tokens")
    if found is None:
        heads: dict[str, int] = doc.cache.get("attribution_heads", {})
        found = frozenset(heads[a.id] for a in doc.attributions if a.id in heads and a.kind == "claim")
        if "attributions" in doc.assigned:
            doc.cache["cue_tokens"] = found
    return found


__all__ = ["attribution", "cue_tokens", "governing"]
