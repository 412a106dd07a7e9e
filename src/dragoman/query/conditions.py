"""A condition of a filter as SQL that both SQLite (the ledger) and DuckDB (its snapshot) run, with bound values.

``c`` is the claim (current_claims); ``x`` is a row of the condition's own table.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

from dragoman.query import values
from dragoman.query.countries import countries, country_code
from dragoman.query.vocabulary import BODIES, SECTORS
from dragoman.record import SourceType

_CODE = re.compile(r"[A-Za-z][A-Za-z0-9]{2}")
Engine = Literal["sqlite", "duckdb"]
BY_CLAIM = "x.document = c.document AND x.claim = c.claim"
BY_DOCUMENT = "x.document = c.document"
BY_EPISODE = "x.document = c.document AND instr(' ' || x.claims || ' ', ' ' || c.claim || ' ') > 0"
CLAIMS = "claims x"


@dataclass(frozen=True, slots=True)
class Condition:
    """``test`` on rows of ``table`` that belong to the claim as ``by`` says. ``drives``: an index finds such rows, so a
    search may begin with them. ``found``: a SELECT of their keys, of the same values, where it is not that of ``test``.
    ``within``: each of these holds for more claims, and is counted in its place. ``latest``: none that has a day begins
    after it."""

    test: str
    values: tuple[Any, ...] = ()
    table: str = CLAIMS
    by: str = BY_CLAIM
    drives: bool = False
    found: str | None = None
    within: tuple[Condition, ...] = ()
    latest: str | None = None

    def check(self, engine: Engine = "sqlite", *, indexed: bool = True) -> str:
        """True of a claim ``c``. ``indexed`` False: SQLite is not to look for claims by this condition's index."""
        if self.table == CLAIMS:
            return self.test.replace("x.", "c." if indexed else "+c.")
        if self.table == TEXT:
            if engine == "duckdb":
                return f"c.document IN ({TEXT_HITS})"
            # LIMIT -1: the index is asked once, not once a claim. +: what it finds is looked up, not gone through.
            return f"+c.document IN ({self.rows} LIMIT -1)"
        return f"EXISTS (SELECT 1 FROM {self.table} WHERE {self.by} AND ({self.test}))"

    @property
    def rows(self) -> str:
        """A SELECT of the claims, or of the documents, that the condition holds for."""
        if self.found:
            return self.found
        if self.table == TEXT:
            return f"SELECT rowid AS document FROM {TEXT} WHERE {self.test}"
        keys = "x.document, x.claim" if self.by == BY_CLAIM else "x.document"
        return f"SELECT {keys} FROM {self.table} WHERE {self.test}"


UNIQUE = frozenset({CLAIMS, "event_locations x", "documents x", "document_search"})
"""Tables that have at most one row a claim, or a document."""
TEXT = "document_search"
TEXT_HITS = "SELECT document FROM text_hits WHERE query = ?"
"""DuckDB has no full-text index: what SQLite's finds is put into this table (see snapshot)."""
Maker = Callable[[str], Condition]


def equal(column: str, table: str = CLAIMS, by: str = BY_CLAIM, *, drives: bool = False) -> Maker:
    """The column is the value."""
    full = column if "." in column else f"x.{column}"
    return lambda v: Condition(f"{full} = ?", (v,), table, by, drives)


def named(column: str, table: str, by: str = BY_CLAIM, *, drives: bool = False) -> Maker:
    """The column is the value in any case, or begins with it where it ends in ``*``."""

    def make(v: str) -> Condition:
        test, bound = _called(f"x.{column}", v)
        return Condition(test, bound, table, by, drives)

    return make


def _called(column: str, v: str) -> tuple[str, tuple[str, ...]]:
    if v.endswith("*"):
        start = v.rstrip("*").lower().replace("!", "!!").replace("%", "!%").replace("_", "!_")
        return f"lower({column}) LIKE ? ESCAPE '!'", (f"{start}%",)
    return f"{column} = ? COLLATE NOCASE", (v,)


Test = tuple[str, tuple[Any, ...]]


def _identity(v: str, row: str = "x") -> tuple[list[Test], bool]:
    """A party by sector, code, code and sector (``ARM/MIL``), code and name (``ARM/army``), or name: tests of which one must
    hold, and whether an index finds each."""
    first, _, rest = v.partition("/")
    code = country_code(first) or (first.upper() if _CODE.fullmatch(first) else None)
    known = code in countries() or code in BODIES
    if rest and code:
        tests = [_in_sector(rest, row)] if rest.upper() in SECTORS else _by_name(rest, row)
        of_it = [(f"{row}.code = ? AND {test}", (code, *bound)) for test, bound in tests]
        return (of_it, True) if known else (of_it + _by_name(v, row), "*" not in v)
    if v.upper() in SECTORS:
        return [_in_sector(v, row)], False
    by_code = [(f"{row}.code = ?", (code,))]
    if code and known and v.upper() == code:
        return by_code, True
    by_name = _by_name(v, row)
    return (by_code + by_name if code else by_name), not v.endswith("*")


def _in_sector(sector: str, row: str) -> Test:
    return f"instr(' ' || {row}.sector || ' ', ?) > 0", (f" {sector.upper()} ",)


def _by_name(v: str, row: str) -> list[Test]:
    """Its name, or, where the coder has none, its words in the story."""
    words, same = _called(f"{row}.words", v)
    return [_called(f"{row}.name", v), (f"{row}.name IS NULL AND {words}", same)]


def _either(tests: list[Test], role: str = "", row: str = "x") -> Test:
    """One of the tests; the role stands in each, so that SQLite finds each by its own index."""
    first = f"{row}.role = '{role}' AND " if role else ""
    return " OR ".join(f"({first}{test})" for test, _ in tests), tuple(v for _, bound in tests for v in bound)


def party(*roles: str) -> Maker:
    """A party in one of the roles."""

    def make(v: str) -> Condition:
        tests, drives = _identity(v)
        either = [_either(tests, role) for role in roles]
        return Condition(
            " OR ".join(t for t, _ in either), tuple(x for _, b in either for x in b), "parties x", drives=drives
        )

    return make


def dyad(v: str) -> Condition:
    """One acts on the other, either way, or both act on each other."""
    a, b = values.sides(v)

    def has(role: str, who: str, row: str) -> Test:
        return _either(_identity(who, row)[0], role, row)

    pairs = [(("actor", a), ("recipient", b)), (("actor", b), ("recipient", a))]
    if a.casefold() != b.casefold():
        pairs.append((("actor", a), ("actor", b)))
    joined = "parties x {} JOIN parties y ON y.document = x.document AND y.claim = x.claim"
    both, bound = [], list[Any]()
    for one, other in pairs:
        (left, lv), (right, rv) = has(*one, "x"), has(*other, "y")
        both.append(f"({left}) AND ({right})")
        bound += [*lv, *rv]
    any_of = " OR ".join(f"({t})" for t in both)
    return Condition(
        f"EXISTS (SELECT 1 FROM {joined.format('')} WHERE {BY_CLAIM} AND ({any_of}))", tuple(bound), "(SELECT 1) o", "1 = 1",
        drives=all(_identity(who)[1] for who in (a, b)),
        found=" UNION ".join(f"SELECT x.document, x.claim FROM {joined.format('CROSS')} WHERE {t}" for t in both),
        within=(party("actor", "recipient")(a), party("actor", "recipient")(b)),
    )  # fmt: skip


SAID = "claim_attribution x JOIN attributions a ON a.document = x.document AND a.attribution = x.attribution"
NARRATOR = Condition(
    "NOT EXISTS (SELECT 1 FROM claim_attribution y WHERE y.document = x.document AND y.claim = x.claim)"
)
_TYPES = frozenset(SourceType.__args__)  # type: ignore[attr-defined]


def source(v: str) -> Condition:
    """One of its sources, by type, code, sector or name; ``narrator``: none."""
    if v.casefold() == "narrator":
        return NARRATOR
    if v.casefold() in _TYPES:
        return Condition("a.source_type = ?", (v.casefold(),), SAID)
    tests, drives = _identity(v, "a")
    return Condition(*_either(tests), SAID, drives=drives)


def place(v: str) -> Condition:
    """The place of the event: by GeoNames id, name in the gazetteer, province, or the story's words."""
    if v.isascii() and v.isdigit():
        return Condition("x.geonameid = ?", (int(v),), "event_locations x", drives=True)
    (test, bound), *others = (_called(f"x.{c}", v) for c in ("resolved_place", "province", "words"))
    return Condition(" OR ".join([test, *(t for t, _ in others)]), bound * 3, "event_locations x", drives="*" not in v)


def prefix(column: str) -> Maker:
    """The column begins with the value."""
    return lambda v: Condition(f"substr(x.{column}, 1, ?) = ?", (len(v), v))


def compared(column: str) -> Maker:
    """The column against a number."""

    def make(v: str) -> Condition:
        operator, figure = values.compared(v)
        return Condition(f"x.{column} {operator} ?", (figure,))

    return make


_BEST = {">": "COALESCE(x.value, x.min)", "<": "COALESCE(x.value, x.max)", "=": "x.value"}


def figure(*kinds: str) -> Maker:
    """A figure of one of the kinds against a number: as told, else the least (the most) that it can be."""
    listed = ", ".join(f"'{k}'" for k in kinds)

    def make(v: str) -> Condition:
        operator, wanted = values.compared(v)
        test = f"x.kind IN ({listed}) AND {_BEST[operator[0]]} {operator} ?"
        return Condition(test, (wanted,), "quantities x", drives=True)

    return make


def during(v: str) -> Condition:
    """Some day of the event lies in the period."""
    first, last = values.both_ends(v)
    return Condition(f"{FROM} AND {TO}", (first, first, last, last), drives=True, latest=last)


FROM = "(x.enddate >= ? OR (x.enddate IS NULL AND x.date >= ?))"
TO = "(x.date <= ? OR (x.date IS NULL AND x.enddate <= ?))"
UNDATED = "(x.date IS NULL AND x.enddate IS NULL)"


def since(v: str) -> Condition:
    """Not over before the period begins."""
    return Condition(FROM, (values.span(v)[0],) * 2, drives=True)


def until(v: str) -> Condition:
    """Begun before the period is over."""
    last = values.span(v)[1]
    return Condition(TO, (last, last), drives=True, latest=last)


def published(v: str) -> Condition:
    """The story appeared in the period."""
    first, last = values.both_ends(v)
    test = "x.published >= ? AND x.published < ?"
    return Condition(test, (first, last + "U"), "documents x", BY_DOCUMENT, True)


def text(v: str) -> Condition:
    """The story has the words."""
    return Condition("document_search MATCH ?", (values.match_of(v),), TEXT, BY_DOCUMENT, True)


def incident(v: str) -> Condition:
    """The claim is of the incident with this id, or beginning of one."""
    test = "i.id >= ? AND i.id < ?"
    table = "link_episodes x JOIN link_incidents i ON i.incident = x.incident"
    return Condition(test, (v, v + "\x7f"), table, BY_EPISODE)


REVIEWED = "x.document_id = c.document_id AND x.begin = c.trigger_begin AND x.stop = c.trigger_stop"
_HOLDS = "x.verdict <> 'undo' AND NOT EXISTS (SELECT 1 FROM reviews u WHERE u.undoes = x.review)"
_VERDICTS = {"accepted": "x.verdict = 'accept' AND ", "edited": "x.verdict = 'edit' AND ", "any": ""}


def review(v: str) -> Condition:
    """A person's word holds on the claim; ``none``: nobody's. Rejected claims are no claims of the ledger any more."""
    if v == "none":
        test = f"NOT EXISTS (SELECT 1 FROM reviews x WHERE {REVIEWED} AND {_HOLDS})"
        return Condition(test, (), "(SELECT 1) o", "1 = 1")
    return Condition(f"{_VERDICTS[v]}{_HOLDS}", (), "reviews x", REVIEWED)


def country(v: str) -> Condition:
    """The event is in the country."""
    return Condition("x.country_code = ?", (v,), "event_locations x", drives=True)


def box(v: str) -> Condition:
    """The event's point lies in west, south, east, north; west above east goes over the date line."""
    west, south, east, north = map(float, v.split(","))
    across = "x.lon BETWEEN ? AND ?" if west <= east else "(x.lon >= ? OR x.lon <= ?)"
    return Condition(f"{across} AND x.lat BETWEEN ? AND ?", (west, east, south, north), "event_locations x")
