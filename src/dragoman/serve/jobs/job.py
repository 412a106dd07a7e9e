"""A job: what is to be coded, how far it is, and what came of it."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal, NamedTuple

NAMED = 1_000
"""Stories and failures of a job that are listed; all are counted."""

State = Literal["waiting", "running", "done", "cancelled", "broken", "interrupted"]
"""``broken``: the coder stopped; ``interrupted``: the app did."""
INTERRUPTED = (
    "The app was stopped before this was done. What was stored stays; run it again, and it goes on from there."
)


class Told(NamedTuple):
    """A story that a job stored. outcome: new, revised, unchanged."""

    id: str
    title: str
    claims: int
    warnings: int
    outcome: str


@dataclass(slots=True)
class Job:
    """What is known of one job."""

    id: str
    title: str
    by: str
    task: dict[str, Any]
    folder: Path | None = None
    state: State = "waiting"
    stage: str = ""
    at: str = ""
    total: int | None = None
    coded: int = 0
    claims: int = 0
    outcomes: dict[str, int] = field(default_factory=dict)
    stories: list[Told] = field(default_factory=list)
    failed: int = 0
    failures: list[dict[str, str]] = field(default_factory=list)
    what: str = ""
    asked: str = field(default_factory=lambda: now())
    begun: str | None = None
    ended: str | None = None
    over: threading.Event = field(default_factory=threading.Event)
    again: str | None = None
    """The job that took its place."""

    @property
    def single(self) -> Told | None:
        """The story of a job that was done with one story and nothing else."""
        return self.stories[0] if self.state == "done" and self.coded == 1 and not self.failed else None

    @property
    def repeatable(self) -> bool:
        """Is what it was to do still at hand?"""
        return (
            self.state in ("broken", "interrupted")
            and bool(self.task)
            and (self.folder is None or self.folder.is_dir())
        )

    def to_dict(self) -> dict[str, Any]:
        """As JSON values."""
        return {
            "id": self.id, "title": self.title, "by": self.by, "state": self.state, "stage": self.stage, "total": self.total,
            "coded": self.coded, "claims": self.claims, "outcomes": self.outcomes, "failed": self.failed,
            "stories": [{"id": s.id, "title": s.title, "claims": s.claims, "outcome": s.outcome} for s in self.stories],
            "failures": self.failures, "what": self.what, "asked": self.asked, "begun": self.begun, "ended": self.ended,
        }  # fmt: skip


def now() -> str:
    """The time, as jobs tell it."""
    return datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
