"""The export formats, all on this page. Installed packages add theirs by entry point.

A package names its format under the entry point group ``dragoman.exports`` with an :class:`Export` object.
"""

from __future__ import annotations

from functools import cache
from importlib.metadata import entry_points

from dragoman.errors import BadValue, DataError
from dragoman.export.acled import ACLED
from dragoman.export.annotations import WEBANNOTATION
from dragoman.export.base import Export
from dragoman.export.brat import BRAT
from dragoman.export.gdelt import GDELT, MENTIONS_FORMAT
from dragoman.export.geojson import GEOJSON
from dragoman.export.hxl import HXL
from dragoman.export.icews import ICEWS
from dragoman.export.ics import ICS
from dragoman.export.jsonl import JSONL
from dragoman.export.kml import KML
from dragoman.export.plover import PLOVER
from dragoman.export.polecat import POLECAT
from dragoman.export.table import CSV, PARQUET
from dragoman.export.ucdp import UCDP

BUILT_IN = (
    JSONL, PLOVER, CSV, PARQUET, GDELT, MENTIONS_FORMAT, ICEWS, POLECAT, ACLED, UCDP, HXL, GEOJSON, KML, WEBANNOTATION,
    BRAT, ICS,
)  # fmt: skip


@cache
def exports() -> tuple[Export, ...]:
    """Those that come with the program and those of installed packages. Raises DataError for one that is no Export."""
    added = []
    for entry in entry_points(group="dragoman.exports"):
        found = entry.load()
        if not isinstance(found, Export):
            raise DataError(f"the export {entry.name!r} is no Export object.", remedy="remove or mend the package.")
        added.append(found)
    return (*BUILT_IN, *added)


def export_named(name: str) -> Export:
    """The format of a name. Raises BadValue where there is none."""
    for e in exports():
        if e.name == name:
            return e
    raise BadValue(f"{name!r} is no format.", remedy=f"use one of {', '.join(e.name for e in exports())}.")
