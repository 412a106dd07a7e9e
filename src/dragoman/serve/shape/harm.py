"""New harm: figures told of single happenings, by source and day. They are never added up and never drawn on the axis
of running totals: two sources that count the dead of one day count the same dead."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from dragoman.serve.shape.scale import Tick, count_ticks, days_from, days_over, interval, number, period
from dragoman.store import Ledger

TOLD = ("asserted", "alleged")
MOST = 400
"""Figures read at once; the latest."""

_SOURCE = (
    "coalesce((SELECT coalesce(a.name, a.words) FROM claim_attribution x JOIN attributions a USING (document, attribution)"
    " WHERE x.document = c.document AND x.claim = c.claim AND coalesce(a.name, a.words) IS NOT NULL"
    " ORDER BY x.position LIMIT 1), d.outlet, d.agency, 'the story “' || coalesce(d.headline, d.id) || '”')"
)


@dataclass(frozen=True, slots=True)
class Figure:
    """One count of one story."""

    claim: str
    day: str | None
    until: str | None
    source: str
    place: str | None
    country: str | None
    words: str
    value: float | None
    min: float | None
    max: float | None

    @property
    def when(self) -> str:
        """The day, month or year that it is told of."""
        return period(self.day, self.until)

    @property
    def label(self) -> str:
        return interval(self.min, self.max, self.value)

    @property
    def low(self) -> float:
        return float(self.value if self.value is not None else self.min or 0)

    def to_dict(self) -> dict[str, Any]:
        return {
            "claim": self.claim, "date": self.day, "enddate": self.until, "source": self.source, "place": self.place, "value": self.value,
            "min": self.min, "max": self.max, "words": self.words,
        }  # fmt: skip


@dataclass(frozen=True, slots=True)
class Asked:
    """Which figures of new harm: of one kind, as told by a source, at a place (a country's code or a name), between days."""

    kind: str
    source: str = ""
    place: str = ""
    first: str = ""
    last: str = ""

    def conditions(self) -> tuple[str, list[Any]]:
        """As a condition over the tables of :data:`_BY_KIND`, with its values."""
        conditions = ["q.kind = ?", "q.scope = 'incident'", "q.part_of IS NULL",
                      "(q.value IS NOT NULL OR q.min IS NOT NULL)", f"c.factuality IN {TOLD}"]  # fmt: skip
        values: list[Any] = [self.kind]
        for condition, given in (
            (f"{_SOURCE} = ?", self.source), ("? IN (g.country_code, g.resolved_place)", self.place),
            ("c.date >= ?", self.first), ("c.date <= ?", self.last),
        ):  # fmt: skip
            if given:
                conditions.append(condition)
                values.append(given)
        return " AND ".join(conditions), values


_PLACES = " LEFT JOIN event_locations g ON g.document = c.document AND g.claim = c.claim"
_BY_KIND = (
    "quantities q CROSS JOIN claims c ON c.document = q.document AND c.claim = q.claim"
    " CROSS JOIN current_documents d ON d.document = q.document" + _PLACES
)
_BY_DAY = (
    "claims c CROSS JOIN quantities q ON q.document = c.document AND q.claim = c.claim"
    " CROSS JOIN current_documents d ON d.document = c.document" + _PLACES
)
_FEW = 5_000
"""Figures of a kind that are sorted; where there are more, claims are gone through from the latest day on."""


def figures_told(ledger: Ledger, asked: Asked) -> list[Figure]:
    """Figures of new harm by day, undated ones last; only the latest :data:`MOST` are read."""
    told, values = asked.conditions()
    ((many,),) = ledger.select(
        "SELECT count(*) FROM (SELECT 1 FROM quantities WHERE kind = ? LIMIT ?)", (asked.kind, _FEW)
    )
    tables, found = _BY_DAY if many == _FEW else _BY_KIND, list[Figure]()
    for dated in ("c.date IS NOT NULL", "c.date IS NULL"):
        rows = ledger.select(
            f"SELECT c.id, c.date, c.enddate, {_SOURCE}, coalesce(g.resolved_place, g.words), g.country_code, q.words, q.value,"
            f" q.min, q.max FROM {tables} WHERE {told} AND {dated} ORDER BY c.date DESC, c.document, c.claim LIMIT ?",
            (*values, MOST - len(found)),
        )
        found += [Figure(*row) for row in rows]
        if len(found) == MOST:
            break
    found.sort(key=lambda f: (f.day is None, f.day or "", f.source))
    return found


def count_told(ledger: Ledger, asked: Asked) -> int:
    """How many there are in all."""
    told, values = asked.conditions()
    return int(ledger.select(f"SELECT count(*) FROM {_BY_KIND} WHERE {told}", values)[0][0])


def kinds_told(ledger: Ledger) -> list[tuple[str, int]]:
    """Kinds of harm with how many figures each has, most first."""
    return ledger.select(  # type: ignore[return-value]
        "SELECT q.kind, count(*) FROM quantities q JOIN current_documents USING (document) WHERE q.scope = 'incident'"
        " AND q.kind NOT IN ('money', 'area', 'share', 'other') GROUP BY 1 ORDER BY 2 DESC, 1"
    )


def by_source(found: Iterable[Figure]) -> dict[str, dict[str, list[Figure]]]:
    """Source to day (or month, year, "no date") to figures; sources with most figures first."""
    out: dict[str, dict[str, list[Figure]]] = {}
    for f in found:
        out.setdefault(f.source, {}).setdefault(f.when, []).append(f)
    return dict(sorted(out.items(), key=lambda kv: (-sum(map(len, kv[1].values())), kv[0])))


@dataclass(frozen=True, slots=True)
class Mark:
    """A figure on the chart: ``x`` percent; ``y`` and the range's ends in pixels from above."""

    number: int
    x: float
    y: float
    top: float
    bottom: float
    figure: Figure


@dataclass(frozen=True, slots=True)
class HarmChart:
    """Marks by source. ``legend``: mark number and source."""

    height: int
    days: tuple[Tick, ...]
    counts: tuple[Tick, ...]
    marks: tuple[Mark, ...]
    legend: tuple[tuple[int, str], ...]
    left_out: int


def harm_chart(sources: Mapping[str, Mapping[str, Sequence[Figure]]], height: int = 220) -> HarmChart | None:
    """The chart; None where nothing has a day. Sources beyond six, and figures of more than a month, are left to the
    table."""
    dated = {
        s: [f for fs in days.values() for f in fs if f.day and days_from(f.day, f.until) <= 31]
        for s, days in sources.items()
    }
    dated = {s: fs for s, fs in dated.items() if fs}
    shown = dict(list(dated.items())[:6])
    axis = days_over(f.day for fs in shown.values() for f in fs)
    if axis is None:
        return None
    top = count_ticks(max(max(f.low, f.max or 0) for fs in shown.values() for f in fs))

    def y(count: float) -> float:
        return round(height - height * count / top[-1], 1)

    marks = [
        Mark(n, axis.at(date.fromisoformat((f.day or "")[:10])), y(f.low),
             y(f.max if f.max is not None else f.low), y(f.min if f.min is not None else f.low), f)
        for n, fs in enumerate(shown.values(), 1) for f in fs
    ]  # fmt: skip
    return HarmChart(
        height, tuple(axis.ticks()), tuple(Tick(y(t), number(t)) for t in top), tuple(marks),
        tuple(enumerate(shown, 1)), len(dated) - len(shown),
    )  # fmt: skip
