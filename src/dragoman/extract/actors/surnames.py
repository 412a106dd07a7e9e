"""A surname alone ("Putin said"): the leader it stands for, where date and story leave one."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

from dragoman.extract.actors.hits import HEADS, Hit, Scan
from dragoman.extract.actors.leaders import common_surnames, leader_entries, surnames
from dragoman.extract.actors.lexicon import country_names, index
from dragoman.extract.actors.tables import Entry
from dragoman.extract.actors.words import fold, words

_NAME = frozenset({"NNP", "NNPS"})


@cache
def _forms() -> dict[str, tuple[tuple[tuple[str, ...], Entry], ...]]:
    """Surnames by their last word, longest first ("lopez obrador", "bin salman")."""
    out: dict[str, list[tuple[tuple[str, ...], Entry]]] = {}
    for entry, row in leader_entries():
        for form in surnames(row):
            ws = words(form)
            out.setdefault(ws[-1], []).append((ws, entry))
    return {k: tuple(sorted(v, key=lambda x: -len(x[0]))) for k, v in out.items()}


def bare_surnames(s: Scan) -> list[Hit]:
    """Hits for surnames that stand alone, outside of ``s.at``.

    A term must have begun by the story's date; one in force goes before one that is over. A common surname needs its
    leader's country in the story, and so does one that two leaders bear.
    """
    told = {h.entry.code for h in s.hits if h.entry.code}
    out = []
    for i, text in enumerate(s.text):
        if i in s.at or not text[:1].isupper():
            continue
        ws = words(text)
        forms = _forms().get(ws[-1]) if ws else None
        if not forms or (s.syn.tag[i] not in _NAME and (ws[-1] in common_surnames() or s.syn.tag[i][:2] == "VB")):
            continue
        found = _terms(s, i, forms)
        if found is None:
            continue
        start, terms = found
        if not _stands_alone(s, start, i + 1):
            continue
        chosen = _one(s, terms, told, common=" ".join(ws) in common_surnames() and start == i)
        if chosen:
            where = country_names().get(chosen[0].code or "", chosen[0].code)
            why = f"surname of {chosen[0].name} ({where}), {chosen[0].source}"
            short = tuple(replace(x, flags=x.flags | {"surname"}) for x in chosen)
            out.append(Hit(start, i + 1, short[0], short, why=why))
    return out


def _terms(s: Scan, i: int, forms: tuple[tuple[tuple[str, ...], Entry], ...]) -> tuple[int, list[Entry]] | None:
    """Where the surname begins, and the terms of those who bear it: the longest form that the text has."""
    before = [w for k in range(max(0, i - 3), i + 1) for w in words(s.text[k])]
    for size in sorted({len(ws) for ws, _ in forms}, reverse=True):
        terms = [e for ws, e in forms if len(ws) == size and tuple(before[-size:]) == ws]
        if not terms:
            continue
        start, have = i, len(words(s.text[i]))
        while have < size:
            start -= 1
            have += len(words(s.text[start]))
        return start, terms
    return None


def _stands_alone(s: Scan, start: int, end: int) -> bool:
    """Not part of a longer name: of another person ("Hillary Clinton"), a street, a foundation."""
    tag, syn = s.syn.tag, s.syn
    if start and tag[start - 1] in _NAME and (start - 1) not in s.at and syn.ent[start - 1] == "PERSON":
        if syn.ent[start] == "PERSON" and not _title(s.text[start - 1]):
            return False
    if (start and s.text[start - 1] in ("-", "\u2011")) or (
        end < len(tag) and s.text[end] in ("-", "\u2011") and tag[end] == "HYPH"
    ):
        return end < len(tag) and s.text[end] == "-"
    if end < len(tag) and tag[end] in _NAME and syn.dep[end - 1] in ("compound", "nmod", "amod"):
        head = s.at.get(syn.head[end - 1])
        return head is not None and head.entry.cls in HEADS
    return syn.ent[end - 1] not in ("FAC", "WORK_OF_ART", "PRODUCT", "LAW", "EVENT")


def _title(word: str) -> bool:
    return any(
        not f.rest and e.cls in ("office", "role", "modifier", "demonym")
        for f in index().get(fold(word), ())
        for e in f.entries
    )


_HEADS_OF_STATE = frozenset(["president", "prime minister", "chancellor", "king", "supreme leader"])
"""Where two of one country bear a surname, the one who holds such an office is meant without a first name."""


def _one(s: Scan, terms: list[Entry], told: set[str], *, common: bool) -> list[Entry]:
    """The terms of the one leader who can be meant, those in force first; empty where none or several can."""
    terms = [x for x in terms if s.when is None or x.start is None or x.start <= s.when[: len(x.start)]]
    if common or len({x.name for x in terms}) > 1 or s.when is None:
        terms = [x for x in terms if x.code in told] or ([] if common or s.when is None else terms)
    now = [x for x in terms if x.holds(s.when)]
    heads = [x for x in now if x.office in _HEADS_OF_STATE]
    for many in (now if len({x.name for x in now}) == 1 else heads, now, terms):
        names = {x.name for x in many}
        if len(names) == 1:
            return [*many, *(x for x in terms if x not in many and x.name in names)]
        if names:
            break
    return []
