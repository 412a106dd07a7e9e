"""Where parsers go wrong in one known way, on the plain lists of a :class:`~dragoman.parse.syntax.Syntax`.

"Gunmen in camouflage shot dead a mayor", "men on a motorcycle shot and killed a judge": a parser takes "shot" for a noun
of the phrase before it. It is the verb; what the parser hung on "dead" or on the gunmen hangs on it. "Rebels hacked to
death 12 villagers": what has an object of its own is no participle of the rebels. "Let two go and shot the others": who let
them go shot. "Were lined up and shot": they were shot. "Threatened on Monday to cut ties": what stands behind a time is
still what is threatened, no purpose.
"""

from __future__ import annotations

from dragoman.parse.lists import Lists, hang
from dragoman.parse.mainverb import main_verb

_AFTER = frozenset({"DET", "NUM", "ADJ", "NOUN", "PROPN", "PRON", "ADV"})
_HARMED = frozenset({"killed", "wounded", "injured"})
_MODIFIERS = frozenset({"det", "amod", "compound", "nummod", "poss", "nmod"})


def repair(made: Lists, harming: frozenset[str], governing: frozenset[str]) -> None:
    """Set right what is known to go wrong; ``harming``: lemmas of what is done to people ("were lined up and shot");
    ``governing``: lemmas of verbs that take an infinitive."""
    _shootings(made)
    for k in range(len(made.lower)):
        if made.head[k] == k:
            main_verb(made, k)
        elif made.pos[k] == "ADJ" and made.lower[k] in _NOUNS_TOO and made.dep[k] in _ARGUMENTS:
            made.tag[k], made.pos[k] = "NN", "NOUN"
        if made.dep[k] == "advcl" and made.tag[k] == "VB" and made.lemma[made.head[k]] in governing:
            _complement(made, k)
        if made.pos[k] != "VERB" or made.tag[k] != "VBD":
            continue
        h = made.head[k]
        if made.dep[k] == "acl" and made.head[h] == h and made.pos[h] in ("NOUN", "PROPN") and h < k:
            _headless(made, k, h)
        elif made.dep[k] == "conj" and made.tag[h] == "VB" and made.lower[k] != made.lemma[k]:
            _past_again(made, k, h)
        elif made.dep[k] == "conj" and made.lemma[k] in harming and _suffered(made, k, h):
            made.tag[k] = "VBN"


def _complement(made: Lists, verb: int) -> None:
    """An infinitive that only a time parts from the verb that governs it."""
    above = made.head[verb]
    to = next((k for k in made.kids[verb] if made.dep[k] == "aux" and made.lower[k] == "to"), None)
    if to is None or not above < to or any(made.dep[k] in ("dobj", "xcomp", "ccomp") for k in made.kids[above]):
        return
    between = [k for k in made.kids[above] if above < k < to]
    if all(made.dep[k] in ("prep", "npadvmod", "advmod", "prt") for k in between):
        made.dep[verb] = "xcomp"


def _headless(made: Lists, verb: int, noun: int) -> None:
    """A sentence whose head the parser takes to be its subject."""
    own = [made.dep[k] for k in made.kids[verb] if k > verb]
    if "dobj" not in own or "agent" in own:
        return
    hang(made, verb, verb, "ROOT")
    for k in [k for k in made.kids[noun] if k > verb]:
        hang(made, k, verb, made.dep[k])
    hang(made, noun, verb, "nsubj")


_ARGUMENTS = frozenset({"nsubj", "nsubjpass", "dobj", "pobj"})
_NOUNS_TOO = frozenset(
    ["general", "daily", "weekly", "monthly", "official", "rebel", "captive", "radical", "moderate", "marine", "military", "private",
     "veteran", "native", "local", "executive", "representative", "cardinal", "chief", "elder", "patriarch", "regular", "irregular"]
)  # fmt: skip
"""What the tagger takes for an adjective also where it stands for whom it names ("the general praised them")."""


def _past_again(made: Lists, verb: int, above: int) -> None:
    """A past tense goes on with the past tense that governs the infinitive, not with the infinitive."""
    top = made.head[above]
    bare = not any(made.dep[k] in ("nsubj", "nsubjpass", "aux") for k in made.kids[verb])
    if bare and made.dep[above] in ("ccomp", "xcomp") and made.tag[top] == "VBD" and top < above:
        hang(made, verb, top, "conj")


def _suffered(made: Lists, verb: int, above: int) -> bool:
    """Is a verb coordinated with a passive one, without subject and object of its own."""
    passive = any(made.dep[k] == "auxpass" for k in made.kids[above])
    return passive and not any(made.dep[k] in ("nsubj", "nsubjpass", "dobj", "aux") for k in made.kids[verb])


def _shootings(made: Lists) -> None:
    """Set right every "shot dead" and "shot and killed"."""
    for s in range(1, len(made.lower) - 2):
        if made.lower[s] != "shot":
            continue
        if made.lower[s + 1] == "dead":
            _shot_dead(made, s)
        elif made.lower[s + 1] == "and" and made.lower[s + 2] in _HARMED:
            _shot_and(made, s)


def _shot_dead(made: Lists, s: int) -> None:
    dead, after = s + 1, s + 2
    if made.pos[after] not in _AFTER:
        return
    if made.dep[s] == "pobj" and made.head[dead] != s and made.head[s] < s:
        above, dep = made.head[dead], made.dep[dead]
        _free_noun(made, s)
        hang(made, s, s if above == dead else above, dep)
        for k in list(made.kids[dead]):
            hang(made, k, s, made.dep[k])
        hang(made, dead, s, "oprd")
    elif made.pos[s] == "VERB" and made.dep[dead] == "amod" and made.head[made.head[dead]] == s:
        hang(made, dead, s, "oprd")  # "shot dead six customers": who were shot were not dead
    elif made.pos[s] == "VERB" and made.head[dead] == s:
        for k in [k for k in made.kids[dead] if k > dead and made.dep[k] in ("pobj", "dobj")]:
            hang(made, k, s, "dobj")


def _shot_and(made: Lists, s: int) -> None:
    """The gunmen, whom the parser took for the head of the sentence, are the subject of both verbs."""
    killed = s + 2
    who = made.head[killed]
    if (
        made.dep[s] != "pobj"
        or made.dep[killed] != "conj"
        or who >= s
        or made.pos[who] not in ("NOUN", "PROPN", "PRON")
    ):
        return
    above, dep = made.head[who], made.dep[who]
    _free_noun(made, s)
    hang(made, s, s if above == who else above, dep)
    for k in [k for k in made.kids[who] if k > s]:
        hang(made, k, s, made.dep[k])
    hang(made, who, s, "nsubj")


def _free_noun(made: Lists, s: int) -> None:
    """Make "shot" a verb, and the noun before it what the preposition governs."""
    preposition = made.head[s]
    modifiers = [k for k in made.kids[s] if made.dep[k] in _MODIFIERS and k < s]
    if modifiers and modifiers[-1] == s - 1:
        noun = modifiers[-1]
        hang(made, noun, preposition, "pobj")
        for k in modifiers[:-1]:
            hang(made, k, noun, made.dep[k])
        if made.pos[noun] not in ("NOUN", "PROPN"):
            made.tag[noun], made.pos[noun] = "NN", "NOUN"
    made.tag[s], made.pos[s], made.lemma[s] = "VBD", "VERB", "shoot"
