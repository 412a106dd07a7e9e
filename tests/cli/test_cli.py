"""The command line as a user and a pipe meet it."""

from __future__ import annotations

import json
import os
import pty
import re
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

import dragoman.coder
from dragoman.batches import BATCH_STORIES, batches
from dragoman.cli import app
from dragoman.document import Story
from dragoman.errors import DataError
from dragoman.record import Record
from dragoman.schema import committed
from dragoman.store import Ledger
from dragoman.store.file import schema_version
from factories import full_record

RUN = [sys.executable, "-c", "from dragoman.cli import main; main()"]
STORY = "Gunmen killed five soldiers on Tuesday, the army said."


@pytest.fixture
def stub(monkeypatch):
    """A coder that is done at once; it fails on stories that say so."""

    def code_stories(stories, *, model):
        for s in stories:
            if "EXPLODE" in s.text:
                raise ZeroDivisionError("boom")
            if model == "none":
                raise DataError("no spaCy model 'none' is installed.", remedy="install it.")
            yield Record(id=dragoman.coder.story_id(s), text=s.text, published=s.published)

    monkeypatch.setattr(dragoman.coder, "code_stories", code_stories)
    monkeypatch.setenv("DRAGOMAN_WORKERS", "1")


@pytest.fixture
def ledger(tmp_path):
    path = tmp_path / "ledger.db"
    with Ledger(path) as store:
        store.add(full_record())
        store.add(full_record("again"))
    return path


def run(*args, input=None):
    return CliRunner().invoke(app, [str(a) for a in args], input=input)


def lines(*stories):
    return "".join(json.dumps(s) + "\n" for s in stories)


def test_records_come_out_in_order_one_a_line(stub):
    given = [{"id": f"s{n}", "text": f"Story {n} é\u2028."} for n in range(BATCH_STORIES * 2 + 3)]
    done = run("code", "-", "--format", "jsonl", input=lines(*given))
    assert done.exit_code == 0, done.stderr
    assert done.stderr == ""
    assert [(r["id"], r["text"]) for r in map(json.loads, done.stdout.strip("\n").split("\n"))] == [
        (s["id"], s["text"]) for s in given
    ]


def test_one_bad_story_does_not_stop_the_batch(stub):
    done = run(
        "code", "-", input=lines({"id": "a", "text": "A."}, {"id": "b", "text": "EXPLODE"}, {"id": "c", "text": "C."})
    )
    assert [json.loads(x)["id"] for x in done.stdout.splitlines()] == ["a", "c"]
    assert done.exit_code == 1
    assert "b: the coder failed on this story (ZeroDivisionError: boom). Remedy:" in done.stderr
    assert done.stderr.endswith("1 failure; 2 stories coded.\n")


def test_errors_name_file_line_and_remedy_and_count(stub, tmp_path):
    (tmp_path / "good.txt").write_text("Good.")
    (tmp_path / "bad.jsonl").write_text('{"id": "x", "text": "X."}\n{broken\n')
    done = run("code", tmp_path / "bad.jsonl", tmp_path / "none.txt", tmp_path / "good.txt")
    assert re.search(r"bad\.jsonl, line 2: .*Remedy: ", done.stderr)
    assert re.search(r"none\.txt: .*Remedy: ", done.stderr)
    assert "2 failures; 2 stories coded." in done.stderr
    assert len(done.stdout.splitlines()) == 2
    assert done.exit_code == 2


def test_trouble_of_all_stories_ends_the_run_with_its_code(stub):
    done = run("code", "-", "--model", "none", input=lines({"text": "A."}, {"text": "B."}))
    assert (done.exit_code, done.stdout) == (4, "")
    assert done.stderr.count("no spaCy model") == 1


def test_wrong_usage_is_two():
    assert run("code").exit_code == 2
    assert run("code", "-", "--format", "xml").exit_code == 2
    assert run("export", "xml").exit_code == 2


def test_ledger_alone_writes_nothing_to_stdout(stub, tmp_path):
    path = tmp_path / "l.db"
    done = run("code", "-", "--ledger", path, input=lines({"id": "a", "text": "A."}))
    assert (done.exit_code, done.stdout) == (0, "")
    assert "1 story, 0 claims -> " in done.stderr and "1 new" in done.stderr
    done = run(
        "code",
        "-",
        "--ledger",
        path,
        "--format",
        "jsonl",
        input=lines({"id": "a", "text": "A."}, {"id": "b", "text": "B."}),
    )
    assert len(done.stdout.splitlines()) == 2
    assert "1 new, 1 unchanged" in done.stderr
    with Ledger(path, readonly=True) as store:
        assert [r.coded for r in store.runs()] == [1, 2]
        assert len(store) == 2


def test_published_is_for_stories_without_a_date(stub):
    done = run(
        "code", "-", "--published", "2020-10-27", input=lines({"text": "A."}, {"text": "B.", "published": "2021-01-01"})
    )
    assert [json.loads(x)["published"] for x in done.stdout.splitlines()] == ["2020-10-27", "2021-01-01"]
    assert run("code", "-", "--published", "27 Oct", input=lines({"text": "A."})).exit_code == 1


def test_unreadable_ledger_is_three(stub, tmp_path):
    (tmp_path / "x.db").write_text("no ledger")
    for args in (("code", "-"), ("show",), ("explain", "a#1"), ("link",), ("export", "jsonl")):
        done = run(*args, "--ledger", tmp_path / "x.db", input=lines({"text": "A."}))
        assert done.exit_code == 3, args
        assert "x.db: this is not a ledger. Remedy: " in done.stderr
    assert run("show", "--ledger", tmp_path / "none.db").exit_code == 2


def test_batches_are_lazy():
    drawn = []

    def endless():
        while True:
            drawn.append(1)
            yield Story("x" * 1000)

    next(batches(endless()))
    assert len(drawn) == BATCH_STORIES
    assert [len(b) for b in batches(Story("x" * 150_000) for _ in range(5))] == [2, 2, 1]


def test_a_closed_pipe_is_quiet(tmp_path):
    folder = tmp_path / "many"
    folder.mkdir()
    with Ledger(tmp_path / "l.db") as store:
        for n in range(400):
            store.add(full_record(f"s{n}"))
    shell = " ".join(f"'{a}'" for a in RUN) + f" show --format jsonl --ledger '{tmp_path / 'l.db'}' | head -1 | wc -l"
    done = subprocess.run(["bash", "-c", f"set -o pipefail; {shell}"], capture_output=True, text=True, check=False)
    assert (done.stdout.strip(), done.stderr) == ("1", "")
    assert done.returncode == 141


def test_terminal_gets_a_table_and_a_progress_bar(tmp_path):
    (tmp_path / "s.txt").write_text(STORY)
    master, slave = pty.openpty()
    env = {**os.environ, "TERM": "xterm-256color", "COLUMNS": "150"}
    env.pop("NO_COLOR", None)
    process = subprocess.Popen(
        [*RUN, "code", str(tmp_path / "s.txt")], stdout=slave, stderr=slave, stdin=slave, env=env
    )
    os.close(slave)
    out = b""
    while True:
        try:
            chunk = os.read(master, 65536)
        except OSError:
            break
        if not chunk:
            break
        out += chunk
    assert process.wait() == 0, out
    text = out.decode()
    assert "stories," in text and "according to" in text and "ASSAULT" in text and "\x1b[" in text


def test_show_is_a_table_with_every_column(ledger):
    out = run("show", "--ledger", ledger).stdout
    for words in (
        "when",
        "who",
        "did what",
        "to whom",
        "where",
        "how many",
        "according to",
        "factuality",
        "killed ≥14 people",
    ):
        assert words in out
    assert out.count("2024-06-03 · Port shelled") == 2
    assert run("show", "--ledger", ledger, "--limit", 1).stdout.count("Port shelled") == 1
    assert "\x1b" not in out


def test_show_document_marks_words(ledger):
    out = run("show", "--ledger", ledger, "--document", "tavrin").stdout
    assert "[1 who: Rebel fighters] [1 did: shelled]" in out
    missing = run("show", "--ledger", ledger, "--document", "nope")
    assert missing.exit_code == 3 and "no story 'nope'" in missing.stderr and "Remedy" in missing.stderr


def test_show_jsonl_is_the_records(ledger):
    out = run("show", "--ledger", ledger, "--format", "jsonl").stdout
    assert [json.loads(x)["id"] for x in out.splitlines()] == ["tavrin", "again"]


def test_explain_gives_value_and_reason(ledger):
    out = run("explain", "tavrin#1", "--ledger", ledger).stdout
    assert "[1 did: shelled]" in out
    assert re.search(r"event +ASSAULT +frame shell\(agent, target\)", out)
    wrong = run("explain", "tavrin#9", "--ledger", ledger)
    assert wrong.exit_code == 3 and "tavrin#1 to tavrin#2" in wrong.stderr


def test_link_finds_the_copy(ledger):
    links = json.loads(run("link", "--ledger", ledger, "--format", "json").stdout)
    assert links["copies"][0]["documents"] == ["tavrin", "again"]
    assert "1 group of copies" in run("link", "--ledger", ledger, "--format", "table").stdout


def test_export_and_schema(ledger, tmp_path):
    out = run("export", "jsonl", "--ledger", ledger).stdout
    assert json.loads(out.splitlines()[0]) == json.loads(json.dumps(full_record().to_dict()))
    run("export", "jsonl", "--ledger", ledger, "-o", tmp_path / "out.jsonl")
    assert (tmp_path / "out.jsonl").read_text("utf-8") == out
    assert run("schema").stdout == committed()
    assert run("export", "jsonl", "--ledger", ledger, "-o", tmp_path / "no" / "out").exit_code == 1


def test_version_and_help():
    assert run("version").stdout.startswith(f"dragoman 0.1.0 (record 1, ledger schema {schema_version()})")
    assert "explain" in run("--help").stdout


def test_missing_list_of_actors_is_two(tmp_path):
    done = run("actors", "add", tmp_path / "none.csv")
    assert done.exit_code == 2 and "no such file" in done.stderr


def test_every_command_is_in_the_docs():
    page = Path(__file__).parents[2].joinpath("docs", "cli.md").read_text("utf-8")
    import typer.main

    group = typer.main.get_command(app)

    def walk(command, path):
        for name, inner in getattr(command, "commands", {}).items():
            yield from walk(inner, [*path, name])
        if not getattr(command, "commands", None):
            yield path, command

    for path, command in walk(group, ["dragoman"]):
        assert " ".join(path) in page, path
        for parameter in command.params:
            for option in parameter.opts:
                if option.startswith("--") and option != "--help":
                    assert re.search(rf"(?<![-\w]){option}\b", page), (path, option)
