"""The quantities stage: numbers, what they count, what befell it, and whether it is new or a running total."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

from dragoman.document import Count, Document, Sentence
from dragoman.extract.quantities.counted import affiliation, area_unit, head_of, is_label, is_share, money_unit, unit_of
from dragoman.extract.quantities.derived import (
    SURVIVE,
    all_but,
    find_none,
    find_rest,
    rest_of,
    take_fractions,
    whole_of,
)
from dragoman.extract.quantities.kinds import Befell, befell
from dragoman.extract.quantities.numbers import Number, find_numbers
from dragoman.extract.quantities.relations import find_parts, inherit, mark_superseded
from dragoman.extract.quantities.restated import restated
from dragoman.extract.quantities.scope import scope_of
from dragoman.extract.quantities.single import Told, find_singles
from dragoman.parse.syntax import Syntax, syntax
from dragoman.pipeline import stage
from dragoman.record import Quantity, QuantityKind

_VERBAL = frozenset({"VERB", "AUX"})
_OF_PEOPLE = frozenset(
    [
        "killed",
        "injured",
        "casualties",
        "missing",
        "displaced",
        "detained",
        "captured",
        "kidnapped",
        "released",
        "participants",
    ]
)


@stage("quantities", requires=["parsed", "mentions", "times"], assigns=["counts"])
def quantities(doc: Document) -> Document:
    """Assign ``counts`` in text order."""
    syn = syntax(doc)
    dated: set[int] = set()
    for t in doc.times:
        dated.update(range(*doc.tokens_at(t.start, t.end)))
    names = _names(doc, syn)
    for sentence in doc.sentences:
        if sentence.role == "body":
            doc.counts += _Reader(doc, syn, sentence, dated, names).read()
    return doc


def _names(doc: Document, syn: Syntax) -> dict[int, str]:
    """Names of persons by their head token: mentions of the actors stage, else the model's entities."""
    out = {
        m.head: m.entity.text or ""
        for m in doc.mentions
        if m.entity.kind == "person" and syn.pos[m.head] == "PROPN" and syn.tag[m.head] != "NNPS"
    }
    for e in doc.tokens.ents:
        if (
            e.label_ == "PERSON"
            and doc.mention_at(e.root.i) is None
            and e.root.pos_ == "PROPN"
            and e.root.tag_ != "NNPS"
        ):
            out.setdefault(e.root.i, e.text)
    return out


class _Reader:
    """The counts of one sentence."""

    def __init__(self, doc: Document, syn: Syntax, sentence: Sentence, dated: set[int], names: dict[int, str]) -> None:
        self.doc, self.syn, self.sentence, self.dated, self.names = doc, syn, sentence, dated, names
        self.counts: list[Count] = []

    def read(self) -> list[Count]:
        syn, s = self.syn, self.sentence
        numbers = find_numbers(syn, s.start, s.end, self.dated)
        numbers = take_fractions(syn, s, numbers)
        heads: dict[int, Number] = {}
        kept: list[tuple[Number, int]] = []
        for n in numbers:
            head = head_of(syn, n, s)
            if is_label(self.doc, syn, n, head, s):
                continue
            kept.append((n, head))
            heads.setdefault(head, n)
        told = find_singles(self.doc, syn, s, heads, self.names)
        made: list[Count] = []
        for n, head in kept:
            c = self._again(n, head, made) or self._count(n, head)
            made += [c] if c is not None else []
        _demote_wholes(syn, made)
        for t in told:
            self._put(made, t)
        for first, noun in find_none(syn, s):
            n = Number(first, noun + 1, noun, noun + 1, 0, 0, 0)
            n.derived = "there were none"
            found = befell(syn, noun, "person")
            if found is not None:
                made.append(self._make(n, noun, found, "person", bare=False))
        made = [c for m in made for c in _none_harmed(m)]
        self.counts = sorted(made, key=lambda c: (c.number[0], -c.number[1]))
        inherit(self.counts, syn)
        mark_superseded(self.counts, syn)
        find_parts(self.counts, syn)
        self._left_out()
        return self.counts

    def _put(self, made: list[Count], t: Told) -> None:
        """A count worked out from nouns; the numbers within it are its parts."""
        c = self._make(t.number, t.head, t.befell, t.unit, bare=False)
        c.firm = t.firm
        for part in made:
            if any(part.number == (n.start, n.end) for n in t.parts):
                part.part_of = c
                if part.quantity.kind == "other":
                    part.quantity = replace(part.quantity, kind=c.quantity.kind)
                part.trigger = c.trigger
        made.append(c)

    def _count(self, n: Number, head: int) -> Count | None:
        syn = self.syn
        bare = n.core <= head < n.core_end
        unit = None if bare else unit_of(self.doc, syn, head)
        if is_share(syn, n):
            return self._plain(n, head, "share", "percent", "a share, by its percent sign")
        money = money_unit(syn, n, head)
        if money is not None:
            return self._plain(n, head, "money", money, "an amount of money")
        area = area_unit(syn, n, head)
        if area is not None:
            return self._plain(n, head, "area", area, "an area")
        n = n.whole()
        if not bare and _is_group_name(syn, head):
            return self._plain(n, head, "other", unit, "those whose members are counted")
        found = befell(syn, head if not bare else _root(syn, n), unit if not bare else "person", bare=bare)
        if all_but(syn, n):
            return self._all_but(n, head, found, unit, bare)
        if found is None:
            if bare or (unit is None and n.value in (0, 1, 2)) or n.value == 0:
                return self._gap(n) if bare else None
            return self._plain(n, head, "other", unit, "a count of no kind that the record names")
        if n.value == 0 and (found.kind == "participants" or (not bare and unit is None and found.trigger != head)):
            return None
        return self._make(n, head, found, unit, bare=bare)

    def _again(self, n: Number, head: int, made: list[Count]) -> Count | None:
        """ "Police put the number at four": another figure of what was counted before."""
        if not n.core <= head < n.core_end:
            return None
        found = restated(self.doc, self.syn, self.sentence, _root(self.syn, n), made)
        if found is None:
            return None
        q = found[1].quantity
        c = self._make(n, head, found[0], q.unit, bare=True)
        c.quantity = replace(
            c.quantity, what=q.what, affiliation=q.affiliation, scope=q.scope, since=q.since, until=q.until
        )
        return c

    def _gap(self, n: Number) -> Count | None:
        """A bare number without a verb, kept for the list it may stand in ("and three in Mopti")."""
        after = self.syn.lower[n.end] if n.end < self.sentence.end else "."
        lead = self.syn.lower[n.start - 1] if n.start > self.sentence.start else ""
        if (after in ("in", "at", "near", "on", "of", ",", ".") and lead in ("and", ",", ";")) or lead == "from":
            return self._plain(n, n.core, "other", None, "a bare number")
        if self.syn.lower[n.end : n.end + 2] in (["of", "them"], ["of", "whom"]):
            return self._plain(n, n.core, "other", None, "a bare number")
        return None

    def _all_but(self, n: Number, head: int, found: Befell | None, unit: str | None, bare: bool) -> Count | None:
        """ "All but six survived": six did not. "All but six were killed": the whole less six."""
        syn = self.syn
        verb = _verb(syn, _root(syn, n) if bare else head)
        n = replace(n, start=n.start - 2)
        if verb is not None and syn.lemma[verb] in SURVIVE:
            n.derived = "those who did not survive"
            c = self._make(
                n, head, Befell("killed", verb, f"killed: all but them {syn.lower[verb]!r}"), unit, bare=bare
            )
        elif found is not None:
            whole = whole_of(syn, self.counts, n, n.start)
            if whole is None or n.value is None or whole <= n.value:
                return None
            left = whole - n.value
            n.value, n.min, n.max, n.derived = left, left, left, f"{whole} less those left out"
            c = self._make(n, head, found, unit, bare=bare)
        else:
            return None
        return c

    def _left_out(self) -> None:
        """ "The rest were found dead": the whole less the parts told before."""
        for k in find_rest(self.syn, self.sentence):
            found = befell(self.syn, k, "person", bare=True)
            left = rest_of(self.syn, self.counts, k)
            if found is None or left is None:
                continue
            n = Number(k - 1, k + 1, k, k + 1, left[0], left[0], left[0], derived=left[1])
            c = self._make(n, k, found, "person", bare=True)
            c.quantity = replace(c.quantity, what=self.counts[0].quantity.what)
            self.counts.append(c)

    def _plain(self, n: Number, head: int, kind: QuantityKind, unit: str | None, why: str) -> Count:
        return self._make(n, head, Befell(kind, -1, why), unit, bare=n.core <= head < n.core_end)

    def _make(self, n: Number, head: int, found: Befell, unit: str | None, *, bare: bool) -> Count:
        doc, syn = self.doc, self.syn
        kind = found.kind
        trigger = found.trigger if found.trigger >= 0 else _verb(syn, _root(syn, n) if bare else head)
        if kind in _OF_PEOPLE and unit is None:
            unit = "person"
        end = n.end - 1 if syn.lower[n.end - 1] == "of" else n.end
        span = doc.span(n.start, end)
        scope = scope_of(doc, syn, self.sentence, n, trigger)
        what = None if bare else doc.tokens[head].text
        quantity = Quantity(
            span.text, span.start, span.end, kind, n.value, n.min, n.max, n.approximate, unit, what,
            None if bare else affiliation(doc, syn, head), scope.scope, scope.since, scope.until,
        )  # fmt: skip
        derived = f"; worked out: {n.derived}" if n.derived else ""
        why = f"{span.text!r}: {found.why}; {scope.why}{derived}"
        return Count(quantity, (n.start, n.end), head, trigger, why=why)


def _demote_wholes(syn: Syntax, made: list[Count]) -> None:
    """ "Two of the six gunmen were shot": the six are those the two are taken from, not the shot."""
    for before, c in pairwise(made):
        gap = syn.lower[before.number[1] - 1 : c.number[0]]
        gap = gap if gap[:1] == ["of"] else syn.lower[before.number[1] : c.number[0]]
        told_before = c.trigger is None or c.trigger < c.number[0] or c.trigger > c.head + 1
        if gap[:1] == ["of"] and len(gap) <= 3 and set(gap[1:]) <= _OWNERS and told_before and before.head == c.head:
            c.quantity = replace(c.quantity, kind="other")
            c.why += "; those that the number before is taken from"


def _is_group_name(syn: Syntax, head: int) -> bool:
    """ "Four members of one family": the family is no count of the dead."""
    p = syn.head[head]
    return syn.dep[head] == "pobj" and syn.lower[p] == "of" and syn.lower[syn.head[p]] in ("members", "member")


_OWNERS = frozenset({"the", "its", "their", "his", "her", "those", "these", "about", "some", "least"})


def _none_harmed(c: Count) -> list[Count]:
    """No casualties: nobody killed and nobody injured."""
    if c.quantity.kind != "casualties" or c.quantity.value != 0:
        return [c]
    both: tuple[QuantityKind, ...] = ("killed", "injured")
    return [replace(c, quantity=replace(c.quantity, kind=k), why=c.why + f"; no casualties: none {k}") for k in both]


def _root(syn: Syntax, n: Number) -> int:
    """The token of a number that hangs on something outside it."""
    for k in range(n.core, n.core_end):
        if not n.core <= syn.head[k] < n.core_end:
            return k
    return n.core


def _verb(syn: Syntax, k: int) -> int | None:
    for _ in range(8):
        if syn.pos[k] in _VERBAL and syn.dep[k] not in ("aux", "auxpass"):
            return k
        if syn.head[k] == k:
            return None
        k = syn.head[k]
    return None
