"""Repairs of what the parser gets wrong in reported speech."""

import dragoman


def test_a_speech_act_after_what_was_denied_is_the_speakers_own():
    claims = dragoman.code(
        "The rebel group said it had left the town and accused the Congolese army of looting it.",
        published="2024-06-04",
    ).claims
    accused = next(c for c in claims if c.event == "ACCUSE")
    assert accused.factuality == "asserted" and accused.attribution == ()


def test_an_act_that_is_said_stays_in_what_is_said():
    claims = dragoman.code(
        "The army said its soldiers had killed ten rebels and captured five gunmen.", published="2024-06-04"
    ).claims
    assert [(c.event, bool(c.attribution)) for c in claims] == [("ASSAULT", True), ("ASSAULT", True)]
