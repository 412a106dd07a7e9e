"""KML 2.2 (OGC 07-147r2): a placemark a claim that has coordinates, with its time span and fields."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any, BinaryIO
from xml.sax.saxutils import escape, quoteattr

from dragoman.export.base import Export, Told
from dragoman.export.flat import properties
from dragoman.export.told import called, claimant, joined, place

_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_LEFT_OUT = frozenset({"quantities", "why", "links", "sentence", "lat", "lon"})
_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n<kml xmlns="http://www.opengis.net/kml/2.2"><Document><name>Claims</name>\n'


def _text(value: Any) -> str:
    """Character data; what XML cannot hold becomes a replacement character."""
    return escape(_NOT_XML.sub("\ufffd", str(value)))


def _name(t: Told) -> str:
    c = t.claim
    who, whom = joined(map(called, c.actor)), joined(map(called, c.recipient))
    return " ".join(x for x in (who, c.event or c.kind, whom) if x)


def _span(t: Told) -> str:
    begin, end = t.claim.date, t.claim.enddate
    if not begin and not end:
        return ""
    return (
        "<TimeSpan>"
        + (f"<begin>{begin}</begin>" if begin else "")
        + (f"<end>{end}</end>" if end else "")
        + "</TimeSpan>"
    )


def placemark(t: Told) -> str | None:
    """One claim; None where it has no coordinates."""
    where, c = place(t.claim), t.claim
    if where.lat is None or where.lon is None:
        return None
    said = f"{c.sentence.text} [{c.factuality}" + (f", according to {claimant(t)}]" if claimant(t) else "]")
    data = "".join(
        f"<Data name={quoteattr(k)}><value>{_text(v)}</value></Data>"
        for k, v in properties(t).items()
        if k not in _LEFT_OUT
    )
    return (
        f"<Placemark><name>{_text(_name(t))}</name><description>{_text(said)}</description>{_span(t)}"
        f"<ExtendedData>{data}</ExtendedData><Point><coordinates>{where.lon},{where.lat}</coordinates></Point></Placemark>\n"
    )


def write_kml(told: Iterable[Told], out: BinaryIO) -> int:
    """One document."""
    out.write(_HEAD.encode())
    count = 0
    for t in told:
        mark = placemark(t)
        if mark is not None:
            out.write(mark.encode("utf-8"))
            count += 1
    out.write(b"</Document></kml>\n")
    return count


KML = Export(
    "kml", "KML: a placemark a claim, for globes", write_kml, incidents=write_kml,
    suffix="kml", media="application/vnd.google-earth.kml+xml",
    limits=("Claims without coordinates are left out.", "A point is the centre of the place that is named.",
            "Figures, links and reasons are left out; `geojson` has them."),
)  # fmt: skip
