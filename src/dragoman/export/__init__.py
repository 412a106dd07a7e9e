"""export: the ledger as files that others read. One module a format, all listed in formats.py."""

from __future__ import annotations

from dragoman.export.base import Column, Export, Told
from dragoman.export.formats import BUILT_IN, export_named, exports
from dragoman.export.jsonl import write_jsonl
from dragoman.export.write import Written, write_export

__all__ = [
    "BUILT_IN", "Column", "Export", "Told", "Written", "export_named", "exports", "write_export", "write_jsonl",
]  # fmt: skip
