"""``/ledger``: claims, stories or incidents that the address's filter lets through; saved views; exports of just this."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlencode

from starlette.responses import Response

from dragoman.errors import BadValue
from dragoman.export import exports
from dragoman.query import FIELDS, Filter, count_claims, parse_filter
from dragoman.query.find import SORTS, STORY_SORTS, Page, count_reports, page_of_claims, page_of_reports
from dragoman.query.linked import claim_ids
from dragoman.query.saved import forget_view, save_view, saved_views
from dragoman.record import to_plain
from dragoman.serve.api.answers import turned
from dragoman.serve.api.routes import exported, head
from dragoman.serve.ask import Ask
from dragoman.serve.listing import OWN, address, chips, choices, counted, from_box, soon, where_of
from dragoman.serve.page import action, page
from dragoman.serve.shape.linked import linked
from dragoman.serve.shape.rows import IncidentRow
from dragoman.serve.story import title_of
from dragoman.serve.then import then
from dragoman.serve.turning import page_of
from dragoman.show import claim_words
from dragoman.store import Ledger

PAGE = 50
UNITS = {"claims": "Claims", "reports": "Stories", "incidents": "Incidents"}
FACETS = ("event", "factuality", "source", "actor", "recipient", "country", "date", "mode", "outlet", "kind")
LABELS = {
    "came": "First stored", "-came": "Last stored", "date": "Earliest event", "-date": "Latest event", "published": "Earliest story",
    "-published": "Latest story", "confidence": "Least sure", "-confidence": "Most sure", "-claims": "Most claims",
}  # fmt: skip
SAID_ONCE = frozenset(
    "missing captured detained kidnapped released casualties destroyed damaged participants seized money area share".split()
)
"""Kinds of figure that are asked as ``killed`` is: the help names some."""
INCIDENT_SORTS = ("-date", "date", "-claims")


def table(ask: Ask) -> dict[str, Any] | Response:
    """The list; the box's text becomes an address of its own, so that Back and a bookmark give it again."""
    try:
        if (answer := from_box(ask)) is not None:
            return answer
    except BadValue as e:
        return _wrong(ask, e)
    where = where_of(ask)
    if ask.request.url.path.endswith(".json"):
        return _rows(ask, where)
    return {**_shown(ask, where), **_rows(ask, where)}


def _wrong(ask: Ask, error: BadValue) -> Response:
    """The page with the box as it was filled in, and what is wrong with it."""
    if ask.request.url.path.endswith(".json"):
        raise error
    values = _shown(ask, Filter()) | _none() | {"given": ask.request.query_params.get("q", ""), "wrong": error}
    return ask.services.render("ledger.html", ask, values, 400)


def _shown(ask: Ask, where: Filter) -> dict[str, Any]:
    """What stands around the rows."""
    unit = _unit(ask)
    found, fresh = counted(ask, where, FACETS)
    return {
        "unit": unit, "units": [(u, title, address(ask, where, unit=u, sort=None)) for u, title in UNITS.items()],
        "given": str(where), "wrong": None, "where": where, "chips": chips(ask, where), "clear": address(ask, Filter()),
        "facets": choices(ask, where, found) if found is not None else [], "counting": found is None or not fresh,
        "saved": saved_views(ask.ledger), "here_query": urlencode(_pairs(ask, where)),
        "frozen": address(ask, where, as_of=datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")),
        "formats": [(e.name, e.about) for e in exports() if unit in e.units],
        "fields": [(f.name, f.about, f.example) for f in FIELDS.values() if f.name not in SAID_ONCE], "pairs": _pairs(ask, where),
        "api": "/api/" + {"claims": "claims", "reports": "documents", "incidents": "incidents"}[unit],
    }  # fmt: skip


def _pairs(ask: Ask, where: Filter) -> list[tuple[str, str]]:
    kept = [(k, ask.get(k)) for k in ("unit", "sort", "as_of") if ask.get(k)]
    return [*where.pairs(), *kept]


def _unit(ask: Ask) -> str:
    unit = ask.get("unit", "claims")
    if unit not in UNITS:
        raise BadValue(f"{unit!r} is no unit.", remedy=f"use one of {', '.join(UNITS)}.")
    return unit


def _none() -> dict[str, Any]:
    return {"rows": [], "total": 0, "next": None, "previous": None, "sort": "came", "sorts": {}, "ready": True}


def _rows(ask: Ask, where: Filter) -> dict[str, Any]:
    unit = _unit(ask)
    make = {"claims": _claims, "reports": _reports, "incidents": _incidents}[unit]
    rows, page, total, sorts, ready = make(ask, where)
    sort = ask.get("sort") or next(iter(sorts))
    following, before = turned(ask.request, page.next), turned(ask.request, page.previous)
    return {
        "rows": rows, "total": total, "next": following, "previous": before, "sort": sort, "ready": ready,
        "sorts": {s: LABELS[s] for s in sorts},
        "json": {"total": total, "filter": str(where), "unit": unit, unit: _plain(unit, page), "next": following, "previous": before},
    }  # fmt: skip


def _plain(unit: str, page: Page[Any]) -> list[Any]:
    if unit == "claims":
        return [{"document": f.record.id, **to_plain(f.claim)} for f in page.rows]
    if unit == "reports":
        return [{**head(r), "claims": len(r.claims)} for r in page.rows]
    return [r.to_dict() for r in page.rows]


Rows = tuple[list[Any], Page[Any], int | None, tuple[str, ...], bool]


def _claims(ask: Ask, where: Filter) -> Rows:
    sorts = ("-date", "date", "-published", "published", "came", "-came", "confidence", "-confidence")
    page = page_of_claims(ask.ledger, where, sort=ask.get("sort") or sorts[0], after=ask.get("cursor"), limit=PAGE)
    assert set(sorts) == set(SORTS)
    return [_row(f.record, f.claim, f.number) for f in page.rows], page, _total(ask, where, count_claims), sorts, True


def _row(record: Any, claim: Any, number: int) -> dict[str, Any]:
    said = claim.attribution[0].source if claim.attribution else None
    return {
        "document": record.id, "title": title_of(record), "outlet": record.outlet or record.agency,
        "published": record.published, "claim": claim, "words": claim_words(claim, number),
        "source_type": said.source_type if said else None,
    }  # fmt: skip


def _reports(ask: Ask, where: Filter) -> Rows:
    sorts = ("-published", "published", "came", "-came")
    page = page_of_reports(ask.ledger, where, sort=ask.get("sort") or sorts[0], after=ask.get("cursor"), limit=PAGE)
    assert set(sorts) == set(STORY_SORTS)
    return page.rows, page, _total(ask, where, count_reports), sorts, True


def _total(ask: Ask, where: Filter, count: Any) -> int | None:
    """None while it is being counted."""
    total, fresh = soon(ask, (count.__name__, str(where)), lambda ledger: int(count(ledger, where)))
    return total if fresh else None


def _incidents(ask: Ask, where: Filter) -> Rows:
    sort = ask.get("sort") or INCIDENT_SORTS[0]
    if sort not in INCIDENT_SORTS:
        sort = INCIDENT_SORTS[0]
    views = linked(ask.ledger)
    rows: list[IncidentRow] = views.known(f"by {sort}", lambda: _sorted(views.rows, sort))
    if where.terms:
        homes = ask.cached(
            ("homes", str(where), ask.as_of, views.ready),
            lambda: {views.homes[c] for c in claim_ids(ask.ledger, where) if c in views.homes},
        )
        rows = [r for r in rows if r.id in homes]
    page = page_of(rows, lambda r: (r.id,), after=ask.get("cursor"), limit=PAGE, sort=sort, strict=False)
    return page.rows, page, len(rows) if views.ready else None, INCIDENT_SORTS, views.ready


def _sorted(rows: list[IncidentRow], sort: str) -> list[IncidentRow]:
    rows = sorted(rows, key=lambda r: r.id)
    if sort == "-claims":
        rows.sort(key=lambda r: -r.claims)
    else:
        rows.sort(key=lambda r: r.date or "", reverse=sort == "-date")
        rows.sort(key=lambda r: r.date is None)
    return rows


def export(ask: Ask) -> Response:
    """A ZIP of just this view in one format, with codebook and citation."""
    where = where_of(ask)

    def opened(_: object) -> Ledger:
        return Ledger(ask.path, as_of=ask.as_of) if ask.as_of else Ledger(ask.path, readonly=True)

    return exported(
        opened, ask.request, ask.get("format", "csv"), where, _unit(ask), bundle=True, mask=ask.get("mask") == "yes"
    )


def save(ask: Ask) -> str:
    """Give this view a name."""
    query = urlencode([(k, v) for k, v in _parsed(ask.field("query")) if k not in ("cursor",)])
    save_view(ask.ledger, ask.field("name"), query, by=ask.user.name)
    return f"/ledger?{query}" if query else "/ledger"


def _parsed(query: str) -> list[tuple[str, str]]:
    """The pairs of a query, checked: what is saved is a view that can be shown."""
    from urllib.parse import parse_qsl

    pairs = parse_qsl(query)
    parse_filter([(k, v) for k, v in pairs if k not in OWN])
    return pairs


def forget(ask: Ask) -> str:
    """Take a saved view away."""
    forget_view(ask.ledger, ask.field("name"))
    return "/ledger"


ROUTES = [
    page("/ledger", "ledger.html", then(table)),  # type: ignore[arg-type]
    page("/ledger/export", "error.html", export, opens=False),
    action("/ledger/save", save),
    action("/ledger/forget", forget),
]
