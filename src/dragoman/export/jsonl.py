"""JSON lines: the record as it is (docs/record.md), one document a line; or a claim a line, with its story's head."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any, BinaryIO

from dragoman.export.base import Export, Told
from dragoman.record import Record, to_plain

_BREAKS = {0x85: "\\u0085", 0x2028: "\\u2028", 0x2029: "\\u2029"}
"""What some readers take for the end of a line although JSON does not."""


def line(record: Record) -> bytes:
    """One record as UTF-8 JSON with its line end, on one line by anyone's count of lines. Half surrogate pairs, which
    UTF-8 cannot hold, stay as escapes."""
    return json_line(record.to_dict())


def json_line(plain: dict[str, Any]) -> bytes:
    """The same for any object of JSON values."""
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


_HEAD = ("headline", "outlet", "agency", "url", "language", "dateline", "published")


def write_claims(told: Iterable[Told], out: BinaryIO) -> int:
    """A claim a line: its fields as in the record, and ``document`` with the id and head of its story."""
    count = 0
    for t in told:
        head = {"id": t.record.id, **{name: getattr(t.record, name) for name in _HEAD}}
        out.write(json_line({**to_plain(t.claim), "document": head}))
        count += 1
    return count


def write_views(unit: str, views: Iterable[Mapping[str, Any]], out: BinaryIO) -> int:
    """An incident, a series or an agreement a line, as docs/record.md has it."""
    count = 0
    for view in views:
        out.write(json_line(dict(view)))
        count += 1
    return count


JSONL = Export(
    "jsonl", "the records as coded, a story a line; or a claim, incident, series or agreement a line", write_claims, write_jsonl,
    first="reports", views=write_views, suffix="jsonl", media="application/x-ndjson",
)  # fmt: skip
