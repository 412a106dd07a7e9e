"""Incidents, toll series and agreements as rows, and what the notes say of them."""

from __future__ import annotations

import csv
import dataclasses
import io
import json

import duckdb
import pytest

from dragoman.export import BUILT_IN, export_named, write_export
from dragoman.export.ics import planned
from dragoman.export.notes import notes
from dragoman.export.view_columns import ABOUT
from dragoman.link.ledger import LedgerLinks
from dragoman.query import parse_filter
from dragoman.query.linked import AGREEMENT, INCIDENT, TOLL
from dragoman.store import Ledger
from factories.claims import coded_by_hand


@pytest.fixture(scope="module")
def ledger(tmp_path_factory):
    with Ledger(tmp_path_factory.mktemp("units") / "ledger.db") as store:
        run = store.start_run(version="1", model="m")
        for r in coded_by_hand()[0]:
            store.add(r, run=run)
        LedgerLinks(store).update()
        yield store


@pytest.fixture(scope="module")
def views(ledger):
    return {v["id"]: v for v in LedgerLinks(ledger).incidents()}


def rows(ledger, name, unit, where=""):
    out = io.BytesIO()
    done = write_export(ledger, export_named(name), parse_filter(where), out, unit=unit)
    return done, list(csv.DictReader(io.StringIO(out.getvalue().decode(), newline="")))


def test_a_row_an_incident(ledger, views):
    done, found = rows(ledger, "csv", "incidents")
    assert done.written == len(found) == len(views) and list(found[0]) == list(INCIDENT)
    for r in found:
        view = views[r["id"]]
        assert r["event"] == (view["event"] or "") and int(r["claims"]) == len(view["claims"])
        killed = [f["min"] for f in view["figures"] if f["kind"] == "killed"]
        assert r["killed_min"] == (str(min(killed)) if killed else "")
    assert sum(int(r["claims"]) for r in found) > len(found), "some incidents have several claims"


def test_incidents_of_a_filter_are_those_with_a_claim_that_it_lets_through(ledger, views):
    _, found = rows(ledger, "csv", "incidents", "event=ASSAULT factuality=denied")
    denied = {
        c.id for r in ledger.records() for c in r.claims if c.event == "ASSAULT" and c.factuality == "denied"
    }  # fmt: skip
    assert {r["id"] for r in found} == {i for i, v in views.items() if denied & {c["claim"] for c in v["claims"]}}


def test_shapes_of_other_tables_take_the_incidents_figures_and_sources(ledger, views):
    _, found = rows(ledger, "ucdp", "incidents")
    assert found and {r["relid"] for r in found} <= set(views)
    for r in found:
        view = views[r["relid"]]
        killed = [(f["min"], f["max"]) for f in view["figures"] if f["kind"] == "killed"]
        low, high = min(a for a, _ in killed), max(b for _, b in killed)
        assert (r["low"], r["high"]) == (str(low), str(high)) and int(r["number_of_sources"]) == len(view["roots"])
        assert (r["best"] == "") == (low != high), "where sources differ there is no one figure"
        assert r["source_original"] == "; ".join(view["roots"])
    _, acled = rows(ledger, "acled", "incidents")
    by_id = {r["event_id_cnty"]: r for r in acled}
    assert any(by_id[r["relid"]]["fatalities"] == r["low"] for r in found if r["relid"] in by_id)
    out = io.BytesIO()
    write_export(ledger, export_named("geojson"), parse_filter(""), out, unit="incidents")
    features = json.loads(out.getvalue())["features"]
    assert {f["id"] for f in features} == set(views) and all("grade" in f["properties"] for f in features)


def test_tolls_and_agreements_as_tables(ledger, tmp_path):
    links = LedgerLinks(ledger)
    _, points = rows(ledger, "csv", "tolls")
    assert len(points) == sum(len(s["points"]) for s in links.tolls()) > 0 and list(points[0]) == list(TOLL)
    assert [p["revision"] for p in points if p["revision"]] == ["lowered"]
    _, agreed = rows(ledger, "csv", "agreements")
    assert len(agreed) == len(links.agreements()) > 0 and list(agreed[0]) == list(AGREEMENT)
    for unit, table in (("incidents", INCIDENT), ("tolls", TOLL), ("agreements", AGREEMENT)):
        out = io.BytesIO()
        write_export(ledger, export_named("parquet"), parse_filter(""), out, unit=unit)
        (tmp_path / unit).write_bytes(out.getvalue())
        found = duckdb.read_parquet(str(tmp_path / unit))
        assert dict(zip(found.columns, map(str, found.types), strict=True)) == table
        assert list(ABOUT[unit]) == list(table), "the codebook has every column"
        out = io.BytesIO()
        write_export(ledger, export_named("jsonl"), parse_filter(""), out, unit=unit)
        assert [json.loads(x) for x in out.getvalue().splitlines()] == json.loads(json.dumps(list(
            links.incidents() if unit == "incidents" else links.tolls() if unit == "tolls" else links.agreements()
        )))  # fmt: skip


@pytest.mark.parametrize("export", BUILT_IN, ids=lambda e: e.name)
def test_notes_of_every_unit_have_citation_and_runs(ledger, export):
    for unit in export.units:
        page = notes(ledger, parse_filter("event=ASSAULT"), export, unit, chosen=3, written=3)
        assert "## Cite as" in page and "runs 1;" in page and f"Unit: {unit}" in page
        assert ("put together from its claims" in page) == (unit == "incidents" and export.incidents is not None)
        assert ("not an event" in page) <= (unit == "claims")
    assert export.suffix and "/" in export.media


def test_a_diary_has_only_meetings_of_a_date():
    from factories.claims import record

    def plan(first, last, precision="day"):
        r = record(
            "p",
            "They will meet.",
            {"trigger": "meet", "event": "CONSULT", "factuality": "planned", "date": first, "enddate": last},
        )
        return planned(dataclasses.replace(r.claims[0], date_precision=precision))

    assert plan("2024-05-03", "2024-05-03") and plan("2024-05-03", "2024-05-10", "week")
    assert not plan("2024-01-01", "2024-12-31", "year") and not plan("2024-05-01", "2024-05-31", "month")
    assert not plan("2024-05-01", "2024-05-01", "unknown") and not plan("2024-05-01", "2024-06-30", "week")
