"""Named users and their sessions, in a file of their own beside the ledger (docs/adr/0026): the ledger is data that is
copied, published and cited, and passwords must not travel with it.

Passwords are kept as scrypt hashes (RFC 7914), session tokens as SHA-256: who reads the file can neither log in nor take over
a session.
"""

from __future__ import annotations

import hashlib
import os
import secrets
import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from dragoman.errors import BadValue, LedgerError
from dragoman.serve.ask import ROLES, Role, User

LEAST = 10
"""Characters of a password."""
IDLE = 12 * 3600
"""Seconds without a request after which a session ends."""
LONGEST = 7 * 24 * 3600
"""Seconds after which a session ends in any case."""
COST = 2**15
"""Of scrypt, with r = 8 and p = 1: 32 MB, and about a tenth of a second."""
_R, _P = 8, 1

_SCHEMA = """
CREATE TABLE IF NOT EXISTS users (
    name  TEXT PRIMARY KEY,
    role  TEXT NOT NULL CHECK (role IN ('reader', 'reviewer', 'admin')),
    salt  BLOB NOT NULL,
    hash  BLOB NOT NULL,
    n     INTEGER NOT NULL,
    r     INTEGER NOT NULL,
    p     INTEGER NOT NULL,
    made  REAL NOT NULL
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS sessions (
    token  BLOB PRIMARY KEY,               -- SHA-256 of what the browser has
    name   TEXT NOT NULL REFERENCES users (name) ON DELETE CASCADE,
    csrf   TEXT NOT NULL,
    made   REAL NOT NULL,
    seen   REAL NOT NULL
) WITHOUT ROWID;
"""


@dataclass(frozen=True, slots=True)
class Session:
    """Somebody who has logged in, and the token that the forms of that session carry."""

    user: User
    csrf: str


def users_file(ledger: Path) -> Path:
    """Where the users of a ledger are kept, unless another file is named: ``ledger.db`` has ``ledger.db.users``."""
    return Path(f"{ledger}.users")


class Users:
    """The file. Every call opens it anew, so that threads and the command line may use it at once."""

    def __init__(self, file: Path, *, cost: int = COST) -> None:
        self.file, self.cost = file, cost

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        try:
            if not self.file.exists():
                os.close(os.open(self.file, os.O_CREAT | os.O_WRONLY, 0o600))
            db = sqlite3.connect(self.file, isolation_level=None, timeout=10)
            try:
                db.execute("PRAGMA foreign_keys = ON")
                db.executescript(_SCHEMA)
                yield db
            finally:
                db.close()
        except (sqlite3.Error, OSError) as e:
            raise LedgerError(
                f"the file of users cannot be used ({e}).",
                where=str(self.file),
                remedy="check its rights and its folder's.",
            ) from e

    # people ----------------------------------------------------------------------------------------------------------

    def add(self, name: str, password: str, role: Role, *, replace: bool = False) -> None:
        """A new user; with ``replace`` a new password and role for one who is there, whose sessions end. Raises BadValue."""
        name = name.strip()
        if not name or not name.isprintable() or len(name) > 80:
            raise BadValue(f"{name!r} is no name.", remedy="use up to 80 printable characters.")
        if role not in ROLES:
            raise BadValue(f"there is no role {role!r}.", remedy=f"use one of {', '.join(ROLES)}.")
        if len(password) < LEAST:
            raise BadValue("the password is too short.", remedy=f"use at least {LEAST} characters.")
        salt = secrets.token_bytes(16)
        row = (name, role, salt, _hash(password, salt, self.cost, _R, _P), self.cost, _R, _P, time.time())
        with self._open() as db:
            if db.execute("SELECT 1 FROM users WHERE name = ?", (name,)).fetchone():
                if not replace:
                    raise BadValue(
                        f"there is a user {name!r} already.", remedy="add --replace to change password and role."
                    )
                db.execute("DELETE FROM users WHERE name = ?", (name,))
            db.execute("INSERT INTO users VALUES (?, ?, ?, ?, ?, ?, ?, ?)", row)

    def remove(self, name: str) -> None:
        """Take a user away, whose sessions end. Raises BadValue where there is none."""
        with self._open() as db:
            if not db.execute("DELETE FROM users WHERE name = ?", (name,)).rowcount:
                raise BadValue(f"there is no user {name!r}.", remedy="see: dragoman users list")

    def all(self) -> list[User]:
        """Everybody, by name."""
        with self._open() as db:
            return [User(*row) for row in db.execute("SELECT name, role FROM users ORDER BY name")]

    # sessions --------------------------------------------------------------------------------------------------------

    def log_in(self, name: str, password: str) -> str | None:
        """The token of a new session, or None: no such user, or the wrong password (both take as long)."""
        with self._open() as db:
            row = db.execute("SELECT name, salt, hash, n, r, p FROM users WHERE name = ?", (name.strip(),)).fetchone()
            known, salt, kept, n, r, p = row or (None, b"-" * 16, b"", self.cost, _R, _P)
            right = secrets.compare_digest(_hash(password, salt, n, r, p), kept)
            if known is None or not right:
                return None
            token, now = secrets.token_urlsafe(32), time.time()
            db.execute("DELETE FROM sessions WHERE seen < ? OR made < ?", (now - IDLE, now - LONGEST))
            db.execute(
                "INSERT INTO sessions VALUES (?, ?, ?, ?, ?)",
                (_digest(token), known, secrets.token_urlsafe(32), now, now),
            )
        return token

    def session(self, token: str) -> Session | None:
        """Whose session this is; None where it has ended."""
        now = time.time()
        with self._open() as db:
            row = db.execute(
                "SELECT u.name, u.role, s.csrf, s.seen FROM sessions s JOIN users u USING (name)"
                " WHERE s.token = ? AND s.seen >= ? AND s.made >= ?",
                (_digest(token), now - IDLE, now - LONGEST),
            ).fetchone()
            if row is None:
                return None
            if now - row[3] > 60:
                db.execute("UPDATE sessions SET seen = ? WHERE token = ?", (now, _digest(token)))
        return Session(User(row[0], row[1]), row[2])

    def log_out(self, token: str) -> None:
        """End a session."""
        with self._open() as db:
            db.execute("DELETE FROM sessions WHERE token = ?", (_digest(token),))


def _hash(password: str, salt: bytes, n: int, r: int, p: int) -> bytes:
    return hashlib.scrypt(password.encode("utf-8", "surrogatepass"), salt=salt, n=n, r=r, p=p, maxmem=2**27, dklen=32)


def _digest(token: str) -> bytes:
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).digest()


class Limits:
    """Tries to log in, counted by name and by address: after FREE that failed, each further one has to wait, twice as long
    as the one before, up to MOST seconds."""

    FREE = 5
    FIRST = 15.0
    MOST = 900.0

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._failed: dict[str, tuple[int, float]] = {}

    def wait(self, *keys: str) -> float:
        """Seconds until one with these keys may try again; 0 now."""
        now = time.monotonic()
        with self._lock:
            return max([0.0, *(self._until(k) - now for k in keys if k in self._failed)])

    def _until(self, key: str) -> float:
        count, last = self._failed[key]
        return last + min(self.MOST, self.FIRST * 2 ** (count - self.FREE)) if count >= self.FREE else 0.0

    def failed(self, *keys: str) -> None:
        """One more try that failed."""
        now = time.monotonic()
        with self._lock:
            if len(self._failed) > 10_000:
                self._failed = {k: v for k, v in self._failed.items() if now - v[1] < self.MOST}
            for key in keys:
                self._failed[key] = (self._failed.get(key, (0, 0.0))[0] + 1, now)

    def passed(self, *keys: str) -> None:
        """A try that did not."""
        with self._lock:
            for key in keys:
                self._failed.pop(key, None)
