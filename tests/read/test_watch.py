"""A watched folder gives each file once, when it is whole."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time

import pytest

from dragoman.errors import MissingFile
from dragoman.read.watch import Folder
from dragoman.store import Ledger

RUN = [sys.executable, "-c", "from dragoman.cli import main; main()"]


@pytest.fixture
def watched(tmp_path):
    """(the folder, a look into it: names of the files that are given)."""
    known: set[str] = set()
    folder = Folder(tmp_path, known.__contains__)

    def look():
        found = list(folder.look())
        known.update(f.digest for f in found)
        return [f.path.name for f in found]

    return tmp_path, look


def test_a_file_is_given_at_the_second_look_and_once(watched):
    folder, look = watched
    (folder / "one.txt").write_text("one")
    assert [look(), look(), look()] == [[], ["one.txt"], []]


def test_a_file_that_grows_waits(watched):
    folder, look = watched
    path = folder / "one.txt"
    path.write_text("on")
    look()
    path.write_text("one and more")
    assert [look(), look()] == [[], ["one.txt"]]


def test_an_old_file_is_given_at_once(watched):
    folder, look = watched
    (folder / "old.txt").write_text("old")
    os.utime(folder / "old.txt", (1, 1))
    assert look() == ["old.txt"]


def test_content_counts_not_the_name(watched):
    folder, look = watched
    (folder / "one.txt").write_text("one")
    look(), look()
    (folder / "one.txt").rename(folder / "moved.txt")
    (folder / "copy.txt").write_text("one")
    os.utime(folder / "moved.txt", (5, 5))
    assert [look(), look()] == [[], []]
    (folder / "copy.txt").write_text("two")
    assert [look(), look()] == [[], ["copy.txt"]]


def test_hidden_and_half_files_are_left(watched):
    folder, look = watched
    for name in (".hidden.txt", "big.zip.part", "a.txt.tmp", "b.txt~"):
        (folder / name).write_text("x")
    (folder / "inner").mkdir()
    (folder / "inner/deep.txt").write_text("deep")
    assert [look(), look()] == [[], ["deep.txt"]]


def test_no_folder(tmp_path):
    with pytest.raises(MissingFile, match="no such folder to watch"):
        Folder(tmp_path / "none", lambda digest: False)


def wait_for(what, seconds=30):
    end = time.monotonic() + seconds
    while not (got := what()) and time.monotonic() < end:
        time.sleep(0.1)
    return got


def test_watching_codes_what_comes_survives_bad_files_and_goes_on_later(tmp_path):
    inbox, path = tmp_path / "in", tmp_path / "ledger.db"
    inbox.mkdir()

    def start():
        command = [*RUN, "code", "--watch", str(inbox), "--interval", "0.1", "--ledger", str(path), "--workers", "1"]
        return subprocess.Popen(command, stderr=subprocess.PIPE, text=True)

    def stories():
        try:
            with Ledger(path, readonly=True) as ledger:
                return {d.id for d in ledger.documents()}
        except Exception:
            return set()

    (inbox / "a.jsonl").write_text('{"id": "a", "text": "Rebels shelled the port of Velm on Monday."}\n')
    (inbox / "bad.json").write_text("{no json")
    process = start()
    assert wait_for(lambda: "a" in stories())
    (inbox / "b.jsonl").write_text('{"id": "b", "text": "Gunmen killed two guards in Orsk on Friday."}\n')
    assert wait_for(lambda: stories() == {"a", "b"})
    process.send_signal(signal.SIGINT)
    told = process.communicate(timeout=20)[1]
    assert process.returncode == 1  # of the bad file
    assert "it is no JSON" in told and "stopped watching" in told
    assert "2 stories" in told
    process = start()
    for line in process.stderr:
        if "watching" in line:
            break
    time.sleep(0.5)
    process.send_signal(signal.SIGTERM)
    told = process.communicate(timeout=20)[1]
    assert process.returncode == 0
    assert "0 stories" in told
    with Ledger(path) as ledger:
        ((coded, failed, finished, lexicons),) = [(r.coded, r.failed, r.finished, r.lexicons) for r in ledger.runs()]
        assert (coded, failed) == (2, 1)
        assert finished and lexicons
        files = ledger.select("SELECT name, stories, failures FROM watched_files ORDER BY name")
        assert [(n.rsplit("/", 1)[-1], s, f) for n, s, f in files] == [
            ("a.jsonl", 1, 0),
            ("b.jsonl", 1, 0),
            ("bad.json", 0, 1),
        ]
