"""Fit the weights of a claim's confidence to the open gold set, and report by cross-validation how well they hold.

``python scripts/fit_confidence.py [--check]`` codes gold/stories, labels every claim that can be judged as right or wrong
(tests/factories/goldmatch.py), fits a logistic regression with a ridge, and writes

- src/dragoman/code/data/confidence.tsv: feature, weight, claims that have it;
- docs/images/reliability.svg: the reliability diagram;
- the tables between the marks of docs/confidence.md.

Every figure reported is of claims that the weights were not fitted to: ten folds over stories. ``--check`` writes nothing.
"""

# ruff: noqa: E402
from __future__ import annotations

import argparse
import re
import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from unittest.mock import patch

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT / "tests"), str(ROOT / "src"), str(ROOT / "scripts")]

import logistic
from dragoman.code import claims as stage
from dragoman.code import confidence as module
from dragoman.coder import code_documents
from factories.calibration import Bin, bins, brier, calibration_error, ranking, sure
from factories.goldmatch import match
from factories.goldset import gold_stories

TSV = ROOT / "src/dragoman/code/data/confidence.tsv"
SVG = ROOT / "docs/images/reliability.svg"
PAGE = ROOT / "docs/confidence.md"
FOLDS, RIDGE, RARE = 10, 6.0, 6
"""A feature that fewer claims have is not fitted."""


@dataclass(frozen=True, slots=True)
class Row:
    """A claim that can be judged: its story's number and prefix, the features that hold, and whether it is right."""

    story: int
    prefix: str
    features: tuple[str, ...]
    right: bool


def gather() -> list[Row]:
    """Every claim of the gold stories that can be judged."""
    seen: list[tuple[str, ...]] = []

    def note(features: list[str]) -> float:
        seen.append(tuple(features))
        return 0.5

    rows = []
    stories = gold_stories()
    with patch.object(stage, "confidence", note), patch.object(stage, "reason", lambda _: ""):
        for n, (story, doc) in enumerate(zip(stories, code_documents([s.story() for s in stories]), strict=True)):
            features = dict(zip((c.id for c in doc.claims), seen, strict=True))
            rows += [Row(n, story.prefix, features[c.id], right) for c, right in match(story, doc).labels()]
            seen.clear()
    return rows


# ---------------------------------------------------------------------------------------------------- the fit


def fit(rows: Sequence[Row]) -> dict[str, float]:
    """Weights by feature: logistic regression by Newton's method, with a ridge on all but "always"."""
    return logistic.fit([(r.features, r.right) for r in rows], ridge=RIDGE, rare=RARE)


def predict(weights: dict[str, float], r: Row) -> float:
    """As the coder does it: clipped and rounded."""
    with patch.object(module, "weights", lambda: weights):
        return module.confidence(list(r.features))


def held_out(rows: Sequence[Row]) -> list[float]:
    """The confidence of each row by weights fitted without its story."""
    out = [0.0] * len(rows)
    for fold in range(FOLDS):
        weights = fit([r for r in rows if r.story % FOLDS != fold])
        for k, r in enumerate(rows):
            if r.story % FOLDS == fold:
                out[k] = predict(weights, r)
    return out


def by_other_writers(rows: Sequence[Row]) -> list[float]:
    """The confidence of each row by weights fitted without the stories of its writer."""
    weights = {p: fit([r for r in rows if r.prefix != p]) for p in {r.prefix for r in rows}}
    return [predict(weights[r.prefix], r) for r in rows]


# --------------------------------------------------------------------------------------------- what it is worth


def measures(rows: Sequence[Row], told: Sequence[float]) -> list[str]:
    """A line of the table: claims, share right, errors, ranking, and what is told with 0.9 or more."""
    right = [r.right for r in rows]
    n, share = sure(told, right)
    figures = (sum(right) / len(right), calibration_error(told, right), brier(told, right), ranking(told, right))
    return [str(len(rows)), *(f"{x:.3f}" for x in figures), str(n), f"{share:.3f}"]


def cut(rows: Sequence[Row], told: Sequence[float], prefix: str) -> tuple[list[Row], list[float]]:
    """Those of one writer."""
    both = [(r, p) for r, p in zip(rows, told, strict=True) if r.prefix == prefix]
    return [r for r, _ in both], [p for _, p in both]


def table(head: Sequence[str], lines: Sequence[Sequence[object]]) -> str:
    """A table in Markdown."""
    cells = [head, ["---"] * len(head), *lines]
    return "\n".join("| " + " | ".join(str(c) for c in line) + " |" for line in cells)


def measure_table(rows: Sequence[Row]) -> str:
    """How well the figures hold: by folds, by writer, and by weights of the other writers' stories."""
    lines = []
    ways = (("ten folds over stories", held_out(rows)), ("fitted on the other writers", by_other_writers(rows)))
    for how, told in ways:
        for part in ("all", *sorted({r.prefix for r in rows})):
            lines.append([how, part, *measures(*((rows, told) if part == "all" else cut(rows, told, part)))])
    head = ("weights", "stories", "claims", "right", "ECE", "Brier", "AUC", "claims of 0.9 or more", "right of these")
    return table(head, lines)


def bin_table(rows: Sequence[Row], told: Sequence[float]) -> str:
    """The ten bins."""
    lines = [
        [f"{b.low:.1f} to {b.low + 0.1:.1f}", b.n, f"{b.told:.3f}", f"{b.right:.3f}"]
        for b in bins(told, [r.right for r in rows])
    ]
    return table(("confidence", "claims", "mean", "right"), lines)


def diagram(parts: Sequence[Bin]) -> str:
    """The reliability diagram: a dot a bin, its area the number of claims, and the diagonal where a dot should lie."""
    size, edge = 320, 44

    def at(v: float) -> float:
        return round(edge + v * size, 1)

    total, full = sum(b.n for b in parts), 2 * edge + size
    out = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {full} {full}" width="{full}" height="{full}" '
        'font-family="sans-serif" font-size="12" role="img">',
        "<title>Confidence told and share of claims right, by tenth</title>",
        f'<rect width="{full}" height="{full}" fill="#fff"/>',
        f'<rect x="{edge}" y="{edge}" width="{size}" height="{size}" fill="none" stroke="#999"/>',
        f'<line x1="{at(0)}" y1="{at(1)}" x2="{at(1)}" y2="{at(0)}" stroke="#999" stroke-dasharray="4 4"/>',
    ]
    for tick in (0, 0.25, 0.5, 0.75, 1):
        out.append(f'<text x="{at(tick)}" y="{at(1) + 16}" text-anchor="middle">{tick:g}</text>')
        out.append(f'<text x="{edge - 6}" y="{at(1 - tick) + 4}" text-anchor="end">{tick:g}</text>')
    for b in parts:
        radius = round(3 + 22 * (b.n / total) ** 0.5, 1)
        out.append(f'<circle cx="{at(b.told)}" cy="{at(1 - b.right)}" r="{radius}" fill="#3949ab" fill-opacity="0.55">'
                   f"<title>{b.n} claims: {b.told:.2f} told, {b.right:.2f} right</title></circle>")  # fmt: skip
    out += [
        f'<text x="{at(0.5)}" y="{full - 8}" text-anchor="middle">confidence</text>',
        f'<text x="12" y="{at(0.5)}" text-anchor="middle" transform="rotate(-90 12 {at(0.5)})">share right</text>',
        "</svg>",
    ]
    return "\n".join(out) + "\n"


def lines_of(weights: dict[str, float], rows: Sequence[Row]) -> str:
    """The data file."""
    have = Counter(f for r in rows for f in set(r.features))
    right = Counter(f for r in rows if r.right for f in set(r.features))
    head = (
        "# What a feature adds to the logit of a claim's being right; made by scripts/fit_confidence.py from the open\n"
        "# gold set, not by hand. A feature that is not here weighs nothing. Last columns: claims with it, share right.\n"
    )
    order = sorted(weights, key=lambda f: (f != "always", f))
    return head + "".join(f"{f}\t{weights[f]:.2f}\t{have[f]}\t{right[f] / have[f]:.2f}\n" for f in order)


def main() -> int:
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("--check", action="store_true", help="print the tables and write nothing")
    check = ap.parse_args().check
    rows = gather()
    told = held_out(rows)
    measured, binned = measure_table(rows), bin_table(rows, told)
    print(measured, binned, sep="\n\n")
    if check:
        return 0
    TSV.write_text(lines_of(fit(rows), rows), "utf-8")
    SVG.write_text(diagram(bins(told, [r.right for r in rows])), "utf-8")
    page = PAGE.read_text("utf-8")
    for name, text in (("measured", measured), ("bins", binned)):
        page = re.sub(
            rf"(<!-- {name} -->\n).*?(<!-- end -->)", lambda m, t=text: m[1] + t + "\n" + m[2], page, flags=re.S
        )
    PAGE.write_text(page, "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
