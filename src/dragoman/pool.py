"""Stories coded on all cores: worker processes of our own, each with its model, kept busy and watched by a thread.

A worker is a fresh interpreter (:mod:`dragoman.worker`) that reads pickled batches and answers with pickled records: it
inherits nothing, so a program, a notebook or a thread may start it without a guard, and a Ctrl-C at the terminal reaches
the parent alone. What comes out is what one process would give, in the same order.
"""

from __future__ import annotations

import contextlib
import os
import pickle
import queue
import signal
import subprocess
import sys
import threading
from collections.abc import Iterable, Iterator
from itertools import chain
from typing import Any

from dragoman.batches import Outcome, batches, code_batch, where
from dragoman.document import Story
from dragoman.errors import DataError, InputError
from dragoman.parse.pipe import DEFAULT_MODEL

BATCH_STORIES = 16
BATCH_CHARACTERS = 100_000
"""Smaller than in one process: the last batches of a run should not leave a core idle for long."""
AHEAD = 3
"""Batches a worker that may be read before the first of them has been taken out."""

_ONE_THREAD = {f"{library}_NUM_THREADS": "1" for library in ("OMP", "OPENBLAS", "MKL", "VECLIB_MAXIMUM")}
"""A worker is one of as many as there are cores: its BLAS must not start threads of its own."""


def cores() -> int:
    """Cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def code_outcomes(
    stories: Iterable[Story], *, model: str = DEFAULT_MODEL, claims_only: bool = False, workers: int | None = None
) -> Iterator[Outcome]:
    """What came of each story, in input order, whatever the number of workers (None: one a core).

    One worker is this process, and so is what fits one batch: starting others would take longer than coding it. A story
    whose worker dies is tried once more alone, then reported. Raises DataError where the model cannot be used or no worker
    can be started.
    """
    wanted = cores() if workers is None else workers
    if wanted > 1:
        parts = batches(stories, most=BATCH_STORIES, characters=BATCH_CHARACTERS)
        first = next(parts, None)
        second = next(parts, None)
        if second is not None:
            assert first is not None
            yield from _in_workers(chain((first, second), parts), wanted, (model, claims_only))
            return
        stories = first or ()
    for batch in batches(stories):
        yield from code_batch(batch, model, claims_only)


def _in_workers(parts: Iterator[list[Story]], workers: int, how: tuple[str, bool]) -> Iterator[Outcome]:
    """Batches dealt out to workers, their outcomes put back in order; so many at a time that memory stays flat."""
    todo: queue.SimpleQueue[tuple[int, list[Story]] | None] = queue.SimpleQueue()
    done: queue.SimpleQueue[tuple[int, list[Outcome] | BaseException]] = queue.SimpleQueue()
    keepers = [_Keeper(todo, done, how) for _ in range(workers)]
    ready: dict[int, list[Outcome]] = {}
    given = taken = 0
    more = True
    try:
        for k in keepers:
            k.start()
        while True:
            while more and given - taken < AHEAD * workers:
                batch = next(parts, None)
                if batch is None:
                    more = False
                    break
                todo.put((given, batch))
                given += 1
            if taken == given:
                return
            while taken not in ready:
                number, what = done.get()
                if isinstance(what, BaseException):
                    raise what
                ready[number] = what
            yield from ready.pop(taken)
            taken += 1
    finally:
        for k in keepers:
            k.stop()
        for _ in keepers:
            todo.put(None)
        for k in keepers:
            k.join()


class _Dead(Exception):
    """The worker is gone."""


class _Keeper(threading.Thread):
    """Feeds one worker process, and starts another where it dies."""

    def __init__(self, todo: queue.SimpleQueue[Any], done: queue.SimpleQueue[Any], how: tuple[str, bool]) -> None:
        super().__init__(name="dragoman-keeper", daemon=True)
        self.todo, self.done, self.how = todo, done, how
        self.process: subprocess.Popen[bytes] | None = None
        self.stopped = False
        self.lock = threading.Lock()

    def run(self) -> None:
        while (task := self.todo.get()) is not None and not self.stopped:
            number, batch = task
            try:
                self.done.put((number, self._coded(batch)))
            except BaseException as e:
                self.done.put((number, e))
                return

    def stop(self) -> None:
        """End the worker; what it was doing is given up."""
        with self.lock:
            self.stopped = True
            if self.process is not None:
                self.process.kill()

    def join(self, timeout: float | None = None) -> None:
        super().join(timeout)
        if self.process is not None:
            self.process.wait()
            for stream in (self.process.stdin, self.process.stdout):
                with contextlib.suppress(OSError):
                    stream.close()  # type: ignore[union-attr]

    def _coded(self, batch: list[Story]) -> list[Outcome]:
        try:
            return self._ask(batch)
        except _Dead:
            if self.stopped:
                return []
        return [self._alone(story) for story in batch]

    def _alone(self, story: Story) -> Outcome:
        """A story of a batch whose worker died: once more, alone, so that only the one that it dies of is lost."""
        try:
            return self._ask([story])[0]
        except _Dead as e:
            return Outcome(story, error=InputError(
                f"the process that coded it died twice ({e}).", where=where(story),
                remedy="if memory ran short, use fewer --workers; else report it with the story.",
            ))  # fmt: skip

    def _ask(self, batch: list[Story]) -> list[Outcome]:
        worker = self._worker()
        try:
            _write(worker, batch)
            answer = _read(worker)
        except (OSError, EOFError, pickle.UnpicklingError) as e:
            raise _Dead(self._bury()) from e
        if isinstance(answer, BaseException):
            raise answer
        return [Outcome(story, *parts) for story, parts in zip(batch, answer, strict=True)]

    def _worker(self) -> subprocess.Popen[bytes]:
        """The worker, started where there is none. Raises DataError where it cannot be."""
        if self.process is not None:
            return self.process
        with self.lock:
            if self.stopped:
                raise _Dead("stopped")
            env = {**os.environ, **_ONE_THREAD, "PYTHONPATH": os.pathsep.join(p for p in sys.path if p)}
            self.process = worker = subprocess.Popen(
                [sys.executable, "-P", "-m", "dragoman.worker"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=env,
                start_new_session=True,
            )  # fmt: skip
        try:
            _write(worker, self.how)
            answer = _read(worker)
        except (OSError, EOFError, pickle.UnpicklingError) as e:
            how = self._bury()
            if self.stopped:
                raise _Dead(how) from e
            raise DataError(
                f"a worker process could not start ({how}).", remedy="use --workers 1, which needs none."
            ) from e
        if isinstance(answer, BaseException):
            raise answer
        return worker

    def _bury(self) -> str:
        """Take leave of a dead worker, and say how it went."""
        assert self.process is not None
        worker, self.process = self.process, None
        try:
            code = worker.wait(timeout=1)
        except subprocess.TimeoutExpired:
            worker.kill()
            code = worker.wait()
        for stream in (worker.stdin, worker.stdout):
            with contextlib.suppress(OSError):
                stream.close()  # type: ignore[union-attr]
        if code < 0:
            with contextlib.suppress(ValueError):
                return signal.Signals(-code).name
        return f"exit code {code}"


def _write(worker: subprocess.Popen[bytes], what: object) -> None:
    assert worker.stdin is not None
    pickle.dump(what, worker.stdin, pickle.HIGHEST_PROTOCOL)
    worker.stdin.flush()


def _read(worker: subprocess.Popen[bytes]) -> Any:
    assert worker.stdout is not None
    return pickle.load(worker.stdout)
