"""The main verb, its subject and its object where the parser loses them."""

import pytest

from dragoman.coder import code_documents
from dragoman.document import Story

CASES = [
    # a participle that is the verb
    ("Danish commandos trained with Estonian marines.", "COOPERATE", "Danish commandos", None),
    ("The bloc granted candidate status to Albania.", "SUPPORT", "bloc", "Albania"),
    ("Kenyan police, which had lost a post in May, teamed up with the FBI.", "COOPERATE", "Kenyan police", None),
    ("Turkey, which has been without a budget since spring, shared intelligence with Spain.", "COOPERATE", "Turkey", None),
    # the subject behind an opening phrase
    ("In a move that surprised many observers, Vietnam and India carried out joint exercises.", "COOPERATE", "India", None),
    ("In a move that surprised many observers, Iraq concentrated troops near the Kuwaiti border.", "MOBILIZE", "Iraq", None),
    # the object behind a day
    ("Germany returned late last week two bronzes to Nigeria.", "RETREAT", "Germany", "Nigeria"),
    ("Dhaka outlawed late last week the Islamist movement.", "COERCE", "Dhaka", "Islamist movement"),
    # a noun that the tagger takes for an adjective
    ("The general heaped praise on Chadian troops.", "SUPPORT", "general", "Chadian troops"),
]  # fmt: skip


@pytest.fixture(scope="module")
def coded():
    stories = [Story(text=s, id=str(n), published="2019-06-01") for n, (s, *_) in enumerate(CASES)]
    return dict(zip((s for s, *_ in CASES), code_documents(stories), strict=True))


@pytest.mark.parametrize(("sentence", "event", "doer", "recipient"), CASES)
def test_the_verb_has_its_parties(coded, sentence, event, doer, recipient):
    claims = [c for c in coded[sentence].claims if c.event == event]
    assert any(doer == e.text for c in claims for e in c.actor), coded[sentence].claims
    if recipient:
        assert any(recipient in (e.text or "") for c in claims for e in c.recipient), claims


def test_a_headline_without_a_verb_stays_one():
    (doc,) = code_documents([Story(text="Troops sent to the border", id="x", published="2019-06-01")])
    assert not any(e.text == "Troops" and c.event == "AID" for c in doc.claims for e in c.actor)
