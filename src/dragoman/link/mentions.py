"""A claim as linking sees it: what can be compared, worked out once.

A *mention* is one claim. Claims that cannot be of a happening (states, running totals) give none.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import date

from dragoman.link.words import cues_in, plain, single_acts, stem, stopwords, theme_words, themes, words
from dragoman.record import Claim, Entity, EventLocation, Place, Record

HARM = frozenset(
    {"killed", "injured", "missing", "casualties", "destroyed", "damaged", "captured", "kidnapped", "detained"}
)
"""Kinds of figures that a count of harm may be of."""
FIRM = 2
"""Days that a date may span and still tell one day from the next ("overnight" spans two)."""
_TOWN = 4
_AROUND = 4
"""Places by which a claim without one is looked for."""
_NOT_YET = frozenset({"demanded", "planned", "hypothetical"})

Party = tuple[str, str]
"""Code and primary sector; either may be empty."""


@dataclass(frozen=True, slots=True)
class Spot:
    """Where something took place: the gazetteer's answer, or only the name that the text has."""

    name: str
    geonameid: int | None = None
    lat: float | None = None
    lon: float | None = None
    resolution: int | None = None
    province: str | None = None
    country: str | None = None

    @property
    def key(self) -> str:
        return f"g{self.geonameid}" if self.geonameid is not None else f"n{self.name}"

    @property
    def town(self) -> bool:
        """Is it narrow enough to tell one happening from another? A name without a gazetteer entry is taken to be."""
        return self.resolution is None or self.resolution >= _TOWN


@dataclass(frozen=True, slots=True)
class Anchor:
    """A claim by the place of its trigger in the document, which stays when the document is coded anew. ``number`` is
    its place in the record's list of claims, -1 where only the words count."""

    document: str
    start: int
    end: int
    number: int = -1

    def meets(self, other: Anchor) -> bool:
        """Do the two triggers share a character?"""
        return self.document == other.document and self.start < other.end and other.start < self.end


@dataclass(frozen=True, slots=True)
class Mention:
    """One claim. Days are ordinals (``date.toordinal``), both ends inclusive."""

    id: str
    document: str
    start: int
    end: int
    sentence: tuple[int, int]
    event: str
    themes: frozenset[str]
    modes: frozenset[str]
    real: bool
    factuality: str
    actors: frozenset[Party]
    recipients: frozenset[Party]
    people: frozenset[str]
    """Names of parties, in lower case."""
    names: frozenset[str]
    """Other proper names in the sentence, in lower case."""
    window: tuple[int, int] | None
    told: int | None
    spot: Spot | None
    stems: frozenset[str]
    words: frozenset[str]
    figures: frozenset[tuple[str, float]]
    cues: frozenset[str]
    setting: frozenset[str] = frozenset()
    """Proper names in the whole story and its headline."""
    around: frozenset[str] = frozenset()
    """Of these, the words of the places below the country that it names most."""
    ground: frozenset[str] = frozenset()
    """The countries that the story is about: at most two."""
    whom: frozenset[str] = frozenset()
    """Words of the names of the persons to whom it was done."""
    own: bool = False
    """Does the party that did it tell of it?"""
    links: tuple[tuple[str, str], ...] = ()
    order: int = 0

    @property
    def anchor(self) -> Anchor:
        return Anchor(self.document, self.start, self.end, self.order)

    @property
    def firm(self) -> bool:
        return self.window is not None and self.window[1] - self.window[0] < FIRM

    @property
    def diffuse(self) -> bool:
        """Told of no single happening: over and over, or over more than two weeks."""
        return "diffuse" in self.cues or (self.window is not None and self.window[1] - self.window[0] > 13)


def day(iso: str | None) -> int | None:
    """Ordinal of the day of an ISO date or date-time."""
    if not iso:
        return None
    try:
        return date.fromisoformat(iso[:10]).toordinal()
    except ValueError:
        return None


def mentions(record: Record) -> list[Mention]:
    """The record's claims that tell of a happening, in text order."""
    told = day(record.published)
    skip = _unnamed(record)
    setting = _names(f". {record.headline or ''}. {record.text}", 0, []) - _everywhere(record)
    around, ground = _around(record), _ground(record)
    begins = [p.start for p in record.places]
    acts = _acts(record)
    out = []
    for n, claim in enumerate(record.claims):
        if (event := _event(claim, acts)) is not None:
            a, b = claim.sentence.start, claim.sentence.end
            within = record.places[bisect_right(begins, a - 1) : bisect_right(begins, b)]
            m = _mention(record.id, claim, event, told, skip, within, n)
            out.append(replace(m, setting=setting, around=around, ground=ground))
    return out


def _event(claim: Claim, acts: Collection[tuple[int, int]]) -> str | None:
    """What it is compared as. ``acts``: sentences that tell of an act by its day or town: a count without a start that
    stands in one ("the toll of Sunday's raid rose to 11") is of that act, and no running total of a war."""
    if claim.kind == "event":
        return claim.event
    if claim.kind == "toll":
        counted = [q for q in claim.quantities if q.kind in HARM]
        within = (claim.sentence.start, claim.sentence.end) in acts or _toll_of_an_act(claim)
        if any(q.scope != "cumulative" or (within and q.since is None and q.until is None) for q in counted):
            return "TOLL"
    return None


_TOLL = re.compile(r"\b(?:toll|count|number)\b[^.;]{0,60}?\b(?:from|of|in|after)\b([^.;]{0,60})", re.IGNORECASE)


def _toll_of_an_act(claim: Claim) -> bool:
    """ "The death toll from a bombing at a bus station"."""
    found = _TOLL.search(claim.sentence.text)
    return found is not None and not single_acts().isdisjoint(words(found.group(1).lower()))


def _acts(record: Record) -> set[tuple[int, int]]:
    return {
        (c.sentence.start, c.sentence.end) for c in record.claims
        if c.event == "ASSAULT" and ((c.event_loc is not None and not _worked_out(c)) or c.date_precision in ("minute", "day"))
        and not (c.date and c.enddate is None)
    }  # fmt: skip


def _unnamed(record: Record) -> list[tuple[int, int]]:
    """Where proper names stand that do not tell happenings apart: sources, and whole countries and their peoples."""
    spans = [(a.source.start, a.source.end) for a in record.attributions if a.source.start is not None and a.source.end]
    spans += [(p.start, p.end) for p in record.places if p.role != "literal" or _country(p)]
    return sorted((a, b or a) for a, b in spans if a is not None)


def _everywhere(record: Record) -> frozenset[str]:
    """Names that tell nothing of what a story is about: whose it is, and whole countries and their peoples."""
    told = " ".join(filter(None, (record.outlet, record.agency)))
    told += " " + " ".join(p.text for p in record.places if _country(p) or p.role != "literal")
    return frozenset(words(plain(told)))


def _around(record: Record) -> frozenset[str]:
    found = Counter(plain(p.text) for p in record.places if p.role == "literal" and not _country(p))
    most = sorted(found, key=lambda name: (-found[name], name))[:_AROUND]
    return frozenset(w for name in most for w in words(name) if len(w) > 2) - stopwords()


def _ground(record: Record) -> frozenset[str]:
    """The two countries that places, parties and sources of the story name most."""
    found: Counter[str] = Counter(p.country_code for p in record.places if p.country_code)
    for c in record.claims:
        found.update(e.code for e in (*c.actor, *c.recipient) if e.code)
    found.update(a.source.code for a in record.attributions if a.source.code)
    return frozenset(code for code, _ in sorted(found.items(), key=lambda kv: (-kv[1], kv[0]))[:2])


_CAPITAL = re.compile(r"(?<![\w])[A-ZÀ-ÖØ-Þ][^\W\d_]+(?:[-'’][^\W\d_]+)*")


def _names(text: str, at: int, skip: list[tuple[int, int]]) -> frozenset[str]:
    found = set()
    for m in _CAPITAL.finditer(text):
        a, b = at + m.start(), at + m.end()
        word = m.group().lower()
        if m.start() < 2 or word in stopwords() or any(s < b and a < e for s, e in skip):
            continue
        found.add(plain(word.removesuffix("'s").removesuffix("’s")))
    return frozenset(found)


def _towns(places: tuple[Place, ...]) -> frozenset[str]:
    """Names of places below the country, also in a source ("residents of Dori")."""
    return frozenset(
        w for p in places if p.role == "literal" and not _country(p) for w in words(plain(p.text)) if len(w) > 2
    ) - stopwords()  # fmt: skip


def _parties(entities: Iterable[Entity]) -> frozenset[Party]:
    return frozenset((e.code or "", e.sector[0] if e.sector else "") for e in entities if e.code or e.sector)


def _mention(
    document: str, claim: Claim, event: str, told: int | None, skip: list[tuple[int, int]], places: tuple[Place, ...],
    order: int,
) -> Mention:  # fmt: skip
    sentence = claim.sentence
    inside = [(s, e) for s, e in skip if s < sentence.end and sentence.start < e]
    low = frozenset(words(sentence.text.lower()))
    entities = (*claim.actor, *claim.recipient, *claim.mediator)
    first = day(claim.date)
    last = day(claim.enddate)
    window = None
    if first is not None:
        open_end = claim.date_precision not in ("minute", "day") and last is None
        window = (first, last if last is not None and last >= first else first + (365 if open_end else 0))
    return Mention(
        id=claim.id,
        document=document,
        start=claim.trigger.start,
        end=claim.trigger.end,
        sentence=(sentence.start, sentence.end),
        event=event,
        themes=themes(event, frozenset(claim.mode), low & theme_words()),
        modes=frozenset(claim.mode),
        real=claim.factuality not in _NOT_YET,
        factuality=claim.factuality,
        actors=_parties(claim.actor),
        recipients=_parties(claim.recipient),
        people=frozenset(plain(e.name or e.text or "") for e in entities if e.kind in ("person", "facility", "vehicle"))
        - {""},
        names=_names(sentence.text, sentence.start, inside) | _towns(places),
        window=window,
        told=told,
        spot=None if _worked_out(claim) else _spot(claim.event_loc, places),
        stems=frozenset(stem(w) for w in words(claim.trigger.text.lower()) if w not in stopwords() and not w.isdigit()),
        words=frozenset(stem(w) for w in low if w not in stopwords()),
        figures=frozenset(
            (q.kind, float(v)) for q in claim.quantities if (v := q.value if q.value is not None else q.min)
        ),
        cues=cues_in(sentence.text[: max(0, claim.trigger.end - sentence.start)]),
        whom=_whom(claim),
        own=_own(claim),
        links=tuple((k.type, k.claim) for k in claim.links),
        order=order,
    )


def _whom(claim: Claim) -> frozenset[str]:
    if claim.sentence.text.isupper():
        return frozenset()
    names = (_CAPITAL.findall(e.name or e.text or "") for e in claim.recipient if e.kind == "person")
    return frozenset(plain(w) for found in names if len(found) > 1 for w in found)


def _own(claim: Claim) -> bool:
    source = claim.attribution[0].source if claim.attribution else None
    return source is not None and source.code is not None and any(
        e.code == source.code and bool({"REB", "UAF"} & set(e.sector)) == bool({"REB", "UAF"} & set(source.sector))
        for e in claim.actor
    )  # fmt: skip


def _worked_out(claim: Claim) -> bool:
    """Is the country that of those who take part: then no words tell where it was, and nothing can be matched by it."""
    return any(w.startswith("place: no place is told;") for w in claim.why)


def _spot(where: EventLocation | None, places: tuple[Place, ...]) -> Spot | None:
    if where is None:
        return None
    told = where.extracted_place
    if told is not None and where.resolution == 1 and _unlisted(told.start, where, places):
        return Spot(plain(told.text), country=where.country_code)
    name = where.resolved_place or (told.text if told else None)
    if not name:
        return None
    return Spot(
        plain(name), where.geonameid, where.lat, where.lon, where.resolution, where.province, where.country_code
    )


def _country(p: Place) -> bool:
    """A whole country, and no town of which only the country is known."""
    return p.resolution == 1 and "not in the gazetteer" not in (p.rule or "")


def _unlisted(start: int | None, where: EventLocation, places: tuple[Place, ...]) -> bool:
    """Is it a place that no gazetteer has, of which only the country is known?"""
    return where.geonameid is None or any(p.start == start and "not in the gazetteer" in (p.rule or "") for p in places)
