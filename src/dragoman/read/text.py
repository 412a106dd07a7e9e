"""Plain text files: one story a file, kept as decoded."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from dragoman.document import Story
from dragoman.errors import EmptyStory, InputError, LineTooLong
from dragoman.read.decode import decode

MAX_BYTES = 50_000_000


def read_text(path: Path, on_error: Callable[[InputError], None]) -> Iterator[Story]:
    """The story of a text file; its id is the file's name without suffix."""
    if path.stat().st_size > MAX_BYTES:
        raise LineTooLong(
            f"the file is larger than {MAX_BYTES // 1_000_000} MB and no single story.",
            where=str(path), remedy="split it into one file a story, or give JSON lines.",
        )  # fmt: skip
    text, warnings = decode(path.read_bytes(), where=str(path))
    if not text.strip():
        raise EmptyStory(
            "the file holds no words.", where=str(path), remedy="leave it out, or check that it was saved."
        )
    yield Story(text=text, id=path.stem, path=str(path), warnings=warnings)
