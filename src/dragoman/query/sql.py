"""SQL over the ledger's tables, read-only and shut in: a question can read these tables and nothing else of the machine."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from dragoman.errors import BadValue
from dragoman.query.linked import AGREEMENT, INCIDENT, TOLL, agreement_row, incident_row, linked, toll_rows
from dragoman.query.snapshot import Snapshot
from dragoman.query.values import near

TABLES: Mapping[str, tuple[str, str]] = {
    "documents": ("a story", "SELECT * FROM documents"),
    "claims": ("a claim, with id, date of publication, outlet and agency of its story", "SELECT * FROM current_claims"),
    "parties": ("an actor, recipient or mediator of a claim", "SELECT * FROM parties"),
    "modes": ("a mode of a claim", "SELECT * FROM claim_modes"),
    "contexts": ("a context of a claim", "SELECT * FROM claim_contexts"),
    "places": ("the place of a claim", "SELECT * FROM event_locations"),
    "quantities": ("a figure of a claim", "SELECT * FROM quantities"),
    "sources": (
        "a source of a claim, innermost first",
        "SELECT x.claim, x.position, a.* FROM claim_attribution x JOIN attributions a USING (document, attribution)",
    ),
    "links": ("a link to another claim of the story", "SELECT * FROM links"),
    "incidents": ("an incident", ""),
    "tolls": ("a point of a series of running totals", ""),
    "agreements": ("an agreement", ""),
}
"""What a question may read: what a row is, and where it comes from. A claim's key is (document, claim)."""
_NEEDS = {
    "claims": ("current_claims",), "modes": ("claim_modes",), "contexts": ("claim_contexts",),
    "places": ("event_locations",), "sources": ("claim_attribution", "attributions"),
}  # fmt: skip
_VIEWS = {"incidents": INCIDENT, "tolls": TOLL, "agreements": AGREEMENT}
_MEMORY = "2GB"


def columns_of(snapshot: Snapshot) -> Iterable[tuple[str, str, list[str]]]:
    """Each table: its name, what a row is, its columns."""
    for name, (about, select) in TABLES.items():
        if name in _VIEWS:
            yield name, about, list(_VIEWS[name])
            continue
        snapshot.need(*_NEEDS.get(name, (name,)))
        yield name, about, [str(c[0]) for c in snapshot.db.execute(f"DESCRIBE {select}").fetchall()]


class Answer:
    """Names of columns, and rows as they are fetched."""

    def __init__(self, columns: list[str], cursor: Any) -> None:
        self.columns, self._cursor = columns, cursor

    def rows(self) -> Iterable[tuple[Any, ...]]:
        """Row by row."""
        while some := self._cursor.fetchmany(10_000):
            yield from some


def ask(snapshot: Snapshot, question: str) -> Answer:
    """The answer to one SELECT. The snapshot's connection reads no file from then on. Raises BadValue."""
    import duckdb

    db = snapshot.db
    try:
        statements = db.extract_statements(question)
    except duckdb.Error as e:
        raise _wrong(e, question) from e
    if len(statements) != 1 or statements[0].type != duckdb.StatementType.SELECT:
        raise BadValue("this is not one SELECT.", remedy="ask one question that begins with SELECT, FROM or WITH.")
    known = {t for t in TABLES if re.search(rf"\b{t}\b", question, re.IGNORECASE)}
    db.execute("CREATE SCHEMA ledger")
    for name in TABLES:
        _make(snapshot, name, filled=name in known)
    db.execute("SET search_path = 'ledger'")
    for view in db.execute(
        "SELECT view_name FROM duckdb_views() WHERE NOT internal AND schema_name = 'main'"
    ).fetchall():
        db.execute(f'DROP VIEW main."{view[0]}"')
    db.execute(f"SET memory_limit = '{_MEMORY}'")
    db.execute("SET enable_external_access = false")
    db.execute("SET lock_configuration = true")
    try:
        cursor = db.execute(question)
        return Answer([str(c[0]) for c in cursor.description or ()], cursor)
    except duckdb.Error as e:
        raise _wrong(e, question) from e


def _make(snapshot: Snapshot, name: str, *, filled: bool) -> None:
    """The table, whole where the question names it, else empty: so that an error can name what there is."""
    db = snapshot.db
    if name in _VIEWS:
        columns = _VIEWS[name]
        typed = ", ".join(f'"{c}" {kind}' for c, kind in columns.items())
        db.execute(f"CREATE TABLE ledger.{name} ({typed})")
        if filled:
            snapshot.insert(f"ledger.{name}", [tuple(r.get(c) for c in columns) for r in _rows(snapshot, name)],
                            list(columns.values()))  # fmt: skip
        return
    if filled:
        snapshot.need(*_NEEDS.get(name, (name,)))
        db.execute(f"CREATE TABLE ledger.{name} AS {TABLES[name][1]}")


def _rows(snapshot: Snapshot, name: str) -> list[dict[str, Any]]:
    with linked(snapshot.ledger) as links:
        if name == "incidents":
            return [incident_row(v) for v in links.incidents()]
        if name == "tolls":
            return [row for s in links.tolls() for row in toll_rows(s)]
        return [agreement_row(a) for a in links.agreements()]


def _wrong(error: Exception, question: str) -> BadValue:
    """DuckDB's error on one line, with what there is."""
    said = str(error).split("\n\nLINE")[0].split("\nLINE")[0]
    said = re.sub(r"\s+", " ", said).strip()
    remedy = f"the tables are {', '.join(TABLES)}; docs/query.md has their columns."
    if m := re.search(r'Table with name "?(\w+)', said):
        remedy = near(m[1], TABLES) + remedy
    return BadValue(f"{said.rstrip('.')}.", remedy=remedy)
