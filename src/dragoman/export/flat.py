"""A claim as one flat row, nothing lost: columns of CSV and Parquet, and properties of GeoJSON."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from typing import Any

from dragoman.export.base import Column, Told
from dragoman.export.told import called, joined, place, place_words, source, sources
from dragoman.query.countries import country_name
from dragoman.query.linked import incident_row
from dragoman.record import Entity, Record, to_plain


def as_json(value: Any) -> str | None:
    """Record objects as JSON in one cell; None for an empty list."""
    return json.dumps(to_plain(value), ensure_ascii=False) if value else None


def _parties(role: str) -> tuple[Column, ...]:
    def each(get: Callable[[Entity], object]) -> Callable[[Told], Any]:
        return lambda t: joined(get(e) or "-" for e in getattr(t.claim, role))

    return (
        Column(role, each(called), f"names of each {role}, `; ` between"),
        Column(f"{role}_code", each(lambda e: e.code), "country or PLOVER code of each, `-` where unknown"),
        Column(f"{role}_sector", each(lambda e: " ".join(e.sector)), "PLOVER sectors of each, the primary one first"),
        Column(f"{role}_json", lambda t: as_json(getattr(t.claim, role)), "the same in full, with offsets"),
    )


def _claim(name: str, about: str, type: str = "VARCHAR") -> Column:
    return Column(name, lambda t: getattr(t.claim, name), about, type)


def _list(name: str, about: str) -> Column:
    return Column(name, lambda t: joined(getattr(t.claim, name)), about)


def _place(name: str, about: str, type: str = "VARCHAR") -> Column:
    return Column(name, lambda t: getattr(place(t.claim), name), about, type)


def _record(name: str, about: str) -> Column:
    return Column(name, lambda t: getattr(t.record, name), about)


def _span(name: str) -> tuple[Column, ...]:
    return (
        Column(name, lambda t: getattr(t.claim, name).text, f"words of the {name}"),
        Column(f"{name}_start", lambda t: getattr(t.claim, name).start, "code points into the text", "BIGINT"),
        Column(f"{name}_end", lambda t: getattr(t.claim, name).end, "exclusive", "BIGINT"),
    )


COLUMNS: tuple[Column, ...] = (
    Column("claim_id", lambda t: t.claim.id, "the story's id, `#`, the claim's number"),
    Column("document_id", lambda t: t.record.id, "the story's id"),
    _claim("kind", "event, toll or state"),
    _claim("event", "PLOVER category"),
    _list("mode", "PLOVER modes"),
    _list("context", "PLOVER contexts"),
    _claim("cameo", "CAMEO code, as text: leading zeros matter"),
    _claim("quad_code", "1-4", "INTEGER"),
    _claim("event_scale", "PLOVER conflict-cooperation score", "DOUBLE"),
    *_parties("actor"),
    *_parties("recipient"),
    *_parties("mediator"),
    _claim("date", "first day of the event"),
    _claim("enddate", "last day, inclusive"),
    _claim("date_precision", "minute, day, week, month, year, decade, unknown"),
    _claim("date_basis", "explicit, relative, document, none"),
    _claim("time", "ISO 8601 with offset"),
    Column("place_words", lambda t: place_words(t.claim), "the story's words for the place"),
    _place("resolved_place", "name in the gazetteer"),
    _place("geonameid", "GeoNames id", "BIGINT"),
    _place("lat", "degrees north, WGS 84", "DOUBLE"),
    _place("lon", "degrees east, WGS 84", "DOUBLE"),
    _place("province", "first-order division"),
    _place("country_code", "ISO 3166 alpha-3"),
    Column("country", lambda t: country_name(place(t.claim).country_code), "name of the country"),
    _place("feature_code", "GeoNames feature code"),
    _place("resolution", "5 below city, 4 city, 3 district, 2 province, 1 country", "INTEGER"),
    Column("instrument", lambda t: joined(s.text for s in t.claim.instrument), "weapon or means"),
    Column("quantities", lambda t: as_json(t.claim.quantities), "JSON list: figures with bounds, unit, whose, offsets"),
    Column("source", lambda t: called(s.source) if (s := source(t.claim)) else None, "innermost source; empty: the narrator"),
    Column("source_code", lambda t: s.source.code if (s := source(t.claim)) else None, "its country or PLOVER code"),
    Column("source_sector", lambda t: " ".join(s.source.sector) or None if (s := source(t.claim)) else None, "its sectors"),
    Column("source_type", lambda t: s.source.source_type if (s := source(t.claim)) else None, "official, military, witness ..."),
    Column("stance", lambda t: s.stance if (s := source(t.claim)) else None, "says, claims, denies ..."),
    Column("cue", lambda t: s.cue.text if (s := source(t.claim)) and s.cue else None, "the word of saying"),
    Column("source_chain", lambda t: sources(t.claim), "every source, innermost first"),
    Column("attribution", lambda t: as_json(t.claim.attribution), "JSON list: the chain in full, with offsets"),
    _claim("factuality", "asserted, alleged, denied, negated, demanded, planned, hypothetical"),
    _claim("count", "how many times", "BIGINT"),
    Column("links", lambda t: as_json(t.claim.links), "JSON list: same-event, part-of, cause, violates, denies"),
    Column("loaded", lambda t: joined(s.text for s in t.claim.loaded), "words that take a side"),
    _claim("confidence", "0-1", "DOUBLE"),
    *_span("trigger"),
    *_span("sentence"),
    Column("why", lambda t: as_json(t.claim.why), "JSON list: the rule behind each decision"),
    _record("headline", "of the story"),
    _record("outlet", "who published it"),
    _record("agency", "whose wire copy it is"),
    _record("url", "of the story"),
    _record("published", "when it was published"),
    _record("dateline", "the place it was filed from"),
    Column("run", lambda t: t.run, "number of the run that coded it", "BIGINT"),
    Column("recorded", lambda t: t.recorded, "when it was stored, UTC"),
)  # fmt: skip


REPORT_COLUMNS: tuple[tuple[str, Callable[[Record], Any], str], ...] = (
    ("document_id", lambda r: r.id, "VARCHAR"),
    ("headline", lambda r: r.headline, "VARCHAR"),
    ("outlet", lambda r: r.outlet, "VARCHAR"),
    ("agency", lambda r: r.agency, "VARCHAR"),
    ("url", lambda r: r.url, "VARCHAR"),
    ("language", lambda r: r.language, "VARCHAR"),
    ("dateline", lambda r: r.dateline, "VARCHAR"),
    ("published", lambda r: r.published, "VARCHAR"),
    ("published_from", lambda r: r.published_from, "VARCHAR"),
    ("claims", lambda r: len(r.claims), "BIGINT"),
    ("warnings", lambda r: as_json(r.warnings), "VARCHAR"),
    ("text", lambda r: r.text, "VARCHAR"),
)
"""A story as a row: name, what fills it, type."""


def report_row(record: Record) -> Sequence[Any]:
    """The cells of a story."""
    return [get(record) for _, get, _ in REPORT_COLUMNS]


def properties(t: Told) -> dict[str, Any]:
    """The flat row as an object, without what is not known; quantities as objects. Of an incident its own row."""
    if t.view is not None:
        found = incident_row(t.view) | {"figures": t.view["figures"] or None, "sentence": t.claim.sentence.text}
        return {k: v for k, v in found.items() if v is not None}
    row = {c.name: c.value(t) for c in COLUMNS if c.value and not c.name.endswith("_json") and c.name != "attribution"}
    row["quantities"] = to_plain(t.claim.quantities) or None
    row["why"] = list(t.claim.why) or None
    row["links"] = to_plain(t.claim.links) or None
    return {k: v for k, v in row.items() if v is not None}
