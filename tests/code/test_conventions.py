"""Coding conventions (docs/codebook.md), one construction a row: what a sentence must yield, and what it must not."""

import pytest

# sentence, what must be among the claims, what must not be. A claim: event or kind, actor codes, recipient codes,
# factuality; None leaves a slot open.
ROWS = [
    # one claim a mention; coordinated acts are separate claims
    ("Chad demanded an apology from Sudan and warned Khartoum against further raids.",
     [("REQUEST", "TCD", "SDN", "asserted"), ("THREATEN", "TCD", "SDN", "asserted")], []),
    ("The attack shocked many.", [], ["ASSAULT"]),
    ("Ethiopia's attack on Zalambessa on Tuesday shocked many.", [("ASSAULT", "ETH", None, "asserted")], []),
    # what is only wanted, promised, threatened or refused is absorbed
    ("Uganda demanded the release of the soldiers by Rwanda.", [("REQUEST", "UGA", "RWA", "asserted")], ["RETREAT"]),
    ("Kenya urged Somalia to free the fishermen.", [("REQUEST", "KEN", "SOM", "asserted")], ["RETREAT"]),
    ("Hungary agreed to send doctors to Syria.", [("AGREE", "HUN", "SYR", "asserted")], ["AID"]),
    ("Iran threatened to bomb Kuwait.", [("THREATEN", "IRN", "KWT", "asserted")], ["ASSAULT"]),
    ("Eritrea refused to withdraw from Badme.", [("REJECT", "ERI", None, "asserted")], ["RETREAT"]),
    ("Egypt is willing to release the Libyan pilots.", [("AGREE", "EGY", "LBY", "asserted")], ["RETREAT"]),
    ("Armenian forces must leave the district.", [("RETREAT", "ARM", None, "demanded")], []),
    # acts ahead, by one's own word
    ("Poland said it would send medicine to Ukraine.", [("AGREE", "POL", "UKR", None)], ["AID"]),
    ("Russia announced that it will withdraw its troops from Armenia.", [("CONCEDE", "RUS", None, None)], ["RETREAT"]),
    ("Japan will not lift the ban on Russian timber.", [("REJECT", "JPN", "RUS", "asserted")], ["CONCEDE"]),
    ("The French president will meet the German chancellor on Friday.", [("AGREE", "FRA DEU", None, "planned")], ["CONSULT"]),
    ("Turkey said it would attack Kurdish positions in Syria.", [("THREATEN", "TUR", None, None)], ["ASSAULT"]),
    ("Norway said that Serbia must hand over the files.", [("REQUEST", "NOR", "SRB", "asserted")], []),
    # an accusation is two claims
    ("Pakistan accused India of shelling a village in Kashmir.",
     [("ACCUSE", "PAK", "IND", "asserted"), ("ASSAULT", "IND", None, "alleged")], []),
    ("The envoy said that the road was long.", [], ["ACCUSE"]),
    # a denial is the denied act
    ("Russia denied that it had bombed the hospital.", [("ASSAULT", "RUS", None, "denied")], []),
    ("Burundi denied it.", [], ["REJECT", "ASSAULT"]),
    # factuality
    ("If Kenya attacks Somalia, trade will stop.", [("ASSAULT", "KEN", "SOM", "hypothetical")], []),
    ("Ethiopian troops did not attack the town.", [("ASSAULT", "ETH", None, "negated")], []),
    # toll or event
    ("At least 40 people have been wounded since Monday.", [("toll", None, None, None)], ["ASSAULT"]),
    ("Gunmen shot dead seven farmers in Plateau state.", [("ASSAULT", None, None, "asserted")], ["toll"]),
    # cease-fire life-cycle
    ("Chad and Libya agreed on a cease-fire.", [("AGREE", "TCD LBY", None, "asserted")], []),
    ("Sudan declared a cease-fire on Monday.", [("CONCEDE", "SDN", None, "asserted")], []),
    ("The cease-fire came into force on Monday.", [("RETREAT", None, None, "asserted")], []),
    ("Sudan violated the cease-fire.", [("ASSAULT", "SDN", None, "asserted")], []),
    # taking a town, captured fighters and weapons, a siege
    ("Ethiopian troops captured the town of Humera.", [("ASSAULT", "ETH", None, "asserted")], ["COERCE"]),
    ("Sudanese troops besieged the city.", [("COERCE", "SDN", None, "asserted")], ["ASSAULT"]),
    # no agent in a passive
    ("The mayor of Gao was assassinated on Sunday.", [("ASSAULT", "", None, "asserted")], []),
    # parties: mediators and topics apart, whose act is condemned
    ("Togo condemned Israel's raid on the port.", [("ACCUSE", "TGO", "ISR", "asserted")], []),
    ("Iran rejected the French plan.", [("REJECT", "IRN", "FRA", "asserted")], []),
    ("Peru lifted a ban on Chilean ships.", [("CONCEDE", "PER", "CHL", "asserted")], []),
    ("Peru summoned the Chilean ambassador.", [("ACCUSE", "PER", "CHL", "asserted")], []),
    ("Ghana criticized Togo's decision to close the border.", [("ACCUSE", "GHA", "TGO", "asserted")], []),
    # sanctions are COERCE (CAMEO 163); relations and aid cut are SANCTION
    ("Canada imposed sanctions on Belarus.", [("COERCE", "CAN", "BLR", "asserted")], ["SANCTION"]),
    ("Mali cut diplomatic ties with Ukraine.", [("SANCTION", "MLI", "UKR", "asserted")], []),
    # conviction and sentence
    ("A Turkish court convicted the editor and jailed him.",
     [("SANCTION", "TUR", None, "asserted"), ("COERCE", "TUR", None, "asserted")], []),
    # no claim
    ("Senators shot down the proposal.", [], ["ASSAULT"]),
    ("The governor declared a state of emergency after the flood.", [], ["COERCE"]),
    ("Malaria killed 40 people in the province.", [], ["ASSAULT", "toll"]),
    # purposes are no claims of their own
    ("India imposed a curfew in Srinagar to stop demonstrations.", [("COERCE", "IND", None, "asserted")], ["PROTEST"]),
]  # fmt: skip


def codes(entities):
    return {e.code for e in entities if e.code}


def fits(claim, wanted):
    event, actor, recipient, factuality = wanted
    return (
        (claim.event or claim.kind) == event
        and (actor is None or codes(claim.actor) == set(actor.split()))
        and (recipient is None or codes(claim.recipient) == set(recipient.split()))
        and (factuality is None or claim.factuality == factuality)
    )


@pytest.fixture(scope="module")
def all_coded():
    from dragoman.coder import code_documents
    from dragoman.document import Story

    stories = [Story(text=row[0], id=str(n), published="2024-05-15") for n, row in enumerate(ROWS)]
    return {row[0]: doc for row, doc in zip(ROWS, code_documents(stories), strict=True)}


@pytest.mark.parametrize(("sentence", "wanted", "unwanted"), ROWS, ids=[r[0][:60] for r in ROWS])
def test_convention(all_coded, sentence, wanted, unwanted):
    claims = all_coded[sentence].claims
    got = [(c.event or c.kind, codes(c.actor), codes(c.recipient), c.factuality) for c in claims]
    for w in wanted:
        assert any(fits(c, w) for c in claims), f"{w} not in {got}"
    assert not {c.event or c.kind for c in claims} & set(unwanted), got


def test_talks_keep_mediators_and_topics_apart(coded):
    (claim,) = coded("Iraq and Iran held talks on Syria in Doha, hosted by Qatar.").claims
    assert (claim.event, codes(claim.actor), codes(claim.recipient)) == ("CONSULT", {"IRQ", "IRN"}, set())


def test_instruments_set_the_mode(coded):
    claim = next(c for c in coded("Ukrainian drones struck an oil depot near Ryazan.").claims if c.event == "ASSAULT")
    assert "drone" in claim.mode


def test_same_event_told_again_is_linked(coded):
    doc = coded(
        "Turkey's foreign minister met his Greek counterpart in Ankara on Monday. The talks lasted two hours. "
        "Turkey and Greece met on Monday for the first time in a year."
    )
    assert any(k.type == "same-event" for c in doc.claims for k in c.links)
