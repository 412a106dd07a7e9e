"""``dragoman review``: a person's word on claims, and the log of all that was said."""

from __future__ import annotations

import getpass
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from dragoman.cli.common import DEFAULT_LEDGER, LedgerOption, command, complain
from dragoman.cli.linking import ByOption, LinkFormat, WhyOption
from dragoman.errors import BadValue, MissingFile

if TYPE_CHECKING:
    from dragoman.store import Ledger, Review

reviews = typer.Typer(
    help="Your word on claims: accept, reject, edit, undo; and the log of all that was said.", no_args_is_help=True
)
ClaimArgument = Annotated[str, typer.Argument(metavar="CLAIM-ID", help="The story's id, #, the claim's number.")]


def _name(by: str) -> str:
    try:
        return by or getpass.getuser()
    except (OSError, KeyError):
        return "unknown"


def _writing(ledger: Path) -> Ledger:
    from dragoman.store import Ledger

    if not ledger.exists():
        raise MissingFile("no such ledger.", where=str(ledger), remedy="check the spelling.")
    return Ledger(ledger)


@reviews.command("accept")
@command
def accept(claim: ClaimArgument, why: WhyOption = "", by: ByOption = "", ledger: LedgerOption = DEFAULT_LEDGER) -> None:
    """Say that a claim is coded right."""
    with _writing(ledger) as store:
        print(store.review(claim, "accept", by=_name(by), why=why))


@reviews.command("reject")
@command
def reject(claim: ClaimArgument, why: WhyOption = "", by: ByOption = "", ledger: LedgerOption = DEFAULT_LEDGER) -> None:
    """Say that a claim does not stand in the story: it is left out of what is asked and exported, and kept."""
    with _writing(ledger) as store:
        print(store.review(claim, "reject", by=_name(by), why=why))


@reviews.command("edit")
@command
def edit(
    claim: ClaimArgument,
    changes: Annotated[
        list[str],
        typer.Argument(metavar="FIELD=VALUE...", help="A field of the record, and its value as JSON or a word."),
    ],
    why: WhyOption = "",
    by: ByOption = "",
    ledger: LedgerOption = DEFAULT_LEDGER,
) -> None:
    """Say what a claim's fields should be: dragoman review edit 'story#1' event=COERCE 'mode=["arrest"]' date=2024-06-03."""
    with _writing(ledger) as store:
        print(store.review(claim, "edit", by=_name(by), why=why, changes=dict(map(_change, changes))))


def _change(text: str) -> tuple[str, Any]:
    field, mark, value = text.partition("=")
    if not mark or not field:
        raise BadValue(f"{text!r} is no change.", where="review edit", remedy="write FIELD=VALUE.")
    try:
        return field, json.loads(value)
    except ValueError:
        return field, value or None


@reviews.command("undo")
@command
def undo(
    number: Annotated[int, typer.Argument(metavar="NUMBER", help="Of a review; see dragoman review log.")],
    why: WhyOption = "",
    by: ByOption = "",
    ledger: LedgerOption = DEFAULT_LEDGER,
) -> None:
    """Take a review back. Both stay on record."""
    with _writing(ledger) as store:
        print(store.undo_review(number, by=_name(by), why=why))


@reviews.command("log")
@command
def log(
    claim: Annotated[str | None, typer.Option("--claim", metavar="CLAIM-ID", help="Only of this claim.")] = None,
    document: Annotated[str | None, typer.Option("--document", metavar="ID", help="Only of this story.")] = None,
    by: Annotated[str | None, typer.Option("--by", metavar="NAME", help="Only what this person said.")] = None,
    limit: Annotated[int, typer.Option("--limit", min=0, metavar="N", help="At most N; 0 for all.")] = 0,
    format: Annotated[
        LinkFormat | None, typer.Option("--format", help="Default: table on a terminal, json lines in a pipe.")
    ] = None,
    ledger: LedgerOption = DEFAULT_LEDGER,
) -> None:
    """What people have said of claims, latest first: who, when, why, old, new."""
    from dragoman.store import Ledger

    with Ledger(ledger, readonly=True) as store:
        rows = store.corrections(claim_id=claim, document_id=document, by=by, limit=limit or -1)
    as_json = format is LinkFormat.json or (format is None and not sys.stdout.isatty())
    for r in rows:
        print(json.dumps(as_plain(r), ensure_ascii=False) if as_json else "\n".join(_lines(r)))
    if not rows:
        complain("nobody has said anything of it.")


def as_plain(r: Review) -> dict[str, Any]:
    """A review as plain values."""
    return {
        "review": r.review, "made": r.made, "by": r.by, "verdict": r.verdict, "why": r.why, "undoes": r.undoes,
        "undone": r.undone, "document": r.document_id, "claim": r.claim_id,
        "trigger": {"text": r.words, "start": r.begin, "end": r.stop},
        "changes": [{"field": c.field, "old": c.old, "new": c.new} for c in r.corrections],
    }  # fmt: skip


def _lines(r: Review) -> list[str]:
    verdict = f"undo of {r.undoes}" if r.undoes else r.verdict
    gone = f" (undone by {r.undone})" if r.undone else ""
    out = [
        f"{r.review:>5}  {r.made[:16]}  {r.by}: {verdict}{gone}  {r.claim_id} “{r.words}”"
        + (f"  {r.why}" if r.why else "")
    ]
    out += [
        f"         {c.field}: {json.dumps(c.old, ensure_ascii=False)} -> {json.dumps(c.new, ensure_ascii=False)}"
        for c in r.corrections
    ]
    return out
