"""Place names: found, resolved to the right country or town, with offsets that are the text's own words."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from dragoman.document import Document
from dragoman.extract.places import places
from dragoman.record import Place
from factories.inline import read, write

WORLD = Path(__file__).parent / "gold/places_world.txt"
LINES = [s for s in WORLD.read_text("utf-8").splitlines() if s and not s.startswith("#")]


@pytest.fixture(scope="session")
def located(parsed: Callable[..., Document]) -> Callable[..., Document]:
    """A text with its places."""

    def make(text: str, **story: str) -> Document:
        return places(parsed(text, **story))

    return make


def found(doc: Document) -> list[tuple[str, str | None]]:
    return [(p.text, p.country_code) for p in doc.places]


def the(doc: Document, name: str) -> Place:
    return next(p for p in doc.places if p.text == name)


@pytest.mark.parametrize("line", LINES, ids=[s[:40] for s in LINES])
def test_places_world(located: Callable[..., Document], line: str) -> None:
    text, _ = read(line)
    doc = located(text)
    assert write(text, [(p.start, p.end, p.country_code or "-") for p in doc.places]) == line


def test_places_offsets_are_the_words_of_the_text(located: Callable[..., Document]) -> None:
    text = "KIVU\n\n  Rebels took  Bukavu,\n\nSouth\nKivu, and\u00a0Uvira on Monday.\r\nU.S.-backed forces left Beni."
    doc = located(text)
    assert {"Bukavu", "Uvira", "Beni", "U.S."} <= {p.text for p in doc.places}
    assert all(text[p.start : p.end] == p.text for p in doc.places)


@pytest.mark.parametrize(
    ("text", "name", "province"),
    [
        ("Shells fell on Goma, North Kivu, on Monday.", "Goma", "North Kivu"),
        ("A bomb exploded in Tripoli (Lebanon).", "Tripoli", "North"),
        ("He was shot in Birmingham, Ala., on Friday.", "Birmingham", "Alabama"),
        ("Police in Springfield, Missouri, arrested two men.", "Springfield", "Missouri"),
        ("Gunmen attacked San Miguel, El Salvador.", "San Miguel", "San Miguel"),
    ],
)
def test_places_resolve_by_what_holds_them(
    located: Callable[..., Document], text: str, name: str, province: str
) -> None:
    assert province in (the(located(text), name).province or "")


@pytest.mark.parametrize(
    ("text", "name", "country"),
    [
        ("Lebanese troops entered Tripoli. Lebanon's army said Beirut was calm.", "Tripoli", "LBN"),
        ("Libyan militias fought in Tripoli, Misrata and Sirte.", "Tripoli", "LBY"),
        ("Colombian rebels raided Cordoba and bombed a road near Medellin.", "Cordoba", "COL"),
        ("Argentine police fired on crowds in Cordoba and Rosario.", "Cordoba", "ARG"),
        ("Pakistani police arrested six men in Hyderabad and Karachi.", "Hyderabad", "PAK"),
        ("Indian police arrested six men in Hyderabad and Mumbai.", "Hyderabad", "IND"),
        ("The governor of Georgia sent the National Guard to Atlanta.", "Georgia", "USA"),
        ("Russian troops left Gori, in Georgia, and Tbilisi thanked them.", "Georgia", "GEO"),
        ("Congolese troops left Brazzaville.", "Congolese", "COG"),
        ("Congolese troops left Goma.", "Congolese", "COD"),
    ],
)
def test_places_resolve_by_the_story(located: Callable[..., Document], text: str, name: str, country: str) -> None:
    assert the(located(text), name).country_code == country


def test_places_outlet_tells_the_home_town(located: Callable[..., Document]) -> None:
    text = "A man was arrested in Boston on Monday after a bomb threat to the town hall."
    assert the(located(text), "Boston").country_code == "USA"
    assert the(located(text, outlet="bostonstandard.co.uk"), "Boston").country_code == "GBR"


@pytest.mark.parametrize(
    "text",
    [
        "President Jimmy Carter met Jordan Peele and Gen. Jackson.",
        "Sen. Washington told Mrs. London that Chad Wilson had resigned.",
        "Maj. Paris and Sgt. Troy declined to comment.",
        "The USS Nimitz and the USS Arizona left on Monday, and a Toyota was found.",
        "The UN, the EU, the AU and the ICC issued statements; OPEC, MSF and the IDF did not.",
        "The White House, the Kremlin and Scotland Yard declined to comment; Brent crude rose.",
        "Residents of Main Street and Lincoln Avenue fled.",
    ],
)
def test_places_not_persons_ships_brands_streets_or_acronyms(located: Callable[..., Document], text: str) -> None:
    assert found(located(text)) == []


def test_places_acronym_in_capitals_is_no_town(extracted: Callable[..., Document]) -> None:
    doc = extracted("THE UN SAID ON MONDAY THAT ALL OF ITS STAFF HAD LEFT KABUL.")
    assert found(doc) == [("KABUL", "AFG")]


def test_places_all_capitals(located: Callable[..., Document]) -> None:
    doc = located(
        "THE SALVADORAN ARMY SAID GUERRILLAS KILLED TWO MEN IN CHALATENANGO, IN WHAT IT CALLED AN AMBUSH. "
        "THE UNITED STATES CONDEMNED IT. THEY TOLD US OR OUR ALLIES TO GO."
    )
    assert found(doc) == [("SALVADORAN", "SLV"), ("CHALATENANGO", "SLV"), ("UNITED STATES", "USA")]


def test_places_article_is_no_part_of_a_name(located: Callable[..., Document]) -> None:
    doc = located("The United States condemned it. The Hague is calm.")
    assert [p.text for p in doc.places] == ["United States", "The Hague"]


def test_places_dateline(located: Callable[..., Document]) -> None:
    doc = located("BUNIA, Congo, June 3 (Reuters) - Militiamen killed nine villagers on Tuesday.")
    assert found(doc) == [("BUNIA", "COD"), ("Congo", "COD")]


def test_places_carried_through_the_document(located: Callable[..., Document]) -> None:
    doc = located("Rebels shelled the town of Sake on Monday. Later the army retook Sake. Sake was calm.")
    assert [p.text for p in doc.places] == ["Sake", "Sake", "Sake"]


def test_places_province_with_or_without_its_type(located: Callable[..., Document]) -> None:
    doc = located("South African police shot six men in North-West Province and in Makhado, Limpopo.")
    assert [(p.country_code, p.feature_code) for p in doc.places][1::2] == [("ZAF", "ADM1"), ("ZAF", "ADM1")]


def test_places_list(located: Callable[..., Document]) -> None:
    doc = located("Clashes were reported in Azaz, Manbij, Tal Rifaat and Afrin.")
    assert {c for _, c in found(doc)} == {"SYR"}
    assert len(doc.places) == 4


def test_places_country_is_level_one_and_no_city(located: Callable[..., Document]) -> None:
    doc = located("Fighting went on in Somalia, Myanmar and Ukraine.")
    assert [(p.resolution, p.feature_code) for p in doc.places] == [(1, "PCLI")] * 3


@pytest.mark.parametrize(
    ("text", "resolution"),
    [
        ("Troops shelled a camp in Zamzam.", 5),
        ("Troops shelled Nyala.", 4),
        ("Troops entered North Darfur.", 2),
        ("Troops entered Sudan.", 1),
    ],
)
def test_places_resolution(located: Callable[..., Document], text: str, resolution: int) -> None:
    assert located(text).places[0].resolution == resolution


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("The bomb went off 30 km north of Mosul.", ("30 km from Mosul", "bearing 0 degrees", "within 9 km")),
        ("They camped ten miles southeast of Gao.", ("16.1 km from Gao", "bearing 135 degrees", "within 4.8 km")),
        ("A mine exploded 500 meters from Lachin.", ("0.5 km from Lachin", "bearing not told", "within 1 km")),
        ("Gunmen struck several kilometers outside Kunduz.", ("anchor only", "distance not told in figures")),
    ],
)
def test_places_told_by_distance_are_anchors(
    located: Callable[..., Document], text: str, parts: tuple[str, ...]
) -> None:
    rule = located(text).places[0].rule or ""
    assert all(p in rule for p in parts), rule


def test_places_told_to_lie_in_a_province_that_the_gazetteer_knows(located: Callable[..., Document]) -> None:
    p = the(located("Gunmen attacked Qarbanta, Helmand province, on Monday."), "Qarbanta")
    assert (p.resolved_place, p.country_code, p.resolution) == ("Helmand", "AFG", 2)
    assert "told to lie in Helmand" in (p.rule or "")


def test_places_unlisted_village_has_the_storys_country_and_no_point(located: Callable[..., Document]) -> None:
    text = "Malian troops left Gao and Menaka, in Mali. Gunmen then raided the village of Tinkoravane."
    p = the(located(text), "Tinkoravane")
    assert (p.country_code, p.lat, p.geonameid) == ("MLI", None, None)
    assert "country only" in (p.rule or "")


def test_places_unlisted_village_of_no_story_stays_open(located: Callable[..., Document]) -> None:
    p = the(located("Gunmen raided the village of Tinkoravane."), "Tinkoravane")
    assert (p.country_code, p.lat) == (None, None)


def test_places_longer_name_than_the_gazetteer_has(located: Callable[..., Document]) -> None:
    doc = located("Rebels in Honduras attacked the town of San Pedro de la Quebrada on Monday.")
    assert [p.text for p in doc.places] == ["Honduras", "San Pedro de la Quebrada"]


def test_places_hyphened_name_is_not_its_first_half(located: Callable[..., Document]) -> None:
    doc = located("Gangs in Haiti killed 70 people in the town of Pont-Zonbi on Thursday.")
    assert [p.text for p in doc.places] == ["Haiti", "Pont-Zonbi"]


@pytest.mark.parametrize(
    ("old", "code"),
    [
        ("Zaire", "COD"), ("Burma", "MMR"), ("Ceylon", "LKA"), ("Rhodesia", "ZWE"), ("Upper Volta", "BFA"),
        ("Kampuchea", "KHM"), ("Dahomey", "BEN"), ("East Pakistan", "BGD"), ("Saigon", "VNM"), ("Leningrad", "RUS"),
        ("Stepanakert", "AZE"), ("Peking", "CHN"), ("Leopoldville", "COD"), ("Salisbury, Rhodesia", "ZWE"),
    ],
)  # fmt: skip
def test_places_former_names(located: Callable[..., Document], old: str, code: str) -> None:
    doc = located(f"Fighting broke out in {old} on Monday.")
    assert {p.country_code for p in doc.places} == {code}


def test_places_disputed_territory_keeps_both_names(located: Callable[..., Document]) -> None:
    a, b = located("Shells fell in Nagorno-Karabakh. Baku calls it Upper Karabakh.").places[::2]
    assert (a.text, b.text) == ("Nagorno-Karabakh", "Upper Karabakh")
    assert (a.resolved_place, a.country_code) == (b.resolved_place, b.country_code) == ("Nagorno-Karabakh", "AZE")


@pytest.mark.parametrize(
    ("text", "code", "note"),
    [
        ("Shells fell in South Ossetia.", "GEO", "partially recognised"),
        ("Planes left Crimea.", "UKR", "held by Russia since 2014"),
        ("Jets struck the Golan Heights.", "SYR", "held by Israel since 1967"),
        ("A patrol was hit in Western Sahara.", "MAR", "partially recognised"),
        ("Gunmen struck in Kashmir.", None, "disputed: India, Pakistan, China"),
        ("Troops met in the Spratly Islands.", None, "disputed: China"),
    ],
)
def test_places_disputed_territory_says_so(
    located: Callable[..., Document], text: str, code: str | None, note: str
) -> None:
    (p,) = located(text).places
    assert p.country_code == code and note in (p.rule or "")


def test_places_keep_every_candidates_score(located: Callable[..., Document]) -> None:
    doc = located("Police in Tripoli, Lebanon, arrested two men.")
    p = the(doc, "Tripoli")
    ranked = doc.cache["place_candidates"][p.start, p.end]
    assert len(ranked) > 1 and ranked[0][0] >= ranked[1][0]
    assert "containment" in ranked[0][2]
