"""The first page: what is in the ledger, and what is new since when."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from dragoman.link.ledger import LedgerLinks
from dragoman.serve import make_app
from dragoman.serve.news import news
from dragoman.serve.pages.home import PAGE
from dragoman.serve.visits import COOKIE
from dragoman.store import Ledger
from factories.claims import record
from factories.web import Visitor, ask


def _toll(id: str, value: int, day: str):
    text = f"Since January 3 {value} people have been killed, the health ministry said."
    said = {"text": "the health ministry", "code": "MLI GOV"}
    q = {"kind": "killed", "value": value, "scope": "cumulative", "since": "2024-01-03"}
    return record(id, text, {"kind": "toll", "trigger": "killed", "quantities": [q], "source": said}, published=day)


def _shelling(id: str, day: str, factuality: str, who: str):
    text = f"Rebels shelled the market of Gao on {day}, the {who} said."
    return record(
        id, text,
        {"trigger": "shelled", "event": "ASSAULT", "mode": ["heavy-weapons"], "actor": ["MLI REB"], "recipient": ["MLI CVL"],
         "date": day, "place": "MLI", "place_name": "Gao", "factuality": factuality,
         "source": {"text": f"the {who}", "code": "MLI MIL" if who == "army" else "MLI REB"}},
        published=day,
    )  # fmt: skip


@pytest.fixture(scope="module")
def ledger(tmp_path_factory):
    path = tmp_path_factory.mktemp("home") / "ledger.db"
    with Ledger(path) as store:
        for r in (_toll("t1", 120, "2024-02-01"), _toll("t2", 90, "2024-02-09")):
            store.add(r)
        for r in (_shelling("a", "2024-02-03", "asserted", "army"), _shelling("b", "2024-02-03", "denied", "rebels")):
            store.add(r)
        for n in range(PAGE):
            store.add(record(f"s{n}", "Nothing was done."))
        LedgerLinks(store).update()
    return path


def test_news_tells_revisions_and_contradictions(ledger):
    with Ledger(ledger, readonly=True) as store:
        found = news(store, "")
        assert [(r["from"]["value"], r["to"]["value"], r["kind"]) for r in found.revisions] == [(120, 90, "lowered")]
        assert [d["differ"] for d in found.contradictions] == ["whether"]
        last = store.select("SELECT recorded FROM documents WHERE id = 't1'")[0][0]
        assert len(news(store, last).revisions) == 1, "the later figure came since"
        assert news(store, "2999").revisions == ()


def test_the_page_tells_them_too(ledger):
    app = make_app(ledger)
    for _ in range(100):
        page = ask(app, "/").text
        if "being worked out" not in page:
            break
    assert "lowered" in page and "/articles/t2#claim-1" in page
    assert "whether" in page and "/incidents/incident-" in page
    twin = ask(app, "/news.json").json()
    assert twin["ready"] and len(twin["revisions"]) == 1


def test_what_came_since_the_last_visit(ledger):
    app = make_app(ledger)
    visitor = Visitor(app)
    assert "Since your last visit" not in visitor.get("/").text, "never here before"
    assert "Since your last visit" not in visitor.get("/").text, "still the same visit"
    ago = datetime.now(UTC) - timedelta(days=2)
    visitor.cookies[COOKIE] = f"-.{ago:%Y%m%dT%H%M%S}"
    page = visitor.get("/").text
    assert "Since your last visit" in page and "54 stories with 4 claims" in page
    assert "54 stories" in visitor.get("/").text, "the last visit stays the last during this one"
    visitor.cookies[COOKIE] = "rubbish"
    assert visitor.get("/").status == 200


def test_since_and_pages_are_in_the_address(ledger):
    app = make_app(ledger)
    assert ask(app, "/index.json?since=7d").json()["new"]["stories"] == 54
    assert ask(app, "/index.json?since=2999-01-01").json()["new"]["stories"] == 0
    assert ask(app, "/?since=soon").status == 400
    assert len(ask(app, "/index.json?page=2").json()["documents"]) == 4
    titles = [d["title"] for d in ask(app, "/index.json?sort=claims").json()["documents"]]
    assert "Nothing was done." not in titles[:4]


def test_the_ledger_as_it_was(ledger):
    app = make_app(ledger)
    assert ask(app, "/index.json?as_of=2000-01-01").json()["stories"] == 0
    page = ask(app, "/?as_of=2999-01-01").text
    assert "as it was on 2999-01-01" in page and 'href="/articles/s0?as_of=2999-01-01"' in page


def test_what_waits_on_other_pages_is_told(ledger, monkeypatch):
    app = make_app(ledger)
    app.state.services.waiting = (("/review", "to review", lambda store: len(store) - 50),)
    for _ in range(100):
        page = ask(app, "/").text
        if "<b>–</b>" not in page:
            break
    assert '<a class="stat" href="/review"><b>4</b><span>to review</span></a>' in page
