"""An export from a ledger to an open file, counted."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import BinaryIO, TypeVar

from dragoman.errors import BadValue
from dragoman.export.base import Export
from dragoman.export.choose import chosen_claims, chosen_reports, chosen_views
from dragoman.export.incidents import chosen_incidents
from dragoman.export.masking import Masker
from dragoman.query import Filter
from dragoman.query.linked import linked
from dragoman.store import Ledger

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Written:
    """What became of an export: its unit, how many of it the filter chose, and how many the format could take."""

    unit: str
    chosen: int
    written: int


def write_export(
    ledger: Ledger, export: Export, where: Filter, out: BinaryIO, *, unit: str | None = None, mask: bool = False
) -> Written:
    """Write what the filter lets through. ``mask``: without the names of private persons (dragoman.export.masking).

    Raises BadValue for a unit that the format does not have.
    """
    unit = unit or export.units[0]
    count = _Counted()
    masker = Masker() if mask else None
    if unit == "claims" and export.direct and not mask:
        written = export.direct(ledger, where, out)
        return Written(unit, written, written)
    if unit in ("incidents", "tolls", "agreements") and unit in export.units:
        with linked(ledger) as links:
            if export.views:
                views = count(chosen_views(links, where, unit))
                written = export.views(unit, masker.views(ledger, views) if masker else views, out)
            else:
                assert export.incidents
                incidents = count(chosen_incidents(links, where))
                written = export.incidents(masker.told(incidents) if masker else incidents, out)
        return Written(unit, count.n, written)
    if unit == "claims" and export.claims:
        claims = count(chosen_claims(ledger, where))
        written = export.claims(masker.told(claims) if masker else claims, out)
    elif unit == "reports" and export.reports:
        reports = count(chosen_reports(ledger, where))
        written = export.reports(map(masker.record, reports) if masker else reports, out)
    else:
        raise BadValue(f"{export.name} has no unit {unit!r}.", remedy=f"use {' or '.join(export.units)}.")
    return Written(unit, count.n, written)


class _Counted:
    """Passes things on and counts them."""

    def __init__(self) -> None:
        self.n = 0

    def __call__(self, things: Iterable[T]) -> Iterator[T]:
        for thing in things:
            self.n += 1
            yield thing
