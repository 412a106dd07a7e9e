"""Places: stories a second after parsing, and the size and opening time of the gazetteer. ``rows()`` for bench/run.py."""

from __future__ import annotations

import time
from pathlib import Path

from dragoman.coder import before_parse
from dragoman.document import Document
from dragoman.extract.places import places
from dragoman.extract.places.gazetteer import Index, ensure
from dragoman.parse import parse_many
from dragoman.read import read_stories
from dragoman.read.layout import start

SAMPLES = Path(__file__).resolve().parent.parent / "samples"
ROUNDS = 5


def _parsed() -> list[Document]:
    """The sample stories, laid out and parsed."""
    stories = read_stories([SAMPLES], on_error=lambda e: None)
    return list(parse_many([before_parse()(start(s, str(n))) for n, s in enumerate(stories)]))


def rows() -> list[tuple[str, str]]:
    """(what, figure) in CPU time of one core; the best of a few rounds."""
    path = ensure()
    opening = []
    for _ in range(ROUNDS):
        t = time.perf_counter()
        index = Index(path)
        index.lookup("Goma")
        opening.append(time.perf_counter() - t)
    docs = _parsed()
    words = sum(len(d.text.split()) for d in docs)
    best = float("inf")
    for _ in range(ROUNDS):
        for d in docs:
            d.cache.clear()
        t = time.process_time()
        for d in docs:
            places(d)
        best = min(best, time.process_time() - t)
    return [
        ("places after parsing", f"{len(docs) / best:.0f} stories/s, {words / best:.0f} words/s on one core"),
        (
            "gazetteer",
            f"{len(index)} places, {path.stat().st_size / 1e6:.1f} MB, opened in {1e3 * min(opening):.1f} ms",
        ),
    ]


if __name__ == "__main__":
    for what, figure in rows():
        print(f"{what}: {figure}")
