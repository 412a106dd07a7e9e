"""How firmly the text puts a predicate or event noun: local operators first, then those it is embedded in.

Values and their order of strength follow the record: what is denied or negated within a demand is still demanded, what
is planned under a denial is denied. Each operator leaves its reason.
"""

from __future__ import annotations

from dragoman.document import Document, Fact
from dragoman.extract.attribution import governing
from dragoman.extract.factuality.operators import operators
from dragoman.parse.syntax import Syntax, syntax
from dragoman.record import FactualityValue

_VERBAL = frozenset({"VERB", "AUX"})
_STANCE: dict[str, FactualityValue] = {
    "claims": "alleged", "accuses": "alleged", "denies": "denied", "demands": "demanded", "promises": "planned", "threatens": "hypothetical",
    "asks": "hypothetical",
}  # fmt: skip
_MAX_STEPS = 6


def judge(doc: Document, token: int) -> Fact:
    """The factuality of the event that a token tells, with reasons; kept in ``doc.facts``."""
    fact = doc.facts.get(token)
    if fact is None:
        fact = doc.facts[token] = _judge(doc, syntax(doc), token)
    return fact


def _judge(doc: Document, syn: Syntax, i: int) -> Fact:
    value: FactualityValue
    value, why = _local(syn, i)
    steps, k = 0, i
    while steps < _MAX_STEPS:
        step = _above(syn, k)
        if step is None:
            break
        k, slot = step
        steps += 1
        outer = _operator(syn, k, slot)
        if outer is not None:
            value = _compose(outer[0], value)
            why.append(outer[1])
        if syn.pos[k] in _VERBAL and slot in ("comp", "obj"):
            upper, reasons = _local(syn, k)
            if upper != "asserted" and (
                slot == "comp" or outer is not None or upper in ("planned", "hypothetical", "demanded")
            ):
                value = _compose(upper, value)
                why += reasons
        if slot == "stop":
            break
    for a in governing(doc, i):
        put = _STANCE.get(a.stance)
        if put is not None and (a.kind == "claim"):
            if put in ("demanded", "planned", "hypothetical") and not _content_head(doc, syn, i, a.id):
                continue
            if value == "asserted" or put == "denied":
                value = _compose(put, value)
                why.append(f"{put}: the cue {a.cue.text if a.cue else ''!r} {a.stance}")
    return Fact(value, tuple(dict.fromkeys(why)))


def _content_head(doc: Document, syn: Syntax, i: int, id: str) -> bool:
    """Is the token the head of the content, or coordinated with it: a demand reaches no relative clause inside."""
    tokens: set[int] = doc.cache.get("attribution_tokens", {}).get(id, set())
    k = i
    while True:
        if syn.dep[k] in ("relcl", "advcl") and syn.head[k] in tokens:
            return False
        if syn.dep[k] == "acl" and syn.head[k] in tokens and syn.tag[k] in ("VBN", "VBG"):
            return False
        h = syn.head[k]
        if h == k or h not in tokens:
            return True
        k = h


def _compose(outer: FactualityValue, inner: FactualityValue) -> FactualityValue:
    if inner == "asserted":
        return outer
    if outer == "denied":
        return "denied"
    if outer == "negated":
        return "negated"
    if outer == "asserted":
        return inner
    if inner in ("negated", "denied") and outer in ("alleged",):
        return inner
    if inner == "hypothetical" and outer in ("planned", "demanded", "alleged"):
        return "hypothetical"
    return outer


def _local(syn: Syntax, i: int) -> tuple[FactualityValue, list[str]]:
    """Operators that hang on the token itself: negation, modals, adverbs, adjectives, a condition it stands in."""
    ops = operators()
    value: FactualityValue = "asserted"
    why: list[str] = []
    negated = False
    if syn.pos[i] in _VERBAL:
        aux_of = i
        kids = list(syn.kids[i])
        if (
            syn.dep[i] == "conj"
            and syn.pos[syn.head[i]] in _VERBAL
            and not any(syn.dep[k] in ("nsubj", "nsubjpass", "aux") for k in kids)
        ):
            # a coordinated verb shares the auxiliaries and the negation of the first
            aux_of = syn.head[i]
            kids += [k for k in syn.kids[aux_of] if k < i and syn.dep[k] == "aux"]
        for k in kids:
            dep, low = syn.dep[k], syn.lower[k]
            if dep == "neg" or (dep == "det" and low == "no") or low in ("never", "n't", "n’t"):
                negated = True
                why.append(f"negated: {low!r}")
            elif dep == "aux" and low in ops["modal"]:
                if low in ("would", "could") and any(syn.lemma[m] == "have" for m in syn.children(i, "aux")):
                    value = "hypothetical"
                elif low in ("can", "ca", "could") and any(syn.dep[m] == "neg" for m in kids):
                    continue
                elif low == "would" and _reported(syn, i):
                    value = "planned"
                else:
                    value = ops["modal"][low]  # type: ignore[assignment]
                why.append(f"{value}: modal {low!r}")
            elif dep == "advmod" and low in ops["adverb"]:
                value = "alleged"
                why.append(f"alleged: {low!r}")
            elif dep == "mark" and low in ops["mark"]:
                value = "hypothetical"
                why.append(f"hypothetical: {low!r}")
            elif dep in ("nsubj", "nsubjpass", "dobj") and (
                low in ("nobody", "none", "neither")
                or any(
                    syn.lower[m] in ("no", "neither") and syn.dep[m] in ("det", "cc", "preconj") for m in syn.kids[k]
                )
            ):
                negated = True
                why.append(f"negated: {low!r} with no")
            elif dep in ("prep", "cc", "preconj") and low in ("without",):
                negated = True
        if any(syn.lower[m] == "without" for m in (syn.head[i],)) and syn.dep[i] == "pcomp":
            negated = True
            why.append("negated: 'without'")
        if (
            syn.dep[i] in ("advcl",)
            and syn.tag[i] == "VB"
            and any(syn.lower[k] == "to" for k in syn.children(i, "aux"))
        ):
            value = "hypothetical" if value == "asserted" else value
            why.append("hypothetical: a purpose")
        if (
            syn.dep[i] in ("acl", "relcl")
            and syn.tag[i] == "VB"
            and any(syn.lower[k] == "to" for k in syn.children(i, "aux"))
        ):
            value = "planned" if value == "asserted" else value
            why.append("planned: an infinitive on a noun")
        if syn.tag[i] == "VB" and syn.head[i] != i and syn.lemma[syn.head[i]] == "be" and syn.dep[i] == "xcomp":
            value = "planned" if value == "asserted" else value
            why.append("planned: 'be to'")
    else:
        for k in syn.kids[i]:
            low = syn.lower[k]
            if syn.dep[k] in ("amod", "det", "compound", "nmod", "neg") and low in ops["adjective"]:
                value = ops["adjective"][low]  # type: ignore[assignment]
                why.append(f"{value}: {low!r}")
    if negated:
        value = "negated" if value in ("asserted", "planned", "alleged") else value
    return value, why


def _reported(syn: Syntax, i: int) -> bool:
    """Does a verb stand in reported speech, where "would" is the past of "will"."""
    return syn.dep[i] in ("ccomp",) and syn.tag[syn.head[i]] in ("VBD", "VBN")


def _above(syn: Syntax, k: int) -> tuple[int, str] | None:
    """The next predicate or noun that embeds a token, and by which slot."""
    dep, head = syn.dep[k], syn.head[k]
    if head == k:
        return None
    if dep == "conj":
        return (head, "conj") if (syn.pos[head] in _VERBAL) == (syn.pos[k] in _VERBAL) else None
    if dep in ("xcomp", "ccomp") and (syn.pos[head] in _VERBAL or syn.pos[head] == "ADJ"):
        finite = syn.tag[k] in ("VBD", "VBZ", "VBP") and syn.dep[k] == "ccomp"
        return head, "finite" if finite else "comp"
    if dep in ("dobj", "nsubjpass", "attr") and syn.pos[k] not in _VERBAL and syn.pos[head] in _VERBAL:
        return head, "obj"
    if dep == "pcomp" and syn.pos[head] == "ADP":
        up = syn.head[head]
        return (up, "comp") if up != head else None
    if dep == "pobj":
        up = syn.head[head]
        if up == head:
            return None
        if syn.pos[up] in _VERBAL:
            return up, f"prep:{syn.lower[head]}"
        return (up, "noun") if syn.lower[head] in ("of", "to", "for", "on", "against") else None
    if dep == "acl" and syn.pos[head] == "NOUN" and syn.tag[k] == "VB":
        return head, "noun"
    if (
        dep == "acl"
        and syn.pos[head] == "NOUN"
        and syn.tag[k] in ("VBD", "VBZ", "VBP", "VBN")
        and any(syn.lower[m] == "that" for m in syn.children(k, "mark"))
    ):
        return head, "noun"
    return None


def _operator(syn: Syntax, k: int, slot: str) -> tuple[FactualityValue, str] | None:
    ops = operators()
    lemma = syn.lemma[k]
    value: str | None = None
    if slot.startswith("prep:"):
        value = ops["obj"].get(f"{lemma}_{slot[5:]}")
    elif slot in ("comp", "obj"):
        value = ops[slot].get(lemma)
        particle = next((syn.lower[c] for c in syn.kids[k] if syn.dep[c] == "prt"), None)
        if particle:
            value = ops[slot].get(f"{lemma}_{particle}", value if lemma not in ("call", "carry") else None)
        if value == "negated" and any(syn.dep[c] == "neg" for c in syn.kids[k]):
            value = None
    elif slot == "noun":
        value = ops["noun"].get(lemma)
    elif slot == "finite":
        value = ops["comp"].get(lemma) if lemma in ("demand", "order", "threaten", "plan") else None
    if value is None:
        return None
    if value == "attempted":
        return "hypothetical", f"hypothetical: {lemma!r} without success told"
    return value, f"{value}: under {lemma!r}"  # type: ignore[return-value]
