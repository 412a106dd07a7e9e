"""What was worked out of a ledger, kept for as long as its file stays as it is."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from pathlib import Path
from typing import Any, TypeVar

T = TypeVar("T")
KEPT = 64

Stamp = tuple[tuple[int, int], ...]


class Cache:
    """At most KEPT values. Threads that ask for the same value wait for the one that works it out."""

    def __init__(self, file: Path) -> None:
        self.files = (file, Path(f"{file}-wal"))
        self._lock = threading.Lock()
        self._busy: dict[Hashable, threading.Lock] = {}
        self._known: OrderedDict[Hashable, tuple[Stamp, Any]] = OrderedDict()

    def get(self, key: Hashable, make: Callable[[], T]) -> T:
        """The value of the key, made anew where the ledger has changed since."""
        with self._lock:
            busy = self._busy.setdefault(key, threading.Lock())
        with busy:
            stamp = self.stamp()
            with self._lock:
                known = self._known.get(key)
                if known and known[0] == stamp:
                    self._known.move_to_end(key)
                    value: T = known[1]
                    return value
            value = make()
            with self._lock:
                self._known[key] = stamp, value
                while len(self._known) > KEPT:
                    gone, _ = self._known.popitem(last=False)
                    self._busy.pop(gone, None)
            return value

    def stamp(self) -> Stamp:
        """Size and time of the file and of its write-ahead log: they change with every write."""
        out = []
        for f in self.files:
            try:
                s = f.stat()
                out.append((s.st_size, s.st_mtime_ns))
            except OSError:
                out.append((0, 0))
        return tuple(out)
