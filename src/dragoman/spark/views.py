"""Views on Spark: each incident with its sources, grade and figures, a job an incident; toll series, a job a source.

The same pure functions as on one machine (:mod:`dragoman.link.incidents`, :mod:`dragoman.link.tolls`).
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from dragoman.spark.columns import batch, table

if TYPE_CHECKING:
    import pyarrow as pa
    from pyspark.sql import DataFrame

    from dragoman.link.sources import Context
    from dragoman.record import Claim

VIEWS = "incident string, grade string, event string, date string, enddate string, claims int, view string"
"""Columns of incidents as they leave: id, some of what is asked for often, and the view as docs/record.md has it, as JSON."""
TOLLS = "toll string, kind string, since string, points int, view string"
"""The same of toll series."""
_CONTEXT = ("document", "outlet", "agency", "published", "original", "title")
_CLAIMS = ", ".join(("claim int", "told string", *(f"{c} string" for c in _CONTEXT)))
_TOTALS = f"{_CLAIMS}, source string"


def views_frame(records: DataFrame, settled: DataFrame, copies: DataFrame) -> DataFrame:
    """The incidents of coded stories with all that is told of each, a row an incident, with the columns of :data:`VIEWS`.
    ``settled``: :func:`dragoman.spark.linking.settled_frame` of the same records; ``copies``: their
    :func:`dragoman.spark.copies_frame`."""
    from dragoman.spark.linking import incidents_frame

    claims = _claims_of(records, copies).mapInArrow(_claims, _CLAIMS)
    told = claims.join(incidents_frame(settled).select("incident", "document", "claim"), ["document", "claim"])
    return settled.groupBy("incident").cogroup(told.groupBy("incident")).applyInArrow(_viewed, VIEWS)


def tolls_frame(records: DataFrame, settled: DataFrame, copies: DataFrame) -> DataFrame:
    """The running totals of coded stories, a row a series, with the columns of :data:`TOLLS`."""
    from pyspark.sql import functions as F  # noqa: N812

    from dragoman.spark.linking import incidents_frame

    totals = _claims_of(records, copies).mapInArrow(_totals, _TOTALS)
    homes = incidents_frame(settled).select("document", "claim", F.lit(True).alias("housed"))
    return totals.join(homes, ["document", "claim"], "left").groupBy("source").applyInArrow(_counted, TOLLS)


def _claims_of(records: DataFrame, copies: DataFrame) -> DataFrame:
    """Records with the document that each goes back to, where it is a copy."""
    roots = copies.select("document", "root").withColumnRenamed("document", "id")
    return records.where("claims > 0").select("id", "record").join(roots, "id", "left").select("record", "root")


def _claims(parts: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    for part in parts:
        yield batch(_CLAIMS, [_row(n, c, k) for n, c, k in _told(part)])


def _totals(parts: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    """Of claims that have a running total, with the source whose series it is in."""
    from dragoman.link.sources import root_of

    for part in parts:
        rows = [
            (*_row(n, c, k), (root_of(c.attribution, k) or k.narrator).key)
            for n, c, k in _told(part)
            if any(q.scope == "cumulative" for q in c.quantities)
        ]
        yield batch(_TOTALS, rows)


def _told(part: pa.RecordBatch) -> Iterator[tuple[int, Claim, Context]]:
    """Each claim of records with its number and what its document says of itself."""
    from dragoman.link.views import context_of
    from dragoman.schema.decode import record_from_dict

    for row in part.to_pylist():
        record = record_from_dict(json.loads(row["record"]))
        context = context_of(record, {record.id: row["root"]} if row["root"] else {})
        yield from ((n, claim, context) for n, claim in enumerate(record.claims))


def _row(number: int, claim: Claim, context: Context) -> tuple[Any, ...]:
    from dragoman.record import to_plain

    told = json.dumps(to_plain(claim), ensure_ascii=False)
    return number, told, *(getattr(context, c) for c in _CONTEXT)


def _again(rows: pa.Table) -> list[tuple[dict[str, Any], Claim, Context]]:
    """What :func:`_row` made of each claim, and the claim again, in the order of documents and numbers."""
    from dragoman.link.sources import Context
    from dragoman.record import Claim
    from dragoman.schema.decode import value_from_plain

    ordered = sorted(rows.to_pylist(), key=lambda r: (r["document"], r["claim"]))
    return [
        (r, value_from_plain(Claim, json.loads(r["told"]), "claim"), Context(*(r[c] for c in _CONTEXT)))
        for r in ordered
    ]


def _viewed(episodes: pa.Table, told: pa.Table) -> pa.Table:
    from dragoman.link.incidents import incident
    from dragoman.link.packed import unpack

    group = sorted((unpack(text) for text in episodes.column("packed").to_pylist()), key=lambda e: e.key)
    v = incident(group, [(claim, context) for _, claim, context in _again(told)])
    row = (v["id"], v["grade"], v["event"], v["date"], v["enddate"], len(v["claims"]), _json(v))
    return table(VIEWS, [row])


def _counted(told: pa.Table) -> pa.Table:
    from dragoman.link.tolls import toll_series

    found = _again(told)
    homes = {claim.id for row, claim, _ in found if row["housed"]}
    series = toll_series([(claim, context) for _, claim, context in found], homes)
    return table(TOLLS, [(t["id"], t["kind"], t["since"], len(t["points"]), _json(t)) for t in series])


def _json(view: dict[str, Any]) -> str:
    return json.dumps(view, ensure_ascii=False)
