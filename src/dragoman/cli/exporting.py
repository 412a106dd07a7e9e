"""``dragoman export``: the ledger in a format that others read, with notes beside it."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, BinaryIO

import typer

from dragoman.cli.asking import AsOfOption, OutputOption, opened
from dragoman.cli.common import DEFAULT_LEDGER, LedgerOption, command, complain
from dragoman.errors import BadValue


@command
def export(
    format: Annotated[str | None, typer.Argument(metavar="FORMAT", help="One of those that --list shows.")] = None,
    filter: Annotated[
        list[str] | None, typer.Argument(metavar="[FILTER]", help="Such as event=ASSAULT from=2024-06 text:shelling.")
    ] = None,
    unit: Annotated[
        str | None,
        typer.Option(
            "--unit",
            metavar="UNIT",
            help="A row is: claims, reports, incidents, tolls, agreements; --list tells which a format has.",
        ),
    ] = None,
    as_of: AsOfOption = None,
    ledger: LedgerOption = DEFAULT_LEDGER,
    output: OutputOption = None,
    mask_persons: Annotated[
        bool, typer.Option("--mask-persons", help="Mask the names of private persons: victims, witnesses, bystanders.")
    ] = False,
    list_formats: Annotated[bool, typer.Option("--list", help="Show the formats and end.")] = False,
) -> None:
    """Write the ledger in a format that others read."""
    from dragoman.export import export_named, exports, write_export
    from dragoman.export.notes import notes
    from dragoman.query import parse_arguments

    if list_formats:
        for e in exports():
            print(f"{e.name:<15}{'|'.join(e.units):<45}{e.about}")
        return
    if format is None:
        raise typer.BadParameter("name a format; --list shows them", param_hint="FORMAT")
    names = [e.name for e in exports()]
    if format not in names:
        raise typer.BadParameter(f"{format!r} is no format; there is {', '.join(names)}", param_hint="FORMAT")
    chosen, where = export_named(format), parse_arguments(filter or ())
    if unit is not None and unit not in chosen.units:
        raise typer.BadParameter(f"{format} has {' and '.join(chosen.units)}", param_hint="--unit")
    with opened(ledger, as_of) as store:
        if output is None:
            write_export(store, chosen, where, sys.stdout.buffer, unit=unit, mask=mask_persons)
            return
        try:
            with _whole(output) as f:
                done = write_export(store, chosen, where, f, unit=unit, mask=mask_persons)
            beside = output.with_name(output.name + ".notes.md")
            about = notes(store, where, chosen, done.unit, chosen=done.chosen, written=done.written, mask=mask_persons)
            beside.write_text(about, "utf-8")
        except OSError as e:
            raise BadValue(
                f"it cannot be written ({e.strerror}).", where=str(output), remedy="name another file."
            ) from e
    complain(f"{done.written} of {done.chosen} {done.unit} written; see {beside}.")


@contextmanager
def _whole(path: Path) -> Iterator[BinaryIO]:
    """A file that is there whole or not at all: written beside and moved into place at the end. What is no plain file
    (a pipe, /dev/stdout) is written directly."""
    if path.exists() and not path.is_file():
        with path.open("wb") as out:
            yield out
        return
    handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as out:
            yield out
        mask = os.umask(0)
        os.umask(mask)
        Path(name).chmod(0o666 & ~mask)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
