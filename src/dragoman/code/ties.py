"""Ties between time expressions and predicates: how closely each governs a trigger, and in what way.

A tie is a number (small is close) and words for ``why``; None where the expression dates something else.
"""

from __future__ import annotations

from collections.abc import Collection

from dragoman.code.placed_times import Placed, is_saying, is_verb, verb_of, words
from dragoman.parse.syntax import Syntax

_FINENESS = {"minute": 0, "day": 1, "week": 2, "month": 3, "year": 4, "decade": 5, "unknown": 6}


def choose(syn: Syntax, trigger: int, here: list[Placed], cues: Collection[int]) -> tuple[Placed, str] | None:
    """The expression that governs a trigger, and how; the closest tie wins, then the finest, then the first."""
    verb = trigger if is_verb(syn, trigger) else verb_of(syn, trigger)
    here = [p for p in here if not _ranked(syn, p)]
    scored = [(s[0], p, s[1]) for p in here if (s := _tie(syn, trigger, verb, p, here, cues)) is not None]
    if not scored:
        return None
    _, p, how = min(scored, key=lambda s: (s[0], _FINENESS[s[1].timex.precision], s[1].start))
    return p, how


def _ranked(syn: Syntax, p: Placed) -> bool:
    """Is a "since ..." or "in the past ten years" only the span of a comparison ("the worst attack since 2011")."""
    spans = "open-end" in p.timex.flags or p.since or p.since_noun or p.timex.rule.startswith("times.anchored")
    if not spans:
        return False
    words_before = range(max(0, p.start - 14), p.start)
    return any(syn.tag[k] in ("JJS", "RBS") or syn.lower[k] in words("ranked") for k in words_before)


def _tie(
    syn: Syntax, trigger: int, verb: int, p: Placed, here: list[Placed], cues: Collection[int]
) -> tuple[float, str] | None:
    """How closely an expression is tied to a trigger (small is close), None where it does not govern it."""
    if p.said is not None:
        if p.said == trigger:
            return 0.0, "hangs on the trigger"
        return _beside_saying(syn, trigger, verb, p, here, cues)
    if syn.dep[verb] in ("relcl", "advcl", "acl") and p.start <= syn.head[verb] < p.end:
        return 0.2, "is what its clause describes"
    if p.governor == trigger or p.head == trigger:
        return 0.0, "hangs on the trigger"
    nominal = trigger != verb
    if p.modifies and syn.lemma[p.governor] in words("named"):
        return None
    within = next((k for k in syn.ancestors(p.head) if k == trigger or is_verb(syn, k)), None) == trigger
    if nominal and within and not (p.modifies and syn.pos[p.governor] != "ADP"):
        return 0.5, "stands within the event noun's phrase"
    begun = syn.lemma[p.verb] in words("light") and syn.dep[p.verb] in ("relcl", "acl") and syn.head[p.verb] == trigger
    if nominal and begun:
        return 0.6, f"tells when {syn.lower[trigger]!r} took place"
    behind = syn.head[p.governor]
    if p.governor != p.verb and syn.lemma[p.governor] in words("event_noun") and syn.dep[p.governor] == "pobj":
        if nominal or syn.lower[behind] in words("refers"):
            # "arrested after the murder on 18 August": the murder's day
            return None
    if (
        syn.dep[verb] in ("relcl", "acl")
        and syn.head[verb] == p.governor
        and syn.lemma[p.governor] in words("event_noun")
    ):
        return 0.8, f"dates {syn.lower[p.governor]!r}, which its clause describes"
    if p.modifies:
        return _through_noun(syn, verb, p)
    object_noun = nominal and syn.dep[trigger] not in ("nsubj", "nsubjpass")
    if object_noun and (syn.lemma[verb] in words("reaction") or is_saying(syn, verb, cues)):
        return None
    if nominal and _looked_back_on(syn, trigger):
        return None
    came_of = next((k for k in list(syn.ancestors(verb))[:3] if syn.lemma[k] in words("result")), None)
    if came_of is not None and syn.dep[came_of] == "advcl" and syn.dep[verb] in ("pcomp", "acl"):
        # "resulting in two being killed": when what it came of took place
        verb = came_of
    if p.verb == verb:
        if nominal and is_saying(syn, verb, cues):
            return None
        return (1.0 if p.governor == verb else 1.6), "stands in the clause of the trigger"
    return _shared(syn, verb, p, here, cues)


def _beside_saying(
    syn: Syntax, trigger: int, verb: int, p: Placed, here: list[Placed], cues: Collection[int]
) -> tuple[float, str] | None:
    """ "Peru on Monday recalled its envoy and suspended talks": the time before a row of verbs is that of all; behind the
    first ("said on Monday that ... and accused") it is that of another speech act only."""
    own = any(q is not p and q.verb == verb and not q.modifies and q.said is None for q in here)
    joined = syn.dep[verb] == "conj" and syn.head[verb] == p.said and not syn.children(verb, "nsubj", "nsubjpass")
    if own or not joined or (trigger != verb and syn.dep[trigger] not in ("dobj", "pobj")):
        return None
    if p.head < (p.said or 0) or (verb in cues and p.head < verb):
        return 2.3, f"stands with the verb {syn.lower[p.said or 0]!r} that it is coordinated with"
    return None


def _looked_back_on(syn: Syntax, noun: int) -> bool:
    """Does a noun stand behind a preposition that only refers to its act ("arrested over the raid", "for the attack",
    "in connection with the assault"), so that the time of the clause is not its own."""
    prep = syn.head[noun]
    if (
        syn.dep[noun] == "pobj"
        and syn.lower[prep] in ("from", "of", "in")
        and syn.lemma[syn.head[prep]] in ("toll", "count")
    ):
        # "the toll from a bombing rose to six on Thursday"
        return True
    if syn.dep[noun] != "pobj" or syn.lower[prep] not in words("refers"):
        return False
    if syn.lower[prep] == "for":
        return syn.lemma[noun] not in words("gathering")
    return syn.lower[prep] != "with" or syn.lower[syn.head[prep]] in ("connection", "link", "relation")


def _through_noun(syn: Syntax, verb: int, p: Placed) -> tuple[float, str] | None:
    """A time before a noun dates the verb too where that noun is the event in which it happened: its subject
    ("Saturday's attack killed"), the object of a light verb ("staged"), or in its clause ("hurt in Friday's raid")."""
    noun = p.governor
    event = syn.lemma[noun] in words("event_noun")
    subject = syn.dep[noun] in ("nsubj", "nsubjpass") and syn.head[noun] == verb
    light = syn.lemma[verb] in words("light") and syn.head[noun] == verb
    if (subject and event) or light:
        return 2.2, f"dates {syn.lower[noun]!r}, a party to its clause"
    within = syn.dep[noun] == "pobj" and syn.lower[syn.head[noun]] in words("within") and verb_of(syn, noun) == verb
    tried = syn.lemma[verb] in words("judicial") and syn.lower[syn.head[noun]] == "in"
    return (2.2, f"dates {syn.lower[noun]!r}, in which it happened") if event and within and not tried else None


def _shared(syn: Syntax, verb: int, p: Placed, here: list[Placed], cues: Collection[int]) -> tuple[float, str] | None:
    """Ties through clauses that share their time."""
    if p.governor != p.verb and syn.lemma[p.governor] in words("gathering"):
        return None
    dep, above = syn.dep[verb], verb_of(syn, syn.head[verb]) if syn.head[verb] != verb else verb
    own = any(q is not p and q.verb == verb and not q.modifies and q.said is None for q in here)
    marks = {syn.lower[k] for k in syn.children(verb, "mark", "advmod")}
    if _apart(syn, verb, above, p, here, cues):
        return None
    if p.verb == above != verb and not is_saying(syn, above, cues) and not own:
        how = f"stands with the verb {syn.lower[above]!r} that governs it"
        first = p.head < min(verb, above)
        if dep == "xcomp" or (dep == "advcl" and (not marks or marks <= words("together"))):
            return 2.0, how
        if dep == "acl" and syn.tag[verb] == "VBG" and verb > above and syn.lower[verb - 1] == ",":
            return 2.0, how
        if dep == "conj" and (first or not syn.children(verb, "nsubj", "nsubjpass") or _in_reply(syn, verb, above)):
            return 2.3, f"stands with the verb {syn.lower[above]!r} that it is coordinated with"
        if dep == "pcomp" and syn.lower[syn.head[verb]] == "by":
            return 2.2, f"tells how {syn.lower[above]!r} was done"
    first_harm = (
        syn.dep[above] == "conj"
        and syn.head[above] == p.verb
        and {syn.lemma[above], syn.lemma[p.verb]} <= words("harm")
    )
    if dep == "advcl" and marks and marks <= words("together") and first_harm and not own:
        return 2.4, f"stands with {syn.lower[p.verb]!r}, of the same moment"
    if p.verb != verb and not own and (joint := _coordinated(syn, verb, p, here)):
        return 2.5, joint
    inside = syn.head[p.verb]
    if syn.dep[p.verb] in ("pcomp", "pobj") and syn.lower[inside] in words("within") and syn.head[inside] == verb:
        return 2.2, f"dates {syn.lower[p.verb]!r}, in which it happened"
    by = syn.dep[p.verb] == "pcomp" and syn.lower[inside] == "by" and syn.head[inside] == verb
    if by and not own and p.start > p.verb:
        return 2.2, f"dates how it was done, {syn.lower[p.verb]!r}"
    if syn.head[p.verb] == verb and syn.dep[p.verb] == "xcomp":
        return 2.1, "stands with the verb that completes it"
    inner = {syn.lower[k] for k in syn.children(p.verb, "mark", "advmod")}
    spoken = syn.lemma[p.verb] in words("saying") or p.verb in cues
    over = syn.head[p.verb]
    harmed = syn.dep[over] == "conj" and syn.head[over] == verb and {syn.lemma[over], syn.lemma[verb]} <= words("harm")
    together = syn.dep[p.verb] == "advcl" and inner and inner <= words("together")
    as_prep = syn.dep[p.verb] == "pcomp" and syn.lower[over] == "as" and syn.head[over] == verb
    if as_prep and not spoken and not own:
        return 2.4, "stands in its as-clause"
    if (over == verb or harmed) and together and not spoken:
        return 2.4, f"stands in its {min(inner)}-clause"
    if p.verb != verb and _opens_since(syn, verb, p):
        return 1.8, "opens the time of the sentence in a since-clause"
    trailing = syn.tag[p.verb] == "VBG" and not inner and p.start > p.verb > verb
    if syn.head[p.verb] == verb and syn.dep[p.verb] == "advcl" and trailing and not own:
        # "attacked a bus, killing six people on Friday"
        return None if spoken or syn.lemma[p.verb] in words("reaction") else (2.4, "closes its participle clause")
    noun = syn.head[p.verb]
    if syn.dep[p.verb] == "acl" and trailing and not own and syn.lemma[p.verb] in words("under_way"):
        # "a bomb tore through a bus carrying miners on Friday"
        if verb_of(syn, noun) == verb:
            return 2.5, f"closes what {syn.lower[noun]!r} was doing"
    light = syn.lemma[p.verb] in words("light") and syn.dep[p.verb] in ("relcl", "acl")
    if light and syn.dep[noun] == "pobj" and syn.lower[syn.head[noun]] in words("within") and noun > verb:
        if verb_of(syn, noun) == verb:
            return 2.4, f"tells when {syn.lower[noun]!r}, in which it happened, took place"
    if light and syn.head[syn.head[p.verb]] == verb and syn.dep[syn.head[p.verb]] in ("nsubj", "nsubjpass"):
        return 2.4, f"tells when {syn.lower[syn.head[p.verb]]!r}, its subject, took place"
    if dep == "conj" and above != verb and not own and not syn.children(verb, "nsubj", "nsubjpass", "aux"):
        # "stopped a bus carrying miners on Monday and shot two of them"
        if (row := _shared(syn, above, p, here, cues)) is not None and syn.tag[verb] == syn.tag[above]:
            return row[0] + 0.3, f"{row[1]}, as with the verb {syn.lower[above]!r} before it"
    return None


def _apart(syn: Syntax, verb: int, above: int, p: Placed, here: list[Placed], cues: Collection[int]) -> bool:
    """Is the act of a dependent clause not at the time of the verb above it: what is intended ("agreed on Monday to
    withdraw"), what a speaker does within what is said ("said that jets struck on Sunday, condemning ..."), or what
    follows another clause with its own time."""
    dep, before = syn.dep[verb], p.start < verb
    if dep not in ("xcomp", "advcl", "acl") or p.verb != above:
        return False
    infinitive = syn.tag[verb] == "VB" and any(syn.lower[k] == "to" for k in syn.children(verb, "aux"))
    if infinitive and before and (dep != "xcomp" or syn.lemma[above] in words("intends")):
        return True
    within_saying = syn.dep[above] == "ccomp" and is_saying(syn, syn.head[above], cues)
    if syn.tag[verb] == "VBG" and syn.lemma[verb] in words("reaction") and within_saying:
        return True
    return any(
        p.end <= q.start < verb and q.verb not in (p.verb, verb) and q.said is None and not q.modifies for q in here
    )


def _in_reply(syn: Syntax, verb: int, above: int) -> bool:
    """Does a clause with a subject of its own tell what came at once of the one before it ("students marched on Sunday,
    and police arrested 30"): both in the simple past, joined by "and", with no word that parts them."""
    tags = {syn.tag[k] if not syn.children(k, "auxpass") else "VBD" for k in (verb, above)}
    joined = any(syn.lower[k] == "and" for k in syn.children(above, "cc"))
    between = range(above, verb + 1)
    parted = any(syn.lower[k] in words("apart") for k in (*between, *syn.children(verb, "advmod")))
    return tags == {"VBD"} and joined and not parted and not syn.children(verb, "aux")


def _coordinated(syn: Syntax, verb: int, p: Placed, here: list[Placed]) -> str | None:
    """A time before a row of verbs without subjects of their own, or after its last ("killed five and wounded three on
    Monday"; also "five were killed and three were wounded on Monday", where both tell of harm)."""
    row, harm = [verb], words("harm")
    while syn.dep[row[-1]] == "conj" and not syn.children(row[-1], "nsubj", "nsubjpass") and len(row) < 6:
        row.append(syn.head[row[-1]])
        if row[-1] == p.verb:
            return f"stands with the verb {syn.lower[p.verb]!r} of the same row"
    last = p.verb
    for _ in range(4):
        if syn.dep[last] != "conj" or p.start < p.verb:
            return None
        alike = syn.lemma[last] in harm and syn.lemma[verb] in harm
        if syn.children(last, "nsubj", "nsubjpass") and not alike:
            return None
        last = syn.head[last]
        if last == verb:
            return f"stands after the verb {syn.lower[p.verb]!r} that it is coordinated with"
    return None


def _opens_since(syn: Syntax, verb: int, p: Placed) -> bool:
    """Does a since-clause hold the expression and this verb tell what has gone on from then ("Since the war began in
    May, they have ...")."""
    if not p.since or p.verb == verb:
        return False
    aux = {syn.lower[k] for k in syn.children(verb, "aux", "auxpass")}
    above = set(syn.ancestors(p.verb)) | {p.verb}
    return verb in above or (verb > p.end and bool(aux & {"has", "have", "'ve", "’ve"}) and syn.dep[verb] != "relcl")
