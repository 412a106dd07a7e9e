"""A text as the search for copies compares it: shingles of eight letters and digits, and a sample of their hashes.

White space, case and punctuation are left out: such shingles survive words run together and single wrong characters
better than shingles of words. The sample (FracMinHash: Irber et al. 2022) keeps every hash that a power of two divides:
unlike a MinHash of fixed size it finds a short text within a long one, and what a text's sample is hangs on that text
alone.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from typing import Any

import numpy as np

SHINGLE = 8
SPARSE, DENSE = 16, 4
"""One hash in so many is kept: of long texts, and of those with fewer than SHORT shingles."""
SHORT = 1200

_SKIP = re.compile(r"[\W_]+")
_U = np.uint64
Hashes = Any
"""A numpy array of 64-bit integers."""


@dataclass(frozen=True, slots=True)
class Sketch:
    """``body`` is the digest of the normal text (63 bits: texts that have it in common are one text); ``size`` its
    number of shingles; ``keys`` the sorted sample of their hashes; ``least`` one of them, the same for most reprints."""

    body: int
    size: int
    keys: Hashes
    least: int

    @property
    def dense(self) -> bool:
        return self.size < SHORT

    def at(self, rate: int) -> Hashes:
        """The part of the sample that a rate keeps."""
        return self.keys if rate == DENSE or not self.dense else self.keys[self.keys % rate == 0]


def normal(text: str) -> str:
    """Letters and digits only, in lower case."""
    return _SKIP.sub("", text.casefold())


def digest(body: str) -> int:
    """63 bits that stand for a normal text."""
    raw = hashlib.blake2b(body.encode("utf-8", "surrogatepass"), digest_size=8).digest()
    return int.from_bytes(raw, "big") >> 1


def hashes(body: str) -> Hashes:
    """The 63-bit hash of the shingle at each place; a body shorter than a shingle is one itself."""
    letters = np.frombuffer(body.encode("utf-32-le", "surrogatepass"), np.uint32).astype(_U)
    width = min(SHINGLE, len(letters))
    out = np.zeros(max(1, len(letters) - width + 1), _U)
    for k in range(width):
        out = out * _U(0x100000001B3) + letters[k : k + len(out)]
    return (_mixed(out) >> _U(1)).astype(np.int64)


def _mixed(x: Hashes) -> Hashes:
    """SplitMix64's finisher (Steele, Lea and Flood 2014): near values come far apart."""
    x = (x ^ (x >> _U(30))) * _U(0xBF58476D1CE4E5B9)
    x = (x ^ (x >> _U(27))) * _U(0x94D049BB133111EB)
    return x ^ (x >> _U(31))


def sketch(body: str) -> Sketch:
    """Of a normal text that is not empty."""
    found = np.unique(hashes(body))
    keys = found[found % (DENSE if len(found) < SHORT else SPARSE) == 0]
    coarse = keys[keys % SPARSE == 0]
    some = coarse if len(coarse) else found
    least = int(some[np.argmin(_mixed(some.astype(_U) + _U(1)))])
    return Sketch(digest(body), len(found), keys, least)


def common(a: Sketch, b: Sketch, rate: int) -> tuple[Hashes, int]:
    """The hashes that both samples have at a rate, and the size of the smaller sample."""
    one, two = a.at(rate), b.at(rate)
    short, long = (one, two) if len(one) <= len(two) else (two, one)
    if not len(short):
        return short, 0
    at = np.minimum(np.searchsorted(long, short), len(long) - 1)
    return short[long[at] == short], len(short)


def overlap(a: str, b: str, stock: Hashes, rate: int) -> tuple[float, int, int]:
    """How much of two normal texts is in both in the same order, in shingles, and what each has of its own besides
    stock: (shared, size of the shorter, of the longer). ``stock``: sampled hashes of wording that many texts share;
    what stands around them in both texts does not count."""
    short, long = sorted((a, b), key=lambda t: (len(t), t))
    (one, p), (two, q) = (np.unique(hashes(t), return_index=True) for t in (short, long))
    both, in_one, in_two = np.intersect1d(one, two, assume_unique=True, return_indices=True)
    order = np.argsort(p[in_one], kind="stable")
    both, p, q = both[order], p[in_one][order], q[in_two][order]
    own = ~_around(p, both, stock, rate) if len(stock) else np.ones(len(both), bool)
    lost = int(len(both) - own.sum())
    return rising(q[own]), len(one) - lost, len(two) - lost


def _around(places: Hashes, found: Hashes, stock: Hashes, rate: int) -> Hashes:
    """Which places are nearest to a sampled hash that is stock."""
    sampled = np.flatnonzero(found % rate == 0)
    if not len(sampled):
        return np.zeros(len(places), bool)
    at, is_stock = places[sampled], np.isin(found[sampled], stock)
    after = np.clip(np.searchsorted(at, places), 0, len(at) - 1)
    before = np.clip(after - 1, 0, len(at) - 1)
    nearest = np.where(abs(at[after] - places) < abs(at[before] - places), after, before)
    return is_stock[nearest] & (abs(at[nearest] - places) <= 4 * rate)


def rising(places: Hashes) -> int:
    """Length of the longest rising run of places, others left out: what is in the same order. O(n log n)."""
    if not len(places) or bool((places[1:] > places[:-1]).all()):
        return len(places)
    from bisect import bisect_left

    ends: list[int] = []
    for place in places.tolist():
        k = bisect_left(ends, place)
        if k == len(ends):
            ends.append(place)
        else:
            ends[k] = place
    return len(ends)
