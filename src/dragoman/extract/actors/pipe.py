"""actors (stub)."""

from dragoman.document import Document
from dragoman.pipeline import stage


@stage("actors", requires="parsed,sentences".split(","), assigns=["mentions"])
def actors(doc: Document) -> Document:
    return doc
