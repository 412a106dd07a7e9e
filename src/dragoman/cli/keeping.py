"""``dragoman check``, ``backup``, ``compact`` and ``ledger import``: keeping a ledger."""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dragoman.cli.common import DEFAULT_LEDGER, LedgerOption, command, complain
from dragoman.errors import InputError, MissingFile

if TYPE_CHECKING:
    from dragoman.store.check import Report

ledgers = typer.Typer(help="Records straight into a ledger.", no_args_is_help=True)

FAULTS = 3
"""Exit code of a check that found a problem: ledger trouble."""


@command
def check(
    ledger: LedgerOption = DEFAULT_LEDGER,
    quick: Annotated[bool, typer.Option("--quick", help="Leave out the spans and digests of every story.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="The report as one JSON object.")] = False,
) -> None:
    """Look whether the ledger is whole: the file, references, every story's digest, every span."""
    from dragoman.store import Ledger
    from dragoman.store.check import check as look

    with Ledger(ledger, readonly=True) as store:
        report = look(store, quick=quick)
        content = None if report.problems else store.content_hash()
    if as_json:
        print(json.dumps({
            "ledger": str(ledger), "documents": report.documents, "claims": report.claims, "quick": quick,
            "content_hash": content, "problems": [{"kind": f.kind, "what": f.what} for f in report.problems],
            "notes": [{"kind": f.kind, "what": f.what} for f in report.notes],
        }, ensure_ascii=False))  # fmt: skip
    else:
        _tell(ledger, report, content)
    raise typer.Exit(FAULTS if report.problems else 0)


def _tell(ledger: Path, report: Report, content: str | None) -> None:
    for f in report.problems:
        print(f"{f.kind}: {f.what}")
    for f in report.notes:
        print(f"note: {f.what}")
    looked = "every span and digest" if report.spans_and_digests else "not the spans and digests"
    print(f"{ledger}: {report.documents:,} versions of stories, {report.claims:,} claims; looked at {looked}.")
    if report.problems:
        print(f"{len(report.problems)} found. Restore a backup, or code the stories anew into another file.")
    else:
        print(f"It is whole. Content {content}")


@command
def backup(
    to: Annotated[Path, typer.Argument(metavar="TO", help="A file, or a folder.")],
    ledger: LedgerOption = DEFAULT_LEDGER,
    replace: Annotated[bool, typer.Option("--replace", help="Put it in the place of a file that is there.")] = False,
    full: Annotated[bool, typer.Option("--full", help="Look over every span and digest of the copy too.")] = False,
) -> None:
    """Copy the ledger as it is at this moment, while others may write to it, and look the copy over."""
    from dragoman.store import Ledger
    from dragoman.store.upkeep import backup as copy

    with Ledger(ledger, readonly=True) as store:
        done = copy(store, to, replace=replace, full=full)
    complain(
        f"{done.path}: {done.documents:,} versions of stories, {done.claims:,} claims, {_size(done.size)};"
        f" content {done.content_hash}"
    )


@command
def compact(ledger: LedgerOption = DEFAULT_LEDGER) -> None:
    """Rebuild the file without gaps and optimise its indices. Nothing that it says is changed."""
    from dragoman.store import Ledger
    from dragoman.store.upkeep import compact as rebuild

    if not ledger.exists():
        raise MissingFile("no such ledger.", where=str(ledger), remedy="check the spelling.")
    with Ledger(ledger) as store:
        done = rebuild(store)
    complain(f"{ledger}: {_size(done.before)} before, {_size(done.after)} now.")


def _size(n: int) -> str:
    return f"{n / 1e6:,.1f} MB" if n >= 100_000 else f"{n / 1e3:,.1f} kB"


@ledgers.command("import")
@command
def import_file(
    files: Annotated[
        list[str],
        typer.Argument(
            metavar="PATH... | -",
            help="Records: JSON lines, also gzipped (.gz); Parquet with a column record; folders of them.",
        ),
    ],
    ledger: LedgerOption = DEFAULT_LEDGER,
    workers: Annotated[
        int, typer.Option(min=0, metavar="N", help="Processes that read and check beside the one that writes.")
    ] = 1,
) -> None:
    """Store records that were coded elsewhere, without coding anything: fast, and again at will."""
    from dragoman import __version__
    from dragoman.store import Ledger
    from dragoman.store.importing import Imported, import_records
    from dragoman.store.records import lines_of

    code = 0

    def failed(error: InputError) -> None:
        nonlocal code
        code = max(code, error.exit_code)
        complain(error)

    begun = time.monotonic()
    whole = Imported()
    with Ledger(ledger) as store:
        run = store.start_run(version=__version__, model="-", settings={"import": files})
        try:
            for name in files:
                lines = lines_of(name, complain)
                done = import_records(store, lines, on_error=failed, run=run, workers=workers)
                whole.outcome.update(done.outcome)
                whole.claims += done.claims
                whole.failures += done.failures
        finally:
            store.finish_run(run, coded=whole.stories, failed=whole.failures)
    spent = time.monotonic() - begun
    told = ", ".join(f"{n:,} {kind}" for kind in ("new", "revised", "unchanged") if (n := whole.outcome[kind]))
    complain(
        f"{whole.stories:,} stories, {whole.claims:,} claims -> {ledger}: {told or 'nothing'}"
        f" ({whole.claims / spent:,.0f} claims/s)"
    )
    if whole.failures:
        complain(f"{whole.failures:,} lines hold no record.")
    raise typer.Exit(code)
