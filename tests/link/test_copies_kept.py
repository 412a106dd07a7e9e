"""Copies kept in a ledger: whatever comes and goes, in whatever order, they are those of a search of everything."""

from __future__ import annotations

import random
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dragoman.link import Text, copy_groups
from dragoman.link.copies_kept import KeptCopies
from dragoman.record import Record
from dragoman.store import Ledger

WORDS = (
    "harbour council brigade envoy ceasefire mortar village river market governor convoy militia border hospital "
    "ministry general bridge curfew delegate sanction pipeline shelter refugee tribunal patrol garrison quarry ferry "
    "orchard teacher lorry depot canal monastery helicopter treaty ransom warehouse senator ambush checkpoint valley"
).split()
STOCK = (
    "The ministry could not be reached for comment on Thursday evening and its telephones were not answered at night."
)


def sentence(rng: random.Random) -> str:
    return f"The {' '.join(rng.choices(WORDS, k=11))} on day {rng.randrange(9999)}."


@cache
def texts() -> list[Text]:
    """Reprints, cuts and digests of a dozen stories, more that are their own, and one sentence in very many of them."""
    rng = random.Random(5)
    stories = [" ".join(sentence(rng) for _ in range(6)) for _ in range(12)]
    bodies = [*stories, *(f"{s} {STOCK}" for s in stories)]
    for s in stories[:6]:
        bodies += [s, s.upper(), f"{sentence(rng)} {s}", " ".join(s.split(". ")[:3]), f"{s} {sentence(rng)} {STOCK}"]
    bodies += [f"{sentence(rng)} {STOCK}" for _ in range(10)] + [f"{stories[0]} {stories[1]}", STOCK, STOCK, "", "..."]
    rng.shuffle(bodies)
    return [
        Text(f"d{n}", body, "Agency" if n % 3 == 0 else None, f"Paper {n % 7}", f"2024-03-{1 + n % 28:02}")
        for n, body in enumerate(bodies)
    ]


def groups(found):
    return {(g.id, g.root, frozenset(g.documents)) for g in found}


@pytest.fixture(scope="module")
def ledger(tmp_path_factory):
    with Ledger(Path(tmp_path_factory.mktemp("copies")) / "ledger.db") as store:
        for t in texts():
            store.add(Record(t.id, t.text, agency=t.agency, outlet=t.outlet, published=t.published))
        yield store


@settings(max_examples=10, deadline=None)
@given(st.data())
def test_whatever_comes_and_goes(ledger, data):
    kept = KeptCopies(ledger)
    order = data.draw(st.permutations(range(len(texts()))))
    held: list[int] = []
    with ledger.writing():
        kept.forget()
        while order:
            size = data.draw(st.integers(1, 25))
            new, order = order[:size], order[size:]
            gone = data.draw(st.lists(st.sampled_from(held), unique=True, max_size=6)) if held else []
            kept.update([n + 1 for n in gone], [n + 1 for n in new])
            held = [n for n in held if n not in gone] + list(new)
    assert groups(kept.groups()) == groups(copy_groups(texts()[n] for n in sorted(held)))


def test_there_is_something_to_find():
    found = copy_groups(texts())
    assert len(found) >= 12 and max(len(g.documents) for g in found) >= 5
    assert not any(len(g.documents) > 9 for g in found)


def test_wording_that_is_stock_no_longer(ledger):
    kept = KeptCopies(ledger)
    held = [n for n, t in enumerate(texts())]
    with ledger.writing():
        kept.forget()
        kept.update([], [n + 1 for n in held])
        for n in [n for n in held if texts()[n].text.endswith(STOCK)][:24]:
            kept.update([n + 1], [])
            held.remove(n)
    assert groups(kept.groups()) == groups(copy_groups(texts()[n] for n in held))
