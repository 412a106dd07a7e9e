"""Operators on the predicate itself: negation, modals, adverbs, adjectives, the condition or question it stands in."""

from __future__ import annotations

from collections.abc import Iterator

from dragoman.document import Document
from dragoman.extract.factuality.operators import operators
from dragoman.parse.syntax import Syntax
from dragoman.record import FactualityValue

VERBAL = frozenset({"VERB", "AUX"})
_NOT = frozenset({"never", "n't", "n’t", "not"})
_NOBODY = frozenset({"nobody", "none", "neither", "nothing"})
_FINITE = frozenset({"VBD", "VBZ", "VBP"})

Put = tuple[FactualityValue, str]
"""A value and its reason."""


def local(doc: Document, syn: Syntax, i: int) -> tuple[FactualityValue, list[str]]:
    """The value of a token by what stands on it, with reasons. Without any: asserted."""
    found = list(_on_verb(syn, i) if syn.pos[i] in VERBAL else _on_noun(syn, i))
    asked = _asked(doc, syn, i)
    found += [asked] if asked is not None else []
    value: FactualityValue = "asserted"
    for put, _ in found:
        if put != "negated":
            value = put
    if any(put == "negated" for put, _ in found) and value in ("asserted", "planned", "alleged"):
        value = "negated"
    return value, [why for _, why in found]


def has_to(syn: Syntax, i: int) -> bool:
    """Is a verb an infinitive with "to"."""
    return any(syn.lower[k] == "to" for k in syn.children(i, "aux"))


def finite(syn: Syntax, i: int) -> bool:
    """Is a verb finite by its own form or by its auxiliaries."""
    return syn.tag[i] in _FINITE or any(syn.tag[k] in (*_FINITE, "MD") for k in syn.children(i, "aux", "auxpass"))


def past(syn: Syntax, i: int) -> bool:
    """Does a verb tell of what is over: past tense or perfect, no modal."""
    aux = syn.children(i, "aux", "auxpass")
    if any(syn.tag[k] == "MD" for k in aux):
        return False
    return (syn.tag[i] == "VBD" and not aux) or any(syn.lemma[k] == "have" or syn.tag[k] == "VBD" for k in aux)


def _shared(syn: Syntax, i: int) -> list[int]:
    """A verb's children; a coordinated verb without its own shares the auxiliaries of the first."""
    kids = list(syn.kids[i])
    first = syn.head[i]
    alone = not any(syn.dep[k] in ("nsubj", "nsubjpass", "aux") for k in kids)
    if syn.dep[i] == "conj" and syn.pos[first] in VERBAL and alone and syn.tag[first] == syn.tag[i]:
        kids += [k for k in syn.kids[first] if k < i and syn.dep[k] == "aux"]
    return kids


def _on_verb(syn: Syntax, i: int) -> Iterator[Put]:
    ops = operators()
    kids = _shared(syn, i)
    for k in kids:
        dep, low = syn.dep[k], syn.lower[k]
        if dep == "neg" or low in _NOT or (dep in ("advmod", "preconj") and low in ("neither", "nor")):
            yield "negated", f"negated: {low!r}"
        elif dep == "aux" and low in ops["modal"]:
            put = _modal(syn, i, kids, low)
            if put is not None:
                yield put, f"{put}: modal {low!r}"
        elif dep == "advmod" and low in ops["adverb"]:
            yield "alleged", f"alleged: {low!r}"
        elif dep == "mark" and low in ops["mark"]:
            yield "hypothetical", f"hypothetical: {low!r}"
        elif dep in ("mark", "advmod", "prep") and low in ("until", "till") and _ahead(syn, i):
            yield "hypothetical", f"hypothetical: {low!r} of what lies ahead"
        elif dep in ("nsubj", "nsubjpass", "dobj", "attr") and _empty(syn, k):
            yield "negated", f"negated: {low!r} with no"
    if syn.dep[i] == "pcomp" and syn.lower[syn.head[i]] == "without":
        yield "negated", "negated: 'without'"
    if has_to(syn, i):
        yield from _infinitive(syn, i)


def _infinitive(syn: Syntax, i: int) -> Iterator[Put]:
    """ "To" with a half-modal over it, as a purpose, or on a noun."""
    dep, head = syn.dep[i], syn.head[i]
    if dep in ("xcomp", "ccomp") and syn.lemma[head] == "be":
        yield "planned", "planned: 'be to'"
    elif dep == "xcomp" and syn.lemma[head] == "have":
        yet = any(syn.lower[k] == "yet" for k in syn.kids[head]) or any(syn.lower[k] == "yet" for k in syn.kids[i])
        if yet:
            yield "negated", "negated: 'yet to'"
        elif syn.tag[head] != "VBD":  # "had to open fire": they did
            yield "demanded", "demanded: 'have to'"
    elif dep == "xcomp" and syn.lemma[head] == "go" and syn.tag[head] == "VBG":
        yield "planned", "planned: 'going to'"
    elif dep == "advcl" and syn.tag[i] == "VB":
        yield "planned", "planned: a purpose"
    elif dep in ("acl", "relcl") and syn.tag[i] == "VB":
        yield "planned", "planned: an infinitive on a noun"


def _modal(syn: Syntax, i: int, kids: list[int], low: str) -> FactualityValue | None:
    """What a modal says: "can't" only negates; "would" in reported speech is the past of "will"."""
    if low in ("can", "ca", "could") and any(syn.dep[k] == "neg" for k in kids):
        return None
    if low == "would" and not _conditional(syn, i) and not any(syn.lemma[k] == "have" for k in syn.children(i, "aux")):
        reported = syn.dep[i] == "ccomp" and syn.tag[syn.head[i]] in ("VBD", "VBN", "VBG")
        return "planned" if reported else "hypothetical"
    if low in ("will", "wo", "'ll", "’ll") and _conditional(syn, i, only=("unless",)):
        return "hypothetical"
    return operators()["modal"][low]  # type: ignore[return-value]


def _ahead(syn: Syntax, i: int) -> bool:
    """Is a clause in the present hung on what will or will not be ("will not talk until they are freed")."""
    above = syn.head[i]
    aux = {syn.lower[k] for k in syn.children(above, "aux")}
    now = syn.tag[i] in ("VBZ", "VBP") or bool(
        {syn.lower[k] for k in syn.children(i, "aux", "auxpass")} & {"is", "are", "has", "have"}
    )
    return (
        above != i and now and bool(aux & {"will", "wo", "would", "can", "must", "should", "shall", "'ll", "’ll", "to"})
    )


def _conditional(syn: Syntax, i: int, only: tuple[str, ...] = ("if", "unless")) -> bool:
    return any(syn.lower[m] in only for k in syn.children(i, "advcl") for m in syn.children(k, "mark"))


def _empty(syn: Syntax, k: int) -> bool:
    """Is a noun phrase one of nobody or nothing ("no shots", "neither side")."""
    if syn.lower[k] in _NOBODY or (syn.lower[k] == "one" and k > 0 and syn.lower[k - 1] == "no"):
        return True
    if any(syn.dep[m] == "neg" and m < k for m in syn.kids[k]):
        return True
    first = min([k, *syn.kids[k]])
    if syn.lower[first] == "not" or (first and syn.lower[first - 1] == "not" and syn.lower[first] in ("one", "a")):
        return True  # "not one rocket", "not a single shot"
    return any(syn.lower[m] in ("no", "neither") and syn.dep[m] in ("det", "cc", "preconj") for m in syn.kids[k])


def _on_noun(syn: Syntax, i: int) -> Iterator[Put]:
    ops = operators()
    for k in syn.kids[i]:
        low = syn.lower[k]
        if syn.dep[k] in ("amod", "det", "compound", "nmod", "neg") and low in ops["adjective"]:
            yield ops["adjective"][low], f"{ops['adjective'][low]}: {low!r}"  # type: ignore[misc]
    if syn.dep[i] == "pobj" and syn.lower[syn.head[i]] == "without":
        yield "negated", "negated: 'without'"


def _asked(doc: Document, syn: Syntax, i: int) -> Put | None:
    """In a question, or after "if" or "in case" that the parser hung elsewhere: no comma or verb stands between."""
    s = doc.sentence_of(i)
    end = s.end - 1
    while end > s.start and (syn.pos[end] == "SPACE" or syn.lower[end] in ("”", '"', "''")):
        end -= 1
    if syn.lower[end] == "?" and (syn.head[i] == i or syn.dep[i] == "conj") and not _wh(syn, s.start, i):
        return "hypothetical", "hypothetical: a question"
    for k in range(i - 1, max(s.start, i - 12) - 1, -1):
        low = syn.lower[k]
        if low in (",", ";", ":", "“", "”") or (syn.pos[k] == "VERB" and finite(syn, k)):
            break
        if low in ("if", "unless") or (low == "case" and k > s.start and syn.lower[k - 1] == "in"):
            return "hypothetical", f"hypothetical: {low!r}"
    return None


def _wh(syn: Syntax, start: int, i: int) -> bool:
    """Does a question word ask for more on what is taken to have happened ("Why did they shoot?")."""
    return any(syn.tag[k] in ("WRB", "WP", "WDT") for k in range(start, i))
