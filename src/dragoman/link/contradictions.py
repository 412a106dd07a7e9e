"""Claims about one incident that cannot both be right, side by side with their words: whether, who, how many."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

from dragoman.link.figures import Count
from dragoman.link.match import agree, codes
from dragoman.link.mentions import Party
from dragoman.link.sources import Context, Root, side_of
from dragoman.link.words import with_article
from dragoman.record import Claim

_SAID = frozenset({"asserted", "alleged"})
FAR = 2
"""Counts that differ by this factor contest an incident whoever tells them; less does so between the parties only."""


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two: the claim, who says it, and its words."""

    claim: str
    source: str
    words: str
    party: str | None

    @property
    def called(self) -> str:
        """The source as a sentence says it."""
        return with_article(self.source)

    def to_dict(self) -> dict[str, Any]:
        return {"claim": self.claim, "source": self.source, "words": self.words}


@dataclass(frozen=True, slots=True)
class Contradiction:
    """``differ`` is ``whether``, ``who`` or ``how many``; ``what`` says it in words; ``grave``: does it contest?"""

    differ: str
    what: str
    a: Side
    b: Side
    grave: bool

    def to_dict(self) -> dict[str, Any]:
        return {"differ": self.differ, "what": self.what, "claims": [self.a.to_dict(), self.b.to_dict()]}


def contradictions(
    told: Sequence[tuple[Claim, Context]], by_claim: Mapping[str, Root], counted: Sequence[Count]
) -> list[Contradiction]:
    """One for each two sources and each way in which they differ, in the order of telling."""
    claims = [c for c, _ in told]
    out = [*_whether(claims, by_claim), *_who(claims, by_claim), *_how_many(claims, by_claim, counted)]
    seen, kept = set(), []
    for d in out:
        key = (d.differ, frozenset((d.a.source, d.b.source)), d.what if d.differ == "how many" else "")
        if key not in seen:
            seen.add(key)
            kept.append(d)
    return kept


def contested(found: Sequence[Contradiction]) -> list[str]:
    """What contests an incident, as clauses."""
    return [d.what for d in found if d.grave]


def _side(claim: Claim, by_claim: Mapping[str, Root], words: str | None = None) -> Side:
    root = by_claim[claim.id]
    return Side(claim.id, root.name, words or claim.trigger.text, root.side)


def _whether(claims: Sequence[Claim], by_claim: Mapping[str, Root]) -> list[Contradiction]:
    denials = [c for c in claims if c.factuality == "denied" or _refuted(c, by_claim)]
    said = [c for c in claims if c.factuality in _SAID]
    out = []
    for no in denials:
        against = [c for c in said if by_claim[c.id].key != by_claim[no.id].key]
        if against:
            yes = next((c for c in against if c.event == no.event), against[0])
            a, b = _side(yes, by_claim), _side(no, by_claim)
            out.append(Contradiction("whether", f"told by {a.called}, denied by {b.called}", a, b, True))
        elif not said:
            a = b = _side(no, by_claim)
            out.append(Contradiction("whether", f"denied by {b.called}", a, b, True))
    return out


def _refuted(claim: Claim, by_claim: Mapping[str, Root]) -> bool:
    """ "The army did not shell the market, the defence minister said": a denial in other words."""
    root = by_claim[claim.id]
    return (
        claim.factuality == "negated" and bool(claim.attribution) and any(side_of(e) == root.side for e in claim.actor)
    )


def _parties(claim: Claim) -> frozenset[Party]:
    return frozenset((e.code or "", e.sector[0] if e.sector else "") for e in claim.actor)


def _who(claims: Sequence[Claim], by_claim: Mapping[str, Root]) -> list[Contradiction]:
    out = []
    said = [c for c in claims if c.factuality in _SAID and codes(_parties(c)) and c.kind == "event"]
    for one, two in combinations(said, 2):
        sources = by_claim[one.id], by_claim[two.id]
        if one.event != two.event or sources[0].key == sources[1].key or agree(_parties(one), _parties(two)) >= 0:
            continue
        a, b = _side(one, by_claim, _party_words(one)), _side(two, by_claim, _party_words(two))
        out.append(
            Contradiction(
                "who", f"by {a.words} according to {a.called}, by {b.words} according to {b.called}", a, b, True
            )
        )
    return out


def _party_words(claim: Claim) -> str:
    return ", ".join(e.text or e.name or "?" for e in claim.actor)


def _how_many(claims: Sequence[Claim], by_claim: Mapping[str, Root], counted: Sequence[Count]) -> list[Contradiction]:
    by_id = {c.id: c for c in claims}
    latest: dict[tuple[str, str, str | None], Count] = {}
    for c in counted:
        latest[c.line, c.kind, c.population] = c
    out = []
    for one, two in combinations(latest.values(), 2):
        if one.kind != two.kind or one.line == two.line or not (one.firm and two.firm) or one.low == two.low:
            continue
        if one.population and two.population and one.population != two.population:
            continue
        a, b = (_side(by_id[c.claim], by_claim, c.words) for c in (one, two))
        low, high = sorted((one.low, two.low))
        opposed = a.party is not None and b.party is not None and a.party != b.party
        out.append(Contradiction(
            "how many", f"{_number(one.low)} {one.kind} according to {a.called}, {_number(two.low)} according to {b.called}", a, b,
            opposed or high >= FAR * max(low, 1),
        ))  # fmt: skip
    return out


def _number(x: float) -> str:
    return f"{x:,.0f}" if float(x).is_integer() else f"{x:,}"
