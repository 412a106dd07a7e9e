"""Where an event took place (stub)."""

from __future__ import annotations

from dragoman.document import Document
from dragoman.record import EventLocation


def event_location(doc: Document, trigger: int) -> tuple[EventLocation | None, str]:
    return None, "no place"
