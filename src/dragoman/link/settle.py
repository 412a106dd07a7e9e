"""Episodes to incidents: candidates by key, compared, and every connected part of them clustered on its own.

An episode that tells day and town (or day and parties, for talks and statements) is *firm*: firm episodes that score are
linked. One that does not is *loose*: it follows the one that it fits best, a firm one where any fits, and so never
bridges two happenings. Parts stay small: what is settled of a set of episodes is what a run over all of them would
settle, as long as it holds with each episode those that it is linked to or follows. So a ledger that grows is settled
again only where a new story touches it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from dragoman.link.cluster import Pair, cluster
from dragoman.link.decisions import Word
from dragoman.link.episodes import Episode, between
from dragoman.link.index import candidates
from dragoman.link.match import LINK, MEETING, RARE, VERBAL, codes
from dragoman.link.profile import Profile

MEAN = 2.0
"""Least mean score of all pairs of two groups that are to be one incident."""


@dataclass(frozen=True, slots=True)
class Part:
    """Episodes that hang together, as incidents. ``free``: those of them that are loose and fit no firm one, so that a
    later loose one may win them over."""

    incidents: list[list[Episode]]
    free: frozenset[tuple[str, int]]


def is_firm(p: Profile) -> bool:
    """Does it tell enough to stand for itself?"""
    if p.firm is None:
        return False
    if p.themes & (VERBAL | MEETING | RARE):
        return bool(codes(p.actors | p.recipients))
    return bool(p.towns)


def settle(found: Sequence[Episode], word: Word | None = None) -> list[Part]:
    """The parts. Everything is sorted by where the episodes stand, so that the order of ``found`` does not matter."""
    given = sorted(found, key=lambda e: e.key)
    edges: dict[Pair, float] = {}
    for n, others in candidates([e.profile for e in given]):
        for other in others:
            score = between(given[other], given[n])
            if score >= LINK:
                edges[other, n] = score
    must, cannot = (word or Word()).verdicts([e.claims for e in given])
    firm = [is_firm(e.profile) for e in given]
    follows = _follows(firm, edges)
    joined = [p for p in edges if firm[p[0]] and firm[p[1]]] + [(n, m) for n, m in follows.items()]
    free = {n for n, is_one in enumerate(firm) if not is_one and not (n in follows and firm[follows[n]])}
    out = []
    for part in _parts(len(given), [*joined, *must]):
        groups = [part] if len(part) == 1 else _split(given, part, edges, must, cannot)
        out.append(Part([[given[n] for n in g] for g in groups], frozenset(given[n].key for n in part if n in free)))
    return out


def _follows(firm: Sequence[bool], edges: dict[Pair, float]) -> dict[int, int]:
    """Whom each loose episode follows: of those that it scores with the best, firm ones first; of equals the first."""
    best: dict[int, tuple[bool, float, int]] = {}
    for (a, b), score in edges.items():
        for n, other in ((a, b), (b, a)):
            if not firm[n]:
                best[n] = max(best.get(n, (False, 0.0, 0)), (firm[other], round(score, 6), -other))
    return {n: -other for n, (_, _, other) in best.items()}


def _parts(count: int, pairs: Iterable[Pair]) -> Iterator[list[int]]:
    """Connected parts, each sorted, in order of their first members."""
    parent = list(range(count))

    def find(n: int) -> int:
        while parent[n] != n:
            parent[n] = parent[parent[n]]
            n = parent[n]
        return n

    for a, b in pairs:
        x, y = find(a), find(b)
        if x != y:
            parent[max(x, y)] = min(x, y)
    parts: dict[int, list[int]] = defaultdict(list)
    for n in range(count):
        parts[find(n)].append(n)
    return iter(parts.values())


def _split(
    given: Sequence[Episode], part: list[int], edges: dict[Pair, float], must: list[Pair], cannot: list[Pair]
) -> list[list[int]]:
    """The incidents of one connected part. All its candidate pairs count, not only those that link."""
    if len(part) == 2 and not must and not cannot:
        return [part]
    place = {n: k for k, n in enumerate(part)}
    scores: dict[Pair, float] = {}
    for k, others in candidates([given[n].profile for n in part]):
        for other in others:
            a, b = part[other], part[k]
            scores[other, k] = edges[a, b] if (a, b) in edges else between(given[a], given[b])
    groups = cluster(
        [given[n].profile for n in part], scores, least=LINK, mean=MEAN,
        must=[(place[a], place[b]) for a, b in must if a in place and b in place],
        cannot=[(place[a], place[b]) for a, b in cannot if a in place and b in place],
        order=lambda k: given[part[k]].key,
    )  # fmt: skip
    return [[part[k] for k in g] for g in groups]
