"""Nothing leaves the machine: the demo's commands run where every connection is refused."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]

GUARD = """
import socket

def refuse(*args, **kwargs):
    raise RuntimeError(f"a connection was tried: {args[1:2] or args[:1]}")

socket.socket.connect = refuse
socket.socket.connect_ex = refuse
socket.socket.sendto = refuse
socket.create_connection = refuse
socket.getaddrinfo = refuse
"""

RUN = "import sys; from dragoman.cli import main; sys.argv[0] = 'dragoman'; sys.exit(main())"


def run(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    path = os.pathsep.join([str(folder), *(os.environ.get("PYTHONPATH") or "").split(os.pathsep), str(ROOT / "src")])
    env = {**os.environ, "PYTHONPATH": path}
    return subprocess.run(
        [sys.executable, "-c", RUN, *arguments], env=env, cwd=ROOT, capture_output=True, text=True, check=False
    )


def test_the_demo_runs_without_a_network(tmp_path: Path) -> None:
    (tmp_path / "sitecustomize.py").write_text(GUARD)
    ledger = str(tmp_path / "ledger.db")
    for arguments in (
        ("code", "samples", "--ledger", ledger),
        ("show", "--ledger", ledger),
        ("link", "--ledger", ledger),
        ("export", "csv", "--mask-persons", "--ledger", ledger),
    ):
        done = run(tmp_path, *arguments)
        assert done.returncode == 0, (arguments, done.stderr[-2000:])
        assert "a connection was tried" not in done.stderr + done.stdout


def test_the_guard_is_in_force(tmp_path: Path) -> None:
    (tmp_path / "sitecustomize.py").write_text(GUARD)
    done = run(tmp_path, "code", "http://127.0.0.1:9/feed.xml")
    assert "a connection was tried" in done.stderr + done.stdout
