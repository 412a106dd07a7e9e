"""HXL 1.1 (hxlstandard.org): CSV with a row of hashtags under the header. A range takes two columns, never one cell."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, BinaryIO

from dragoman.export.base import NOT_EVENTS, Column, Export, Told
from dragoman.export.commas import write_commas
from dragoman.export.told import bounds, called, claimant, joined, pair, place, place_words
from dragoman.query.countries import country_name


def _harm(kind: str, which: int) -> Callable[[Told], Any]:
    return lambda t: bounds(t.claim, kind)[which]


def _assoc(role: str) -> Callable[[Told], Any]:
    def further(t: Told) -> str | None:
        seen = [called(e) for e in pair(t.claim)]
        return joined(n for e in getattr(t.claim, role) if (n := called(e)) not in seen)

    return further


TAGGED: tuple[tuple[str, Column], ...] = (
    ("#event+code", Column("claim", lambda t: t.claim.id, "the claim's id")),
    ("#event+kind", Column("kind", lambda t: t.claim.kind, "event, toll or state")),
    ("#event+type", Column("category", lambda t: t.claim.event, "PLOVER category")),
    ("#event+type+sub", Column("modes", lambda t: joined(t.claim.mode), "PLOVER modes")),
    ("#date+start", Column("first day", lambda t: t.claim.date, "of the event")),
    ("#date+end", Column("last day", lambda t: t.claim.enddate, "of the event, inclusive")),
    ("#date+reported", Column("reported", lambda t: t.record.published and t.record.published[:10], "publication")),
    ("#group+name+first", Column("actor", lambda t: called(pair(t.claim)[0]), "who acts")),
    ("#group+name+first+assoc", Column("further actors", _assoc("actor"), "`; ` between")),
    ("#group+name+second", Column("recipient", lambda t: called(pair(t.claim)[1]), "to whom")),
    ("#group+name+second+assoc", Column("further recipients", _assoc("recipient"), "`; ` between")),
    ("#country+name", Column("country", lambda t: country_name(place(t.claim).country_code), "of the event")),
    ("#country+code", Column("country code", lambda t: place(t.claim).country_code, "ISO 3166 alpha-3")),
    ("#adm1+name", Column("province", lambda t: place(t.claim).province, "province")),
    ("#loc+name", Column("place", lambda t: place(t.claim).resolved_place, "name in the gazetteer")),
    ("#loc+name+reported", Column("place as told", lambda t: place_words(t.claim), "the story's words")),
    ("#geo+lat", Column("latitude", lambda t: place(t.claim).lat, "of the place named")),
    ("#geo+lon", Column("longitude", lambda t: place(t.claim).lon, "of the place named")),
    *(
        (f"#affected+{tag}{end}", Column(f"{kind}{title}", _harm(kind, which), about))
        for tag, kind in (("killed", "killed"), ("injured", "injured"), ("idps", "displaced"))
        for end, title, which, about in (
            ("", "", 1, "the figure as told; empty for a range or `dozens`"),
            ("+min", ", at least", 0, "the least it can be"),
            ("+max", ", at most", 2, "the most it can be"),
        )
    ),
    ("#meta+claimant", Column("according to", lambda t: claimant(t), "innermost source, else the outlet")),
    ("#meta+factuality", Column("factuality", lambda t: t.claim.factuality, "as the source puts it")),
    ("#meta+source", Column("outlet", lambda t: t.record.outlet or t.record.agency, "who published it")),
    ("#meta+url", Column("url", lambda t: t.record.url, "of the story")),
    ("#description", Column("sentence", lambda t: t.claim.sentence.text, "the story's words")),
)
"""Hashtag and column. ``+min``, ``+max``, ``+claimant``, ``+factuality`` and ``+kind`` are attributes of ours, as HXL allows."""


def write_hxl(told: Iterable[Told], out: BinaryIO) -> int:
    """CSV with the row of hashtags."""
    return write_commas([c for _, c in TAGGED], told, out, above=[[tag for tag, _ in TAGGED]])


HXL = Export(
    "hxl", "HXL: CSV with a row of hashtags", write_hxl, columns=tuple(c for _, c in TAGGED),
    limits=("Figures of claims that tell what did not happen, and running totals, have no cell.",
            ), of_claims=(NOT_EVENTS,), incidents=write_hxl, suffix="csv", media="text/csv; charset=utf-8",
)  # fmt: skip
