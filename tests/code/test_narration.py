"""Whole short stories: where they are set, what follows at once on what, and what a later clause takes up of an earlier one."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from dragoman.document import Document
from dragoman.record import Claim


def claim(doc: Document, words: str) -> Claim:
    return next(c for c in doc.claims if c.trigger.text.startswith(words))


@pytest.mark.parametrize(
    ("text", "words", "country"),
    [
        # all parties of the country in which the story is set
        ("PARAMARIBO (AP) - Gunmen robbed a bank in Moengo, Suriname, on Monday. Surinamese police arrested nine Surinamese men.", "arrested", "SUR"),
        # rulers, police and courts act at home, whatever the story is about
        ("Shells fell on Tiznit, Agadir and Zagora in Morocco. Senegal arrested an editor.", "arrested", "SEN"),
        # soldiers may be abroad
        ("Shells fell on Tiznit, Agadir and Zagora in Morocco. Senegalese soldiers killed nine Malians.", "killed", None),
        # a count of harm in a story of one country
        ("Bombs exploded in Kandy and Galle in Sri Lanka. More than 400 people have died since May.", "people have died", "LKA"),
        # but not in one of two
        ("Bombs exploded in Kandy, Sri Lanka, and in Madurai, India. More than 400 people have died since May.", "people have died", None),
    ],
)  # fmt: skip
def test_acts_without_a_place(coded: Callable[..., Document], text: str, words: str, country: str | None) -> None:
    found = claim(coded(text, published="2010-05-12"), words)
    assert (found.event_loc.country_code if found.event_loc else None) == country, found.why
    if country:
        assert found.event_loc is not None and found.event_loc.resolution == 1


@pytest.mark.parametrize(
    ("text", "words", "date"),
    [
        ("Rebels raided Kutum on Monday. Hours later gunmen stormed the village of Korma.", "stormed", "2010-05-10"),
        ("Rebels raided Kutum on Monday. Days later gunmen stormed the village of Korma.", "stormed", None),
        ("Rebels raided Kutum on Monday. The army retaliated by shelling Mellit.", "shelling", "2010-05-10"),
        ("Rebels raided Kutum on Monday. The governor responded by jailing nine elders.", "jailing", None),
        (
            "Students marched in Lusaka on Monday. Police fired tear gas to disperse them.",
            "fired tear gas",
            "2010-05-10",
        ),
        ("Farmers met the king in Maseru on Monday. Police fired tear gas at miners.", "fired tear gas", None),
        ("Troops raided Kutum on Monday, hours after rebels killed a trader.", "killed", "2010-05-10"),
        ("Troops raided Kutum on Monday, a week after rebels killed a trader.", "killed", "2010-05-03"),
        ("On Monday Malawi freed nine poachers.", "freed", "2010-05-10"),
    ],
)
def test_what_follows_at_once(coded: Callable[..., Document], text: str, words: str, date: str | None) -> None:
    found = claim(coded(text, published="2010-05-12"), words)
    assert found.date == date, found.why


def test_harm_when_gunmen_attacked_is_the_attacks(coded: Callable[..., Document]) -> None:
    doc = coded("Four traders were killed and nine wounded when gunmen opened fire on a ferry near Bor on Monday.")
    (one,) = doc.claims
    assert one.trigger.text.startswith("opened fire")
    assert [(q.kind, q.value) for q in one.quantities] == [("killed", 4), ("injured", 9)]
    assert [e.text for e in one.recipient] == ["traders"]


def test_a_weapon_fired_by_somebody_and_its_harm_are_one(coded: Callable[..., Document]) -> None:
    doc = coded("Shells fired by Unita rebels killed six villagers near Huambo.")
    (one,) = doc.claims
    assert one.actor[0].code == "AGO" and "REB" in one.actor[0].sector and "heavy-weapons" in one.mode


@pytest.mark.parametrize(
    ("text", "words", "event", "mode"),
    [
        ("Villagers threw stones at a patrol in Djelfa.", "threw stones", "PROTEST", ("riot",)),
        ("Militiamen threw stones at a patrol in Djelfa.", "threw stones", "ASSAULT", ("primitive",)),
        ("Air strikes hit Ataq on Monday. The strikes killed nine herders.", "killed", "ASSAULT", ("aerial",)),
        ("Jets bombed a bridge near Ataq.", "bombed", "ASSAULT", ("aerial",)),
        ("The premier said that there would be no talks with the guerrillas.", "talks", "REJECT", ("meet",)),
        ("Mali recalled its ambassador from Oslo.", "recalled", "SANCTION", ("withdraw",)),
    ],
)
def test_what_it_comes_to(
    coded: Callable[..., Document], text: str, words: str, event: str, mode: tuple[str, ...]
) -> None:
    found = claim(coded(text), words)
    assert (found.event, found.mode) == (event, mode), found.why


@pytest.mark.parametrize(
    ("text", "words", "recipient"),
    [
        ("Police in Accra dispersed demonstrators and arrested seven.", "arrested", "demonstrators"),
        ("Soldiers seized nine monks near Pegu and shot them.", "shot", "them"),
        ("Clans near Wajir attacked one another with spears.", "attacked", None),
        ("The two foreign ministers of Chad and Niger will meet in Lusaka.", "meet", None),
    ],
)
def test_to_whom(coded: Callable[..., Document], text: str, words: str, recipient: str | None) -> None:
    found = claim(coded(text), words)
    assert [e.text for e in found.recipient] == ([recipient] if recipient else []), found.why


def test_a_denied_report_is_the_denied_act(coded: Callable[..., Document]) -> None:
    doc = coded("Angola has denied reports that its soldiers entered the province of Kasai.")
    (one,) = doc.claims
    assert (one.event, one.factuality) == ("ASSAULT", "denied")


def test_of_two_statements_the_doctors_say_the_second(coded: Callable[..., Document]) -> None:
    doc = coded("Police arrested nine dockers in Beira; a soldier shot a porter, doctors said.")
    assert not claim(doc, "arrested").attribution
    assert claim(doc, "shot").attribution[0].source.text == "doctors"


def test_several_speakers_are_no_victims(coded: Callable[..., Document]) -> None:
    doc = coded("Gunmen raided a farm near Pibor, abducting a herdsman, police and a priest said.")
    found = claim(doc, "raided")
    assert found.attribution and "police" in (found.attribution[0].source.text or "")
    assert not any(e.text == "police" for c in doc.claims for e in c.recipient)
