"""Records from files of several kinds: Parquet as a run on Spark writes it, folders of parts, what is broken."""

from __future__ import annotations

import gzip
import json
import os

import pytest

from dragoman.errors import BrokenFile, InputError
from dragoman.export.jsonl import line
from dragoman.store import Ledger, importing, records
from dragoman.store.importing import import_records
from dragoman.store.records import Line, lines_of
from factories import full_record

COLUMNS = ("id", "published", "outlet", "agency", "language", "headline", "claims", "record", "failure")


def row(record):
    """As dragoman.spark.coding has it; the month is the folder's name."""
    told = line(record).decode().rstrip("\n")
    return (record.id, record.published, record.outlet, None, "en", record.headline, len(record.claims), told, None)


FAILED = ("bad", None, None, None, None, None, None, None, json.dumps({"message": "it is empty."}))


def by_pyarrow(path, rows):
    pa, pq = pytest.importorskip("pyarrow"), pytest.importorskip("pyarrow.parquet")
    columns = dict(zip(COLUMNS, zip(*rows, strict=True), strict=True))
    kinds = {c: pa.int32() if c == "claims" else pa.string() for c in COLUMNS}
    pq.write_table(pa.table({c: pa.array(v, kinds[c]) for c, v in columns.items()}), path)


def by_duckdb(path, rows):
    import duckdb

    with duckdb.connect() as db:
        kinds = ", ".join(f"{c} {'INT' if c == 'claims' else 'VARCHAR'}" for c in COLUMNS)
        db.execute(f"CREATE TABLE t ({kinds})")
        db.executemany(f"INSERT INTO t VALUES ({', '.join('?' * len(COLUMNS))})", rows)
        db.execute(f"COPY t TO '{path}' (FORMAT parquet)")


@pytest.fixture(params=[by_pyarrow, by_duckdb])
def output(request, tmp_path):
    """A folder as Spark leaves it: a folder a month, marks of its own beside the parts."""
    folder = tmp_path / "records"
    for month, n, rows in (
        ("2024-06", 0, [row(full_record("a")), row(full_record("b"))]),
        ("2024-07", 1, [row(full_record("c"))]),
        ("unknown", 0, [FAILED, row(full_record("d"))]),
    ):
        part = folder / f"month={month}"
        part.mkdir(parents=True)
        request.param(part / f"part-0000{n}-5b2c.c000.snappy.parquet", rows)
        (part / f".part-0000{n}-5b2c.c000.snappy.parquet.crc").write_bytes(b"crc")
    (folder / "_SUCCESS").touch()
    (folder / "_temporary").mkdir()
    (folder / "_temporary" / "part-00009.parquet").write_bytes(b"half a part")
    return folder


def imported(ledger, path, workers=0):
    errors, notes = [], []
    done = import_records(ledger, lines_of(str(path), notes.append), on_error=errors.append, workers=workers)
    return done, [str(e) for e in errors], notes


def test_the_output_of_a_run_on_spark_is_imported(output, tmp_path):
    with Ledger(tmp_path / "one.db") as one, Ledger(tmp_path / "two.db") as two:
        done, errors, notes = imported(one, output, workers=1)
        assert (done.stories, done.claims, done.failures, errors) == (4, 8, 0, [])
        assert len(notes) == 1
        assert "month=unknown" in notes[0]
        assert "1 rows have no record" in notes[0]
        for i in "dcba":
            imported(two, _jsonl(tmp_path / f"{i}.jsonl", full_record(i)))
        assert one.content_hash() == two.content_hash()
        assert imported(one, output)[0].outcome == {"unchanged": 4}


def test_one_part_is_imported_and_its_row_is_named(output, tmp_path):
    (part,) = (output / "month=unknown").glob("part*")
    assert [(x.where, x.number) for x in lines_of(str(part))] == [(str(part), 2)]


def _jsonl(path, *records):
    path.write_bytes(b"".join(map(line, records)))
    return path


def test_a_folder_may_hold_json_lines_too(tmp_path):
    folder = tmp_path / "in"
    folder.mkdir()
    _jsonl(folder / "1.jsonl", full_record("a"))
    (folder / "2.jsonl.gz").write_bytes(gzip.compress(line(full_record("b"))))
    (folder / "readme.txt").write_text("no records")
    with Ledger(tmp_path / "l.db") as ledger:
        done, errors, _ = imported(ledger, folder)
        assert (done.stories, errors) == (2, [])


def test_a_table_without_records_says_which_columns_it_has(tmp_path):
    import duckdb

    path = tmp_path / "stories.parquet"
    duckdb.sql("SELECT 'x' AS id, 'words' AS text").write_parquet(str(path))
    with pytest.raises(BrokenFile, match="it has no column 'record'; it has id, text") as e:
        list(lines_of(str(path)))
    assert "dragoman code" in str(e.value.remedy)


def test_a_broken_part_is_told_and_the_others_are_imported(tmp_path):
    folder = tmp_path / "in"
    folder.mkdir()
    _jsonl(folder / "1.jsonl", full_record("a"))
    (folder / "2.parquet").write_bytes(b"PAR1 and no more")
    (folder / "3.parquet").write_bytes(b"something else")
    (folder / "4.jsonl.gz").write_bytes(gzip.compress(line(full_record("b")))[:-20])
    _jsonl(folder / "5.jsonl", full_record("c"))
    with Ledger(tmp_path / "l.db") as ledger:
        done, errors, _ = imported(ledger, folder)
        assert [d.id for d in ledger.documents()] == ["a", "c"]
    assert [e.split(": ")[0].split()[-1] for e in errors] == [
        str(folder / n) for n in ("2.parquet", "3.parquet", "4.jsonl.gz")
    ]
    assert done.failures == 3


def test_a_source_that_breaks_off_keeps_what_came_before(tmp_path):
    def lines():
        yield Line("x", 1, line(full_record("a")))
        raise InputError("it broke off.", where="x", remedy="send it again.")

    errors = []
    with Ledger(tmp_path / "l.db") as ledger:
        done = import_records(ledger, lines(), on_error=errors.append, workers=0)
        assert (len(ledger), done.stories, len(errors)) == (1, 1, 1)


def test_an_empty_folder_is_an_error(tmp_path):
    with pytest.raises(InputError, match="no file of records"):
        list(lines_of(str(tmp_path)))


@pytest.mark.parametrize("workers", [0, 1])
@pytest.mark.parametrize("part", [1, 2, 7, 900, 5000])
def test_a_file_read_by_parts_gives_every_line_once_with_its_number(tmp_path, monkeypatch, part, workers):
    monkeypatch.setattr(records, "PART", part)
    monkeypatch.setattr(importing, "PART", 3000)
    path = tmp_path / "in.jsonl"
    wrong = b'{"no": "record"}\r\n'
    told = [line(full_record(i)) for i in "abc"]
    path.write_bytes(b"\xef\xbb\xbf" + told[0] + wrong + b"\n" + told[1] + b"\n\n" + wrong + told[2] + wrong.strip())
    with Ledger(tmp_path / "l.db") as ledger:
        done, errors, _ = imported(ledger, path, workers=workers)
        assert [d.id for d in ledger.documents()] == ["a", "b", "c"]
    assert done.failures == 3
    assert [e.split(": ")[0] for e in errors] == [f"[D106] {path}, line {n}" for n in (2, 7, 9)]


def test_a_long_line_is_passed_over_wherever_parts_end(tmp_path, monkeypatch):
    monkeypatch.setattr(records, "PART", 5000)
    monkeypatch.setattr(records, "MAX_LINE", 20_000)
    path = tmp_path / "in.jsonl"
    path.write_bytes(line(full_record("a")) + b"x" * 33_333 + b"\n" + line(full_record("b")))
    with Ledger(tmp_path / "l.db") as ledger:
        _, errors, _ = imported(ledger, path)
        assert [d.id for d in ledger.documents()] == ["a", "b"]
    assert errors[0].startswith(f"[D104] {path}, line 2: the line is longer")


def test_a_file_that_goes_away_is_told_and_the_rest_goes_on(tmp_path):
    one = _jsonl(tmp_path / "1.jsonl", full_record("a"))
    two = _jsonl(tmp_path / "2.jsonl", full_record("b"))
    lines = [*lines_of(str(one)), *lines_of(str(two))]
    one.unlink()
    errors = []
    with Ledger(tmp_path / "l.db") as ledger:
        import_records(ledger, iter(lines), on_error=errors.append, workers=1)
        assert [d.id for d in ledger.documents()] == ["b"]
    assert str(errors[0]).startswith(f"[D100] {one}: it cannot be read")


@pytest.mark.skipif(not hasattr(os, "fork"), reason="rows are handed over in a file only where a process can fork")
@pytest.mark.parametrize("shelf", [1 << 20, 10])
def test_rows_come_through_the_file_in_their_order_and_through_the_pipe_where_they_are_too_long(
    tmp_path, monkeypatch, shelf
):
    monkeypatch.setattr(importing, "SHELF", shelf)
    monkeypatch.setattr(importing, "AHEAD", 2)  # places are used again and again
    monkeypatch.setattr(importing, "_submit", spied := _Spy(importing._submit))
    paths = [_jsonl(tmp_path / f"{n:02}.jsonl", full_record(f"{n:02}")) for n in range(12)]
    monkeypatch.setattr(importing, "PART", 1)  # a chunk a file
    with Ledger(tmp_path / "l.db") as ledger:
        imported(ledger, tmp_path, workers=1)
        assert [d.id for d in ledger.documents()] == [p.stem for p in paths]
        assert [ledger.record(p.stem) for p in paths] == [full_record(p.stem) for p in paths]
    kinds = {type(future.result()) for future in spied.gave if not future.cancelled()}
    assert kinds == {int if shelf > 10 else bytes}


class _Spy:
    def __init__(self, does):
        self.does, self.gave = does, []

    def __call__(self, *args):
        self.gave.append(self.does(*args))
        return self.gave[-1]
