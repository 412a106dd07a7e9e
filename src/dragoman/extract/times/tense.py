"""The tense of the verb that governs a time expression: does "Friday" lie behind the day of writing or ahead of it."""

from __future__ import annotations

from dragoman.document import Document
from dragoman.extract.times.context import Tense
from dragoman.extract.times.lexicon import word_sets
from dragoman.parse.syntax import Syntax, syntax

_BEFORE_NOUN = frozenset({"poss", "compound", "nummod", "nmod", "npadvmod", "amod"})
_OF_NOUN = _BEFORE_NOUN | {"prep", "pobj"}


def token_at(doc: Document, at: int) -> int | None:
    """The token that holds a character of the reading."""
    span = doc.tokens.char_span(at, at + 1, alignment_mode="expand")
    return span.start if span is not None else None


def tense_at(doc: Document, at: int, *, headline: bool = False) -> Tense:
    """Tense at a character of the reading. ``scheduled``: the time belongs to a thing that is planned (a vote);
    ``attributive``: it stands before the noun of a thing that has been ("the Nov. 13 attacks")."""
    i = token_at(doc, at)
    if i is None:
        return "past"
    syn, sets = syntax(doc), word_sets("tense")
    k = i
    through_noun = False
    parent = syn.head[i]
    attributive = parent > i and syn.pos[parent] in ("NOUN", "PROPN") and syn.dep[i] in _BEFORE_NOUN
    for _ in range(14):
        if _is_verb(syn, k):
            break
        parent = syn.head[k]
        if parent == k:
            break
        if syn.dep[k] in _OF_NOUN and (
            syn.lemma[parent] in sets["scheduled_noun"] or syn.lower[parent] in sets["scheduled_noun"]
        ):
            verb = _verb_above(syn, parent)
            put_off = syn.lemma[verb] in sets["ahead_verb"] or _ahead(syn, parent)
            return "scheduled" if put_off or _verb_tense(syn, verb, headline) != "past" else "past"
        if syn.dep[k] in ("prep", "pobj", *_BEFORE_NOUN) and syn.lemma[parent] in sets["happened_noun"]:
            return "attributive"
        through_noun = through_noun or (k != i and syn.pos[k] in ("NOUN", "PROPN"))
        k = parent
    if syn.lemma[k] == "be" and syn.tag[k] in ("VBZ", "VBP") and not through_noun and not headline:
        return "scheduled"
    if syn.lower[i - 1 : i] and i and syn.lower[i - 1] in sets["ahead"] and not _is_verb(syn, k):
        return "future"
    if syn.dep[i] == "nsubj" and syn.head[i] == k and syn.tag[k] == "VBZ" and not headline:
        return "scheduled"
    tense = _verb_tense(syn, k, headline)
    return "attributive" if attributive and tense == "past" else tense


def _is_verb(syn: Syntax, k: int) -> bool:
    return syn.pos[k] in ("VERB", "AUX") and syn.dep[k] not in ("aux", "auxpass", "amod", "compound")


def _verb_above(syn: Syntax, k: int) -> int:
    while syn.head[k] != k and not _is_verb(syn, k):
        k = syn.head[k]
    return k


def _ahead(syn: Syntax, k: int) -> bool:
    """Is a noun governed by "ahead of", "until", "before"."""
    words = word_sets("tense")["ahead"]
    parent = syn.head[k]
    return syn.lower[parent] in words or (syn.lower[parent] == "of" and syn.lower[syn.head[parent]] in words)


def _verb_tense(syn: Syntax, k: int, headline: bool) -> Tense:
    sets = word_sets("tense")
    for _ in range(5):
        aux = {syn.lower[c] for c in syn.kids[k] if syn.dep[c] in ("aux", "auxpass")} | _before(syn, k)
        if aux & sets["future_auxiliary"]:
            return "future"
        tag = syn.tag[k]
        have = {"have", "has", "had", "'ve", "’ve"} & aux
        if aux & sets["modal"] and not have:
            return "future"
        if have and tag in ("VBN", "VBD"):
            return "past" if "had" in have else "perfect"
        if tag == "VBD":
            return "past"
        parent = syn.head[k]
        if tag == "VB" and "to" in aux and parent != k:
            if syn.lemma[parent] in sets["future_head"] and not _told(syn, parent):
                return "future"
            if syn.lemma[parent] == "be" and syn.tag[parent] in ("VBZ", "VBP"):
                return "future"
            k = parent
            continue
        if tag == "VBN" and syn.lemma[k] in sets["planned"]:
            return "future"
        if tag == "VBN":
            return "past"
        if tag == "VBG" and aux & {"is", "are", "'s", "’s", "’re", "'re", "am"}:
            return "scheduled"
        if tag in ("VBZ", "VBP"):
            if headline:
                return "past"
            if syn.lemma[k] in sets["scheduled_verb"]:
                return "scheduled"
            return "present"
        if parent == k:
            break
        k = _verb_above(syn, parent)
    return "past"


def _before(syn: Syntax, k: int) -> set[str]:
    """Auxiliaries right before a verb, also where the parser tied them elsewhere."""
    found: set[str] = set()
    while k > 0 and (syn.pos[k - 1] in ("AUX", "PART") or syn.dep[k - 1] in ("aux", "auxpass", "neg")):
        k -= 1
        found.add(syn.lower[k])
    return found


def _told(syn: Syntax, k: int) -> bool:
    """Does what a verb planned lie behind: it is in the past perfect, or is what somebody is accused of ("of ordering men to
    shoot")."""
    return syn.dep[k] == "pcomp" or any(syn.lower[c] == "had" for c in syn.kids[k] if syn.dep[c] in ("aux", "auxpass"))
