"""JSON lines: one story a line, keys as docs/record.md names them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, BinaryIO

from dragoman.document import Story
from dragoman.errors import BrokenLine, InputError, LineTooLong
from dragoman.read.base import OnError, Source
from dragoman.read.fields import story_from

MAX_LINE = 50_000_000
"""Bytes of one line; a longer one is passed over without being held in memory."""


def read_jsonl(source: Source, on_error: OnError) -> Iterator[Story]:
    """The stories of a JSON lines file."""
    yield from stories_of_lines(source.stream, source.where, on_error)


def stories_of_lines(lines: BinaryIO, where: str, on_error: OnError) -> Iterator[Story]:
    """The story of each line; a line that cannot be used is reported with its number and passed over."""
    number = 0
    while True:
        line = lines.readline(MAX_LINE + 1)
        if not line:
            return
        number += 1
        try:
            if len(line) > MAX_LINE and not line.endswith(b"\n"):
                while line and not line.endswith(b"\n"):
                    line = lines.readline(1 << 20)
                raise LineTooLong(
                    f"the line is longer than {MAX_LINE // 1_000_000} MB and was passed over.",
                    where=where, line=number, remedy="split the story, or check that lines end where stories do.",
                )  # fmt: skip
            if line.strip():
                yield story_of(line, where, number)
        except InputError as e:
            on_error(e)


def story_of(line: bytes, where: str, number: int) -> Story:
    """The story of one line. Raises BrokenLine, BadValue or EmptyStory with the line's number."""
    try:
        data: Any = json.loads(line.decode("utf-8-sig"))
    except UnicodeDecodeError as e:
        raise BrokenLine("the line is no UTF-8.", where=where, line=number, remedy="save the file as UTF-8.") from e
    except (json.JSONDecodeError, RecursionError) as e:
        what = f"{e.msg} at column {e.colno}" if isinstance(e, json.JSONDecodeError) else "it is nested too deep"
        raise BrokenLine(
            f"the line is no JSON ({what}).", where=where, line=number, remedy="write one JSON object a line."
        ) from e
    if not isinstance(data, dict):
        raise BrokenLine("the line is no JSON object.", where=where, line=number, remedy='write {"text": "..."}.')
    return story_from(data, where=where, line=number)
