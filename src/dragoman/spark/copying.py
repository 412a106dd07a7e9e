"""Copies on Spark: bodies of text meet by their sampled shingles, pairs are compared one by one, connected parts are grouped.

The same pure functions as on one machine (:mod:`dragoman.link.copies`). Which wording is stock hangs on the whole archive, so it is
counted first, a shingle at a time.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from dragoman.spark.columns import batch, table
from dragoman.spark.connected import connected

if TYPE_CHECKING:
    import pyarrow as pa
    from pyspark.sql import DataFrame

COPIES = "copies string, document string, root string"
"""Columns of copies: a group's id, a document in it, and the document that it goes back to."""
_TEXTS = "body long, document string, text string, agency string, outlet string, published string"
_SKETCHES = "body long, normal string, size long, keys array<long>, least long"
_LIKE = "a long, b long, short double, long double"


def copies_frame(records: DataFrame) -> DataFrame:
    """Groups of near-verbatim copies among coded stories (columns ``id`` and ``record`` of
    :data:`dragoman.spark.RECORDS`), a row a document that is in one, with the columns of :data:`COPIES`."""
    from pyspark.sql import functions as F  # noqa: N812

    texts = records.select("record").mapInArrow(_texts, _TEXTS).cache()
    bodies = texts.dropDuplicates(["body"]).select("text").mapInArrow(_sketched, _SKETCHES).cache()
    posted = bodies.select("body", "least", F.explode("keys").alias("key"))
    pairs = bodies_alike(bodies, posted).cache()
    parts = connected(pairs).toDF("body", "part")
    named = texts.join(parts, "body", "left").withColumn("part", F.coalesce("part", "body"))
    several = named.groupBy("part").count().where("count > 1").select("part")
    linked = pairs.join(parts.withColumnRenamed("body", "a"), "a")
    return (
        named.join(several, "part").groupBy("part").cogroup(linked.groupBy("part")).applyInArrow(_grouped, COPIES)
    )  # fmt: skip


def bodies_alike(bodies: DataFrame, posted: DataFrame) -> DataFrame:
    """Pairs of bodies that are alike, the smaller first, with both shares (:func:`dragoman.link.copies.likeness`)."""
    from pyspark.sql import functions as F  # noqa: N812

    from dragoman.link.copies import CROWD, SEEN, WIDESPREAD

    counted = posted.groupBy("key").agg(F.countDistinct("least").alias("unrelated"), F.count("*").alias("texts"))
    is_stock = (F.col("unrelated") > WIDESPREAD) | (F.col("texts") > CROWD)
    stock = counted.where(is_stock).select("key").cache()
    kept = posted.join(stock, "key", "left_anti").select("key", "body")
    shared = kept.toDF("key", "a").join(kept.toDF("key", "b"), "key").where("a < b").groupBy("a", "b").count()
    of_each = posted.join(stock, "key").groupBy("body").agg(F.collect_list("key").alias("stock"))
    whole = bodies.join(of_each, "body", "left").select(F.struct("*").alias("it"))
    return (
        shared.where(F.col("count") >= SEEN)
        .join(whole.withColumnRenamed("it", "one"), F.col("a") == F.col("one.body"))
        .join(whole.withColumnRenamed("it", "other"), F.col("b") == F.col("other.body"))
        .select("one", "other")
        .mapInArrow(_alike, _LIKE)
    )


def _texts(parts: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    from dragoman.link.shingles import digest, normal
    from dragoman.link.views import text_of
    from dragoman.schema.decode import record_from_dict

    for part in parts:
        told = [text_of(record_from_dict(json.loads(row["record"]))) for row in part.to_pylist()]
        rows = [(digest(body), t.id, t.text, t.agency, t.outlet, t.published) for t in told if (body := normal(t.text))]
        yield batch(_TEXTS, rows)


def _sketched(parts: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    from dragoman.link.shingles import normal, sketch

    for part in parts:
        rows = []
        for row in part.to_pylist():
            s = sketch(body := normal(row["text"]))
            rows.append((s.body, body, s.size, s.keys.tolist(), s.least))
        yield batch(_SKETCHES, rows)


def _alike(parts: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    import numpy as np

    from dragoman.link.copies import likeness
    from dragoman.link.shingles import Sketch

    def sketch(row: dict[str, Any]) -> Sketch:
        return Sketch(row["body"], row["size"], np.array(row["keys"], np.int64), row["least"])

    for part in parts:
        rows = []
        for pair in part.to_pylist():
            a, b = pair["one"], pair["other"]
            stock = np.unique(np.array([*(a["stock"] or ()), *(b["stock"] or ())], np.int64))
            normals = {a["body"]: a["normal"], b["body"]: b["normal"]}
            if found := likeness(sketch(a), sketch(b), normals.__getitem__, stock):
                rows.append((a["body"], b["body"], *found))
        yield batch(_LIKE, rows)


def _grouped(told: pa.Table, alike: pa.Table) -> pa.Table:
    """The groups of one part: its documents, and the pairs of its bodies that are alike."""
    from dragoman.link.copies import Text, copy_group, grouped

    same: dict[int, list[Text]] = defaultdict(list)
    for r in told.to_pylist():
        same[r["body"]].append(Text(r["document"], r["text"], r["agency"], r["outlet"], r["published"]))
    pairs = {(r["a"], r["b"]): (r["short"], r["long"]) for r in alike.to_pylist()}
    copies = Counter({body: len(found) for body, found in same.items()})
    rows = []
    for bodies in grouped(sorted(same), pairs, copies):
        members = [t for body in bodies for t in same[body]]
        if len(members) > 1:
            group = copy_group(members)
            rows += [(group.id, document, group.root) for document in group.documents]
    return table(COPIES, rows)
