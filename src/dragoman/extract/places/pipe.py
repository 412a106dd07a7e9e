"""places (stub)."""

from dragoman.document import Document
from dragoman.pipeline import stage


@stage("places", requires="parsed,sentences".split(","), assigns=["places"])
def places(doc: Document) -> Document:
    return doc
