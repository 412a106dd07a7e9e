"""``dragoman code --watch FOLDER``: files are coded as they come, until Ctrl-C."""

from __future__ import annotations

import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dragoman.cli.common import complain

if TYPE_CHECKING:
    from dragoman.cli.coding import Job
    from dragoman.store import Ledger


def watch(folder: Path, ledger: Ledger | None, job: Job, code: Callable[[Path], None], *, interval: float) -> None:
    """Code each new file of the folder once with ``code``, and wait for more. Ends with Ctrl-C, or where another program
    asks this one to end (SIGTERM)."""
    from dragoman.read.watch import Folder
    from dragoman.store.watched import WatchedFiles

    done = WatchedFiles(ledger)
    watched = Folder(folder, lambda digest: digest in done)
    complain(f"watching {folder}; Ctrl-C ends.")
    try:
        with _asked_to_end():
            while True:
                for path, digest in watched.look():
                    stories, failures = job.stories, job.failures
                    code(path)
                    done.note(digest, str(path), stories=job.stories - stories, failures=job.failures - failures)
                time.sleep(interval)
    except KeyboardInterrupt:
        complain("stopped watching; what is stored stays.")


@contextmanager
def _asked_to_end() -> Iterator[None]:
    def end(*_: Any) -> None:
        raise KeyboardInterrupt

    before = signal.signal(signal.SIGTERM, end)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)
