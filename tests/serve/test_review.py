"""Reviewing in a real browser, by keys alone and without a script; what is kept of it."""

from __future__ import annotations

import re

import pytest
from lxml import etree

from dragoman.link.ledger import LedgerLinks
from dragoman.query import parse_filter
from dragoman.serve import editing
from dragoman.serve.editing import changes
from dragoman.serve.queue import queue, waiting
from dragoman.store import Ledger
from dragoman.store.links import LinkTables
from factories import full_record


@pytest.fixture
def ledger(tmp_path):
    with Ledger(tmp_path / "ledger.db") as store:
        for i in "ab":
            store.add(full_record(i))
        yield store


def test_the_queue_is_in_the_order_of_doubt_and_impact(ledger):
    items, total = queue(ledger, parse_filter(""), "open", by="ana", limit=10)
    assert total == waiting(ledger) == 4
    assert [i.id for i in items] == ["a#1", "b#1", "a#2", "b#2"]
    assert [i.score for i in items] == sorted((i.score for i in items), reverse=True)
    assert items[0].doubt == 1 - 0.8125 and items[2].doubt == 0
    assert items[0].impact == 1 + 1 + 0.5 + 2  # material conflict, alleged, 14 killed


def test_queues_by_what_was_said(ledger):
    def ids(status, by="ana"):
        return [i.id for i in queue(ledger, parse_filter(""), status, by=by, limit=10)[0]]

    ledger.review("a#1", "accept", by="ana")
    ledger.review("b#1", "edit", by="ben", changes={"event": "COERCE"})
    assert ids("open") == ["a#2", "b#2"]
    assert ids("others") == ["b#1"]
    assert ids("others", by="ben") == ["a#1"]
    assert ids("disputed") == []
    ledger.review("a#1", "reject", by="ben")
    ledger.review("a#1", "accept", by="ana")
    assert ids("disputed") == ["a#1"]


def test_the_order_follows_what_is_said_and_what_comes(ledger):
    def ids():
        return [i.id for i in queue(ledger, parse_filter(""), "open", by="ana", limit=10)[0]]

    assert ids() == ["a#1", "b#1", "a#2", "b#2"]
    one = ledger.review("a#1", "accept", by="ana")
    assert ids() == ["b#1", "a#2", "b#2"]
    ledger.undo_review(one, by="ana")
    assert ids() == ["a#1", "b#1", "a#2", "b#2"]
    ledger.add(full_record("c"))
    assert ids() == ["a#1", "b#1", "c#1", "a#2", "b#2", "c#2"]
    ledger.review("b#2", "reject", by="ana")
    assert ids() == ["a#1", "c#1", "b#1", "a#2", "c#2"]
    assert waiting(ledger) == 5


def claim():
    return full_record().claims[0]


def form(**changed):
    """A form as a browser sends it: all fields, some changed."""
    shown = editing.fields(claim())
    told = {k: v for k, v in shown.items() if isinstance(v, str)}
    for role, rows in shown["parties"].items():
        told |= {f"{role}-{n}-{k}": v for n, row in enumerate(rows) for k, v in row.items() if k != "words"}
    for n, q in enumerate(shown["quantities"]):
        told |= {f"quantity-{n}-{k}": v for k, v in q.items() if k != "words"}
    told |= changed
    return lambda name: told.get(name, "")


def test_a_form_that_is_sent_as_it_was_changes_nothing():
    assert changes(claim(), form()) == {}


def test_a_form_changes_only_what_was_changed():
    told = changes(claim(), form(event="COERCE", mode="arrest, seize", enddate="2024-06-04"))
    assert told == {"event": "COERCE", "mode": ["arrest", "seize"], "enddate": "2024-06-04"}


def test_a_party_keeps_its_words_and_a_new_one_has_none():
    told = changes(claim(), form(**{"actor-0-code": "ukr", "actor-1-name": "the mayor"}))
    one, two = told["actor"]
    assert (one["text"], one["code"], one["sector"]) == ("Rebel fighters", "UKR", ["REB"])
    assert two == {"name": "the mayor", "code": None, "sector": []}
    gone = changes(claim(), form(**{"actor-0-name": "", "actor-0-code": "", "actor-0-sector": ""}))
    assert gone["actor"] == []


def test_another_place_is_no_longer_the_gazetteers():
    told = changes(claim(), form(place="Odesa"))["event_loc"]
    assert (told["resolved_place"], told["country_code"], told.get("lat"), told.get("geonameid")) == (
        "Odesa", "UKR", None, None,
    )  # fmt: skip
    assert told["extracted_place"]["text"] == "Tavrin"
    assert changes(claim(), form(place="", country=""))["event_loc"] is None


def test_figures():
    told = changes(claim(), form(**{"quantity-0-value": "", "quantity-0-min": "15", "quantity-1-value": "2,500"}))
    assert [(q["value"], q["min"]) for q in told["quantities"]] == [(None, 15), (2500, None), (None, None)]


def press(tab, key, until):
    tab.page.keyboard.press(key)
    tab.page.wait_for_function(until)


def current(tab):
    return tab.page.locator(".queue [aria-current]").get_attribute("href")


def test_twenty_claims_by_keys_alone(tab, own_site, tmp_path):
    site, path = own_site, tmp_path / "own.db"
    page = tab.page
    page.goto(site + "/review")
    assert page.locator(".keys kbd").all_inner_texts() == list("jkaxemsu/?")
    seen = []
    for n in range(20):
        at = page.locator("input[name=claim]").first.get_attribute("value")
        seen.append(at)
        page.evaluate("() => { window.old = true }")
        if n == 3:
            page.keyboard.press("x")
            page.keyboard.type("no event")
            page.keyboard.press("Enter")
        elif n == 5:
            page.keyboard.press("e")
            page.locator("#edit[open]").wait_for()
            page.keyboard.press("Escape")
            page.select_option(
                "#f-factuality", "planned" if page.input_value("#f-factuality") != "planned" else "denied"
            )
            page.focus("#why-edit")
            page.keyboard.type("as the text has it")
            page.keyboard.press("Enter")
            page.wait_for_function("() => !window.old && document.readyState === 'complete'")
            page.evaluate("() => { window.old = true }")
            page.keyboard.press("a")
        else:
            page.keyboard.press("a")
        page.wait_for_function("() => !window.old && document.readyState === 'complete'")
    assert len(set(seen)) == 20
    with Ledger(path, readonly=True) as ledger:
        said = ledger.corrections()
        assert [r.verdict for r in said].count("accept") == 19
        assert next(r for r in said if r.verdict == "reject").why == "no event"
        assert next(r for r in said if r.verdict == "edit").corrections[0].field == "factuality"
        assert {r.claim_id for r in said} == set(seen)
    page.evaluate("() => { window.old = true }")
    page.keyboard.press("u")
    page.wait_for_function("() => !window.old && document.readyState === 'complete'")
    assert page.locator("input[name=claim]").first.get_attribute("value") == seen[-1]
    with Ledger(path, readonly=True) as ledger:
        assert ledger.corrections()[0].verdict == "undo"
    first = current(tab)
    page.evaluate("() => { window.old = true }")
    page.goto(site + "/review")
    first = current(tab)
    page.keyboard.press("j")
    page.wait_for_url("**at=**")
    assert current(tab) != first
    page.keyboard.press("?")
    page.get_by_role("dialog", name="Keys").wait_for()
    page.keyboard.press("Escape")
    page.keyboard.press("/")
    page.keyboard.type("killed")
    page.keyboard.press("Enter")
    page.wait_for_url("**text=killed**")
    assert tab.complaints == []


def test_review_looks_right_with_things_said(tab, own_site, tmp_path):
    site, path = own_site, tmp_path / "own.db"
    with Ledger(path) as ledger:
        ids = [i.id for i in queue(ledger, parse_filter(""), "open", by="ana", limit=3)[0]]
        ledger.review(ids[0], "reject", by="ana", why="no event")
        ledger.review(ids[0], "accept", by="ben")
        ledger.review(ids[1], "edit", by="ben", why="said so", changes={"actor": [{"name": "X", "code": "FRA"}]})
        ledger.review(ids[2], "reject", by="ben", why="<b>twice</b>")
    for address in ("/review?status=disputed", "/review/log"):
        assert tab.looks_right(site + address) == [], address
    tab.page.goto(site + "/review?status=disputed")
    assert "Reviewers differ on whether it stands" in tab.page.inner_text("main")
    tab.page.goto(site + "/review?status=rejected")
    assert "Rejected: left out" in tab.page.inner_text("main")
    tab.page.goto(site + "/review/log")
    assert "<b>twice</b>" in tab.page.inner_text("main")
    assert tab.complaints == []


@pytest.fixture
def forms(tmp_path):
    """(a browser without scripts, the ledger's path): it sends a form of a page as it stands there, with some fields set."""
    from starlette.testclient import TestClient

    from dragoman.serve import make_app
    from factories.claims import coded_by_hand

    path = tmp_path / "forms.db"
    with Ledger(path) as store:
        for r in coded_by_hand()[0][:12]:
            store.add(r)
        LedgerLinks(store).update()
    browser = TestClient(make_app(path), base_url="http://127.0.0.1", follow_redirects=False)

    def send(page, action, **fields):
        html = etree.HTML(browser.get(page).text)
        form = html.xpath(f"//form[@action='{action}']")[0]
        data = {i.get("name"): i.get("value") or "" for i in form.xpath(".//input[@name]")}
        data |= {s.get("name"): (s.xpath("./option[@selected]") or s.xpath("./option"))[0].xpath("string(@value|text())")
                 for s in form.xpath(".//select[@name]")}  # fmt: skip
        return browser.post(action, data=data | fields)

    return send, path, browser


def test_plain_forms_do_all_of_it(forms):
    send, path, browser = forms
    with Ledger(path, readonly=True) as ledger:
        links = LedgerLinks(ledger)
        many = next(i for i in links.incidents() if len(i["claims"]) > 1)
        own, other = (c["claim"] for c in many["claims"][:2])
    page = "/review?at=" + own.replace("#", "%23")
    for action, told in [
        ("/review/accept", {}),
        ("/review/edit", {"factuality": "planned", "why": "as told"}),
        ("/review/split", {"why": "another day"}),
        ("/review/reject", {"why": "no"}),
    ]:
        done = send(page, action, **told)
        assert done.headers.get("location", "").startswith("/review"), (action, re.findall("<(?:h1|p).*", done.text))
    with Ledger(path, readonly=True) as ledger:
        assert [r.verdict for r in ledger.corrections()] == ["reject", "edit", "accept"]
        assert [c.field for c in ledger.corrections()[1].corrections] == ["factuality"]
        assert [d.kind for d in LinkTables(ledger).decisions()] == ["split"]
        assert ledger.claim(own) is None
    assert send(page, "/review/undo").status_code == 303
    assert send(page, "/review/take-back").status_code == 303
    assert send(page, "/review/merge", other=other, why="the same after all").status_code == 303
    with Ledger(path, readonly=True) as ledger:
        assert ledger.claim(own) is not None
        kinds = [(d.kind, d.withdrawn is None) for d in LinkTables(ledger).decisions()]
        assert kinds == [("split", False), ("merge", True)]
        assert other in {c["claim"] for c in LedgerLinks(ledger).incident(own)["claims"]}
    twin = browser.get("/review.json?at=" + own.replace("#", "%23")).json()
    assert [r["verdict"] for r in twin["at"]["log"]] == ["undo", "reject", "edit", "accept"]
    assert browser.get("/runs.json").json()["without_run"] == 12


def test_what_cannot_be_is_said(forms):
    send, path, browser = forms
    with Ledger(path, readonly=True) as ledger:
        own = queue(ledger, parse_filter(""), "open", by="", limit=1)[0][0].id
    page = "/review?at=" + own.replace("#", "%23")
    assert "a rejection needs a reason" in send(page, "/review/reject").text
    assert "nothing would change" in send(page, "/review/edit").text
    assert "is no date" in send(page, "/review/edit", date="soon").text
    assert browser.post("/review/accept", data={"claim": own}).status_code == 403  # without the token
    assert browser.get("/review?at=none%231").status_code == 404
    assert browser.get("/review?status=odd").status_code == 400
    assert send(page, "/review/accept", next="//elsewhere.example").headers["location"] == "/review"
    with Ledger(path, readonly=True) as ledger:
        assert [r.verdict for r in ledger.corrections()] == ["accept"]
