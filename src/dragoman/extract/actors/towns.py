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
        if a < b and (_city_of_table(s, a, b, place) or not any(k in s.at for k in range(a, b))):
            name = place.resolved_place or place.text
            entry = Entry("city", name, place.country_code, kind="place", source=f"{FROM_GAZETTEER}{name}")
            out.append(Hit(a, b, entry, (entry,), why=entry.source))
    replaced = {(h.start, h.end) for h in out}
    s.hits[:] = [h for h in s.hits if (h.start, h.end) not in replaced]
    return out


def _city_of_table(s: Scan, a: int, b: int, place: Place) -> bool:
    """Is it a town that the table of regions has too (Belgorod, Kismayo)? It counts as much as any other town does."""
    hit = s.at.get(a)
    return (
        hit is not None
        and (hit.start, hit.end) == (a, b)
        and hit.entry.cls == "region"
        and not hit.entry.sector
        and hit.entry.code == place.country_code
        and (place.resolution or 0) >= _CITY
    )
