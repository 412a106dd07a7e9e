"""What is denied or admitted, where the parser takes the act for a modifier.

"Denied moving troops to the border": "moving" is what they are said to have done, not a quality of the troops. "Denied it
had targeted villagers": "targeted" is the verb of the clause.
"""

from __future__ import annotations

from dragoman.parse.lists import Lists, hang
from dragoman.parse.words import words

_OWNING_UP = frozenset({"deny", "admit", "acknowledge", "confess", "regret", "consider", "contemplate", "recommend"})


def undeny(made: Lists) -> None:
    """Make the act the head of what is denied, in place."""
    for k in range(1, len(made.lower)):
        if made.dep[k] not in ("amod", "compound"):
            continue
        noun = made.head[k]
        if noun <= k or any(made.dep[c] in ("det", "poss") for c in made.kids[noun] if c < k):
            continue
        if made.lower[k].endswith("ing") and made.lemma[k - 1] in _OWNING_UP and made.head[noun] == k - 1:
            if made.dep[noun] == "dobj" and made.lower[k] not in words("qualities.txt"):
                _act(made, k, noun, k - 1)
        elif made.tag[k] == "VBN" and made.lower[k - 1] == "had" and made.head[noun] == k - 1:
            if made.lemma[made.head[k - 1]] == "deny" and made.dep[k - 1] == "ccomp" and made.dep[noun] == "dobj":
                _clause(made, k, noun, k - 1)


def _act(made: Lists, verb: int, noun: int, above: int) -> None:
    made.tag[verb], made.pos[verb] = "VBG", "VERB"
    if made.lemma[verb] == made.lower[verb]:
        made.lemma[verb] = _base(made.lower[verb])
    hang(made, verb, above, "xcomp")
    hang(made, noun, verb, "dobj")
    for c in [c for c in made.kids[above] if c > noun and made.dep[c] in ("prep", "npadvmod", "advmod")]:
        hang(made, c, verb, made.dep[c])


def _base(gerund: str) -> str:
    """A lemma of a gerund that the tagger took for a noun: "withholding" is "withhold", "shelling" "shell"."""
    stem = gerund[:-3]
    if len(stem) > 3 and stem[-1] == stem[-2] and stem[-1] not in "lsz":
        return stem[:-1]
    return stem


def _clause(made: Lists, verb: int, noun: int, aux: int) -> None:
    above = made.head[aux]
    hang(made, verb, above, "ccomp")
    made.pos[verb] = "VERB"
    for c in [c for c in made.kids[aux] if c != verb]:
        hang(made, c, verb, made.dep[c])
    hang(made, aux, verb, "aux")
