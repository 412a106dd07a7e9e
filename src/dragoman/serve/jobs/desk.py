"""The app's side of coding: jobs in a queue, one at a time, and what is known of each."""

from __future__ import annotations

import contextlib
import json
import os
import secrets
import shutil
import subprocess
import sys
import threading
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Any, Literal

KEPT = 50
"""Finished jobs that are remembered; the ledger keeps what they stored, and their runs."""
NAMED = 1_000
"""Stories and failures of a job that are listed; all are counted."""

State = Literal["waiting", "running", "done", "cancelled", "broken"]


@dataclass(frozen=True, slots=True)
class Told:
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
    asked: str = field(default_factory=lambda: _now())
    begun: str | None = None
    ended: str | None = None
    over: threading.Event = field(default_factory=threading.Event)

    @property
    def single(self) -> Told | None:
        """The story of a job that was done with one story and nothing else."""
        return self.stories[0] if self.state == "done" and self.coded == 1 and not self.failed else None

    def to_dict(self) -> dict[str, Any]:
        """As JSON values."""
        return {
            "id": self.id, "title": self.title, "by": self.by, "state": self.state, "stage": self.stage, "total": self.total,
            "coded": self.coded, "claims": self.claims, "outcomes": self.outcomes, "failed": self.failed,
            "stories": [{"id": s.id, "title": s.title, "claims": s.claims, "outcome": s.outcome} for s in self.stories],
            "failures": self.failures, "what": self.what, "asked": self.asked, "begun": self.begun, "ended": self.ended,
        }  # fmt: skip


class Desk:
    """Takes jobs for one ledger. The coding process starts with the first use and is started anew where it has died."""

    def __init__(self, ledger: Path, *, command: list[str] | None = None) -> None:
        self.ledger = ledger
        self.command = command or [sys.executable, "-m", "dragoman.serve.jobs.work"]
        self.jobs: OrderedDict[str, Job] = OrderedDict()
        self.done: list[Callable[[Job], None]] = []
        self._lock = threading.RLock()
        self._process: subprocess.Popen[str] | None = None
        self.ready = False
        """Are the models in memory?"""

    # asking ----------------------------------------------------------------------------------------------------------

    def code_story(self, story: dict[str, str], *, title: str, by: str) -> Job:
        """One story: the fields of :class:`dragoman.document.Story`."""
        return self._take(Job(secrets.token_hex(6), title, by, {"story": story}))

    def code_files(self, folder: Path, names: list[str], *, title: str, by: str) -> Job:
        """Files in a folder that goes away with the job."""
        sources = [str(folder / name) for name in names]
        return self._take(Job(secrets.token_hex(6), title, by, {"sources": sources, "hide": str(folder)}, folder))

    def link(self, *, by: str) -> Job:
        """Link what is in the ledger and not linked yet."""
        return self._take(Job(secrets.token_hex(6), "linking the stories", by, {"sources": []}))

    def _take(self, job: Job) -> Job:
        job.task |= {"job": job.id, "ledger": str(self.ledger), "by": job.by}
        with self._lock:
            self.jobs[job.id] = job
            for old in [j for j in self.jobs.values() if j.over.is_set()][:-KEPT]:
                del self.jobs[old.id]
            self._send(job.task)
        return job

    def get(self, id: str) -> Job | None:
        """A job by its id."""
        return self.jobs.get(id)

    def recent(self) -> list[Job]:
        """All that are known, the latest first."""
        with self._lock:
            return list(reversed(self.jobs.values()))

    def cancel(self, id: str) -> None:
        """Stop a job between two stages; what is stored stays."""
        with self._lock:
            job = self.jobs.get(id)
            if job is not None and not job.over.is_set():
                self._send({"cancel": id})

    def warm(self) -> None:
        """Start the process, so that the first story does not wait for the models."""
        with self._lock:
            self._start()

    def close(self) -> None:
        """End the process; jobs that run are broken off."""
        with self._lock:
            process, self._process = self._process, None
        if process is not None:
            with contextlib.suppress(OSError):
                process.stdin.close()  # type: ignore[union-attr]
            try:
                process.wait(5)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()

    # the process ----------------------------------------------------------------------------------------------------

    def _start(self) -> subprocess.Popen[str]:
        if self._process is None or self._process.poll() is not None:
            self.ready = False
            path = os.pathsep.join(p for p in sys.path if p)
            self._process = subprocess.Popen(
                self.command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8",
                env={**os.environ, "PYTHONPATH": path},
            )  # fmt: skip
            threading.Thread(target=self._listen, args=(self._process, self._process.stdout), daemon=True).start()
        return self._process

    def _send(self, message: dict[str, Any]) -> None:
        process = self._start()
        assert process.stdin is not None
        try:
            process.stdin.write(json.dumps(message) + "\n")
            process.stdin.flush()
        except OSError:  # it has just died; its listener tells the jobs
            pass

    def _listen(self, process: subprocess.Popen[str], lines: IO[str]) -> None:
        for line in lines:
            try:
                message = json.loads(line)
            except ValueError:
                continue
            with self._lock:
                self.ready = True
                job = self.jobs.get(message.get("job", ""))
                if job is not None:
                    self._note(job, message)
        code = process.wait()
        with self._lock:
            if self._process is process:
                self._process = None
            for job in self.jobs.values():
                if not job.over.is_set():
                    self._end(
                        job, "broken", f"The coder stopped (exit {code}). What was stored stays; send the rest again."
                    )

    def _note(self, job: Job, message: dict[str, Any]) -> None:
        if job.begun is None:
            job.begun, job.state = _now(), "running"
        if "stage" in message:
            job.stage, job.at = message["stage"], message.get("title", job.at)
        if "total" in message:
            job.total = message["total"]
        if "story" in message:
            told = Told(**message["story"])
            job.coded, job.claims = job.coded + 1, job.claims + told.claims
            job.outcomes[told.outcome] = job.outcomes.get(told.outcome, 0) + 1
            if len(job.stories) < NAMED:
                job.stories.append(told)
        if "failed" in message:
            job.failed += 1
            if len(job.failures) < NAMED:
                job.failures.append(message["failed"])
        if "end" in message:
            self._end(job, message["end"], message.get("what", ""))

    def _end(self, job: Job, state: State, what: str = "") -> None:
        job.state, job.what, job.ended = state, what, _now()
        job.task = {}
        if job.folder is not None:
            shutil.rmtree(job.folder, ignore_errors=True)
        job.over.set()
        for tell in self.done:
            tell(job)


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
