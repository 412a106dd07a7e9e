"""A folder into which others put files: each is given once, when it is whole.

A file is taken to be whole when two looks find it with the same size and time, or when it has not changed for a while. It
is known by its content: one that is moved, copied or touched is not given again, one that is written over with something
new is.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

from dragoman.errors import MissingFile
from dragoman.read.formats import skipped

INTERVAL = 2.0
"""Seconds between two looks."""
_OLD = 10.0
"""Seconds after its last change that a file is taken to be whole at the first look."""
_HALF = (".part", ".partial", ".tmp", ".temp", ".crdownload", ".filepart", ".swp", "~")
"""How programs name files that they have not finished."""

State = tuple[int, int]


class Settled(NamedTuple):
    """A file that is whole, and the digest of its content."""

    path: Path
    digest: str


def digest_of(path: Path) -> str:
    """32 hexadecimal digits of a file's content."""
    with path.open("rb") as f:
        return hashlib.file_digest(f, lambda: hashlib.blake2b(digest_size=16)).hexdigest()


class Folder:
    """A watched folder. ``known`` tells whether a content has been dealt with before."""

    def __init__(self, path: Path, known: Callable[[str], bool], *, clock: Callable[[], float] = time.time) -> None:
        if not path.is_dir():
            raise MissingFile("there is no such folder to watch.", where=str(path), remedy="make it first.")
        self.path, self.known, self.clock = path, known, clock
        self._seen: dict[Path, State] = {}
        self._given: dict[Path, State] = {}

    def look(self) -> Iterator[Settled]:
        """Files that are whole now and have not been given, in name order. What is still being written waits for the next
        look; what goes away in between is passed over."""
        seen: dict[Path, State] = {}
        for path in sorted(self.path.rglob("*")):
            try:
                if not path.is_file() or self._no_story(path):
                    continue
                status = path.stat()
                state = status.st_size, status.st_mtime_ns
                seen[path] = state
                if self._given.get(path) == state or not self._whole(path, state):
                    continue
                digest = digest_of(path)
            except OSError:
                continue
            self._given[path] = state
            if not self.known(digest):
                yield Settled(path, digest)
        self._seen = seen
        self._given = {p: s for p, s in self._given.items() if p in seen}

    def _no_story(self, path: Path) -> bool:
        return skipped(path.relative_to(self.path).as_posix()) or path.name.lower().endswith(_HALF)

    def _whole(self, path: Path, state: State) -> bool:
        return self._seen.get(path) == state or self.clock() - state[1] / 1e9 > _OLD
