"""Pages by cursor: every row once, in order, there and back, while rows are added."""

from __future__ import annotations

import pytest

from dragoman.errors import BadValue
from dragoman.query import parse_filter
from dragoman.query.find import SORTS, STORY_SORTS, count_reports, page_of_claims, page_of_reports
from dragoman.store import Ledger
from factories import full_record
from factories.claims import coded_by_hand

EVERYTHING = parse_filter("")


@pytest.fixture(scope="module")
def ledger(tmp_path_factory):
    with Ledger(tmp_path_factory.mktemp("pages") / "ledger.db") as store:
        for r in coded_by_hand()[0]:
            store.add(r)
        store.add(full_record())
        yield store


def walk(ledger, sort, limit, where=EVERYTHING):
    pages, after = [], None
    while True:
        page = page_of_claims(ledger, where, sort=sort, after=after, limit=limit)
        pages.append(page)
        after = page.next
        if after is None:
            return pages


@pytest.fixture(params=["as it is", "by date", "by date, then by the rarest"])
def ways(request, monkeypatch):
    """The ways that a search may go, also those of ledgers a thousand times as large."""
    if request.param != "as it is":
        monkeypatch.setattr("dragoman.query.plan.FEW", -1)
        monkeypatch.setattr("dragoman.query.find.WINDOW", 12)
        monkeypatch.setattr("dragoman.query.find.MANY", 1000 if "rarest" in request.param else -1)


@pytest.mark.parametrize("sort", SORTS)
@pytest.mark.parametrize(
    "text",
    [
        "",
        "event=ASSAULT",
        "actor=REB",
        "text:army",
        "party=ARM",
        "dyad=ARM-AZE",
        "to=2020-10",
        "from=2020-10",
        "undated=yes to=2020-10",
    ],
)
def test_pages_hold_every_claim_once_in_order_and_go_back(ledger, ways, sort, text):
    where = parse_filter(text)
    pages = walk(ledger, sort, 7, where)
    rows = [f for p in pages for f in p.rows]
    whole = page_of_claims(ledger, where, sort=sort, limit=10_000)
    assert rows == whole.rows and whole.next is whole.previous is None
    assert len({(f.record.id, f.number) for f in rows}) == len(rows) > 0
    name = sort.removeprefix("-")
    if name != "came":
        keys = [getattr(f.record if name == "published" else f.claim, name) for f in rows]
        known = [k for k in keys if k is not None]
        assert known == sorted(known, reverse=sort.startswith("-")) and keys[: len(known)] == known, "bare ones last"
    assert [len(p.rows) for p in pages[:-1]] == [7] * (len(pages) - 1)
    back, after = [], pages[-1].previous
    while after is not None:
        page = page_of_claims(ledger, where, sort=sort, after=after, limit=7)
        back.append(page)
        after = page.previous
    assert [p.rows for p in back] == [p.rows for p in pages[-2::-1]]


def test_pages_stay_while_stories_come(tmp_path):
    with Ledger(tmp_path / "l.db") as store:
        records = coded_by_hand()[0]
        for r in records[:10]:
            store.add(r)
        first = page_of_claims(store, EVERYTHING, limit=5)
        second = page_of_claims(store, EVERYTHING, limit=5, after=first.next)
        for r in records[10:]:
            store.add(r)
        assert page_of_claims(store, EVERYTHING, limit=5, after=first.next).rows == second.rows


@pytest.mark.parametrize("sort", STORY_SORTS)
def test_pages_of_stories(ledger, sort):
    where = parse_filter("event=ASSAULT")
    seen, after = [], None
    while True:
        page = page_of_reports(ledger, where, sort=sort, after=after, limit=4)
        seen += page.rows
        after = page.next
        if after is None:
            break
    assert len(seen) == len({r.id for r in seen}) == count_reports(ledger, where)
    assert all(any(c.event == "ASSAULT" for c in r.claims) for r in seen)
    assert count_reports(ledger, EVERYTHING) == len(ledger)


@pytest.mark.parametrize(
    "word", ["x", "!!!", "bnVsbA", "WyJkYXRlIiwwLG51bGwsMSwxXQ", "W10", "WyJjYW1lIiwwLG51bGwseyJhIjoxfSwxXQ", "é"]
)
def test_a_wrong_cursor_or_order_says_so(ledger, word):
    with pytest.raises(BadValue, match="cursor"):
        page_of_claims(ledger, EVERYTHING, after=word)
    with pytest.raises(BadValue, match="did you mean date"):
        page_of_claims(ledger, EVERYTHING, sort="dates")
