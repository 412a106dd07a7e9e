"""The link set (tests/link/stories), linked from hand-coded claims and from the coder's own: ``python bench/linkset.py [-v]``.

The first row tells how well linking works on faultless claims, the second what a user gets. ``-v`` lists every fault.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from rich.console import Console
from rich.table import Table

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests"))

from dragoman.coder import code_stories
from dragoman.document import Story
from factories.linkset import LinkSet, Score

COLUMNS = ("pairwise F1", "P", "R", "look-alikes merged", "copies", "copy roots", "figures", "sources", "grades",
           "agreements", "breaches")  # fmt: skip


def scores(given: LinkSet) -> dict[str, Score]:
    """Of both ways to code the set."""
    stories = [
        Story(text=r.text, id=r.id, published=r.published, headline=r.headline, outlet=r.outlet, agency=r.agency)
        for r in given.records
    ]
    return {
        "claims coded by hand": given.score(given.records),
        "the coder's claims": given.score(code_stories(stories)),
    }


def cells(s: Score, pairs: int) -> list[str]:
    """In the order of COLUMNS."""
    shares = (s.copies, s.copy_roots, s.figures, s.sources, s.grades, s.agreements, s.breaches)
    found = [f"{x:.3f}" for x in (s.f1, s.precision, s.recall)]
    return [*found, f"{len(s.merged)} of {pairs}", *(f"{x:.3f}" for x in shares)]


def rows() -> list[tuple[str, str]]:
    """Rows for the table of ``make bench``."""
    given = LinkSet()
    pairs = len(given.gold["must_not_merge"])
    return [
        (f"link set, {name}", ", ".join(f"{c} {v}" for c, v in zip(COLUMNS, cells(s, pairs), strict=True)))
        for name, s in scores(given).items()
    ]


def main() -> int:
    ap = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    ap.add_argument("-v", "--verbose", action="store_true", help="list every fault")
    a = ap.parse_args()
    given = LinkSet()
    told = scores(given)
    table = Table("", *COLUMNS, title=f"{len(given.records)} stories, {len(given.gold['incidents'])} incidents")
    for name, s in told.items():
        table.add_row(name, *cells(s, len(given.gold["must_not_merge"])))
    Console(width=160).print(table)
    if a.verbose:
        for name, s in told.items():
            print(f"\n{name}")
            for fault in s.faults:
                print(f"  {fault}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
