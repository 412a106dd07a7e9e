"""Long runs: one that is killed and resumed ends as an undisturbed one; what failed is written down; progress says how far."""

from __future__ import annotations

import io
import json
import os
import signal
import subprocess
import sys
import time
from dataclasses import replace

import pytest
from typer.testing import CliRunner

import dragoman.coder
from dragoman.cli import app
from dragoman.cli.progress import Progress
from dragoman.document import Story
from dragoman.export.jsonl import line
from dragoman.fingerprint import fingerprint
from dragoman.read import read_stories
from dragoman.read.meter import Meter
from dragoman.record import Record
from dragoman.store import Ledger
from dragoman.store.resume import CodedStories, story_hash

STUB = """
import sys, time
import dragoman.coder
from dragoman.record import Record

def code_stories(stories, *, model):
    for s in stories:
        time.sleep(0.01)
        yield Record(id=dragoman.coder.story_id(s), text=s.text)

dragoman.coder.code_stories = code_stories
from dragoman.cli import main
main()
"""


@pytest.fixture
def stub(monkeypatch):
    """A coder that is done at once and counts what it is given; it fails on stories that say so."""
    given: list[str] = []

    def code_stories(stories, *, model):
        for s in stories:
            given.append(s.text)
            if "EXPLODE" in s.text:
                raise ZeroDivisionError("boom")
            yield Record(id=dragoman.coder.story_id(s), text=s.text, published=s.published)

    monkeypatch.setattr(dragoman.coder, "code_stories", code_stories)
    monkeypatch.setenv("DRAGOMAN_WORKERS", "1")
    return given


def run(*args, input=None):
    return CliRunner().invoke(app, [str(a) for a in args], input=input)


def lines(*stories):
    return "".join(json.dumps(s) + "\n" for s in stories)


def content(path):
    with Ledger(path, readonly=True) as store:
        return sorted(line(r) for r in store.records())


def test_a_killed_run_that_is_resumed_ends_as_an_undisturbed_one(tmp_path):
    stories = tmp_path / "stories.jsonl"
    stories.write_text(lines(*({"id": f"s{n}", "text": f"Story {n}."} for n in range(200))))
    command = [sys.executable, "-c", STUB, "code", str(stories), "--workers", "1"]
    env = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    whole, broken = tmp_path / "whole.db", tmp_path / "broken.db"
    subprocess.run([*command, "--ledger", str(whole)], env=env, check=True, capture_output=True)
    process = subprocess.Popen([*command, "--ledger", str(broken)], env=env, stderr=subprocess.PIPE)
    for _ in range(600):
        if broken.exists() and broken.stat().st_size and _stored(broken) >= 120:
            break
        time.sleep(0.02)
    process.send_signal(signal.SIGKILL)
    process.communicate()
    there = _stored(broken)
    assert 120 <= there < 200
    done = subprocess.run(
        [*command, "--ledger", str(broken), "--resume"], env=env, check=True, capture_output=True, text=True
    )
    assert content(broken) == content(whole)
    passed_over = int(done.stderr.split(" passed over")[0].rsplit(" ", 1)[1])
    assert there - 1 <= passed_over <= there


def _stored(path):
    try:
        with Ledger(path, readonly=True) as store:
            return len(store)
    except Exception:
        return 0


def test_resume_codes_what_is_new_changed_or_failed(stub, tmp_path):
    path = tmp_path / "l.db"
    given = [{"id": "a", "text": "A."}, {"id": "b", "text": "EXPLODE"}, {"id": "c", "text": "C."}]
    run("code", "-", "--ledger", path, input=lines(*given))
    stub.clear()
    given = [given[0], {"id": "b", "text": "B."}, {**given[2], "published": "2024-05-01"}, {"id": "d", "text": "D."}]
    done = run("code", "-", "--ledger", path, "--resume", input=lines(*given))
    assert stub == ["B.", "C.", "D."]
    assert "2 new, 1 revised; 1 passed over, coded before" in done.stderr
    stub.clear()
    assert "nothing new; 4 passed over" in run("code", "-", "--ledger", path, "--resume", input=lines(*given)).stderr
    assert stub == []


def test_resume_needs_a_ledger():
    assert run("code", "-", "--resume", input=lines({"text": "A."})).exit_code == 2


def test_another_program_model_or_list_codes_again(stub, tmp_path, monkeypatch):
    path = tmp_path / "l.db"
    monkeypatch.setenv("DRAGOMAN_CONFIG", str(tmp_path))
    run("code", "-", "--ledger", path, input=lines({"id": "a", "text": "A."}))
    before = fingerprint()
    assert before == fingerprint() != fingerprint("another_model")
    (tmp_path / "actors.csv").write_text("name,code\nThe Ferrymen,NGA\n")
    assert fingerprint() != before
    stub.clear()
    run("code", "-", "--ledger", path, "--resume", input=lines({"id": "a", "text": "A."}))
    assert stub == ["A."]


def test_a_story_is_known_only_while_its_record_is_current(tmp_path):
    first, second = Story("A.", "a"), Story("A again.", "a")
    with Ledger(tmp_path / "l.db") as ledger:
        coded = CodedStories(ledger, "x")
        for story in (first, second):
            ledger.add(Record(id="a", text=story.text))
            coded.note(story, "a")
        assert [coded.has(first), coded.has(second)] == [False, True]
        assert not CodedStories(ledger, "y").has(second)


def test_a_storys_hash_is_of_all_but_its_path():
    story = Story("A.", "a", published="2024-05-01")
    assert story_hash(replace(story, path="x.txt")) == story_hash(story)
    for other in (replace(story, text="B."), replace(story, id=None), replace(story, published=None)):
        assert story_hash(other) != story_hash(story)


def test_failures_are_written_down(stub, tmp_path):
    (tmp_path / "s.jsonl").write_text('{"id": "x", "text": "X."}\n{broken\n{"id": "y", "text": "EXPLODE"}\n')
    run("code", tmp_path / "s.jsonl", "--failures", tmp_path / "failed.jsonl")
    told = [json.loads(x) for x in (tmp_path / "failed.jsonl").read_text().splitlines()]
    assert [(t["story"], t["line"], t["code"]) for t in told] == [(None, 2, "D105"), ("y", None, "D100")]
    assert all(t["where"] and t["message"] and t["remedy"] for t in told)
    assert run("code", tmp_path / "s.jsonl", "--failures", tmp_path / "no" / "f").exit_code == 1


def test_progress_tells_rate_and_time_left(tmp_path):
    (tmp_path / "a.txt").write_text("A" * 100)
    (tmp_path / "b.jsonl").write_text(lines(*({"text": f"Story {n:03}."} for n in range(100))))
    meter = Meter([tmp_path])
    now, told = [0.0], []
    progress = Progress(meter, clock=lambda: now[0], terminal=False)
    progress.complain = told.append
    shares = []
    for _ in read_stories([tmp_path], meter=meter, on_error=lambda e: None):
        now[0] += 1.0
        progress.advance(3)
        shares.append(meter.share())
    assert shares == sorted(shares) and 0 < shares[0] < shares[-1] <= 1
    assert len(told) == 1 and told[0].startswith("60 stories, 180 claims, 1.0 stories/s, about ")
    assert progress.words().endswith("left")


def test_a_pipe_tells_no_time_left():
    meter = Meter(["-"], stdin=io.BytesIO(b""))
    now = [0.0]
    progress = Progress(meter, clock=lambda: now[0], terminal=False)
    progress.begin()
    now[0] = 10.0
    progress.advance(0)
    assert progress.words() == "1 story, 0 claims, 0.1 stories/s"
