"""What another reading of strange stories found: each a construction, with sentences of its own."""

from __future__ import annotations

import pytest

from dragoman.coder import code_documents
from dragoman.document import Document, Story
from dragoman.read.layout import layout, start
from dragoman.record import Claim


def document(text: str, published: str = "2012-06-20") -> Document:
    return next(code_documents([Story(text=text, id="x", published=published)]))


def coded(text: str, published: str = "2012-06-20") -> list[Claim]:
    return document(text, published).claims


def parties(text: str) -> dict[str, list[tuple[str | None, str | None, tuple[str, ...]]]]:
    return {m.entity.text or "": [(e.name, e.code, e.sector) for e in m.entities] for m in document(text).mentions}


def test_an_adjective_beside_another_is_no_act() -> None:
    assert [c.event for c in coded("The Red Cross evacuated 90 sick and wounded people by ferry on Monday.")] == ["AID"]


def test_who_is_counted_before_a_toll_tells_it() -> None:
    (toll,) = coded("Three mayors put the death toll at 52.")
    assert [(q.value, q.what) for q in toll.quantities] == [(52, None)]


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("Some 900 families are trapped in the enclave.", []),
        ("Some 900 nuns are trapped by fighting.", []),
        ("Nineteen miners are trapped underground.", ["missing"]),
    ],
)
def test_people_shut_in_are_not_missing(text: str, kinds: list[str]) -> None:
    assert [q.kind for c in coded(text) for q in c.quantities if q.kind != "other"] == kinds


@pytest.mark.parametrize(
    "text", ["The governor fled a war that has killed 9,000 people.", "The insurgency has claimed 800 lives."]
)
def test_a_war_kills_in_all(text: str) -> None:
    (toll,) = [c for c in coded(text) if c.kind == "toll"]
    assert [q.scope for q in toll.quantities] == ["cumulative"]


def test_unrest_kills_on_a_day() -> None:
    (toll,) = coded("The unrest killed nine people on Monday.")
    assert [q.scope for q in toll.quantities] == ["incident"]


def test_a_source_behind_a_relative_clause_tells_that_clause() -> None:
    taken, toll = coded(
        "The militia said it had taken Kidal, a blow to the army in a war that has killed 9,000 people, according to a monitor."
    )
    assert [a.source.text for a in taken.attribution] == ["The militia"]
    assert toll.attribution[0].source.text == "a monitor"


def test_since_under_what_a_perfect_carries() -> None:
    (claim,) = coded("The militia has barred reporters from entering Timbuktu since April.")
    assert (claim.date, claim.enddate) == ("2012-04-01", None)


def test_what_is_hindered_has_not_happened() -> None:
    assert [c.event for c in coded("Rebels have prevented convoys from reaching Timbuktu.")] == ["COERCE"]


def test_who_laid_the_mine_did_it() -> None:
    (claim,) = coded("Two herders were killed by a mine laid by separatists near Kidal.")
    assert [e.text for e in claim.actor] == ["separatists"]


def test_what_is_left_without_power_is_not_left() -> None:
    assert "RETREAT" not in [c.event for c in coded("Soldiers shelled the dam, leaving half the city without power.")]


def test_a_demand_that_is_refused_takes_in_what_it_is_for() -> None:
    assert [c.event for c in coded("The emir rejected the rebels' demand for a purge of the police.")] == ["REJECT"]


def test_a_note_of_protest_is_no_demonstration() -> None:
    (claim,) = coded("Hanoi handed a note of protest to the ambassador of Laos over the raid.")
    assert (claim.event, [e.code for e in claim.recipient]) == ("ACCUSE", ["LAO"])


def test_a_group_goes_by_a_plural_of_its_name() -> None:
    found = parties("The Liberation Tigers of Tamil Eelam said nothing. Navy ships chased the Tigers off Jaffna.")
    assert found["Tigers"] == [("Liberation Tigers of Tamil Eelam", "LKA", ("REB",))]


def test_boats_are_of_whom_they_belong_to() -> None:
    assert parties("Tamil Tiger boats fled north.")["Tamil Tiger boats"] == [("Tamil Tiger boats", "LKA", ("REB",))]


def test_ministers_of_the_two_countries_are_two() -> None:
    found = parties("Peru and Chile have quarrelled. The two countries' defence ministers met on Sunday.")
    assert [code for _, code, _ in found["defence ministers"]] == ["PER", "CHL"]


def test_nobody_withdraws_from_his_own_country() -> None:
    found = parties(
        "Fighting went on in Mali, in Gao and in Kidal. France, which pulled its troops out of the country, was silent."
    )
    assert found["country"] == [("Mali", "MLI", ())]


def test_who_governs_speaks_of_his_own_country() -> None:
    found = parties(
        "President Idriss Deby of Chad spoke in N'Djamena. France said nothing. Deby ruled out a vote until the country is calm."
    )
    assert [code for _, code, _ in found["country"]] == ["TCD"]


def test_men_of_a_state_are_its_soldiers() -> None:
    assert parties("Khartoum said four of its men were killed.")["men"] == [("men", "SDN", ("MIL",))]


def test_a_front_in_capitals_is_no_dateline() -> None:
    text = "LIMA, 12 MAR 90 (EFE) -- [TEXT] THE PEOPLE'S LIBERATION FRONT (PLF) SAID ITS MEN SHOT A MAYOR IN AYACUCHO."
    reading = layout(start(Story(text=text, id="x"), "x")).reading
    assert reading is not None
    bodies = [reading.text[b.start : b.end] for b in reading.blocks if b.role == "body"]
    assert bodies == ["THE PEOPLE'S LIBERATION FRONT (PLF) SAID ITS MEN SHOT A MAYOR IN AYACUCHO."]


def test_the_group_is_one_that_a_phrase_names() -> None:
    found = parties("Bogota dropped the warrants for nine leaders of the Gulf Clan. The group freed a judge.")
    assert found["group"] == [("Gulf Clan", "COL", ("CRM",))]


def test_both_countries_are_not_those_who_urge_them() -> None:
    found = parties("Iran and Iraq fought on. Turkey and Qatar urged both countries to keep the ceasefire.")
    assert [code for _, code, _ in found["both countries"]] == ["IRN", "IRQ"]


def test_an_office_taken_in_a_year_is_nobody_taken_in() -> None:
    assert [c.event for c in coded("The general, who took office in 2010, met the emir of Kuwait.")] == ["CONSULT"]


def test_whoever_mediates_is_on_neither_side() -> None:
    found = parties(
        "Armenia and Azerbaijan traded fire. Russian Defence Minister Sergei Shoigu spoke with his counterparts and urged them to"
        " stop. By night the two sides had halted fire along the river at Moscow's mediation, a ministry said."
    )
    assert {code for _, code, _ in found["two sides"]} == {"ARM", "AZE"}
