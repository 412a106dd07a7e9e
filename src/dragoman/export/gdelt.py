"""GDELT 2.0 Events (61 columns) and Mentions (16), with tabs and no header, as GDELT's own files are.

A row a claim: first actor, first recipient. Columns as in GDELT's codebook of the Event Database, version 2.0.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, BinaryIO

from dragoman.export.base import ONLY_HAPPENED, Column, Export, Told, happened, write_tabs
from dragoman.export.cameo import (
    actor_code,
    base,
    country,
    fips,
    fraction,
    geo_type,
    group,
    month,
    root,
    sql_date,
    stamp,
    types,
    year,
)  # fmt: skip
from dragoman.export.told import articles, called, independent, mentions, number_of, pair, place
from dragoman.query.countries import country_name
from dragoman.record import Entity

_NO_ETHNIC = "no ethnic group or religion is coded"
_NO_HOME = "the place of an actor is not coded, only that of the event"


def _actor(n: int) -> tuple[Column, ...]:
    def of(t: Told) -> Entity | None:
        return pair(t.claim)[n - 1]

    def kind(k: int) -> Column:
        def value(t: Told) -> str | None:
            found = types(of(t))
            return found[k - 1] if len(found) >= k else None

        return Column(f"Actor{n}Type{k}Code", value, "CAMEO type of a PLOVER sector")

    return (
        Column(f"Actor{n}Code", lambda t: actor_code(of(t)), "country or group, then types"),
        Column(f"Actor{n}Name", lambda t: called(of(t)), "name, or the story's words"),
        Column(f"Actor{n}CountryCode", lambda t: country(of(t)), "ISO 3166 alpha-3; CAMEO's own list differs for a few"),
        Column(f"Actor{n}KnownGroupCode", lambda t: group(of(t)), "UNO, EUR"),
        Column(f"Actor{n}EthnicCode", about=_NO_ETHNIC),
        Column(f"Actor{n}Religion1Code", about=_NO_ETHNIC),
        Column(f"Actor{n}Religion2Code", about=_NO_ETHNIC),
        *(kind(k) for k in (1, 2, 3)),
    )  # fmt: skip


def _full_name(t: Told) -> str | None:
    where = place(t.claim)
    parts = [where.resolved_place, where.province, country_name(where.country_code)]
    return ", ".join(dict.fromkeys(p for p in parts if p)) or None


def _geo(who: str, known: bool) -> tuple[Column, ...]:
    values: dict[str, Any] = {
        "Type": geo_type,
        "FullName": _full_name,
        "CountryCode": lambda t: fips(place(t.claim).country_code),
        "Lat": lambda t: place(t.claim).lat,
        "Long": lambda t: place(t.claim).lon,
    }
    missing = {"ADM1Code": "provinces are known by name, not by FIPS code", "ADM2Code": "districts are not coded",
               "FeatureID": "GeoNames ids are not GNS ids"}  # fmt: skip
    names = ("Type", "FullName", "CountryCode", "ADM1Code", "ADM2Code", "Lat", "Long", "FeatureID")
    return tuple(
        Column(f"{who}Geo_{name}", values.get(name) if known else None,
               missing.get(name, "") if known else _NO_HOME)
        for name in names
    )  # fmt: skip


EVENTS: tuple[Column, ...] = (
    Column("GLOBALEVENTID", lambda t: number_of(t.claim.id), "a number made from the claim's id; none of GDELT's"),
    Column("SQLDATE", sql_date, "day of the event; empty where it is not known to the day"),
    Column("MonthYear", month, "empty where it is not known to the month"),
    Column("Year", year, "empty where it is not known to the year"),
    Column("FractionDate", fraction, "the year and the share of it that is over at the day's end"),
    *_actor(1),
    *_actor(2),
    Column("IsRootEvent", about="no claim is ranked above others"),
    Column("EventCode", lambda t: t.claim.cameo, "CAMEO code, as text"),
    Column("EventBaseCode", lambda t: base(t.claim.cameo), "its second level"),
    Column("EventRootCode", lambda t: root(t.claim.cameo), "its first level"),
    Column("QuadClass", lambda t: t.claim.quad_code, "PLOVER's quad of the category"),
    Column("GoldsteinScale", about="PLOVER's score is another scale"),
    Column("NumMentions", mentions, "claims that tell it: of a claim 1"),
    Column("NumSources", independent, "independent sources: of a claim 1"),
    Column("NumArticles", articles, "stories that tell it: of a claim 1"),
    Column("AvgTone", about="tone is not coded"),
    *_geo("Actor1", False),
    *_geo("Actor2", False),
    *_geo("Action", True),
    Column("DATEADDED", lambda t: stamp(t.recorded), "when the story was stored, UTC"),
    Column("SOURCEURL", lambda t: t.record.url, "of the story"),
)

MENTIONS: tuple[Column, ...] = (
    Column("GLOBALEVENTID", lambda t: number_of(t.claim.id), "as in the Events file"),
    Column("EventTimeDate", lambda t: stamp(t.recorded), "when the event was first stored; a row is one mention"),
    Column("MentionTimeDate", lambda t: stamp(t.record.published), "when the story was published"),
    Column("MentionType", lambda t: 1 if t.record.url else 2, "1 web, 2 citation only"),
    Column("MentionSourceName", lambda t: t.record.outlet or t.record.agency, "the outlet"),
    Column("MentionIdentifier", lambda t: t.record.url or t.record.id, "the URL, else the story's id"),
    Column("SentenceID", about="sentences are known by offset, not by number"),
    Column("Actor1CharOffset", lambda t: _start(pair(t.claim)[0]), "code points into the text"),
    Column("Actor2CharOffset", lambda t: _start(pair(t.claim)[1]), "code points into the text"),
    Column("ActionCharOffset", lambda t: t.claim.trigger.start, "code points into the text"),
    Column("InRawText", lambda t: 1, "every claim is tied to words of the text as it came"),
    Column("Confidence", lambda t: round(100 * t.claim.confidence), "percent"),
    Column("MentionDocLen", lambda t: len(t.record.text), "code points"),
    Column("MentionDocTone", about="tone is not coded"),
    Column("MentionDocTranslationInfo", about="nothing is translated"),
    Column("Extras", about="unused"),
)


def _start(e: Entity | None) -> int | None:
    return None if e is None else e.start


def write_events(told: Iterable[Told], out: BinaryIO) -> int:
    """The Events table."""
    return write_tabs(EVENTS, happened(told), out, header=False)


def write_mentions(told: Iterable[Told], out: BinaryIO) -> int:
    """The Mentions table."""
    return write_tabs(MENTIONS, happened(told), out, header=False)


_ONE_PAIR = "Of several actors or recipients only the first of each has a column."
GDELT = Export(
    "gdelt", "GDELT 2.0 Events, 61 columns with tabs, no header", write_events, columns=EVENTS, incidents=write_events,
    suffix="export.CSV", media="text/tab-separated-values; charset=utf-8",
    limits=(ONLY_HAPPENED, _ONE_PAIR, "Who says it, the figures and the factuality have no column.",
            "A date that is a range has no column: only what day, month or year it lies within."),
)  # fmt: skip
MENTIONS_FORMAT = Export(
    "gdelt-mentions", "GDELT 2.0 Mentions, 16 columns with tabs, no header", write_mentions, columns=MENTIONS,
    suffix="mentions.CSV", media="text/tab-separated-values; charset=utf-8",
    limits=(ONLY_HAPPENED, _ONE_PAIR, "Who says it, the figures and the factuality have no column."),
)  # fmt: skip
