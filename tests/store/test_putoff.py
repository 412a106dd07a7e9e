"""Indices that wait for the end of an import: they come back, also after a kill, and meanwhile everything is found."""

from __future__ import annotations

import pytest

from dragoman.export.jsonl import line
from dragoman.query import count_claims, parse_filter
from dragoman.query.find import page_of_claims
from dragoman.store import Ledger
from dragoman.store.check import check
from dragoman.store.importing import import_records
from dragoman.store.putoff import put_back, put_off, waiting
from dragoman.store.records import Line
from factories import full_record


def indices(ledger):
    return dict(ledger.select("SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL"))


@pytest.fixture
def path(tmp_path):
    path = tmp_path / "ledger.db"
    with Ledger(path) as ledger:
        ledger.add(full_record("a"))
    return path


def test_an_import_gives_every_index_back(path):
    with Ledger(path) as ledger:
        before = indices(ledger)
        with ledger.bulk():
            ledger.put_off()
            assert len(indices(ledger)) < len(before)
            ledger.add(full_record("b"))
        assert indices(ledger) == before
        assert waiting(ledger.db) == []


@pytest.mark.parametrize(("at_once", "put"), [(2, True), (100, False)])
def test_only_a_large_import_puts_them_off(path, monkeypatch, at_once, put):
    monkeypatch.setattr("dragoman.store.importing.CLAIMS", at_once)
    lines = (Line("x", n, line(full_record(f"r{n}"))) for n in range(5))
    seen = []
    with Ledger(path) as ledger:
        before = indices(ledger)
        import_records(
            ledger, lines, on_error=print, workers=0, told=lambda done: seen.append(bool(waiting(ledger.db)))
        )
        assert set(seen) == {put}
        assert indices(ledger) == before


def test_an_import_that_fails_gives_them_back_too(path):
    with Ledger(path) as ledger:
        before = indices(ledger)
        with pytest.raises(RuntimeError), ledger.bulk():
            ledger.put_off()
            raise RuntimeError
        assert indices(ledger) == before


def test_after_a_kill_the_next_writer_builds_them_and_readers_find_everything(path):
    asked = [
        parse_filter(t)
        for t in ("actor=REB", "country=UKR", "event=ASSAULT", "killed>=1", "from=2000", "source=official")
    ]
    with Ledger(path) as ledger:
        before = indices(ledger)
        found = [(page_of_claims(ledger, f, sort="-date").rows, count_claims(ledger, f)) for f in asked]
        assert any(n for _, n in found)
        put_off(ledger.db)  # and the process is killed
    with Ledger(path, readonly=True) as ledger:
        assert [(page_of_claims(ledger, f, sort="-date").rows, count_claims(ledger, f)) for f in asked] == found
        report = check(ledger)
        assert report.problems == ()
        assert "indices wait" in report.notes[0].what
    with Ledger(path) as ledger:
        assert indices(ledger) == before
        assert check(ledger).findings == ()


def test_a_large_ledger_keeps_its_indices(path, monkeypatch):
    monkeypatch.setattr("dragoman.store.putoff.SMALL", 1)
    with Ledger(path) as ledger:
        before = indices(ledger)
        with ledger.bulk():
            ledger.put_off()
            assert indices(ledger) == before


def test_two_imports_beside_one_another_lose_none(path):
    with Ledger(path) as one, Ledger(path) as other:
        before = indices(one)
        put_off(one.db)
        put_off(other.db)
        put_back(other.db)
        put_back(one.db)
        assert indices(one) == before
