"""``dragoman users`` and what ``dragoman serve`` refuses."""

from __future__ import annotations

import pytest
from typer.testing import CliRunner

from dragoman.cli.app import app
from dragoman.store import Ledger


@pytest.fixture
def run(tmp_path):
    ledger = tmp_path / "ledger.db"
    Ledger(ledger).close()

    def call(*words: str, input: str = ""):
        return CliRunner().invoke(app, [*words, "--ledger", str(ledger)], input=input)

    return call


def test_users_are_added_listed_and_removed(run):
    assert run("users", "add", "nadia", "--role", "admin", "--password-stdin", input="a long password\n").exit_code == 0
    again = run("users", "add", "nadia", "--password-stdin", input="a long password\n")
    assert again.exit_code == 1 and "--replace" in again.output
    assert run("users", "add", "omar", "--password-stdin", input="short\n").exit_code == 1
    assert run("users", "list").stdout == "nadia\tadmin\n"
    assert run("users", "remove", "nadia").exit_code == 0
    assert run("users", "list").stdout == ""
    assert run("users", "remove", "nadia").exit_code == 1


def test_serve_does_not_open_to_the_network_by_mistake(run):
    refused = run("serve", "--host", "0.0.0.0")
    assert refused.exit_code == 1 and "--auth" in refused.output
    nobody = run("serve", "--auth")
    assert nobody.exit_code == 1 and "dragoman users add" in nobody.output
