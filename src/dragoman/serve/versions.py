"""Two versions of a story: what was taken out and put in, and which claims went and came."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

from dragoman.record import Claim, Record
from dragoman.show import ClaimWords, claim_words, printable
from dragoman.show.words import deed, entity, quantity

_SENTENCES = re.compile(r".+?(?:[.!?][\"”’')]*\s+|\n+|\Z)", re.DOTALL)
_WORDS = re.compile(r"\s+|\w+|[^\w\s]")
MOST = 20_000
"""Words in which a passage is compared word by word; longer ones are shown whole."""


@dataclass(frozen=True, slots=True)
class Change:
    """Words that are in both, only in the earlier, or only in the later version."""

    kind: Literal["same", "out", "in"]
    text: str


@dataclass(frozen=True, slots=True)
class Difference:
    """What differs between two versions: the text in order, and the claims that only one of them has."""

    changes: tuple[Change, ...]
    gone: tuple[ClaimWords, ...]
    came: tuple[ClaimWords, ...]


def difference(old: Record, new: Record) -> Difference:
    """From an earlier version to a later one."""
    before, after = Counter(map(_telling, old.claims)), Counter(map(_telling, new.claims))
    return Difference(tuple(_changes(old.text, new.text)), _only(old, after), _only(new, before))


def _telling(c: Claim) -> tuple[object, ...]:
    """What a claim tells, wherever it stands."""
    return (
        deed(c), c.trigger.text, c.factuality, c.date, c.enddate, tuple(map(entity, c.actor)),
        tuple(map(entity, c.recipient)), tuple(map(quantity, c.quantities)),
        tuple(a.source.name or a.source.text for a in c.attribution),
    )  # fmt: skip


def _only(record: Record, others: Counter[tuple[object, ...]]) -> tuple[ClaimWords, ...]:
    left, out = others.copy(), []
    for n, c in enumerate(record.claims, 1):
        key = _telling(c)
        if left[key]:
            left[key] -= 1
        else:
            out.append(claim_words(c, n))
    return tuple(out)


def _changes(old: str, new: str) -> list[Change]:
    """Sentence by sentence, and word by word where sentences were rewritten."""
    out: list[Change] = []

    def add(kind: Literal["same", "out", "in"], text: str) -> None:
        if text and out and out[-1].kind == kind:
            out[-1] = Change(kind, out[-1].text + printable(text))
        elif text:
            out.append(Change(kind, printable(text)))

    a, b = _SENTENCES.findall(old), _SENTENCES.findall(new)
    for op, i, j, k, m in SequenceMatcher(None, a, b, autojunk=False).get_opcodes():
        gone, came = "".join(a[i:j]), "".join(b[k:m])
        if op == "equal":
            add("same", gone)
            continue
        x, y = _WORDS.findall(gone), _WORDS.findall(came)
        if op != "replace" or max(len(x), len(y)) > MOST:
            add("out", gone)
            add("in", came)
            continue
        for kind, p, q, r, s in SequenceMatcher(None, x, y, autojunk=False).get_opcodes():
            if kind == "equal":
                add("same", "".join(x[p:q]))
            else:
                add("out", "".join(x[p:q]))
                add("in", "".join(y[r:s]))
    return out
