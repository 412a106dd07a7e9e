"""Every page of the navigation in a real browser: at three widths, in light and dark, with a silent console."""

from __future__ import annotations

import pytest

from dragoman.serve.pages import all_pages
from factories.browser import Tab

STILL = sorted({p.path for p in all_pages() if hasattr(p, "template") and "{" not in p.path})


@pytest.mark.parametrize("path", [*STILL, "/articles/goma-shelling"])
def test_page_fits_and_is_accessible(tab: Tab, site: str, path: str):
    assert tab.looks_right(site + path) == []


def test_theme_is_remembered(tab: Tab, site: str):
    page = tab.page
    page.goto(site)
    before = page.evaluate("getComputedStyle(document.body).backgroundColor")
    page.get_by_role("button", name="Light or dark").click()
    after = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert after != before
    page.goto(site + "/ledger")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == after


def test_slash_goes_to_the_search_box(tab: Tab, site: str):
    tab.page.goto(site)
    tab.page.wait_for_load_state("networkidle")
    tab.page.keyboard.press("/")
    tab.page.keyboard.type("shelled")
    tab.page.keyboard.press("Enter")
    tab.page.wait_for_url("**/ledger?text=shelled")
