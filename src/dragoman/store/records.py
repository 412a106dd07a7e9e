"""Where records are imported from: JSON lines, also gzipped; Parquet with a column ``record``, as a run on Spark writes
it; folders of such files, as deep as they go."""

from __future__ import annotations

import gzip
import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import BinaryIO, NamedTuple

from dragoman.errors import BrokenFile, InputError, LineTooLong, MissingFile

MAX_LINE = 50_000_000
PART = 1 << 20
"""Bytes of a file that are read at a time."""
COLUMN = "record"
"""Of a Parquet file: a record as one line of JSON."""
_ROWS = 500
_LINES = (".jsonl", ".ndjson", ".json", ".jsonl.gz", ".ndjson.gz", ".json.gz")
_MAGIC = b"PAR1"


class Line(NamedTuple):
    """One record as JSON, with the file that it stands in and its line or row there, from 1."""

    where: str
    number: int
    told: bytes


class Part(NamedTuple):
    """The lines of a file that begin at bytes ``start`` to ``stop``: whoever needs them reads them."""

    where: str
    start: int
    stop: int


Lines = Iterator[Line | Part | InputError]
"""What a source gives, in its order; an error stands for what cannot be read, and the rest goes on."""


def lines_of(name: str, note: Callable[[str], None] = lambda said: None) -> Lines:
    """The records of a file, a folder, or of standard input (``-``); plain files by parts, to be read with
    :func:`lines_in`. ``note`` is told what is passed over on purpose.

    Raises MissingFile, InputError or BrokenFile where nothing of it can be read.
    """
    if name == "-":
        yield from stream_lines(sys.stdin.buffer, name)
        return
    path = Path(name)
    if not path.is_dir():
        yield from _file_lines(path, note)
        return
    parts = _parts(path)
    if not parts:
        raise InputError(
            "no file of records is in this folder.", where=name, remedy="name a folder of .parquet or .jsonl files."
        )
    for part in parts:
        try:
            yield from _file_lines(part, note)
        except InputError as e:
            yield e


def _parts(folder: Path) -> list[Path]:
    """In the order of their names; what begins with a dot or an underscore is a program's own (``_SUCCESS``)."""
    return sorted(
        p
        for p in folder.rglob("*")
        if p.name.endswith((".parquet", *_LINES))
        and not any(n.startswith((".", "_")) for n in p.relative_to(folder).parts)
        and p.is_file()
    )


def _file_lines(path: Path, note: Callable[[str], None]) -> Lines:
    try:
        with path.open("rb") as stream:
            start = stream.read(4)
            stream.seek(0)
            if start == _MAGIC:
                yield from _parquet_lines(path, note)
            elif path.suffix == ".gz":
                with gzip.open(stream) as inner:
                    yield from stream_lines(inner, str(path))  # type: ignore[arg-type]
            elif path.suffix == ".parquet":
                raise BrokenFile("this is no Parquet file.", where=str(path), remedy="write it again.")
            elif size := os.fstat(stream.fileno()).st_size:
                yield from (Part(str(path), at, min(at + PART, size)) for at in range(0, size, PART))
            else:
                yield from stream_lines(stream, str(path))
    except FileNotFoundError as e:
        raise MissingFile("there is no such file.", where=str(path), remedy="check the spelling.") from e
    except (OSError, EOFError) as e:
        raise _unreadable(e, str(path)) from e


def _unreadable(e: OSError | EOFError, where: str) -> InputError:
    why = (e.strerror if isinstance(e, OSError) else None) or e
    return InputError(f"it cannot be read ({why}).", where=where, remedy="check its permissions, and that it is whole.")


def stream_lines(source: BinaryIO, where: str, stop: int | None = None) -> Iterator[Line | InputError]:
    """The lines of an open file, of those that begin before byte ``stop``; empty ones are passed over."""
    number = 0
    while (stop is None or source.tell() < stop) and (line := source.readline(MAX_LINE + 1)):
        number += 1
        if len(line) > MAX_LINE and not line.endswith(b"\n"):
            _to_the_end_of_the_line(source)
            yield LineTooLong(f"the line is longer than {MAX_LINE // 1_000_000} MB.", where=where, line=number)
        elif line.strip():
            yield Line(where, number, line.removeprefix(b"\xef\xbb\xbf") if number == 1 else line)


def _to_the_end_of_the_line(source: BinaryIO) -> None:
    while (piece := source.readline(1 << 20)) and not piece.endswith(b"\n"):
        pass


def lines_in(part: Part) -> Iterator[Line | InputError]:
    """The lines of a part. Their numbers count from its beginning: see :class:`LinesBefore`."""
    try:
        with Path(part.where).open("rb", buffering=1 << 16) as source:
            if part.start:
                source.seek(part.start - 1)
                _to_the_end_of_the_line(source)
            yield from stream_lines(source, part.where, part.stop)
    except OSError as e:
        yield _unreadable(e, part.where)


class LinesBefore:
    """How many lines of a file begin before a byte of it. Asked in the order of the file it reads each byte once."""

    def __init__(self) -> None:
        self.where, self.at, self.lines = "", 0, 0

    def __call__(self, where: str, at: int) -> int:
        """Raises OSError."""
        if self.where != where or self.at > at:
            self.where, self.at, self.lines = where, 0, 0
        with Path(where).open("rb") as source:
            source.seek(self.at)
            while self.at < at and (block := source.read(min(PART, at - self.at))):
                self.at += len(block)
                self.lines += block.count(b"\n")
            whole = at == 0 or (source.seek(at - 1) and source.read(1) == b"\n")
        return self.lines + (not whole)


def _parquet_lines(path: Path, note: Callable[[str], None]) -> Lines:
    import duckdb

    where = str(path)
    db = duckdb.connect()
    try:
        columns = [str(c[0]) for c in db.execute("DESCRIBE SELECT * FROM read_parquet(?)", [where]).fetchall()]
        if COLUMN not in columns:
            raise BrokenFile(
                f"it has no column {COLUMN!r}; it has {', '.join(columns)}.", where=where,
                remedy="give what dragoman spark-code wrote; stories that are not coded go to dragoman code.",
            )  # fmt: skip
        found = db.execute(
            f"SELECT file_row_number + 1, CAST({COLUMN} AS VARCHAR) FROM read_parquet(?, file_row_number = true)",
            [where],
        )
        uncoded = 0
        while rows := found.fetchmany(_ROWS):
            for number, told in rows:
                if told is None:
                    uncoded += 1
                else:
                    yield Line(where, number, told.encode("utf-8"))
        if uncoded:
            note(f"{where}: {uncoded:,} rows have no record: their stories were not coded.")
    except duckdb.Error as e:
        raise BrokenFile(
            f"it cannot be read as Parquet ({str(e).splitlines()[0]}).", where=where, remedy="write it again."
        ) from e
    finally:
        db.close()
