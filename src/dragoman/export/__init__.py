"""export: the ledger as files that others read. One module a format."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import BinaryIO

from dragoman.export.jsonl import write_jsonl
from dragoman.record import Record

Writer = Callable[[Iterable[Record], BinaryIO], int]
"""Writes records to an open file and gives how many."""

FORMATS: dict[str, Writer] = {"jsonl": write_jsonl}

__all__ = ["FORMATS", "Writer", "write_jsonl"]
