"""An incident in the shape of a claim, for formats whose rows are events: the incident's parties, date, place and figures; the
words and the story of the claim that tells it best."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from dragoman.export.base import HAPPENED, Told
from dragoman.link.ledger import LedgerLinks
from dragoman.query import Filter
from dragoman.query.linked import each_incident, ranges
from dragoman.record import Claim, Entity, EventLocation, Quantity, Span
from dragoman.store import Ledger


def chosen_incidents(links: LedgerLinks, where: Filter) -> Iterator[Told]:
    """Incidents with a claim that the filter lets through, in the order in which they came."""
    for view in each_incident(links, where):
        found = told_as_claim(links.ledger, view)
        if found is not None:
            yield found


def told_as_claim(ledger: Ledger, view: Mapping[str, Any]) -> Told | None:
    """The incident of a view; None where its claims are gone since."""
    known = [found for c in view["claims"] if (found := ledger.claim(c["claim"])) is not None]
    if not known:
        return None
    record, best = max(known, key=lambda rc: _worth(rc[1], view))
    ((recorded, run),) = ledger.select("SELECT recorded, run FROM current_documents WHERE id = ?", (record.id,))
    return Told(record, _as(view, best), recorded, run, view)


def _worth(c: Claim, view: Mapping[str, Any]) -> tuple[bool, bool, int, float]:
    """The incident's own act before others, what is said to have happened before what is denied, the fuller first."""
    full = sum(map(bool, (c.actor, c.recipient, c.date, c.event_loc, c.quantities)))
    return c.event == view["event"], c.factuality in HAPPENED, full, c.confidence


def _as(view: Mapping[str, Any], best: Claim) -> Claim:
    date, enddate = view["date"], view["enddate"]
    return replace(
        best, id=view["id"], kind="event" if view["event"] else "toll", event=view["event"], mode=tuple(view["mode"]),
        actor=tuple(map(_party, view["actor"])), recipient=tuple(map(_party, view["recipient"])), date=date, enddate=enddate,
        time=best.time if (date, enddate) == (best.date, best.enddate) else None, event_loc=_place(view["event_loc"]),
        quantities=tuple(_figure(kind, *bounds, best.trigger.start) for kind, bounds in ranges(view).items()),
    )  # fmt: skip


def _party(e: Mapping[str, Any]) -> Entity:
    return Entity(name=e["name"], code=e["code"], sector=tuple(e["sector"]))


def _place(g: Mapping[str, Any] | None) -> EventLocation | None:
    if g is None:
        return None
    words = g["extracted_place"]
    return EventLocation(**{**g, "extracted_place": Span(**words) if words else None})


def _figure(kind: Any, low: float, high: float, at: int) -> Quantity:
    """One figure of a kind: a number where all sources agree, else the range of what they say."""
    return Quantity("", at, at, kind, low if low == high else None, low, high, unit="person")
