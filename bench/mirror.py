"""How many claims mirror when the two sides of a story are swapped: every story of tests/trust/data with every dyad.

``python bench/mirror.py [--dyad ARM-AZE] [--story ID] [-v]``. Prints the rate over all claims of both tellings, by dyad, and what
differs by field. ``rows()`` for bench/run.py, ``rate()`` for bench/gate.py.
"""

from __future__ import annotations

import argparse
import sys
from collections import defaultdict
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests"))

from factories.mirror import Result, by_field, dyads, mirror, templates, total


def run(dyad: str | None = None, story: str | None = None) -> dict[str, Result]:
    """Results by dyad."""
    out: dict[str, Result] = {}
    for a, b in dyads():
        name = f"{a['code']}-{b['code']}"
        if dyad in (None, name):
            out[name] = total(mirror((t, a, b) for t in templates() if story in (None, t.id)))
    return out


def rate() -> float:
    """The share of claims that mirror."""
    return total(run().values()).rate


def rows() -> list[tuple[str, str]]:
    """(what, figure)."""
    all_of_them = total(run().values())
    return [
        (
            "mirrored claims",
            f"{100 * all_of_them.rate:.2f} % of {all_of_them.claims} ({len(templates())} stories x {len(dyads())} dyads)",
        )
    ]


def main() -> int:
    ap = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    ap.add_argument("--dyad")
    ap.add_argument("--story")
    ap.add_argument("-v", "--verbose", action="store_true", help="print every difference")
    a = ap.parse_args()
    results = run(a.dyad, a.story)
    for name, r in results.items():
        print(f"{name}  {100 * r.rate:6.2f} %  of {r.claims} claims")
    everything = total(results.values())
    print(f"all      {100 * everything.rate:6.2f} %  of {everything.claims} claims", dict(by_field(everything)))
    if a.verbose:
        grouped = defaultdict(list)
        for d in everything.differences:
            grouped[d.story, d.words].append(d)
        for (story, words), ds in grouped.items():
            print(f"\n{story}  {words}")
            for d in ds:
                print(f"    {d.field}: {d.one}  |  {d.other}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
