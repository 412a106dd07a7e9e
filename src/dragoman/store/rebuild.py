"""Rows as a record: the exact inverse of rows.py."""

from __future__ import annotations

import json
import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from dragoman.record import (
    Affiliation,
    Attribution,
    Claim,
    Entity,
    EventLocation,
    Link,
    Place,
    Quantity,
    Record,
    Source,
    Span,
    Timex,
    Warning,
)  # fmt: skip
from dragoman.store.packed import STORED, whole
from dragoman.store.rows import COLUMNS, HEAD, Row, select

_GEO = ("resolved_place", "geonameid", "lat", "lon", "province", "country_code", "feature_code", "resolution")
_CLAIM = (
    "id", "kind", "event", "cameo", "quad_code", "event_scale", "date", "enddate", "date_precision", "date_basis",
    "time", "factuality", "count", "confidence",
)  # fmt: skip
_DOCUMENT = (
    "id", "text", "version", "headline", "outlet", "agency", "url", "language", "dateline", "published",
    "published_from",
)  # fmt: skip

Named = dict[str, Any]


def read_record(db: sqlite3.Connection, key: int) -> Record:
    """The record whose document row is ``key``. All reads in the caller's transaction."""
    return record_of(*read_rows(db, key))


def read_rows(db: sqlite3.Connection, key: int) -> tuple[Row, dict[str, list[Row]]]:
    """The same as rows, as :func:`dragoman.store.rows.head_of` and ``rows_of`` make them of a record."""
    *head, packed = db.execute(_HEAD, (key,)).fetchone()
    stored = {table: db.execute(sql, (key,)).fetchall() for table, sql in _SELECT.items()}
    return tuple(head), whole(stored, packed)


_HEAD = f"SELECT {', '.join(HEAD)}, parts FROM documents LEFT JOIN packed USING (document) WHERE document = ?"
_SELECT = {table: select(table) for table in STORED}


def record_of(values: Row, rows: Mapping[str, Sequence[Row]]) -> Record:
    """The record that these rows were made of."""
    head = dict(zip(HEAD, values, strict=True))
    parts: dict[str, list[Named]] = {
        table: [dict(zip(columns[1:], row, strict=True)) for row in rows.get(table, ())]
        for table, columns in COLUMNS.items()
    }
    attributions = _attributions(parts)
    listed = [(r["listed"], attributions[r["attribution"]]) for r in parts["attributions"] if r["listed"] is not None]
    words = _by(parts["warning_words"], "warning")
    return Record(
        **{c: head[c] for c in _DOCUMENT},
        headline_span=_span(head, "headline_words", "headline_begin", "headline_stop"),
        claims=_claims(parts, attributions),
        attributions=tuple(a for _, a in sorted(listed, key=lambda pair: pair[0])),
        times=tuple(_timex(r) for r in parts["times"]),
        places=tuple(
            Place(r["words"], r["begin"], r["stop"], role=r["role"], rule=r["rule"], **{c: r[c] for c in _GEO})
            for r in parts["places"]
        ),
        warnings=tuple(
            Warning(r["kind"], r["message"], tuple(_words(w) for w in words[r["position"]])) for r in parts["warnings"]
        ),
    )


def _span(r: Named, words: str = "words", begin: str = "begin", stop: str = "stop") -> Span | None:
    return None if r[begin] is None else Span(r[words], r[begin], r[stop])


def _words(r: Named) -> Span:
    return Span(r["words"], r["begin"], r["stop"])


def _entity(r: Named) -> dict[str, Any]:
    return {
        "text": r["words"], "start": r["begin"], "end": r["stop"], "name": r["name"], "code": r["code"],
        "sector": tuple(r["sector"].split()), "office": r["office"],
    }  # fmt: skip


def _by(rows: Iterable[Named], *keys: str) -> dict[Any, list[Named]]:
    out: dict[Any, list[Named]] = defaultdict(list)
    for r in rows:
        out[r[keys[0]] if len(keys) == 1 else tuple(r[k] for k in keys)].append(r)
    return out


def _timex(r: Named) -> Timex:
    return Timex(
        r["words"], r["begin"], r["stop"], r["type"], r["value"], r["from"], r["to"], r["precision"], r["rule"],
        r["anchor"], r["modifier"], tuple(json.loads(r["flags"])),
    )  # fmt: skip


def _attributions(parts: dict[str, list[Named]]) -> dict[int, Attribution]:
    content = _by(parts["attribution_content"], "attribution")
    return {
        r["attribution"]: Attribution(
            id=r["id"], source=Source(**_entity(r), kind=r["entity_kind"], source_type=r["source_type"]),
            cue=_span(r, "cue", "cue_begin", "cue_stop"), content=tuple(_words(c) for c in content[r["attribution"]]),
            parent=r["parent"], kind=r["kind"], rule=r["rule"], quoted=r["quoted"], stance=r["stance"], date=r["date"],
        )
        for r in parts["attributions"]
    }  # fmt: skip


def _claims(parts: dict[str, list[Named]], attributions: dict[int, Attribution]) -> tuple[Claim, ...]:
    of = {
        t: _by(parts[t], "claim")
        for t in COLUMNS
        if "claim" in COLUMNS[t] and t != "claims" and "role" not in COLUMNS[t]
    }
    parties, spans = _by(parts["parties"], "claim", "role"), _by(parts["claim_words"], "claim", "role")
    out = []
    for r in parts["claims"]:
        n = r["claim"]

        def who(role: str, n: int = n) -> tuple[Entity, ...]:
            return tuple(Entity(**_entity(p), kind=p["kind"]) for p in parties[n, role])

        out.append(Claim(
            **{c: r[c] for c in _CLAIM},
            sentence=Span(r["sentence"], r["sentence_begin"], r["sentence_stop"]),
            trigger=Span(r["trigger"], r["trigger_begin"], r["trigger_stop"]),
            mode=tuple(m["mode"] for m in of["claim_modes"][n]),
            context=tuple(m["context"] for m in of["claim_contexts"][n]),
            actor=who("actor"), recipient=who("recipient"), mediator=who("mediator"),
            event_loc=next((EventLocation(_span(g), *(g[c] for c in _GEO)) for g in of["event_locations"][n]), None),
            instrument=tuple(_words(w) for w in spans[n, "instrument"]),
            loaded=tuple(_words(w) for w in spans[n, "loaded"]),
            quantities=tuple(_quantity(q) for q in of["quantities"][n]),
            attribution=tuple(attributions[a["attribution"]] for a in of["claim_attribution"][n]),
            links=tuple(Link(k["type"], k["target"]) for k in of["links"][n]),
            why=tuple(w["reason"] for w in of["why"][n]),
        ))  # fmt: skip
    return tuple(out)


def _quantity(r: Named) -> Quantity:
    sector = r["affiliation_sector"]
    return Quantity(
        r["words"], r["begin"], r["stop"], r["kind"], r["value"], r["min"], r["max"], bool(r["approximate"]), r["unit"],
        r["what"], None if sector is None else Affiliation(r["affiliation_code"], tuple(sector.split())), r["scope"],
        r["since"], r["until"], r["part_of"],
    )  # fmt: skip
