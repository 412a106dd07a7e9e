"""Incidents on Spark: episodes meet by their keys, pairs are compared a key at a time, connected parts are settled.

The same pure functions as on one machine (:mod:`dragoman.link`): what a part is settled to hangs on that part alone, so
parts may be settled apart.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from dragoman.spark.columns import batch, table
from dragoman.spark.connected import connected

if TYPE_CHECKING:
    import pyarrow as pa
    from pyspark.sql import DataFrame

    from dragoman.link.episodes import Episode

INCIDENTS = "incident string, document string, claim int, start int, end int"
"""Columns of links: the claim number ``claim`` (from 0) of a document, its trigger's offsets, and its incident's id."""
SETTLED = "incident string, packed string"
"""An episode (dragoman.link.packed) of an incident."""
_EPISODES = "episode string, packed string"
_POSTINGS = "key long, near boolean, need boolean, episode string, packed string"
_EDGES = "a string, b string"


def link_frame(records: DataFrame) -> DataFrame:
    """The incidents of coded stories (columns ``claims`` and ``record`` of :data:`dragoman.spark.RECORDS`), a row a claim,
    with the columns of :data:`INCIDENTS`. Of stories with one id the caller keeps one."""
    return incidents_frame(settled_frame(records))


def incidents_frame(settled: DataFrame) -> DataFrame:
    """The claims of :func:`settled_frame`, with the columns of :data:`INCIDENTS`."""
    return settled.mapInArrow(_incidents, INCIDENTS)


def settled_frame(records: DataFrame) -> DataFrame:
    """The incidents of coded stories, a row an episode, with the columns of :data:`SETTLED`. To be kept (``cache``) by who
    makes more than one view of it."""
    from pyspark.sql import functions as F  # noqa: N812

    told = records.where("claims > 0").select("record").mapInArrow(_episodes, _EPISODES).cache()
    posted = told.mapInArrow(_postings, _POSTINGS)
    pairs = posted.groupBy("key").applyInArrow(_compared, _EDGES).distinct().cache()
    parts = connected(pairs).withColumnRenamed("node", "episode")
    whole = told.join(parts, "episode", "left").select(F.coalesce("part", "episode").alias("part"), "packed")
    return whole.groupBy("part").applyInArrow(_settled, SETTLED)


def _episodes(parts: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    from dragoman.link.linker import episodes_of
    from dragoman.link.packed import pack
    from dragoman.schema.decode import record_from_dict

    for part in parts:
        made = [e for row in part.to_pylist() for e in episodes_of(record_from_dict(json.loads(row["record"])))]
        yield batch(_EPISODES, [(_name(e), pack(e)) for e in made])


def _postings(parts: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    from dragoman.link.index import postings
    from dragoman.link.packed import unpack

    for part in parts:
        rows = [
            (key, near, need, row["episode"], row["packed"])
            for row in part.to_pylist()
            for key, near, need in postings(unpack(row["packed"]).profile)
        ]
        yield batch(_POSTINGS, rows)


def _compared(block: pa.Table) -> pa.Table:
    """The pairs of one key that link. Of a far key one of a pair, at least, must be in need of it (link/blocks.py)."""
    from dragoman.link.match import LINK, compare

    rows = block.to_pylist()
    profiles = _unpacked(r["packed"] for r in rows) if len(rows) > 1 else []
    order = sorted(range(len(profiles)), key=lambda n: profiles[n].key)
    out = []
    for at, n in enumerate(order):
        for m in order[:at]:
            if rows[n]["near"] or rows[n]["need"] or rows[m]["need"]:
                if compare(profiles[m].profile, profiles[n].profile) >= LINK:
                    out.append((rows[m]["episode"], rows[n]["episode"]))
    return table(_EDGES, out)


def _settled(part: pa.Table) -> pa.Table:
    from dragoman.link.incidents import incident_id
    from dragoman.link.packed import pack
    from dragoman.link.settle import settle

    rows = [
        (incident_id(group), pack(e))
        for settled in settle(_unpacked(part.column("packed").to_pylist()))
        for group in settled.incidents
        for e in group
    ]
    return table(SETTLED, rows)


def _incidents(parts: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    from dragoman.link.packed import unpack

    for part in parts:
        rows = [
            (row["incident"], a.document, a.number, a.start, a.end)
            for row in part.to_pylist()
            for a in unpack(row["packed"]).claims
        ]
        yield batch(INCIDENTS, rows)


def _unpacked(texts: Iterable[str]) -> list[Episode]:
    from dragoman.link.packed import unpack

    return [unpack(text) for text in texts]


def _name(e: Any) -> str:
    document, start = e.key
    return f"{document}\x1f{start}"
