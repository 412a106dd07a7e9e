"""Memory stays flat: what a story leaves behind is bounded, so that the hundred-thousandth costs what the first did."""

from __future__ import annotations

import functools
import gc
import sys
from collections.abc import Iterator
from itertools import pairwise

import pytest

from dragoman.coder import code_stories
from dragoman.document import Story
from dragoman.extract.places.gazetteer import gazetteer
from dragoman.parse import load_model, pipe

SYLLABLES = [a + b for a in ("b", "dr", "g", "kh", "l", "n", "sh", "t", "v", "z") for b in ("a", "e", "i", "o", "u")]


def name(n: int) -> str:
    """The n-th of names that nobody bears."""
    parts = []
    while n or len(parts) < 3:
        n, k = divmod(n, len(SYLLABLES))
        parts.append(SYLLABLES[k])
    return "".join(parts).capitalize()


def stories(first: int, many: int, *, claims_only: bool = False) -> None:
    """Code stories of which each brings five new names, a new number and a new word in capitals."""
    told = (
        Story(
            f"Gunmen killed {n + 100} people in the town of {name(9 * n)} on Monday, Colonel {name(9 * n + 1)} {name(9 * n + 2)} said. "
            f"{name(9 * n + 3)}'s troops shelled {name(9 * n + 4)}-{name(9 * n + 5)} near Kabul.\n\n"
            f"REBELS IN {name(9 * n + 6).upper()} FREED {n + 90} {name(9 * n + 7).upper()} FISHERMEN YESTERDAY.",
            str(n),
            published="2024-05-08",
        )
        for n in range(first, first + many)
    )
    for record in code_stories(told, claims_only=claims_only):
        assert record.claims


def caches() -> Iterator[functools._lru_cache_wrapper]:
    for module in [m for n, m in sys.modules.items() if n.split(".")[0] == "dragoman"]:
        yield from (v for v in vars(module).values() if isinstance(v, functools._lru_cache_wrapper))


@pytest.mark.parametrize("claims_only", [False, True])
def test_no_cache_without_bound_grows_with_new_names(claims_only: bool):
    stories(1_000_000, 25, claims_only=claims_only)
    before = {c: c.cache_info().currsize for c in caches()}
    stories(2_000_000, 25, claims_only=claims_only)
    growing = {c for c in caches() if c.cache_info().currsize > before.get(c, 0) + 20}
    assert {f"{c.__module__}.{c.__name__}" for c in growing if c.cache_info().maxsize is None} == set()
    assert growing or claims_only, "the stories bring nothing new: this test would not fail"
    assert max((c.cache_info().maxsize or 0 for c in growing), default=0) <= 20_000


def test_nothing_is_kept_beside_model_and_caches(monkeypatch):
    def kept(first: int) -> int:
        stories(first, 25)
        monkeypatch.setattr(pipe, "MOST_WORDS", -1)
        stories(0, 1)  # the same each time, by a model loaded anew
        monkeypatch.undo()
        for c in caches():
            if c.cache_info().maxsize is not None:
                c.cache_clear()
        gazetteer().base._cache.clear()
        gc.collect()
        return sys.getallocatedblocks()

    kept(3_000_000)
    told = [kept(n * 1_000_000) for n in (4, 5, 6)]
    # a leak grows every time, what other tests of the run left in the background does not
    grown = min(b - a for a, b in pairwise(told))
    assert grown < 25, f"{grown} objects of 25 stories stay for good"


def test_the_words_of_a_model_are_bounded(monkeypatch):
    for kept in (pipe._loaded, pipe._morphology, pipe._words_at_first):
        kept.cache_clear()
    monkeypatch.setattr(pipe, "MOST_WORDS", 600)
    held = []
    for n in range(6):
        stories(6_000_000 + 20 * n, 20)  # some 350 words
        nlp = load_model()
        held.append(len(nlp.vocab.strings) - pipe._words_at_first(nlp))
    assert max(held) < 600 + 500, "a model that forgot nothing would hold 2,100"
