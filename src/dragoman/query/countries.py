"""Countries by code and by name."""

from __future__ import annotations

from functools import cache
from importlib.resources import files


@cache
def countries() -> dict[str, tuple[str, str, str]]:
    """ISO 3166 alpha-3 to FIPS 10-4 code, numeric code and English name (data/countries.tsv)."""
    text = files("dragoman.query").joinpath("data/countries.tsv").read_text("utf-8")
    rows = [line.split("\t") for line in text.splitlines() if line and not line.startswith("#")][1:]
    return {code: (fips, numeric, name) for code, fips, numeric, name in rows}


def country_name(code: str | None) -> str | None:
    """The English name of a country; None for what is no country."""
    return countries()[code][2] if code in countries() else None


@cache
def _codes() -> dict[str, str]:
    return {name.casefold(): code for code, (_, _, name) in countries().items()}


def country_code(name: str) -> str | None:
    """The code of a country by its code or English name, in any case; None for what is none."""
    return name.upper() if name.upper() in countries() else _codes().get(name.casefold())


def country_names() -> list[str]:
    """Names of all countries."""
    return [name for _, _, name in countries().values()]
