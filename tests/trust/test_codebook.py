"""The codebook shows every category and mode with an example, and the program codes each example as it says."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from dragoman.code.plover import categories
from dragoman.coder import code_stories
from dragoman.document import Story
from dragoman.record import Claim

PAGE = Path(__file__).resolve().parents[2] / "docs/codebook.md"
ROWS = [
    (c, m, e)
    for c, m, e in re.findall(
        r"^\| ([A-Z]+) \| ([a-z-]*) \| [^|]+ \| ([A-Z][^|]+\.) \|$", PAGE.read_text("utf-8"), re.M
    )
]


@pytest.fixture(scope="module")
def coded() -> list[tuple[Claim, ...]]:
    stories = [Story(text=e, id=str(n), published="2024-06-12") for n, (_, _, e) in enumerate(ROWS)]
    return [r.claims for r in code_stories(stories)]


def test_every_category_and_mode_has_an_example() -> None:
    asked = {(name, "") for name in categories()} | {(name, m) for name, c in categories().items() for m in c.modes}
    assert {(c, m) for c, m, _ in ROWS} == asked


@pytest.mark.parametrize("n", range(len(ROWS)), ids=[f"{c} {m}".strip() for c, m, _ in ROWS])
def test_each_example_is_coded_as_the_page_says(coded: list[tuple[Claim, ...]], n: int) -> None:
    category, mode, _ = ROWS[n]
    told = [(c.event, c.mode) for c in coded[n]]
    assert told[0][0] == category and (mode in told[0][1] if mode else True)
    assert len(told) == 1 or category == "ACCUSE"  # an accusation and what is alleged
    assert coded[n][0].date is not None
