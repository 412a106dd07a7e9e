"""Mirrored stories: one story told of A against B and of B against A must give one ledger with the codes swapped.

A story has slots (``{A.leader}``); a rendered text keeps, for each of its characters, the slot or the offset in the
template that it came from. So the claims of both tellings can be laid on the template and compared field by field,
countries as the roles A and B.
"""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dragoman.coder import code_stories
from dragoman.document import Story
from dragoman.record import Claim, Entity, Record

DATA = Path(__file__).resolve().parent.parent / "trust" / "data"
SLOT = re.compile(r"\{([AB])(?:\.(\w+))?(:a)?\}")
Side = dict[str, str]


@dataclass(frozen=True)
class Template:
    """A story with slots."""

    id: str
    published: str
    outlet: str
    text: str


@dataclass(frozen=True)
class Telling:
    """A template told with two sides. ``keys[i]``: where character i comes from: a slot's number or a template offset."""

    template: Template
    a: Side
    b: Side
    text: str
    keys: list[tuple[str, int]]

    @property
    def story(self) -> Story:
        t = self.template
        name = f"{t.id}/{self.a['code']}-{self.b['code']}"
        return Story(text=self.text, id=name, published=t.published, outlet=t.outlet or None)

    def role(self, code: str | None) -> str | None:
        """A country code as the role that it plays."""
        roles = {self.a["code"]: "@A", self.b["code"]: "@B"}
        return roles.get(code, code) if code else None

    def at(self, start: int, end: int) -> tuple[tuple[str, int], tuple[str, int]]:
        """A span of the text, laid on the template."""
        return self.keys[start], self.keys[end - 1]


def _rows(name: str) -> list[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8") as f:
        return list(csv.DictReader((line for line in f if not line.startswith("#")), delimiter="\t"))


def sides() -> dict[str, Side]:
    """The names of each side, by its code."""
    return {r["code"]: r for r in _rows("sides.tsv")}


def dyads() -> list[tuple[Side, Side]]:
    """Pairs of sides."""
    by_code = sides()
    return [(by_code[r["a"]], by_code[r["b"]]) for r in _rows("dyads.tsv")]


def templates(name: str = "stories.txt") -> list[Template]:
    """The stories of a file of ``data``."""
    out = []
    text = (DATA / name).read_text("utf-8")
    for block in re.split(r"^== ", text, flags=re.M)[1:]:
        head, body = block.split("\n", 1)
        story_id, published, outlet = (x.strip() for x in head.split("|"))
        out.append(Template(story_id, published, outlet, body.strip()))
    return out


def tell(template: Template, a: Side, b: Side) -> Telling:
    """The story with the names of the sides in its slots. Raises KeyError for a slot that sides.tsv does not have."""
    out: list[str] = []
    keys: list[tuple[str, int]] = []
    at = 0
    for n, m in enumerate(SLOT.finditer(template.text)):
        plain = template.text[at : m.start()]
        keys += [("t", k) for k in range(at, m.start())]
        word = (a if m[1] == "A" else b)[m[2] or "country"]
        if m[3]:
            capital = not plain.strip() or bool(re.search(r"(?:[.!?][\"”]?\s|\n)$", plain))
            article = "an" if word[0] in "AEIOU" and not word.startswith(("Uk", "Ug", "Eu")) else "a"
            word = f"{article.capitalize() if capital else article} {word}"
        out += [plain, word]
        keys += [("s", n)] * len(word)
        at = m.end()
    out.append(template.text[at:])
    keys += [("t", k) for k in range(at, len(template.text))]
    return Telling(template, a, b, "".join(out), keys)


def _entity(t: Telling, e: Entity) -> tuple[Any, ...]:
    where = t.at(e.start, e.end) if e.start is not None and e.end is not None else None
    return where, t.role(e.code), e.sector, e.kind


def laid(t: Telling, c: Claim) -> dict[str, Any]:
    """A claim's fields with spans on the template and countries as roles."""
    place = c.event_loc
    extracted = place.extracted_place if place else None
    return {
        "kind": c.kind,
        "event": c.event,
        "mode": c.mode,
        "context": c.context,
        "cameo": c.cameo,
        "actor": tuple(_entity(t, e) for e in c.actor),
        "recipient": tuple(_entity(t, e) for e in c.recipient),
        "mediator": tuple(_entity(t, e) for e in c.mediator),
        "dates": (c.date, c.enddate, c.date_precision, c.date_basis, c.time is None),
        "place": place
        and (t.at(extracted.start, extracted.end) if extracted else None, t.role(place.country_code), place.resolution),
        "quantities": tuple(
            (
                (t.at(q.start, q.end), q.kind, q.value, q.min, q.max, q.unit, q.scope, q.part_of),
                q.affiliation and (t.role(q.affiliation.code), q.affiliation.sector),
            )
            for q in c.quantities
        ),
        "source": tuple((_entity(t, a.source), a.source.source_type, a.stance, a.quoted) for a in c.attribution),
        "factuality": c.factuality,
        "loaded": tuple(t.at(s.start, s.end) for s in c.loaded),
        "count": c.count,
    }


@dataclass(frozen=True)
class Difference:
    """What did not mirror: ``field`` is 'missing' where only one telling has the claim."""

    story: str
    words: str
    field: str
    one: Any
    other: Any


@dataclass
class Result:
    """How many claims there are on both sides, and what did not mirror."""

    claims: int
    mirrored: int
    differences: list[Difference]

    @property
    def rate(self) -> float:
        return self.mirrored / self.claims if self.claims else 1.0


def compare(one: Telling, r1: Record, other: Telling, r2: Record) -> Result:
    """Claims of two tellings of one template, paired by their trigger."""
    left: dict[Any, list[tuple[Claim, dict[str, Any]]]] = {}
    for c in r2.claims:
        left.setdefault(other.at(c.trigger.start, c.trigger.end)[0], []).append((c, laid(other, c)))
    differences: list[Difference] = []
    mirrored = 0
    for c in r1.claims:
        mine = laid(one, c)
        at_trigger = left.get(one.at(c.trigger.start, c.trigger.end)[0], [])
        same = next((p for p in at_trigger if p[1] == mine), None) or next(
            (p for p in at_trigger if p[1]["event"] == mine["event"]), None
        ) or (at_trigger[0] if at_trigger else None)  # fmt: skip
        words = f"{c.trigger.text}: {c.sentence.text}"
        if same is None:
            differences.append(Difference(r1.id, words, "missing", c.event or c.kind, None))
            continue
        at_trigger.remove(same)
        wrong = [f for f in mine if mine[f] != same[1][f]]
        mirrored += 2 * (not wrong)
        differences += [Difference(r1.id, words, f, mine[f], same[1][f]) for f in wrong]
    for rest in left.values():
        for c, _ in rest:
            differences.append(
                Difference(r2.id, f"{c.trigger.text}: {c.sentence.text}", "missing", None, c.event or c.kind)
            )
    return Result(len(r1.claims) + len(r2.claims), mirrored, differences)


def mirror(pairs: Iterable[tuple[Template, Side, Side]]) -> Iterator[Result]:
    """Both tellings of each, coded and compared, in order."""
    tellings = [(tell(t, a, b), tell(t, b, a)) for t, a, b in pairs]
    records = code_stories([x.story for both in tellings for x in both])
    for one, other in tellings:
        yield compare(one, next(records), other, next(records))


def total(results: Iterable[Result]) -> Result:
    """The sum of results."""
    out = Result(0, 0, [])
    for r in results:
        out.claims += r.claims
        out.mirrored += r.mirrored
        out.differences += r.differences
    return out


def by_field(result: Result) -> Counter[str]:
    """How many differences each field has."""
    return Counter(d.field for d in result.differences)
