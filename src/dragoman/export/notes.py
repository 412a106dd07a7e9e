"""The notes beside an export: where it comes from, how to cite it, what each column holds and what could not be said."""

from __future__ import annotations

import json
from collections.abc import Sequence

from dragoman.export.base import Export
from dragoman.export.choose import runs_of
from dragoman.query import Filter
from dragoman.record import VERSION
from dragoman.store import Ledger


def notes(ledger: Ledger, where: Filter, export: Export, unit: str, *, chosen: int, written: int) -> str:
    """Markdown. The same ledger, filter and program give the same notes."""
    from dragoman import __version__

    known = {r.key: r for r in ledger.runs()}
    runs = runs_of(ledger, where)
    numbers = ", ".join("none" if run is None else str(run) for run, _ in runs) or "none"
    lines = [
        f"# Notes on this export: {export.name}",
        "",
        f"- Format: `{export.name}`, {export.about}",
        f"- Unit: {unit}",
        f"- Filter: {f'`{where}`' if where.terms else 'none, the whole ledger'}",
        f"- Chosen by the filter: {chosen} {unit}; written: {written}",
        f"- Written by: dragoman {__version__}, record format {VERSION}",
        "",
        "## Cite as",
        "",
        f"> Claims coded by machine with dragoman {__version__} from news reports; runs {numbers};"
        f" filter {json.dumps(str(where), ensure_ascii=False)}; unit {unit}; {written} rows.",
        "",
        "A claim is what a source says, not what is known to have happened.",
        "",
        "## Runs",
        "",
        "| run | started | version | model | stories here |",
        "| --- | --- | --- | --- | --- |",
    ]
    for number, stories in runs:
        r = known.get(number) if number is not None else None
        told = (number, r.started, r.version, r.model, stories) if r else ("none", "", "", "", stories)
        lines.append(_row(told))
    limits = list(export.limits)
    if written < chosen:
        limits.insert(0, f"{chosen - written} of {chosen} {unit} were not written.")
    if limits:
        lines += ["", "## What the format cannot say", "", *(f"- {x}" for x in limits)]
    if unit == "claims" and export.columns:
        filled = [(c.name, c.about) for c in export.columns if c.value]
        empty = [(c.name, c.about) for c in export.columns if not c.value]
        lines += ["", "## Columns", "", "| column | holds |", "| --- | --- |", *map(_row, filled)]
        if empty:
            lines += ["", "## Always empty", "", "| column | why |", "| --- | --- |", *map(_row, empty)]
    return "\n".join(lines) + "\n"


def _row(values: Sequence[object]) -> str:
    return "| " + " | ".join(str(v).replace("|", "\\|") for v in values) + " |"
