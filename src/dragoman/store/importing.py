"""Records straight into a ledger, many stories a transaction.

A worker process reads and checks the lines while this one writes. What is in the ledger is whole stories at any moment;
an import that was cut short is run again, and passes over what is there.
"""

from __future__ import annotations

import gc
import marshal
import os
import threading
import time
from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, field
from multiprocessing import get_context

from dragoman.errors import BadValue, InputError
from dragoman.schema.decode import told_from_json
from dragoman.store.ledger import Ledger
from dragoman.store.records import Line, Lines
from dragoman.store.rows import head_of, rows_of
from dragoman.store.spans import wrong_spans
from dragoman.store.writing import Prepared, prepare_rows

CHUNK = 1 << 20
"""Bytes of lines that go to the worker at a time."""
AHEAD = 40
"""Chunks that may be in work or waiting, so that the worker has enough to do while a transaction is written."""
CLAIMS = 10_000
"""Claims of one transaction, about, half a second of work. A killed import loses no more. In larger ones a page of an
index is written once for many rows."""

OnError = Callable[[InputError], None]
Told = tuple[str, str, int]
"""What is wrong with a line, its file, and its number."""


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

    def failed(error: InputError) -> None:
        done.failures += 1
        on_error(error)

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
            for what, where, number in wrong:
                failed(BadValue(what, where=where, line=number, remedy="write records as dragoman export jsonl does."))
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


def _chunks(lines: Lines, failed: OnError, broken: OnError) -> Iterator[list[Line]]:
    chunk: list[Line] = []
    size = 0
    try:
        for line in lines:
            if isinstance(line, InputError):
                failed(line)
                continue
            chunk.append(line)
            size += len(line.told)
            if size >= CHUNK:
                yield chunk
                chunk, size = [], 0
    except InputError as e:
        broken(e)
    if chunk:
        yield chunk


def _prepare(lines: list[Line]) -> tuple[list[Prepared], list[Told]]:
    """Runs in the worker: nothing but plain values and rows goes back."""
    out, wrong = [], []
    for where, number, line in lines:
        try:
            record = told_from_json(line, "")
            head, parts = head_of(record), rows_of(record)
            bad = next(wrong_spans(head, parts), None)
            if bad is None:
                out.append(prepare_rows(head, parts))
            else:
                said = f"{record.id}: the words {bad.words!r} do not stand at {bad.begin} of its text."
                wrong.append((said, where, number))
        except BadValue as e:
            wrong.append((e.message, where, number))
    return out, wrong


def _shipped(lines: list[Line]) -> bytes:
    """The same for the way between two processes: marshal takes half the time of pickle for plain values, and both are the
    same Python. (Version 2 looks for no value that it has seen already.)"""
    out, wrong = _prepare(lines)
    return marshal.dumps(([(p.head, p.stored, p.packed, p.digest, p.text_digest) for p in out], wrong), 2)


def _prepared(chunks: Iterable[list[Line]], workers: int) -> Iterator[tuple[list[Prepared], list[Told]]]:
    """In order. Where the worker cannot be or dies, this process does its work."""
    if not workers:
        yield from map(_prepare, chunks)
        return
    context = get_context("fork" if hasattr(os, "fork") and os.name == "posix" else "spawn")
    with ProcessPoolExecutor(workers, mp_context=context, initializer=_begin, initargs=(os.getpid(),)) as pool:
        waiting: deque[tuple[list[Line], Future[bytes] | None]] = deque()
        for chunk in chunks:
            waiting.append((chunk, _submit(pool, chunk)))
            if len(waiting) > AHEAD:
                yield _result(*waiting.popleft())
        while waiting:
            yield _result(*waiting.popleft())


def _begin(parent: int) -> None:
    """A worker that has lost its parent (killed, it could not say good-bye) ends by itself."""
    gc.disable()

    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(1)
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()


def _submit(pool: ProcessPoolExecutor, chunk: list[Line]) -> Future[bytes] | None:
    try:
        return pool.submit(_shipped, chunk)
    except BrokenProcessPool:
        return None


def _result(chunk: list[Line], future: Future[bytes] | None) -> tuple[list[Prepared], list[Told]]:
    try:
        if future:
            out, wrong = marshal.loads(future.result())
            return [Prepared(*p) for p in out], wrong
    except BrokenProcessPool:
        pass
    return _prepare(chunk)
