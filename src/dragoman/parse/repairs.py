"""Where parsers go wrong in one known way, on the plain lists of a :class:`~dragoman.parse.syntax.Syntax`.

"Gunmen in camouflage shot dead a mayor", "men on a motorcycle shot and killed a judge": a parser takes "shot" for a noun
of the phrase before it. It is the verb; what the parser hung on "dead" or on the gunmen hangs on it. "Rebels hacked to
death 12 villagers": what has an object of its own is no participle of the rebels. "Let two go and shot the others": who let
them go shot. "Were lined up and shot": they were shot. "Threatened on Monday to cut ties": what stands behind a time is
still what is threatened, no purpose.
"""

from __future__ import annotations

from dragoman.parse.lists import Lists, hang, under
from dragoman.parse.mainverb import main_verb
from dragoman.parse.words import words

_AFTER = frozenset({"DET", "NUM", "ADJ", "NOUN", "PROPN", "PRON", "ADV"})
_HARMED = frozenset({"killed", "wounded", "injured"})
_MODIFIERS = frozenset({"det", "amod", "compound", "nummod", "poss", "nmod"})


def repair(made: Lists) -> None:
    """Set right what is known to go wrong."""
    harming, governing = words("harm_verbs.txt"), words("governing_verbs.txt")
    _shootings(made)
    _deeds(made)
    _captives(made)
    _days(made)
    _tags(made)
    for k in range(len(made.lower)):
        if made.lower[k] == "upon" and made.dep[k] in ("prep", "prt"):  # "fired upon", "called upon": as "on"
            made.lower[k] = made.lemma[k] = "on"
        if made.head[k] == k:
            main_verb(made, k)
        elif made.pos[k] == "ADJ" and made.lower[k] in words("nouns_too.txt") and made.dep[k] in _ARGUMENTS:
            made.tag[k], made.pos[k] = "NN", "NOUN"
        if made.dep[k] == "advcl" and made.tag[k] == "VB" and made.lemma[made.head[k]] in governing:
            _complement(made, k)
        if made.tag[k] == "VBN" and made.dep[k] in _CLAUSES:
            _dressed(made, k)
        if made.pos[k] == "VERB" and made.tag[k] == "VBN" and made.dep[k] == "acl" and _took(made, k):
            made.tag[k] = "VBD"
        told = made.tag[k] == "VBN" and made.dep[k] == "conj"
        if told and made.pos[k] == "VERB" and made.lemma[k] in harming and _suffered(made, k, made.head[k]):
            for who in made.kids[k]:
                if made.dep[who] == "nsubj":
                    made.dep[who] = "nsubjpass"
        if made.pos[k] != "VERB" or made.tag[k] != "VBD":
            continue
        h = made.head[k]
        if made.dep[k] in ("ccomp", "acl", "relcl") and h < k:
            _second_clause(made, k, h)
        if made.dep[k] == "acl" and made.head[h] == h and made.pos[h] in ("NOUN", "PROPN") and h < k:
            _headless(made, k, h)
        elif made.dep[k] == "conj" and made.tag[h] == "VB" and made.lower[k] != made.lemma[k]:
            _past_again(made, k, h)
        elif made.dep[k] == "conj" and made.lemma[k] in harming and _suffered(made, k, h):
            made.tag[k] = "VBN"
            for who in made.kids[k]:
                if made.dep[who] == "nsubj":
                    made.dep[who] = "nsubjpass"


_CLAUSES = frozenset({"relcl", "advcl", "ccomp", "ROOT"})
_SUBJECTS = frozenset({"nsubj", "nsubjpass", "csubj", "expl"})


def _dressed(made: Lists, part: int) -> None:
    """ "Where mobs armed with swords went on the rampage": who is armed is the subject of the verb behind, and being armed
    no clause of its own."""
    who = part - 1
    if who < 0 or made.head[who] != part or made.dep[who] not in _SUBJECTS or made.pos[who] not in ("NOUN", "PROPN"):
        return
    if any(made.dep[k] in ("aux", "auxpass", "dobj", "ccomp", "xcomp") for k in made.kids[part]):
        return
    own = {who, *(k for k in made.kids[part] if k > part)}
    verb = part + 1
    while verb < len(made.lower) and (made.dep[verb] == "prep" or made.pos[verb] not in ("VERB", "AUX")):
        if made.lower[verb] in (",", ";", "."):
            return
        verb += 1
    if verb >= len(made.lower) or made.tag[verb] not in ("VBD", "VBZ", "VBP"):
        return
    if any(made.dep[k] in _SUBJECTS for k in made.kids[verb]):
        return
    above, dep = made.head[part], made.dep[part]
    front = [k for k in made.kids[part] if k not in own]
    if above == part:
        hang(made, verb, verb, "ROOT")
    elif above not in under(made, verb):
        hang(made, verb, above, dep)
    hang(made, who, verb, "nsubj")
    hang(made, part, who, "acl")
    for k in front:
        hang(made, k, verb, made.dep[k])


_IN_WHICH = frozenset({"in", "during", "by", "from", "after", "since", "amid", "of", "to"})


def _deeds(made: Lists) -> None:
    """ "Killed in police firing", "hurt by army shelling": the deed is a noun, and who did it stands before it."""
    for k in range(2, len(made.lower)):
        doer = made.head[k]
        if made.tag[k] != "VBG" or made.dep[k] != "acl" or doer != k - 1 or made.dep[doer] != "pobj":
            continue
        above = made.head[doer]
        if made.lower[k] not in words("deeds.txt") or made.lower[above] not in _IN_WHICH or above != doer - 1:
            continue
        if any(made.dep[c] == "dobj" for c in made.kids[k]):
            continue
        made.tag[k], made.pos[k], made.lemma[k] = "NN", "NOUN", made.lower[k]
        hang(made, k, above, "pobj")
        hang(made, doer, k, "compound")


def _captives(made: Lists) -> None:
    """ "Took four soldiers prisoner": the soldiers were taken, and are prisoners by it."""
    for k in range(2, len(made.lower)):
        who = k - 1
        if made.lower[k] not in ("prisoner", "hostage", "captive") or made.dep[k] != "dobj" or made.head[who] != k:
            continue
        if made.tag[who] not in ("NNS", "NNPS") or made.dep[who] != "compound":
            continue
        for c in [c for c in made.kids[k] if c != who]:
            hang(made, c, who if c < who else made.head[k], made.dep[c])
        hang(made, who, made.head[k], "dobj")
        made.dep[k] = "oprd"


_WEEKDAYS = frozenset({"monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"})


def _days(made: Lists) -> None:
    """ "On Friday Chad freed nine men": the name after the day is who did it, and no part of the day's name."""
    for k in range(1, len(made.lower) - 2):
        name = made.head[k]
        on, verb = made.head[name], name + 1
        if made.lower[k] not in _WEEKDAYS or made.dep[k] != "compound" or made.lower[k - 1] != "on" or on != k - 1:
            continue
        while verb < len(made.lower) - 1 and made.dep[verb] in ("aux", "auxpass", "neg", "advmod"):
            verb += 1
        own = any(made.dep[c] in ("nsubj", "nsubjpass") for c in made.kids[verb])
        if name < k or made.head[on] != verb or own or made.pos[verb] != "VERB":
            continue
        passive = any(made.dep[c] == "auxpass" for c in made.kids[verb])
        hang(made, k, on, "pobj")
        hang(made, name, verb, "nsubjpass" if passive else "nsubj")


def _complement(made: Lists, verb: int) -> None:
    """An infinitive that only a time parts from the verb that governs it."""
    above = made.head[verb]
    to = next((k for k in made.kids[verb] if made.dep[k] == "aux" and made.lower[k] == "to"), None)
    if to is None or not above < to or any(made.dep[k] in ("dobj", "xcomp", "ccomp") for k in made.kids[above]):
        return
    between = [k for k in made.kids[above] if above < k < to]
    if all(made.dep[k] in ("prep", "npadvmod", "advmod", "prt") for k in between):
        made.dep[verb] = "xcomp"


_SAID = frozenset({"said", "says", "say"})


def _tags(made: Lists) -> None:
    """ "..., wounding a guard, police and a witness said.": who says it all, and is no part of what is said."""
    for said in range(4, len(made.lower)):
        if made.lower[said] not in _SAID or any(made.dep[k] in ("nsubj", "nsubjpass", "aux") for k in made.kids[said]):
            continue
        comma = said - 1
        while comma > max(0, said - 10) and (
            made.pos[comma] in ("DET", "ADJ", "NOUN", "PROPN", "CCONJ", "NUM", "PART") or made.lower[comma] == "of"
        ):
            comma -= 1
        if made.lower[comma] != "," or comma >= said - 2:
            continue
        heads = [
            k
            for k in range(comma + 1, said)
            if made.pos[k] in ("NOUN", "PROPN")
            and made.dep[k] in ("conj", "appos")
            and (made.head[k] < comma or made.dep[k] == "conj")
        ]
        if not heads or made.head[heads[0]] > comma or not any(made.pos[k] == "CCONJ" for k in range(comma + 1, said)):
            continue
        hang(made, heads[0], said, "nsubj")
        for k in heads[1:]:
            hang(made, k, heads[0], "conj")


def _headless(made: Lists, verb: int, noun: int) -> None:
    """A sentence whose head the parser takes to be its subject."""
    own = [made.dep[k] for k in made.kids[verb] if k > verb]
    person = made.pos[noun] == "PROPN" and any(_infinitive(made, k) for k in made.kids[verb] if k > verb)
    if not person and ("dobj" not in own or "agent" in own):
        return
    hang(made, verb, verb, "ROOT")
    for k in [k for k in made.kids[noun] if k > verb]:
        hang(made, k, verb, made.dep[k])
    hang(made, noun, verb, "nsubj")


def _took(made: Lists, verb: int) -> bool:
    """ "Nine fighters handed in their guns": a participle on the sentence's head that has an object and no doer tells what the
    head did; only verbs of giving keep an object in the passive ("prisoners given food")."""
    noun = made.head[verb]
    if (
        made.head[noun] != noun
        or noun > verb
        or (made.lemma[verb] in words("giving_verbs.txt") and not any(made.dep[k] == "prt" for k in made.kids[verb]))
    ):
        return False
    own = [made.dep[k] for k in made.kids[verb]]
    return "dobj" in own and not {"agent", "auxpass", "aux", "mark"} & set(own)


def _infinitive(made: Lists, k: int) -> bool:
    """ "Offered by letter to host talks": what a name does that has an infinitive is told of it, and no participle."""
    to = any(made.lower[a] == "to" and made.dep[a] == "aux" for a in made.kids[k])
    return to and made.dep[k] in ("xcomp", "advcl", "ccomp")


def _second_clause(made: Lists, verb: int, above: int) -> None:
    """ "Called for a truce and Norway offered help": who comes before the second verb does it, and is nothing called for."""
    if any(made.dep[k] in ("nsubj", "nsubjpass", "aux", "mark", "auxpass") for k in made.kids[verb]):
        return
    who = verb - 1
    while made.dep[who] in ("det", "amod", "compound", "punct") and who > above:
        who -= 1
    if made.dep[who] != "conj" or made.pos[who] not in ("NOUN", "PROPN", "PRON") or who <= above:
        return
    first = min([who, *made.kids[who]])
    if made.lower[first - 1] not in ("and", "but", "while") or (
        made.pos[above] != "VERB" and made.pos[above] != "NOUN"
    ):
        return
    top = above
    while made.pos[top] not in ("VERB", "AUX"):
        if made.head[top] == top:
            return
        top = made.head[top]
    hang(made, who, verb, "nsubj")
    hang(made, verb, top, "conj")


_ARGUMENTS = frozenset({"nsubj", "nsubjpass", "dobj", "pobj"})


def _past_again(made: Lists, verb: int, above: int) -> None:
    """A past tense goes on with the past tense that governs the infinitive, not with the infinitive."""
    top = made.head[above]
    bare = not any(made.dep[k] in ("nsubj", "nsubjpass", "aux") for k in made.kids[verb])
    if bare and made.dep[above] in ("ccomp", "xcomp") and made.tag[top] == "VBD" and top < above:
        hang(made, verb, top, "conj")


def _suffered(made: Lists, verb: int, above: int) -> bool:
    """Is a verb coordinated with a passive one, without object and auxiliary of its own ("were killed and nine hurt")."""
    passive = any(made.dep[k] == "auxpass" for k in made.kids[above])
    counted = all(
        made.pos[k] == "NUM" or any(made.dep[n] == "nummod" for n in made.kids[k])
        for k in made.kids[verb]
        if made.dep[k] == "nsubj"
    )
    return passive and counted and not any(made.dep[k] in ("nsubjpass", "dobj", "aux") for k in made.kids[verb])


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
