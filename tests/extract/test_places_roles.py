"""What a place name does in its sentence: sentences of our own, each name with its role."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from dragoman.document import Document
from dragoman.extract.places import places
from factories.inline import read, write

SENTENCES = [
    # who speaks or acts for a country
    "[Baku|metonym] said on Monday that its troops had not fired.",
    "[Tehran|metonym] denied the charge and [Ankara|metonym] rejected it.",
    "[Washington|metonym] imposed sanctions on two generals.",
    "[Pakistan|metonym] accused [India|metonym] of breaking the truce.",
    "The minister urged [Moscow|metonym] to withdraw.",
    "[Germany|metonym] is ready to send more doctors.",
    "Talks between [Khartoum|metonym] and [Juba|metonym] broke down.",
    "Relations with [Russia|metonym] have worsened.",
    "The attack was condemned by [France|metonym].",
    "The council imposed an arms embargo on [Liberia|metonym].",
    "The sides halted fire at [Moscow|metonym]'s request.",
    # where things are and happen
    "Shells fell on [Goma|literal] overnight.",
    "[Kandahar|literal] fell to the rebels on Friday.",
    "Fighting erupted in [Chad|literal] and in [Sudan|literal].",
    "Rebels seized [Bambari|literal] and burned the market.",
    "[Aleppo|literal] was shelled for a third day.",
    "The convoy left [Damascus|literal] for [Homs|literal].",
    "Gunmen stormed a hotel in [Bamako|literal].",
    "The [Aleppo|literal] offensive began in June.",
    "The town lies near the border with [Niger|literal].",
    # what kind: demonyms, institutions, hyphened words
    "[Turkish|modifier] troops crossed the river.",
    "[U.S.|modifier] drones killed a commander.",
    "[Kenya|modifier]'s army said it had killed nine men.",
    "The government of [Mali|modifier] resigned.",
    "A [Saudi|modifier]-led coalition bombed the port of [Hodeidah|literal].",
    "The [Washington|metonym]-brokered truce held for a day.",
    "A [Nairobi|modifier]-based group published the list.",
]


@pytest.mark.parametrize("line", SENTENCES)
def test_places_role(parsed: Callable[..., Document], line: str) -> None:
    text, _ = read(line)
    doc = places(parsed(text))
    assert write(text, [(p.start, p.end, p.role) for p in doc.places]) == line


def test_places_role_tells_why(parsed: Callable[..., Document]) -> None:
    doc = places(parsed("Baku said on Monday that its troops had not fired."))
    assert (doc.places[0].rule or "").endswith("metonym: subject of say")
