"""The input formats: suffix to reader. A reader takes a path and an error callback and yields stories."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from dragoman.document import Story
from dragoman.errors import InputError
from dragoman.read.jsonl import read_jsonl
from dragoman.read.text import read_text

Reader = Callable[[Path, Callable[[InputError], None]], Iterator[Story]]

READERS: dict[str, Reader] = {".txt": read_text, ".text": read_text, ".jsonl": read_jsonl, ".ndjson": read_jsonl}
_NO_STORY = frozenset(
    {".md", ".csv", ".db", ".py", ".yaml", ".yml", ".toml", ".lock", ".gz", ".zip", ".pdf", ".png", ".jpg"}
)


def reader_for(path: Path) -> Reader:
    """The reader of a file; what has an unknown suffix is read as text."""
    return READERS.get(path.suffix.lower(), read_text)


def skipped(path: Path) -> bool:
    """Is a file of a folder no story: hidden, or of a kind that holds none (named outright it is still read)."""
    return any(part.startswith(".") for part in path.parts) or path.suffix.lower() in _NO_STORY
