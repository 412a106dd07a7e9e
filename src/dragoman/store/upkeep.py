"""Backup and compaction of a ledger."""

from __future__ import annotations

import os
import sqlite3
import tempfile
from dataclasses import dataclass
from pathlib import Path

from dragoman.errors import LedgerError
from dragoman.store.check import check
from dragoman.store.file import trouble
from dragoman.store.ledger import Ledger


@dataclass(frozen=True, slots=True)
class Copy:
    """A backup that was made and looked over."""

    path: Path
    size: int
    documents: int
    claims: int
    content_hash: str


def backup(ledger: Ledger, to: str | Path, *, replace: bool = False, full: bool = False) -> Copy:
    """A copy of the ledger at one moment, while others may write to it. The copy is made beside its place, looked over
    (``full``: every span and digest too), and moved there whole.

    Raises LedgerError where something stands there already (unless ``replace``), the copy cannot be written, or what was
    copied is damaged; then nothing is left behind.
    """
    to = Path(to)
    if to.is_dir():
        to = to / ledger.path.name
    if to.exists() and not replace:
        raise LedgerError("there is a file already.", where=str(to), remedy="name another, or use --replace.")
    if to.exists() and to.samefile(ledger.path):
        raise LedgerError("this is the ledger itself.", where=str(to), remedy="name another file.")
    try:
        handle, name = tempfile.mkstemp(prefix=f".{to.name}.", dir=to.parent)
    except OSError as e:
        raise LedgerError(f"it cannot be written ({e.strerror}).", where=str(to), remedy="check the folder.") from e
    os.close(handle)
    half = Path(name)
    try:
        _copy(ledger, half)
        with Ledger(half, readonly=True) as copy:
            report = check(copy, quick=not full)
            if report.problems:
                raise LedgerError(
                    f"the ledger has faults, so no backup was made: {report.problems[0].what}.", where=str(ledger.path),
                    remedy="run dragoman check; an older backup may be sound.",
                )  # fmt: skip
            done = Copy(to, half.stat().st_size, report.documents, report.claims, copy.content_hash())
        half.replace(to)
    finally:
        for left in (half, Path(f"{half}-wal"), Path(f"{half}-shm")):
            left.unlink(missing_ok=True)
    return done


def _copy(ledger: Ledger, to: Path) -> None:
    """SQLite's online backup, in one step: a writer in WAL mode goes on beside it."""
    try:
        out = sqlite3.connect(to)
        try:
            ledger.db.backup(out)
            out.execute("PRAGMA journal_mode = DELETE")  # one file, which a folder that may not be written can hold
        finally:
            out.close()
    except sqlite3.Error as e:
        raise trouble(to, e) from e
    with to.open("rb+") as f:
        os.fsync(f.fileno())


@dataclass(frozen=True, slots=True)
class Compacted:
    """Bytes on disk before and after."""

    before: int
    after: int


def compact(ledger: Ledger) -> Compacted:
    """Rebuild the file without gaps, mend and optimise the full-text index, and gather statistics for the query planner.
    Nothing that the ledger says is changed. Needs room for a second copy of it, and no other writer."""
    before = _size(ledger.path)
    db = ledger.db
    try:
        (indexed,) = db.execute("SELECT count(*) FROM document_search_docsize").fetchone()
        (stored,) = db.execute("SELECT count(*) FROM documents").fetchone()
        if indexed != stored:
            db.execute("INSERT INTO document_search (document_search) VALUES ('rebuild')")
        db.execute("INSERT INTO document_search (document_search) VALUES ('optimize')")
        db.execute("PRAGMA analysis_limit = 1000")
        db.execute("ANALYZE")
        db.execute("VACUUM")
        db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    except sqlite3.Error as e:
        raise trouble(ledger.path, e) from e
    return Compacted(before, _size(ledger.path))


def _size(path: Path) -> int:
    return sum(p.stat().st_size for p in (path, Path(f"{path}-wal")) if p.exists())
