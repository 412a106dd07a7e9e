"""The gate lets through what a claim needs, and keeps every offset."""

from __future__ import annotations

import csv
from dataclasses import replace
from importlib.resources import files

import pytest

from dragoman.coder import before_parse, code_stories
from dragoman.document import Document, Story
from dragoman.gate import may_tell
from dragoman.read.layout import start
from dragoman.record import Claim

CALM = "The bakery on the corner has been painted blue."
STORY = f"""The choir of Linden Hall sang Bach to a full house. {CALM} The soloist wore a velvet dress.

Colonel Idris Haro of the Kesh Front was born in Tavrin. {CALM} The weather has been mild this spring.

{CALM} Tulips are out along the canal. "The scones were lovely," a visitor said of the tea room.

Haro was shot dead by gunmen on Friday. {CALM} Violets are out as well."""


def gated(text: str, **story: str) -> Document:
    return before_parse(claims_only=True)(start(Story(text=text, **story), "t"))


def whole_rows():
    folder = files("dragoman.code.events").joinpath("lexicon")
    for path in sorted(p.name for p in folder.iterdir() if p.name.endswith(".tsv")):
        for row in csv.reader(folder.joinpath(path).read_text("utf-8").splitlines(), delimiter="\t", quoting=3):
            if len(row) > 7 and row[4] not in ("", "-", "event") and row[7].strip():
                yield row[7].strip()


def test_every_example_of_the_lexicon_passes():
    examples = list(whole_rows())
    stopped = [e for e in examples if not may_tell(e)]
    assert len(examples) > 1500 and len(stopped) <= 0.003 * len(examples), stopped


@pytest.mark.parametrize(
    "text",
    [
        "At least 65 people have died since May.", "The toll rose to 112.", "She's been arrested.", "A cease-fire held.",
        "Two of the villagers are still missing.", "The fighting left 1,987 dead.", "Troops marched on the capital in March.",
    ],
)  # fmt: skip
def test_what_may_tell_something_passes(text: str):
    assert may_tell(text)


@pytest.mark.parametrize(
    "text",
    [
        CALM, "The novel appeared in March 1912.", "It rained.", "Shares were down 3 percent.", "Seeds are cheaper now.",
        "By autumn the colour had left.", "Rooms without labels are nicest.", "The painter, who died in 1987, was shy.", "The curator brings together 40 works.",
    ],
)  # fmt: skip
def test_what_tells_nothing_is_stopped(text: str):
    assert not may_tell(text)


def test_the_reading_is_narrowed_and_offsets_hold():
    doc = gated(STORY)
    assert doc.reading is not None
    assert CALM not in doc.reading.text and "Tulips" not in doc.reading.text
    assert "Haro of the Kesh Front" in doc.reading.text and "shot dead by gunmen on Friday" in doc.reading.text
    assert len(doc.reading.offsets) == len(doc.reading.text) + 1
    for char, at in zip(doc.reading.text, doc.reading.offsets, strict=False):
        assert char.isspace() or STORY[at] == char
    assert doc.reading.text.count('"') == STORY.count('"')
    (warning,) = doc.warnings
    assert warning.kind == "skimmed" and "of 12 sentences" in warning.message


def told(claim: Claim):
    """A claim without the reasons, which may count the sentences that were read, and the numbers of attributions."""
    return replace(claim, why=(), attribution=tuple(replace(a, id="", parent=None) for a in claim.attribution))


def test_claims_are_those_of_the_whole_story():
    story = Story(text=STORY, id="t", published="2024-05-08")
    (full,) = code_stories([story])
    (fast,) = code_stories([story], claims_only=True)
    assert len(full.claims) == 1 and [told(c) for c in full.claims] == [told(c) for c in fast.claims]
    assert fast.claims[0].recipient[0].name == "Idris Haro"
    for span in (*fast.places, *fast.times, *(c.sentence for c in fast.claims)):
        assert STORY[span.start : span.end] == span.text
    assert [w.kind for w in full.warnings] == []


def test_a_story_that_tells_of_nothing_is_not_parsed():
    (record,) = code_stories([Story(text=f"{CALM} It rained. {CALM}", id="t")], claims_only=True)
    assert record.claims == () and record.text.startswith(CALM)
