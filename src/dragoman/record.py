"""The public record: what one coded document looks like.

Typed, frozen objects for every part of the record format, version 1 (docs/record.md). They hold what leaves the
coder; the working annotations of the stages live in :mod:`dragoman.document`.

Offsets count Unicode code points into the document's ``text``; ``text[start:end] == span.text`` always holds.
"""

from __future__ import annotations

from dataclasses import dataclass, fields, is_dataclass
from typing import Any, Literal

VERSION = 1

Category = Literal[
    "AGREE", "CONSULT", "SUPPORT", "CONCEDE", "COOPERATE", "AID", "RETREAT", "REQUEST",
    "ACCUSE", "REJECT", "THREATEN", "PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT",
]  # fmt: skip
FactualityValue = Literal["asserted", "alleged", "denied", "negated", "demanded", "planned", "hypothetical"]
QuantityKind = Literal[
    "killed", "injured", "missing", "captured", "detained", "displaced", "kidnapped", "released", "casualties",
    "destroyed", "damaged", "participants", "seized", "money", "area", "share", "other",
]  # fmt: skip
SourceType = Literal[
    "official", "military", "party", "igo", "ngo", "witness", "media", "expert", "anonymous", "unknown"
]
EntityKind = Literal["person", "organisation", "group", "population", "place", "facility", "vehicle", "unknown"]
Stance = Literal[
    "says", "claims", "confirms", "denies", "accuses", "demands", "promises", "threatens", "asks", "believes"
]
Precision = Literal["minute", "day", "week", "month", "year", "decade", "unknown"]
DateBasis = Literal["explicit", "relative", "document", "none"]
PlaceRole = Literal["literal", "metonym", "modifier"]


@dataclass(frozen=True, slots=True)
class Span:
    """Words of the text: ``document.text[start:end] == text``."""

    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Entity:
    """A party: span fields are null where the party is implied.

    code: ISO 3166 alpha-3, or PLOVER's UNO EUR IGO NGO ISM IMG MNC KOS; sector: PLOVER sector codes, primary first.
    """

    text: str | None = None
    start: int | None = None
    end: int | None = None
    name: str | None = None
    code: str | None = None
    sector: tuple[str, ...] = ()
    office: str | None = None
    kind: EntityKind = "unknown"


@dataclass(frozen=True, slots=True)
class Source(Entity):
    """The one whose word an attribution is."""

    source_type: SourceType = "unknown"


@dataclass(frozen=True, slots=True)
class Affiliation:
    """Whose people or property a quantity counts."""

    code: str | None = None
    sector: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Quantity:
    """A count of harm, people, things, money, area or share, with its bounds as the text puts them."""

    text: str
    start: int
    end: int
    kind: QuantityKind = "other"
    value: float | int | None = None
    min: float | int | None = None
    max: float | int | None = None
    approximate: bool = False
    unit: str | None = None
    what: str | None = None
    affiliation: Affiliation | None = None
    scope: Literal["incident", "cumulative"] = "incident"
    since: str | None = None
    until: str | None = None
    part_of: int | None = None


@dataclass(frozen=True, slots=True)
class Attribution:
    """One source-cue-content relation."""

    id: str
    source: Source
    cue: Span | None
    content: tuple[Span, ...] = ()
    parent: str | None = None
    kind: Literal["claim", "attitude"] = "claim"
    rule: str = ""
    quoted: Literal["direct", "indirect", "mixed"] = "indirect"
    stance: Stance = "says"
    date: str | None = None


@dataclass(frozen=True, slots=True)
class Timex:
    """A time expression: TIMEX3 type and value, and the inclusive interval it stands for.

    ``from_`` and ``to`` are ISO dates or date-times, both inclusive; None where open or unresolved.
    """

    text: str
    start: int
    end: int
    type: Literal["DATE", "TIME", "DURATION", "SET"] = "DATE"
    value: str = ""
    from_: str | None = None
    to: str | None = None
    precision: Precision = "unknown"
    rule: str = ""
    anchor: str | None = None
    modifier: str | None = None
    flags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class EventLocation:
    """Where an event took place. resolution: 5 below city, 4 city, 3 district, 2 province, 1 country."""

    extracted_place: Span | None = None
    resolved_place: str | None = None
    geonameid: int | None = None
    lat: float | None = None
    lon: float | None = None
    province: str | None = None
    country_code: str | None = None
    feature_code: str | None = None
    resolution: int | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """A place name in the text and what it was resolved to."""

    text: str
    start: int
    end: int
    role: PlaceRole = "literal"
    resolved_place: str | None = None
    geonameid: int | None = None
    lat: float | None = None
    lon: float | None = None
    province: str | None = None
    country_code: str | None = None
    feature_code: str | None = None
    resolution: int | None = None
    rule: str = ""

    def location(self) -> EventLocation:
        """The same place as the location of an event."""
        return EventLocation(
            Span(self.text, self.start, self.end), self.resolved_place, self.geonameid, self.lat, self.lon,
            self.province, self.country_code, self.feature_code, self.resolution,
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Link:
    """A relation to another claim of the same document."""

    type: Literal["same-event", "part-of", "cause", "violates", "denies"]
    claim: str


@dataclass(frozen=True, slots=True)
class Warning:
    """Something in the document that a reader should know before trusting its claims."""

    kind: str
    message: str
    spans: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Claim:
    """One thing that a source says happened, is the case, or is wanted."""

    id: str
    kind: Literal["event", "toll", "state"]
    sentence: Span
    trigger: Span
    event: Category | None = None
    mode: tuple[str, ...] = ()
    context: tuple[str, ...] = ()
    cameo: str | None = None
    quad_code: int | None = None
    event_scale: float | None = None
    actor: tuple[Entity, ...] = ()
    recipient: tuple[Entity, ...] = ()
    date: str | None = None
    enddate: str | None = None
    date_precision: Precision = "unknown"
    date_basis: DateBasis = "none"
    time: str | None = None
    event_loc: EventLocation | None = None
    instrument: tuple[Span, ...] = ()
    quantities: tuple[Quantity, ...] = ()
    attribution: tuple[Attribution, ...] = ()
    factuality: FactualityValue = "asserted"
    mediator: tuple[Entity, ...] = ()
    count: int | None = None
    links: tuple[Link, ...] = ()
    loaded: tuple[Span, ...] = ()
    confidence: float = 0.5
    why: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Record:
    """One coded document."""

    id: str
    text: str
    version: int = VERSION
    headline: str | None = None
    headline_span: Span | None = None
    outlet: str | None = None
    agency: str | None = None
    url: str | None = None
    language: str | None = None
    dateline: str | None = None
    published: str | None = None
    published_from: Literal["metadata", "text"] | None = None
    claims: tuple[Claim, ...] = ()
    attributions: tuple[Attribution, ...] = ()
    times: tuple[Timex, ...] = ()
    places: tuple[Place, ...] = ()
    warnings: tuple[Warning, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """The record as plain JSON values, keys as docs/record.md names them."""
        plain: dict[str, Any] = to_plain(self)
        return plain


def to_plain(value: Any) -> Any:
    """A record object as dicts, lists and scalars; ``from_`` becomes ``from``."""
    if is_dataclass(value) and not isinstance(value, type):
        return {f.name.rstrip("_"): to_plain(getattr(value, f.name)) for f in fields(value)}
    if isinstance(value, tuple | list):
        return [to_plain(v) for v in value]
    return value
