""" "Men believed to be rebels burned a bus": what they are taken for stands between the subject and its verb.

Parsers take "believed" for the main verb, and the deed for what is believed.
"""

from __future__ import annotations

from dragoman.parse.lists import Lists, hang
from dragoman.parse.words import words

_PAST = frozenset({"VBD", "VBN"})
_LONGEST = 8
_OBJECTS = frozenset({"attr", "dobj", "oprd"})


def suppose(made: Lists) -> None:
    """Make the deed the verb of its sentence and the supposition a participle of the subject, in place."""
    for p in range(1, len(made.lower) - 4):
        if made.lower[p] not in words("supposing.txt") or made.lower[p + 1 : p + 3] != ["to", "be"]:
            continue
        if made.pos[p - 1] not in ("NOUN", "PROPN"):
            continue  # "they are believed to be", "the men, believed to be"
        deed = _deed(made, p)
        if deed is not None:
            _mend(made, p - 1, p, deed)


def _deed(made: Lists, p: int) -> int | None:
    """The past tense behind what they are taken for, on this side of any comma."""
    for k in range(p + 4, min(p + 4 + _LONGEST, len(made.lower) - 1)):
        if made.lower[k] in (",", ";", ".", "who", "which", "that"):
            return None
        by = made.lower[k + 1] == "by"  # "believed to be soldiers trained by Moscow"
        later = {"was", "were", "is", "are", "had", "have", "has"} & set(made.lower[k + 1 : k + 6])
        if later:
            return None  # "rebels trained abroad were arrested"
        if made.tag[k] in _PAST and not by and made.tag[k - 1] not in ("TO", "VBD", "VBZ", "DT"):
            return k
    return None


def _mend(made: Lists, subject: int, p: int, deed: int) -> None:
    if _above(made, deed, p):
        above, dep = made.head[deed], made.dep[deed]
    else:
        top = p if made.head[subject] == p else subject
        opening = made.head[top]
        if made.dep[top] == "pobj" and made.head[opening] == opening:  # "On Sunday helicopters": not on those
            _free(made, opening, top, deed)
            above, dep = deed, "ROOT"
        else:
            above, dep = made.head[top], made.dep[top]
            above = deed if above == top else above
    for k in [k for k in made.kids[deed] if made.dep[k] in ("nsubj", "nsubjpass") and k != subject]:
        hang(made, k, p + 2, "attr")
    hang(made, deed, above, dep)
    made.pos[deed], made.tag[deed] = "VERB", "VBD"
    for base in (p, p + 2):
        for k in [k for k in made.kids[base] if k > deed or (base == p and k < subject)]:
            hang(made, k, deed, "dobj" if made.dep[k] in _OBJECTS else made.dep[k])
    hang(made, subject, deed, "nsubj")
    hang(made, p, subject, "acl")
    made.tag[p] = "VBN"


def _above(made: Lists, k: int, below: int) -> bool:
    while made.head[below] != below:
        below = made.head[below]
        if below == k:
            return True
    return False


def _free(made: Lists, preposition: int, top: int, deed: int) -> None:
    for k in [k for k in made.kids[top] if made.dep[k] == "compound" and k == preposition + 1]:
        hang(made, k, preposition, "pobj")
    made.head[preposition] = preposition
    hang(made, preposition, deed, "prep")
