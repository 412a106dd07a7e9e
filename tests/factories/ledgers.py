"""Ledgers on disk, for tests of what is made of them."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from dragoman.link.ledger import LedgerLinks
from dragoman.record import Record
from dragoman.store import Ledger


def ledger_of(path: Path, records: Iterable[Record], *, linked: bool = False) -> Path:
    """A ledger with these records, of one run; ``linked``: what belongs together is worked out."""
    with Ledger(path) as store:
        run = store.start_run(version="1", model="m")
        for r in records:
            store.add(r, run=run)
        if linked:
            LedgerLinks(store).update()
    return path
