"""What is read with its story but never searched for: reasons, words of what is said, every time and place, and sources
that no claim rests on. They are two thirds of a record's rows, so they are kept as one compressed value a story."""

from __future__ import annotations

import sqlite3
import zlib
from collections.abc import Iterator, Mapping
from itertools import groupby
from operator import itemgetter

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


class _Reasons(msgspec.Struct):
    why: list[tuple[int, int, str]] = []


class _Contents(msgspec.Struct):
    attribution_content: list[tuple[int, int, str, int, int]] = []


_reasons = msgspec.json.Decoder(_Reasons).decode  # reads past what is not asked
_contents = msgspec.json.Decoder(_Contents).decode


def reasons(db: sqlite3.Connection, first: int, last: int) -> Iterator[tuple[int, int, str]]:
    """(document, claim, JSON list of its reasons) of documents ``first`` to ``last``."""
    for document, packed in _packed(db, first, last):
        for claim, rows in groupby(_reasons(zlib.decompress(packed)).why, itemgetter(0)):
            yield document, claim, _encode([reason for _, _, reason in rows]).decode()


def contents(db: sqlite3.Connection, first: int, last: int) -> Iterator[tuple[int, int, str]]:
    """(document, attribution, JSON list of the spans of what is said), of those that a claim rests on."""
    sql = "SELECT document, attribution FROM attributions WHERE document BETWEEN ? AND ?"
    held = set(db.execute(sql, (first, last)).fetchall())
    for document, packed in _packed(db, first, last):
        rows = _contents(zlib.decompress(packed)).attribution_content
        for attribution, some in groupby(rows, itemgetter(0)):
            if (document, attribution) in held:
                spans = [{"text": words, "start": begin, "end": stop} for _, _, words, begin, stop in some]
                yield document, attribution, _encode(spans).decode()


def _packed(db: sqlite3.Connection, first: int, last: int) -> sqlite3.Cursor:
    sql = "SELECT document, parts FROM packed WHERE document BETWEEN ? AND ? ORDER BY document"
    return db.execute(sql, (first, last))


def pack_tables(db: sqlite3.Connection) -> None:
    """Of a ledger of schema 7, where each part had a table: rows into ``packed``, tables away. Inside the migration's
    transaction."""
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
