"""Factuality: made-up sentences with one event in brackets (data/factuality.tsv), and what needs a whole text."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from dragoman.coder import after_parse, before_parse
from dragoman.document import Document, Story
from dragoman.extract.factuality import judge
from dragoman.extract.factuality.operators import operators
from dragoman.parse import parse_many
from dragoman.read.layout import start
from dragoman.record import FactualityValue

DATA = Path(__file__).parent / "data" / "factuality.tsv"
Row = tuple[str, str, str, str]


@pytest.fixture(scope="module")
def judged() -> list[Row]:
    """Construction, value due, value given, sentence: for every line of the file."""
    lines = DATA.read_text("utf-8").splitlines()
    rows = [line.split("\t") for line in lines if not line.startswith(("#", "construction"))]
    plain = [before_parse()(start(Story(text=s.replace("[", "").replace("]", "")), "t")) for _, _, s in rows]
    out = []
    for (construction, due, sentence), doc in zip(rows, parse_many(plain), strict=True):
        for stage in after_parse().stages:
            if stage.name != "claims":
                doc = stage(doc)
        token, _ = doc.tokens_at(sentence.index("["), sentence.index("]") - 1)
        out.append((construction, due, judge(doc, token).value, sentence))
    return out


def test_there_are_150_sentences_over_all_seven_values(judged: list[Row]) -> None:
    assert len({sentence for *_, sentence in judged}) >= 150
    values = Counter(due for _, due, _, _ in judged)
    assert len(values) == 7 and min(values.values()) >= 18


def test_macro_f1_is_at_least_92_percent(judged: list[Row]) -> None:
    scores = []
    for value in {due for _, due, _, _ in judged}:
        right = sum(1 for _, due, given, _ in judged if due == given == value)
        said = sum(1 for _, _, given, _ in judged if given == value)
        there = sum(1 for _, due, _, _ in judged if due == value)
        scores.append(2 * right / (said + there))
    assert sum(scores) / len(scores) >= 0.92


def test_no_construction_is_mostly_wrong(judged: list[Row]) -> None:
    total, right = Counter[str](), Counter[str]()
    for construction, due, given, _ in judged:
        total[construction] += 1
        right[construction] += due == given
    assert {c: right[c] for c in total if right[c] * 2 <= total[c]} == {}


def test_operators_name_only_values_and_slots_that_exist() -> None:
    values = {v for slot in operators().values() for v in slot.values()}
    assert values <= set(FactualityValue.__args__)
    assert set(operators()) == {
        "comp", "finite", "passive", "obj", "denying", "modal", "adverb", "adjective", "mark", "noun",
    }  # fmt: skip


def _values(doc: Document) -> list[tuple[str, str, str | None]]:
    return [
        (c.event or c.kind, c.factuality, c.attribution[0].source.text if c.attribution else None) for c in doc.claims
    ]


def test_a_party_on_its_adversary_alleges_and_on_itself_asserts(coded: Callable[..., Document]) -> None:
    told = coded("Nigeria said on Monday that Cameroonian soldiers shelled a Nigerian village.", published="1994-02-22")
    assert ("ASSAULT", "alleged", "Nigeria") in _values(told)
    own = coded("Nigeria said on Monday that its soldiers shelled a Cameroonian village.", published="1994-02-22")
    assert ("ASSAULT", "asserted", "Nigeria") in _values(own)


def test_the_same_words_about_either_side_code_alike(coded: Callable[..., Document]) -> None:
    words = "{0} said on Monday that {1} forces attacked {2} villages."
    one = coded(words.format("Baku", "Armenian", "Azerbaijani"), published="2020-10-27")
    other = coded(words.format("Yerevan", "Azerbaijani", "Armenian"), published="2020-10-27")
    assert [v[:2] for v in _values(one)] == [v[:2] for v in _values(other)] == [("ASSAULT", "alleged")]


def test_a_denial_is_a_claim_linked_to_what_it_denies(coded: Callable[..., Document]) -> None:
    doc = coded(
        "Witnesses said Ugandan soldiers burned a Congolese village on Sunday.\n\n"
        "Uganda denied that its soldiers had burned the village.",
        published="2001-05-08",
    )
    told, denied = doc.claims[0], next(c for c in doc.claims if c.factuality == "denied")
    assert [(k.type, k.claim) for k in denied.links] == [("denies", told.id)]
    assert told.factuality == "alleged"
    assert denied.attribution[0].source.text == "Uganda"


def test_a_denial_may_come_first(coded: Callable[..., Document]) -> None:
    doc = coded(
        "Uganda denied that its soldiers had burned a Congolese village.\n\n"
        "Residents said Ugandan soldiers burned the village on Sunday.",
        published="2001-05-08",
    )
    denied = next(c for c in doc.claims if c.factuality == "denied")
    assert any(k.type == "denies" for k in denied.links)


def test_a_bare_denial_contests_what_the_other_side_says(coded: Callable[..., Document]) -> None:
    doc = coded("Gunmen attacked a convoy near Goma on Tuesday, a doctor said, but the rebels denied it.")
    assert ("ASSAULT", "alleged", "a doctor") in _values(doc)
    alone = coded("Gunmen attacked a convoy near Goma on Tuesday, a doctor said.")
    assert ("ASSAULT", "asserted", "a doctor") in _values(alone)


def test_a_coordinated_accusation_is_not_denied(coded: Callable[..., Document]) -> None:
    doc = coded(
        "Uganda denied that its troops had attacked Bunia and accused Rwanda of shelling the town.",
        published="2003-05-08",
    )
    assert ("ASSAULT", "denied", "Uganda") in _values(doc)
    assert any(v[0] == "ASSAULT" and v[1] == "alleged" for v in _values(doc))
