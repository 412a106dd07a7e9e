"""What is read with its story but never searched for: reasons, words of what is said, every time and place, and sources
that no claim rests on. They are two thirds of a record's rows, so they are kept as one compressed value a story."""

from __future__ import annotations

import sqlite3
import zlib
from collections.abc import Iterator, Mapping

import msgspec

from dragoman.store.rows import COLUMNS, Row, select

PACKED = ("attribution_content", "why", "times", "places")
"""Parts that have no table of their own. ``attributions`` has one for those that a claim rests on; the others are packed."""
STORED = tuple(t for t in COLUMNS if t not in PACKED)
"""Parts with a table of their own, parents before children."""

_encode = msgspec.json.Encoder().encode
_decode = msgspec.json.Decoder(dict[str, list[tuple]]).decode  # type: ignore[type-arg]
_FAST = 1
"""Of zlib: higher levels make it five per cent smaller, at twice the time."""

Parts = dict[str, list[Row]]


def split(parts: Mapping[str, list[Row]], told: Mapping[str, bytes]) -> tuple[Parts, bytes]:
    """Rows for tables, and the rest packed. ``told``: JSON of the rows of each part, which is at hand."""
    stored = {t: parts[t] for t in STORED if parts.get(t)}
    pieces = [b'"%b":%b' % (t.encode(), told[t]) for t in PACKED if t in told]
    if sources := parts.get("attributions"):
        held = {row[2] for row in parts.get("claim_attribution", ())}
        stored["attributions"] = [row for row in sources if row[0] in held]
        if len(held) < len(sources):
            pieces.append(b'"attributions":' + _encode([row for row in sources if row[0] not in held]))
    return stored, zlib.compress(b"{%b}" % b",".join(pieces), _FAST)


def unpack(packed: bytes | None) -> Parts:
    """Rows by part; none where there is nothing (which a check finds). Raises SQLite's error of a damaged file."""
    try:
        return _decode(zlib.decompress(packed)) if packed is not None else {}
    except (zlib.error, msgspec.DecodeError, TypeError) as e:
        raise sqlite3.DatabaseError(f"a packed part of a story is malformed: {e}") from e


def whole(stored: Mapping[str, list[Row]], packed: bytes | None) -> Parts:
    """All parts again, each in the order in which rows are made."""
    parts = {**stored, **(rest := unpack(packed))}
    if "attributions" in rest:
        parts["attributions"] = sorted([*stored.get("attributions", ()), *rest["attributions"]], key=lambda row: row[0])
    return parts


def packed_rows(db: sqlite3.Connection, table: str, first: int, last: int) -> Iterator[Row]:
    """Rows of a packed part with their document's number first, of documents ``first`` to ``last``."""
    sql = "SELECT document, parts FROM packed WHERE document BETWEEN ? AND ? ORDER BY document"
    for document, packed in db.execute(sql, (first, last)):
        for row in unpack(packed).get(table, ()):
            yield (document, *row)


def pack_tables(db: sqlite3.Connection) -> None:
    """Rows of a ledger of schema 7, where each part had a table: into ``packed``; the tables
    go. Inside the migration's transaction."""
    tables = (*PACKED, "attributions", "claim_attribution")
    for (document,) in db.execute("SELECT document FROM documents ORDER BY document").fetchall():
        parts = {t: rows for t in tables if (rows := db.execute(select(t), (document,)).fetchall())}
        _, packed = split(parts, {t: _encode(rows) for t, rows in parts.items()})
        db.execute("INSERT INTO packed VALUES (?, ?)", (document, packed))
    for table in PACKED:
        db.execute(f"DROP TABLE {table}")
    db.execute(
        "DELETE FROM attributions WHERE NOT EXISTS (SELECT 1 FROM claim_attribution x"
        " WHERE x.document = attributions.document AND x.attribution = attributions.attribution)"
    )
