"""Whose word it is on whose act: a party that tells of its adversary's act alleges it (conventions 5)."""

from __future__ import annotations

from collections.abc import Iterable

from dragoman.code.draft import Draft
from dragoman.record import Entity, Source

_FORCE = frozenset({"ASSAULT", "COERCE", "MOBILIZE", "SANCTION"})
_STATE_SIDE = frozenset({"GOV", "MIL", "COP", "JUD", "SPY", "PRM"})
_REBEL_SIDE = frozenset({"REB", "UAF", "OPP", "PRE"})
_NO_PARTY = frozenset({"COP", "JUD", "LEG"})
"""Police and courts tell of rebels as of any crime."""

_UNKNOWN_HAND = ("UAF",)
"""Gunmen and bombers of whom nothing else is told are nobody's adversary."""

Side = tuple[str, str]


def side(entity: Entity) -> Side | None:
    """A party of a conflict: its country and whether it stands with or against the state. None if unknown."""
    if entity.code is None:
        return None
    sectors = set(entity.sector)
    return entity.code, "against" if sectors & _REBEL_SIDE and not sectors & {"MIL"} else "with"


def dyads(drafts: Iterable[Draft]) -> set[frozenset[Side]]:
    """The pairs that the document shows at odds: actor against recipient, or two actors of one clash."""
    out = set()
    for d in drafts:
        if d.event not in _FORCE:
            continue
        actors = {s for p in d.actor if (s := side(p.entity))}
        others = {s for p in d.recipient if (s := side(p.entity))}
        for a in actors:
            for b in others | (actors if not others else set()):
                if a != b:
                    out.add(frozenset((a, b)))
    return out


def alleges(source: Source, draft: Draft, at_odds: set[frozenset[Side]]) -> str | None:
    """The reason why the source's word on this act is an allegation, or None."""
    if draft.event not in _FORCE or not draft.actor:
        return None
    mine = side(source)
    if mine is None or source.source_type not in ("official", "military", "party", "unknown"):
        return None
    theirs = {s for p in draft.actor if p.entity.sector[:1] != _UNKNOWN_HAND and (s := side(p.entity))}
    if not theirs or mine in theirs:
        return None
    victims = {s for p in draft.recipient if (s := side(p.entity))}
    who = source.name or source.text
    if mine in victims or any(s[0] == mine[0] and s[0] not in {t[0] for t in theirs} for s in victims):
        return f"{who} tells of an act against its own side"
    rebels = {s for p in draft.actor if "REB" in p.entity.sector and (s := side(p.entity))}
    if any(mine[0] == t[0] and mine[1] != t[1] for t in rebels) and not set(source.sector) & _NO_PARTY:
        return f"{who} tells of an act of its adversary, who fights the same state"
    if any(
        frozenset((mine, t)) in at_odds
        or any(mine[0] != t[0] and {mine[0], t[0]} == {s[0] for s in d} for d in at_odds)
        for t in theirs
    ):
        return f"{who} tells of an act of its adversary in this document"
    return None
