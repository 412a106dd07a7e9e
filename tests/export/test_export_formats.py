"""Every export on a full record: its columns are the format's own, what comes out can be read back, notes say what is lost."""

import csv
import io
import json
from dataclasses import replace
from pathlib import Path

import pytest

from dragoman.export import BUILT_IN, export_named, write_export
from dragoman.export.notes import notes
from dragoman.query import parse_filter
from dragoman.store import Ledger
from factories import full_record

COLUMNS = {
    row[0]: row[1:]
    for row in (
        line.split("\t") for line in (Path(__file__).parent / "data/columns.tsv").read_text("utf-8").splitlines()
    )
    if not row[0].startswith("#")
}
WIDTHS = {"gdelt": 61, "gdelt-mentions": 16, "icews": 20, "polecat": 40, "acled": 31, "ucdp": 49}


def lethal_record():
    """The full record, its dead told as a whole."""
    record = full_record()
    first, *rest = record.claims
    dead, *others = first.quantities
    return replace(record, claims=(replace(first, quantities=(replace(dead, part_of=None), *others)), *rest))


@pytest.fixture
def ledger(tmp_path: Path):
    with Ledger(tmp_path / "ledger.db") as store:
        store.add(lethal_record(), run=store.start_run(version="0", model="none"))
        yield store


def exported(ledger: Ledger, name: str, unit: str | None = None, where: str = "") -> tuple[bytes, int]:
    out = io.BytesIO()
    done = write_export(ledger, export_named(name), parse_filter(where), out, unit=unit)
    return out.getvalue(), done.written


@pytest.mark.parametrize("name", WIDTHS)
def test_columns_are_the_formats_own(name: str):
    names = [c.name for c in export_named(name).columns]
    assert names == COLUMNS[name] and len(names) == WIDTHS[name]


@pytest.mark.parametrize("name", ["gdelt", "gdelt-mentions", "icews", "polecat"])
def test_rows_with_tabs_have_the_width(ledger: Ledger, name: str):
    data, n = exported(ledger, name)
    lines = data.decode("utf-8").splitlines()
    header = name in ("icews", "polecat")
    assert n >= 1 and len(lines) == n + header
    assert {len(line.split("\t")) for line in lines} == {WIDTHS[name]}


@pytest.mark.parametrize("name", ["acled", "ucdp", "csv", "hxl"])
def test_rows_with_commas_read_back(ledger: Ledger, name: str):
    data, n = exported(ledger, name)
    rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig"))))
    tags = name == "hxl"
    assert n >= 1 and len(rows) == n + 1 + tags
    assert len({len(r) for r in rows}) == 1
    assert not tags or all(cell == "" or cell.startswith("#") for cell in rows[1])


def test_codes_are_text_and_dates_are_those_of_the_event(ledger: Ledger):
    row = dict(zip(COLUMNS["gdelt"], exported(ledger, "gdelt")[0].decode().splitlines()[0].split("\t"), strict=True))
    claim = next(c for c in full_record().claims if c.kind == "event")
    assert row["EventCode"] == claim.cameo and row["QuadClass"] == str(claim.quad_code)
    assert row["SQLDATE"] == (claim.date or "").replace("-", "")


def test_what_did_not_happen_is_left_out_where_it_could_not_be_told(ledger: Ledger):
    told = [c for c in full_record().claims if c.kind == "event" and c.factuality in ("asserted", "alleged")]
    assert exported(ledger, "gdelt")[1] == len(told)
    assert exported(ledger, "csv")[1] == len(full_record().claims)


def test_parquet_holds_what_csv_holds(ledger: Ledger, tmp_path: Path):
    import duckdb

    path = tmp_path / "c.parquet"
    path.write_bytes(exported(ledger, "parquet")[0])
    found = duckdb.sql(f"SELECT * FROM read_parquet('{path}')")
    rows = list(csv.reader(io.StringIO(exported(ledger, "csv")[0].decode("utf-8-sig"))))
    assert found.columns == rows[0] and len(found.fetchall()) == len(rows) - 1


def test_json_formats_parse(ledger: Ledger):
    features = json.loads(exported(ledger, "geojson")[0])
    assert features["type"] == "FeatureCollection" and len(features["features"]) == len(full_record().claims)
    text = full_record().text
    found = json.loads(exported(ledger, "webannotation")[0])
    items = found if isinstance(found, list) else found.get("items") or found["first"]["items"]
    for item in items:
        targets = item["target"] if isinstance(item["target"], list) else [item["target"]]
        for target in targets:
            by_kind = {s["type"]: s for s in target["selector"]}
            quote, place = by_kind["TextQuoteSelector"], by_kind["TextPositionSelector"]
            assert text[place["start"] : place["end"]] == quote["exact"]
    for line in exported(ledger, "plover")[0].splitlines():
        event = json.loads(line)
        assert event["event"] and event["actor"] is not None


def test_jsonl_round_trip(ledger: Ledger):
    assert json.loads(exported(ledger, "jsonl")[0]) == lethal_record().to_dict()


def test_the_filter_chooses(ledger: Ledger):
    assert exported(ledger, "csv", where="kind=toll")[1] == sum(c.kind == "toll" for c in full_record().claims)


@pytest.mark.parametrize("export", BUILT_IN, ids=lambda e: e.name)
def test_notes_name_every_empty_column_and_the_run(ledger: Ledger, export):
    text = notes(ledger, parse_filter(""), export, export.units[0], chosen=1, written=1)
    assert "run" in text.lower()
    missing = [c.name for c in export.columns if c.value is None and c.name not in text]
    assert missing == []


def test_every_format_is_documented():
    page = (Path(__file__).resolve().parents[2] / "docs/exporting.md").read_text("utf-8")
    assert [e.name for e in BUILT_IN if f"`{e.name}`" not in page] == []
