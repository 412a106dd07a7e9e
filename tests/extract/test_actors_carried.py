"""Names carried through the document: surnames, acronyms, pronouns, definite nouns, deeds."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from dragoman.document import Document, Mention
from dragoman.extract.actors import actors

Find = Callable[..., Mention]


@pytest.fixture(scope="session")
def find(parsed: Callable[..., Document]) -> Find:
    """The last mention of a text with these words."""

    def run(text: str, words: str, published: str = "2016-05-03") -> Mention:
        doc = actors(parsed(text, published=published))
        found = [m for m in doc.mentions if doc.span(m.start, m.end).text == words]
        assert found, f"{words!r} is none of {[doc.span(m.start, m.end).text for m in doc.mentions]}"
        return found[-1]

    return run


def codes(m: Mention) -> list[tuple[str | None, ...]]:
    return [(e.code, *e.sector) for e in m.entities]


@pytest.mark.parametrize(
    ("text", "words", "expected", "reason"),
    [
        ("Ugandan opposition leader Peter Okello was freed. Okello thanked his lawyers.", "Okello", [("UGA", "OPP")], "named before"),
        ("The Nile Water Front (NWF), a Sudanese rebel group, split. The NWF lost a town.", "NWF", None, "introduced"),
        ("The Bolivian government said it would free the miners.", "it", [("BOL", "GOV")], "pronoun"),
        ("Chad closed the border. The landlocked country has few roads.", "landlocked country", [("TCD",)], "named last"),
        ("ELN rebels freed a priest. The leftist group wants talks.", "group", [("COL", "REB")], "group named last"),
        ("The Niger army clashed with Boko Haram. The militants fled.", "militants", [("NGA", "REB")], "named last"),
        ("Armenia and Azerbaijan met. The two countries agreed on a map.", "two countries", [("ARM",), ("AZE",)], "two country"),
        ("Ethiopia and Eritrea fought for months. Both sides claim the town.", "Both sides", [("ETH",), ("ERI",)], "two side"),
        ("The Eritrean army occupied Badme in May. The UN told the occupying forces to leave.", "occupying forces",
         [("ERI", "MIL")], "'occupied'"),
        ("President Raul Castro spoke in Havana. He said his country would resist.", "his country", [("CUB",)], "country of"),
        ("South Korea held drills. North Korea fired a rocket, and Seoul warned the North.", "the North", [("PRK",)], "named before"),
        ("Bosnian Serb gunners shelled the town. The Serbs denied it.", "Serbs", [("BIH",)], "named before"),
        ("The U.N. mission lost a truck. Rebels in Mali shot two peacekeepers.", "peacekeepers", [("UNO", "MIL")], "sent by"),
        ("Uganda, whose government is at odds with Rwanda, closed a road.", "government", [("UGA", "GOV")], "'whose'"),
        ("Congolese troops shelled M23 rebels in eastern Congo. The U.N. told both sides to stop.", "both sides",
         [("COD", "MIL"), ("COD", "REB")], "two side"),
        ("Washington called on Khartoum and Juba to talk. They must stop, it said.", "They", [("SDN", "GOV"), ("SSD", "GOV")], "coordinated"),
        ("The United States kept its embargo on Cuba. Washington said the island must reform.", "island", [("CUB",)], "named last"),
    ],
)  # fmt: skip
def test_taken_up(find: Find, text: str, words: str, expected: list[tuple[str, ...]] | None, reason: str) -> None:
    m = find(text, words)
    if expected is not None:
        assert codes(m) == expected, m.why
    assert reason in m.why


def test_an_object_pronoun_is_not_its_subject(find: Find) -> None:
    m = find("Nawaz Sharif opened the talks. Narendra Modi called Sharif to congratulate him.", "him", "2015-05-05")
    assert m.entity.name == "Nawaz Sharif"


def test_they_and_them_are_not_the_same(find: Find) -> None:
    m = find("The soldiers caught two rebels, and they shot them.", "them")
    assert m.entity.sector == ("REB",), m.why


def test_expletive_it_stands_for_nobody(parsed: Callable[..., Document]) -> None:
    doc = actors(parsed("The government fell. It is clear that the army will act."))
    assert all(doc.span(m.start, m.end).text != "It" for m in doc.mentions)


def test_two_groups_leave_the_militants_open(find: Find) -> None:
    m = find("Boko Haram fought ISWAP near Lake Chad. The militants burned a school.", "militants")
    assert "named last" not in m.why


def test_a_country_before_a_noun_is_not_the_country(find: Find) -> None:
    m = find("Honduras voted on Sunday. U.S. observers praised the calm. The country has a new congress.", "country")
    assert codes(m) == [("HND",)]


@pytest.mark.parametrize(
    ("text", "words", "code"),
    [
        (
            "NAIROBI (Reuters) - Soldiers shot nine men in the town of Adwa on Monday, two residents said.",
            "Soldiers",
            "ETH",
        ),
        ("NAIROBI (Reuters) - Soldiers shot nine men in the town of Adwa on Monday, two residents said.", "men", "ETH"),
        ("LAGOS - Gunmen took students near Gusau. The students were freed later.", "The students", "NGA"),
        ("JERUSALEM - Israeli jets hit a house in Khan Yunis, killing seven people.", "people", "PSE"),
        ("JERUSALEM - The Israeli army fired back. The army said it struck a tunnel in Rafah.", "The army", "ISR"),
        ("GAZA - Militants fired rockets at Ashdod, the Israeli army said.", "Militants", None),
    ],
)
def test_unplaced_parties_are_of_where_the_act_is(
    coded: Callable[..., Document], text: str, words: str, code: str | None
) -> None:
    doc = coded(text)
    at = text.rindex(words) + len(words) - 1
    m = next(m for m in doc.mentions if m.entity.start <= at < m.entity.end)
    assert m.entity.code == code if code else m.entity.code != "ISR", m.why


def test_who_acts_is_taken_up_by_who_acts_and_who_speaks_by_who_speaks(coded: Callable[..., Document]) -> None:
    doc = coded("Soldiers shot nine men in Adwa, two residents said. They burned houses. They said it was over.")
    whom = [m.entity.name for m in doc.mentions if m.entity.text == "They"]
    assert whom[0] == "Soldiers"
    doc = coded("Soldiers shot nine men in Adwa, two residents said. They said it was over.")
    assert [m.entity.name for m in doc.mentions if m.entity.text == "They"] == ["residents"]


def test_where_a_story_was_filed_is_no_party(coded: Callable[..., Document]) -> None:
    doc = coded("LONDON (BBC) - A drone hit a depot in Sevastopol and set it on fire.")
    assert not {"LONDON", "BBC"} & {m.entity.text for m in doc.mentions}
