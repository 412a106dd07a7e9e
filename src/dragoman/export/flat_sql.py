"""The flat row of a claim (flat.py) worked out by DuckDB from the ledger's snapshot: the same columns and values, a hundred
times as fast. tests/export/test_flat_sql.py holds the two together."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path
from typing import BinaryIO

from dragoman.export.flat import COLUMNS
from dragoman.query import Filter
from dragoman.query.countries import countries
from dragoman.query.snapshot import Snapshot
from dragoman.store import Ledger

_SECTORS = "CASE WHEN {0}sector = '' THEN []::VARCHAR[] ELSE string_split({0}sector, ' ') END"
_ENTITY = f'"text": words, "start": "begin", "end": stop, name: name, code: code, sector: {_SECTORS.format("")}, office: office'
_SPAN = '"text": words, "start": "begin", "end": stop'


def _grouped(table: str, keys: str, **columns: tuple[str, str]) -> str:
    """One row a key: each column is (``joined`` | ``json``, value), over the rows of the key in their order. Most
    keys have one row, and need neither a group nor a sort."""
    one = {"joined": "{}", "json": "to_json([{}])::VARCHAR"}
    many = {
        "joined": "string_agg({}, '; ' ORDER BY position)", "json": "to_json(list({} ORDER BY position))::VARCHAR",
    }  # fmt: skip

    def all_as(how: dict[str, str]) -> str:
        return ", ".join(f"{how[kind].format(value)} AS {name}" for name, (kind, value) in columns.items())

    several = f"(SELECT DISTINCT {keys} FROM {table} WHERE position > 0)"
    return (
        f"SELECT {keys}, {all_as(one)} FROM {table} ANTI JOIN {several} s USING ({keys}) UNION ALL"
        f" SELECT {keys}, {all_as(many)} FROM {table} SEMI JOIN {several} s USING ({keys}) GROUP BY {keys}"
    )


_CLAIM = "document, claim"
_CALLED = "COALESCE(NULLIF(name, ''), NULLIF(words, ''), '-')"
_PARTS = {
    "sides": _grouped(
        "parties", f"{_CLAIM}, role", who=("joined", _CALLED), code=("joined", "COALESCE(NULLIF(code, ''), '-')"),
        sector=("joined", "COALESCE(NULLIF(sector, ''), '-')"), json=("json", f"{{{_ENTITY}, kind: kind}}"),
    ),
    "modes": _grouped("claim_modes", _CLAIM, mode=("joined", "mode")),
    "contexts": _grouped("claim_contexts", _CLAIM, context=("joined", "context")),
    "spoken": _grouped("claim_words", f"{_CLAIM}, role", words=("joined", "NULLIF(words, '')")),
    "figures": _grouped("quantities", _CLAIM, json=("json", (
        f'{{{_SPAN}, kind: kind, "value": "value", "min": "min", "max": "max", approximate: approximate = 1, unit: unit,'
        " what: what, affiliation: CASE WHEN affiliation_sector IS NULL THEN NULL ELSE {code: affiliation_code,"
        f" sector: {_SECTORS.format('affiliation_')}}} END, scope: scope, since: since, until: until, part_of: part_of}}"
    ))),
    "linked": _grouped("links", _CLAIM, json=("json", "{type: type, claim: target}")),
    "said": (
        "SELECT x.document, x.claim, x.position, a.* EXCLUDE (document), COALESCE(o.contents, '[]')::JSON AS content FROM claim_attribution x"
        " JOIN attributions a ON a.document = x.document AND a.attribution = x.attribution"
        " LEFT JOIN contents o ON o.document = x.document AND o.attribution = x.attribution"
    ),
    "first": "SELECT * FROM said WHERE position = 0",
    "chains": _grouped(
        "said", _CLAIM, chain=("joined", "COALESCE(NULLIF(name, ''), NULLIF(words, ''))"), json=("json", (
            f"{{id: id, source: {{{_ENTITY}, kind: entity_kind, source_type: source_type}},"
            ' cue: CASE WHEN cue_begin IS NULL THEN NULL ELSE {"text": cue, "start": cue_begin, "end": cue_stop} END,'
            " content: content, parent: parent, kind: kind, rule: rule, quoted: quoted, stance: stance, date: date}"
        )),
    ),
}  # fmt: skip
"""One row a claim (and role), by name."""
_TABLES = (
    "claims", "documents", "event_locations", "claim_modes", "claim_contexts", "parties", "claim_words", "quantities",
    "attributions", "contents", "claim_attribution", "links", "reasons",
)  # fmt: skip


def _values() -> dict[str, str]:
    """What fills each column."""
    out = {
        "claim_id": "c.id", "document_id": "c.document_id", "mode": "modes.mode", "context": "contexts.context",
        "place_words": "g.words", "country": "n.name", "quantities": "figures.json", "attribution": "chains.json",
        "source": "COALESCE(NULLIF(f.name, ''), f.words)", "source_code": "f.code", "source_sector": "NULLIF(f.sector, '')",
        "source_type": "f.source_type", "stance": "f.stance", "cue": "f.cue", "source_chain": "chains.chain",
        "links": "linked.json", "why": "r.reasons", "instrument": "instrument.words", "loaded": "loaded.words",
    }  # fmt: skip
    for role in ("actor", "recipient", "mediator"):
        out |= {role: f"{role}.who"} | {f"{role}_{x}": f"{role}.{x}" for x in ("code", "sector", "json")}
    for name in ("resolved_place", "geonameid", "lat", "lon", "province", "country_code", "feature_code", "resolution"):
        out[name] = f"g.{name}"
    for name in ("trigger", "sentence"):
        out |= {f"{name}_start": f"c.{name}_begin", f"{name}_end": f"c.{name}_stop"}
    for name in ("headline", "outlet", "agency", "url", "published", "dateline", "run", "recorded"):
        out[name] = f"d.{name}"
    return out


def question(where: str) -> str:
    """The SELECT of the flat rows of claims ``c`` for which ``where`` holds."""
    known = _values()
    columns = ", ".join(f'CAST({known.get(c.name, f"c.{c.name}")} AS {c.type}) AS "{c.name}"' for c in COLUMNS)
    parts = ", ".join(f"{name} AS ({sql})" for name, sql in _PARTS.items())
    joins = " ".join(
        f"LEFT JOIN {table} {alias} ON {alias}.document = c.document AND {alias}.claim = c.claim{extra}"
        for alias, table, extra in (
            ("g", "event_locations", ""), ("modes", "modes", ""), ("contexts", "contexts", ""), ("figures", "figures", ""),
            ("linked", "linked", ""), ("r", "reasons", ""), ("f", "first", ""), ("chains", "chains", ""),
            *((role, "sides", f" AND {role}.role = '{role}'") for role in ("actor", "recipient", "mediator")),
            *((role, "spoken", f" AND {role}.role = '{role}'") for role in ("instrument", "loaded")),
        )
    )  # fmt: skip
    return (
        f"WITH {parts} SELECT {columns} FROM current_claims c"
        f" JOIN documents d ON d.document = c.document {joins} LEFT JOIN countries n ON n.code = g.country_code"
        f" WHERE {where} ORDER BY c.document, c.claim"
    )


def write_parquet(ledger: Ledger, where: Filter, out: BinaryIO) -> int:
    """The claims that the filter lets through as a Parquet file; gives how many."""
    with Snapshot(ledger) as snapshot, tempfile.TemporaryDirectory(prefix="dragoman-") as folder:
        sql, values = snapshot.where(where)
        snapshot.need("current_claims", *_TABLES)
        snapshot.db.execute("CREATE TABLE countries (code VARCHAR, name VARCHAR)")
        snapshot.insert("countries", [(code, name) for code, (_, _, name) in countries().items()], ["VARCHAR"] * 2)
        path = Path(folder, "claims.parquet")
        target = str(path).replace("'", "''")
        copied = snapshot.db.execute(f"COPY ({question(sql)}) TO '{target}' (FORMAT parquet, COMPRESSION zstd)", values)
        count = int(copied.fetchall()[0][0])
        with path.open("rb") as f:
            shutil.copyfileobj(f, out)
    return count
