"""Near-verbatim copies: reprints of one text, shortened, re-headlined or with scanning errors.

Texts are compared by shingles of eight letters and digits (white space, case and punctuation left out): they survive
words run together and single wrong characters better than shingles of words. MinHash gives candidates; a pair is kept
by its true overlap, in order, as a share of the shorter text. Stock sentences, which many otherwise unrelated texts
share, weigh little: a shingle's weight falls with the number of distinct texts it is in beyond five. A text that is
reprinted many times loses nothing by this, as all its shingles weigh alike.
"""

from __future__ import annotations

import hashlib
import re
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

SHINGLE = 8
PERMUTATIONS = 512
BAND = 2
"""Two texts that share a tenth of their shingles become candidates with probability .92, a sixth .999."""
ALIKE = 0.3
"""Share of all shingles of two texts by which they count as one text when the spread of a shingle is counted."""
ALIKE_BAND = 4
COMMON = 5
"""Texts that a shingle may be in at full weight."""
WIDESPREAD = 30
"""Shingles in more texts than this (or than a hundredth of all) do not make candidates."""
OVERLAP = 0.35
"""Least share of the shorter text, by weight, that stands in the other in the same order."""
MEAN_OVERLAP = 0.15
"""Least mean overlap of a single document with a group that it is to join."""
GROUP_OVERLAP = 0.34
"""The same of two groups: a digest, which has one member's words from each, does not join the stories in it."""
LEAST_WEIGHT = 20
"""Least weight of what two texts share: about four words that are theirs alone."""

SHORT_OVERLAP = 0.6
"""Least share of the shorter where less than LONG_WEIGHT is shared: two short stories of one happening, each in its own
words, share its names and a phrase or two."""
LONG_WEIGHT = 80

_SKIP = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True)
class Text:
    """A document as the search for copies needs it."""

    id: str
    text: str
    agency: str | None = None
    outlet: str | None = None
    published: str | None = None


@dataclass(frozen=True, slots=True)
class CopyGroup:
    """Documents that are copies of one text; ``root`` is the agency's own, else the earliest."""

    id: str
    documents: tuple[str, ...]
    root: str

    def to_dict(self) -> dict[str, Any]:
        return {"id": self.id, "documents": list(self.documents), "root": self.root}


def link_texts(texts: Iterable[Text]) -> dict[str, list[Any]]:
    """What the documents have to do with one another, as docs/record.md has it. Only copies are found so far."""
    return {"copies": [g.to_dict() for g in copy_groups(texts)], "incidents": [], "tolls": [], "agreements": []}


def copy_groups(texts: Iterable[Text]) -> list[CopyGroup]:
    """Groups of two or more, in the order of their first documents. The result does not hang on the order of input."""
    given = list(texts)
    same: dict[str, list[int]] = defaultdict(list)
    for n, t in enumerate(given):
        same[normal(t.text)].append(n)
    bodies = sorted(body for body in same if body)
    groups = [
        [n for k in members for n in same[bodies[k]]] for members in _cluster(bodies, [len(same[b]) for b in bodies])
    ]
    return [_group([given[n] for n in sorted(g)]) for g in sorted(groups, key=min) if len(g) > 1]


def normal(text: str) -> str:
    """Letters and digits only, in lower case."""
    return _SKIP.sub("", text.casefold())


def _group(members: Sequence[Text]) -> CopyGroup:
    def rank(t: Text) -> tuple[bool, str, int, str]:
        own = bool(t.agency) and (t.outlet is None or t.outlet == t.agency)
        return (not own, t.published or "9999", -len(t.text), t.id)

    root = min(members, key=rank)
    digest = hashlib.blake2b(normal(root.text).encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()
    return CopyGroup(f"copies-{digest}", tuple(t.id for t in members), root.id)


def _cluster(bodies: list[str], copies: list[int]) -> Iterator[list[int]]:
    """Groups of body numbers: most alike pairs first, joined while the groups overlap on the mean. ``copies`` tells
    how many documents have each body."""
    shingles = [_positions(b) for b in bodies]
    spread = _spread(shingles)
    pairs = list(_overlaps(shingles, spread))
    scores = {pair: overlap for pair, overlap, _ in pairs}
    group = list(range(len(bodies)))
    members: dict[int, list[int]] = {n: [n] for n in group}
    for (a, b), overlap, _ in sorted(pairs, key=lambda p: (-p[2], p[0])):
        if overlap < OVERLAP:
            continue
        x, y = sorted((group[a], group[b]))
        if x == y:
            continue
        size_x, size_y = (sum(copies[n] for n in members[k]) for k in (x, y))
        total = sum(
            scores.get((min(p, q), max(p, q)), 0.0) * copies[p] * copies[q] for p in members[x] for q in members[y]
        )
        least = MEAN_OVERLAP if 1 in (size_x, size_y) else GROUP_OVERLAP
        if total / (size_x * size_y) >= least:
            for n in members[y]:
                group[n] = x
            members[x] += members.pop(y)
    return iter(members.values())


def _positions(body: str) -> dict[str, int]:
    """Every shingle with its first place; a body shorter than a shingle is one itself."""
    out: dict[str, int] = {}
    for k in range(max(1, len(body) - SHINGLE + 1)):
        out.setdefault(body[k : k + SHINGLE], k)
    return out


def _overlaps(shingles: list[dict[str, int]], spread: Counter[str]) -> Iterator[tuple[tuple[int, int], float, float]]:
    """Candidate pairs (smaller number first) with the share of the shorter, and of the longer, that is in both in order."""
    weight = {s: 1.0 if n <= COMMON else 1.0 / (n - COMMON) for s, n in spread.items()}
    totals = [sum(weight[s] for s in places) for places in shingles]
    for a, b in sorted(_candidates(shingles, spread)):
        short, long = sorted((a, b), key=lambda n: (len(shingles[n]), n))
        common = sorted((p, shingles[long][s], weight[s]) for s, p in shingles[short].items() if s in shingles[long])
        least = min(totals[a], totals[b])
        if sum(w for _, _, w in common) < max(OVERLAP / 2 * least, min(LEAST_WEIGHT, least)):
            continue
        shared = heaviest_chain([(q, w) for _, q, w in common])
        if shared < LONG_WEIGHT and shared < SHORT_OVERLAP * least:
            continue
        if shared >= min(LEAST_WEIGHT, least):
            yield (a, b), shared / least, shared / max(totals[a], totals[b])


def _spread(shingles: list[dict[str, int]]) -> Counter[str]:
    """In how many distinct texts each shingle is: texts that share ALIKE of their shingles count as one, so that the
    words of a text that sixty papers print, each with a line of its own, do not pass for stock sentences."""
    origin = list(range(len(shingles)))

    def find(n: int) -> int:
        while origin[n] != n:
            origin[n] = origin[origin[n]]
            n = origin[n]
        return n

    for a, b in sorted(_sharing(shingles, ALIKE_BAND)):
        x, y = find(a), find(b)
        if x != y:
            common = len(shingles[a].keys() & shingles[b].keys())
            if common >= ALIKE * (len(shingles[a]) + len(shingles[b]) - common):
                origin[max(x, y)] = min(x, y)
    texts: dict[int, set[str]] = defaultdict(set)
    for n, places in enumerate(shingles):
        texts[find(n)].update(places)
    return Counter(s for found in texts.values() for s in found)


def _candidates(shingles: list[dict[str, int]], spread: Counter[str]) -> set[tuple[int, int]]:
    """Pairs that may be copies, by what is not widespread in them (by all of it where little else is)."""
    widespread = max(WIDESPREAD, len(shingles) // 100)
    rare = [[s for s in places if spread[s] <= widespread] for places in shingles]
    return _sharing([r if len(r) * 4 >= len(p) else p for r, p in zip(rare, shingles, strict=True)], BAND)


def _sharing(shingles: Sequence[Iterable[str]], band: int) -> set[tuple[int, int]]:
    """Pairs, smaller number first, that share a band of their MinHash signatures."""
    from rensa import RMinHash

    bands: dict[tuple[int, ...], list[int]] = defaultdict(list)
    for n, found in enumerate(shingles):
        minhash = RMinHash(num_perm=PERMUTATIONS, seed=1)
        minhash.update(list(found))
        signature = minhash.digest()
        for k in range(0, PERMUTATIONS, band):
            bands[k, *signature[k : k + band]].append(n)
    return {pair for found in bands.values() if len(found) > 1 for pair in combinations(found, 2)}


def heaviest_chain(steps: Sequence[tuple[int, float]]) -> float:
    """Greatest weight of steps whose places rise: the overlap that is in the same order. O(n log n), Fenwick tree."""
    ranks = sorted({place for place, _ in steps})
    tree = [0.0] * (len(ranks) + 1)
    best = 0.0
    for place, weight in steps:
        rank = bisect_left(ranks, place)
        total, k = 0.0, rank
        while k > 0:
            total = max(total, tree[k])
            k -= k & -k
        total += weight
        best = max(best, total)
        k = rank + 1
        while k <= len(ranks):
            tree[k] = max(tree[k], total)
            k += k & -k
    return best
