"""``/sources``: whose word the ledger holds, how firmly they put it, and how often it is contested."""

from __future__ import annotations

from typing import Any

from starlette.responses import Response

from dragoman.query import Filter
from dragoman.query.registry import Outlet, Source, outlets, sources
from dragoman.serve.ask import Ask
from dragoman.serve.listing import address, chips, found_by, from_box, soon, where_of
from dragoman.serve.page import page
from dragoman.serve.shape.linked import Linked, linked
from dragoman.serve.then import then
from dragoman.store import Ledger

PAGE = 100
ORDERS = {"claims": "Most claims", "stories": "Most stories", "contested": "Most contested", "name": "By name"}
PARTS = ("asserted", "alleged", "denied", "negated")


def whose(ask: Ask) -> dict[str, Any] | Response:
    """Sources of the claims that the filter lets through, then outlets."""
    if (answer := from_box(ask)) is not None:
        return answer
    where, views = where_of(ask), linked(ask.ledger)

    def count(ledger: Ledger) -> tuple[list[Source], list[Outlet]]:
        return sources(ledger, where, _contested(views) if views.ready else None), outlets(ledger, where)

    found, fresh = soon(ask, ("sources", str(where), views.ready), count)
    every, told = found or ([], [])
    words, order = ask.get("wanted"), ask.get("sort", "claims")
    order = order if order in ORDERS else "claims"
    rows = [s for s in every if _holds(s, words)]
    rows.sort(key=lambda s: s.name.casefold() if order == "name" else -(getattr(s, order) or 0))
    number = ask.number("page")
    shown = rows[(number - 1) * PAGE : number * PAGE]
    return {
        "rows": [_row(ask, where, s) for s in shown], "total": len(rows), "ready": found is not None and fresh, "linked": views.ready,
        "outlets": [(o, found_by(ask, where, "outlet", o.name)) for o in told[:30]], "more_outlets": max(0, len(told) - 30),
        "wanted": words, "sort": order, "sorts": ORDERS, "page": number, "pages": -(-len(rows) // PAGE), "where": where,
        "chips": chips(ask, where), "clear": address(ask, Filter()),
        "json": {
            "total": len(rows), "ready": found is not None and fresh, "page": number, "sources": [s.to_dict() for s in shown],
            "outlets": [o.to_dict() for o in told],
        },
    }  # fmt: skip


def _contested(views: Linked) -> frozenset[str]:
    """Claims of incidents that are contested."""
    return views.known(
        "contested", lambda: frozenset(c for r in views.rows if r.grade == "contested" for c in r.members)
    )


def _holds(s: Source, words: str) -> bool:
    told = " ".join(filter(None, (s.name, s.code, s.type))).casefold()
    return all(w in told for w in words.casefold().split())


def _row(ask: Ask, where: Filter, s: Source) -> dict[str, Any]:
    """With the shares of its claims by factuality, in percent from the left, for a bar."""
    at, bar = 0.0, []
    for name in (*PARTS, "other"):
        n = s.factuality.get(name, 0) if name != "other" else sum(v for k, v in s.factuality.items() if k not in PARTS)
        if n:
            bar.append((name, round(at, 2), round(100 * n / s.claims, 2), n))
        at += 100 * n / s.claims
    stances = [(k, n) for k, n in s.stances.items() if k != "says"][:3]
    return {"source": s, "bar": bar, "stances": stances, "href": found_by(ask, where, "source", s.name, s.code)}


ROUTES = [page("/sources", "sources.html", then(whose))]  # type: ignore[arg-type]
