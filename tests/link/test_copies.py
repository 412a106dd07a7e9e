"""Copies are found through cuts, new headlines and scanning errors; look-alikes and stock sentences do not join."""

from __future__ import annotations

import random

import numpy as np

from dragoman.link import Text, copy_groups, link_records
from dragoman.link.shingles import rising
from dragoman.record import Record

A = (
    "Troops loyal to the interim council entered the harbour quarter of Sonda before dawn and took the customs house, "
    "residents and a port official said. Shops stayed shut. The council said its men had met no resistance, while a "
    "spokesman for the coastal brigade said eleven of its fighters had been wounded in a running battle along the quay."
)
B = (
    "Farmers from the northern valleys drove two hundred tractors into the capital to protest against a new levy on "
    "diesel, blocking the ring road for most of the afternoon. Police made four arrests. The agriculture minister "
    "offered talks, which the farmers' union turned down, calling for the levy to be scrapped before the harvest."
)
C = (
    "Mediators from the lakes region met both delegations in separate rooms of a hotel on Thursday and carried drafts "
    "of an accord between them until midnight. Neither delegation spoke to reporters. A diplomat close to the talks "
    "said that only the question of who should guard the two river crossings remained open between the sides."
)
STOCK = " Officials could not be reached on Thursday evening. Shopkeepers said they had heard of it on the radio."


def groups(*texts: Text) -> list[set[str]]:
    return [set(g.documents) for g in copy_groups(texts)]


def scanned(text: str, seed: int) -> str:
    """Every 25th letter wrong, as a scanner would."""
    rng = random.Random(seed)
    return "".join(rng.choice("qxzj") if c.isalpha() and rng.random() < 0.04 else c for c in text)


def test_reprint_with_new_headline_cut_and_scanned():
    assert groups(
        Text("wire", A),
        Text("headline", "HARBOUR FALLS\n\n" + A),
        Text("cut", A[:200]),
        Text("scan", scanned(A, 1)),
        Text("b", B),
    ) == [{"wire", "headline", "cut", "scan"}]


def test_case_space_and_punctuation_do_not_count():
    assert groups(Text("a", A), Text("b", A.upper().replace(" ", "\n ").replace(",", ""))) == [{"a", "b"}]


def test_different_stories_stay_apart():
    assert groups(Text("a", A), Text("b", B), Text("c", C)) == []


def test_stock_sentences_do_not_join():
    texts = [Text(f"{n}", f"{body} Edition {n}.{STOCK}") for n, body in enumerate((A, B, C))]
    rest = [
        Text(f"r{n}", " ".join(random.Random(n).sample(A.split() + B.split() + C.split(), 60)) + STOCK)
        for n in range(9)
    ]
    assert groups(*texts, *rest) == []


def test_digest_of_several_stories_does_not_join_them():
    found = groups(
        Text("a", A),
        Text("a2", A + " More to follow."),
        Text("b", B),
        Text("b2", "By our staff. " + B),
        Text("digest", f"{A}\n{B}\n{C}"),
    )
    assert not any({"a", "b"} <= g for g in found)
    assert any({"a", "a2"} <= g for g in found) and any({"b", "b2"} <= g for g in found)


def test_text_that_is_reprinted_very_often_stays_one_group():
    texts = [Text(f"{n}", f"Edition {n * 7919}\n{scanned(A, n)}") for n in range(60)]
    assert groups(*texts, Text("b", B)) == [{t.id for t in texts}]


def test_root_is_the_agencys_own_else_the_earliest():
    paper = Text("paper", A, agency="Reuters", outlet="The Post", published="2024-01-01")
    late = Text("late", A, outlet="The Day", published="2024-01-03")
    wire = Text("wire", A, agency="Reuters", published="2024-01-02")
    assert copy_groups([late, paper, wire])[0].root == "wire"
    assert copy_groups([late, paper])[0].root == "paper"


def test_ids_and_groups_do_not_hang_on_order():
    texts = [Text("a", A), Text("a2", A[:220]), Text("b", B), Text("b2", scanned(B, 3)), Text("c", C)]
    first = {g.id: set(g.documents) for g in copy_groups(texts)}
    for seed in range(4):
        random.Random(seed).shuffle(texts)
        assert {g.id: set(g.documents) for g in copy_groups(texts)} == first


def test_empty_and_tiny_texts():
    assert groups(Text("a", ""), Text("b", ""), Text("c", "..."), Text("d", "No."), Text("e", "Yes.")) == []
    assert groups(Text("a", "Flash: truce."), Text("b", "FLASH - TRUCE")) == [{"a", "b"}]


def test_links_have_the_four_lists():
    links = link_records([Record("a", A), Record("b", A)])
    assert list(links) == ["copies", "incidents", "tolls", "agreements"]
    assert links["copies"] == [{"id": links["copies"][0]["id"], "documents": ["a", "b"], "root": "a"}]


def test_rising_run_is_what_stands_in_the_same_order():
    assert rising(np.array([1, 2, 3])) == 3
    assert rising(np.array([3, 1, 2])) == 2
    assert rising(np.array([5, 1, 6, 2, 3, 9])) == 4
    assert rising(np.array([], int)) == 0
