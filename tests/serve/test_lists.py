"""/ledger, /actors, /sources: what they list, that an address gives the list again, and what is saved from them."""

from __future__ import annotations

import io
import re
import zipfile
from html import unescape

import pytest

from dragoman.errors import BadValue
from dragoman.query import count_claims, parse_filter
from dragoman.query.facets import facets
from dragoman.query.registry import actors, outlets, sources
from dragoman.query.saved import forget_view, save_view, saved_views
from dragoman.serve import make_app
from dragoman.store import Ledger
from factories import full_record
from factories.claims import coded_by_hand
from factories.ledgers import ledger_of
from factories.web import ask


@pytest.fixture(scope="module")
def path(tmp_path_factory):
    path = tmp_path_factory.mktemp("lists") / "ledger.db"
    return ledger_of(path, [*coded_by_hand()[0], full_record()], linked=True)


@pytest.fixture(scope="module")
def app(path):
    return make_app(path)


@pytest.fixture(scope="module")
def ledger(path):
    with Ledger(path, readonly=True) as store:
        yield store


def links(page, rel):
    return [unescape(x) for x in re.findall(rf'rel="{rel}" href="([^"]+)"', page)]


@pytest.mark.parametrize("unit", ["claims", "reports", "incidents"])
def test_pages_go_on_and_back(app, unit):
    pages, address = [], f"/ledger?unit={unit}&event=ASSAULT"
    while address:
        page = ask(app, address)
        assert page.status == 200
        pages.append(page.text)
        address = next(iter(links(page.text, "next")), None)
    assert len(pages) > 1
    rows = [len(re.findall("<tr", p)) - 1 for p in pages]
    twin = ask(app, f"/ledger.json?unit={unit}&event=ASSAULT").json()
    assert sum(rows) == twin["total"] and len(twin[unit]) == rows[0]
    back = ask(app, links(pages[1], "prev")[0]).text
    assert re.findall(r'class="deed" href="[^"]+"', back) == re.findall(r'class="deed" href="[^"]+"', pages[0])


def test_the_box_leads_to_an_address_of_its_own(app):
    answer = ask(app, "/ledger?q=event%3DASSAULT+-factuality%3Ddenied+killed%3E%3D5&unit=incidents")
    assert answer.status == 303
    assert answer.headers["location"] == "/ledger?event=ASSAULT&-factuality=denied&killed=%3E%3D5&unit=incidents"
    page = ask(app, answer.headers["location"]).text
    assert 'value="event=ASSAULT -factuality=denied killed&gt;=5"' in page
    wrong = ask(app, "/ledger?q=evnt%3D%3Cb%3E")
    assert wrong.status == 400 and "did you mean event" in wrong.text.lower() and "evnt=&lt;b&gt;" in wrong.text
    assert ask(app, "/ledger.json?q=evnt%3Dx").status == 400 and ask(app, "/ledger?unit=words").status == 400


def test_facets_count_what_a_click_gives(app, ledger):
    page = ask(app, "/ledger?factuality=denied").text
    shown = re.findall(
        r'<a href="([^"]+)"( aria-current="true")? rel="nofollow"><span>.*?</span> <span class="n">(\d+)', page
    )
    assert len(shown) > 10
    for href, on, count in shown[::5]:
        total = ask(app, unescape(href).replace("/ledger", "/ledger.json", 1)).json()["total"]
        if not on and "factuality=" not in href.replace("factuality=denied", ""):
            assert total == int(count), href
    every = dict(facets(ledger, parse_filter(""), ("factuality",))["factuality"])
    assert dict(facets(ledger, parse_filter("factuality=denied"), ("factuality",))["factuality"]) == every


def test_a_view_is_saved_with_codebook_and_citation(app):
    packed = ask(app, "/ledger/export?format=acled&event=ASSAULT&unit=incidents")
    names = zipfile.ZipFile(io.BytesIO(packed.body)).namelist()
    assert names == ["incidents.csv", "incidents.csv.notes.md"]
    assert ask(app, "/ledger/export?format=brat&unit=incidents").status == 400
    masked = zipfile.ZipFile(io.BytesIO(ask(app, "/ledger/export?document=tavrin&format=jsonl&mask=yes").body))
    assert "private persons are masked" in masked.read("claims.jsonl.notes.md").decode()


def test_views_by_name(path, tmp_path):
    with Ledger(tmp_path / "own.db") as store:
        store.add(full_record())
        save_view(store, " Shelling  in June ", "event=ASSAULT&date=2024-06", by="ana")
        assert [(v.name, v.by) for v in saved_views(store)] == [("Shelling in June", "ana")]
    page = ask(make_app(tmp_path / "own.db"), "/ledger").text
    assert 'href="/ledger?event=ASSAULT&amp;date=2024-06"' in page and "Shelling in June" in page
    with Ledger(tmp_path / "own.db") as store:
        forget_view(store, "Shelling in June")
        assert saved_views(store) == []
        with pytest.raises(BadValue, match="no name"):
            save_view(store, " ", "", by="ana")


def test_registries_add_up_and_lead_to_the_claims(app, ledger):
    who = actors(ledger, parse_filter(""))
    parties = [e for r in ledger.records() for c in r.claims for e in (*c.actor, *c.recipient, *c.mediator)]
    assert sum(a.total for a in who) == len(parties)
    told = sources(ledger, parse_filter(""))
    assert sum(s.claims for s in told) == count_claims(ledger, parse_filter("-source=narrator"))
    assert sum(o.claims for o in outlets(ledger, parse_filter(""))) == count_claims(ledger, parse_filter(""))
    page = ask(app, "/actors?sort=actor&wanted=rebels").text
    hrefs = [unescape(h) for h in re.findall(r'<td class="num" data-label="acts"><a href="([^"]+)">', page)]
    counts = [int(n) for n in re.findall(r'<td class="num" data-label="acts"><a href="[^"]+">(\d+)', page)]
    assert counts
    for href, n in list(zip(hrefs, counts, strict=True))[:5]:
        assert 0 < ask(app, href.replace("/ledger", "/ledger.json", 1)).json()["total"] <= n
    assert ask(app, "/sources.json?wanted=governor").json()["total"] >= 1
    assert ask(app, "/sources.json?wanted=nobody+of+that+name").json()["sources"] == []


def test_lists_of_the_ledger_as_it_was(app):
    assert ask(app, "/ledger.json?as_of=2001-01-01").json()["total"] == 0
    assert ask(app, "/actors.json?as_of=2001-01-01").json()["total"] == 0
    assert ask(app, "/ledger/export?as_of=2001-01-01&format=csv").status == 200


@pytest.mark.parametrize("address", ["/ledger?event=ASSAULT", "/ledger?unit=incidents", "/ledger?unit=reports"])
def test_lists_look_right(glance, site, address):
    assert glance.looks_right(site + address) == []


def _panel(page):
    page.locator("summary", has_text="Take it with you").click()
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Save panel").click()
    assert waiting.value.suggested_filename == "panel.csv"
    return waiting.value.path().read_text("utf-8").splitlines()


def test_a_researcher_saves_a_panel_from_a_frozen_address(tab, own_site, tmp_path):
    page = tab.page
    page.goto(f"{own_site}/ledger?factuality=alleged")
    page.get_by_role("link", name=re.compile("^ASSAULT")).first.click()
    page.wait_for_url("**/ledger?factuality=alleged&event=ASSAULT")
    total = page.locator(".toolbar .count").inner_text()
    page.locator("summary", has_text="Take it with you").click()
    page.get_by_role("link", name="Freeze this view").click()
    page.wait_for_url("**as_of=**")
    frozen = page.url
    assert page.locator(".toolbar .count").inner_text() == total
    head, *rows = _panel(page)
    assert head == "actor,recipient,period,category,n" and rows
    assert all(re.fullmatch(r"\d{4}-\d\d", row.split(",")[2]) for row in rows), "a pair and a month in each row"
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Save file").click()
    assert waiting.value.suggested_filename == "claims-csv.zip"
    page.go_back()
    page.wait_for_url("**/ledger?factuality=alleged&event=ASSAULT")
    with Ledger(tmp_path / "own.db") as ledger:
        ledger.add(full_record("came-later"))
    page.reload()
    assert page.locator(".toolbar .count").inner_text() != total
    page.goto(frozen)
    assert page.locator(".toolbar .count").inner_text() == total
    assert _panel(page) == [head, *rows]


def test_a_view_is_named_and_forgotten(tab, own_site):
    page = tab.page
    page.goto(f"{own_site}/ledger?event=ASSAULT&unit=incidents")
    page.locator("summary", has_text="Take it with you").click()
    page.get_by_label("Name of this view").fill("Attacks <b>")
    page.get_by_role("button", name="Save view").click()
    page.wait_for_url("**/ledger?event=ASSAULT&unit=incidents")
    assert page.get_by_role("link", name="Attacks <b>").get_attribute("href") == "/ledger?event=ASSAULT&unit=incidents"
    page.get_by_role("button", name="Forget the view Attacks <b>").click()
    page.wait_for_url("**/ledger")
    assert page.get_by_role("link", name="Attacks <b>").count() == 0


def test_the_filter_box_says_what_is_wrong_and_goes_on(tab, site):
    page = tab.page
    page.goto(f"{site}/ledger")
    page.get_by_label("Filter", exact=True).last.fill("evnt=ASSAULT")
    page.get_by_role("button", name="Filter").click()
    assert "Did you mean event?" in page.get_by_role("alert").inner_text()
    tab.complaints[:] = [c for c in tab.complaints if "400" not in c]
    page.get_by_role("textbox", name="Filter").fill("event=ASSAULT -factuality=denied")
    page.keyboard.press("Enter")
    page.wait_for_url("**/ledger?event=ASSAULT&-factuality=denied")
    page.get_by_label("Order").select_option("published")
    page.wait_for_url("**sort=published**")
    page.get_by_label("Take away not factuality denied").click()
    page.wait_for_url(lambda url: "factuality" not in url and "sort=published" in url)
