"""Stories from files, folders and standard input. What cannot be read is reported and the rest goes on."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import BinaryIO

from dragoman.document import Story
from dragoman.errors import InputError, MissingFile
from dragoman.read.formats import reader_for, skipped
from dragoman.read.jsonl import check_date, stories_of_lines

OnError = Callable[[InputError], None]


def read_stories(
    sources: Iterable[str | Path], *, stdin: BinaryIO | None = None, published: str | None = None, on_error: OnError
) -> Iterator[Story]:
    """Stories of files, folders (in name order, hidden files left out) and ``-`` (JSON lines on standard input).

    ``published`` (ISO date) is given to stories that carry no date of their own. Each InputError goes to ``on_error``.
    """
    if published is not None:
        published = check_date(published, where="--published")
    for source in sources:
        for story in _one(source, stdin, on_error):
            yield replace(story, published=published) if published and not story.published else story


def _one(source: str | Path, stdin: BinaryIO | None, on_error: OnError) -> Iterator[Story]:
    if str(source) == "-":
        yield from stories_of_lines(stdin or sys.stdin.buffer, "standard input", on_error)
        return
    path = Path(source)
    if path.is_dir():
        found = False
        for inner in sorted(p for p in path.rglob("*") if p.is_file()):
            if skipped(inner.relative_to(path)):
                continue
            found = True
            yield from _file(inner, on_error)
        if not found:
            on_error(
                MissingFile(
                    "this folder holds no story.", where=str(path), remedy="put text files or JSON lines in it."
                )
            )
    elif path.is_file():
        yield from _file(path, on_error)
    else:
        on_error(
            MissingFile(
                "there is no such file or folder.",
                where=str(path),
                remedy="check the spelling, or use - for standard input.",
            )
        )


def _file(path: Path, on_error: OnError) -> Iterator[Story]:
    try:
        yield from reader_for(path)(path, on_error)
    except InputError as e:
        on_error(e)
    except OSError as e:
        on_error(InputError(f"it cannot be read ({e.strerror}).", where=str(path), remedy="check its permissions."))
