"""Episodes to incidents: candidates by key, compared, and every connected part of them clustered on its own.

What is settled of a set of episodes is what a run over all of them would settle, as long as no episode outside is
linked to one inside: so a ledger that grows is settled again only where a new story links to it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from dragoman.link.cluster import Pair, cluster
from dragoman.link.decisions import Word
from dragoman.link.episodes import Episode
from dragoman.link.index import candidates
from dragoman.link.match import LINK, compare

MEAN = 2.0
"""Least mean score of all pairs of two groups that are to be one incident."""


def settle(found: Sequence[Episode], word: Word | None = None) -> list[list[list[Episode]]]:
    """Parts of linked episodes, and in each the incidents, each a list of episodes. Everything is sorted by where the
    episodes stand, so that the order of ``found`` does not matter."""
    given = sorted(found, key=lambda e: e.key)
    edges: dict[Pair, float] = {}
    for n, others in candidates([e.profile for e in given]):
        for other in others:
            score = compare(given[other].profile, given[n].profile)
            if score >= LINK:
                edges[other, n] = score
    must, cannot = (word or Word()).verdicts([e.claims for e in given])
    out = []
    for part in _parts(len(given), [*edges, *must]):
        if len(part) == 1:
            out.append([[given[part[0]]]])
        else:
            out.append([[given[n] for n in g] for g in _split(given, part, edges, must, cannot)])
    return out


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
            scores[other, k] = edges[a, b] if (a, b) in edges else compare(given[a].profile, given[b].profile)
    groups = cluster(
        [given[n].profile for n in part], scores, least=LINK, mean=MEAN,
        must=[(place[a], place[b]) for a, b in must if a in place and b in place],
        cannot=[(place[a], place[b]) for a, b in cannot if a in place and b in place],
        order=lambda k: given[part[k]].key,
    )  # fmt: skip
    return [[part[k] for k in g] for g in groups]
