"""A browser's page with what the tests of pages ask of it: a silent console, nothing too wide, nothing inaccessible."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from playwright.sync_api import Page

WIDTHS = (1440, 1024, 390)
AXE = Path(__file__).resolve().parents[1] / "serve/vendor/axe.min.js"


class Tab:
    """``page`` is Playwright's; ``complaints`` is what its console said, and requests that failed."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.complaints: list[str] = []
        page.on("console", lambda m: self.complaints.append(m.text) if m.type in ("error", "warning") else None)
        page.on("pageerror", lambda e: self.complaints.append(str(e)))
        page.on("requestfailed", lambda r: self._failed(r.url, r.failure))

    def _failed(self, url: str, why: str | None) -> None:
        if why != "net::ERR_ABORTED":  # a page left while something was still on its way
            self.complaints.append(f"{url}: {why}")

    def forgive(self, *words: str) -> None:
        """Complaints with one of these words were meant to come."""
        self.complaints[:] = [c for c in self.complaints if not any(w in c for w in words)]

    def overflow(self) -> list[str]:
        """What makes the page scroll sideways, outermost first; empty where nothing does."""
        return self.page.evaluate(
            """() => {
              const wide = document.documentElement.clientWidth;
              if (document.documentElement.scrollWidth <= wide) return [];
              return [...document.querySelectorAll("body *")].filter((e) => {
                const box = e.getBoundingClientRect();
                if (box.right <= wide + 1 || box.width === 0) return false;
                for (let up = e.parentElement; up; up = up.parentElement)
                  if (getComputedStyle(up).overflowX !== "visible") return false;
                return true;
              }).map((e) => e.tagName.toLowerCase() + (e.className ? "." + e.className : "")).slice(0, 8)
                .concat("page is " + document.documentElement.scrollWidth + " wide");
            }"""
        )

    def inaccessible(self, *rules: str) -> list[str]:
        """Serious and critical violations that axe-core finds (by these rules of it), a line each with the first element."""
        self.page.evaluate("typeof axe === 'undefined'") and self.page.evaluate(AXE.read_text("utf-8"))
        only = {"runOnly": list(rules)} if rules else {}
        found: dict[str, Any] = self.page.evaluate("o => axe.run(o)", {"resultTypes": ["violations"], **only})
        return [
            f"{v['id']}: {v['help']}: {v['nodes'][0]['html'][:160]} ({len(v['nodes'])} places)"
            for v in found["violations"]
            if v["impact"] in ("serious", "critical")
        ]

    def looks_right(self, address: str, *, status: int = 200) -> list[str]:
        """Opens the address at the widest of WIDTHS and narrows the window: everything that is wrong with it, in light and
        dark."""
        wrong: list[str] = []
        self.page.emulate_media(color_scheme="light")
        for n, width in enumerate(WIDTHS):
            self.page.set_viewport_size({"width": width, "height": 900})
            if n == 0:
                answer = self.page.goto(address, wait_until="load")
                if answer is None or answer.status != status:
                    wrong.append(f"status {answer and answer.status}")
            wrong += [f"{width}: {x}" for x in self.overflow()]
        wrong += [f"light: {x}" for x in self.inaccessible()]
        self.page.emulate_media(color_scheme="dark")
        wrong += [f"dark: {x}" for x in self.inaccessible("color-contrast")]
        return wrong
