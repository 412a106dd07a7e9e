"""The ledger at scale, on synthetic records: ``python bench/ledger.py [CLAIMS] [--keep FILE]``.

Wire stories (bench/wire.py) are imported from JSON lines as ``dragoman ledger import`` does it, one process preparing and
one writing; then asked, counted and exported. Times are of the wall, best of three, with processor time in brackets: on a
busy machine the second says more. Printed, never asserted.
"""

from __future__ import annotations

import argparse
import io
import os
import resource
import shutil
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from itertools import count, islice
from pathlib import Path

from dragoman.export import export_named, write_export
from dragoman.export.jsonl import line
from dragoman.query import count_claims, parse_filter
from dragoman.query.find import page_of_claims
from dragoman.query.panel import Asked, Panel
from dragoman.query.snapshot import PARTS, Snapshot
from dragoman.store import Ledger
from dragoman.store.importing import import_records
from dragoman.store.records import lines_of
from wire import wire_stories

FILE = 500
"""Stories in one file of records."""
FILTERS = (
    "event=ASSAULT", "actor=C07 event=ASSAULT from=2012-01 to=2012-03", "country=C05 factuality=denied", "mode=aerial source=official",
    "killed>=35 -country=C05", "dyad=C01-C02", "place=Town17", "party=C01 -factuality=asserted from=2013",
)  # fmt: skip
TEXTS = (
    "text:bread",
    'text:"prices of bread" event=CONSULT',
    "text:clinic|mosque country=C09",
    "governor army -text:bread",
)


@dataclass
class Stored:
    """What storing took: seconds of the wall, and of the processor in the process that writes and the one that prepares."""

    claims: int = 0
    size: int = 0
    wall: float = 0.0
    writing: float = 0.0
    preparing: float = 0.0

    def __str__(self) -> str:
        each = 1e6 / self.claims
        return (
            f"{self.claims / self.wall:,.0f} claims/s (processor: writing {each * self.writing:.0f} µs a claim, beside it"
            f" reading and checking {each * self.preparing:.0f}), {self.size / 1e6:,.0f} MB, {self.size / self.claims:,.0f} bytes a claim"
        )


def fill(path: Path, claims: int) -> Stored:
    """A ledger of so many claims; making the stories up is not counted."""
    done = Stored()
    with Ledger(path) as ledger, tempfile.TemporaryDirectory() as folder:
        stories = wire_stories(claims)
        for part in count():
            some = list(islice(stories, FILE))
            if not some:
                break
            Path(folder, f"{part:05}.jsonl").write_bytes(b"".join(map(line, some)))
        run = ledger.start_run(version="bench", model="none")
        wall, cpu, beside = time.perf_counter(), time.process_time(), _children()
        done.claims = import_records(ledger, lines_of(folder), on_error=print, run=run).claims
        done.wall, done.writing = time.perf_counter() - wall, time.process_time() - cpu
        done.preparing = _children() - beside
        ledger.finish_run(run, coded=len(ledger), failed=0)
    done.size = path.stat().st_size
    return done


def _children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def timed(do: Callable[[], object], times: int = 3) -> tuple[float, float]:
    """Best seconds of the wall, and of the processor."""
    best = (float("inf"), float("inf"))
    for _ in range(times):
        t, p = time.perf_counter(), time.process_time()
        do()
        wall, cpu = time.perf_counter() - t, time.process_time() - p
        best = min(best[0], wall), min(best[1], cpu)
    return best


def ask(path: Path) -> list[tuple[str, str]]:
    """Rows for the table: pages, text, counts, panel, Parquet."""
    out = []
    with Ledger(path, readonly=True) as ledger:
        for title, filters in (("filter and first page of 50", FILTERS), ("full-text query and page of 50", TEXTS)):
            took = {
                f: timed(lambda f=f: page_of_claims(ledger, parse_filter(f), sort="-date", limit=50)) for f in filters
            }  # type: ignore[misc]
            out.append(_row(title, took))
        deep = page_of_claims(ledger, parse_filter(""), sort="-date", limit=1000)
        for _ in range(20):
            deep = page_of_claims(ledger, parse_filter(""), sort="-date", limit=1000, after=deep.next)
        out.append(
            (
                "a page 21,000 claims in",
                _ms(timed(lambda: page_of_claims(ledger, parse_filter(""), sort="-date", after=deep.next, limit=50))),
            )
        )
        took = {f: timed(lambda f=f: count_claims(ledger, parse_filter(f)), 1) for f in ("", *FILTERS)}  # type: ignore[misc]
        out.append(_row("count of a filter", took))
        out.append(("snapshot, from nothing", _ms(timed(lambda: _snapshot(ledger, PARTS), 1))))
        out.append(("snapshot, nothing new", _ms(timed(lambda: _snapshot(ledger, PARTS)))))
        out.append(("dyad-month panel, zero-filled", _ms(timed(lambda: _panel(ledger)))))
        rows = 0

        def export() -> None:
            nonlocal rows
            rows = write_export(ledger, export_named("parquet"), parse_filter(""), io.BytesIO()).written

        wall, cpu = timed(export, 2)
        out.append((f"Parquet, {rows:,} rows", f"{rows / wall:,.0f} rows/s (processor: {rows / cpu:,.0f} rows/s)"))
    return out


def _snapshot(ledger: Ledger, tables: tuple[str, ...]) -> None:
    with Snapshot(ledger) as s:
        s.need("current_claims", *tables)


def _panel(ledger: Ledger) -> int:
    with Snapshot(ledger) as s:
        return len(Panel(s, parse_filter("event=ASSAULT event=CONSULT"), Asked()))


def _ms(took: tuple[float, float]) -> str:
    return f"{1e3 * took[0]:,.0f} ms (processor {1e3 * took[1]:,.0f} ms)"


def _row(title: str, took: dict[str, tuple[float, float]]) -> tuple[str, str]:
    worst = max(took, key=lambda f: took[f][1])
    walls, cpus = sorted(w for w, _ in took.values()), sorted(c for _, c in took.values())
    middle = (walls[len(walls) // 2], cpus[len(cpus) // 2])
    return title, f"{_ms(middle)}; slowest of {len(took)}: {_ms(took[worst])}, {worst or 'no filter'}"


def measure(claims: int, path: Path) -> list[tuple[str, str]]:
    """All rows of the table, over a ledger made at ``path``."""
    done = fill(path, claims)
    return [
        (f"ledger of {done.claims:,} claims: storing", str(done)),
        *((f"ledger of {done.claims:,} claims: {title}", told) for title, told in ask(path)),
    ]


def rows(claims: int = 100_000) -> list[tuple[str, str]]:
    """Rows for the table of ``make bench``; DRAGOMAN_BENCH_CLAIMS sets another size."""
    with tempfile.TemporaryDirectory() as folder:
        return measure(int(os.environ.get("DRAGOMAN_BENCH_CLAIMS", claims)), Path(folder) / "ledger.db")


def main() -> int:
    ap = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    ap.add_argument("claims", nargs="?", type=int, default=1_000_000)
    ap.add_argument("--keep", type=Path, metavar="FILE", help="leave the ledger there; one that is there is only asked")
    a = ap.parse_args()
    if a.keep and a.keep.exists():
        shutil.rmtree(a.keep.with_name(a.keep.name + ".snapshot"), ignore_errors=True)
        found = ask(a.keep)
    else:
        with tempfile.TemporaryDirectory() as folder:
            found = measure(a.claims, a.keep or Path(folder) / "ledger.db")
    for title, told in found:
        print(f"{title:<50} {told}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
