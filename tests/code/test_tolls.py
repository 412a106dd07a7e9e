"""Which figures hang on an act and which make a toll; one toll a source; running totals apart from new harm."""

from __future__ import annotations

import pytest

PUBLISHED = "2024-11-06"


def figures(doc, kind):
    """(trigger's category, [(kind, value, scope)]) of the claims of a kind that carry figures."""
    return [
        (c.event, [(q.kind, q.value if q.value is not None else q.min, q.scope) for q in c.quantities])
        for c in doc.claims
        if c.kind == kind and c.quantities
    ]


ON_THE_ACT = [
    ("A car bomb killed 12 soldiers in Gao on Monday.", "ASSAULT", [("killed", 12)]),
    ("Rebels shelled the port, killing four dockers and wounding nine.", "ASSAULT", [("killed", 4), ("injured", 9)]),
    ("A suicide bombing in Kano left 30 people dead.", "ASSAULT", [("killed", 30)]),
    ("Police arrested 40 protesters in the capital.", "COERCE", [("detained", 40)]),
    ("Five thousand people marched in Lyon against the law.", "PROTEST", [("participants", 5000)]),
    ("The rebels released 31 prisoners on Tuesday.", "RETREAT", [("released", 31)]),
]


@pytest.mark.parametrize(("text", "event", "counts"), ON_THE_ACT)
def test_a_figure_in_the_clause_of_an_act_hangs_on_it(coded, text, event, counts):
    doc = coded(text, published=PUBLISHED)
    found = [c for c in figures(doc, "event") if c[0] == event]
    assert [(k, v) for _, qs in found for k, v, _ in qs] == counts
    assert not figures(doc, "toll")


BARE_COUNTS = [
    ("Two were wounded, officials said.", [("injured", 2)]),
    (
        "At least 65 villagers have died and 297 have been injured, the hospital said.",
        [("killed", 65), ("injured", 297)],
    ),
    (
        "The governor's office said 2,100 houses were destroyed and 40 schools were damaged.",
        [("destroyed", 2100), ("damaged", 40)],
    ),
    ("Sixteen fishermen are still missing.", [("missing", 16)]),
]


@pytest.mark.parametrize(("text", "counts"), BARE_COUNTS)
def test_a_sentence_that_only_counts_harm_is_a_toll(coded, text, counts):
    doc = coded(text, published=PUBLISHED)
    assert [(k, v) for _, qs in figures(doc, "toll") for k, v, _ in qs] == counts
    assert not figures(doc, "event")


def test_a_running_total_is_a_toll_with_a_span_and_no_date(coded):
    doc = coded("The army has killed 400 civilians since Sept. 27, the opposition said.", published=PUBLISHED)
    toll = next(c for c in doc.claims if c.kind == "toll")
    assert toll.date is None
    assert [(q.value, q.scope, q.since) for q in toll.quantities] == [(400, "cumulative", "2024-09-27")]
    assert not any(c.quantities for c in doc.claims if c.kind == "event")


def test_the_start_of_a_total_is_that_of_the_sentence_before(coded):
    doc = coded(
        "Since the siege began on Oct. 3, rebels have shelled the town. To date 80 residents have died and 150 homes were "
        "destroyed, the mayor said.",
        published=PUBLISHED,
    )
    totals = [q for c in doc.claims if c.kind == "toll" for q in c.quantities]
    assert [(q.kind, q.value, q.scope, q.since) for q in totals] == [
        ("killed", 80, "cumulative", "2024-10-03"),
        ("destroyed", 150, "cumulative", "2024-10-03"),
    ]


def test_two_sources_in_a_sentence_give_two_claims(coded):
    doc = coded(
        "The ministry said 40 soldiers had died, while the rebels said 200 soldiers had died.", published=PUBLISHED
    )
    by = {
        (c.attribution[0].source.text or "").lower(): [q.value for q in c.quantities]
        for c in doc.claims
        if c.quantities
    }
    assert by == {"the ministry": [40], "the rebels": [200]}


def test_new_harm_and_the_total_never_mix(coded):
    doc = coded("A mine killed three soldiers on Monday, bringing the toll to 1,003.", published=PUBLISHED)
    assert figures(doc, "event") == [("ASSAULT", [("killed", 3, "incident")])]
    assert figures(doc, "toll") == [(None, [("killed", 1003, "cumulative")])]


def test_a_part_points_to_its_whole_in_the_same_claim(coded):
    doc = coded("An air strike killed seven people, two of them children.", published=PUBLISHED)
    (claim,) = [c for c in doc.claims if c.quantities]
    assert [(q.value, q.part_of) for q in claim.quantities] == [(7, None), (2, 0)]


def test_a_figure_that_the_text_revises_is_a_claim_of_its_own(coded):
    doc = coded("Police revised the death toll down to 18 from 23.", published=PUBLISHED)
    assert [[q.value for q in c.quantities] for c in doc.claims if c.kind == "toll"] == [[18], [23]]
    assert any("itself revises" in w for c in doc.claims for w in c.why)


def test_the_same_toll_told_again_is_linked(coded):
    doc = coded(
        "At least 65 villagers have died, the hospital said.\n\nResidents fled north.\n\n"
        "At least 65 villagers have died, a nurse confirmed.",
        published=PUBLISHED,
    )
    tolls = [c for c in doc.claims if c.kind == "toll" and c.quantities[0].kind == "killed"]
    assert [(k.type, k.claim) for k in tolls[1].links] == [("same-event", tolls[0].id)]


@pytest.mark.parametrize(
    "text",
    [
        "The storm killed 12 villagers.",
        "The forest fire displaced 400 families.",
        "Doctors fear that 300 people could die.",
        "Aid workers want help for two million refugees.",
    ],
)
def test_no_toll_of_nature_of_what_may_come_or_of_a_mere_noun(coded, text):
    assert not figures(coded(text, published=PUBLISHED), "toll")


def test_no_casualties_is_none_killed_and_none_injured(coded):
    doc = coded("Rebels shelled the border post, but neither side reported casualties.", published=PUBLISHED)
    assert sorted((q.kind, q.value) for c in doc.claims for q in c.quantities) == [("injured", 0), ("killed", 0)]


def test_gunfire_is_no_blaze(coded):
    doc = coded("Troops exchanged fire across the river and two villagers were wounded.", published=PUBLISHED)
    assert [q.value for c in doc.claims for q in c.quantities] == [2]


def test_a_running_total_of_people_held_is_a_toll_and_a_days_arrests_are_not():
    import dragoman

    total = dragoman.code("So far this year 312 people have been detained in Belarus.", published="2024-05-15").claims
    assert [(c.kind, c.quantities[0].scope) for c in total] == [("toll", "cumulative")]
    day = dragoman.code("Some 20 people were detained on Monday in Minsk.", published="2024-05-15").claims
    assert [(c.kind, c.event) for c in day] == [("event", "COERCE")]
