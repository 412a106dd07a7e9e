"""The process that codes: ``python -m dragoman.serve.jobs.work``, a JSON object a line in and out.

In: ``{"job", "ledger", "sources": [paths], "hide": folder}`` or ``{"job", "ledger", "story": {...}}``, and ``{"cancel": job}``.
Out, each with ``job``: ``stage`` (which one begins), ``total`` (stories), ``story`` (stored: id, title, claims, outcome),
``failed`` (where, what, remedy, code), ``end`` (``done``, ``cancelled`` or ``broken`` with what broke). ``{"ready": true}`` once
the models are in memory. Its input closed, it ends: it never outlives the app.
"""

from __future__ import annotations

import json
import os
import queue
import sys
import threading
from collections.abc import Callable, Iterator
from typing import Any

from dragoman.document import Document, Story
from dragoman.errors import DataError, DragomanError, InputError
from dragoman.record import Record
from dragoman.serve.story import title_of
from dragoman.store import Ledger

STAGES = (
    ("read", "reading"), ("layout", "finding headline, dateline and paragraphs"), ("parse", "parsing the sentences"),
    ("times", "finding when"), ("places", "finding where"), ("actors", "finding who"), ("quantities", "counting"),
    ("attribution", "finding who says so"), ("factuality", "judging how firmly"), ("claims", "making claims"),
    ("store", "writing the ledger"), ("link", "linking with the other stories"),
)  # fmt: skip
"""The stages that a job passes, and what a reader is told of each."""

Tell = Callable[..., None]


class Cancelled(Exception):
    """The user wants no more of this job."""


class Work:
    """One job: its stories read, coded, stored and linked, with a word on every step."""

    def __init__(self, task: dict[str, Any], tell: Tell, cancelled: Callable[[], bool]) -> None:
        self.task, self.tell, self.cancelled = task, tell, cancelled
        self.coded = self.failures = 0

    def run(self) -> None:
        """All of it. Raises Cancelled between two stages, DragomanError where nothing can be coded."""
        from dragoman import __version__
        from dragoman.fingerprint import fingerprint
        from dragoman.parse.pipe import DEFAULT_MODEL
        from dragoman.store.resume import CodedStories

        self.tell(stage="read")
        if "story" not in self.task:
            self.tell(total=sum(1 for _ in self.stories(lambda e: None)))
        with Ledger(self.task["ledger"]) as ledger:
            run: int | None = None
            done = CodedStories(ledger, fingerprint(DEFAULT_MODEL)) if "sources" in self.task else None
            try:
                for story in self.stories(self.failed):
                    if done is not None and done.has(story):
                        self.passed(ledger, story)
                        continue
                    if run is None:
                        settings = {"by": self.task.get("by", "")}
                        run = ledger.start_run(version=__version__, model=DEFAULT_MODEL, settings=settings)
                    record = self.code(story)
                    if record is not None and self.keep(ledger, run, record) and done is not None:
                        done.note(story, record.id)
            finally:
                if run is not None:
                    ledger.finish_run(run, coded=self.coded, failed=self.failures)
            self.step("link")
            from dragoman.link.ledger import LedgerLinks

            LedgerLinks(ledger).update()

    def stories(self, on_error: Callable[[InputError], None]) -> Iterator[Story]:
        """The task's stories."""
        from dragoman.read import read_stories

        if "story" in self.task:
            yield Story(**self.task["story"])
        else:
            yield from read_stories(self.task["sources"], on_error=on_error)

    def code(self, story: Story) -> Record | None:
        """A story's record, stage by stage; None where the coder fails on it."""
        from dragoman.coder import after_parse, before_parse, record_of, story_id
        from dragoman.parse import parse
        from dragoman.read.layout import start

        try:
            self.step("layout", story.headline or story.id or "")
            doc: Document = before_parse()(start(story, story_id(story)))
            self.step("parse")
            doc = parse(doc)
            for stage in after_parse().stages:
                self.step(stage.name)
                doc = stage(doc)
            return record_of(doc)
        except (Cancelled, DataError):
            raise
        except Exception as e:
            if not isinstance(e, InputError):
                what = e.message if isinstance(e, DragomanError) else f"{type(e).__name__}: {e}"
                e = InputError(
                    f"the coder failed on this story ({what}).",
                    where=story.path or story.id, remedy="report it with the story; the others are coded.",
                )  # fmt: skip
            self.failed(e)
            return None

    def passed(self, ledger: Ledger, story: Story) -> None:
        """A story that the same coder has coded: by a run before, or by this job before it was interrupted."""
        self.step("store", story.headline or story.id or "")
        from dragoman.coder import story_id

        record = ledger.record(story_id(story))
        if record is not None:
            self.stored(record, "unchanged")

    def keep(self, ledger: Ledger, run: int, record: Record) -> bool:
        """Store a record and say so; False where it cannot be stored."""
        self.step("store")
        try:
            outcome = ledger.add(record, run=run)
        except InputError as e:
            self.failed(e)
            return False
        self.stored(record, outcome)
        return True

    def stored(self, record: Record, outcome: str) -> None:
        """A story of the job is in the ledger."""
        self.coded += 1
        self.tell(
            story={
                "id": record.id, "title": title_of(record), "claims": len(record.claims),
                "warnings": len(record.warnings), "outcome": outcome,
            }
        )  # fmt: skip

    def step(self, stage: str, title: str | None = None) -> None:
        """A stage begins. Raises Cancelled where the job is to stop."""
        if self.cancelled():
            raise Cancelled
        self.tell(stage=stage, **({"title": title} if title is not None else {}))

    def failed(self, error: InputError) -> None:
        """One story or file cannot be used."""
        self.failures += 1
        where = (error.where or "").replace(self.task.get("hide", "\0") + os.sep, "")
        if error.line is not None:
            where += f", line {error.line}"
        self.tell(failed={"where": where, "what": error.message, "remedy": error.remedy, "code": error.code})


def main() -> None:
    """Tasks from standard input until it closes."""
    out = os.fdopen(os.dup(sys.stdout.fileno()), "w", encoding="utf-8")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())  # whatever a library prints goes elsewhere
    tasks: queue.Queue[dict[str, Any]] = queue.Queue()
    cancelled: set[str] = set()

    def listen() -> None:
        for line in sys.stdin:
            task = json.loads(line)
            if "cancel" in task:
                cancelled.add(task["cancel"])
            else:
                tasks.put(task)
        os._exit(0)

    threading.Thread(target=listen, daemon=True).start()

    def say(**message: Any) -> None:
        out.write(json.dumps(message) + "\n")
        out.flush()

    _warm()
    say(ready=True)
    while True:
        task = tasks.get()
        job = task["job"]

        def tell(_job: str = job, **message: Any) -> None:
            say(job=_job, **message)

        try:
            Work(task, tell, lambda _job=job: _job in cancelled).run()  # type: ignore[misc]
            tell(end="done")
        except Cancelled:
            tell(end="cancelled")
        except DragomanError as e:
            tell(end="broken", what=f"{e.message} {e.remedy}".strip())
        except Exception as e:
            tell(end="broken", what=f"{type(e).__name__}: {e}")


def _warm() -> None:
    """Models and word lists in memory, so that the first story does not wait for them."""
    from dragoman.coder import code_stories

    for _ in code_stories([Story("Rebels shelled the town of Goma on Monday, killing 14 people, an official said.")]):
        pass


if __name__ == "__main__":
    main()
