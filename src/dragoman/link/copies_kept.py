"""Copies of a ledger, kept in it: a new text is compared only with those that share wording with it.

The result is that of a search of everything (``copies.copy_groups``). A pair hangs on its two texts and on which of the
hashes that both have are stock; so a hash that becomes stock, or ceases to be, touches the pairs that share it alone,
and groups change only where one of their pairs or their number of documents did.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import combinations

import numpy as np

from dragoman.link.copies import (
    CROWD,
    OVERLAP,
    SEEN,
    WIDESPREAD,
    CopyGroup,
    Likeness,
    Pair,
    Text,
    copy_group,
    grouped,
    likeness,
    likenesses,
)  # fmt: skip
from dragoman.link.shingles import Sketch, normal, sketch
from dragoman.store import Ledger
from dragoman.store.copies import BodyRow, CopyTables

_TEXTS = 2000
"""Normal texts held in memory."""


class KeptCopies:
    """Copies of an open ledger. :meth:`update` inside ``ledger.writing()``; then :meth:`groups`."""

    def __init__(self, ledger: Ledger) -> None:
        self.tables = CopyTables(ledger)
        self._stock: dict[int, bool] = {}
        """Hashes that were asked for since texts last came or went: are they stock?"""
        self._text = lru_cache(maxsize=_TEXTS)(self._read)

    def forget(self) -> None:
        """Everything is searched anew at the next update."""
        self.tables.forget()

    def update(self, gone: Sequence[int], new: Sequence[int]) -> None:
        """Take out and put in documents (row numbers)."""
        self._text.cache_clear()
        self._stock.clear()
        left = self.tables.remove_documents(gone)
        came: list[tuple[int, int]] = []
        fresh: dict[int, Sketch] = {}
        for document in new:
            text = normal(self.tables.text_of(document))
            if not text:
                continue
            s = sketch(text)
            came.append((document, s.body))
            if s.body not in fresh and not self.tables.has(s.body):
                fresh[s.body] = s
        self.tables.add_documents(came)
        touched = {b for _, b in came} | left
        have = self.tables.copies(touched)
        out = [_sketch(r) for r in self.tables.bodies(left) if r.body not in have]
        if len(fresh) > self.tables.count():
            kept = [_sketch(r) for r in self.tables.bodies() if r.body in have or r.body not in left]
            self.tables.forget_bodies()
            self._all_at_once({s.body: s for s in (*kept, *fresh.values())})
            return
        touched = {b for b in touched if b in have} | self._exchange(out, list(fresh.values()))
        self._regroup(touched)

    def groups(self) -> Iterator[CopyGroup]:
        """Groups of two or more documents, in the order of their first."""
        for found in self.tables.groups():
            yield copy_group([Text(d.id, d.text, d.agency, d.outlet, d.published) for d in found])

    # searching ----------------------------------------------------------------------------------------------------

    def _read(self, body: int) -> str:
        return normal(self.tables.text(body) or "")

    def _all_at_once(self, fresh: dict[int, Sketch]) -> None:
        """The same where most is new: faster than one after the other."""
        sketches = [fresh[b] for b in sorted(fresh)]
        self._add(sketches)
        pairs = likenesses(sketches, self._text)
        self.tables.set_pairs((a, b, *found) for (a, b), found in pairs.items())
        linked = {b for pair in pairs for b in pair}
        self._store(grouped(sorted(linked), pairs, self.tables.copies(linked)))

    def _exchange(self, out: Sequence[Sketch], fresh: Sequence[Sketch]) -> set[int]:
        """Take bodies out and put bodies in, with all pairs that this touches; the bodies of those pairs."""
        keys = sorted({int(k) for s in (*out, *fresh) for k in s.keys})
        before = {k: self._is_stock(k) for k in keys}
        gone = {s.body for s in out}
        touched = self.tables.mates(gone)
        touched |= {b for pair in self.tables.pairs(gone) for b in pair}
        self.tables.remove_bodies(sorted(gone), _postings(out))
        self._add(fresh)
        self._stock.clear()
        now = {k: self._is_stock(k) for k in keys}
        risen = [k for k in keys if now[k] and not before[k]]
        fallen = [k for k in keys if before[k] and not now[k]]
        judge: set[Pair] = set()
        for k in risen:  # what shares it can only be less alike: pairs that are there
            having = set(self.tables.having(k))
            judge.update(p for p in self.tables.pairs(having) if having >= set(p))
        for k in fallen:
            judge.update(combinations(sorted(self.tables.having(k)), 2))
        for s in fresh:
            shared = Counter(b for k in map(int, s.keys) if not now[k] for b in self.tables.having(k))
            judge.update((min(s.body, b), max(s.body, b)) for b, n in shared.items() if n >= SEEN and b != s.body)
        return (touched - gone) | self._judge(judge)

    def _judge(self, pairs: set[Pair]) -> set[int]:
        """Compare pairs anew and keep what comes of it; the bodies of those that changed."""
        held = self.tables.pairs({b for p in pairs for b in p})
        known = {r.body: _sketch(r) for r in self.tables.bodies({b for p in pairs for b in p})}
        found: dict[Pair, Likeness | None] = {}
        for a, b in sorted(pairs):
            one, two = known[a], known[b]
            both = np.intersect1d(one.keys, two.keys, assume_unique=True)
            stock = np.array([k for k in both.tolist() if self._is_stock(k)], np.int64)
            found[a, b] = likeness(one, two, self._text, stock)
        self.tables.drop_pairs(p for p, alike in found.items() if alike is None and p in held)
        self.tables.set_pairs((*p, *alike) for p, alike in found.items() if alike is not None)
        return {b for p, alike in found.items() if alike != held.get(p) for b in p}

    def _is_stock(self, key: int) -> bool:
        known = self._stock.get(key)
        if known is None:
            # The crowd first: it is counted up to a bound, and then there is little to go through for the other.
            known = self.tables.crowd(key, CROWD + 1) > CROWD
            known = known or self.tables.unrelated(key, WIDESPREAD + 1) > WIDESPREAD
            self._stock[key] = known
        return known

    def _add(self, sketches: Sequence[Sketch]) -> None:
        rows = [BodyRow(s.body, s.size, s.least, s.keys.astype("<i8").tobytes()) for s in sketches]
        self.tables.add_bodies(rows, sorted(_postings(sketches)))

    # grouping -----------------------------------------------------------------------------------------------------

    def _regroup(self, touched: set[int]) -> None:
        """Group anew what hangs together with these bodies."""
        connected = self.tables.mates(touched)
        edge = set(connected)
        pairs: dict[Pair, Likeness] = {}
        while edge:
            found = self.tables.pairs(edge)
            pairs |= found
            edge = {b for p, (short, _) in found.items() if short >= OVERLAP for b in p} - connected
            connected |= edge
            more = self.tables.mates(edge) - connected
            connected |= more
            edge |= more
        inside = {p: alike for p, alike in pairs.items() if connected >= set(p)}
        self._store(grouped(sorted(connected), inside, self.tables.copies(connected)))

    def _store(self, groups: Iterable[Sequence[int]]) -> None:
        self.tables.set_groups((min(g), b) for g in groups for b in g)


def _sketch(r: BodyRow) -> Sketch:
    return Sketch(r.body, r.size, np.frombuffer(r.keys, "<i8").astype(np.int64), r.least)


def _postings(sketches: Iterable[Sketch]) -> Iterator[tuple[int, int, int]]:
    return ((int(k), s.least, s.body) for s in sketches for k in s.keys)
