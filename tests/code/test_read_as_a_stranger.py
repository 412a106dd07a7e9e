"""What a last reading of strange stories found: each a construction, with sentences of its own."""

from __future__ import annotations

from dragoman.coder import code_stories
from dragoman.document import Story
from dragoman.record import Claim


def coded(text: str, published: str = "2012-06-20") -> tuple[Claim, ...]:
    return next(code_stories([Story(text=text, id="x", published=published)])).claims


def test_a_frame_does_not_reach_into_the_next_sentence() -> None:
    assert [
        c.event for c in coded("Bahrain's king met the envoy. She denies it. Human rights groups count 40 dead.")
    ] == ["CONSULT", None]


def test_who_is_charged_with_an_act_did_it_and_it_lies_behind() -> None:
    order = next(
        c
        for c in coded("Prosecutors charged the governor with ordering policemen to beat students on 3 September.")
        if c.event != "ACCUSE"
    )
    assert [e.text for e in order.actor] == ["governor"]
    assert order.date == "2011-09-03"


def test_a_clause_on_the_fate_of_people_goes_on_about_them() -> None:
    taken = coded("Soldiers freed two nuns on Monday, a week after they were kidnapped by bandits.")[-1]
    assert (taken.event, [e.name for e in taken.recipient]) == ("ASSAULT", ["nuns"])


def test_a_place_of_another_speaker_is_no_place_of_the_act() -> None:
    killed = coded("The militia said it killed nine soldiers; a government official in Kidal put the number at two.")[0]
    assert killed.event_loc is None


def test_restraint_is_a_yield_and_leaving_no_threat_to_relations() -> None:
    assert coded("Oslo urged Colombo to show restraint.")[0].mode == ("yield",)


def test_talks_that_do_not_go_ahead_are_not_told_as_held() -> None:
    assert {c.factuality for c in coded("The palace said talks scheduled for July in Oslo would not go ahead.")} == {
        "negated"
    }


CONFLICT = "The army shelled Sake on Monday. The rebels fired back. The governor fled. "


def test_a_text_is_no_party() -> None:
    thanks = coded(CONFLICT + "A statement thanked the Egyptian president for his help.")[-1]
    assert (thanks.event, thanks.actor) == ("SUPPORT", ())


def test_what_a_protest_is_against_is_a_party_or_nobody() -> None:
    assert (
        coded("Police beat men in Lusaka on Monday as thousands marched against rising bread prices.")[-1].recipient
        == ()
    )
    assert [
        e.code
        for e in coded("Thousands of workers marched in Harare on Monday against the South African government.")[
            0
        ].recipient
    ] == ["ZAF"]


def test_a_threat_to_expel_says_so() -> None:
    threat = coded("Myanmar's foreign ministry said that it would expel two American diplomats.")[0]
    assert (threat.event, threat.mode) == ("THREATEN", ("expel",))


def test_a_capital_in_which_a_stranger_speaks_is_not_where_the_story_is_set() -> None:
    claims = coded(
        "WASHINGTON, June 19, 2012 (Reuters) - The United States imposed sanctions on Thursday on two generals of Myanmar over a raid in "
        "April in which soldiers killed at least 36 villagers.\n\nCanada recalled its ambassador, and Australia suspended aid.\n\n"
        "Britain said it may do the same. Those responsible must face justice, the foreign secretary told parliament in London."
    )
    raid = next(c for c in claims if c.event == "ASSAULT")
    assert raid.event_loc is None
