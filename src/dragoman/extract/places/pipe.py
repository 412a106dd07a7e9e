"""The places stage: names found, resolved, and given their role."""

from __future__ import annotations

from dragoman.document import Document
from dragoman.extract.places.anchors import offset_rule
from dragoman.extract.places.gazetteer import Candidate, gazetteer
from dragoman.extract.places.recognise import recognise
from dragoman.extract.places.resolve import Resolver, lies_in
from dragoman.extract.places.roles import role_of
from dragoman.extract.places.scene import told_of, unsupported
from dragoman.extract.places.spans import Name, words_of
from dragoman.extract.places.words import disputes
from dragoman.pipeline import stage
from dragoman.record import Place, PlaceRole


@stage("places", requires=["parsed", "sentences"], assigns=["places"])
def places(doc: Document) -> Document:
    """Annotate every place name. In ``doc.cache`` stay all candidates with their scores (``place_candidates``) and the
    country that the story tells of, if it is one (``told_of``)."""
    doc.places = []
    kept = doc.cache["place_candidates"] = {}
    if not len(doc.tokens):
        return doc
    words = words_of(doc)
    g = gazetteer()
    names = recognise(doc, words, g)
    resolver = Resolver(doc, names, words, g)
    resolver.run()
    assert doc.reading is not None
    offsets = doc.reading.offsets
    roles = [role_of(doc, words, name) for name in names]
    filed = doc.dateline_span
    desk = [filed is not None and filed.start <= offsets[n.chars[0]] < filed.end for n in names]
    scene = told_of((n, role, d) for n, (role, _), d in zip(names, roles, desk, strict=True))
    doc.cache["told_of"] = scene[0] if scene else None
    for name, (role, role_why) in zip(names, roles, strict=True):
        start, end = offsets[name.chars[0]], offsets[name.chars[1] - 1] + 1
        doc.places.append(
            _place(doc, name, (start, end), role, "; ".join(filter(None, (role_why, offset_rule(doc, name)))), scene)
        )
        kept[start, end] = [(score, c.name, features) for score, c, features in name.ranking]
    return doc


def _place(
    doc: Document, name: Name, at: tuple[int, int], role: PlaceRole, role_why: str, scene: tuple[str, float] | None
) -> Place:
    start, end = at
    text = doc.text[start:end]
    why = f"{name.kind}: {', '.join(name.why)}"
    best = name.ranking[0][1] if name.ranking else None
    larger = name.within.ranking[0][1] if name.within is not None and name.within.ranking else None
    if larger is not None and name.within is not None and (best is None or not lies_in(best, name.within)):
        # The text says where it lies, the gazetteer does not have it: as far as the larger place is known.
        return Place(
            text, start, end, role, larger.name, larger.geonameid, larger.lat, larger.lon, _province(larger),
            larger.country, larger.feature_code, larger.resolution,
            f"{why}; not in the gazetteer, told to lie in {larger.name}; {role}: {role_why}",
        )  # fmt: skip
    if best is None or _stray(best, scene, name):
        if scene is None:
            return Place(text, start, end, role, rule=f"{why}; not in the gazetteer; {role}: {role_why}")
        country, share = scene
        return Place(
            text, start, end, role, country_code=country, resolution=1,
            rule=f"{why}; not in the gazetteer, country only: {share:.0%} of the story's places are in {country}; "
            f"{role}: {role_why}",
        )  # fmt: skip
    score, best, features = name.ranking[0]
    decisive = max(features.items(), key=lambda f: f[1])[0]
    return Place(
        text, start, end, role, best.name, best.geonameid, best.lat, best.lon, _province(best), best.country,
        best.feature_code, best.resolution,
        f"{why}; {best.name} of {len(name.ranking)} by {decisive} ({score:.1f}){_doubt(best)}; {role}: {role_why}",
    )  # fmt: skip


def _stray(best: Candidate, scene: tuple[str, float] | None, name: Name) -> bool:
    """A small place of the same name in a country that the story does not speak of: the one that is meant is unlisted."""
    return scene is not None and best.country != scene[0] and unsupported(name)


def _province(best: Candidate) -> str | None:
    return best.admin1 or (best.name if best.feature_code == "ADM1" else None)


def _doubt(best: Candidate) -> str:
    """How wide a place is that has no single point, and who disputes it."""
    wide = f", within {best.radius} km" if best.radius > 15 and best.resolution != 1 else ""
    note = disputes().get(best.name) if best.source == "region" else None
    return f"{wide} [{note}]" if note else wide
