"""Coding beside the app: what a job tells, what stops it, what fails and why."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from dragoman.serve.jobs import Desk, Job
from dragoman.serve.jobs.work import STAGES, Cancelled, Work
from dragoman.serve.pages.read import _name
from dragoman.store import Ledger

STORY = {
    "text": "Rebels killed three soldiers near Goma on Monday, the army said.",
    "published": "2024-06-05",
    "id": "one",
}


def _work(task: dict, *, cancelled=lambda: False) -> list[dict]:
    told: list[dict] = []
    Work({"job": "j", "by": "me", **task}, lambda **m: told.append(m), cancelled).run()
    return told


def _speaks(script: str) -> list[str]:
    """A process that plays the coder: ``say`` and ``task`` are there."""
    return [
        sys.executable, "-c",
        "import sys, json\n"
        "say = lambda **m: print(json.dumps(m), flush=True)\n"
        "task = lambda: json.loads(sys.stdin.readline())\n" + script,
    ]  # fmt: skip


@pytest.fixture
def ledger(tmp_path: Path) -> Path:
    path = tmp_path / "ledger.db"
    Ledger(path).close()
    return path


def test_a_story_passes_every_stage_and_is_stored(ledger):
    told = _work({"ledger": str(ledger), "story": STORY})
    assert [m["stage"] for m in told if "stage" in m] == [name for name, _ in STAGES]
    (story,) = (m["story"] for m in told if "story" in m)
    assert (story["id"], story["claims"], story["outcome"]) == ("one", 1, "new")
    with Ledger(ledger, readonly=True) as store:
        assert [(r.coded, r.failed) for r in store.runs()] == [(1, 0)]
        assert store.select("SELECT count(*) FROM link_documents") == [(1,)]


def test_files_of_all_sorts_and_what_fails_in_them(ledger, tmp_path):
    folder = tmp_path / "sent"
    folder.mkdir()
    (folder / "a.txt").write_bytes(b"Police arrested ten protesters in Minsk on Friday.\r\nThey were released.\r\n")
    (folder / "b.jsonl").write_text('{"id": "j1", "text": "Troops shelled Goma."}\nno json\n{"text": ""}\n', "utf-8")
    (folder / "c.txt").write_bytes(b"")
    sources = [str(folder / n) for n in ("a.txt", "b.jsonl", "c.txt")]
    told = _work({"ledger": str(ledger), "sources": sources, "hide": str(folder)})
    assert next(m["total"] for m in told if "total" in m) == 2
    assert {m["story"]["id"] for m in told if "story" in m} == {"a", "j1"}
    failed = [m["failed"] for m in told if "failed" in m]
    assert [(f["where"], f["code"]) for f in failed] == [
        ("b.jsonl, line 2", "D105"),
        ("b.jsonl, line 3", "D103"),
        ("c.txt", "D103"),
    ]
    assert all(f["what"] and f["remedy"] for f in failed)


def test_a_story_that_the_coder_breaks_on_does_not_stop_the_others(ledger, tmp_path, monkeypatch):
    import dragoman.serve.jobs.work as work

    (tmp_path / "s.jsonl").write_text(
        '{"id": "bad", "text": "x"}\n{"id": "good", "text": "Troops shelled Goma."}\n', "utf-8"
    )
    coder = work.Work.code

    def breaks(self, story):
        if story.id == "bad":
            monkeypatch.setattr("dragoman.parse.parse", lambda doc: 1 / 0)
        try:
            return coder(self, story)
        finally:
            monkeypatch.undo()
            monkeypatch.setattr(work.Work, "code", breaks)

    monkeypatch.setattr(work.Work, "code", breaks)
    told = _work({"ledger": str(ledger), "sources": [str(tmp_path / "s.jsonl")]})
    (failed,) = (m["failed"] for m in told if "failed" in m)
    assert "ZeroDivisionError" in failed["what"]
    assert [m["story"]["id"] for m in told if "story" in m] == ["good"]


def test_a_cancelled_job_keeps_what_is_stored(ledger, tmp_path):
    (tmp_path / "s.jsonl").write_text(
        "".join(f'{{"id": "{n}", "text": "Troops shelled Goma."}}\n' for n in range(3)), "utf-8"
    )
    stored: list[dict] = []

    def tell(**message):
        if "story" in message:
            stored.append(message)

    with pytest.raises(Cancelled):
        Work({"ledger": str(ledger), "sources": [str(tmp_path / "s.jsonl")]}, tell, lambda: len(stored) == 2).run()
    with Ledger(ledger, readonly=True) as store:
        assert len(store) == 2
        assert store.runs()[0].finished and store.runs()[0].coded == 2


def test_the_desk_notes_what_the_process_says(ledger):
    desk = Desk(ledger, command=_speaks(
        "j = task()['job']\n"
        "say(job=j, stage='read'); say(job=j, total=2); say(job=j, stage='parse', title='first')\n"
        "say(job=j, story=dict(id='a', title='A', claims=3, warnings=0, outcome='new'))\n"
        "say(job=j, failed=dict(where='b', what='broken', remedy='mend', code='D107'))\n"
        "say(job=j, end='done'); sys.stdin.read()"
    ))  # fmt: skip
    job = desk.code_story({"text": "x"}, title="x", by="me")
    assert job.over.wait(20)
    assert (job.state, job.total, job.coded, job.claims, job.failed) == ("done", 2, 1, 3, 1)
    assert job.single is None, "something failed: there is more to say than the story"
    assert job.failures[0]["remedy"] == "mend" and job.outcomes == {"new": 1}
    desk.close()


def test_a_coder_that_dies_breaks_its_jobs_and_is_started_anew(ledger):
    desk = Desk(ledger, command=_speaks("task(); sys.exit(9)"))
    job = desk.code_story({"text": "x"}, title="x", by="me")
    assert job.over.wait(20)
    assert job.state == "broken" and "exit 9" in job.what
    desk.command = _speaks("j = task()['job']; say(job=j, end='done'); sys.stdin.read()")
    assert desk.code_story({"text": "x"}, title="x", by="me").over.wait(20)
    desk.close()


def test_cancel_is_passed_on(ledger):
    desk = Desk(
        ledger, command=_speaks("j = task()['job']; say(job=task()['cancel'], end='cancelled'); sys.stdin.read()")
    )
    job = desk.code_story({"text": "x"}, title="x", by="me")
    desk.cancel(job.id)
    assert job.over.wait(20) and job.state == "cancelled"
    desk.cancel(job.id)
    desk.cancel("nobody")
    desk.close()


def test_sent_files_go_away_with_their_job(ledger, tmp_path):
    folder = tmp_path / "sent"
    folder.mkdir()
    (folder / "a.txt").write_text("x")
    desk = Desk(ledger, command=_speaks("j = task()['job']; say(job=j, end='done'); sys.stdin.read()"))
    assert desk.code_files(folder, ["a.txt"], title="a", by="me").over.wait(20)
    assert not folder.exists()
    desk.close()


def test_old_jobs_are_forgotten(ledger):
    desk = Desk(ledger, command=_speaks("for line in sys.stdin: say(job=json.loads(line)['job'], end='done')"))
    jobs: list[Job] = []
    for _ in range(60):
        jobs.append(desk.code_story({"text": "x"}, title="x", by="me"))
        assert jobs[-1].over.wait(20)
    assert desk.get(jobs[-1].id) and not desk.get(jobs[0].id) and len(desk.recent()) <= 51
    desk.close()


def test_a_job_survives_the_app_and_is_run_again(ledger):
    busy = _speaks("j = task()['job']; say(job=j, stage='parse'); sys.stdin.read()")
    desk = Desk(ledger, command=busy)
    folder = desk.kept.room()
    (folder / "a.txt").write_text("x")
    done = desk.code_story({"text": "x"}, title="told", by="me")
    job = desk.code_files(folder, ["a.txt"], title="a", by="me")
    desk.close()
    assert job.over.wait(20) and job.state == "interrupted" and folder.exists()

    desk = Desk(ledger, command=_speaks("for line in sys.stdin: say(job=json.loads(line)['job'], end='done')"))
    found = desk.get(job.id)
    assert [j.id for j in desk.recent()] == [job.id, done.id]
    assert found is not None and found.state == "interrupted" and found.repeatable and "run it again" in found.what
    again = desk.again(job.id, by="you")
    assert again is not None and again.over.wait(20) and (again.state, again.title, again.by) == ("done", "a", "you")
    assert not folder.exists() and not found.repeatable and found.again == again.id
    assert desk.again(job.id, by="you") is None
    desk.close()
    known = {j.id: j for j in Desk(ledger).recent()}
    assert known[again.id].state == "done" and known[job.id].again == again.id


def test_stories_that_are_coded_are_passed_over(ledger, tmp_path):
    (tmp_path / "a.txt").write_text(STORY["text"])
    task = {"ledger": str(ledger), "sources": [str(tmp_path / "a.txt")]}
    first, second = _work(task), _work(task)
    assert [m["story"]["outcome"] for told in (first, second) for m in told if "story" in m] == ["new", "unchanged"]
    assert "parse" in {m.get("stage") for m in first} and "parse" not in {m.get("stage") for m in second}


@pytest.mark.parametrize(
    ("given", "safe"),
    [("../../etc/passwd", "passwd"), ("C:\\news\\a b.txt", "a b.txt"), (".hidden", "hidden"), ("", "story.txt"), ("сводка.txt", "сводка.txt"), ("a\0b|c.txt", "a_b_c.txt")],
)  # fmt: skip
def test_names_of_sent_files_are_safe(given, safe):
    assert _name(given, []) == safe
    assert _name(given, [safe]) == f"2-{safe}"
