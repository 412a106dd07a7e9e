"""Links between the claims of one document: the same event told again, a breach and the truce it breaks, a denial."""

from __future__ import annotations

from collections.abc import Callable, Hashable
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
    made: dict[str, Claim] = {}
    acts, tolls = _Told(same_event), _Told(told_again)
    broken: list[Claim] = []
    for n, claim in enumerate(claims):
        c = claim
        links: list[Link] = list(c.links)
        before = acts.last(c)
        if before is not None:
            links.append(Link("same-event", before.id))
            if c.date is None and before.date is not None:
                told = made[before.id]
                c = replace(
                    c, date=told.date, enddate=told.enddate, date_precision=told.date_precision, date_basis="relative",
                    why=(*c.why, f"date: that of {before.id}, which tells the same event"),
                )  # fmt: skip
        again = tolls.last(c)
        if again is not None:
            links.append(Link("same-event", again.id))
        if c.id in breaches:
            truce = next((t for t in reversed(broken) if not c.date or not t.date or t.date <= c.date), None)
            if truce is not None:
                links.append(Link("violates", truce.id))
        if c.factuality == "denied":
            around = (*reversed(claims[:n]), *claims[n + 1 :])
            contested = next((b for b in around if _contests(c, b)), None)
            if contested is not None:
                links.append(Link("denies", contested.id))
        (acts if claim.kind == "event" else tolls).add(claim)
        if claim.id in truces and claim.event in _TRUCE:
            broken.append(claim)
        out.append(replace(c, links=tuple(links)) if links else c)
        made[c.id] = out[-1]
    denials: dict[str, str] = {}
    for c in out:
        for k in c.links:
            if k.type == "denies":
                denials.setdefault(k.claim, c.id)
    return [_contested(c, denials.get(c.id)) for c in out]


class _Told:
    """The claims so far, the like ones together: a story may tell one act a thousand times, and only a few acts."""

    def __init__(self, same: Callable[[Claim, Claim], bool]) -> None:
        self._same = same
        self._groups: dict[Hashable, list[tuple[int, Claim]]] = {}
        self._many = 0

    def add(self, c: Claim) -> None:
        """One more claim. Of those alike the last two sentences are enough: an act is not told again in its own."""
        group = self._groups.setdefault(_likeness(c), [])
        if group and group[-1][1].sentence == c.sentence:
            group.pop()
        group.append((self._many, c))
        del group[:-2]
        self._many += 1

    def last(self, c: Claim) -> Claim | None:
        """The last claim before this one that tells the same."""
        found = [pair for group in self._groups.values() for pair in group if self._same(pair[1], c)]
        return max(found, key=lambda pair: pair[0])[1] if found else None


def _likeness(c: Claim) -> Hashable:
    """All of a claim that decides whether another tells the same, its sentence apart."""
    where = c.event_loc.resolved_place if c.event_loc else None
    counts = tuple((q.kind, q.value, q.min, q.max, q.scope, q.affiliation, q.unit) for q in c.quantities)
    return (
        c.kind, c.event, c.mode, c.factuality, c.date, c.enddate, where, c.event_loc is None, _codes(c.actor),
        _codes(c.recipient), _sectors(c.recipient), counts if c.kind == "toll" else (),
    )  # fmt: skip


def _contests(denial: Claim, told: Claim) -> bool:
    """Does a denial speak of the act that another claim tells."""
    return (
        told.event == denial.event
        and told.factuality in ("alleged", "asserted")
        and _compatible(_codes(told.actor), _codes(denial.actor))
        and _compatible(_codes(told.recipient), _codes(denial.recipient))
    )


def _contested(c: Claim, denial: str | None) -> Claim:
    """What a source says and another denies is alleged (conventions 5)."""
    if denial is None or c.factuality != "asserted" or not c.attribution:
        return c
    return replace(c, factuality="alleged", why=(*c.why, f"factuality: alleged: {denial} denies it"))
