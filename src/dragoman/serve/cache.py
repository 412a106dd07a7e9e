"""What was worked out of a ledger, kept for as long as its file stays as it is."""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Hashable
from pathlib import Path
from typing import Any, TypeVar

from dragoman.errors import DragomanError
from dragoman.store import Ledger

T = TypeVar("T")
KEPT = 64

Stamp = tuple[tuple[int, int], ...]


class Cache:
    """At most KEPT values. Threads that ask for the same value wait for the one that works it out."""

    def __init__(self, file: Path) -> None:
        self.files = (file, Path(f"{file}-wal"))
        self._lock = threading.Lock()
        self._busy: dict[Hashable, threading.Lock] = {}
        self._making: dict[Hashable, threading.Event] = {}
        self._known: OrderedDict[Hashable, tuple[Stamp, Any]] = OrderedDict()
        self._rest: dict[Hashable, float] = {}

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

    def soon(self, key: Hashable, make: Callable[[Ledger], T], patience: float = 0.15) -> tuple[T | None, bool]:
        """The value, and whether it is that of the ledger as it is now. Where it has to be worked out, a thread does so
        with the ledger open read-only, and ``patience`` seconds are waited; then the former value, or None, is given.
        While the ledger is being written, no more than a tenth of the time goes into it."""
        stamp = self.stamp()
        with self._lock:
            known = self._known.get(key)
            if known and known[0] == stamp:
                return known[1], True
            if known and time.monotonic() < self._rest.get(key, 0.0):
                return known[1], False
            ready = self._making.get(key)
            if ready is None:
                ready = self._making[key] = threading.Event()
                threading.Thread(target=self._make, args=(key, make, ready), daemon=True).start()
        ready.wait(patience)
        with self._lock:
            known = self._known.get(key)
            return (known[1], known[0] == self.stamp()) if known else (None, False)

    def _make(self, key: Hashable, make: Callable[[Ledger], Any], ready: threading.Event) -> None:
        begun = time.monotonic()
        try:
            with Ledger(self.files[0], readonly=True) as ledger:
                self.get(key, lambda: make(ledger))
        except DragomanError:
            pass  # the next request tries again, and the page itself says what is wrong with the ledger
        finally:
            with self._lock:
                self._making.pop(key, None)
                self._rest = {k: v for k, v in self._rest.items() if k in self._known}
                self._rest[key] = time.monotonic() + 9 * (time.monotonic() - begun)
            ready.set()

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
