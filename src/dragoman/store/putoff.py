"""Indices that wait for the end of an import. To sort a million rows once takes a third of the time of putting each into
its place in a dozen indices. What waits is written down in the file in the same transaction, so that whoever opens it for
writing after a kill builds it; until then readers find all there is, only slower."""

from __future__ import annotations

import sqlite3

SMALL = 100_000
"""Claims. In a ledger that holds as many or more, indices stay where they are: sorting them anew would take longer."""
SORTED = 4_000
"""Kilobytes of keys that SQLite sorts at a time: what fits the processor's cache is sorted and merged in two thirds of the
time that two hundred megabytes at once take."""
_TABLES = ("claims", "event_locations", "parties", "quantities", "attributions")


def put_off(db: sqlite3.Connection) -> None:
    """Drop the indices of a small ledger, noting what they were."""
    db.execute("BEGIN IMMEDIATE")
    try:
        (many,) = db.execute("SELECT count(*) FROM (SELECT 1 FROM claims LIMIT ?)", (SMALL,)).fetchone()
        if many < SMALL:
            marks = ", ".join("?" * len(_TABLES))
            sql = f"SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL AND tbl_name IN ({marks})"
            for name, made in db.execute(sql, _TABLES).fetchall():
                db.execute("INSERT INTO put_off VALUES (?, ?)", (name, made))
                db.execute(f"DROP INDEX {name}")
        db.execute("COMMIT")
    except BaseException:
        db.execute("ROLLBACK")
        raise


def waiting(db: sqlite3.Connection) -> list[str]:
    """Names of indices that wait."""
    there = db.execute("SELECT 1 FROM sqlite_master WHERE name = 'put_off'").fetchone()
    return [name for (name,) in db.execute("SELECT name FROM put_off ORDER BY name")] if there else []


def put_back(db: sqlite3.Connection) -> None:
    """Build what waits, an index a transaction; of two processes that do so one waits for the other."""
    names = waiting(db)
    if not names:
        return
    (cache,) = db.execute("PRAGMA cache_size").fetchone()
    db.execute(f"PRAGMA cache_size = -{SORTED}")
    db.execute("PRAGMA threads = 1")  # sorts while this one reads
    for name in names:
        db.execute("BEGIN IMMEDIATE")
        try:
            for (made,) in db.execute("SELECT sql FROM put_off WHERE name = ?", (name,)).fetchall():
                db.execute(made)
                db.execute("DELETE FROM put_off WHERE name = ?", (name,))
            db.execute("COMMIT")
        except BaseException:
            db.execute("ROLLBACK")
            raise
    db.execute(f"PRAGMA cache_size = {cache}")
    db.execute("PRAGMA threads = 0")
