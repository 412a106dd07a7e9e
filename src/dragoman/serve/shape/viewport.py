"""What part of the earth a map shows, as its address has it, and the projection of that part.

Equirectangular, true at the middle of the map: a circle on the ground is a circle there, straight in both directions, and
turned back by two divisions. The address keeps latitude and longitude of the middle and the width in degrees.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from math import cos, radians

WIDTH, HEIGHT = 960, 540
"""Of the drawing, in its own units."""
KM_A_DEGREE = 111.2
WIDEST, NARROWEST = 360.0, 0.5
_GIVEN = re.compile(r"(-?\d{1,2}(?:\.\d{1,4})?),(-?\d{1,3}(?:\.\d{1,4})?),(\d{1,3}(?:\.\d{1,4})?)")


@dataclass(frozen=True, slots=True)
class Viewport:
    """Middle and width, in degrees. ``squeeze``: how long a degree of longitude is beside one of latitude, at the
    middle; ``unit``: drawing units a degree of latitude."""

    lat: float
    lon: float
    width: float
    squeeze: float = field(init=False, compare=False, repr=False)
    unit: float = field(init=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "squeeze", cos(radians(min(70.0, abs(self.lat)))))
        object.__setattr__(self, "unit", WIDTH / (self.width * self.squeeze))

    @property
    def box(self) -> tuple[float, float, float, float]:
        """West, south, east, north; west and east may lie beyond 180."""
        half = HEIGHT / self.unit / 2
        return self.lon - self.width / 2, self.lat - half, self.lon + self.width / 2, self.lat + half

    def at(self, lat: float, lon: float) -> tuple[float, float]:
        """Where a point stands in the drawing; of its turns around the earth the one nearest to the middle."""
        east = (lon - self.lon + 180) % 360 - 180
        return WIDTH / 2 + east * self.squeeze * self.unit, HEIGHT / 2 - (lat - self.lat) * self.unit

    def radii(self, lat: float, km: float) -> tuple[float, float]:
        """Half axes of a circle of ``km`` around a point of that latitude."""
        degrees = km / KM_A_DEGREE
        return degrees / max(0.2, cos(radians(lat))) * self.squeeze * self.unit, degrees * self.unit

    def __str__(self) -> str:
        return f"{self.lat:.4g},{self.lon:.5g},{self.width:.4g}"

    # moving ----------------------------------------------------------------------------------------------------------

    def zoomed(self, factor: float) -> Viewport:
        """Narrower for a factor below 1."""
        return viewport(self.lat, self.lon, self.width * factor)

    def moved(self, east: float, north: float) -> Viewport:
        """By shares of its width and height."""
        return viewport(self.lat + north * HEIGHT / self.unit, self.lon + east * self.width, self.width)


def viewport(lat: float, lon: float, width: float) -> Viewport:
    """Kept to the earth."""
    return Viewport(
        min(85.0, max(-85.0, round(lat, 4))), round((lon + 180) % 360 - 180, 4),
        min(WIDEST, max(NARROWEST, round(width, 4))),
    )  # fmt: skip


def read_viewport(text: str) -> Viewport | None:
    """``39.8,46.7,12`` as in an address; None where that is none."""
    m = _GIVEN.fullmatch(text)
    return viewport(*map(float, m.groups())) if m and float(m.group(3)) > 0 else None


WORLD = Viewport(18.0, 12.0, 340.0)


def fit(points: Sequence[tuple[float, float]], least: float = 6.0) -> Viewport:
    """The viewport that holds all points (latitude, longitude) with a margin; the world for none."""
    if not points:
        return WORLD
    lats, lons = [p[0] for p in points], sorted(p[1] for p in points)
    gaps = [(b - a, a, b) for a, b in zip(lons, [*lons[1:], lons[0] + 360], strict=True)]
    gap, _, east_start = max(gaps)
    across = 360 - gap
    lat = (min(lats) + max(lats)) / 2
    lon = east_start + across / 2
    tall = (max(lats) - min(lats)) * WIDTH / HEIGHT / cos(radians(min(70.0, abs(lat))))
    width = max(least, 1.25 * across, 1.35 * tall)
    return WORLD if width > 200 else viewport(lat, lon, width)
