"""A run on Spark equals a local run, record by record and incident by incident. Skipped without PySpark and Java."""

from __future__ import annotations

import json
import os
import shutil
import sys
from pathlib import Path

import duckdb
import pytest
from typer.testing import CliRunner

from dragoman.coder import code_stories
from dragoman.document import Story
from dragoman.export.jsonl import line
from dragoman.link.copies import copy_groups
from dragoman.link.incidents import incident_id
from dragoman.link.linker import Linker
from dragoman.link.views import link_records, text_of
from dragoman.read import read_stories
from dragoman.record import Record

pytest.importorskip("pyspark", reason="PySpark is not installed: make spark")
pytest.importorskip("pyarrow", reason="PyArrow is not installed: make spark")
if shutil.which("java") is None:
    pytest.skip("Java is not installed: openjdk-17-jre-headless", allow_module_level=True)

SAMPLES = Path(__file__).resolve().parents[2] / "samples"
REPORTS = (
    "Gunmen attacked a market in Bunia on Monday, killing 14 people, the army said.",
    "At least 12 people died on Monday when a market in Bunia was attacked by gunmen, a doctor said.",
    "Rebels shelled the port of Kismayo on Tuesday. Three sailors were wounded.",
    "Three sailors were wounded on Tuesday when rebels shelled the port of Kismayo, residents said.",
)


@pytest.fixture(scope="module")
def spark():
    from dragoman.spark import session

    settings = ("spark.ui.enabled=false", "spark.sql.shuffle.partitions=2", "spark.driver.host=127.0.0.1")
    patch = pytest.MonkeyPatch()
    patch.setenv(
        "PYSPARK_SUBMIT_ARGS", " ".join(["--master local[2]", *(f"--conf {x}" for x in settings), "pyspark-shell"])
    )
    patch.setenv("PYTHONPATH", os.pathsep.join(p for p in sys.path if p))
    made = session("test")
    yield made
    made.stop()
    patch.undo()


@pytest.fixture(scope="module")
def stories() -> list[Story]:
    base = list(read_stories([SAMPLES], on_error=lambda e: None))
    told = [Story(s.text, f"s{n}", published=s.published) for n, s in enumerate(base)]
    told += [Story(s.text[:-40], f"again-{n}", published=s.published) for n, s in enumerate(base[:2])]
    return told + [Story(text, f"r{n}", published="2024-05-08") for n, text in enumerate(REPORTS)]


def test_output_equals_a_local_run(spark, stories, tmp_path):
    from dragoman.cli import app

    given = tmp_path / "stories.jsonl"
    rows = [json.dumps({"id": s.id, "text": s.text, "published": s.published}) for s in stories]
    given.write_text("\n".join([*rows[:7], "{broken", *rows[7:]]) + "\n")
    out = tmp_path / "out"
    done = CliRunner().invoke(app, ["spark-code", str(given), str(out), "--partitions", "3"])
    assert done.exit_code == 1, (done.stderr, done.exception)
    assert f"{len(stories)} stories" in done.stderr and "1 failure" in done.stderr
    local = list(code_stories(stories))
    table = duckdb.sql(f"SELECT id, record, month, claims FROM read_parquet('{out}/records/**/*.parquet')").fetchall()
    assert sorted(r[1].encode() + b"\n" for r in table) == sorted(map(line, local))
    assert {r[0]: r[3] for r in table} == {r.id: len(r.claims) for r in local}
    assert all(r[2] == (json.loads(r[1])["published"] or "unknown")[:7] for r in table)
    (failure,) = [json.loads(x) for p in (out / "failures").glob("*.txt") for x in p.read_text().splitlines()]
    assert failure["code"] == "D105" and failure["where"].endswith("stories.jsonl")

    linker = Linker()
    linker.add(local)
    wanted = {
        (incident_id(g), a.document, a.number, a.start, a.end) for g in linker.incidents() for e in g for a in e.claims
    }
    found = duckdb.sql(
        f"SELECT incident, document, claim, start, \"end\" FROM read_parquet('{out}/incidents/*.parquet')"
    )
    assert set(found.fetchall()) == wanted
    assert len({i for i, *_ in wanted}) < len(wanted)
    assert sorted(p.name for p in out.iterdir()) == ["copies", "failures", "incidents", "records", "tolls", "views"]

    links = link_records(local)
    assert _written(out / "views") == {v["id"]: v for v in links["incidents"]}
    assert _written(out / "tolls") == {t["id"]: t for t in links["tolls"]}
    copies = duckdb.sql(f"SELECT copies, document, root FROM read_parquet('{out}/copies/*.parquet')").fetchall()
    assert set(copies) == {(g["id"], d, g["root"]) for g in links["copies"] for d in g["documents"]}
    assert len(links["copies"]) == 2 and links["tolls"]
    assert any(len(v["roots"]) > 1 for v in links["incidents"])


def _written(folder: Path) -> dict[str, object]:
    rows = duckdb.sql(f"SELECT view FROM read_parquet('{folder}/*.parquet')").fetchall()
    views = [json.loads(view) for (view,) in rows]
    found = {v["id"]: v for v in views}
    assert len(found) == len(views)
    return found


def test_stock_wording_is_counted_over_the_whole_archive(spark):
    from dragoman.spark import copies_frame

    form = "Readers are asked to note that the agency does not vouch for figures given by either side in the fighting. "
    told = "In town {0} of the {1} district {2} men of the {3} brigade were seen near well {4} by {5} herders on foot. "
    numbers = [[(k * 7919 + n * 104729) % 9973 for k in range(6)] for n in range(30)]
    texts = [form * 3 + told.format(*some) for some in numbers]
    texts += [texts[3] + "The story was sent again.", texts[3].upper()]
    records = [Record(id=f"f{n}", text=text) for n, text in enumerate(texts)]
    frame = spark.createDataFrame(
        [(r.id, 0, line(r).decode()) for r in records], "id string, claims int, record string"
    )
    wanted = copy_groups(text_of(r) for r in records)
    assert {tuple(r) for r in copies_frame(frame).collect()} == {(g.id, d, g.root) for g in wanted for d in g.documents}
    assert 0 < len(wanted) < 10


def test_a_table_is_read_by_its_columns(spark, stories):
    from dragoman.spark import code_frame

    frame = spark.createDataFrame(
        [(s.text, s.published, s.id) for s in stories[:4]], "body string, date string, id string"
    )
    rows = code_frame(frame, columns={"text": "body"}).collect()
    assert sorted(r.record.encode() + b"\n" for r in rows) == sorted(map(line, code_stories(stories[:4])))
    assert all(r.failure is None for r in rows)


def test_web_archives_are_read_file_by_file(spark, tmp_path):
    from dragoman.spark import code_frame, read_frame

    archive = tmp_path / "news.warc"
    archive.write_bytes(_archive(REPORTS[0]))
    local = list(code_stories(read_stories([archive], on_error=lambda e: None)))
    frame, kind = read_frame(spark, str(archive))
    rows = code_frame(frame, kind, published=None).collect()
    assert [r.record.encode() + b"\n" for r in rows] == [line(r) for r in local] and len(local) == 1


def _archive(text: str) -> bytes:
    body = f"<html><head><title>Market attacked</title></head><body><article><h1>Market attacked</h1>{('<p>' + text + '</p>') * 4}</article></body></html>"
    http = f"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: {len(body)}\r\n\r\n{body}".encode()
    head = (
        "WARC/1.0\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:uuid:5d2f6b0a-0c1e-4c39-9d0d-2f6d3c1a7a11>\r\n"
        "WARC-Date: 2024-05-08T00:00:00Z\r\nWARC-Target-URI: http://news.example/market\r\n"
        f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(http)}\r\n\r\n"
    )
    return head.encode() + http + b"\r\n\r\n"
