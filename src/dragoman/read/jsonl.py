"""JSON lines: one story a line, keys as docs/record.md names them."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, BinaryIO

from dragoman.document import Story
from dragoman.errors import BadValue, BrokenLine, EmptyStory, InputError, LineTooLong

KEYS = ("id", "text", "headline", "published", "outlet", "agency", "dateline", "url", "language")
MAX_LINE = 50_000_000
"""Bytes of one line; a longer one is passed over without being held in memory."""


def read_jsonl(path: Path, on_error: Callable[[InputError], None]) -> Iterator[Story]:
    """The stories of a JSON lines file."""
    with path.open("rb") as lines:
        yield from stories_of_lines(lines, str(path), on_error)


def stories_of_lines(lines: BinaryIO, where: str, on_error: Callable[[InputError], None]) -> Iterator[Story]:
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
    text = data.get("text")
    if not isinstance(text, str):
        raise BadValue(
            "'text' is missing or no string.", where=where, line=number, remedy="give the story's text as a string."
        )
    if not text.strip():
        raise EmptyStory("the story holds no words.", where=where, line=number, remedy="leave it out.")
    values: dict[str, Any] = {}
    for key in KEYS[2:]:
        value = data.get(key)
        if value is not None and not isinstance(value, str):
            raise BadValue(f"{key!r} is no string.", where=where, line=number, remedy="give a string, or leave it out.")
        values[key] = safe(value) or None if value is not None else None
    if values["published"]:
        values["published"] = check_date(values["published"], where=where, line=number)
    id = data.get("id")
    return Story(text=safe(text), id=None if id is None else safe(str(id)), path=where, **values)


def safe(text: str) -> str:
    """Lone surrogates (half of an escaped pair) cannot be written as UTF-8: each becomes U+FFFD, so no offset moves."""
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return "".join("�" if 0xD800 <= ord(c) <= 0xDFFF else c for c in text)
    return text


def check_date(value: str, *, where: str, line: int | None = None) -> str:
    """An ISO date or date-time as it is. Raises BadValue for anything else."""
    try:
        dt.date.fromisoformat(value[:10])
        if len(value) > 10:
            dt.datetime.fromisoformat(value.replace("Z", "+00:00"))
    except ValueError as e:
        raise BadValue(f"{value!r} is no ISO date.", where=where, line=line, remedy="write it as 2020-10-27.") from e
    return value
