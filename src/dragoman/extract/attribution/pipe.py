"""attribution (stub)."""

from dragoman.document import Document
from dragoman.pipeline import stage


@stage("attribution", requires="parsed,mentions,times".split(","), assigns=["attributions"])
def attribution(doc: Document) -> Document:
    return doc
