"""A journalist's way through the app, in a real browser: paste a story, look who says so, copy a quote; and back."""

from __future__ import annotations

import re
import shutil
import zipfile
from urllib.parse import unquote

import pytest

from dragoman.serve import make_app
from factories.browser import Tab
from factories.serving import Served

expect = pytest.importorskip("playwright.sync_api", reason="Playwright is not installed").expect

STORY = (
    "QAMISHLI, May 4 (Reuters) - 🕊 Gunmen killed at least seven farmers near Tel Brak on Saturday, the governor said.\n\n"
    "A spokesman for the rebels denied that they had attacked the village.\n\n"
    "“We have no forces there,” he said. قال الناطق إن القوات لم تكن هناك."
)


@pytest.fixture(scope="module")
def own_site(coded_ledger, tmp_path_factory):
    """One app for all of these: its coder loads the models once."""
    path = tmp_path_factory.mktemp("journalist") / "own.db"
    shutil.copyfile(coded_ledger, path)
    with Served(make_app(path)) as address:
        yield address


def test_paste_a_story_and_copy_a_quote(tab: Tab, own_site: str):
    page = tab.page
    page.context.grant_permissions(["clipboard-read", "clipboard-write"], origin=own_site)
    page.goto(own_site + "/read")
    page.get_by_label("The story").fill(STORY)
    page.get_by_label("Published").fill("2024-05-05")
    page.get_by_role("button", name="Read it").click()
    page.wait_for_url("**/articles/*", timeout=60_000)
    article = page.locator("article.text")
    assert article.evaluate("e => e.textContent") == STORY
    expect(page.locator(".claim-card").first).to_contain_text("killed ≥7 farmers")
    expect(page.locator(".claim-card").first).to_contain_text("governor")

    # the claim's words and its card are tied
    page.locator('.text [data-c~="1"]').first.hover()
    expect(page.locator("#claim-1")).to_have_class(re.compile("lit"))
    page.locator("#claim-2").focus()
    expect(page.locator('.text .r-did[data-c~="2"]')).to_have_class(re.compile("lit"))

    # only who denies it
    page.locator(".choices").get_by_role("link", name=re.compile("spokesman|rebels")).first.click()
    expect(page.locator(".claim-card")).to_have_count(1)
    assert "by=" in page.url
    page.go_back()
    expect(page.locator(".claim-card")).not_to_have_count(1)
    page.wait_for_load_state("networkidle")
    page.go_forward()
    expect(page.locator(".claim-card")).to_have_count(1)
    page.reload()
    expect(page.locator(".claim-card")).to_have_count(1)
    page.get_by_role("link", name="Show all").click()

    # why, on demand
    page.locator("#claim-1 summary").click()
    expect(page.locator("#claim-1 .why")).to_be_visible()

    # the claim's sentence with its address
    page.locator("#claim-1").get_by_role("button", name="Copy quote").click()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert "at least seven farmers" in copied and copied.split("\n")[-1].endswith("#claim-1")

    # any words with their address: offsets are those of the ledger, though an emoji stands before them
    page.evaluate(
        """() => { const text = document.querySelector("article.text");
        const walk = document.createTreeWalker(text, NodeFilter.SHOW_TEXT); let node;
        while ((node = walk.nextNode())) { const at = node.data.indexOf("no forces");
          if (at >= 0) { const r = document.createRange(); r.setStart(node, at); r.setEnd(node, at + 9);
            getSelection().removeAllRanges(); getSelection().addRange(r); return; } } }"""
    )
    page.get_by_role("button", name="Copy quote with link").click()
    words, address = page.evaluate("navigator.clipboard.readText()").rsplit("\n", 1)
    assert words.startswith("“no forces”") and "QAMISHLI" in words
    start, end = map(int, re.search(r"quote=(\d+)-(\d+)", unquote(address)).groups())  # type: ignore[union-attr]
    assert STORY[start:end] == "no forces"
    page.goto(address)
    expect(page.locator("#quote")).to_have_text("no forces")
    assert tab.inaccessible() == []


def test_a_forgotten_date_is_given_later(tab: Tab, own_site: str):
    page = tab.page
    page.goto(own_site + "/read")
    page.get_by_label("The story").fill("Troops shelled Tavrin on Monday, the mayor said.\n\nNobody was hurt.\n")
    page.get_by_role("button", name="Read it").click()
    page.wait_for_url("**/articles/*", timeout=60_000)
    expect(page.locator("#claim-1")).to_contain_text("not told")
    page.get_by_label("Published").fill("2024-06-05")
    page.get_by_role("button", name="Read it again").click()
    expect(page.locator("#claim-1")).to_contain_text("2024-06-03", timeout=60_000)
    expect(page.locator("main")).to_contain_text("Version 2 of 2")
    page.get_by_role("link", name="What changed since version 1").click()
    expect(page.get_by_role("heading", name="Claims that came")).to_be_visible()
    assert page.locator("ins, del").count() == 0, "the words are the same"


def test_send_an_archive_and_read_what_failed(tab: Tab, own_site: str, tmp_path):
    with zipfile.ZipFile(tmp_path / "news.zip", "w") as z:
        z.writestr("one.txt", "Police arrested ten protesters in Minsk on Friday.")
        z.writestr("two.jsonl", '{"text": "Troops shelled Goma on Monday."}\n{"text": 5}\n')
        z.writestr("evil.txt", b"")
    page = tab.page
    page.goto(own_site + "/read")
    page.get_by_label("Files").set_input_files(tmp_path / "news.zip")
    page.get_by_role("button", name="Send").click()
    page.wait_for_url("**/read/jobs/*", timeout=60_000)
    expect(page.get_by_role("heading", name="What failed, and why")).to_be_visible(timeout=60_000)
    expect(page.get_by_role("row")).to_contain_text(
        ["Where", "two.jsonl, line 2", "evil.txt", "Story", "Police arrested ten", "Troops shelled"]
    )
    assert tab.overflow() == [] and tab.inaccessible() == []
    page.reload()
    expect(page.get_by_role("heading", name="What failed, and why")).to_be_visible()
    page.get_by_role("link", name="Read another").click()
    expect(page.get_by_role("cell", name="news.zip")).to_be_visible()


def test_without_script_a_story_can_be_read_too(browser, own_site: str):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(own_site + "/read")
    page.fill("#text", "Troops shelled the port of Tavrin on Monday, killing two people, the mayor said.")
    page.click("text=Read it")
    for _ in range(60):
        if "/articles/" in page.url:
            break
        link = page.locator("text=Open the story")
        if link.count():
            link.click()
        else:
            page.wait_for_timeout(500)
            page.reload()
    expect(page.locator(".claim-card").first).to_contain_text("shelled")
    expect(page.locator(".needs-script").first).to_be_hidden()
    context.close()


def test_the_words_of_a_form_survive_a_mistake(tab: Tab, own_site: str):
    page = tab.page
    page.goto(own_site + "/read")
    page.get_by_label("The story").fill("Some words.")
    page.evaluate("document.getElementById('published').type = 'text'")
    page.get_by_label("Published").fill("May")
    with page.expect_response(lambda r: r.request.method == "POST"):
        page.get_by_role("button", name="Read it").click()
    expect(page.get_by_role("alert")).to_contain_text("no ISO date")
    expect(page.get_by_label("The story")).to_have_value("Some words.")
    tab.forgive("400 (Bad Request)", "does not conform")
