"""Holds the coder's claims against the gold set: every stated slot, pairs of claims, and which claims are right.

A slot that the gold leaves out is not scored, null is an answer, and of several readings the best one counts.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field

from dragoman.document import Document
from dragoman.record import Claim, Entity, EventLocation, Quantity
from factories.goldset import GoldClaim, GoldStory, Reading, iso, listed

WHAT = ("category", "factuality")
DETAILS = ("actor", "recipient", "date", "place", "quantities", "source")
"""Who, whom, when, where, how many, according to whom: the slots of which a right claim may have one wrong."""
VERBAL = frozenset({"AGREE", "CONCEDE", "REQUEST", "REJECT", "THREATEN"})
UNREAL = frozenset({"demanded", "planned", "hypothetical", "negated"})


@dataclass(slots=True)
class Pair:
    """A gold claim, the coder's claims for it (several only where one toll is told as several), and each slot's share."""

    gold: GoldClaim
    claims: list[Claim]
    slots: dict[str, float]

    @property
    def share(self) -> float:
        return sum(self.slots.values()) / len(self.slots) if self.slots else 1.0

    @property
    def right(self) -> bool:
        """Category and factuality right, and no more than one of the stated details wrong (less than half right)."""
        if any(self.slots.get(s, 1.0) < 1 for s in WHAT):
            return False
        return sum(self.slots.get(s, 1.0) < 0.5 for s in DETAILS) <= 1


@dataclass(slots=True)
class Result:
    """Of one story. ``doubles`` say again what a paired claim says; ``ignored`` are neither right nor wrong."""

    story: GoldStory
    pairs: list[Pair] = field(default_factory=list)
    optional: list[Pair] = field(default_factory=list)
    missed: list[GoldClaim] = field(default_factory=list)
    false: list[Claim] = field(default_factory=list)
    doubles: list[Claim] = field(default_factory=list)
    ignored: list[Claim] = field(default_factory=list)
    silent: int = 0

    def labels(self) -> list[tuple[Claim, bool]]:
        """Each of the coder's claims that can be judged, and whether it is right. What is ignored is not judged; what
        says again is judged by neither."""
        told = [(c, p.right) for p in (*self.pairs, *self.optional) for c in p.claims]
        return told + [(c, False) for c in self.false]


def f1(tp: float, fp: float, fn: float) -> float:
    """1 where there was nothing to find and nothing was found."""
    return 2 * tp / (2 * tp + fp + fn) if tp + fp + fn else 1.0


def match(story: GoldStory, doc: Document) -> Result:
    """Pairs one to one, the best pair first; optional gold comes last."""
    groups = _groups([[c] for c in doc.claims])
    sentences = [doc.sentence_span(s) for s in doc.sentences]
    home = [next((n for n, s in enumerate(sentences) if s.start <= g.start < s.end), -1) for g in story.claims]
    candidates = []
    for gi, g in enumerate(story.claims):
        for ci, claims in enumerate(groups):
            touch = any(_touch((c.trigger.start, c.trigger.end), (g.start, g.end)) for c in claims)
            here = home[gi] >= 0 and _touch((claims[0].sentence.start, claims[0].sentence.end),
                                            (sentences[home[gi]].start, sentences[home[gi]].end))  # fmt: skip
            if not (touch or here):
                continue
            pair = Pair(g, claims, best_reading(g, claims, story.text))
            fits = claims[0].event in g.events or (claims[0].kind != "event" and claims[0].kind in g.kinds)
            if touch or (fits and pair.share >= 0.5):
                candidates.append((g.optional, -(pair.share + touch + 2 * fits), gi, ci, pair))
    candidates.sort(key=lambda c: c[:4])
    result, golds, taken = Result(story), set(), set()
    for optional, _, gi, ci, pair in candidates:
        if gi not in golds and ci not in taken:
            golds.add(gi)
            taken.add(ci)
            (result.optional if optional else result.pairs).append(pair)
    result.missed = [g for gi, g in enumerate(story.claims) if gi not in golds and not g.optional]
    for ci, claims in enumerate(groups):
        if ci not in taken:
            for c in claims:
                _surplus(result, c)
    return result


def _groups(claims: list[list[Claim]]) -> list[list[Claim]]:
    """Tolls of one sentence, source and factuality are one: the record lets a coder give one toll a figure."""
    out: list[list[Claim]] = []
    for (c,) in claims:
        home = next((g for g in out if c.kind == g[0].kind == "toll" and _same_voice(c, g[0])), None)
        if home is None:
            out.append([c])
        else:
            home.append(c)
    return out


def _same_voice(a: Claim, b: Claim) -> bool:
    sources = [c.attribution[0].source.code if c.attribution else None for c in (a, b)]
    return a.sentence == b.sentence and sources[0] == sources[1] and a.factuality == b.factuality


def _touch(a: tuple[int, int], b: tuple[int, int]) -> bool:
    return min(a[1], b[1]) > max(a[0], b[0])


def _surplus(result: Result, c: Claim) -> None:
    span = (c.trigger.start, c.trigger.end)
    if any(_touch(span, s) for s in result.story.silent):
        result.silent += 1
        result.false.append(c)
        return
    near = [p for p in (*result.pairs, *result.optional) if _same_sentence(p, c)]
    neutral = any(_touch(span, s) for s in result.story.neutral)
    second = any(c.event in p.gold.events and c.event != p.claims[0].event for p in near)
    content = c.factuality in UNREAL and any(p.gold.events & VERBAL for p in near)
    refusal = c.event == "REJECT" and any(
        "denied" in listed(r.get("factuality")) for p in near for r in p.gold.readings
    )
    if neutral or second or content or refusal:
        result.ignored.append(c)
    elif any(_says_again(p, c) for p in near):
        result.doubles.append(c)
    else:
        result.false.append(c)


def _same_sentence(p: Pair, c: Claim) -> bool:
    return c.sentence.start <= p.gold.start < c.sentence.end or p.claims[0].sentence == c.sentence


def _says_again(p: Pair, c: Claim) -> bool:
    if c.kind == "toll":
        wanted = listed(p.gold.readings[0].get("quantities"))
        return bool(c.quantities) and all(any(_same_quantity(w, q) for w in wanted) for q in c.quantities)
    mine, theirs = ({e.code for e in x.actor if e.code} for x in (c, p.claims[0]))
    return c.event is not None and c.event == p.claims[0].event and (mine <= theirs or theirs <= mine)


# ------------------------------------------------------------------------------------------------- slots


def best_reading(gold: GoldClaim, claims: Sequence[Claim], text: str) -> dict[str, float]:
    """The slots of the reading that fits best: its category first, then the share of its slots."""
    every = [compare(gold, r, claims, text) for r in gold.readings]
    return max(every, key=lambda s: (s["category"], sum(s.values()) / len(s)))


def compare(gold: GoldClaim, reading: Reading, claims: Sequence[Claim], text: str) -> dict[str, float]:
    """Each slot that the reading states, and how much of it is right (0 to 1)."""
    c, slots = claims[0], {}
    as_toll = c.kind == "toll" and "toll" in gold.kinds
    accepted = {e for e in (reading.get("event"), *listed(reading.get("alt"))) if e}
    slots["category"] = float(c.event in accepted or (c.event is None and c.kind in gold.kinds))
    if gold.kinds:
        slots["kind"] = float(c.kind in gold.kinds)
    if "mode" in reading and (not slots["category"] or (c.event and c.event == reading.get("event"))):
        want = {m for m in listed(reading["mode"]) if not m.endswith("?")}
        may = {m.rstrip("?") for m in listed(reading["mode"])}
        if slots["category"]:
            slots["mode"] = f1(len(want & {*c.mode}), len({*c.mode} - may), len(want - {*c.mode}))
        elif want:
            slots["mode"] = 0.0
    for role, got in (("actor", c.actor), ("recipient", c.recipient)):
        if role in reading and not (as_toll and not got):
            slots[role] = _parties(reading[role], got, doer=role == "actor")
            sector = _sectors(reading[role], got)
            if sector is not None:
                slots[f"{role} sector"] = sector
    if ("date" in reading or "or_dates" in reading) and not (as_toll and c.date is None):
        slots["date"] = _date(reading, c)
    if "place" in reading:
        code = c.event_loc.country_code if c.event_loc else None
        slots["place"] = float(code in listed(reading["place"]) if reading["place"] else c.event_loc is None)
    if reading.get("place_name"):
        slots["place name"] = float(_place_name(listed(reading["place_name"]), c.event_loc))
    if "quantities" in reading:
        slots["quantities"] = _quantities(listed(reading["quantities"]), [q for k in claims for q in k.quantities])
    if "source" in reading:
        slots["source"] = _source(reading["source"], c, text)
    if "factuality" in reading:
        slots["factuality"] = float(c.factuality in listed(reading["factuality"]))
    if "count" in reading:
        slots["count"] = float(c.count == reading["count"])
    if reading.get("loaded"):
        got_words = [plain(s.text) for s in c.loaded]
        want_words = [plain(w) for w in reading["loaded"]]
        slots["loaded"] = sum(any(w in g or g in w for g in got_words) for w in want_words) / len(want_words)
    return slots


def _parties(wanted: list[str] | None, got: Sequence[Entity], *, doer: bool) -> float:
    """Countries, as sets. Nobody: gunmen of a known country who are not known otherwise do no harm as actors."""
    codes = {e.code for e in got if e.code}
    if wanted is None:
        named = {e.code for e in got if e.code and not (doer and {"UNK", "UAF"} & {*e.sector})}
        return float(not named)
    options = [({o.split()[0] for o in w.rstrip("?").split("|")}, not w.endswith("?")) for w in wanted]
    must = [o for o, required in options if required]
    found = sum(bool(o & codes) for o in must)
    return f1(found, len(codes - {c for o, _ in options for c in o}), len(must) - found)


def _sectors(wanted: list[str] | None, got: Sequence[Entity]) -> float | None:
    right = []
    for w in wanted or []:
        options = [o.split() for o in w.split("|")]
        if w.endswith("?") or all(len(o) == 1 for o in options):
            continue
        right.append(
            any(
                e.code == o[0] and (len(o) == 1 or (e.sector[:1] == (o[1],) and ("PRE" not in o or "PRE" in e.sector)))
                for o in options
                for e in got
            )
        )
    return sum(right) / len(right) if right else None


def _date(reading: Reading, c: Claim) -> float:
    """Half for an overlap, half for both ends; without a gold end only the first day is asked."""
    if reading.get("date") is None and not reading.get("or_dates"):
        return float(c.date is None)
    if c.date is None:
        return 0.0
    wanted = [(iso(a), iso(b), True) for a, b in listed(reading.get("or_dates"))]
    if reading.get("date") is not None:
        wanted.append((iso(reading["date"]), iso(reading.get("enddate")), "enddate" in reading))
    start, end, best = c.date[:10], (c.enddate or "")[:10], 0.0
    for a, b, both in wanted:
        last = b or "9999"
        if start == a and (not both or (end or start) == b or (not end and b is None)):
            return 1.0
        if start <= last and (a or "") <= (end or ("9999" if not both else start)):
            best = 0.5
    return best


def plain(text: str | None) -> str:
    """Lower case, without accents or marks."""
    bare = unicodedata.normalize("NFKD", text or "")
    return re.sub(r"\W+", " ", "".join(ch for ch in bare if not unicodedata.combining(ch))).casefold().strip()


def _place_name(wanted: list[str], loc: EventLocation | None) -> bool:
    if loc is None:
        return False
    names = [plain(loc.extracted_place.text if loc.extracted_place else None), plain(loc.resolved_place)]
    return any(n and (plain(w) in n or n in plain(w)) for w in wanted for n in names)


def _same(a: float | None, b: float | None) -> bool:
    return a is not None and b is not None and abs(a - b) < 1e-6


def _same_quantity(want: Reading, got: Quantity) -> bool:
    if got.kind not in listed(want.get("kind")):
        return False
    value, low, high = want.get("value"), want.get("min"), want.get("max")
    floor = low is not None and (_same(got.min, low) or _same(got.min, low + 1))
    if value is not None:
        return _same(got.value, value) or (got.value is None and floor)
    return (high is None or _same(got.max, high)) and (floor if low is not None else high is not None)


def _quantities(wanted: list[Reading], got: Sequence[Quantity]) -> float:
    used: set[int] = set()
    found = 0
    for w in sorted(wanted, key=lambda q: bool(q.get("opt"))):
        hit = next((n for n, q in enumerate(got) if n not in used and _same_quantity(w, q)), None)
        if hit is not None:
            used.add(hit)
            found += not w.get("opt")
    must = sum(not w.get("opt") for w in wanted)
    return f1(found, sum(n not in used and q.kind != "other" for n, q in enumerate(got)), must - found)


def _source(wanted: object, c: Claim, text: str) -> float:
    """The innermost source's words overlap the gold's; half where another of the chain's do."""
    if wanted is None:
        return float(not c.attribution)
    names = [plain(t) for s in listed(wanted) for t in listed(s["text"])]
    best = 0.0
    for n, a in enumerate(c.attribution):
        told = [plain(a.source.text), plain(a.source.name)]
        if any(t and w and (t in w or w in t or len({*t.split()} & {*w.split()}) >= 2) for t in told for w in names):
            best = max(best, 1.0 if n == 0 else 0.5)
    return best
