"""The ledger as it was known then: stories, claims, people's word, links."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from dragoman.errors import BadValue
from dragoman.link.ledger import LedgerLinks
from dragoman.query import count_claims, find_claims, parse_filter
from dragoman.store import Ledger, writing
from dragoman.store.asof import moment
from factories import TEXT, full_record
from factories.claims import coded_by_hand


@pytest.fixture
def clock(monkeypatch):
    """Sets the day that the ledger writes."""
    day = ["2026-01-01"]
    count = iter(range(10**6))

    def now():
        return f"{day[0]}T10:00:00.{next(count):06}Z"

    for module in ("dragoman.store.writing", "dragoman.store.ledger", "dragoman.store.correcting"):
        monkeypatch.setattr(f"{module}.now", now)
    return lambda to: day.__setitem__(0, to)


@pytest.fixture
def path(tmp_path, clock):
    path = tmp_path / "ledger.db"
    with Ledger(path) as ledger:
        ledger.add(full_record())
        clock("2026-01-02")
        ledger.add(full_record("second"), run=ledger.start_run(version="1", model="m"))
        ledger.add(replace(full_record(text=TEXT + "More."), headline="Second take"))
        clock("2026-01-03")
        ledger.review("tavrin#2", "reject", by="ana")
        clock("2026-01-04")
        ledger.undo_review(1, by="ana")
    return path


def state(path, day):
    with Ledger(path, as_of=day) as then:
        claims = count_claims(then, parse_filter(""))
        record = then.record("tavrin")
        return len(then), claims, record and record.headline, len(then.corrections()), len(then.runs())


def test_each_day_is_as_it_was_known(path):
    assert state(path, "2025-12-31") == (0, 0, None, 0, 0)
    assert state(path, "2026-01-01") == (1, 2, "Port shelled", 0, 0)
    assert state(path, dt.date(2026, 1, 2)) == (2, 4, "Second take", 0, 1)
    assert state(path, "2026-01-03") == (2, 3, "Second take", 1, 1)
    assert state(path, "2026") == (2, 4, "Second take", 2, 1)


def test_reviews_that_were_taken_back_later_held_then(path):
    with Ledger(path, as_of="2026-01-03") as then:
        assert then.standings("tavrin")["tavrin#2"].rejected
        assert [r.holds for r in then.corrections()] == [True]
        assert [f.claim.id for f in find_claims(then, parse_filter("document=tavrin"))] == ["tavrin#1"]
        assert then.claim("tavrin#2") is None


def test_a_moment_within_a_day(path):
    with Ledger(path) as now:
        recorded = now.history("second")[0].recorded
        with now.as_of(recorded) as then:
            assert [d.id for d in then.documents()] == ["tavrin", "second"]
            assert then.record("tavrin").headline == "Port shelled"
        assert repr(now.as_of("2026-01-01")).endswith("as_of='2026-01-01T23:59:59.999999Z')")


def test_the_past_cannot_be_written(path):
    with Ledger(path, as_of="2026-01-01") as then, pytest.raises(Exception, match="may not be written"):
        then.review("tavrin#1", "reject", by="ana")


def test_every_view_of_the_schema_follows(path):
    with Ledger(path, as_of="2026-01-01") as then:
        names = {n for (n,) in then.select("SELECT name FROM main.sqlite_master WHERE type = 'view'")}
        shadows = {n for (n,) in then.select("SELECT name FROM temp.sqlite_master WHERE type = 'view'")}
        assert names <= shadows
        old = {
            n
            for (n,) in then.select(
                "SELECT name FROM main.sqlite_master WHERE type = 'view' AND sql LIKE '%superseded%'"
            )
        }
        assert old == {"current_documents"}, "a view must ask current_documents, not documents.superseded"


def test_links_are_those_of_then(tmp_path, clock):
    records = coded_by_hand()[0][:12]
    path = tmp_path / "links.db"
    with Ledger(path) as ledger:
        for r in records[:6]:
            ledger.add(r)
        links = LedgerLinks(ledger)
        links.update()
        then = list(links.incidents())
        clock("2026-01-02")
        many = next(i for i in then if len(i["claims"]) > 1)
        links.split([many["claims"][0]["claim"]], by="ana", why="")
        for r in records[6:]:
            ledger.add(r)
        links.update()
        assert list(links.incidents()) != then
    with Ledger(path, as_of="2026-01-01") as past, past.in_memory() as copy:
        old = LedgerLinks(copy)
        old.update()
        assert {i["id"]: i for i in old.incidents()} == {i["id"]: i for i in then}


@pytest.mark.parametrize(
    ("given", "end"),
    [
        ("2026", "2026-12-31T23:59:59.999999Z"),
        ("2026-02", "2026-02-28T23:59:59.999999Z"),
        ("2026-12", "2026-12-31T23:59:59.999999Z"),
        ("2026-02-03", "2026-02-03T23:59:59.999999Z"),
        ("2026-02-03T04:05Z", "2026-02-03T04:05:00.000000Z"),
        ("2026-02-03T04:05+02:00", "2026-02-03T02:05:00.000000Z"),
    ],
)
def test_moments(given, end):
    assert moment(given) == end


@pytest.mark.parametrize("given", ["soon", "2026-13", "2026-02-30", "' OR 1"])
def test_what_is_no_moment_is_refused(given):
    with pytest.raises(BadValue, match="is no date"):
        moment(given)


def test_times_are_in_the_order_of_text():
    assert writing.now() < writing.now() < "2100"
