"""Made-up wire stories as the coder gives them, for the ledger's benchmark: parties, places, days, sources, figures, reasons.

Their shape is that of 1,300 wire stories coded by this program: 4 to 13 claims a story, about 280 characters, 7 reasons, 1.3
parties and 1.3 sources a claim, of which a third belong to one; words are as unequally frequent as in news. A few
countries make most of the news, as they do.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date, timedelta

from dragoman.record import (
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
)

COUNTRIES, TOWNS = 40, 2480
CLAIMS_A_DAY = 500
START = date(2010, 1, 1)
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_TARGETS = (
    "a market", "a checkpoint", "a school", "an army convoy", "a village", "a bus", "a clinic", "a police post",
    "a camp for the displaced", "a bridge", "a power station", "a church", "a mosque", "farmers", "fishermen", "traders",
)  # fmt: skip
_MEANWHILE = (
    "smoke could be seen from the river", "shops closed early", "the road was cut for hours", "phones were down",
    "rescuers dug through rubble", "schools stayed shut", "an investigation was promised", "families fled on foot",
    "the governor visited the wounded", "prices of bread rose", "troops sealed off the area", "aid was turned back",
)  # fmt: skip
_SECTORS = ("MIL", "GOV", "REB", "COP", "CVL", "OPP")
_GROUPS = {
    "MIL": "army",
    "GOV": "government",
    "REB": "rebels",
    "COP": "police",
    "CVL": "residents",
    "OPP": "opposition",
}
_ACTS = (
    ("ASSAULT", "aerial", "195", 4, -9.0, "bombed"), ("ASSAULT", "heavy-weapons", "194", 4, -9.5, "shelled"),
    ("ASSAULT", "firearms", "193", 4, -9.5, "attacked"), ("ASSAULT", "explosives", "183", 4, -10.0, "blew up"),
    ("CONSULT", "visit", "042", 1, 1.9, "visited"), ("CONSULT", "meet", "046", 1, 2.5, "met"),
    ("CONSULT", None, "040", 1, 1.0, "spoke with"), ("ACCUSE", "disapprove", "111", 3, -2.0, "criticised"),
    ("COERCE", "arrest", "173", 4, -5.0, "arrested"), ("AID", "humanitarian", "073", 2, 7.4, "sent food to"),
    ("AGREE", None, "057", 1, 8.0, "signed a truce with"), ("MOBILIZE", "troops", "154", 3, -7.2, "massed troops near"),
    ("REQUEST", None, "020", 1, 0.5, "appealed to"), ("REJECT", None, "120", 3, -4.0, "rejected the offer of"),
    ("THREATEN", None, "130", 3, -4.4, "threatened"), ("RETREAT", "withdraw", "087", 2, 6.8, "pulled back from"),
)  # fmt: skip
_FIRM = ("asserted",) * 5 + ("alleged", "alleged", "denied", "demanded", "planned")
_SPEAKERS = (
    ("a local official", "official"), ("the army", "military"), ("witnesses", "witness"), ("the ministry", "official"),
    ("an aid agency", "ngo"), ("the news agency", "media"), ("a rebel spokesman", "party"), ("sources", "anonymous"),
)  # fmt: skip
_OUTLETS = tuple(f"Outlet {n}" for n in range(60))
_REASONS = (
    "parties: the subject of the verb and its object, both known by name", "time: the day of the week before the story appeared",
    "place: told within the sentence, the largest of that name in the country", "factuality: a source says that it happened",
)  # fmt: skip


def wire_stories(claims: int, *, seed: int = 1) -> Iterator[Record]:
    """Stories with about ``claims`` claims in all, day by day."""
    rng = random.Random(seed)
    background = _background(rng, 5000)
    made = 0
    while made < claims:
        record = _story(rng, f"wire-{seed}-{rng.getrandbits(40):010x}", made // CLAIMS_A_DAY, background)
        made += len(record.claims)
        yield record


def _background(rng: random.Random, many: int) -> list[str]:
    """Sentences of words of which a few are very frequent and most are rare."""
    parts = [a + b for a in "bdfgklmnprstvz" for b in ("a", "e", "i", "o", "u", "an", "er", "il")]
    words = ["".join(rng.choice(parts) for _ in range(rng.choice((1, 2, 2, 3, 3, 4)))) for _ in range(30_000)]
    drawn = (words[int(30_000 * rng.random() ** 5)] for _ in range(many * 24))
    return [" ".join(next(drawn) for _ in range(24)).capitalize() + ". " for _ in range(many)]


def _story(rng: random.Random, id: str, day: int, background: list[str]) -> Record:
    published = START + timedelta(days=day)
    country = int(COUNTRIES * rng.random() ** 1.6)
    texts: list[str] = []
    claims: list[Claim] = []
    said: list[Attribution] = []
    places: list[Place] = []
    times: list[Timex] = []
    at = 0
    for n in range(rng.randint(4, 13)):
        filler = rng.choice(background)
        texts.append(filler)
        at += len(filler)
        told = _told(rng, n, at, country, published)
        sentence, claim, source, place, time = told
        texts.append(sentence.text + " ")
        at += len(sentence.text) + 1
        claims.append(_numbered(claim, id, n))
        said += source
        places += place
        times += time
    text = "".join(texts)
    return Record(
        id, text, headline=text[:60].strip(), outlet=rng.choice(_OUTLETS), agency="Agency" if rng.random() < 0.5 else None,
        url=f"https://news.example/{id}", language="en", published=published.isoformat(), published_from="metadata",
        claims=tuple(claims), attributions=tuple(said), times=tuple(times), places=tuple(places),
    )  # fmt: skip


def _numbered(c: dict[str, object], id: str, n: int) -> Claim:
    links = (Link("same-event", f"{id}#{n}"),) if n and c.pop("again") else ()
    c.pop("again", None)
    return Claim(f"{id}#{n + 1}", "event", links=links, **c)  # type: ignore[arg-type]


Told = tuple[Span, dict[str, object], list[Attribution], list[Place], list[Timex]]


def _told(rng: random.Random, n: int, at: int, home: int, published: date) -> Told:
    """A sentence that begins at ``at``, and what the coder makes of it."""
    event, mode, cameo, quad, scale, verb = rng.choice(_ACTS)
    fight = event == "ASSAULT"
    code = f"C{home if rng.random() < 0.7 else int(COUNTRIES * rng.random() ** 1.6):02}"
    other = f"C{int(COUNTRIES * rng.random() ** 1.6):02}"
    sector = rng.choice(_SECTORS)
    actor = f"{code} {_GROUPS[sector]}"
    object_ = rng.choice(_TARGETS) if fight else f"{other} {_GROUPS['GOV']}"
    words = [actor, " ", verb, " ", object_]
    begin = {"actor": 0, "verb": len(actor) + 1, "object": len(actor) + len(verb) + 2}
    length = begin["object"] + len(object_)

    def more(name: str, before: str, what: str) -> None:
        nonlocal length
        words.extend((before, what))
        begin[name] = length + len(before)
        length += len(before) + len(what)

    def span(name: str, what: str) -> Span:
        return Span(what, at + begin[name], at + begin[name] + len(what))

    town = country = None
    if rng.random() < 0.4:
        country = home
        town = f"Town{home + COUNTRIES * rng.randrange(TOWNS // COUNTRIES)}"
        more("town", " in ", town)
    back = rng.choice((0, 1, 1, 2, None)) if rng.random() < 0.8 else None
    if back is not None:
        day = published - timedelta(days=back)
        weekday = _DAYS[day.weekday()]
        more("day", " on ", weekday)
    dead = rng.randint(2, 40) if fight and rng.random() < 0.8 else None
    if dead is not None:
        more("dead", ", killing ", f"{dead} people")
    if rng.random() < 0.35:
        more("while", " while ", rng.choice(_MEANWHILE))
    firm = rng.choice(_FIRM)
    speaker, kind = rng.choice(_SPEAKERS)
    if firm != "asserted":
        more("who", ", ", speaker)
        more("cue", " ", "denied" if firm == "denied" else "said")
    words.append(".")
    text = "".join(words)
    sentence = Span(text, at, at + len(text))
    says: tuple[Attribution, ...] = ()
    if firm != "asserted":
        w = span("who", speaker)
        source = Source(w.text, w.start, w.end, speaker, code, (sector,), None, "organisation", kind)  # type: ignore[arg-type]
        says = (Attribution(f"a{n}", source, span("cue", "denied" if firm == "denied" else "said"), (sentence,),
                            rule="verb of saying with its clause", stance="denies" if firm == "denied" else "says"),)  # fmt: skip
    # Sources of what no claim was made of: more than those that a claim rests on.
    loose = [
        Attribution(f"b{n}-{k}", Source(s.text, s.start, s.end, actor, code, (sector,), None, "group", "unknown"),
                    span("verb", verb), (sentence,), rule="verb with a clause that tells no event")
        for k, s in enumerate([span("actor", actor)] * rng.choice((0, 1, 1, 1)))
    ]  # fmt: skip
    place = [
        Place(
            code,
            at,
            at + len(code),
            "metonym",
            code,
            200_000 + int(code[1:]),
            None,
            None,
            None,
            code,
            "PCLI",
            1,
            "country",
        )
    ]
    if town is not None:
        s = span("town", town)
        point = (round(10 + home * 0.7 + rng.random(), 5), round(20 + home * 0.9 + rng.random(), 5))
        place += [Place(town, s.start, s.end, "literal", town, 100_000 + int(town[4:]), *point, f"P{int(town[4:]) % 400}",
                        f"C{country:02}", "PPL", 4, "gazetteer: one of that name in the country of the story")]  # fmt: skip
    time: list[Timex] = []
    if back is not None:
        s = span("day", weekday)
        time = [Timex(s.text, s.start, s.end, "DATE", day.isoformat(), day.isoformat(), day.isoformat(), "day",
                      "weekday: the last one before the story")]  # fmt: skip
    a = span("actor", actor)
    who: tuple[Entity, ...] = (Entity(a.text, a.start, a.end, actor, code, (sector,), None, "group"),)
    whom: tuple[Entity, ...] = ()
    if not fight:
        o = span("object", object_)
        whom = (Entity(o.text, o.start, o.end, object_, other, ("GOV",), None, "organisation"),)
        if event in ("CONSULT", "AGREE") and mode != "visit":
            who, whom = who + whom, ()
    figures: tuple[Quantity, ...] = ()
    if dead is not None:
        d = span("dead", f"{dead} people")
        figures = (Quantity(d.text, d.start, d.end, "killed", dead, dead, dead, unit="person", what="people"),)
    location = place[1].location() if town is not None and rng.random() < 0.9 else None
    if location is None and rng.random() < 0.1:
        location = EventLocation(None, code, None, None, None, None, code, None, 1)
    iso = day.isoformat() if back is not None else None
    return sentence, {
        "sentence": sentence, "trigger": span("verb", verb), "event": event, "mode": (mode,) if mode else (), "cameo": cameo,
        "context": ("military",) if fight else ("diplomatic",), "quad_code": quad, "event_scale": scale, "actor": who,
        "recipient": whom, "date": iso, "enddate": iso, "date_precision": "day" if iso else "unknown",
        "date_basis": "relative" if iso else "none", "event_loc": location, "quantities": figures, "attribution": says,
        "factuality": firm, "confidence": round(0.4 + rng.random() * 0.55, 2), "again": rng.random() < 0.03,
        "why": (f"event: {event} by the frame of “{verb}” ({cameo})", f"actor: {actor}, subject of the verb", *_REASONS,
                f"confidence: {n + 4} signs for it, the trigger is the verb of its sentence"),
    }, [*says, *loose], place, time  # fmt: skip
