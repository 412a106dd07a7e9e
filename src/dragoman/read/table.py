"""Tables, one story a row: CSV and TSV (standard library), Parquet (DuckDB)."""

from __future__ import annotations

import csv
import datetime as dt
import io
import shutil
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from dragoman.document import Story
from dragoman.errors import BinaryFile, BrokenFile, InputError
from dragoman.read.base import OnError, Source
from dragoman.read.decode import encoding_of
from dragoman.read.fields import KEYS, story_from

SAMPLE = 65_536
SYNONYMS: Mapping[str, tuple[str, ...]] = {
    "id": ("uri", "article_id", "story_id", "doc_id", "guid"),
    "text": ("body", "content", "article", "story", "fulltext", "full_text", "article_text", "event_text"),
    "headline": ("title",),
    "published": ("date", "pub_date", "pubdate", "published_at", "publication_date", "publish_date", "datetime", "timestamp"),
    "outlet": ("source", "publisher", "publication", "domain", "newspaper", "site"),
    "agency": ("wire",),
    "dateline": (),
    "url": ("link", "source_url"),
    "language": ("lang",),
}  # fmt: skip
"""Column names that mean a field, where the user gives no map."""


def column_map(columns: Sequence[str], given: Mapping[str, str], where: str) -> dict[str, str]:
    """Field of a story to column of the table. Raises BrokenFile where the text's column is missing."""
    by_name = {c.strip().lower(): c for c in columns}
    out = {}
    for key in KEYS:
        if key in given:
            if given[key].lower() not in by_name:
                raise BrokenFile(
                    f"there is no column {given[key]!r}; it has {', '.join(columns)}.",
                    where=where, remedy=f"name the column of {key!r} with --columns {key}=COLUMN.",
                )  # fmt: skip
            out[key] = by_name[given[key].lower()]
            continue
        for name in (key, *SYNONYMS[key]):
            if name in by_name:
                out[key] = by_name[name]
                break
    if "text" not in out:
        raise BrokenFile(
            f"no column holds the text; it has {', '.join(map(str, columns)) or 'none'}.",
            where=where, remedy="name it with --columns text=COLUMN.",
        )  # fmt: skip
    return out


def read_csv(source: Source, on_error: OnError) -> Iterator[Story]:
    """The stories of a CSV or TSV file with a header row; the delimiter is told from the header."""
    head = source.stream.read(SAMPLE)
    if head.count(0) and encoding_of(head) == "utf-8":
        raise BinaryFile("this is no table of text.", where=source.where, remedy="export it as CSV in UTF-8.")
    lines = io.TextIOWrapper(_Rejoined(head, source.stream), encoding=encoding_of(head), errors="replace", newline="")  # type: ignore[arg-type,type-var]
    first = lines.readline()
    delimiter = max("\t,;|", key=first.count)
    header = next(csv.reader([first], delimiter=delimiter), [])
    where = source.where
    columns = column_map(header, source.columns, where)
    csv.field_size_limit(50_000_000)
    rows = csv.reader(lines, delimiter=delimiter)
    number = 1
    while True:
        try:
            row = next(rows, None)
        except csv.Error as e:
            on_error(
                BrokenFile(f"the row cannot be read ({e}).", where=where, line=number + 1, remedy="mend its quotes.")
            )
            continue
        if row is None:
            return
        number = rows.line_num + 1
        if not row:
            continue
        try:
            if len(row) != len(header):
                raise BrokenFile(
                    f"the row has {len(row)} cells, the header {len(header)}.",
                    where=where,
                    line=number,
                    remedy="mend its quotes.",
                )
            cells = dict(zip(header, row, strict=True))
            yield story_from({k: cells[c] or None for k, c in columns.items()}, where=where, line=number)
        except InputError as e:
            on_error(e)


class _Rejoined(io.RawIOBase):
    """A stream whose first bytes were read already."""

    def __init__(self, head: bytes, rest: Any) -> None:
        self.head, self.rest = head, rest

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray) -> int:  # type: ignore[override]
        data = self.head[: len(buffer)] or self.rest.read(len(buffer))
        self.head = self.head[len(buffer) :]
        buffer[: len(data)] = data
        return len(data)


def read_parquet(source: Source, on_error: OnError) -> Iterator[Story]:
    """The stories of a Parquet file, a thousand rows in memory at a time."""
    import duckdb

    with tempfile.NamedTemporaryFile(suffix=".parquet") as copy:
        path = source.path
        if path is None:
            shutil.copyfileobj(source.stream, copy)
            copy.flush()
            path = copy.name
        db = duckdb.connect()
        try:
            found = db.execute("SELECT * FROM read_parquet(?)", [path])
            header = [d[0] for d in found.description or ()]
            columns = column_map(header, source.columns, source.where)
            number = 0
            while rows := found.fetchmany(1000):
                for row in rows:
                    number += 1
                    try:
                        cells = dict(zip(header, row, strict=True))
                        yield story_from(
                            {k: _plain(cells[c]) for k, c in columns.items()}, where=source.where, line=number
                        )
                    except InputError as e:
                        on_error(e)
        except duckdb.Error as e:
            raise BrokenFile(
                f"it cannot be read as Parquet ({str(e).splitlines()[0]}).",
                where=source.where,
                remedy="write it again.",
            ) from e
        finally:
            db.close()


def _plain(value: Any) -> Any:
    if isinstance(value, dt.datetime | dt.date):
        return value.isoformat()
    return value
