"""attribution."""

from dragoman.document import Document
from dragoman.extract.attribution.pipe import attribution
from dragoman.record import Attribution


def governing(doc: Document, token: int) -> list[Attribution]:
    return []


def cue_tokens(doc: Document) -> frozenset[int]:
    return frozenset()


__all__ = ["attribution", "cue_tokens", "governing"]
