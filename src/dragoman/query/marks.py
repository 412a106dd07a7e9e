"""Toll series that people marked ("the one that our report uses"), each with a note: who said so, when. What is said is never
changed; to take a mark off is another word."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import Any

from dragoman.errors import BadValue
from dragoman.store import Ledger

LONGEST = 300
"""Characters of a note."""


@dataclass(frozen=True, slots=True)
class Mark:
    """One word on one series: ``on`` tells whether it marks it or takes its mark off."""

    number: int
    made: str
    by: str
    series: str
    on: bool
    note: str

    def to_dict(self) -> dict[str, Any]:
        return asdict(self)


def mark_log(ledger: Ledger) -> list[Mark]:
    """Every word, the latest first; in a ledger that is opened as of a moment those said by then."""
    rows = ledger.select(
        "SELECT mark, made, by, series, marked, note FROM marks WHERE ? IS NULL OR made <= ? ORDER BY mark DESC",
        (ledger.moment, ledger.moment),
    )
    return [Mark(n, made, by, series, bool(on), note) for n, made, by, series, on, note in rows]


def marks(ledger: Ledger) -> dict[str, Mark]:
    """The marks that hold, by series."""
    last = {m.series: m for m in reversed(mark_log(ledger))}
    return {series: m for series, m in last.items() if m.on}


def mark(ledger: Ledger, series: str, note: str, *, by: str) -> None:
    """Mark a series; a mark that it has already gets the new note. Raises BadValue."""
    _say(ledger, series, note, by, True)


def unmark(ledger: Ledger, series: str, note: str = "", *, by: str) -> None:
    """Take its mark off. Raises BadValue where it has none."""
    if series not in marks(ledger):
        raise BadValue("this series is not marked.", where=series, remedy="look at the page anew.")
    _say(ledger, series, note, by, False)


def _say(ledger: Ledger, series: str, note: str, by: str, on: bool) -> None:
    note = " ".join(note.split())
    if len(note) > LONGEST or not note.isprintable() or (on and not note):
        raise BadValue("a mark needs a note, on one line.", remedy=f"say why in up to {LONGEST} letters.")
    now = datetime.now(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")
    with ledger.writing():
        ledger.db.execute(
            "INSERT INTO marks (made, by, series, marked, note) VALUES (?, ?, ?, ?, ?)", (now, by, series, on, note)
        )
