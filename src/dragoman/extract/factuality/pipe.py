"""The factuality stage: opens the table of facts; a fact is judged when it is first asked for."""

from __future__ import annotations

from dragoman.document import Document
from dragoman.pipeline import stage


@stage("factuality", requires=["parsed", "attributions"], assigns=["facts"])
def factuality(doc: Document) -> Document:
    """Assign ``facts``: empty, filled by :func:`dragoman.extract.factuality.judge` for the predicates that are coded."""
    doc.facts = {}
    return doc
