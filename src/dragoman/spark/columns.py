"""Rows as Arrow columns of a schema that Spark reads too."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pyarrow as pa


def batch(schema: str, rows: Sequence[Sequence[Any]]) -> pa.RecordBatch:
    """``schema``: Spark's notation, ``name kind, name kind``. A row has a value a column."""
    import pyarrow as pa

    kinds = {
        "string": pa.string(), "int": pa.int32(), "long": pa.int64(), "double": pa.float64(), "boolean": pa.bool_(),
        "array<long>": pa.list_(pa.int64()),
    }  # fmt: skip
    columns = [column.split() for column in schema.split(", ")]
    arrays = [pa.array([row[n] for row in rows], kinds[kind]) for n, (_, kind) in enumerate(columns)]
    return pa.RecordBatch.from_arrays(arrays, names=[name for name, _ in columns])


def table(schema: str, rows: Sequence[Sequence[Any]]) -> pa.Table:
    """The same as what a grouped job gives back."""
    import pyarrow as pa

    return pa.Table.from_batches([batch(schema, rows)])
