"""Linking at scale, on synthetic claims: ``python bench/linking.py [CLAIMS] [--ledger STORIES]``.

The generator makes up a world of towns, parties and happenings, and stories that tell of them: each happening in one to
seven stories, some of which leave out the day or the town, give another figure, or deny it. The world is as busy every
day (so many claims a day), so that ten times the claims are ten times the days, as in a ledger that is kept for years.
Speed is printed, never asserted: machines differ and are noisy. All of it runs in one process; times are of the
processor, which other work on the machine changes less than those of the clock.
"""

from __future__ import annotations

import argparse
import random
import resource
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

from dragoman.link.copies import copy_groups
from dragoman.link.ledger import LedgerLinks
from dragoman.link.linker import episodes_of
from dragoman.link.settle import settle
from dragoman.link.views import text_of
from dragoman.record import Attribution, Claim, Entity, EventLocation, Place, Quantity, Record, Source, Span
from dragoman.store import Ledger

CLAIMS_A_DAY = 500
TOWNS = 2500
COUNTRIES = 40
START = date(2010, 1, 1)
_VERBS = {
    "heavy-weapons": ("shelled", "bombarded", "fired mortars at"), "aerial": ("bombed", "struck", "raided"),
    "explosives": ("blew up", "bombed"), "firearms": ("shot", "attacked", "ambushed"), "abduct": ("kidnapped", "seized"),
}  # fmt: skip
_TARGETS = (
    "a market", "a checkpoint", "a school", "an army convoy", "a village", "a bus", "a clinic", "a police post",
    "a camp for the displaced", "a bridge", "a power station", "a church", "a mosque", "farmers", "fishermen", "traders",
)  # fmt: skip
_FILLER = (
    "smoke could be seen from the river", "shops closed early", "the road was cut for hours", "phones were down",
    "rescuers dug through rubble", "schools stayed shut", "an investigation was promised", "families fled on foot",
    "the governor visited the wounded", "prices of bread rose", "troops sealed off the area", "aid was turned back",
)  # fmt: skip
_OUTLETS = tuple(f"Outlet {n}" for n in range(60))


def stories(claims: int, *, seed: int = 1, begin: int = 0) -> Iterator[Record]:
    """Stories with about ``claims`` claims in all, day by day from day ``begin``."""
    rng = random.Random(seed)
    made, n, day = 0, 0, begin
    while made < claims:
        told = 0
        while told < CLAIMS_A_DAY:
            happening = _happening(rng, day)
            for _ in range(rng.choice((1, 1, 2, 2, 3, 4, 7))):
                record = _story(rng, f"s{seed}-{begin}-{n}", day + rng.choice((0, 0, 1, 1, 2)), happening)
                n += 1
                told += len(record.claims)
                yield record
        made += told
        day += 1


def _happening(rng: random.Random, day: int) -> dict[str, object]:
    town = rng.randrange(TOWNS)
    mode = rng.choice(tuple(_VERBS))
    return {
        "day": day, "town": town, "country": town % COUNTRIES, "mode": mode, "target": rng.choice(_TARGETS),
        "actor": rng.choice(("MIL", "REB", "UAF")), "killed": rng.randrange(1, 40), "injured": rng.randrange(2, 90),
    }  # fmt: skip


def _iso(day: int) -> str:
    return (START + timedelta(days=day)).isoformat()


def _story(rng: random.Random, id: str, published: int, h: dict[str, object]) -> Record:
    """A lead that tells the happening, its toll, perhaps a denial, and some lines around it."""
    code = f"C{h['country']:02}"
    town = f"Town{h['town']}"
    parts: list[tuple[str, str, str, dict[str, object]]] = []
    verb = rng.choice(_VERBS[str(h["mode"])])
    where = f" in {town}" if rng.random() < 0.85 else ""
    when = rng.random() < 0.8
    killed = int(str(h["killed"])) + rng.choice((0, 0, 0, 1, 2))
    parts.append((
        f"Fighters {verb} {h['target']}{where}, killing {killed} people, a local official said while "
        f"{rng.choice(_FILLER)}.", verb, "ASSAULT", {"place": bool(where), "date": when, "killed": killed, "say": True},
    ))  # fmt: skip
    if rng.random() < 0.7:
        parts.append((f"Medics said {h['injured']} people were wounded.", "were wounded", "TOLL",
                      {"injured": h["injured"]}))  # fmt: skip
    if rng.random() < 0.3:
        parts.append((f"The army denied that it {verb} {h['target']}.", verb, "ASSAULT", {"deny": True, "say": True}))
    if rng.random() < 0.5:
        parts.append((f"The president spoke with his neighbour while {rng.choice(_FILLER)}.", "spoke with", "CONSULT",
                      {"date": True}))  # fmt: skip
    at, text, claims, attributions, places = 0, "", [], [], []
    for n, (sentence, trigger, event, facts) in enumerate(parts, 1):
        start = at + sentence.index(trigger)
        loc = None
        if facts.get("place"):
            p = at + sentence.index(town)
            place = Place(town, p, p + len(town), "literal", town, 100_000 + int(str(h["town"])), _lat(h), _lon(h),
                          f"P{int(str(h['town'])) % 400}", code, "PPL", 4, "bench")  # fmt: skip
            places.append(place)
            loc = place.location()
        elif event == "CONSULT":
            loc = EventLocation(None, code, None, None, None, None, code, None, 1)
        counts = [
            Quantity(str(facts[k]), start, start + 1, k, facts[k], facts[k], facts[k], unit="person", what="people")  # type: ignore[arg-type]
            for k in ("killed", "injured") if k in facts
        ]  # fmt: skip
        said: tuple[Attribution, ...] = ()
        if facts.get("say"):
            name = "army" if facts.get("deny") else "local official"
            said = (Attribution(f"a{n}", Source(name, at, at + 1, name, code, ("MIL",), None, "organisation", "official"),
                                None, stance="denies" if facts.get("deny") else "says"),)  # fmt: skip
            attributions += said
        day = _iso(int(str(h["day"]))) if facts.get("date") else None
        actor: tuple[Entity, ...] = ()
        if event == "CONSULT":
            other = f"C{(int(str(h['country'])) + rng.randrange(1, 4)) % COUNTRIES:02}"
            actor = tuple(Entity(name=c, code=c, sector=("GOV",), kind="person") for c in (code, other))
        elif event == "ASSAULT":
            actor = (Entity("Fighters", at, at + 8, "fighters", code, (str(h["actor"]),), None, "group"),)
        claims.append(Claim(
            f"{id}#{n}", "toll" if event == "TOLL" else "event", Span(sentence, at, at + len(sentence)),
            Span(trigger, start, start + len(trigger)), None if event == "TOLL" else event,  # type: ignore[arg-type]
            mode=(str(h["mode"]),) if event == "ASSAULT" else (), actor=actor,
            recipient=(Entity(None, None, None, "people", code, ("CVL",), None, "population"),) if event == "ASSAULT" else (),
            date=day, enddate=day, date_precision="day" if day else "unknown", event_loc=loc, quantities=tuple(counts),
            attribution=said, factuality="denied" if facts.get("deny") else "asserted",
        ))  # fmt: skip
        text += sentence + " "
        at = len(text)
    return Record(
        id, text, outlet=rng.choice(_OUTLETS), published=_iso(published), published_from="metadata",
        claims=tuple(claims), attributions=tuple(attributions), places=tuple(places),
    )  # fmt: skip


def _lat(h: dict[str, object]) -> float:
    return (int(str(h["town"])) * 37 % 1200) / 10 - 60


def _lon(h: dict[str, object]) -> float:
    return (int(str(h["town"])) * 61 % 3400) / 10 - 170


def link(claims: int) -> tuple[int, int, float, float, float]:
    """Claims, incidents, seconds of linking alone (the generator's own are taken off), seconds of finding the copies
    among the stories, peak memory in GB."""
    made, texts, count, spent = [], [], 0, 0.0
    for record in stories(claims):
        count += len(record.claims)
        texts.append(text_of(record))
        t = time.process_time()
        made += episodes_of(record)
        spent += time.process_time() - t
    t = time.process_time()
    incidents = sum(len(part.incidents) for part in settle(made))
    spent += time.process_time() - t
    del made
    t = time.process_time()
    copy_groups(texts)
    copies = time.process_time() - t
    return count, incidents, spent, copies, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6


def grow(present: int, more: int) -> tuple[int, int, float, float]:
    """Stories and claims in a ledger of ``present`` claims, seconds to link it, copies and all, and seconds to link
    ``more`` stories that come."""
    with tempfile.TemporaryDirectory() as folder, Ledger(Path(folder) / "ledger.db") as ledger:
        ledger.db.execute("PRAGMA synchronous = OFF")
        told = count = 0
        for record in stories(present):
            ledger.add(record)
            told += 1
            count += len(record.claims)
        links = LedgerLinks(ledger)
        t = time.process_time()
        links.update()
        whole = time.process_time() - t
        last = present // CLAIMS_A_DAY - 2
        for record, _ in zip(stories(10 * more, seed=2, begin=last), range(more), strict=False):
            ledger.add(record)
        links = LedgerLinks(ledger)
        t = time.process_time()
        links.update()
        return told, count, whole, time.process_time() - t


def rows(claims: int = 100_000, present: int = 20_000) -> list[tuple[str, str]]:
    """Rows for the table of ``make bench``."""
    count, incidents, spent, copies, memory = link(claims)
    told, held, whole, added = grow(present, 100)
    return [
        (f"linking {count:,} claims", f"{spent:.0f} s, {1e3 * spent / count:.2f} ms a claim, {incidents:,} incidents; "
                                      f"copies {copies:.0f} s; {memory:.1f} GB"),
        (f"a ledger of {told:,} stories, {held:,} claims: linked, then 100 stories more",
         f"{whole:.0f} s, then {added:.1f} s"),
    ]  # fmt: skip


def main() -> int:
    ap = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    ap.add_argument("claims", nargs="?", type=int, default=100_000)
    ap.add_argument("--ledger", type=int, metavar="CLAIMS", help="also grow a ledger of so many claims by 100 stories")
    a = ap.parse_args()
    began = time.perf_counter()
    count, incidents, spent, copies, memory = link(a.claims)
    print(
        f"{count:,} claims: {spent:.1f} s, {1e3 * spent / count:.3f} ms a claim, {incidents:,} incidents; copies "
        f"{copies:.1f} s; {memory:.2f} GB; {time.perf_counter() - began:.0f} s by the clock, with making them up"
    )
    if a.ledger:
        told, held, whole, added = grow(a.ledger, 100)
        print(f"a ledger of {told:,} stories, {held:,} claims: linked in {whole:.1f} s; 100 more in {added:.2f} s")
    return 0


if __name__ == "__main__":
    sys.exit(main())
