"""What each page shows, as plain values: for its template, and under ``json`` for its twin."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from starlette.exceptions import HTTPException
from starlette.requests import Request

from dragoman.query import FIELDS, count_claims, count_values, find_claims, parse_filter
from dragoman.record import Record, to_plain
from dragoman.show import claim_words, printable, segments
from dragoman.show.explain import lines
from dragoman.show.marks import RANK
from dragoman.show.terminal import label
from dragoman.store import Ledger

PAGE = 100
CLASSES = {role: "m-" + role.replace(" ", "-") for role in RANK}


def home(ledger: Ledger, request: Request) -> dict[str, Any]:
    """Documents, a page at a time, with totals."""
    number = _page(request)
    documents = ledger.documents(limit=PAGE, offset=(number - 1) * PAGE)
    total = len(ledger)
    claims = count_claims(ledger, parse_filter(""))
    rows = [
        {
            "id": d.id, "title": d.headline or d.id, "outlet": d.outlet or d.agency, "published": d.published,
            "language": d.language, "revision": d.revision, "words": d.words, "claims": d.claims,
            "warnings": d.warnings,
        }
        for d in documents
    ]  # fmt: skip
    return {
        "documents": rows, "total": total, "claims": claims, "page": number, "pages": -(-total // PAGE),
        "json": {"documents": rows, "total": total, "claims": claims, "page": number},
    }  # fmt: skip


def article(ledger: Ledger, request: Request) -> dict[str, Any]:
    """One story: its text in pieces and its claims as cards. An id may end in ``.json`` itself."""
    given = request.path_params["id"]
    record = ledger.record(given)
    if record is None and given.endswith(".json"):
        record = ledger.record(given.removesuffix(".json"))
        request.path_params["json"] = True
    elif record is not None:
        request.path_params["json"] = False
    if record is None:
        raise HTTPException(404, f"No story {given} is in this ledger.")
    return {
        "record": record,
        "pieces": _pieces(record),
        "cards": [
            {"words": claim_words(c, n), "claim": c, "why": lines(c), "confidence": round(100 * c.confidence)}
            for n, c in enumerate(record.claims, 1)
        ],
        "revisions": len(ledger.revisions(record.id)),
        "legend": [(role, CLASSES[role]) for role in RANK],
        "json": record.to_dict(),
    }


def _pieces(record: Record) -> list[dict[str, Any]]:
    out = []
    for piece in segments(record.text, list(enumerate(record.claims, 1))):
        numbers = [m.claim for m in piece.marks if m.role == "did"]
        out.append({
            "text": printable(record.text[piece.start : piece.end]),
            "class": CLASSES[piece.role] if piece.role else "",
            "label": label(piece.marks),
            "numbers": numbers,
        })  # fmt: skip
    return out


def ledger_table(ledger: Ledger, request: Request) -> dict[str, Any]:
    """Claims that the URL's filter lets through, a page at a time."""
    number = _page(request)
    given = [(k, v) for k, v in request.query_params.multi_items() if k != "page"]
    where = parse_filter(given)
    total = count_claims(ledger, where)
    found = find_claims(ledger, where, limit=PAGE, offset=(number - 1) * PAGE)
    rows = [
        {"document": f.record.id, "title": f.record.headline or f.record.id, "words": claim_words(f.claim, f.number)}
        for f in found
    ]
    pages = -(-total // PAGE)
    return {
        "rows": rows, "total": total, "page": number, "pages": pages, "fields": list(FIELDS),
        "filter": dict(given), "facets": {f: count_values(ledger, where, f) for f in ("event", "factuality", "kind")},
        "links": {n: "?" + urlencode([*given, ("page", str(n))]) for n in (number - 1, number + 1) if 1 <= n <= pages},
        "json": {"total": total, "page": number, "claims": [_claim(f.record, f.number) for f in found]},
    }  # fmt: skip


def _claim(record: Record, number: int) -> dict[str, Any]:
    return {"document": record.id, **to_plain(record.claims[number - 1])}


def _page(request: Request) -> int:
    given = request.query_params.get("page", "1")
    return min(max(1, int(given)), 1_000_000) if given.isascii() and given.isdigit() and len(given) < 9 else 1
