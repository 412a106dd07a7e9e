"""Cooperation and conflict between two countries by month, apart for each side's sources and for those of no party.

Every month between the first and the last is there, also where nothing is told. What is counted are claims; cooperation
stands above the line and conflict below it, and neither is set off against the other.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from dragoman.serve.shape.scale import Tick, count_ticks, month_label, months_between
from dragoman.store import Ledger

TOLD = ("asserted", "alleged")
WHOSE = ("a", "b", "other", "none")
"""Who says so: a source of the one, of the other, of a third party, or nobody but the story itself."""


@dataclass(frozen=True, slots=True)
class Counted:
    """How many claims of a month are of which kind: verbal and material, cooperation and conflict."""

    month: str
    verbal_cooperation: int = 0
    material_cooperation: int = 0
    verbal_conflict: int = 0
    material_conflict: int = 0

    @property
    def cooperation(self) -> int:
        return self.verbal_cooperation + self.material_cooperation

    @property
    def conflict(self) -> int:
        return self.verbal_conflict + self.material_conflict

    def to_dict(self) -> dict[str, Any]:
        return {
            "month": self.month, "verbal_cooperation": self.verbal_cooperation,
            "material_cooperation": self.material_cooperation, "verbal_conflict": self.verbal_conflict,
            "material_conflict": self.material_conflict,
        }  # fmt: skip


_QUAD = {1: "verbal_cooperation", 2: "material_cooperation", 3: "verbal_conflict", 4: "material_conflict"}

Row = tuple[str | None, int, str, int]
"""Month (None: no date, or more than one month), quad code, whose source, how many."""


_WHOSE = (
    "coalesce((SELECT CASE s.code WHEN :a THEN 'a' WHEN :b THEN 'b' ELSE 'other' END FROM claim_attribution x"
    " JOIN attributions s USING (document, attribution) WHERE x.document = c.document AND x.claim = c.claim"
    " ORDER BY x.position LIMIT 1), 'none')"
)
_MONTH = "CASE WHEN substr(c.date, 1, 7) = substr(coalesce(c.enddate, c.date), 1, 7) THEN substr(c.date, 1, 7) END"
"""None for what has no date, or goes on over more than one month."""
_BETWEEN = (
    " FROM (SELECT document, claim FROM parties WHERE role = 'actor' AND code IN (:a, :b) GROUP BY 1, 2)"
    " JOIN claims c USING (document, claim) JOIN current_documents d USING (document)"
    " WHERE c.quad_code IS NOT NULL AND c.factuality IN ('asserted', 'alleged')"
    " AND EXISTS (SELECT 1 FROM parties p JOIN parties r ON r.document = p.document AND r.claim = p.claim"
    " WHERE p.document = c.document AND p.claim = c.claim AND p.role = 'actor' AND r.role IN ('actor', 'recipient')"
    " AND ((p.code = :a AND r.code = :b) OR (p.code = :b AND r.code = :a)))"
)
"""Claims of which one of the two is an actor and the other the recipient, or an actor too (they met, they clashed)."""


def dyad_rows(ledger: Ledger, a: str, b: str, *, first: str = "", last: str = "") -> list[Row]:
    """Claims between two codes, either way, that are told as having happened, counted."""
    values = {"a": a, "b": b, "first": first, "last": last}
    window = (" AND c.date >= :first" if first else "") + (" AND c.date <= :last" if last else "")
    return ledger.select(  # type: ignore[return-value]
        f"SELECT {_MONTH}, c.quad_code, {_WHOSE}, count(*){_BETWEEN}{window} GROUP BY 1, 2, 3", values
    )


def dyad_claims(
    ledger: Ledger, a: str, b: str, *, month: str | None, whose: str = "", limit: int = 50
) -> tuple[list[str], int]:
    """Ids of the claims behind a month's bar (None: those of no single month), by day, and how many there are in all."""
    values: dict[str, Any] = {"a": a, "b": b, "month": month, "whose": whose, "limit": limit}
    where = _BETWEEN + (f" AND {_MONTH} IS NULL" if month is None else f" AND {_MONTH} = :month")
    if whose in WHOSE:
        where += f" AND {_WHOSE} = :whose"
    rows = ledger.select(f"SELECT c.id{where} ORDER BY c.date, c.document, c.claim LIMIT :limit", values)
    total = ledger.select(f"SELECT count(*){where}", values)[0][0]
    return [i for (i,) in rows], total


def top_dyads(ledger: Ledger, *, limit: int = 200) -> list[tuple[str, str, int, int, str | None, str | None]]:
    """Pairs of codes with how many claims of cooperation and of conflict, and the first and last day; most told
    first. The codes of a pair are in alphabetical order, so each pair is there once."""
    return ledger.select(  # type: ignore[return-value]
        "SELECT min(p.code, r.code), max(p.code, r.code), sum(c.quad_code IN (1, 2)), sum(c.quad_code IN (3, 4)),"
        " min(c.date), max(c.date)"
        " FROM parties p JOIN parties r ON r.document = p.document AND r.claim = p.claim"
        " JOIN claims c ON c.document = p.document AND c.claim = p.claim JOIN current_documents d ON d.document = c.document"
        " WHERE p.role = 'actor' AND p.code IS NOT NULL AND r.code IS NOT NULL AND p.code <> r.code"
        " AND (r.role = 'recipient' OR (r.role = 'actor' AND r.position > p.position))"
        " AND c.quad_code IS NOT NULL AND c.factuality IN ('asserted', 'alleged')"
        " GROUP BY 1, 2 ORDER BY count(*) DESC, 1, 2 LIMIT ?",
        (limit,),
    )


@dataclass(frozen=True, slots=True)
class Series:
    """One side's sources: every month, and what has no date."""

    whose: str
    label: str
    months: tuple[Counted, ...]
    undated: Counted

    @property
    def total(self) -> int:
        return sum(m.cooperation + m.conflict for m in (*self.months, self.undated))

    def to_dict(self) -> dict[str, Any]:
        return {"sources": self.label, "months": [m.to_dict() for m in self.months], "undated": self.undated.to_dict()}


def month_series(rows: Iterable[Row], labels: dict[str, str], *, first: str = "", last: str = "") -> list[Series]:
    """Zero-filled series by whose sources, all over the same months. ``first`` and ``last`` widen the months."""
    given = [(m, q, w, n) for m, q, w, n in rows if q in _QUAD]
    known = sorted({m for m, *_ in given if m} | {d[:7] for d in (first, last) if d})
    months = (
        [d.isoformat()[:7] for d in months_between(date.fromisoformat(known[0] + "-01"),
                                                   date.fromisoformat(known[-1] + "-01"))] if known else []
    )  # fmt: skip
    counted = {w: {m: Counted(m or "") for m in (*months, None)} for w in WHOSE}
    for m, q, w, n in given:
        was = counted[w][m]
        counted[w][m] = replace(was, **{_QUAD[q]: getattr(was, _QUAD[q]) + n})
    return [Series(w, labels[w], tuple(counted[w][m] for m in months), counted[w][None]) for w in WHOSE]


@dataclass(frozen=True, slots=True)
class Bar:
    """A month's bar: cooperation from ``up`` to the line, conflict from the line to ``down``; of each the material part
    is nearest the line. Pixels from above; ``x`` and ``width`` in percent."""

    x: float
    width: float
    up: float
    up_material: float
    down_material: float
    down: float
    counted: Counted


@dataclass(frozen=True, slots=True)
class Panel:
    """One side's chart. All panels of a page share their axes."""

    series: Series
    height: int
    line: float
    bars: tuple[Bar, ...]
    months: tuple[Tick, ...]
    counts: tuple[Tick, ...]


def panels(found: Sequence[Series], height: int = 130) -> list[Panel]:
    """Charts one below another, of those who say anything; the counts share one scale."""
    shown = [s for s in found if s.total] or list(found[:2])
    most = max((max(m.cooperation, m.conflict) for s in shown for m in s.months), default=0)
    ticks = count_ticks(most, 2)
    line = height / 2
    return [_panel(s, height, line, ticks) for s in shown]


def _panel(s: Series, height: int, line: float, ticks: Sequence[float]) -> Panel:
    count = max(1, len(s.months))
    width = 100 / count

    def up(n: float) -> float:
        return round(line - line * n / ticks[-1], 1)

    bars = tuple(
        Bar(round(k * width + width * 0.12, 3), round(width * 0.76, 3), up(m.cooperation), up(m.material_cooperation),
            height - up(m.material_conflict), height - up(m.conflict), m)
        for k, m in enumerate(s.months)
    )  # fmt: skip
    every = max(1, -(-count // 8))
    months = tuple(
        Tick(round((k + 0.5) * width, 2), month_label(m.month), (k // every) % 2 == 1)
        for k, m in enumerate(s.months)
        if k % every == 0
    )
    counts = tuple(Tick(up(t), f"{t:,.0f}") for t in ticks)
    below = tuple(Tick(height - up(t), f"{t:,.0f}") for t in ticks[1:])
    return Panel(s, height, line, bars, months, counts + below)
