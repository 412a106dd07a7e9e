"""How firmly the text puts a predicate or event noun: operators on it, those it is embedded in, and whose word it is.

From the inside out, each operator acts on what it finds: what is demanded not to happen is still demanded, what was planned under
a denial is denied. Each leaves its reason.
"""

from __future__ import annotations

from dragoman.document import Document, Fact
from dragoman.extract.attribution import governing
from dragoman.extract.attribution.relation import matrix_of
from dragoman.extract.factuality.contest import contested
from dragoman.extract.factuality.local import VERBAL, finite, local, past
from dragoman.extract.factuality.operators import operators
from dragoman.parse.syntax import Syntax, syntax
from dragoman.record import Attribution, FactualityValue

_STANCE: dict[str, FactualityValue] = {
    "claims": "alleged", "accuses": "alleged", "believes": "alleged", "denies": "denied", "demands": "demanded",
    "promises": "planned", "threatens": "hypothetical", "asks": "hypothetical",
}  # fmt: skip
_TO_COME = frozenset({"demanded", "planned", "hypothetical"})
"""What a cue puts only of an act that is not over ("warned that rebels had crossed" is plain speech)."""
_THROUGH = frozenset({"of", "to", "for", "on", "against", "about"})
_MEASURES = frozenset(
    {"wave", "series", "string", "spate", "number", "round", "act", "campaign", "kind", "sort", "form", "lot", "couple"}
)
_OWNED = frozenset({"responsibility", "credit"})
_REPORTS = frozenset({"report"})
_MAX_STEPS = 6


def judge(doc: Document, token: int) -> Fact:
    """The factuality of the event that a token tells, with reasons; kept in ``doc.facts``."""
    fact = doc.facts.get(token)
    if fact is None:
        fact = doc.facts[token] = _judge(doc, syntax(doc), token)
    return fact


def _judge(doc: Document, syn: Syntax, i: int) -> Fact:
    value, why = local(doc, syn, i)
    below, k = i, i
    for _ in range(_MAX_STEPS):
        step = _above(syn, k)
        if step is None:
            break
        below, (k, slot) = k, step
        outer = _operator(syn, k, slot, below)
        if slot == "noun" and outer is None and syn.lemma[k] not in _MEASURES:
            break  # "the inquiry into the killings": what a noun is about does not hang on what is done with it
        upper, reasons = local(doc, syn, k) if syn.pos[k] in VERBAL and slot in ("comp", "obj") else ("asserted", [])
        if outer is not None and outer[0] == "negated" and upper == "negated":
            continue  # "did not fail to"
        if outer is not None:
            value = _compose(outer[0], value)
            why.append(outer[1])
        if upper != "asserted" and (slot == "comp" or outer is not None or upper in _TO_COME):
            value = _compose(upper, value)
            why += reasons
    for a in governing(doc, i):
        put = "alleged" if _unconfirmed(a) else _STANCE.get(a.stance)
        if put is None or (put in _TO_COME and (past(syn, i) or not _content_head(doc, syn, i, a.id))):
            continue
        if a.stance == "claims" and _owns_up(syn, doc, a):
            continue
        if value == "asserted" or put == "denied" or (a.stance == "threatens" and value == "planned"):
            value = _compose(put, value)
            why.append(f"{put}: the cue {a.cue.text if a.cue else ''!r} {a.stance}")
    if value == "asserted":
        by = contested(doc, syn, i)
        if by is not None:
            value = "alleged"
            why.append(f"alleged: {by.source.text} contests it")
    return Fact(value, tuple(dict.fromkeys(why)))


def _unconfirmed(a: Attribution) -> bool:
    """Is the source only "unconfirmed reports" or the like."""
    return a.stance == "says" and "unconfirmed" in (a.source.text or "").lower()


def _owns_up(syn: Syntax, doc: Document, a: Attribution) -> bool:
    """ "Claimed responsibility for": a party on its own act (conventions: asserted)."""
    head: int | None = doc.cache.get("attribution_heads", {}).get(a.id)
    return head is not None and any(syn.lemma[k] in _OWNED for k in syn.children(head, "dobj"))


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
    """The value of an act put so by ``inner`` under an operator that puts its content so by ``outer``."""
    if inner == "asserted":
        return outer
    if outer in ("denied", "negated"):
        return outer
    if outer == "asserted" or (outer == "alleged" and inner in ("negated", "denied", "planned")):
        return inner
    if inner == "hypothetical" and outer in ("planned", "demanded", "alleged"):
        return "hypothetical"
    return outer


def _above(syn: Syntax, k: int) -> tuple[int, str] | None:
    """The next predicate or noun that embeds a token, and by which slot."""
    dep, head = syn.dep[k], syn.head[k]
    if head == k:
        return None
    if dep == "conj" and matrix_of(syn, k) is not None:
        return None
    if dep == "conj":
        return (head, "conj") if (syn.pos[head] in VERBAL) == (syn.pos[k] in VERBAL) else None
    if dep in ("xcomp", "ccomp") and (syn.pos[head] in VERBAL or syn.pos[head] == "ADJ"):
        return head, "finite" if dep == "ccomp" and finite(syn, k) else "comp"
    if dep in ("dobj", "nsubjpass", "attr") and syn.pos[k] not in VERBAL and syn.pos[head] in VERBAL:
        return head, "obj"
    if dep == "pcomp" and syn.pos[head] == "ADP":
        up = syn.head[head]
        return (up, "finite" if finite(syn, k) else "comp") if up != head else None
    if dep == "pobj":
        up = syn.head[head]
        if up == head:
            return None
        if syn.pos[up] in VERBAL:
            return up, "comp" if syn.tag[k] == "VBG" else f"prep:{syn.lower[head]}"
        return (up, "noun") if syn.lower[head] in _THROUGH else None
    if dep in ("acl", "relcl") and syn.pos[head] == "NOUN":
        that = any(syn.lower[m] == "that" for m in syn.children(k, "mark"))
        return (head, "noun") if syn.tag[k] == "VB" or that else None
    return None


def _alleging(syn: Syntax, k: int) -> bool:
    """Is a noun one of allegation; a report is where nobody is named for it."""
    if operators()["noun"].get(syn.lemma[k]) != "alleged":
        return False
    return syn.lemma[k] not in _REPORTS or not (
        syn.children(k, "poss") or any(syn.lower[p] == "by" for p in syn.children(k, "prep"))
    )


def _operator(syn: Syntax, k: int, slot: str, below: int) -> tuple[FactualityValue, str] | None:
    """What the embedding word says of what it embeds."""
    ops = operators()
    lemma = syn.lemma[k]
    value: str | None = None
    if slot.startswith("prep:"):
        value = ops["obj"].get(f"{lemma}_{slot[5:]}")
        if slot == "prep:as" and lemma in ops["denying"] and _alleging(syn, below):
            value = "denied"  # "dismissed as false a report that"
    elif slot == "noun":
        value = "alleged" if _alleging(syn, k) else ops["noun"].get(lemma) if lemma not in _REPORTS else None
    elif slot == "finite":
        value = ops["finite"].get(lemma)
    elif slot in ("comp", "obj"):
        value = ops[slot].get(lemma)
        particle = next((syn.lower[c] for c in syn.kids[k] if syn.dep[c] == "prt"), None)
        if particle is not None:
            value = ops[slot].get(f"{lemma}_{particle}", value if lemma not in ("call", "carry") else None)
        if slot == "comp" and syn.children(k, "auxpass") and lemma in ops["passive"]:
            value = ops["passive"][lemma]
        if value == "alleged" and syn.lemma[below] in _OWNED:
            value = None
        if slot == "comp" and lemma == "want":
            other = any(syn.dep[c] == "nsubj" for c in syn.kids[below]) or bool(syn.children(k, "dobj"))
            value = "demanded" if other else "planned"
        if slot == "obj" and lemma in ops["denying"] and _alleging(syn, below):
            value = "denied"
    if value is None:
        return None
    return value, f"{value}: under {lemma!r}"  # type: ignore[return-value]
