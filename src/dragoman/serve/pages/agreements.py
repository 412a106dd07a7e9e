"""``/agreements``: cease-fires, exchanges, withdrawals and talks, from proposed to ended, with breaches as alleged."""

from __future__ import annotations

from collections import Counter
from typing import Any

from dragoman.query.countries import country_name
from dragoman.serve.ask import Ask
from dragoman.serve.page import page
from dragoman.serve.shape.lanes import Agreed, agreed
from dragoman.serve.shape.linked import linked
from dragoman.serve.shape.told import told_claims
from dragoman.serve.then import then

PAGE = 20


def agreements(ask: Ask) -> dict[str, Any]:
    """A page of agreements, latest first."""
    views = linked(ask.ledger)
    given = {k: ask.get(k) for k in ("type", "status", "party", "breach") if ask.get(k)}
    found = [a for a in views.agreements if _passes(a, given)]
    found.sort(key=lambda a: (a["announced"] or a["in_force"] or "", a["id"]), reverse=True)
    number = ask.number("page")
    shown = found[(number - 1) * PAGE : number * PAGE]
    told = told_claims(ask.ledger, (c["claim"] for a in shown for c in (*a["claims"], *a["breaches"])))
    ready = [agreed(a, told) for a in shown]
    return {
        "views": views, "agreements": ready, "total": len(found), "page": number, "pages": -(-len(found) // PAGE),
        "given": given, "tables": {a.id: _table(a) for a in ready},
        "facets": {
            "type": Counter(a["type"] for a in found).most_common(),
            "status": Counter(a["status"] for a in found).most_common(),
            "party": Counter(p["code"] for a in found for p in a["parties"] if p["code"]).most_common(10),
        },
        "parties": {p["code"]: country_name(p["code"]) or p["code"] for a in found for p in a["parties"] if p["code"]},
        "json": {"total": len(found), "page": number, "ready": views.ready, "agreements": [a.to_dict() for a in ready]},
    }  # fmt: skip


def _passes(a: dict[str, Any], given: dict[str, str]) -> bool:
    return (
        given.get("type") in (None, a["type"])
        and given.get("status") in (None, a["status"])
        and ("party" not in given or given["party"] in {p["code"] for p in a["parties"]})
        and ("breach" not in given or bool(a["breaches"]))
    )


def _table(a: Agreed) -> list[tuple[str, ...]]:
    """Stage, day, by whom, according to whom, words."""
    out: list[tuple[str, ...]] = []
    for s in a.stations:
        source = s.alleged_by or (s.told.source if s.told else "")
        out.append((s.stage, s.when, ", ".join(s.by), source, s.told.pieces[1] if s.told else s.claim))
    return out


ROUTES = [page("/agreements", "agreements.html", then(agreements))]
