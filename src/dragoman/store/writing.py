"""Records into rows of an open transaction: is the story new, the same, a revision, or an older version that comes late?"""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from dataclasses import dataclass
from datetime import UTC, datetime
from operator import itemgetter
from typing import Literal

from dragoman.errors import BadValue
from dragoman.record import Record
from dragoman.store.packed import STORED, split, whole
from dragoman.store.rebuild import read_rows, record_of
from dragoman.store.reviews import apply, reviews_of
from dragoman.store.rows import (
    COLUMNS,
    HEAD,
    Row,
    digest,
    digest_of,
    head_of,
    insert,
    is_of_now,
    rows_of,
    text_digest,
    told,
)  # fmt: skip

Added = Literal["new", "unchanged", "revised", "older"]

_DOCUMENT = ("document", "revision", "hash", "text_hash", "supersedes", "superseded", "run", "recorded",
             "publisher_version", "coded", *HEAD)  # fmt: skip
_INSERT = f"INSERT INTO documents ({', '.join(_DOCUMENT)}) VALUES ({', '.join('?' * len(_DOCUMENT))})"


_MOST = 2**63 - 1
"""The largest integer of SQLite."""


def now() -> str:
    """UTC, ISO 8601 with microseconds: as text in the order of time."""
    return datetime.now(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")


@dataclass(frozen=True, slots=True)
class Prepared:
    """A record as rows for tables and the rest packed, with their digest and that of the text: all that can be made of it
    without the ledger."""

    head: Row
    stored: dict[str, list[Row]]
    packed: bytes
    digest: str
    text_digest: str

    @property
    def id(self) -> str:
        return str(self.head[0])

    @property
    def claims(self) -> int:
        """How many."""
        return len(self.stored.get("claims", ()))

    def record(self) -> Record:
        """The record again."""
        return record_of(self.head, whole(self.stored, self.packed))


def prepare(record: Record) -> Prepared:
    """Raises BadValue for what no file can keep: half a surrogate pair, a whole number of more than 64 bits."""
    return prepare_rows(head_of(record), rows_of(record))


def prepare_rows(head: Row, parts: dict[str, list[Row]]) -> Prepared:
    """The same of a record's rows."""
    wide = [v for t, at in _WHOLE.items() for r in parts.get(t, ()) for v in at(r) if type(v) is int and abs(v) > _MOST]
    if wide:
        raise BadValue(f"{wide[0]} is too large to be kept.", where=head[0], remedy="give a smaller number.")
    said = told(head, parts)
    stored, packed = split(parts, said)
    return Prepared(head, stored, packed, digest_of(head, said), text_digest(head[_TEXT]))


_TEXT, _HEADLINE = HEAD.index("text"), HEAD.index("headline")
_WHOLE = {
    table: itemgetter(*(COLUMNS[table].index(c) - 1 for c in columns))
    for table, columns in {"claims": ("quad_code", "count"), "quantities": ("value", "min", "max", "part_of")}.items()
}
"""Where a record may have a number of any size."""


class Writer:
    """Stores records in a transaction of the caller's. Parts are held back until :meth:`flush`, so that many stories go
    in at once; nothing of a story is in the file before the transaction ends."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self.db = db
        self.held: dict[str, list[Row]] = defaultdict(list)
        self.reviewed: bool = db.execute("SELECT EXISTS (SELECT 1 FROM reviews)").fetchone()[0]
        self.key: int = db.execute("SELECT COALESCE(max(document), 0) FROM documents").fetchone()[0]

    def store(self, new: Prepared, *, run: int | None, version: int | None) -> Added:
        """One record. ``version`` is the publisher's count: of two that count, a lower one never supersedes a higher."""
        id = new.id
        old = self.db.execute(
            "SELECT d.document, d.revision, d.publisher_version, COALESCE(c.document, d.document),"
            " COALESCE(c.hash, d.hash), d.hash"
            " FROM documents d LEFT JOIN documents c ON c.document = d.coded WHERE d.id = ? AND d.superseded IS NULL",
            (id,),
        ).fetchone()
        if old is None:
            self._add(new, 1, None, run, version)
            return "new"
        key, revision, counted, coded, known, told = old
        late = version is not None and counted is not None and version < counted
        if late:
            return self._add_late(new, run, version)
        if new.digest in (known, told) or (not is_of_now(known) and digest(*self.rows_of(coded)) == new.digest):
            if version is not None and (counted is None or version > counted):
                self.db.execute("UPDATE documents SET publisher_version = ? WHERE document = ?", (version, key))
            return "unchanged"
        self._add(new, self._last(id, revision) + 1, key, run, version if version is not None else counted)
        return "revised"

    def _add(self, new: Prepared, revision: int, old: int | None, run: int | None, version: int | None) -> None:
        """A coded story takes the place of ``old``; where people have spoken of its claims, with their word."""
        at = now()
        if old is not None:
            self._supersede(old, at)
        said = reviews_of(self.db, new.id) if self.reviewed else []
        record = new.record() if said else None
        told = apply(record, said) if record else None
        if told is None or told == record:
            self._insert(new, revision, at, supersedes=old, run=run, version=version)
            return
        coded = self._insert(new, revision, at, supersedes=old, run=run, version=version, superseded=at)
        self._insert(prepare(told), revision + 1, at, supersedes=coded, run=run, version=version, coded=coded)

    def _add_late(self, new: Prepared, run: int | None, version: int | None) -> Added:
        """An older version than the one that is there: kept, never current."""
        have = self.db.execute(
            "SELECT 1 FROM documents WHERE id = ? AND hash = ? AND publisher_version = ?",
            (new.id, new.digest, version),
        ).fetchone()
        if have:
            return "unchanged"
        at = now()
        self._insert(new, self._last(new.id, 0) + 1, at, run=run, version=version, superseded=at)
        return "older"

    def retell(self, id: str) -> bool:
        """Bring the current revision of a story in line with what people say of its claims now: did it change?"""
        row = self.db.execute(
            "SELECT document, revision, COALESCE(coded, document), run, publisher_version FROM documents"
            " WHERE id = ? AND superseded IS NULL",
            (id,),
        ).fetchone()
        if row is None:
            return False
        key, revision, coded, run, version = row
        told = apply(self.read(coded), reviews_of(self.db, id))
        if told == self.read(key):
            return False
        at = now()
        self._supersede(key, at)
        self._insert(
            prepare(told), self._last(id, revision) + 1, at, supersedes=key, run=run, version=version, coded=coded
        )
        return True

    def read(self, key: int) -> Record:
        """A stored record, also one of which parts are held back."""
        return record_of(*self.rows_of(key))

    def rows_of(self, key: int) -> tuple[Row, dict[str, list[Row]]]:
        """The same as rows."""
        self.flush()
        return read_rows(self.db, key)

    def _last(self, id: str, known: int) -> int:
        last = self.db.execute("SELECT max(revision) FROM documents WHERE id = ?", (id,)).fetchone()[0]
        return max(known, last or 0)

    def _supersede(self, key: int, at: str) -> None:
        self.db.execute("UPDATE documents SET superseded = ? WHERE document = ?", (at, key))

    def _insert(
        self, new: Prepared, revision: int, at: str, *, supersedes: int | None = None, run: int | None = None,
        version: int | None = None, superseded: str | None = None, coded: int | None = None,
    ) -> int:  # fmt: skip
        self.key += 1
        self.db.execute(_INSERT, (
            self.key, revision, new.digest, new.text_digest, supersedes, superseded, run, at,
            version, coded, *new.head,
        ))  # fmt: skip
        self.held["document_search"].append((self.key, new.head[_HEADLINE], new.head[_TEXT]))
        key = (self.key,)
        self.held["packed"].append((self.key, new.packed))
        for table, rows in new.stored.items():
            self.held[table] += [key + r for r in rows]
        return self.key

    def flush(self) -> None:
        """Write the parts that are held back."""
        for table, sql in _INSERTS.items():
            if rows := self.held.pop(table, None):
                self.db.executemany(sql, rows)


_INSERTS = {
    "document_search": "INSERT INTO document_search (rowid, headline, text) VALUES (?, ?, ?)",
    "packed": "INSERT INTO packed (document, parts) VALUES (?, ?)",
    **{table: insert(table) for table in STORED},
}
"""What goes into the file many rows at a time, parents before children."""
