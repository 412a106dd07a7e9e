"""The cue lexicon: which words attribute, in which frames, and what each frame then means."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from dragoman.record import Stance


@dataclass(frozen=True, slots=True)
class Cue:
    """What a word says of its source: its stance, and whether the source puts the content forward or only takes a
    stand towards it (``claim`` or ``attitude``)."""

    stance: Stance
    kind: str


Frames = dict[str, Cue]
"""The frames of a word. ``that``: a clause, a quotation, or a clause that the cue is inserted in; ``quote``: a quotation
only; ``inf``, ``ing``, ``obj``: infinitive, gerund, noun; a preposition: its object; ``obj+P``: the noun and what P
opens; ``obj+obj``: the noun and what it is called; ``toll``: a count of harm as the object and what it is put to."""


@cache
def verbs() -> dict[str, Frames]:
    """Frames by lemma; a particle follows an underscore (point_out)."""
    return _table("verbs.tsv")


@cache
def nouns() -> dict[str, Frames]:
    """Frames of nouns by lemma."""
    return _table("nouns.tsv")


@cache
def adjectives() -> dict[str, Frames]:
    """Frames of predicative adjectives and participles by form."""
    return _table("adjectives.tsv")


@cache
def phrases() -> dict[str, list[tuple[tuple[str, ...], Cue]]]:
    """Word sequences before a source ("according to") by their first word, longest first."""
    rows = [line.split("\t") for line in lines("phrases.tsv")]
    found = [(tuple(words.split()), Cue(stance, kind)) for stance, kind, words in rows]  # type: ignore[arg-type]
    out: dict[str, list[tuple[tuple[str, ...], Cue]]] = {}
    for words, cue in sorted(found, key=lambda f: -len(f[0])):
        out.setdefault(words[0], []).append((words, cue))
    return out


@cache
def adverbs() -> dict[str, Cue]:
    """Adverbs that hide a source ("reportedly")."""
    rows = [line.split("\t") for line in lines("adverbs.tsv")]
    return {w: Cue(stance, kind) for stance, kind, words in rows for w in words.split()}  # type: ignore[arg-type]


@cache
def words(name: str) -> frozenset[str]:
    """A word class of classes.tsv: light, aspect, copula."""
    rows = [line.split("\t") for line in lines("classes.tsv")]
    return frozenset(w for key, ws in rows if key == name for w in ws.split())


def lines(name: str) -> list[str]:
    """The rows of a data file, without heading and comments."""
    text = files("dragoman.extract.attribution").joinpath(f"data/{name}").read_text("utf-8")
    return [line for line in text.splitlines()[1:] if line and not line.startswith("#")]


def _table(name: str) -> dict[str, Frames]:
    out: dict[str, Frames] = {}
    for line in lines(name):
        stance, kind, frames, lemmas = line.split("\t")
        for lemma in lemmas.split():
            for frame in frames.split(","):
                out.setdefault(lemma, {}).setdefault(frame, Cue(stance, kind))  # type: ignore[arg-type]
    return out
