"""Land, borders and names of countries for a viewport, drawn from the bundled world-atlas (Natural Earth, public domain).

Borders that are disputed are told apart by ``data/disputed.tsv``: a stretch of the atlas's own borders between two
countries, or a line of our own, each with a note in neutral words. What the atlas draws is no word on whose a place is.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from itertools import pairwise
from math import cos, radians, sqrt

from dragoman.serve.shape.viewport import HEIGHT, WIDTH, Viewport

COARSE_FROM = 110.0
"""Degrees of width from which the coarse atlas is fine enough."""
_STEP = 0.7
"""Drawing units that two points of a line must be apart."""

Point = tuple[float, float]
Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Atlas:
    """Arcs in degrees with their boxes; rings by country; which countries each arc bounds."""

    arcs: tuple[tuple[Point, ...], ...]
    boxes: tuple[Box, ...]
    rings: tuple[tuple[str, tuple[Point, ...], Box], ...]
    sides: dict[int, frozenset[str]]


@dataclass(frozen=True, slots=True)
class Dispute:
    """A row of disputed.tsv. ``pair`` within ``box``, or ``line``."""

    name: str
    pair: frozenset[str]
    box: Box
    line: tuple[Point, ...]
    note: str


@dataclass(frozen=True, slots=True)
class Name:
    """A country's name and where it stands."""

    text: str
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Basemap:
    """Paths of an SVG of :data:`WIDTH` by :data:`HEIGHT`, and the notes on the disputed borders in sight."""

    land: str
    borders: str
    disputed: str
    names: tuple[Name, ...]
    notes: tuple[tuple[str, str], ...]


@cache
def atlas(coarse: bool) -> Atlas:
    """The bundled atlas, decoded from its TopoJSON."""
    name = "countries-110m.json" if coarse else "countries-50m.json"
    text = (files("dragoman.serve") / "static" / "vendor" / "world-atlas" / name).read_text("utf-8")
    given = json.loads(text)
    (sx, sy), (tx, ty) = given["transform"]["scale"], given["transform"]["translate"]
    arcs = []
    for deltas in given["arcs"]:
        x = y = 0
        line = []
        for dx, dy in deltas:
            x, y = x + dx, y + dy
            line.append((x * sx + tx, y * sy + ty))
        arcs.append(tuple(line))
    boxes = tuple(_box(a) for a in arcs)
    rings: list[tuple[str, tuple[Point, ...], Box]] = []
    sides: dict[int, set[str]] = {}
    for g in given["objects"]["countries"]["geometries"]:
        country = g["properties"]["name"]
        polygons = [g["arcs"]] if g["type"] == "Polygon" else g["arcs"] if g["type"] == "MultiPolygon" else []
        for polygon in polygons:
            for ring in polygon:
                points = _ring(arcs, ring)
                rings.append((country, points, _box(points)))
                for k in ring:
                    sides.setdefault(_number(k), set()).add(country)
    return Atlas(tuple(arcs), boxes, tuple(rings), {k: frozenset(v) for k, v in sides.items()})


@cache
def disputes() -> tuple[Dispute, ...]:
    """The rows of disputed.tsv."""
    text = (files("dragoman.serve.shape") / "data" / "disputed.tsv").read_text("utf-8")
    lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    out = []
    for row in lines[1:]:
        name, pair, box, line, note = row.split("\t")
        west, south, east, north = map(float, box.split()) if box else (-180.0, -90.0, 180.0, 90.0)
        points = tuple((float(lon), float(lat)) for lon, lat in (p.split() for p in line.split("; "))) if line else ()
        out.append(Dispute(name, frozenset(filter(None, pair.split("|"))), (west, south, east, north), points, note))
    return tuple(out)


@lru_cache(maxsize=64)
def basemap(view: Viewport) -> Basemap:
    """What lies in sight."""
    known = atlas(view.width > COARSE_FROM)
    west, south, east, north = view.box
    land: list[str] = []
    names: dict[str, tuple[float, Name]] = {}
    plain: list[str] = []
    dashed: list[str] = []
    seen: dict[str, str] = {}
    for turn in (-360.0, 0.0, 360.0):
        sight = (west - turn, south, east - turn, north)
        for country, ring, box in known.rings:
            if _meet(box, sight):
                points = _thin(_project(_clip(ring, sight, box), view, turn))
                if len(points) > 2:
                    land.append(_path(points) + "z")
                    _name(names, country, points)
        for k, bounded in known.sides.items():
            if len(bounded) == 2 and _meet(known.boxes[k], sight):
                for part, of in _parts(known.arcs[k], bounded):
                    (dashed if of else plain).append(_path(_thin(_project(part, view, turn))))
                    if of:
                        _in_sight(seen, of, part, sight)
        for d in disputes():
            if d.line and _meet(_box(d.line), sight):
                dashed.append(_path(_project(d.line, view, turn)))
                _in_sight(seen, d, d.line, sight)
    shown = tuple(n for _, n in sorted(names.values(), key=lambda v: -v[0]))
    return Basemap("".join(land), "".join(plain), "".join(dashed), _apart(shown), tuple(seen.items()))


def _in_sight(seen: dict[str, str], d: Dispute, points: Sequence[Point], sight: Box) -> None:
    if any(sight[0] <= x <= sight[2] and sight[1] <= y <= sight[3] for x, y in points):
        seen[d.name] = d.note


def _parts(arc: Sequence[Point], bounded: frozenset[str]) -> Iterator[tuple[Sequence[Point], Dispute | None]]:
    """The arc cut where it enters or leaves a disputed stretch."""
    rows = [d for d in disputes() if d.pair and d.pair == bounded]
    if not rows:
        yield arc, None
        return

    def of(a: Point, b: Point) -> Dispute | None:
        x, y = (a[0] + b[0]) / 2, (a[1] + b[1]) / 2
        return next((d for d in rows if d.box[0] <= x <= d.box[2] and d.box[1] <= y <= d.box[3]), None)

    part, now = [arc[0]], of(arc[0], arc[1])
    for a, b in pairwise(arc):
        here = of(a, b)
        if here is not now:
            yield part, now
            part, now = [a], here
        part.append(b)
    yield part, now


def _number(k: int) -> int:
    """An arc's number; TopoJSON writes an arc that is run backwards as its complement."""
    return k if k >= 0 else ~k


def _ring(arcs: Sequence[tuple[Point, ...]], ring: Sequence[int]) -> tuple[Point, ...]:
    """The arcs joined, run on beyond 180 degrees where they cross that meridian; a ring around a pole is closed there."""
    out: list[Point] = []
    for k in ring:
        arc = arcs[_number(k)]
        for lon, lat in (arc if k >= 0 else arc[::-1])[1 if out else 0 :]:
            out.append((lon if not out else lon - 360 * round((lon - out[-1][0]) / 360), lat))
    if abs(out[-1][0] - out[0][0]) > 180:
        pole = -90.0 if out[0][1] < 0 else 90.0
        out += [(out[-1][0], pole), (out[0][0], pole)]
    return tuple(out)


def _box(points: Iterable[Point]) -> Box:
    xs, ys = zip(*points, strict=True)
    return min(xs), min(ys), max(xs), max(ys)


def _meet(a: Box, b: Box) -> bool:
    return a[0] <= b[2] and b[0] <= a[2] and a[1] <= b[3] and b[1] <= a[3]


def _clip(points: Sequence[Point], sight: Box, box: Box) -> Sequence[Point]:
    """A ring cut at a frame somewhat beyond what is in sight (Sutherland and Hodgman 1974)."""
    more = max(sight[2] - sight[0], sight[3] - sight[1]) * 0.05
    west, south, east, north = sight[0] - more, sight[1] - more, sight[2] + more, sight[3] + more
    for axis, bound, least, beyond in (
        (0, west, True, box[0] < west), (0, east, False, box[2] > east),
        (1, south, True, box[1] < south), (1, north, False, box[3] > north),
    ):  # fmt: skip
        if beyond and points:
            points = _cut(points, axis, bound, least)
    return points


def _cut(points: Sequence[Point], axis: int, bound: float, least: bool) -> list[Point]:
    out: list[Point] = []
    before = points[-1]
    held = (before[axis] >= bound) is least or before[axis] == bound
    for p in points:
        inside = (p[axis] >= bound) is least or p[axis] == bound
        if inside is not held:
            share = (bound - before[axis]) / (p[axis] - before[axis])
            out.append((before[0] + share * (p[0] - before[0]), before[1] + share * (p[1] - before[1])))
        if inside:
            out.append(p)
        before, held = p, inside
    return out


def _project(points: Iterable[Point], view: Viewport, turn: float) -> list[Point]:
    kx, k = view.squeeze * view.unit, view.unit
    return [
        (WIDTH / 2 + (lon + turn - view.lon) * kx, HEIGHT / 2 - (lat - view.lat) * k) for lon, lat in points
    ]  # fmt: skip


def _thin(points: Sequence[Point]) -> list[Point]:
    """Points closer than can be seen left out, both ends kept."""
    if len(points) < 3:
        return list(points)
    out = [points[0]]
    x, y = points[0]
    for p in points[1:-1]:
        if abs(p[0] - x) > _STEP or abs(p[1] - y) > _STEP:
            out.append(p)
            x, y = p
    out.append(points[-1])
    return out


def _path(points: Sequence[Point]) -> str:
    return "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in points)


def _name(names: dict[str, tuple[float, Name]], country: str, ring: Sequence[Point]) -> None:
    """At the middle of the country's largest piece in sight, where there is room for it."""
    area = cx = cy = 0.0
    for (x1, y1), (x2, y2) in zip(ring, [*ring[1:], ring[0]], strict=True):
        cross = x1 * y2 - x2 * y1
        area += cross
        cx += (x1 + x2) * cross
        cy += (y1 + y2) * cross
    size = abs(area) / 2
    wide = max(x for x, _ in ring) - min(x for x, _ in ring)
    if size < 900 or wide < 6.4 * len(country) or size <= names.get(country, (0.0, None))[0]:
        return
    x, y = cx / (3 * area), cy / (3 * area)
    if 20 < x < WIDTH - 20 and 12 < y < HEIGHT - 12:
        names[country] = (size, Name(country, round(x, 1), round(y, 1)))


def _apart(names: Sequence[Name]) -> tuple[Name, ...]:
    """Those that do not cover one set before, at most thirty."""
    out: list[Name] = []
    for n in names:
        if all(abs(n.y - m.y) > 15 or abs(n.x - m.x) > 3.8 * (len(n.text) + len(m.text)) for m in out):
            out.append(n)
    return tuple(out[:30])


@cache
def country_radius(name: str) -> float | None:
    """Kilometres: the radius of a circle as large as the country's largest piece; None for one that is not there."""
    largest = 0.0
    known = atlas(True)
    for country, points, _ in known.rings:
        if country == name:
            middle = cos(radians(sum(y for _, y in points) / len(points)))
            twice = sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in pairwise([*points, points[0]]))
            largest = max(largest, abs(twice) / 2 * middle * 111.2**2)
    return sqrt(largest / 3.1416) if largest else None
