"""Kills an import at random moments and looks at what is left: ``python bench/kill.py [KILLS] [STORIES]`` (50, 8000).

After every kill the ledger must be whole (dragoman check, every digest: no story half in), and the import run again must
end with the content of one that nobody disturbed. Each kill strikes a fresh import with odds of one in four, else the one
that was struck before goes on.
"""

from __future__ import annotations

import json
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from dragoman.record import Attribution, Claim, Entity, EventLocation, Quantity, Record, Source, Span
from dragoman.store import Ledger
from dragoman.store.check import check

COMMAND = [sys.executable, "-c", "from dragoman.cli import main; main()", "ledger", "import"]
_PLACES = ("Velm", "Orsk Landing", "Tavrin", "Belo", "Maruk")
_CODES = ("MLI", "UKR", "SDN", "COD", "YEM", "MMR")


def stories(many: int, seed: int = 7) -> Iterator[Record]:
    """Made-up stories of eight claims each: parties, place, figure, source."""
    dice = random.Random(seed)
    for number in range(many):
        text, claims = "", []
        for n in range(8):
            one, other, place, dead = *dice.sample(_CODES, 2), dice.choice(_PLACES), dice.randint(2, 90)
            start = len(text)
            text += f"Troops of {one} shelled {place} on Monday, killing {dead} people of {other}, the ministry said. "

            def span(words: str, start: int = start, text: str = text) -> Span:
                at = text.index(words, start)
                return Span(words, at, at + len(words))

            def party(words: str, code: str, sector: str, span=span) -> Entity:  # type: ignore[no-untyped-def]
                s = span(words)
                return Entity(s.text, s.start, s.end, None, code, (sector,), None, "group")

            said = span("the ministry")
            source = Source(said.text, said.start, said.end, None, one, ("GOV",), None, "organisation", "official")
            figure = span(f"{dead} people")
            claims.append(Claim(
                f"s{number}#{n + 1}", "event", Span(text[start:].strip(), start, len(text) - 1), span("shelled"), "ASSAULT",
                ("heavy-weapons",), (), "194", 4, -9.5, (party(f"Troops of {one}", one, "MIL"),),
                (party(f"people of {other}", other, "CVL"),), f"2024-{dice.randint(1, 12):02}-0{dice.randint(1, 9)}", None,
                "day", "relative", None, EventLocation(span(place), place, 1, 1.5, 2.5, None, other, "PPL", 4), (),
                (Quantity(figure.text, figure.start, figure.end, "killed", dead, dead, dead, unit="person", what="people"),),
                (Attribution(f"a{n}", source, span("said"), rule="verb said"),), "alleged", confidence=0.75,
                why=("event: frame shell", "date: weekday, past"),
            ))  # fmt: skip
        yield Record(f"s{number}", text, outlet="The Post", published="2024-12-30", claims=tuple(claims),
                     attributions=tuple(a for c in claims for a in c.attribution))  # fmt: skip


def write(path: Path, many: int) -> None:
    """The stories as JSON lines."""
    with path.open("w", encoding="utf-8") as f:
        for record in stories(many):
            f.write(json.dumps(record.to_dict()) + "\n")


def imported(source: Path, ledger: Path, *, kill_after: float | None = None) -> bool:
    """Run the import; True where it was killed before its end."""
    process = subprocess.Popen([*COMMAND, str(source), "--ledger", str(ledger)], stderr=subprocess.DEVNULL)
    try:
        process.wait(kill_after)
    except subprocess.TimeoutExpired:
        process.send_signal(signal.SIGKILL)
        process.wait()
        return True
    if process.returncode:
        raise SystemExit(f"the import failed with exit code {process.returncode}")
    return False


def faults(ledger: Path) -> list[str]:
    """What a check finds after a kill; nothing where there is no ledger yet."""
    if not ledger.exists() or not ledger.stat().st_size:
        return []
    with Ledger(ledger) as store:
        return [f.what for f in check(store).problems]


def content(ledger: Path) -> str:
    with Ledger(ledger) as store:
        return store.content_hash()


def remove(ledger: Path) -> None:
    for end in ("", "-wal", "-shm"):
        Path(f"{ledger}{end}").unlink(missing_ok=True)


def torment(folder: Path, kills: int, many: int, seed: int = 1) -> dict[str, object]:
    """The whole trial: how many were struck, what was found, and whether the content is that of an undisturbed run."""
    source, whole, struck = folder / "records.jsonl", folder / "whole.db", folder / "struck.db"
    write(source, many)
    begun = time.monotonic()
    imported(source, whole)
    usual = time.monotonic() - begun
    expected, dice = content(whole), random.Random(seed)
    found: list[str] = []
    done = partly = 0
    while done < kills:
        if dice.random() < 0.25:
            remove(struck)
        if not imported(source, struck, kill_after=dice.uniform(0.1, 1.0) * usual):
            remove(struck)  # it came to its end: begin again
            continue
        done += 1
        found += faults(struck)
        if struck.exists() and struck.stat().st_size:
            with Ledger(struck) as store:
                partly += 0 < len(store) < many
    imported(source, struck)
    found += faults(struck)
    return {"kills": done, "partly in": partly, "faults": found, "same content": content(struck) == expected}


if __name__ == "__main__":
    arguments = [int(x) for x in sys.argv[1:]] + [50, 8000][len(sys.argv) - 1 :]
    with tempfile.TemporaryDirectory() as name:
        result = torment(Path(name), *arguments)
    print(f"kill -9 {result['kills']} times during import ({result['partly in']} with a part of the stories in)")
    print(f"faults found by dragoman check: {len(result['faults'])}")  # type: ignore[arg-type]
    print(f"content after a last run is that of an undisturbed one: {result['same content']}")
    sys.exit(0 if not result["faults"] and result["same content"] else 1)
