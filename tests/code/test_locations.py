"""Where events took place: (text, trigger word, category, place or None, a part of the reason)."""

from __future__ import annotations

from collections.abc import Callable

import pytest

import dragoman
from dragoman.code.locations import event_location
from dragoman.document import Document
from dragoman.extract.places import places
from dragoman.record import EventLocation

IN_THE_SENTENCE = [
    # the trigger's own phrase
    ("Shells hit a market in Sarajevo on Monday.", "hit", "ASSAULT", "Sarajevo", "in Sarajevo"),
    ("Rebels seized Bambari at dawn.", "seized", "COERCE", "Bambari", "object Bambari"),
    ("Aleppo was shelled again.", "shelled", "ASSAULT", "Aleppo", "subject Aleppo"),
    ("Troops withdrew to Tessalit.", "withdrew", "RETREAT", "Tessalit", "to Tessalit"),
    ("An attack on Maiduguri was repelled.", "attack", "ASSAULT", "Maiduguri", "on Maiduguri"),
    ("The attack took place in Kunduz.", "attack", "ASSAULT", "Kunduz", "in Kunduz"),
    ("The minister met his counterpart in Ankara.", "met", "CONSULT", "Ankara", "in Ankara"),
    ("In Homs, activists said that troops had killed nine men.", "killed", "ASSAULT", "Homs", "opens the sentence"),
    ("A court in Lyon convicted two men of planning attacks.", "convicted", "SANCTION", "Lyon", "in Lyon"),
    # the finest of those that hold one another, and not the next item of a list
    ("Gunmen killed nine people in Beni, in North Kivu.", "killed", "ASSAULT", "Beni", ""),
    ("Planes bombed Sudan's town of Kauda.", "bombed", "ASSAULT", "Kauda", ""),
    ("Rockets hit Homs, Hama and Douma.", "hit", "ASSAULT", "Homs", "object Homs"),
    # told by distance: the anchor, and the reason says so
    ("A bomb exploded 30 km north of Mosul.", "exploded", "ASSAULT", "Mosul", "anchor only: the spot lies 30 km from"),
    # ground that a demonym tells
    ("Israeli jets bombed Lebanese villages.", "bombed", "ASSAULT", "Lebanese", "object Lebanese"),
    # parties, owners, origins, posts
    ("Turkish troops killed three Syrian soldiers.", "killed", "ASSAULT", None, ""),
    ("Russia attacked at dawn.", "attacked", "ASSAULT", None, ""),
    ("Turkey's offensive killed nine people.", "offensive", "ASSAULT", None, ""),
    ("Police arrested a man from Tripoli.", "arrested", "COERCE", None, "who somebody is"),
    ("The ambassador to Iraq was killed.", "killed", "ASSAULT", None, "who somebody is"),
    ("The Revolutionary Armed Forces of Colombia killed two men.", "killed", "ASSAULT", None, ""),
    # topics of talks and of what is said
    ("The ministers discussed the situation in Syria by telephone.", "discussed", "CONSULT", None, ""),
    ("They met in Sochi for talks on Idlib.", "met", "CONSULT", "Sochi", "in Sochi"),
    ("The council condemned the attack on Goma.", "condemned", "ACCUSE", None, "not attached"),
    ("The council condemned the attack on Goma.", "attack", "ASSAULT", "Goma", "on Goma"),
    ("The envoy demanded that rebels leave Bria.", "demanded", "REQUEST", None, ""),
    ("Officials in Kabul said that 12 people had been killed in Kunduz.", "killed", "ASSAULT", "Kunduz", ""),
    ("The sides agreed to a cease-fire in Kidal.", "agreed", "AGREE", "Kidal", "in Kidal"),
    (
        "Four people were killed and nine hurt when a shell hit a house in Kupiansk.",
        "killed",
        "ASSAULT",
        "Kupiansk",
        "",
    ),
    ("They will travel to Mekelle next week.", "travel", "AGREE", "Mekelle", "to Mekelle"),
    ("Belarus sent troops to its border with Ukraine.", "sent", "MOBILIZE", None, ""),
    # of another act in the sentence
    ("The meeting in Caracas was put off after the killing of ten workers.", "killing", "ASSAULT", None, ""),
    # none told
    ("Gunmen killed nine people on Monday.", "killed", "ASSAULT", None, "names no place"),
]


def locate(doc: Document, word: str, category: str | None) -> tuple[EventLocation | None, str]:
    """The place of the first event with that word, asked after all events before it in the list have been."""
    token = next(t.i for t in doc.tokens if t.text == word)
    return event_location(doc, token, event=category, words=(token,))


@pytest.fixture(scope="session")
def located(parsed: Callable[..., Document]) -> Callable[..., Document]:
    def make(text: str, **story: str) -> Document:
        return places(parsed(text, **story))

    return make


@pytest.mark.parametrize(("text", "word", "category", "place", "why"), IN_THE_SENTENCE)
def test_locations_in_the_sentence(
    located: Callable[..., Document], text: str, word: str, category: str, place: str | None, why: str
) -> None:
    location, reason = locate(located(text), word, category)
    told = location.extracted_place.text if location and location.extracted_place else None
    assert (told, why in reason) == (place, True), reason


STORIES = [
    # (text, [(word, category)] asked in order, place of the last, part of its reason)
    ("Gunmen stormed a hotel in Bamako. At least 21 people were killed.",
     [("stormed", "ASSAULT"), ("killed", "ASSAULT")], "Bamako", "sentence before"),
    ("A bomb exploded in Quetta. Doctors were busy all night. The blast wounded nine policemen.",
     [("exploded", "ASSAULT"), ("blast", "ASSAULT")], "Quetta", "same event"),
    ("GOMA, Congo, June 3 (Reuters) - Shells killed four people here on Tuesday.",
     [("killed", "ASSAULT")], "GOMA", "here"),
    ("Rebels entered Kindu on Friday. They killed a teacher in the town.",
     [("killed", "ASSAULT")], "Kindu", "in the town"),
    ("MINSK, May 4 (Reuters) - Police detained 400 people on Saturday at a rally in the capital.",
     [("detained", "COERCE")], "MINSK", "in the capital"),
    ("Malian troops left Gao and Menaka, in Mali. Rebels killed nine people in the east of the country.",
     [("killed", "ASSAULT")], "Mali", "the country"),
    ("Gunmen stormed a hotel in Bamako. Elsewhere, a bomb wounded nine people.",
     [("stormed", "ASSAULT"), ("wounded", "ASSAULT")], None, ""),
    ("Gunmen stormed a hotel in Bamako. In 2012 rebels killed nine people.",
     [("stormed", "ASSAULT"), ("killed", "ASSAULT")], None, ""),
    ("Israeli jets bombed a depot in Lebanon. Syrian troops killed three soldiers.",
     [("bombed", "ASSAULT"), ("killed", "ASSAULT")], None, ""),
    ("Gunmen stormed a hotel in Bamako. The foreign minister accused rebels.",
     [("stormed", "ASSAULT"), ("accused", "ACCUSE")], None, ""),
    ("AMRITSAR, India (UPI) - Indian troops stormed a temple on Wednesday, police said.",
     [("stormed", "ASSAULT")], "AMRITSAR", "filed from AMRITSAR"),
    ("NAIROBI, Kenya (Reuters) - Shells killed four people on Tuesday, officials said.",
     [("killed", "ASSAULT")], None, "names no place"),
    ("GENEVA (Reuters) - Shells killed four people on Tuesday, the U.N. said.",
     [("killed", "ASSAULT")], None, "names no place"),
    ("AMRITSAR, India (UPI) - Turkish troops killed nine men on Wednesday.",
     [("killed", "ASSAULT")], None, "names no place"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "asked", "place", "why"), STORIES)
def test_locations_told_before(
    located: Callable[..., Document], text: str, asked: list[tuple[str, str]], place: str | None, why: str
) -> None:
    doc = located(text)
    for word, category in asked:
        location, reason = locate(doc, word, category)
    told = location.extracted_place.text if location and location.extracted_place else None
    assert (told, why in reason) == (place, True), reason


def test_locations_span_is_the_texts_own(coded: Callable[..., Document]) -> None:
    doc = coded("Gunmen stormed a hotel in Bamako, Mali. At least 21 people were killed.")
    spans = [c.event_loc.extracted_place for c in doc.claims if c.event_loc]
    assert len(spans) == 2
    assert all(s is not None and doc.text[s.start : s.end] == s.text == "Bamako" for s in spans)


def test_locations_say_why(coded: Callable[..., Document]) -> None:
    doc = coded("Gunmen stormed a hotel in Bamako, Mali.")
    assert "place: in Bamako" in doc.claims[0].why


def test_locations_never_a_country_from_an_actors_demonym(coded: Callable[..., Document]) -> None:
    doc = coded("Russian troops killed nine Ukrainian soldiers on Monday.")
    assert [c.event_loc for c in doc.claims] == [None]


def test_a_place_at_the_end_of_coordinated_acts_is_that_of_both():
    claims = dragoman.code(
        "Militants killed nine farmers and abducted six women in a raid on a village in Niger's Tillaberi region on Sunday.",
        published="2024-05-15",
    ).claims
    assert [c.event_loc and c.event_loc.extracted_place.text for c in claims] == ["Tillaberi", "Tillaberi"]
