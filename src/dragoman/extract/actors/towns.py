"""Towns that a story sets its events in: the actor tables know a few, the places stage has resolved the rest.

Without this the country of "residents" or "police" would hang on whether a town happens to stand in the tables, and the
entity tagger's guess (Kharkiv a person, Goris an organisation) would stand where nothing says otherwise.
"""

from __future__ import annotations

from dragoman.extract.actors.hits import Hit, Scan
from dragoman.extract.actors.tables import Entry
from dragoman.record import Place

_CITY = 4
"""Resolution from which a place is a town."""

FROM_GAZETTEER = "gazetteer: "
"""How the source of a town begins that only the places stage knows."""


def towns(s: Scan) -> list[Hit]:
    """Hits for the literal places of the document that no table has, with the country that they were resolved to."""
    out: list[Hit] = []
    for place in s.doc.places:
        if place.role != "literal" or place.country_code is None or not place.geonameid or not place.resolution:
            continue
        a, b = s.doc.tokens_at(place.start, place.end)
        inside = {id(h): h for k in range(a, b) if (h := s.at.get(k)) is not None}
        if a < b and all(_gives_way(h, a, b, place) for h in inside.values()):
            name = place.resolved_place or place.text
            entry = Entry("city", name, place.country_code, kind="place", source=f"{FROM_GAZETTEER}{name}")
            out.append(Hit(a, b, entry, (entry,), why=entry.source))
    covered = {k for h in out for k in range(h.start, h.end)}
    s.hits[:] = [h for h in s.hits if h.start not in covered]
    return out


def _gives_way(hit: Hit, a: int, b: int, place: Place) -> bool:
    """Does a town stand in the place of what a table makes of its name: a country that the name holds (Port Sudan), or a
    region named after it (Belgorod, Kismayo)? It counts as much as any other town does."""
    if (place.resolution or 0) < _CITY or not a <= hit.start < hit.end <= b:
        return False
    entry = hit.entry
    part = hit.end - hit.start < b - a and entry.cls in ("country", "demonym", "people", "region")
    return part or (entry.cls == "region" and not entry.sector and entry.code == place.country_code)
