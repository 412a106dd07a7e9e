"""Time expressions in the parse: what each hangs on, whether it stands before a noun, whether it dates a saying."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from dragoman.document import Document
from dragoman.parse.syntax import Syntax, syntax
from dragoman.record import Timex

_MODIFIES = frozenset({"poss", "compound", "nummod", "amod", "nmod"})


@dataclass(frozen=True, slots=True)
class Placed:
    """A time expression in the parse: tokens ``start`` up to ``end``, head token, governing word, that word's verb."""

    timex: Timex
    start: int
    end: int
    head: int
    governor: int
    verb: int
    modifies: bool
    """Does it stand before a noun as its modifier ("Saturday's attack", "the 1994 truce")."""
    said: int | None
    """The verb of saying that it dates, if it dates one."""
    since: bool
    """Does it stand in a since-clause ("since the war began in May")."""
    since_noun: bool = False
    """Does it date a noun behind "since" ("since its founding in 2013")."""


@cache
def words(kind: str) -> frozenset[str]:
    """A word list of ``data/dates.tsv``: saying, audience, reaction, light, event_noun, together, harm ..."""
    text = files("dragoman.code").joinpath("data/dates.tsv").read_text("utf-8")
    rows = dict(line.split("\t") for line in text.splitlines()[1:] if line and not line.startswith("#"))
    return frozenset(rows[kind].split())


def is_verb(syn: Syntax, k: int) -> bool:
    """Is a token the predicate of a clause (no auxiliary, no participle before a noun)."""
    return syn.pos[k] in ("VERB", "AUX") and syn.dep[k] not in ("aux", "auxpass", "amod", "compound")


def verb_of(syn: Syntax, i: int) -> int:
    """The predicate of the clause that a token is in."""
    while syn.head[i] != i and not is_verb(syn, i):
        i = syn.head[i]
    return i


def is_saying(syn: Syntax, verb: int, cues: Collection[int] = ()) -> bool:
    """Is a verb one of saying: an attribution cue, or a reporting verb with a clause, or "he said" beside a quote."""
    if verb in cues:
        return True
    if syn.lemma[verb] not in words("saying"):
        return False
    return syn.lemma[verb] in ("say", "tell") or bool(syn.children(verb, "ccomp", "parataxis"))


def placed(doc: Document, cues: Collection[int] = ()) -> list[Placed]:
    """Every time expression of a document with what it hangs on."""
    key = "placed_times"
    made: dict[frozenset[int], list[Placed]] = doc.cache.setdefault(key, {})
    marks = frozenset(cues)
    if marks not in made:
        syn = syntax(doc)
        told = [t for t in doc.times if not _in_dateline(doc.text, t)]
        made[marks] = [p for t in told if (p := _place(doc, syn, t, marks)) is not None]
    return made[marks]


_CITY = re.compile(r"[A-Z]{3}[A-Z'’. -]*(?:\([A-Z][\w ]*\)|, ?[A-Z][\w. ]*)?, ?$")
_AGENCY = re.compile(r" ?\([A-Z][^()\n]{1,40}\) ?(?:-|–|—)| ?(?:--|–|—)")


def _in_dateline(text: str, t: Timex) -> bool:
    """ "MADRID, January 22 (Agency) - ": the day of writing, never that of an act."""
    return bool(_AGENCY.match(text, t.end) and _CITY.search(text[max(0, t.start - 60) : t.start]))


def _place(doc: Document, syn: Syntax, t: Timex, cues: frozenset[int]) -> Placed | None:
    i, j = doc.tokens_at(t.start, t.end)
    if i >= j:
        return None
    # the last of the tokens that hang outside it: of "Monday night", night
    head = next((k for k in reversed(range(i, j)) if not i <= syn.head[k] < j or syn.head[k] == k), i)
    outer = [k for k in range(i, j) if not i <= syn.head[k] < j and syn.pos[k] not in ("ADP", "PUNCT", "DET")]
    head = outer[0] if outer else head
    governor = _governor(syn, head)
    possessed = j < len(syn.lower) and syn.lower[j] in ("'s", "’s", "'", "’")
    noun = j + possessed
    modifies = (possessed and syn.dep[head] in ("poss", "compound", "nmod", "npadvmod")) or (
        syn.dep[head] in _MODIFIES
        and syn.head[head] >= j
        and noun < len(syn.lower)
        and syn.pos[governor] in ("NOUN", "PROPN")
    )
    if possessed and not modifies:
        after = next((k for k in range(noun, min(noun + 4, len(syn.lower))) if syn.pos[k] in ("NOUN", "PROPN")), None)
        if after is not None:
            governor, modifies = after, True
    of = syn.head[head]
    if syn.dep[head] == "pobj" and syn.lower[of] == "of" and syn.pos[governor] == "NOUN" and governor < i:
        # "the massacre of 16 November"
        modifies = True
    opened = None if modifies else _since_clause(syn, doc.sentence_of(i).start, i)
    governor = governor if opened is None else opened
    if not modifies:
        governor = _inner(syn, i, j, governor, cues)
    verb = governor if is_verb(syn, governor) else verb_of(syn, governor)
    said = None if modifies else _said(syn, doc.sentence_of(i).start, i, governor, verb, cues)
    above = syn.head[governor]
    since_noun = governor != verb and syn.lower[above] == "since" and governor > above
    return Placed(t, i, j, head, governor, verb, modifies, said, opened is not None, since_noun)


def _since_clause(syn: Syntax, first: int, i: int) -> int | None:
    """The verb of a since-clause that a time stands in, read from the order of words: parsers often tie the time to the
    main verb that follows."""
    verb = None
    for k in range(i - 1, first - 1, -1):
        if syn.lower[k] in (",", ";"):
            return None
        if syn.lower[k] == "since":
            return verb
        if verb is None and is_verb(syn, k):
            verb = k
    return None


def _governor(syn: Syntax, head: int) -> int:
    """The verb or noun that a time expression hangs on, through its preposition and other words of time."""
    g = syn.head[head]
    for _ in range(4):
        through = syn.pos[g] in ("ADP", "SCONJ", "ADV") and syn.dep[g] in (
            "prep",
            "advmod",
            "pcomp",
            "mark",
            "npadvmod",
        )
        of_time = syn.ent[g] in ("DATE", "TIME") and not is_verb(syn, g)
        if syn.head[g] == g or not (through or of_time):
            break
        g = syn.head[g]
    return g


def _inner(syn: Syntax, i: int, j: int, governor: int, cues: frozenset[int]) -> int:
    """The verb of what is said, where a parser ties to the verb of saying a time that the words put within it: "said
    that they were shot here today", "was shot here today, police said"."""
    if not is_verb(syn, governor) or not is_saying(syn, governor, cues):
        return governor
    for told in syn.children(governor, "ccomp"):
        that = any(syn.lower[k] == "that" for k in range(governor + 1, i))
        after = governor < told < i or (governor < i < told and that)
        before = told < i and j <= governor and any(syn.lower[k] == "," for k in range(j, governor))
        if is_verb(syn, told) and (after or before):
            return told
    return governor


def _said(syn: Syntax, first: int, i: int, governor: int, verb: int, cues: frozenset[int]) -> int | None:
    """The verb of saying that a time dates: it hangs on it, or follows it before what is said begins."""
    if governor == verb and is_saying(syn, verb, cues):
        return verb
    for k in range(i - 1, max(first - 1, i - 8), -1):
        if is_verb(syn, k):
            return k if is_saying(syn, k, cues) and verb != k else None
        skipped = (
            syn.lower[k] in words("audience") or syn.pos[k] in ("ADP", "DET", "ADV", "PROPN") or syn.tag[k] == "PRP$"
        )
        if not skipped or syn.lower[k] == "that":
            return None
    return None


def usable(t: Timex) -> bool:
    """Can an event be dated by an expression: it resolves, and is neither a bare length of time nor a mere bound."""
    if t.type == "SET" or not t.from_:
        return False
    if {"before", "by", "as-of", "open-start"} & set(t.flags) and not (t.type == "TIME" and "before" in t.flags):
        return False
    return t.type != "DURATION" or t.rule.startswith("times.anchored") or "open-end" in t.flags
