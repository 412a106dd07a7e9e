"""What is talked of, ruled out, awaited or fired without an owner makes no claim, party or source of its own."""

import dragoman


def coded(text: str):
    return dragoman.code(text, published="2024-05-15").claims


def brief(text: str):
    return [(c.event, c.factuality) for c in coded(text)]


def test_the_topic_of_talks_has_not_happened():
    claims = coded("Oman is mediating talks between the government and the rebels on the release of 30 sailors.")
    assert [c.event for c in claims] == ["CONSULT"]
    assert [p.code for p in claims[0].mediator] == ["OMN"]


def test_what_is_awaited_has_not_happened():
    assert brief("Chad will not negotiate with the rebels until all soldiers are released.") == [("REJECT", "asserted")]


def test_one_met_in_a_condition_is_not_refused():
    (claim,) = coded("Ethiopian Prime Minister Abiy Ahmed ruled out a cease-fire unless all prisoners are freed.")
    assert claim.event == "REJECT" and claim.recipient == ()


def test_what_cannot_be_ruled_out_is_no_refusal():
    assert brief("NATO spokesman Paul Verhoeven could not rule out that one of the devices had failed.") == []


def test_parties_who_fail_to_agree_reject():
    (claim,) = coded("Serbia and Kosovo failed to reach an agreement in Brussels.")
    assert (claim.event, claim.factuality) == ("REJECT", "asserted")


def test_a_weapon_without_an_owner_is_no_actor():
    (claim,) = coded("A missile struck an apartment building in Odesa.")
    assert claim.actor == () and [s.text for s in claim.instrument] == ["missile"]


def test_an_answer_in_kind_is_no_speech():
    claims = coded("Hezbollah fired rockets at an Israeli army post; Israel responded with artillery fire.")
    assert claims[0].attribution == () and claims[0].factuality == "asserted"


def test_claiming_that_one_did_it_is_speech_and_the_act_its_content():
    (claim,) = coded("The Moro front claimed its fighters ambushed an army convoy near Marawi, killing nine soldiers.")
    assert claim.trigger.text == "ambushed" and claim.factuality == "alleged"
    assert [a.stance for a in claim.attribution] == ["claims"]


def test_troops_sent_to_a_disaster_are_aid():
    (claim,) = coded("India sent troops to Nepal for relief work after the earthquake.")
    assert claim.event == "AID" and claim.mode == ()


def test_a_word_within_a_name_is_not_loaded():
    (claim,) = coded("The National Liberation Army kidnapped three engineers in Arauca.")
    assert claim.loaded == ()


def test_a_pronoun_that_nothing_resolves_is_the_speaker_outside_of_quotations():
    said = coded("M23 rebels left Sake on Monday. The group denied that it had attacked the camp.")[-1]
    assert [(p.text, p.code, p.sector) for p in said.actor] == [("it", "COD", ("REB",))]
    quoted = coded('"They bombed us," Congolese army spokesman Jean Kabeya said.')[0]
    assert [p.code for p in quoted.actor] == [None]
    assert [p.code for p in quoted.recipient] == ["COD"]


def test_an_act_that_nobody_has_claimed_is_no_act_that_did_not_happen():
    assert brief("No group has claimed responsibility for the ambush.") == []
    assert brief("Al-Shabaab claimed responsibility for the ambush.") == [("ASSAULT", "asserted")]


def test_the_end_of_a_truce_is_not_its_making():
    assert brief("A three-day-old truce collapsed in Saada on Friday.") == []


def test_a_charge_dismissed_by_a_party_is_refused_and_by_a_court_dropped():
    assert brief("The Ethiopian army dismissed the charge of the Eritrean minister.") == [("REJECT", "asserted")]
    assert brief("The Ethiopian army dismissed the charge.") == []  # a bare denial
    assert brief("A court in Manila dismissed the charges against the senator.") == [("CONCEDE", "asserted")]


def test_a_date_of_a_since_clause_does_not_go_on_to_the_next_sentence():
    claims = coded(
        "Since fighting resumed on May 2, thousands have been displaced, the UN refugee agency said. "
        "It appealed for safe passage for the trucks."
    )
    assert [c.date for c in claims if c.event == "REQUEST"] == [None]


def test_the_figure_that_a_toll_is_up_from_is_the_old_one():
    now, before = coded("The death toll has risen to 187, according to a rights group in Haiti, up from 96 in April.")
    assert [[q.value for q in c.quantities] for c in (now, before)] == [[187], [96]]
    assert any("the old figure" in w for w in before.why) and not any("the old figure" in w for w in now.why)
