"""What sources do to one another's accounts: denials, charges, other figures; and dates that a row of verbs shares."""

import pytest

import dragoman


def coded(story: str, published: str = "2012-06-20") -> list[dragoman.Claim]:
    return list(dragoman.code(story, published=published).claims)


def brief(story: str) -> list[tuple[str | None, str]]:
    return [(c.event or c.kind, c.factuality) for c in coded(story)]


@pytest.mark.parametrize(
    ("story", "event"),
    [
        ("Eritrea denied moving troops to the border.", "MOBILIZE"),
        ("The company denied it had targeted civilians.", "ASSAULT"),
        ("The ministry denied systematic abuse.", "ASSAULT"),
        ("A spokesman for the army denied that troops had beaten anyone in the village.", "ASSAULT"),
        ("The interior minister denied that his officers had used firearms.", "ASSAULT"),
    ],
)
def test_a_denial_is_the_denied_act(story: str, event: str) -> None:
    assert brief(story) == [(event, "denied")]


@pytest.mark.parametrize("word", ["allegation", "report", "account"])
def test_a_bare_rejection_of_what_is_told_makes_no_claim(word: str) -> None:
    assert brief(f"The Burundian army rejected the {word}.") == []


def test_who_says_that_another_was_behind_an_attack_accuses_him() -> None:
    accused, attack = coded("Colombo said the Tigers were behind the attack on the barracks on Friday.")
    assert (accused.event, [e.code for e in accused.actor], accused.attribution) == ("ACCUSE", ["LKA"], ())
    assert (attack.event, attack.factuality, attack.date) == ("ASSAULT", "alleged", "2012-06-15")


@pytest.mark.parametrize(
    ("again", "source", "figure"),
    [
        ("Police put the number at four.", "Police", 4),
        ("The government puts it at 30.", "The government", 30),
        ("The army put the figure at two.", "The army", 2),
    ],
)
def test_another_source_puts_the_figure(again: str, source: str, figure: int) -> None:
    toll = coded("Rebels attacked a bus near Gulu on Monday, killing six people. " + again)[-1]
    (quantity,) = toll.quantities
    assert (toll.kind, quantity.kind, quantity.value) == ("toll", "killed", figure)
    assert [a.source.text for a in toll.attribution] == [source]


def test_shot_and_killed_is_one_act() -> None:
    (claim,) = coded("Gunmen shot and killed a teacher near Yala on Tuesday.")
    assert (claim.event, claim.mode, [q.value for q in claim.quantities]) == ("ASSAULT", ("firearms",), [1])


def test_a_semicolon_parts_what_two_say() -> None:
    told = coded("About 900 students have been detained since May, lawyers say; police put the figure at 120.")
    assert [[a.source.text for a in c.attribution] for c in told] == [["lawyers"], ["police"]]


@pytest.mark.parametrize(
    ("story", "dates"),
    [
        ("Peru on Monday recalled its ambassador and expelled two Chilean diplomats.", ["2012-06-18", "2012-06-18"]),
        ("The rebels broke the truce by shelling the port on Monday.", ["2012-06-18"]),
    ],
)
def test_a_row_of_verbs_shares_its_date(story: str, dates: list[str]) -> None:
    assert [c.date for c in coded(story)] == dates


def test_an_ultimatum_is_a_demand() -> None:
    claim = coded("The African Union gave the junta three months to hold elections.")[0]
    assert (claim.event, claim.factuality) == ("REQUEST", "asserted")


def test_a_mission_named_before_is_meant() -> None:
    claim = coded("The United Nations mission in Haiti lost a patrol. The mission demanded an inquiry.")[-1]
    assert (claim.event, [e.code for e in claim.actor]) == ("REQUEST", ["UNO"])


def test_a_party_s_own_promise_or_refusal_is_its_own_word() -> None:
    (promise,) = coded("UNITA said it would surrender two towns.")
    assert (promise.event, promise.factuality, promise.attribution) == ("CONCEDE", "asserted", ())
    (refusal,) = coded("The Polisario told diplomats on Sunday that it would not sign a deal with Rabat.")
    assert (refusal.event, refusal.date, refusal.attribution) == ("REJECT", "2012-06-17", ())


@pytest.mark.parametrize(
    ("story", "figures"),
    [
        ("The clashes left 27 dead, 33 wounded, seven of them seriously.", [27, 33, 7]),
        ("The Brotherhood claimed responsibility for an ambush near Minya on Friday that killed five soldiers.", [5]),
        ("Two people were killed when police opened fire on a crowd in Lome on Monday.", [2]),
        ("Jordanian troops used tear gas to drive back several hundred students on Sunday.", []),
    ],
)
def test_what_force_did_and_was_for_is_told_with_it(story: str, figures: list[int]) -> None:
    (claim,) = coded(story)
    assert [q.value for q in claim.quantities if q.kind in ("killed", "injured")] == figures


def test_a_government_that_tells_of_talks_with_another_holds_them() -> None:
    (claim,) = coded("Ecuador's president said talks with Colombia would resume in July.")
    assert (claim.event, [e.code for e in claim.actor]) == ("AGREE", ["ECU", "COL"])


def test_where_an_accord_was_reached_places_no_army() -> None:
    story = "Guatemalan rebels freed a farmer. The army shelled a village despite an accord reached in Oslo."
    shelled = next(c for c in coded(story) if c.trigger.text == "shelled")
    assert "NOR" not in [e.code for e in shelled.actor]


@pytest.mark.parametrize(
    ("story", "codes"),
    [
        ("North and South Korea agreed on Friday to open a road.", ["PRK", "KOR"]),
        ("North Korea shelled an island, the South Korean navy said. The North freed three crewmen.", ["PRK"]),
    ],
)
def test_halves_of_a_country(story: str, codes: list[str]) -> None:
    assert [e.code for e in coded(story)[-1].actor] == codes
