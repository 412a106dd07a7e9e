"""Scores on the project's own sets: what they test is shipped in ``tests/`` and ``gold/``, so that anyone can measure it again.

``measure()`` gives, for each set, its files and its scores (0 to 1, higher is better). ``python bench/own_sets.py`` prints them.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

from dragoman.coder import code_documents, code_stories
from dragoman.document import Story

ROOT = Path(__file__).resolve().parent.parent
TESTS = ROOT / "tests"
sys.path[:0] = [str(TESTS), str(TESTS / "extract"), str(Path(__file__).resolve().parent)]

Scores = dict[str, float]


def mirror() -> Scores:
    """Share of claims that stay the same when the two sides of a story are swapped."""
    from mirror import rate

    return {"claims": rate()}


def non_events() -> Scores:
    """Share of sentences without an event of the record that yield no claim."""
    lines = (TESTS / "code/data/non_events.tsv").read_text("utf-8").splitlines()[1:]
    stories = [Story(text=line.split("\t")[1], id=str(n), published="2024-05-15") for n, line in enumerate(lines)]
    silent = sum(not doc.claims for doc in code_documents(stories))
    return {"silent": silent / len(lines)}


def counts() -> Scores:
    """Share of the passages of quantities_gold.txt whose counts, kinds and numbers are all as marked."""
    from test_quantities import number_of, passages, read

    right = 0
    for (_, gold), doc in zip(passages(), read(), strict=True):
        found = [(c.quantity.kind, number_of(c)) for c in doc.counts if c.quantity.kind != "other"]
        right += found == [(g.kind, g.number) for g in gold]
    return {"passages": right / len(passages())}


def linkset() -> Scores:
    """Incidents, figures and copies of the link set, from the coder's own claims."""
    from factories.linkset import LinkSet

    links = LinkSet()
    stories = [
        Story(text=r.text, id=r.id, published=r.published, headline=r.headline, outlet=r.outlet, agency=r.agency)
        for r in links.records
    ]
    s = links.score(code_stories(stories))
    return {"precision": s.precision, "recall": s.recall, "figures": s.figures, "copies": s.copies}


def gold() -> Scores:
    """The open gold set: claims found, their slots, and how well their confidence holds."""
    from goldset import results, scores

    keep = (
        "ledger",
        "ledger precision",
        "detection F1",
        "right",
        "calibration",
        "right of 0.9",
        "factuality",
        "source",
    )
    measured = scores(results())
    return {k.replace(" ", "_"): measured[k] for k in keep}


SETS: dict[str, tuple[Callable[[], Scores], tuple[Path, ...]]] = {
    "mirror": (mirror, (TESTS / "trust/data",)),
    "non_events": (non_events, (TESTS / "code/data/non_events.tsv",)),
    "counts": (counts, (TESTS / "extract/quantities_gold.txt",)),
    "linkset": (linkset, (TESTS / "link/stories",)),
    "gold": (gold, (ROOT / "gold/stories",)),
}
"""Each set: how it is measured, and the files or folders that it consists of."""


if __name__ == "__main__":
    for name, (measured, _) in SETS.items():
        print(name, {k: round(v, 4) for k, v in measured().items()})
