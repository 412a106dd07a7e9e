"""Pages that show the ledger as it was: ``?as_of=2026-11-24``."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from dragoman.serve.ask import Ask

View = Callable[[Ask], dict[str, Any]]


def then(view: View) -> View:
    """The view, given the ledger as it was where the address says when."""

    def look(ask: Ask) -> dict[str, Any]:
        if ask.as_of is None:
            return view(ask)
        with ask.ledger.as_of(ask.as_of) as ledger:
            ask.ledger = ledger
            return view(ask)

    return look
