"""The quantities stage: numbers, what they count, what befell it, and whether it is new or a running total."""

from __future__ import annotations

from dataclasses import replace

from dragoman.document import Count, Document, Sentence
from dragoman.extract.quantities.numbers import Number, find_numbers
from dragoman.extract.quantities.scope import scope_of
from dragoman.extract.quantities.vocabulary import kinds, units
from dragoman.parse.syntax import Syntax, syntax
from dragoman.pipeline import stage
from dragoman.record import Affiliation, Quantity, QuantityKind

_VERBAL = frozenset({"VERB", "AUX"})
_PERCENT = frozenset({"%", "percent", "pct"})
_CURRENCY = frozenset(
    {
        "$",
        "€",
        "£",
        "¥",
        "dollar",
        "euro",
        "pound",
        "ruble",
        "rouble",
        "rupee",
        "yuan",
        "yen",
        "shekel",
        "peso",
        "lira",
        "franc",
    }
)
_AREA = frozenset({"hectare", "acre"})
_LENGTH = frozenset(
    {
        "km",
        "kilometer",
        "kilometre",
        "mile",
        "meter",
        "metre",
        "mm",
        "kg",
        "ton",
        "tonne",
        "degree",
        "foot",
        "knot",
        "day",
        "week",
        "month",
        "year",
        "hour",
        "minute",
        "second",
        "decade",
        "century",
        "time",
        "a.m.",
        "p.m.",
        "gmt",
        "caliber",
        "calibre",
        "point",
        "goal",
        "vote",
        "page",
        "round",
    }
)


@stage("quantities", requires=["parsed", "mentions", "times"], assigns=["counts"])
def quantities(doc: Document) -> Document:
    """Assign ``counts`` in text order."""
    syn = syntax(doc)
    dated: set[int] = set()
    for t in doc.times:
        if t.type in ("DATE", "TIME", "SET", "DURATION"):
            dated.update(range(*doc.tokens_at(t.start, t.end)))
    for sentence in doc.sentences:
        if sentence.role != "body":
            continue
        numbers = find_numbers(doc, syn, sentence.start, sentence.end)
        counts = [c for n in numbers if n.core not in dated if (c := _count(doc, syn, n, sentence)) is not None]
        _inherit(counts, syn)
        _subsets(counts, syn)
        doc.counts += counts
    return doc


def _count(doc: Document, syn: Syntax, n: Number, sentence: Sentence) -> Count | None:
    head = _head(syn, n, sentence)
    word = syn.lemma[head]
    if head != n.core and (word in _LENGTH or _is_name_of_unit(syn, n, head)):
        return None
    if n.end < len(syn.lower) and syn.lower[n.end] in ("-", "th", "st", "nd", "rd", ":", "/") and head == n.core:
        return None
    span = doc.span(n.start, n.end)
    kind, trigger, why = _kind(syn, n, head)
    unit = units().get(word)
    near = {syn.lower[k] for k in range(max(sentence.start, n.start - 1), min(sentence.end, n.end + 2))}
    if near & _PERCENT and ((n.end < len(syn.lower) and syn.lower[n.end] in (*_PERCENT, "per")) or word in _PERCENT):
        kind, unit, trigger = "share", "percent", trigger if trigger is not None else _verb(syn, head)
        why = "a share, by its percent sign"
    elif word in _CURRENCY or (n.start > 0 and syn.lower[n.start - 1].strip("usac.") in ("$", "€", "£")):
        kind, unit, trigger, why = (
            "money",
            word if word in _CURRENCY else "dollar",
            _verb(syn, head),
            "an amount of money",
        )
    elif word in _AREA:
        kind, unit, trigger, why = "area", word, _verb(syn, head), "an area"
    if kind is None:
        if unit is None and head == n.core:
            return None
        kind, trigger, why = "other", _verb(syn, head), "a count of no kind that the record names"
    if head == n.core and kind in (
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
    ):
        unit = "person"
    if unit is None and kind in ("killed", "injured", "casualties", "missing", "detained", "displaced", "kidnapped"):
        unit = "person"
    scope, since, until, reason = scope_of(doc, syn, sentence, n, head, trigger)
    what = None if head == n.core else doc.tokens[head].text
    quantity = Quantity(
        span.text, span.start, span.end, kind, n.value, n.min, n.max, n.approximate, unit, what,
        _affiliation(doc, syn, head) if head != n.core else None, scope, since, until,
    )  # fmt: skip
    return Count(quantity, (n.start, n.end), head, trigger, why=f"{span.text!r}: {why}; {reason}")


def _head(syn: Syntax, n: Number, sentence: Sentence) -> int:
    """The noun that is counted: the head of the number, or of its "of" phrase; the number itself where none stands."""
    k = n.core
    for _ in range(4):
        h = syn.head[k]
        if h == k or not sentence.start <= h < sentence.end:
            break
        if (
            syn.dep[k] in ("nummod", "quantmod", "compound", "amod", "det", "nmod", "npadvmod", "advmod", "poss")
            and syn.pos[h] in ("NOUN", "PROPN", "NUM", "SYM", "ADJ")
            and abs(h - n.core) < 8
        ):
            k = h
            continue
        break
    if k == n.core or n.start <= k < n.end:
        of = [p for p in syn.children(k, "prep") if syn.lower[p] == "of"] or (
            [n.end - 1] if syn.lower[n.end - 1] == "of" else []
        )
        for p in of:
            objects = [o for o in syn.children(p, "pobj") if syn.pos[o] in ("NOUN", "PROPN")]
            if objects and syn.lower[objects[0]] not in ("them", "whom", "which"):
                return objects[0]
        if n.end < sentence.end and syn.pos[n.end] in ("NOUN", "PROPN") and syn.dep[n.end] not in ("nsubj",):
            j = n.end
            while (
                j + 1 < sentence.end
                and syn.pos[j] in ("NOUN", "PROPN", "ADJ")
                and syn.pos[j + 1] == "NOUN"
                and syn.dep[j] in ("compound", "amod")
            ):
                j += 1
            return j
        return n.core
    return k


def _is_name_of_unit(syn: Syntax, n: Number, head: int) -> bool:
    """Military units, flights, resolutions and ranks bear numbers that count nothing."""
    return syn.pos[head] == "PROPN" and head < n.core


def _verb(syn: Syntax, k: int) -> int | None:
    for _ in range(8):
        if syn.pos[k] in _VERBAL and syn.dep[k] not in ("aux", "auxpass"):
            return k
        if syn.head[k] == k:
            return None
        k = syn.head[k]
    return None


def _lemma(syn: Syntax, v: int) -> str:
    for k in syn.kids[v]:
        if syn.dep[k] == "prt" or (
            syn.dep[k] in ("acomp", "advmod", "oprd", "dobj") and syn.lower[k] in ("dead", "hostage", "prisoner")
        ):
            return f"{syn.lemma[v]}_{syn.lower[k]}"
    return syn.lemma[v]


def _kind(syn: Syntax, n: Number, head: int) -> tuple[QuantityKind | None, int | None, str]:
    table = kinds()
    lemma = syn.lemma[head]
    if head != n.core or (lemma, "noun") in table:
        noun = table.get((lemma, "noun")) or table.get((syn.lower[head], "noun"))
        if noun is not None and not (noun == "displaced" and syn.dep[head] not in ("nsubj", "dobj", "nsubjpass")):
            return noun, head, f"{noun} by the noun {syn.lower[head]!r}"
    k = head
    for _ in range(5):
        dep, h = syn.dep[k], syn.head[k]
        if h == k:
            break
        if dep in ("conj", "appos") and syn.pos[h] in ("NOUN", "PROPN", "NUM", "PRON"):
            k = h
            continue
        if dep in ("nsubj", "nsubjpass", "dobj", "attr", "oprd", "dative", "dep", "npadvmod"):
            v = h
            got = _by_verb(syn, v, dep)
            if got is not None:
                return got[0], v, got[1]
        if dep == "pobj" and syn.lower[h] in ("to", "at") and syn.pos[syn.head[h]] in _VERBAL:
            toll = next(
                (
                    t
                    for t in (*syn.children(syn.head[h], "nsubj", "dobj", "nsubjpass"),)
                    if syn.lemma[t] in ("toll", "number", "count", "death")
                ),
                None,
            )
            if toll is not None:
                return "killed", toll, f"killed by the {syn.lower[toll]!r}"
        break
    # reduced: "six people killed in ...", "with 30 wounded"
    for c in syn.children(head, "acl", "amod", "relcl"):
        if syn.pos[c] in (*_VERBAL, "ADJ"):
            kind = (
                table.get((_lemma(syn, c), "obj"))
                if syn.tag[c] in ("VBN", "VBD", "JJ")
                else table.get((_lemma(syn, c), "subj"))
            )
            if kind is not None and c > head:
                return kind, c, f"{kind} by the participle {syn.lower[c]!r}"
    following = head + 1
    if following < len(syn.lower):
        kind = table.get((syn.lemma[following], "adj")) or (
            table.get((syn.lemma[following], "obj")) if syn.tag[following] == "VBN" else None
        )
        if kind is not None:
            return kind, following, f"{kind} by {syn.lower[following]!r} after it"
    return None, None, ""


def _by_verb(syn: Syntax, v: int, dep: str) -> tuple[QuantityKind, str] | None:
    table = kinds()
    lemma = _lemma(syn, v)
    passive = syn.passive(v) or dep == "nsubjpass"
    others = [c for c in syn.children(v, "conj", "cc")]
    if lemma == "kill" and any(syn.lower[c] == "or" for c in others):
        return "casualties", "casualties: killed or wounded, not told apart"
    if dep == "nsubj" and not passive:
        kind = table.get((lemma, "subj"))
        if kind is not None:
            return kind, f"{kind} by the verb {syn.lower[v]!r}"
        for c in syn.children(v, "acomp", "attr", "oprd", "xcomp", "advmod"):
            got = table.get((syn.lemma[c], "adj"))
            if got is not None:
                return got, f"{got} by {syn.lower[c]!r}"
        return None
    kind = table.get((lemma, "obj")) or table.get((syn.lemma[v], "obj"))
    if kind is not None:
        return kind, f"{kind} by the verb {syn.lower[v]!r}"
    if lemma.startswith(("leave", "find")):
        for c in (
            *syn.children(v, "oprd", "acomp", "xcomp", "ccomp"),
            *(g for d in syn.children(v, "dobj", "nsubjpass") for g in syn.children(d, "amod", "acl")),
        ):
            got = table.get((syn.lemma[c], "adj")) or table.get((syn.lemma[c], "obj"))
            if got is not None:
                return got, f"{got} by {syn.lower[c]!r}"
    if lemma.startswith(("claim", "cost")) and any(syn.lemma[d] == "life" for d in syn.children(v, "dobj")):
        return "killed", "killed: lives claimed"
    for c in syn.children(v, "acomp", "oprd"):
        got = table.get((syn.lemma[c], "adj"))
        if got is not None:
            return got, f"{got} by {syn.lower[c]!r}"
    return None


def _affiliation(doc: Document, syn: Syntax, head: int) -> Affiliation | None:
    m = doc.mention_at(head)
    if m is None:
        for k in syn.children(head, "amod", "compound", "nmod", "poss"):
            m = doc.mention_at(k)
            if m is not None:
                break
    if m is None or (m.entity.code is None and not m.entity.sector):
        return None
    return Affiliation(m.entity.code, m.entity.sector)


def _inherit(counts: list[Count], syn: Syntax) -> None:
    """ "65 Azerbaijani civilians have died and 297 have been injured": the bare number counts the same people."""
    last: Count | None = None
    for c in counts:
        q = c.quantity
        if q.unit == "person" and c.head != c.number[0] and q.what is not None:
            last = c
        elif q.what is None and q.unit == "person" and last is not None:
            c.quantity = replace(q, what=last.quantity.what, affiliation=last.quantity.affiliation)
            c.why += f"; counts {last.quantity.what!r}, told before it"
        if (
            (
                last is not None
                and c is not last
                and c.quantity.scope == "incident"
                and last.quantity.scope == "cumulative"
                and c.quantity.kind != "other"
            )
            and c.trigger is not None
            and last.trigger is not None
            and _same_list(syn, c.trigger, last.trigger)
        ):
            c.quantity = replace(c.quantity, scope="cumulative", since=last.quantity.since, until=last.quantity.until)
            c.why += "; a running total like the figures it stands with"


def _same_list(syn: Syntax, a: int, b: int) -> bool:
    """Are two predicates coordinated, directly or through a clause of contrast ("while")."""
    above = {a, *syn.ancestors(a)}
    return b in above or bool({b, *syn.ancestors(b)} & above)


def _subsets(counts: list[Count], syn: Syntax) -> None:
    """ "Five dead, two of them children": the second is part of the first."""
    for n, c in enumerate(counts):
        start, end = c.number
        before = syn.lower[start - 1] if start else ""
        two = syn.lower[start - 2] if start > 1 else ""
        after = tuple(syn.lower[end : end + 2])
        inside = (
            before in ("including",)
            or (two, before) == ("among", "them")
            or after in (("of", "them"), ("of", "whom"), ("of", "the"))
        )
        if inside and n > 0:
            whole = next(
                (
                    w
                    for w in reversed(counts[:n])
                    if w.part_of is None and w.quantity.kind not in ("other", "money", "share")
                ),
                None,
            )
            if whole is not None:
                c.part_of = whole
                if c.quantity.kind == "other":
                    c.quantity = replace(
                        c.quantity, kind=whole.quantity.kind, unit=c.quantity.unit or whole.quantity.unit
                    )
                    c.trigger = whole.trigger
                c.why += f"; part of {whole.quantity.text!r}"
