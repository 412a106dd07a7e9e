"""Men of an armed leader or body fight for it; men of anybody else are civilians."""

from __future__ import annotations

import pytest

from dragoman.api import code


@pytest.mark.parametrize(
    ("text", "sector"),
    [
        ("Rebel commander Joseph Banza said his men had attacked the town of Kalemie.", "REB"),
        ("Army spokesman Luis Ortega said his men killed six guerrillas near Arauca.", "MIL"),
        ("The teacher Luis Ortega said his men attacked six guerrillas near Arauca.", "CVL"),
    ],
)
def test_own_men_fight_for_whom_they_belong_to(text: str, sector: str) -> None:
    actors = [e for c in code(text, published="2011-05-13").claims if c.event == "ASSAULT" for e in c.actor]
    assert actors and sector in actors[0].sector, actors
