"""Hand-made records for tests of what reads records: every field of the format is used at least once."""

from __future__ import annotations

from dragoman.record import (
    Affiliation,
    Attribution,
    Claim,
    Entity,
    EventLocation,
    Link,
    Place,
    Quantity,
    Record,
    Source,
    Span,
    Timex,
    Warning,
)

TEXT = (
    "TAVRIN, June 3 (Wire) - Rebel fighters shelled the river port of Tavrin on Monday, killing at least 14 people,\n"
    "the governor said, quoting a hospital. The rebels denied it.\n\n"
    "Since January 1,003 civilians have died, the health ministry said. “Terrorists” <script>alert(1)</script>.\n"
)


FIRST = (
    "Rebel fighters shelled the river port of Tavrin on Monday, killing at least 14 people,\n"
    "the governor said, quoting a hospital."
)
TOLL = "Since January 1,003 civilians have died, the health ministry said."


def span(words: str, text: str = TEXT, nth: int = 0) -> Span:
    """The nth place where the words stand."""
    at = -1
    for _ in range(nth + 1):
        at = text.index(words, at + 1)
    return Span(words, at, at + len(words))


def at(words: str, text: str = TEXT, nth: int = 0) -> dict[str, object]:
    s = span(words, text, nth)
    return {"text": s.text, "start": s.start, "end": s.end}


def full_record(id: str = "tavrin", *, text: str = TEXT) -> Record:
    """One story with two claims, a chain of sources, figures, links, and everything that a record can hold."""
    first = span(FIRST, text)
    governor = Attribution(
        id="a1",
        source=Source(
            **at("the governor", text),
            name="Governor of Tavrin",
            sector=("GOV",),
            office="governor",
            kind="person",
            source_type="official",
        ),
        cue=span("said", text),
        content=(
            span("Rebel fighters shelled the river port of Tavrin on Monday", text),
            span("killing at least 14 people", text),
        ),
        rule="verb said, subject before it",
        date="2024-06-03",
    )
    hospital = Attribution(
        id="a2",
        source=Source(**at("a hospital", text), kind="organisation", source_type="witness"),
        cue=span("quoting", text),
        parent="a1",
        rule="quoting NP",
        quoted="mixed",
        stance="confirms",
    )
    ministry = Attribution(
        id="a3",
        source=Source(
            **at("the health ministry", text), sector=("GOV", "MED"), kind="organisation", source_type="official"
        ),
        cue=span("said", text, 1),
        content=(span("Since January 1,003 civilians have died", text),),
        stance="says",
    )
    unlisted = Attribution(id="a4", source=Source(name="Wire"), cue=None, kind="attitude", stance="believes")
    port = EventLocation(span("Tavrin", text, 0), "Tavrin", 4242, 47.5, -122.0, "Tavrin Oblast", "UKR", "PPL", 4)
    shelling = Claim(
        id=f"{id}#1",
        kind="event",
        sentence=first,
        trigger=span("shelled", text),
        event="ASSAULT",
        mode=("heavy-weapons",),
        context=("military", "repression"),
        cameo="194",
        quad_code=4,
        event_scale=-9.5,
        actor=(Entity(**at("Rebel fighters", text), name="rebels", code=None, sector=("REB",), kind="group"),),
        recipient=(
            Entity(**at("the river port of Tavrin", text), code="UKR", sector=("CVL",), kind="facility"),
            Entity(name="implied"),
        ),
        date="2024-06-03",
        enddate="2024-06-03",
        date_precision="day",
        date_basis="relative",
        time="2024-06-03T04:00:00+03:00",
        event_loc=port,
        instrument=(span("port", text),),
        quantities=(
            Quantity(
                **at("at least 14 people", text),
                kind="killed",
                value=14,
                min=14,
                unit="person",
                what="people",
                affiliation=Affiliation("UKR", ("CVL",)),
                part_of=0,
            ),
            Quantity(**at("14 people", text), kind="money", value=2.5, max=3.0, approximate=True),
            Quantity(**at("people", text), kind="area", affiliation=Affiliation()),
        ),
        attribution=(hospital, governor, unlisted),
        factuality="alleged",
        mediator=(Entity(name="United Nations", code="UNO", kind="organisation"),),
        count=2,
        links=(Link("cause", f"{id}#2"),),
        loaded=(span("Terrorists", text),),
        confidence=0.8125,
        why=("event: frame shell(agent, target)", "date: Monday before the dateline's day", "a remark without a field"),
    )
    toll = Claim(
        id=f"{id}#2",
        kind="toll",
        sentence=span(TOLL, text),
        trigger=span("have died", text),
        quantities=(
            Quantity(
                **at("1,003 civilians", text),
                kind="killed",
                value=1003,
                min=1003,
                max=1003,
                unit="person",
                what="civilians",
                scope="cumulative",
                since="2024-01-01",
            ),
        ),
        attribution=(ministry,),
        confidence=1,
        why=("quantity: since January is cumulative",),
    )
    return Record(
        id=id,
        text=text,
        headline="Port shelled",
        headline_span=Span("Tavrin"[:0], 0, 0),
        outlet="The Post",
        agency="Wire",
        url="https://example.org/a?b=1&c=2",
        language="en",
        dateline="TAVRIN",
        published="2024-06-03",
        published_from="metadata",
        claims=(shelling, toll),
        attributions=(governor, hospital, ministry),
        times=(
            Timex(
                **at("Monday", text),
                type="DATE",
                value="2024-06-03",
                from_="2024-06-03",
                to="2024-06-03",
                precision="day",
                rule="weekday, past",
                anchor="dateline",
                modifier="START",
                flags=("by tense", "checked"),
            ),
            Timex(**at("Since January", text), type="DURATION"),
        ),
        places=(
            Place(
                **at("Tavrin", text),
                role="modifier",
                resolved_place="Tavrin",
                geonameid=4242,
                lat=47.5,
                lon=-122.0,
                province="Tavrin Oblast",
                country_code="UKR",
                feature_code="PPL",
                resolution=4,
                rule="only one",
            ),
        ),
        warnings=(
            Warning("date-conflict", "told of a later day", (span("Monday", text), span("January", text))),
            Warning("no-date", "none"),
        ),
    )
