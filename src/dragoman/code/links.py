"""Links between the claims of one document: the same event told again, a breach and the truce it breaks, a denial."""

from __future__ import annotations

from dataclasses import replace

from dragoman.code.tolls import told_again
from dragoman.record import Claim, Entity, Link

_TRUCE = frozenset({"AGREE", "CONCEDE", "RETREAT"})


def _codes(entities: tuple[Entity, ...]) -> frozenset[str]:
    return frozenset(e.code for e in entities if e.code)


def _sectors(entities: tuple[Entity, ...]) -> frozenset[str]:
    return frozenset(s for e in entities for s in e.sector)


def _apart(a: frozenset[str], b: frozenset[str]) -> bool:
    """Are those of two acts told, and none of one kind."""
    return bool(a) and bool(b) and not a & b


def _compatible(a: frozenset[str], b: frozenset[str]) -> bool:
    return not a or not b or a == b


def _meet(a: Claim, b: Claim) -> bool | None:
    """Do the dates overlap; None where either is unknown."""
    if not a.date or not b.date:
        return None
    return a.date <= (b.enddate or b.date) and b.date <= (a.enddate or a.date)


def same_event(a: Claim, b: Claim) -> bool:
    """Is ``b`` the same act told again: one category, parties that agree and are named, no two days, modes that agree."""
    if a.kind != "event" or b.kind != "event" or a.event != b.event or a.sentence == b.sentence:
        return False
    if (a.factuality in ("planned", "hypothetical", "demanded")) != (
        b.factuality in ("planned", "hypothetical", "demanded")
    ):
        return False
    if (
        not _codes(a.actor)
        or _codes(a.actor) != _codes(b.actor)
        or not _compatible(_codes(a.recipient), _codes(b.recipient))
    ):
        return False
    if a.mode and b.mode and not set(a.mode) & set(b.mode):
        return False
    if ("abduct" in a.mode) != ("abduct" in b.mode):
        return False  # who captures and who kills do two things, though their days may be one
    if _apart(_sectors(a.recipient), _sectors(b.recipient)):
        return False  # a mayor is shot, and a patrol ambushed
    meet = _meet(a, b)
    if meet is False:
        return False
    if a.event_loc and b.event_loc and a.event_loc.resolved_place != b.event_loc.resolved_place:
        return False
    narrow = meet is True and (a.enddate is not None or b.enddate is not None)
    return narrow or a.event == "CONSULT"


def link_claims(claims: list[Claim], truces: set[str], breaches: set[str]) -> list[Claim]:
    """The claims with their links. ``truces`` and ``breaches`` are ids of claims on a cease-fire and on its breach."""
    out: list[Claim] = []
    for n, claim in enumerate(claims):
        c = claim
        links: list[Link] = list(c.links)
        for before in reversed(claims[:n]):
            if same_event(before, c):
                links.append(Link("same-event", before.id))
                if c.date is None and before.date is not None:
                    told = next(b for b in out if b.id == before.id)
                    c = replace(
                        c, date=told.date, enddate=told.enddate, date_precision=told.date_precision, date_basis="relative",
                        why=(*c.why, f"date: that of {before.id}, which tells the same event"),
                    )  # fmt: skip
                break
        again = [b.id for b in reversed(claims[:n]) if told_again(b, c)][:1]
        links += [Link("same-event", id) for id in again]
        if c.id in breaches:
            for before in reversed(claims[:n]):
                if (
                    before.id in truces
                    and before.event in _TRUCE
                    and (not c.date or not before.date or before.date <= c.date)
                ):
                    links.append(Link("violates", before.id))
                    break
        if c.factuality == "denied":
            around = (*reversed(claims[:n]), *claims[n + 1 :])
            contested = next((b for b in around if _contests(c, b)), None)
            if contested is not None:
                links.append(Link("denies", contested.id))
        out.append(replace(c, links=tuple(links)) if links else c)
    return [_contested(c, out) for c in out]


def _contests(denial: Claim, told: Claim) -> bool:
    """Does a denial speak of the act that another claim tells."""
    return (
        told.event == denial.event
        and told.factuality in ("alleged", "asserted")
        and _compatible(_codes(told.actor), _codes(denial.actor))
        and _compatible(_codes(told.recipient), _codes(denial.recipient))
    )


def _contested(c: Claim, all_claims: list[Claim]) -> Claim:
    """What a source says and another denies is alleged (conventions 5)."""
    denial = next((d for d in all_claims if any(k.type == "denies" and k.claim == c.id for k in d.links)), None)
    if denial is None or c.factuality != "asserted" or not c.attribution:
        return c
    return replace(c, factuality="alleged", why=(*c.why, f"factuality: alleged: {denial.id} denies it"))
