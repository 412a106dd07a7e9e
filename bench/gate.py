"""The gate: scores measured now against the floors of ``bench/floors.json``; under a floor it fails.

``python bench/gate.py check [--only own|sets|speed] [--sets DIR] [--base REF]``
    Measures, prints a table, and returns 1 where a score is under its floor, a corpus is not the one that its floor was
    measured on, or a floor is lower than at REF (a git revision; the last commit if none is named) without a word in the changelog.
``python bench/gate.py pin [NAME ...] [--lower] [--slack 0.005]``
    Measures and raises the floors to what was measured less the slack. A floor is lowered, or measured on another corpus,
    only with ``--lower``; then CHANGELOG.md must hold a line with the words "Floor lowered: NAME".

Own sets are in ``tests/`` (bench/own_sets.py). Public development sets are not shipped: name their folder with --sets or
DRAGOMAN_DEV_SETS; without it their floors are not checked, which is said. Speed: ratios within one run, never seconds, from
``ratios()`` of bench/run.py where it has one.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import re
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
FLOORS = HERE / "floors.json"
CHANGELOG = HERE.parent / "CHANGELOG.md"
PARTS = ("own", "sets", "speed")
SLACK = 0.005
SET_FILES = {
    "thirty": ["times/thirty.py"],
    "times": ["times/wikiwars"],
    "places": ["places/lgl.jsonl"],
    "attribution": ["attribution/polnear_dev.jsonl"],
    "quantities": ["quantities/docs.jsonl", "quantities/gold.jsonl"],
    "muc_counts": ["quantities/muc_dev"],
    "events": ["events/plv_train.tsv"],
    "linking": ["linking/docs.jsonl", "linking/gold.jsonl"],
}
"""Files of the public development sets, under the folder that holds measure.py."""

Scores = dict[str, float]
Floors = dict[str, dict[str, Any]]


def corpus_hash(paths: Iterable[Path]) -> str:
    """One hash of files, and of all files in folders, by relative name and content."""
    h = hashlib.blake2b(digest_size=8)
    for path in paths:
        files = sorted(p for p in path.rglob("*") if p.is_file()) if path.is_dir() else [path]
        for f in files:
            h.update(str(f.relative_to(path.parent)).encode() + b"\0" + f.read_bytes() + b"\0")
    return h.hexdigest()


def numbers(summary: str) -> Scores:
    """The figures of a line of bench/run.py ("strict 84.0, relaxed 91.2"), each by its words; shares of 100 as of 1."""
    out: Scores = {}
    for part in summary.split(", "):
        if whole := re.match(r"\s*(\d+)/(\d+)", part):
            out["right"] = int(whole[1]) / int(whole[2])
        elif found := re.match(r"\s*([A-Za-z_][A-Za-z0-9_. ]*?)\s+(-?[\d.]+(?:\s+[\d.]+)*)\s*$", part):
            figures = [float(x) for x in found[2].split()]
            value = figures[2] if len(figures) > 2 else figures[0]  # precision, recall, F1, counts
            out[found[1].strip().replace(" ", "_")] = value / 100 if value > 1 else value
    return out


def measure(part: str, names: list[str] | None, sets: str | None) -> dict[str, tuple[Scores, str]]:
    """Scores and corpus hash of every set of a part; empty where it cannot be measured here."""
    if part == "own":
        from own_sets import SETS

        return {n: (f(), corpus_hash(paths)) for n, (f, paths) in SETS.items() if not names or n in names}
    import run

    if part == "speed":
        ratios = getattr(run, "ratios", None)
        return {"ratios": (ratios(), "")} if ratios is not None and (not names or "ratios" in names) else {}
    folder = run.find_sets(sets)
    if folder is None:
        return {}
    return {
        n: (numbers(run.measure(folder, n)), corpus_hash(folder / f for f in files))
        for n, files in SET_FILES.items()
        if not names or n in names
    }


def faults(floors: Floors, measured: dict[str, tuple[Scores, str]]) -> list[str]:
    """What is under its floor, not measured, or measured on another corpus."""
    out = []
    for name, floor in floors.items():
        if name not in measured:
            continue
        scores, corpus = measured[name]
        if floor.get("corpus", "") != corpus:
            out.append(f"{name}: the corpus is not the one that its floors were measured on; pin it anew")
        for what, least in floor.get("floors", {}).items():
            if what not in scores:
                out.append(f"{name}.{what}: not measured")
            elif scores[what] < least:
                out.append(f"{name}.{what}: {scores[what]:.4f} is under its floor of {least:.4f}")
    return out


def lowered(now: dict[str, Floors], before: dict[str, Floors]) -> list[str]:
    """Names of floors that are lower than before, or gone."""
    out = []
    for part, floors in before.items():
        for name, floor in floors.items():
            have = now.get(part, {}).get(name, {}).get("floors", {})
            out += [f"{name}.{what}" for what, least in floor.get("floors", {}).items() if have.get(what, -1.0) < least]
    return out


def unspoken(names: list[str], changelog: str) -> list[str]:
    """Lowered floors that the changelog does not own up to."""
    return [n for n in names if f"Floor lowered: {n}" not in changelog]


def pinned(floors: Floors, measured: dict[str, tuple[Scores, str]], slack: float, *, lower: bool) -> Floors:
    """The floors raised to what was measured less the slack; lowered, or moved to another corpus, only with ``lower``."""
    out = dict(floors)
    for name, (scores, corpus) in measured.items():
        old = floors.get(name)
        if old is not None and old.get("corpus", "") != corpus and not lower:
            print(f"{name}: another corpus; pin it with --lower", file=sys.stderr)
            continue
        have = {} if old is None or (lower and old.get("corpus", "") != corpus) else dict(old.get("floors", {}))
        for what, value in scores.items():
            new = round(max(0.0, value - slack), 4) if value < 1 else 1.0
            have[what] = new if lower else max(new, have.get(what, 0.0))
        out[name] = {**({"corpus": corpus} if corpus else {}), "floors": have}
    return out


def _at(ref: str) -> dict[str, Floors]:
    """The floors at a git revision; none where there is no git or no such file."""
    shown = subprocess.run(
        ["git", "show", f"{ref}:bench/floors.json"], cwd=HERE, capture_output=True, text=True, check=False
    )
    return json.loads(shown.stdout) if shown.returncode == 0 else {}


def main() -> int:
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("do", choices=("check", "pin"))
    ap.add_argument("names", nargs="*", help="only these sets")
    ap.add_argument("--only", choices=PARTS)
    ap.add_argument("--sets", help="folder of the public development sets")
    ap.add_argument("--base", default="HEAD", help="git revision whose floors may not be lowered in silence")
    ap.add_argument("--lower", action="store_true", help="pin: a floor may go down")
    ap.add_argument("--slack", type=float, default=SLACK, help="pin: how far under what was measured a floor stands")
    a = ap.parse_args()
    all_floors: dict[str, Floors] = json.loads(FLOORS.read_text("utf-8")) if FLOORS.exists() else {}
    before = json.loads(json.dumps(all_floors))
    wrong: list[str] = []
    for part in PARTS:
        if a.only not in (None, part):
            continue
        measured = measure(part, a.names or None, a.sets)
        if not measured:
            print(f"{part}: not measured here")
            continue
        floors = all_floors.setdefault(part, {})
        if a.do == "pin":
            all_floors[part] = floors = pinned(floors, measured, a.slack, lower=a.lower)
        for name, (scores, _) in measured.items():
            for what, value in scores.items():
                least = floors.get(name, {}).get("floors", {}).get(what)
                print(f"{name + '.' + what:32} {value:.4f}   {'no floor' if least is None else f'floor {least:.4f}'}")
        if a.do == "check":
            wrong += faults(floors, measured)
    changelog = CHANGELOG.read_text("utf-8")
    if a.do == "pin":
        silent = unspoken(lowered(all_floors, before), changelog)
        if silent:
            print("\n".join(f"add to CHANGELOG.md: Floor lowered: {n} (why)" for n in silent), file=sys.stderr)
            return 1
        FLOORS.write_text(json.dumps(all_floors, indent=1, sort_keys=True) + "\n", "utf-8")
        return 0
    wrong += [
        f"{n}: its floor was lowered without a line in the changelog"
        for n in unspoken(lowered(all_floors, _at(a.base)), changelog)
    ]
    print("\n".join(f"FAIL {w}" for w in wrong) or "all floors hold")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
