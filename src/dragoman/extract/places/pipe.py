"""The places stage: names found, resolved, and given their role."""

from __future__ import annotations

from dragoman.document import Document
from dragoman.extract.places.anchors import offset_rule
from dragoman.extract.places.gazetteer import Candidate, gazetteer
from dragoman.extract.places.recognise import recognise
from dragoman.extract.places.resolve import Resolver
from dragoman.extract.places.roles import role_of
from dragoman.extract.places.spans import Name, words_of
from dragoman.pipeline import stage
from dragoman.record import Place, PlaceRole


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
        doc.places.append(
            _place(doc, name, (start, end), role, "; ".join(filter(None, (role_why, offset_rule(doc, name)))))
        )
        kept[start, end] = [(score, c.name, features) for score, c, features in name.ranking]
    return doc


def _place(doc: Document, name: Name, at: tuple[int, int], role: PlaceRole, role_why: str) -> Place:
    start, end = at
    text = doc.text[start:end]
    why = f"{name.kind}: {', '.join(name.why)}"
    if not name.ranking:
        return Place(text, start, end, role, rule=f"{why}; not in the gazetteer; {role}: {role_why}")
    score, best, features = name.ranking[0]
    decisive = max(features.items(), key=lambda f: f[1])[0]
    return Place(
        text, start, end, role, best.name, best.geonameid, best.lat, best.lon, _province(best), best.country,
        best.feature_code, best.resolution,
        f"{why}; {best.name} of {len(name.ranking)} by {decisive} ({score:.1f}){_doubt(best)}; {role}: {role_why}",
    )  # fmt: skip


def _province(best: Candidate) -> str | None:
    return best.name if best.feature_code == "ADM1" else best.admin1


def _doubt(best: Candidate) -> str:
    """How wide a place is that has no single point."""
    return f", within {best.radius} km" if best.radius > 15 and best.resolution != 1 else ""
