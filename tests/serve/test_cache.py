"""Values worked out of a ledger: kept while it stays as it is, made anew once it has changed, and not too often."""

from __future__ import annotations

import threading

import pytest

from dragoman.serve.cache import Cache
from dragoman.store import Ledger
from factories import full_record


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "ledger.db"
    with Ledger(path) as store:
        store.add(full_record("a"))
    return path


def _count(ledger: Ledger) -> int:
    return len(ledger)


def test_a_value_is_kept_until_the_ledger_changes(file):
    cache, made = Cache(file), []
    for _ in range(3):
        assert cache.get("k", lambda: made.append(1) or len(made)) == 1
    with Ledger(file) as store:
        store.add(full_record("b"))
    assert cache.get("k", lambda: made.append(1) or len(made)) == 2


def test_what_takes_long_is_made_beside_the_request(file):
    cache, go = Cache(file), threading.Event()

    def slow(ledger: Ledger) -> int:
        assert go.wait(20)
        return len(ledger)

    assert cache.soon("k", slow, 0.0) == (None, False)
    go.set()
    assert cache.soon("k", slow, 20.0) == (1, True)


def test_the_former_value_is_given_meanwhile_and_not_made_all_the_time(file):
    cache = Cache(file)
    assert cache.soon("k", _count, 20.0) == (1, True)
    with Ledger(file) as store:
        store.add(full_record("b"))
    cache._rest["k"] = float("inf")
    assert cache.soon("k", _count, 20.0) == (1, False), "it rests"
    cache._rest["k"] = 0.0
    assert cache.soon("k", _count, 20.0) == (2, True)


def test_a_ledger_that_cannot_be_read_breaks_nothing(tmp_path):
    assert Cache(tmp_path / "none.db").soon("k", _count, 20.0) == (None, False)


def test_threads_wait_for_the_one_that_works(file):
    cache, made = Cache(file), []
    gate = threading.Barrier(5)

    def ask() -> None:
        gate.wait()
        cache.get("k", lambda: made.append(1))

    threads = [threading.Thread(target=ask) for _ in range(5)]
    for t in threads:
        t.start()
    for t in threads:
        t.join()
    assert len(made) == 1
