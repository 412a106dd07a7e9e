"""The ledger: records in, records out."""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Any, Literal, Self

from dragoman.errors import BadValue
from dragoman.record import Claim, Record
from dragoman.store.file import open_ledger, trouble
from dragoman.store.rebuild import read_record
from dragoman.store.rows import COLUMNS, DOCUMENT_COLUMNS, insert, rows_of

Added = Literal["new", "unchanged", "revised"]


@dataclass(frozen=True, slots=True)
class DocumentRow:
    """A document as lists need it: without its text and parts."""

    key: int
    id: str
    revision: int
    headline: str | None
    outlet: str | None
    agency: str | None
    language: str | None
    published: str | None
    words: int
    claims: int
    warnings: int


@dataclass(frozen=True, slots=True)
class RunRow:
    """A run of the coder."""

    key: int
    started: str
    finished: str | None
    version: str
    model: str
    coded: int
    failed: int


class Ledger:
    """A ledger file: ``with Ledger("ledger.db") as ledger: ledger.add(record)``.

    ``readonly`` opens without writing anything, also while another process codes into the file. Raises MissingFile
    and LedgerError (see :func:`dragoman.store.file.open_ledger`). Not to be shared between threads.
    """

    def __init__(self, path: str | Path, *, readonly: bool = False) -> None:
        self.path = Path(path)
        self.readonly = readonly
        self.db = open_ledger(path, readonly=readonly)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def __repr__(self) -> str:
        return f"Ledger({str(self.path)!r}{', readonly=True' if self.readonly else ''})"

    def close(self) -> None:
        """Close the file; a second call does nothing."""
        self.db.close()

    @contextmanager
    def _guard(self, begin: str = "BEGIN") -> Iterator[None]:
        """One transaction; SQLite's errors become ours."""
        try:
            self.db.execute(begin)
            yield
            self.db.execute("COMMIT")
        except BaseException as e:
            if self.db.in_transaction:
                self.db.execute("ROLLBACK")
            if isinstance(e, sqlite3.Error):
                raise trouble(self.path, e) from e
            raise

    @contextmanager
    def writing(self) -> Iterator[None]:
        """One transaction that may write, for those who keep tables of their own in the ledger (links)."""
        with self._guard("BEGIN IMMEDIATE"):
            yield

    @contextmanager
    def in_memory(self) -> Iterator[Ledger]:
        """A copy that may be written and goes away: for working on a ledger that may not be."""
        copy = Ledger.__new__(Ledger)
        copy.path, copy.readonly = self.path, False
        copy.db = sqlite3.connect(":memory:", isolation_level=None)
        self.db.backup(copy.db)
        with copy:
            yield copy

    # writing ---------------------------------------------------------------------------------------------------------

    def start_run(self, *, version: str, model: str, settings: dict[str, str] | None = None) -> int:
        """Note that a run of the coder begins; its number goes to :meth:`add` and :meth:`finish_run`."""
        with self._guard("BEGIN IMMEDIATE"):
            cursor = self.db.execute(
                "INSERT INTO runs (started, version, model, settings) VALUES (?, ?, ?, ?)",
                (_now(), version, model, json.dumps(settings or {}, sort_keys=True)),
            )
        assert cursor.lastrowid is not None
        return cursor.lastrowid

    def finish_run(self, run: int, *, coded: int, failed: int) -> None:
        """Note that the run ended, and how it went."""
        with self._guard("BEGIN IMMEDIATE"):
            self.db.execute(
                "UPDATE runs SET finished = ?, coded = ?, failed = ? WHERE run = ?", (_now(), coded, failed, run)
            )

    def add(self, record: Record, *, run: int | None = None) -> Added:
        """Store a record, in one transaction.

        ``unchanged`` where the same story coded alike is there already, ``revised`` where the id is known and text or
        claims differ: the earlier row stays and is marked superseded.
        """
        digest, text_hash = record_hash(record), _hash(record.text)
        with self._guard("BEGIN IMMEDIATE"):
            old = self.db.execute(
                "SELECT document, revision, hash FROM documents WHERE id = ? AND superseded IS NULL", (record.id,)
            ).fetchone()
            if old and old[2] == digest:
                return "unchanged"
            now, revision = _now(), old[1] + 1 if old else 1
            if old:
                self.db.execute("UPDATE documents SET superseded = ? WHERE document = ?", (now, old[0]))
            head = record.headline_span
            values = (
                record.id, revision, digest, text_hash, old and old[0], run, now, record.version, record.text,
                record.headline, head and head.text, head and head.start, head and head.end, record.outlet,
                record.agency, record.url, record.language, record.dateline, record.published, record.published_from,
            )  # fmt: skip
            cursor = self.db.execute(
                f"INSERT INTO documents ({', '.join(DOCUMENT_COLUMNS)}) VALUES ({', '.join('?' * len(values))})", values
            )
            assert cursor.lastrowid is not None
            parts = rows_of(record, cursor.lastrowid)
            for table in COLUMNS:
                if parts.get(table):
                    self.db.executemany(insert(table), parts[table])
        return "revised" if old else "new"

    # reading ---------------------------------------------------------------------------------------------------------

    def __len__(self) -> int:
        """Current documents."""
        with self._guard():
            count: int = self.db.execute("SELECT count(*) FROM current_documents").fetchone()[0]
        return count

    def documents(self, *, limit: int = -1, offset: int = 0) -> list[DocumentRow]:
        """Current documents in the order in which they came, with how many words, claims and warnings each has."""
        with self._guard():
            rows = self.db.execute(
                "SELECT document, id, revision, headline, outlet, agency, language, published,"
                " length(text) - length(replace(text, ' ', '')) + 1,"
                " (SELECT count(*) FROM claims c WHERE c.document = d.document),"
                " (SELECT count(*) FROM warnings w WHERE w.document = d.document)"
                " FROM current_documents d ORDER BY document LIMIT ? OFFSET ?",
                (limit, offset),
            ).fetchall()
        return [DocumentRow(*row) for row in rows]

    def record(self, document_id: str, *, revision: int | None = None) -> Record | None:
        """The record of a document, as it is now or as it was; None where there is none."""
        with self._guard():
            row = self.db.execute(
                "SELECT document FROM documents WHERE id = ? AND CASE WHEN ? IS NULL THEN superseded IS NULL"
                " ELSE revision = ? END",
                (document_id, revision, revision),
            ).fetchone()
            return read_record(self.db, row[0]) if row else None

    def read(self, key: int) -> Record:
        """The record whose document row is ``key``, inside a transaction of the caller's."""
        return read_record(self.db, key)

    def revisions(self, document_id: str) -> list[tuple[int, str, str | None]]:
        """(revision, recorded, superseded) of every version of a document, oldest first; times are UTC."""
        with self._guard():
            return self.db.execute(
                "SELECT revision, recorded, superseded FROM documents WHERE id = ? ORDER BY revision", (document_id,)
            ).fetchall()

    def records(self, *, limit: int = -1, offset: int = 0) -> Iterator[Record]:
        """Current records in the order in which they came, one in memory at a time."""
        with self._guard():
            keys = self.db.execute(
                "SELECT document FROM current_documents ORDER BY document LIMIT ? OFFSET ?", (limit, offset)
            ).fetchall()
        for (key,) in keys:
            with self._guard():
                record = read_record(self.db, key)
            yield record

    def claim(self, claim_id: str) -> tuple[Record, Claim] | None:
        """A claim of a current document, with the record that it stands in; None where there is none."""
        with self._guard():
            row = self.db.execute("SELECT document, claim FROM current_claims WHERE id = ?", (claim_id,)).fetchone()
            if row is None:
                return None
            record = read_record(self.db, row[0])
        return record, record.claims[row[1]]

    def select(self, sql: str, values: Sequence[Any] | Mapping[str, Any] = ()) -> list[tuple[Any, ...]]:
        """Rows of a reading statement over the tables and views of the schema; its values by place (?) or name (:a)."""
        with self._guard():
            return self.db.execute(sql, values if isinstance(values, Mapping) else tuple(values)).fetchall()

    def runs(self) -> list[RunRow]:
        """Every run, oldest first."""
        with self._guard():
            rows = self.db.execute(
                "SELECT run, started, finished, version, model, coded, failed FROM runs ORDER BY run"
            ).fetchall()
        return [RunRow(*row) for row in rows]


def record_hash(record: Record) -> str:
    """Of the record's canonical JSON: equal for equal records, whatever run made them. Raises BadValue where the text
    holds half a surrogate pair, which no file can keep."""
    return _hash(json.dumps(record.to_dict(), ensure_ascii=False, sort_keys=True, separators=(",", ":")), record.id)


def _hash(text: str, where: str | None = None) -> str:
    try:
        return hashlib.blake2b(text.encode("utf-8"), digest_size=16).hexdigest()
    except UnicodeEncodeError as e:
        raise BadValue(
            "the text holds half a surrogate pair.", where=where, remedy="decode the source as UTF-16 or UTF-8 first."
        ) from e


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")
