"""The notes beside an export: where it comes from, how to cite it, what each column holds and what could not be said."""

from __future__ import annotations

import json
from collections.abc import Sequence

from dragoman.export.base import OF_INCIDENTS, Export
from dragoman.export.choose import runs_of
from dragoman.export.view_columns import ABOUT
from dragoman.query import Filter
from dragoman.query.panel import Panel
from dragoman.record import VERSION
from dragoman.store import Ledger


def notes(
    ledger: Ledger, where: Filter, export: Export, unit: str, *, chosen: int, written: int, mask: bool = False
) -> str:
    """Markdown. The same ledger, filter and program give the same notes."""
    from dragoman import __version__

    runs = runs_of(ledger, where)
    numbers = _numbers(runs)
    lines = [
        f"# Notes on this export: {export.name}",
        "",
        f"- Format: `{export.name}`, {export.about}",
        f"- Unit: {unit}",
        f"- Filter: {f'`{where}`' if where.terms else 'none, the whole ledger'}",
        *([f"- The ledger as it was known at {ledger.moment}"] if ledger.moment else []),
        f"- Chosen by the filter: {chosen} {unit}; written: {written}",
        f"- Written by: dragoman {__version__}, record format {VERSION}",
        "",
        "## Cite as",
        "",
        f"> {_cited(where, numbers, ledger.moment)}; unit {unit}; {written} rows.",
        "",
        "A claim is what a source says, not what is known to have happened.",
        "",
        *_runs(ledger, runs),
    ]
    limits = [*export.limits, *(export.of_claims if unit == "claims" else ())]
    if unit == "incidents" and export.incidents:
        limits += OF_INCIDENTS
    if written < chosen:
        limits.insert(0, f"{chosen - written} of {chosen} {unit} were not written.")
    if limits:
        lines += ["", "## What the format cannot say", "", *(f"- {x}" for x in limits)]
    if mask:
        lines += ["", "Names of private persons are masked with blocks of the same length; see docs/privacy.md."]
    lines += _codebook(export, unit)
    return "\n".join(lines) + "\n"


def _numbers(runs: Sequence[tuple[int | None, int]]) -> str:
    return ", ".join("none" if run is None else str(run) for run, _ in runs) or "none"


def _cited(where: Filter, numbers: str, moment: str | None) -> str:
    """The citation up to its unit."""
    from dragoman import __version__

    as_of = f"; the ledger as known at {moment}" if moment else ""
    return (
        f"Claims coded by machine with dragoman {__version__} from news reports; runs {numbers};"
        f" filter {json.dumps(str(where), ensure_ascii=False)}{as_of}"
    )


def _runs(ledger: Ledger, runs: Sequence[tuple[int | None, int]]) -> list[str]:
    """The runs of the coder that the rows come from, as a section."""
    known = {r.key: r for r in ledger.runs()}
    lines = ["## Runs", "", "| run | started | version | model | stories here |", "| --- | --- | --- | --- | --- |"]
    for number, stories in runs:
        r = known.get(number) if number is not None else None
        lines.append(_row((number, r.started, r.version, r.model, stories) if r else ("none", "", "", "", stories)))
    return lines


def panel_notes(ledger: Ledger, panel: Panel, *, written: int) -> str:
    """The same for a panel."""
    from dragoman import __version__

    a, runs = panel.asked, runs_of(ledger, panel.where)
    what = {"event": "PLOVER category", "quad": "PLOVER quad, 1 to 4", "mode": "PLOVER mode; a claim with two counts in both",
            "none": "always `all`"}[a.by]  # fmt: skip
    counts = {"claims": "claims", "reports": "stories that tell it", "incidents": "incidents",
              "fractional": "claims, each shared out evenly over the dyads and categories that it names"}[a.count]  # fmt: skip
    cells = [("n", counts)] if not a.wide else [("the others", f"{counts}; {what}")]
    rows = [("actor", f"who acts, by {a.parties}"), ("recipient", "to whom, in the same way"), ("period", f"the {a.period}"),
            *([("category", what)] if not a.wide else []), *cells]  # fmt: skip
    lines = [
        "# Notes on this panel",
        "",
        f"- Filter: `{panel.where}`" + (" (kind and factuality were added where the filter did not name them)"),
        *([f"- The ledger as it was known at {ledger.moment}"] if ledger.moment else []),
        f"- A claim of more than one {a.period}: {'left out' if a.spans == 'drop' else 'counted at its first day'}",
        f"- Rows without anything told: {'with zero' if a.zeros else 'left out'}. Zero means that no story here tells it.",
        "- Two who act on each other count both ways; a claim counts for each pair of actor and recipient that it names.",
        f"- Written by: dragoman {__version__}; {written} rows",
        "",
        "## Cite as",
        "",
        f"> {_cited(panel.where, _numbers(runs), ledger.moment)}; a panel by {a.period}, counting {a.count}; {written} rows.",
        "",
        *_runs(ledger, runs),
    ]
    if left := panel.left.lines(a.period):
        lines += ["", "## What is not in it", "", *(f"- {x}" for x in left)]
    lines += ["", "## Columns", "", "| column | holds |", "| --- | --- |", *map(_row, rows)]
    return "\n".join(lines) + "\n"


def _codebook(export: Export, unit: str) -> list[str]:
    """What each column holds, and which are always empty."""
    if export.views and export.columns and unit in ABOUT:
        return ["", "## Columns", "", "| column | holds |", "| --- | --- |", *map(_row, ABOUT[unit].items())]
    if unit not in ("claims", "incidents") or not export.columns:
        return []
    filled = [(c.name, c.about) for c in export.columns if c.value]
    empty = [(c.name, c.about) for c in export.columns if not c.value]
    lines = ["", "## Columns", "", "| column | holds |", "| --- | --- |", *map(_row, filled)]
    if empty:
        lines += ["", "## Always empty", "", "| column | why |", "| --- | --- |", *map(_row, empty)]
    return lines


def _row(values: Sequence[object]) -> str:
    return "| " + " | ".join(str(v).replace("|", "\\|") for v in values) + " |"
