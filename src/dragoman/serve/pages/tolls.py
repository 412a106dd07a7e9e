"""``/tolls``: how many, by source and day. Running totals and new harm are two views, never one axis."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from dragoman.query.countries import country_name
from dragoman.query.marks import Mark, mark, mark_log, marks, unmark
from dragoman.serve.ask import Ask
from dragoman.serve.listing import soon
from dragoman.serve.page import action, page
from dragoman.serve.shape.harm import MOST, Asked, by_source, count_told, figures_told, harm_chart, kinds_told
from dragoman.serve.shape.linked import Linked, linked
from dragoman.serve.shape.told import Told, told_claims
from dragoman.serve.shape.tolls import NO_DATE, Matrix, Row, kinds, matrix, of_words, step_chart
from dragoman.serve.then import then

SOURCES = 40
"""Rows of the matrix of new harm; the address chooses any other."""
COLUMNS = 10
"""Days in sight of the matrix; the address turns to earlier ones."""
ROWS = 50
"""Series on a page of the matrix of totals."""
LOG = 50
"""Words on marks that are listed."""


def tolls(ask: Ask) -> dict[str, Any]:
    """The view that the address asks for."""
    views = linked(ask.ledger)
    return _new(ask, views) if ask.get("measure") == "new" else _totals(ask, views)


def _totals(ask: Ask, views: Linked) -> dict[str, Any]:
    """Running totals: series of one kind of harm."""
    every = kinds(views.tolls)
    kind = ask.get("kind") or next(iter(every), "killed")
    of_kind = [s for s in views.tolls if s["kind"] == kind]
    places, marked = views.toll_places, marks(ask.ledger)
    shown = [
        s for s in of_kind
        if ask.get("source") in ("", s["source"]) and ask.get("place") in ("", *places.get(s["id"], ()))
        and (ask.get("marked") != "1" or s["id"] in marked)
    ]  # fmt: skip
    shown.sort(key=lambda s: s["id"] not in marked)
    found = matrix(shown)
    columns, earlier, later = _window(ask, found.columns)
    told = _opened(ask)
    number, pages = ask.number("page"), -(-len(found.rows) // ROWS)
    return {
        "measure": "total", "views": views, "kind": kind, "kinds": list(every.items()), "found": found,
        "rows": found.rows[(number - 1) * ROWS : number * ROWS], "page": number, "pages": pages,
        "columns": columns, "earlier": earlier, "later": later, "chart": step_chart(found),
        "sources": Counter(s["source"] for s in of_kind).most_common(),
        "places": Counter(p for s in of_kind for p in places.get(s["id"], ())).most_common(40),
        "country_name": country_name, "marks": marked, "log": _log(ask, views), "may": ask.user.may("reviewer") and not ask.as_of, "told": told, "row": _row_of(found, ask.get("open")),
        "marking": next((r for r in found.rows if r.id == ask.get("marking")), None),
        "falls": _falls(shown), "spread": _spread(found),
        "json": {
            "measure": "running totals", "kind": kind, "ready": views.ready, **found.to_dict(),
            "revisions": _falls(shown),
            "marked": [m.to_dict() for m in marked.values()],
        },
    }  # fmt: skip


def _log(ask: Ask, views: Linked) -> list[tuple[Mark, str]]:
    """What people said of series, the latest first, each with the series in words."""
    words = views.known("series", lambda: {s["id"]: f"{s['source']}: {of_words(s)}" for s in views.tolls})
    return [(m, words.get(m.series, "a series that is not told any more")) for m in mark_log(ask.ledger)[:LOG]]


def star(ask: Ask) -> str:
    """Mark a series."""
    mark(ask.ledger, ask.field("series"), ask.field("note"), by=ask.user.name)
    return _next(ask)


def unstar(ask: Ask) -> str:
    """Take its mark off."""
    unmark(ask.ledger, ask.field("series"), by=ask.user.name)
    return _next(ask)


def _next(ask: Ask) -> str:
    """Back to the view that the form was in."""
    given = ask.field("next")
    return given if given.startswith("/tolls") else "/tolls"


def _window(ask: Ask, columns: tuple[str, ...]) -> tuple[tuple[str, ...], str | None, str | None]:
    """The columns in sight, and the last day of those before and after them."""
    upto = ask.get("upto")
    end = sum(c <= upto for c in columns) if upto else len(columns)
    end = min(len(columns), max(end, min(COLUMNS, len(columns))))
    start = max(0, end - COLUMNS)
    earlier = columns[start - 1] if start > 0 else None
    later = columns[min(len(columns), end + COLUMNS) - 1] if end < len(columns) else None
    return columns[start:end], earlier, later


def _opened(ask: Ask) -> Told | None:
    """The claim whose words are asked for."""
    claim = ask.get("open")
    return told_claims(ask.ledger, [claim]).get(claim) if claim else None


def _row_of(found: Matrix, claim: str) -> Row | None:
    return next((r for r in found.rows for cs in r.cells.values() for c in cs if c.claim == claim), None)


def _falls(series: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Every revision with its words."""
    return [
        {"series": s["id"], "source": s["source"], "of": of_words(s), **r} for s in series for r in s["revisions"]
    ]  # fmt: skip


def _spread(found: Matrix) -> tuple[str, str, str] | None:
    """The least and the greatest of the sources' latest totals, where they start on one day and count the same."""
    if len({(r.of, r.since) for r in found.rows}) != 1 or len(found.rows) < 2:
        return None
    latest = sorted((r.latest for r in found.rows), key=lambda c: c.low)
    return latest[0].label, latest[-1].label, found.rows[0].of


def _new(ask: Ask, views: Linked) -> dict[str, Any]:
    """New harm: figures of single happenings."""
    counts, _ = soon(ask, ("harm",), kinds_told)
    counts = counts or []
    kind = ask.get("kind") or (counts[0][0] if counts else "killed")
    asked = Asked(kind, ask.get("source"), ask.get("place"), ask.get("from"), ask.get("to"))
    found = ask.cached(("figures told", ask.as_of, asked), lambda: figures_told(ask.ledger, asked))
    total: int | None = len(found)
    if total == MOST:
        every, now = soon(ask, ("figures in all", asked), lambda ledger: count_told(ledger, asked))
        total = every if every is not None and now else None
    sources = by_source(found)
    days = tuple(sorted({f.when for f in found if f.day}))
    columns, earlier, later = _window(ask, days)
    undated = any(f.day is None for f in found)
    claim = ask.get("open")
    return {
        "measure": "new", "views": views, "kind": kind, "kinds": counts, "by_source": dict(list(sources.items())[:SOURCES]), "columns": columns,
        "shown_days": (*columns, NO_DATE) if undated else columns,
        "earlier": earlier, "later": later, "undated": undated, "chart": harm_chart(sources), "total": total,
        "read": len(found), "sources": [(s, sum(map(len, d.values()))) for s, d in sources.items()],
        "places": Counter(f.country for f in found if f.country).most_common(40), "country_name": country_name,
        "told": _opened(ask), "home": views.homes.get(claim), "marking": None,
        "json": {"measure": "new harm", "kind": kind, "total": total, "figures": [f.to_dict() for f in found]},
    }  # fmt: skip


ROUTES = [
    page("/tolls", "tolls.html", then(tolls)),
    action("/tolls/mark", star),
    action("/tolls/unmark", unstar),
]
