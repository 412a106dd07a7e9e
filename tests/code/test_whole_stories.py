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
