"""What is only wanted, promised, threatened or refused is told by that verb (conventions 2)."""

from __future__ import annotations

from dragoman.code.draft import Draft
from dragoman.code.events.lexicon import lexicon
from dragoman.code.events.reach import find_recipient
from dragoman.code.events.wanted import set_mode
from dragoman.document import Document
from dragoman.extract.factuality import judge
from dragoman.parse.syntax import Syntax, syntax

ABSORBING = frozenset({"REQUEST", "AGREE", "CONCEDE", "REJECT", "THREATEN"})
_HINDERING = frozenset({"COERCE", "SANCTION", "REJECT"})
_UNREAL = frozenset({"demanded", "planned", "hypothetical", "negated"})
_SPOKEN = frozenset({"ACCUSE", "REQUEST", "SUPPORT", "THREATEN"})
_ABOUT = frozenset({"on", "about", "over", "regarding", "concerning"})
_CONDITIONAL = frozenset({"if", "unless", "until", "should", "before"})


def absorb(doc: Document, drafts: list[Draft]) -> list[Draft]:
    """The drafts without those that stand in the content of a demand, promise, threat or refusal, in the condition of
    one, or in the purpose of another act; what absorbs takes over the parties that it lacks."""
    syn = syntax(doc)
    gone: dict[int, None] = {}
    inside_of: dict[int, list[Draft]] = {}
    aimed: dict[int, list[Draft]] = {}
    beside: dict[int, list[int]] = {}
    for n, d in enumerate(drafts):
        beside.setdefault(d.sentence.index, []).append(n)
    for k, d in enumerate(drafts):
        if d.kind != "event":
            continue
        inside, heads = _content(syn, d)
        aims, unmet = _aims(syn, d), _unmet(syn, d)
        for n in beside[d.sentence.index]:
            other = drafts[n]
            if other is d or other.kind == "toll":
                continue
            at = {t for t in (other.token, other.noun) if t is not None}
            if at & inside and (at & heads or judge(doc, other.token).value in _UNREAL):
                gone[n] = None
                inside_of.setdefault(k, []).append(other)
            elif at & aims and (at & unmet or judge(doc, other.token).value in ("hypothetical", "planned", "negated")):
                if d.event == "CONSULT" and other.event in _SPOKEN:
                    continue  # "telephoned Oslo to congratulate", "met the envoy to protest"
                gone[n] = None
                aimed.setdefault(k, []).append(other)
            elif d.event == "CONSULT" and other.noun == other.token and _is_topic(syn, d, other.token):
                gone[n] = None
    for k, d in enumerate(drafts):
        if k not in gone and d.kind == "event":
            find_recipient(doc, syn, d, inside_of.get(k, []), aimed.get(k, []))
            set_mode(syn, d, inside_of.get(k, []))
    doc.cache.setdefault("absorbed", set()).update(drafts[n].token for n in gone)
    return [d for n, d in enumerate(drafts) if n not in gone]


def _is_topic(syn: Syntax, d: Draft, noun: int) -> bool:
    """Are talks on a noun ("talks with the rebels on the release of hostages"): it has not happened by that."""
    first = noun
    while syn.dep[first] == "conj" and syn.head[first] != first:
        first = syn.head[first]
    over = syn.head[first]
    if syn.dep[first] != "pobj" or syn.lower[over] not in _ABOUT:
        return False
    return any(w < over and over in syn.subtree(w) for w in d.words)


def _content(syn: Syntax, d: Draft) -> tuple[set[int], set[int]]:
    """The tokens under what a draft wants, promises, threatens, refuses or forbids, and the heads of it."""
    inside: set[int] = set()
    heads: set[int] = set()
    if d.event in ABSORBING:
        for h in d.content:
            beside = _beside(syn, h)
            inside |= syn.subtree(h) - beside
            heads.update(k for k in syn.conjuncts(h) if k not in beside)
        for h in (k for w in d.words if syn.pos[w] == "NOUN" for k in _wanted_by(syn, w)):
            inside |= syn.subtree(h)
            heads.update(syn.conjuncts(h))
    elif syn.lemma[d.token] in lexicon().classes["forbidding"]:  # "banned rallies": none took place
        for h in syn.children(d.token, "dobj", "nsubjpass"):
            inside |= syn.subtree(h)
            heads.update(syn.conjuncts(h))
    if d.event in _HINDERING:  # "kept convoys from reaching the town": none did
        for base in (d.token, *syn.children(d.token, "dobj", "nsubjpass")):
            for p in syn.children(base, "prep"):
                for h in syn.children(p, "pcomp") if syn.lower[p] == "from" else ():
                    inside |= syn.subtree(h)
                    heads.update(syn.conjuncts(h))
    return inside - set(d.words), heads


def _wanted_by(syn: Syntax, noun: int) -> list[int]:
    """What a demand among the trigger words is for: "rejected a call for the release of the crew"."""
    return [k for p in syn.children(noun, "prep") if syn.lower[p] == "for" for k in syn.children(p, "pobj", "pcomp")]


def _beside(syn: Syntax, h: int) -> set[int]:
    """What parsers hang on an infinitive though it stands beside the verb above: "gave it a week to leave and threatened"."""
    if syn.tag[h] != "VB":
        return set()
    finite = [k for k in syn.conjuncts(h) if k != h and syn.tag[k] == "VBD" and syn.lower[k] != syn.lemma[k]]
    return {m for k in finite for m in syn.subtree(k)}


def _unmet(syn: Syntax, d: Draft) -> set[int]:
    """The tokens of what has to come first: "ruled out talks until the rebels lay down their arms"."""
    if d.event != "REJECT":
        return set()
    clauses = [k for base in {d.token, *d.words} for k in syn.children(base, "advcl")]
    marked = [k for k in clauses if any(syn.lower[m] in ("until", "unless") for m in syn.children(k, "mark"))]
    return {t for k in marked for t in syn.subtree(k)}


def _aims(syn: Syntax, d: Draft) -> set[int]:
    """The tokens of purposes ("sent envoys to seek a truce") and, of a threat or promise, of its condition."""
    out: set[int] = set()
    for base in {d.token, *d.words}:
        for k in syn.children(base, "advcl", "acl", "relcl"):
            purpose = syn.tag[k] == "VB" and any(syn.lower[a] == "to" for a in syn.children(k, "aux"))
            condition = d.event in ABSORBING and any(
                syn.lower[m] in _CONDITIONAL for m in syn.children(k, "mark", "advmod")
            )
            if purpose or condition:
                out |= syn.subtree(k)
    return out - set(d.words)
