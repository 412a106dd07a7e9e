"""``dragoman link``, ``incidents``, ``tolls`` and ``agreements``: what the stories of a ledger have to do with one
another, and a person's word on it."""

from __future__ import annotations

import getpass
import json
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from dragoman.cli.common import DEFAULT_LEDGER, LedgerOption, command
from dragoman.errors import LedgerError

if TYPE_CHECKING:
    from dragoman.link.ledger import LedgerLinks


class LinkFormat(StrEnum):
    """How the links look on standard output."""

    table = "table"
    json = "json"


FormatOption = Annotated[
    LinkFormat | None, typer.Option("--format", help="Default: table on a terminal, json in a pipe.")
]
WhyOption = Annotated[str, typer.Option("--why", metavar="TEXT", help="The reason; it is kept with the decision.")]
ByOption = Annotated[
    str, typer.Option("--by", metavar="NAME", envvar="DRAGOMAN_USER", help="Who decides; default: your login name.")
]

incidents = typer.Typer(
    help="Happenings: all claims of each, side by side, with how well they stand. You can split, merge and pin them.",
    invoke_without_command=True,
)


@contextmanager
def links_of(ledger: Path, *, deciding: bool = False) -> Iterator[LedgerLinks]:
    """The links of a ledger, brought up to date in it; of one that may not be written, in a copy in memory, unless a
    decision is to be kept."""
    from dragoman.link.ledger import LedgerLinks
    from dragoman.store import Ledger

    if not ledger.exists() or not (deciding or _writable(ledger)):
        with Ledger(ledger, readonly=True) as store, store.in_memory() as copy:
            links = LedgerLinks(copy)
            links.update()
            yield links
        return
    with Ledger(ledger) as store:
        links = LedgerLinks(store)
        links.update()
        yield links


def _writable(ledger: Path) -> bool:
    return os.access(ledger, os.W_OK) and os.access(ledger.parent, os.W_OK)


def _json(format: LinkFormat | None) -> bool:
    return format is LinkFormat.json or (format is None and not sys.stdout.isatty())


@command
def link(
    ledger: LedgerOption = DEFAULT_LEDGER,
    format: FormatOption = None,
    afresh: Annotated[bool, typer.Option("--afresh", help="Work everything out again, not only what is new.")] = False,
) -> None:
    """Find what the stories of a ledger have to do with one another: copies, incidents, tolls, agreements."""
    with links_of(ledger) as links:
        if afresh:
            links.update(afresh=True)
        if _json(format):
            _write_all(links)
            return
        from dragoman.show import links as show

        show.summary(links.copies(), list(links.incidents()), links.tolls(), links.agreements())


def _write_all(links: LedgerLinks) -> None:
    """One JSON object; incidents one a line, so that a great ledger need not be held in memory."""
    out = sys.stdout
    out.write('{"copies": ' + _text(links.copies()) + ',\n "incidents": [')
    for n, incident in enumerate(links.incidents()):
        out.write((",\n  " if n else "\n  ") + _text(incident))
    out.write("],\n" + f' "tolls": {_text(links.tolls())},\n "agreements": {_text(links.agreements())}}}\n')


def _text(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


@incidents.callback()
@command
def list_incidents(
    context: typer.Context,
    ledger: LedgerOption = DEFAULT_LEDGER,
    format: FormatOption = None,
    all: Annotated[bool, typer.Option("--all", help="Also those that one claim alone tells of.")] = False,
    grade: Annotated[
        str | None,
        typer.Option(metavar="GRADE", help="Only corroborated, single-source, one-sided or contested ones."),
    ] = None,
    limit: Annotated[int, typer.Option(min=0, metavar="N", help="At most N; 0 for all.")] = 0,
) -> None:
    """List incidents (default), or: show, merge, split, pin, decisions, undo."""
    if context.invoked_subcommand is not None:
        return
    with links_of(ledger) as links:
        found = []
        for incident in links.incidents():
            if (all or len(incident["claims"]) > 1) and grade in (None, incident["grade"]):
                found.append(incident)
                if limit and len(found) >= limit:
                    break
        if _json(format):
            print(_text(found))
            return
        from dragoman.show import links as show

        show.incidents(found)


@incidents.command("show")
@command
def show_incident(
    id: Annotated[str, typer.Argument(metavar="ID", help="Its id, or the beginning of it, or one of its claims.")],
    ledger: LedgerOption = DEFAULT_LEDGER,
    format: FormatOption = None,
) -> None:
    """One incident: its claims with their words, figures, contradictions, and why they were put together."""
    from dragoman.show import links as show

    with links_of(ledger) as links:
        found = links.incident(id)
        if found is None:
            raise LedgerError(
                f"no incident and no claim {id!r} is in it.", where=str(ledger),
                remedy="list them with: dragoman incidents",
            )  # fmt: skip
        if _json(format):
            print(_text(found))
            return
        claims = {c["claim"]: links.ledger.claim(c["claim"]) for c in found["claims"]}
        show.incident(found, claims, links.why(id))


@incidents.command("merge")
@command
def merge(
    ids: Annotated[list[str], typer.Argument(metavar="ID...", help="Incidents, or claims for the incidents of them.")],
    ledger: LedgerOption = DEFAULT_LEDGER,
    why: WhyOption = "",
    by: ByOption = "",
) -> None:
    """Decide that these are one happening."""
    with links_of(ledger, deciding=True) as links:
        _decided(links.merge(ids, by=by or _login(), why=why), ledger)


@incidents.command("split")
@command
def split(
    claims: Annotated[list[str], typer.Argument(metavar="CLAIM...", help="Claims of one incident.")],
    ledger: LedgerOption = DEFAULT_LEDGER,
    why: WhyOption = "",
    by: ByOption = "",
) -> None:
    """Decide that these claims are a happening of their own, apart from the rest of their incident."""
    with links_of(ledger, deciding=True) as links:
        _decided(links.split(claims, by=by or _login(), why=why), ledger)


@incidents.command("pin")
@command
def pin(
    id: Annotated[str, typer.Argument(metavar="ID", help="An incident, or one of its claims.")],
    ledger: LedgerOption = DEFAULT_LEDGER,
    why: WhyOption = "",
    by: ByOption = "",
) -> None:
    """Decide that an incident has the claims that it has now and no other."""
    with links_of(ledger, deciding=True) as links:
        _decided(links.pin(id, by=by or _login(), why=why), ledger)


@incidents.command("undo")
@command
def undo(decision: Annotated[int, typer.Argument(metavar="NUMBER")], ledger: LedgerOption = DEFAULT_LEDGER) -> None:
    """Take a decision back. It stays on record."""
    with links_of(ledger, deciding=True) as links:
        links.undo(decision)
    print(f"decision {decision} is taken back.", file=sys.stderr)


@incidents.command("decisions")
@command
def decisions(ledger: LedgerOption = DEFAULT_LEDGER, format: FormatOption = None) -> None:
    """Every decision: when, who, what, of which claims, why, and whether it holds."""
    from dataclasses import asdict

    with links_of(ledger) as links:
        rows = links.tables.decisions()
    if _json(format):
        print(_text([asdict(r) for r in rows]))
        return
    from dragoman.show import links as show

    show.decisions(rows)


@command
def tolls(ledger: LedgerOption = DEFAULT_LEDGER, format: FormatOption = None) -> None:
    """Running totals: a series a source, kind, population and start, with what was revised."""
    with links_of(ledger) as links:
        found = links.tolls()
    if _json(format):
        print(_text(found))
        return
    from dragoman.show import links as show

    show.tolls(found)


@command
def agreements(ledger: LedgerOption = DEFAULT_LEDGER, format: FormatOption = None) -> None:
    """Cease-fires and other agreements: announced, in force, broken as alleged, ended."""
    with links_of(ledger) as links:
        found = links.agreements()
    if _json(format):
        print(_text(found))
        return
    from dragoman.show import links as show

    show.agreements(found)


def _login() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError):
        return "unknown"


def _decided(number: int, ledger: Path) -> None:
    print(
        f"decision {number} is kept. Take it back with: dragoman incidents undo {number} --ledger {ledger}",
        file=sys.stderr,
    )
