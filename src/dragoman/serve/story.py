"""A story for the eye: its text in pieces, each with the claims whose words it holds; and its claims as cards."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any

from dragoman.read import dateline
from dragoman.record import Claim, Record
from dragoman.show import ClaimWords, claim_words, printable, segments
from dragoman.show.explain import Line, lines
from dragoman.show.marks import Mark
from dragoman.show.words import NARRATOR, one_line
from dragoman.show.words import code as codes_of
from dragoman.show.words import entity as entity_words
from dragoman.show.words import quantity as quantity_words
from dragoman.store import Ledger

TITLE = 90


@dataclass(frozen=True, slots=True)
class Piece:
    """``text`` as it is shown; ``claims`` the numbers of those whose words these are (``1 3``), ``role`` what they are for
    them, ``deeds`` the claims whose deed it is, ``ends`` those whose deed ends here; ``quoted``, ``head``: within the quote of the address, the headline; ``again``: the headline, which stands above the text already."""

    text: str
    role: str = ""
    claims: str = ""
    deeds: str = ""
    title: str = ""
    ends: tuple[int, ...] = ()
    quoted: bool = False
    head: bool = False
    again: bool = False


@dataclass(frozen=True, slots=True)
class Party:
    """A party's words and codes."""

    words: str
    code: str


@dataclass(frozen=True, slots=True)
class Card:
    """One claim beside the text."""

    number: int
    claim: Claim
    words: ClaimWords
    claimant: str
    source_type: str | None
    who: tuple[Party, ...]
    whom: tuple[Party, ...]
    figures: tuple[str, ...]
    why: tuple[Line, ...]
    quote: str


def title_of(record: Record) -> str:
    """The headline, else how the story begins."""
    if record.headline:
        return one_line(record.headline)
    return opening(record.text)


def titles_of(ledger: Ledger, ids: Iterable[str]) -> dict[str, str]:
    """The titles of stories by their ids; of those that are not there, the id."""
    wanted = list(dict.fromkeys(ids))
    rows = ledger.select(
        f"SELECT id, headline, substr(text, 1, ?) FROM current_documents WHERE id IN ({', '.join('?' * len(wanted))})",
        (4 * TITLE, *wanted),
    )
    found = {id: one_line(headline) if headline else opening(start) for id, headline, start in rows}
    return {id: found.get(id) or id for id in wanted}


def opening(text: str) -> str:
    """How a text begins, behind its dateline."""
    return one_line(dateline.opening(text, TITLE))


def facts_of(record: Record) -> list[str]:
    """Outlet, agency, dateline, day: each once."""
    facts = [record.outlet, record.agency, record.dateline, (record.published or "")[:10]]
    return list(dict.fromkeys(one_line(f) for f in facts if f))


def claimant(claim: Claim) -> str:
    """Who says it: the innermost source, or the narrator."""
    if not claim.attribution:
        return NARRATOR
    source = claim.attribution[0].source
    return one_line(source.name or source.text or "") or "an unnamed source"


def sort_of(claim: Claim) -> str:
    """What kind of claim: the category of an event, else ``toll`` or ``state``."""
    return claim.event or claim.kind


def cards_of(record: Record, numbers: Sequence[int]) -> list[Card]:
    """Cards of these claims (from 1)."""
    return [_card(record, n) for n in numbers]


def _card(record: Record, number: int) -> Card:
    c = record.claims[number - 1]
    told = " · ".join([title_of(record), *facts_of(record)])
    return Card(
        number, c, claim_words(c, number), claimant(c), c.attribution[0].source.source_type if c.attribution else None,
        tuple(Party(_name(e), codes_of(e)) for e in c.actor), tuple(Party(_name(e), codes_of(e)) for e in c.recipient),
        tuple(quantity_words(q) for q in c.quantities), tuple(line for line in lines(c) if line.why),
        f"“{one_line(c.sentence.text)}” ({told})",
    )  # fmt: skip


def _name(e: Any) -> str:
    words = entity_words(e)
    return words.rsplit(" [", 1)[0] if words.endswith("]") and not words.startswith("[") else words


def choices(record: Record) -> tuple[list[tuple[str, int]], list[tuple[str, int]]]:
    """Claimants, and kinds of claims, with how many claims each has; the most first."""
    who, what = Counter(map(claimant, record.claims)), Counter(map(sort_of, record.claims))
    return (
        sorted(who.items(), key=lambda kv: (-kv[1], kv[0].casefold())),
        sorted(what.items(), key=lambda kv: (-kv[1], kv[0])),
    )


def chosen(record: Record, by: Sequence[str], kinds: Sequence[str]) -> list[int]:
    """Numbers of the claims of these claimants and kinds; empty lists let all through."""
    return [
        n
        for n, c in enumerate(record.claims, 1)
        if (not by or claimant(c) in by) and (not kinds or sort_of(c) in kinds or c.kind in kinds)
    ]


def pieces_of(record: Record, numbers: Sequence[int], quote: tuple[int, int] | None = None) -> list[Piece]:
    """The whole text in pieces, in order; overlapping words of several claims are in pieces that name them all."""
    head = _head(record)
    bounds = [b for span in (quote, head) if span for b in span]
    out: list[Piece] = []
    for segment in segments(record.text, [(n, record.claims[n - 1]) for n in numbers]):
        cuts = [segment.start, *sorted(b for b in set(bounds) if segment.start < b < segment.end), segment.end]
        for start, end in pairwise(cuts):
            done = [
                m.claim
                for m in segment.marks
                if m.role == "did" and start < record.claims[m.claim - 1].trigger.end <= end
            ]
            out.append(
                Piece(
                    printable(record.text[start:end]),
                    segment.role.replace(" ", "-") if segment.role else "",
                    " ".join(str(m.claim) for m in segment.marks),
                    " ".join(str(m.claim) for m in segment.marks if m.role == "did"),
                    _told(segment.marks),
                    tuple(done),
                    quote is not None and quote[0] <= start and end <= quote[1],
                    head is not None and head[0] <= start and end <= head[1],
                )
            )
    if any(p.head and (p.claims or p.quoted) for p in out):
        return out
    return [replace(p, again=p.head) for p in out]


def _head(record: Record) -> tuple[int, int] | None:
    """The headline in the text, with the white space behind it, where the text begins with it."""
    span = record.headline_span
    if span is None:
        return None
    end = len(record.text) - len(record.text[span.end :].lstrip())
    return span.start, end if record.headline and not record.text[: span.start].strip() else span.end


_SAYS = {
    "did": "what is done", "how many": "how many", "says": "says so", "source": "who says so", "who": "who", "whom": "to whom",
    "mediator": "who mediates", "means": "with what", "where": "where",
}  # fmt: skip


def _told(marks: Sequence[Mark]) -> str:
    return "; ".join(f"claim {m.claim}: {_SAYS[m.role]}" for m in marks)
