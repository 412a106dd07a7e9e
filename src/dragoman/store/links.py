"""The tables of links: a person's decisions, and what the linker has worked out so far. What they mean is the
business of :mod:`dragoman.link`; here they are rows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from dragoman.store.ledger import Ledger

DERIVED = ("link_state", "link_documents", "link_episodes", "link_keys", "link_incidents")
_MANY = 500
"""Values in one IN list."""

Place = tuple[str, int, int, str]
"""A claim's words: document id, begin, stop, words."""


@dataclass(frozen=True, slots=True)
class DecisionRow:
    """A person's word, as it is kept."""

    decision: int
    made: str
    by: str
    kind: str
    why: str
    withdrawn: str | None
    claims: tuple[Place, ...]
    others: tuple[Place, ...]


@dataclass(frozen=True, slots=True)
class EpisodeRow:
    """An episode: its document row, the numbers of its claims there, its part and its incident."""

    episode: int
    document: int
    claims: tuple[int, ...]
    part: int
    incident: int
    free: bool
    packed: str


class LinkTables:
    """Access to the link tables of a ledger. Writing happens inside ``ledger.writing()``."""

    def __init__(self, ledger: Ledger) -> None:
        self.db = ledger.db

    # a person's word ----------------------------------------------------------------------------------------------

    def decisions(self) -> list[DecisionRow]:
        """All, in the order in which they were made, also those withdrawn."""
        rows = self.db.execute("SELECT decision, made, by, kind, why, withdrawn FROM link_decisions ORDER BY decision")
        return [
            DecisionRow(n, made, by, kind, why, withdrawn, self._named(n, "claims"), self._named(n, "others"))
            for n, made, by, kind, why, withdrawn in rows.fetchall()
        ]

    def _named(self, decision: int, side: str) -> tuple[Place, ...]:
        rows = self.db.execute(
            "SELECT document_id, begin, stop, words FROM link_decision_claims WHERE decision = ? AND side = ?"
            " ORDER BY position",
            (decision, side),
        )
        return tuple((d, b, s, w) for d, b, s, w in rows)

    def decide(self, kind: str, claims: Sequence[Place], others: Sequence[Place], *, by: str, why: str) -> int:
        """Keep a decision; its number."""
        cursor = self.db.execute(
            "INSERT INTO link_decisions (made, by, kind, why) VALUES (?, ?, ?, ?)", (_now(), by, kind, why)
        )
        number = cursor.lastrowid
        assert number is not None
        for side, places in (("claims", claims), ("others", others)):
            self.db.executemany(
                "INSERT INTO link_decision_claims (decision, side, position, document_id, begin, stop, words)"
                " VALUES (?, ?, ?, ?, ?, ?, ?)",
                [(number, side, n, *p) for n, p in enumerate(places)],
            )
        return number

    def withdraw(self, decision: int) -> bool:
        """Take a decision back; False where there is none that holds."""
        cursor = self.db.execute(
            "UPDATE link_decisions SET withdrawn = ? WHERE decision = ? AND withdrawn IS NULL", (_now(), decision)
        )
        return cursor.rowcount > 0

    # what is worked out -------------------------------------------------------------------------------------------

    def forget(self) -> None:
        """Empty everything that can be worked out again."""
        for table in DERIVED:
            self.db.execute(f"DELETE FROM {table}")

    def state(self, name: str) -> str | None:
        row = self.db.execute("SELECT value FROM link_state WHERE name = ?", (name,)).fetchone()
        return row[0] if row else None

    def set_state(self, name: str, value: str) -> None:
        self.db.execute("INSERT OR REPLACE INTO link_state (name, value) VALUES (?, ?)", (name, value))

    def unlinked(self) -> list[int]:
        """Current documents that are not linked yet."""
        return [d for (d,) in self.db.execute(
            "SELECT document FROM current_documents WHERE document NOT IN (SELECT document FROM link_documents)"
            " ORDER BY document"
        )]  # fmt: skip

    def outdated(self) -> list[int]:
        """Linked documents that a later revision has taken the place of."""
        return [d for (d,) in self.db.execute(
            "SELECT document FROM link_documents WHERE document NOT IN (SELECT document FROM current_documents)"
            " ORDER BY document"
        )]  # fmt: skip

    def current(self, ids: Iterable[str]) -> list[int]:
        """Linked documents of these ids."""
        wanted = sorted(set(ids))
        return [d for (d,) in self._in(
            "SELECT document FROM current_documents WHERE document IN (SELECT document FROM link_documents) AND id IN",
            wanted,
        )]  # fmt: skip

    def drop(self, documents: Sequence[int]) -> list[EpisodeRow]:
        """Forget the episodes of these documents; they are returned as they were. Their keys may stay: keys of episodes
        that are gone find nothing."""
        gone = self.episodes("document", documents)
        for name in ("link_episodes", "link_documents"):
            self.db.executemany(f"DELETE FROM {name} WHERE document = ?", [(d,) for d in documents])
        return gone

    def episodes(self, by: str, values: Sequence[int]) -> list[EpisodeRow]:
        """Rows by ``episode``, ``document``, ``part`` or ``incident``."""
        assert by in ("episode", "document", "part", "incident")
        found = self._in(
            f"SELECT episode, document, claims, part, incident, free, packed FROM link_episodes WHERE {by} IN", values
        )
        return [_episode(*row) for row in found]

    def all_episodes(self) -> Iterator[EpisodeRow]:
        """Every episode, incident by incident."""
        rows = self.db.execute(
            "SELECT episode, document, claims, part, incident, free, packed FROM link_episodes ORDER BY incident, episode"
        )
        return (_episode(*row) for row in rows)

    def add_document(self, document: int, episodes: Iterable[tuple[Sequence[int], str]]) -> list[int]:
        """Note a document as linked, with its episodes (the numbers of its claims, and it packed): their row numbers."""
        self.db.execute("INSERT INTO link_documents (document) VALUES (?)", (document,))
        out = []
        for claims, packed in episodes:
            cursor = self.db.execute(
                "INSERT INTO link_episodes (document, claims, packed, part, incident, free) VALUES (?, ?, ?, 0, 0, 0)",
                (document, " ".join(map(str, claims)), packed),
            )
            assert cursor.lastrowid is not None
            out.append(cursor.lastrowid)
        return out

    def add_keys(self, rows: Iterable[tuple[int, int, int]]) -> None:
        """(key, episode, in need) of episodes."""
        self.db.executemany("INSERT OR REPLACE INTO link_keys (key, episode, need) VALUES (?, ?, ?)", rows)

    def sharing(self, keys: Sequence[tuple[int, bool]]) -> set[int]:
        """Episodes that have one of these keys: (key, must they be in need of it?)."""
        out: set[int] = set()
        for key, only_needy in keys:
            sql = "SELECT episode FROM link_keys WHERE key = ?" + (" AND need" if only_needy else "")
            out.update(e for (e,) in self.db.execute(sql, (key,)))
        return out

    def place(self, rows: Iterable[tuple[int, int, bool, int]]) -> None:
        """(part, incident, free, episode): where episodes belong."""
        self.db.executemany("UPDATE link_episodes SET part = ?, incident = ?, free = ? WHERE episode = ?", rows)

    def set_incidents(self, gone: Iterable[int], rows: Iterable[tuple[int, str]]) -> None:
        """Forget incidents, then note others: (number, public id)."""
        self.db.executemany("DELETE FROM link_incidents WHERE incident = ?", [(n,) for n in gone])
        self.db.executemany("INSERT OR REPLACE INTO link_incidents (incident, id) VALUES (?, ?)", rows)

    def incident(self, id: str) -> int | None:
        """The number of an incident by its public id, or by the beginning of one that only one has."""
        rows = self.db.execute(
            "SELECT incident, id FROM link_incidents WHERE id >= ? AND id < ? LIMIT 2", (id, id + "\x7f")
        ).fetchall()
        exact = [n for n, found in rows if found == id]
        return exact[0] if exact else rows[0][0] if len(rows) == 1 else None

    def incidents(self) -> Iterator[int]:
        """Numbers of all incidents."""
        return (n for (n,) in self.db.execute("SELECT incident FROM link_incidents ORDER BY incident"))

    def _in(self, sql: str, values: Sequence[int] | Sequence[str]) -> Iterator[tuple]:  # type: ignore[type-arg]
        for n in range(0, len(values), _MANY):
            some = values[n : n + _MANY]
            yield from self.db.execute(f"{sql} ({', '.join('?' * len(some))})", list(some)).fetchall()


def _episode(episode: int, document: int, claims: str, part: int, incident: int, free: int, packed: str) -> EpisodeRow:
    return EpisodeRow(episode, document, tuple(map(int, claims.split())), part, incident, bool(free), packed)


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")
