"""A verb that is one list of words short of a frame is coded where it looks like an act, and says so."""

from __future__ import annotations

import pytest

from dragoman.code.events import near
from dragoman.code.plover import categories
from dragoman.parse.syntax import syntax

PUBLISHED = "2011-03-02"
WAR = (
    "Rebels shelled the barracks in Zawiya on Monday, the army said. Soldiers fired back and {} on Tuesday. "
    "The government blamed the rebels, whose commander rejected a truce."
)


def near_claims(doc):
    return [c for c in doc.claims if any("near the frame" in w for w in c.why)]


def test_an_object_that_no_list_has_is_coded_and_told(coded):
    (claim,) = near_claims(coded(WAR.format("burned the mill of a farmer"), published=PUBLISHED))
    assert (claim.event, claim.trigger.text) == ("ASSAULT", "burned")
    assert [e.text for e in claim.actor] == ["Soldiers"]
    assert claim.date == "2011-03-01"
    (why,) = [w for w in claim.why if "near the frame" in w]
    assert "list for 'obj' does not hold; right with 0." in why
    assert any("near frame" in w for w in claim.why if w.startswith("confidence"))


def test_a_frame_that_fits_is_not_near(coded):
    doc = coded(WAR.format("burned a house"), published=PUBLISHED)
    assert "burned" in [c.trigger.text for c in doc.claims]
    assert not near_claims(doc)


def test_what_the_failing_list_would_tell_of_the_manner_is_left_out(coded):
    """The frames of "die of" ask for torture; who died of something else was not tortured by that."""
    doc = coded("The army attacked the rebels. Police said a prisoner of the rebels died of burns. The army denied it.")
    assert all("torture" not in c.mode for c in doc.claims)


@pytest.mark.parametrize(
    "text",
    [
        "The company burned its last supply of coal and hired two cooks.",
        "The coach brought on two players, who gave the crowd a lift.",
        "A tenor took the part of the general, and the critics gave him flowers.",
    ],
)
def test_everyday_sentences_stay_silent(coded, text):
    assert not coded(text).claims


@pytest.mark.parametrize("of", ["verbs", "frames"])
def test_the_weights_are_of_features_that_there_are(of):
    names = set(near.weights(of))
    assert "always" in names
    if of == "frames":
        told = {n.removeprefix("category ") for n in names if n.startswith("category ")}
        assert told <= set(categories())
    starts = ("always", "act ", "agreed ", "category ", "clause ", "form ", "has ", "lacks ", "negated", "no ", "object ", "particle ",
              "passive", "slot ", "subject ", "words ")  # fmt: skip
    assert all(n.startswith(starts) for n in names)


def test_the_model_knows_no_verb(coded):
    """Two verbs that stand alike in stories that are alike are as likely acts."""
    from dragoman.code.events.lexicon import lexicon
    from dragoman.code.events.match import Matcher

    likely = []
    for verb in ("wrecked", "toasted"):
        doc = coded(WAR.format(f"{verb} the mill of a farmer"), published=PUBLISHED)
        syn = syntax(doc)
        matcher = Matcher(doc, syn, lexicon())
        likely.append(near.probability(near.features(matcher, syn.lower.index(verb)), "verbs"))
    assert likely[0] == pytest.approx(likely[1], abs=0.05)
