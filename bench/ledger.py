"""The ledger at scale, on synthetic records: ``python bench/ledger.py [CLAIMS] [--keep FILE]``.

Stories of bench/linking.py with everything that the coder fills in (codes, reasons, words of sources, links) are stored,
asked, counted and exported. Times are of the wall, best of three, with processor time in brackets: on a busy machine the
second says more. Printed, never asserted.
"""

from __future__ import annotations

import argparse
import io
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

from dragoman.export import export_named, write_export
from dragoman.query import count_claims, parse_filter
from dragoman.query.find import page_of_claims
from dragoman.query.panel import Asked, Panel
from dragoman.query.snapshot import PARTS, Snapshot
from dragoman.record import Claim, Link, Record, Span
from dragoman.store import Ledger
from dragoman.store.writing import prepare
from linking import stories

BATCH = 400
"""Stories in one transaction."""
_CAMEO = {"ASSAULT": "190", "CONSULT": "040"}
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


def full(record: Record) -> Record:
    """The record with what the coder would have filled in."""
    return replace(record, url=f"https://news.example/{record.id}", language="en", headline=record.text[:60],
                   claims=tuple(_full(c, n, record.claims) for n, c in enumerate(record.claims)))  # fmt: skip


def _full(c: Claim, n: int, claims: tuple[Claim, ...]) -> Claim:
    trigger = c.trigger
    said = tuple(
        replace(a, cue=Span(trigger.text, trigger.start, trigger.end), content=(c.sentence,), rule="verb of saying")
        for a in c.attribution
    )
    return replace(
        c, cameo=_CAMEO.get(c.event or ""), quad_code=4 if c.event == "ASSAULT" else 1 if c.event else None,
        event_scale=-9.0 if c.event == "ASSAULT" else 1.0 if c.event else None, context=("military",) if c.event == "ASSAULT" else (),
        date_basis="explicit" if c.date else "none", attribution=said, confidence=0.5 + n / 10,
        links=(Link("same-event", claims[0].id),) if n else (),
        why=(f"event: frame {trigger.text}", "date: told by the sentence", "actor: subject of the verb"),
    )  # fmt: skip


def fill(path: Path, claims: int) -> tuple[int, float, float]:
    """Claims stored, seconds of the wall and of the processor for storing alone (making them up is taken off)."""
    count, wall, cpu = 0, 0.0, 0.0
    with Ledger(path) as ledger, ledger.bulk():
        run = ledger.start_run(version="bench", model="none")
        for batch in _batches(claims):
            t, p = time.perf_counter(), time.process_time()
            ledger.add_many(((prepare(r), None) for r in batch), run=run)
            wall, cpu = wall + time.perf_counter() - t, cpu + time.process_time() - p
            count += sum(len(r.claims) for r in batch)
        ledger.finish_run(run, coded=count, failed=0)
    return count, wall, cpu


def _batches(claims: int) -> Iterator[list[Record]]:
    batch: list[Record] = []
    for r in stories(claims):
        batch.append(full(r))
        if len(batch) == BATCH:
            yield batch
            batch = []
    if batch:
        yield batch


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
    count, wall, cpu = fill(path, claims)
    size = path.stat().st_size / 1e6
    return [
        (f"ledger of {count:,} claims: storing", f"{count / wall:,.0f} claims/s (processor: {count / cpu:,.0f} claims/s), {size:,.0f} MB"),
        *((f"ledger of {count:,} claims: {title}", told) for title, told in ask(path)),
    ]  # fmt: skip


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
