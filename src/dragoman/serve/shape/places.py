"""What a map shows: places with how many happenings each and how far off they may lie, and what cannot be shown on it.

Nothing is dropped: what has no place or no day is listed beside the map and the timeline.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import sqrt
from typing import Any, Protocol, TypeVar

from dragoman.link.places import RADIUS_KM
from dragoman.query.countries import country_name
from dragoman.serve.shape.basemap import country_radius
from dragoman.serve.shape.viewport import HEIGHT, WIDTH, Viewport

_NEAR = ((150, 20.0), (600, 30.0), (10**9, 42.0))
"""Drawing units within which places are drawn as one mark: more where more places (up to so many) are in sight."""
EXACT = {5: "part of a town", 4: "town or village", 3: "district", 2: "province", 1: "country"}
SHAPES = {5: "circle", 4: "circle", 3: "diamond", 2: "diamond", 1: "square"}
"""How narrow a place is, as a shape."""


class Item(Protocol):
    """Of an incident or a claim what the map needs."""

    @property
    def id(self) -> str: ...
    @property
    def place(self) -> str | None: ...
    @property
    def country(self) -> str | None: ...
    @property
    def lat(self) -> float | None: ...
    @property
    def lon(self) -> float | None: ...
    @property
    def resolution(self) -> int | None: ...
    @property
    def date(self) -> str | None: ...
    @property
    def dated(self) -> bool: ...
    @property
    def quad(self) -> int | None: ...


Shelved = TypeVar("Shelved", bound=Item)


@dataclass(slots=True)
class Spot:
    """One place with what happened there."""

    place: str | None
    country: str | None
    lat: float
    lon: float
    resolution: int
    total: int = 0
    conflict: int = 0
    cooperation: int = 0

    @property
    def radius_km(self) -> float:
        """How far from the mark it may have been: of a country, as far as the country goes."""
        if self.resolution == 1:
            return country_radius(country_name(self.country) or "") or RADIUS_KM[1]
        return RADIUS_KM.get(self.resolution, RADIUS_KM[4])

    @property
    def exact(self) -> str:
        return EXACT.get(self.resolution, "place")


@dataclass(slots=True)
class Mark:
    """A mark in the drawing: one place, or several that lie too close together to tell apart."""

    x: float
    y: float
    r: float
    spots: list[Spot]
    total: int
    conflict: int
    cooperation: int
    rx: float = 0.0
    ry: float = 0.0

    @property
    def shape(self) -> str:
        return SHAPES.get(max(s.resolution for s in self.spots), "circle")

    @property
    def tone(self) -> str:
        """What it is filled with."""
        if not self.conflict and not self.cooperation:
            return "other"
        return "conflict" if not self.cooperation else "cooperation" if not self.conflict else "mixed"

    @property
    def label(self) -> str:
        names = [s.place or s.country or "a place without a name" for s in self.spots]
        return ", ".join(names[:3]) + (f" and {len(names) - 3} more places" if len(names) > 3 else "")

    @property
    def radius_km(self) -> float:
        return max(s.radius_km for s in self.spots)

    def to_dict(self) -> dict[str, Any]:
        return {
            "places": [
                {"place": s.place, "country": s.country, "lat": s.lat, "lon": s.lon, "radius_km": round(s.radius_km),
                 "exact_to": s.exact, "total": s.total, "conflict": s.conflict, "cooperation": s.cooperation}
                for s in self.spots
            ],
            "total": self.total,
        }  # fmt: skip


def spots(items: Iterable[Item]) -> list[Spot]:
    """Items with coordinates by place, most first."""
    found: dict[tuple[float, float, int], Spot] = {}
    for i in items:
        if i.lat is None or i.lon is None:
            continue
        key = (i.lat, i.lon, i.resolution or 4)
        s = found.get(key)
        if s is None:
            s = found[key] = Spot(i.place, i.country, i.lat, i.lon, i.resolution or 4)
        s.total += 1
        quad = i.quad
        if quad is not None:
            if quad > 2:
                s.conflict += 1
            else:
                s.cooperation += 1
    return sorted(found.values(), key=lambda s: (-s.total, s.lat, s.lon))


def marks(found: Sequence[Spot], view: Viewport) -> list[Mark]:
    """Marks of the places in sight, the largest first. A place joins the mark of a larger one that is near and as
    exact: a country is never taken into a town's mark."""
    seen = [(s, *view.at(s.lat, s.lon)) for s in found]
    seen = [(s, x, y) for s, x, y in seen if 0 <= x <= WIDTH and 0 <= y <= HEIGHT]
    near = next(units for most, units in _NEAR if len(seen) <= most)
    out: list[Mark] = []
    grid: dict[tuple[int, int, str], list[Mark]] = {}
    for s, x, y in seen:
        column, line, shape = int(x // near), int(y // near), SHAPES.get(s.resolution, "circle")
        around = [
            m for dx in (-1, 0, 1) for dy in (-1, 0, 1) for m in grid.get((column + dx, line + dy, shape), ())
        ]  # fmt: skip
        home = next((m for m in around if (m.x - x) ** 2 + (m.y - y) ** 2 < near**2), None)
        if home is None:
            home = Mark(round(x, 1), round(y, 1), 0, [], 0, 0, 0)
            grid.setdefault((column, line, shape), []).append(home)
            out.append(home)
        home.spots.append(s)
        home.total += s.total
        home.conflict += s.conflict
        home.cooperation += s.cooperation
        rx, ry = view.radii(s.lat, s.radius_km)
        if rx > home.rx:
            home.rx, home.ry = round(rx, 1), round(ry, 1)
    for m in out:
        m.r = 6.0 if m.total == 1 else round(min(26.0, 6.5 + 2.0 * sqrt(m.total)), 1)
    return sorted(out, key=lambda m: -m.total)


def shelve(items: Iterable[Shelved]) -> tuple[list[Shelved], list[Shelved]]:
    """Items without coordinates (named or not), and items without a day: what is not on the map or the timeline."""
    every = list(items)
    return [i for i in every if i.lat is None or i.lon is None], [i for i in every if not i.dated]


def scale_km(view: Viewport) -> tuple[int, float]:
    """A round length in kilometres and how many drawing units it is, an eighth of the width at most."""
    a_km = view.unit / 111.2
    most = WIDTH / 8 / a_km
    length = max(n for n in (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000) if n <= max(1, most))
    return length, round(length * a_km, 1)
