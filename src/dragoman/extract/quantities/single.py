"""Harm told without a number: "a soldier was killed" is one; "a couple and their infant son died" is three, worked out."""

from __future__ import annotations

from dataclasses import dataclass, field

from dragoman.document import Document, Sentence
from dragoman.extract.quantities.counted import unit_of
from dragoman.extract.quantities.kinds import Befell, amount, befell
from dragoman.extract.quantities.numbers import Number
from dragoman.extract.quantities.vocabulary import collectives, groups_of, kinds, units
from dragoman.parse.syntax import Syntax

_INDEFINITE = frozenset({"a", "an", "another", "one"})
_ARGUMENTS = frozenset({"nsubj", "nsubjpass", "dobj", "pobj", "conj", "appos", "poss", "attr", "ROOT"})
_NAMED_KINDS = frozenset({"killed", "injured"})
_PERSON_KINDS = frozenset({"killed", "injured", "kidnapped", "captured", "detained", "released"})
_THING_KINDS = frozenset({"destroyed", "damaged"})
_KIN = frozenset({"family", "group", "crew", "party"})
_UNREAL = frozenset(
    {"will", "would", "could", "may", "might", "should", "must", "can", "shall", "to", "not", "never", "n't", "n’t"}
)


@dataclass(slots=True)
class Member:
    """One of those told together: how many, and how the text puts it."""

    token: int
    value: int | None
    start: int
    end: int
    form: str
    """number, indefinite, definite, name or group."""
    number: Number | None = None


@dataclass(slots=True)
class Told:
    """A count worked out from nouns: its number, head, what befell it, and the numbers that are parts of it."""

    number: Number
    head: int
    befell: Befell
    unit: str | None
    parts: list[Number] = field(default_factory=list)
    firm: bool = False
    """An indefinite noun or a sum: a count of its own. A name or "the driver" only counts where an act carries it."""


def find_singles(
    doc: Document, syn: Syntax, sentence: Sentence, numbers: dict[int, Number], names: dict[int, str]
) -> list[Told]:
    """Counts of nouns without a number. ``numbers``: those found, by the noun they count; ``names``: person names by head."""
    lemmas = {syn.lemma[k] for k in range(sentence.start, sentence.end)} | {
        syn.lower[k] for k in range(sentence.start, sentence.end)
    }
    if not lemmas & _triggers():
        return []
    out: list[Told] = []
    done: set[int] = set()
    for k in range(sentence.start, sentence.end):
        if k in done or syn.pos[k] not in ("NOUN", "PROPN") or syn.dep[k] not in _ARGUMENTS:
            continue
        if syn.dep[k] == "conj" and syn.pos[syn.head[k]] in ("NOUN", "PROPN") and syn.head[k] >= sentence.start:
            continue
        if syn.dep[k] == "appos" or _of_amount(syn, k):
            continue
        members = [m for c in _listed(syn, k) if (m := _member(doc, syn, c, sentence, numbers, names)) is not None]
        done.update(m.token for m in members)
        if not members or all(m.form == "number" for m in members):
            continue
        out += _told(doc, syn, k, members)
    return out


def _of_amount(syn: Syntax, k: int) -> bool:
    """ "A member of the Guard", "one of the crew": the noun before "of" is meant."""
    p = syn.head[k]
    return syn.dep[k] == "pobj" and syn.lower[p] == "of" and amount(syn, syn.head[p])


def _triggers() -> frozenset[str]:
    found: frozenset[str] | None = _CACHE.get("triggers")
    if found is None:
        wanted = _PERSON_KINDS | _THING_KINDS
        found = _CACHE["triggers"] = frozenset(
            key.split("_")[0] for (key, _), rows in kinds().items() if any(r.kind in wanted for r in rows)
        )
    return found


_CACHE: dict[str, frozenset[str]] = {}


def _listed(syn: Syntax, k: int) -> list[int]:
    return [c for c in syn.nominal_conjuncts(k) if syn.pos[c] in ("NOUN", "PROPN", "NUM")]


def _member(
    doc: Document, syn: Syntax, k: int, sentence: Sentence, numbers: dict[int, Number], names: dict[int, str]
) -> Member | None:
    under = sorted(i for i in syn.subtree(k) if sentence.start <= i <= k)
    low = [i for i in under if syn.dep[i] not in ("cc", "punct", "conj") and _leads(syn, i, k)]
    start = min(low, default=k)
    n = numbers.get(k)
    if n is not None:
        value = n.value if isinstance(n.value, int) and not n.approximate and n.min == n.max == n.value else None
        return Member(k, value, n.start, k + 1, "number", n)
    if (
        syn.lemma[k] in groups_of()
        and unit_of(doc, syn, k) != "weapon"
        and not any(syn.lower[p] == "of" for p in syn.children(k, "prep"))
    ):
        return Member(k, groups_of()[syn.lemma[k]], start, k + 1, "group")
    if syn.lemma[k] in _KIN:
        size = next(
            (
                numbers[o]
                for p in syn.children(k, "prep")
                if syn.lower[p] == "of"
                for o in syn.children(p, "pobj")
                if o in numbers
            ),
            None,
        )
        if size is not None and isinstance(size.value, int):  # "a family of six"
            return Member(k, size.value, start, size.end, "group")
    if k in names:
        return Member(k, 1, start, k + 1, "name")
    unit = unit_of(doc, syn, k)
    if unit is None or syn.lemma[k] in collectives():
        return None
    m = doc.mention_at(k)
    if syn.lemma[k] not in units() and syn.tag[k] not in ("NNS", "NNPS") and (m is None or m.entity.kind != "person"):
        return None
    if syn.tag[k] in ("NNS", "NNPS"):
        return Member(k, None, start, k + 1, "number") if unit == "person" else None
    dets = {syn.lower[d] for d in syn.children(k, "det", "nummod")}
    if dets & _INDEFINITE:
        return Member(k, 1, start, k + 1, "indefinite")
    if unit != "person" or dets & {"no", "every", "each", "any", "which", "what", "some", "neither", "either"}:
        return None
    owned = bool(syn.children(k, "poss"))
    return Member(k, 1, start, k + 1, "definite") if dets or owned else None


def _leads(syn: Syntax, i: int, k: int) -> bool:
    """Is token ``i`` before noun ``k`` part of its own phrase (no coordinate or clause in between)."""
    while i != k:
        if syn.dep[i] in ("conj", "relcl", "acl", "appos", "prep", "cc", "punct"):
            return False
        i = syn.head[i]
    return True


def _told(doc: Document, syn: Syntax, first: int, members: list[Member]) -> list[Told]:
    grouped = members[0].form == "group"
    unit = (
        "person"
        if grouped
        else unit_of(doc, syn, first) or ("person" if members[0].form in ("name", "group") else None)
    )
    found = befell(syn, first, unit)
    if found is None or not _real(syn, found.trigger) or found.trigger == first:
        return []
    person = unit in ("person", None)
    if (
        syn.dep[first] == "nsubj"
        and syn.tag[found.trigger] == "VBN"
        and syn.dep[found.trigger] != "conj"
        and not syn.children(found.trigger, "aux", "auxpass")
    ):
        return []  # "Haddad said slain rebels ...": the subject is the speaker
    if syn.dep[first] == "poss" and found.kind != "killed":
        return []
    if found.kind not in (_PERSON_KINDS if person else _THING_KINDS):
        return []
    singles = [m for m in members if m.form != "number"]
    known = all(m.value is not None for m in members)
    if len(members) > 1 and known and person and found.kind in _PERSON_KINDS and (
        found.kind in _NAMED_KINDS or all(m.form != "name" for m in members)
    ):  # fmt: skip
        total = sum(m.value or 0 for m in members)
        span = Number(members[0].start, members[-1].end, first, first + 1, total, total, total)
        span.derived = " + ".join(str(m.value) for m in members)
        return [Told(span, first, found, "person", [m.number for m in members if m.number is not None], True)]
    out = []
    for m in singles:
        if m.form in ("name", "definite") and (
            found.kind not in _NAMED_KINDS or syn.lemma[found.trigger] in ("die", "perish", "succumb")
        ):
            continue
        value = m.value or 1
        number = Number(m.start, m.end, m.token, m.token + 1, value, value, value)
        number.derived = "a noun in the singular"
        firm = person and m.form in ("indefinite", "group")
        out.append(Told(number, m.token, found, unit, [], firm))
    return out


def _real(syn: Syntax, v: int) -> bool:
    """Nothing of what may, will or must happen, and nothing that did not, makes a count of one."""
    for k in (v, *([syn.head[v]] if syn.dep[v] in ("conj", "acomp", "oprd", "xcomp") else [])):
        if any(syn.lower[c] in _UNREAL for c in syn.children(k, "aux", "neg")) or syn.dep[v] == "xcomp":
            return False
    return True
