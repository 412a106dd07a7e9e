"""``/map``: map, timeline and list in step; what has no place or no day is listed beside them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

from dragoman.serve.ask import Ask
from dragoman.serve.page import page
from dragoman.serve.pages.incidents import filters, passes
from dragoman.serve.shape.basemap import basemap
from dragoman.serve.shape.linked import linked
from dragoman.serve.shape.places import marks, scale_km, shelve, spots
from dragoman.serve.shape.rows import QUADS as QUAD_OF
from dragoman.serve.shape.rows import IncidentRow
from dragoman.serve.shape.timeline import timeline
from dragoman.serve.shape.viewport import Viewport, fit, read_viewport
from dragoman.serve.then import then

PAGE = 40
TWIN = 100
"""Incidents without a place or day in the twin; all of them are in /incidents.json?all=1&placed=no."""
FIELDS = ("grade", "event", "country", "party", "source", "text")
QUADS = {"conflict": (3, 4), "cooperation": (1, 2)}


def world(ask: Ask) -> dict[str, Any]:
    """Incidents of the range on the map and in the list; the address has viewport (``view``), range (``from``, ``to``)
    and the place that is chosen (``at``)."""
    views, given = linked(ask.ledger), filters(ask, FIELDS)
    quads = QUADS.get(ask.get("kind"))
    first, last = ask.get("from"), ask.get("to")
    every = [r for r in views.latest if passes(r, given)] if given else views.latest
    whole = not (given or quads or first or last)
    kinds = views.known("kinds", lambda: _kinds(views.rows)) if not given else _kinds(every)
    if quads:
        every = [r for r in every if r.quad in quads]
    dated = [r for r in every if _within(r, first, last)] if first or last else every
    places = views.known("spots", lambda: spots(views.latest)) if whole else spots(dated)
    view = read_viewport(ask.get("view")) or fit([(s.lat, s.lon) for s in (spots(every) if first or last else places)])
    base = basemap(view)
    drawn = marks(places, view)
    at = ask.get("at")
    chosen = next((k for k in drawn if at in {f"{s.lat:.4f},{s.lon:.4f}" for s in k.spots}), None)
    seen = chosen.spots if chosen else [s for k in drawn for s in k.spots]
    held = {(s.lat, s.lon, s.resolution) for s in seen}
    listed = [r for r in dated if (r.lat, r.lon, r.resolution or 4) in held]
    unplaced, undated = views.known("shelves", lambda: shelve(views.latest)) if whole else shelve(dated)
    number = ask.number("page")
    shown = listed[(number - 1) * PAGE : number * PAGE]
    brush = timeline([r.date for r in every if r.date and r.dated], first, last)
    return {
        "views": views, "view": view, "base": base, "marks": drawn, "chosen": chosen, "shown": shown,
        "total": len(listed), "page": number, "pages": -(-len(listed) // PAGE), "brush": brush,
        "unplaced": unplaced[:60], "undated": undated[:60], "scale": scale_km(view),
        "unplaced_total": len(unplaced), "undated_total": len(undated), "every": len(every),
        "beyond": sum(s.total for s in places) - sum(k.total for k in drawn),
        "kinds": kinds,
        "moves": _moves(view), "table": [_cells(r) for r in shown],
        "json": {
            "view": str(view), "from": first or None, "to": last or None, "ready": views.ready,
            "marks": [k.to_dict() for k in drawn], "incidents": [r.to_dict() for r in shown],
            "unplaced": [r.to_dict() for r in unplaced[:TWIN]], "unplaced_total": len(unplaced),
            "undated": [r.to_dict() for r in undated[:TWIN]], "undated_total": len(undated),
            "disputed_borders": dict(base.notes),
        },
    }  # fmt: skip


def _kinds(rows: Sequence[IncidentRow]) -> dict[str, int]:
    """How many are conflict, how many cooperation."""
    told = Counter(r.event for r in rows)
    return {k: sum(n for event, n in told.items() if QUAD_OF.get(event or "") in quads) for k, quads in QUADS.items()}


def _within(r: IncidentRow, first: str, last: str) -> bool:
    """In the range, or without a day: such incidents are in every range."""
    if r.date is None:
        return True
    return (not first or (r.enddate or r.date) >= first) and (not last or r.date <= last + "\x7f")


def _moves(view: Viewport) -> list[tuple[str, str, str | None]]:
    """Buttons around the map: sign, words, the viewport that each leads to."""
    return [
        ("+", "Nearer", str(view.zoomed(0.5))), ("↑", "North", str(view.moved(0, 0.4))),
        ("−", "Farther", str(view.zoomed(2))), ("←", "West", str(view.moved(-0.4, 0))),
        ("⌂", "All of it", None), ("→", "East", str(view.moved(0.4, 0))),
        ("◌", "The world", "18,12,340"), ("↓", "South", str(view.moved(0, -0.4))),
    ]  # fmt: skip


def _cells(r: IncidentRow) -> tuple[Any, ...]:
    return r.when, r.event or "harm", r.place, r.country, r.lat, r.lon, r.grade


ROUTES = [page("/map", "map.html", then(world))]
