"""Records straight into a ledger, many stories a transaction.

A worker process reads and checks the lines while this one writes. What is in the ledger is whole stories at any moment;
an import that was cut short is run again, and passes over what is there.
"""

from __future__ import annotations

import gc
import marshal
import os
import pickle
import threading
import time
from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import ExitStack, suppress
from dataclasses import dataclass, field
from multiprocessing import get_context
from tempfile import TemporaryFile

from dragoman.errors import BadValue, InputError
from dragoman.schema.decode import told_from_json
from dragoman.store.ledger import Ledger
from dragoman.store.records import PART, Line, Lines, LinesBefore, Part, lines_in
from dragoman.store.rows import head_of, rows_of
from dragoman.store.spans import wrong_spans
from dragoman.store.writing import Prepared, prepare_rows

AHEAD = 40
"""Chunks that may be in work or waiting, so that the worker has enough to do while a transaction is written."""
SHELF = 1 << 28
"""Bytes of one chunk's place in the file through which rows are handed over; what is longer goes through the pipe."""
CLAIMS = 10_000
"""Claims of one transaction, about, half a second of work. A killed import loses no more. In larger ones a page of an
index is written once for many rows."""

OnError = Callable[[InputError], None]
Chunk = list[Line | Part]
"""What goes to the worker at a time."""
Wrong = tuple[InputError, int]
"""What is wrong with a line, and the byte of its file from which its number counts."""


@dataclass
class Imported:
    """What came of an import: stories by outcome (``new``, ``unchanged``, ``revised``), claims, failures."""

    outcome: Counter[str] = field(default_factory=Counter)
    claims: int = 0
    failures: int = 0

    @property
    def stories(self) -> int:
        return sum(self.outcome.values())


def import_records(
    ledger: Ledger,
    lines: Lines,
    *,
    on_error: OnError,
    run: int | None = None,
    workers: int = 1,
    told: Callable[[Imported], None] = lambda done: None,
) -> Imported:
    """Store the record of each line (:func:`dragoman.store.records.lines_of`). A line that holds none is given to
    ``on_error`` with its place, and the rest goes on.

    ``workers`` 0 does all in this process. ``told`` is called after every transaction. Where the source breaks off,
    ``on_error`` is told so too, and what came before is stored.
    """
    done = Imported()
    before = LinesBefore()

    def failed(error: InputError, start: int = 0) -> None:
        done.failures += 1
        on_error(_placed(error, start, before))

    batch: list[tuple[Prepared, int | None]] = []
    size = 0

    def write() -> None:
        nonlocal size
        done.outcome.update(ledger.add_many(batch, run=run))
        done.claims += size
        batch.clear()
        size = 0
        told(done)

    with ledger.bulk():
        for prepared, wrong in _prepared(_chunks(lines, failed, on_error), workers):
            for error, start in wrong:
                failed(error, start)
            for p in prepared:
                batch.append((p, None))
                size += p.claims
            if size >= CLAIMS or len(batch) >= CLAIMS:
                if not done.stories:
                    ledger.put_off()
                write()
        if batch:
            write()
    return done


def _placed(error: InputError, start: int, before: LinesBefore) -> InputError:
    """With the line's number in its file, where it counts from a later byte."""
    if not start or error.where is None or error.line is None:
        return error
    try:
        number = error.line + before(error.where, start)
    except OSError:
        return error
    return type(error)(error.message, where=error.where, line=number, remedy=error.remedy)


def _chunks(lines: Lines, failed: OnError, broken: OnError) -> Iterator[Chunk]:
    chunk: Chunk = []
    size = 0
    try:
        for line in lines:
            if isinstance(line, InputError):
                failed(line)
                continue
            chunk.append(line)
            size += line.stop - line.start if isinstance(line, Part) else len(line.told)
            if size >= PART:
                yield chunk
                chunk, size = [], 0
    except InputError as e:
        broken(e)
    if chunk:
        yield chunk


def _prepare(chunk: Chunk) -> tuple[list[Prepared], list[Wrong]]:
    """Runs in the worker."""
    out: list[Prepared] = []
    wrong: list[Wrong] = []
    for item in chunk:
        start = item.start if isinstance(item, Part) else 0
        for line in lines_in(item) if isinstance(item, Part) else (item,):
            try:
                out.append(_checked(line))
            except InputError as e:
                wrong.append((e, start))
    return out, wrong


def _checked(line: Line | InputError) -> Prepared:
    """Raises InputError with the line's number."""
    if isinstance(line, InputError):
        raise line
    try:
        record = told_from_json(line.told, "")
        head, parts = head_of(record), rows_of(record)
        bad = next(wrong_spans(head, parts), None)
        if bad is None:
            return prepare_rows(head, parts)
        said = f"{record.id}: the words {bad.words!r} do not stand at {bad.begin} of its text."
    except BadValue as e:
        said = e.message
    raise BadValue(said, where=line.where, line=line.number, remedy="write records as dragoman export jsonl does.")


def _shipped(chunk: Chunk, shelf: int, at: int) -> bytes | int:
    """The same for the way between two processes, nothing but plain values and rows: marshal takes half the time of pickle
    for them, and both are the same Python. (Version 2 looks for no value that it has seen already.)

    They are put into the open file ``shelf`` at byte ``at``, and only how many bytes they are goes through the pipe: a thread
    would read it piece by piece in between the rows that this process's parent writes. Without a file all goes there."""
    out, wrong = _prepare(chunk)
    rows = [(p.head, p.stored, p.packed, p.digest, p.text_digest) for p in out]
    told = marshal.dumps((rows, pickle.dumps(wrong)), 2)
    if shelf >= 0 and len(told) <= SHELF:
        with suppress(OSError):
            if os.pwrite(shelf, told, at) == len(told):
                return len(told)
    return told


@dataclass(slots=True)
class _Job:
    chunk: Chunk
    future: Future[bytes | int] | None
    shelf: int
    at: int
    done: tuple[list[Prepared], list[Wrong]] | None = None

    def result(self) -> tuple[list[Prepared], list[Wrong]]:
        """Waits for it. Where the worker died, this process does its work."""
        if self.done is None and self.future:
            try:
                told = self.future.result()
                out, wrong = marshal.loads(os.pread(self.shelf, told, self.at) if isinstance(told, int) else told)
                self.done = [Prepared(*p) for p in out], pickle.loads(wrong)
            except BrokenProcessPool:
                pass
        return self.done or _prepare(self.chunk)


def _prepared(chunks: Iterable[Chunk], workers: int) -> Iterator[tuple[list[Prepared], list[Wrong]]]:
    """In order. Where the worker cannot be or dies, this process does its work; where it has to wait, some of it."""
    if not workers:
        yield from map(_prepare, chunks)
        return
    fork = hasattr(os, "fork") and os.name == "posix"
    context = get_context("fork" if fork else "spawn")
    with ExitStack() as stack:
        # A file without a name: a forked worker has it open too, and it is gone with the two of them.
        shelf = stack.enter_context(TemporaryFile(buffering=0)).fileno() if fork else -1
        pool = stack.enter_context(
            ProcessPoolExecutor(workers, mp_context=context, initializer=_begin, initargs=(os.getpid(),))
        )
        waiting: deque[_Job] = deque()
        for number, chunk in enumerate(chunks):
            at = number % (AHEAD + 1) * SHELF
            waiting.append(_Job(chunk, _submit(pool, chunk, shelf, at), shelf, at))
            if len(waiting) > AHEAD:
                yield _first(waiting)
        while waiting:
            yield _first(waiting)


def _first(waiting: deque[_Job]) -> tuple[list[Prepared], list[Wrong]]:
    job = waiting.popleft()
    if job.future and not job.future.done():
        mine = next((j for j in waiting if j.future and j.future.cancel()), None)
        if mine:
            mine.done = _prepare(mine.chunk)
    return job.result()


def _begin(parent: int) -> None:
    """A worker that has lost its parent (killed, it could not say good-bye) ends by itself."""
    gc.disable()

    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(1)
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()


def _submit(pool: ProcessPoolExecutor, chunk: Chunk, shelf: int, at: int) -> Future[bytes | int] | None:
    try:
        return pool.submit(_shipped, chunk, shelf, at)
    except BrokenProcessPool:
        return None
