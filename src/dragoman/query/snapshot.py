"""The ledger's tables as Parquet files beside it, for questions that go over all of it (DuckDB).

Rows of a ledger are only ever added, so a part once written stays true: ``ledger.db.snapshot/claims-1-40000-HASH.parquet``
holds the claims of documents 1 to 40,000, and HASH tells that document 40,000 is still the one it was. Only the last part
is written anew while it grows. Which documents are current is asked of the ledger itself each time, as of now or a date.
A snapshot may be deleted at any time.
"""

from __future__ import annotations

import contextlib
import hashlib
import re
import shutil
import tempfile
import time
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

from dragoman.query.conditions import TEXT
from dragoman.query.filter import Filter
from dragoman.store import Ledger
from dragoman.store.packed import contents, reasons

if TYPE_CHECKING:
    import duckdb

FORMAT = 2
"""Of the files; in their names."""
PART = 40_000
"""Documents in a part."""
STALE = 600
"""Seconds after which a part that a larger one has taken the place of is deleted: somebody may be reading it."""

PARTS = (
    "documents", "claims", "event_locations", "claim_modes", "claim_contexts", "parties", "claim_words", "quantities",
    "attributions", "contents", "claim_attribution", "links", "reasons",
)  # fmt: skip
"""Tables that grow with documents. Texts stay in the ledger."""
SMALL = ("link_episodes", "link_incidents", "reviews")
"""Tables that change: taken from the ledger each time that they are asked for."""
_LEFT_OUT = {
    "documents": {
        "text",
        "superseded",
        "text_hash",
        "headline_words",
        "headline_begin",
        "headline_stop",
        "publisher_version",
    }
}
_LISTS = {"reasons": (reasons, "claim"), "contents": (contents, "attribution")}
"""Tables that are made of packed parts: where their rows come from, and whose they are. A row is a JSON list."""
_NAME = re.compile(r"(\w+)-v(\d+)-(\d+)-(\d+)-([0-9a-f]{8})\.parquet")


class Snapshot:
    """``with Snapshot(ledger) as snapshot: snapshot.db.execute(...)``: a DuckDB connection over the ledger's tables.

    Ask for tables with :meth:`need` first: each is brought up to date then. ``claims`` and its part tables hold current
    claims alone; ``current_claims`` has the head of the story too.
    """

    def __init__(self, ledger: Ledger) -> None:
        import duckdb

        self.ledger = ledger
        self.folder, self.borrowed = _folder(ledger)
        self.db: duckdb.DuckDBPyConnection = duckdb.connect()
        self.there: set[str] = set()
        self.errors = duckdb.Error

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Close the connection; a folder that was made for it alone goes too."""
        self.db.close()
        if self.borrowed:
            shutil.rmtree(self.folder, ignore_errors=True)

    def need(self, *names: str) -> None:
        """Have these tables up to date and named in ``db``."""
        with self._reading():
            if "current_keys" not in self.there:
                self._current()
                self.there.add("current_keys")
            for name in names:
                if name in self.there:
                    continue
                if name in SMALL:
                    self._copy(name)
                elif name == "text_hits":
                    self.db.execute("CREATE TABLE text_hits (query VARCHAR, document BIGINT)")
                elif name == "current_claims":
                    self.need("claims", "documents")
                    self.db.execute(
                        "CREATE VIEW current_claims AS SELECT c.*, d.id AS document_id, d.published, d.outlet, d.agency"
                        " FROM claims c JOIN documents d ON d.document = c.document"
                    )
                else:
                    self._view(name)
                self.there.add(name)

    def where(self, given: Filter) -> tuple[str, list[Any]]:
        """A filter as SQL over ``current_claims c``, with the tables that it asks."""
        sql, values = given.sql("duckdb")
        self.need("current_claims", *(t for t in (*PARTS, *SMALL, "text_hits") if re.search(rf"\b{t}\b", sql)))
        for g in given.groups():
            for c in g.conditions:
                if c.table == TEXT:
                    found = self.ledger.select(c.rows, c.values)
                    self.insert("text_hits", [(c.values[0], d) for (d,) in found], ["VARCHAR", "BIGINT"])
        return sql, values

    # parts --------------------------------------------------------------------------------------------------------

    @contextlib.contextmanager
    def _reading(self) -> Iterator[None]:
        """One state of the ledger for all that is read."""
        db = self.ledger.db
        if db.in_transaction:
            yield
            return
        db.execute("BEGIN")
        try:
            yield
        finally:
            db.execute("ROLLBACK")

    def _current(self) -> None:
        """All documents are, as a rule: then their keys need not be looked up (an index counts them)."""
        (self.top,) = self.ledger.db.execute("SELECT COALESCE(max(document), 0) FROM documents").fetchone()
        (many,) = self.ledger.db.execute("SELECT count(*) FROM current_documents").fetchone()
        self.all_current = many == self.top
        if not self.all_current:
            keys = self.ledger.db.execute("SELECT document FROM current_documents").fetchall()
            self.db.execute("CREATE TABLE current_keys (document BIGINT)")
            self.insert("current_keys", keys, ["BIGINT"])

    def _view(self, table: str) -> None:
        files = [str(f) for f in self._refresh(table)]
        columns = ", ".join(f'"{name}"' for name, _ in self._columns(table))
        if not files:
            types = ", ".join(f'NULL::{kind} AS "{name}"' for name, kind in self._columns(table))
            self.db.execute(f"CREATE VIEW {table} AS SELECT {types} WHERE FALSE")
            return
        listed = ", ".join("'" + f.replace("'", "''") + "'" for f in files)
        only = "" if self.all_current else " WHERE document IN (SELECT document FROM current_keys)"
        self.db.execute(f"CREATE VIEW {table} AS SELECT {columns} FROM read_parquet([{listed}]){only}")

    def _refresh(self, table: str) -> list[Path]:
        """The parts of a table, in order, after what is missing was written."""
        found, old = self._parts(table)
        last = found[-1][1] if found else 0
        if last < self.top:
            first = last + 1
            if found and found[-1][1] % PART:
                old.append(found[-1][2])
                first = found.pop()[0]
            while first <= self.top:
                stop = min(self.top, (first - 1) // PART * PART + PART)
                found.append((first, stop, self._write(table, first, stop)))
                first = stop + 1
        for file in old:
            with contextlib.suppress(OSError):
                if time.time() - file.stat().st_mtime > STALE:
                    file.unlink()
        return [file for _, _, file in found]

    def _parts(self, table: str) -> tuple[list[tuple[int, int, Path]], list[Path]]:
        """Parts that hold, from the first document on without a gap; and files that are of no use."""
        there: dict[int, tuple[int, Path]] = {}
        old = []
        for file in self.folder.glob(f"{table}-v*.parquet"):
            m = _NAME.fullmatch(file.name)
            if not m or m[1] != table:
                continue
            first, last = int(m[3]), int(m[4])
            if (
                int(m[2]) != FORMAT
                or last > self.top
                or self._hash(last) != m[5]
                or (first in there and there[first][0] >= last)
            ):
                old.append(file)
            else:
                if first in there:
                    old.append(there[first][1])
                there[first] = last, file
        out, first = [], 1
        while first in there:
            last, file = there.pop(first)
            out.append((first, last, file))
            first = last + 1
        return out, old + [file for _, file in there.values()]

    def _hash(self, document: int) -> str:
        row = self.ledger.db.execute("SELECT hash FROM documents WHERE document = ?", (document,)).fetchone()
        return hashlib.blake2b(row[0].encode(), digest_size=4).hexdigest() if row else ""

    def _write(self, table: str, first: int, last: int) -> Path:
        columns = self._columns(table)
        names = ", ".join(f'"{name}"' for name, _ in columns)
        if table in _LISTS:
            rows = list(_LISTS[table][0](self.ledger.db, first, last))
        else:
            rows = self.ledger.db.execute(
                f"SELECT {names} FROM {table} WHERE document BETWEEN ? AND ? ORDER BY document", (first, last)
            ).fetchall()
        file = self.folder / f"{table}-v{FORMAT}-{first}-{last}-{self._hash(last)}.parquet"
        with tempfile.NamedTemporaryFile(dir=self.folder, prefix=f".{table}-", delete=False) as beside:
            name = beside.name
        try:
            relation = _relation(self.db, rows, columns)
            relation.write_parquet(name, compression="zstd")
            Path(name).replace(file)
        finally:
            Path(name).unlink(missing_ok=True)
        return file

    # small tables -------------------------------------------------------------------------------------------------

    def _copy(self, table: str) -> None:
        columns = self._columns(table)
        typed = ", ".join(f'"{name}" {kind}' for name, kind in columns)
        self.db.execute(f"CREATE TABLE {table} ({typed})")
        names = ", ".join(f'"{name}"' for name, _ in columns)
        rows = self.ledger.db.execute(f"SELECT {names} FROM {table}").fetchall()
        self.insert(table, rows, [kind for _, kind in columns])

    def insert(self, table: str, rows: Sequence[tuple[Any, ...]], kinds: Sequence[str]) -> None:
        """Put rows into a table of ``db``; ``kinds`` are the types of its columns."""
        if rows:
            relation = _relation(self.db, rows, [(f"c{n}", kind) for n, kind in enumerate(kinds)])
            relation.insert_into(table)

    def _columns(self, table: str) -> list[tuple[str, str]]:
        """Names and DuckDB types. Columns without a type hold numbers as the text had them."""
        if table in _LISTS:
            return [("document", "BIGINT"), (_LISTS[table][1], "BIGINT"), (table, "VARCHAR")]
        kinds = {"TEXT": "VARCHAR", "INTEGER": "BIGINT", "": "DOUBLE", "REAL": "DOUBLE"}
        info = self.ledger.db.execute(f"PRAGMA table_info({table})").fetchall()
        return [(name, kinds[kind.upper()]) for _, name, kind, *_ in info if name not in _LEFT_OUT.get(table, ())]


def _relation(
    db: duckdb.DuckDBPyConnection, rows: Sequence[tuple[Any, ...]], columns: Iterable[tuple[str, str]]
) -> duckdb.DuckDBPyRelation:
    """Rows as a relation with typed columns, by way of NumPy: a tenth of the time of row by row."""
    import numpy as np

    columns = list(columns)
    values = list(zip(*rows, strict=True)) or [()] * len(columns)
    table = {}
    for (name, kind), column in zip(columns, values, strict=True):
        whole = kind == "BIGINT" and None not in column
        table[name] = np.array(column, dtype=np.int64 if whole else object)
    cast = ", ".join(f'CAST("{name}" AS {kind}) AS "{name}"' for name, kind in columns)
    given = table  # DuckDB finds it by its name in this frame
    found = db.sql(f"SELECT {cast} FROM given")
    assert given
    return found


def _folder(ledger: Ledger) -> tuple[Path, bool]:
    """Beside the ledger; where that may not be written, a folder of its own that goes away."""
    folder = ledger.path.with_name(ledger.path.name + ".snapshot")
    try:
        folder.mkdir(exist_ok=True)
        probe = tempfile.NamedTemporaryFile(dir=folder, prefix=".probe-")  # noqa: SIM115
        probe.close()
        return folder, False
    except OSError:
        return Path(tempfile.mkdtemp(prefix="dragoman-")), True
