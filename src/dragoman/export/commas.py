"""Comma-separated values as RFC 4180 has them: quoted where needed, UTF-8, a header."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from typing import Any, BinaryIO

from dragoman.export.base import Column, Told, cells


def write_commas(
    columns: Sequence[Column], told: Iterable[Told], out: BinaryIO, *, above: Sequence[Sequence[str]] = ()
) -> int:
    """A header, the rows of ``above`` under it, and a row a claim; gives how many claims."""
    return write_rows([[c.name for c in columns], *above], (cells(columns, t) for t in told), out)


def write_rows(head: Iterable[Sequence[str]], rows: Iterable[Sequence[Any]], out: BinaryIO) -> int:
    """Rows as they are; None is empty. Gives how many there are below the head."""
    text = io.TextIOWrapper(out, encoding="utf-8", errors="replace", newline="", write_through=True)
    try:
        table = csv.writer(text, lineterminator="\r\n")
        table.writerows(head)
        count = 0
        for row in rows:
            table.writerow(["" if v is None else v for v in row])
            count += 1
        text.flush()
        return count
    finally:
        text.detach()
