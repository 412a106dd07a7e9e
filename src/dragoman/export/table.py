"""CSV and Parquet: a row a claim with every field, or a row a story."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import BinaryIO

from dragoman.export.base import Export, Told
from dragoman.export.commas import write_commas, write_rows
from dragoman.export.flat import COLUMNS, REPORT_COLUMNS, report_row
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
    "csv", "a row a claim with every field, or a row a story", csv_claims, csv_reports, COLUMNS, limits=_LIMITS
)
PARQUET = Export(
    "parquet", "the same columns with types, packed", parquet_claims, parquet_reports, COLUMNS, limits=_LIMITS
)
