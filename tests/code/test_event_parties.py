"""Who does it and to whom, where the doer or the one it is done to stands far from its verb."""

import pytest

from dragoman.coder import code_documents
from dragoman.document import Story

CASES = [
    # sentence, event, a doer's words, a recipient's words (None: not asked)
    ("Six gunmen dressed as soldiers stormed a hotel in Goma.", "ASSAULT", "gunmen", None),
    ("The Kachin rebels denied responsibility for the blast at a market.", "ASSAULT", "Kachin rebels", None),
    ("Lima, together with Quito, imposed an embargo on Harare.", "COERCE", "Quito", "Harare"),
    ("The Chilean senate passed a resolution condemning Managua.", "ACCUSE", "Chilean senate", "Managua"),
    ("Oslo telephoned Minsk to demand the release of the crew.", "REQUEST", "Oslo", None),
    ("An Omani plane carrying tents landed in Nepal.", "AID", "Omani plane", "Nepal"),
    ("Rwandan leaders demanded that Uganda hand over the colonel.", "REQUEST", "Rwandan leaders", "Uganda"),
    ("London gave the islands back to Mauritius.", "RETREAT", "London", "Mauritius"),
    ("Hanoi says it will not accept monitors from Norway.", "REJECT", "Hanoi", None),
    ("Peru was among the first to recognise Kosovo.", "SUPPORT", "Peru", "Kosovo"),
    ("Libyan rockets fell on the Tunisian town.", "ASSAULT", "Libyan", None),
    ("Both sides committed war crimes in Tigray.", "ASSAULT", "sides", None),
]


@pytest.fixture(scope="module")
def coded():
    stories = [Story(text=s, id=str(n), published="2024-05-15") for n, (s, *_) in enumerate(CASES)]
    return dict(zip((s for s, *_ in CASES), code_documents(stories), strict=True))


@pytest.mark.parametrize(("sentence", "event", "doer", "recipient"), CASES)
def test_parties_are_found(coded, sentence, event, doer, recipient):
    claims = [c for c in coded[sentence].claims if c.event == event]
    assert any(doer in (e.text or "") for c in claims for e in c.actor), coded[sentence].claims
    if recipient:
        assert any(recipient in (e.text or "") for c in claims for e in c.recipient), claims


def one(text, event):
    (doc,) = code_documents([Story(text=text, id="x", published="2024-05-15")])
    return [c for c in doc.claims if c.event == event]


def test_denied_responsibility_is_the_denied_act():
    (claim,) = one("The Kachin rebels denied responsibility for the blast at a market.", "ASSAULT")
    assert claim.factuality == "denied"
    assert claim.attribution[0].source.text == "The Kachin rebels"


def test_claimed_responsibility_is_told_once():
    assert len(one("The Mai-Mai militia claimed responsibility for the ambush near Beni.", "ASSAULT")) == 1


def test_drill_of_two_states_is_cooperation_and_of_one_is_not():
    assert one("Greece and Egypt began naval drills on Monday.", "COOPERATE")
    assert one("The Egyptian army began naval drills on Monday.", "MOBILIZE")


def test_what_is_the_actors_own_is_no_recipient():
    (claim,) = one("Israel closed its crossings with Gaza.", "COERCE")
    assert [e.text for e in claim.recipient] != ["its"]


def test_purpose_is_no_promise():
    assert not one("Soldiers waded in to carry villagers to safety in Kerala.", "AGREE")
