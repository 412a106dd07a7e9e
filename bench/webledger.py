"""A ledger to look at in the web app: stories as long as news is, of real countries, with running totals by several
sources, agreements, copies and reviews; linked. Made up from the happenings of bench/linking.py."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import fields, is_dataclass, replace
from datetime import date, timedelta
from itertools import islice
from pathlib import Path
from typing import Any

from dragoman.link.ledger import LedgerLinks
from dragoman.query.countries import country_name
from dragoman.record import (
    Affiliation,
    Attribution,
    Claim,
    Entity,
    EventLocation,
    Quantity,
    QuantityKind,
    Record,
    Source,
    Span,
)  # fmt: skip
from dragoman.store import Ledger
from dragoman.store.writing import prepare
from linking import COUNTRIES, START, stories

BATCH = 400
"""Stories in one transaction."""
TELLINGS = 5
"""Happenings told in one story: about 13 claims."""
REVIEWS = 200
_CODES = (
    "AFG ARM AZE BDI BFA CAF CMR COD COL EGY ETH GEO HTI IND IRN IRQ ISR JOR KEN KGZ LBN LBY MEX MLI MMR MOZ NER NGA "
    "PAK PHL PSE RUS SDN SOM SSD SYR TCD TUR UKR YEM"
).split()
assert len(_CODES) == COUNTRIES
_TRUE = {f"C{n:02}": code for n, code in enumerate(_CODES)}
_COUNTERS = (
    ("the Health Ministry", "official", ("GOV",)), ("the Red Cross", "ngo", ("NGO",)), ("the United Nations", "igo", ("IGO",)),
    ("the army", "military", ("MIL",)), ("a monitoring group", "ngo", ("NGO",)),
)  # fmt: skip
_KINDS: tuple[tuple[QuantityKind, str], ...] = (
    ("killed", "killed"),
    ("injured", "wounded"),
    ("displaced", "displaced"),
)
_CONFLICTS = 12
_CAMEO = {"ASSAULT": "190", "CONSULT": "040", "AGREE": "057", "REJECT": "120"}
_QUAD = {"ASSAULT": 4, "CONSULT": 1, "AGREE": 1, "REJECT": 3}


def web_stories(claims: int, *, seed: int = 5) -> Iterator[Record]:
    """Stories with about ``claims`` claims in all, day by day."""
    rng = random.Random(seed)
    made, n = 0, 0
    told = stories(2 * claims, seed=seed)
    while tellings := list(islice(told, 30 * TELLINGS)):  # somewhat less than a day's
        rng.shuffle(tellings)
        for first in range(0, len(tellings), TELLINGS):
            record = _joined(rng, f"w{n}", tellings[first : first + TELLINGS])
            n += 1
            made += len(record.claims)
            yield _full(record)
            if rng.random() < 0.08:  # an agency's story that another outlet prints
                copy = _renamed(record, f"w{n}", rng)
                n += 1
                made += len(copy.claims)
                yield _full(copy)
            if made >= claims:
                return


def _full(record: Record) -> Record:
    """With what the coder would have filled in, and a headline that stands above the story."""
    return replace(
        record, url=f"https://news.example/{record.id}", language="en", headline=record.text.partition(",")[0],
        claims=tuple(_coded(c, n) for n, c in enumerate(record.claims)),
    )  # fmt: skip


def _coded(c: Claim, n: int) -> Claim:
    trigger = c.trigger
    said = tuple(
        replace(a, cue=Span(trigger.text, trigger.start, trigger.end), content=(c.sentence,), rule="verb of saying")
        for a in c.attribution
    )
    return replace(
        c, cameo=_CAMEO.get(c.event or ""), quad_code=_QUAD.get(c.event or ""), attribution=said,
        date_basis="explicit" if c.date else "none", confidence=0.5 + n % 5 / 10,
        why=(f"event: frame {trigger.text}", "date: told by the sentence", "actor: subject of the verb"),
    )  # fmt: skip


def _joined(rng: random.Random, id: str, tellings: Sequence[Record]) -> Record:
    """One story that tells what several told, and perhaps a total or an agreement."""
    day = max(r.published or "" for r in tellings)
    parts = [*tellings]
    if rng.random() < 0.35:
        parts.append(_total(rng, day))
    if rng.random() < 0.12:
        parts.append(_truce(rng, day))
    text, claims, said, places = "", [], [], []
    for n, part in enumerate(parts):
        name = {c.id: f"{id}#{len(claims) + k}" for k, c in enumerate(part.claims, 1)}
        name |= {a.id: f"{a.id}.{n}" for a in part.attributions} | _TRUE
        moved = _moved(part, len(text), name)
        claims += moved.claims
        said += moved.attributions
        places += moved.places
        text += part.text.rstrip() + ("\n\n" if n % 2 else " ")
    return replace(parts[0], id=id, text=text, published=f"{day}T{rng.randrange(24):02}:{rng.randrange(60):02}:00Z",
                   claims=tuple(claims), attributions=tuple(said), places=tuple(places))  # fmt: skip


def _moved(value: Any, by: int, names: dict[str, str]) -> Any:
    """A part of a record ``by`` characters on, with other names for its ids and codes."""
    if isinstance(value, str):
        return names.get(value, value)
    if isinstance(value, tuple):
        return tuple(_moved(v, by, names) for v in value)
    if is_dataclass(value) and not isinstance(value, type):
        new = {f.name: _moved(getattr(value, f.name), by, names) for f in fields(value)}
        for edge in ("start", "end"):
            if isinstance(new.get(edge), int):
                new[edge] += by
        return type(value)(**new)
    return value


def _renamed(record: Record, id: str, rng: random.Random) -> Record:
    names = {c.id: f"{id}#{k}" for k, c in enumerate(record.claims, 1)}
    return replace(_moved(record, 0, names), id=id, outlet=f"Outlet {rng.randrange(60)}")


def _total(rng: random.Random, day: str) -> Record:
    """A running total as one of a conflict's counters gives it: it grows, and now and then is taken back."""
    conflict = rng.randrange(_CONFLICTS)
    code = _CODES[conflict * 3]
    counter, type_, sector = rng.choice(_COUNTERS)
    kind, word = rng.choice(_KINDS)
    days = (date.fromisoformat(day[:10]) - START).days
    count = 400 + days * (7 + conflict) + rng.randrange(-40, 40)
    since = START + timedelta(days=conflict)
    text = f"{counter[0].upper()}{counter[1:]} said {count:,} people had been {word} since {since:%B} {since.day}. "
    at = text.index(f"{count:,}")
    start = text.index(word)
    sentence = Span(text[:-1], 0, len(text) - 1)
    source = Source(text[: len(counter)], 0, len(counter), counter, code, sector, None, "organisation", type_)  # type: ignore[arg-type]
    said = Attribution("t", source, None)
    q = Quantity(f"{count:,} people", at, at + len(f"{count:,} people"), kind, count, count, count, unit="person",
                 what="people", affiliation=Affiliation(code), scope="cumulative", since=since.isoformat())  # fmt: skip
    claim = Claim("t#1", "toll", sentence, Span(word, start, start + len(word)), quantities=(q,), attribution=(said,),
                  date=day[:10], enddate=day[:10], date_precision="day")  # fmt: skip
    return Record("t", text, claims=(claim,), attributions=(said,))


def _truce(rng: random.Random, day: str) -> Record:
    """A cease-fire agreed, or one that a side calls broken."""
    pair = rng.randrange(_CONFLICTS)
    a, b = _CODES[pair * 3], _CODES[pair * 3 + 1]
    name_a, name_b = country_name(a), country_name(b)
    parties = tuple(Entity(name=country_name(c), code=c, sector=("GOV",), kind="person") for c in (a, b))
    broken = rng.random() < 0.5
    if broken:
        text, word, event = (
            f"A spokesman said rebels of {name_b} violated the ceasefire overnight. ",
            "violated",
            "REJECT",
        )
    else:
        text, word, event = (
            f"{name_a} and {name_b} agreed on a ceasefire that takes effect at midnight. ",
            "agreed",
            "AGREE",
        )
    start = text.index(word)
    claim = Claim(
        "c#1", "event", Span(text[:-1], 0, len(text) - 1), Span(word, start, start + len(word)), event,  # type: ignore[arg-type]
        mode=() if broken else ("ceasefire",), actor=parties[1:] if broken else parties, recipient=parties[:1] if broken else (),
        date=day[:10], enddate=day[:10], date_precision="day", event_loc=EventLocation(country_code=a, resolution=1),
    )  # fmt: skip
    return Record("c", text, claims=(claim,))


def make(path: Path, claims: int) -> None:
    """Store, link and review: a ledger as it is after some months."""
    with Ledger(path) as ledger:
        with ledger.bulk():
            run = ledger.start_run(version="bench", model="none")
            batch: list[Record] = []
            stored = 0
            for record in web_stories(claims):
                batch.append(record)
                stored += 1
                if len(batch) == BATCH:
                    ledger.add_many(((prepare(r), None) for r in batch), run=run)
                    batch = []
            ledger.add_many(((prepare(r), None) for r in batch), run=run)
            ledger.finish_run(run, coded=stored, failed=0)
        for n, (id,) in enumerate(
            ledger.select("SELECT id FROM current_claims WHERE claim = 1 ORDER BY document LIMIT ?", (REVIEWS,))
        ):
            ledger.review(id, "reject" if n % 5 == 0 else "accept", by=f"reviewer {n % 3}", why="bench")
        LedgerLinks(ledger).update()
