"""Who claims an act on a Friday did not do it on that Friday."""

from __future__ import annotations

import pytest

from dragoman.coder import code_stories
from dragoman.document import Story


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("A militia on Friday claimed responsibility for the attack on the barracks in Kati.", None),
        ("A militia claimed responsibility on Friday for Monday's attack on the barracks.", "2024-11-04"),
        ("A militia on Friday claimed the bombing of a ferry off Kisumu three days earlier.", "2024-11-05"),
        ("The rebels claimed responsibility on Friday.", None),
    ],
)
def test_the_day_of_a_claim_is_not_that_of_the_act(text: str, date: str | None) -> None:
    record = next(code_stories([Story(text=text, id="t", published="2024-11-09")]))
    claim = next(c for c in record.claims if "claimed" in c.trigger.text)
    assert (claim.event, claim.date) == ("ASSAULT", date)
