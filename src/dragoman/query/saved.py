"""Views that people saved: a name for the query of a URL, kept in the ledger."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from dragoman.errors import BadValue
from dragoman.store import Ledger

LONGEST_NAME, LONGEST_QUERY = 80, 4000


@dataclass(frozen=True, slots=True)
class SavedView:
    """A name, what it stands for, when it was saved and by whom."""

    name: str
    query: str
    made: str
    by: str


def saved_views(ledger: Ledger) -> list[SavedView]:
    """All, by name."""
    rows = ledger.select("SELECT name, query, made, by FROM saved_views ORDER BY name COLLATE NOCASE, name")
    return [SavedView(*row) for row in rows]


def save_view(ledger: Ledger, name: str, query: str, *, by: str) -> None:
    """Keep a view; one of the same name is replaced. Raises BadValue."""
    name = " ".join(name.split())
    if not name or len(name) > LONGEST_NAME or not name.isprintable():
        raise BadValue(f"{name[:100]!r} is no name for a view.", remedy=f"write up to {LONGEST_NAME} letters.")
    if len(query) > LONGEST_QUERY:
        raise BadValue("the view's address is too long to keep.", remedy="narrow the filter.")
    now = datetime.now(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")
    with ledger.writing():
        ledger.db.execute("INSERT OR REPLACE INTO saved_views VALUES (?, ?, ?, ?)", (name, query, now, by))


def forget_view(ledger: Ledger, name: str) -> None:
    """Take a view away; one that is not there is no error."""
    with ledger.writing():
        ledger.db.execute("DELETE FROM saved_views WHERE name = ?", (name,))
