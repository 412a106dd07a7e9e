"""An episode that was put by and taken up again is compared as before."""

from __future__ import annotations

from pathlib import Path

from dragoman.coder import code_stories
from dragoman.document import Story
from dragoman.link.linker import episodes_of
from dragoman.link.packed import pack, unpack
from dragoman.link.settle import settle
from dragoman.read import read_stories

SAMPLES = Path(__file__).resolve().parents[2] / "samples"


def test_packed_episodes_settle_as_they_would_have():
    stories = read_stories([SAMPLES], on_error=lambda e: None)
    records = code_stories(Story(s.text, f"s{n}", published=s.published) for n, s in enumerate(stories))
    found = [e for r in records for e in episodes_of(r)]
    again = [unpack(pack(e)) for e in found]
    assert again == found
    groups = [[[[e.key for e in g] for g in part.incidents] for part in settle(given)] for given in (found, again)]
    assert groups[0] == groups[1]
