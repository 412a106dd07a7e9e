"""Faults that show only where the stages meet: short stories, and what must be coded from them."""

import dragoman


def test_them_after_a_number_is_not_the_doer() -> None:
    story = (
        "Rebels of the ELN kidnapped four surveyors near Tame on Friday. The guerrillas freed two of them on Sunday."
    )
    freed = [c for c in dragoman.code(story, published="2001-03-06").claims if c.event == "RETREAT"]
    assert [e.name for e in freed[0].recipient] != [e.name for e in freed[0].actor]
    assert "REB" not in freed[0].recipient[0].sector


def test_clause_before_a_semicolon_is_a_claim_of_its_own() -> None:
    claims = dragoman.code("Gunmen abducted a nurse in Jos on Monday; her captors demanded a ransom.").claims
    assert [c.event for c in claims] == ["ASSAULT", "REQUEST"]


def test_suicide_bomber_is_no_aircraft() -> None:
    claims = dragoman.code("A suicide bomber blew himself up at a bus station in Mosul, killing six people.").claims
    assert claims[0].mode == ("suicide-attack",)


def test_crimes_against_humanity_committed_are_an_act_of_force() -> None:
    claims = dragoman.code(
        "A U.N. envoy said government troops had committed crimes against humanity in Darfur."
    ).claims
    assert [c.event for c in claims] == ["ASSAULT"]


def one(story: str, published: str = "2024-05-15") -> dragoman.Claim:
    (claim,) = dragoman.code(story, published=published).claims
    return claim


def test_who_ends_a_report_is_its_source_behind_a_participle() -> None:
    claim = one(
        "Militiamen shelled a crowded fruit market in Nyala on Monday, killing six people, the mayor of Nyala said."
    )
    assert [a.source.text for a in claim.attribution] == ["the mayor of Nyala"]


def test_whose_weapon_strikes_is_the_actor() -> None:
    assert [(e.code, e.sector) for e in one("Turkish jets bombed a depot near Afrin.").actor] == [("TUR", ("MIL",))]
    assert one("The militia's artillery bombarded a market in Kutum on Friday.").actor[0].sector == ("REB",)


def test_what_the_men_carried_sets_the_mode() -> None:
    assert one("Attackers with machetes killed nine villagers near Kisangani on Sunday.").mode == ("primitive",)


def test_a_fuel_tank_is_no_weapon() -> None:
    assert "heavy-weapons" not in one("A drone hit two fuel tanks in Tuapse on Friday.").mode


def test_the_centre_of_a_town_is_taken_as_a_town_is() -> None:
    assert one("Militants seized the centre of Ramadi on Tuesday.").event == "ASSAULT"


def test_the_day_of_a_claim_of_responsibility_is_not_that_of_the_act() -> None:
    claim = one("The group Jund al-Sahel on Tuesday claimed the bombing of a bus in Gao a day earlier.")
    assert (claim.date, claim.mode) == ("2024-05-13", ("explosives",))


def test_who_denies_a_part_in_an_act_is_said_to_have_done_it() -> None:
    claim = one("The FARC denied any part in the car bomb that killed four people in Cali on Saturday.")
    assert (claim.factuality, claim.actor[0].code) == ("denied", "COL")


def test_a_party_that_says_it_did_not_do_it_denies_it() -> None:
    assert one("The Sudanese army did not shell the market in Nyala, an army spokesman said.").factuality == "denied"


def test_an_office_is_of_whom_it_serves() -> None:
    claim = one("President Recep Tayyip Erdogan spoke by phone with Vladimir Putin on Tuesday, his office said.")
    assert [a.source.code for a in claim.attribution] == ["TUR"]


def test_a_bus_that_carried_men_on_friday_was_hit_on_friday() -> None:
    assert one("A bomb tore through a bus carrying miners in Quetta on Friday, police said.").date == "2024-05-10"


def test_a_strike_that_killed_is_an_act() -> None:
    claims = dragoman.code("Saudi jets hit a house in Saada. The strike killed two rebels, a doctor said.").claims
    assert [c.event for c in claims] == ["ASSAULT", "ASSAULT"]


def test_whom_a_toll_counts_is_no_act_of_its_own() -> None:
    claims = dragoman.code(
        "The number of people killed when shells struck a market in Taiz on Monday has risen to 14, medics said."
    ).claims
    assert [(c.kind, c.trigger.text) for c in claims] == [("toll", "number"), ("event", "struck")]
