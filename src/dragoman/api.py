"""What ``import dragoman`` offers: one story, or many, coded in a call."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from dragoman.document import Story
from dragoman.errors import BadValue, EmptyStory
from dragoman.parse.pipe import DEFAULT_MODEL
from dragoman.read.fields import check_date
from dragoman.record import Attribution, Claim, Place, Record, Timex, Warning

if TYPE_CHECKING:
    from dragoman.batches import Outcome


@dataclass(frozen=True, slots=True, repr=False)
class CodedStory:
    """A story with its claims. ``record`` has everything; a notebook shows it with the claims' words marked."""

    record: Record

    @property
    def id(self) -> str:
        return self.record.id

    @property
    def text(self) -> str:
        return self.record.text

    @property
    def claims(self) -> tuple[Claim, ...]:
        """In text order."""
        return self.record.claims

    @property
    def attributions(self) -> tuple[Attribution, ...]:
        return self.record.attributions

    @property
    def times(self) -> tuple[Timex, ...]:
        return self.record.times

    @property
    def places(self) -> tuple[Place, ...]:
        return self.record.places

    @property
    def warnings(self) -> tuple[Warning, ...]:
        return self.record.warnings

    def to_dict(self) -> dict[str, Any]:
        """The record as plain JSON values (docs/record.md)."""
        return self.record.to_dict()

    def __repr__(self) -> str:
        from dragoman.show.words import claim_words

        rows = [f"<CodedStory {self.id!r}: {len(self.claims)} claim{'s' * (len(self.claims) != 1)}>"]
        for n, claim in enumerate(self.claims, 1):
            w = claim_words(claim, n)
            parts = (w.when, w.who or "?", f"{w.did} “{w.trigger}”", w.whom, w.where and f"at {w.where}", w.how_many)
            rows.append(f"  {n}. {' · '.join(p for p in parts if p)} · according to {w.according_to} · {w.factuality}")
        return "\n".join(rows)

    def _repr_html_(self) -> str:
        from dragoman.show.html import story_html

        return story_html(self.record)


def code(
    text: str,
    *,
    published: str | None = None,
    headline: str | None = None,
    outlet: str | None = None,
    agency: str | None = None,
    dateline: str | None = None,
    url: str | None = None,
    id: str | None = None,
    model: str = DEFAULT_MODEL,
) -> CodedStory:
    """Code one story.

    ``published`` is an ISO date or date-time: relative dates ("on Monday") are told from it; without one they stay
    open. Raises EmptyStory for a text without words, BadValue for a date that is none, DataError where the model is
    not installed.
    """
    if not isinstance(text, str):
        raise BadValue(f"text must be a str, not {type(text).__name__}.", where="code()", remedy="decode it first.")
    if not text.strip():
        raise EmptyStory("there is nothing to code.", where=id or "code()", remedy="give the story's text.")
    if published is not None:
        check_date(published, where="code()")
    story = Story(text, id, headline, published, outlet, agency, dateline, url)
    return next(code_many([story], model=model))


def code_many(
    stories: Iterable[Story | str], *, model: str = DEFAULT_MODEL, claims_only: bool = False, workers: int = 1
) -> Iterator[CodedStory]:
    """Code many stories, in order, a batch in memory at a time. A str is a story of which nothing else is known.

    ``workers``: processes that code, the same records from any number; with more than one, a story that the coder fails on
    ends the iteration with its InputError. ``claims_only``: faster, without the times, places and attributions of
    sentences that can hold no claim (docs/speed.md).
    """
    told = (s if isinstance(s, Story) else Story(s) for s in stories)
    if workers == 1:
        from dragoman.coder import code_stories

        return (CodedStory(record) for record in code_stories(told, model=model, claims_only=claims_only))
    from dragoman.pool import code_outcomes

    return (CodedStory(_record(o)) for o in code_outcomes(told, model=model, claims_only=claims_only, workers=workers))


def _record(outcome: Outcome) -> Record:
    if outcome.record is None:
        assert outcome.error is not None
        raise outcome.error
    return outcome.record
