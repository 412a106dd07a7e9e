"""Who fills which syntactic slot of a trigger: active, passive, control, relative and reduced clauses, nominals.

A slot maps to the tokens that head its fillers, coordination written out. Prepositional slots bear the preposition.
"""

from __future__ import annotations

from dragoman.parse.syntax import Syntax

Slots = dict[str, list[int]]

_RELATIVES = frozenset({"who", "which", "that", "whom"})
_VERBAL = frozenset({"VERB", "AUX"})
_ASIDE = frozenset({"back", "home", "over", "out", "up", "away", "off", "down", "through", "in", "aside", "forward"})
_PAPERS = frozenset(
    ["resolution", "statement", "letter", "report", "communique", "declaration", "note", "message", "motion", "petition", "decree",
     "bill", "law", "document", "appeal", "article", "memo", "memorandum", "ruling", "leaflet", "tweet", "cable", "order", "text"]
)  # fmt: skip
"""What speaks for whoever passes, issues or sends it."""
_FIRST = frozenset({"first", "second", "third", "last", "latest", "only", "one"})
_OWN_PURPOSE = frozenset(
    {"call", "telephone", "phone", "meet", "visit", "promise", "use", "threaten", "summon", "host", "hold"}
)
"""Verbs whose infinitive is the purpose of their subject, not an act of their object ("called Oslo to protest")."""


def subject(syn: Syntax, verb: int, depth: int = 0) -> list[int]:
    """The understood subject of a verb (active voice: the doer), without coordination written out."""
    if depth > 4:
        return []
    own = syn.children(verb, "nsubj", "csubj", "expl")
    own = [k for k in own if syn.dep[k] == "nsubj"]
    if own:
        k = own[0]
        if syn.lower[k] in _RELATIVES and syn.dep[verb] in ("relcl", "acl"):
            return [syn.head[verb]]
        return _behind_the_dress(syn, k) or [k]
    dep, head = syn.dep[verb], syn.head[verb]
    if dep in ("relcl", "acl") and syn.tag[verb] == "VB" and syn.lower[head] in _FIRST:
        above = head  # "Peru was among the first to recognise Kosovo"
        while syn.dep[above] in ("pobj", "prep", "attr") and syn.head[above] != above:
            above = syn.head[above]
        return subject(syn, above, depth + 1) if syn.pos[above] in _VERBAL else [head]
    if dep == "relcl":
        # "the town that they shelled": a relative without a subject of its own modifies its subject
        return (
            [head]
            if not any(syn.dep[k] in ("dobj", "nsubjpass") and syn.lower[k] in _RELATIVES for k in syn.kids[verb])
            else []
        )
    if dep == "acl" and syn.tag[verb] == "VB" and syn.children(head, "poss"):
        # "Khartoum's refusal to admit inspectors"
        return syn.children(head, "poss")[:1]
    if dep == "acl" and syn.tag[verb] == "VBG" and syn.lemma[head] in _PAPERS and syn.dep[head] == "dobj":
        return subject(syn, syn.head[head], depth + 1)  # "passed a resolution condemning the coup"
    if dep == "acl" and syn.tag[verb] in ("VBG", "VB"):
        return [head] if syn.pos[head] not in _VERBAL else subject(syn, head, depth + 1)
    if head == verb:
        return []
    if dep == "conj" and syn.pos[head] in _VERBAL:
        if syn.passive(head) and not syn.passive(verb):
            return [k for k in syn.children(head, "nsubjpass")] or subject(syn, head, depth + 1)
        return subject(syn, head, depth + 1)
    if (
        dep in ("xcomp", "advcl", "ccomp", "dep", "prep")
        and syn.pos[head] in _VERBAL
        and syn.tag[verb] not in ("VBD", "VBZ", "VBP")
    ):
        if dep in ("xcomp", "ccomp") and syn.lemma[head] not in _OWN_PURPOSE:
            objects = syn.children(head, "dobj", "nsubjpass", "dative")
            if objects:
                return objects[:1]
        return syn.children(head, "nsubjpass")[:1] or subject(syn, head, depth + 1)
    if dep == "xcomp" and syn.pos[head] in ("ADJ", "NOUN") and syn.dep[head] in ("acomp", "attr", "oprd"):
        # "is due to visit", "is set to reopen"
        return subject(syn, syn.head[head], depth + 1)
    if dep == "pcomp":
        governor = syn.head[head]
        if syn.pos[governor] in _VERBAL:
            if syn.lower[head] in ("by", "in") and syn.passive(governor) and not syn.children(verb, "dobj"):
                return []  # "people trapped by fighting", "wounded in shelling": it is others who fight
            objects = syn.children(governor, "dobj", "nsubjpass")
            charged = syn.lower[head] == "with" and syn.lemma[governor] in _CHARGING
            if (syn.lower[head] in ("of", "from", "for") or charged) and objects:
                return objects[:1]
            return syn.children(governor, "nsubjpass")[:1] or subject(syn, governor, depth + 1)
        if syn.pos[governor] == "ADJ" and syn.dep[governor] == "acomp":
            # "is guilty of breaking the truce"
            return subject(syn, syn.head[governor], depth + 1)
        # "accused the militia of killing": the parser often hangs the preposition on the object
        return [governor] if syn.lower[head] == "of" and syn.dep[governor] in ("dobj", "nsubjpass") else []
    return []


_CHARGING = frozenset({"charge", "credit", "task", "entrust"})
"""Verbs whose object, not subject, does what stands behind "with"."""
_GUISE = frozenset({"dress", "disguise", "pose", "masquerade", "clothe", "clad"})


def _behind_the_dress(syn: Syntax, k: int) -> list[int]:
    """ "Gunmen dressed as soldiers stormed": parsers take the dress for the doer; who wears it does it."""
    first = min(j for j in syn.subtree(k) if j > k - 4)
    if first < 2 or syn.lower[first - 1] != "as" or syn.lemma[first - 2] not in _GUISE:
        return []
    guise = first - 2
    own = syn.children(guise, "nsubj", "nsubjpass")
    return own[:1] or ([syn.head[guise]] if syn.dep[guise] in ("acl", "amod", "relcl") else [])


def _prepositional(syn: Syntax, i: int, out: Slots) -> None:
    for p in syn.kids[i]:
        dep = syn.dep[p]
        if syn.lower[p] == "according":
            continue
        if dep in ("advmod", "prt") and syn.lower[p] in _ASIDE:  # "gave the islands back to Samoa"
            for q in syn.children(p, "prep"):
                for k in syn.children(q, "pobj"):
                    out.setdefault(syn.lower[q], []).extend(syn.nominal_conjuncts(k))
        if dep in ("prep", "agent", "dative") and syn.pos[p] in ("ADP", "SCONJ", "PART", "VERB", "ADV"):
            objects = syn.children(p, "pobj")
            for k in objects:
                out.setdefault(syn.lower[p], []).extend(syn.nominal_conjuncts(k))
            for k in syn.children(p, "pcomp"):
                out.setdefault(syn.lower[p], []).append(k)  # "prevented reporters from entering"
            for q in syn.children(p, "prep"):
                for k in syn.children(q, "pobj"):
                    out.setdefault(syn.lower[q], []).extend(syn.nominal_conjuncts(k))


def of_objects(syn: Syntax, noun: int) -> list[int]:
    """What stands in the of-phrase of a noun: "dozens of bronzes", "the release of prisoners"."""
    return [
        c for p in syn.children(noun, "prep") if syn.lower[p] == "of" for k in syn.children(p, "pobj")
        for c in syn.nominal_conjuncts(k)
    ]  # fmt: skip


def verb_slots(syn: Syntax, verb: int) -> Slots:
    """The slots of a verb. In the passive the by-phrase is ``subj`` and the grammatical subject ``obj``."""
    out: Slots = {}
    _prepositional(syn, verb, out)
    passive = syn.passive(verb)
    if passive:
        objects = syn.children(verb, "nsubjpass")
        if objects and syn.lower[objects[0]] in _RELATIVES and syn.dep[verb] in ("relcl", "acl"):
            objects = [syn.head[verb]]
        dep, head = syn.dep[verb], syn.head[verb]
        if not objects and dep in ("acl", "amod") and syn.pos[head] not in _VERBAL:
            objects = [head]
        if not objects and dep == "conj" and syn.pos[head] in _VERBAL:
            objects = syn.children(head, "nsubjpass") or subject(syn, head)
        if not objects and dep in ("xcomp", "advcl") and syn.pos[head] in _VERBAL:
            objects = syn.children(head, "nsubjpass") or subject(syn, head)
        out["obj"] = [k for o in objects for k in syn.nominal_conjuncts(o)]
        out["subj"] = list(out.get("by", ()))
        objects = syn.children(verb, "dobj", "oprd")
        if objects:
            out["obj2"] = [k for o in objects for k in syn.nominal_conjuncts(o)]
    else:
        out["subj"] = [k for s in subject(syn, verb) for k in syn.nominal_conjuncts(s)]
        objects = syn.children(verb, "dobj", "attr") or syn.children(verb, "oprd")
        if syn.dep[verb] == "relcl" and objects and all(syn.lower[k] in _RELATIVES for k in objects):
            objects = [syn.head[verb]]  # "the sentence that a court handed to him"
        if not objects and syn.dep[verb] == "relcl":
            heads = [k for k in syn.children(verb, "nsubj") if syn.lower[k] not in _RELATIVES]
            within = any(
                syn.lower[k] in ("which", "whom") and syn.pos[k - 1] == "ADP" for k in range(syn.head[verb] + 1, verb)
            )
            if heads and not within:  # "clashes in which they burned trucks": not the clashes are burned
                objects = [syn.head[verb]]
        if not objects and syn.dep[verb] == "conj" and syn.pos[syn.head[verb]] in _VERBAL:
            # "arrested and beat the men": the object stands with the last of the verbs, never with an earlier one
            later = [c for c in syn.children(verb, "conj") if syn.pos[c] in _VERBAL]
            objects = [k for c in later for k in syn.children(c, "dobj")][:1]
        elif not objects:
            later = [c for c in syn.children(verb, "conj") if syn.pos[c] in _VERBAL and c - verb <= 3]
            objects = [k for c in later for k in syn.children(c, "dobj")][:1]
        out["obj"] = [k for o in objects for k in syn.nominal_conjuncts(o)]
        if not out["subj"] and "by" in out and syn.dep[verb] in ("acl", "amod", "pcomp"):
            out["subj"] = list(out["by"])
    out["iobj"] = [
        k
        for d in syn.children(verb, "dative")
        if syn.pos[d] in ("NOUN", "PROPN", "PRON")
        for k in syn.nominal_conjuncts(d)
    ]
    out["comp"] = syn.children(verb, "ccomp", "xcomp")
    aims = [*syn.children(verb, "advcl"), *(k for o in out["obj"] for k in syn.children(o, "relcl", "acl"))]
    out["aim"] = [k for k in aims if syn.tag[k] == "VB"]
    for predicate in syn.children(verb, "acomp", "attr"):
        # "is willing to withdraw", "is a plan to strike": the clause hangs on the predicate noun or adjective
        out["comp"] = out["comp"] + [k for k in syn.children(predicate, "xcomp", "ccomp") if k not in out["comp"]]
        if syn.pos[predicate] == "ADJ":
            _prepositional(syn, predicate, out)
    for small in syn.children(verb, "ccomp"):
        # "found the mayor guilty", "held the group responsible": the object is the subject of a clause without a verb
        if syn.lower[small] in ("free", "loose") and not out["obj"]:
            out["obj"] = [k for s in syn.children(small, "dobj", "nsubj") for k in syn.nominal_conjuncts(s)]
        elif syn.pos[small] == "ADJ" and not out["obj"]:
            out["obj"] = [k for s in syn.children(small, "nsubj") for k in syn.nominal_conjuncts(s)]
    out["oprd"] = [k for k in syn.children(verb, "oprd") if k not in out["obj"] and syn.pos[k] != "ADV"]
    return out


def noun_slots(syn: Syntax, noun: int) -> Slots:
    """The slots of a noun: possessor and national or other modifiers as ``poss``, prepositions by name."""
    out: Slots = {}
    _prepositional(syn, noun, out)
    if "by" not in out:
        # "the release of the crew by Tripoli": the parser hangs the doer on the nearer noun
        held = [p for o in of_objects(syn, noun) for p in syn.children(o, "prep") if syn.lower[p] == "by"]
        out["by"] = [c for p in held for k in syn.children(p, "pobj") for c in syn.nominal_conjuncts(k)]
    possessors = [k for p in syn.children(noun, "poss") for k in syn.nominal_conjuncts(p)]
    modifiers = [m for k in syn.children(noun, "amod", "compound", "nmod") for m in syn.conjuncts(k)]
    out["poss"] = possessors + modifiers
    if possessors and modifiers:
        # "Turkey's Syria offensive", "the envoy's Cairo visit": whose it is stands in the genitive, whither before it
        out["poss"], out["pre"] = possessors, modifiers
    for m in syn.children(noun, "amod", "acl"):
        # "a US-led raid", "a Washington-brokered truce"
        if syn.tag[m] in ("VBN", "VBD", "JJ"):
            for k in syn.children(m, "npadvmod", "nsubj", "compound", "amod", "advmod"):
                if k < m:
                    out.setdefault(f"-{syn.lemma[m]}", []).append(k)
    out["comp"] = syn.children(noun, "acl", "ccomp")
    return out
