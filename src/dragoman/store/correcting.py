"""Keeping a person's word: finding the claim, checking what is to be changed, and what follows from a change."""

from __future__ import annotations

import datetime as dt
import sqlite3
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from dragoman.code.plover import categories, scale
from dragoman.errors import BadValue, LedgerError
from dragoman.record import Claim, Record, Span, to_plain
from dragoman.store.rebuild import read_record
from dragoman.store.reviews import (
    EDITABLE,
    Correction,
    Review,
    Verdict,
    by_claim,
    corrected,
    field_value,
    insert_review,
    locate,
    reviews_of,
    select_reviews,
    standing,
)
from dragoman.store.writing import Writer, now

if TYPE_CHECKING:
    from dragoman.store.ledger import Ledger


def say(
    ledger: Ledger,
    what: str | int,
    verdict: Verdict,
    *,
    by: str,
    why: str = "",
    changes: Mapping[str, Any] | None = None,
) -> int:
    """Keep one review of a claim (by its id), or take one back (by its number), and tell the story anew."""
    by, why = by.strip(), why.strip()
    if not by:
        raise BadValue("a review needs a name.", where="review", remedy="say who reviews.")
    if bool(changes) != (verdict == "edit"):
        raise BadValue("an edit, and only an edit, has changes.", where=str(what), remedy="say which fields to change.")
    with ledger.writing():
        if isinstance(what, int):
            undone = _held(ledger, what)
            document_id, claim, corrections = undone.document_id, _claim_then(undone), []
        else:
            undone = None
            document_id, record, claim = _coded_claim(ledger, what)
            corrections = list(_corrections(ledger.db, document_id, record, claim, changes or {}))
        number = insert_review(
            ledger.db, claim, document_id, made=now(), by=by, verdict=verdict, why=why,
            undoes=undone.review if undone else None, corrections=corrections,
        )  # fmt: skip
        writer = Writer(ledger.db)
        writer.retell(document_id)
        writer.flush()
    return number


def corrections_of(
    db: sqlite3.Connection, *, claim_id: str | None, document_id: str | None, by: str | None, limit: int
) -> list[Review]:
    """The audit log, latest first. A claim's reviews are found also where it had another id when they were made."""
    if claim_id is not None:
        row = db.execute(_OF_CLAIM, (claim_id,)).fetchone()
        if row is None:
            found = select_reviews(db, "claim_id = ?", (claim_id,))
        else:
            record = read_record(db, row[1])
            n = next(i for i, c in enumerate(record.claims) if c.id == claim_id)
            found = [r for r in reviews_of(db, row[0]) if locate(r, record.claims) == n]
    elif document_id is not None:
        found = reviews_of(db, document_id)
    else:
        wanted = "review IN (SELECT review FROM reviews WHERE ? IS NULL OR by = ? ORDER BY review DESC LIMIT ?)"
        return select_reviews(db, wanted, (by, by, limit))[::-1]
    found = [r for r in reversed(found) if by is None or r.by == by]
    return found if limit < 0 else found[:limit]


_OF_CLAIM = (
    "SELECT d.id, c.document FROM claims c JOIN current_documents d ON c.document = COALESCE(d.coded, d.document)"
    " WHERE c.id = ?"
)
"""Where a claim stands as the coder made it: (the story's id, row of the coded document)."""


def _coded_claim(ledger: Ledger, claim_id: str) -> tuple[str, Record, Claim]:
    row = ledger.db.execute(_OF_CLAIM, (claim_id,)).fetchone()
    if row is None:
        raise LedgerError(
            f"no claim {claim_id!r} is in it.", where=str(ledger.path),
            remedy="list them with: dragoman show, or write the id as STORY#NUMBER.",
        )  # fmt: skip
    record = read_record(ledger.db, row[1])
    return row[0], record, next(c for c in record.claims if c.id == claim_id)


def _held(ledger: Ledger, review: int) -> Review:
    found = select_reviews(ledger.db, "review = ?", (review,))
    if not found or not found[0].holds:
        raise LedgerError(
            f"no review {review} holds.", where=str(ledger.path), remedy="list them with: dragoman review log"
        )
    return found[0]


def _claim_then(r: Review) -> Claim:
    """The claim that a review names, as far as a review holds it."""
    trigger = Span(r.words, r.begin, r.stop)
    return Claim(r.claim_id, "event", Span(r.sentence, r.begin, r.stop), trigger, event=r.event)  # type: ignore[arg-type]


def _corrections(
    db: sqlite3.Connection, document_id: str, record: Record, claim: Claim, changes: Mapping[str, Any]
) -> Iterator[Correction]:
    """The fields that change, with what follows of them."""
    if not changes:
        return
    said = by_claim(record, reviews_of(db, document_id)).get(record.claims.index(claim), [])
    before = corrected(claim, standing(said))
    after = _changed(before, changes, record.text)
    found = [
        Correction(f, to_plain(getattr(before, f)), to_plain(getattr(after, f)))
        for f in EDITABLE
        if getattr(before, f) != getattr(after, f)
    ]
    if not found:
        raise BadValue("nothing would change.", where=claim.id, remedy="accept the claim if it is right.")
    yield from found


def _changed(claim: Claim, changes: Mapping[str, Any], text: str) -> Claim:
    values = {}
    for field, plain in changes.items():
        if field not in EDITABLE:
            raise BadValue(
                f"{field!r} cannot be corrected.", where=claim.id, remedy=f"use one of {', '.join(EDITABLE)}."
            )
        try:
            values[field] = field_value(field, plain)
        except (TypeError, ValueError, KeyError) as e:
            raise BadValue(f"a claim cannot have this: {e}.", where=claim.id, remedy="see docs/record.md.") from e
    after = _followed(claim, replace(claim, **values), set(values))
    _check(after, text, known=set(_spans(claim)))
    return after


def _followed(before: Claim, after: Claim, given: set[str]) -> Claim:
    """What follows from a change of category or date, where it is not given: codes of another category do not stay."""
    if before.event != after.event or before.mode != after.mode:
        known = categories().get(after.event) if after.event else None
        if before.event != after.event:
            if "mode" not in given:
                after = replace(after, mode=tuple(m for m in after.mode if known and m in known.modes))
            if "cameo" not in given:
                after = replace(after, cameo=None)
        if "quad_code" not in given:
            after = replace(after, quad_code=known.quad if known else None)
        if "event_scale" not in given:
            after = replace(after, event_scale=scale(after.event, after.mode) if known and after.event else None)
    if before.date != after.date:
        if "enddate" not in given and (
            after.enddate == before.date or not after.date or _before(after.enddate, after.date)
        ):
            after = replace(after, enddate=after.date)
    if (before.date, before.enddate) != (after.date, after.enddate):
        if "date_precision" not in given:
            one_day = after.date and after.date == after.enddate
            kept = after.date_precision if after.date and after.date_precision != "unknown" else "unknown"
            after = replace(after, date_precision="day" if one_day else kept)
        if "date_basis" not in given:
            after = replace(after, date_basis="explicit" if after.date or after.enddate else "none")
    return after


def _before(end: str | None, start: str) -> bool:
    return end is not None and end < start


def _check(claim: Claim, text: str, *, known: set[tuple[str | None, int | None, int | None]]) -> None:
    def refuse(what: str, remedy: str) -> BadValue:
        return BadValue(what, where=claim.id, remedy=remedy)

    for day in (claim.date, claim.enddate):
        try:
            if day is not None:
                dt.date.fromisoformat(day)
        except ValueError as e:
            raise refuse(f"{day!r} is no date.", "write it as 2020-10-27.") from e
    if claim.date and claim.enddate and claim.enddate < claim.date:
        raise refuse("it would end before it begins.", "give enddate too.")
    if claim.event is not None:
        wrong = [m for m in claim.mode if m not in categories()[claim.event].modes]
        if wrong:
            modes = ", ".join(categories()[claim.event].modes) or "none"
            raise refuse(f"{claim.event} has no mode {', '.join(wrong)}.", f"it has {modes}.")
    for span in _spans(claim):
        if span not in known and span[1] is not None and text[span[1] : span[2]] != span[0]:
            raise refuse(f"the words {span[0]!r} do not stand at {span[1]}.", "leave start, end and text as they were.")
    for who in (*claim.actor, *claim.recipient, *claim.mediator):
        if who.code is not None and not (len(who.code) == 3 and who.code.isalpha() and who.code.isupper()):
            raise refuse(f"{who.code!r} is no code.", "use three capitals: ISO 3166 alpha-3, or PLOVER's.")
        if any(not s or " " in s for s in who.sector):
            raise refuse("a sector is a single word.", "use PLOVER's sector codes.")


def _spans(claim: Claim) -> Iterator[tuple[str | None, int | None, int | None]]:
    for who in (*claim.actor, *claim.recipient, *claim.mediator):
        yield who.text, who.start, who.end
    for figure in claim.quantities:
        yield figure.text, figure.start, figure.end
    if claim.event_loc and (place := claim.event_loc.extracted_place):
        yield place.text, place.start, place.end
