"""Incidents on Spark: episodes meet by their keys, pairs are compared a key at a time, connected parts are settled.

The same pure functions as on one machine (:mod:`dragoman.link`): what a part is settled to hangs on that part alone, so
parts may be settled apart.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pyarrow as pa
    from pyspark.sql import DataFrame

    from dragoman.link.episodes import Episode

INCIDENTS = "incident string, document string, claim int, start int, end int"
"""Columns of links: the claim number ``claim`` (from 0) of a document, its trigger's offsets, and its incident's id."""
_EPISODES = "episode string, packed string"
_POSTINGS = "key long, near boolean, need boolean, episode string, packed string"
_EDGES = "a string, b string"
_ROUNDS = 60


def link_frame(records: DataFrame) -> DataFrame:
    """The incidents of coded stories (columns ``id`` and ``record`` of :data:`dragoman.spark.RECORDS`), a row a claim,
    with the columns of :data:`INCIDENTS`. Of stories with one id the caller keeps one."""
    from pyspark.sql import functions as F  # noqa: N812

    told = records.where("claims > 0").select("record").mapInArrow(_episodes, _EPISODES).cache()
    posted = told.mapInArrow(_postings, _POSTINGS)
    pairs = posted.groupBy("key").applyInArrow(_compared, _EDGES).distinct().cache()
    parts = _connected(pairs)
    whole = told.join(parts, "episode", "left").select(F.coalesce("part", "episode").alias("part"), "packed")
    return whole.groupBy("part").applyInArrow(_settled, INCIDENTS)


def _connected(pairs: DataFrame) -> DataFrame:
    """(episode, part): the smallest name that an episode is connected with. Parts are small, so few rounds do."""
    from pyspark.sql import functions as F  # noqa: N812

    both = pairs.union(pairs.select("b", "a")).toDF("episode", "other").cache()
    parts = both.groupBy("episode").agg(F.least("episode", F.min("other")).alias("part")).localCheckpoint()
    for _ in range(_ROUNDS):
        far = (
            both.join(parts.withColumnRenamed("episode", "other"), "other")
            .groupBy("episode")
            .agg(F.min("part").alias("far"))
        )
        joined = parts.join(far, "episode").select("episode", F.least("part", "far").alias("part"), "part").toDF(
            "episode", "part", "was"
        ).localCheckpoint()  # fmt: skip
        parts = joined.select("episode", "part")
        if joined.where("part != was").isEmpty():
            return parts
    raise RuntimeError(f"the links of these stories have a part wider than {_ROUNDS} steps")


def _episodes(parts: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    from dragoman.link.linker import episodes_of
    from dragoman.link.packed import pack
    from dragoman.schema.decode import record_from_dict

    for part in parts:
        made = [e for row in part.to_pylist() for e in episodes_of(record_from_dict(json.loads(row["record"])))]
        yield _batch({"episode": [_name(e) for e in made], "packed": [pack(e) for e in made]})


def _postings(parts: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    from dragoman.link.index import postings
    from dragoman.link.packed import unpack

    for part in parts:
        rows = [
            (key, near, need, row["episode"], row["packed"])
            for row in part.to_pylist()
            for key, near, need in postings(unpack(row["packed"]).profile)
        ]
        names = ("key", "near", "need", "episode", "packed")
        yield _batch(
            {name: [r[k] for r in rows] for k, name in enumerate(names)},
            {"key": "int64", "near": "bool_", "need": "bool_"},
        )


def _compared(block: pa.Table) -> pa.Table:
    """The pairs of one key that link. Of a far key one of a pair, at least, must be in need of it (link/blocks.py)."""
    import pyarrow as pa

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
    return pa.table({"a": pa.array([a for a, _ in out], pa.string()), "b": pa.array([b for _, b in out], pa.string())})


def _settled(part: pa.Table) -> pa.Table:
    import pyarrow as pa

    from dragoman.link.incidents import incident_id
    from dragoman.link.settle import settle

    rows = [
        (incident_id(group), a.document, a.number, a.start, a.end)
        for settled in settle(_unpacked(part.column("packed").to_pylist()))
        for group in settled.incidents
        for e in group
        for a in e.claims
    ]
    kinds = (pa.string(), pa.string(), pa.int32(), pa.int32(), pa.int32())
    names = [c.split()[0] for c in INCIDENTS.split(", ")]
    return pa.table({n: pa.array([r[k] for r in rows], t) for k, (n, t) in enumerate(zip(names, kinds, strict=True))})


def _unpacked(texts: Iterable[str]) -> list[Episode]:
    from dragoman.link.packed import unpack

    return [unpack(text) for text in texts]


def _name(e: Any) -> str:
    document, start = e.key
    return f"{document}\x1f{start}"


def _batch(columns: dict[str, list[Any]], kinds: dict[str, str] | None = None) -> pa.RecordBatch:
    import pyarrow as pa

    kinds = kinds or {}
    arrays = [pa.array(v, getattr(pa, kinds.get(k, "string"))()) for k, v in columns.items()]
    return pa.RecordBatch.from_arrays(arrays, names=list(columns))
