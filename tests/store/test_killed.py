"""A process that is killed leaves whole stories only, and a run again finishes the rest (bench/kill.py has more kills)."""

from __future__ import annotations

import importlib.util
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from dragoman.store import Ledger
from dragoman.store.check import check
from dragoman.store.importing import import_records
from dragoman.store.records import stream_lines

KILL = Path(__file__).resolve().parents[2] / "bench/kill.py"
pytestmark = pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="there is no SIGKILL here")


@pytest.fixture(scope="module")
def kill():
    spec = importlib.util.spec_from_file_location("bench_kill", KILL)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


STRUCK = """
import os, signal, sys
from dragoman.store import Ledger, records, writing
from dragoman.store.importing import import_records
from dragoman.store.records import lines_of
import dragoman.store.importing as importing
left = [int(sys.argv[3])]
importing.CLAIMS = 60
importing.PART = records.PART = 30_000
ledger = Ledger(sys.argv[2])
def tick():
    left[0] -= 1
    if left[0] <= 0:
        os.kill(os.getpid(), signal.SIGKILL)
    return 0
ledger.db.set_progress_handler(tick, 50)
import_records(ledger, lines_of(sys.argv[1]), on_error=print, workers=0)
"""
"""An import that kills itself in the midst of a statement: after so many times fifty steps of SQLite's machine."""


def test_killed_in_the_midst_of_a_statement(kill, tmp_path):
    source, path = tmp_path / "records.jsonl", tmp_path / "struck.db"
    kill.write(source, 60)
    with Ledger(tmp_path / "whole.db") as whole, source.open("rb") as f:
        import_records(whole, stream_lines(f, "x"), on_error=print, workers=0)
        expected = whole.content_hash()
    counts = []
    for steps in (40, 700, 900, 1300, 1600, 2100, 2600, 3100):
        done = subprocess.run([sys.executable, "-c", STRUCK, source, path, str(steps)], env=os.environ, check=False)
        assert done.returncode in (-signal.SIGKILL, 0)
        with Ledger(path) as ledger:
            assert check(ledger).problems == ()
            counts.append(len(ledger))
    assert sorted(counts) == counts
    assert any(0 < n < 60 for n in counts), counts
    with Ledger(path) as ledger, source.open("rb") as f:
        import_records(ledger, stream_lines(f, "x"), on_error=print, workers=0)
        assert ledger.content_hash() == expected
        assert len(ledger) == 60
        assert check(ledger).problems == ()


def test_made_up_stories_are_whole(kill):
    for record in kill.stories(2):
        assert json.dumps(record.to_dict())
        for c in record.claims:
            for s in (c.trigger, c.sentence, *c.actor, *c.recipient, *c.quantities, c.event_loc.extracted_place):
                assert record.text[s.start : s.end] == s.text


def test_workers_end_with_a_killed_parent(kill, tmp_path):
    if not Path("/proc").exists():
        pytest.skip("there is no /proc to look for processes in")
    source, path = tmp_path / "records.jsonl", tmp_path / "struck.db"
    kill.write(source, 1500)
    process = subprocess.Popen([*kill.COMMAND, str(source), "--ledger", str(path)], stderr=subprocess.DEVNULL)

    def workers():
        found = []
        for entry in Path("/proc").glob("[0-9]*"):
            try:
                if str(source).encode() in (entry / "cmdline").read_bytes() and int(entry.name) != process.pid:
                    found.append(int(entry.name))
            except OSError:
                continue
        return found

    def until(what):
        end = time.monotonic() + 30
        while not what() and time.monotonic() < end:
            time.sleep(0.05)
        return what()

    assert until(workers)
    process.kill()
    process.wait()
    assert until(lambda: not workers())
