"""A logistic regression with a ridge, by Newton's method, over features that hold or do not."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np


def fit(rows: Sequence[tuple[Sequence[str], bool]], *, ridge: float, rare: int) -> dict[str, float]:
    """Weights in logits by feature, rounded to hundredths. ``always`` is the constant, on which no ridge lies; a feature
    that fewer than ``rare`` rows have is not fitted."""
    have = Counter(f for features, _ in rows for f in set(features))
    names = ["always", *sorted(f for f, n in have.items() if n >= rare and f != "always")]
    at = {f: k for k, f in enumerate(names)}
    x = np.zeros((len(rows), len(names)))
    for k, (features, _) in enumerate(rows):
        for f in features:
            if f in at:
                x[k, at[f]] = 1
    y = np.array([right for _, right in rows], float)
    w, penalty = np.zeros(len(names)), np.full(len(names), ridge)
    penalty[0] = 1e-6
    for _ in range(30):
        p = 1 / (1 + np.exp(-x @ w))
        step = np.linalg.solve((x * (p * (1 - p))[:, None]).T @ x + np.diag(penalty), x.T @ (y - p) - penalty * w)
        w += step
        if np.abs(step).max() < 1e-9:
            break
    return {f: round(float(v), 2) for f, v in zip(names, w, strict=True)}
