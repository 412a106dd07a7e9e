"""The places stage: names found, resolved, and given their role."""

from __future__ import annotations

from dragoman.document import Document
from dragoman.extract.places.gazetteer import gazetteer
from dragoman.extract.places.recognise import recognise
from dragoman.extract.places.resolve import Resolver
from dragoman.extract.places.roles import role_of
from dragoman.extract.places.spans import Name, words_of
from dragoman.pipeline import stage
from dragoman.record import Place


@stage("places", requires=["parsed", "sentences"], assigns=["places"])
def places(doc: Document) -> Document:
    """Annotate every place name; candidates with their scores stay in ``doc.cache["place_candidates"]``."""
    doc.places = []
    kept = doc.cache["place_candidates"] = {}
    if not len(doc.tokens):
        return doc
    words = words_of(doc)
    g = gazetteer()
    names = recognise(doc, words, g)
    Resolver(doc, names, words, g).run()
    assert doc.reading is not None
    offsets = doc.reading.offsets
    for name in names:
        start, end = offsets[name.chars[0]], offsets[name.chars[1] - 1] + 1
        role, role_why = role_of(doc, words, name)
        place = _place(doc, name, start, end)
        doc.places.append(_with_role(place, role, role_why))
        kept[start, end] = [(score, c.name, features) for score, c, features in name.ranking]
    return doc


def _place(doc: Document, name: Name, start: int, end: int) -> Place:
    text = doc.text[start:end]
    why = f"{name.kind}: {', '.join(name.why)}"
    if not name.ranking:
        return Place(text, start, end, rule=f"{why}; not in the gazetteer")
    score, best, features = name.ranking[0]
    decisive = max(features.items(), key=lambda f: f[1])[0] if features else "only candidate"
    return Place(
        text, start, end, "literal", best.name, best.geonameid, best.lat, best.lon, best.admin1, best.country,
        best.feature_code, best.resolution,
        f"{why}; resolved of {len(name.ranking)} by {decisive} ({score:.1f})",
    )  # fmt: skip


def _with_role(place: Place, role: str, why: str) -> Place:
    from dataclasses import replace

    return replace(place, role=role, rule=f"{place.rule}; {why}")  # type: ignore[arg-type]
