"""quantities: how many of what, with bounds, kind and scope."""

from dragoman.document import Count, Document
from dragoman.extract.quantities.pipe import quantities
from dragoman.parse.syntax import syntax


def counts_of(doc: Document, trigger: int) -> list[Count]:
    """The counts whose predicate is a token, or whose counted noun hangs on it as subject, object or participant."""
    syn = syntax(doc)
    out = []
    for c in doc.counts:
        if c.trigger == trigger or (
            c.quantity.kind in ("other", "money", "share", "area") and syn.head[c.head] == trigger
        ):
            out.append(c)
    return out


__all__ = ["counts_of", "quantities"]
