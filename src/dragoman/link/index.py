"""Keys to candidates: who shares a key with whom. A sorted array for many episodes at once, a dict for a set that grows."""

from __future__ import annotations

import hashlib
from array import array
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from dragoman.link.blocks import keys
from dragoman.link.profile import Profile

Posting = tuple[int, bool, bool]
"""Hash of a key, near, in need: see blocks.py."""


def postings(p: Profile) -> list[Posting]:
    """The keys of a profile, hashed to 63 bits; of one key that comes twice, the stronger use."""
    found: dict[int, tuple[bool, bool]] = {}
    for key, near, need in keys(p):
        raw = hashlib.blake2b("\x1f".join(key).encode("utf-8", "surrogatepass"), digest_size=8).digest()
        number = int.from_bytes(raw) >> 1
        before = found.get(number, (False, False))
        found[number] = (near or before[0], need or before[1])
    return [(k, near, need) for k, (near, need) in found.items()]


def candidates(profiles: Sequence[Profile]) -> Iterator[tuple[int, set[int]]]:
    """For each number, in order, the smaller numbers that it is worth comparing with. Numbers without any are left
    out."""
    import numpy as np

    hashed, owned, used = array("q"), array("i"), array("b")
    for n, p in enumerate(profiles):
        for number, near, need in postings(p):
            hashed.append(number)
            owned.append(n)
            used.append(near | need << 1)
    key, owner, use = np.frombuffer(hashed, np.int64), np.frombuffer(owned, np.int32), np.frombuffer(used, np.int8)
    if not len(key):
        return
    order = np.argsort(key, kind="stable")
    key, owner, use = key[order], owner[order], use[order]
    begins = np.flatnonzero(np.concatenate(([True], key[1:] != key[:-1])))
    begin = np.repeat(begins, np.diff(np.append(begins, len(key))))
    shared = np.flatnonzero(np.arange(len(key)) > begin)
    shared = shared[np.argsort(owner[shared], kind="stable")]
    needy = (use & 2) > 0
    found: set[int] = set()
    last = -1
    for at in shared.tolist():
        n = int(owner[at])
        if n != last:
            if found:
                yield last, found
            found, last = set(), n
        before = slice(int(begin[at]), at)
        found.update((owner[before] if use[at] else owner[before][needy[before]]).tolist())
    if found:
        yield last, found


class Index:
    """Postings in memory, for a set that grows and shrinks."""

    def __init__(self) -> None:
        self._by_key: dict[int, list[tuple[int, bool]]] = defaultdict(list)

    def candidates(self, posted: Iterable[Posting]) -> set[int]:
        """Numbers of the episodes that are worth comparing with one that has these postings."""
        out: set[int] = set()
        for key, near, need in posted:
            found = self._by_key.get(key)
            if found:
                out.update(n for n, theirs in found if near or need or theirs)
        return out

    def add(self, number: int, posted: Iterable[Posting]) -> None:
        for key, _, need in posted:
            self._by_key[key].append((number, need))

    def remove(self, number: int, posted: Iterable[Posting]) -> None:
        for key, _, need in posted:
            self._by_key[key].remove((number, need))
            if not self._by_key[key]:
                del self._by_key[key]
