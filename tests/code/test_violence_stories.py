"""Stories of violence: constructions that were not coded, not counted, not dated or not placed."""

import pytest

import dragoman


def coded(story: str, published: str = "2012-06-20") -> list[dragoman.Claim]:
    return list(dragoman.code(story, published=published).claims)


@pytest.mark.parametrize(
    ("story", "event", "mode"),
    [
        ("A lorry packed with explosives blew up outside a barracks in Zabul on Monday.", "ASSAULT", ("explosives",)),
        ("A suitcase exploded in a bank in Durango on Monday.", "ASSAULT", ("explosives",)),
        ("Frogmen of the rebel navy sank a patrol boat near Massawa.", "ASSAULT", ("destroy",)),
        ("Two midwives had been taken by gunmen from a clinic in Jowhar.", "ASSAULT", ("abduct",)),
        ("Militiamen dragged five teachers from a bus near Bunia.", "ASSAULT", ("abduct",)),
        ("A hangar near Benghazi was struck from the air on Sunday.", "ASSAULT", ("aerial",)),
        ("A convent in Dili was hit on Friday.", "ASSAULT", ()),
        ("Government troops took back the town of Bor.", "ASSAULT", ()),
        ("A tractor ran over a landmine near Luena.", "ASSAULT", ("explosives",)),
        ("The armistice was signed in Nairobi on Sunday.", "SUPPORT", ()),
        ("Eleven captives were let go near Tame on Sunday.", "RETREAT", ("release",)),
        ("Sixty demonstrators had been held, the opposition said.", "COERCE", ("arrest",)),
        ("Eritrean troops quit the town of Zalambessa.", "RETREAT", ("withdraw",)),
    ],
)
def test_construction_is_coded(story: str, event: str, mode: tuple[str, ...]) -> None:
    assert (event, mode) in [(c.event, c.mode) for c in coded(story)]


@pytest.mark.parametrize(
    "story",
    [
        "Gunmen in camouflage shot dead a judge near Yola on Monday.",
        "Men on a motorcycle shot dead a judge near Yola on Monday.",
        "Gunmen in camouflage shot and killed a judge near Yola on Monday.",
    ],
)
def test_shot_behind_a_phrase_is_the_verb(story: str) -> None:
    claim = coded(story)[0]
    assert (claim.event, claim.mode, claim.date) == ("ASSAULT", ("firearms",), "2012-06-18")
    assert [e.sector[0] for e in claim.actor] and [e.text for e in claim.recipient] == ["judge"]


def test_customers_who_were_shot_dead_were_not_dead() -> None:
    claim = coded("Gunmen shot dead six customers on Friday.")[0]
    assert [e.text for e in claim.recipient] == ["six customers"]


def test_a_sentence_is_not_headed_by_its_subject() -> None:
    (claim,) = coded("Separatist rebels hacked to death nine loggers near Vavuniya.")
    assert [e.text for e in claim.actor] == ["Separatist rebels"]


def test_who_lets_some_go_shoots_the_others() -> None:
    shot = coded("The raiders let women go and shot others.")[-1]
    assert [e.text for e in shot.actor] == ["raiders"]


def test_lined_up_and_shot_is_passive_twice() -> None:
    (claim,) = coded("Thirty men were lined up and shot in Suhareka.")
    assert not claim.actor
    assert [e.text for e in claim.recipient] == ["men"]


def figures(story: str) -> list[tuple[str, float | None]]:
    return [(q.kind, q.value) for c in coded(story) for q in c.quantities]


def test_whose_throats_are_slit_are_killed() -> None:
    assert figures("Attackers slit the throats of 19 shepherds near Djelfa.") == [("killed", 19)]


def test_expelled_diplomats_are_not_displaced() -> None:
    claims = coded("The expulsion of three diplomats by Quito came on Sunday.")
    assert [(c.kind, c.event, c.mode, c.quantities) for c in claims] == [("event", "SANCTION", ("expel",), ())]
    assert [c.event for c in coded("The expulsion of 40 migrants by Algiers came on Sunday.")] == ["COERCE"]


def test_the_hurt_beside_the_dead_are_counted() -> None:
    assert figures("A mine tore apart a bus near Kidal, leaving four people dead and 17 hurt.") == [
        ("killed", 4),
        ("injured", 17),
    ]


@pytest.mark.parametrize(
    ("story", "source"),
    [
        ("The coast guard raised the toll to 31.", "The coast guard"),
        ("Raiders attacked a hamlet. A nurse at the clinic counted 22 bodies.", "A nurse at the clinic"),
    ],
)
def test_who_raises_a_toll_or_counts_the_dead_says_so(story: str, source: str) -> None:
    assert [[a.source.text for a in c.attribution] for c in coded(story) if c.kind == "toll"] == [[source]]


def test_who_puts_his_dead_at_a_number() -> None:
    assert figures("Addis Ababa put its dead at 70.") == [("killed", 70)]


@pytest.mark.parametrize(
    ("name", "country"),
    [("Croix-des-Bouquets", "HTI"), ("Petion-Ville", "HTI"), ("Rostov-on-Don", "RUS")],
)
def test_hyphenated_towns(name: str, country: str) -> None:
    place = coded(f"Gunmen killed two policemen in {name} on Friday.")[0].event_loc
    assert place is not None
    assert (place.extracted_place.text, place.country_code, place.resolution) == (name, country, 4)


def test_two_towns_joined_are_two() -> None:
    claim = coded("Gunmen killed two policemen on the Kabul-Kandahar road on Friday.")[0]
    assert claim.event_loc is None or claim.event_loc.extracted_place.text in ("Kabul", "Kandahar")


def test_what_villagers_saw_was_where_they_live() -> None:
    place = coded("Residents of a village close to Mopti said armed men looted a store on Sunday.")[0].event_loc
    assert place is not None
    assert place.extracted_place.text == "Mopti"


def test_the_marchers_are_shot_at_on_the_day_of_the_march() -> None:
    story = (
        "Thousands of people marched through Homs on Monday. Police opened fire on the marchers, and two were killed."
    )
    assert [c.date for c in coded(story)] == ["2012-06-18", "2012-06-18"]


def test_later_is_the_same_day() -> None:
    story = (
        "Rebels fired rockets at a base near Kidal on Monday. French aircraft later bombed their camp near Tessalit."
    )
    assert [c.date for c in coded(story)] == ["2012-06-18", "2012-06-18"]


def test_later_than_what_had_happened_is_no_day() -> None:
    story = "The rebels had taken Kidal on March 30. French aircraft later bombed their camp near Tessalit."
    assert [c.date for c in coded(story)] == ["2012-03-30", None]


def test_a_capture_is_no_killing() -> None:
    story = (
        "Guerrillas captured nine soldiers near Caloto on Sunday, the army said. The guerrillas last week killed "
        "six soldiers near Caloto, the army said."
    )
    assert [c.links for c in coded(story) if c.links] == []


def test_a_doctor_counts_whom_a_massacre_killed() -> None:
    story = "Raiders massacred 30 people near Djelfa on Monday. A doctor at the clinic counted 27 bodies, he said."
    assert ("killed", 27) in figures(story)
    assert figures("A doctor at the clinic counted 27 bodies after the cholera outbreak.") == []


def test_dead_that_are_announced_have_died() -> None:
    story = "Raiders attacked a hamlet near Djelfa on Monday. The authorities have announced 21 dead."
    (toll,) = [c for c in coded(story) if c.kind == "toll"]
    assert (toll.factuality, [q.value for q in toll.quantities]) == ("asserted", [21])


def test_those_treated_for_wounds_and_missing_are_counted() -> None:
    story = "A car bomb killed nine people in Jalalabad. Doctors said 35 people had been treated for wounds."
    assert ("injured", 35) in figures(story)
    assert ("missing", 4) in figures("Raiders rammed a boat into a ferry off Basilan. Four marines were missing.")


def test_the_sentence_that_a_court_handed_to_him() -> None:
    claims = coded(
        "Milan Petrov will appeal against the prison sentence that a court in Sofia handed to him on Monday."
    )
    assert ("SANCTION", ("convict",), "2012-06-18") in [(c.event, c.mode, c.date) for c in claims]


def test_talks_are_not_where_one_returns_to() -> None:
    story = "President Hassan Ali returned to Djibouti on Sunday after talks with President Omar Guled of Somalia in Berbera."
    place = next(c for c in coded(story) if c.event == "CONSULT").event_loc
    assert place is None or place.extracted_place.text == "Berbera"
