"""factuality."""

from dragoman.document import Document, Fact
from dragoman.extract.factuality.pipe import factuality


def judge(doc: Document, token: int) -> Fact:
    return Fact()


__all__ = ["factuality", "judge"]
