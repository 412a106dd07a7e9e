"""Fit the second voice: is a frame that lacks one list of words right all the same (dragoman/code/events/near.py)?

``python scripts/fit_second_voice.py [--check]`` codes gold/stories and scripts/data/everyday_news.txt with the second voice
silent and fits two logistic regressions with a ridge:

- of every verb that is no auxiliary and no cue, whether a claim of the gold set rests on it, by how it stands and what its
  subject and object are: src/dragoman/code/data/second_voice_verbs.tsv;
- of every near frame, whether a claim of its category rests on the verb, by the first figure, the category and what is
  lacking: src/dragoman/code/data/second_voice_frames.tsv.

Nothing in the everyday news is an act. The table between the marks of docs/events.md shows the coder without and with the
second voice, where the stories of each writer are coded with weights that were fitted without them. ``--check`` writes
nothing.
"""

# ruff: noqa: E402
from __future__ import annotations

import argparse
import re
import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from unittest.mock import patch

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT / "tests"), str(ROOT / "src"), str(ROOT / "scripts"), str(ROOT / "bench")]

import logistic
from dragoman.code.events import coder, near
from dragoman.code.events.lexicon import lexicon
from dragoman.code.events.match import Matcher
from dragoman.code.events.near import Near
from dragoman.coder import code_documents
from dragoman.document import Document
from dragoman.extract.attribution import cue_tokens
from dragoman.parse.syntax import syntax
from factories.goldmatch import Result, match
from factories.goldset import GoldStory, gold_stories
from goldset import scores

DATA = ROOT / "src/dragoman/code/data"
EVERYDAY = ROOT / "scripts/data/everyday_news.txt"
PAGE = ROOT / "docs/events.md"
RIDGE, RARE = 3.0, 8
_EMPTY = frozenset({"be", "have", "do"})
_NO_PREDICATE = frozenset({"aux", "auxpass", "amod", "compound", "det"})
SHOWN = ("ledger", "ledger precision", "detection R", "detection P")
Weights = dict[str, dict[str, float]]


@dataclass(frozen=True, slots=True)
class Verb:
    """A verb: who wrote its story, its features, and whether a claim rests on it."""

    prefix: str
    features: tuple[str, ...]
    tells: bool


@dataclass(frozen=True, slots=True)
class Asked:
    """A near frame: who wrote the story, and whether a claim of its category rests on the verb."""

    prefix: str
    near: Near
    right: bool


@dataclass(slots=True)
class Seen:
    """What the weights are fitted to."""

    verbs: list[Verb]
    asked: list[Asked]


def gather() -> tuple[list[GoldStory], Seen]:
    """The gold stories, and all that is asked of them and of everyday news."""
    nears: list[Near] = []
    seen = Seen([], [])

    def note(near: Near) -> float:
        nears.append(near)
        return 0.0

    stories = gold_stories()
    everyday = [
        GoldStory(f"everyday-{n}", "everyday", {}, text.strip())
        for n, text in enumerate(EVERYDAY.read_text("utf-8").split("===="))
    ]
    every = [*stories, *everyday]
    with patch.object(coder, "likelihood", note):
        for story, doc in zip(every, code_documents([s.story() for s in every]), strict=True):
            look(story, doc, nears, seen)
            nears.clear()
    return stories, seen


def look(story: GoldStory, doc: Document, nears: Sequence[Near], seen: Seen) -> None:
    """Judge the verbs and near frames of a story. A word inside a claim's trigger that is not its main verb is passed over,
    as is what the gold set leaves open."""
    syn = syntax(doc)
    matcher, cues = Matcher(doc, syn, lexicon()), cue_tokens(doc)
    told: dict[int, set[str]] = {}
    unclear: set[int] = {k for a, b in story.neutral for k in range(*doc.tokens_at(a, b))}
    for claim in story.claims:
        inside = range(*doc.tokens_at(claim.start, claim.end))
        verbs = [k for k in inside if syn.pos[k] in ("VERB", "AUX") and syn.dep[k] not in ("aux", "auxpass")]
        main = next((k for k in verbs if syn.head[k] == k or syn.head[k] not in verbs), None)
        if main is not None and not claim.optional:
            told.setdefault(main, set()).update(claim.events)
        unclear.update(inside)
    for s in doc.sentences:
        for i in range(s.start, s.end) if s.role == "body" else ():
            if syn.pos[i] not in ("VERB", "AUX") or syn.dep[i] in _NO_PREDICATE or syn.lemma[i] in _EMPTY or i in cues:
                continue
            if i in told or i not in unclear:
                seen.verbs.append(Verb(story.prefix, tuple(near.features(matcher, i)), i in told))
    for n in nears:
        i = n.match.token
        if i in told or i not in unclear:
            seen.asked.append(Asked(story.prefix, n, n.match.frame.event in told.get(i, ())))


def fit_verbs(verbs: Sequence[Verb]) -> dict[str, float]:
    """Weights of the first step."""
    return logistic.fit([(v.features, v.tells) for v in verbs], ridge=RIDGE, rare=RARE)


def frames_of(seen: Seen) -> list[tuple[list[str], bool]]:
    """The near frames with their features. How likely a verb is an act is told by weights of the other writers' stories."""
    rows: list[tuple[list[str], bool]] = []
    for prefix in sorted({a.prefix for a in seen.asked}):
        first = fit_verbs([v for v in seen.verbs if v.prefix != prefix])
        with patch.object(near, "weights", lambda _, first=first: first):
            rows += [
                (a.near.frame(near.probability(a.near.verb, "verbs")), a.right)
                for a in seen.asked
                if a.prefix == prefix
            ]
    return rows


def fit(seen: Seen, *, without: str | None = None) -> Weights:
    """Both steps, without the stories of one writer."""
    part = Seen([v for v in seen.verbs if v.prefix != without], [a for a in seen.asked if a.prefix != without])
    return {"verbs": fit_verbs(part.verbs), "frames": logistic.fit(frames_of(part), ridge=RIDGE, rare=RARE)}


def coded(stories: Sequence[GoldStory], weights: Weights | None) -> list[Result]:
    """The stories coded with these weights, or with the second voice silent, and held against the gold set."""
    ask = near.likelihood if weights is not None else lambda _: 0.0
    with patch.object(near, "weights", lambda of: (weights or {}).get(of, {})), patch.object(coder, "likelihood", ask):
        docs = list(code_documents([s.story() for s in stories]))
    return [match(s, d) for s, d in zip(stories, docs, strict=True)]


def table(stories: Sequence[GoldStory], seen: Seen) -> str:
    """The coder without and with it, by writer and over all."""
    lines = [["stories", "second voice", "claims", *SHOWN], ["---"] * (3 + len(SHOWN))]
    every: dict[str, list[Result]] = {"without": [], "with": []}
    for prefix in sorted({s.prefix for s in stories}):
        mine = [s for s in stories if s.prefix == prefix]
        for how, given in (("without", None), ("with", fit(seen, without=prefix))):
            found = coded(mine, given)
            every[how] += found
            lines.append(_line(f"{prefix} ({len(mine)})", how, found))
    lines += [_line(f"all ({len(stories)})", how, found) for how, found in every.items()]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def _line(name: str, how: str, found: list[Result]) -> list[str]:
    told = sum(len(r.pairs) + len(r.false) + len(r.doubles) for r in found)
    return [name, how, str(told), *(f"{scores(found)[s]:.3f}" for s in SHOWN)]


def lines_of(weights: dict[str, float], rows: Sequence[tuple[Sequence[str], bool]], what: str) -> str:
    """A data file."""
    have = Counter(f for features, _ in rows for f in set(features))
    right = Counter(f for features, yes in rows if yes for f in set(features))
    head = (
        f"# What a feature adds to the logit of {what}; made by scripts/fit_second_voice.py from the open gold\n"
        "# set and everyday news, not by hand. What is not here weighs nothing. Last columns: cases, share that hold.\n"
    )
    order = sorted(weights, key=lambda f: (f != "always", f))
    return head + "".join(f"{f}\t{weights[f]:.2f}\t{have[f]}\t{right[f] / have[f]:.2f}\n" for f in order)


def main() -> int:
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("--check", action="store_true", help="print the table and write nothing")
    check = ap.parse_args().check
    stories, seen = gather()
    measured = table(stories, seen)
    print(f"{len(seen.verbs)} verbs, {sum(v.tells for v in seen.verbs)} tell an act; "
          f"{len(seen.asked)} near frames, {sum(a.right for a in seen.asked)} right", measured, sep="\n\n")  # fmt: skip
    if check:
        return 0
    made, verbs = fit(seen), [(v.features, v.tells) for v in seen.verbs]
    write = {"verbs": (verbs, "a verb's telling an act"), "frames": (frames_of(seen), "a near frame's being right")}
    for of, (rows, what) in write.items():
        (DATA / f"second_voice_{of}.tsv").write_text(lines_of(made[of], rows, what), "utf-8")
    page = PAGE.read_text("utf-8")
    PAGE.write_text(
        re.sub(
            r"(<!-- second voice -->\n).*?(<!-- end -->)", lambda m: m[1] + measured + "\n" + m[2], page, flags=re.S
        ),
        "utf-8",
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
