"""Jobs in a folder beside the ledger: what came of each, and, until it is over, what it was to do. So the app knows them when
it is started anew, and what was interrupted can be run again. The folder may be deleted at any time."""

from __future__ import annotations

import json
import shutil
import tempfile
from contextlib import suppress
from dataclasses import fields
from pathlib import Path

from dragoman.serve.jobs.job import INTERRUPTED, Job, Told


class Kept:
    """``LEDGER.jobs``: a file a job, and a folder for the files that were sent with it. Where it may not be written, jobs are
    forgotten with the app."""

    def __init__(self, ledger: Path) -> None:
        self.folder = ledger.with_name(ledger.name + ".jobs")

    def room(self) -> Path:
        """A new folder for the files of a job."""
        try:
            self.folder.mkdir(mode=0o700, exist_ok=True)
            return Path(tempfile.mkdtemp(prefix="files-", dir=self.folder))
        except OSError:
            return Path(tempfile.mkdtemp(prefix="dragoman-"))

    def note(self, job: Job) -> None:
        """Keep what is known of the job now."""
        told = {f.name: getattr(job, f.name) for f in fields(Job) if f.name not in ("over", "folder", "stories")}
        told |= {"folder": job.folder and str(job.folder), "stories": [list(s) for s in job.stories]}
        new = self._file(job.id).with_suffix(".new")
        with suppress(OSError):
            self.folder.mkdir(mode=0o700, exist_ok=True)
            new.write_text(json.dumps(told, ensure_ascii=False), "utf-8")
            new.replace(self._file(job.id))

    def all(self) -> list[Job]:
        """Every job, in the order in which they were asked for. One that was not over when the app stopped is interrupted."""
        out: list[tuple[str, int, Job]] = []
        for file in self.folder.glob("*.json"):
            with suppress(OSError, ValueError, TypeError, KeyError):
                told = json.loads(file.read_text("utf-8"))
                told["folder"] = told["folder"] and Path(told["folder"])
                job = Job(**told | {"stories": [Told(*s) for s in told["stories"]]})
                if job.ended is None:
                    job.state, job.what = "interrupted", INTERRUPTED
                job.over.set()
                out.append((job.asked, file.stat().st_mtime_ns, job))
        return [job for *_, job in sorted(out, key=lambda row: row[:2])]

    def drop(self, job: Job) -> None:
        """Forget a job and its files."""
        self.clear(job)
        self._file(job.id).unlink(missing_ok=True)

    def clear(self, job: Job) -> None:
        """Its files go: there is nothing left to do."""
        if job.folder is not None:
            shutil.rmtree(job.folder, ignore_errors=True)
        job.folder, job.task = None, {}

    def _file(self, id: str) -> Path:
        return self.folder / f"{id}.json"
