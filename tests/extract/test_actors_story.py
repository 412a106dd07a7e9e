"""Actors whose country the sentences before tell."""

import dragoman


def test_the_military_is_that_of_the_soldiers_told_of_before():
    claims = dragoman.code(
        "Israeli troops battled Palestinian fighters in Jabalia. The military said it had seized a Hamas outpost.",
        published="2024-05-15",
    ).claims
    assert [p.code for p in claims[-1].actor] == ["ISR"]
