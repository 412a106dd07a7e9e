"""The ledger: records in, records out."""

from __future__ import annotations

import datetime as dt
import gc
import json
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from dragoman.errors import LedgerError
from dragoman.record import Claim, Record
from dragoman.store.asof import moment, shadow
from dragoman.store.correcting import corrections_of, say
from dragoman.store.file import open_ledger, trouble
from dragoman.store.putoff import put_back, put_off
from dragoman.store.rebuild import read_record
from dragoman.store.reviews import Review, Standing, Verdict, by_claim, select_reviews, standing
from dragoman.store.rows import text_digest
from dragoman.store.writing import Added, Prepared, Writer, now, prepare


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
    """A run of the coder. ``code``, ``lexicons`` and ``gazetteer`` are digests (dragoman.provenance); None in runs of
    programs that did not tell."""

    key: int
    started: str
    finished: str | None
    version: str
    model: str
    coded: int
    failed: int
    settings: Mapping[str, Any] = field(default_factory=dict)
    code: str | None = None
    lexicons: str | None = None
    gazetteer: str | None = None
    model_version: str | None = None


@dataclass(frozen=True, slots=True)
class RevisionRow:
    """One version of a story that the ledger keeps. ``coded`` is the number of the revision that holds what the coder said,
    where people's word makes this one; ``publisher_version`` is the publisher's own count."""

    key: int
    revision: int
    recorded: str
    superseded: str | None
    run: int | None
    publisher_version: int | None
    coded: int | None
    claims: int


class Ledger:
    """A ledger file: ``with Ledger("ledger.db") as ledger: ledger.add(record)``.

    ``readonly`` opens without writing anything, also while another process codes into the file. ``as_of`` (a date, which
    means its end, or a moment) opens it, read-only, as it was known then: everything that is asked of
    ``current_documents``, ``current_claims``, reviews, runs and decisions is answered so. Raises MissingFile and
    LedgerError (see :func:`dragoman.store.file.open_ledger`). Not to be shared between threads.
    """

    def __init__(
        self, path: str | Path, *, readonly: bool = False, as_of: str | dt.date | dt.datetime | None = None
    ) -> None:
        self.path = Path(path)
        self.moment = None if as_of is None else moment(as_of)
        self.readonly = readonly or self.moment is not None
        self.db = open_ledger(path, readonly=self.readonly)
        if self.moment is not None:
            shadow(self.db, self.moment)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def __repr__(self) -> str:
        how = f", as_of={self.moment!r}" if self.moment else ", readonly=True" if self.readonly else ""
        return f"Ledger({str(self.path)!r}{how})"

    def as_of(self, when: str | dt.date | dt.datetime) -> Ledger:
        """This ledger, opened read-only as it was known then."""
        return Ledger(self.path, as_of=when)

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
        if self.readonly and self.moment is not None:
            raise LedgerError(
                f"this is the ledger as of {self.moment}, which may not be written.",
                where=str(self.path), remedy="open it without as_of.",
            )  # fmt: skip
        with self._guard("BEGIN IMMEDIATE"):
            yield

    @contextmanager
    def in_memory(self) -> Iterator[Ledger]:
        """A copy that may be written and goes away: for working on a ledger that may not be."""
        copy = Ledger.__new__(Ledger)
        copy.path, copy.readonly, copy.moment = self.path, False, self.moment
        copy.db = sqlite3.connect(":memory:", isolation_level=None)
        self.db.backup(copy.db)
        if self.moment is not None:
            shadow(copy.db, self.moment)
            copy._forget_links()
        with copy:
            yield copy

    def _forget_links(self) -> None:
        """What the linker has worked out is of now."""
        from dragoman.store.links import LinkTables

        with self.writing():
            LinkTables(self).forget()

    # writing ---------------------------------------------------------------------------------------------------------

    def start_run(
        self, *, version: str, model: str, settings: Mapping[str, Any] | None = None, code: str | None = None,
        lexicons: str | None = None, gazetteer: str | None = None, model_version: str | None = None,
    ) -> int:  # fmt: skip
        """Note that a run of the coder begins; its number goes to :meth:`add` and :meth:`finish_run`. What is known of
        where its claims come from: :func:`dragoman.provenance.provenance`."""
        with self.writing():
            cursor = self.db.execute(
                "INSERT INTO runs (started, version, model, settings, code, lexicons, gazetteer, model_version)"
                " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                (now(), version, model, json.dumps(settings or {}, sort_keys=True), code, lexicons, gazetteer,
                 model_version),
            )  # fmt: skip
        assert cursor.lastrowid is not None
        return cursor.lastrowid

    def finish_run(self, run: int, *, coded: int, failed: int) -> None:
        """Note that the run ended, and how it went."""
        with self.writing():
            self.db.execute(
                "UPDATE runs SET finished = ?, coded = ?, failed = ? WHERE run = ?", (now(), coded, failed, run)
            )

    def add(self, record: Record, *, run: int | None = None, version: int | None = None) -> Added:
        """Store a record, in one transaction.

        ``unchanged`` where the same story coded alike is there already, ``revised`` where the id is known and text or
        claims differ: the earlier row stays and is marked superseded. ``version`` is the publisher's own count, where it
        has one: a lower one than that of the present revision is kept but does not supersede it (``older``). What people
        have said of the story's claims holds for the new revision too.
        """
        return self.add_many([(prepare(record), version)], run=run)[0]

    def add_many(self, prepared: Iterable[tuple[Prepared, int | None]], *, run: int | None = None) -> list[Added]:
        """Store many records with their publisher's versions in one transaction: all of them or none."""
        with self.writing():
            writer = Writer(self.db)
            out = [writer.store(p, run=run, version=version) for p, version in prepared]
            writer.flush()
        return out

    @contextmanager
    def bulk(self) -> Iterator[None]:
        """While much is written: a larger cache, no look-up of every row's parent or role (rows of a record have theirs; a
        check looks at both), and no search for garbage (rows hold no cycles; looking through millions of them takes
        longer than storing them)."""
        self.db.execute("PRAGMA foreign_keys = OFF")
        self.db.execute("PRAGMA ignore_check_constraints = ON")
        self.db.execute("PRAGMA cache_size = -200000")
        collecting = gc.isenabled()
        gc.disable()
        try:
            yield
        finally:
            if collecting:
                gc.enable()
            self._indices(put_back)
            self.db.execute("PRAGMA foreign_keys = ON")
            self.db.execute("PRAGMA ignore_check_constraints = OFF")
            self.db.execute("PRAGMA cache_size = -2000")

    def put_off(self) -> None:
        """Within :meth:`bulk`, where more comes than some thousand claims: the indices of a small ledger wait for its end."""
        self._indices(put_off)

    def _indices(self, do: Callable[[sqlite3.Connection], None]) -> None:
        try:
            do(self.db)
        except sqlite3.Error as e:
            raise trouble(self.path, e) from e

    # a person's word -------------------------------------------------------------------------------------------------

    def review(
        self, claim_id: str, verdict: Verdict, *, by: str, why: str = "", changes: Mapping[str, Any] | None = None
    ) -> int:
        """Keep a person's word on a claim: ``accept``, ``reject``, or ``edit`` with ``changes`` (field of the record to its
        new value as plain JSON). The number of the review.

        The coder's claim stays; the current revision of the story is told anew with it. Raises LedgerError where no such
        claim is in the ledger, BadValue for changes that cannot be.
        """
        return say(self, claim_id, verdict, by=by, why=why, changes=changes)

    def undo_review(self, review: int, *, by: str, why: str = "") -> int:
        """Take a review back, by another row: its number. Raises LedgerError where that review does not hold."""
        return say(self, review, "undo", by=by, why=why)

    def corrections(
        self, *, claim_id: str | None = None, document_id: str | None = None, by: str | None = None, limit: int = -1
    ) -> list[Review]:
        """The audit log, latest first: all that people have said, of one claim, of one story, or by one person."""
        with self._guard():
            return corrections_of(self.db, claim_id=claim_id, document_id=document_id, by=by, limit=limit)

    def standings(self, document_id: str) -> dict[str, Standing]:
        """What people say now of each claim of a story that they speak of, by the claim's id, also of rejected ones."""
        with self._guard():
            row = self.db.execute(
                "SELECT COALESCE(coded, document) FROM current_documents WHERE id = ?", (document_id,)
            ).fetchone()
            said = select_reviews(self.db, "document_id = ?", (document_id,)) if row else []
            if not said:
                return {}
            record = read_record(self.db, row[0])
        return {record.claims[n].id: standing(r) for n, r in by_claim(record, said).items()}

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
                "SELECT document FROM current_documents WHERE id = ?" if revision is None
                else "SELECT document FROM documents WHERE id = ? AND revision = ?",
                (document_id,) if revision is None else (document_id, revision),
            ).fetchone()  # fmt: skip
            return read_record(self.db, row[0]) if row else None

    def read(self, key: int) -> Record:
        """The record whose document row is ``key``, inside a transaction of the caller's."""
        return read_record(self.db, key)

    def coded(self, document_id: str) -> Record | None:
        """The record of a document as the coder made it, without what people say of it; None where there is none."""
        with self._guard():
            row = self.db.execute(
                "SELECT COALESCE(coded, document) FROM current_documents WHERE id = ?", (document_id,)
            ).fetchone()
            return read_record(self.db, row[0]) if row else None

    def history(self, document_id: str) -> list[RevisionRow]:
        """Every version of a document that is kept, oldest first."""
        with self._guard():
            rows = self.db.execute(
                "SELECT d.document, d.revision, d.recorded, d.superseded, d.run, d.publisher_version, c.revision,"
                " (SELECT count(*) FROM claims WHERE claims.document = d.document)"
                " FROM documents d LEFT JOIN documents c ON c.document = d.coded WHERE d.id = ? ORDER BY d.revision",
                (document_id,),
            ).fetchall()
        return [RevisionRow(*row) for row in rows]

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
                "SELECT run, started, finished, version, model, coded, failed, settings, code, lexicons, gazetteer,"
                " model_version FROM runs ORDER BY run"
            ).fetchall()
        return [RunRow(*(*row[:7], json.loads(row[7]), *row[8:])) for row in rows]

    def content_hash(self) -> str:
        """Of all current records, in whatever order they came: two ledgers of equal content have equal hashes."""
        with self._guard():
            rows = self.db.execute("SELECT id, hash FROM current_documents ORDER BY id").fetchall()
        return text_digest(json.dumps(rows, ensure_ascii=False))
