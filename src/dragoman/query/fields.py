"""The fields of the filter language, all on this page: what each means, what its value may be, and its condition."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from dragoman.code.plover import categories
from dragoman.errors import BadValue
from dragoman.query import conditions as on
from dragoman.query import values
from dragoman.query.vocabulary import CONTEXTS, QUADS
from dragoman.record import Category, DateBasis, FactualityValue, Precision, QuantityKind, Stance

HARM = ("killed", "injured", "missing", "captured", "detained", "displaced", "kidnapped", "casualties")
"""Kinds of harm to people: what ``toll`` asks for."""


@dataclass(frozen=True, slots=True)
class Field:
    """A field: its name, what it asks, an example, how its value is read and what it means as SQL. ``numeric``: it may be
    compared (``>=``); ``once``: it may not be given twice; ``all``: given twice, both must hold (else either)."""

    name: str
    about: str
    example: str
    read: values.Reader
    where: on.Maker
    group: str = "claim"
    numeric: bool = False
    once: bool = False
    all: bool = False


def _names(kind: object) -> tuple[str, ...]:
    return kind.__args__  # type: ignore[attr-defined, no-any-return]


def _modes() -> list[str]:
    return sorted({m for c in categories().values() for m in c.modes})


def _quad(value: str) -> str:
    known = {name: str(n) for n, name in enumerate(QUADS, 1)}
    if value in known.values():
        return value
    return known[values.one_of("quad", QUADS)(value)]


def _share(value: str) -> str:
    read = values.number(value)
    if values.compared(read)[1] > 1:
        raise BadValue(f"a confidence lies between 0 and 1, not {value!r}.", remedy="write confidence>=0.8.")
    return read


def _box(value: str) -> str:
    try:
        west, south, east, north = (float(x) for x in value.split(","))
        if not (-180 <= west <= 180 and -180 <= east <= 180 and -90 <= south <= north <= 90):
            raise ValueError
    except ValueError as e:
        raise BadValue(f"{value!r} is no box.", remedy="write west,south,east,north in degrees: 44,38,51,42.") from e
    return ",".join(f"{x:g}" for x in (west, south, east, north))


_DOCUMENTS = ("documents x", on.BY_DOCUMENT)
_FIELDS = (
    Field("actor", "who acts: a code, a sector, both (ARM/MIL), a name, or a code and a name (ARM/army)", "actor=ARM/MIL", values.name, on.party("actor"), "party"),
    Field("recipient", "to whom, written as for actor", "recipient=CVL", values.name, on.party("recipient"), "party"),
    Field("mediator", "who brokers or hosts, written as for actor", "mediator=UNO", values.name, on.party("mediator"), "party"),
    Field("party", "actor or recipient", "party=Hezbollah", values.name, on.party("actor", "recipient"), "party"),
    Field("dyad", "two parties that act on each other, either way", "dyad=AZE-ARM", values.pair, on.dyad, "party"),
    Field("event", "PLOVER category", "event=ASSAULT", values.one_of("category", _names(Category)),
          on.equal("event", drives=True), "event"),
    Field("mode", "PLOVER mode", "mode=heavy-weapons", values.one_of("mode", _modes()), on.equal("mode", "claim_modes x", drives=True), "event"),
    Field("context", "PLOVER context", "context=territory", values.one_of("context", CONTEXTS),
          on.equal("context", "claim_contexts x", drives=True), "event"),
    Field("quad", "1 verbal, 2 material cooperation, 3 verbal, 4 material conflict", "quad=4", _quad,
          lambda v: on.Condition("x.quad_code = ?", (int(v),)), "event"),
    Field("cameo", "CAMEO code, or its beginning", "cameo=19", values.cameo, on.prefix("cameo"), "event"),
    Field("kind", "event, toll or state", "kind=toll", values.one_of("kind", ("event", "toll", "state")), on.equal("kind"), "event"),
    Field("factuality", "how firmly the source puts it", "factuality=denied",
          values.one_of("factuality", _names(FactualityValue)), on.equal("factuality"), "saying"),
    Field("source", "whose word it is, anyone in the chain: a code, sector, name or type; narrator: the outlet's own",
          "source=witness", values.name, on.source, "saying"),
    Field("stance", "how the source says it", "stance=denies", values.one_of("stance", _names(Stance)), on.equal("a.stance", on.SAID), "saying"),
    Field("quoted", "direct, indirect or mixed speech", "quoted=direct",
          values.one_of("kind of quotation", ("direct", "indirect", "mixed")), on.equal("a.quoted", on.SAID), "saying"),
    Field("country", "where: a country by code or name", "country=Ukraine", values.country, on.country, "place"),
    Field("place", "where: a name, or a GeoNames id", "place=Goma", values.name, on.place, "place"),
    Field("box", "where: west,south,east,north in degrees", "box=44,38,51,42", _box, on.box, "place"),
    Field("from", "the event ends then or later", "from=2020-09", values.period, on.since, "time", once=True),
    Field("to", "the event begins then or earlier", "to=2020-11-10", values.period, on.until, "time", once=True),
    Field("date", "some day of the event lies in it", "date=2020-09..2020-11", values.periods, on.during, "time"),
    Field("undated", "yes: claims without a date pass from, to and date too; no: only dated ones; only: only undated ones",
          "undated=yes", values.one_of("choice", ("yes", "no", "only")), lambda v: _undated(v), "time", once=True),
    Field("basis", "how the date was reached", "basis=document", values.one_of("basis", _names(DateBasis)), on.equal("date_basis"), "time"),
    Field("precision", "how exact the date is", "precision=day", values.one_of("precision", _names(Precision)),
          on.equal("date_precision"), "time"),
    Field("quantity", "a figure of this kind is told", "quantity=displaced", values.one_of("kind of figure", _names(QuantityKind)),
          on.equal("kind", "quantities x", drives=True), "figure"),
    Field("toll", "a figure of harm to people", "toll>=10", values.number, on.figure(*HARM), "figure", numeric=True),
    *(
        Field(kind, f"a figure: {kind}", f"{kind}>=10", values.number, on.figure(kind), "figure", numeric=True)
        for kind in _names(QuantityKind) if kind != "other"
    ),
    Field("confidence", "how sure the coder is, 0 to 1", "confidence>=0.8", _share, on.compared("confidence"), "figure", numeric=True),
    Field("text", "words of the story; \"a phrase\", either|or, begin*", "text:shelling", values.text, on.text, "story", all=True),
    Field("document", "the story's id", "document=goma-1", values.given, on.equal("id", *_DOCUMENTS, drives=True), "story"),
    Field("claim", "the claim's id", "claim=goma-1#3", values.given, on.equal("id", drives=True), "story"),
    Field("outlet", "who published it", "outlet=Reuters", values.name, on.named("outlet", *_DOCUMENTS), "story"),
    Field("agency", "whose wire copy it is", "agency=AFP", values.name, on.named("agency", *_DOCUMENTS), "story"),
    Field("language", "of the story", "language=en", values.name, on.named("language", *_DOCUMENTS), "story"),
    Field("published", "when the story appeared", "published=2020-10", values.periods, on.published, "story"),
    Field("run", "the run of the coder", "run=3", values.whole, lambda v: on.Condition("x.run = ?", (int(v),), *_DOCUMENTS), "story"),
    Field("incident", "the incident's id, or its beginning", "incident=incident-1f", values.given, on.incident, "story"),
    Field("review", "what people say of it: accepted, edited, any, none", "review=none",
          values.one_of("state of review", ("accepted", "edited", "any", "none")), on.review, "story"),
)  # fmt: skip

FIELDS: Mapping[str, Field] = {f.name: f for f in _FIELDS}
"""Every field by its name."""

MEANT = {
    "who": "actor", "source_actor": "actor", "target": "recipient", "whom": "recipient", "to_whom": "recipient",
    "category": "event", "type": "event", "action": "event", "after": "from", "since": "from", "start": "from",
    "before": "to", "until": "to", "end": "to", "said": "source", "claimant": "source", "by": "source", "lang": "language",
    "story": "document", "doc": "document", "article": "document", "id": "claim", "dead": "killed", "deaths": "killed",
    "fatalities": "killed", "wounded": "injured", "where": "place", "town": "place", "location": "place", "q": "text",
    "search": "text", "publisher": "outlet", "bbox": "box", "when": "date", "attribution": "source",
}  # fmt: skip
"""Other words for a field: not taken, but what an error then names."""


def _undated(value: str) -> on.Condition:
    return on.Condition(on.UNDATED if value == "only" else f"NOT {on.UNDATED}" if value == "no" else "1 = 1")
