"""The web app on a great ledger: ``python bench/web.py [CLAIMS] [--keep FILE] [--only PATH]``.

A linked ledger is made (bench/webledger.py; ``--keep`` leaves it for the next time), and ``dragoman serve`` started over it.
Of every page, with its twin and that of the API where there is one, the table tells: the first byte of the very first
request after a start, that of a warm one (the middle of five), the server's own processor time for each, and until when
headless Chromium is not interactive: the scripts have run, and no task of 50 ms or more is going on. Printed, never
asserted: wall times are those of the machine and of whatever else it does.
"""

from __future__ import annotations

import argparse
import http.client
import os
import platform
import shutil
import socket
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from rich.console import Console
from rich.table import Table

from dragoman import __version__
from dragoman.serve.shape.dyads import top_dyads
from dragoman.store import Ledger
from webledger import make

WARM = 5
READY = b"being worked out"
_TICK = os.sysconf("SC_CLK_TCK")


def pages(path: Path) -> list[str]:
    """Addresses of every page of the app, with those that ask much of it."""
    with Ledger(path, readonly=True) as ledger:
        ((article,),) = ledger.select("SELECT id FROM current_documents ORDER BY length(text) DESC LIMIT 1")
        ((incident,),) = ledger.select(
            "SELECT id FROM link_incidents WHERE incident ="
            " (SELECT incident FROM link_episodes GROUP BY incident ORDER BY count(*) DESC LIMIT 1)"
        )
        a, b = top_dyads(ledger, limit=1)[0][:2]
    story, happening = quote(article, safe=""), quote(incident, safe="")
    return [
        "/", "/?since=2020-01-01", "/read", f"/articles/{story}", f"/articles/{story}.json",
        "/ledger", "/ledger.json", "/ledger?country=UKR&event=ASSAULT", "/ledger?text=bread", "/ledger?unit=reports", "/ledger?unit=incidents",
        "/incidents", "/incidents.json", "/incidents?all=1&sort=claims", f"/incidents/{happening}", f"/incidents/{happening}.json",
        "/tolls", "/tolls.json", "/tolls?kind=injured", "/tolls?measure=new", "/agreements", "/agreements.json",
        "/map", "/map.json", "/map?from=2010-02-01&to=2010-03-01", "/dyads", f"/dyads/{a}/{b}", f"/dyads/{a}/{b}.json",
        "/review", "/review.json", "/review?page=4", "/review/log", "/actors", "/actors.json", "/sources", "/sources.json",
        "/runs", "/docs", "/news",
        "/api/claims", "/api/claims?country=UKR", "/api/documents", "/api/incidents", f"/api/incidents/{happening}",
        "/api/tolls", "/api/agreements", "/api/actors", "/api/sources",
    ]  # fmt: skip


@dataclass(slots=True)
class Took:
    """Milliseconds; None where it was not measured. ``bytes`` of the warm answer, as it goes over the wire."""

    address: str
    first: float
    first_cpu: float
    warm: float
    warm_cpu: float
    bytes: int
    interactive: float | None = None


class Server:
    """``dragoman serve`` over a ledger, on a free port."""

    def __init__(self, ledger: Path) -> None:
        with socket.socket() as s:
            s.bind(("127.0.0.1", 0))
            self.port = int(s.getsockname()[1])
        begun = time.perf_counter()
        self.process = subprocess.Popen(
            [sys.executable, "-c", "from dragoman.cli import main; main()", "serve", "--ledger", str(ledger), "--port", str(self.port)],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        while time.perf_counter() - begun < 60:
            try:
                socket.create_connection(("127.0.0.1", self.port), 0.2).close()
                break
            except OSError:
                if self.process.poll() is not None:
                    raise RuntimeError("dragoman serve does not start") from None
                time.sleep(0.02)
        self.started = time.perf_counter() - begun

    def cpu(self) -> float:
        """Seconds of the processor that the server has had so far."""
        fields = Path(f"/proc/{self.process.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / _TICK

    def get(self, address: str) -> tuple[float, bytes]:
        """Milliseconds until the first byte, and the answer."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=120)
        connection.connect()
        begun = time.perf_counter()
        connection.request("GET", address, headers={"Accept-Encoding": "identity"})
        answer = connection.getresponse()
        took = 1e3 * (time.perf_counter() - begun)
        body = answer.read()
        connection.close()
        if answer.status != 200:
            raise RuntimeError(f"{address} answers {answer.status}")
        return took, body

    def settle(self) -> None:
        """Wait until nothing is being worked out beside the requests."""
        before, still = self.cpu(), 0
        while still < 3:
            time.sleep(0.3)
            now = self.cpu()
            still = still + 1 if now - before < 0.02 else 0
            before = now


@contextmanager
def served(ledger: Path) -> Iterator[Server]:
    """A server that has just been started, and is stopped at the end."""
    server = Server(ledger)
    try:
        yield server
    finally:
        server.process.terminate()
        server.process.wait(20)


def prepare(ledger: Path) -> float:
    """Let the app link and sum up what it keeps beside the ledger: seconds until its pages have all of it."""
    begun = time.perf_counter()
    with served(ledger) as server:
        while READY in server.get("/incidents")[1]:
            time.sleep(0.5)
    return time.perf_counter() - begun


def first(ledger: Path, address: str) -> tuple[float, float]:
    """Milliseconds until the first byte, and of the processor, of the first request after a start."""
    with served(ledger) as server:
        cpu = server.cpu()
        took, _ = server.get(address)
        return took, 1e3 * (server.cpu() - cpu)


def warm(server: Server, address: str) -> tuple[float, float, int]:
    """The same of a later request, with the length of the answer."""
    server.get(address)
    server.settle()
    cpu = server.cpu()
    some = [server.get(address) for _ in range(WARM)]
    return statistics.median(t for t, _ in some), 1e3 * (server.cpu() - cpu) / WARM, len(some[0][1])


_INTERACTIVE = """async () => {
  const tasks = [];
  new PerformanceObserver(l => l.getEntries().forEach(e => tasks.push(e.startTime + e.duration)))
    .observe({type: "longtask", buffered: true});
  await new Promise(r => setTimeout(r, 400));
  const n = performance.getEntriesByType("navigation")[0];
  return Math.max(n.domInteractive, n.domContentLoadedEventEnd, ...tasks);
}"""


def interactive(server: Server, addresses: Sequence[str], *, times: int = 3) -> dict[str, float]:
    """Milliseconds from a click until each page can be used, by the browser's own clock, caches empty."""
    try:
        from playwright.sync_api import Error, sync_playwright
    except ImportError:
        return {}
    found = os.environ.get("DRAGOMAN_CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
    out = {}
    with sync_playwright() as playwright:
        try:
            browser = playwright.chromium.launch(executable_path=found, args=["--no-sandbox"])
        except Error:
            return {}
        for address in addresses:
            some = []
            for _ in range(times):
                tab = browser.new_page(viewport={"width": 1440, "height": 900})
                tab.goto(f"http://127.0.0.1:{server.port}{address}", wait_until="load")
                some.append(float(tab.evaluate(_INTERACTIVE)))
                tab.context.close() if len(browser.contexts) > 1 else tab.close()
            out[address] = statistics.median(some)
        browser.close()
    return out


def measure(ledger: Path, addresses: Sequence[str], *, browser: bool = True) -> list[Took]:
    """Every address in turn."""
    cold = {a: first(ledger, a) for a in addresses}
    with served(ledger) as server:
        server.settle()
        took = [Took(a, *cold[a], *warm(server, a)) for a in addresses]
        seen = [a for a in addresses if ".json" not in a and not a.startswith("/api")]
        there = interactive(server, seen) if browser else {}
    for t in took:
        t.interactive = there.get(t.address)
    return took


def built(path: Path, claims: int) -> str:
    """Make the ledger where it is not there; words on it."""
    if not path.exists():
        new = path.with_name(path.name + ".new")
        make(new, claims)
        new.replace(path)
    with Ledger(path, readonly=True) as ledger:
        ((stories, told, incidents),) = ledger.select(
            "SELECT (SELECT count(*) FROM current_documents), (SELECT count(*) FROM current_claims),"
            " (SELECT count(*) FROM link_incidents)"
        )
    return f"{told:,} claims, {stories:,} stories, {incidents:,} incidents, {path.stat().st_size / 1e6:,.0f} MB"


def rows(claims: int = 100_000) -> list[tuple[str, str]]:
    """Rows for the table of ``make bench``; DRAGOMAN_BENCH_CLAIMS sets another size."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "ledger.db"
        title = built(path, int(os.environ.get("DRAGOMAN_BENCH_CLAIMS", claims)))
        prepare(path)
        return [("web app over", title), *((f"web app, {t.address}", _told(t)) for t in measure(path, pages(path)))]


def _told(t: Took) -> str:
    there = "" if t.interactive is None else f"; interactive at {t.interactive:,.0f} ms"
    return (
        f"first byte: first request {t.first:,.0f} ms (processor {t.first_cpu:,.0f}), warm {t.warm:,.0f} ms "
        f"({t.warm_cpu:,.0f}){there}"
    )


def machine() -> str:
    """What it ran on."""
    browser = os.environ.get("DRAGOMAN_CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
    told = subprocess.run([browser, "--version"], capture_output=True, text=True, check=False).stdout.strip() if browser else "no browser"  # fmt: skip
    return (
        f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}, "
        f"{told}, dragoman {__version__}"
    )


def main() -> int:
    ap = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    ap.add_argument("claims", nargs="?", type=int, default=100_000)
    ap.add_argument("--keep", type=Path, metavar="FILE", help="leave the ledger there; one that is there is used")
    ap.add_argument("--only", action="append", metavar="PATH", help="addresses that begin so; may be repeated")
    ap.add_argument("--no-browser", action="store_true", help="leave out the time until a page is interactive")
    a = ap.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = a.keep or Path(folder) / "ledger.db"
        print(machine())
        print(built(path, a.claims))
        print(f"ready {prepare(path):.1f} s after the start")
        chosen = [p for p in pages(path) if not a.only or any(p.startswith(o) for o in a.only)]
        table = Table("page", "KB", "first request, ms", "processor", "warm, ms", "processor", "interactive, ms")
        for t in measure(path, chosen, browser=not a.no_browser):
            there = "" if t.interactive is None else f"{t.interactive:,.0f}"
            table.add_row(
                t.address, f"{t.bytes / 1e3:,.0f}", *(f"{x:,.0f}" for x in (t.first, t.first_cpu, t.warm, t.warm_cpu)), there
            )  # fmt: skip
        Console(width=150).print(table)
    return 0


if __name__ == "__main__":
    sys.exit(main())
