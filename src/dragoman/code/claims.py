"""claims (stub)."""

from dragoman.document import Document
from dragoman.pipeline import stage


@stage("claims", requires=["mentions", "times", "places", "counts", "attributions", "facts"], assigns=["claims"])
def claims(doc: Document) -> Document:
    return doc
