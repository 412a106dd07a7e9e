"""The open gold set (gold/stories), coded and scored: ``python bench/goldset.py [-v] [--stories DIR]``.

gold/README.md says what each number means. ``-v`` lists what was missed, surplus and wrong.
"""

from __future__ import annotations

import argparse
import sys
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

from rich.console import Console
from rich.table import Table

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests"))

from dragoman.coder import code_documents
from factories.calibration import calibration_error, sure
from factories.goldmatch import Result, match
from factories.goldset import GOLD, gold_stories


def results(folder: Path = GOLD) -> list[Result]:
    """Every story of the folder, coded and held against its claims."""
    stories = gold_stories(folder)
    return [match(s, d) for s, d in zip(stories, code_documents([s.story() for s in stories]), strict=True)]


def scores(found: Iterable[Result]) -> dict[str, float]:
    """Ledger score, its precision twin, detection, share of right claims, one less the calibration error, share right of
    claims told with 0.9 or more, and the mean of each slot over paired claims. Higher is better."""
    found = list(found)
    pairs = [p for r in found for p in r.pairs]
    missed, false = sum(len(r.missed) for r in found), sum(len(r.false) for r in found)
    false += sum(len(r.doubles) for r in found) / 2
    share = sum(p.share for p in pairs)
    labels = [label for r in found for label in r.labels()]
    told, right = [c.confidence for c, _ in labels], [y for _, y in labels]
    slots: dict[str, list[float]] = defaultdict(list)
    for p in pairs:
        for name, value in p.slots.items():
            slots[name].append(value)
    n = len(pairs)
    return {
        "ledger": share / max(1, n + missed),
        "ledger precision": share / max(1, n + false),
        "detection P": n / max(1, n + false),
        "detection R": n / max(1, n + missed),
        "detection F1": 2 * n / max(1, 2 * n + false + missed),
        "right": sum(right) / max(1, len(right)),
        "calibration": 1 - calibration_error(told, right),
        "right of 0.9": sure(told, right)[1],
        **{name: sum(v) / len(v) for name, v in sorted(slots.items())},
    }


def by_prefix(found: Iterable[Result]) -> dict[str, list[Result]]:
    """The results of all stories, and of each writer's."""
    out: dict[str, list[Result]] = {"all": []}
    for r in found:
        out["all"].append(r)
        out.setdefault(r.story.prefix, []).append(r)
    return out


def rows() -> list[tuple[str, str]]:
    """For bench/run.py."""
    keep = ("ledger", "ledger precision", "detection P", "detection R", "detection F1", "factuality", "source")
    return [
        (f"gold set, {name}", ", ".join(f"{k} {s[k]:.3f}" for k in keep))
        for name, found in by_prefix(results()).items()
        for s in (scores(found),)
    ]


def faults(r: Result) -> Iterable[str]:
    """What was missed, surplus or wrong in a story, for a reader."""
    for g in r.missed:
        yield f"missed   {r.story.id}: {g.readings[0].get('event') or g.kinds} {g.trigger!r}"
    for name, claims in (("surplus", r.false), ("double", r.doubles)):
        for c in claims:
            yield f"{name:8} {r.story.id}: {c.event or c.kind} {c.trigger.text!r} {c.confidence}"
    for p in r.pairs:
        wrong = ", ".join(f"{k} {v:.2f}" for k, v in p.slots.items() if v < 1)
        if wrong:
            yield f"{'wrong' if not p.right else 'partly':8} {r.story.id}: {p.gold.trigger!r}: {wrong}"


def main() -> int:
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("-v", "--verbose", action="store_true")
    ap.add_argument("--stories", type=Path, default=GOLD)
    a = ap.parse_args()
    parts = by_prefix(results(a.stories))
    tables = {name: scores(found) for name, found in parts.items()}
    table = Table("score", *(f"{n} ({len(parts[n])} stories)" for n in parts), title="gold set")
    for what in tables["all"]:
        table.add_row(what, *(f"{t[what]:.3f}" if what in t else "-" for t in tables.values()))
    Console(width=140).print(table)
    total = parts["all"]
    print(
        f"{sum(len(r.pairs) for r in total)} paired, {sum(len(r.missed) for r in total)} missed, "
        f"{sum(len(r.false) for r in total)} false ({sum(r.silent for r in total)} where nothing may be coded), "
        f"{sum(len(r.doubles) for r in total)} doubles, {sum(len(r.ignored) for r in total)} ignored, "
        f"{sum(len(r.optional) for r in total)} optional"
    )
    if a.verbose:
        for r in total:
            print("\n".join(faults(r)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
