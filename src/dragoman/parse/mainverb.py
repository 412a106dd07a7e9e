"""Sentences whose main verb, or its subject or object, a parser loses.

"Police, which had lost a post, teamed up with marines", "a convent sheltered families": the parser takes the verb for a
participle of a noun and that noun for the head. "In a move that surprised many, Chad and Niger agreed": it takes the subject
for more of those surprised. "Returned last week two bronzes": what follows the day is the object.
"""

from __future__ import annotations

from dragoman.parse.lists import Lists, hang, under

_NOUNS = ("NOUN", "PROPN")
_FINITE = frozenset({"VBD", "VBZ", "VBP", "MD"})
_PAST = frozenset({"VBD", "VBN"})
_LOOSE = frozenset({"advcl", "npadvmod", "appos", "dep"})
_BETWEEN = frozenset({"aux", "auxpass", "neg", "advmod"})
_TIMES = frozenset(
    ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "today", "yesterday", "overnight", "week", "month",
     "year", "day", "night", "morning", "evening", "afternoon", "weekend", "january", "february", "march", "april", "may", "june",
     "july", "august", "september", "october", "november", "december"]
)  # fmt: skip


def main_verb(made: Lists, root: int) -> None:
    """Set right the sentence that hangs on ``root``."""
    if made.pos[root] in _NOUNS:
        _verbless(made, root)
    elif made.pos[root] in ("VERB", "AUX"):
        _subject_lost(made, root)
        _second_subject(made, root)
        _object_after_time(made, root)


def _verbless(made: Lists, noun: int) -> None:
    """A sentence that has no verb but what the parser takes for a participle."""
    if not any(made.lower[k] == "." for k in under(made, noun)[-2:]):
        return  # a headline, a list
    main = under(made, noun, without=("relcl",))
    pasts = [k for k in main if made.tag[k] in _PAST and made.dep[k] == "acl"]
    finite = [k for k in main if made.tag[k] in _FINITE and k not in pasts and made.dep[k] != "amod"]
    astray = [k for k in pasts if made.head[k] != noun and _has(made, k, "dobj") and not _has(made, k, "agent")]
    if len(astray) == 1 and not set(finite) - set(under(made, astray[0])):  # "men on a motorcycle fired shots at"
        _lead(made, astray[0])
        hang(made, noun, astray[0], "nsubj")
        return
    if finite or any(made.head[k] != noun for k in pasts):
        return  # another may be the verb
    for k in reversed(made.kids[noun]):
        if (
            made.dep[k] == "acl"
            and made.tag[k] in _PAST
            and k > noun
            and not _has(made, k, "agent", "auxpass", "nsubj")
        ):
            _lead(made, k)
            for j in [j for j in made.kids[noun] if j > k]:
                hang(made, j, k, made.dep[j])
            hang(made, noun, k, "nsubj")
            return
    for thing in [noun, *(k for k in made.kids[noun] if made.dep[k] in ("appos", "dobj"))]:
        for k in made.kids[thing]:
            if made.dep[k] == "amod" and k < thing and _verb_before(made, k, thing, noun):
                return
    for dress in (k for k in made.kids[noun] if made.dep[k] == "acl" and made.tag[k] == "VBG" and k == noun + 1):
        _behind_a_dress(made, noun, dress)


def _verb_before(made: Lists, verb: int, thing: int, top: int) -> bool:
    """Make the participle before a noun the verb, and the noun its object."""
    if made.tag[verb] not in _PAST and not (made.tag[verb] == "JJ" and made.lower[verb].endswith("ed")):
        return False
    own = [j for j in made.kids[verb] if made.dep[j] == "nsubj"]
    before_it = verb - 1
    while before_it > 1 and made.lower[before_it] == "-":  # "police baton-charged lawyers"
        before_it -= 2
    if thing != top and made.dep[thing] == "dobj":  # "soldiers gang-raped two women"
        if before_it != top:
            return False
        doer = top
    elif thing != top:  # "Turkey, which ..., shared intelligence with Spain"
        if made.lower[verb - 1] != ",":
            return False
        doer = top
    elif own:
        doer = own[0]
    elif before_it >= 0 and made.pos[before_it] in _NOUNS and made.head[before_it] in (verb, thing):
        doer = before_it
    else:
        return False
    before = [j for j in (*made.kids[thing], *made.kids[verb]) if j < doer and thing == top]
    after = [j for j in made.kids[top] if j > thing and thing != top]
    made.pos[verb] = "VERB"
    if made.lemma[verb] == made.lower[verb]:
        made.lemma[verb] = _lemma(made.lower[verb])
    _lead(made, verb)
    hang(made, thing, verb, "dobj")
    for j in after:
        hang(made, j, verb, made.dep[j])
    hang(made, doer, verb, "nsubj")
    if not own:
        for j in before:
            hang(made, j, doer, made.dep[j])
    return True


def _behind_a_dress(made: Lists, doer: int, dress: int) -> None:
    """ "Gunmen riding a motorcycle murdered a labour leader": what the parser takes for one long object holds the verb."""
    for thing in (k for k in made.kids[dress] if made.dep[k] == "dobj"):
        hidden = [k for k in under(made, thing) if made.tag[k] in _PAST and made.dep[k] == "amod" and k < thing]
        for verb in hidden:
            ridden = verb - 1
            if made.pos[ridden] != "NOUN" or ridden <= dress + 1 or made.lower[ridden + 1] == "-":
                continue
            before = [k for k in range(dress + 1, ridden) if made.head[k] >= verb]
            _lead(made, verb)
            made.pos[verb] = "VERB"
            hang(made, thing, verb, "dobj")
            hang(made, doer, verb, "nsubj")
            hang(made, ridden, dress, "dobj")
            for k in before:
                hang(made, k, ridden, made.dep[k] if made.dep[k] in ("det", "amod", "nummod", "poss") else "compound")
            for k in [k for k in made.kids[doer] if k > thing]:
                hang(made, k, verb, made.dep[k])
            return


def _lemma(past: str) -> str:
    """The verb of a regular past that the tagger took for an adjective ("shared")."""
    return past[:-1] if past[-3] not in "aeiou" and past[-4:-3] in "aeiou" else past[:-2]


def _lead(made: Lists, verb: int) -> None:
    made.tag[verb] = "VBD"
    hang(made, verb, verb, "ROOT")


def _has(made: Lists, k: int, *deps: str) -> bool:
    return any(made.dep[j] in deps for j in made.kids[k])


def _subject_lost(made: Lists, verb: int) -> None:
    """A finite verb without a subject: the last of those coordinated before it, from the comma on, are its subject."""
    if made.tag[verb] == "VB" or _has(made, verb, "nsubj", "nsubjpass", "csubj", "expl"):
        return
    first = min([j for j in made.kids[verb] if made.dep[j] in _BETWEEN and verb - 4 < j < verb] or [verb])
    last = first - 1
    if last < 2 or made.dep[last] != "conj" or made.pos[last] not in _NOUNS:
        return
    found, k = None, last
    while made.dep[k] == "conj":
        edge = min(under(made, k))
        above = made.head[k]
        if edge and made.lower[edge - 1] == ",":
            found = k
        if any(made.dep[j] == "cc" and above < j < edge for j in made.kids[above]) and found == k:
            found = None
        k = above
    if found is None or made.dep[k] not in ("pobj", "dobj"):
        return
    passive = _has(made, verb, "auxpass")
    hang(made, found, verb, "nsubjpass" if passive else "nsubj")


def _second_subject(made: Lists, verb: int) -> None:
    """ "A commando murdered Attorney General John Smith": of two subjects the one behind the verb is its object."""
    if made.tag[verb] not in ("VBD", "VBZ", "VBP") or _has(
        made, verb, "dobj", "auxpass", "ccomp", "xcomp", "attr", "acomp"
    ):
        return
    subjects = [k for k in made.kids[verb] if made.dep[k] == "nsubj"]
    if len(subjects) == 2 and subjects[0] < verb < subjects[1] and made.pos[subjects[1]] in _NOUNS:
        if not any(made.lower[k] in (",", '"', "”") for k in range(verb, min(under(made, subjects[1])))):
            made.dep[subjects[1]] = "dobj"


def _object_after_time(made: Lists, verb: int) -> None:
    """ "Returned late last week two bronzes", "outlawed on Monday the movement"."""
    if _has(made, verb, "dobj", "auxpass", "nsubjpass", "attr", "acomp", "ccomp", "xcomp"):
        return
    for k in made.kids[verb]:
        if k < verb or made.dep[k] not in _LOOSE or made.pos[k] not in _NOUNS or made.lower[k] in _TIMES:
            continue
        edge = min(under(made, k))
        times = [
            t for j in made.kids[verb] if verb < j < k for t in (j, *made.kids[j]) if made.lower[t] in _TIMES and t < k
        ]
        if not times or any(made.lower[j] in (",", ";") for j in range(verb, edge)):
            continue
        made.dep[k] = "dobj"
        for j in [j for j in made.kids[times[-1]] if times[-1] < j < k and made.dep[j] == "nummod"]:
            hang(made, j, k, "nummod")
        return
