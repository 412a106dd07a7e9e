"""The linked pages in a real browser: three widths, light and dark, keyboard, Back, and the monitor's journey."""

from __future__ import annotations

import shutil

import pytest

from dragoman.serve import make_app
from factories.browser import Tab
from factories.conflict import clash
from factories.ledgers import ledger_of

PAGES = (
    "/incidents/korgon-1%231", "/tolls?open=totals-3%231", "/tolls?measure=new", "/agreements",
    "/map?view=40,70.5,8", "/dyads/KGZ/TJK?month=2023-03&whose=b",
)  # fmt: skip


@pytest.fixture(scope="module")
def ledger(tmp_path_factory):
    return ledger_of(tmp_path_factory.mktemp("browser") / "clash.db", clash())


@pytest.fixture(scope="module")
def clash_site(ledger, served):
    with served(make_app(ledger)) as address:
        yield address


@pytest.mark.parametrize("path", PAGES)
def test_page_fits_and_is_accessible(glance: Tab, clash_site: str, path: str):
    assert glance.looks_right(clash_site + path) == []


def test_a_monitor_reconciles_tolls_and_marks_a_series(tab: Tab, clash_site: str):
    page = tab.page
    page.goto(clash_site + "/tolls")
    page.locator("td.fell a").click()
    words = page.locator("#words")
    assert "lowered the number of dead" in words.inner_text() and "Lowered from 62 to 59." in words.inner_text()
    row = page.get_by_role("row").filter(has_text="the Kyrgyz health ministry")
    row.get_by_role("link", name="Mark this series").click()
    page.get_by_label("Why mark").fill("revised downwards; use this")
    page.get_by_role("button", name="Mark this series").click()
    starred = page.locator("tr.starred")
    assert "revised downwards; use this" in starred.inner_text()
    page.reload()
    assert "the Kyrgyz health ministry" in page.locator("tr.starred").inner_text()
    page.get_by_label("marked only").check()
    page.get_by_role("button", name="Show").click()
    page.wait_for_url("**marked=1**")
    assert page.locator("table.matrix tbody tr").count() == 1
    page.go_back()
    assert page.locator("table.matrix tbody tr").count() > 1
    page.get_by_role("button", name="Take the mark off").click()
    page.locator("tr.starred").wait_for(state="detached")


def test_map_list_and_timeline_move_in_step(tab: Tab, clash_site: str):
    page = tab.page
    page.goto(clash_site + "/map")
    page.wait_for_load_state("networkidle")
    assert "9 incidents" in page.locator("#list").inner_text()
    page.locator("[data-brush] a[data-first='2023-03-01']").click()
    page.wait_for_url("**from=2023-03-01**")
    assert "5 incidents" in page.locator("#list").inner_text()
    page.get_by_role("link", name="Isfara").first.click()
    page.wait_for_url("**at=**")
    assert "Isfara" in page.locator("#h-list").inner_text()
    page.go_back()
    page.wait_for_url(lambda url: "at=" not in url and "from=2023-03-01" in url)
    page.get_by_role("link", name="The world").click()
    page.wait_for_url("**view=18**")
    assert page.locator("svg.map").get_attribute("data-view") == "18,12,340"


def test_the_map_is_moved_by_keys_and_by_dragging(tab: Tab, clash_site: str):
    page = tab.page
    page.goto(clash_site + "/map?view=40,70,12")
    page.wait_for_load_state("networkidle")
    page.locator("[data-map]").focus()
    page.keyboard.press("ArrowRight")
    page.wait_for_url("**view=40.000%2C73.000%2C12.000**")
    page.keyboard.press("+")
    page.wait_for_url("**view=40.000%2C73.000%2C6.000**")
    box = page.locator("svg.map").bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + 100, box["y"] + 200)
    page.mouse.down()
    page.mouse.move(box["x"] + 300, box["y"] + 200, steps=4)
    page.mouse.up()
    page.wait_for_url(lambda url: "view=40.000%2C73.000%2C6.000" not in url)
    lat, lon, width = map(float, page.locator("svg.map").get_attribute("data-view").split(","))  # type: ignore[union-attr]
    assert lat == 40 and width == 6 and 71 < lon < 72


def test_a_stretch_of_the_timeline_is_chosen_by_dragging(tab: Tab, clash_site: str):
    page = tab.page
    page.goto(clash_site + "/map")
    page.wait_for_load_state("networkidle")
    first = page.locator("[data-brush] a[data-first='2023-03-01']").bounding_box()
    last = page.locator("[data-brush] a[data-first='2023-04-01']").bounding_box()
    assert first and last
    page.mouse.move(first["x"] + 5, first["y"] + 20)
    page.mouse.down()
    page.mouse.move(last["x"] + last["width"] - 5, last["y"] + 20, steps=5)
    page.mouse.up()
    page.wait_for_url("**from=2023-03-01&to=2023-04-30**")
    assert "2022" not in page.locator("#list ul").inner_text()


def test_a_month_of_a_dyad_opens_by_keyboard(tab: Tab, clash_site: str):
    page = tab.page
    page.goto(clash_site + "/dyads")
    page.get_by_role("link", name="Kyrgyzstan and Tajikistan").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/dyads/KGZ/TJK")
    page.get_by_role("group", name="Sources of Tajikistan").get_by_role("link").first.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**month=2023-03**")
    assert "fired first" in page.locator("#events").inner_text()


def test_pages_are_whole_without_scripts(browser, clash_site: str):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(clash_site + "/map")
    page.get_by_role("link", name="Farther").click()
    page.wait_for_url("**view=**")
    page.locator("svg.map a.mark").first.wait_for(state="attached")
    page.goto(clash_site + "/tolls")
    page.locator("svg.plot a").first.click()
    page.locator("#words").wait_for()
    context.close()


def test_a_person_splits_an_incident_and_takes_it_back(tab: Tab, ledger, tmp_path, served):
    path = tmp_path / "own.db"
    shutil.copyfile(ledger, path)
    with served(make_app(path)) as address:
        page = tab.page
        page.goto(address + "/incidents/korgon-1%231")
        page.get_by_text("Split: some claims").click()
        page.get_by_label("korgon-3#1").check()
        form = page.locator("form[action='/incidents/split']")
        form.get_by_label("Why").fill("another village")
        form.get_by_role("button", name="Split").click()
        page.wait_for_url("**/incidents/incident-*")
        assert page.locator("article.entry").count() == 1 and "another village" in page.locator(".history").inner_text()
        page.get_by_role("button", name="Take it back").click()
        page.wait_for_url("**/incidents/incident-*")
        assert page.locator("article.entry").count() == 4
        assert "taken back" in page.locator(".history").inner_text()
