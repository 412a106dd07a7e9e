"""Plain text files: one story a file, kept as decoded."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePosixPath

from dragoman.document import Story
from dragoman.errors import EmptyStory
from dragoman.read.base import OnError, Source
from dragoman.read.decode import decode


def read_text(source: Source, on_error: OnError) -> Iterator[Story]:
    """The story of a text file; its id is the file's name without suffix."""
    text, warnings = decode(source.read(), where=source.where)
    if not text.strip():
        raise EmptyStory(
            "the file holds no words.", where=source.where, remedy="leave it out, or check that it was saved."
        )
    yield Story(text=text, id=PurePosixPath(source.name).stem, path=source.where, warnings=warnings)
