"""CSV and Parquet: a row a claim with every field, or a row a story."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, BinaryIO

from dragoman.export.base import Export, Told
from dragoman.export.commas import write_commas, write_rows
from dragoman.export.flat import COLUMNS, REPORT_COLUMNS, report_row
from dragoman.export.flat_sql import write_parquet
from dragoman.query.linked import AGREEMENT, INCIDENT, TOLL, agreement_row, incident_row, toll_rows
from dragoman.record import Record

_LIMITS = ("Times and places that stand in no claim, and attributions without an event, are only in `jsonl`.",)


def csv_claims(told: Iterable[Told], out: BinaryIO) -> int:
    """A row a claim."""
    return write_commas(COLUMNS, told, out)


def csv_reports(records: Iterable[Record], out: BinaryIO) -> int:
    """A row a story."""
    return write_rows([[name for name, _, _ in REPORT_COLUMNS]], map(report_row, records), out)


def parquet_claims(told: Iterable[Told], out: BinaryIO) -> int:
    """The columns of CSV with their types, packed by DuckDB."""
    with tempfile.TemporaryDirectory(prefix="dragoman-") as folder:
        rows = Path(folder, "rows.csv")
        with rows.open("wb") as f:
            n = csv_claims(told, f)
        _pack(rows, {c.name: c.type for c in COLUMNS}, out)
    return n


def parquet_reports(records: Iterable[Record], out: BinaryIO) -> int:
    """The same for stories."""
    with tempfile.TemporaryDirectory(prefix="dragoman-") as folder:
        rows = Path(folder, "rows.csv")
        with rows.open("wb") as f:
            n = csv_reports(records, f)
        _pack(rows, {name: type for name, _, type in REPORT_COLUMNS}, out)
    return n


def _view_table(unit: str, views: Iterable[Mapping[str, Any]]) -> tuple[dict[str, str], Iterator[list[Any]]]:
    """Columns with their types, and rows."""
    columns = VIEW_COLUMNS[unit]
    return columns, ([row.get(c) for c in columns] for v in views for row in _rows(unit, v))


def _rows(unit: str, view: Mapping[str, Any]) -> Iterable[dict[str, Any]]:
    if unit == "tolls":
        return toll_rows(view)
    return [incident_row(view) if unit == "incidents" else agreement_row(view)]


def csv_views(unit: str, views: Iterable[Mapping[str, Any]], out: BinaryIO) -> int:
    """A row an incident, a point of a series, or an agreement."""
    columns, rows = _view_table(unit, views)
    return write_rows([list(columns)], rows, out)


def parquet_views(unit: str, views: Iterable[Mapping[str, Any]], out: BinaryIO) -> int:
    """The same, packed."""
    with tempfile.TemporaryDirectory(prefix="dragoman-") as folder:
        rows = Path(folder, "rows.csv")
        with rows.open("wb") as f:
            n = csv_views(unit, views, f)
        _pack(rows, VIEW_COLUMNS[unit], out)
    return n


VIEW_COLUMNS = {"incidents": INCIDENT, "tolls": TOLL, "agreements": AGREEMENT}
_LONGEST = 256 * 1024 * 1024
"""Bytes of a row that DuckDB accepts: a story with its text is one row."""


def _pack(rows: Path, types: dict[str, str], out: BinaryIO) -> None:
    import duckdb

    packed = rows.with_name("rows.parquet")
    with duckdb.connect() as db:
        db.execute("SET preserve_insertion_order = true")
        # One reader: a line end inside quotes must not be taken for the end of a row.
        table = db.read_csv(
            str(rows), header=True, delimiter=",", quotechar='"', escapechar='"', dtype=types, parallel=False,
            max_line_size=_LONGEST,  # type: ignore[call-arg]
        )  # fmt: skip
        table.write_parquet(str(packed), compression="zstd")
    with packed.open("rb") as f:
        shutil.copyfileobj(f, out)


CSV = Export(
    "csv", "a row a claim with every field; or a story, an incident, a point of a series, an agreement", csv_claims, csv_reports, COLUMNS,
    of_claims=_LIMITS, views=csv_views, suffix="csv", media="text/csv; charset=utf-8",
)  # fmt: skip
PARQUET = Export(
    "parquet", "the same columns with types, packed", parquet_claims, parquet_reports, COLUMNS, of_claims=_LIMITS,
    views=parquet_views, direct=write_parquet, suffix="parquet", media="application/vnd.apache.parquet",
)  # fmt: skip
