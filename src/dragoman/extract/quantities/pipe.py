"""quantities (stub)."""

from dragoman.document import Document
from dragoman.pipeline import stage


@stage("quantities", requires="parsed,mentions,times".split(","), assigns=["counts"])
def quantities(doc: Document) -> Document:
    return doc
