"""The API: what it answers, page by page, by the filter language; ETags; problems that say what helps."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from urllib.parse import quote

import pytest

from dragoman.link.ledger import LedgerLinks
from dragoman.query import FIELDS, count_claims, parse_filter
from dragoman.serve import make_app
from dragoman.store import Ledger
from factories import full_record
from factories.claims import coded_by_hand
from factories.ledgers import ledger_of
from factories.web import ask


@pytest.fixture(scope="module")
def path(tmp_path_factory):
    path = tmp_path_factory.mktemp("api") / "ledger.db"
    return ledger_of(path, [*coded_by_hand()[0], full_record("a/b é")], linked=True)


@pytest.fixture(scope="module")
def app(path):
    return make_app(path)


@pytest.fixture(scope="module")
def ledger(path):
    with Ledger(path, readonly=True) as store:
        yield store


def test_claims_page_by_page(app, ledger):
    seen, address, totals = [], "/api/claims?event=ASSAULT&limit=20&sort=-date", set()
    while address:
        answer = ask(app, address).json()
        seen += [c["id"] for c in answer["claims"]]
        totals.add(answer["total"])
        address = answer["next"]
    assert len(seen) == len(set(seen)) and totals == {len(seen)} == {
        count_claims(ledger, parse_filter("event=ASSAULT"))
    }
    same = ask(app, "/api/claims?filter=" + quote("event=ASSAULT -factuality=denied") + "&count=no").json()
    assert same["filter"] == "event=ASSAULT -factuality=denied" and same["total"] is None
    assert {c["factuality"] for c in same["claims"]} <= {
        "asserted",
        "alleged",
        "planned",
        "hypothetical",
        "negated",
        "demanded",
    }


def test_one_claim_and_one_story_whatever_their_ids(app):
    id = quote("a/b é#1", safe="")
    found = ask(app, f"/api/claims/{id}").json()
    assert found["id"] == "a/b é#1" and found["document"]["id"] == "a/b é" and found["run"] == 1
    story = ask(app, "/api/documents/" + quote("a/b é", safe="")).json()
    assert story == full_record("a/b é").to_dict()
    listed = ask(app, "/api/documents?event=ASSAULT&limit=3").json()
    assert len(listed["documents"]) == 3 and "text" not in listed["documents"][0] and listed["next"]


def test_links_are_those_of_the_ledger(app, ledger):
    links = LedgerLinks(ledger)
    first = ask(app, "/api/incidents?limit=200").json()
    everything = json.loads(json.dumps(list(links.incidents())))
    assert first["incidents"] == everything[:200]
    one = everything[0]["id"]
    assert ask(app, f"/api/incidents/{one}").json() == everything[0]
    assert ask(app, "/api/tolls").json()["tolls"] == json.loads(json.dumps(links.tolls()))
    assert ask(app, "/api/agreements").json()["total"] == len(links.agreements()) > 0
    assert ask(app, "/api/tolls?country=PER&event=AID").json()["tolls"] == []
    narrow = ask(app, "/api/incidents?event=ASSAULT&sort=-claims&limit=2").json()
    sizes = [len(i["claims"]) for i in narrow["incidents"]]
    assert sizes == sorted(sizes, reverse=True) and len(sizes) == 2
    second = ask(app, narrow["next"]).json()
    assert ask(app, second["previous"]).json()["incidents"] == narrow["incidents"]


def test_panels_and_exports(app):
    panel = ask(app, "/api/panel?period=year&zeros=no").json()
    assert (
        panel["columns"] == ["actor", "recipient", "period", "category", "n"]
        and panel["total"] == len(panel["rows"]) > 0
    )
    as_csv = ask(app, "/api/panel?period=year&zeros=no&format=csv")
    assert len(list(csv.reader(io.StringIO(as_csv.text)))) == panel["total"] + 1
    file = ask(app, "/api/export/csv?event=ASSAULT&unit=incidents")
    assert file.headers["content-disposition"] == 'attachment; filename="incidents.csv"' and file.text.startswith(
        "id,event"
    )
    packed = zipfile.ZipFile(io.BytesIO(ask(app, "/api/export/gdelt?event=ASSAULT&bundle=yes").body))
    assert packed.namelist() == ["claims.export.CSV", "claims.export.CSV.notes.md"]
    assert "event=ASSAULT" in packed.read("claims.export.CSV.notes.md").decode()
    assert {f["name"] for f in ask(app, "/api/formats").json()["formats"]} >= {"csv", "parquet", "ics"}


def test_actors_and_sources(app, ledger):
    found = ask(app, "/api/actors?event=ASSAULT").json()["actors"]
    assert sum(a["actor"] for a in found) == sum(
        len(c.actor) for r in ledger.records() for c in r.claims if c.event == "ASSAULT"
    )
    told = ask(app, "/api/sources").json()
    attributed = sum(bool(c.attribution) for r in ledger.records() for c in r.claims)
    assert sum(s["claims"] for s in told["sources"]) == attributed
    assert sum(o["claims"] for o in told["outlets"]) == count_claims(ledger, parse_filter(""))
    assert sum(o["own"] for o in told["outlets"]) == count_claims(ledger, parse_filter("source=narrator"))


def test_the_ledger_as_of_a_date(app):
    assert ask(app, "/api/claims?as_of=1999").json()["total"] == 0
    assert ask(app, "/api/incidents?as_of=1999").json()["incidents"] == []
    assert ask(app, "/api/claims?as_of=2999").json()["total"] == ask(app, "/api/claims").json()["total"]


def test_what_has_not_changed_is_not_sent_again(path):
    app = make_app(path)
    first = ask(app, "/api/claims?limit=1")
    etag = first.headers["etag"]
    again = ask(app, "/api/claims?limit=1", headers={"if-none-match": f'"x", {etag}'})
    assert (again.status, again.body) == (304, b"") and again.headers["etag"] == etag
    assert ask(app, "/api/claims?limit=2", headers={"if-none-match": etag}).status == 200
    with Ledger(path) as store:
        store.start_run(version="2", model="m")
    assert ask(app, "/api/claims?limit=1", headers={"if-none-match": etag}).status == 200


@pytest.mark.parametrize(
    ("address", "status", "says"),
    [
        ("/api/claims?evnt=ASSAULT", 400, "did you mean event"),
        ("/api/claims?event=ASSALT", 400, "did you mean ASSAULT"),
        ("/api/claims?limit=0", 400, "limit='0' is no number"),
        ("/api/claims?limit=9999999999999", 400, "no number from 1 to 1000"),
        ("/api/claims?cursor=x", 400, "no cursor"),
        ("/api/claims?sort=size", 400, "no order"),
        ("/api/claims?as_of=May", 400, "no date"),
        ("/api/claims?text=%22", 400, "no word"),
        ("/api/claims/none%231", 404, "No claim none#1"),
        ("/api/documents/none", 404, "No story none"),
        ("/api/incidents/none", 404, "No incident none"),
        ("/api/panel?period=months", 400, "did you mean month"),
        ("/api/panel?format=xls", 400, "no format of a panel"),
        ("/api/export/xls", 400, "no format"),
        ("/api/export/gdelt?unit=reports", 400, "has no unit"),
        ("/api/nothing", 404, "Not Found"),
    ],
)  # fmt: skip
def test_problems_say_what_helps(app, address, status, says):
    answer = ask(app, address)
    assert answer.status == status and answer.headers["content-type"] == "application/problem+json"
    problem = answer.json()
    assert problem["status"] == status and says in json.dumps(problem, ensure_ascii=False)


def test_it_is_described(app):
    schema = ask(app, "/api/openapi.json").json()
    assert {"/claims", "/claims/{id}", "/documents", "/incidents", "/tolls", "/agreements", "/panel", "/export/{format}",
            "/actors", "/sources"} <= set(schema["paths"])  # fmt: skip
    named = {p["name"] for p in schema["paths"]["/claims"]["get"]["parameters"]}
    assert set(FIELDS) | {"limit", "cursor", "sort", "as_of", "filter"} <= named
    assert schema["servers"] == [{"url": "/api"}]


@pytest.mark.parametrize("unit", ["tolls", "agreements", "actors", "sources"])
def test_lists_turn_by_cursor(app, unit):
    whole = ask(app, f"/api/{unit}").json()
    assert len(whole[unit]) == whole["total"] > 1 and whole["next"] is None
    seen, address, last = [], f"/api/{unit}?limit=1", {}
    while address:
        last = ask(app, address).json()
        seen += last[unit]
        address = last["next"]
    assert seen == whole[unit]
    assert ask(app, last["previous"]).json()[unit] == [seen[-2]]
    gone = ask(app, f"/api/{unit}?cursor=" + last["previous"].rpartition("cursor=")[2][:12])
    assert gone.status == 400 and "no cursor" in gone.text
