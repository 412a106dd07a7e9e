"""Stories may come in any order and go again: the incidents are those of one run over all that are there."""

from __future__ import annotations

from functools import cache

from hypothesis import given, settings
from hypothesis import strategies as st

from dragoman.link import Anchor, Decision, Linker
from factories.claims import coded_by_hand


@cache
def some():
    return coded_by_hand()[0][:45]


def incidents(linker):
    return {frozenset((e.document, a.start) for e in group for a in e.claims) for group in linker.incidents()}


@cache
def at_once():
    linker = Linker()
    linker.add(some())
    return incidents(linker)


@settings(max_examples=12, deadline=None)
@given(st.permutations(range(45)), st.integers(1, 20))
def test_any_order_and_any_batches(order, size):
    linker = Linker()
    for n in range(0, len(order), size):
        linker.add(some()[k] for k in order[n : n + size])
    assert incidents(linker) == at_once()


@settings(max_examples=12, deadline=None)
@given(st.permutations(range(45)), st.integers(0, 25))
def test_what_is_gone_leaves_no_trace(order, gone):
    linker, fresh = Linker(), Linker()
    linker.add(some()[k] for k in order)
    for k in order[:gone]:
        linker.remove(some()[k].id)
    fresh.add(some()[k] for k in order[gone:])
    assert incidents(linker) == incidents(fresh)


def anchors(group):
    return tuple(Anchor(d, start, start + 1) for d, start in sorted(group))


@settings(max_examples=6, deadline=None)
@given(st.permutations(range(45)), st.data())
def test_a_persons_word_holds_in_any_order(order, data):
    several = sorted((g for g in at_once() if len(g) > 2), key=sorted)
    apart = data.draw(st.sampled_from(several))
    one, two = data.draw(st.permutations([g for g in several if g != apart]))[:2]
    first = sorted(apart)[0]
    split = Decision("split", anchors([first]), anchors(apart - {first}), 1)
    merge = Decision("merge", anchors(one | two), number=2)
    linker = Linker([split, merge])
    for k in order:
        linker.add([some()[k]])
    found = incidents(linker)
    assert not any(first in g and g & (apart - {first}) for g in found)
    assert any(one | two <= g for g in found)
    whole = Linker([split, merge])
    whole.add(some())
    assert found == incidents(whole)


def test_pin_keeps_later_claims_out():
    group = max(at_once(), key=lambda g: (len(g), sorted(g)))
    kept = frozenset(sorted(group)[:2])
    linker = Linker([Decision("pin", anchors(kept), number=1)])
    linker.add(some())
    assert kept in incidents(linker)
