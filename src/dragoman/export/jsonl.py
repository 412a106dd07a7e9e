"""JSON lines: the record as it is (docs/record.md), one document a line."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import BinaryIO

from dragoman.record import Record

_BREAKS = {0x85: "\\u0085", 0x2028: "\\u2028", 0x2029: "\\u2029"}
"""What some readers take for the end of a line although JSON does not."""


def line(record: Record) -> bytes:
    """One record as UTF-8 JSON with its line end, on one line by anyone's count of lines. Half surrogate pairs, which
    UTF-8 cannot hold, stay as escapes."""
    plain = record.to_dict()
    try:
        return json.dumps(plain, ensure_ascii=False, allow_nan=False).translate(_BREAKS).encode("utf-8") + b"\n"
    except UnicodeEncodeError:
        return json.dumps(plain, allow_nan=False).encode("ascii") + b"\n"


def write_jsonl(records: Iterable[Record], out: BinaryIO) -> int:
    """Write records, one in memory at a time; gives how many."""
    count = 0
    for record in records:
        out.write(line(record))
        count += 1
    return count
