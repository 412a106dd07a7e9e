"""The linked pages: what they show, their twins, what their addresses keep, and that a story cannot do anything in them."""

from __future__ import annotations

import re
from dataclasses import replace
from html import unescape

import pytest

from dragoman.query.marks import mark_log
from dragoman.serve import make_app
from dragoman.store import Ledger
from factories.conflict import clash
from factories.ledgers import ledger_of
from factories.web import Visitor, ask

EVIL = '"><script>alert(1)</script>\u202e<i>'
INCIDENT = "/incidents/korgon-1%231"
PAGES = (
    "/incidents?all=1", INCIDENT, "/tolls", "/tolls?kind=displaced", "/tolls?measure=new", "/agreements", "/map",
    "/map?view=18,12,340", "/map?from=2023-03-12&to=2023-03-14", "/dyads", "/dyads/KGZ/TJK",
    "/dyads/KGZ/TJK?month=2023-03&whose=b", "/tolls?open=totals-3%231",
)  # fmt: skip


@pytest.fixture(scope="module")
def app(tmp_path_factory):
    return make_app(ledger_of(tmp_path_factory.mktemp("views") / "ledger.db", clash()))


@pytest.fixture(scope="module")
def hostile(tmp_path_factory):
    """The same stories with names that would break out of markup."""
    path = tmp_path_factory.mktemp("hostile") / "ledger.db"
    with Ledger(path) as store:
        for r in clash():
            claims = tuple(
                replace(
                    c, actor=tuple(replace(e, name=e.name + EVIL) for e in c.actor),
                    attribution=tuple(
                        replace(a, source=replace(a.source, name=(a.source.name or "") + EVIL)) for a in c.attribution
                    ),
                    event_loc=c.event_loc and replace(c.event_loc, resolved_place=EVIL),
                )
                for c in r.claims
            )  # fmt: skip
            store.add(replace(r, claims=claims, outlet=EVIL, headline=EVIL))
    return make_app(path)


@pytest.mark.parametrize("path", PAGES)
def test_every_page_has_a_twin_and_no_inline_style_or_script(app, path):
    page = ask(app, path)
    assert page.status == 200
    assert not re.search(r"<[^>]+\s(?:style|on[a-z]+)=", page.text)
    assert not re.search(r"<script(?![^>]*\bsrc=)(?![^>]*application/json)", page.text) and "<style" not in page.text
    assert not re.search(r'(?:src|href)="(?:https?:)?//', page.text)
    before, _, query = path.partition("?")
    assert ask(app, before + ".json?" + query).json()


@pytest.mark.parametrize("path", PAGES)
def test_nothing_of_a_story_is_markup(hostile, path):
    page = ask(hostile, path)
    assert page.status == 200
    assert (
        "<script>" not in page.text
        and "<i>" not in page.text
        and "\u202e" not in re.sub(r'(?:value|href|data-copy)="[^"]*"', "", page.text)
    )


@pytest.mark.parametrize("path", PAGES)
def test_every_link_leads_somewhere_and_every_anchor_is_there(app, path):
    text = ask(app, path).text
    ids = set(re.findall(r'\bid="([^"]+)"', text))
    links = {unescape(h) for h in re.findall(r'href="([^"]+)"', text)}
    for link in links:
        if link.startswith("#") and not link.startswith("#mk-"):
            assert link[1:] in ids, link
    own = [link for link in sorted(links) if link.startswith("/") and not link.startswith(("/static", "/api"))]
    for link in own[:: max(1, len(own) // 12)]:
        assert ask(app, link).status == 200, link


def test_an_incident_is_told_by_each_side(app):
    text = ask(app, INCIDENT).text
    for words in ("Kyrgyzstan, state", "Tajikistan, state", "Of no party", "whether it happened", "Dashed borders"):
        assert words in text
    twin = ask(app, INCIDENT + ".json").json()
    assert [a["label"] for a in twin["accounts"]][-1] == "Of no party"
    assert twin["grade"] == "contested" and twin["history"][0]["what"] == "korgon-1 recorded: claims #1"
    assert ask(app, "/incidents/none").status == 404


def test_incidents_are_filtered_by_the_address(app):
    def ids(query: str) -> list[str]:
        return [i["place"] for i in ask(app, "/incidents.json?" + query).json()["incidents"]]

    assert ids("") == ["Korgon"]
    assert ids("all=1&country=TJK&event=ASSAULT") == ["Vorukh", "Isfara"]
    assert ids("all=1&text=isfara+drone") == [] and ids("all=1&text=isfara+aerial") == ["Isfara"]
    assert ids("all=1&from=2023-03-13&to=2023-03-16&sort=-date") == ["Isfara", "Bishkek"]
    assert ask(app, "/incidents.json?all=1&page=99").json()["incidents"] == []
    assert "No incident passes" in ask(app, "/incidents?event=SANCTION").text


def test_totals_and_new_harm_are_never_on_one_axis(app):
    totals, new = ask(app, "/tolls.json").json(), ask(app, "/tolls.json?measure=new").json()
    assert {p["figure"] for s in totals["series"] for p in s["points"]} >= {"31", "62", "59", "63"}
    assert {f["claim"] for f in new["figures"]}.isdisjoint(p["claim"] for s in totals["series"] for p in s["points"])
    (fall,) = totals["revisions"]
    assert (fall["from"]["value"], fall["to"]["value"]) == (62, 59)
    assert "lowered the number of dead" in ask(app, "/tolls").text


def test_a_figure_opens_its_words(app):
    text = ask(app, "/tolls?open=totals-3%231").text
    assert '<mark class="on-which">lowered the number of dead</mark>' in text and "Lowered from 62 to 59." in text


def test_a_series_is_marked_for_everybody_and_the_mark_taken_off(tmp_path):
    path = ledger_of(tmp_path / "marks.db", clash())
    visitor = Visitor(make_app(path))
    last = visitor.get("/tolls.json").json()["series"][-1]["id"]
    page = visitor.get(f"/tolls?marking={last}&place=").text
    assert 'action="/tolls/mark"' in page and f'value="{last}"' in page
    there = visitor.post("/tolls/mark", {"series": last, "note": "for the <report>", "next": "/tolls?place="})
    assert there.status == 303 and there.headers["location"] == "/tolls?place="
    twin = visitor.get("/tolls.json").json()
    (one,) = twin["marked"]
    assert (one["series"], one["note"]) == (last, "for the <report>") and one["by"] and twin["series"][0]["id"] == last
    page = visitor.get("/tolls").text
    assert "for the &lt;report&gt;" in page and 'class="starred"' in page
    assert [s["id"] for s in visitor.get("/tolls.json?marked=1").json()["series"]] == [last]
    assert visitor.get("/tolls.json?as_of=2020-01-01").json()["marked"] == []
    assert visitor.post("/tolls/mark", {"series": last, "note": " "}).status == 400
    assert (
        visitor.post("/tolls/unmark", {"series": last, "next": "https://elsewhere.example"}).headers["location"]
        == "/tolls"
    )
    assert visitor.get("/tolls.json").json()["marked"] == []
    assert visitor.post("/tolls/unmark", {"series": last}).status == 400
    with Ledger(path, readonly=True) as store:
        assert [(m.on, m.note) for m in mark_log(store)] == [(False, ""), (True, "for the <report>")]


def test_tolls_by_place_and_source(app):
    assert ask(app, "/tolls.json?place=KGZ").json()["series"] == []
    assert len(ask(app, "/tolls.json?kind=displaced&place=Batken").json()["series"]) == 1
    assert [s["source"] for s in ask(app, "/tolls.json?source=the+United+Nations").json()["series"]] == [
        "the United Nations"
    ]


def test_an_agreement_says_who_alleges_what(app):
    (a,) = ask(app, "/agreements.json").json()["agreements"]
    breaches = [s for s in a["steps"] if s["stage"] == "breach alleged"]
    assert [(b["by"], b["alleged_by"]) for b in breaches] == [
        (["Kyrgyz forces"], "the Tajik defence ministry"), (["Tajik forces"], "the Kyrgyz border service"),
    ]  # fmt: skip
    assert ask(app, "/agreements.json?type=exchange").json()["total"] == 0


def test_the_map_drops_nothing(app):
    every = ask(app, "/incidents.json?all=1").json()["total"]
    twin = ask(app, "/map.json").json()
    assert sum(m["total"] for m in twin["marks"]) + len(twin["unplaced"]) == every
    assert len(twin["undated"]) == 2
    narrow = ask(app, "/map.json?from=2023-03-12&to=2023-03-14").json()
    assert {i["place"] for i in narrow["incidents"]} == {"Korgon", "Isfara"} and len(narrow["undated"]) == 2
    far = ask(app, "/map.json?view=0,0,20").json()
    assert far["incidents"] == [] and far["marks"] == [] and len(far["unplaced"]) == len(twin["unplaced"])
    assert "show all of it" in ask(app, "/map?view=0,0,20").text


def test_a_place_is_chosen_by_the_address(app):
    marks = ask(app, "/map.json?view=40,70.5,8").json()["marks"]
    isfara = next(p for m in marks for p in m["places"] if p["place"] == "Isfara")
    chosen = ask(app, f"/map.json?view=40,70.5,8&at={isfara['lat']:.4f},{isfara['lon']:.4f}").json()
    assert {i["place"] for i in chosen["incidents"]} == {"Isfara"}
    assert ask(app, "/map?view=nonsense&at=nowhere").status == 200


def test_a_dyad_leads_to_the_events_behind_a_month(app):
    twin = ask(app, "/dyads/KGZ/TJK.json?month=2023-03&whose=b").json()
    assert [e["claim"] for e in twin["events"]] == ["korgon-2#1", "isfara-1#1", "truce-2#1"]
    undated = ask(app, "/dyads/kgz/tjk.json?month=none").json()
    assert [e["event"] for e in undated["events"]] == ["THREATEN"]
    assert ask(app, "/dyads/KGZ/KGZ").status == 404 and ask(app, "/dyads/KGZ/A%20B").status == 404
    assert "Nothing between these two" in ask(app, "/dyads/FRA/PER").text


def test_the_ledger_as_it_was(tmp_path):
    path = tmp_path / "old.db"
    with Ledger(path) as store:
        store.add(clash()[0])
    app = make_app(path)
    assert ask(app, "/incidents.json?all=1").json()["total"] == 1
    for page in ("/incidents.json?all=1&as_of=2020-01-01", "/agreements.json?as_of=2020-01-01"):
        assert ask(app, page).json()["total"] == 0
    assert ask(app, "/map.json?as_of=2020-01-01").json()["marks"] == []
    assert ask(app, "/dyads.json?as_of=2020-01-01").json()["dyads"] == []
    assert ask(app, "/tolls.json?measure=new&as_of=2020-01-01").json()["figures"] == []
    assert ask(app, INCIDENT + "?as_of=2020-01-01").status == 404
    assert ask(app, "/tolls?as_of=then").status == 400


def test_an_empty_ledger_says_so(tmp_path):
    with Ledger(tmp_path / "new.db"):
        pass
    app = make_app(tmp_path / "new.db")
    for path in ("/incidents", "/tolls", "/tolls?measure=new", "/agreements", "/map", "/dyads"):
        page = ask(app, path)
        assert page.status == 200 and ("No " in page.text or "Every incident" in page.text)
