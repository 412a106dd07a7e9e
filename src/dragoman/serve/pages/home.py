"""``/``: what is in the ledger."""

from __future__ import annotations

from typing import Any

from dragoman.query import count_claims, parse_filter
from dragoman.serve.ask import Ask
from dragoman.serve.page import page

PAGE = 100


def home(ask: Ask) -> dict[str, Any]:
    """Documents, a page at a time, with totals."""
    number = ask.number("page")
    total = len(ask.ledger)
    claims = count_claims(ask.ledger, parse_filter(""))
    rows = [
        {
            "id": d.id, "title": d.headline or d.id, "outlet": d.outlet or d.agency, "published": d.published,
            "language": d.language, "revision": d.revision, "words": d.words, "claims": d.claims,
            "warnings": d.warnings,
        }
        for d in ask.ledger.documents(limit=PAGE, offset=(number - 1) * PAGE)
    ]  # fmt: skip
    return {
        "documents": rows, "total": total, "claims": claims, "page": number, "pages": -(-total // PAGE),
        "json": {"documents": rows, "total": total, "claims": claims, "page": number},
    }  # fmt: skip


ROUTES = [page("/", "home.html", home)]
