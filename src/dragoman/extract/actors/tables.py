"""What the tables of ``data/`` hold: entries, and how a table is read."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from dragoman.extract.actors.words import words


@dataclass(frozen=True, slots=True)
class Entry:
    """One meaning of a name or noun.

    cls: country, demonym, people, region, capital, seat, city, group, organisation, institution, party, leader, user
    (names); office, role, organ, asset (nouns that head a phrase); modifier.
    """

    cls: str
    name: str
    code: str | None = None
    sector: tuple[str, ...] = ()
    kind: str = "unknown"
    office: str | None = None
    start: str | None = None
    """First month in force, ``YYYY-MM``, or year; None where open. So is ``end``, inclusive."""
    end: str | None = None
    plural: bool = False
    flags: frozenset[str] = frozenset()
    source: str = ""

    def holds(self, when: str | None) -> bool:
        """Is this meaning in force in a month (``YYYY-MM...``)? True where either side is open."""
        if when is None:
            return True
        month = when[:7]
        return (self.start is None or self.start <= month) and (self.end is None or month[: len(self.end)] <= self.end)

    def over(self, when: str | None) -> bool:
        """Has this meaning ended before a month? False where either is open."""
        return when is not None and self.end is not None and self.end < when[: len(self.end)]


def rows(name: str) -> Iterator[dict[str, str]]:
    """The rows of a table in ``data/``, by column name."""
    yield from parse_table((files("dragoman.extract.actors") / "data" / name).read_text(encoding="utf-8"))


def parse_table(text: str) -> Iterator[dict[str, str]]:
    """Rows of a tab-separated table: ``#`` lines are comments, the first other line names the columns."""
    header: list[str] | None = None
    for line in text.splitlines():
        if not line.strip() or line.startswith("#"):
            continue
        cells = line.split("\t")
        if header is None:
            header = cells
            continue
        yield {k: (cells[n].strip() if n < len(cells) else "") for n, k in enumerate(header)}


@cache
def word_list(name: str) -> frozenset[tuple[str, ...]]:
    """The lines of a text file in ``data/``, each as folded words; ``#`` lines are comments."""
    text = (files("dragoman.extract.actors") / "data" / name).read_text(encoding="utf-8")
    return frozenset(words(line) for line in text.splitlines() if line.strip() and not line.startswith("#"))


@cache
def word_set(name: str) -> frozenset[str]:
    """All words of such a file."""
    return frozenset(w for line in word_list(name) for w in line)


def listed(cell: str) -> list[str]:
    """The items of a cell, parted by ``|``."""
    return [x.strip() for x in cell.split("|") if x.strip()]


def sectors(cell: str) -> tuple[str, ...]:
    """Sector codes of a cell, parted by spaces or ``|``, primary first."""
    return tuple(cell.replace("|", " ").split())
