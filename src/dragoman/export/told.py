"""What several formats need from a claim: its parties, its day, its figures, according to whom."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from datetime import date
from functools import cache
from importlib.resources import files

from dragoman.export.base import HAPPENED, Told
from dragoman.query.countries import countries as countries
from dragoman.query.countries import country_name as country_name
from dragoman.record import Attribution, Claim, Entity, EventLocation, Quantity

CIVILIAN = frozenset("AGR BUS CVL EDU ELI JRN LAB MED REF REL SOC".split())
STATE = frozenset("COP GOV MIL SPY".split())
ARMED = frozenset("COP MIL PRM REB SPY UAF".split())


@cache
def rows_of(name: str) -> tuple[tuple[str, ...], ...]:
    """Rows of a data file below its header; lines with ``#`` are remarks."""
    text = files("dragoman.export").joinpath(f"data/{name}").read_text("utf-8")
    lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    return tuple(tuple(line.split("\t")) for line in lines[1:])


def number_of(claim_id: str) -> int:
    """A positive number of 60 bits made from a claim's id, for formats whose ids are numbers."""
    digest = hashlib.blake2b(claim_id.encode("utf-8", "surrogatepass"), digest_size=8).digest()
    return int.from_bytes(digest, "big") >> 4


def called(e: Entity | None) -> str | None:
    """A party by its name, else by the story's words."""
    return None if e is None else e.name or e.text


def joined(values: Iterable[object]) -> str | None:
    """Several values in one cell; None where there is none."""
    return "; ".join(str(v) for v in values if v not in (None, "")) or None


def pair(claim: Claim) -> tuple[Entity | None, Entity | None]:
    """Who to whom, where a format has room for one each. Of two who act on each other the first named comes first."""
    sides: list[Entity] = list(claim.actor)
    first = sides[0] if sides else None
    second = claim.recipient[0] if claim.recipient else sides[1] if len(sides) > 1 else None
    return first, second


def others(claim: Claim) -> tuple[Sequence[Entity], Sequence[Entity]]:
    """The parties that :func:`pair` has no room for."""
    return (claim.actor[1:], claim.recipient[1:]) if claim.recipient else (claim.actor[2:], ())


def source(claim: Claim) -> Attribution | None:
    """The innermost source: whose word it is. None: the narrator's."""
    return claim.attribution[0] if claim.attribution else None


def sources(claim: Claim) -> str | None:
    """The chain of sources, innermost first."""
    return joined(called(a.source) for a in claim.attribution)


def claimant(t: Told) -> str | None:
    """Whose word it is: the innermost source, else the outlet that tells it; of an incident every independent source."""
    if t.view is not None:
        return joined(t.view["roots"])
    said = source(t.claim)
    return called(said.source) if said else t.record.outlet or t.record.agency


def mentions(t: Told) -> int:
    """Claims that tell it."""
    return 1 if t.view is None else len(t.view["claims"])


def independent(t: Told) -> int:
    """Independent sources that tell it."""
    return 1 if t.view is None else len(t.view["roots"])


def articles(t: Told) -> int:
    """Stories that tell it."""
    return 1 if t.view is None else len({c["document"] for c in t.view["claims"]})


def days(claim: Claim) -> tuple[date, date] | None:
    """First and last day; None where either is not known."""
    if not claim.date or not claim.enddate:
        return None
    return date.fromisoformat(claim.date[:10]), date.fromisoformat(claim.enddate[:10])


def day(claim: Claim) -> date | None:
    """The day of the event, where it is known to the day."""
    both = days(claim)
    return both[0] if both and both[0] == both[1] else None


def place(claim: Claim) -> EventLocation:
    """Where; an empty place where it is not known."""
    return claim.event_loc or EventLocation()


def place_words(claim: Claim) -> str | None:
    """The story's own words for the place."""
    return words.text if (words := place(claim).extracted_place) else None


def wholes(claim: Claim, kind: str) -> list[Quantity]:
    """Figures of one kind that are no part of another and no running total; none where it did not happen."""
    if claim.factuality not in HAPPENED:
        return []
    return [q for q in claim.quantities if q.kind == kind and q.part_of is None and q.scope == "incident"]


def bounds(claim: Claim, kind: str) -> tuple[float | int | None, float | int | None, float | int | None]:
    """(low, value, high) of one kind of harm; groups told side by side are added up, and a sum of which one term is
    unknown is unknown."""
    found = wholes(claim, kind)
    return total([q.min for q in found]), total([q.value for q in found]), total([q.max for q in found])


def total(values: Sequence[float | int | None]) -> float | int | None:
    """The sum; None where there is nothing to add or a term is not known."""
    known = [v for v in values if v is not None]
    return sum(known) if known and len(known) == len(values) else None


def is_civilian(e: Entity | None) -> bool:
    """Civilians by their first sector."""
    return bool(e and e.sector and e.sector[0] in CIVILIAN)


def is_armed(e: Entity | None) -> bool:
    """Troops, police, rebels, militias, gunmen."""
    return bool(e and ARMED & set(e.sector))


def is_state(e: Entity | None) -> bool:
    """Of a government."""
    return bool(e and e.sector and STATE & set(e.sector) and not {"REB", "PRE"} & set(e.sector))
