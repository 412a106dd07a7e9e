"""Sentences written before the coder was mended on any of them: how often it finds the event, its doer and its recipient.

YIELD stands for CONCEDE or RETREAT, "-" for a recipient that nobody names. The floors lie a little under what was measured.
"""

import re
from pathlib import Path

import pytest

from dragoman.coder import code_documents
from dragoman.document import Story

ROWS = [
    line.split("\t") for line in (Path(__file__).parent / "data" / "parties.tsv").read_text("utf-8").splitlines()[1:]
]
YIELDING = ("CONCEDE", "RETREAT")


def words(text):
    return set(re.findall(r"\w{2,}", (text or "").lower())) - {"the", "of", "and", "in", "for"}


def named(entities, wanted):
    return any(words(e.text) & words(wanted) for e in entities)


@pytest.fixture(scope="module")
def shares():
    docs = code_documents([Story(text=row[0], id=str(n), published="2019-06-01") for n, row in enumerate(ROWS)])
    right = {"event": [], "actor": [], "recipient": []}
    for (_, event, actor, recipient), doc in zip(ROWS, docs, strict=True):
        claims = [c for c in doc.claims if c.event]
        right["event"].append(any(c.event in YIELDING if event == "YIELD" else c.event == event for c in claims))
        right["actor"].append(any(named(c.actor, actor) for c in claims))
        if recipient != "-":
            sides = [(*c.recipient, *(c.actor if len(c.actor) > 1 else ())) for c in claims]
            right["recipient"].append(any(named(side, recipient) for side in sides))
    return {k: sum(v) / len(v) for k, v in right.items()}


def test_sentences_are_many_and_of_every_category():
    assert len(ROWS) >= 250
    assert len({row[1] for row in ROWS}) == 15
    assert len({row[0] for row in ROWS}) == len(ROWS)


@pytest.mark.parametrize(("slot", "floor"), [("event", 0.84), ("actor", 0.87), ("recipient", 0.78)])
def test_who_does_what_to_whom(shares, slot, floor):
    assert shares[slot] >= floor, shares
