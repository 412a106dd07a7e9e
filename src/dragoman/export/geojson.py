"""GeoJSON (RFC 7946): a feature a claim; one without coordinates has a null geometry, as the standard has it."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any, BinaryIO

from dragoman.export.base import Export, Told
from dragoman.export.flat import COLUMNS, properties
from dragoman.export.told import place


def feature(t: Told) -> dict[str, Any]:
    """One claim: longitude comes before latitude."""
    where = place(t.claim)
    known = where.lat is not None and where.lon is not None
    return {
        "type": "Feature",
        "id": t.claim.id,
        "geometry": {"type": "Point", "coordinates": [where.lon, where.lat]} if known else None,
        "properties": properties(t),
    }


def write_geojson(told: Iterable[Told], out: BinaryIO) -> int:
    """A feature collection, one feature a line."""
    out.write(b'{"type": "FeatureCollection", "features": [')
    count = 0
    for t in told:
        feature_json = json.dumps(feature(t), ensure_ascii=False, allow_nan=False)
        out.write((b",\n" if count else b"\n") + feature_json.encode("utf-8", "replace"))
        count += 1
    out.write(b"\n]}\n")
    return count


GEOJSON = Export(
    "geojson",
    "a feature a claim, for maps",
    write_geojson,
    incidents=write_geojson,
    suffix="geojson",
    media="application/geo+json",
    columns=tuple(c for c in COLUMNS if not c.name.endswith("_json") and c.name != "attribution"),
    limits=("Offsets of parties and of the chain of sources are left out; `csv` has them.",
            "A point is the centre of the place that is named; `resolution` says how wide that is."),
)  # fmt: skip
