"""The tables of copies. What they mean is the business of :mod:`dragoman.link`; here they are rows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from dragoman.store.ledger import Ledger

DERIVED = ("link_bodies", "link_body_documents", "link_body_keys", "link_body_pairs")
_MANY = 500
"""Values in one IN list."""


@dataclass(frozen=True, slots=True)
class BodyRow:
    """A text: its digest, number of shingles, least hash and sample (see the migration)."""

    body: int
    size: int
    least: int
    keys: bytes


@dataclass(frozen=True, slots=True)
class DocumentFacts:
    """A document of a group of copies."""

    group: int
    body: int
    document: int
    id: str
    agency: str | None
    outlet: str | None
    published: str | None
    text: str


class CopyTables:
    """Access to the tables of copies of a ledger. Writing happens inside ``ledger.writing()``."""

    def __init__(self, ledger: Ledger) -> None:
        self.db = ledger.db

    def forget(self) -> None:
        """Empty them all."""
        for table in DERIVED:
            self.db.execute(f"DELETE FROM {table}")

    def forget_bodies(self) -> None:
        """Empty all but what documents have which body."""
        for table in DERIVED:
            if table != "link_body_documents":
                self.db.execute(f"DELETE FROM {table}")

    def text(self, body: int) -> str | None:
        """The text of one of the documents that have a body."""
        row = self.db.execute(
            "SELECT text FROM documents WHERE document = (SELECT min(document) FROM link_body_documents WHERE body = ?)",
            (body,),
        ).fetchone()
        return row[0] if row else None

    def text_of(self, document: int) -> str:
        """The text of a document."""
        text: str = self.db.execute("SELECT text FROM documents WHERE document = ?", (document,)).fetchone()[0]
        return text

    def count(self) -> int:
        """Bodies that are held."""
        n: int = self.db.execute("SELECT count(*) FROM link_bodies").fetchone()[0]
        return n

    def bodies(self, wanted: Iterable[int] | None = None) -> Iterator[BodyRow]:
        """Of these digests; all without."""
        columns = "SELECT body, size, least, keys FROM link_bodies"
        if wanted is None:
            rows: Iterable[tuple[int, int, int, bytes]] = self.db.execute(f"{columns} ORDER BY body")
        else:
            rows = self._in(f"{columns} WHERE body IN", sorted(wanted))
        return (BodyRow(*row) for row in rows)

    def has(self, body: int) -> bool:
        return self.db.execute("SELECT 1 FROM link_bodies WHERE body = ?", (body,)).fetchone() is not None

    def add_documents(self, rows: Iterable[tuple[int, int]]) -> None:
        """(document, body)."""
        self.db.executemany("INSERT INTO link_body_documents (document, body) VALUES (?, ?)", rows)

    def remove_documents(self, documents: Sequence[int]) -> set[int]:
        """Forget documents; the bodies that they had."""
        gone = {b for (b,) in self._in("SELECT body FROM link_body_documents WHERE document IN", documents)}
        self.db.executemany("DELETE FROM link_body_documents WHERE document = ?", [(d,) for d in documents])
        return gone

    def copies(self, bodies: Iterable[int]) -> dict[int, int]:
        """How many documents have each body; bodies that none has are left out."""
        sql = "SELECT body, count(*) FROM link_body_documents WHERE body IN"
        return dict(self._in(sql, sorted(bodies), " GROUP BY body"))

    def add_bodies(self, rows: Sequence[BodyRow], keys: Iterable[tuple[int, int, int]]) -> None:
        """Bodies, each as yet a group of its own, and (key, least, body) of each of their keys."""
        self.db.executemany(
            'INSERT INTO link_bodies (body, size, least, keys, "group") VALUES (?, ?, ?, ?, ?)',
            [(r.body, r.size, r.least, r.keys, r.body) for r in rows],
        )
        self.db.executemany("INSERT INTO link_body_keys (key, least, body) VALUES (?, ?, ?)", keys)

    def remove_bodies(self, bodies: Sequence[int], keys: Iterable[tuple[int, int, int]]) -> None:
        """The same the other way, with their pairs."""
        self.db.executemany("DELETE FROM link_bodies WHERE body = ?", [(b,) for b in bodies])
        self.db.executemany("DELETE FROM link_body_keys WHERE key = ? AND least = ? AND body = ?", keys)
        self.db.executemany("DELETE FROM link_body_pairs WHERE a = ? OR b = ?", [(b, b) for b in bodies])

    def crowd(self, key: int, most: int) -> int:
        """In how many texts a key is, counted up to ``most``."""
        return len(self.db.execute("SELECT 1 FROM link_body_keys WHERE key = ? LIMIT ?", (key, most)).fetchall())

    def unrelated(self, key: int, most: int) -> int:
        """In how many unrelated texts a key is, counted up to ``most``."""
        found = self.db.execute("SELECT DISTINCT least FROM link_body_keys WHERE key = ? LIMIT ?", (key, most))
        return len(found.fetchall())

    def having(self, key: int) -> list[int]:
        """Bodies that have a key."""
        return [b for (b,) in self.db.execute("SELECT body FROM link_body_keys WHERE key = ?", (key,))]

    def pairs(self, bodies: Iterable[int]) -> dict[tuple[int, int], tuple[float, float]]:
        """Pairs that one of these bodies is in."""
        wanted = sorted(bodies)
        rows = [
            *self._in("SELECT a, b, short, long FROM link_body_pairs WHERE a IN", wanted),
            *self._in("SELECT a, b, short, long FROM link_body_pairs WHERE b IN", wanted),
        ]
        return {(a, b): (short, long) for a, b, short, long in rows}

    def set_pairs(self, rows: Iterable[tuple[int, int, float, float]]) -> None:
        """(a, b, short, long), in place of what is there."""
        self.db.executemany("INSERT OR REPLACE INTO link_body_pairs (a, b, short, long) VALUES (?, ?, ?, ?)", rows)

    def drop_pairs(self, pairs: Iterable[tuple[int, int]]) -> None:
        self.db.executemany("DELETE FROM link_body_pairs WHERE a = ? AND b = ?", pairs)

    def mates(self, bodies: Iterable[int]) -> set[int]:
        """Bodies in the groups of these, themselves too."""
        groups = {g for (g,) in self._in('SELECT "group" FROM link_bodies WHERE body IN', sorted(bodies))}
        return {b for (b,) in self._in('SELECT body FROM link_bodies WHERE "group" IN', sorted(groups))}

    def set_groups(self, rows: Iterable[tuple[int, int]]) -> None:
        """(group, body)."""
        self.db.executemany('UPDATE link_bodies SET "group" = ? WHERE body = ?', rows)

    def groups(self) -> Iterator[list[DocumentFacts]]:
        """The documents of every group of two or more, each in the order in which they came; groups by their first."""
        rows = self.db.execute(
            'SELECT "group", body, document, id, agency, outlet, published, text'
            " FROM link_body_documents JOIN link_bodies USING (body) JOIN documents USING (document)"
            ' WHERE "group" IN (SELECT "group" FROM link_body_documents JOIN link_bodies USING (body)'
            ' GROUP BY "group" HAVING count(*) > 1) ORDER BY document'
        )
        found: dict[int, list[DocumentFacts]] = defaultdict(list)
        for row in rows:
            found[row[0]].append(DocumentFacts(*row))
        return iter(found.values())

    def _in(self, sql: str, values: Sequence[int], end: str = "") -> Iterator[tuple]:  # type: ignore[type-arg]
        given = iter(values)
        while some := list(islice(given, _MANY)):
            yield from self.db.execute(f"{sql} ({', '.join('?' * len(some))}){end}", some).fetchall()
