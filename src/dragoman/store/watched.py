"""Files of watched folders that are done with, by content: a watch that begins again goes on where it was."""

from __future__ import annotations

from dragoman.store.ledger import Ledger
from dragoman.store.writing import now


class WatchedFiles:
    """``in`` tells whether a content is done with. Without a ledger it is kept in memory."""

    def __init__(self, ledger: Ledger | None) -> None:
        self.ledger = ledger
        self._here: set[str] = set()

    def __contains__(self, digest: str) -> bool:
        if digest in self._here or self.ledger is None:
            return digest in self._here
        return bool(self.ledger.select("SELECT 1 FROM watched_files WHERE hash = ?", (digest,)))

    def note(self, digest: str, name: str, *, stories: int, failures: int) -> None:
        """This content is done with: so many stories came of it, and so many failed."""
        self._here.add(digest)
        if self.ledger is not None:
            with self.ledger.writing():
                self.ledger.db.execute(
                    "INSERT OR IGNORE INTO watched_files (hash, name, seen, stories, failures) VALUES (?, ?, ?, ?, ?)",
                    (digest, name, now(), stories, failures),
                )
