"""What an export format is: a name, how it writes, and what each of its columns holds.

A format that is a table lists its :class:`Column` objects; a column without a value is one that nothing in a claim can
fill. It stays empty, and the notes beside the export say so.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, BinaryIO

from dragoman.query import Filter
from dragoman.record import Claim, Record
from dragoman.store import Ledger


@dataclass(frozen=True, slots=True)
class Told:
    """A claim of the ledger, the story it stands in, when that was stored (UTC, ISO 8601) and by which run.

    ``view``: it stands for this incident (docs/record.md), with the incident's parties, date, place and figures; words and
    story are those of the claim that tells it best (dragoman.export.incidents).
    """

    record: Record
    claim: Claim
    recorded: str | None = None
    run: int | None = None
    view: Mapping[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its name in the format, what fills it, and what that is. ``value`` None: always empty, ``about`` says why."""

    name: str
    value: Callable[[Told], Any] | None = None
    about: str = ""
    type: str = "VARCHAR"


ClaimWriter = Callable[[Iterable[Told], BinaryIO], int]
"""Writes claims to an open file and gives how many it wrote."""
ReportWriter = Callable[[Iterable[Record], BinaryIO], int]
"""Writes whole stories to an open file and gives how many it wrote."""
ViewWriter = Callable[[str, Iterable[Mapping[str, Any]], BinaryIO], int]
"""Writes the linker's views of a unit (incidents, tolls, agreements) to an open file and gives how many it wrote."""
Direct = Callable[[Ledger, Filter, BinaryIO], int]
"""Writes the claims that a filter lets through straight from the ledger's snapshot: what ``claims`` would write, faster."""


@dataclass(frozen=True, slots=True)
class Export:
    """An export format. ``claims``, ``reports`` and ``incidents`` write by unit, None where the format has no such unit;
    ``views`` writes incidents, tolls and agreements as the linker has them; ``first`` is the unit where none is named.
    ``limits``: what the format cannot say, a sentence each; ``of_claims``: what holds for rows that are claims alone."""

    name: str
    about: str
    claims: ClaimWriter | None = None
    reports: ReportWriter | None = None
    columns: tuple[Column, ...] = ()
    limits: tuple[str, ...] = ()
    first: str = "claims"
    incidents: ClaimWriter | None = None
    views: ViewWriter | None = None
    of_claims: tuple[str, ...] = ()
    suffix: str = "txt"
    media: str = "text/plain; charset=utf-8"
    direct: Direct | None = None

    @property
    def units(self) -> tuple[str, ...]:
        """What a row may be, the usual one first."""
        has: dict[str, object] = {
            "claims": self.claims, "reports": self.reports, "incidents": self.incidents or self.views,
            "tolls": self.views, "agreements": self.views,
        }  # fmt: skip
        return tuple(sorted((u for u, w in has.items() if w), key=lambda u: u != self.first))


HAPPENED = frozenset({"asserted", "alleged"})


def happened(told: Iterable[Told]) -> Iterator[Told]:
    """Events that a source says took place: all that a format without a word for denial, plan or demand may hold."""
    return (t for t in told if t.claim.kind == "event" and t.claim.event and t.claim.factuality in HAPPENED)


NOT_EVENTS = "A row is a claim, not an event: two reports of one event are two rows, so figures must not be added up."
OF_INCIDENTS = (
    "A row is an incident, put together from its claims by the rules of docs/linking.md or by a person.",
    "Where sources differ a figure is a range, and a column for one number is empty; words and story are those of the claim"
    " that tells it best.",
)
ONLY_HAPPENED = (
    "The format cannot tell what was denied, negated, demanded, planned or hypothetical from what took place, so such claims"
    " are left out, and so are tolls and states."
)


def cells(columns: Sequence[Column], told: Told) -> list[Any]:
    """One row; None where nothing is known."""
    return [None if c.value is None else c.value(told) for c in columns]


def plain(value: Any) -> str:
    """A cell of a file without quotes: tabs, line ends and other control characters become a space."""
    if value is None:
        return ""
    text = str(value)
    return text if text.isprintable() else "".join(c if c.isprintable() else " " for c in text)


def write_tabs(
    columns: Sequence[Column], told: Iterable[Told], out: BinaryIO, *, header: bool, missing: str = ""
) -> int:
    """A table with tabs, without quotes, in UTF-8; gives how many rows."""
    if header:
        out.write("\t".join(c.name for c in columns).encode() + b"\n")
    count = 0
    for t in told:
        row = "\t".join(plain(v) or missing for v in cells(columns, t))
        out.write(row.encode("utf-8", "replace") + b"\n")
        count += 1
    return count
