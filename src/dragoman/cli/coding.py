"""``dragoman code``: stories in, records out, to the ledger, to standard output, or both."""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack
from enum import StrEnum
from pathlib import Path
from typing import IO, TYPE_CHECKING, Annotated

import typer

from dragoman.cli.common import command, complain
from dragoman.cli.progress import Progress
from dragoman.errors import InputError

if TYPE_CHECKING:
    from dragoman.batches import Outcome
    from dragoman.document import Story
    from dragoman.record import Record
    from dragoman.store import Ledger
    from dragoman.store.resume import CodedStories


class Format(StrEnum):
    """How records look on standard output."""

    jsonl = "jsonl"
    table = "table"


@command
def code(
    sources: Annotated[
        list[str], typer.Argument(metavar="PATH... | -", help="Files, folders, or - for JSON lines on standard input.")
    ],
    ledger: Annotated[Path | None, typer.Option(metavar="FILE", help="Store the records in this ledger.")] = None,
    format: Annotated[
        Format | None,
        typer.Option(
            help="Write the records to standard output too. Without --ledger: jsonl in a pipe, table on a terminal."
        ),
    ] = None,
    published: Annotated[
        str | None, typer.Option(metavar="DATE", help="ISO date for stories that carry none of their own.")
    ] = None,
    columns: Annotated[
        list[str] | None,
        typer.Option(metavar="FIELD=COLUMN", help="Which column of a table holds which field; may be repeated."),
    ] = None,
    model: Annotated[str | None, typer.Option(metavar="NAME", help="Another installed English spaCy pipeline.")] = None,
    workers: Annotated[
        int | None,
        typer.Option(min=1, metavar="N", envvar="DRAGOMAN_WORKERS", help="Processes that code; default one a core."),
    ] = None,
    resume: Annotated[
        bool, typer.Option("--resume", help="Pass over the stories that the ledger has, coded as they would be now.")
    ] = False,
    claims_only: Annotated[
        bool,
        typer.Option(
            "--claims-only", help="Faster: sentences that can hold no claim are not read, nor their places listed."
        ),
    ] = False,
    failures: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Write what failed to this file, as JSON lines.")
    ] = None,
    ontology: Annotated[
        str | None,
        typer.Option(metavar="FILE", help="Write categories of your own, or cameo (the ledger keeps PLOVER)."),
    ] = None,
) -> None:
    """Code stories: who says that who did what to whom, when, where and how many."""
    from dragoman.parse.pipe import DEFAULT_MODEL
    from dragoman.pool import code_outcomes
    from dragoman.read import read_stories
    from dragoman.read.meter import Meter
    from dragoman.read.sources import parse_columns

    if resume and ledger is None:
        raise typer.BadParameter("it needs --ledger FILE: the ledger knows what is coded.", param_hint="--resume")
    if ledger is None and format is None:
        format = Format.table if sys.stdout.isatty() else Format.jsonl
    meter = Meter(sources, stdin=sys.stdin.buffer)
    with ExitStack() as stack:
        progress = Progress(meter)
        job = Job(model or DEFAULT_MODEL, claims_only, progress)
        if failures is not None:
            job.failure_file = stack.enter_context(failure_file(failures))
        stories: Iterable[Story] = read_stories(
            sources, stdin=sys.stdin.buffer, published=published, columns=parse_columns(columns or ()), meter=meter,
            on_error=job.failed,
        )  # fmt: skip
        if ledger is not None:
            from dragoman.store import Ledger

            job.keep(stack.enter_context(Ledger(ledger)))
            stories = job.left(stories) if resume else stories
        stack.enter_context(progress)
        outcomes = code_outcomes(stories, model=job.model, claims_only=claims_only, workers=workers)
        job.run(outcomes, viewed(emitter(format), ontology))
    job.report(ledger)
    raise typer.Exit(job.exit_code)


def failure_file(path: Path) -> IO[str]:
    """The file that tells what failed, made anew."""
    try:
        return path.open("w", encoding="utf-8", errors="surrogateescape")
    except OSError as e:
        raise InputError(f"it cannot be written ({e.strerror}).", where=str(path), remedy="name another file.") from e


def viewed(emit: Callable[[Record], None], ontology: str | None) -> Callable[[Record], None]:
    """The records under another ontology on their way out."""
    if ontology is None:
        return emit
    from dragoman.code.ontology import load_ontology

    view = load_ontology(ontology)
    return lambda record: emit(view.record(record))


def emitter(format: Format | None) -> Callable[[Record], None]:
    """What is done with a record on standard output."""
    if format is None:
        return lambda record: None
    if format is Format.jsonl:
        from dragoman.export.jsonl import line

        def as_json(record: Record) -> None:
            sys.stdout.buffer.write(line(record))
            sys.stdout.buffer.flush()

        return as_json
    from dragoman.show.terminal import console, document_table

    out = console()
    return lambda record: out.print(document_table(record))


class Job:
    """One run of ``dragoman code``: what came of each story."""

    def __init__(self, model: str, claims_only: bool, progress: Progress) -> None:
        self.model, self.claims_only, self.progress = model, claims_only, progress
        self.stories = self.claims = self.failures = self.passed_over = 0
        self.outcome: Counter[str] = Counter()
        self.exit_code = 0
        self.failure_file: IO[str] | None = None
        self._ledger: Ledger | None = None
        self._coded: CodedStories | None = None

    def keep(self, ledger: Ledger) -> None:
        """Store what is coded, and note by what it was coded."""
        from dragoman.fingerprint import fingerprint
        from dragoman.store.resume import CodedStories

        self._ledger, self._coded = ledger, CodedStories(ledger, fingerprint(self.model, claims_only=self.claims_only))

    def left(self, stories: Iterable[Story]) -> Iterator[Story]:
        """The stories that are still to be coded."""
        assert self._coded is not None
        for story in stories:
            if self._coded.has(story):
                self.passed_over += 1
            else:
                self.progress.begin()
                yield story

    def failed(self, error: InputError, story: str | None = None) -> None:
        """Report one story or file, and go on."""
        self.failures += 1
        self.exit_code = max(self.exit_code, error.exit_code)
        self.progress.complain(error)
        if self.failure_file is not None:
            told = {"story": story, "where": error.where, "line": error.line, "code": error.code,
                    "message": error.message, "remedy": error.remedy}  # fmt: skip
            self.failure_file.write(json.dumps(told) + "\n")
            self.failure_file.flush()

    def run(self, outcomes: Iterable[Outcome], emit: Callable[[Record], None]) -> None:
        """Store and write out what was coded, story by story."""
        from dragoman import __version__
        from dragoman.coder import story_id

        run: int | None = None
        try:
            for outcome in outcomes:
                if self._ledger is not None and run is None:
                    run = self._ledger.start_run(
                        version=__version__,
                        model=self.model,
                        settings={"coder": self._coded.coder} if self._coded else {},
                    )
                try:
                    self._take(outcome, run, emit)
                except InputError as e:
                    self.failed(e, story_id(outcome.story))
        finally:
            if self._ledger is not None and run is not None:
                self._ledger.finish_run(run, coded=self.stories, failed=self.failures)

    def _take(self, outcome: Outcome, run: int | None, emit: Callable[[Record], None]) -> None:
        record = outcome.record
        if record is None:
            assert outcome.error is not None
            raise outcome.error
        if self._ledger is not None:
            assert self._coded is not None
            self.outcome[self._ledger.add(record, run=run)] += 1
            self._coded.note(outcome.story, record.id)
        emit(record)
        self.stories += 1
        self.claims += len(record.claims)
        self.progress.advance(len(record.claims))

    def report(self, ledger: Path | None) -> None:
        """The closing lines on stderr: what is in the ledger now, and how many failed."""
        if ledger is not None:
            changes = ", ".join(f"{n} {kind}" for kind in ("new", "revised", "unchanged") if (n := self.outcome[kind]))
            if self.passed_over:
                changes = f"{changes or 'nothing new'}; {self.passed_over:,} passed over, coded before"
            told = f"{_count(self.stories, 'story', 'stories')}, {_count(self.claims, 'claim', 'claims')}"
            complain(f"{told} -> {ledger}: {changes or 'nothing new'}")
        if self.failures:
            complain(
                f"{_count(self.failures, 'failure', 'failures')}; {_count(self.stories, 'story', 'stories')} coded."
            )


def _count(n: int, one: str, many: str) -> str:
    return f"{n:,} {one if n == 1 else many}"
