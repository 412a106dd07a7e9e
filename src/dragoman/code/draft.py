"""A claim in the making: tokens and reasons, before it is frozen into a record."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from dragoman.document import Count, Fact, Sentence
from dragoman.record import Entity


@dataclass(slots=True)
class Party:
    """An entity in a role, with the token that heads it (None where implied) and why it is there."""

    entity: Entity
    token: int | None
    why: str = ""


@dataclass(slots=True)
class Draft:
    """What the event coder found. ``token`` is the predicate that time, factuality and attribution are asked of;
    ``words`` are all trigger tokens; ``noun`` the event noun of a light or occurrence verb."""

    kind: Literal["event", "toll", "state"]
    sentence: Sentence
    token: int
    words: tuple[int, ...]
    event: str | None = None
    modes: list[str] = field(default_factory=list)
    cameo: str | None = None
    actor: list[Party] = field(default_factory=list)
    recipient: list[Party] = field(default_factory=list)
    mediator: list[Party] = field(default_factory=list)
    instruments: list[int] = field(default_factory=list)
    locations: list[int] = field(default_factory=list)
    content: set[int] = field(default_factory=set)
    counts: list[Count] = field(default_factory=list)
    times: int | None = None
    noun: int | None = None
    light: bool = False
    """The noun carries the event and the verb only says that it was done or happened."""
    near: bool = False
    """The frame lacks one list of words; a linear model took the verb for an act."""
    mutual: bool = False
    """The frame is of two who act on each other: all parties are actors."""
    fact: Fact | None = None
    """How firm the claim is where that is not how firmly the text puts its predicate: a refusal is asserted."""
    spoken: bool = False
    """The claim is the speaking itself: its speaker is the actor and no source of it."""
    said_at: int | None = None
    """The verb of saying by which a party promises, refuses or threatens in its own word."""
    certainty: float = 0.7
    why: list[str] = field(default_factory=list)

    def add_mode(self, mode: str, why: str) -> None:
        """One more mode, once."""
        if mode not in self.modes:
            self.modes.append(mode)
            self.why.append(f"mode: {why}")
