"""An incident in a row, as lists and maps need it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec

from dragoman.query.countries import country_name
from dragoman.serve.shape.scale import days_from, interval, period

QUADS = {
    "AGREE": 1, "CONSULT": 1, "SUPPORT": 1, "CONCEDE": 1, "COOPERATE": 2, "AID": 2, "RETREAT": 2, "REQUEST": 3,
    "ACCUSE": 3, "REJECT": 3, "THREATEN": 3, "PROTEST": 4, "SANCTION": 4, "MOBILIZE": 4, "COERCE": 4, "ASSAULT": 4,
}  # fmt: skip


class IncidentRow(msgspec.Struct, frozen=True, array_like=True):
    """An incident as lists and maps need it."""

    id: str
    event: str | None
    mode: tuple[str, ...]
    actor: str
    recipient: str
    codes: frozenset[str]
    date: str | None
    enddate: str | None
    place: str | None
    country: str | None
    lat: float | None
    lon: float | None
    resolution: int | None
    feature: str | None
    grade: str
    grade_why: str
    claims: int
    sources: tuple[str, ...]
    contradictions: int
    figures: tuple[tuple[str, str], ...]
    members: tuple[str, ...] = ()
    """Ids of its claims."""
    made_of: str = ""
    """Its episodes, by document row, claims and the root of copies: as long as they are these, nothing of it changes."""

    @property
    def placed(self) -> bool:
        """Can it stand on a map?"""
        return self.lat is not None and self.lon is not None

    @property
    def dated(self) -> bool:
        """Is it told by the day, or by a time of not more than a month?"""
        if self.date is None:
            return False
        return self.enddate in (None, self.date) or days_from(self.date, self.enddate) <= 31

    @property
    def when(self) -> str:
        """Its time as it is told: a day, a month, a year, or from when to when."""
        return period(self.date, self.enddate)

    @property
    def quad(self) -> int | None:
        return QUADS.get(self.event or "")

    def to_dict(self) -> dict[str, Any]:
        return {
            "id": self.id, "event": self.event, "mode": list(self.mode), "actor": self.actor,
            "recipient": self.recipient, "date": self.date, "enddate": self.enddate, "place": self.place,
            "country": self.country, "lat": self.lat, "lon": self.lon, "resolution": self.resolution,
            "grade": self.grade, "grade_why": self.grade_why, "claims": self.claims, "sources": list(self.sources),
            "contradictions": self.contradictions, "figures": dict(self.figures),
        }  # fmt: skip


def incident_row(view: Mapping[str, Any]) -> IncidentRow:
    """The summary of an incident's view."""
    loc = view["event_loc"] or {}
    return IncidentRow(
        view["id"], view["event"], tuple(view["mode"]), _parties(view["actor"]), _parties(view["recipient"]),
        frozenset(e["code"] for e in (*view["actor"], *view["recipient"]) if e["code"]), view["date"], view["enddate"],
        loc.get("resolved_place") or (loc.get("extracted_place") or {}).get("text"), loc.get("country_code"),
        loc.get("lat"), loc.get("lon"), loc.get("resolution"), loc.get("feature_code"), view["grade"],
        view["grade_why"], len(view["claims"]), tuple(view["roots"]), len(view["contradictions"]),
        tuple((f["kind"], interval(f["min"], f["max"])) for f in view["figures"]),
        tuple(c["claim"] for c in view["claims"]),
    )  # fmt: skip


_SECTORS = {"MIL": "forces", "REB": "rebels", "UAF": "armed group", "COP": "police", "CVL": "civilians", "GOV": ""}


def party_label(e: Mapping[str, Any]) -> str:
    """A party's name, else its country and sector in words."""
    if e["name"]:
        return str(e["name"])
    sector = e["sector"][0] if e["sector"] else ""
    return " ".join(filter(None, (country_name(e["code"]) or e["code"], _SECTORS.get(sector, sector)))) or "not told"


def _parties(entities: list[Mapping[str, Any]]) -> str:
    return ", ".join(dict.fromkeys(party_label(e) for e in entities))
