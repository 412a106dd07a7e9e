"""quantities."""

from dragoman.document import Count, Document
from dragoman.extract.quantities.pipe import quantities


def counts_of(doc: Document, trigger: int) -> list[Count]:
    return []


__all__ = ["counts_of", "quantities"]
