"""What somebody is taken for stands between the subject and its verb, and is neither the verb nor a source."""

from __future__ import annotations

import pytest

from dragoman.coder import code_stories
from dragoman.document import Story


@pytest.mark.parametrize(
    ("text", "trigger", "actors"),
    [
        ("Raiders believed to be members of a clan attacked a well near Wajir on Monday.", "attacked", ["Raiders"]),
        ("Gunmen thought to be smugglers killed two customs officers in Farah on Friday.", "killed", ["Gunmen"]),
        ("Police said men suspected to be rebels burned a truck near Bria on Friday.", "burned", ["men"]),
        ("On Sunday jets believed to be Turkish bombed a village near Zakho.", "bombed", []),
    ],
)
def test_the_deed_is_the_verb(text: str, trigger: str, actors: list[str]) -> None:
    (claim,) = next(code_stories([Story(text=text, id="x", published="2012-06-20")])).claims
    assert (claim.event, claim.trigger.text, [e.text for e in claim.actor]) == ("ASSAULT", trigger, actors)
    assert all(a.source.text == "Police" for a in claim.attribution)


def test_a_participle_of_what_they_are_taken_for_is_no_deed() -> None:
    (claim,) = next(
        code_stories(
            [Story(text="Two brothers believed to be guerrillas trained abroad were arrested in Goma.", id="x")]
        )
    ).claims
    assert claim.event == "COERCE"
