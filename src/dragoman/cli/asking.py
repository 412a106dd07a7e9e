"""``dragoman query``, ``panel`` and ``sql``: questions to the ledger."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, get_args

import typer

from dragoman.cli.common import DEFAULT_LEDGER, LedgerOption, command, complain
from dragoman.errors import BadValue

if TYPE_CHECKING:
    from dragoman.query import Filter
    from dragoman.store import Ledger

FilterArgument = Annotated[
    list[str] | None,
    typer.Argument(metavar="[FILTER]", help="Such as actor=AZE event=ASSAULT from=2020-09 text:shelling."),
]
AsOfOption = Annotated[
    str | None, typer.Option("--as-of", metavar="DATE", help="The ledger as it was known at the end of this day.")
]
OutputOption = Annotated[
    Path | None, typer.Option("--output", "-o", metavar="PATH", help="A file instead of standard output.")
]


class Unit(StrEnum):
    """What a row is."""

    claims = "claims"
    reports = "reports"
    incidents = "incidents"


class Shape(StrEnum):
    """How rows look on standard output."""

    table = "table"
    jsonl = "jsonl"
    csv = "csv"


ShapeOption = Annotated[Shape | None, typer.Option("--format", help="Default: table on a terminal, jsonl in a pipe.")]


def opened(ledger: Path, as_of: str | None = None) -> Ledger:
    """The ledger to read, as it is or as it was known on a date."""
    from dragoman.store import Ledger

    return Ledger(ledger, readonly=True) if as_of is None else Ledger(ledger, as_of=as_of)


@command
def query(
    filter: FilterArgument = None,
    unit: Annotated[Unit, typer.Option("--unit", help="A row is a claim, a story or an incident.")] = Unit.claims,
    format: ShapeOption = None,
    limit: Annotated[
        int | None,
        typer.Option(min=0, metavar="N", help="At most N rows; 0 for all. Default: 50 in a table, else all."),
    ] = None,
    sort: Annotated[
        str, typer.Option("--sort", metavar="ORDER", help="came, date, published or confidence; -date: latest first.")
    ] = "came",
    count: Annotated[bool, typer.Option("--count", help="Only say how many there are.")] = False,
    as_of: AsOfOption = None,
    ledger: LedgerOption = DEFAULT_LEDGER,
) -> None:
    """Find claims, stories or incidents by a filter."""
    from dragoman.query import parse_arguments

    where = parse_arguments(filter or ())
    format = format or (Shape.table if sys.stdout.isatty() else Shape.jsonl)
    most = limit if limit is not None else 50 if format is Shape.table else 0
    with opened(ledger, as_of) as store:
        if count:
            print(_count(store, where, unit))
        elif unit is Unit.incidents:
            _incidents(store, where, format, most, sort)
        elif unit is Unit.reports:
            _reports(store, where, format, most, sort)
        else:
            _claims(store, where, format, most, sort)


def _count(store: Ledger, where: Filter, unit: Unit) -> int:
    from dragoman.query.find import count_claims, count_reports
    from dragoman.query.linked import incident_numbers, linked

    if unit is Unit.incidents:
        with linked(store) as links:
            return len(incident_numbers(links.ledger, where))
    return count_claims(store, where) if unit is Unit.claims else count_reports(store, where)


def _claims(store: Ledger, where: Filter, format: Shape, most: int, sort: str) -> None:
    from dragoman.export import export_named
    from dragoman.export.base import Told
    from dragoman.query.find import count_claims, each_claim
    from dragoman.show.terminal import ClaimsTable, console

    found = each_claim(store, where, sort=sort, limit=most)
    if format is Shape.table:
        rows = list(found)
        console().print(ClaimsTable([(f.number, f.claim) for f in rows], by_id=True))
        _told(len(rows), count_claims(store, where), "claims")
        return
    write = export_named(format.value).claims
    assert write
    write((Told(f.record, f.claim, f.recorded, f.run) for f in found), sys.stdout.buffer)


def _reports(store: Ledger, where: Filter, format: Shape, most: int, sort: str) -> None:
    from dragoman.export import export_named
    from dragoman.query.find import count_reports, each_report
    from dragoman.show.terminal import console, document_table

    found = each_report(store, where, sort=sort, limit=most)
    if format is Shape.table:
        out, n = console(), 0
        for record in found:
            n += 1
            out.print(document_table(record))
        _told(n, count_reports(store, where), "stories")
        return
    write = export_named(format.value).reports
    assert write
    write(found, sys.stdout.buffer)


def _incidents(store: Ledger, where: Filter, format: Shape, most: int, sort: str) -> None:
    from dragoman.export import export_named
    from dragoman.query.linked import each_incident, incident_numbers, linked
    from dragoman.show.links import incidents as show_incidents

    with linked(store) as links:
        found = each_incident(links, where, sort=sort, limit=most)
        if format is Shape.table:
            rows = list(found)
            show_incidents(rows)
            _told(len(rows), len(incident_numbers(links.ledger, where)), "incidents")
            return
        write = export_named(format.value).views
        assert write
        write("incidents", found, sys.stdout.buffer)


def _told(shown: int, total: int, what: str) -> None:
    more = "" if shown == total else f"; {shown:,} shown, --limit 0 shows all"
    complain(f"{total:,} {what}{more}.")


def _choices(kind: Any) -> str:
    return ", ".join(get_args(kind))


@command
def panel(
    filter: FilterArgument = None,
    period: Annotated[str, typer.Option("--period", help="day, week, month or year.")] = "month",
    by: Annotated[str, typer.Option("--by", help="Columns of acts: event, quad, mode or none.")] = "event",
    count: Annotated[
        str,
        typer.Option("--count", help="What is counted: claims, reports, incidents, or fractional (claims shared out)."),
    ] = "claims",
    parties: Annotated[
        str, typer.Option("--parties", help="Parties are told by code, by sector (ARM/MIL) or by name.")
    ] = "code",
    spans: Annotated[
        str, typer.Option("--spans", help="A claim of more than one period: drop it, or count it at its start.")
    ] = "drop",
    zeros: Annotated[bool, typer.Option("--zeros/--no-zeros", help="Rows for what is not told.")] = True,
    wide: Annotated[bool, typer.Option("--wide", help="A column for each act instead of a row.")] = False,
    as_of: AsOfOption = None,
    ledger: LedgerOption = DEFAULT_LEDGER,
    output: OutputOption = None,
) -> None:
    """Count who does what to whom by week, month or year. CSV; Parquet where PATH ends in .parquet."""
    from dragoman.export.notes import panel_notes
    from dragoman.query import parse_arguments
    from dragoman.query.panel import Asked, Panel
    from dragoman.query.snapshot import Snapshot

    asked = Asked(period, count, by, parties, spans, zeros, wide)  # type: ignore[arg-type]
    where = parse_arguments(filter or ())
    with opened(ledger, as_of) as store, prepared(store, linking=count == "incidents"), Snapshot(store) as snapshot:
        made = Panel(snapshot, where, asked)
        for line in made.left.lines(period):
            complain(line)
        if output is None:
            _print_csv(made.columns, made.rows())
            return
        try:
            made.write(str(output), "parquet" if output.suffix == ".parquet" else "csv")
            beside = output.with_name(output.name + ".notes.md")
            beside.write_text(panel_notes(store, made, written=len(made)), "utf-8")
        except (OSError, snapshot.errors) as e:
            raise BadValue(f"it cannot be written ({e}).", where=str(output), remedy="name another file.") from e
        complain(f"{len(made):,} rows written; see {beside}.")


@contextmanager
def prepared(store: Ledger, *, linking: bool) -> Iterator[None]:
    """The ledger linked, where incidents are asked for."""
    if linking:
        from dragoman.query.linked import linked

        with linked(store):
            pass
    yield


@command
def sql(
    question: Annotated[
        str, typer.Argument(metavar="SELECT", help="A SELECT over the tables that --tables lists.")
    ] = "",
    format: ShapeOption = None,
    tables: Annotated[bool, typer.Option("--tables", help="List the tables with their columns and end.")] = False,
    as_of: AsOfOption = None,
    ledger: LedgerOption = DEFAULT_LEDGER,
) -> None:
    """Ask the ledger in SQL: claims, parties, quantities, incidents, tolls, agreements and documents, read-only."""
    from dragoman.query.snapshot import Snapshot
    from dragoman.query.sql import ask, columns_of

    with opened(ledger, as_of) as store, Snapshot(store) as snapshot:
        if tables:
            for name, about, columns in columns_of(snapshot):
                print(f"{name}: {about}\n    {', '.join(columns)}")
            return
        if not question.strip():
            raise typer.BadParameter("write a SELECT; --tables lists what there is", param_hint="SELECT")
        answer = ask(snapshot, question)
        format = format or (Shape.table if sys.stdout.isatty() else Shape.csv)
        if format is Shape.csv:
            _print_csv(answer.columns, answer.rows())
        elif format is Shape.jsonl:
            from dragoman.export.jsonl import json_line

            for row in answer.rows():
                sys.stdout.buffer.write(json_line(dict(zip(answer.columns, map(_plain, row), strict=True))))
        else:
            _print_table(answer.columns, answer.rows())


def _plain(value: Any) -> Any:
    if isinstance(value, list):
        return [_plain(v) for v in value]
    if isinstance(value, dict):
        return {str(k): _plain(v) for k, v in value.items()}
    if isinstance(value, float) and value != value:
        return None
    return value if value is None or isinstance(value, bool | int | float | str) else str(value)


def _print_csv(columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    from dragoman.export.commas import write_rows

    write_rows([columns], rows, sys.stdout.buffer)


def _print_table(columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    from rich.table import Table

    from dragoman.show.terminal import console
    from dragoman.show.words import one_line

    shown = Table(box=None, header_style="bold", pad_edge=False)
    for c in columns:
        shown.add_column(one_line(c), overflow="fold")
    from rich.text import Text

    for row in rows:
        shown.add_row(*(Text("" if v is None else one_line(str(v))) for v in row))
    console().print(shown)
