"""How well told shares hold: ten bins, the expected calibration error, and what is told with 0.9 or more."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

SURE = 0.9


@dataclass(frozen=True, slots=True)
class Bin:
    """Claims whose confidence lies in one tenth: how many, their mean confidence, the share of them that is right."""

    low: float
    n: int
    told: float
    right: float


def bins(told: Sequence[float], right: Sequence[bool]) -> list[Bin]:
    """Ten bins of equal width, 1 in the last; empty ones are left out."""
    out = []
    for k in range(10):
        here = [(p, y) for p, y in zip(told, right, strict=True) if min(9, int(p * 10 + 1e-9)) == k]
        if here:
            n = len(here)
            out.append(Bin(k / 10, n, sum(p for p, _ in here) / n, sum(y for _, y in here) / n))
    return out


def calibration_error(told: Sequence[float], right: Sequence[bool]) -> float:
    """The mean distance of told and right over the bins, each weighed by its claims; 0 for none."""
    return sum(b.n * abs(b.told - b.right) for b in bins(told, right)) / max(1, len(told))


def brier(told: Sequence[float], right: Sequence[bool]) -> float:
    """The mean square of what was told less what was so."""
    return sum((p - y) ** 2 for p, y in zip(told, right, strict=True)) / max(1, len(told))


def ranking(told: Sequence[float], right: Sequence[bool]) -> float:
    """How often a right claim is told with more than a wrong one (area under the ROC curve); ties count half."""
    good = [p for p, y in zip(told, right, strict=True) if y]
    bad = [p for p, y in zip(told, right, strict=True) if not y]
    return sum((g > b) + (g == b) / 2 for g in good for b in bad) / max(1, len(good) * len(bad))


def sure(told: Sequence[float], right: Sequence[bool]) -> tuple[int, float]:
    """How many claims are told with 0.9 or more, and the share of them that is right (0 for none)."""
    here = [y for p, y in zip(told, right, strict=True) if p >= SURE]
    return len(here), sum(here) / max(1, len(here))
