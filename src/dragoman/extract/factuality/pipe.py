"""factuality (stub)."""

from dragoman.document import Document
from dragoman.pipeline import stage


@stage("factuality", requires="parsed,attributions".split(","), assigns=["facts"])
def factuality(doc: Document) -> Document:
    return doc
