"""The event lexicon: frames read from the TSV files beside this module.

A row is one frame (docs/codebook.md has the format): trigger words, part of speech, roles of the syntactic slots,
conditions, and what the frame codes to.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from pathlib import Path

from dragoman.code.plover import categories
from dragoman.errors import DataError

SHORTHANDS: Mapping[str, str] = {
    "act": "subj:actor obj:recipient",
    "self": "subj:actor",
    "meet": "subj:both obj:both with:both between:both",
    "undergo": "subj:recipient by:actor from:actor",
    "nact": "poss:actor by:actor on:recipient against:recipient of:recipient",
    "nself": "poss:actor of:actor by:actor",
    "nmeet": "poss:both of:both between:both with:both among:both",
    "ask": "subj:actor obj:recipient on:recipient to:recipient from:recipient comp:content",
}
PREPOSITIONS = frozenset(
    [
        "about",
        "above",
        "across",
        "after",
        "against",
        "along",
        "alongside",
        "amid",
        "among",
        "around",
        "as",
        "at",
        "before",
        "behind",
        "below",
        "between",
        "beyond",
        "by",
        "down",
        "during",
        "for",
        "from",
        "in",
        "inside",
        "into",
        "near",
        "of",
        "off",
        "on",
        "onto",
        "out",
        "outside",
        "over",
        "past",
        "through",
        "to",
        "toward",
        "towards",
        "under",
        "until",
        "up",
        "upon",
        "via",
        "with",
        "within",
        "without",
    ]
)
PARTICLES = frozenset(
    [
        "away",
        "back",
        "down",
        "forward",
        "in",
        "off",
        "on",
        "out",
        "over",
        "together",
        "up",
        "through",
        "apart",
        "aside",
        "ahead",
        "along",
    ]
)
ROLES = frozenset(["actor", "recipient", "both", "mediator", "topic", "instrument", "location", "content"])
FILES = [
    "agree",
    "consult",
    "support",
    "concede",
    "cooperate",
    "aid",
    "retreat",
    "request",
    "accuse",
    "reject",
    "threaten",
    "protest",
    "sanction",
    "mobilize",
    "coerce",
    "assault",
    "state",
    "none",
]


@dataclass(frozen=True, slots=True)
class Condition:
    """A test on a slot: the words or classes that its head must (or must not) be."""

    slot: str
    negated: bool
    words: frozenset[str]
    classes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Frame:
    """One row of the lexicon. ``event`` is None for a state, "-" for what is no event."""

    trigger: tuple[str, ...]
    pos: str
    roles: tuple[tuple[str, str], ...]
    when: tuple[Condition, ...]
    event: str | None
    mode: tuple[str, ...]
    cameo: str | None
    example: str
    source: str

    @property
    def rank(self) -> tuple[int, int, bool, bool]:
        """More trigger words, then more conditions, come first; then what asks for a negation, then what is no event."""
        words = len(self.trigger) + sum("-" in w for w in self.trigger)
        return (words, len(self.when), any(c.slot == "neg" for c in self.when), self.event == "-")

    @property
    def name(self) -> str:
        """How explanations call the frame."""
        return f"{' '.join(self.trigger)} ({self.pos}, {self.source})"


@dataclass(slots=True)
class Lexicon:
    """Frames by part of speech and first trigger word, best first; word classes; helper vocabularies."""

    frames: dict[tuple[str, str], list[Frame]] = field(default_factory=dict)
    classes: dict[str, frozenset[str]] = field(default_factory=dict)
    classes_of: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """The classes of a word, by word."""
    light: dict[str, str] = field(default_factory=dict)
    occur: dict[str, str] = field(default_factory=dict)
    aspect: dict[str, str] = field(default_factory=dict)
    instruments: dict[str, tuple[str, str]] = field(default_factory=dict)

    def first_words(self, word: str) -> frozenset[str]:
        """The lemmas under which a frame is looked up: all of a class; of a hyphened word its last part, as spaCy
        parts "cease-fire" and its head is "fire"."""
        words = self.classes.get(word[1:], frozenset()) if word.startswith("@") else frozenset({word})
        return frozenset(w.rsplit("-", 1)[-1] for w in words)


def _rows(path: Path) -> Iterable[tuple[int, list[str]]]:
    for n, line in enumerate(path.read_text("utf-8").splitlines(), 1):
        if line.strip() and not line.startswith("#") and n > 1:
            yield n, line.split("\t")


def parse_roles(text: str, where: str) -> tuple[tuple[str, str], ...]:
    """The roles column with its shorthands written out."""
    out: list[tuple[str, str]] = []
    for item in text.split():
        for pair in SHORTHANDS.get(item, item).split():
            slot, _, role = pair.partition(":")
            if role not in ROLES:
                raise DataError(
                    f"no such role {pair!r}.", where=where, remedy=f"use one of {', '.join(sorted(ROLES))}."
                )
            out.append((slot, role))
    return tuple(out)


def parse_when(text: str, where: str) -> tuple[Condition, ...]:
    """The conditions column."""
    out = []
    for item in text.split():
        slot, eq, values = item.partition("=")
        if not eq or not values:
            raise DataError(f"not a condition: {item!r}.", where=where, remedy="write slot=word|word or slot!=word.")
        negated = slot.endswith("!")
        words = [w for w in values.split("|") if w]
        out.append(
            Condition(
                slot.rstrip("!"),
                negated,
                frozenset(w.replace("_", " ") for w in words if not w.startswith("@")),
                tuple(w[1:] for w in words if w.startswith("@")),
            )
        )
    return tuple(out)


def read_frames(path: Path) -> list[Frame]:
    """The frames of one TSV. Raises DataError that names the file and line of a row that cannot be read."""
    out = []
    known = categories()
    for n, cells in _rows(path):
        where = f"{path.name}, line {n}"
        cells += [""] * (8 - len(cells))
        trigger, pos, roles, when, event, mode, cameo, example = (c.strip() for c in cells[:8])
        if not trigger or pos not in ("V", "N", "A"):
            raise DataError("a row needs a trigger and a part of speech V, N or A.", where=where)
        if event not in ("", "-") and event not in known:
            raise DataError(f"no such category {event!r}.", where=where, remedy="see docs/codebook.md.")
        modes = tuple(m.strip() for m in mode.split(",") if m.strip())
        if event in known and any(m not in known[event].modes for m in modes):
            raise DataError(f"{event} has no mode {mode!r}.", where=where, remedy="see docs/codebook.md.")
        out.append(
            Frame(
                tuple(trigger.lower().split()),
                pos,
                parse_roles(roles, where),
                parse_when(when, where),
                event or None,
                modes,
                cameo or None,
                example,
                path.stem,
            )
        )
    return out


def _table(path: Path) -> dict[str, list[str]]:
    return {cells[0]: [c.strip() for c in cells[1:]] for _, cells in _rows(path)} if path.is_file() else {}


@cache
def lexicon() -> Lexicon:
    """The lexicon that ships, loaded once a process."""
    return load(Path(str(files("dragoman.code.events").joinpath("lexicon"))))


def load(folder: Path) -> Lexicon:
    """A lexicon from a folder of TSV files. Raises DataError that names the file and line of a bad row."""
    made = Lexicon()
    made.classes = {
        k.lstrip("@"): frozenset(w.strip() for w in v[0].split("|")) for k, v in _table(folder / "classes.tsv").items()
    }
    for name in sorted(made.classes):
        for word in made.classes[name]:
            made.classes_of[word] = (*made.classes_of.get(word, ()), name)
    for name in FILES:
        path = folder / f"{name}.tsv"
        for frame in read_frames(path) if path.is_file() else ():
            for word in made.first_words(frame.trigger[0]):
                made.frames.setdefault((frame.pos, word), []).append(frame)
    for frames in made.frames.values():
        frames.sort(key=lambda f: f.rank, reverse=True)
    for attribute in ("light", "occur", "aspect"):
        setattr(made, attribute, {k: v[0] for k, v in _table(folder / f"{attribute}.tsv").items()})
    made.instruments = {
        k: (v[0], v[1] if len(v) > 1 and v[1] else "any") for k, v in _table(folder / "instruments.tsv").items()
    }
    return made
