"""What a rule of linking is for: short made-up stories, each with the one thing that it is about."""

from __future__ import annotations

from dataclasses import replace

import pytest

from dragoman.link import link_records
from dragoman.link.figures import Count, _described
from factories.claims import record


def linked(*records):
    return link_records(records)


def incident(links, claim):
    return next(i for i in links["incidents"] if claim in {c["claim"] for c in i["claims"]})


def together(links, *claims):
    return len({incident(links, c)["id"] for c in claims}) == 1


def attack(trigger, **facts):
    return {"event": "ASSAULT", "trigger": trigger, **facts}


TORO = {"place_name": "Toro", "place": "NGA"}


def test_a_vaguer_time_after_the_day_is_of_something_else():
    text = "Rebels captured Toro on Sunday. Last week gunmen killed two nurses in Toro."
    links = linked(record(
        "a", text, attack("captured", date="2024-03-10", enddate="2024-03-10", actor=["NGA REB"], **TORO),
        attack("killed", date="2024-03-04", enddate="2024-03-10", actor=["NGA UAF"], **TORO), published="2024-03-11",
    ))  # fmt: skip
    assert not together(links, "a#1", "a#2")


def test_what_a_story_tells_as_something_before_is_not_its_news():
    first = record("a", "A bomb killed seven in Toro on Monday.",
                   attack("killed", date="2024-03-04", enddate="2024-03-04", **TORO), published="2024-03-05")  # fmt: skip
    text = "A mine killed three in Toro on Friday. An earlier attack there killed seven."
    second = record("b", text, attack("killed", nth=1, date="2024-03-08", enddate="2024-03-08", **TORO),
                    attack("killed", nth=2, **TORO), published="2024-03-09")  # fmt: skip
    third = record("c", "Three were killed by a mine in Toro on Friday.",
                   attack("killed", date="2024-03-08", enddate="2024-03-08", **TORO), published="2024-03-09")  # fmt: skip
    links = linked(first, second, third)
    assert together(links, "a#1", "b#2") and together(links, "b#1", "c#1") and not together(links, "a#1", "b#1")


def test_captured_soldiers_are_of_the_raid_and_its_losses_too():
    text = "Rebels raided a post in Toro on Monday. Five soldiers were captured. Four rebels were killed."
    links = linked(record(
        "a", text, attack("raided", date="2024-03-04", enddate="2024-03-04", actor=["NGA REB"], recipient=["NGA MIL"], **TORO),
        attack("captured", mode=["abduct"], recipient=["NGA MIL"]), attack("killed", recipient=["NGA REB"]),
        published="2024-03-05",
    ))  # fmt: skip
    assert together(links, "a#1", "a#2", "a#3")


def test_accents_and_capitals_do_not_part_names():
    a = record("a", "Police fired gas in Lomé on Monday.", attack("fired", date="2024-03-04", enddate="2024-03-04",
               place_name="Lomé", place="TGO"), published="2024-03-05")  # fmt: skip
    b = record("b", "Gas was fired on Monday in LOME, a witness said.",
               attack("fired", date="2024-03-04", enddate="2024-03-04"), published="2024-03-05")  # fmt: skip
    assert together(linked(a, b), "a#1", "b#1")


def test_the_toll_of_a_raid_is_a_figure_of_it_and_no_running_total():
    text = "Two more bodies were found, which brings the toll of Monday's raid on Toro to 11."
    later = record(
        "b", text, {"kind": "toll", "trigger": "bodies", "quantities": [{"kind": "killed", "value": 11, "scope": "cumulative"}]},
        attack("raid", date="2024-03-04", enddate="2024-03-04", **TORO), published="2024-03-06",
    )  # fmt: skip
    links = linked(later)
    assert [(f["kind"], f["min"], f["max"]) for f in incident(links, "b#1")["figures"]] == [("killed", 11, 11)]
    assert links["tolls"] == []


def test_a_story_without_an_outlet_is_called_by_its_title():
    claim = attack("shelled", date="2024-03-04", actor=["NGA REB"], **TORO)
    named = [
        incident(linked(record("4f1d", "TORO, March 4 - Rebels shelled Toro.", claim, **told)), "4f1d#1")["roots"]
        for told in ({}, {"headline": "Toro hit"}, {"headline": "Toro hit", "outlet": "Toro Times"})
    ]
    assert named == [["the story “Rebels shelled Toro.”"], ["the story “Toro hit”"], ["Toro Times"]]


def test_a_part_of_a_total_is_no_fall_of_it():
    def told(part):
        whole = {"kind": "injured", "value": 33, "scope": "cumulative", "since": "2024-03-01"}
        claim = {"kind": "toll", "trigger": "wounded", "quantities": [whole, {**whole, "value": 7, **part}]}
        text = "Since 1 March 33 people have been wounded in Toro, seven of them badly."
        return [
            ([p["value"] for p in t["points"]], len(t["revisions"]))
            for t in linked(record("a", text, claim, published="2024-03-10"))["tolls"]
        ]

    assert told({"part_of": 0}) == [([33], 0)]
    assert sorted(told({"part_of": 0, "affiliation": "NGA MIL"})) == [([7], 0), ([33], 0)]
    assert told({}) != [([33], 0)]


@pytest.mark.parametrize(("of", "counted"), [("a bombing in the market", True), ("the war", False), ("attacks", False)])
def test_a_toll_that_names_its_act(of, counted):
    claim = {"kind": "toll", "trigger": "toll", "quantities": [{"kind": "killed", "value": 6, "scope": "cumulative"}]}
    links = linked(record("a", f"The death toll from {of} rose to six on Thursday.", claim))
    assert bool(links["incidents"]) is counted and bool(links["tolls"]) is not counted


def test_a_running_total_of_a_war_is_in_no_incident():
    claim = {"kind": "toll", "trigger": "have died",
             "quantities": [{"kind": "killed", "value": 400, "scope": "cumulative", "since": "2024-01-01"}]}  # fmt: skip
    text = "Shells hit Toro on Monday. Since January 400 people have died."
    links = linked(record("a", text, attack("hit", date="2024-03-04", enddate="2024-03-04", **TORO), claim))
    assert not any(c["claim"] == "a#2" for i in links["incidents"] for c in i["claims"])
    assert [t["points"][0]["value"] for t in links["tolls"]] == [400]


@pytest.mark.parametrize(
    ("one", "two", "sources"),
    [
        ({"text": "Tamil rebels", "code": "LKA REB", "type": "party"}, {"text": "A rebel", "code": "LKA REB", "type": "party"}, 1),
        ({"text": "Maute fighters", "code": "PHL REB", "type": "party"}, {"text": "Abu Zan", "code": "PHL REB", "type": "party"}, 2),
        ({"text": "The army", "code": "NGA MIL", "type": "military"}, {"text": "army spokesmen", "type": "military"}, 1),
        ({"text": "a priest", "code": "NGA REL"}, {"text": "The army", "code": "NGA MIL", "type": "military"}, 2),
    ],
)  # fmt: skip
def test_who_is_one_source(one, two, sources):
    day = {"date": "2024-03-04", "enddate": "2024-03-04", **TORO}
    a = record("a", f"Shells hit Toro on Monday, {one['text']} said.", attack("hit", source=one, **day))
    b = record("b", f"Shells hit Toro on Monday, {two['text']} said.", attack("hit", source=two, **day))
    assert len(incident(linked(a, b), "a#1")["roots"]) == sources


def test_an_army_that_did_not_do_it_denies_it():
    day = {"date": "2024-03-04", "enddate": "2024-03-04", "actor": ["NGA MIL"], **TORO}
    a = record("a", "The army shelled Toro on Monday, medics said.",
               attack("shelled", source={"text": "medics", "type": "witness"}, **day))  # fmt: skip
    b = record("b", "The army did not shell Toro on Monday, an officer said.", attack(
        "shell", factuality="negated", source={"text": "an officer", "code": "NGA MIL", "type": "military"}, **day))  # fmt: skip
    assert incident(linked(a, b), "a#1")["grade"] == "contested"


def test_a_charge_and_what_it_charges_are_one_breach_and_history_is_an_agreement_of_its_own():
    text = (
        "A ceasefire was agreed in 1994. The sides announced a ceasefire on Sunday. "
        "The army accused the rebels of violating the ceasefire with mortars."
    )
    sides = {"actor": ["NGA MIL"], "recipient": ["NGA REB"]}
    links = linked(record(
        "a", text, {"event": "AGREE", "trigger": "agreed", "date": "1994-01-01", "enddate": "1994-12-31"},
        {"event": "CONCEDE", "trigger": "announced", "date": "2024-03-03", "enddate": "2024-03-03"},
        {"event": "ACCUSE", "trigger": "accused", **sides},
        {"event": "ASSAULT", "trigger": "violating", "actor": ["NGA REB"], "factuality": "alleged"},
        published="2024-03-05", 
    ))  # fmt: skip
    assert [(a["announced"], [b["claim"] for b in a["breaches"]]) for a in links["agreements"]] == [
        ("1994-01-01", []), ("2024-03-03", ["a#4"]),
    ]  # fmt: skip


def test_one_who_is_described_is_no_figure_of_all() -> None:
    made = Count("injured", 1, 1, 1, "x", "x", "", "d", "d#1", 0, None, "a former regional governor", True)
    assert _described(made)
    assert not _described(replace(made, words="a soldier"))
    assert not _described(replace(made, words="one"))
    assert not _described(replace(made, low=35, high=35, words="35"))
