"""How far the reading of the sources is, in bytes: the only measure that is known before all is read."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable
from pathlib import Path
from typing import BinaryIO

from dragoman.read.formats import skipped


class Meter:
    """Bytes of the sources, read and in all. Readers tell it of each file that they open (see ``read_stories``)."""

    def __init__(self, sources: Iterable[str | Path], *, stdin: BinaryIO | None = None) -> None:
        self.total: int | None = 0
        self._finished = 0
        self._open: tuple[BinaryIO, int] | None = None
        for source in sources:
            size = _size(source, stdin)
            self.total = None if size is None or self.total is None else self.total + size

    def opened(self, stream: BinaryIO, size: int) -> None:
        """A file of ``size`` bytes is read from now on; those before it are done."""
        if self._open is not None:
            self._finished += self._open[1]
        self._open = (stream, size)

    def share(self) -> float | None:
        """How much is read, 0 to 1; None where the sources do not tell how much there is."""
        if not self.total:
            return None
        now = 0
        if self._open is not None:
            stream, size = self._open
            try:
                now = min(stream.tell(), size)
            except (OSError, ValueError):
                now = size
        return min(1.0, (self._finished + now) / self.total)


def _size(source: str | Path, stdin: BinaryIO | None) -> int | None:
    if str(source) == "-":
        try:
            status = os.fstat(stdin.fileno()) if stdin is not None else None
        except (OSError, ValueError):
            return None
        return status.st_size if status is not None and stat.S_ISREG(status.st_mode) else None
    if str(source).startswith(("http://", "https://")):
        return None
    path = Path(source)
    try:
        if path.is_dir():
            inner = (p for p in path.rglob("*") if p.is_file() and not skipped(p.relative_to(path).as_posix()))
            return sum(p.stat().st_size for p in inner)
        return path.stat().st_size
    except OSError:
        return 0
