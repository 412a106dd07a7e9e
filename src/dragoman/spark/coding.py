"""Stories to records on Spark: Arrow batches of small rows go through the coder, whose model is loaded once a worker."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator
from functools import partial
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any, Literal

from dragoman.batches import Outcome, batches, code_batch
from dragoman.document import Story
from dragoman.errors import DataError, InputError
from dragoman.parse.pipe import DEFAULT_MODEL

if TYPE_CHECKING:
    import pyarrow as pa
    from pyspark.sql import DataFrame, SparkSession

RECORDS = (
    "month string, id string, published string, outlet string, agency string, language string, headline string, "
    "claims int, record string, failure string"
)
"""Columns of coded stories. ``record``: the record as one line of JSON; ``failure``: why there is none, as JSON;
``month``: of publication, ``unknown`` without a date, by which the output is parted."""

Kind = Literal["rows", "lines", "files"]
_ONE_THREAD = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")


def session(name: str = "dragoman") -> SparkSession:
    """The running session, else a new one by the machine's Spark settings; its Python workers are this interpreter.

    Raises DataError where PySpark or Java is not there.
    """
    try:
        from pyspark.errors import PySparkException
        from pyspark.sql import SparkSession
    except ImportError as e:
        raise DataError("PySpark is not installed.", remedy="pip install 'dragoman[spark]'") from e
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    os.environ.setdefault("PYSPARK_DRIVER_PYTHON", sys.executable)
    for name_ in _ONE_THREAD:
        os.environ.setdefault(name_, "1")
    try:
        builder = SparkSession.builder.appName(name)
        for variable in _ONE_THREAD:
            builder = builder.config(f"spark.executorEnv.{variable}", "1")
        made: SparkSession = builder.getOrCreate()
        return made
    except (PySparkException, RuntimeError, OSError) as e:
        raise DataError(
            "Spark does not start.", remedy="install Java 17 (Debian: openjdk-17-jre-headless) and set JAVA_HOME."
        ) from e


def read_frame(spark: SparkSession, source: str) -> tuple[DataFrame, Kind]:
    """What :func:`code_frame` takes, of a path that Spark can read: Parquet (``.parquet``, or a folder of such), WARC
    (``.warc``, ``.warc.gz``), else JSON lines, also gzipped. Globs and hdfs, s3a, abfss ... addresses are Spark's."""
    from pyspark.sql import functions as F  # noqa: N812

    low = source.lower().rstrip("/*")
    if ".warc" in PurePosixPath(low).name:
        return spark.read.format("binaryFile").load(source).select("path", "content"), "files"
    if low.endswith("parquet"):
        return spark.read.parquet(source), "rows"
    return spark.read.text(source).select("value", F.input_file_name().alias("path")), "lines"


def code_frame(
    frame: DataFrame,
    kind: Kind = "rows",
    *,
    model: str = DEFAULT_MODEL,
    claims_only: bool = False,
    published: str | None = None,
    columns: dict[str, str] | None = None,
) -> DataFrame:
    """The records of stories, with the columns of :data:`RECORDS`; stories that fail are rows with ``failure`` alone.

    ``kind`` tells what a row is: of ``rows`` a story whose fields are columns (named as in docs/reading.md, or by
    ``columns``: field to column); of ``lines`` a JSON line in ``value`` and the file's name in ``path``; of ``files`` a
    WARC file in ``content``. ``published``: for stories without a date of their own.
    """
    from dragoman.read.fields import check_date
    from dragoman.read.table import column_map

    if published is not None:
        published = check_date(published, where="published")
    fields = column_map(frame.columns, columns or {}, "the table") if kind == "rows" else None
    if fields is not None:
        frame = frame.selectExpr(*(f"cast(`{c}` as string) as `{k}`" for k, c in fields.items()))
    return frame.mapInArrow(
        partial(_coded, kind=kind, model=model, claims_only=claims_only, published=published), RECORDS
    )


def _coded(
    parts: Iterable[pa.RecordBatch], *, kind: Kind, model: str, claims_only: bool, published: str | None
) -> Iterator[pa.RecordBatch]:
    """Rows of :data:`RECORDS` of one partition. Runs in a worker, whose model stays loaded between partitions."""
    failed: list[InputError] = []
    stories = _stories(parts, kind, failed)
    if published:
        stories = (_dated(s, published) for s in stories)
    for batch in batches(stories):
        yield _table([_row(o) for o in code_batch(batch, model, claims_only)])
    if failed:
        yield _table([_failure(None, e) for e in failed])


def _dated(story: Story, published: str) -> Story:
    from dataclasses import replace

    return story if story.published else replace(story, published=published)


def _stories(parts: Iterable[pa.RecordBatch], kind: Kind, failed: list[InputError]) -> Iterator[Story]:
    import io

    from dragoman.read.base import Source
    from dragoman.read.fields import story_from
    from dragoman.read.jsonl import story_of
    from dragoman.read.warc import read_warc

    for part in parts:
        for n, row in enumerate(part.to_pylist(), 1):
            try:
                if kind == "rows":
                    yield story_from(row, where="the table")
                elif kind == "files":
                    yield from read_warc(Source(io.BytesIO(row["content"]), row["path"]), failed.append)
                elif row["value"].strip():
                    yield story_of(row["value"].encode("utf-8"), row["path"], n)
            except InputError as e:
                failed.append(e)


def _row(outcome: Outcome) -> dict[str, Any]:
    from dragoman.coder import story_id
    from dragoman.export.jsonl import line

    record = outcome.record
    if record is None:
        assert outcome.error is not None
        return _failure(story_id(outcome.story), outcome.error)
    return {
        "month": (record.published or "unknown")[:7], "id": record.id, "published": record.published,
        "outlet": record.outlet, "agency": record.agency, "language": record.language, "headline": record.headline,
        "claims": len(record.claims), "record": line(record).decode("utf-8").rstrip("\n"), "failure": None,
    }  # fmt: skip


def _failure(story: str | None, error: InputError) -> dict[str, Any]:
    import json

    told = {"story": story, "where": error.where, "code": error.code, "message": error.message, "remedy": error.remedy}
    return {"month": "unknown", "id": story, "failure": json.dumps(told)}


def _table(rows: list[dict[str, Any]]) -> pa.RecordBatch:
    import pyarrow as pa

    names = [c.split()[0] for c in RECORDS.split(", ")]
    kinds = [pa.int32() if c.endswith(" int") else pa.string() for c in RECORDS.split(", ")]
    columns = [pa.array([row.get(name) for row in rows], kind) for name, kind in zip(names, kinds, strict=True)]
    return pa.RecordBatch.from_arrays(columns, names=names)
