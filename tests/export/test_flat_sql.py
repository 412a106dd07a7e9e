"""The fast way to Parquet gives what the slow one gives, value by value."""

from __future__ import annotations

import io
import json

import duckdb
import pytest

from dragoman.export.choose import chosen_claims
from dragoman.export.flat import COLUMNS
from dragoman.export.flat_sql import write_parquet
from dragoman.query import parse_filter
from dragoman.store import Ledger
from factories import full_record
from factories.claims import coded_by_hand

JSON = {"actor_json", "recipient_json", "mediator_json", "quantities", "attribution", "links", "why"}


@pytest.mark.parametrize("text", ["", "event=ASSAULT", "text:army -factuality=denied killed>=1"])
def test_both_ways_give_the_same_rows(tmp_path, text):
    with Ledger(tmp_path / "l.db") as store:
        run = store.start_run(version="1", model="m")
        for r in [*coded_by_hand()[0], full_record()]:
            store.add(r, run=run)
        where, out = parse_filter(text), io.BytesIO()
        n = write_parquet(store, where, out)
        slow = list(chosen_claims(store, where))
    (tmp_path / "c.parquet").write_bytes(out.getvalue())
    found = duckdb.read_parquet(str(tmp_path / "c.parquet"))
    assert dict(zip(found.columns, map(str, found.types), strict=True)) == {c.name: c.type for c in COLUMNS}
    fast = found.fetchall()
    assert n == len(fast) == len(slow) > 0
    for row, told in zip(fast, slow, strict=True):
        for value, column in zip(row, COLUMNS, strict=True):
            wanted = column.value(told) if column.value else None
            if column.name in JSON and value is not None:
                value, wanted = json.loads(value), json.loads(wanted)
            assert value == (wanted if wanted != "" else None), (told.claim.id, column.name)
