"""The web pages: what they show, their JSON twins, and that a story cannot do anything in them."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from dragoman.record import Record
from dragoman.serve import make_app
from dragoman.store import Ledger
from factories import TEXT, full_record
from factories.web import ask

ODD = "a/b c?.json#\u202e<i>é"


@pytest.fixture(scope="module")
def app(tmp_path_factory):
    path = tmp_path_factory.mktemp("serve") / "ledger.db"
    with Ledger(path) as store:
        store.add(full_record())
        store.add(replace(full_record(ODD, text=TEXT), headline='<script>alert("h")</script>', outlet="A & <B>"))
        store.add(Record("empty", "Nothing is told.", warnings=full_record().warnings))
    return make_app(path)


def test_home_lists_stories_with_counts(app):
    page = ask(app, "/")
    assert page.status == 200
    assert "<b>3</b><span>stories</span>" in page.text and "<b>4</b><span>claims</span>" in page.text
    twin = ask(app, "/index.json").json()
    assert (twin["stories"], twin["claims"]) == (3, 4)
    assert [(d["id"], d["claims"]) for d in twin["documents"]] == [("empty", 0), (ODD, 2), ("tavrin", 2)]


def test_every_link_of_the_home_page_leads_somewhere(app):
    links = re.findall(r'href="([^"]+)"', ask(app, "/").text)
    assert len(links) > 5
    for link in links:
        assert link.startswith("#") or ask(app, link).status == 200, link


def test_strange_ids_have_pages_and_twins(app):
    from urllib.parse import quote

    address = "/articles/" + quote(ODD, safe="")
    assert ask(app, address).status == 200
    assert ask(app, address + ".json").json()["id"] == ODD


@pytest.mark.parametrize("path", ["/", "/ledger", "/articles/tavrin", "/ledger?text=%3Cscript%3Ealert(1)%3C/script%3E"])
def test_nothing_of_a_story_is_markup(app, path):
    page = ask(app, path)
    assert all(
        tag.startswith(('<script src="/static/', '<script type="module" src="/static/', '<script defer src="/static/'))
        for tag in re.findall("<script[^>]*>", page.text)
    )
    assert "<script>alert" not in page.text
    assert "<i>" not in page.text and "<B>" not in page.text
    assert not re.search(r"\s(?:style|on[a-z]+)=", page.text)
    out = re.findall(r'<[^>]+(?:src|href|action)="(?:https?:)?//[^>]*>', page.text)
    assert all(tag.startswith("<a ") and "noreferrer" in tag for tag in out), (
        "links a reader may follow, nothing that loads"
    )


@pytest.mark.parametrize(
    "path", ["/", "/ledger", "/articles/tavrin", "/articles/none", "/nowhere", "/static/css/base.css", "/index.json"]
)
def test_every_answer_has_the_headers(app, path):
    headers = ask(app, path).headers
    assert headers["content-security-policy"].startswith("default-src 'none'")
    assert "unsafe" not in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"


def test_ledger_filters_by_its_url(app):
    assert "<b>4</b> claims" in ask(app, "/ledger").text
    assert "<b>1</b> claim<" in ask(app, "/ledger?kind=toll&document=tavrin").text
    twin = ask(app, "/ledger.json?actor=REB&sort=came").json()
    assert (twin["total"], twin["claims"][0]["document"]) == (2, "tavrin")
    assert "Nothing passes this filter" in ask(app, "/ledger?event=AID").text


def test_wrong_filters_and_pages_are_told(app):
    assert ask(app, "/ledger?colour=red").status == 400
    assert ask(app, "/ledger.json?from=May").json()["error"].startswith("[D106]")
    assert ask(app, "/ledger?page=-1").status == 200
    assert ask(app, "/?page=99999999999999999999").status == 200
    missing = ask(app, "/articles/none.json")
    assert (missing.status, missing.headers["content-type"]) == (404, "application/json")


def test_another_host_is_refused(app):
    assert ask(app, "/", host="evil.example").status == 400


def test_pages_only_read(app):
    assert ask(app, "/", method="POST").status == 405
    assert ask(app, "/static/../app.py").status == 404


def test_empty_ledger_says_how_to_begin(tmp_path):
    with Ledger(tmp_path / "new.db"):
        pass
    page = ask(make_app(tmp_path / "new.db"), "/").text
    assert "This ledger is empty" in page
    assert 'action="/read"' in page and 'action="/read/files"' in page and 'action="/read/samples"' in page
    assert "dragoman code STORY.txt --ledger new.db" in page


def test_vanished_ledger_is_told(tmp_path):
    page = ask(make_app(tmp_path / "gone.db"), "/")
    assert page.status == 400 and "no such ledger" in page.text
