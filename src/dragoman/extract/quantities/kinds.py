"""What befell those counted: killed, injured, detained, destroyed ...; by the verb, noun or adjective that says so."""

from __future__ import annotations

from typing import NamedTuple

from dragoman.extract.quantities.vocabulary import Frame, accredited, kinds, shut_in, tolls, vague
from dragoman.parse.syntax import Syntax
from dragoman.record import QuantityKind

_VERBAL = frozenset({"VERB", "AUX"})
_NOMINAL = frozenset({"NOUN", "PROPN", "NUM", "PRON"})
_BESIDE = frozenset({"acomp", "oprd", "advmod", "dobj", "npadvmod", "xcomp", "dep", "attr", "ccomp", "prt", "nmod"})
_LINKS = frozenset({"acomp", "attr", "oprd", "xcomp", "advmod", "ccomp", "advcl", "dep"})
_STEPS = 7
_AMOUNTS = frozenset(
    """half third thirds quarter quarters fourth fourths fifth fifths tenth tenths most all some many each majority handful
    couple pair member members group groups crowd rest percent % one two""".split()
)
_STATES = frozenset({"hostage", "prisoner", "captive"})
_HARMED = frozenset({"dead", "wounded", "injured", "losses", "casualties", "fatalities", "deaths"})
_THINGS = frozenset({"house", "building", "facility", "vehicle", "aircraft", "ship", "weapon", "town", "animal"})


class Befell(NamedTuple):
    """The kind, the token that says it, and why."""

    kind: QuantityKind
    trigger: int
    why: str


def row(lemma: str, frame: Frame, unit: str | None) -> QuantityKind | None:
    """The kind of a word in a frame for what is counted: people, things, or either where the unit is unknown."""
    for meaning in kinds().get((lemma, frame), ()):
        if meaning.of == "person" and unit in _THINGS:
            continue
        if meaning.of == "thing" and (unit == "person" or unit == "family" or (unit is None and frame != "obj")):
            continue
        if meaning.kind == "participants" and unit != "person":
            continue
        return meaning.kind
    return None


def befell(syn: Syntax, k: int, unit: str | None, *, bare: bool = False) -> Befell | None:
    """What befell the noun (or bare number) at token ``k``. Its predicate decides, then what modifies it, then itself."""
    if not bare and syn.lemma[k] == "life":
        found = _lives(syn, k)
        if found:
            return found
    found = _by_predicate(syn, k, unit) or _by_modifier(syn, k, unit) or (None if bare else _by_itself(syn, k, unit))
    if found is not None and found.kind == "displaced" and syn.lemma[k] in accredited():
        return None  # "the expulsion of two diplomats": nobody is made to flee
    if found is not None and found.kind == "missing" and _shut_in(syn, found.trigger):
        return None
    return found


def _shut_in(syn: Syntax, v: int) -> bool:
    """ "Civilians trapped in the city", "trapped by fighting": they are known to be there, nobody misses them."""
    return syn.lower[v] in ("trapped", "trap") and any(
        syn.ent[k] == "GPE" or syn.lemma[k] in shut_in()
        for p in syn.children(v, "prep", "agent")
        for k in syn.children(p, "pobj", "pcomp")
    )


def _by_itself(syn: Syntax, k: int, unit: str | None) -> Befell | None:
    kind = row(syn.lemma[k], "noun", unit) or row(syn.lower[k], "noun", unit)
    return Befell(kind, k, f"{kind} by the noun {syn.lower[k]!r}") if kind else None


def _by_predicate(syn: Syntax, k: int, unit: str | None) -> Befell | None:
    for _ in range(_STEPS):
        dep, h = syn.dep[k], syn.head[k]
        if h == k:
            return None
        if dep in ("conj", "appos", "nummod") and syn.pos[h] in _NOMINAL:
            k = h
            continue
        if dep in ("nsubj", "nsubjpass", "dobj", "attr", "oprd", "dative", "dep", "npadvmod", "csubj", "ccomp", "intj"):
            if syn.pos[h] == "ADJ" and dep == "nsubj":
                kind = row(syn.lemma[h], "adj", unit)
                return Befell(kind, h, f"{kind} by {syn.lower[h]!r}") if kind else None
            return by_verb(syn, h, dep, unit) or _by_toll_verb(syn, k, h) or _among(syn, h)
        if dep in ("compound", "nmod") and syn.lower[h] in _STATES:
            k = h  # "took five drivers hostage", read as one noun
            continue
        if dep == "pobj" and syn.lower[h] == "of" and amount(syn, syn.head[h]):
            k = syn.head[h]
            continue
        if dep == "pobj":
            return _by_preposition(syn, k, h, unit)
        if dep == "poss":
            kind = row(syn.lemma[h], "of", unit) or (
                row(syn.lemma[h], "noun", unit) if syn.lemma[h] == "death" else None
            )
            return Befell(kind, h, f"{kind} by the noun {syn.lower[h]!r}") if kind else None
        return None
    return None


def amount(syn: Syntax, k: int) -> bool:
    """Is a noun only how many of what follows: dozens of, two thirds of, a number of, members of."""
    return syn.pos[k] == "NUM" or syn.lower[k] in _AMOUNTS or (syn.lower[k],) in vague()


def _by_preposition(syn: Syntax, k: int, p: int, unit: str | None) -> Befell | None:
    word, h = syn.lower[p], syn.head[p]
    if word == "of" and syn.pos[h] in ("NOUN", "PROPN", "VERB"):
        lemma = syn.lemma[h]
        if lemma == "life":
            return _lives(syn, h)
        if syn.dep[h] in ("dobj", "nsubjpass") and (lost := row(f"{syn.lemma[syn.head[h]]}_{lemma}", "loss", "person")):
            return Befell(lost, syn.head[h], f"{lost}: {lemma} {syn.lower[syn.head[h]]!r}")
        toll = _toll_kind(syn, h)
        if toll is not None:
            return Befell(toll, h, f"{toll} by the {syn.lower[h]!r}")
        kind = row(lemma, "of", unit) or (row(lemma, "noun", unit) if lemma in ("death", "casualty") else None)
        if kind is not None and (lemma != "death" or syn.lower[h] == "deaths" or syn.dep[k] == "pobj"):
            return Befell(kind, h, f"{kind} by the noun {syn.lower[h]!r}")
        return None
    if word == "to" and syn.lemma[h] == "set" and any(syn.lower[o] == "fire" for o in syn.children(h, "dobj")):
        kind = row("set_fire", "obj", unit)  # "setting fire to dozens of houses"
        return Befell(kind, h, f"{kind} by the verb 'set' with 'fire'") if kind else None
    if word == "at" and syn.lemma[h] in ("put", "place", "set"):  # "put its dead at 18"
        for o in syn.children(h, "dobj", "nsubjpass"):
            kind = row(syn.lower[o], "noun", None) if syn.lower[o] in _HARMED else None
            if kind:
                return Befell(kind, o, f"{kind} by the noun {syn.lower[o]!r}")
    if word in ("to", "at", "past", "beyond", "above", "by", "from"):
        v = h
        for _ in range(3):
            found = _toll_of(syn, v)
            if found is not None:
                return found
            if syn.head[v] == v or (syn.pos[v] in _VERBAL and syn.dep[v] != "acl"):
                break
            v = syn.head[v]
        return None
    if word == "by" and syn.pos[h] in _VERBAL and syn.lemma[h] == "attend":
        return Befell("participants", h, "participants: attended by them")
    return None


def _among(syn: Syntax, v: int) -> Befell | None:
    """ "Among the dead were 12 women", "the dead include a nurse"."""
    if syn.lemma[v] not in ("be", "include"):
        return None
    told = [o for p in syn.children(v, "prep") if syn.lower[p] == "among" for o in syn.children(p, "pobj")]
    if syn.lemma[v] == "include":
        told += syn.children(v, "nsubj")
    for o in told:
        kind = row(syn.lower[o], "noun", None) or row(syn.lower[o], "adj", "person")
        if kind:
            return Befell(kind, o, f"{kind}: among {syn.lower[o]!r}")
        if syn.lower[o] in ("those", "victims"):
            return _by_modifier(syn, o, "person") or (
                Befell("killed", o, "killed: among the victims") if syn.lower[o] == "victims" else None
            )
    return None


def _by_toll_verb(syn: Syntax, k: int, v: int) -> Befell | None:
    """ "The toll reached 40", "the toll is 40"."""
    if syn.dep[k] in ("dobj", "attr", "npadvmod", "oprd", "ccomp"):
        found = _toll_of(syn, v)
        if found is not None and found.trigger != k:
            return found
    return None


def _toll_of(syn: Syntax, v: int) -> Befell | None:
    """The toll noun that a verb has as subject or object, or that a noun is itself."""
    for t in (v, *syn.children(v, "nsubj", "nsubjpass", "dobj")):
        kind = _toll_kind(syn, t)
        if kind is not None:
            return Befell(kind, t, f"{kind} by the {syn.lower[t]!r}")
    return None


def _toll_kind(syn: Syntax, t: int) -> QuantityKind | None:
    """The kind that a toll noun counts: by its "of" phrase, its modifiers, or the noun itself."""
    if syn.lemma[t] == "count" and t > 0 and syn.lemma[t - 1] == "body":
        return "killed"
    if syn.lemma[t] in ("death", "fatality", "casualty") and syn.tag[t] == "NNS":
        return row(syn.lemma[t], "noun", None)
    if syn.lemma[t] not in tolls():
        return None
    told = tolls()[syn.lemma[t]]
    if syn.lemma[t] == "toll" and t > 0 and syn.lemma[t - 1] == "casualty":
        return "casualties"
    for p in syn.children(t, "prep"):
        for o in syn.children(p, "pobj"):
            for form in (syn.lemma[o], syn.lower[o]):
                kind = row(form, "noun", None) or row(form, "adj", "person")
                if kind:
                    return kind
            got = _by_modifier(syn, o, "person")
            if got:
                return got.kind
    for c in syn.children(t, "compound", "amod", "nmod"):
        kind = row(syn.lemma[c], "noun", None) or row(syn.lemma[c], "adj", "person")
        if kind:
            return kind
    return told


def _lives(syn: Syntax, life: int) -> Befell | None:
    """ "Claimed 12 lives", "the lives of 12", "12 lives were lost"."""
    v = syn.head[life]
    if syn.dep[life] == "pobj" and syn.lower[v] == "of" and amount(syn, syn.head[v]):
        v = syn.head[syn.head[v]]
    kind = row(f"{syn.lemma[v]}_life", "loss", "person")
    return Befell(kind, v, f"{kind}: lives {syn.lower[v]!r}") if kind else None


def _by_modifier(syn: Syntax, k: int, unit: str | None) -> Befell | None:
    """ "Six people killed in", "two wounded soldiers", "12 dead", "men who died"."""
    for c in syn.children(k, "acl", "relcl", "amod", "nmod"):
        if syn.dep[c] == "relcl":
            found = _by_relative(syn, c, unit)
        elif syn.tag[c] in ("VBN", "VBD", "JJ", "NN", "RB") or syn.pos[c] == "ADJ":
            found = _participle(syn, c, unit, attributive=c < k)
        elif syn.tag[c] == "VBG" and c > k:
            kind = row(syn.lemma[c], "subj", unit)
            found = Befell(kind, c, f"{kind} by the participle {syn.lower[c]!r}") if kind else None
        else:
            found = None
        if found:
            return found
    f = k + 1
    while f < len(syn.lower) and syn.lower[f] in (
        "more",
        "others",
        "other",
        "still",
        "reported",
        "confirmed",
        "feared",
        "reportedly",
        "left",
        "seriously",
        "critically",
        "badly",
    ):
        f += 1
    if f < len(syn.lower) and (
        syn.pos[f] in ("ADJ", "VERB") or syn.lower[f] in ("dead", "wounded", "injured", "missing")
    ):
        kind = row(syn.lemma[f], "adj", unit) or row(syn.lower[f], "adj", unit)
        if kind is None and syn.tag[f] == "VBN":
            kind = row(syn.lemma[f], "obj", unit)
        after = syn.lower[f + 1] if f + 1 < len(syn.lower) else "."
        if kind and (syn.tag[f] != "VBD" or after in (",", ".", ";", "in", "and", "when", "by", "on")):
            return Befell(kind, f, f"{kind} by {syn.lower[f]!r} after it")
    return None


def _participle(syn: Syntax, c: int, unit: str | None, *, attributive: bool) -> Befell | None:
    for form in (syn.lower[c], *verb_keys(syn, c), syn.lemma[c]):
        kind = row(form, "adj", unit) or (
            row(form, "obj", unit) if syn.tag[c] in ("VBN", "VBD", "JJ") and not attributive else None
        )
        if kind is None and attributive and syn.tag[c] == "VBN" and form != "lose":
            kind = row(form, "obj", unit)
        if kind:
            return Befell(_both(syn, c, kind, "obj", unit), c, f"{kind} by the participle {syn.lower[c]!r}")
    return None


def _by_relative(syn: Syntax, v: int, unit: str | None) -> Befell | None:
    if syn.pos[v] not in _VERBAL:
        return None
    for r in syn.children(v, "nsubj", "nsubjpass", "dobj"):
        if syn.lower[r] in ("who", "that", "which", "whom"):
            return by_verb(syn, v, syn.dep[r], unit)
    return by_verb(syn, v, "dobj", unit) if not syn.children(v, "dobj") else None


def verb_keys(syn: Syntax, v: int) -> list[str]:
    """The verb's lemma with what stands beside it, as the data file joins them: take_hostage, shoot_death; then bare."""
    lemma = syn.lemma[v]
    found = []
    for c in syn.kids[v]:
        if syn.dep[c] in _BESIDE and (syn.dep[c] != "ccomp" or syn.pos[c] in ("ADJ", "NOUN")):
            found.append(f"{lemma}_{syn.lower[c]}")
            found.append(f"{lemma}_{syn.lemma[c]}")
            if syn.dep[c] in ("dobj", "npadvmod"):
                found += [
                    f"{lemma}_{syn.lower[a]}"
                    for a in syn.children(c, "amod", "acl", "prep", "appos", "compound")
                    if a > c
                ]
        elif syn.dep[c] == "prep":
            found.append(f"{lemma}_{syn.lower[c]}")
            found += [f"{lemma}_{syn.lemma[o]}" for o in syn.children(c, "pobj")]
        elif syn.dep[c] == "agent":
            continue
    return [f for f in found if (f, "obj") in kinds() or (f, "subj") in kinds() or (f, "light") in kinds()] + [lemma]


def by_verb(syn: Syntax, v: int, dep: str, unit: str | None, depth: int = 0) -> Befell | None:
    """What a verb does to its subject (active) or its object."""
    if syn.pos[v] not in (*_VERBAL, "ADJ", "NOUN"):
        return None
    gapped = (
        syn.tag[v] == "VBN" and syn.dep[v] == "conj" and not syn.children(v, "aux", "auxpass")
    )  # "and 251 taken hostage"
    passive = dep == "nsubjpass" or (dep == "nsubj" and (gapped or syn.passive(v)))
    keys = verb_keys(syn, v)
    if syn.lower[v] == "missing":  # tagged as a verb
        return Befell("missing", v, "missing by 'missing'")
    if dep in ("nsubj", "csubj", "dep") and not passive:
        for key in keys:
            kind = row(key, "light", unit) or row(key, "subj", unit)
            if kind and key != "leave":
                return Befell(kind, v, f"{kind} by the verb {syn.lower[v]!r}")
        if (
            syn.lemma[v] == "leave"
            and not syn.children(v, "dobj", "ccomp", "oprd", "dative")
            and unit in ("person", "family")
        ):
            return Befell("displaced", v, "displaced by the verb 'left', with no object")
        return _beside(syn, v, unit, depth)
    for key in keys:
        kind = row(key, "obj", unit)
        if kind:
            return Befell(_both(syn, v, kind, "obj", unit), v, f"{kind} by the verb {syn.lower[v]!r}")
    return _beside(syn, v, unit, depth)


def _beside(syn: Syntax, v: int, unit: str | None, depth: int) -> Befell | None:
    """ "Were confirmed dead", "are feared trapped", "left 12 dead", "are known to have died"."""
    if depth > 2:
        return None
    near = [*syn.children(v, *_LINKS)]
    near += [
        g
        for d in syn.children(v, "dobj", "nsubjpass")
        for g in syn.children(d, "amod", "acl")
        if g > d and syn.lemma[v] in ("leave", "find")
    ]
    for c in near:
        if syn.dep[c] in ("ccomp", "advcl") and (syn.pos[c] != "ADJ" or syn.children(c, "mark", "nsubj")):
            if syn.children(c, "aux", "auxpass", "mark", "nsubj", "nsubjpass"):
                continue
        if syn.pos[c] in ("ADJ", "NOUN", "ADV") or syn.tag[c] in ("VBN", "VBD") or syn.lower[c] == "missing":
            kind = row(syn.lemma[c], "adj", unit) or row(syn.lower[c], "adj", unit)
            if (
                kind is None
                and syn.tag[c] in ("VBN", "VBD")
                and syn.dep[c] in ("acomp", "oprd", "xcomp", "attr", "ccomp")
                and not syn.children(c, "nsubj")
            ):
                kind = row(syn.lemma[c], "obj", unit)
            if kind:
                return Befell(kind, c, f"{kind} by {syn.lower[c]!r}")
        if syn.dep[c] == "xcomp" and syn.pos[c] in _VERBAL:
            passive = bool(syn.children(c, "auxpass"))
            found = by_verb(syn, c, "nsubjpass" if passive else "nsubj", unit, depth + 1)
            if found:
                return found
    return None


def _both(syn: Syntax, v: int, kind: QuantityKind, frame: Frame, unit: str | None) -> QuantityKind:
    """ "Killed or wounded": casualties, not told apart."""
    for a, b in ((v, c) for c in syn.children(v, "conj")):
        other = row(syn.lemma[b], frame, unit)
        joined = any(syn.lower[c] == "or" for c in (*syn.children(a, "cc"), *syn.children(b, "cc")))
        if joined and {kind, other} == {"killed", "injured"}:
            return "casualties"
    if syn.dep[v] == "conj" and syn.pos[syn.head[v]] == "VERB":
        h = syn.head[v]
        if any(syn.lower[c] == "or" for c in syn.children(h, "cc")) and {kind, row(syn.lemma[h], frame, unit)} == {
            "killed",
            "injured",
        }:
            return "casualties"
    return kind
