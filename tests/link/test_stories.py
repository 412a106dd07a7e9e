"""The link set: incidents told from two or three sides, with copies, updates, denials and look-alikes. Floors, a little
below what ``python bench/linkset.py`` prints."""

from __future__ import annotations

import pytest

from dragoman.coder import code_stories
from dragoman.document import Story
from factories.linkset import LinkSet


@pytest.fixture(scope="module")
def linkset():
    return LinkSet()


@pytest.fixture(scope="module")
def by_hand(linkset):
    return linkset.score(linkset.records)


@pytest.fixture(scope="module")
def coded(linkset):
    stories = [
        Story(text=r.text, id=r.id, published=r.published, headline=r.headline, outlet=r.outlet, agency=r.agency)
        for r in linkset.records
    ]
    return linkset.score(code_stories(stories))


def test_size(linkset):
    assert len(linkset.records) >= 160
    assert sum(len(i["members"]) > 1 for i in linkset.gold["incidents"]) >= 60


def test_a_perfect_and_an_empty_coding_are_told_apart(linkset, by_hand):
    nothing = linkset.score([])
    assert (nothing.recall, nothing.figures, nothing.copies, nothing.agreements) == (0, 0, 0, 0)
    assert by_hand.f1 > 0.9 and nothing.f1 == 0


def test_claims_coded_by_hand(by_hand):
    assert by_hand.f1 >= 0.95, by_hand.faults
    assert by_hand.figures >= 0.95, by_hand.faults
    assert by_hand.sources >= 0.85
    assert by_hand.grades >= 0.85
    assert (by_hand.agreements, by_hand.breaches) == (1, 1)


def test_claims_of_the_coder(coded):
    assert coded.precision >= 0.95, coded.faults
    assert coded.recall >= 0.72, coded.faults
    assert coded.figures >= 0.82, coded.faults


@pytest.mark.parametrize("coding", ["by_hand", "coded"])
def test_no_look_alike_is_merged(coding, request):
    assert request.getfixturevalue(coding).merged == []


def test_copies(by_hand):
    assert by_hand.copies >= 0.95
    assert by_hand.copy_roots == 1
