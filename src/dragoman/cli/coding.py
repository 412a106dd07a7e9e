"""``dragoman code``: stories in, records out, to the ledger, to standard output, or both."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable, Iterable
from contextlib import ExitStack
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dragoman.cli.common import command, complain
from dragoman.errors import InputError

if TYPE_CHECKING:
    from dragoman.batches import Outcome
    from dragoman.record import Record
    from dragoman.store import Ledger


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
    ontology: Annotated[
        str | None,
        typer.Option(metavar="FILE", help="Write categories of your own, or cameo (the ledger keeps PLOVER)."),
    ] = None,
) -> None:
    """Code stories: who says that who did what to whom, when, where and how many."""
    from dragoman.parse.pipe import DEFAULT_MODEL
    from dragoman.pool import code_outcomes
    from dragoman.read import read_stories
    from dragoman.read.sources import parse_columns

    if ledger is None and format is None:
        format = Format.table if sys.stdout.isatty() else Format.jsonl
    job = Job(model or DEFAULT_MODEL)
    stories = read_stories(
        sources, stdin=sys.stdin.buffer, published=published, columns=parse_columns(columns or ()), on_error=job.failed
    )
    with ExitStack() as stack:
        store = None
        if ledger is not None:
            from dragoman.store import Ledger

            store = stack.enter_context(Ledger(ledger))
        stack.enter_context(job.progress())
        job.run(code_outcomes(stories, model=job.model, workers=workers), store, viewed(emitter(format), ontology))
    job.report(ledger)
    raise typer.Exit(job.exit_code)


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

    def __init__(self, model: str) -> None:
        self.model = model
        self.stories = self.claims = self.failures = 0
        self.outcome: Counter[str] = Counter()
        self.exit_code = 0
        self._advance: Callable[[], None] = lambda: None
        self._complain: Callable[[object], None] = complain

    def failed(self, error: InputError) -> None:
        """Report one story or file, and go on."""
        self.failures += 1
        self.exit_code = max(self.exit_code, error.exit_code)
        self._complain(error)

    def run(self, outcomes: Iterable[Outcome], ledger: Ledger | None, emit: Callable[[Record], None]) -> None:
        """Store and write out what was coded, story by story."""
        from dragoman import __version__

        run: int | None = None
        try:
            for outcome in outcomes:
                if ledger is not None and run is None:
                    run = ledger.start_run(version=__version__, model=self.model)
                try:
                    self._take(outcome, ledger, run, emit)
                except InputError as e:
                    self.failed(e)
        finally:
            if ledger is not None and run is not None:
                ledger.finish_run(run, coded=self.stories, failed=self.failures)

    def _take(self, outcome: Outcome, ledger: Ledger | None, run: int | None, emit: Callable[[Record], None]) -> None:
        record = outcome.record
        if record is None:
            assert outcome.error is not None
            raise outcome.error
        if ledger is not None:
            self.outcome[ledger.add(record, run=run)] += 1
        emit(record)
        self.stories += 1
        self.claims += len(record.claims)
        self._advance()

    def progress(self) -> ExitStack:
        """A counter with its rate on a terminal's stderr; nothing in a pipe."""
        stack = ExitStack()
        if not sys.stderr.isatty():
            return stack
        from rich.console import Console
        from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn
        from rich.text import Text

        console = Console(stderr=True, highlight=False, markup=False)
        bar = Progress(
            SpinnerColumn(), TextColumn("{task.completed} stories, {task.fields[claims]} claims"), TimeElapsedColumn(),
            console=console, transient=True,
        )  # fmt: skip
        task = bar.add_task("coding", total=None, claims=0)
        stack.enter_context(bar)
        self._advance = lambda: bar.update(task, advance=1, claims=self.claims)
        self._complain = lambda what: console.print(Text(f"dragoman: {what}"), soft_wrap=True)
        return stack

    def report(self, ledger: Path | None) -> None:
        """The closing lines on stderr: what is in the ledger now, and how many failed."""
        if ledger is not None:
            changes = ", ".join(f"{n} {kind}" for kind in ("new", "revised", "unchanged") if (n := self.outcome[kind]))
            told = f"{_count(self.stories, 'story', 'stories')}, {_count(self.claims, 'claim', 'claims')}"
            complain(f"{told} -> {ledger}: {changes or 'nothing new'}")
        if self.failures:
            complain(
                f"{_count(self.failures, 'failure', 'failures')}; {_count(self.stories, 'story', 'stories')} coded."
            )


def _count(n: int, one: str, many: str) -> str:
    return f"{n:,} {one if n == 1 else many}"
