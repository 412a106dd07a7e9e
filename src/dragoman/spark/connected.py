"""Connected parts of a graph on Spark: the smallest name is passed along until nothing changes."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pyspark.sql import DataFrame

_ROUNDS = 60


def connected(pairs: DataFrame) -> DataFrame:
    """(node, part) of pairs ``a``, ``b``: the smallest node that each is connected with. Parts are small, so few rounds do.

    Raises RuntimeError where they do not."""
    from pyspark.sql import functions as F  # noqa: N812

    both = pairs.select("a", "b").union(pairs.select("b", "a")).toDF("node", "other").cache()
    parts = both.groupBy("node").agg(F.least("node", F.min("other")).alias("part")).localCheckpoint()
    for _ in range(_ROUNDS):
        far = both.join(parts.toDF("other", "part"), "other").groupBy("node").agg(F.min("part").alias("far"))
        joined = parts.join(far, "node").select("node", F.least("part", "far").alias("part"), "part")
        joined = joined.toDF("node", "part", "was").localCheckpoint()
        parts = joined.select("node", "part")
        if joined.where("part != was").isEmpty():
            return parts
    raise RuntimeError(f"the links of these stories have a part wider than {_ROUNDS} steps")
