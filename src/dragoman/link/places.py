"""How two places stand to one another, given how narrow each is."""

from __future__ import annotations

from functools import lru_cache
from math import asin, cos, radians, sin, sqrt
from typing import Literal

from dragoman.link.mentions import Spot

Relation = Literal["same", "within", "near", "apart", "unknown"]

RADIUS_KM = {5: 2.0, 4: 8.0, 3: 40.0, 2: 150.0, 1: 600.0}
"""About how far from its coordinates something told of a place of that resolution may lie."""
SUBURB_KM = 25.0


@lru_cache(maxsize=200_000)
def relation(a: Spot, b: Spot) -> Relation:
    """``same`` place; one ``within`` the other; ``near``: may be one, by distance; ``apart``: two places."""
    if a.key == b.key or (
        a.name == b.name and a.town == b.town and (a.country or b.country) == (b.country or a.country)
    ):
        return "same"
    if a.country and b.country and a.country != b.country:
        return "apart"
    wide, narrow = sorted((a, b), key=lambda s: s.resolution or 4)
    wider, narrower = wide.resolution or 4, narrow.resolution or 4
    if a.geonameid is None or b.geonameid is None:
        far = distance(a, b) if wider > 1 else None
        if far is not None and far > RADIUS_KM[wider] + RADIUS_KM[narrower]:
            return "apart"
        # A name that the gazetteer does not know: two such names are two places, as far as can be told.
        return "apart" if a.town and b.town and (a.geonameid is None) == (b.geonameid is None) else "unknown"
    if wider == 1:
        return "within"
    if wider == 2:
        same = wide.province is not None and wide.province == narrow.province
        if same or (narrow.province and wide.province):
            return "within" if same else "apart"
        return "unknown"
    km = distance(a, b)
    if km is None:
        return "unknown"
    if wider == 3:
        return "within" if km <= RADIUS_KM[3] else "apart"
    if narrower == 5 or wider == 5:
        return "within" if km <= SUBURB_KM else "apart"
    return "apart"


def distance(a: Spot, b: Spot) -> float | None:
    """Great circle in kilometres; None where either has no coordinates."""
    if a.lat is None or a.lon is None or b.lat is None or b.lon is None:
        return None
    lat1, lon1, lat2, lon2 = map(radians, (a.lat, a.lon, b.lat, b.lon))
    h = sin((lat2 - lat1) / 2) ** 2 + cos(lat1) * cos(lat2) * sin((lon2 - lon1) / 2) ** 2
    return 2 * 6371.0 * asin(sqrt(h))
