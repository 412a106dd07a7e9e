"""A claim in the words of a table: when, who, did what, to whom, where, how many, according to whom, how firmly."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from dragoman.record import Attribution, Claim, Entity, EventLocation, Quantity

NARRATOR = "the narrator"
"""Whose word a claim without attribution is: the outlet's own."""

# Control characters as their pictures, one for one, so that offsets stay: a story may not drive the reader's terminal.
_PICTURES = {n: 0x2400 + n for n in range(32) if n not in (9, 10)}
_PICTURES |= {0x7F: 0x2421, **{n: 0xFFFD for n in range(0x80, 0xA0)}, 0x202D: 0xFFFD, 0x202E: 0xFFFD}
_PICTURES |= {13: 0x20, **{n: 0xFFFD for n in range(0xD800, 0xE000)}}

_BOUND = {(True, False): "≥", (False, True): "≤"}


@dataclass(frozen=True, slots=True)
class ClaimWords:
    """The cells of one claim, printable; empty where the claim does not say."""

    number: int
    id: str
    when: str
    who: str
    did: str
    trigger: str
    whom: str
    where: str
    how_many: str
    according_to: str
    factuality: str


def printable(text: str) -> str:
    """The text with control characters made visible; as long as the text."""
    return text.translate(_PICTURES)


def one_line(text: str) -> str:
    """Printable, with white space closed up."""
    return " ".join(printable(text).split())


def claim_words(claim: Claim, number: int) -> ClaimWords:
    """The cells of the ``number``-th claim of a story."""
    return ClaimWords(
        number=number,
        id=printable(claim.id),
        when=when(claim),
        who=_join(entity(e) for e in claim.actor),
        did=deed(claim),
        trigger=one_line(claim.trigger.text),
        whom=_join(entity(e) for e in claim.recipient),
        where=where(claim.event_loc),
        how_many=_join(quantity(q) for q in claim.quantities),
        according_to=according_to(claim.attribution),
        factuality=claim.factuality,
    )


def _join(parts: Iterable[str]) -> str:
    return "; ".join(p for p in parts if p)


def when(claim: Claim) -> str:
    """``2024-06-03``, or two dates, or a clock time where one is told; ``~`` before the story's own date."""
    if claim.kind == "toll" and not claim.date:
        return _running(claim)
    if not claim.date and not claim.enddate:
        return ""
    start, end = claim.date or "…", claim.enddate or "…"
    text = start if start == end else f"{start} to {end}"
    if claim.time:
        text = claim.time.replace("T", " ")
    return f"~{text}" if claim.date_basis == "document" else text


def _running(claim: Claim) -> str:
    since = next((q.since for q in claim.quantities if q.since), None)
    until = next((q.until for q in claim.quantities if q.until), None)
    return " ".join(x for x in (since and f"since {since}", until and f"until {until}") if x)


def code(e: Entity) -> str:
    """``AZE GOV``: country or kind of body, then the sectors."""
    return " ".join(x for x in (e.code, *e.sector) if x)


def entity(e: Entity) -> str:
    """The words of the text, the name where they leave it out, the codes: ``it (M23) [COD REB]``."""
    words = one_line(e.text or e.name or "")
    name = one_line(e.name or "")
    if name[:1].isupper() and not words[:1].isupper() and name.casefold() not in words.casefold():
        words = f"{words} ({name})"
    codes = code(e)
    return f"{words} [{codes}]" if codes and words else words or (codes and f"[{codes}]")


def deed(claim: Claim) -> str:
    """``ASSAULT heavy-weapons``; ``toll`` and ``state`` for what is no event."""
    return " ".join((claim.event or claim.kind, *claim.mode))


def where(place: EventLocation | None) -> str:
    """``Goma, COD``: the resolved name, else the words of the text."""
    if place is None:
        return ""
    name = place.resolved_place or (place.extracted_place.text if place.extracted_place else "")
    return ", ".join(one_line(x) for x in (name, place.country_code) if x)


def number(value: float) -> str:
    """``1,003`` and ``2.5``."""
    return f"{value:,}" if isinstance(value, int) or value != int(value) else f"{int(value):,}"


def figure(value: float | None, low: float | None, high: float | None, approximate: bool = False) -> str:
    """``≥65``, ``~300``, ``30–40``, ``≤12``, ``14``."""
    about = "~" if approximate else ""
    if low is not None and high is not None and low != high:
        return f"{about}{number(low)}–{number(high)}"
    bound = _BOUND.get((low is not None, high is not None), "")
    best = value if value is not None else low if low is not None else high
    return "?" if best is None else f"{about}{bound}{number(best)}"


def quantity(q: Quantity) -> str:
    """``killed ≥14 people``, with ``in all`` for a running total."""
    parts = [q.kind, figure(q.value, q.min, q.max, q.approximate), one_line(q.what or q.unit or "")]
    text = " ".join(p for p in parts if p)
    return f"{text} in all" if q.scope == "cumulative" else text


def according_to(chain: tuple[Attribution, ...]) -> str:
    """Innermost source first: ``a hospital, via the governor``; how it is said where it is more than saying."""
    if not chain:
        return NARRATOR
    names = [_source(a) for a in chain]
    first = f"{names[0]} ({chain[0].stance})" if chain[0].stance != "says" else names[0]
    return ", via ".join([first, *names[1:]])


def _source(a: Attribution) -> str:
    return one_line(a.source.name or a.source.text or "") or "an unnamed source"
