"""Near-verbatim copies: reprints of one text, shortened, re-headlined or with scanning errors.

Texts that share enough of their sampled shingles (see shingles.py) are candidates; a pair is kept by its true overlap,
in order, as a share of the shorter text. Stock wording, which many otherwise unrelated texts share, does not count; a
text that is reprinted many times is no stock wording, as its reprints have the same least hash.

Whether two texts are copies hangs on the two and on how many texts share what they share: so a ledger that grows is
searched only where a new text touches it (see copies_kept.py), with the result of a search of everything.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from dragoman.link.shingles import DENSE, SPARSE, Hashes, Sketch, common, normal, overlap, sketch

WIDESPREAD = 12
"""A shingle in more unrelated texts than this is stock wording."""
CROWD = 200
"""So is one in more texts of any kind: reports made by filling in a form have the least hash in common too."""
SEEN = 2
"""Sampled shingles besides stock that candidates share at the least."""
SHARE = 0.5
"""Of the overlap that is asked for, the part that the samples must show already: they are but samples."""
OVERLAP = 0.31
"""Least share of the shorter text that stands in the other in the same order."""
FAINT = 0.1
"""An overlap below this counts as none."""
MEAN_OVERLAP = 0.15
"""Least mean overlap of a single document with a group that it is to join."""
GROUP_OVERLAP = 0.34
"""The same of two groups: a digest, which has one member's words from each, does not join the stories in it."""
LEAST = 20
"""Least number of shingles that two texts share: about four words that are theirs alone."""
SHORT_OVERLAP = 0.6
"""Least share of the shorter where fewer than LONG are shared: two short stories of one happening, each in its own
words, share its names and a phrase or two."""
LONG = 80

Pair = tuple[int, int]
Likeness = tuple[float, float]
"""Share of the shorter text, and of the longer, that is in both in order."""


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


def copy_groups(texts: Iterable[Text]) -> list[CopyGroup]:
    """Groups of two or more, in the order of their first documents. The result does not hang on the order of input."""
    given = list(texts)
    same: dict[int, list[int]] = defaultdict(list)
    bodies: dict[int, str] = {}
    sketches: dict[int, Sketch] = {}
    for n, t in enumerate(given):
        if body := normal(t.text):
            s = sketch(body)
            same[s.body].append(n)
            bodies[s.body], sketches[s.body] = body, s
    pairs = likenesses([sketches[b] for b in sorted(sketches)], bodies.__getitem__)
    groups = grouped(sorted(same), pairs, {b: len(found) for b, found in same.items()})
    whole = [sorted(n for b in g for n in same[b]) for g in groups]
    return [copy_group([given[n] for n in g]) for g in sorted(whole) if len(g) > 1]


def copy_group(members: Sequence[Text]) -> CopyGroup:
    """Of documents that are copies of one text."""

    def rank(t: Text) -> tuple[bool, str, int, str]:
        own = bool(t.agency) and (t.outlet is None or t.outlet == t.agency)
        # Of one day: an agency adds to its text, others cut it.
        return (not own, t.published or "9999", len(t.text) if own else -len(t.text), t.id)

    root = min(members, key=rank)
    return CopyGroup(f"copies-{sketch(normal(root.text)).body:016x}", tuple(t.id for t in members), root.id)


def likenesses(sketches: Sequence[Sketch], text: Callable[[int], str]) -> dict[Pair, Likeness]:
    """Of every pair of bodies (smaller first) that are alike. ``text`` gives a body's normal text."""
    stock = _stock(sketches)
    out: dict[Pair, Likeness] = {}
    for n, others in _candidates(sketches, stock):
        for m in others:
            found = likeness(sketches[m], sketches[n], text, stock)
            if found is not None:
                a, b = sketches[m].body, sketches[n].body
                out[min(a, b), max(a, b)] = found
    return out


def likeness(a: Sketch, b: Sketch, text: Callable[[int], str], stock: Hashes) -> Likeness | None:
    """Of two bodies; None where they are not alike. ``stock``: sorted hashes, at least those of the two."""
    rate = DENSE if a.dense and b.dense else SPARSE
    both, smaller = common(a, b, rate)
    is_stock = _within(both, stock)
    lost = int(is_stock.sum())
    seen = len(both) - lost
    asked = OVERLAP if seen * rate >= SHARE * LONG else SHORT_OVERLAP
    if seen < SEEN or seen < SHARE * asked * (smaller - lost):
        return None
    shared, short, long = overlap(text(a.body), text(b.body), both[is_stock], rate)
    if short <= 0 or shared < min(LEAST, a.size, b.size) or (shared < LONG and shared < SHORT_OVERLAP * short):
        return None
    return (shared / short, shared / long) if shared >= FAINT * short else None


def _within(keys: Hashes, stock: Hashes) -> Hashes:
    """Which of the keys are among sorted ``stock``."""
    if not len(stock):
        return np.zeros(len(keys), bool)
    return stock[np.minimum(np.searchsorted(stock, keys), len(stock) - 1)] == keys


def _stock(sketches: Sequence[Sketch]) -> Hashes:
    """Hashes that are in more than WIDESPREAD unrelated texts (of those with one least hash, one counts), or in more
    than CROWD."""
    if not sketches:
        return np.empty(0, np.int64)
    keys = np.concatenate([s.keys for s in sketches])
    least = np.repeat(np.array([s.least for s in sketches], np.int64), [len(s.keys) for s in sketches])
    order = np.lexsort((least, keys))
    keys, least = keys[order], least[order]
    first = np.concatenate(([True], (keys[1:] != keys[:-1]) | (least[1:] != least[:-1])))[: len(keys)]
    found, unrelated = np.unique(keys[first], return_counts=True)
    _, texts = np.unique(keys, return_counts=True)
    return found[(unrelated > WIDESPREAD) | (texts > CROWD)]


def _candidates(sketches: Sequence[Sketch], stock: Hashes) -> Iterator[tuple[int, list[int]]]:
    """For each number the smaller ones that share SEEN sampled hashes besides stock."""
    kept = [s.keys[~_within(s.keys, stock)] for s in sketches]
    owner = np.repeat(np.arange(len(kept), dtype=np.int32), [len(k) for k in kept])
    keys = np.concatenate(kept) if kept else np.empty(0, np.int64)
    order = np.argsort(keys, kind="stable")
    begins = np.searchsorted(keys[order], keys)
    owners = owner[order]
    rank = np.empty(len(order), np.int64)
    rank[order] = np.arange(len(order))
    bounds = np.concatenate(([0], np.cumsum([len(k) for k in kept])))
    shared = rank > begins
    for n in range(len(kept)):
        own = np.flatnonzero(shared[bounds[n] : bounds[n + 1]]) + bounds[n]
        if len(own) >= SEEN:
            others = np.concatenate([owners[begins[k] : rank[k]] for k in own])
            found, times = np.unique(others, return_counts=True)
            if len(chosen := found[times >= SEEN]):
                yield n, chosen.tolist()


def grouped(bodies: Iterable[int], pairs: Mapping[Pair, Likeness], copies: Mapping[int, int]) -> list[list[int]]:
    """Bodies in groups: most alike pairs first, joined while the groups overlap on the mean. ``copies`` tells how many
    documents have each body. What is not connected has no say in it."""
    group = {b: b for b in bodies}
    members = {b: [b] for b in group}
    for (a, b), (share, _) in sorted(pairs.items(), key=lambda p: (-p[1][1], p[0])):
        x, y = sorted((group[a], group[b]))
        if share < OVERLAP or x == y:
            continue
        size_x, size_y = (sum(copies[n] for n in members[k]) for k in (x, y))
        total = sum(
            pairs.get((min(p, q), max(p, q)), (0.0, 0.0))[0] * copies[p] * copies[q]
            for p in members[x]
            for q in members[y]
        )
        least = MEAN_OVERLAP if 1 in (size_x, size_y) else GROUP_OVERLAP
        if total / (size_x * size_y) >= least:
            for n in members[y]:
                group[n] = x
            members[x] += members.pop(y)
    return [sorted(g) for g in members.values()]
