"""Memory of one process over many stories: ``rows()`` for the table of ``run.py``; ``python bench/memory.py 100000`` goes on for longer.

The stories are paragraphs of the samples and of the mixed news, dealt out at random, with names and figures made up anew:
what grows in real news grows here.
"""

from __future__ import annotations

import os

# ruff: noqa: E402
for _library in ("OMP", "OPENBLAS", "MKL"):
    os.environ.setdefault(f"{_library}_NUM_THREADS", "1")

import argparse
import json
import random
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

HERE = Path(__file__).resolve().parent
MARKS = (1_000, 5_000, 10_000)
PARAGRAPHS = 2
_ONSETS = "b br ch d dr f g gh h j k kh l m n p q r s sh st t th v w y z zh".split()
_VOWELS = "a ai e i ia o ou u".split()
_CODAS = ["", "", "n", "r", "l", "sh", "m", "k", "t", "v"]
_NAME = re.compile(r"(?<=[a-z,] )[A-Z][a-z]{3,}\b")
_FIGURE = re.compile(r"\b[1-9]\d+\b")


def paragraphs() -> list[str]:
    """Of the samples and of the mixed news."""
    texts = [p.read_text("utf-8") for p in sorted((HERE.parent / "samples").glob("*.txt"))]
    texts.append((HERE / "mixed_news.txt").read_text("utf-8"))
    return [p.strip() for t in texts for p in re.split(r"\n\s*\n|\n====\n|\n", t) if len(p.split()) > 12]


def made_up(rng: random.Random) -> str:
    """A name that was hardly ever met before."""
    return "".join(rng.choice(_ONSETS) + rng.choice(_VOWELS) + rng.choice(_CODAS) for _ in range(3)).capitalize()


def varied_stories(seed: int = 1) -> Iterator[str]:
    """Texts without end, some 60 words each; every second name and figure is new."""
    rng, pool = random.Random(seed), paragraphs()
    while True:
        text = "\n\n".join(rng.sample(pool, PARAGRAPHS))
        text = _NAME.sub(lambda m: made_up(rng) if rng.random() < 0.5 else m.group(), text)
        yield _FIGURE.sub(lambda m: str(rng.randint(10, 9_999)) if rng.random() < 0.5 else m.group(), text)


def resident() -> int:
    """Resident memory of this process now, in MB (Linux)."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") >> 20


def watch(stories: int, every: int) -> Iterator[dict[str, float]]:
    """Codes that many stories in this process; every so many tells what it holds: ``rss`` in MB, ``strings`` of the model."""
    from dragoman.coder import code_stories
    from dragoman.document import Story
    from dragoman.parse import load_model

    told = (Story(text, str(n)) for n, text in enumerate(varied_stories()))
    began, words = time.process_time(), 0
    for n, record in enumerate(code_stories(islice(told, stories)), 1):
        words += len(record.text.split())
        if n % every == 0:
            yield {
                "stories": n, "words": words, "rss": resident(), "strings": len(load_model().vocab.strings),
                "cpu": round(time.process_time() - began),
            }  # fmt: skip


def rows() -> list[tuple[str, str]]:
    """Resident memory after so many stories, of a process that does nothing else."""
    command = [sys.executable, str(Path(__file__).resolve()), str(MARKS[-1]), "--every", str(MARKS[0]), "--json"]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    told = {t["stories"]: t for t in map(json.loads, done.stdout.splitlines())}
    held = ", ".join(f"{told[m]['rss']:,.0f} MB after {m:,}" for m in MARKS)
    return [("memory over varied stories, one process", f"{held}; at most {max(t['rss'] for t in told.values()):,.0f}")]


def main() -> None:
    ap = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    ap.add_argument("stories", nargs="?", type=int, default=MARKS[-1])
    ap.add_argument("--every", type=int, default=MARKS[0])
    ap.add_argument("--json", action="store_true", help="a line of JSON each time")
    a = ap.parse_args()
    for told in watch(a.stories, a.every):
        plain = "{stories:>9,} stories  {words:>12,} words  {rss:>5} MB  {strings:>9,} strings  {cpu:>6} CPU seconds"
        print(json.dumps(told) if a.json else plain.format(**told), flush=True)


if __name__ == "__main__":
    main()
