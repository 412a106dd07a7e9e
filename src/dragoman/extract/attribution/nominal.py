"""Nouns and adjectives that attribute: "the army's claim that", "expressed fears of", "is confident that"."""

from __future__ import annotations

from dragoman.document import Sentence
from dragoman.extract.attribution import lexicon
from dragoman.extract.attribution.relation import NOMINAL, VERBAL, Found, Scene, cue_span
from dragoman.extract.attribution.sources import agent, animate, phrase, subject

_BARE = frozenset({"claims", "says", "denies", "demands"})
"""Stances of nouns that attribute also where nobody is named ("reports of", "calls for")."""
_OWNERS = ("by", "from")


def find_noun(scene: Scene, i: int, s: Sentence) -> list[Found]:
    """The relations of a noun token: none, or one."""
    syn = scene.syn
    frames = lexicon.nouns().get(syn.lemma[i])
    if frames is None or (syn.lemma[i] in ("order", "bid") and "in" in syn.lower[max(0, i - 2) : i]):
        return []
    light = _light(scene, i)
    owner = _owner(scene, i)
    said_by, clause_verb = owner, None
    if light is not None and owner is None:
        said_by = agent(syn, light) if syn.passive(light) else subject(syn, light)
    content, frame, opener = _complement(scene, i, light, frames, owner)
    if not content:
        content, clause_verb = _is_that(scene, i)
        frame = "that" if content and "that" in frames else ""
    if not content or not frame:
        return []
    cue = frames[frame]
    if said_by is None and (cue.stance not in _BARE or cue.kind != "claim" or frame not in ("that", "of", "inf")):
        return []
    if said_by is not None and not animate(scene.doc, syn, said_by) and cue.kind == "attitude":
        return []
    start, end = (cue_span(syn, light, s.start)[0], i + 1) if light is not None and light < i else (i, i + 1)
    if owner is not None and owner < i and owner in syn.kids[i]:
        while start - 1 > owner and syn.dep[start - 1] == "amod" and syn.head[start - 1] == i:
            start -= 1
    if light is not None and light < i and i - light > 5:
        start = light
    if clause_verb is not None:
        end = clause_verb + 1
    if opener is not None and end <= opener <= end + 2:
        end = opener + 1
    if said_by is not None and owner is not None and opener is None:
        by = syn.head[owner]
        if syn.lower[by] in (*_OWNERS, "of") and by == i + 1:
            end = by + 1
    own = set(range(start, end)) | (set(range(*phrase(syn, said_by))) if said_by is not None else set())
    content = scene.whole_quotes(content - own, s, i)
    content = scene.trimmed(content - own)
    if not scene.words(content):
        return []
    return [Found((start, end), i, said_by, content, cue, f"noun+{frame}" + ("+light" if light is not None else ""))]


def _light(scene: Scene, i: int) -> int | None:
    """The light verb whose object or subject the noun is."""
    syn = scene.syn
    h = syn.head[i]
    if (
        h != i
        and syn.pos[h] in VERBAL
        and syn.lemma[h] in lexicon.words("light")
        and syn.dep[i] in ("dobj", "nsubjpass")
    ):
        return h
    return None


def _owner(scene: Scene, i: int) -> int | None:
    """Whose word it is: a possessive, a "by" or "from" phrase, a noun of people before it."""
    syn = scene.syn
    for k in syn.kids[i]:
        if k < i and (syn.dep[k] == "poss" or syn.lower[k + 1] in ("'s", "’s")):
            return k
    for p in syn.children(i, "prep", "agent"):
        if syn.lower[p] in _OWNERS:
            for k in syn.children(p, "pobj"):
                return k
    for k in syn.children(i, "compound", "nmod", "amod"):
        if syn.pos[k] in ("NOUN", "PROPN") and k == i - 1 and animate(scene.doc, syn, k):
            return k
    return None


def _complement(
    scene: Scene, i: int, light: int | None, frames: lexicon.Frames, owner: int | None
) -> tuple[set[int], str, int | None]:
    """What the noun is about: content, the frame that held, and the preposition that opens it."""
    syn = scene.syn
    hosts = [i] if light is None else [i, light]
    for h in hosts:
        for k in syn.children(h, "acl", "ccomp", "relcl", "xcomp"):
            if k < i or k == light:
                continue
            marks = [syn.lower[m] for m in syn.children(k, "mark", "nsubj", "nsubjpass", "dobj")]
            if "that" in frames and any(syn.lower[m] == "that" and syn.dep[m] == "mark" for m in syn.kids[k]):
                return syn.subtree(k), "that", None
            if "inf" in frames and any(syn.lower[m] == "to" for m in syn.children(k, "aux")):
                return syn.subtree(k), "inf", None
            if (
                syn.tag[k] == "VBG"
                and lexicon.verbs().get(syn.lemma[k], {}).get("that")
                and "that" in frames
                and syn.dep[k] == "acl"
                and marks == []
            ):
                return set(), "", None
    for h in hosts:
        for p in syn.children(h, "prep"):
            if p < i or syn.lower[p] not in frames:
                continue
            content = {m for k in syn.children(p, "pobj", "pcomp") for m in syn.subtree(k)}
            if content and owner not in content:
                return content, syn.lower[p], p
    return set(), "", None


def _is_that(scene: Scene, i: int) -> tuple[set[int], int | None]:
    """ "The army's claim is that ...": the clause after the copula."""
    syn = scene.syn
    h = syn.head[i]
    if syn.dep[i] == "nsubj" and syn.lemma[h] == "be" and h > i:
        for k in syn.children(h, "ccomp"):
            return syn.subtree(k), h
    return set(), None


def find_adjective(scene: Scene, i: int, s: Sentence) -> list[Found]:
    """The relation of a predicative adjective or participle: "is sure that", "was surprised by"."""
    syn = scene.syn
    frames = lexicon.adjectives().get(syn.lemma[i] if syn.pos[i] == "NOUN" else syn.lower[i])
    if frames is None:
        return []
    verb = syn.head[i] if syn.dep[i] in ("acomp", "xcomp", "oprd", "attr") else i
    if verb != i and syn.lemma[verb] not in lexicon.words("copula"):
        return []
    if verb != i and syn.pos[i] == "NOUN" and syn.lower[verb] in ("being", "become", "became"):
        return []
    if verb == i and not (syn.tag[i] == "VBN" and syn.children(i, "auxpass")):
        return []
    who = subject(syn, verb)
    expletive = next((k for k in syn.children(verb, "nsubj") if syn.lower[k] == "it"), None)
    if expletive is not None and "it" in frames:
        return _it_is(scene, i, verb, s, frames["it"])
    if who is None or not animate(scene.doc, syn, who) or syn.lower[who] == "it":
        return []
    content: set[int] = set()
    frame, opener = "", None
    for h in dict.fromkeys((i, verb)):
        for k in syn.children(h, "ccomp", "xcomp", "advcl"):
            if k <= i:
                continue
            infinitive = any(syn.lower[m] == "to" for m in syn.children(k, "aux"))
            if infinitive and "inf" in frames and syn.dep[k] != "advcl":
                content, frame = syn.subtree(k), "inf"
            elif not infinitive and "that" in frames and syn.dep[k] == "ccomp":
                content, frame = syn.subtree(k), "that"
        for p in syn.children(h, "prep", "agent") if not content else ():
            if p > i and syn.lower[p] in frames:
                content = {m for k in syn.children(p, "pobj", "pcomp") for m in syn.subtree(k)}
                frame, opener = syn.lower[p], p
        if content:
            break
    if not content:
        return []
    start, end = cue_span(syn, verb, s.start)
    end = max(end, i + 1)
    if opener is not None and opener <= end + 1:
        end = opener + 1
    content = scene.trimmed(content - set(range(start, end)))
    return [Found((start, end), i, who, content, frames[frame], f"adjective+{frame}")] if scene.words(content) else []


def _it_is(scene: Scene, i: int, verb: int, s: Sentence, cue: lexicon.Cue) -> list[Found]:
    """ "It was not clear who fired": the clause, with no source."""
    syn = scene.syn
    clauses = [
        k
        for h in (i, verb)
        for k in syn.children(h, "ccomp", "advcl", "csubj")
        if k > i and syn.children(k, "nsubj", "nsubjpass")
    ]
    if not clauses:
        return []
    content = scene.trimmed(syn.subtree(clauses[0]))
    start, end = cue_span(syn, verb, s.start)
    return [Found((start, max(end, i + 1)), i, None, content, cue, "adjective+it")] if scene.words(content) else []


__all__ = ["NOMINAL", "find_adjective", "find_noun"]
