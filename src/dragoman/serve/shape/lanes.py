"""An agreement as lanes: what was told of each stage, in order, with breaches and who alleges them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from dragoman.query.countries import country_name
from dragoman.serve.shape.scale import Tick, days_over, period
from dragoman.serve.shape.told import Told

STAGES = ("proposed", "rejected", "announced", "agreed", "in force", "extended", "breach alleged", "ended")
_ALWAYS = frozenset(STAGES) - {"rejected", "extended"}
"""Lanes that are shown empty too: that nothing was told of it is worth seeing."""


@dataclass(frozen=True, slots=True)
class Station:
    """One telling of one stage. ``x``: percent on the strip, None without a day."""

    stage: str
    day: str | None
    time: str | None
    told: Told | None
    claim: str
    factuality: str
    x: float | None = None
    by: tuple[str, ...] = ()
    alleged_by: str | None = None
    count: int | None = None

    @property
    def when(self) -> str:
        """Its time as it is told: a day, a month, from when to when; ``no date``."""
        return period(self.day, self.told.enddate if self.told and self.told.date == self.day else None)

    def to_dict(self) -> dict[str, Any]:
        out: dict[str, Any] = {
            "stage": self.stage, "date": self.day, "when": self.when if self.day else None, "claim": self.claim, "factuality": self.factuality,
            "source": self.told.source if self.told else None,
        }  # fmt: skip
        if self.stage == "breach alleged":
            out |= {"by": list(self.by), "alleged_by": self.alleged_by, "count": self.count}
        return out


@dataclass(frozen=True, slots=True)
class Lane:
    """A stage with its stations, dated ones first."""

    stage: str
    stations: tuple[Station, ...]


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of the strip: ``in force`` from ``left`` to ``right`` (percent)."""

    left: float
    right: float
    open: bool
    """No end is told: it is drawn to the last thing that is told, no further."""


@dataclass(frozen=True, slots=True)
class Agreed:
    """One agreement, ready to be shown."""

    id: str
    type: str
    title: str
    parties: tuple[str, ...]
    mediators: tuple[str, ...]
    status: str
    announced: str | None
    in_force: str | None
    ends: str | None
    lanes: tuple[Lane, ...]
    ticks: tuple[Tick, ...]
    span: Span | None
    breaches: int

    @property
    def days(self) -> int:
        """How many days something is told of."""
        return len({s.day for s in self.stations if s.day})

    def told_of(self, day: str) -> str:
        """``2024-05`` for a first day that is only told as the month's."""
        found = {s.when for s in self.stations if s.day == day}
        return day if day in found or not found else min(found, key=len)

    @property
    def stations(self) -> list[Station]:
        return [s for lane in self.lanes for s in lane.stations]

    def to_dict(self) -> dict[str, Any]:
        return {
            "id": self.id, "type": self.type, "parties": list(self.parties), "mediators": list(self.mediators),
            "status": self.status, "announced": self.announced, "in_force": self.in_force, "ends": self.ends,
            "steps": [s.to_dict() for s in self.stations],
        }  # fmt: skip


def agreed(a: Mapping[str, Any], told: Mapping[str, Told]) -> Agreed:
    """The view of one agreement with its claims."""
    stations = [_station(c["stage"], told.get(c["claim"]), c["claim"]) for c in a["claims"]]
    for b in a["breaches"]:
        t = told.get(b["claim"])
        stations.append(Station(
            "breach alleged", b["date"], None, t, b["claim"], b["factuality"], None,
            tuple(x or "a party that is not named" for x in b["by"]), b["alleged_by"], b["count"],
        ))  # fmt: skip
    axis = days_over([s.day for s in stations] + [a["ends"]])
    if axis is not None:
        stations = [_placed(s, axis.at(date.fromisoformat(s.day[:10]))) if s.day else s for s in stations]
    lanes = tuple(
        Lane(
            stage, tuple(sorted((s for s in stations if s.stage == stage), key=lambda s: (s.day is None, s.day or "")))
        )
        for stage in STAGES
        if stage in _ALWAYS or any(s.stage == stage for s in stations)
    )
    span = None
    if axis is not None and a["in_force"]:
        left = axis.at(date.fromisoformat(a["in_force"][:10]))
        right = axis.at(date.fromisoformat(a["ends"][:10])) if a["ends"] else 100.0
        span = Span(left, max(left, right), a["ends"] is None)
    parties = tuple(_party(p) for p in a["parties"])
    title = a["type"].capitalize() + (f": {' and '.join(parties)}" if parties else ", parties not told")
    return Agreed(
        a["id"], a["type"], title, parties, tuple(str(m["name"]) for m in a["mediators"]), a["status"], a["announced"],
        a["in_force"], a["ends"], lanes, tuple(axis.ticks(6)) if axis else (), span, len(a["breaches"]),
    )  # fmt: skip


def _station(stage: str, t: Told | None, claim: str) -> Station:
    return Station(stage, t.date if t else None, None, t, claim, t.factuality if t else "asserted")


def _placed(s: Station, x: float) -> Station:
    return Station(s.stage, s.day, s.time, s.told, s.claim, s.factuality, x, s.by, s.alleged_by, s.count)


def _party(p: Mapping[str, Any]) -> str:
    name = p["name"] or country_name(p["code"]) or p["code"] or "a party that is not named"
    rebel = {"REB", "UAF"} & set(p["sector"])
    return f"{name}, armed opposition" if rebel and not p["name"] else str(name)
