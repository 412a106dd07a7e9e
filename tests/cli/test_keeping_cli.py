"""Keeping a ledger and reviewing its claims from the command line."""

from __future__ import annotations

import gzip
import json

import pytest
from typer.testing import CliRunner

from dragoman.cli import app
from dragoman.store import Ledger
from factories import full_record


def run(*arguments):
    return CliRunner().invoke(app, [str(a) for a in arguments])


@pytest.fixture
def path(tmp_path):
    path = tmp_path / "ledger.db"
    with Ledger(path) as ledger:
        ledger.add(full_record())
    return path


def test_check_tells_and_its_exit_code_says_whether(path):
    done = run("check", "--ledger", path)
    assert (done.exit_code, "It is whole" in done.stdout) == (0, True)
    with Ledger(path) as ledger:
        content = ledger.content_hash()
        ledger.db.execute("UPDATE claims SET trigger = 'shot' WHERE claim = 0")
    assert content in done.stdout
    done = run("check", "--ledger", path, "--json")
    told = json.loads(done.stdout)
    assert done.exit_code == 3
    assert {p["kind"] for p in told["problems"]} == {"digest", "span"}
    assert run("check", "--quick", "--ledger", path).exit_code == 0
    assert run("check", "--ledger", path.with_name("none.db")).exit_code == 2


def test_backup_and_compact(path, tmp_path):
    copy = tmp_path / "copy.db"
    assert run("backup", copy, "--ledger", path).exit_code == 0
    again = run("backup", copy, "--ledger", path)
    assert (again.exit_code, "there is a file already" in again.stderr) == (3, True)
    assert run("backup", copy, "--replace", "--full", "--ledger", path).exit_code == 0
    assert run("check", "--ledger", copy).exit_code == 0
    assert "before" in run("compact", "--ledger", copy).stderr
    assert run("compact", "--ledger", tmp_path / "none.db").exit_code == 2
    assert not (tmp_path / "none.db").exists()


def test_records_go_from_ledger_to_ledger(path, tmp_path):
    out, other = tmp_path / "out.jsonl", tmp_path / "other.db"
    assert run("export", "jsonl", "--unit", "reports", "--ledger", path, "-o", out).exit_code == 0
    packed = tmp_path / "out.jsonl.gz"
    packed.write_bytes(gzip.compress(out.read_bytes() + b"nonsense\n"))
    done = run("ledger", "import", packed, "--ledger", other)
    assert done.exit_code == 1
    assert "line 2: this is no record" in done.stderr and "1 stories, 2 claims" in done.stderr
    with Ledger(path) as one, Ledger(other) as two:
        assert two.record("tavrin") == one.record("tavrin")
        assert two.runs()[0].finished
    assert "1 unchanged" in run("ledger", "import", out, "--ledger", other).stderr
    assert run("ledger", "import", tmp_path / "none.jsonl", "--ledger", other).exit_code == 2


def test_reviews(path):
    def review(*arguments):
        return run("review", *arguments, "--by", "ana", "--ledger", path)

    assert review("reject", "tavrin#2", "--why", "an opinion").stdout == "1\n"
    assert review("edit", "tavrin#1", "event=COERCE", 'mode=["seize"]', "date=2024-06-02", "count=").stdout == "2\n"
    assert review("accept", "tavrin#1").exit_code == 0
    assert review("undo", "1").exit_code == 0
    wrong = review("edit", "tavrin#1", "event")
    assert (wrong.exit_code, "is no change" in wrong.stderr) == (1, True)
    assert review("accept", "tavrin#7").exit_code == 3
    log = [json.loads(line) for line in run("review", "log", "--ledger", path).stdout.splitlines()]
    assert [(r["verdict"], r["undone"]) for r in log] == [
        ("undo", None),
        ("accept", None),
        ("edit", None),
        ("reject", 4),
    ]
    told = run("review", "log", "--claim", "tavrin#1", "--format", "table", "--ledger", path).stdout
    assert 'event: "ASSAULT" -> "COERCE"' in told and "reject" not in told
    with Ledger(path) as ledger:
        claim = ledger.claim("tavrin#1")[1]
        assert (claim.event, claim.mode, claim.date, claim.count) == ("COERCE", ("seize",), "2024-06-02", None)
