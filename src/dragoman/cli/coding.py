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
from dragoman.cli.stories import ClaimsOnly, Columns, Model, Published
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
        list[str] | None,
        typer.Argument(metavar="PATH... | -", help="Files, folders, or - for JSON lines on standard input."),
    ] = None,
    ledger: Annotated[Path | None, typer.Option(metavar="FILE", help="Store the records in this ledger.")] = None,
    format: Annotated[
        Format | None,
        typer.Option(
            help="Write the records to standard output too. Without --ledger: jsonl in a pipe, table on a terminal."
        ),
    ] = None,
    published: Published = None,
    columns: Columns = None,
    model: Model = None,
    workers: Annotated[
        int | None,
        typer.Option(min=1, metavar="N", envvar="DRAGOMAN_WORKERS", help="Processes that code; default one a core."),
    ] = None,
    resume: Annotated[
        bool, typer.Option("--resume", help="Pass over the stories that the ledger has, coded as they would be now.")
    ] = False,
    claims_only: ClaimsOnly = False,
    failures: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Write what failed to this file, as JSON lines.")
    ] = None,
    watch: Annotated[
        Path | None,
        typer.Option(metavar="FOLDER", help="Then code every file that comes into this folder, until Ctrl-C."),
    ] = None,
    interval: Annotated[
        float, typer.Option(min=0.1, metavar="SECONDS", help="With --watch: how often to look into the folder.")
    ] = 2.0,
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

    sources = sources or []
    if not sources and watch is None:
        raise typer.BadParameter("name a file, a folder, or -, or --watch a folder.", param_hint="PATH")
    if resume and ledger is None:
        raise typer.BadParameter("it needs --ledger FILE: the ledger knows what is coded.", param_hint="--resume")
    if ledger is None and format is None:
        format = Format.table if sys.stdout.isatty() else Format.jsonl
    meter = Meter(sources, stdin=sys.stdin.buffer)
    with ExitStack() as stack:
        progress = Progress(meter)
        job = Job(model or DEFAULT_MODEL, claims_only, progress)
        job.settings = {"published": published, "columns": columns or []}
        if failures is not None:
            job.failure_file = stack.enter_context(failure_file(failures))
        store = None
        if ledger is not None:
            from dragoman.store import Ledger

            store = stack.enter_context(Ledger(ledger))
            job.keep(store)
            stack.callback(job.finish)
        emit, named = viewed(emitter(format), ontology), parse_columns(columns or ())

        def code_all(paths: Iterable[str | Path]) -> None:
            stories: Iterable[Story] = read_stories(
                paths, stdin=sys.stdin.buffer, published=published, columns=named, meter=meter, on_error=job.failed
            )
            left = job.left(stories) if resume else stories
            job.run(code_outcomes(left, model=job.model, claims_only=claims_only, workers=workers), emit)

        stack.enter_context(progress)
        code_all(sources)
        if watch is not None:
            from dragoman.cli.watching import watch as watching

            watching(watch, store, job, lambda path: code_all([path]), interval=interval)
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
        self.settings: dict[str, object] = {}
        self.failure_file: IO[str] | None = None
        self._ledger: Ledger | None = None
        self._run: int | None = None
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
        from dragoman.provenance import provenance

        for outcome in outcomes:
            if self._ledger is not None and self._run is None:
                settings = {**self.settings, "coder": self._coded.coder if self._coded else None}
                self._run = self._ledger.start_run(
                    version=__version__, model=self.model, settings=settings, **provenance(self.model)
                )
            try:
                self._take(outcome, emit)
            except InputError as e:
                self.failed(e, story_id(outcome.story))

    def finish(self) -> None:
        """Note in the ledger that the run has ended."""
        if self._ledger is not None and self._run is not None:
            self._ledger.finish_run(self._run, coded=self.stories, failed=self.failures)

    def _take(self, outcome: Outcome, emit: Callable[[Record], None]) -> None:
        record = outcome.record
        if record is None:
            assert outcome.error is not None
            raise outcome.error
        if self._ledger is not None:
            assert self._coded is not None
            self.outcome[self._ledger.add(record, run=self._run, version=outcome.story.version)] += 1
            self._coded.note(outcome.story, record.id)
        emit(record)
        self.stories += 1
        self.claims += len(record.claims)
        self.progress.advance(len(record.claims))

    def report(self, ledger: Path | None) -> None:
        """The closing lines on stderr: what is in the ledger now, and how many failed."""
        if ledger is not None:
            changes = ", ".join(
                f"{n} {kind}" for kind in ("new", "revised", "older", "unchanged") if (n := self.outcome[kind])
            )
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
