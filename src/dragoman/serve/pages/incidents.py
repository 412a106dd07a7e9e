"""``/incidents`` and ``/incidents/{id}``: happenings, each with all that is told of it side by side."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import Any

from dragoman.errors import BadValue
from dragoman.link.ledger import LedgerLinks
from dragoman.query.countries import country_name
from dragoman.serve.ask import Ask, missing, part
from dragoman.serve.page import action, page
from dragoman.serve.shape.accounts import accounts, history
from dragoman.serve.shape.basemap import basemap
from dragoman.serve.shape.linked import linked, links_of
from dragoman.serve.shape.places import Spot, marks, scale_km
from dragoman.serve.shape.ranges import range_charts
from dragoman.serve.shape.rows import IncidentRow, incident_row, party_label
from dragoman.serve.shape.told import told_claims
from dragoman.serve.shape.viewport import viewport
from dragoman.serve.then import then
from dragoman.store.links import LinkTables

PAGE = 50
SORTS: dict[str, tuple[str, Callable[[IncidentRow], Any]]] = {
    "date": ("Latest first", lambda r: r.date or ""),
    "-date": ("Earliest first", lambda r: r.date or "9999"),
    "claims": ("Most claims", lambda r: r.claims),
    "sources": ("Most sources", lambda r: len(r.sources)),
    "contradictions": ("Most contradictions", lambda r: r.contradictions),
}
FIELDS = ("grade", "event", "country", "party", "source", "from", "to", "text", "placed", "dated")


def passes(row: IncidentRow, given: dict[str, str]) -> bool:
    """Does the incident pass the filters of an address?"""
    return (
        given.get("grade") in (None, row.grade)
        and given.get("event") in (None, row.event or "harm")
        and given.get("country") in (None, row.country)
        and ("party" not in given or given["party"] in row.codes)
        and ("source" not in given or given["source"] in row.sources)
        and ("from" not in given or (row.enddate or row.date or "") >= given["from"])
        and ("to" not in given or "" < (row.date or "") <= given["to"] + "\x7f")
        and given.get("placed") in (None, _yes(row.placed))
        and given.get("dated") in (None, _yes(row.dated))
        and ("text" not in given or _holds(row, given["text"]))
    )


def _yes(so: bool) -> str:
    return "yes" if so else "no"


def _holds(row: IncidentRow, words: str) -> bool:
    told = " ".join(filter(None, (row.place, row.actor, row.recipient, row.event, *row.mode, *row.sources))).casefold()
    return all(w in told for w in words.casefold().split())


def filters(ask: Ask, fields: tuple[str, ...] = FIELDS) -> dict[str, str]:
    """The filters of the address."""
    return {name: ask.get(name) for name in fields if ask.get(name)}


def incidents(ask: Ask) -> dict[str, Any]:
    """The list, a page at a time, with counts to filter by."""
    views, given = linked(ask.ledger), filters(ask)
    several = ask.get("all") != "1"
    found = [r for r in views.latest if (r.claims > 1 or not several) and passes(r, given)]
    sort = ask.get("sort") if ask.get("sort") in SORTS else "date"
    if sort != "date":
        found.sort(key=SORTS[sort][1], reverse=sort != "-date")
    number = ask.number("page")
    shown = found[(number - 1) * PAGE : number * PAGE]
    facets = {
        "grade": Counter(r.grade for r in found).most_common(),
        "event": Counter(r.event or "harm" for r in found).most_common(12),
        "country": Counter(r.country for r in found if r.country).most_common(12),
    }
    return {
        "views": views, "rows": shown, "total": len(found), "every": len(views.rows), "several": several,
        "page": number, "pages": -(-len(found) // PAGE), "given": given, "facets": facets, "sort": sort,
        "sorts": {k: v[0] for k, v in SORTS.items()}, "countries": {code: country_name(code) or code for code, _ in facets["country"]},
        "json": {"total": len(found), "page": number, "ready": views.ready, "incidents": [r.to_dict() for r in shown]},
    }  # fmt: skip


def incident(ask: Ask) -> dict[str, Any]:
    """One incident: accounts, contradictions, figures, place, sources, why, history, and a person's word on it."""
    views = linked(ask.ledger)
    busy = not views.ready or views.coming is not None
    with links_of(ask.ledger, views.originals if views.ready else None, as_they_are=busy) as links:
        view = links.incident(ask.args["id"])
        if view is None:
            later = " yet: what came last is being worked out" if busy else ""
            raise missing(f"No incident {ask.args['id']} is in this ledger{later}.")
        members = links.told(view["id"])
        told = told_claims(links.ledger, (c["claim"] for c in view["claims"]))
        why = links.why(view["id"])
        documents = list(dict.fromkeys(c["document"] for c in view["claims"]))
        revisions = {d: links.ledger.revisions(d) for d in documents}
        decisions = [d for d in LinkTables(links.ledger).decisions() if _speaks_of(d, view["claims"])]
    columns = accounts(view, members, told)
    figures = range_charts(view["figures"], told)
    lines = history(told.values(), revisions, decisions)
    place = _place(view)
    return {
        "view": view, "row": incident_row(view), "columns": columns, "figures": figures, "told": told, "why": why, "history": lines,
        "place": place, "actor": _names(view["actor"]), "recipient": _names(view["recipient"]),
        "documents": documents, "decisions": [d for d in decisions if d.withdrawn is None],
        "sources": [(name, _types(name, columns)) for name in view["roots"]], "country_name": country_name,
        "json": {
            **view, "accounts": [c.to_dict() for c in columns], "history": [e.to_dict() for e in lines],
            "why": [str(w) for w in why],
        },
    }  # fmt: skip


def _names(entities: list[dict[str, Any]]) -> str:
    return ", ".join(dict.fromkeys(party_label(e) for e in entities))


def _types(name: str, columns: Any) -> str:
    """On which side a source is, in words."""
    return next((c.label for c in columns for v in c.voices if v.name.startswith(name)), "")


def _speaks_of(decision: Any, claims: list[dict[str, Any]]) -> bool:
    places = (*decision.claims, *decision.others)
    return any(c["document"] == d and c["start"] < s and b < c["end"] for c in claims for d, b, s, _ in places)


def _place(view: dict[str, Any]) -> dict[str, Any] | None:
    """The map of an incident; None where it has no coordinates."""
    loc = view["event_loc"]
    if loc is None or loc["lat"] is None or loc["lon"] is None:
        return None
    spot = Spot(loc["resolved_place"], loc["country_code"], loc["lat"], loc["lon"], loc["resolution"] or 4, 1)
    near = viewport(spot.lat, spot.lon, {5: 4.0, 4: 7.0, 3: 8.0, 2: 18.0}.get(spot.resolution, 60.0))
    spot.conflict = 1
    (mark,) = marks([spot], near)
    return {"spot": spot, "view": near, "base": basemap(near), "marks": [mark], "scale": scale_km(near)}


# a person's word ------------------------------------------------------------------------------------------------------


def _said(ask: Ask) -> str:
    why = ask.field("why")
    if not why:
        raise BadValue("a decision needs a reason.", remedy="say in a few words why; it is kept with the decision.")
    return why


def _links(ask: Ask) -> LedgerLinks:
    """The links of an action's ledger, up to date."""
    links = LedgerLinks(ask.ledger, originals={})  # of copies: no decision asks for them
    links.update()
    return links


def _then(ask: Ask, claim: str) -> str:
    """The page of the incident that has the claim now."""
    found = _links(ask).incident(claim)
    return f"/incidents/{part(found['id'])}" if found else "/incidents"


def split(ask: Ask) -> str:
    """The chosen claims are a happening of their own."""
    claims = [v for v in ask.form.getlist("claim") if isinstance(v, str)]
    if not claims:
        raise BadValue("no claim was chosen.", remedy="choose the claims that are another happening.")
    _links(ask).split(claims, by=ask.user.name, why=_said(ask))
    return _then(ask, claims[0])


def merge(ask: Ask) -> str:
    """This incident and another are one."""
    own, other = ask.field("id"), ask.field("other")
    if not other:
        raise BadValue("no other incident was named.", remedy="give its id, or the id of one of its claims.")
    links = _links(ask)
    view = links.incident(own)
    links.merge([own, other], by=ask.user.name, why=_said(ask))
    return _then(ask, view["claims"][0]["claim"]) if view else "/incidents"


def pin(ask: Ask) -> str:
    """It has these claims and no other."""
    own = ask.field("id")
    _links(ask).pin(own, by=ask.user.name, why=_said(ask))
    return f"/incidents/{part(own)}"


def undo(ask: Ask) -> str:
    """Take a decision back."""
    number = ask.field("decision")
    if not number.isascii() or not number.isdigit():
        raise BadValue(f"{number!r} is no decision.", remedy="use the button beside the decision.")
    claim = ask.field("claim")
    _links(ask).undo(int(number))
    return _then(ask, claim)


ROUTES = [
    page("/incidents", "incidents.html", then(incidents)),
    page("/incidents/{id}", "incident.html", then(incident)),
    action("/incidents/split", split),
    action("/incidents/merge", merge),
    action("/incidents/pin", pin),
    action("/incidents/undo", undo),
]
