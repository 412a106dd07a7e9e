"""Keeping a ledger: checks find every kind of fault, backups are sound, old files are brought up, versions count."""

from __future__ import annotations

import hashlib
import json
import sqlite3
import zlib
from dataclasses import replace

import pytest

from dragoman.errors import LedgerError
from dragoman.store import Ledger
from dragoman.store.check import check
from dragoman.store.file import migrations, schema_version
from dragoman.store.importing import import_records
from dragoman.store.records import stream_lines
from dragoman.store.rows import COLUMNS, HEAD, digest, head_of, insert, rows_of, text_digest
from dragoman.store.upkeep import backup, compact
from factories import TEXT, full_record


@pytest.fixture
def path(tmp_path):
    path = tmp_path / "ledger.db"
    with Ledger(path) as ledger:
        for i in "abc":
            ledger.add(full_record(i))
        ledger.review("a#2", "reject", by="ana")
        ledger.review("b#1", "edit", by="ana", changes={"count": 5})
    return path


def looked(path):
    with Ledger(path, readonly=True) as ledger:
        return check(ledger)


def test_a_sound_ledger_has_no_problem(path):
    report = looked(path)
    assert report.findings == ()
    assert (report.documents, report.claims) == (5, 9)


@pytest.mark.parametrize(
    ("damage", "kind"),
    [
        ("UPDATE documents SET text = replace(text, 'port', 'fort') WHERE document = 1", {"digest", "span"}),
        ("DELETE FROM packed WHERE document = 2", {"digest"}),
        (f"UPDATE packed SET parts = x'{zlib.compress(b'{}').hex()}' WHERE document = 1", {"digest"}),
        ("UPDATE packed SET parts = substr(parts, 1, 40) WHERE document = 2", {"damaged"}),
        ("UPDATE parties SET code = 'XXX' WHERE document = 3", {"digest"}),
        ("UPDATE claims SET trigger_begin = 7 WHERE document = 3 AND claim = 1", {"digest", "span"}),
        ("DELETE FROM quantities WHERE document = 3", {"digest"}),
        ("DELETE FROM document_search WHERE rowid = 2", {"full text"}),
        ("UPDATE documents SET superseded = '2026' WHERE id = 'c'", {"versions"}),
        ("UPDATE documents SET revision = 3 WHERE id = 'c'", {"versions"}),
        ("INSERT INTO claim_modes VALUES (99, 0, 0, 'x')", {"reference"}),
        ("UPDATE links SET target = 'c#7' WHERE document = 3", {"digest", "link"}),
        ("UPDATE reviews SET document_id = 'gone'", {"review"}),
    ],
)
def test_every_fault_is_found(path, damage, kind):
    with sqlite3.connect(path) as db:
        db.execute(damage)
    db.close()
    assert {f.kind for f in looked(path).problems} == kind


def test_a_damaged_page_is_found(path):
    with Ledger(path) as ledger:
        compact(ledger)
        ((root,),) = ledger.select("SELECT rootpage FROM sqlite_master WHERE name = 'packed'")
    data = bytearray(path.read_bytes())
    page = (root - 1) * 4096
    data[page : page + 4096] = b"\x5a" * 4096
    path.write_bytes(data)
    assert [f.kind for f in looked(path).problems if f.kind == "damaged"]
    with Ledger(path, readonly=True) as ledger, pytest.raises(LedgerError, match="has faults, so no backup"):
        backup(ledger, path.parent / "copy.db")
    assert [p.name for p in path.parent.iterdir() if "copy" in p.name] == []


def test_notes_are_no_problems(path):
    with Ledger(path) as ledger:
        ledger.start_run(version="1", model="m")
        ledger.add(replace(full_record("a"), claims=(replace(full_record("a").claims[0], links=()),), headline="x"))
    report = looked(path)
    assert report.problems == ()
    assert len(report.notes) == 2
    assert "did not end" in report.notes[1].what
    assert "finds its claim no more" in report.notes[0].what


def test_a_backup_is_the_ledger_while_another_writes(path, tmp_path):
    with Ledger(path) as writer, Ledger(path, readonly=True) as reader:
        writer.db.execute("BEGIN IMMEDIATE")
        writer.db.execute("UPDATE documents SET headline = 'half'")
        done = backup(reader, tmp_path / "copy.db", full=True)
        writer.db.execute("ROLLBACK")
        assert done.content_hash == reader.content_hash()
    with Ledger(done.path) as copy:
        assert copy.add(full_record("c")) == "unchanged"
        assert len(copy.corrections()) == 2
    assert sorted(p.name for p in tmp_path.iterdir() if p.suffix != ".db" and "-" not in p.name) == []


def test_a_backup_does_not_overwrite_unasked(path, tmp_path):
    there = tmp_path / "copy.db"
    there.write_text("mine")
    with Ledger(path, readonly=True) as ledger:
        with pytest.raises(LedgerError, match="there is a file already"):
            backup(ledger, there)
        assert there.read_text() == "mine"
        backup(ledger, there, replace=True)
        with pytest.raises(LedgerError, match="the ledger itself"):
            backup(ledger, path, replace=True)
        with pytest.raises(LedgerError, match="cannot be written"):
            backup(ledger, tmp_path / "none" / "copy.db")


def test_compacting_changes_nothing_that_is_said(path):
    with Ledger(path) as ledger:
        ledger.db.execute("CREATE TABLE filler (x)")
        ledger.db.execute("INSERT INTO filler VALUES (zeroblob(1000000))")
        ledger.db.execute("DROP TABLE filler")
        ledger.db.execute("DELETE FROM document_search WHERE rowid = 2")
        before = ledger.content_hash()
        done = compact(ledger)
        assert ledger.content_hash() == before
        assert done.after < done.before
    assert looked(path).findings == ()


def old_ledger(path, schema, record=None, digest="0" * 32):
    """A ledger as an earlier program left it: every part in a table of its own."""
    record = record or full_record()
    db = sqlite3.connect(path)
    for sql in migrations()[:schema]:
        db.executescript(sql)
    db.execute(f"PRAGMA user_version = {schema}")
    db.execute("PRAGMA application_id = 0x44524147")
    names = ", ".join(HEAD)
    db.execute(
        f"INSERT INTO documents (document, revision, hash, text_hash, recorded, {names})"
        f" VALUES (1, 1, ?, ?, '2026-01-02T03:04:05.000006Z', {', '.join('?' * len(HEAD))})",
        (digest, text_digest(record.text), *head_of(record)),
    )
    for table, rows in rows_of(record).items():
        db.executemany(insert(table), [(1, *r) for r in rows])
    db.commit()
    db.close()


@pytest.mark.parametrize("schema", range(1, 8))
def test_an_older_ledger_is_brought_up_and_keeps_all(tmp_path, schema):
    path = tmp_path / "old.db"
    old_ledger(path, schema)
    with pytest.raises(LedgerError, match=f"older schema {schema}"):
        Ledger(path, readonly=True)
    with Ledger(path) as ledger:
        assert ledger.db.execute("PRAGMA user_version").fetchone() == (schema_version(),)
        record = ledger.record("tavrin")
        assert [c.id for c in record.claims] == ["tavrin#1", "tavrin#2"]
        assert ledger.add(record) == "unchanged"  # though digests were made otherwise then
        ledger.review("tavrin#1", "reject", by="ana")
        assert [c.id for c in ledger.record("tavrin").claims] == ["tavrin#2"]
    assert looked(path).problems == ()


def test_a_ledger_without_marks_gets_a_table_for_them(tmp_path):
    path = tmp_path / "eight.db"
    with Ledger(path) as ledger:
        ledger.add(full_record())
        before = ledger.content_hash()
        ledger.db.execute("DROP TABLE marks")
        ledger.db.execute("PRAGMA user_version = 8")
    with pytest.raises(LedgerError, match="older schema 8"):
        Ledger(path, readonly=True)
    with Ledger(path) as ledger:
        assert ledger.content_hash() == before and ledger.select("SELECT count(*) FROM marks") == [(0,)]
    assert looked(path).findings == ()


def test_parts_of_an_older_ledger_are_packed_as_new_ones_are(tmp_path):
    record = full_record()
    unheld = replace(record.attributions[0], id="a9", rule="nobody's claim")
    record = replace(record, attributions=(unheld, *record.attributions))
    path, anew = tmp_path / "old.db", tmp_path / "new.db"
    old_ledger(path, 7, record, digest(head_of(record), rows_of(record)))
    with Ledger(path) as ledger, Ledger(anew) as new:
        assert new.add(record) == "new"
        assert ledger.record("tavrin") == new.record("tavrin") == record
        assert ledger.content_hash() == new.content_hash()
        for table in ("packed", "attributions", "parties"):
            sql = f"SELECT * FROM {table} ORDER BY 1, 2, 3" if table != "packed" else "SELECT * FROM packed"
            assert ledger.select(sql) == new.select(sql)
        assert not ledger.select("SELECT 1 FROM attributions WHERE id = 'a9'")
    assert looked(path).findings == ()


def test_digests_stay_what_they_were():
    record = full_record()
    plain = [head_of(record), *([t, sorted(r) if t in ("parties", "claim_words") else r]
                                for t in COLUMNS if (r := rows_of(record).get(t)))]  # fmt: skip
    told = json.dumps(plain, separators=(",", ":"), ensure_ascii=False).encode()
    assert digest(head_of(record), rows_of(record)) == "2:" + hashlib.blake2b(told, digest_size=16).hexdigest()


def test_a_migration_that_fails_leaves_the_file_as_it_was(tmp_path, monkeypatch):
    path = tmp_path / "old.db"
    old_ledger(path, 2)
    broken = (*migrations()[:2], "CREATE TABLE half (x);\nINSERT INTO nowhere VALUES (1);\n")
    monkeypatch.setattr("dragoman.store.file.migrations", lambda: broken)
    with pytest.raises(LedgerError):
        Ledger(path)
    monkeypatch.undo()
    db = sqlite3.connect(path)
    assert db.execute("PRAGMA user_version").fetchone() == (2,)
    assert not db.execute("SELECT 1 FROM sqlite_master WHERE name = 'half'").fetchone()
    db.close()


def version(n, id="v"):
    return replace(full_record(id, text=TEXT + "x" * n), headline=f"take {n}")


def test_a_higher_version_supersedes_and_a_late_lower_one_does_not(tmp_path):
    with Ledger(tmp_path / "v.db") as ledger:
        assert ledger.add(version(2), version=2) == "new"
        assert ledger.add(version(1), version=1) == "older"
        assert ledger.record("v").headline == "take 2"
        assert ledger.add(version(1), version=1) == "unchanged"
        assert ledger.add(version(2), version=2) == "unchanged"
        assert ledger.add(version(3), version=3) == "revised"
        assert [(r.revision, r.publisher_version, r.superseded is None) for r in ledger.history("v")] == [
            (1, 2, False),
            (2, 1, False),
            (3, 3, True),
        ]
    assert looked(tmp_path / "v.db").findings == ()


def test_without_versions_the_order_of_arrival_counts(tmp_path):
    with Ledger(tmp_path / "v.db") as ledger:
        assert [ledger.add(version(n)) for n in (2, 1)] == ["new", "revised"]
        assert ledger.record("v").headline == "take 1"


def test_a_higher_version_of_the_same_text_is_remembered(tmp_path):
    with Ledger(tmp_path / "v.db") as ledger:
        ledger.add(version(1), version=1)
        assert ledger.add(version(1), version=3) == "unchanged"
        assert ledger.add(version(2), version=2) == "older"
        assert ledger.record("v").headline == "take 1"


def test_a_late_version_is_never_shown_in_any_past(tmp_path):
    with Ledger(tmp_path / "v.db") as ledger:
        ledger.add(version(2), version=2)
        ledger.add(version(1), version=1)
        moments = [r.recorded for r in ledger.history("v")]
        for m in moments:
            with ledger.as_of(m) as then:
                assert then.record("v").headline == "take 2"


def lines(*records):
    return b"".join(json.dumps(r.to_dict()).encode() + b"\n" for r in records)


def whole(id):
    """The record as JSON gives it back: a confidence of 1 is 1.0."""
    record = full_record(id)
    return replace(record, claims=(record.claims[0], replace(record.claims[1], confidence=1.0)))


def imported(ledger, data, **more):
    import io

    errors = []
    done = import_records(ledger, stream_lines(io.BytesIO(data), "x.jsonl"), on_error=errors.append, **more)
    return done, [str(e) for e in errors]


@pytest.mark.parametrize("workers", [0, 1])
def test_import_gives_what_adding_gives(tmp_path, workers):
    records = [whole(i) for i in "abc"]
    with Ledger(tmp_path / "one.db") as one, Ledger(tmp_path / "two.db") as two:
        for r in reversed(records):
            one.add(r)
        done, errors = imported(two, lines(*records), workers=workers)
        assert (done.stories, done.claims, errors) == (3, 6, [])
        assert one.content_hash() == two.content_hash()
        assert list(two.records()) == records
        again, _ = imported(two, lines(*records), workers=workers)
        assert again.outcome == {"unchanged": 3}
        assert two.content_hash() == one.content_hash()


def test_import_tells_wrong_lines_and_goes_on(tmp_path):
    bad = full_record("b").to_dict()
    bad["claims"][0]["trigger"]["start"] += 1
    wide = full_record("w").to_dict()
    wide["claims"][0]["count"] = 2**63
    data = (
        lines(full_record("a"))
        + b"{nonsense\n\n"
        + json.dumps(bad).encode()
        + b"\n"
        + json.dumps(wide).encode()
        + b"\n"
        b'{"id": "h", "text": "\\ud83d"}\n' + lines(full_record("c"))
    )
    with Ledger(tmp_path / "i.db") as ledger:
        done, errors = imported(ledger, data)
        assert [d.id for d in ledger.documents()] == ["a", "c"]
    assert done.failures == 4
    assert [e.split(": ")[0] for e in errors] == [f"[D106] x.jsonl, line {n}" for n in (2, 4, 5, 6)]
    assert "b: the words 'shelled' do not stand at" in errors[1]
    assert looked(tmp_path / "i.db").findings == ()


def test_import_holds_people_to_their_word(path):
    with Ledger(path) as ledger:
        before = ledger.record("a"), ledger.record("b")
        anew = [replace(full_record(i), headline="Second take") for i in "ab"]
        done, _ = imported(ledger, lines(*anew))
        assert done.outcome == {"revised": 2}
        after = ledger.record("a"), ledger.record("b")
        assert [r.claims for r in after] == [r.claims for r in before]
        assert {r.headline for r in after} == {"Second take"}
