"""What the linker has worked out of a ledger, in rows: incidents, toll series and agreements, for tables and exports."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from dragoman.errors import BadValue
from dragoman.link.ledger import LedgerLinks
from dragoman.query.filter import Filter
from dragoman.query.find import Page
from dragoman.query.paging import At, chosen, cursor, place
from dragoman.query.plan import plan
from dragoman.store import Ledger


@contextmanager
def linked(ledger: Ledger) -> Iterator[LedgerLinks]:
    """The links of the ledger, up to date: worked out in its file, or, where it may not be written or is seen as of a
    date, in a copy in memory."""
    path = ledger.path
    writable = os.access(path, os.W_OK) and os.access(path.parent, os.W_OK)
    if ledger.moment is None and up_to_date(ledger):
        yield LedgerLinks(ledger)
    elif ledger.moment is None and writable:
        with Ledger(path) as store:
            LedgerLinks(store).update()
            yield LedgerLinks(store)
    else:
        with ledger.in_memory() as copy:
            links = LedgerLinks(copy)
            links.update()
            yield links


def up_to_date(ledger: Ledger) -> bool:
    """Is every current story linked, by the rules that hold now?"""
    from dragoman.link.ledger import rules

    (state,) = ledger.select("SELECT (SELECT value FROM link_state WHERE name = 'rules')")[0]
    new = ledger.select(
        "SELECT EXISTS (SELECT 1 FROM current_documents WHERE document NOT IN (SELECT document FROM link_documents)),"
        " EXISTS (SELECT 1 FROM link_documents JOIN documents USING (document) WHERE superseded IS NOT NULL)"
    )[0]
    decided = ledger.select("SELECT decision FROM link_decisions WHERE withdrawn IS NULL")
    (known,) = ledger.select("SELECT (SELECT value FROM link_state WHERE name = 'decisions')")[0]
    return state == rules() and new == (0, 0) and {str(d) for (d,) in decided} == set((known or "").split())


INCIDENT_SORTS = ("came", "-came", "date", "-date", "claims", "-claims")
"""Orders of incidents: as they came, by the first day that a claim tells, by how many claims there are."""


def incident_numbers(ledger: Ledger, where: Filter, sort: str = "came") -> list[tuple[int, Any]]:
    """Numbers of the incidents with a claim that the filter lets through, in an order, with what they are ordered by."""
    name = chosen(sort, INCIDENT_SORTS).removeprefix("-")
    value = {"came": "NULL", "date": "min(c.date)", "claims": "count(*)"}[name]
    down = " DESC" if sort.startswith("-") else ""
    if not where.terms and name == "came":
        return ledger.select(f"SELECT incident, NULL FROM link_incidents ORDER BY incident{down}")  # type: ignore[return-value]
    base = plan(ledger, where)
    return ledger.select(  # type: ignore[return-value]
        f"SELECT e.incident, {value} FROM {base.source} JOIN link_episodes e ON e.document = c.document"
        f" AND instr(' ' || e.claims || ' ', ' ' || c.claim || ' ') > 0 WHERE {base.where} GROUP BY e.incident"
        f" ORDER BY 2 IS NULL, 2{down}, e.incident{down}",
        base.values,
    )


def each_incident(links: LedgerLinks, where: Filter, *, sort: str = "came", limit: int = 0) -> Iterator[dict[str, Any]]:
    """Views of those incidents, as docs/record.md has them; ``limit`` 0: all."""
    numbers = incident_numbers(links.ledger, where, sort)
    yield from views_of(links, [n for n, _ in (numbers[:limit] if limit else numbers)])


def views_of(links: LedgerLinks, numbers: Sequence[int]) -> Iterator[dict[str, Any]]:
    """Views of incidents by number."""
    for n in numbers:
        ((id,),) = links.ledger.select("SELECT id FROM link_incidents WHERE incident = ?", (n,))
        view = links.incident(id)
        if view is not None:
            yield view


def page_of_incidents(
    links: LedgerLinks, where: Filter, *, sort: str = "came", after: str | None = None, limit: int = 50
) -> Page[dict[str, Any]]:
    """One page of views; ``after`` is the cursor of an earlier page."""
    at = place(after, sort, 1)
    rows = incident_numbers(links.ledger, where, sort)
    first = 0
    if at is not None:
        there = [n for n, row in enumerate(rows) if row[0] == at.key[0]]
        if not there:
            raise BadValue("the incident that this page begins after is not in the list any more.",
                           remedy="begin at the first page.")  # fmt: skip
        first = max(0, there[0] - limit) if at.backward else there[0] + 1
    some = rows[first : first + limit]
    following = cursor(sort, At(some[-1][1], (some[-1][0],))) if some and first + limit < len(rows) else None
    before = cursor(sort, At(some[0][1], (some[0][0],), True)) if some and first > 0 else None
    return Page(list(views_of(links, [n for n, _ in some])), following, before)


def claim_ids(ledger: Ledger, where: Filter) -> Iterator[str]:
    """Ids of the claims that the filter lets through."""
    base = plan(ledger, where)
    return (i for (i,) in ledger.select(f"SELECT c.id FROM {base.source} WHERE {base.where}", base.values))


Row = Mapping[str, Any]
INCIDENT = {
    "id": "VARCHAR", "event": "VARCHAR", "mode": "VARCHAR", "actor": "VARCHAR", "actor_code": "VARCHAR",
    "recipient": "VARCHAR", "recipient_code": "VARCHAR", "date": "VARCHAR", "enddate": "VARCHAR", "place": "VARCHAR",
    "province": "VARCHAR", "country_code": "VARCHAR", "lat": "DOUBLE", "lon": "DOUBLE", "geonameid": "BIGINT",
    "resolution": "BIGINT", "claims": "BIGINT", "roots": "BIGINT", "sources": "VARCHAR", "grade": "VARCHAR", "grade_why": "VARCHAR",
    "killed_min": "DOUBLE", "killed_max": "DOUBLE", "injured_min": "DOUBLE", "injured_max": "DOUBLE",
    "figures": "VARCHAR", "contradictions": "BIGINT", "claim_ids": "VARCHAR",
}  # fmt: skip
"""Columns of an incident as a row, with DuckDB's types."""
TOLL = {
    "series": "VARCHAR", "kind": "VARCHAR", "what": "VARCHAR", "affiliation": "VARCHAR", "since": "VARCHAR",
    "source": "VARCHAR", "as_of": "VARCHAR", "reported": "VARCHAR", "value": "DOUBLE", "min": "DOUBLE", "max": "DOUBLE",
    "claim": "VARCHAR", "revision": "VARCHAR",
}  # fmt: skip
"""A point of a toll series."""
AGREEMENT = {
    "id": "VARCHAR", "type": "VARCHAR", "parties": "VARCHAR", "mediators": "VARCHAR", "announced": "VARCHAR",
    "in_force": "VARCHAR", "ends": "VARCHAR", "status": "VARCHAR", "breaches": "BIGINT", "claims": "BIGINT",
    "claim_ids": "VARCHAR",
}  # fmt: skip


def incident_row(view: Row) -> dict[str, Any]:
    """An incident's view as one flat row; several values in one cell have ``; `` between."""
    where = view["event_loc"] or {}
    bounds = ranges(view)
    row: dict[str, Any] = {k: view[k] for k in ("id", "event", "date", "enddate", "grade", "grade_why")}
    for role in ("actor", "recipient"):
        row[role] = _joined(e["name"] for e in view[role])
        row[f"{role}_code"] = _joined(_who({**e, "name": None}) or "-" for e in view[role])
    for kind in ("killed", "injured"):
        row[f"{kind}_min"], row[f"{kind}_max"] = bounds.get(kind, (None, None))
    for name in ("province", "country_code", "lat", "lon", "geonameid", "resolution"):
        row[name] = where.get(name)
    words = where.get("extracted_place") or {}
    return {
        **row, "mode": _joined(view["mode"]), "place": where.get("resolved_place") or words.get("text"),
        "claims": len(view["claims"]), "roots": len(view["roots"]), "sources": _joined(view["roots"]),
        "figures": json.dumps(view["figures"], ensure_ascii=False) if view["figures"] else None,
        "contradictions": len(view["contradictions"]), "claim_ids": _joined(c["claim"] for c in view["claims"]),
    }  # fmt: skip


def ranges(view: Row) -> dict[str, tuple[float, float]]:
    """The least and the most that a source tells of each kind of harm, of all or of one side: the figures of sides are not
    added up, as one may be counted in another."""
    out: dict[str, tuple[float, float]] = {}
    for f in view["figures"]:
        low, high = out.get(f["kind"], (f["min"], f["max"]))
        out[f["kind"]] = min(low, f["min"]), max(high, f["max"])
    return out


def toll_rows(series: Row) -> Iterator[dict[str, Any]]:
    """A row a point of a series; ``revision`` says how it restates the one before (lowered ...)."""
    revised = {r["to"]["claim"]: r["kind"] for r in series["revisions"]}
    head = {
        "series": series["id"],
        **{k: _plain(series[k]) for k in ("kind", "what", "affiliation", "since", "source")},
    }
    for p in series["points"]:
        yield {**head, **p, "revision": revised.get(p["claim"])}


def agreement_row(a: Row) -> dict[str, Any]:
    """An agreement as one flat row."""
    plain = {k: _plain(a[k]) for k in ("id", "type", "announced", "in_force", "ends", "status")}
    return {
        **plain, "parties": _plain(a["parties"]), "mediators": _plain(a["mediators"]), "breaches": len(a["breaches"]),
        "claims": len(a["claims"]), "claim_ids": _joined(c["claim"] for c in a["claims"]),
    }  # fmt: skip


def _plain(value: Any) -> Any:
    """A value for one cell: lists joined, objects by their name and code."""
    if isinstance(value, list | tuple):
        return _joined(_plain(v) for v in value)
    if isinstance(value, Mapping):
        return _who(value)
    return value


def _who(e: Mapping[str, Any]) -> str | None:
    """``ARM/MIL``, else the name."""
    return "/".join(x for x in (e.get("code"), *(e.get("sector") or ())[:1]) if x) or e.get("name")


def _joined(values: Iterable[Any]) -> str | None:
    return "; ".join(str(v) for v in values if v not in (None, "")) or None
