"""Groups of profiles: the most alike pairs first, joined while the groups agree on the mean and nothing rules it out.

One pair that is alike does not join two groups that are not (a bridge). The result hangs on the set of profiles alone,
not on their order.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from dragoman.link.match import CANNOT, MEETING, VERBAL
from dragoman.link.mentions import Spot
from dragoman.link.places import relation
from dragoman.link.profile import Profile, Window, common

Pair = tuple[int, int]


@dataclass(slots=True)
class _Group:
    members: list[int]
    firm: Window | None
    towns: dict[str, Spot]
    bound: bool = True
    """Do places tell apart what is in it? Not for talks and statements."""
    sums: dict[int, float] = field(default_factory=dict)
    """Of the scores to each other group, in whole thousandths: sums of them do not hang on order."""


def cluster(
    profiles: Sequence[Profile],
    scores: Mapping[Pair, float],
    *,
    least: float,
    mean: float,
    must: Sequence[Pair] = (),
    cannot: Sequence[Pair] = (),
    order: Callable[[int], Any] | None = None,
) -> list[list[int]]:
    """Groups of numbers into ``profiles``, each sorted, in order of their first members.

    ``scores`` has the pairs (smaller number first) that were compared; a pair that is not in it counts 0 in a mean.
    ``must`` pairs are joined first, against everything; ``cannot`` pairs are never joined, not even through others.
    """
    rank = order or (lambda n: n)
    groups = {
        n: _Group([n], p.firm, {s.key: s for s in p.towns}, not p.themes & (VERBAL | MEETING))
        for n, p in enumerate(profiles)
    }
    home = list(range(len(profiles)))
    apart: dict[int, set[int]] = {}
    for (i, j), score in scores.items():
        groups[i].sums[j] = groups[j].sums[i] = score if score == CANNOT else round(1000 * score)
        if score == CANNOT:
            apart.setdefault(i, set()).add(j)
            apart.setdefault(j, set()).add(i)
    for i, j in cannot:
        apart.setdefault(i, set()).add(j)
        apart.setdefault(j, set()).add(i)
    for i, j in sorted(must, key=lambda p: (rank(p[0]), rank(p[1]))):
        if home[i] != home[j]:
            _join(groups, home, apart, home[i], home[j])
    best = sorted((p for p, s in scores.items() if s >= least), key=lambda p: (-scores[p], rank(p[0]), rank(p[1])))
    for i, j in best:
        x, y = home[i], home[j]
        if x == y or y in apart.get(x, ()):
            continue
        a, b = groups[x], groups[y]
        if a.sums.get(y, 0.0) / (len(a.members) * len(b.members)) >= 1000 * mean and _agree(a, b):
            _join(groups, home, apart, x, y)
    return sorted((sorted(g.members) for g in groups.values()), key=lambda g: g[0])


def _agree(a: _Group, b: _Group) -> bool:
    """Nothing known of the whole groups rules it out: days that all can have, no two towns."""
    if a.firm and b.firm and (a.firm[0] > b.firm[1] or b.firm[0] > a.firm[1]):
        return False
    if not (a.bound and b.bound):
        return True
    return not (a.towns and b.towns) or any(
        relation(s, t) in ("same", "within") for s in a.towns.values() for t in b.towns.values()
    )


def _join(groups: dict[int, _Group], home: list[int], apart: dict[int, set[int]], x: int, y: int) -> None:
    if len(groups[x].members) < len(groups[y].members):
        x, y = y, x
    a, b = groups[x], groups.pop(y)
    for n in b.members:
        home[n] = x
    a.members += b.members
    a.firm = common((a.firm, b.firm))
    a.towns |= b.towns
    a.bound = a.bound and b.bound
    for z, score in b.sums.items():
        if z == x:
            continue
        a.sums[z] = a.sums.get(z, 0.0) + score
        other = groups[z].sums
        other[x] = other.get(x, 0.0) + other.pop(y)
    a.sums.pop(y, None)
    a.sums.pop(x, None)
    if y in apart:
        for z in apart.pop(y):
            apart[z].discard(y)
            if z != x:
                apart[z].add(x)
                apart.setdefault(x, set()).add(z)
