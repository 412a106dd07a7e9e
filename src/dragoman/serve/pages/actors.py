"""``/actors``: who is in the ledger, and what each is counted for."""

from __future__ import annotations

from typing import Any

from starlette.responses import Response

from dragoman.query import Filter
from dragoman.query.countries import country_name
from dragoman.query.registry import Actor, actors
from dragoman.serve.ask import Ask
from dragoman.serve.listing import address, chips, found_by, from_box, soon, where_of
from dragoman.serve.page import page
from dragoman.serve.then import then

PAGE = 100
ORDERS = {
    "total": "Most told",
    "actor": "Most acting",
    "recipient": "Most acted on",
    "source": "Most speaking",
    "name": "By name",
}


def registry(ask: Ask) -> dict[str, Any] | Response:
    """The parties of the claims that the filter lets through."""
    if (answer := from_box(ask)) is not None:
        return answer
    where = where_of(ask)
    found, fresh = soon(ask, ("actors", str(where)), lambda ledger: actors(ledger, where))
    words, order = ask.get("wanted"), ask.get("sort", "total")
    order = order if order in ORDERS else "total"
    rows = [a for a in found or [] if _holds(a, words)]
    rows.sort(key=lambda a: a.name.casefold() if order == "name" else -getattr(a, order))
    number = ask.number("page")
    shown = rows[(number - 1) * PAGE : number * PAGE]
    return {
        "rows": [_row(ask, where, a) for a in shown], "total": len(rows), "ready": found is not None and fresh,
        "wanted": words, "sort": order, "sorts": ORDERS, "page": number, "pages": -(-len(rows) // PAGE), "where": where,
        "chips": chips(ask, where), "clear": address(ask, Filter()), "most": max((a.total for a in rows), default=1),
        "json": {"total": len(rows), "ready": found is not None and fresh, "page": number, "actors": [a.to_dict() for a in shown]},
    }  # fmt: skip


def _holds(a: Actor, words: str) -> bool:
    told = " ".join(filter(None, (a.name, a.code, a.sector, country_name(a.code), a.kind))).casefold()
    return all(w in told for w in words.casefold().split())


def _row(ask: Ask, where: Filter, a: Actor) -> dict[str, Any]:
    def of(field: str) -> str | None:
        return found_by(ask, where, field, a.name, a.code)

    return {
        "actor": a, "country": country_name(a.code), "as_actor": of("actor"), "as_recipient": of("recipient"),
        "as_mediator": of("mediator"), "as_source": of("source"), "everything": of("party"),
    }  # fmt: skip


ROUTES = [page("/actors", "actors.html", then(registry))]  # type: ignore[arg-type]
