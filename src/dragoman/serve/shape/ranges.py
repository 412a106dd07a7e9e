"""Figures by source as ranges on one axis a kind of harm."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from dragoman.serve.shape.scale import Tick, count_ticks, interval
from dragoman.serve.shape.told import Told


@dataclass(frozen=True, slots=True)
class RangeRow:
    """One source's figure. ``left``, ``right``, ``at`` are percent; ``open``: there is no bound above."""

    source: str
    claim: str
    label: str
    left: float
    right: float
    at: float | None
    open: bool
    revised: bool
    told: Told | None

    @property
    def words(self) -> str | None:
        """The figure as the story has it."""
        return None if self.told is None else ", ".join(
            q["words"] for q in self.told.quantities if q["part_of"] is None
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class RangeChart:
    """All figures of one kind. ``left`` and ``right``: the range over sources."""

    kind: str
    label: str
    left: float
    right: float
    ticks: tuple[Tick, ...]
    rows: tuple[RangeRow, ...]

    @property
    def table(self) -> list[tuple[str, ...]]:
        """Source, figure, words, standing."""
        return [(r.source, r.label, r.words or "", "revised" if r.revised else "stands") for r in self.rows]

    def to_dict(self) -> dict[str, Any]:
        return {
            "kind": self.kind, "range": self.label,
            "by": [{"source": r.source, "claim": r.claim, "figure": r.label, "revised": r.revised} for r in self.rows],
        }  # fmt: skip


def range_charts(figures: Sequence[Mapping[str, Any]], told: Mapping[str, Told]) -> list[RangeChart]:
    """A chart for each entry of an incident's ``figures``."""
    return [_chart(f, told) for f in figures]


def _chart(f: Mapping[str, Any], told: Mapping[str, Told]) -> RangeChart:
    known = [x for by in f["by"] for x in (by["min"], by["max"], by["value"]) if x is not None]
    ticks = count_ticks(max(known, default=0))
    top = ticks[-1]

    def at(x: float) -> float:
        return round(100 * x / top, 2)

    rows = []
    for by in f["by"]:
        low, high, value = by["min"], by["max"], by["value"]
        rows.append(RangeRow(
            by["source"], by["claim"], interval(low, high, value), at(low or 0), 100.0 if high is None else at(high),
            None if value is None else at(value), high is None, bool(by.get("revised")), told.get(by["claim"]),
        ))  # fmt: skip
    return RangeChart(
        f["kind"], interval(f["min"], f["max"]), at(f["min"]), at(f["max"]),
        tuple(Tick(at(t), f"{t:,.0f}", n % 2 == 1) for n, t in enumerate(ticks)), tuple(rows),
    )  # fmt: skip
