"""``/ledger``: claims that the address's filter lets through."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from dragoman.query import FIELDS, count_claims, count_values, find_claims, parse_filter
from dragoman.record import Record, to_plain
from dragoman.serve.ask import Ask
from dragoman.serve.page import page
from dragoman.show import claim_words

PAGE = 100


def table(ask: Ask) -> dict[str, Any]:
    """Claims, a page at a time."""
    number = ask.number("page")
    given = [(k, v) for k, v in ask.query if k != "page"]
    where = parse_filter(given)
    total = count_claims(ask.ledger, where)
    found = find_claims(ask.ledger, where, limit=PAGE, offset=(number - 1) * PAGE)
    rows = [
        {"document": f.record.id, "title": f.record.headline or f.record.id, "words": claim_words(f.claim, f.number)}
        for f in found
    ]
    pages = -(-total // PAGE)
    return {
        "rows": rows, "total": total, "page": number, "pages": pages, "fields": list(FIELDS),
        "filter": dict(given), "facets": {f: count_values(ask.ledger, where, f) for f in ("event", "factuality", "kind")},
        "links": {n: "?" + urlencode([*given, ("page", str(n))]) for n in (number - 1, number + 1) if 1 <= n <= pages},
        "json": {"total": total, "page": number, "claims": [_claim(f.record, f.number) for f in found]},
    }  # fmt: skip


def _claim(record: Record, number: int) -> dict[str, Any]:
    return {"document": record.id, **to_plain(record.claims[number - 1])}


ROUTES = [page("/ledger", "ledger.html", table)]
