"""The ledger gives back exactly what went in, keeps every version, and refuses what is not its own."""

from __future__ import annotations

import sqlite3
from dataclasses import replace
from pathlib import Path

import pytest

from dragoman.document import Story
from dragoman.errors import BadValue, LedgerError, MissingFile
from dragoman.record import Record
from dragoman.store import Ledger
from dragoman.store.file import schema_version
from dragoman.store.packed import STORED
from dragoman.store.rows import COLUMNS, rows_of
from factories import TEXT, full_record


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "ledger.db"


def test_ledger_rebuilds_the_exact_record(path):
    record = full_record()
    with Ledger(path) as ledger:
        assert ledger.add(record) == "new"
        again = ledger.record("tavrin")
    assert again == record
    assert again.to_dict() == record.to_dict()
    # 14 stays an integer and 3.0 a fraction
    assert [type(q.value) for q in again.claims[0].quantities] == [int, float, type(None)]
    assert isinstance(again.claims[1].confidence, int)


def test_factory_fills_every_table(path):
    with Ledger(path) as ledger:
        ledger.add(full_record())
        empty = [t for t in STORED if not ledger.db.execute(f"SELECT count(*) FROM {t}").fetchone()[0]]
    assert empty == []
    assert set(rows_of(full_record())) == set(COLUMNS)


def test_empty_record_round_trips(path):
    with Ledger(path) as ledger:
        ledger.add(Record(id="x", text=""))
        assert ledger.record("x") == Record(id="x", text="")


def test_text_with_nul_crlf_emoji_and_combining_marks_round_trips(path):
    record = Record(id="odd", text="a\x00b\r\n\U0001f600 e\u0301 \u202e\ufeff\uffff")
    with Ledger(path) as ledger:
        ledger.add(record)
        assert ledger.record("odd") == record


def test_coding_the_same_story_twice_changes_nothing(path):
    with Ledger(path) as ledger:
        ledger.add(full_record())
        before = "\n".join(ledger.db.iterdump())
        assert ledger.add(full_record()) == "unchanged"
        assert "\n".join(ledger.db.iterdump()) == before


def test_changed_text_supersedes_and_the_old_version_stays(path):
    old, new = full_record(), replace(full_record(text=TEXT + "More."), headline="Second take")
    with Ledger(path) as ledger:
        ledger.add(old)
        assert ledger.add(new) == "revised"
        assert len(ledger) == 1
        assert ledger.record("tavrin") == new
        assert ledger.record("tavrin", revision=1) == old
        (one, _, gone), (two, since, current) = ledger.revisions("tavrin")
        assert (one, two, gone, current) == (1, 2, since, None)
        assert [r for r in ledger.records()] == [new]
        assert ledger.claim("tavrin#1")[0] == new


def test_same_text_under_two_ids_is_two_documents(path):
    with Ledger(path) as ledger:
        assert [ledger.add(full_record(i)) for i in ("a", "b")] == ["new", "new"]
        assert [(d.id, d.claims, d.warnings) for d in ledger.documents()] == [("a", 2, 2), ("b", 2, 2)]


def test_failed_write_leaves_no_half_document(path):
    broken = replace(full_record("broken"), warnings=(replace(full_record().warnings[0], kind=None),))
    with Ledger(path) as ledger:
        ledger.add(full_record())
        with pytest.raises(LedgerError):
            ledger.add(broken)
        assert ledger.record("broken") is None
        assert ledger.db.execute("SELECT count(*) FROM claims").fetchone()[0] == 2
        assert ledger.add(full_record("next")) == "new"


def test_half_a_surrogate_pair_is_refused_with_the_id(path):
    with Ledger(path) as ledger, pytest.raises(BadValue, match="half: the text holds half a surrogate pair"):
        ledger.add(Record(id="half", text="\ud83d"))


def test_full_text_is_indexed_with_every_document(path):
    with Ledger(path) as ledger:
        ledger.add(full_record())
        ledger.add(Record(id="other", text="Farmers marched in Éstapol."))
        hits = ledger.db.execute(
            "SELECT d.id FROM document_search s JOIN documents d ON d.document = s.rowid WHERE document_search MATCH ?",
            ("estapol march",),
        ).fetchall()
    assert hits == [("other",)]


def test_foreign_keys_hold(path):
    with Ledger(path) as ledger, pytest.raises(sqlite3.IntegrityError):
        ledger.db.execute("INSERT INTO claim_modes VALUES (99, 0, 0, 'x')")


def test_runs_are_kept(path):
    with Ledger(path) as ledger:
        run = ledger.start_run(version="1", model="m")
        ledger.add(full_record(), run=run)
        assert ledger.runs()[0].finished is None
        ledger.finish_run(run, coded=1, failed=0)
        assert (ledger.runs()[0].coded, ledger.runs()[0].finished is None) == (1, False)


def test_reader_reads_while_a_writer_writes(path):
    with Ledger(path) as writer:
        writer.add(full_record())
        writer.db.execute("BEGIN IMMEDIATE")
        with Ledger(path, readonly=True) as reader:
            assert reader.record("tavrin") == full_record()
        writer.db.execute("ROLLBACK")


def test_reader_cannot_write(path):
    with Ledger(path):
        pass
    with Ledger(path, readonly=True) as reader, pytest.raises(LedgerError, match="may not be written"):
        reader.add(full_record())


def test_missing_ledger_is_refused_to_a_reader(path):
    with pytest.raises(MissingFile, match=r"ledger\.db: no such ledger.*Remedy: make it with"):
        Ledger(path, readonly=True)
    assert not path.exists()


@pytest.mark.parametrize("readonly", [True, False])
@pytest.mark.parametrize("content", [b"hello, this is no ledger", b"SQLite format 3\x00" + b"\xff" * 200])
def test_what_is_no_ledger_is_refused_and_left_alone(path, content, readonly):
    path.write_bytes(content)
    with pytest.raises(LedgerError, match=r"ledger\.db: .*Remedy"):
        Ledger(path, readonly=readonly)
    assert path.read_bytes() == content


@pytest.mark.parametrize("readonly", [True, False])
def test_another_programs_database_is_refused_and_left_alone(path, readonly):
    with sqlite3.connect(path) as db:
        db.execute("CREATE TABLE bookmarks (url)")
    db.close()
    before = path.read_bytes()
    with pytest.raises(LedgerError, match="not a ledger"):
        Ledger(path, readonly=readonly)
    assert path.read_bytes() == before


@pytest.mark.parametrize("readonly", [True, False])
def test_newer_ledger_is_refused_with_both_versions(path, readonly):
    with Ledger(path) as ledger:
        ledger.db.execute("PRAGMA user_version = 99")
    with pytest.raises(LedgerError, match=f"schema 99; this dragoman knows {schema_version()}"):
        Ledger(path, readonly=readonly)


def test_folder_and_missing_folder_are_refused(tmp_path):
    with pytest.raises(LedgerError, match="folder, not a ledger"):
        Ledger(tmp_path)
    with pytest.raises(LedgerError, match="no such folder"):
        Ledger(tmp_path / "none" / "ledger.db")


def test_killed_before_the_first_migration_starts_anew(path):
    path.write_bytes(b"")
    with Ledger(path) as ledger:
        assert len(ledger) == 0


def test_coded_story_round_trips(path):
    from dragoman.coder import code_stories

    text = "Gunmen killed five soldiers on Tuesday, the army said. The governor denied it. Talks resume on Friday."
    (record,) = code_stories([Story(text=text, id="k", published="2023-05-11")])
    with Ledger(path) as ledger:
        ledger.add(record)
        assert ledger.record("k") == record
