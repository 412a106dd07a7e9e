"""times (stub)."""

from dragoman.document import Document
from dragoman.pipeline import stage


@stage("times", requires="parsed,sentences".split(","), assigns=["times"])
def times(doc: Document) -> Document:
    return doc
