"""One table: speed beside bare spaCy in the same run, and scores on the public development sets where they are at hand.

``python bench/run.py [--sets DIR] [--only speed|scores]``. The sets are not part of the project (their licences
differ): name their folder with --sets or DRAGOMAN_DEV_SETS; without it the scores are skipped with a word.
"""

from __future__ import annotations

import os

# ruff: noqa: E402
for _library in ("OMP", "OPENBLAS", "MKL"):  # one core against one core: before NumPy is imported
    os.environ.setdefault(f"{_library}_NUM_THREADS", "1")

import argparse
import importlib
import json
import platform
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TypeVar

import spacy
from rich.console import Console
from rich.table import Table
from spacy.language import Language

from dragoman import __version__
from dragoman.coder import code_stories
from dragoman.document import Story
from dragoman.parse.pipe import DEFAULT_MODEL
from dragoman.read import read_stories

HERE = Path(__file__).resolve().parent
SAMPLES = HERE.parent / "samples"
STAGES = ("two", "memory", "times", "places", "linking", "linkset", "goldset", "ledger", "web")
T = TypeVar("T")
SETS = ("thirty", "times", "places", "attribution", "quantities", "muc_counts", "events", "linking")


def sample_stories(n: int) -> list[Story]:
    """``n`` stories: the samples, told again under new ids until there are enough."""
    base = list(read_stories([SAMPLES], on_error=lambda e: print(e, file=sys.stderr)))
    return [
        Story(text=s.text, id=f"{k}", published=s.published)
        for k, s in zip(range(n), base * (n // len(base) + 1), strict=False)
    ]


def mixed_stories(n: int) -> list[Story]:
    """``n`` stories of ordinary news (sport, business, culture, politics, some conflict), from ``bench/mixed_news.txt``."""
    base = [t.strip() for t in (HERE / "mixed_news.txt").read_text("utf-8").split("\n====\n")]
    return [Story(text=t, id=f"{k}") for k, t in zip(range(n), base * (n // len(base) + 1), strict=False)]


def bare_spacy() -> Language:
    """The same model as it is installed, with none of our replacements in it."""
    loaded: Language = importlib.import_module(DEFAULT_MODEL).load()
    return loaded


def beside_spacy(stories: list[Story], rounds: int, *, claims_only: bool = False) -> tuple[float, float]:
    """CPU seconds of bare ``nlp.pipe`` and of the coder on the same texts, in turn; the least of each counts, as the others
    measure the machine's other work."""
    texts = [s.text for s in stories]
    nlp = bare_spacy()
    list(nlp.pipe(texts[:8]))
    list(code_stories(stories[:8], claims_only=claims_only))
    bare, coder = [], []
    for _ in range(rounds):
        t = time.process_time()
        list(nlp.pipe(texts, batch_size=32))
        bare.append(time.process_time() - t)
        t = time.process_time()
        list(code_stories(stories, claims_only=claims_only))
        coder.append(time.process_time() - t)
    return min(bare), min(coder)


def speed(n: int, rounds: int) -> list[tuple[str, str]]:
    """Rows on the coder's speed and memory."""
    news, mixed = sample_stories(n), mixed_stories(n)
    out = []
    for name, stories in (("conflict news", news), ("mixed news", mixed)):
        words = sum(len(s.text.split()) for s in stories)
        a, b = beside_spacy(stories, rounds)
        out += [
            (
                f"{name}, bare spaCy ({len(stories)} stories)",
                f"{n / a:.1f} stories/s, {words / a:,.0f} words/s of CPU time",
            ),
            (f"{name}, dragoman", f"{n / b:.1f} stories/s, {words / b:,.0f} words/s, {a / b:.2f} of bare spaCy"),
        ]
        a, b = beside_spacy(stories, rounds, claims_only=True)
        out.append(
            (
                f"{name}, dragoman --claims-only",
                f"{n / b:.1f} stories/s, {words / b:,.0f} words/s, {a / b:.2f} of bare spaCy",
            )
        )
    out.append(
        ("memory of this process at its most", f"{resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")
    )
    return out


def ratios() -> dict[str, float]:
    """Speeds as shares of bare spaCy's in the same run, for the gate (bench/gate.py)."""
    out = {}
    for name, stories in (("samples", sample_stories(96)), ("mixed", mixed_stories(96))):
        for how, claims_only in (("", False), ("_claims_only", True)):
            a, b = beside_spacy(stories, 3, claims_only=claims_only)
            out[f"{name}{how}"] = round(a / b, 3)
    return out


def stage_speeds() -> list[tuple[str, str]]:
    """The rows of the benchmarks beside this file, each a module with ``rows()``."""
    out: list[tuple[str, str]] = []
    for name in STAGES:
        try:
            out += told(name, importlib.import_module(name).rows)
        except Exception as e:
            out.append((name, f"failed: {type(e).__name__}: {e}"))
    return out


def told(name: str, measured: Callable[[], T]) -> T:
    """Measures, and tells on standard error how long it took."""
    began = time.perf_counter()
    try:
        return measured()
    finally:
        print(f"{name}: {time.perf_counter() - began:.0f} s", file=sys.stderr, flush=True)


def find_sets(given: str | None) -> Path | None:
    """The folder that holds measure.py, or None."""
    for candidate in (given, os.environ.get("DRAGOMAN_DEV_SETS"), HERE.parent.parent / "shared" / "dev"):
        if candidate and (Path(candidate) / "measure.py").is_file():
            return Path(candidate)
    return None


def measure(folder: Path, name: str) -> str:
    """What the set's scorer printed last."""
    command = [
        sys.executable,
        str(folder / "measure.py"),
        name,
        "--dragoman",
        str(Path(sys.executable).parent / "dragoman"),
    ]
    if name == "events":
        command += ["--rows", "even"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        return f"failed: {done.stderr.strip()[-200:]}"
    return summary(name, done.stdout)


def summary(name: str, out: str) -> str:
    """The figures of a scorer's output that its aim is stated in."""
    out = out.strip()
    if name == "times":
        d = json.loads(out.splitlines()[-1])
        return f"strict {d['strictF']}, relaxed {d['relF']}, value {d['valueF']}"
    if name == "places":
        d = json.loads(out)
        return f"recognition F1 {d['recognition']['f1']:.3f}, end to end F1 {d['end_to_end_161']['f1']:.3f}"
    if name == "events":
        keep = ("rc_root_mF1", "rc_quad_mF1", "P", "source_recall", "target_recall")
        pairs = dict(p.split("=", 1) for p in out.split() if "=" in p)
        return ", ".join(f"{k} {pairs[k]}" for k in keep if k in pairs)
    if name == "quantities":
        row = next(line.split() for line in out.splitlines() if line.startswith("ALL"))
        return f"F1 {row[4]}, strict F1 {row[5]}"
    if name == "muc_counts":
        row = next(line.split() for line in out.splitlines() if line.startswith("ALL"))
        return f"recall {row[3]}, precision {row[2]}, F1 {row[4]}"
    if name == "linking":
        row = out.splitlines()[-1].split()
        return f"adjusted Rand index {row[1]}"
    if name == "attribution":
        wanted = ("rel.who_said", "token.source", "token.cue", "token.content")
        return ", ".join(line.strip() for line in out.splitlines() if line.strip().startswith(wanted))
    return out.splitlines()[-1]


def seed(folder: Path) -> str:
    """Ledger score of the reference story, where its scorer is at hand."""
    story, scorer = folder.parent / "seed" / "story.txt", folder / "stories" / "score.py"
    if not story.is_file():
        return "not at hand"
    record = next(code_stories([Story(text=story.read_text("utf-8"), id="seed")]))
    with tempfile.NamedTemporaryFile("w", suffix=".jsonl", delete=False) as f:
        f.write(json.dumps(record.to_dict(), ensure_ascii=False) + "\n")
    done = subprocess.run(
        [sys.executable, str(scorer), f.name, "--stories", str(story.parent)],
        capture_output=True,
        text=True,
        check=False,
    )
    Path(f.name).unlink()
    return next((line for line in done.stdout.splitlines() if line.startswith("LEDGER")), done.stderr[-200:])


def main() -> int:
    ap = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    ap.add_argument("--sets", help="the folder of the development sets (the one that holds measure.py)")
    ap.add_argument("--only", choices=("speed", "scores"))
    ap.add_argument("--stories", type=int, default=100)
    ap.add_argument("--rounds", type=int, default=3)
    a = ap.parse_args()
    rows: list[tuple[str, str]] = [
        (
            "machine",
            f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}, spaCy {spacy.__version__}",
        ),
        ("dragoman", __version__),
    ]
    if a.only != "scores":
        rows += told("speed", lambda: speed(a.stories, a.rounds))
        rows += stage_speeds()
    if a.only != "speed":
        folder = find_sets(a.sets)
        if folder is None:
            rows.append(
                ("scores", "skipped: no development sets here (name their folder with --sets or DRAGOMAN_DEV_SETS)")
            )
        else:
            rows += [("reference story", seed(folder))]
            rows += [(name, told(name, partial(measure, folder, name))) for name in SETS]
    table = Table("measure", "result", title="dragoman bench")
    for row in rows:
        table.add_row(*row)
    Console(width=140).print(table)
    return 0


if __name__ == "__main__":
    sys.exit(main())
