"""How the counts of a sentence stand to one another: the same people, a part of them, an old figure revised."""

from __future__ import annotations

from dataclasses import replace

from dragoman.document import Count
from dragoman.parse.syntax import Syntax

HARM = frozenset({"killed", "injured", "missing", "displaced", "casualties", "destroyed", "damaged"})
_OF_PEOPLE = frozenset(
    {
        "killed",
        "injured",
        "missing",
        "displaced",
        "casualties",
        "captured",
        "detained",
        "kidnapped",
        "released",
        "participants",
    }
)
_OTHERS = frozenset({"others", "other"})
_AFTER_PART = (("of", "them"), ("of", "whom"), ("of", "the"), ("of", "those"), ("of", "these"), ("among", "them"))
_BEFORE_PART = (
    ("including",),
    ("among", "them"),
    ("among", "whom"),
    ("of", "them"),
    ("of", "whom"),
    ("of", "which"),
    ("include",),
    ("included",),
    ("includes",),
)
_GAPPED = frozenset({"in", "at", "near", "on", "outside", "around"})


def inherit(counts: list[Count], syn: Syntax) -> None:
    """A bare number counts the people named before it ("65 civilians died and 297 were injured"), shares what befell them
    where its own verb is left out ("five died in Gao and three in Mopti"), and the scope of the list it stands in."""
    last: Count | None = None
    for n, c in enumerate(counts):
        q = c.quantity
        before = counts[n - 1] if n else None
        if before is not None and q.kind == "other" and c.head == c.number[0] and _gapped(c, before, syn):
            c.quantity = q = replace(q, kind=before.quantity.kind, unit=before.quantity.unit)
            c.trigger, c.why = (
                before.trigger,
                f"{q.text!r}: {q.kind} as {before.quantity.text!r} before it, its verb left out",
            )
        if q.kind not in _OF_PEOPLE and q.kind != "other":
            continue
        if q.unit == "person" and q.what is not None and q.what.lower() not in _OTHERS:
            last = c
        elif q.what is None and q.unit == "person" and last is not None and q.value != 0 and not _tells(last, c, syn):
            c.quantity = replace(q, what=last.quantity.what, affiliation=last.quantity.affiliation)
            c.why += f"; counts {last.quantity.what!r}, told before it"
        before = next((b for b in reversed(counts[:n]) if b.quantity.scope == "cumulative"), None)
        if (
            before is not None and c.quantity.scope == "incident" and c.quantity.kind in HARM
            and c.trigger is not None and before.trigger is not None and same_list(syn, c.trigger, before.trigger)
        ):  # fmt: skip
            _as_total(c, before)
    for before in reversed(counts):
        if before.quantity.scope != "cumulative" or before.trigger is None or not before.quantity.since:
            continue
        for c in counts:
            if (
                c is not before
                and c.quantity.kind in HARM
                and c.trigger is not None
                and c.quantity.scope == "incident"
                and _coordinate(syn, c.trigger, before.trigger)
            ):
                _as_total(c, before)


def _tells(counted: Count, c: Count, syn: Syntax) -> bool:
    """ "Two aid workers put the toll at 33": who is counted before a toll tells it, and is not among its dead."""
    return counted.quantity.kind == "other" and c.trigger is not None and syn.pos[c.trigger] == "NOUN"


def _as_total(c: Count, like: Count) -> None:
    c.quantity = replace(c.quantity, scope="cumulative", since=like.quantity.since, until=like.quantity.until)
    c.why += "; a running total like the figure it stands with"


def _gapped(c: Count, before: Count, syn: Syntax) -> bool:
    start, end = c.number
    if before.quantity.kind not in _OF_PEOPLE or start - before.number[1] > 14:
        return False
    lead = syn.lower[start - 1] if start else ""
    after = syn.lower[end] if end < len(syn.lower) else "."
    return lead in ("and", ",", ";", "another") and (
        after in _GAPPED or (after in ("more", "others") and syn.lower[end + 1] in _GAPPED)
    )


def same_list(syn: Syntax, a: int, b: int) -> bool:
    """Are two predicates in one list: coordinated, or one in a clause of contrast ("while") under the other."""
    above_a, above_b = [a, *_chain(syn, a)], [b, *_chain(syn, b)]
    return b in above_a or a in above_b or bool(set(above_a) & set(above_b))


def _coordinate(syn: Syntax, a: int, b: int) -> bool:
    return a == b or b in _chain(syn, a, ("conj",)) or a in _chain(syn, b, ("conj",))


def _chain(
    syn: Syntax, k: int, links: tuple[str, ...] = ("conj", "advcl", "acomp", "xcomp", "oprd", "ccomp", "parataxis")
) -> list[int]:
    out = []
    while syn.dep[k] in links and syn.head[k] != k:
        if syn.dep[k] == "advcl" and not any(
            syn.lower[m] in ("while", "as", "whereas", "with") for m in syn.children(k, "mark")
        ):
            break
        if syn.dep[k] == "ccomp" and syn.pos[syn.head[k]] == "VERB" and syn.children(k, "mark"):
            break
        k = syn.head[k]
        out.append(k)
    return out


def find_parts(counts: list[Count], syn: Syntax) -> None:
    """ "Five dead, two of them children"; "12 people, including three women": the second is part of the first."""
    for n, c in enumerate(counts):
        if c.part_of is not None or n == 0 or not _inside(c, syn):
            continue
        start = c.number[0]
        wholes = [w for w in counts[:n] if w.part_of is None and w.quantity.kind in _OF_PEOPLE | HARM]
        near = [w for w in wholes if start - w.number[1] < 25]
        whole = next(
            (
                w
                for w in reversed(near)
                if w.quantity.value is None or c.quantity.value is None or w.quantity.value >= c.quantity.value
            ),
            None,
        )
        if whole is None or (
            c.quantity.kind not in ("other", whole.quantity.kind, "participants")
            and c.quantity.kind in _OF_PEOPLE
            and not _listed_after(c, syn)
            and not (c.head == start and c.trigger is not None and c.trigger < start)
        ):
            continue
        c.part_of = whole
        if (
            c.head == start and c.trigger is not None and c.trigger < start
        ):  # "8 of them critically": no verb of its own
            c.quantity = replace(c.quantity, kind=whole.quantity.kind)
            c.trigger = whole.trigger
        if (
            c.quantity.kind in ("other", "participants", "detained", "kidnapped")
            and c.quantity.kind != whole.quantity.kind
        ):
            c.quantity = replace(c.quantity, kind=whole.quantity.kind, unit=c.quantity.unit or whole.quantity.unit)
            c.trigger = whole.trigger
        if c.quantity.kind == whole.quantity.kind and whole.quantity.scope == "cumulative":
            _as_total(c, whole)
        c.why += f"; part of {whole.quantity.text!r}"


def _listed_after(c: Count, syn: Syntax) -> bool:
    return bool(syn.lower[c.number[0] - 1 : c.number[0]] == ["including"])


def _inside(c: Count, syn: Syntax) -> bool:
    start, end = c.number
    if tuple(syn.lower[end : end + 2]) in _AFTER_PART:
        return tuple(syn.lower[end : end + 2]) != ("of", "the") or c.head == start or True
    for lead in _BEFORE_PART:
        at = start
        while at > 0 and syn.lower[at - 1] in ("at", "least", "the"):
            at -= 1
        if tuple(syn.lower[at - len(lead) : at]) == lead:
            return True
    k = start
    back = 0
    while k > 0 and back < 14:  # "including two women and five children"
        k, back = k - 1, back + 1
        if syn.lower[k] in ("including",):
            return not any(syn.pos[j] in ("VERB", "AUX") or syn.lower[j] in (";",) for j in range(k + 1, start))
        if syn.pos[k] in ("VERB", "AUX"):
            return False
    return False


def mark_superseded(counts: list[Count], syn: Syntax) -> None:
    """ "Down to 18 from 23", "raised from 23 to 40": the figure after "from" is the old one."""
    for n, c in enumerate(counts):
        start = c.number[0]
        if syn.lower[start - 1 : start] != ["from"] or start == 0:
            continue
        for m in (n - 1, n + 1):
            other = counts[m] if 0 <= m < len(counts) else None
            # "rose to 187, the network said, up from 96": the words say so, however far apart the figures stand
            compared = start > 1 and syn.lower[start - 2] in ("up", "down") and m == n - 1
            reach = 30 if compared else 8
            if other is None or other.quantity.kind not in HARM or abs(other.number[0] - start) > reach:
                continue
            lead = syn.lower[other.number[0] - 1]
            if lead in ("to", "at", ",", "by") or m == n - 1:
                if c.quantity.kind == "other":
                    c.quantity = replace(
                        c.quantity, kind=other.quantity.kind, unit=other.quantity.unit or c.quantity.unit
                    )
                    c.trigger = other.trigger
                if c.quantity.kind == other.quantity.kind:
                    c.superseded = True
                    c.quantity = replace(c.quantity, scope="cumulative")
                    c.why += f"; the old figure, {other.quantity.text!r} replaces it"
                    break
