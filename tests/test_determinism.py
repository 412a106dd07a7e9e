"""The same records whatever order Python's sets happen to have: nothing may hang on a hash."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
CODE = """
import sys
from pathlib import Path
from dragoman.coder import code_stories
from dragoman.document import Story
from dragoman.export.jsonl import line
for folder in sys.argv[1:]:
    stories = [Story(p.read_text("utf-8"), p.stem, published="2001-05-15") for p in sorted(Path(folder).glob("*.txt"))]
    for record in code_stories(stories):
        sys.stdout.buffer.write(line(record))
"""
SHARED = (
    "Congress met in Guatemala City on Monday. The army shelled Nebaj, both sides said.\n\nIndia and the United States"
    " condemned the raid. Congress and the Conservative Party rejected a truce that the PAC had signed in Quito."
)
"""Names that several states share, in a story of several states."""


def coded(seed: int, *folders: Path) -> bytes:
    environment = {**os.environ, "PYTHONHASHSEED": str(seed)}
    command = [sys.executable, "-c", CODE, *map(str, folders)]
    return subprocess.run(command, env=environment, capture_output=True, check=True, timeout=240).stdout


def test_records_do_not_hang_on_hash_seeds(tmp_path: Path) -> None:
    (tmp_path / "shared.txt").write_text(SHARED)
    first, second, third = (coded(seed, ROOT / "samples", tmp_path) for seed in (1, 2, 3))
    assert len(first) > 50_000
    assert first == second == third
