"""How many of the claims that a filter lets through have each value of a field: what one could narrow it to."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from dragoman.query.filter import Filter
from dragoman.query.find import hits
from dragoman.store import Ledger

Counts = list[tuple[str, int]]

_PLAIN = {
    "event": "c.event", "kind": "c.kind", "factuality": "c.factuality", "outlet": "c.outlet", "country": "g.country_code",
    "date": "substr(c.date, 1, 4)",
}  # fmt: skip
"""Fields of which a claim has one value."""
_SEVERAL = {
    "actor": ("x.code", "parties x", "AND x.role = 'actor'"),
    "recipient": ("x.code", "parties x", "AND x.role = 'recipient'"),
    "mode": ("x.mode", "claim_modes x", ""),
    "source": (
        "a.source_type",
        "claim_attribution x JOIN attributions a ON a.document = x.document AND a.attribution = x.attribution",
        "",
    ),
}
"""Fields of which it may have more: column, table, condition."""
NAMES = (*_PLAIN, *_SEVERAL)


def facets(ledger: Ledger, where: Filter, names: Sequence[str] = NAMES) -> dict[str, Counts]:
    """For each field its values, the most frequent first. A field that the filter asks of is counted as if it did not, so
    that one sees what else there is."""
    out: dict[str, Counts] = {}
    free = [n for n in names if not where.values(n)]
    for some, asked in ((free, where), *(([n], where.without(n)) for n in names if n not in free)):
        with hits(ledger, asked) as table:
            out |= _plain(ledger, table, [n for n in some if n in _PLAIN])
            out |= {n: _several(ledger, table, n) for n in some if n in _SEVERAL}
    return {n: out[n] for n in names}


def _plain(ledger: Ledger, table: str, names: Sequence[str]) -> dict[str, Counts]:
    """One pass over the claims for all of them."""
    if not names:
        return {}
    place = (
        " LEFT JOIN event_locations g ON g.document = h.document AND g.claim = h.claim" if "country" in names else ""
    )
    rows = ledger.select(
        f"SELECT {', '.join(_PLAIN[n] for n in names)} FROM temp.{table} h CROSS JOIN current_claims c"
        f" ON c.document = h.document AND c.claim = h.claim{place}"
    )
    columns: Iterable[Sequence[str | None]] = zip(*rows, strict=True) if rows else [()] * len(names)
    return {n: _ranked(Counter(column)) for n, column in zip(names, columns, strict=True)}


def _several(ledger: Ledger, table: str, name: str) -> Counts:
    """A claim counts once for each value that it has."""
    column, joined, extra = _SEVERAL[name]
    joined = joined.replace(" x", f" x ON x.document = h.document AND x.claim = h.claim {extra}", 1)
    rows = ledger.select(f"SELECT h.document, h.claim, {column} FROM temp.{table} h CROSS JOIN {joined}")
    return _ranked(Counter(v for _, _, v in set(rows)))


def _ranked(counted: Counter[str | None]) -> Counts:
    known = [(v, n) for v, n in counted.items() if v not in (None, "")]
    return sorted(known, key=lambda vn: (-vn[1], str(vn[0])))  # type: ignore[return-value, arg-type]
