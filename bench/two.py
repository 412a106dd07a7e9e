"""Two processes against one: ``rows()`` for the table of ``run.py``; ``python bench/two.py 900`` for so many stories.

Three ratios by the clock: bare spaCy (two processes that parse at the same time, started and warm), which is what this machine
gives at best; the coder started and warm; the coder from the first import to the last record. What else the machine did
meanwhile is told beside them: above some five per cent the ratios measure that.
"""

from __future__ import annotations

import os

# ruff: noqa: E402
for _library in ("OMP", "OPENBLAS", "MKL"):
    os.environ.setdefault(f"{_library}_NUM_THREADS", "1")

import argparse
import json
import resource
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

WARM = 64
"""Stories that are coded before the clock of the warm figure starts."""


def bare(stories: int) -> None:
    """A process that parses when it is told to, and says how long it took."""
    from run import bare_spacy, sample_stories

    nlp, texts = bare_spacy(), [s.text for s in sample_stories(stories)]
    list(nlp.pipe(texts[:WARM]))
    print("ready", flush=True)
    sys.stdin.readline()
    began = time.perf_counter()
    list(nlp.pipe(texts, batch_size=32))
    print(time.perf_counter() - began, flush=True)


def coder(stories: int, workers: int) -> None:
    """Codes by so many workers, and says how long the stories after the first took, and all with their start."""
    from dragoman.pool import code_outcomes
    from run import sample_stories

    told = sample_stories(stories)
    began = time.perf_counter()
    outcomes = code_outcomes(told, workers=workers)
    for _ in range(WARM):
        next(outcomes)
    warm = time.perf_counter()
    list(outcomes)
    now = time.perf_counter()
    print(json.dumps({"warm": now - warm, "all": now - began}))


def _start(*how: object) -> subprocess.Popen[str]:
    command = [sys.executable, str(Path(__file__).resolve()), *map(str, how)]
    return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)


def parsed_by(processes: int, stories: int) -> float:
    """Seconds of that many processes that parse the same stories at the same time, each for itself."""
    running = [_start("--bare", stories) for _ in range(processes)]
    for p in running:
        assert p.stdout is not None and p.stdout.readline() == "ready\n"
    for p in running:
        assert p.stdin is not None
        p.stdin.write("go\n")
        p.stdin.flush()
    return max(float(p.communicate()[0]) for p in running)


def coded_by(workers: int, stories: int) -> dict[str, float]:
    """Seconds of so many workers, ``warm`` and ``all``; ``start`` and all that a caller waits for are in ``whole``."""
    began = time.perf_counter()
    p = _start("--workers", workers, stories)
    told: dict[str, float] = json.loads(p.communicate()[0])
    return {**told, "whole": time.perf_counter() - began}


@contextmanager
def machine() -> Iterator[dict[str, float]]:
    """The share of the machine that other processes took meanwhile, as ``others`` (Linux)."""
    told: dict[str, float] = {}
    before, own = _busy(), _children()
    yield told
    after = _busy()
    told["others"] = max(0.0, after[0] - before[0] - (_children() - own)) / max(1e-9, after[1] - before[1])


def _busy() -> tuple[float, float]:
    fields = [int(x) / os.sysconf("SC_CLK_TCK") for x in Path("/proc/stat").read_text().split("\n", 1)[0].split()[1:9]]
    return sum(fields) - fields[3] - fields[4], sum(fields)


def _children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def rows(stories: int = 900) -> list[tuple[str, str]]:
    """Two processes against one."""
    with machine() as told:
        ceiling = 2 * parsed_by(1, stories // 2) / parsed_by(2, stories // 2)
        one, two = coded_by(1, stories), coded_by(2, stories)
    return [
        ("two processes, bare spaCy, warm", f"{ceiling:.2f} times one: what this machine gives"),
        ("two workers, warm", f"{one['warm'] / two['warm']:.2f} times one"),
        (
            f"two workers, {stories} stories with their start",
            f"{one['whole'] / two['whole']:.2f} times one ({one['whole']:.1f} s, {two['whole']:.1f} s); "
            f"other processes took {100 * told['others']:.0f} % of the machine meanwhile",
        ),
    ]


def main() -> None:
    ap = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    ap.add_argument("stories", nargs="?", type=int, default=900)
    ap.add_argument("--bare", action="store_true", help=argparse.SUPPRESS)
    ap.add_argument("--workers", type=int, help=argparse.SUPPRESS)
    a = ap.parse_args()
    if a.bare:
        bare(a.stories)
    elif a.workers:
        coder(a.stories, a.workers)
    else:
        for row in rows(a.stories):
            print(*row, sep=": ")


if __name__ == "__main__":
    main()
