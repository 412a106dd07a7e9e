"""``dragoman spark-code``: an archive coded and linked by Spark, to partitioned Parquet."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from dragoman.cli.common import command, complain
from dragoman.cli.stories import ClaimsOnly, Columns, Model, Published

if TYPE_CHECKING:
    from pyspark.sql import DataFrame


@command
def spark_code(
    source: Annotated[str, typer.Argument(metavar="INPUT", help="Parquet, JSON lines or WARC, as Spark addresses it.")],
    target: Annotated[str, typer.Argument(metavar="OUTPUT", help="Folder that is made for the Parquet output.")],
    published: Published = None,
    columns: Columns = None,
    model: Model = None,
    claims_only: ClaimsOnly = False,
    partitions: Annotated[
        int | None,
        typer.Option(min=1, metavar="N", help="Parts the stories are dealt into; default as Spark reads them."),
    ] = None,
    link: Annotated[
        bool, typer.Option("--link/--no-link", help="Also work out incidents, copies and toll series.")
    ] = True,
) -> None:
    """Code an archive on Spark: OUTPUT/records (Parquet by month), OUTPUT/failures; linked: OUTPUT/incidents, OUTPUT/views,
    OUTPUT/copies, OUTPUT/tolls."""
    from dragoman.parse.pipe import DEFAULT_MODEL
    from dragoman.read.sources import parse_columns
    from dragoman.spark import code_frame, read_frame, session

    spark = session()
    frame, kind = read_frame(spark, source)
    if partitions is not None:
        frame = frame.repartition(partitions)
    coded = code_frame(
        frame, kind, model=model or DEFAULT_MODEL, claims_only=claims_only, published=published,
        columns=parse_columns(columns or ()),
    )  # fmt: skip
    raw = f"{target}/_coded"
    coded.write.parquet(raw)  # once: coding is dear, and what follows reads it more than once
    coded = spark.read.parquet(raw)
    records = coded.where("failure is null").drop("failure")
    records.repartition("month").sortWithinPartitions("id").write.partitionBy("month").parquet(f"{target}/records")
    coded.where("failure is not null").select("failure").coalesce(1).write.text(f"{target}/failures")
    told = f"{records.count():,} stories -> {target}/records"
    if link:
        told += _link(records.dropDuplicates(["id"]), target)
    failed = coded.where("failure is not null").count()
    _remove(spark, raw)
    complain(told)
    if failed:
        complain(f"{failed:,} {'failure' if failed == 1 else 'failures'} -> {target}/failures")
        raise typer.Exit(1)


def _link(records: DataFrame, target: str) -> str:
    """Write what the stories have to do with one another; how much it is."""
    from dragoman.spark import copies_frame, settled_frame, tolls_frame, views_frame
    from dragoman.spark.linking import incidents_frame

    records, settled = records.cache(), settled_frame(records).cache()
    incidents_frame(settled).write.parquet(f"{target}/incidents")
    copies_frame(records).write.parquet(f"{target}/copies")
    copies = records.sparkSession.read.parquet(f"{target}/copies")
    views_frame(records, settled, copies).write.parquet(f"{target}/views")
    tolls_frame(records, settled, copies).write.parquet(f"{target}/tolls")
    count = {
        name: records.sparkSession.read.parquet(f"{target}/{name}").count() for name in ("views", "copies", "tolls")
    }
    return f", {count['views']:,} incidents, {count['copies']:,} copies, {count['tolls']:,} toll series"


def _remove(spark: object, path: str) -> None:
    """Delete a folder of the file system that Spark writes to."""
    jvm, context = spark._jvm, spark._jsc  # type: ignore[attr-defined]
    where = jvm.org.apache.hadoop.fs.Path(path)
    where.getFileSystem(context.hadoopConfiguration()).delete(where, True)
