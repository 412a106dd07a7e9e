"""``dragoman link``: what the stories of a ledger have to do with one another."""

from __future__ import annotations

import json
import sys
from enum import StrEnum
from typing import Annotated

import typer

from dragoman.cli.common import DEFAULT_LEDGER, LedgerOption, command


class LinkFormat(StrEnum):
    """How the links look on standard output."""

    table = "table"
    json = "json"


@command
def link(
    ledger: LedgerOption = DEFAULT_LEDGER,
    format: Annotated[LinkFormat | None, typer.Option(help="Default: table on a terminal, json in a pipe.")] = None,
) -> None:
    """Find near-verbatim copies among the stories of a ledger; they count as one witness."""
    from dragoman.link import Text, link_texts
    from dragoman.store import Ledger

    with Ledger(ledger, readonly=True) as store:
        links = link_texts(Text(r.id, r.text, r.agency, r.outlet, r.published) for r in store.records())
    if format is LinkFormat.json or (format is None and not sys.stdout.isatty()):
        print(json.dumps(links, ensure_ascii=False))
        return
    from dragoman.show.terminal import console
    from dragoman.show.words import one_line

    out = console()
    count = len(links["copies"])
    out.print(f"{count} {'group' if count == 1 else 'groups'} of copies")
    for group in links["copies"]:
        copies = [d for d in group["documents"] if d != group["root"]]
        out.print(one_line(f"  {group['root']} <- {', '.join(copies)}"), soft_wrap=True)
