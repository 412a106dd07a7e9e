"""Opening the file: is it a ledger, is it of an age that this program knows, and its migrations."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Mapping
from functools import cache
from importlib import resources
from pathlib import Path

from dragoman.errors import LedgerError, MissingFile
from dragoman.store.packed import pack_tables
from dragoman.store.putoff import put_back

APPLICATION_ID = 0x44524147
"""``DRAG`` in the file's header (PRAGMA application_id): tells a ledger from any other SQLite file."""

PAGE = 8192
"""Bytes of a page of a new ledger: a story's rows of one part stand on one, and half as many are written as of SQLite's own
4096."""

_MAGIC = b"SQLite format 3\x00"
_BUSY_MS = 30_000


@cache
def migrations() -> tuple[str, ...]:
    """SQL of every migration in order; the n-th brings a file from schema n - 1 to n."""
    folder = resources.files("dragoman.store") / "migrations"
    files = sorted((f for f in folder.iterdir() if f.name.endswith(".sql")), key=lambda f: f.name)
    assert [f.name for f in files] == [f"{n:04}.sql" for n in range(1, len(files) + 1)]
    return tuple(f.read_text(encoding="utf-8") for f in files)


def schema_version() -> int:
    """The schema that this program writes (PRAGMA user_version)."""
    return len(migrations())


def open_ledger(path: str | Path, *, readonly: bool) -> sqlite3.Connection:
    """A connection to the ledger at ``path``, which is made if it is to be written and is not there.

    Raises MissingFile for a reader of a file that is not there, and LedgerError for a file that is no ledger, is
    damaged, cannot be opened, or was written by a newer program. Such a file is left as it was.
    """
    path = Path(path)
    fresh = _examine(path, readonly)
    try:
        db = _connect(path, readonly)
        try:
            _configure(db, path, fresh, readonly)
        except BaseException:
            db.close()
            raise
    except sqlite3.Error as e:
        raise trouble(path, e) from e
    return db


def trouble(path: str | Path, error: sqlite3.Error) -> LedgerError:
    """What went wrong inside SQLite, as an error of ours with a remedy."""
    text = str(error)
    if "malformed" in text or "not a database" in text or "corrupt" in text:
        return LedgerError(
            f"the ledger is damaged ({text}).",
            where=str(path),
            remedy="restore a copy, or code anew into another file.",
        )
    if "locked" in text or "busy" in text:
        return LedgerError(
            "another program is writing to the ledger.", where=str(path), remedy="wait for it to end, then run again."
        )
    if "full" in text:
        return LedgerError(
            "the disk is full.", where=str(path), remedy="make room, then run again: what is stored stays."
        )
    if "readonly" in text:
        return LedgerError(
            "the ledger may not be written.", where=str(path), remedy="check the rights of the file and its folder."
        )
    if "fts5" in text:
        return LedgerError(
            "this Python's SQLite has no FTS5.", where=str(path), remedy="use a Python from python.org or your system."
        )
    return LedgerError(
        f"the ledger cannot be used ({text}).", where=str(path), remedy="check the file and the rights of its folder."
    )


def _examine(path: Path, readonly: bool) -> bool:
    """True where the file is to be made. Looks at the first bytes, so that no other file is ever touched."""
    if path.is_dir():
        raise LedgerError("this is a folder, not a ledger.", where=str(path), remedy="name a file, such as ledger.db.")
    try:
        with path.open("rb") as f:
            start = f.read(16)
    except FileNotFoundError:
        if readonly:
            raise MissingFile(
                "no such ledger.", where=str(path), remedy=f"make it with: dragoman code STORY.txt --ledger {path}"
            ) from None
        if not path.parent.is_dir():
            raise LedgerError("no such folder.", where=str(path.parent), remedy="make the folder first.") from None
        return True
    except OSError as e:
        raise LedgerError(
            f"the file cannot be read ({e.strerror}).", where=str(path), remedy="check its rights."
        ) from e
    if not start and not readonly:
        return True
    if start != _MAGIC:
        raise LedgerError(
            "this is not a ledger.", where=str(path), remedy="name a file that dragoman made, or a new one."
        )
    return False


def _connect(path: Path, readonly: bool) -> sqlite3.Connection:
    address = path.resolve().as_uri()
    if not readonly:
        return sqlite3.connect(address, uri=True, isolation_level=None, timeout=_BUSY_MS / 1000)
    db = sqlite3.connect(f"{address}?mode=ro", uri=True, isolation_level=None, timeout=_BUSY_MS / 1000)
    try:
        db.execute("SELECT count(*) FROM sqlite_master").fetchone()
    except sqlite3.OperationalError:
        # A ledger in a folder that may not be written: without a -wal file there is no writer to miss.
        if Path(f"{path}-wal").exists():
            raise
        db.close()
        db = sqlite3.connect(f"{address}?mode=ro&immutable=1", uri=True, isolation_level=None)
    return db


def _configure(db: sqlite3.Connection, path: Path, fresh: bool, readonly: bool) -> None:
    version = db.execute("PRAGMA user_version").fetchone()[0]
    ours = db.execute("PRAGMA application_id").fetchone()[0] == APPLICATION_ID
    if not ours and not (fresh or _empty(db)):
        raise LedgerError(
            "this is an SQLite file, but not a ledger.",
            where=str(path),
            remedy="name a file that dragoman made, or a new one.",
        )
    if version > schema_version():
        raise LedgerError(
            f"the ledger has schema {version}; this dragoman knows {schema_version()}.",
            where=str(path), remedy="use the newer dragoman that wrote it, or: pip install --upgrade dragoman",
        )  # fmt: skip
    if version < schema_version() and readonly:
        if version == 0:
            raise LedgerError(
                "the ledger is empty: its first run did not begin.",
                where=str(path), remedy=f"run: dragoman code STORY.txt --ledger {path}",
            )  # fmt: skip
        raise LedgerError(
            f"the ledger has the older schema {version}.",
            where=str(path), remedy=f"bring it up to date by writing to it: dragoman code STORY.txt --ledger {path}",
        )  # fmt: skip
    db.execute("PRAGMA foreign_keys = ON")
    if not readonly:
        if fresh:
            db.execute(f"PRAGMA page_size = {PAGE}")
        db.execute("PRAGMA journal_mode = WAL")
        db.execute("PRAGMA synchronous = NORMAL")
        put_back(db)
        migrate(db)


def _empty(db: sqlite3.Connection) -> bool:
    return not db.execute("SELECT 1 FROM sqlite_master LIMIT 1").fetchone()


def migrate(db: sqlite3.Connection) -> None:
    """Bring the file to the present schema, each step in a transaction of its own; a second process waits."""
    while True:
        db.execute("BEGIN IMMEDIATE")
        try:
            version = db.execute("PRAGMA user_version").fetchone()[0]
            if version >= schema_version():
                db.execute("ROLLBACK")
                return
            for statement in _statements(migrations()[version]):
                db.execute(statement)
            for step in _STEPS.get(version + 1, ()):
                step(db)
            db.execute(f"PRAGMA application_id = {APPLICATION_ID}")
            db.execute(f"PRAGMA user_version = {version + 1}")
            db.execute("COMMIT")
        except BaseException:
            if db.in_transaction:
                db.execute("ROLLBACK")
            raise


_STEPS: Mapping[int, tuple[Callable[[sqlite3.Connection], None], ...]] = {8: (pack_tables,)}
"""What SQL alone cannot do of the migration to a schema: done after its statements, in the same transaction."""


def _statements(sql: str) -> list[str]:
    """Whole statements (a trigger holds semicolons of its own): executescript would commit the transaction."""
    out, part = [], ""
    for line in sql.splitlines(keepends=True):
        part += line
        if part.strip() and sqlite3.complete_statement(part):
            out.append(part)
            part = ""
    assert not part.strip(), part
    return out
