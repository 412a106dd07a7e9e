"""A person's word on claims: rows that are never changed, and what a record is with them.

The words of several reviewers stand side by side; of two that say opposite things the later holds, and the claim is
marked as disputed. A story that is coded anew is told with them again: a claim is found by the place of its trigger.
"""

from __future__ import annotations

import json
import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Any, Literal, get_type_hints

from dragoman.record import Claim, Record
from dragoman.schema.decode import value_from_plain

Verdict = Literal["accept", "reject", "edit", "undo"]
EDITABLE = (
    "kind", "event", "mode", "context", "cameo", "quad_code", "event_scale", "actor", "recipient", "mediator", "date",
    "enddate", "date_precision", "date_basis", "time", "event_loc", "quantities", "factuality", "count",
)  # fmt: skip
"""Fields of a claim that a person may correct. Its words, its sources and its reasons are the text's and the coder's."""

A_PERSONS_WORD = 1.0
"""Confidence of a claim that a person has corrected."""


@dataclass(frozen=True, slots=True)
class Correction:
    """A field of a claim as it was and as a person says it is, as plain JSON values."""

    field: str
    old: Any
    new: Any


@dataclass(frozen=True, slots=True)
class Review:
    """A person's word on one claim. ``begin``, ``stop`` and ``words`` are the claim's trigger, ``undone`` tells by which
    later review it was taken back."""

    review: int
    made: str
    by: str
    verdict: Verdict
    why: str
    undoes: int | None
    document_id: str
    claim_id: str
    event: str | None
    begin: int
    stop: int
    words: str
    sentence: str
    undone: int | None
    corrections: tuple[Correction, ...]

    @property
    def holds(self) -> bool:
        """Is it in force: no undoing, and not undone?"""
        return self.verdict != "undo" and self.undone is None


@dataclass(frozen=True, slots=True)
class Standing:
    """What people say of one claim now. ``last``: the last word of each reviewer. ``edits``: the corrections in force,
    field to the review that it comes from. ``disputed``: what reviewers differ in."""

    rejected: bool
    last: Mapping[str, Review]
    edits: Mapping[str, Review]
    disputed: tuple[str, ...]


_COLUMNS = "review, made, by, verdict, why, undoes, document_id, claim_id, event, begin, stop, words, sentence"


def reviews_of(db: sqlite3.Connection, document_id: str) -> list[Review]:
    """All of one story, in the order in which they were made."""
    return select_reviews(db, "document_id = ?", (document_id,))


def select_reviews(db: sqlite3.Connection, where: str = "1", values: Sequence[Any] = ()) -> list[Review]:
    """Reviews that a condition over the table lets through, in the order in which they were made."""
    rows = db.execute(
        f"SELECT {_COLUMNS}, (SELECT u.review FROM reviews u WHERE u.undoes = reviews.review) FROM reviews"
        f" WHERE {where} ORDER BY review",
        values,
    ).fetchall()
    changes: dict[int, list[Correction]] = defaultdict(list)
    for review in (r[0] for r in rows if r[3] == "edit"):
        some = db.execute(_CORRECTIONS, (review,))
        changes[review] = [Correction(f, json.loads(old), json.loads(new)) for f, old, new in some]
    return [Review(*(*row, tuple(changes[row[0]]))) for row in rows]


_CORRECTIONS = "SELECT field, old, new FROM corrections WHERE review = ? ORDER BY field"


def insert_review(
    db: sqlite3.Connection, claim: Claim, document_id: str, *, made: str, by: str, verdict: Verdict, why: str,
    undoes: int | None = None, corrections: Iterable[Correction] = (),
) -> int:  # fmt: skip
    """Keep a person's word; its number."""
    t = claim.trigger
    cursor = db.execute(
        f"INSERT INTO reviews ({_COLUMNS}) VALUES (NULL{', ?' * 12})",
        (
            made,
            by,
            verdict,
            why,
            undoes,
            document_id,
            claim.id,
            claim.event,
            t.start,
            t.end,
            t.text,
            claim.sentence.text,
        ),
    )
    number = cursor.lastrowid
    assert number is not None
    db.executemany(
        "INSERT INTO corrections (review, field, old, new) VALUES (?, ?, ?, ?)",
        [(number, c.field, _json(c.old), _json(c.new)) for c in corrections],
    )
    return number


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True)


def locate(review: Review, claims: Sequence[Claim]) -> int | None:
    """The claim that a review speaks of, by its place in the list; None where the story has it no more.

    The trigger's place and words come first, then the same words in the same sentence elsewhere (the text was revised
    before it), then a trigger that shares a character with it, within the same sentence (the coder was changed). Of several
    claims with one trigger that with the review's event counts, then that with its id.
    """
    steps = (
        lambda c: (c.trigger.start, c.trigger.end, c.trigger.text) == (review.begin, review.stop, review.words),
        lambda c: c.trigger.text == review.words and c.sentence.text == review.sentence,
        lambda c: c.trigger.start < review.stop and review.begin < c.trigger.end and c.sentence.text == review.sentence,
    )
    for fits in steps:
        if found := [n for n, c in enumerate(claims) if fits(c)]:
            return min(found, key=lambda n: (claims[n].event != review.event, claims[n].id != review.claim_id, n))
    return None


def by_claim(record: Record, reviews: Iterable[Review]) -> dict[int, list[Review]]:
    """Reviews by the place of their claim in the list; those that find none are left out."""
    out: dict[int, list[Review]] = defaultdict(list)
    for r in reviews:
        if (n := locate(r, record.claims)) is not None:
            out[n].append(r)
    return out


def standing(reviews: Iterable[Review]) -> Standing:
    """What people say of one claim, from all reviews of it."""
    held = [r for r in reviews if r.holds]
    last = {r.by: r for r in held}
    edits: dict[str, Review] = {}
    values: dict[str, dict[str, str]] = defaultdict(dict)
    for r in held:
        for c in r.corrections:
            edits[c.field] = r
            values[c.field][r.by] = _json(c.new)
    verdicts = {r.verdict == "reject" for r in last.values()}
    disputed = ["whether it stands"] if len(verdicts) == 2 else []
    disputed += [field for field in EDITABLE if len(set(values.get(field, {}).values())) > 1]
    return Standing(bool(held) and held[-1].verdict == "reject", last, edits, tuple(disputed))


def apply(record: Record, reviews: Iterable[Review]) -> Record:
    """The record as people say it is: rejected claims left out, corrected ones with the values of the corrections."""
    said = {n: standing(r) for n, r in by_claim(record, reviews).items()}
    gone = {record.claims[n].id for n, s in said.items() if s.rejected}
    if not gone and not any(s.edits for s in said.values()):
        return record
    told = [corrected(c, said[n]) if n in said else c for n, c in enumerate(record.claims)]
    kept = tuple(
        replace(c, links=tuple(k for k in c.links if k.claim not in gone)) if gone else c
        for c in told
        if c.id not in gone
    )
    return replace(record, claims=kept)


def corrected(claim: Claim, said: Standing) -> Claim:
    """The claim with the corrections in force."""
    if not said.edits:
        return claim
    values: dict[str, Any] = {}
    notes: dict[int, tuple[Review, list[str]]] = {}
    for field, review in said.edits.items():
        new = next(c.new for c in review.corrections if c.field == field)
        values[field] = field_value(field, new)
        notes.setdefault(review.review, (review, []))[1].append(field)
    why = tuple(
        f"person: {r.by} corrected {', '.join(fields)} on {r.made[:10]}" + (f": {r.why}" if r.why else "")
        for _, (r, fields) in sorted(notes.items())
    )
    return replace(claim, **values, confidence=A_PERSONS_WORD, why=(*claim.why, *why))


@cache
def _hints() -> dict[str, Any]:
    return get_type_hints(Claim)


def field_value(field: str, plain: Any) -> Any:
    """A field's plain JSON value as the record has it. Raises TypeError and ValueError for one that it cannot have."""
    return value_from_plain(_hints()[field], plain, field)
