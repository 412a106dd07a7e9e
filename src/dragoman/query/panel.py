"""Panels: who towards whom, in which week, month or year, what kind of act, how often; zero where nothing is told.

A claim counts in a dyad for each actor and each recipient that it names; two who act on each other count both ways. What a
panel has no cell for is counted and told (:class:`Left`), never put somewhere.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal, get_args

from dragoman.code.plover import categories
from dragoman.errors import BadValue
from dragoman.query import values
from dragoman.query.filter import Filter
from dragoman.query.snapshot import Snapshot
from dragoman.query.vocabulary import QUADS

Period = Literal["day", "week", "month", "year"]
Counting = Literal["claims", "reports", "incidents", "fractional"]
By = Literal["event", "quad", "mode", "none"]
Parties = Literal["code", "sector", "name"]
Spans = Literal["drop", "start"]

MOST = 20_000_000
"""Rows of a panel."""
_PERIOD: dict[str, tuple[str, str]] = {
    "day": ("substr({}, 1, 10)", "%Y-%m-%d"),
    "week": ("strftime(CAST({} AS DATE), '%G-W%V')", "%G-W%V"),
    "month": ("substr({}, 1, 7)", "%Y-%m"),
    "year": ("substr({}, 1, 4)", "%Y"),
}
_WHO: dict[str, str] = {
    "code": "{}.code",
    "sector": "CASE WHEN {0}.code IS NOT NULL AND {0}.sector <> '' THEN {0}.code || '/' || split_part({0}.sector, ' ', 1) END",
    "name": "{}.name",
}
_WHAT: dict[str, str] = {
    "event": "c.event", "quad": "CAST(c.quad_code AS VARCHAR)", "mode": "m.mode", "none": "'all'",
}  # fmt: skip
_COUNT: dict[str, str] = {
    "claims": "count(*)", "reports": "count(DISTINCT document)", "incidents": "count(DISTINCT incident)",
    "fractional": "sum(share)",
}  # fmt: skip
HAPPENED = ("asserted", "alleged")


@dataclass(frozen=True, slots=True)
class Left:
    """Claims that the filter lets through, and how many of them stand in no cell, for which reason."""

    chosen: int
    undated: int
    wide: int
    onesided: int
    """No actor or no recipient that has what the parties are told by (a code)."""
    unlinked: int
    """Of no incident yet: only where incidents are counted."""

    def lines(self, period: str) -> list[str]:
        """A sentence for each."""
        told = (
            (self.undated, "without a date"),
            (self.wide, f"of a date wider than one {period}"),
            (self.onesided, "without a known party on both sides"),
            (self.unlinked, "of no incident: run dragoman link"),
        )
        return [f"{n:,} of {self.chosen:,} claims are not in it: {why}." for n, why in told if n]


@dataclass(frozen=True, slots=True)
class Asked:
    """What a panel is to be. Raises BadValue for what cannot be."""

    period: Period = "month"
    count: Counting = "claims"
    by: By = "event"
    parties: Parties = "code"
    spans: Spans = "drop"
    zeros: bool = True
    wide: bool = False

    def __post_init__(self) -> None:
        for name, kind in (("period", Period), ("count", Counting), ("by", By), ("parties", Parties), ("spans", Spans)):
            values.one_of(name, get_args(kind))(getattr(self, name))


class Panel:
    """A panel in DuckDB: ``columns``, ``rows()``, ``write(path, format)``; ``left`` tells what is not in it."""

    def __init__(self, snapshot: Snapshot, where: Filter, asked: Asked | None = None) -> None:
        self.snapshot, self.asked = snapshot, asked or Asked()
        self.where = counted(where)
        self._make()
        self.columns = [str(c[0]) for c in self.db.execute("DESCRIBE panel").fetchall()]

    @property
    def db(self) -> Any:
        return self.snapshot.db

    def _make(self) -> None:
        a = self.asked
        where, bound = self.snapshot.where(self.where)
        self.snapshot.need("parties", "claim_modes")
        cell = _PERIOD[a.period][0]
        start, end = cell.format("c.date"), cell.format("c.enddate")
        modes = "LEFT JOIN claim_modes m ON m.document = c.document AND m.claim = c.claim" if a.by == "mode" else ""
        incident = "NULL"
        if a.count == "incidents":
            self._members()
            modes += " LEFT JOIN members e ON e.document = c.document AND e.claim = c.claim"
            incident = "e.incident"
        self.db.execute(
            f"CREATE OR REPLACE TEMP TABLE told AS SELECT {_KEY.format('c')} AS key, c.document, {incident} AS incident,"
            f" COALESCE({_WHAT[a.by]}, 'none') AS category, {start} AS period, c.date,"
            f" c.date IS NULL OR c.enddate IS NULL AS undated, {start} <> {end} AS spanning"
            f" FROM current_claims c {modes} WHERE ({where})",
            bound,
        )
        self.db.execute(
            f"CREATE OR REPLACE TEMP TABLE who AS SELECT DISTINCT {_KEY.format('x')} AS key, x.role = 'recipient' AS to_it,"
            f" {_WHO[a.parties].format('x')} AS name FROM parties x"
            f" WHERE x.role <> 'mediator' AND {_KEY.format('x')} IN (SELECT key FROM told)"
        )
        self.db.execute(f"CREATE OR REPLACE TEMP TABLE sides AS {_SIDES}")
        fits = "NOT t.undated" + (" AND NOT t.spanning" if a.spans == "drop" else "")
        if a.count == "incidents":
            fits += " AND t.incident IS NOT NULL"
        self.left = self._left(fits)
        share = "1.0 / count(*) OVER (PARTITION BY t.key)" if a.count == "fractional" else "1"
        self.db.execute(
            f"CREATE OR REPLACE TEMP TABLE counted AS SELECT actor, recipient, period, category, {_COUNT[a.count]} AS n"
            " FROM (SELECT t.*, s.actor, s.recipient,"
            f" {share} AS share"
            f" FROM told t JOIN sides s USING (key) WHERE {fits}) GROUP BY ALL"
        )
        if a.zeros:
            self._fill()
        else:
            self.db.execute("CREATE OR REPLACE TEMP VIEW filled AS SELECT * FROM counted")
        if a.wide:
            each = ", ".join(f"COALESCE(sum(n) FILTER (category = '{c}'), 0) AS \"{c}\"" for c in self._categories())
            tail = f", {each}" if each else ""
            select = f"SELECT actor, recipient, period{tail} FROM filled GROUP BY ALL ORDER BY ALL"
        else:
            select = (
                "SELECT actor, recipient, period, category, n FROM filled ORDER BY actor, recipient, period, category"
            )
        self.db.execute(f"CREATE OR REPLACE TEMP VIEW panel AS {select}")

    def _members(self) -> None:
        """Each claim's incident."""
        self.snapshot.need("link_episodes")
        self.db.execute(
            "CREATE OR REPLACE TEMP TABLE members AS SELECT document, incident,"
            " CAST(unnest(string_split(claims, ' ')) AS BIGINT) AS claim FROM link_episodes WHERE claims <> ''"
        )

    def _left(self, fits: str) -> Left:
        wide = "NOT undated AND spanning" if self.asked.spans == "drop" else "FALSE"
        unlinked = "incident IS NULL" if self.asked.count == "incidents" else "FALSE"
        row = self.db.execute(
            "SELECT count(*), count(*) FILTER (undated), count(*) FILTER (wide), count(*) FILTER (fit AND NOT sided),"
            " count(*) FILTER (NOT undated AND NOT wide AND unlinked) FROM (SELECT key,"
            f" bool_or(undated) AS undated, bool_or({wide}) AS wide, bool_or({fits.replace('t.', '')}) AS fit,"
            f" bool_and({unlinked}) AS unlinked, key IN (SELECT key FROM sides) AS sided"
            " FROM told GROUP BY key)"
        ).fetchall()[0]
        return Left(*row)

    def _categories(self) -> list[str]:
        """All of a closed list, so that panels of two filters fit together; else those that are told."""
        if self.asked.by == "event" and not self.where.values("event"):
            return list(categories())
        if self.asked.by == "quad" and not self.where.values("quad"):
            return [str(n) for n in range(1, len(QUADS) + 1)]
        return [c for (c,) in self.db.execute("SELECT DISTINCT category FROM counted ORDER BY 1").fetchall()]

    def _fill(self) -> None:
        dyads = self.db.execute("SELECT count(DISTINCT (actor, recipient)) FROM counted").fetchall()[0][0]
        kinds, periods = self._categories(), self._periods()
        if dyads * len(kinds) * len(periods) > MOST:
            raise BadValue(
                f"the panel would have {dyads * len(kinds) * len(periods):,} rows.",
                remedy="narrow the filter or the period, or leave out the zeros.",
            )
        self.db.execute("CREATE OR REPLACE TEMP TABLE kinds AS SELECT unnest(?) AS category", [kinds or ["none"]])
        self.db.execute("CREATE OR REPLACE TEMP TABLE times AS SELECT unnest(?) AS period", [periods or [""]])
        self.db.execute(
            "CREATE OR REPLACE TEMP VIEW filled AS SELECT actor, recipient, period, category, COALESCE(n, 0) AS n"
            " FROM (SELECT DISTINCT actor, recipient FROM counted) CROSS JOIN times CROSS JOIN kinds"
            " LEFT JOIN counted USING (actor, recipient, period, category)"
        )

    def _periods(self) -> list[str]:
        """From the filter's first day to its last; where it has none, from the first to the last that is told."""
        low, high = self.db.execute(
            "SELECT min(date), max(date) FROM told WHERE period IN (SELECT period FROM counted)"
        ).fetchall()[0]
        first = [values.span(v)[0] for v in self.where.values("from")]
        last = [values.span(v)[1] for v in self.where.values("to")]
        for v in self.where.values("date"):
            begin, end = values.both_ends(v)
            first.append(begin)
            last.append(end)
        low = min((d for d in (*first, low) if d), default=None)
        high = max((d for d in (*last, high) if d), default=None)
        if not low or not high:
            return []
        step = {"day": "DAY", "week": "DAY", "month": "MONTH", "year": "YEAR"}[self.asked.period]
        begin = {"month": low[:7] + "-01", "year": low[:4] + "-01-01"}.get(self.asked.period, low[:10])
        rows = self.db.execute(
            f"SELECT DISTINCT strftime(day, '{_PERIOD[self.asked.period][1]}') FROM generate_series(CAST(? AS DATE),"
            f" CAST(? AS DATE), INTERVAL 1 {step}) AS s(day) ORDER BY 1",
            (begin, high[:10]),
        ).fetchall()
        return [p for (p,) in rows]

    def __len__(self) -> int:
        return int(self.db.execute("SELECT count(*) FROM panel").fetchall()[0][0])

    def rows(self, limit: int = -1, offset: int = 0) -> list[tuple[Any, ...]]:
        """Rows in the order of actor, recipient, period, category."""
        tail = f" LIMIT {int(limit)} OFFSET {int(offset)}" if limit >= 0 else ""
        found: list[tuple[Any, ...]] = self.db.execute(f"SELECT * FROM panel{tail}").fetchall()
        return found

    def write(self, path: str, format: Literal["csv", "parquet"]) -> None:
        """The rows as a file."""
        relation = self.db.sql("SELECT * FROM panel")
        if format == "parquet":
            relation.write_parquet(path, compression="zstd")
        else:
            relation.write_csv(path, header=True)


def counted(where: Filter) -> Filter:
    """What a panel counts where the filter does not say: events that a source says took place."""
    for field, kept in (("kind", ("event",)), ("factuality", HAPPENED)):
        if not any(t.field == field for t in where.terms):
            for v in kept:
                where = where.with_term(field, v)
    return where


_KEY = "({0}.document * 1000000 + {0}.claim)"
"""A claim in one number: joins over millions of claims take half the time of those over two."""
_SIDES = (
    "SELECT a.key, a.name AS actor, r.name AS recipient FROM who a JOIN who r ON a.key = r.key"
    " WHERE NOT a.to_it AND r.to_it AND a.name IS NOT NULL AND r.name IS NOT NULL UNION ALL"
    " SELECT a.key, a.name, b.name FROM who a JOIN who b ON a.key = b.key AND a.name <> b.name"
    " WHERE NOT a.to_it AND NOT b.to_it AND a.key NOT IN (SELECT key FROM who WHERE to_it)"
)
"""Dyads of a claim: each actor towards each recipient; where it has no recipient, actors towards one another."""
