"""The open gold set (gold/stories): its stories and claims as they were coded by hand, and what is wrong with a file.

``gold_stories()`` reads, ``faults(story)`` says what a writer got wrong, :mod:`factories.goldmatch` holds claims against it.
Offsets count code points of the story's ``text``; the headline is not coded.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, get_args

import yaml

from dragoman.code.plover import categories
from dragoman.document import Story
from dragoman.record import FactualityValue, QuantityKind, SourceType

GOLD = Path(__file__).resolve().parents[2] / "gold" / "stories"
SLOTS = ("event", "alt", "mode", "actor", "recipient", "date", "enddate", "or_dates", "time", "place", "place_name",
         "quantities", "source", "via", "factuality", "count", "loaded")  # fmt: skip
OTHER_KEYS = ("kind", "trigger", "nth", "in", "stray", "readings", "optional", "same_as", "incident", "note")
ANY = "any"
NON_STATES = frozenset("UNO EUR IGO NGO ISM IMG MNC KOS".split())
SECTORS = frozenset("COP GOV JUD LEG MIL PRM PTY REB SPY UAF UNK AGR BUS CRM CVL EDU ELI JRN LAB MED REF OPP PRE REL SOC".split())  # fmt: skip

Reading = dict[str, Any]


@dataclass(slots=True)
class GoldClaim:
    """One claim coded by hand. ``readings``: the ways to code it that are right, the writer's own first."""

    trigger: str
    start: int
    end: int
    kinds: tuple[str, ...]
    readings: list[Reading]
    optional: bool = False

    @property
    def events(self) -> set[str]:
        """The categories that are right in some reading."""
        return {e for r in self.readings for e in (r.get("event"), *listed(r.get("alt"))) if e}


@dataclass(slots=True)
class GoldStory:
    """A story with its claims; ``neutral``, ``silent``: spans where a surplus claim is passed over, or always false."""

    id: str
    prefix: str
    raw: dict[str, Any]
    text: str
    claims: list[GoldClaim] = field(default_factory=list)
    neutral: list[tuple[int, int]] = field(default_factory=list)
    silent: list[tuple[int, int]] = field(default_factory=list)

    def story(self) -> Story:
        """What a coder is given."""
        r = self.raw
        return Story(
            text=self.text, id=self.id, headline=r.get("headline"), published=iso(r.get("published")),
            outlet=r.get("outlet"), agency=r.get("agency"),
        )  # fmt: skip


def listed(value: Any) -> list[Any]:
    """A list of one or several; none is the empty list."""
    return [] if value is None else list(value) if isinstance(value, (list, tuple)) else [value]


def iso(value: Any) -> str | None:
    """An ISO date, of YAML's dates too."""
    if value is None:
        return None
    return value.isoformat()[:10] if isinstance(value, dt.date) else str(value)[:10]


@cache
def gold_stories(folder: Path = GOLD) -> tuple[GoldStory, ...]:
    """All stories of a folder, by name of file; ValueError where a trigger or phrase does not stand in its text."""
    return tuple(_story(p) for p in sorted(folder.glob("*.yaml")))


def _story(path: Path) -> GoldStory:
    raw = yaml.safe_load(path.read_text("utf-8"))
    story = GoldStory(raw["id"], path.name.split("-")[0], raw, raw["text"])
    story.neutral = [s for p in listed(raw.get("neutral")) if (s := _find(story, p))]
    story.silent = [s for p in listed(raw.get("silent")) if (s := _find(story, p))]
    for c in raw["claims"]:
        if c.get("in") == "headline" or c.get("stray"):
            continue
        span = _find(story, {"text": c["trigger"], "nth": c.get("nth")})
        assert span is not None
        story.claims.append(
            GoldClaim(c["trigger"], *span, tuple(listed(c.get("kind"))), list(_readings(c)), bool(c.get("optional")))
        )
    return story


def _find(story: GoldStory, spec: str | dict[str, Any]) -> tuple[int, int] | None:
    if isinstance(spec, str):
        spec = {"text": spec}
    if spec.get("in") == "headline":
        return None
    words, at, hits = spec["text"], -1, []
    while (at := story.text.find(words, at + 1)) >= 0:
        hits.append((at, at + len(words)))
    nth = spec.get("nth")
    if not hits or (nth is None and len(hits) > 1) or (nth or 1) > len(hits):
        raise ValueError(f"{story.id}: {words!r} stands {len(hits)} times in the text, nth is {nth}")
    return hits[(nth or 1) - 1]


def _readings(claim: dict[str, Any]) -> Iterator[Reading]:
    base = {k: claim[k] for k in SLOTS if k in claim}
    yield base
    for extra in listed(claim.get("readings")):
        reading = dict(base)
        if "event" in extra and extra["event"] != base.get("event"):
            reading.pop("alt", None)
            reading.pop("mode", None)
            if extra["event"] in ("AGREE", "CONCEDE"):  # the promise is not made when and where the act is to be
                for k in ("date", "enddate", "or_dates", "time", "place", "place_name"):
                    reading.pop(k, None)
        reading.update({k: v for k, v in extra.items() if k in SLOTS})
        yield {k: v for k, v in reading.items() if v != ANY}


def faults(story: GoldStory, states: frozenset[str]) -> list[str]:
    """What a writer got wrong: unknown keys, categories, modes, codes, kinds, factualities, or an interval turned round."""
    out = []
    for c in story.raw["claims"]:
        name = f"{story.id}: {c['trigger']!r}"
        out += [f"{name}: no such key: {k}" for k in c if k not in SLOTS and k not in OTHER_KEYS]
        for r in (c, *listed(c.get("readings"))):
            out += [
                f"{name}: {fault}" for fault in _reading_faults({k: v for k, v in r.items() if v != ANY}, c, states)
            ]
    return out


def _reading_faults(r: Reading, claim: Reading, states: frozenset[str]) -> Iterator[str]:
    known = categories()
    events = [e for e in (r.get("event"), *listed(r.get("alt"))) if e]
    yield from (f"no such category: {e}" for e in events if e not in known)
    own = [e for e in (r.get("event", claim.get("event")), *listed(claim.get("alt"))) if e in known]
    modes = {m for e in own for m in known[e].modes}
    yield from (f"no such mode: {m}" for m in listed(r.get("mode")) if m.rstrip("?") not in modes)
    for role in ("actor", "recipient"):
        for party in listed(r.get(role)):
            for option in party.rstrip("?").split("|"):
                code, *sectors = option.split()
                if code not in states | NON_STATES or not set(sectors) <= SECTORS:
                    yield f"no such party: {option}"
    yield from (f"no such country: {p}" for p in listed(r.get("place")) if p not in states | {"KOS"})
    yield from (f"no such factuality: {f}" for f in listed(r.get("factuality")) if f not in get_args(FactualityValue))
    for q in listed(r.get("quantities")):
        yield from (f"no such kind: {k}" for k in listed(q.get("kind")) if k not in get_args(QuantityKind))
        if q.get("value") is None and q.get("min") is None and q.get("max") is None:
            yield f"no figure: {q}"
    for s in listed(r.get("source")):
        yield from (f"no such source type: {t}" for t in listed(s.get("type")) if t not in get_args(SourceType))
        for code in (s.get("code") or "").split("|"):
            if code and code.split()[0] not in states | NON_STATES:
                yield f"no such source: {code}"
    for start, end in ((r.get("date"), r.get("enddate")), *(tuple(d) for d in listed(r.get("or_dates")))):
        if start and end and (iso(start) or "") > (iso(end) or ""):
            yield f"an interval turned round: {start} to {end}"
