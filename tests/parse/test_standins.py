"""Stand-ins: the models read one name for all of a kind, and the document keeps its own words."""

from __future__ import annotations

import pytest

from dragoman.document import Story
from dragoman.parse import parse
from dragoman.parse.standins import stand_ins
from dragoman.read.layout import layout, start


def read(text: str) -> str:
    return " ".join(stand_ins(text.split()))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Danish shelling killed a nurse", "Bolivian shelling killed a nurse"),
        ("Norway and Chad agreed", "Peru and Laos agreed"),
        ("General Oskar Lindqvist , who fled Tovuz", "General Ibrahima Ndiaye , who fled Bamenda"),
        ("rockets at Goris were fired by troops bound for Barda", "rockets at Wajir were fired by troops bound for Isiolo"),
        ("the town of Zugdidi", "the town of Kassala"),
        ("Captain Davit Lomidze said", "Captain Joao Pereyra said"),
    ],
)  # fmt: skip
def test_the_models_cannot_tell_one_name_from_another(one: str, other: str) -> None:
    assert read(one) == read(other) != one


def test_a_name_told_once_is_known_at_its_other_mentions() -> None:
    assert read("President Anna Lindqvist spoke . Lindqvist left").split()[-2] == "Smith"
    assert read("in Bamenda . Bamenda fell").split()[-2] == "Baghdad"


@pytest.mark.parametrize("text", ["Port Sudan", "in March", "in Congress", "Hezbollah agreed", "the Houthi movement"])
def test_other_words_stay(text: str) -> None:
    assert read(text) == text


def test_offsets_and_words_are_those_of_the_story() -> None:
    text = "Danish troops left Tovuz on Monday, General Oskar Lindqvist said."
    doc = parse(layout(start(Story(text=text), "x")))
    assert doc.tokens.text.rstrip() == text
    assert [text[t.idx : t.idx + len(t)] for t in doc.tokens if t.text.strip()] == [
        t.text for t in doc.tokens if t.text.strip()
    ]
    assert {e.text for e in doc.tokens.ents} >= {"Danish", "Oskar Lindqvist"}
    assert next(t for t in doc.tokens if t.text == "troops").dep_ == "nsubj"
