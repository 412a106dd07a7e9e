"""Every format: the columns that its documentation lists, what it says of a claim, and that it can be read back."""

from __future__ import annotations

import csv
import dataclasses
import io
import json
import zipfile
from pathlib import Path

import duckdb
import pytest
from lxml import etree

from dragoman.errors import BadValue
from dragoman.export import BUILT_IN, export_named, exports, write_export
from dragoman.export.notes import notes
from dragoman.query import parse_filter
from dragoman.record import Affiliation, Claim, Entity, EventLocation, Quantity, Record, Span
from dragoman.store import Ledger
from factories import full_record

LISTED = {
    row[0]: row[1:]
    for row in csv.reader(
        (Path(__file__).parent / "data/columns.tsv").read_text("utf-8").splitlines()[1:], delimiter="\t"
    )
}
TALKS = "The foreign ministers of Peru and Chile will meet in Lima on May 3, officials said.\nNobody\tobjected 😀."


def _span(text: str, words: str) -> Span:
    return Span(words, text.index(words), text.index(words) + len(words))


def _talks() -> Record:
    ministers = _span(TALKS, "The foreign ministers of Peru and Chile")
    return Record(
        "talks/1",
        TALKS,
        outlet="Daily, the",
        published="2024-05-01T08:00:00+02:00",
        url="https://news.example/1",
        claims=(
            Claim(
                "talks/1#1",
                "event",
                _span(TALKS, TALKS.splitlines()[0]),
                _span(TALKS, "meet"),
                event="CONSULT",
                cameo="040",
                quad_code=1,
                actor=(
                    Entity(ministers.text, ministers.start, ministers.end, "Peru", "PER", ("GOV",)),
                    Entity(ministers.text, ministers.start, ministers.end, "Chile", "CHL", ("GOV",)),
                ),
                date="2024-05-03",
                enddate="2024-05-03",
                date_precision="day",
                event_loc=EventLocation(
                    _span(TALKS, "Lima"), "Lima", 3936456, -12.04, -77.03, "Lima", "PER", "PPLC", 4
                ),
                factuality="planned",
            ),
        ),
    )


@pytest.fixture(scope="module")
def ledger(tmp_path_factory):
    with Ledger(tmp_path_factory.mktemp("export") / "ledger.db") as store:
        run = store.start_run(version="1.2.3", model="a model")
        store.add(full_record("one"), run=run)
        store.add(_talks(), run=run)
        store.add(Record("empty", "Nothing is told."))
        yield store


def written(ledger: Ledger, name: str, where: str = "", unit: str | None = None) -> bytes:
    out = io.BytesIO()
    write_export(ledger, export_named(name), parse_filter(where), out, unit=unit)
    return out.getvalue()


def commas(data: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(data.decode("utf-8"), newline="")))


def tabs(data: bytes) -> list[list[str]]:
    return [line.split("\t") for line in data.decode("utf-8").split("\n")[:-1]]


def test_there_is_a_format_for_each_name_once():
    assert [e.name for e in BUILT_IN] == (
        "jsonl plover csv parquet gdelt gdelt-mentions icews polecat acled ucdp hxl geojson kml webannotation brat ics".split()
    )
    assert len({e.name for e in exports()}) == len(exports())
    with pytest.raises(BadValue):
        export_named("dbf")


@pytest.mark.parametrize(
    ("name", "width"), [("gdelt", 61), ("gdelt-mentions", 16), ("icews", 20), ("polecat", 40), ("acled", 31), ("ucdp", 49)]
)  # fmt: skip
def test_columns_are_those_of_the_format(ledger, name, width):
    assert [c.name for c in export_named(name).columns] == LISTED[name]
    data = written(ledger, name)
    rows = tabs(data) if name not in ("acled", "ucdp") else list(csv.reader(io.StringIO(data.decode(), newline="")))
    headers = 0 if name.startswith("gdelt") else 1
    events = 0 if name == "ucdp" else 1  # the one event said to have happened; its only figure is part of another
    assert len(rows) == headers + events
    assert {len(r) for r in rows} == {width}
    if headers:
        assert rows[0] == LISTED[name]


@pytest.mark.parametrize("export", BUILT_IN, ids=lambda e: e.name)
def test_what_stays_empty_says_why(export):
    assert [c.name for c in export.columns if c.value is None and not c.about] == []


def test_gdelt_says_what_the_claim_says(ledger):
    row = dict(zip(LISTED["gdelt"], tabs(written(ledger, "gdelt"))[0], strict=True))
    assert row["SQLDATE"] == "20240603" and row["MonthYear"] == "202406" and row["FractionDate"] == "2024.4235"
    assert (row["EventCode"], row["EventRootCode"], row["QuadClass"]) == ("194", "19", "4")
    assert (row["Actor1Code"], row["Actor1Name"], row["Actor2Code"]) == ("REB", "rebels", "UKRCVL")
    assert (row["ActionGeo_CountryCode"], row["ActionGeo_Type"]) == ("UP", "4"), "FIPS, not ISO"
    assert row["GoldsteinScale"] == row["AvgTone"] == row["Actor1Geo_Lat"] == ""
    mention = dict(zip(LISTED["gdelt-mentions"], tabs(written(ledger, "gdelt-mentions"))[0], strict=True))
    assert mention["GLOBALEVENTID"] == row["GLOBALEVENTID"] and int(row["GLOBALEVENTID"]) < 2**63
    assert full_record().text[int(mention["ActionCharOffset"]) :].startswith("shelled")


def test_polecat_writes_none_where_nothing_is_known(ledger):
    row = dict(zip(LISTED["polecat"], tabs(written(ledger, "polecat"))[1], strict=True))
    assert row["Actor COW"] == row["Wikipedia Actor ID"] == "None"
    assert row["Event Type"] == "ASSAULT" and row["Quad Code"] == "MATERIAL CONFLICT"


def test_acled_shape(ledger):
    (row,) = commas(written(ledger, "acled"))
    assert (row["event_type"], row["sub_event_type"]) == (
        "Explosions/Remote violence",
        "Shelling/artillery/missile attack",
    )
    assert (row["inter1"], row["inter2"], row["civilian_targeting"]) == (
        "Rebel group",
        "Civilians",
        "Civilian targeting",
    )
    assert (row["fatalities"], row["time_precision"], row["geo_precision"], row["iso"]) == ("", "1", "1", "804")
    assert row["region"] == ""


def test_figures_of_the_dead(ledger, tmp_path):
    """By side where the story says whose they are; the figure of a part is in that of the whole; nothing becomes zero."""
    text = "Rebels killed 5 soldiers and 2 civilians, one of them a child, near Alda."
    soldiers = Entity("soldiers", 15, 23, "soldiers", "COL", ("MIL",))

    def dead(words: str, value: int, **more: object) -> Quantity:
        at = text.index(words)
        return Quantity(words, at, at + len(words), "killed", value, value, value, **more)

    claim = Claim(
        "d#1", "event", Span(text, 0, len(text)), _span(text, "killed"), event="ASSAULT", mode=("firearms",),
        actor=(Entity("Rebels", 0, 6, "rebels", "COL", ("REB",)),), recipient=(soldiers,), date="2024-05-01", enddate="2024-05-04",
        quantities=(dead("5 soldiers", 5, affiliation=Affiliation("COL", ("MIL",))),
                    dead("2 civilians", 2, affiliation=Affiliation(None, ("CVL",))), dead("one", 1, part_of=1)),
    )  # fmt: skip
    denied = dataclasses.replace(claim, id="d#2", factuality="denied")
    with Ledger(tmp_path / "l.db") as store:
        store.add(Record("d", text, claims=(claim, denied)))
        (row,) = commas(written(store, "ucdp"))
        (acled,) = commas(written(store, "acled"))
    assert list(row) == LISTED["ucdp"] and None not in row.values()
    assert (row["type_of_violence"], row["date_prec"], row["event_clarity"]) == ("1", "2", "2")
    assert [row[c] for c in ("deaths_a", "deaths_b", "deaths_civilians", "deaths_unknown", "best", "low", "high")] == (
        ["", "5", "2", "", "7", "7", "7"]
    )
    assert (acled["fatalities"], acled["time_precision"], acled["event_date"]) == ("7", "2", "2024-05-01")


def test_hxl_has_its_row_of_tags(ledger):
    rows = list(csv.reader(io.StringIO(written(ledger, "hxl").decode(), newline="")))
    assert {len(r) for r in rows} == {len(rows[0])} and len(rows) == 2 + 3
    assert all(tag.startswith("#") for tag in rows[1])
    for tag, *cells in zip(*rows[1:], strict=True):
        if tag.startswith(("#affected", "#geo")):
            assert all(c == "" or float(c) is not None for c in cells), tag


def test_csv_reads_back(ledger):
    rows = commas(written(ledger, "csv"))
    told = {c.id: c for r in ledger.records() for c in r.claims}
    assert [r["claim_id"] for r in rows] == list(told)
    for r in rows:
        claim = told[r["claim_id"]]
        assert r["sentence"] == claim.sentence.text and int(r["trigger_start"]) == claim.trigger.start
        assert len(json.loads(r["quantities"] or "[]")) == len(claim.quantities)
        assert len(json.loads(r["attribution"] or "[]")) == len(claim.attribution)
        assert r["run"] == "1" and r["factuality"] == claim.factuality
    assert [r["document_id"] for r in commas(written(ledger, "csv", unit="reports"))] == ["one", "talks/1", "empty"]


def test_parquet_holds_what_csv_holds(ledger, tmp_path):
    for unit in ("claims", "reports"):
        file = tmp_path / f"{unit}.parquet"
        file.write_bytes(written(ledger, "parquet", unit=unit))
        found = duckdb.read_parquet(str(file))
        plain = commas(written(ledger, "csv", unit=unit))
        assert found.columns == list(plain[0]) and len(found) == len(plain)
        for row, texts in zip(found.fetchall(), plain, strict=True):
            for value, text in zip(row, texts.values(), strict=True):
                if text.startswith("["):
                    assert json.loads(value) == json.loads(text)
                    continue
                assert (value is None and text == "") or str(value) == text or float(value) == float(text)
    assert duckdb.sql(f"SELECT cameo FROM '{tmp_path}/claims.parquet' WHERE event = 'CONSULT'").fetchall() == [("040",)]


def test_jsonl_gives_records_or_claims(ledger):
    records = [json.loads(x) for x in written(ledger, "jsonl").splitlines()]
    assert records == [r.to_dict() for r in ledger.records()]
    claims = [json.loads(x) for x in written(ledger, "jsonl", "event=CONSULT", "claims").splitlines()]
    assert [(c["id"], c["document"]["outlet"]) for c in claims] == [("talks/1#1", "Daily, the")]


def test_plover_fields_and_auxiliary_modes(ledger):
    from dragoman.export.plover import FIELDS

    events = [json.loads(x) for x in written(ledger, "plover").splitlines()]
    assert [e["id"] for e in events] == ["one#1", "talks/1#1"]
    assert all(set(e) <= {*FIELDS, "size"} and {"id", "date", "actor", "event"} <= set(e) for e in events)
    assert len(FIELDS) == 23
    assert events[1]["mode"] == ["future"] and events[1]["event_loc"]["country"] == "Peru"
    assert "according to: a hospital; Governor of Tavrin" in events[0]["comment"]


def test_geojson_is_a_feature_collection(ledger):
    features = json.loads(written(ledger, "geojson"))["features"]
    assert [f["geometry"] and f["geometry"]["coordinates"] for f in features] == [
        [-122.0, 47.5],
        None,
        [-77.03, -12.04],
    ]
    assert json.loads(written(ledger, "geojson", "event=RETREAT")) == {"type": "FeatureCollection", "features": []}


def test_kml_is_xml_whatever_the_text_holds(ledger):
    root = etree.fromstring(written(ledger, "kml"))
    names = [e.text for e in root.iter("{http://www.opengis.net/kml/2.2}coordinates")]
    assert names == ["-122.0,47.5", "-77.03,-12.04"]


def test_web_annotations_hold_by_quote_and_position(ledger):
    texts = {c.id: r.text for r in ledger.records() for c in r.claims}
    items = json.loads(written(ledger, "webannotation"))["items"]
    for item, text in zip(items, texts.values(), strict=True):
        for target in item["target"]:
            by_quote, by_position = target["selector"]
            start, end = by_position["start"], by_position["end"]
            assert text[start:end] == by_quote["exact"]
            assert text[:start].endswith(by_quote["prefix"]) and text[end:].startswith(by_quote["suffix"])


def test_brat_offsets_point_at_the_words(ledger):
    packed = zipfile.ZipFile(io.BytesIO(written(ledger, "brat")))
    assert packed.namelist()[:3] == ["annotation.conf", "one.txt", "one.ann"]
    for name in packed.namelist():
        if not name.endswith(".ann"):
            continue
        text = packed.read(name.replace(".ann", ".txt")).decode()
        known = set()
        for line in packed.read(name).decode().splitlines():
            number, body, *rest = line.split("\t")
            known.add(number)
            if number[0] == "T":
                pieces = [p.split() for p in body.split(" ", 1)[1].split(";")]
                assert " ".join(text[int(a) : int(b)] for a, b in pieces) == rest[0]
            elif number[0] == "E":
                assert all(part.split(":")[1] in known for part in body.split())
    assert "Factuality E1 alleged" in packed.read("one.ann").decode()


def test_ics_folds_and_escapes(ledger):
    data = written(ledger, "ics")
    assert data.count(b"BEGIN:VEVENT") == 1 and all(len(x) <= 75 for x in data.split(b"\r\n"))
    whole = data.replace(b"\r\n ", b"").decode()
    assert "DTSTART;VALUE=DATE:20240503\r\nDTEND;VALUE=DATE:20240504" in whole
    assert "LOCATION:Lima\\, Peru" in whole and "according to Daily\\, the" in whole


@pytest.mark.parametrize("export", BUILT_IN, ids=lambda e: e.name)
def test_the_same_ledger_gives_the_same_bytes_and_an_empty_one_a_file(ledger, export, tmp_path):
    for unit in export.units:
        assert written(ledger, export.name, unit=unit) == written(ledger, export.name, unit=unit)
    with Ledger(tmp_path / "none.db") as none:
        done = write_export(none, export, parse_filter(""), io.BytesIO())
    assert (done.chosen, done.written) == (0, 0)


def test_a_unit_that_a_format_lacks(ledger):
    with pytest.raises(BadValue, match="claims"):
        written(ledger, "gdelt", unit="reports")


def test_notes_say_where_it_comes_from_and_what_is_missing(ledger):
    where = parse_filter("event=ASSAULT event=CONSULT")
    export = export_named("gdelt")
    done = write_export(ledger, export, where, io.BytesIO())
    page = notes(ledger, where, export, done.unit, chosen=done.chosen, written=done.written)
    for needed in ("`event=ASSAULT event=CONSULT`", "runs 1", "1.2.3", "1 of 2 claims were not written", "| AvgTone |"):
        assert needed in page


def test_a_package_can_add_a_format(monkeypatch):
    from dragoman.errors import DataError
    from dragoman.export import formats

    class Entry:
        def __init__(self, found):
            self.name, self.load = "mine", lambda: found

    mine = dataclasses.replace(export_named("csv"), name="mine")
    for found in (mine, "no format"):
        formats.exports.cache_clear()
        monkeypatch.setattr(formats, "entry_points", lambda group, found=found: [Entry(found)])
        if found is mine:
            assert formats.export_named("mine") is mine
        else:
            with pytest.raises(DataError):
                formats.exports()
    formats.exports.cache_clear()
