"""Where an event took place whose own sentence does not say: what the story has just told, and only beyond doubt.

Five cases: "here", "in the city", "in the capital" point back to the last town told or to the dateline; a definite event
noun ("the attack", "the blasts") is the one told before; people killed or hurt in the sentence right after an act of
violence were so where that act was; a story that has told of one place only, or of one country, goes on there;
and the lead of a story filed from a town that is neither a capital nor a bureau tells of that town. A sentence that names a
place or a year of its own, or turns elsewhere ("in another district", "last year"), is left without.
"""

from __future__ import annotations

from functools import cache

from dragoman.document import Document
from dragoman.extract.places.gazetteer.build import table
from dragoman.extract.places.gazetteer.names import fold
from dragoman.parse.syntax import Syntax, syntax
from dragoman.record import Place

_WHERE = frozenset({"in", "at", "inside", "outside", "near", "on", "across", "throughout", "around"})
_REACH = 3
"""Sentences back in which a definite noun finds what it means."""
_DEFINITE = frozenset({"the", "this", "that", "these", "those"})
_DEEDS = frozenset({"ASSAULT", "COERCE", "PROTEST", "MOBILIZE", "RETREAT", None})
_VIOLENT = frozenset({"ASSAULT", None})
_CITY = frozenset({"PPL", "PPLA", "PPLC", "PPLX", "PPLA2", "CMP"})


@cache
def words_of(name: str) -> frozenset[str]:
    """Words of a class of data/narrative.tsv (extract/places): turns, here, town, capital."""
    return frozenset(r["word"] for r in table("narrative.tsv") if r["class"] == name)


def remember(doc: Document, trigger: int, event: str | None, place: Place | None) -> None:
    """Keep where an event took place, for the claims after it."""
    doc.cache.setdefault("event_places", []).append((doc.sentence_of(trigger).index, event, place))


def continued(doc: Document, trigger: int, event: str | None) -> tuple[Place | None, str]:
    """The place that the story has told before for this event, and how it points there."""
    syn = syntax(doc)
    sentence = doc.sentence_of(trigger)
    pointed, word = _pointed(doc, syn, trigger)
    if pointed is not None:
        return pointed, f'"{word}" is {pointed.text}, told before'
    inside = range(sentence.start, sentence.end)
    if any(syn.lower[k] in words_of("turn") for k in inside) or _other_year(doc, sentence.start, sentence.end):
        return None, ""
    named = [p for p in doc.places if sentence.start <= doc.tokens_at(p.start, p.end)[0] < sentence.end]
    found, why = _told_before(doc, syn, trigger, event)
    if found is None:
        found, why = _filed(doc, trigger, event)
    if found is None or any(_abroad(doc, syn, p, found) or _of_its_own(p, found) for p in named):
        return None, ""
    return found, why


def _filed(doc: Document, trigger: int, event: str | None) -> tuple[Place | None, str]:
    """The dateline, for a deed in the lead of a story filed from a town that is no capital and no news agency's bureau."""
    place = _dateline(doc)
    if place is None or event not in _DEEDS or (place.resolution or 0) < 4 or place.feature_code == "PPLC":
        return None, ""
    lead = next((s for s in doc.sentences if s.role == "body"), None)
    if lead is None or not lead.start <= trigger < lead.end or fold(place.text) in words_of("bureau"):
        return None, ""
    return place, f"the lead of a story filed from {place.text} names no other place"


def _of_its_own(named: Place, found: Place) -> bool:
    """Whether the sentence names another place than the one found, or one that does not hold it."""
    return named.role == "literal" and named.resolution != 1 and named.resolved_place != found.resolved_place


def _abroad(doc: Document, syn: Syntax, named: Place, found: Place) -> bool:
    """Whether a name of the sentence leads to another country: Caracas, the Colombian border, troops of a country that
    has not been named before; not: the Chinese peacekeepers of whom the story tells, nor who says it."""
    if named.country_code is None or named.country_code == found.country_code:
        return False
    after = doc.tokens_at(named.start, named.end)[1]
    if named.role == "literal" or (after < len(syn.lower) and syn.lemma[after] in words_of("ground")):
        return True
    return not any(p.country_code == named.country_code for p in doc.places if p.start < named.start)


def _told_before(doc: Document, syn: Syntax, trigger: int, event: str | None) -> tuple[Place | None, str]:
    """What the claims before say of this event's place."""
    sentence = doc.sentence_of(trigger)
    told: list[tuple[int, str | None, Place | None]] = doc.cache.get("event_places", [])
    definite = syn.pos[trigger] == "NOUN" and any(syn.lower[k] in _DEFINITE for k in syn.kids[trigger])
    for index, category, place in reversed(told):
        back = sentence.index - index
        if back > _REACH:
            break
        if place is None or (back == 0 and (event is not None or category != "ASSAULT")):
            continue
        if back == 0:
            return place, f"harm done by what the sentence tells, at {place.text}"
        if definite and category == event:
            return place, f"the same event as told before, at {place.text}"
        if back == 1 and event in _VIOLENT and category in _VIOLENT:
            return place, f"goes on with what was told in the sentence before, at {place.text}"
    return _one_scene(doc, sentence.index, told)


def _one_scene(doc: Document, index: int, told: list[tuple[int, str | None, Place | None]]) -> tuple[Place | None, str]:
    """The one place where all that the story has told so far happened, or else the one country."""
    placed = [(i, p) for i, category, p in told if p is not None and category in _DEEDS and i < index]
    countries = {p.country_code for _, p in placed}
    scene: str | None = doc.cache.get("told_of")
    if scene is not None and countries != {scene}:
        return None, ""  # an aside abroad is not where the story is set
    if len(countries) != 1 or None in countries or (len(placed) < 2 and index - placed[-1][0] > _REACH):
        return None, ""
    last, place = placed[-1]
    towns = {p.resolved_place or p.text for _, p in placed}
    if len(towns) == 1 and index - last <= 2 * _REACH:
        return place, f"all that the story has told so far was at {place.text}"
    whole = next((p for _, p in reversed(placed) if p.resolution == 1), None)
    if whole is not None:
        return whole, f"all that the story has told so far was in {whole.text}"
    land = country_of(place)
    return (
        (land, f"all that the story has told so far was in {land.resolved_place}") if land is not None else (None, "")
    )


def country_of(place: Place) -> Place | None:
    """A told town as far as its country only: the words are the town's, what they are taken to say is the country."""
    row = next((r for r in table("countries.tsv") if r["code"] == place.country_code), None)
    if row is None:
        return None
    return Place(
        place.text, place.start, place.end, place.role, row["name"], lat=float(row["lat"]), lon=float(row["lon"]),
        country_code=row["code"], feature_code="PCLI", resolution=1, rule=f"the country of {place.text}",
    )  # fmt: skip


def _pointed(doc: Document, syn: Syntax, trigger: int) -> tuple[Place | None, str]:
    """The town that "here" or "in the city" points to, where one of them hangs on the trigger."""
    for k in _phrases(syn, trigger):
        if syn.lower[k] in words_of("here"):
            return _dateline(doc), syn.lower[k]
        if syn.lower[k] not in _WHERE:
            continue
        if (country := _the_country(doc, syn, k)) is not None:
            return country, "the country"
        for noun in syn.children(k, "pobj"):
            if not any(syn.lower[d] in ("the", "this", "that") for d in syn.kids[noun]) or len(syn.kids[noun]) > 1:
                continue
            word = f"{syn.lower[k]} the {syn.lower[noun]}"
            if syn.lemma[noun] in words_of("capital"):
                filed = _dateline(doc)
                return (filed if filed is not None and filed.feature_code == "PPLC" else None), word
            if syn.lemma[noun] in words_of("town"):
                return _last_town(doc, trigger) or _dateline(doc), word
    return None, ""


def _phrases(syn: Syntax, trigger: int) -> list[int]:
    """Prepositions and adverbs that hang on the trigger, or on its subject and objects, without another verb between."""
    out: list[int] = []
    todo = [(trigger, 0)]
    while todo:
        over, depth = todo.pop(0)
        for k in syn.kids[over]:
            if syn.pos[k] in ("ADP", "ADV"):
                out.append(k)
            if depth < 4 and syn.pos[k] in ("ADP", "NOUN"):
                todo.append((k, depth + 1))
    return out


def _the_country(doc: Document, syn: Syntax, prep: int) -> Place | None:
    """For "in the country", "in the east of the country": the country that the story tells of, if it is one."""
    told_of: str | None = doc.cache.get("told_of")
    if told_of is None:
        return None
    under = syn.subtree(prep)
    if any(syn.pos[k] in ("VERB", "AUX") for k in under):
        return None
    if not any(syn.lemma[k] in ("country", "nation") and _pointing(syn, k) for k in under):
        return None
    named = [p for p in doc.places if p.resolution == 1 and p.country_code == told_of]
    return next((p for p in named if p.role == "literal"), named[0] if named else None)


def _pointing(syn: Syntax, noun: int) -> bool:
    """The country, this nation, the east African country: no name or possessor of its own says which."""
    kids = syn.kids[noun]
    return any(syn.lower[d] in ("the", "this") for d in kids) and not any(syn.dep[d] == "poss" for d in kids)


def _dateline(doc: Document) -> Place | None:
    filed = doc.dateline_span
    if filed is None:
        return None
    return next((p for p in doc.places if filed.start <= p.start < filed.end), None)


def _last_town(doc: Document, trigger: int) -> Place | None:
    """The last literal town in the sentences before, not further back than a few."""
    index = doc.sentence_of(trigger).index
    filed = doc.dateline_span
    for p in reversed(doc.places):
        i, _ = doc.tokens_at(p.start, p.end)
        if filed is not None and filed.start <= p.start < filed.end:
            continue
        back = index - doc.sentence_of(i).index
        if 0 < back <= _REACH and p.role == "literal" and p.feature_code in _CITY:
            return p
    return None


def _other_year(doc: Document, start: int, end: int) -> bool:
    """Whether the sentence names a year: it tells of another time."""
    return any(
        t.text.isdigit() and len(t.text) == 4 and t.text[:2] in ("18", "19", "20") for t in doc.tokens[start:end]
    )
