"""PLOVER's categories, quads, scores and modes (Open Event Data Alliance, manual 0.8), from data/plover.tsv."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import files


@dataclass(frozen=True, slots=True)
class Category:
    """A category: quad code 1-4, its score, and the score of each of its modes (None where the manual gives none)."""

    name: str
    quad: int
    score: float
    modes: dict[str, float | None]


@cache
def categories() -> dict[str, Category]:
    """All categories of the ontology by name."""
    out: dict[str, Category] = {}
    for line in files("dragoman.code").joinpath("data/plover.tsv").read_text("utf-8").splitlines()[1:]:
        if not line or line.startswith("#"):
            continue
        name, quad, score, modes = line.split("\t")
        pairs = (m.split("=") for m in modes.split())
        out[name] = Category(name, int(quad), float(score), {m: float(v) if v else None for m, v in pairs})
    return out


def scale(event: str, modes: tuple[str, ...]) -> float:
    """The conflict-cooperation score of an event: that of its most extreme mode, else that of its category."""
    category = categories()[event]
    scores = [s for m in modes if (s := category.modes.get(m)) is not None]
    return max(scores, key=abs) if scores else category.score
