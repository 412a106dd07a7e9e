"""Records for linking: made from a few words, and from stories coded by hand (tests/link/stories)."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import yaml

from dragoman.record import Affiliation, Attribution, Claim, Entity, EventLocation, Quantity, Record, Source, Span

STORIES = Path(__file__).parents[1] / "link" / "stories"


def _code(spec: str) -> tuple[str, tuple[str, ...]]:
    code, *sector = spec.split()
    return code, tuple(sector)


def party(spec: str) -> Entity:
    """``MLI MIL`` as an entity."""
    code, sector = _code(spec)
    return Entity(code=code, sector=sector)


def source(text: str, at: int, code: str | None = None, type: str = "official") -> Attribution:
    """A source by its words and where they stand."""
    code, *sector = code.split() if code else (None,)
    return Attribution(
        f"a{at}",
        Source(text, at, at + len(text), text, code, tuple(sector), None, "organisation", type),  # type: ignore[arg-type]
        None,
    )


def record(id: str, text: str, *claims: dict[str, Any], published: str | None = None, **facts: Any) -> Record:
    """A record of one story; each claim is given as in the story files. Its sentence is the one that the trigger is in."""
    out: list[Claim] = []
    for n, c in enumerate(claims, 1):
        starts = [m.start() for m in re.finditer(re.escape(c["trigger"]), text)]
        start = starts[c.get("nth", 1) - 1]
        ends = [m.end() for m in re.finditer(r"(?<=[a-z]{2})\.(?= |$)", text)]
        first = max((e + 1 for e in ends if e <= start), default=0)
        last = min((e for e in ends if e > start), default=len(text))
        said = c.get("source")
        day = c.get("date") and str(c["date"])
        out.append(Claim(
            f"{id}#{n}", c.get("kind", "event"), Span(text[first:last], first, last),
            Span(c["trigger"], start, start + len(c["trigger"])), c.get("event"), tuple(c.get("mode", ())),
            actor=tuple(map(party, c.get("actor", ()))), recipient=tuple(map(party, c.get("recipient", ()))),
            date=day, enddate=c.get("enddate") and str(c["enddate"]), date_precision="day" if day else "unknown",
            date_basis="explicit" if day else "none",
            event_loc=EventLocation(resolved_place=c["place_name"], country_code=c.get("place"), resolution=4)
            if "place_name" in c else None,
            quantities=tuple(map(quantity, c.get("quantities", ()))),
            attribution=(source(said["text"], text.find(said["text"]), said.get("code"), said.get("type", "official")),)
            if said else (),
            factuality=c.get("factuality", "asserted"),
        ))  # fmt: skip
    attributions = tuple(a for c in out for a in c.attribution)
    return Record(id, text, published=published, claims=tuple(out), attributions=attributions, **facts)


def quantity(q: dict[str, Any]) -> Quantity:
    """A figure as in the story files."""
    value = q.get("value")
    return Quantity(
        str(value), 0, 0, q["kind"], value, q.get("min", value), None if "min" in q else value, unit="person",
        scope=q.get("scope", "incident"), since=q.get("since") and str(q["since"]), part_of=q.get("part_of"),
        affiliation=Affiliation(*_code(q["affiliation"])) if "affiliation" in q else None,
    )  # fmt: skip


def coded_by_hand() -> tuple[list[Record], dict[str, Any]]:
    """The stories of the link set as records made from their hand-coded claims, and what is to be found among them."""
    records = []
    for path in sorted(STORIES.glob("*.yaml")):
        if path.name != "incidents.yaml":
            s = yaml.load(path.read_text("utf-8"), yaml.CSafeLoader)
            facts = {k: s[k] for k in ("headline", "outlet", "agency")}
            records.append(record(s["id"], s["text"], *s["claims"], published=str(s["published"]), **facts))
    return records, yaml.load((STORIES / "incidents.yaml").read_text("utf-8"), yaml.CSafeLoader)
