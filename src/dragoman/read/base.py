"""What every reader works with: a file as a stream with the name that errors give it, and what the user said of it."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import BinaryIO

from dragoman.document import Story
from dragoman.errors import InputError, TooLarge

MAX_BYTES = 50_000_000
"""Of one story's file; a container may be larger, what it holds may not."""

OnError = Callable[[InputError], None]


@dataclass(frozen=True, slots=True)
class Source:
    """One file, or one member of an archive. ``where`` is what errors call it: ``news.zip: may/goma.html``."""

    stream: BinaryIO
    where: str
    columns: Mapping[str, str] = field(default_factory=dict)
    """The user's column map of tables: field of a story to column."""
    depth: int = 0
    """How many archives it lies in."""
    path: str | None = None
    """The file on disk, for formats that need random access; None within an archive."""

    @property
    def name(self) -> str:
        """The file's own name, without folders."""
        return PurePosixPath(self.where.rsplit(": ", 1)[-1].replace("\\", "/")).name

    def read(self, limit: int = MAX_BYTES) -> bytes:
        """All bytes. Raises TooLarge past the limit, having held no more than that."""
        data = self.stream.read(limit + 1)
        if len(data) > limit:
            raise TooLarge(
                f"it is larger than {limit // 1_000_000} MB and no single story.",
                where=self.where, remedy="split it into one file a story, or give JSON lines.",
            )  # fmt: skip
        return data


Reader = Callable[[Source, OnError], Iterator[Story]]


class Capped(io.RawIOBase):
    """A stream that gives no more than ``limit`` bytes: what unpacks to more is a bomb, or a mistake."""

    def __init__(self, stream: BinaryIO, limit: int, where: str) -> None:
        self.inner, self.left, self.limit, self.where = stream, limit, limit, where

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray) -> int:  # type: ignore[override]
        data = self.inner.read(min(len(buffer), self.left + 1))
        self.left -= len(data)
        if self.left < 0:
            raise TooLarge(
                f"it unpacks to more than {self.limit // 1_000_000} MB.",
                where=self.where, remedy="unpack it by hand and give the files.",
            )  # fmt: skip
        buffer[: len(data)] = data
        return len(data)


def capped(stream: BinaryIO, limit: int, where: str) -> BinaryIO:
    """A buffered stream over :class:`Capped`."""
    return io.BufferedReader(Capped(stream, limit, where))  # type: ignore[return-value,type-var]
