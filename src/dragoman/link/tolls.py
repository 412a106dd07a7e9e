"""Running totals: one series a source, kind, population and start, with what was revised shown and nothing overwritten.

New harm and running totals are kept apart: the figures of one incident are in its own view (figures.py).
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from dragoman.link.sources import Context, Root, root_of
from dragoman.link.words import stem
from dragoman.record import Claim, Quantity, to_plain

_PEOPLE = frozenset({"person", "people", "civilian", "man", "woman", "child", "soldier", "resident"})
_NOT_TOLD = frozenset({"denied", "negated", "demanded", "planned", "hypothetical"})


@dataclass(frozen=True, slots=True)
class _Point:
    claim: Claim
    context: Context
    quantity: Quantity
    root: Root

    @property
    def as_of(self) -> str | None:
        return self.quantity.until or (self.claim.enddate if self.claim.date else None) or (self.reported or None)

    @property
    def reported(self) -> str:
        return (self.context.published or "")[:10]

    @property
    def low(self) -> float:
        return float(self.quantity.value if self.quantity.value is not None else self.quantity.min or 0)

    def order(self) -> tuple[str, str, str, int]:
        return self.as_of or "9999", self.context.published or "9999", self.context.document, self.quantity.start

    def to_dict(self) -> dict[str, Any]:
        q = self.quantity
        return {
            "as_of": self.as_of, "reported": self.reported or None, "value": q.value, "min": q.min, "max": q.max,
            "claim": self.claim.id,
        }  # fmt: skip


def toll_series(
    told: Iterable[tuple[Claim, Context]], incidents: Collection[str] = frozenset()
) -> list[dict[str, Any]]:
    """The series, in order of source, kind and start. ``incidents``: claims that are told of one happening; a total in
    one that has no start is the toll of that happening, and is among its figures."""
    series: dict[tuple[str, ...], list[_Point]] = defaultdict(list)
    for claim, context in told:
        if claim.factuality in _NOT_TOLD:
            continue
        root = root_of(claim.attribution, context) or context.narrator
        for n, q in enumerate(claim.quantities):
            if q.since is None and q.until is None and claim.id in incidents:
                continue
            if q.scope == "cumulative" and (q.value is not None or q.min is not None) and not _within(claim, n):
                series[(root.key, q.kind, *_population(q), q.since or "")].append(_Point(claim, context, q, root))
    _join_unstarted(series)
    return [_series(key, points) for key, points in sorted(series.items())]


def _within(claim: Claim, n: int) -> bool:
    """Is it counted in another figure that the claim gives of the same people? "33 wounded, seven of them seriously" is one
    total of 33, not a fall to seven. A part that is a population of its own (children) has a series of its own."""
    q = claim.quantities[n]
    if q.part_of is None or q.part_of == n or q.part_of >= len(claim.quantities):
        return False
    whole = claim.quantities[q.part_of]
    return (whole.kind, whole.scope, _population(whole)) == (q.kind, q.scope, _population(q))


def _population(q: Quantity) -> tuple[str, str]:
    """Whose, and what is counted: people by their code and sector, things by their noun."""
    code = (q.affiliation.code or "") if q.affiliation else ""
    sector = q.affiliation.sector[0] if q.affiliation and q.affiliation.sector else ""
    what = stem((q.what or q.unit or "").lower().split(" ")[-1]) if (q.what or q.unit) else ""
    if q.unit in _PEOPLE or q.unit is None:
        part = what in ("child", "children", "woman", "women", "minor", "journalist", "medic")
        return f"{code} {sector}".strip(), what if part else "person"
    return f"{code} {sector}".strip(), stem(q.unit)


def _join_unstarted(series: dict[tuple[str, ...], list[_Point]]) -> None:
    """A total told without its start ("2,243 houses have been destroyed") belongs to the one series of its source, kind
    and population that has a start; where there are several, it stands alone."""
    for key in [k for k in series if not k[-1]]:
        started = [k for k in series if k[:-1] == key[:-1] and k[-1]]
        if len(started) == 1:
            series[started[0]] += series.pop(key)


def _series(key: tuple[str, ...], points: Sequence[_Point]) -> dict[str, Any]:
    ordered = sorted(points, key=_Point.order)
    first = ordered[0]
    q = first.quantity
    revisions = []
    for n, point in enumerate(ordered):
        before = [p for p in ordered[:n] if (p.context.published or "") <= (point.context.published or "")]
        above = [p for p in before if p.low > point.low]
        again = [p for p in before if p.as_of == point.as_of and p.low != point.low and p.reported != point.reported]
        changed = above[-1:] or again[-1:]
        if changed:
            revisions.append({
                "from": changed[0].to_dict(), "to": point.to_dict(), "kind": "lowered" if above else "restated",
                "words": point.quantity.text, "sentence": " ".join(point.claim.sentence.text.split()),
            })  # fmt: skip
    digest = hashlib.blake2b("\x1f".join(key).encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()
    return {
        "id": f"toll-{digest}",
        "kind": q.kind,
        "what": q.what,
        "affiliation": to_plain(q.affiliation),
        "since": key[-1] or None,
        "source": first.root.name,
        "points": [p.to_dict() for p in ordered],
        "revisions": revisions,
    }
