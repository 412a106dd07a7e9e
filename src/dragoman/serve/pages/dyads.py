"""``/dyads`` and ``/dyads/{a}/{b}``: cooperation and conflict between two over time, as each side's sources tell it."""

from __future__ import annotations

import re
from typing import Any

from dragoman.query.countries import country_name
from dragoman.serve.ask import Ask, missing
from dragoman.serve.listing import soon
from dragoman.serve.page import page
from dragoman.serve.shape.dyads import dyad_claims, dyad_rows, month_series, panels, top_dyads
from dragoman.serve.shape.scale import month_label
from dragoman.serve.shape.told import Told, told_claims
from dragoman.serve.then import then

EVENTS = 50
MONTH = re.compile(r"\d{4}-(?:0[1-9]|1[0-2])")
_BODIES = {"UNO": "United Nations", "IGO": "Intergovernmental bodies", "NGO": "Non-governmental bodies",
           "EUR": "European Union", "ISM": "Armed Islamist groups", "IMG": "International armed groups",
           "MNC": "Companies", "KOS": "Kosovo"}  # fmt: skip


def name_of(code: str) -> str:
    """A code in words."""
    return country_name(code) or _BODIES.get(code) or code


def index(ask: Ask) -> dict[str, Any]:
    """Pairs, most told first."""
    told, fresh = soon(ask, ("dyads",), top_dyads)
    found = told or []
    most = max((coop + conf for _, _, coop, conf, *_ in found), default=1)
    rows: list[dict[str, Any]] = [
        {"a": a, "b": b, "names": (name_of(a), name_of(b)), "cooperation": coop, "conflict": conf, "first": first,
         "last": last, "coop_share": round(100 * coop / most, 1), "conf_share": round(100 * conf / most, 1)}
        for a, b, coop, conf, first, last in found
    ]  # fmt: skip
    codes = sorted({c for a, b, *_ in found for c in (a, b)}, key=name_of)
    return {
        "rows": rows, "codes": [(c, name_of(c)) for c in codes],
        "go": (ask.get("a"), ask.get("b")) if ask.get("a") and ask.get("b") else None,
        "ready": told is not None and fresh,
        "json": {"dyads": [{k: r[k] for k in ("a", "b", "cooperation", "conflict", "first", "last")} for r in rows]},
    }  # fmt: skip


def dyad(ask: Ask) -> dict[str, Any]:
    """One pair: a panel for each side's sources, and the events behind a month that is chosen."""
    a, b = ask.args["a"].upper(), ask.args["b"].upper()
    if a == b or not (a.isalnum() and b.isalnum() and len(a) < 9 and len(b) < 9):
        raise missing("A pair is of two codes, such as /dyads/KGZ/TJK.")
    first, last = ask.get("from"), ask.get("to")
    rows = ask.cached(
        ("dyad", a, b, first, last, ask.as_of), lambda: dyad_rows(ask.ledger, a, b, first=first, last=last)
    )
    labels = {"a": f"Sources of {name_of(a)}", "b": f"Sources of {name_of(b)}", "other": "Sources of others",
              "none": "No source named: the story itself"}  # fmt: skip
    series = month_series(rows, labels, first=first, last=last)
    month, whose = ask.get("month"), ask.get("whose")
    events: list[Told] = []
    total = 0
    if month:
        ids, total = dyad_claims(
            ask.ledger, a, b, month=month if MONTH.fullmatch(month) else None, whose=whose, limit=EVENTS
        )
        events = list(told_claims(ask.ledger, ids).values())
    table = [
        (month_label(m.month) if m.month else "no single month", s.label, m.verbal_cooperation, m.material_cooperation,
         m.verbal_conflict, m.material_conflict)
        for s in series for m in (*s.months, s.undated) if m.month or m.cooperation or m.conflict
    ]  # fmt: skip
    return {
        "a": a, "b": b, "name_a": name_of(a), "name_b": name_of(b), "series": series, "panels": panels(series),
        "table": table, "month": month, "whose": whose, "labels": labels, "events": events, "total": total,
        "told": sum(s.total for s in series),
        "undated": [s for s in series if s.undated.cooperation or s.undated.conflict],
        "month_label": month_label(month) if MONTH.fullmatch(month) else "Of no single month",
        "json": {"a": a, "b": b, "series": [s.to_dict() for s in series],
                 "events": [e.to_dict() for e in events] if month else None},
    }  # fmt: skip


ROUTES = [page("/dyads", "dyads.html", then(index)), page("/dyads/{a}/{b}", "dyad.html", then(dyad))]
