"""When an event took place (stub)."""
from __future__ import annotations
from collections.abc import Collection
from dataclasses import dataclass
from dragoman.document import Document
from dragoman.record import DateBasis, Precision, Timex, Warning


@dataclass
class EventDate:
    date: str | None = None
    enddate: str | None = None
    precision: Precision = "unknown"
    basis: DateBasis = "none"
    time: str | None = None
    timex: Timex | None = None
    why: str = "no time expression"


def event_date(doc: Document, trigger: int, *, country: str | None = None, cues: Collection[int] = ()) -> EventDate:
    return EventDate()


def date_conflicts(doc: Document) -> list[Warning]:
    return []


def no_date(doc: Document) -> list[Warning]:
    return []
