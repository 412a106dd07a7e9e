"""Running totals as a matrix of source by date, and as a step chart with one line a source.

A total that is known holds until the same source gives another one: hence steps, and no line is drawn beyond the last
figure. New harm never stands on this axis (see :mod:`dragoman.serve.shape.harm`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from dragoman.query.countries import country_name
from dragoman.serve.shape.scale import Days, Tick, count_ticks, days_over, interval, number, spread

LINES = 6
"""Lines that can be told apart by dash, mark and colour."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One figure of a series. ``change``: ``lowered`` or ``restated``, from ``before``."""

    claim: str
    as_of: str | None
    reported: str | None
    label: str
    low: float
    change: str | None = None
    before: str | None = None
    words: str | None = None

    def to_dict(self) -> dict[str, Any]:
        return {"claim": self.claim, "as_of": self.as_of, "reported": self.reported, "figure": self.label,
                "change": self.change, "before": self.before}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Row:
    """One series: a source's running total of one kind of harm to one population from one start."""

    id: str
    source: str
    of: str
    since: str | None
    cells: Mapping[str, tuple[Cell, ...]]
    latest: Cell
    falls: int

    def to_dict(self) -> dict[str, Any]:
        return {
            "id": self.id, "source": self.source, "of": self.of, "since": self.since,
            "points": [c.to_dict() for day in self.cells for c in self.cells[day]],
        }  # fmt: skip


NO_DATE = "no date"


@dataclass(frozen=True, slots=True)
class Matrix:
    """Rows by columns of dates, the last of them (where there is one) being :data:`NO_DATE`."""

    columns: tuple[str, ...]
    rows: tuple[Row, ...]

    def to_dict(self) -> dict[str, Any]:
        return {"dates": list(self.columns), "series": [r.to_dict() for r in self.rows]}


def kinds(series: Iterable[Mapping[str, Any]]) -> dict[str, int]:
    """Kinds of harm with how many series each has, most first."""
    out: dict[str, int] = {}
    for s in series:
        out[s["kind"]] = out.get(s["kind"], 0) + 1
    return dict(sorted(out.items(), key=lambda kv: (-kv[1], kv[0])))


_OF_NOBODY = frozenset(
    "dead deaths death lives life fatalities casualties victims toll bodies wounded injuries".split()
)


def of_words(s: Mapping[str, Any]) -> str:
    """What a series counts: ``Kyrgyz civilians killed``, as far as is told."""
    whose = s.get("affiliation") or {}
    country = country_name(whose.get("code")) or whose.get("code")
    what = s.get("what")
    if not what or what.lower() in _OF_NOBODY:
        what = "people"
    return " ".join(filter(None, (what, s["kind"], f"({country})" if country else None)))


def matrix(series: Sequence[Mapping[str, Any]]) -> Matrix:
    """The series as rows. All of ``series`` should count the same kind."""
    days = sorted({p["as_of"] for s in series for p in s["points"] if p["as_of"]})
    undated = any(p["as_of"] is None for s in series for p in s["points"])
    return Matrix((*days, *([NO_DATE] if undated else [])), tuple(_row(s) for s in series))


def _row(s: Mapping[str, Any]) -> Row:
    revised = {(r["to"]["claim"], r["to"]["as_of"], _low(r["to"])): r for r in s["revisions"]}
    cells: dict[str, list[Cell]] = {}
    flat = []
    for p in s["points"]:
        r = revised.get((p["claim"], p["as_of"], _low(p)))
        c = Cell(
            p["claim"], p["as_of"], p["reported"], interval(p["min"], p["max"], p["value"]), _low(p),
            r and r["kind"], None if r is None else interval(r["from"]["min"], r["from"]["max"], r["from"]["value"]),
            r and r["sentence"],
        )  # fmt: skip
        cells.setdefault(p["as_of"] or NO_DATE, []).append(c)
        flat.append(c)
    dated = [c for c in flat if c.as_of] or flat
    return Row(
        s["id"], s["source"], of_words(s), s["since"], {d: tuple(cs) for d, cs in cells.items()}, dated[-1],
        sum(c.change == "lowered" for c in flat),
    )  # fmt: skip


def _low(p: Mapping[str, Any]) -> float:
    return float(p["value"] if p["value"] is not None else p["min"] or 0)


@dataclass(frozen=True, slots=True)
class Step:
    """One point of a line, with the level run to the next point. ``fall``: it stands below the one before."""

    x: float
    y: float
    to: float | None
    rise: float | None
    """Where the next point's level is; None at the end."""
    cell: Cell
    fall: bool


@dataclass(frozen=True, slots=True)
class Line:
    """One source's line: its number decides dash, mark and colour."""

    number: int
    row: Row
    steps: tuple[Step, ...]
    label_y: float


@dataclass(frozen=True, slots=True)
class StepChart:
    """``height`` in pixels; ``x`` in percent, ``y`` in pixels from above."""

    height: int
    days: tuple[Tick, ...]
    counts: tuple[Tick, ...]
    lines: tuple[Line, ...]
    left_out: int


def step_chart(found: Matrix, height: int = 260) -> StepChart | None:
    """The chart of a matrix; None where no series has two dated figures: there is no course to be seen. Series beyond :data:`LINES`, those with the fewest points,
    are left to the table."""
    drawn = sorted(
        (r for r in found.rows if any(c.as_of for cs in r.cells.values() for c in cs)),
        key=lambda r: -sum(len(cs) for cs in r.cells.values()),
    )
    shown = [r for r in found.rows if r in drawn[:LINES]]
    axis = days_over(c for c in found.columns if c != NO_DATE)
    if axis is None or all(sum(c.as_of is not None for cs in r.cells.values() for c in cs) < 2 for r in shown):
        return None
    top = count_ticks(max(c.low for r in shown for cs in r.cells.values() for c in cs if c.as_of))

    def y(count: float) -> float:
        return round(height - height * count / top[-1], 1)

    steps = [_steps(r, axis, y) for r in shown]
    labels = spread([s[-1].y for s in steps], 15)
    over = max(labels) - (height - 2)
    labels = [v - over for v in labels] if over > 0 else labels
    lines = tuple(
        Line(n, r, tuple(s), round(at, 1)) for n, (r, s, at) in enumerate(zip(shown, steps, labels, strict=True), 1)
    )
    counts = tuple(Tick(y(t), number(t)) for t in top)
    return StepChart(height, tuple(axis.ticks()), counts, lines, len(drawn) - len(shown))


def _steps(row: Row, axis: Days, y: Any) -> list[Step]:
    cells = [c for cs in row.cells.values() for c in cs if c.as_of]
    cells.sort(key=lambda c: (c.as_of or "", c.reported or ""))
    places = [(axis.at(date.fromisoformat((c.as_of or "")[:10])), y(c.low)) for c in cells]
    out = []
    for n, (c, (x, level)) in enumerate(zip(cells, places, strict=True)):
        last = n + 1 == len(cells)
        out.append(Step(
            x, level, None if last else places[n + 1][0], None if last else places[n + 1][1], c,
            n > 0 and level > places[n - 1][1],
        ))  # fmt: skip
    return out
