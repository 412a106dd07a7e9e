"""Many worker processes give what one gives, in order; one that dies costs at most the story that it dies of."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from dragoman import pool
from dragoman.batches import Outcome
from dragoman.document import Story
from dragoman.errors import DataError, EmptyStory, PipelineError
from dragoman.export.jsonl import line
from dragoman.pool import code_outcomes
from dragoman.read import read_stories
from dragoman.store import Ledger

SAMPLES = Path(__file__).resolve().parent.parent / "samples"
STUB = '''
"""A spaCy model that is none: it puts a coder of our own in the worker."""
import os, signal, time
import dragoman.coder
from dragoman.errors import DataError
from dragoman.record import Record

def code_stories(stories, *, model):
    for s in stories:
        once = os.path.join(os.environ["STUB_FOLDER"], dragoman.coder.story_id(s))
        if "DIES ALWAYS" in s.text or ("DIES ONCE" in s.text and not os.path.exists(once)):
            open(once, "w").close()
            os.kill(os.getpid(), signal.SIGKILL)
        if "EXPLODE" in s.text:
            raise ZeroDivisionError("boom")
        print("chatter that must not reach the parent")
        time.sleep(float(os.environ.get("STUB_SECONDS", 0)))
        yield Record(id=dragoman.coder.story_id(s), text=s.text)

class Model:
    pipe_names = ["tagger", "parser", "ner", "lemmatizer"]

def load():
    if os.environ.get("STUB_START") == "dies":
        os._exit(7)
    if os.environ.get("STUB_START") == "raises":
        raise DataError("the model is broken.", remedy="mend it.")
    dragoman.coder.code_stories = code_stories
    return Model()
'''


@pytest.fixture
def stub(tmp_path, monkeypatch):
    """The name of a model whose workers code at once and die as the story says."""
    (tmp_path / "stub_model.py").write_text(STUB)
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setenv("STUB_FOLDER", str(tmp_path))
    return "stub_model"


def ids(outcomes: list[Outcome]) -> list[str]:
    return [o.record.id if o.record else f"!{o.story.id}" for o in outcomes]


def test_workers_give_what_one_process_gives():
    stories = list(read_stories([SAMPLES], on_error=lambda e: None))
    stories = [Story(s.text, f"{n}-{s.id}", published=s.published) for n in range(2) for s in stories][:20]
    one, two = ([line(o.record) for o in code_outcomes(stories, workers=n) if o.record] for n in (1, 2))
    assert len(one) == len(stories) and one == two


def test_order_is_that_of_the_input(stub):
    stories = [Story(f"Story {n}. " * (1 + n * 7 % 40), str(n)) for n in range(200)]
    assert ids(list(code_outcomes(stories, model=stub, workers=3))) == [str(n) for n in range(200)]


def test_a_story_whose_worker_dies_is_tried_once_more_then_reported(stub):
    stories = [Story("Calm.", str(n)) for n in range(80)]
    stories[20] = Story("DIES ONCE", "20")
    stories[50] = Story("DIES ALWAYS", "50", path="far/away.txt")
    stories[70] = Story("EXPLODE", "70")
    outcomes = list(code_outcomes(stories, model=stub, workers=2))
    assert ids(outcomes) == [f"!{n}" if n in (50, 70) else str(n) for n in range(80)]
    assert "far/away.txt, story 50: the process that coded it died twice (SIGKILL)" in str(outcomes[50].error)
    assert "ZeroDivisionError: boom" in str(outcomes[70].error)


def test_only_so_many_stories_are_drawn_ahead(stub):
    drawn = 0

    def endless():
        nonlocal drawn
        while True:
            drawn += 1
            yield Story(f"Story {drawn}.", str(drawn))

    outcomes = code_outcomes(endless(), model=stub, workers=2)
    for _ in range(100):
        next(outcomes)
    outcomes.close()
    assert drawn <= 100 + (2 * pool.AHEAD + 1) * pool.BATCH_STORIES


@pytest.mark.parametrize(
    ("how", "told"), [("dies", "could not start \\(exit code 7\\)"), ("raises", "model is broken")]
)
def test_workers_that_cannot_start_end_the_run(stub, monkeypatch, how, told):
    monkeypatch.setenv("STUB_START", how)
    with pytest.raises(DataError, match=told):
        list(code_outcomes([Story("A.", str(n)) for n in range(40)], model=stub, workers=2))


def test_few_stories_start_no_worker(monkeypatch):
    monkeypatch.setattr(pool, "_in_workers", None)
    assert ids(list(code_outcomes([Story("Calm.", "a"), Story("Calm.", "b")], workers=4))) == ["a", "b"]
    assert list(code_outcomes([], workers=4)) == []


def test_errors_cross_processes():
    import pickle

    for error in (EmptyStory("nothing.", where="x", line=3, remedy="look."), PipelineError("s", ["a"], ["b"])):
        again = pickle.loads(pickle.dumps(error))
        assert (type(again), str(again), again.exit_code) == (type(error), str(error), error.exit_code)


def test_ctrl_c_leaves_a_sound_ledger_and_no_worker(stub, tmp_path):
    for n in range(300):
        (tmp_path / f"{n:03}.txt").write_text(f"Story {n}.")
    (tmp_path / "stub_model.py").rename(tmp_path / "stub_model.PY")
    folder = tmp_path / "modules"
    folder.mkdir()
    (tmp_path / "stub_model.PY").rename(folder / "stub_model.py")
    env = {**os.environ, "STUB_SECONDS": "0.02", "PYTHONPATH": os.pathsep.join([str(folder), *sys.path])}
    ledger = tmp_path / "l.db"
    command = [sys.executable, "-c", "from dragoman.cli import main; main()", "code", str(tmp_path), "--workers", "2"]
    process = subprocess.Popen(
        [*command, "--model", stub, "--ledger", str(ledger)], env=env, stderr=subprocess.PIPE, text=True
    )
    for _ in range(600):
        if ledger.exists() and ledger.stat().st_size and _stored(ledger) >= 20:
            break
        time.sleep(0.05)
    workers = _children(process.pid)
    process.send_signal(signal.SIGINT)
    _, told = process.communicate(timeout=30)
    assert process.returncode == 130, told
    assert "stopped; what is stored stays" in told and "Traceback" not in told
    assert len(workers) == 2 and not any(Path(f"/proc/{w}").exists() for w in workers)
    with Ledger(ledger, readonly=True) as store:
        assert store.select("PRAGMA integrity_check") == [("ok",)]
        (run,) = store.runs()
        assert run.finished and run.coded == len(store) >= 20
        assert len(store) < 300


def _stored(ledger: Path) -> int:
    try:
        with Ledger(ledger, readonly=True) as store:
            return len(store)
    except Exception:
        return 0


def _children(pid: int) -> list[str]:
    found = []
    for status in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = status.read_text().rsplit(")", 1)[1].split()
        except OSError:
            continue
        if fields[1] == str(pid):
            found.append(status.parent.name)
    return found
