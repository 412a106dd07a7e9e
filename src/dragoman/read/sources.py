"""Stories from files, folders, feeds on the web and standard input. What cannot be read is reported, the rest goes on."""

from __future__ import annotations

import io
import os
import sys
import urllib.error
import urllib.request
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import BinaryIO

from dragoman.document import Story
from dragoman.errors import BadValue, InputError, MissingFile
from dragoman.read.base import MAX_BYTES, OnError, Source
from dragoman.read.fields import KEYS, check_date
from dragoman.read.formats import reader_for, skipped
from dragoman.read.jsonl import stories_of_lines
from dragoman.read.meter import Meter

TIMEOUT = 30
"""Seconds that an address given by the user may take to answer."""


def read_stories(
    sources: Iterable[str | Path],
    *,
    stdin: BinaryIO | None = None,
    published: str | None = None,
    columns: Mapping[str, str] | None = None,
    meter: Meter | None = None,
    on_error: OnError,
) -> Iterator[Story]:
    """Stories of files, folders (in name order, hidden files left out), http addresses of feeds and pages, and ``-``
    (JSON lines on standard input).

    ``published`` (ISO date) is given to stories that carry no date of their own; ``columns`` maps fields of a story to
    columns of tables; ``meter`` is told of the files as they are
    opened. Each InputError goes to ``on_error``.
    """
    if published is not None:
        published = check_date(published, where="--published")
    for source in sources:
        for story in _one(source, stdin, columns or {}, meter, on_error):
            yield replace(story, published=published) if published and not story.published else story


def parse_columns(pairs: Iterable[str]) -> dict[str, str]:
    """``["text=body", "published=date"]`` as a map. Raises BadValue for a field that stories do not have."""
    out = {}
    for pair in pairs:
        key, mark, column = pair.partition("=")
        if not mark or key not in KEYS or not column:
            raise BadValue(
                f"--columns {pair!r} names no field.", remedy=f"write FIELD=COLUMN, FIELD one of {', '.join(KEYS)}."
            )
        out[key] = column
    return out


def _one(
    source: str | Path, stdin: BinaryIO | None, columns: Mapping[str, str], meter: Meter | None, on_error: OnError
) -> Iterator[Story]:
    if str(source) == "-":
        lines = stdin or sys.stdin.buffer
        if meter is not None and meter.total is not None:
            meter.opened(lines, os.fstat(lines.fileno()).st_size)
        yield from stories_of_lines(lines, "standard input", on_error)
        return
    if str(source).startswith(("http://", "https://")):
        yield from _guarded(lambda: fetch(str(source), columns), str(source), on_error)
        return
    path = Path(source)
    if path.is_dir():
        found = False
        for inner in sorted(p for p in path.rglob("*") if p.is_file()):
            if skipped(inner.relative_to(path).as_posix()):
                continue
            found = True
            yield from read_file(inner, on_error, columns, meter)
        if not found:
            on_error(
                MissingFile(
                    "this folder holds no story.", where=str(path), remedy="put text files or JSON lines in it."
                )
            )
    elif path.is_file():
        yield from read_file(path, on_error, columns, meter)
    else:
        on_error(
            MissingFile(
                "there is no such file or folder.",
                where=str(path),
                remedy="check the spelling, or use - for standard input.",
            )
        )


def read_file(
    path: Path, on_error: OnError, columns: Mapping[str, str] | None = None, meter: Meter | None = None
) -> Iterator[Story]:
    """The stories of one file by its suffix; what goes wrong is reported."""

    def opened() -> Source:
        stream = path.open("rb")
        if meter is not None:
            meter.opened(stream, os.fstat(stream.fileno()).st_size)
        return Source(stream, str(path), columns or {}, path=str(path))

    yield from _guarded(opened, path.name, on_error)


def _guarded(open_source, name: str, on_error: OnError) -> Iterator[Story]:  # type: ignore[no-untyped-def]
    try:
        source = open_source()
        with source.stream:
            yield from reader_for(source.name)(source, on_error)
    except InputError as e:
        on_error(e)
    except OSError as e:
        on_error(InputError(f"it cannot be read ({e.strerror or e}).", where=name, remedy="check its permissions."))


def fetch(url: str, columns: Mapping[str, str]) -> Source:
    """What an address answers, as a source named so that its kind is known. The only thing that ever leaves the machine,
    and only for an address that the user gives."""
    request = urllib.request.Request(url, headers={"User-Agent": "dragoman", "Accept": "*/*"})
    try:
        with urllib.request.urlopen(request, timeout=TIMEOUT) as answer:
            data, kind = answer.read(MAX_BYTES + 1), answer.headers.get_content_type()
    except (urllib.error.URLError, TimeoutError, ValueError) as e:
        raise InputError(
            f"it cannot be fetched ({getattr(e, 'reason', e)}).", where=url, remedy="check the address."
        ) from e
    suffix = next(
        (s for mark, s in (("html", ".html"), ("xml", ".xml"), ("json", ".json"), ("rss", ".xml")) if mark in kind),
        ".txt",
    )
    where = url if url.lower().endswith(suffix) else f"{url}: page{suffix}"
    return Source(io.BytesIO(data), where, columns)
