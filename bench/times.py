"""Speed of the times stage alone, on parsed documents: ``rows()`` for the table of ``run.py``.

CPU time of one core is taken, so that the machine's other work does not count; the stage runs with cold caches of its
documents each round, and the best round counts.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

from dragoman.coder import before_parse
from dragoman.document import Document
from dragoman.extract.times import times
from dragoman.parse import parse_many
from dragoman.read import read_stories
from dragoman.read.layout import start

SAMPLES = Path(__file__).resolve().parent.parent / "samples"


def documents(copies: int = 40) -> list[Document]:
    """The samples, parsed, so many times over."""
    stories = list(read_stories([SAMPLES], on_error=lambda e: print(e, file=sys.stderr)))
    laid = (before_parse()(start(s, f"{k}-{n}")) for k in range(copies) for n, s in enumerate(stories))
    return list(parse_many(laid))


def rows(rounds: int = 3) -> list[tuple[str, str]]:
    """One row: sentences and time expressions a second of CPU time."""
    docs = documents()
    best = float("inf")
    for _ in range(rounds):
        for doc in docs:
            doc.times, doc.cache = [], {}
        begin = time.process_time()
        for doc in docs:
            times(doc)
        best = min(best, time.process_time() - begin)
    sentences = sum(len(doc.sentences) for doc in docs)
    found = sum(len(doc.times) for doc in docs)
    name = f"times alone ({sentences} sentences, {found} expressions), one core"
    return [(name, f"{sentences / best:,.0f} sentences/s")]


if __name__ == "__main__":
    for row in rows():
        print(*row, sep=": ")
