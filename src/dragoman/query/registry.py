"""Who is in the ledger: its parties, its sources and its outlets, with what each is counted for."""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict, dataclass, field
from typing import Any

from dragoman.query.filter import Filter
from dragoman.query.find import hits
from dragoman.store import Ledger


@dataclass(slots=True)
class Actor:
    """A party by name, code and first sector; in how many claims it acts, is acted on, brokers, and speaks."""

    name: str
    code: str | None
    sector: str | None
    kind: str
    actor: int = 0
    recipient: int = 0
    mediator: int = 0
    source: int = 0

    @property
    def total(self) -> int:
        return self.actor + self.recipient + self.mediator

    def to_dict(self) -> dict[str, Any]:
        return asdict(self)


@dataclass(slots=True)
class Source:
    """A source as the innermost of claims: how many, in how many stories, how firmly, and with what verbs."""

    name: str
    code: str | None
    type: str
    claims: int = 0
    stories: int = 0
    factuality: dict[str, int] = field(default_factory=dict)
    stances: dict[str, int] = field(default_factory=dict)
    contested: int | None = None
    """Claims that stand in a contested incident; None: not known yet."""

    def to_dict(self) -> dict[str, Any]:
        return asdict(self)


@dataclass(slots=True)
class Outlet:
    """An outlet: its stories, their claims, and how many of these it tells in its own voice."""

    name: str
    stories: int
    claims: int
    own: int

    def to_dict(self) -> dict[str, Any]:
        return asdict(self)


NOT_NAMED = "not named"
_CALLED = "COALESCE(NULLIF({0}.name, ''), NULLIF({0}.words, ''), 'not named')"
_FIRST = (
    "CASE WHEN instr(x.sector, ' ') THEN substr(x.sector, 1, instr(x.sector, ' ') - 1) ELSE NULLIF(x.sector, '') END"
)


_SAID = (
    "CROSS JOIN claim_attribution x ON x.document = h.document AND x.claim = h.claim AND x.position = 0"
    " CROSS JOIN attributions a ON a.document = x.document AND a.attribution = x.attribution"
)


def actors(ledger: Ledger, where: Filter) -> list[Actor]:
    """Parties of the claims that the filter lets through, the most told first."""
    with hits(ledger, where) as table:
        rows = ledger.select(
            f"SELECT {_CALLED.format('x')} AS called, x.code, {_FIRST} AS first, x.kind, x.role, count(*) FROM temp.{table} h"
            " CROSS JOIN parties x ON x.document = h.document AND x.claim = h.claim"
            " GROUP BY called, x.code, first, x.kind, x.role"
        )
        spoken = ledger.select(
            f"SELECT {_CALLED.format('a')} AS called, a.code, count(*) FROM temp.{table} h {_SAID} GROUP BY called, a.code"
        )
    found: dict[tuple[str, str | None, str | None], Actor] = {}
    for name, code, sector, kind, role, n in rows:
        one = found.setdefault((name, code, sector), Actor(name, code, sector, kind))
        setattr(one, role, getattr(one, role) + n)
    for name, code, n in spoken:
        same = [one for (called, of, _), one in found.items() if (called, of) == (name, code)]
        if same:
            max(same, key=lambda a: a.total).source += n
    return sorted(found.values(), key=lambda a: (-a.total, a.name.casefold(), a.code or "", a.sector or ""))


def sources(ledger: Ledger, where: Filter, contested: frozenset[str] | None = None) -> list[Source]:
    """Innermost sources of the claims that the filter lets through, the most told first. ``contested``: ids of claims that
    stand in a contested incident."""
    with hits(ledger, where) as table:
        rows = ledger.select(
            f"SELECT {_CALLED.format('a')}, a.code, a.source_type, a.stance, c.factuality, c.document, c.id"
            f" FROM temp.{table} h {_SAID} CROSS JOIN claims c ON c.document = h.document AND c.claim = h.claim"
        )
    by: dict[tuple[str, str | None, str], list[tuple[str, str, int, str]]] = {}
    for name, code, type, stance, factuality, document, claim in rows:
        by.setdefault((name, code, type), []).append((stance, factuality, document, claim))
    out = [
        Source(
            *who, len(told), len({d for _, _, d, _ in told}), _counted(f for _, f, _, _ in told),
            _counted(s for s, _, _, _ in told), None if contested is None else sum(c in contested for *_, c in told),
        )
        for who, told in by.items()
    ]  # fmt: skip
    return sorted(out, key=lambda s: (-s.claims, s.name.casefold(), s.code or "", s.type))


def _counted(values: Any) -> dict[str, int]:
    return dict(sorted(Counter(values).items(), key=lambda vn: (-vn[1], vn[0])))


def outlets(ledger: Ledger, where: Filter) -> list[Outlet]:
    """Outlets (else agencies) of the claims that the filter lets through, the most told first."""
    with hits(ledger, where) as table:
        rows = ledger.select(
            "SELECT COALESCE(d.outlet, d.agency, 'not named') AS who, count(DISTINCT h.document), count(*),"
            " sum(NOT EXISTS (SELECT 1 FROM claim_attribution x WHERE x.document = h.document AND x.claim = h.claim))"
            f" FROM temp.{table} h CROSS JOIN documents d ON d.document = h.document GROUP BY who ORDER BY 3 DESC, 1"
        )
    return [Outlet(*row) for row in rows]
