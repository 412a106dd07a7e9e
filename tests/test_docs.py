"""The documentation is true: links lead somewhere, and every command and option is described."""

import re
from pathlib import Path

import pytest
import typer

from dragoman.cli.app import app

ROOT = Path(__file__).resolve().parent.parent
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), ROOT / "bench/README.md"])


@pytest.mark.parametrize("page", PAGES, ids=lambda p: str(p.relative_to(ROOT)))
def test_links_lead_somewhere(page: Path):
    links = re.findall(r"\]\(([^)#\s]+)(?:#[^)]*)?\)", page.read_text("utf-8"))
    missing = [x for x in links if not x.startswith(("http://", "https://")) and not (page.parent / x).exists()]
    assert missing == []


def _commands(group: "typer.core.TyperGroup", prefix: str = ""):
    for name, command in group.commands.items():
        if hasattr(command, "commands"):
            yield from _commands(command, f"{prefix}{name} ")
        else:
            yield f"{prefix}{name}", command


@pytest.mark.parametrize(("name", "command"), list(_commands(typer.main.get_command(app))))
def test_every_command_and_option_is_documented(name: str, command):
    text = (ROOT / "docs/cli.md").read_text("utf-8")
    assert f"dragoman {name}" in text
    options = {o for p in command.params for o in p.opts if o.startswith("--") and o != "--help"}
    assert [o for o in options if o not in text] == []


def test_decision_records_are_numbered_once():
    numbers = [p.name[:4] for p in (ROOT / "docs/adr").glob("*.md")]
    assert len(numbers) == len(set(numbers)) and all(n.isdigit() for n in numbers)
