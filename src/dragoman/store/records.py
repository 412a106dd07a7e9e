"""Where records are imported from: JSON lines, also gzipped; Parquet with a column ``record``, as a run on Spark writes
it; folders of such files, as deep as they go."""

from __future__ import annotations

import gzip
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import BinaryIO, NamedTuple

from dragoman.errors import BrokenFile, InputError, LineTooLong, MissingFile

MAX_LINE = 50_000_000
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


Lines = Iterator[Line | InputError]
"""What a source gives, in its order; an error stands for what cannot be read, and the rest goes on."""


def lines_of(name: str, note: Callable[[str], None] = lambda said: None) -> Lines:
    """The records of a file, a folder, or of standard input (``-``). ``note`` is told what is passed over on purpose.

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
            else:
                yield from stream_lines(stream, str(path))
    except FileNotFoundError as e:
        raise MissingFile("there is no such file.", where=str(path), remedy="check the spelling.") from e
    except (OSError, EOFError) as e:
        why = (e.strerror if isinstance(e, OSError) else None) or e
        raise InputError(
            f"it cannot be read ({why}).", where=str(path), remedy="check its permissions, and that it is whole."
        ) from e


def stream_lines(source: BinaryIO, where: str) -> Lines:
    """The lines of an open file; empty ones are passed over."""
    number = 0
    while line := source.readline(MAX_LINE + 1):
        number += 1
        if len(line) > MAX_LINE and not line.endswith(b"\n"):
            while line and not line.endswith(b"\n"):
                line = source.readline(1 << 20)
            yield LineTooLong(f"the line is longer than {MAX_LINE // 1_000_000} MB.", where=where, line=number)
        elif line.strip():
            yield Line(where, number, line.removeprefix(b"\xef\xbb\xbf") if number == 1 else line)


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
