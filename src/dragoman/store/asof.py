"""The ledger as it was known at a moment: temporary views of the connection take the place of the tables and views that
change with time, under the same names, so that whatever is asked through them is answered as it would have been then."""

from __future__ import annotations

import datetime as dt
import re
import sqlite3

from dragoman.errors import BadValue

_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z")


def moment(given: str | dt.date | dt.datetime) -> str:
    """A moment as the ledger writes it: UTC, ISO 8601, microseconds. A day, a month or a year means its end; a time
    without a zone is UTC. Raises BadValue."""
    if isinstance(given, dt.datetime):
        return _written(given)
    text = given.isoformat() if isinstance(given, dt.date) else given.strip()
    try:
        if re.fullmatch(r"\d{4}(-\d\d){0,2}", text):
            first = dt.date.fromisoformat(text + "-01-01"[len(text) - 4 :] if len(text) < 10 else text)
            return f"{_last(first, text.count('-'))}T23:59:59.999999Z"
        return _written(dt.datetime.fromisoformat(text.replace("Z", "+00:00")))
    except ValueError as e:
        raise BadValue(
            f"{given!r} is no date.", where="as_of", remedy="write it as 2026-11-24 or 2026-11-24T18:00Z."
        ) from e


def _last(day: dt.date, parts: int) -> dt.date:
    if parts == 2:
        return day
    following = (
        dt.date(day.year + 1, 1, 1) if parts == 0 else dt.date(day.year + day.month // 12, day.month % 12 + 1, 1)
    )
    return following - dt.timedelta(days=1)


def _written(time: dt.datetime) -> str:
    utc = time.astimezone(dt.UTC) if time.tzinfo else time.replace(tzinfo=dt.UTC)
    return utc.isoformat(timespec="microseconds").replace("+00:00", "Z")


def shadow(db: sqlite3.Connection, at: str) -> None:
    """Shadow this connection's current documents, claims, runs, reviews and decisions by those of the moment ``at``.

    SQLite looks a name up among temporary views first. Views of the schema that are built on ``current_documents`` are
    made again as temporary ones, so that they follow.
    """
    assert _MOMENT.fullmatch(at), at
    columns = [f'"{name}"' for _, name, *_ in db.execute("PRAGMA main.table_info(link_decisions)")]
    withdrawn = f"CASE WHEN withdrawn <= '{at}' THEN withdrawn END AS withdrawn"
    decisions = ", ".join(withdrawn if c == '"withdrawn"' else c for c in columns)
    views = {
        "current_documents": "SELECT * FROM main.documents"
        f" WHERE recorded <= '{at}' AND (superseded IS NULL OR superseded > '{at}')",
        "reviews": f"SELECT * FROM main.reviews WHERE made <= '{at}'",
        "runs": f"SELECT * FROM main.runs WHERE started <= '{at}'",
        "link_decisions": f"SELECT {decisions} FROM main.link_decisions WHERE made <= '{at}'",
    }
    for name, select in views.items():
        db.execute(f"CREATE TEMP VIEW {name} AS {select}")
    rows = db.execute("SELECT name, sql FROM main.sqlite_master WHERE type = 'view' ORDER BY rowid").fetchall()
    for name, sql in rows:
        if name not in views:
            db.execute(re.sub(r"^\s*CREATE\s+VIEW", "CREATE TEMP VIEW", sql, count=1, flags=re.IGNORECASE))
