"""An incident as it leaves: all that is told of one happening, side by side, with who says it and how well it stands."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from dragoman.link.contradictions import contested, contradictions
from dragoman.link.episodes import Episode
from dragoman.link.figures import counts, figures
from dragoman.link.profile import together
from dragoman.link.sources import Context, grade, roots, side_of
from dragoman.record import Claim, Entity, EventLocation, to_plain

Told = tuple[Claim, Context]
_TOLD = frozenset({"asserted", "alleged"})


def told_order(told: Told) -> tuple[str, str, int]:
    """In the order of publication; stories without a date come last."""
    claim, context = told
    return context.published or "9999", context.document, claim.trigger.start


def incident_id(group: Sequence[Episode]) -> str:
    """From the claim that told it first: adding later stories leaves it as it is."""
    first = min(group, key=lambda e: (e.told is None, e.told or 0, e.key))
    told = f"{first.document}\x1f{first.claims[0].start}"
    return f"incident-{hashlib.blake2b(told.encode('utf-8', 'surrogatepass'), digest_size=8).hexdigest()}"


def incident(group: Sequence[Episode], members: Iterable[Told]) -> dict[str, Any]:
    """The view of one incident, as docs/record.md has it. ``members`` are the claims of its episodes."""
    told = sorted(members, key=told_order)
    joint = together([e.profile for e in group])
    claims = [c for c, _ in told]
    found, by_claim = roots(told)
    counted = counts(told, by_claim)
    differ = contradictions(told, by_claim, counted)
    parties = frozenset(s for c in claims for e in (*c.actor, *c.recipient) if (s := side_of(e)))
    level, why = grade(found, parties, contested(differ))
    first, last = joint.window or (None, None)
    return {
        "id": incident_id(group),
        "event": _category(claims),
        "mode": _modes(claims),
        "actor": _entities(claims, "actor"),
        "recipient": _entities(claims, "recipient"),
        "date": _iso(first),
        "enddate": _iso(last),
        "event_loc": to_plain(_place(claims)),
        "claims": [
            {"document": k.document, "claim": c.id, "start": c.trigger.start, "end": c.trigger.end} for c, k in told
        ],
        "roots": [r.name for r in found],
        "grade": level,
        "grade_why": why,
        "figures": figures(counted),
        "contradictions": [d.to_dict() for d in differ],
    }


def _iso(ordinal: int | None) -> str | None:
    return None if ordinal is None else date.fromordinal(ordinal).isoformat()


def _category(claims: Sequence[Claim]) -> str | None:
    """The category that most claims have, the first of equals; a count of harm alone has none."""
    named = [c.event for c in claims if c.event]
    return max(named, key=lambda e: (named.count(e), -named.index(e))) if named else None


def _modes(claims: Sequence[Claim]) -> list[str]:
    category = _category(claims)
    found = Counter(m for c in claims if c.event == category for m in c.mode)
    return sorted(found, key=lambda m: (-found[m], m))


def _entities(claims: Sequence[Claim], role: str) -> list[dict[str, Any]]:
    """Each party once, by code and first sector, most told first; of those without a code only where there is no other.
    Only claims that say it happened name its parties; where none does, all do."""
    saying = [c for c in claims if c.factuality in _TOLD] or list(claims)
    seen: dict[tuple[str | None, str | None], list[Entity]] = {}
    for c in saying:
        for e in getattr(c, role):
            seen.setdefault((e.code, e.sector[0] if e.sector else None), []).append(e)
    if any(code for code, _ in seen):
        seen = {k: v for k, v in seen.items() if k[0]}
        bare = {code for code, sector in seen if sector is None}
        full = {code for code, sector in seen if sector is not None}
        seen = {k: v for k, v in seen.items() if not (k[1] is None and k[0] in bare & full)}
    ranked = sorted(seen.items(), key=lambda kv: (-len(kv[1]), str(kv[0])))
    return [
        {"name": next((e.name for e in es if e.name), es[0].text), "code": code, "sector": list(_longest(es))}
        for (code, _), es in ranked
    ]


def _longest(entities: Sequence[Entity]) -> tuple[str, ...]:
    return max((e.sector for e in entities), key=lambda s: (len(s), s))


def _place(claims: Sequence[Claim]) -> EventLocation | None:
    """The narrowest place that a claim has, of equals the one told most."""
    found = [c.event_loc for c in claims if c.event_loc is not None]
    if not found:
        return None
    told = Counter((g.geonameid, g.resolved_place) for g in found)
    return max(found, key=lambda g: (g.resolution or 0, told[g.geonameid, g.resolved_place], -found.index(g)))
