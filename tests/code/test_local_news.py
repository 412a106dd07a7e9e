"""Constructions of local news, police reports and monitored broadcasts, found by reading what the coder made of them."""

from __future__ import annotations

import pytest

from dragoman.coder import code_stories
from dragoman.document import Story


def coded(text):
    (record,) = code_stories([Story(text=text, id="x", published="2024-05-15")])
    return record


def told(text):
    """(event, modes, words of the actors, words of the recipients) of each event."""
    return [
        (c.event, c.mode, tuple(e.text for e in c.actor), tuple(e.text for e in c.recipient))
        for c in coded(text).claims
        if c.kind == "event"
    ]


@pytest.mark.parametrize(
    ("text", "actor", "recipient"),
    [
        ("Four men were killed in police firing in Kota on Sunday evening.", "police", "men"),
        ("At least nine people were wounded in shelling by Russian forces in Kherson.", "Russian forces in Kherson", "people"),
        ("Three children died in an Israeli air strike in Rafah.", "Israeli", "children"),
        ("Six people were hurt in a lathi-charge by police in Bhopal.", "police in Bhopal", "people"),
        ("Unidentified gunmen riding a motorcycle murdered union leader John Smith in Cali.", "Unidentified gunmen", "union leader John Smith"),
        ("An urban commando murdered Attorney General John Smith in San Salvador.", "urban commando", "Attorney General John Smith"),
        ("Police baton-charged lawyers in Lahore.", "Police", "lawyers in Lahore"),
        ("Soldiers gang-raped two women in Bukavu.", "Soldiers", "women in Bukavu"),
        ("Police fired upon a crowd in Ranchi.", "Police", "crowd in Ranchi"),
    ],
)  # fmt: skip
def test_who_did_it_to_whom(text, actor, recipient):
    ((event, _, actors, recipients),) = told(text)
    assert (event, actors, recipients) == ("ASSAULT", (actor,), (recipient,))


def test_harm_in_a_list_is_that_of_the_moment():
    ((event, _, actors, _),) = told("Four soldiers were killed and nine civilians injured when rebels attacked a bus.")
    assert (event, actors) == ("ASSAULT", ("rebels",))


def test_a_bomb_that_is_the_means_is_no_act_of_its_own():
    ((event, modes, _, recipients),) = told(
        "A commando murdered a judge in Cali with a bomb placed on the roof of his car."
    )
    assert (event, recipients) == ("ASSAULT", ("judge in Cali",))
    assert "explosives" in modes


def test_those_with_weapons_are_not_armed_by_what_they_attack():
    found = told("The army was called out in Surat, where mobs armed with swords went on the rampage.")
    assert "AID" not in {event for event, *_ in found}
    assert ("PROTEST", ("riot",), ("mobs",), ()) in found


def test_two_passives_side_by_side_have_their_own_things():
    found = told("Police of Gujarat said 54 rounds were fired and 130 teargas shells lobbed in Naroda.")
    assert found
    assert all("heavy-weapons" not in modes for _, modes, *_ in found)


def test_what_police_had_to_do_they_did():
    (claim,) = [c for c in coded("Police said they had to open fire in Naroda.").claims if c.event == "ASSAULT"]
    assert claim.factuality == "asserted"
    (claim,) = [c for c in coded("Police said they have to open fire in Naroda.").claims if c.event == "ASSAULT"]
    assert claim.factuality == "demanded"


def test_the_relatives_of_those_killed_tell_of_no_killing():
    assert "ASSAULT" not in {event for event, *_ in told("The premier of Chad met the relatives of those killed.")}


def test_his_resignation_is_asked_of_him():
    found = told("President Idriss Deby spoke in Chad. The opposition demanded his resignation.")
    assert ("REQUEST", ("change",), ("opposition",), ("his",)) in found


def test_what_must_come_first_has_not_been():
    found = told("The president of Colombia ruled out talks until the guerrillas lay down their weapons.")
    assert [event for event, *_ in found] == ["REJECT"]


def test_to_continue_to_strike_is_no_strike_of_workers():
    found = told("The guerrillas of Colombia said they will continue to strike at members of the ruling party.")
    assert found
    assert all(event != "PROTEST" and modes != ("strike",) for event, modes, *_ in found)


def test_flying_glass_is_nobody():
    (claim,) = coded("A girl was slightly hurt by flying glass in Cali.").claims
    assert (claim.kind, claim.actor) == ("toll", ())


def test_a_headline_that_ends_like_a_broken_line_is_one_above_a_dateline():
    record = coded(
        "Toll in violence climbs as army moves in\n\nSURAT: At least 18 people were killed in the city on Friday."
    )
    assert record.headline == "Toll in violence climbs as army moves in"
    (claim,) = record.claims
    assert [e.text for e in claim.recipient] == ["people"]


def test_rallies_are_taken_out_and_flag_marches_are_shows_of_force():
    assert told("Teachers took out a rally in Patna.")[0][:2] == ("PROTEST", ("demo",))
    assert told("The army staged a flag march in Surat.")[0][:2] == ("MOBILIZE", ("troops",))


def test_of_two_kinds_of_people_harmed_both_stay():
    ((_, _, _, recipients),) = told("Four soldiers were killed and nine civilians injured when rebels attacked a bus.")
    assert recipients == ("soldiers", "civilians")


def test_who_shoots_and_is_shot_does_not_shoot_himself():
    assert told("A bodyguard returned fire and was wounded in the leg in Morelia.") == [
        ("ASSAULT", ("firearms",), ("bodyguard",), ()),
        ("ASSAULT", (), (), ("bodyguard",)),
    ]


def test_men_on_a_motorcycle_are_those_who_fire():
    ((_, _, actors, recipients),) = told("Two men on a motorcycle fired nine shots at a mayor in Morelia.")
    assert (actors, recipients) == (("men",), ("mayor in Morelia",))


def test_what_is_burned_in_clashes_is_not_the_clashes():
    found = told("Soldiers of Mexico set off clashes in which gunmen burned a dozen trucks.")
    assert all("clashes" not in recipients for *_, recipients in found)
    assert any(actors == ("gunmen",) for _, _, actors, _ in found)


def test_soldiers_taken_prisoner_are_soldiers():
    (claim,) = coded("The rebels of Mali said they had taken four soldiers prisoner.").claims
    assert [(e.text, e.sector) for e in claim.recipient] == [("soldiers", ("MIL",))]


def test_a_number_of_wounded_is_no_deed():
    record = coded("The army of Mali put its losses at six dead and 14 wounded.")
    assert {c.kind for c in record.claims} == {"toll"}


@pytest.mark.parametrize(
    "text",
    [
        "A teacher in Mali asked not to be named for fear of reprisals.",
        "The condition of two policemen in Srinagar was stated to be critical.",
        "The governor of Jalisco returned from a council meeting in Tepic.",
        "Heating costs have fallen, the minister said in Oslo.",
    ],
)
def test_what_is_no_claim(text):
    assert told(text) == []


def test_a_clause_that_holds_its_own_root_is_left_where_it_is():
    found = told("In Surat, where mobs armed with swords went on the rampage, police shot two men.")
    assert ("PROTEST", ("riot",), ("mobs",), ()) in found
    assert any(event == "ASSAULT" and actors == ("police",) for event, _, actors, _ in found)


@pytest.mark.parametrize(
    ("sentence", "event", "actors", "recipients"),
    [
        ("Norway provided a further $3 million in assistance to Malawi in response to Cyclone Freddy.", "AID", ["NOR"], ["MWI"]),
        ("The US and Western allies condemned the coup.", "ACCUSE", ["USA", None], [None]),
        ("Kigali announced the expulsion of the Belgian ambassador.", "SANCTION", ["RWA"], ["BEL"]),
        ("Israel announced an offensive in Rafah.", "ASSAULT", ["ISR"], ["PSE"]),
    ],
)  # fmt: skip
def test_parties_of_what_is_announced_and_of_two_named_side_by_side(sentence, event, actors, recipients):
    (claim,) = [c for c in coded(sentence).claims if c.event == event]
    assert [a.code for a in claim.actor] == actors
    assert [r.code for r in claim.recipient] == recipients


def test_what_began_is_no_act_of_any_kind():
    record = coded("The operation against militants, which began in 2015, has received financial support from Qatar.")
    assert [c.event for c in record.claims] == ["AID"]
