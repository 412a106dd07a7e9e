"""Links kept in a ledger: growing it gives what linking it afresh gives; a person's word outlives it all."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from typer.testing import CliRunner

from dragoman.cli.app import app
from dragoman.errors import LedgerError
from dragoman.link import link_records
from dragoman.link.ledger import LedgerLinks
from dragoman.link.linker import episodes_of
from dragoman.link.packed import pack, unpack
from dragoman.record import Span
from dragoman.store import Ledger
from factories.claims import coded_by_hand


@pytest.fixture(scope="module")
def records():
    return coded_by_hand()[0][:40]


@pytest.fixture
def ledger(tmp_path, records):
    with Ledger(tmp_path / "ledger.db") as store:
        for r in records:
            store.add(r)
        yield store


def linked(store):
    links = LedgerLinks(store)
    links.update()
    return links


def by_id(views):
    return {v["id"]: v for v in views}


def test_an_episode_is_packed_and_unpacked(records):
    for r in records:
        for e in episodes_of(r):
            assert unpack(pack(e)) == e


def test_views_are_those_of_records_in_memory(ledger, records):
    links, whole = linked(ledger), link_records(records)
    assert links.copies() == whole["copies"]
    assert by_id(links.incidents()) == by_id(whole["incidents"])
    assert links.tolls() == whole["tolls"]
    assert links.agreements() == whole["agreements"]


def test_growing_is_as_good_as_afresh(tmp_path, records):
    with Ledger(tmp_path / "grown.db") as store:
        for n in range(0, len(records), 7):
            for r in reversed(records[n : n + 7]):
                store.add(r)
            assert linked(store).update() == 0
        changed = replace(records[0], claims=records[0].claims[:1])
        store.add(changed)
        grown = by_id(linked(store).incidents())
        links = LedgerLinks(store)
        links.update(afresh=True)
        assert by_id(links.incidents()) == grown
        assert grown == by_id(link_records([changed, *records[1:]])["incidents"])


def several(links):
    return max(links.incidents(), key=lambda i: (len(i["claims"]), i["id"]))


def test_split_outlives_new_stories_a_new_coding_and_afresh(ledger, records):
    links = linked(ledger)
    incident = several(links)
    out = incident["claims"][-1]
    links.split([out["claim"]], by="me", why="another day")
    kept = {c["claim"] for c in links.incident(incident["id"])["claims"]}
    assert out["claim"] not in kept
    old = next(r for r in records if r.id == out["document"])
    again = replace(old, claims=tuple(replace(c, id=f"{c.id}0", confidence=0.9) for c in old.claims))
    assert ledger.add(again) == "revised"
    links.update()
    assert f"{out['claim']}0" not in {c["claim"] for c in links.incident(incident["id"])["claims"]}
    links.update(afresh=True)
    assert f"{out['claim']}0" not in {c["claim"] for c in links.incident(incident["id"])["claims"]}
    links.undo(1)
    assert f"{out['claim']}0" in {c["claim"] for c in links.incident(incident["id"])["claims"]}
    assert links.tables.decisions()[0].withdrawn


def test_merge_and_pin(ledger, records):
    links = linked(ledger)
    one, two, *_ = (i for i in links.incidents() if len(i["claims"]) > 2)
    links.merge([one["id"], two["id"]], by="me", why="")
    both = links.incident(one["claims"][0]["claim"])
    assert {c["claim"] for c in (*one["claims"], *two["claims"])} <= {c["claim"] for c in both["claims"]}
    links.pin(both["id"], by="me", why="")
    story = next(r for r in records if r.id == one["claims"][0]["document"])
    ledger.add(replace(story, id="reprint", claims=tuple(replace(c, id=f"x{c.id}") for c in story.claims)))
    links.update()
    assert links.incident(both["id"])["claims"] == both["claims"]


def test_wrong_decisions_say_what_to_do(ledger):
    links = linked(ledger)
    one, two, *_ = (i for i in links.incidents() if len(i["claims"]) > 2)
    with pytest.raises(LedgerError, match="not of one incident"):
        links.split([one["claims"][0]["claim"], two["claims"][0]["claim"]], by="me", why="")
    with pytest.raises(LedgerError, match="all its claims"):
        links.split([c["claim"] for c in one["claims"]], by="me", why="")
    with pytest.raises(LedgerError, match="no incident and no claim"):
        links.merge(["nothing"], by="me", why="")
    with pytest.raises(LedgerError, match="no decision 9"):
        links.undo(9)


def run(*args):
    return CliRunner().invoke(app, [str(a) for a in args])


def test_commands(ledger):
    path = ledger.path
    whole = json.loads(run("link", "--ledger", path).stdout)
    assert list(whole) == ["copies", "incidents", "tolls", "agreements"]
    listed = json.loads(run("incidents", "--ledger", path).stdout)
    assert listed and all(len(i["claims"]) > 1 for i in listed)
    first = listed[0]
    assert json.loads(run("incidents", "show", first["id"], "--ledger", path).stdout) == first
    shown = run("incidents", "show", first["claims"][0]["claim"], "--ledger", path, "--format", "table").stdout
    assert first["id"] in shown and "why together" in shown
    graded = json.loads(run("incidents", "--grade", "contested", "--ledger", path).stdout)
    assert graded and {i["grade"] for i in graded} == {"contested"}
    assert run("incidents", "pin", first["id"], "--ledger", path, "--why", "sure").exit_code == 0
    assert "sure" in run("incidents", "decisions", "--ledger", path, "--format", "table").stdout
    assert run("incidents", "undo", 1, "--ledger", path).exit_code == 0
    for name in ("link", "incidents", "tolls", "agreements"):
        assert run(name, "--ledger", path, "--format", "table").exit_code == 0
    assert run("incidents", "show", "none", "--ledger", path).exit_code == 3
    assert run("link", "--ledger", path.with_name("none.db")).exit_code == 2


def test_decision_anchor_is_the_words(ledger):
    links = linked(ledger)
    incident = several(links)
    links.pin(incident["id"], by="me", why="")
    row = links.tables.decisions()[0]
    for document, begin, stop, text in row.claims:
        assert ledger.record(document).text[begin:stop] == text
        assert Span(text, begin, stop) in {c.trigger for c in ledger.record(document).claims}
