"""A person's word: kept for good, in force until it is taken back, and not lost when a story is coded anew."""

from __future__ import annotations

from dataclasses import replace

import pytest

from dragoman.errors import BadValue, LedgerError
from dragoman.query import find_claims, parse_filter
from dragoman.record import Span
from dragoman.store import Ledger
from factories import TEXT, full_record

SHELLING, TOLL = "tavrin#1", "tavrin#2"


@pytest.fixture
def ledger(tmp_path):
    with Ledger(tmp_path / "ledger.db") as store:
        store.add(full_record())
        yield store


def shown(ledger):
    return [f.claim.id for f in find_claims(ledger, parse_filter(""))]


def test_a_rejected_claim_is_left_out_and_kept(ledger):
    ledger.review(TOLL, "reject", by="ana", why="an opinion")
    assert shown(ledger) == [SHELLING]
    record = ledger.record("tavrin")
    assert [c.id for c in record.claims] == [SHELLING]
    assert record.claims[0].links == ()  # it linked to the claim that is gone
    assert ledger.coded("tavrin") == full_record() == ledger.record("tavrin", revision=1)
    assert ledger.standings("tavrin")[TOLL].rejected
    (row,) = ledger.corrections(claim_id=TOLL)
    assert (row.by, row.verdict, row.why, row.words) == ("ana", "reject", "an opinion", "have died")


def test_an_edit_changes_the_claim_and_says_so(ledger):
    ledger.review(SHELLING, "edit", by="ana", why="not known", changes={"factuality": "asserted", "count": None})
    claim = ledger.claim(SHELLING)[1]
    assert (claim.factuality, claim.count, claim.confidence) == ("asserted", None, 1.0)
    assert claim.why[-1].startswith("person: ana corrected count, factuality on 20")
    assert claim.why[-1].endswith(": not known")
    assert shown(ledger) == [SHELLING, TOLL]
    found = find_claims(ledger, parse_filter("factuality=asserted kind=event"))
    assert [f.claim.id for f in found] == [SHELLING]
    (row,) = ledger.corrections()
    assert [(c.field, c.old, c.new) for c in row.corrections] == [
        ("count", 2, None),
        ("factuality", "alleged", "asserted"),
    ]


def test_what_follows_from_another_category_is_in_the_log(ledger):
    ledger.review(SHELLING, "edit", by="ana", changes={"event": "COERCE"})
    claim = ledger.claim(SHELLING)[1]
    assert (claim.event, claim.mode, claim.cameo, claim.quad_code) == ("COERCE", (), None, 4)
    assert claim.event_scale is not None
    fields = [c.field for c in ledger.corrections()[0].corrections]
    assert fields == ["cameo", "event", "event_scale", "mode"]


def test_another_day_is_a_day_on_both_ends(ledger):
    ledger.review(SHELLING, "edit", by="ana", changes={"date": "2024-06-02"})
    claim = ledger.claim(SHELLING)[1]
    assert (claim.date, claim.enddate, claim.date_precision, claim.date_basis) == (
        "2024-06-02",
        "2024-06-02",
        "day",
        "explicit",
    )


def test_undo_brings_the_coders_claim_back_and_keeps_both_rows(ledger):
    first = ledger.review(TOLL, "reject", by="ana")
    ledger.undo_review(first, by="ana")
    assert ledger.record("tavrin") == full_record()
    assert [(r.verdict, r.holds) for r in ledger.corrections()] == [("undo", False), ("reject", False)]
    with pytest.raises(LedgerError, match="no review 1 holds"):
        ledger.undo_review(first, by="ana")


def test_two_reviewers_may_differ_and_the_later_holds(ledger):
    ledger.review(TOLL, "reject", by="ana")
    ledger.review(TOLL, "accept", by="ben")
    said = ledger.standings("tavrin")[TOLL]
    assert not said.rejected
    assert said.disputed == ("whether it stands",)
    assert {by: r.verdict for by, r in said.last.items()} == {"ana": "reject", "ben": "accept"}
    assert shown(ledger) == [SHELLING, TOLL]
    ledger.review(TOLL, "accept", by="ana")
    assert ledger.standings("tavrin")[TOLL].disputed == ()


def test_edits_of_two_reviewers_stand_side_by_side(ledger):
    ledger.review(SHELLING, "edit", by="ana", changes={"factuality": "denied"})
    second = ledger.review(SHELLING, "edit", by="ben", changes={"factuality": "planned", "count": 3})
    assert ledger.standings("tavrin")[SHELLING].disputed == ("factuality",)
    assert (ledger.claim(SHELLING)[1].factuality, ledger.claim(SHELLING)[1].count) == ("planned", 3)
    ledger.undo_review(second, by="ben")
    assert (ledger.claim(SHELLING)[1].factuality, ledger.claim(SHELLING)[1].count) == ("denied", 2)


def test_accepting_changes_nothing_but_the_log(ledger):
    ledger.review(SHELLING, "accept", by="ana")
    assert len(ledger.history("tavrin")) == 1
    assert ledger.record("tavrin") == full_record()
    assert len(ledger.corrections(by="ana")) == 1
    assert ledger.corrections(by="ben") == []


def test_a_persons_word_outlives_coding_anew(ledger):
    ledger.review(TOLL, "reject", by="ana")
    ledger.review(SHELLING, "edit", by="ana", changes={"factuality": "denied"})
    anew = full_record()
    toll, shelling = anew.claims[1], anew.claims[0]
    claims = (
        replace(toll, id=SHELLING, links=()),  # coded in another order, so with other ids
        replace(shelling, id=TOLL, links=(), cameo="190"),
    )
    assert ledger.add(replace(anew, claims=claims)) == "revised"
    (claim,) = ledger.record("tavrin").claims
    assert (claim.id, claim.cameo, claim.factuality) == (TOLL, "190", "denied")
    assert [r.verdict for r in ledger.corrections(claim_id=TOLL)] == ["edit"]
    assert ledger.add(replace(anew, claims=claims)) == "unchanged"
    assert ledger.add(ledger.record("tavrin")) == "unchanged"


def test_a_claim_is_found_in_a_text_that_grew(ledger):
    ledger.review(TOLL, "reject", by="ana")
    ledger.add(full_record(text="UPDATED. " + TEXT))
    assert shown(ledger) == [SHELLING]
    ledger.add(full_record())
    assert shown(ledger) == [SHELLING]


def test_a_claim_with_another_trigger_of_the_same_sentence_is_the_same(ledger):
    ledger.review(TOLL, "reject", by="ana")
    record = full_record()
    at = record.text.index("have died") + 5
    ledger.add(replace(record, claims=(record.claims[0], replace(record.claims[1], trigger=Span("died", at, at + 4)))))
    assert shown(ledger) == [SHELLING]


@pytest.mark.parametrize(
    ("changes", "wrong"),
    [
        ({"event": "SHELLING"}, "a claim cannot have this"),
        ({"sentence": None}, "'sentence' cannot be corrected"),
        ({"date": "yesterday"}, "is no date"),
        ({"enddate": "2024-01-01"}, "it would end before it begins"),
        ({"mode": ["withdraw"]}, "ASSAULT has no mode withdraw"),
        ({"actor": [{"code": "Ukraine"}]}, "is no code"),
        ({"actor": [{"text": "the mayor", "start": 3, "end": 12}]}, "do not stand at 3"),
        ({"factuality": "alleged"}, "nothing would change"),
        ({}, "an edit, and only an edit, has changes"),
    ],
)
def test_a_change_that_cannot_be_is_refused_whole(ledger, changes, wrong):
    with pytest.raises(BadValue, match=wrong):
        ledger.review(SHELLING, "edit", by="ana", changes=changes)
    assert ledger.corrections() == []
    assert ledger.record("tavrin") == full_record()


def test_a_review_needs_a_name_and_a_claim(ledger):
    with pytest.raises(BadValue, match="needs a name"):
        ledger.review(SHELLING, "accept", by=" ")
    with pytest.raises(LedgerError, match="no claim 'tavrin#9'"):
        ledger.review("tavrin#9", "accept", by="ana")
