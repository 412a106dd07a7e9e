"""Records straight into a ledger, many stories a transaction: JSON lines as ``dragoman code`` and ``dragoman export jsonl``
write them.

A worker process reads and checks the lines while this one writes. What is in the ledger is whole stories at any moment;
an import that was cut short is run again, and passes over what is there.
"""

from __future__ import annotations

import gc
import os
import threading
import time
from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, field
from multiprocessing import get_context
from typing import BinaryIO

from dragoman.errors import BadValue, InputError, LineTooLong
from dragoman.schema.decode import record_from_json
from dragoman.store.ledger import Ledger
from dragoman.store.rows import head_of, rows_of
from dragoman.store.spans import wrong_spans
from dragoman.store.writing import Prepared, prepare_rows

CHUNK = 1 << 20
"""Bytes of lines that go to the worker at a time."""
AHEAD = 4
"""Chunks that may be in work or waiting: memory stays flat."""
ROWS = 30_000
"""Rows of one transaction, about: two or three thousand claims. A killed import loses no more."""
MAX_LINE = 50_000_000

OnError = Callable[[InputError], None]
Line = tuple[int, bytes]
Told = tuple[str, int]
"""What is wrong with a line, and its number."""


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
    source: BinaryIO,
    where: str,
    *,
    on_error: OnError,
    run: int | None = None,
    workers: int = 1,
    told: Callable[[Imported], None] = lambda done: None,
) -> Imported:
    """Store the record of each line. A line that holds none is given to ``on_error`` with its number, and the rest goes on.

    ``workers`` 0 does all in this process. ``told`` is called after every transaction.
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
        done.claims += sum(p.claims for p, _ in batch)
        batch.clear()
        size = 0
        told(done)

    with ledger.bulk():
        for prepared, wrong in _prepared(_chunks(source, where, failed), workers):
            for what, number in wrong:
                failed(BadValue(what, where=where, line=number, remedy="write records as dragoman export jsonl does."))
            for p in prepared:
                batch.append((p, None))
                size += sum(map(len, p.stored.values()))
            if size >= ROWS:
                write()
        if batch:
            write()
    return done


def _chunks(source: BinaryIO, where: str, failed: OnError) -> Iterator[list[Line]]:
    chunk: list[Line] = []
    size = number = 0
    while line := source.readline(MAX_LINE + 1):
        number += 1
        if len(line) > MAX_LINE and not line.endswith(b"\n"):
            while line and not line.endswith(b"\n"):
                line = source.readline(1 << 20)
            failed(LineTooLong(f"the line is longer than {MAX_LINE // 1_000_000} MB.", where=where, line=number))
            continue
        if line.strip():
            chunk.append((number, line))
            size += len(line)
        if size >= CHUNK:
            yield chunk
            chunk, size = [], 0
    if chunk:
        yield chunk


def _prepare(lines: list[Line]) -> tuple[list[Prepared], list[Told]]:
    """Runs in the worker: nothing but plain values and rows goes back."""
    out, wrong = [], []
    for number, line in lines:
        try:
            record = record_from_json(line.removeprefix(b"\xef\xbb\xbf") if number == 1 else line, "")
            head, parts = head_of(record), rows_of(record)
            bad = next(wrong_spans(head, parts), None)
            if bad is None:
                out.append(prepare_rows(head, parts))
            else:
                wrong.append((f"{record.id}: the words {bad.words!r} do not stand at {bad.begin} of its text.", number))
        except BadValue as e:
            wrong.append((e.message, number))
    return out, wrong


def _prepared(chunks: Iterable[list[Line]], workers: int) -> Iterator[tuple[list[Prepared], list[Told]]]:
    """In order. Where the worker cannot be or dies, this process does its work."""
    if not workers:
        yield from map(_prepare, chunks)
        return
    context = get_context("fork" if hasattr(os, "fork") and os.name == "posix" else "spawn")
    with ProcessPoolExecutor(workers, mp_context=context, initializer=_begin, initargs=(os.getpid(),)) as pool:
        waiting: deque[tuple[list[Line], Future[tuple[list[Prepared], list[Told]]] | None]] = deque()
        for chunk in chunks:
            waiting.append((chunk, _submit(pool, chunk)))
            if len(waiting) > AHEAD * workers:
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


def _submit(pool: ProcessPoolExecutor, chunk: list[Line]) -> Future[tuple[list[Prepared], list[Told]]] | None:
    try:
        return pool.submit(_prepare, chunk)
    except BrokenProcessPool:
        return None


def _result(
    chunk: list[Line], future: Future[tuple[list[Prepared], list[Told]]] | None
) -> tuple[list[Prepared], list[Told]]:
    try:
        return future.result() if future else _prepare(chunk)
    except BrokenProcessPool:
        return _prepare(chunk)
