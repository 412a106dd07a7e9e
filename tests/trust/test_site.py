"""The documentation as a site: built offline, strictly, with nothing from elsewhere; the tutorial's commands run."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[2]
RUN = """
import shlex, sys
from dragoman.cli import main
for line in sys.stdin.read().splitlines():
    sys.argv = shlex.split(line)
    print("$", line, file=sys.stderr)
    try:
        code = main()
    except SystemExit as e:
        code = e.code
    if code:
        sys.exit(f"{line}: {code}")
"""
"""Commands one after the other in one process: the model is loaded once."""


def test_every_page_has_its_place() -> None:
    nav = set(re.findall(r"[\w-]+\.md", (ROOT / "mkdocs.yml").read_text("utf-8")))
    pages = {p.name for p in (ROOT / "docs").glob("*.md")}
    assert nav == pages


def test_no_font_and_no_analytics_from_elsewhere() -> None:
    site = yaml.safe_load((ROOT / "mkdocs.yml").read_text("utf-8").replace("!!python", "#"))
    assert site["theme"]["font"] is False
    assert "analytics" not in str(site.get("extra", ""))


def test_the_site_builds_strictly(tmp_path: Path) -> None:
    pytest.importorskip("material")
    command = [
        sys.executable,
        "-m",
        "mkdocs",
        "build",
        "--strict",
        "--quiet",
        "-f",
        str(ROOT / "mkdocs.yml"),
        "-d",
        str(tmp_path),
    ]
    done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, check=False)
    assert done.returncode == 0, done.stderr[-3000:]
    page = (tmp_path / "index.html").read_text("utf-8")
    assert not re.findall(r'(?:src|href)="https?://(?!squidfunk)[^"]*\.(?:js|css|woff2?)"', page)
    assert "fonts.googleapis" not in page


def test_the_tutorial_can_be_followed(tmp_path: Path) -> None:
    text = (ROOT / "docs/tutorial.md").read_text("utf-8")
    story = re.search(r"```\n(.*?)```", text, re.DOTALL)
    assert story is not None
    (tmp_path / "border.txt").write_text(story[1], "utf-8")
    commands = [
        line.strip() for line in text.splitlines() if line.startswith("    dragoman ") and " serve " not in line
    ]
    assert len(commands) >= 8
    command = [sys.executable, "-c", RUN]
    done = subprocess.run(command, input="\n".join(commands), cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-1500:]
    assert "3 claims" in done.stderr
    assert (tmp_path / "panel.csv").exists() and (tmp_path / "claims.csv.notes.md").exists()
