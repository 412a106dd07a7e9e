"""What goes wrong under a ledger: a full disk, no rights, two writers, a clock that jumps, a killed writer, a page turned to
noise. Nothing that was committed is lost, and the message says what to do (docs/faults.md)."""

from __future__ import annotations

import datetime as dt
import os
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest

from dragoman.errors import DragomanError, LedgerError
from dragoman.export.jsonl import line
from dragoman.record import Record
from dragoman.store import Ledger


def record(n: int, words: int = 20) -> Record:
    return Record(id=f"story-{n}", text=" ".join(["Shells hit Goma."] * words))


def ids(path: Path) -> set[str]:
    with Ledger(path, readonly=True) as ledger:
        return {d.id for d in ledger.documents()}


def sound(path: Path) -> bool:
    return sqlite3.connect(path).execute("PRAGMA integrity_check").fetchone() == ("ok",)


def test_a_full_disk_stops_the_run_and_keeps_what_was_stored(tmp_path: Path) -> None:
    path = tmp_path / "ledger.db"
    kept = 0
    with Ledger(path) as ledger:
        ledger.add(record(0))
        ledger.db.execute(f"PRAGMA max_page_count = {ledger.db.execute('PRAGMA page_count').fetchone()[0] + 8}")
        with pytest.raises(LedgerError, match="full"):
            for n in range(1, 500):
                ledger.add(record(n, words=400))
                kept = n
    assert ids(path) == {f"story-{n}" for n in range(kept + 1)}
    assert sound(path)
    with Ledger(path) as ledger:  # room was made
        ledger.add(record(999))
    assert "story-999" in ids(path)


def test_a_batch_that_does_not_fit_is_stored_not_at_all(tmp_path: Path) -> None:
    from dragoman.store.writing import prepare

    path = tmp_path / "ledger.db"
    with Ledger(path) as ledger:
        ledger.add(record(0))
        ledger.db.execute(f"PRAGMA max_page_count = {ledger.db.execute('PRAGMA page_count').fetchone()[0] + 4}")
        with pytest.raises(LedgerError, match="full"):
            ledger.add_many((prepare(record(n, words=800)), None) for n in range(1, 40))
    assert ids(path) == {"story-0"}


def test_a_ledger_opened_to_read_takes_no_writing(tmp_path: Path) -> None:
    path = tmp_path / "ledger.db"
    with Ledger(path) as ledger:
        ledger.add(record(0))
    with Ledger(path, readonly=True) as ledger, pytest.raises(LedgerError, match="may not be written"):
        ledger.add(record(1))
    assert ids(path) == {"story-0"}


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everything")
def test_a_file_without_rights_is_said_to_be_so(tmp_path: Path) -> None:
    path = tmp_path / "ledger.db"
    with Ledger(path) as ledger:
        ledger.add(record(0))
    path.chmod(0o444)
    with pytest.raises(LedgerError, match=r"written|used"), Ledger(path) as ledger:
        ledger.add(record(1))
    assert ids(path) == {"story-0"}


def test_two_writers_take_turns(tmp_path: Path) -> None:
    path = tmp_path / "ledger.db"
    with Ledger(path) as one, Ledger(path) as other:
        for n in range(20):
            (one, other)[n % 2].add(record(n))
    assert ids(path) == {f"story-{n}" for n in range(20)}
    with Ledger(path) as one, Ledger(path) as other:
        other.db.execute("PRAGMA busy_timeout = 50")
        one.db.execute("BEGIN IMMEDIATE")
        with pytest.raises(LedgerError, match="another program is writing"):
            other.add(record(99))
        one.db.execute("ROLLBACK")
        other.add(record(99))
    assert "story-99" in ids(path) and sound(path)


def test_readers_see_a_whole_state_while_a_writer_writes(tmp_path: Path) -> None:
    path = tmp_path / "ledger.db"
    with Ledger(path) as writer:
        writer.add(record(0))
        with writer.writing():
            writer.db.execute("UPDATE documents SET outlet = 'half done'")
            with Ledger(path, readonly=True) as reader:
                assert [d.outlet for d in reader.documents()] == [None]


def test_a_clock_that_goes_back_loses_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from dragoman.store import writing

    path = tmp_path / "ledger.db"
    moments = iter(["2024-06-04T12:00:00Z", "2024-06-03T08:00:00Z", "2031-01-01T00:00:00Z", "1999-01-01T00:00:00Z"])
    monkeypatch.setattr(writing, "now", lambda: next(moments, "1999-01-01T00:00:01Z"))
    with Ledger(path) as ledger:
        for n in range(4):
            ledger.add(Record(id="story", text=f"Shells hit Goma. Version {n}."))
        now = ledger.record("story")
        assert now is not None and now.text.endswith("Version 3.")
        assert [(r := ledger.record("story", revision=k)) and r.text[-2] for k in (1, 2, 3, 4)] == ["0", "1", "2", "3"]


KILLED = """
import sys, time
from dragoman.record import Record
from dragoman.store import Ledger
with Ledger(sys.argv[1]) as ledger:
    for n in range(50):
        ledger.add(Record(id=f"story-{n}", text="Shells hit Goma. " * 20))
    print("stored", flush=True)
    ledger.db.execute("BEGIN IMMEDIATE")
    ledger.db.execute("UPDATE documents SET text = 'lost'")
    print("in the middle", flush=True)
    time.sleep(60)
"""


def test_a_writer_killed_in_the_middle_leaves_what_was_committed(tmp_path: Path) -> None:
    path = tmp_path / "ledger.db"
    process = subprocess.Popen([sys.executable, "-c", KILLED, str(path)], stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    assert [process.stdout.readline().strip() for _ in range(2)] == ["stored", "in the middle"]
    process.send_signal(signal.SIGKILL)
    process.wait()
    assert ids(path) == {f"story-{n}" for n in range(50)}
    assert sound(path)
    with Ledger(path) as ledger:
        ledger.add(record(99))
        kept = ledger.record("story-7")
    assert kept is not None and kept.text.startswith("Shells hit")


def test_a_damaged_page_is_told_and_the_rest_can_be_taken_out(tmp_path: Path) -> None:
    path = tmp_path / "ledger.db"
    with Ledger(path) as ledger:
        for n in range(60):
            ledger.add(record(n, words=200))
    before = path.read_bytes()
    size = 4096
    told = 0
    for page in range(2, len(before) // size, 9):
        path.write_bytes(before[: page * size] + b"\xa5" * size + before[(page + 1) * size :])
        try:
            with Ledger(path, readonly=True) as ledger:
                list(ledger.records())
                ledger.documents()
        except DragomanError as e:
            assert str(e)
            told += 1
    assert told
    path.write_bytes(before)
    assert len(ids(path)) == 60


def test_a_file_cut_short_is_told(tmp_path: Path) -> None:
    path = tmp_path / "ledger.db"
    with Ledger(path) as ledger:
        for n in range(40):
            ledger.add(record(n, words=200))
    path.write_bytes(path.read_bytes()[: 4096 * 5 + 100])
    with pytest.raises(DragomanError), Ledger(path, readonly=True) as ledger:
        list(ledger.records())


def test_an_ordinary_day_has_one_clock() -> None:
    """``now`` is UTC to the second or finer, whatever the machine's zone."""
    from dragoman.store.writing import now

    assert abs(dt.datetime.fromisoformat(now()) - dt.datetime.now(dt.UTC)) < dt.timedelta(minutes=5)


def workers_of(pid: int) -> list[int]:
    """The child processes of a process that are Python's workers, youngest last."""
    told = [p for task in Path(f"/proc/{pid}/task").iterdir() for p in (task / "children").read_text().split()]
    return [int(p) for p in told if b"resource_tracker" not in Path(f"/proc/{p}/cmdline").read_bytes()]


def how_many(path: Path) -> int:
    """Stories in a ledger that may be about to be made."""
    try:
        return len(ids(path))
    except DragomanError:
        return 0


def killing_a_worker(command: list[str], ledger: Path, *, stored: int) -> subprocess.CompletedProcess[str]:
    """Run a command, and kill the first worker that it has started as soon as so many stories are in the ledger."""
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    until = time.monotonic() + 60
    while time.monotonic() < until:
        found = workers_of(process.pid)
        if found and (not stored or how_many(ledger) >= stored):
            break
        time.sleep(0.01)
    assert found, "no worker was started"
    os.kill(found[0], signal.SIGKILL)
    out, err = process.communicate(timeout=240)
    return subprocess.CompletedProcess(command, process.returncode, out, err)


linux = pytest.mark.skipif(not Path("/proc/self/task").is_dir(), reason="looks for child processes in /proc")
DRAGOMAN = [sys.executable, "-c", "from dragoman.cli import main; main()"]


@linux
def test_a_worker_killed_while_it_codes_costs_no_story(tmp_path: Path) -> None:
    stories, path = tmp_path / "stories", tmp_path / "ledger.db"
    stories.mkdir()
    for n in range(120):
        (stories / f"story-{n}.txt").write_text(
            "GOMA, June 3, 2024 - " + "Rebels shelled Goma, killing five, police said. " * 30
        )
    done = killing_a_worker([*DRAGOMAN, "code", str(stories), "--ledger", str(path), "--workers", "2"], path, stored=1)
    assert done.returncode == 0, done.stderr
    assert ids(path) == {f"story-{n}" for n in range(120)}
    assert sound(path)


@linux
def test_a_worker_killed_while_records_are_imported_costs_none(tmp_path: Path) -> None:
    source, path = tmp_path / "records.jsonl", tmp_path / "ledger.db"
    source.write_bytes(b"".join(line(record(n, words=300)) for n in range(3000)))
    done = killing_a_worker([*DRAGOMAN, "ledger", "import", str(source), "--ledger", str(path)], path, stored=0)
    assert done.returncode == 0, done.stderr
    assert ids(path) == {f"story-{n}" for n in range(3000)}
    assert sound(path)
