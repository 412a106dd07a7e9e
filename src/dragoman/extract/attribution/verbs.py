"""Verbs that attribute: who says what by "said that", "urged him to", "called for", "criticised it", "made a promise to"."""

from __future__ import annotations

from dragoman.document import Sentence
from dragoman.extract.attribution import lexicon
from dragoman.extract.attribution.frames import VerbCue
from dragoman.extract.attribution.lexicon import Cue, Frames
from dragoman.extract.attribution.passing_on import QUOTING, quoted_as_saying
from dragoman.extract.attribution.relation import Found, Scene, cue_span
from dragoman.extract.attribution.tags import inverted_tag, mistaken_tag

_PARTICLES = frozenset({"prt", "prep", "advmod"})
_NOT_CUES = frozenset({"aux", "auxpass", "amod", "compound", "nmod"})


def find_verb(scene: Scene, i: int, s: Sentence) -> list[Found]:
    """The relations of a verb token: none, or one."""
    syn = scene.syn
    if syn.dep[i] in _NOT_CUES or (syn.tag[i] == "VBN" and syn.dep[i] in ("amod", "compound")):
        return []
    frames, particle = _entry(scene, i)
    if frames is None:
        return []
    verb = VerbCue(scene, i, s, frames, particle)
    passed_on = quoted_as_saying(scene, i, verb.source, s)
    if passed_on:
        return passed_on
    if syn.dep[i] == "pcomp" and syn.lower[syn.head[i]] == "as" and syn.lemma[syn.head[syn.head[i]]] in QUOTING:
        return []
    if "seems" in frames:
        return _seems(scene, i, s, frames["seems"])
    found = mistaken_tag(scene, i, s, frames) or verb.find()
    if found is None or found.rule == "verb+object":
        found = inverted_tag(scene, i, s, frames) or found
    return [found] if found is not None else []


def _entry(scene: Scene, i: int) -> tuple[Frames | None, int | None]:
    """The lexicon's frames of a verb, with its particle or fixed word where that makes a verb of its own
    ("point out", "take responsibility", "hold him responsible")."""
    syn, table = scene.syn, lexicon.verbs()
    for k in syn.kids[i]:
        if k > i and (syn.dep[k] in _PARTICLES or syn.lower[k] == "it") and syn.lower[k : k + 2] != ["it", "at"]:
            name = f"{syn.lemma[i]}_{syn.lower[k]}"
            if name in table:
                return table[name], k
    for k in syn.children(i, "dobj", "oprd", "acomp", "ccomp"):
        if syn.lower[k : k + 2] == ["it", "at"]:
            continue  # "puts it at 150"
        for word in (k, *syn.children(k, "amod")):
            name = f"{syn.lemma[i]}_{syn.lower[word]}"
            if word > i and name in table:
                return table[name], None
    if syn.children(i, "prt"):
        return None, None
    return table.get(syn.lemma[i]), None


def _seems(scene: Scene, i: int, s: Sentence, cue: Cue) -> list[Found]:
    """ "The rebels appear to have fled", "it seems that": the subject with what is said of it, and no source."""
    syn = scene.syn
    said = {m for k in syn.children(i, "xcomp", "ccomp", "oprd", "acomp") if k > i for m in syn.subtree(k)}
    subjects = [k for k in syn.children(i, "nsubj") if syn.lower[k] not in ("it", "there")]
    # "detained 40, most of them students, under a law declared ...": what a part is said to be says nothing
    subjects = [k for k in subjects if not (syn.tag[k] in ("JJS", "JJ", "DT", "CD") and syn.children(k, "appos"))]
    content = scene.trimmed(said | {m for k in subjects for m in syn.subtree(k)})
    if not said or not scene.words(content) or any(syn.lemma[k] in lexicon.verbs() for k in syn.children(i, "xcomp")):
        return []
    return [Found(cue_span(syn, i, s.start), i, None, content, cue, "verb+seems")]
