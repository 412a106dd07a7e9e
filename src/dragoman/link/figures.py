"""How many, by whom: figures of one incident with the range over sources; what a source revised is kept, but does not
widen the range."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from dragoman.link.match import camp
from dragoman.link.sources import Context, Root
from dragoman.record import Claim, Quantity

HARM_AND_PEOPLE = (
    "killed", "injured", "missing", "captured", "detained", "displaced", "kidnapped", "released", "casualties",
    "destroyed", "damaged", "participants", "seized",
)  # fmt: skip
_MORE = re.compile(r"\s+(?:more|additional|further)\b(?!\s+than)", re.IGNORECASE)
_NOT_TOLD = frozenset({"denied", "negated", "demanded", "planned", "hypothetical"})


@dataclass(frozen=True, slots=True)
class Count:
    """One source's figure in one story."""

    kind: str
    low: float
    high: float | None
    value: float | None
    line: str
    """Whose word it is: a later figure of the same line stands in place of an earlier one."""
    source: str
    when: str
    document: str
    claim: str
    start: int
    population: str | None
    words: str
    firm: bool
    """Neither 'about' nor 'at least'."""

    def to_dict(self, revised: bool) -> dict[str, Any]:
        out: dict[str, Any] = {
            "source": self.source, "value": self.value, "min": self.low, "max": self.high, "claim": self.claim,
        }  # fmt: skip
        return {**out, "revised": True} if revised else out


def counts(told: Iterable[tuple[Claim, Context]], by_claim: dict[str, Root] | Any) -> list[Count]:
    """Every figure that stands for the whole of its kind in its claim: parts of another are left out, and groups told
    side by side ("three soldiers and two civilians") are added up."""
    out = []
    for claim, context in told:
        if claim.factuality in _NOT_TOLD:
            continue
        root = by_claim[claim.id]
        for kind in HARM_AND_PEOPLE:
            whole = [
                q for q in claim.quantities
                if q.kind == kind and q.part_of is None and _low(q) is not None and not _more(claim, q)
                and (q.scope == "incident" or (claim.kind == "toll" and q.since is None and q.until is None))
            ]  # fmt: skip
            if not whole:
                continue
            added = _side_by_side(whole)
            low = sum(_low(q) or 0 for q in added)
            values = [q.value for q in added]
            highs = [q.max for q in added]
            out.append(Count(
                kind, low, None if None in highs else sum(h for h in highs if h is not None),
                None if None in values else sum(v for v in values if v is not None), root.key, root.name,
                context.published or "", context.document, claim.id, added[0].start, _population(added),
                ", ".join(q.text for q in added), not any(q.approximate or q.max is None for q in added),
            ))  # fmt: skip
    return out


def _more(claim: Claim, q: Quantity) -> bool:
    """ "Two more bodies": what comes to a figure that was told before, and is none of its own."""
    return bool(_MORE.match(claim.sentence.text[max(0, q.end - claim.sentence.start) :])) if q.end else False


def _low(q: Quantity) -> float | None:
    return q.value if q.value is not None else q.min


def _side_by_side(whole: list[Quantity]) -> list[Quantity]:
    """Figures of different people; of the same people only the largest."""
    best: dict[str | None, Quantity] = {}
    for q in whole:
        if q.what not in best or (_low(q) or 0) > (_low(best[q.what]) or 0):
            best[q.what] = q
    if any(what in (None, "people", "persons", "person", "others") for what in best) and len(best) > 1:
        return [max(whole, key=lambda q: _low(q) or 0)]
    return list(best.values())


def _population(added: Sequence[Quantity]) -> str | None:
    """Whose: a state's forces, armed opposition, or others; None where it is not told or mixed."""
    kinds = set()
    for q in added:
        if q.affiliation is None or not q.affiliation.sector:
            return None
        side = camp(q.affiliation.sector[0])
        kinds.add(f"{q.affiliation.code or ''} {side}" if side in ("rebels", "state") else "others")
    return kinds.pop() if len(kinds) == 1 else None


def figures(found: Sequence[Count]) -> list[dict[str, Any]]:
    """One entry a kind (and side, where the dead of two sides are counted apart), most told first."""
    out = []
    for kind in HARM_AND_PEOPLE:
        mine = [c for c in found if c.kind == kind]
        if any(c.low > 1 for c in mine):
            mine = [c for c in mine if not _described(c)]
        if not mine:
            continue
        armed = {c.population for c in mine if c.population and c.population != "others"}
        parts = [mine]
        if len(armed) > 1:
            parts = [[c for c in mine if c.population == p] for p in sorted({c.population or "" for c in mine} - {""})]
            parts.append([c for c in mine if c.population is None])
        for part in sorted((p for p in parts if p), key=lambda p: -len(p)):
            standing = _standing(part)
            lows = [c.low for c in standing]
            # "at least 65" says 65: without a bound above the range ends at what is told.
            highs = [c.high if c.high is not None else c.value if c.value is not None else c.low for c in standing]
            out.append({
                "kind": kind, "min": _whole(min(lows)), "max": _whole(max(highs)),
                "by": [c.to_dict(c not in standing) for c in sorted(part, key=_when)],
            })  # fmt: skip
    return out


_COUNTED = re.compile(r"(?:one|1|a|an|single)\b\W*(?:\w+)?$", re.IGNORECASE)


def _described(c: Count) -> bool:
    """One person told of by office or name ("a former regional governor"): no word on how many there were."""
    return c.low == c.high == 1 and not _COUNTED.match(c.words)


def _whole(x: float) -> float | int:
    return int(x) if float(x).is_integer() else x


def _when(c: Count) -> tuple[str, str, int]:
    return c.when, c.document, c.start


def _standing(part: Sequence[Count]) -> list[Count]:
    """Of each line the figure of its latest story; where one story has several, the largest."""
    latest: dict[str, Count] = {}
    for c in sorted(part, key=_when):
        before = latest.get(c.line)
        if before is None or before.document != c.document or c.low > before.low:
            latest[c.line] = c
    return list(latest.values())
