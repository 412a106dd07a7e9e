"""PLOVER's exchange format (Open Event Data Alliance, manual 0.8, chapter on data fields): an event a line of JSON.

Factuality becomes the manual's auxiliary modes: planned ``future``; hypothetical and demanded ``hypothetical``; negated
and denied ``negation``. Which of two it was, and whose word it is, stands in ``comment``.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, BinaryIO

from dragoman.export.base import Export, Told
from dragoman.export.jsonl import json_line
from dragoman.export.told import bounds, place, sources
from dragoman.query.countries import country_name
from dragoman.record import Entity

FIELDS = (
    "id", "has_event", "date", "time", "enddate", "endtime", "actor", "recipient", "event", "event_loc", "event_text",
    "quad_code", "event_scale", "mode", "context", "link", "text", "text_info", "cite_info", "coder", "coded_date",
    "coded_time", "comment",
)  # fmt: skip
AUXILIARY = {"planned": "future", "hypothetical": "hypothetical", "demanded": "hypothetical", "negated": "negation",
             "denied": "negation"}  # fmt: skip


def entity(e: Entity) -> dict[str, Any]:
    """A party with the manual's fields; what is not coded is left out."""
    return _known(
        {"code": e.code, "sector": list(e.sector), "entity_text": e.text, "identifier_text": e.name, "office": e.office}
    )


def _known(fields: dict[str, Any]) -> dict[str, Any]:
    return {k: v for k, v in fields.items() if v not in (None, [], {}, "")}


def event(t: Told) -> dict[str, Any]:
    """One claim as a PLOVER event, fields in the manual's order."""
    c, where = t.claim, place(t.claim)
    size = _known({"dead": bounds(c, "killed")[1], "injured": bounds(c, "injured")[1]})
    size |= _known({"arrested": bounds(c, "detained")[1]})
    modes = [*c.mode, *([AUXILIARY[c.factuality]] if c.factuality in AUXILIARY else [])]
    said = sources(c)
    values: dict[str, Any] = {
        "id": c.id,
        "has_event": True,
        "date": c.date,
        "time": c.time,
        "enddate": c.enddate,
        "actor": [entity(e) for e in c.actor],
        "recipient": [entity(e) for e in c.recipient],
        "event": c.event,
        "event_loc": _known(
            {
                "extracted_place": where.extracted_place.text if where.extracted_place else None,
                "resolved_place": where.resolved_place, "geonameid": where.geonameid, "lat": where.lat,
                "lon": where.lon, "city": where.resolved_place if where.resolution == 4 else None,
                "district": where.resolved_place if where.resolution == 3 else None, "province": where.province,
                "country": country_name(where.country_code), "country_code": where.country_code,
                "feature_code": where.feature_code, "resolution": where.resolution,
            }
        ),
        "event_text": c.trigger.text,
        "quad_code": c.quad_code,
        "event_scale": c.event_scale,
        "mode": modes,
        "context": list(c.context),
        "link": [x.claim for x in c.links],
        "text": c.sentence.text,
        "text_info": {"start": c.sentence.start, "end": c.sentence.end},
        "cite_info": _known(
            {"url": t.record.url, "title": t.record.headline, "language": t.record.language,
             "publication": t.record.outlet or t.record.agency}
        ),
        "coder": "dragoman",
        "coded_date": t.recorded[:10] if t.recorded else None,
        "coded_time": t.recorded[11:] if t.recorded else None,
        "comment": f"factuality: {c.factuality}" + (f"; according to: {said}" if said else ""),
    }  # fmt: skip
    return {**{k: v for k, v in values.items() if v not in (None, [], {})}, **({"size": size} if size else {})}


def write_plover(told: Iterable[Told], out: BinaryIO) -> int:
    """An event a line."""
    count = 0
    for t in told:
        if t.claim.kind == "event" and t.claim.event:
            out.write(json_line(event(t)))
            count += 1
    return count


PLOVER = Export(
    "plover", "PLOVER's exchange format, an event a line of JSON", write_plover, incidents=write_plover,
    suffix="jsonl", media="application/x-ndjson",
    limits=("Tolls and states are no PLOVER events and are left out.",
            "Whose word it is and the exact factuality stand in `comment` alone, bounds of figures nowhere:"
            " `size` has only figures that are told as a number.",
            "The manual requires `date` and `actor`. Where a story does not tell one it is left out, never made up: such an"
            " event does not validate there.",
            "Fields that nothing in a claim fills are left out: endtime, religion, ethnicity, gender, age, identifier_id,"
            " feature_class, sequence, text_story, licence fields."),
)  # fmt: skip
