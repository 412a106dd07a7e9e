"""The index file: columns of places, and a table from hashed names to the places that bear them.

Layout: ``DRGZ``, the length of the header (u32), a JSON header, then the sections it lists (offset, items, type code),
each aligned to 8 bytes. Names are not stored as text but as 64-bit BLAKE2 hashes, sorted, so that a look-up is one
bisection in the mapped file. The top bit of a posting says that the name is the place's own and not an alternate.
"""

from __future__ import annotations

import json
import mmap
import struct
from bisect import bisect_left
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path
from typing import Any

from dragoman.errors import DataError
from dragoman.extract.places.gazetteer.names import fold

MAGIC = b"DRGZ"
FORMAT = 4
PRIMARY = 0x80000000
SOURCES = ("geonames", "division", "country", "region", "user")
_KEPT = 20_000
"""Keys looked up that are kept before all are forgotten: so that memory stays flat."""


def key_hash(key: str) -> int:
    """64-bit hash of a folded name."""
    return int.from_bytes(blake2b(key.encode(), digest_size=8).digest(), "little")


@dataclass(frozen=True, slots=True)
class Candidate:
    """A place that a name may stand for.

    geonameid: None for places that only we or the user have; lat, lon: degrees WGS84, None where the place has no
    sensible point; country: ISO 3166 alpha-3 by PLOVER's rule, or None for what lies in several; admin1: name of
    the province; feature_code: GeoNames; population: people, 0 unknown; radius: km within which the place lies.
    """

    row: int
    geonameid: int | None
    name: str
    lat: float | None
    lon: float | None
    country: str | None
    admin1: str | None
    admin1_row: int
    feature_code: str
    population: int
    radius: int
    source: str
    primary: bool = True

    @property
    def resolution(self) -> int:
        """The record's scale: 5 below city, 4 city, 3 district, 2 province or region, 1 country or larger."""
        return resolution_of(self.feature_code)


_RESOLUTION = {
    "PCLI": 1, "PCLS": 1, "PCLD": 2, "PCLH": 1, "CONT": 1, "OCN": 1, "SEA": 1, "ADM1": 2, "ADM1H": 2, "RGN": 2,
    "RGNH": 2, "AREA": 2, "TERR": 2, "ISLS": 2, "MTS": 2, "DSRT": 2, "STM": 2, "GULF": 2, "PEN": 2, "PLN": 2, "STRT": 2,
    "ZN": 2, "ADM2": 3, "ADM2H": 3, "ADM3": 3, "ADMD": 3, "ISL": 3, "LK": 3, "VAL": 3, "FRST": 3, "BAY": 3,
    "PRK": 3, "RSV": 3, "PPLX": 5, "CMP": 5, "AIRP": 5, "AIRB": 5, "INSM": 5, "PASS": 5, "BDG": 5, "DAM": 5, "PRT": 5,
    "MT": 5, "PSTB": 5, "REFC": 5, "REEF": 5, "MSQE": 5, "BDRP": 5, "GLCR": 3, "CNL": 2, "CHN": 2, "DLTA": 2,
    "LKS": 2,
}  # fmt: skip


def resolution_of(feature_code: str) -> int:
    """Resolution of a GeoNames feature code: 1 country, 2 province, 3 district, 4 city, 5 below."""
    return _RESOLUTION.get(feature_code, 4)


class Index:
    """An opened index. ``lookup`` is safe to call from several processes; the file is mapped read-only."""

    def __init__(self, path: Path, first_row: int = 0) -> None:
        self.path, self.first_row = path, first_row
        try:
            with path.open("rb") as f:
                self._map = mmap.mmap(f.fileno(), 0, access=mmap.ACCESS_READ)
        except (OSError, ValueError) as e:
            raise DataError(f"cannot open the gazetteer index: {e}.", where=str(path)) from e
        remedy = "delete it; it is built again, and places of your own are added again with gazetteer add."
        if self._map[:4] != MAGIC:
            raise DataError("not a gazetteer index.", where=str(path), remedy=remedy)
        try:
            (size,) = struct.unpack_from("<I", self._map, 4)
            self.header: dict[str, Any] = json.loads(self._map[8 : 8 + size])
            self._open_columns(memoryview(self._map))
        except (struct.error, ValueError, KeyError, TypeError) as e:
            raise DataError(f"a damaged gazetteer index: {e}.", where=str(path), remedy=remedy) from e
        self._cache: dict[str, tuple[Candidate, ...]] = {}

    def _open_columns(self, base: memoryview) -> None:

        def column(name: str) -> Any:
            offset, items, code = self.header["sections"][name]
            width = struct.calcsize(code)
            if offset + items * width > len(base):
                raise ValueError(f"it ends before its column {name}")
            return base[offset : offset + items * width].cast(code)

        self._hash, self._first, self._posting = column("hash"), column("first"), column("posting")
        self._id, self._lat, self._lon = column("id"), column("lat"), column("lon")
        self._population, self._country, self._admin = column("population"), column("country"), column("admin")
        self._feature, self._radius, self._source = column("feature"), column("radius"), column("source")
        self._name_at, self._names = column("name_at"), column("names")
        self._countries: list[str | None] = self.header["countries"]
        self._features: list[str] = self.header["features"]

    def __len__(self) -> int:
        return len(self._id)

    def _postings(self, key: str) -> Any:
        h = key_hash(key)
        i = bisect_left(self._hash, h)
        if i == len(self._hash) or self._hash[i] != h:
            return ()
        return self._posting[self._first[i] : self._first[i + 1]]

    def has(self, key: str) -> bool:
        """Whether any place bears a folded name."""
        return len(self._postings(key)) > 0

    def lookup(self, name: str) -> tuple[Candidate, ...]:
        """Places of that name, in any case and with or without diacritics; own data first, then by population."""
        return self.find(fold(name))

    def find(self, key: str) -> tuple[Candidate, ...]:
        """Places of a folded name."""
        hit = self._cache.get(key)
        if hit is None:
            found = [self.place(p & ~PRIMARY, bool(p & PRIMARY)) for p in self._postings(key)]
            found.sort(key=lambda c: (c.source not in ("user", "region"), -c.population, c.row))
            hit = tuple(found)
            if len(self._cache) >= _KEPT:
                self._cache.clear()
            self._cache[key] = hit
        return hit

    def name(self, row: int) -> str:
        """The name of the place in a row."""
        return bytes(self._names[self._name_at[row] : self._name_at[row + 1]]).decode()

    def rows_of(self, feature: str) -> dict[int, int]:
        """Row by GeoNames id of all places of a feature code; the first where several have one id."""
        if feature not in self._features:
            return {}
        code, kinds = self._features.index(feature), self._feature.tobytes()
        return {self._id[k]: k for k in reversed(range(len(kinds))) if kinds[k] == code and self._id[k]}

    def place(self, row: int, primary: bool = True) -> Candidate:
        """The place in a row, counted from 0 in this file."""
        lat, admin, gid = self._lat[row], self._admin[row], self._id[row]
        known = lat == lat  # NaN is no point
        first = self.first_row
        return Candidate(
            first + row, gid or None, self.name(row), round(lat, 5) if known else None,
            round(self._lon[row], 5) if known else None, self._countries[self._country[row]],
            self.name(admin - 1) if admin else None, first + admin if admin else 0, self._features[self._feature[row]],
            self._population[row], self._radius[row], SOURCES[self._source[row]], primary,
        )  # fmt: skip
