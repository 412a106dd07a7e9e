"""``dragoman show`` and ``dragoman explain``: the ledger for a reader at a terminal."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from dragoman.cli.coding import Format
from dragoman.cli.common import DEFAULT_LEDGER, LedgerOption, command
from dragoman.errors import LedgerError


@command
def show(
    ledger: LedgerOption = DEFAULT_LEDGER,
    document: Annotated[
        str | None,
        typer.Option(metavar="ID", help="Only this story: its text with the claims' words marked, and its claims."),
    ] = None,
    limit: Annotated[int, typer.Option(min=0, metavar="N", help="At most N stories; 0 for all.")] = 0,
    format: Annotated[Format, typer.Option(help="table to read, jsonl for the records.")] = Format.table,
) -> None:
    """Show claims: when, who, did what, to whom, where, how many, according to whom, how firmly."""
    from dragoman.export.jsonl import write_jsonl
    from dragoman.show.terminal import console, document_table, in_colour, story
    from dragoman.store import Ledger

    with Ledger(ledger, readonly=True) as store:
        if document is not None:
            record = store.record(document)
            if record is None:
                raise LedgerError(
                    f"no story {document!r} is in it.",
                    where=str(ledger),
                    remedy=f"list them with: dragoman show --ledger {ledger}",
                )
            records = iter([record])
        else:
            records = store.records(limit=limit or -1)
        if format is Format.jsonl:
            write_jsonl(records, sys.stdout.buffer)
            return
        out = console()
        for record in records:
            out.print(story(record, colour=in_colour(out)) if document is not None else document_table(record))


@command
def explain(
    claim: Annotated[
        str, typer.Argument(metavar="CLAIM-ID", help="The story's id, #, and the claim's number, such as goma#3.")
    ],
    ledger: LedgerOption = DEFAULT_LEDGER,
) -> None:
    """Explain a claim: its sentence, its words, and for each field the rule or lexicon entry that decided it."""
    from dragoman.show.explain import explanation
    from dragoman.show.terminal import console, in_colour
    from dragoman.store import Ledger

    with Ledger(ledger, readonly=True) as store:
        found = store.claim(claim)
        if found is None:
            story = store.record(claim.rpartition("#")[0] or claim)
            remedy = f"list claims with: dragoman show --ledger {ledger}"
            if story is not None:
                remedy = (
                    f"this story has {story.claims[0].id} to {story.claims[-1].id}"
                    if story.claims
                    else "this story has no claims"
                )
            raise LedgerError(f"no claim {claim!r} is in it.", where=str(ledger), remedy=f"{remedy}.")
    out = console()
    out.print(explanation(*found, colour=in_colour(out)))
