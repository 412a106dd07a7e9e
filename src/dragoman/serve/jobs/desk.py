"""The app's side of coding: jobs in a queue, one at a time, and what is known of each."""

from __future__ import annotations

import contextlib
import json
import os
import secrets
import subprocess
import sys
import threading
from collections import OrderedDict
from collections.abc import Callable
from pathlib import Path
from typing import IO, Any

from dragoman.serve.jobs.job import NAMED, Job, State, Told, now
from dragoman.serve.jobs.kept import Kept

KEPT = 50
"""Finished jobs that are remembered; the ledger keeps what they stored, and their runs."""


class Desk:
    """Takes jobs for one ledger. The coding process starts with the first use and is started anew where it has died."""

    def __init__(self, ledger: Path, *, command: list[str] | None = None) -> None:
        self.ledger = ledger
        self.command = command or [sys.executable, "-m", "dragoman.serve.jobs.work"]
        self.kept = Kept(ledger)
        self.jobs: OrderedDict[str, Job] = OrderedDict((j.id, j) for j in self.kept.all())
        self.done: list[Callable[[Job], None]] = []
        self._lock = threading.RLock()
        self._process: subprocess.Popen[str] | None = None
        self._closing = False
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

    def again(self, id: str, *, by: str) -> Job | None:
        """Do once more what a broken or interrupted job was to do; what it stored already is passed over quickly. None where
        that is not known any more."""
        with self._lock:
            old = self.jobs.get(id)
            if old is None or not old.repeatable:
                return None
            job = Job(secrets.token_hex(6), old.title, by, dict(old.task), old.folder)
            old.task, old.folder, old.again = {}, None, job.id
            old.ended = old.ended or now()
            self.kept.note(old)
            return self._take(job)

    def link(self, *, by: str) -> Job:
        """Link what is in the ledger and not linked yet."""
        return self._take(Job(secrets.token_hex(6), "linking the stories", by, {"sources": []}))

    def _take(self, job: Job) -> Job:
        job.task |= {"job": job.id, "ledger": str(self.ledger), "by": job.by}
        with self._lock:
            self.jobs[job.id] = job
            for old in [j for j in self.jobs.values() if j.over.is_set()][:-KEPT]:
                self.kept.drop(self.jobs.pop(old.id))
            self.kept.note(job)
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
        """End the process; jobs that run are interrupted."""
        with self._lock:
            self._closing = True
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
                if not job.over.is_set() and self._closing:
                    job.state = "interrupted"  # as the next start will find it
                    job.over.set()
                elif not job.over.is_set():
                    self._end(
                        job,
                        "broken",
                        f"The coder stopped (exit {code}). What was stored stays; run it again, and it goes on from there.",
                    )

    def _note(self, job: Job, message: dict[str, Any]) -> None:
        if job.begun is None:
            job.begun, job.state = now(), "running"
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
        job.state, job.what, job.ended = state, what, now()
        if state != "broken":
            self.kept.clear(job)
        self.kept.note(job)
        job.over.set()
        for tell in self.done:
            tell(job)
