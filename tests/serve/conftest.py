"""The app in a real browser: a ledger coded once from the samples, served on a free port, and Chromium.

A test that takes ``tab`` gets a page of the browser, with its console watched; it is skipped, with the reason, where
there is no Chromium. ``site`` is the address of the app.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from dragoman import __version__
from dragoman.coder import code_stories
from dragoman.link.ledger import LedgerLinks
from dragoman.read import read_stories
from dragoman.serve import make_app
from dragoman.serve.shape import linked
from dragoman.store import Ledger
from factories.browser import Tab
from factories.serving import Served

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="session", autouse=True)
def at_once() -> None:
    """Ledgers of tests are linked while one waits, also those of some hundred stories."""
    linked.AT_ONCE = 1500


@pytest.fixture(scope="session")
def coded_ledger(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The samples, coded and linked. Tests that write copy it first."""
    path = tmp_path_factory.mktemp("web") / "samples.db"
    errors: list[Exception] = []
    with Ledger(path) as ledger:
        run = ledger.start_run(version=__version__, model="")
        records = list(code_stories(read_stories([ROOT / "samples"], on_error=errors.append)))
        for record in records:
            ledger.add(record, run=run)
        ledger.finish_run(run, coded=len(records), failed=len(errors))
        LedgerLinks(ledger).update()
    assert not errors
    return path


@pytest.fixture(scope="session")
def site(coded_ledger: Path) -> Iterator[str]:
    """The address of the app over the samples. Only for tests that change nothing."""
    with Served(make_app(coded_ledger)) as address:
        yield address


@pytest.fixture(scope="session")
def served() -> type[Served]:
    """To serve a ledger of a test's own: ``with served(make_app(path)) as address``."""
    return Served


@pytest.fixture
def own_site(coded_ledger: Path, tmp_path: Path, tab: Tab) -> Iterator[str]:
    """The address of an app over a copy of the samples' ledger, for tests that write. ``tab`` leaves it before it stops, so
    that nothing is asked of an app that is gone."""
    path = tmp_path / "own.db"
    shutil.copyfile(coded_ledger, path)
    with Served(make_app(path)) as address:
        yield address
        tab.page.goto("about:blank")


@pytest.fixture(scope="session")
def browser() -> Iterator[object]:
    """Chromium, Playwright's own or the system's (DRAGOMAN_CHROMIUM names another)."""
    sync_api = pytest.importorskip("playwright.sync_api", reason="Playwright is not installed")
    found = os.environ.get("DRAGOMAN_CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
    with sync_api.sync_playwright() as playwright:
        try:
            chromium = playwright.chromium.launch(executable_path=found, args=["--no-sandbox"])
        except sync_api.Error as e:
            pytest.skip(f"there is no Chromium to test with ({str(e).splitlines()[0]}); set DRAGOMAN_CHROMIUM")
        yield chromium
        chromium.close()


@pytest.fixture
def tab(browser) -> Iterator[Tab]:  # type: ignore[no-untyped-def]
    """A fresh page, 1440 wide; at its end the console must have been silent."""
    one = _open(browser)
    yield one
    one.page.context.close()
    assert one.complaints == [], SILENT


@pytest.fixture(scope="session")
def open_tab(browser) -> Iterator[Tab]:  # type: ignore[no-untyped-def]
    one = _open(browser)
    yield one
    one.page.context.close()


@pytest.fixture
def glance(open_tab: Tab) -> Iterator[Tab]:
    """One page for all tests that only look: it has fonts, styles and scripts already."""
    open_tab.complaints.clear()
    yield open_tab
    # what a page asks of a server that its module has stopped meanwhile is no fault of the page
    assert [c for c in open_tab.complaints if "ERR_CONNECTION_REFUSED" not in c] == [], SILENT
    open_tab.page.goto("about:blank")


SILENT = "the browser's console was not silent"


def _open(browser) -> Tab:  # type: ignore[no-untyped-def]
    context = browser.new_context(viewport={"width": 1440, "height": 900}, reduced_motion="reduce")
    context.set_default_timeout(10_000)
    return Tab(context.new_page())
