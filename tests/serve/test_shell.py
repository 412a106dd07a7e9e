"""Every page of the navigation in a real browser: at three widths, in light and dark, with a silent console."""

from __future__ import annotations

import pytest

from dragoman.serve import make_app
from dragoman.serve.page import Page
from dragoman.serve.pages import all_pages
from dragoman.serve.users import Users
from factories.browser import Tab
from factories.serving import Served

FILES = "error.html"
"""The template of addresses that answer with a file to save: all they show is what went wrong."""
STILL = sorted(
    p.path for p in all_pages() if isinstance(p, Page) and p.role and p.template != FILES and "{" not in p.path
)


@pytest.mark.parametrize("path", [*STILL, "/articles/goma-shelling"])
def test_page_fits_and_is_accessible(glance: Tab, site: str, path: str):
    assert glance.looks_right(site + path) == []


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


def test_logging_in_and_out(tab: Tab, coded_ledger, tmp_path):
    users = Users(tmp_path / "users", cost=2**6)
    users.add("nadia", "a long password", "reviewer")
    page = tab.page
    with Served(make_app(coded_ledger, users=users)) as address:
        page.goto(address + "/articles/goma-shelling?kind=ASSAULT")
        assert "/login" in page.url
        assert tab.overflow() == [] and tab.inaccessible() == []
        page.get_by_label("Name").fill("nadia")
        page.get_by_label("Password").fill("a long passwort")
        page.get_by_role("button", name="Log in").click()
        page.get_by_role("alert").wait_for()
        tab.forgive("403")
        page.get_by_label("Password").fill("a long password")
        page.get_by_role("button", name="Log in").click()
        page.wait_for_url("**/articles/goma-shelling?kind=ASSAULT")
        page.get_by_role("button", name="Log out").click()
        page.wait_for_url("**/login?next=*")
        page.goto(address + "/ledger")
        assert "/login" in page.url
