"""Actors: gold stands inline as <words|CODE SECTOR ...|name>; "-" for no code; the name may be left out. Read on 2016-05-03."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from dragoman.document import Document, Mention
from dragoman.extract.actors import actors

READ_ON = "2016-05-03"
Parsed = Callable[..., Document]


@pytest.fixture(scope="session")
def check(parsed: Parsed) -> Callable[..., Document]:
    """Every marked phrase of a text is a mention with the code, the sectors and, where given, the name."""

    def run(marked: str, published: str | None = READ_ON, **story: str) -> Document:
        text, gold = "", []
        for part in re.split(r"(<[^>]+>)", marked):
            if part.startswith("<"):
                words, codes, *name = part[1:-1].split("|")
                gold.append((len(text), words, codes.split(), name[0] if name else None))
                text += words
            else:
                text += part
        if published:
            story["published"] = published
        doc = actors(parsed(text, **story))
        for at, words, codes, name in gold:
            found = _at(doc, at, at + len(words))
            assert found is not None, f"{words!r} is no mention of {[_text(doc, m) for m in doc.mentions]}"
            got = [[e.code or "-", *e.sector] for e in found.entities]
            assert codes in got, f"{words!r} is {got}: {found.why}"
            if name is not None:
                assert name in [e.name for e in found.entities], f"{words!r} is {[e.name for e in found.entities]}"
        for m in doc.mentions:
            for e in m.entities:
                assert e.start is None or doc.text[e.start : e.end] == e.text
            assert m.why
        return doc

    return run


def _text(doc: Document, m: Mention) -> str:
    return doc.span(m.start, m.end).text


def _at(doc: Document, start: int, end: int) -> Mention | None:
    for m in doc.mentions:
        s = doc.span(m.start, m.end)
        if (s.start, s.end) == (start, end):
            return m
    return None


@pytest.mark.parametrize(
    "marked",
    [
        # countries, governments, capitals and seats
        "<Eritrea|ERI> shelled the border town of Zalambessa.",
        "<Ankara|TUR GOV> said it would close the crossing.",
        "The <Kremlin|RUS GOV> rejected the offer.",
        "The envoy warned <Khartoum|SDN GOV> of new sanctions.",
        "Three people died when a market in <Khartoum|SDN> caught fire.",
        "Talks between <Athens|GRC GOV> and <Ankara|TUR GOV> resumed.",
        "The <Elysee|FRA GOV> had no comment.",
        "<Whitehall|GBR GOV> was silent.",
        # offices and organs
        "<Ghana's foreign minister|GHA GOV> met the <Togolese president|TGO GOV>.",
        "The <Chadian army|TCD MIL|army of Chad> retook the town.",
        "The <Bolivian police|BOL COP> arrested a miner.",
        "The <Kenyan parliament|KEN LEG> passed the bill.",
        "The <defence ministry of Azerbaijan|AZE GOV MIL> denied the report.",
        "A <former Sri Lankan prime minister|LKA ELI> joined the march.",
        "A <Peruvian judge|PER JUD> freed the miners.",
        # organisations
        "The <United Nations|UNO> and the <OSCE|IGO> sent monitors.",
        "<UNHCR|UNO> and the <African Union|IGO> appealed for calm.",
        "The <Red Cross|NGO> and <MSF|NGO> evacuated the wounded.",
        "The <European Union|EUR> froze the assets.",
        # armed groups
        "<Boko Haram|NGA REB> raided a village near Maiduguri.",
        "<ELN rebels|COL REB> blew up a pipeline.",
        "The <PKK|TUR REB> claimed the attack.",
        "<Naxalites|IND REB> burned two trucks.",
        "<MRTA gunmen|PER REB> held the hostages.",
        # unnamed ones
        "<Protesters|- CVL> burned tyres.",
        "<Masked gunmen|- UAF> opened fire.",
        "<Hooded men|- UAF> took the mayor away.",
        "Two <journalists|- JRN> were beaten.",
        "<Students|- EDU> and <villagers|- CVL> blocked the road.",
        "<Death squads|- PRM> threatened the <union leaders|- LAB>.",
        # ranks and titles
        "<Capt. Omar Reza|- MIL|Omar Reza> and a <sergeant|- MIL> were hurt.",
        "<UNIFIL spokesman Maj. Tom Berg|UNO MIL|Tom Berg> spoke.",
        # breakaway authorities: the state by PLOVER's rule, and PRE
        "The <de facto authorities of Nagorno-Karabakh|AZE GOV PRE> rejected the plan.",
        "The <Abkhaz parliament|GEO LEG PRE> met.",
        # peoples and regions
        "<Tamil protesters|LKA CVL> marched.",
        "<Chechen rebels|RUS REB> ambushed a convoy.",
    ],
)  # fmt: skip
def test_own_words(check: Callable[..., Document], marked: str) -> None:
    check(marked)


@pytest.mark.parametrize(
    ("marked", "published"),
    [
        ("<Putin|RUS GOV|Vladimir Putin> called <Kim Jong Un|PRK GOV|Kim Jong-un>.", "2016-05-03"),
        ("<Kim Jong Il|PRK GOV|Kim Jong-il> received an envoy.", "2003-02-10"),
        ("<Gadhafi|LBY GOV|Muammar Gaddafi> spoke on television.", "2009-03-01"),
        ("<Muammar Qaddafi|LBY GOV|Muammar Gaddafi> spoke on television.", "2009-03-01"),
        ("<Zelenskyy|UKR GOV|Volodymyr Zelensky> thanked the crews.", "2022-09-10"),
        ("<Zelenskiy|UKR GOV|Volodymyr Zelensky> thanked the crews.", "2022-09-10"),
        ("<President George Bush|USA GOV|George H. W. Bush> ordered the strike.", "1990-11-02"),
        ("<President George Bush|USA GOV|George W. Bush> ordered the strike.", "2004-11-02"),
        ("<Jimmy Carter|USA ELI> flew to Pyongyang.", "2010-08-25"),
        ("<Saakashvili|GEO ELI> lost his passport.", "2017-07-27"),
        ("<Turkey's foreign minister|TUR GOV|Mevlut Cavusoglu> flew to Doha.", "2020-10-12"),
        ("<Prabhakaran|LKA REB> denied the charge.", "2002-04-10"),
    ],
)
def test_leaders_by_date(check: Callable[..., Document], marked: str, published: str) -> None:
    check(marked, published)


def test_surname_of_another_person(check: Callable[..., Document]) -> None:
    """A surname inside another's name, a building, or a common one without its country is not the leader."""
    doc = check("Wanda Putin sells cakes.")
    assert all(e.code is None for m in doc.mentions for e in m.entities)
    doc = check("Rockets landed on Hamid Karzai International Airport.")
    assert all(e.name != "Hamid Karzai" for m in doc.mentions for e in m.entities)
    doc = check("Brown was late for the meeting.", "2008-05-05")
    assert all(e.code is None for m in doc.mentions for e in m.entities)


def test_a_surname_two_leaders_bear_needs_the_country(check: Callable[..., Document]) -> None:
    check("In Pakistan, <Sharif|PAK GOV|Nawaz Sharif> opened a power plant.", "2014-05-05")


def test_shared_body_goes_to_the_country_of_the_story(check: Callable[..., Document]) -> None:
    check("Clashes went on in Venezuela. The <National Guard|VEN MIL> fired tear gas in Caracas.")
    check("India voted in May. The <PAC|IND COP> guarded polling stations in Uttar Pradesh, India.")
    check("<Burundi's National Security Council|BDI GOV> met.")


def test_names_that_are_also_other_things(check: Callable[..., Document]) -> None:
    """An acronym or a word is the actor of the table only in a story of its country; a common party name is the story's."""
    doc = check("A super PAC in Ohio, in the United States, paid for the advert.")
    assert all(e.code != "IND" for m in doc.mentions for e in m.entities)
    check("Colombia votes in May, and Colombia is divided. The <Liberal Party|COL PTY> split.")
    check("The <ELN|COL REB> blew up a bridge.")


def test_streets_are_no_persons(check: Callable[..., Document]) -> None:
    doc = check("Police closed Sylvan Road and Acadia Drive.")
    assert all(e.kind != "person" for m in doc.mentions for e in m.entities)


def test_coordinated_modifiers_are_several_parties(check: Callable[..., Document]) -> None:
    doc = check("The Kenyan and Somali foreign ministers met.")
    m = next(m for m in doc.mentions if m.parts)
    assert [e.code for e in m.parts] == ["KEN", "SOM"]
    assert all(e.sector == ("GOV",) for e in m.parts)


def test_name_in_apposition(check: Callable[..., Document]) -> None:
    check("He met his <Iranian counterpart, Farhad Karimi|IRN GOV|Farhad Karimi>, on Monday.")


@pytest.mark.parametrize(
    "marked",
    [
        "Voters in Malawi queued all day. The <army|MWI MIL> guarded ballot boxes in Malawi.",
        "<Farc rebels|COL REB> freed two <soldiers|COL MIL>.",
        "In Nepal, <police|NPL COP> fired in the air.",
    ],
)  # fmt: skip
def test_country_of_an_unplaced_actor(check: Callable[..., Document], marked: str) -> None:
    check(marked)


def test_country_that_cannot_be_told_stays_open(check: Callable[..., Document]) -> None:
    doc = check("The <army|- MIL> said nothing.")
    assert "not told" in doc.mentions[0].why
    check("Iran and Iraq traded fire. Jordan and Egypt called for calm. A <minister|- GOV> resigned.")


def test_outlet_and_dateline_place_what_nothing_else_does(check: Callable[..., Document]) -> None:
    check("The <army|MLI MIL> held a parade.", dateline="BAMAKO, Mali")
    check("The <army|TUR MIL> held a parade.", outlet="Anadolu Agency")


def test_all_capitals_read_as_news(check: Callable[..., Document]) -> None:
    doc = check(
        "THE GUNMEN SAID THE DEAL IS DEAD, WHO KNOWS WHY, AND THE <FMLN|SLV REB> LEFT THE TALKS AT DAWN.", "1990-02-02"
    )
    assert {e.code for m in doc.mentions for e in m.entities} <= {None, "SLV"}
