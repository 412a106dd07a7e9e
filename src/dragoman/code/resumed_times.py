"""The date of an act that goes on from an earlier sentence: "A bomb exploded on Friday. The blast killed twelve."

Never a guess at the topic: a definite noun resumes an act told before (``data/resumed.tsv``); a sentence that only
counts the harm follows the one that tells the act; the next sentence of the paragraph, or a witness right after, tells
more of the same violence; a pronoun goes on within the paragraph.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from functools import cache
from importlib.resources import files

from dragoman.code.narrated_times import follows_at_once
from dragoman.code.placed_times import Placed, is_saying, is_verb, placed, usable, verb_of, words
from dragoman.document import Document, Sentence
from dragoman.parse.syntax import Syntax

REACH = 4
"""So many sentences back a definite noun may resume an act."""
_FINE = ("minute", "day", "week", "month")
_DEFINITE = frozenset({"the", "that", "this", "those", "these", "both"})


@cache
def resumed() -> dict[str, frozenset[str]]:
    """Lemmas that may have told the act, by the noun that resumes it (``data/resumed.tsv``)."""
    text = files("dragoman.code").joinpath("data/resumed.tsv").read_text("utf-8")
    rows = (line.split("\t") for line in text.splitlines()[1:] if not line.startswith("#"))
    return {noun: frozenset(acts.split()) for nouns, acts in rows for noun in nouns.split()}


def earlier(
    doc: Document, syn: Syntax, trigger: int, cues: Collection[int], dated: Callable[[int], Placed | None]
) -> tuple[Placed, str] | None:
    """The expression of an earlier sentence that dates a trigger, and how; ``dated`` gives that of an earlier act."""
    sentence = doc.sentence_of(trigger)
    verb = trigger if is_verb(syn, trigger) else verb_of(syn, trigger)
    means = syn.tag[verb] == "VBG" and syn.dep[verb] == "pcomp" and syn.lower[syn.head[verb]] == "by"
    chief = verb_of(syn, syn.head[verb]) if means else verb  # "replied by shelling the port"
    if sentence.index == 0 or not _simple_past(syn, chief):
        return None
    for k in _definite_nouns(syn, verb, trigger, sentence):
        found = _act_before(doc, syn, sentence, k, resumed()[syn.lemma[k]], cues, dated, REACH)
        if found is not None:
            return found, f"dates the act that 'the {syn.lower[k]}' resumes"
    if _counts_harm(doc, syn, verb, sentence, cues):
        found = _act_before(doc, syn, sentence, None, resumed()["attack"], cues, dated, 1)
        if found is not None:
            return found, "dates the act of the sentence before, whose harm this one counts"
    if _goes_on(doc, syn, verb, sentence, cues):
        found = _act_before(doc, syn, sentence, None, resumed()["attack"], cues, dated, 1)
        if found is not None:
            return found, "dates the act of the sentence before, which this one goes on to tell"
    if _later(doc, syn, verb, sentence, cues):
        found = _act_before(doc, syn, sentence, None, resumed()["attack"], cues, dated, 1)
        if found is not None and not _long_before(syn, found):
            return found, "dates the act of the sentence before, after which this one tells 'later'"
    at_once = follows_at_once(doc, syn, verb, sentence, cues, dated)
    if at_once is not None:
        return at_once
    found = _by_pronoun(doc, syn, verb, sentence, cues)
    return (found, "is told in the sentence before, which this one continues") if found is not None else None


def _simple_past(syn: Syntax, verb: int) -> bool:
    """Past, or a passive in the past: "has killed" counts from a time of its own."""
    aux = {syn.lower[k] for k in syn.children(verb, "aux", "auxpass")}
    return syn.tag[verb] in ("VBD", "VBN") and not aux & {"has", "have", "'ve", "’ve", "will", "would", "is", "are"}


def _definite_nouns(syn: Syntax, verb: int, trigger: int, sentence: Sentence) -> Iterator[int]:
    """Nouns with "the" that resume an act and in or by which that of the verb came about: its subject ("the blast
    killed"), "in the attack", the object of a light verb ("carried out the attack"), or the trigger itself."""
    row = verb
    while syn.head[row] != row and (
        (syn.dep[row] == "conj" and not syn.children(row, "nsubj", "nsubjpass"))
        or (syn.dep[row] == "advcl" and {syn.lower[k] for k in syn.children(row, "mark", "advmod")} & words("together"))
    ):
        row = syn.head[row]
    if trigger == verb and syn.lemma[verb] in words("reaction"):
        return
    for d in sorted({*syn.subtree(verb), *syn.subtree(row)}):
        k = syn.head[d]
        told = syn.dep[d] == "det" and syn.lower[d] in _DEFINITE and sentence.start <= d < sentence.end
        if not told or syn.lemma[k] not in resumed() or verb_of(syn, k) not in (verb, row):
            continue
        if any(syn.lower[m] in words("ordinal") for m in syn.children(k, "amod", "nummod", "compound")):
            continue  # "the second attack" is another
        subject = syn.dep[k] in ("nsubj", "nsubjpass") and syn.head[k] in (verb, row)
        within = syn.dep[k] == "pobj" and syn.lower[syn.head[k]] in words("within")
        light = syn.dep[k] in ("dobj", "obj") and syn.lemma[syn.head[k]] in words("light")
        at = syn.dep[k] == "pobj" and syn.lower[syn.head[k]] in words("at_whom")
        upon = syn.lemma[k] in words("crowd") and (at or syn.dep[k] in ("dobj", "nsubjpass"))
        if k == trigger or (trigger == verb and (subject or within or light or upon)):
            yield k


def _act_before(
    doc: Document,
    syn: Syntax,
    sentence: Sentence,
    noun: int | None,
    acts: frozenset[str],
    cues: Collection[int],
    dated: Callable[[int], Placed | None],
    reach: int,
) -> Placed | None:
    """The one day of the nearest earlier sentence that tells such an act with a date; None where it tells two."""
    names = {syn.lower[k] for k in syn.subtree(noun) if syn.pos[k] == "PROPN"} if noun is not None else set()
    for index in range(sentence.index - 1, max(-1, sentence.index - 1 - reach), -1):
        before = doc.sentences[index]
        if before.role != "body":
            return None
        told = [p for k in range(before.start, before.end) if syn.lemma[k] in acts and (p := dated(k)) is not None]
        if not told:
            # another act with a time of its own in between: the noun may mean that one
            if any(
                before.start <= p.start < before.end and usable(p.timex) and p.said is None for p in placed(doc, cues)
            ):
                return None
            continue
        days = {(p.timex.from_ or "")[:10] for p in told}
        known = names <= {syn.lower[k] for k in range(before.start, before.end)}
        fine = all(p.timex.precision in _FINE and "open-end" not in p.timex.flags for p in told)
        return told[0] if len(days) == 1 and fine and known else None
    return None


def _counts_harm(doc: Document, syn: Syntax, verb: int, sentence: Sentence, cues: Collection[int]) -> bool:
    """Does a sentence without a time of its own only tell of dead and wounded ("At least 12 people were killed")."""
    agentless = syn.lemma[verb] == "die" or (
        syn.tag[verb] == "VBN" and syn.children(verb, "auxpass", "nsubjpass") and not syn.children(verb, "agent")
    )
    above = syn.head[verb]
    chief = above == verb or syn.dep[verb] == "conj" or is_saying(syn, above, cues)
    cause = syn.children(verb, "prep", "agent", "advcl")
    if not agentless or not chief or cause or syn.lemma[verb] not in words("harm"):
        return False
    return _nothing_apart(doc, syn, verb, sentence, cues)


def _nothing_apart(doc: Document, syn: Syntax, verb: int, sentence: Sentence, cues: Collection[int]) -> bool:
    """Has a sentence no time, place or word of its own that parts it from the one before."""
    apart = any(syn.lower[k] in words("apart") for k in range(sentence.start, sentence.end))
    elsewhere = any(syn.ent[k] in ("GPE", "LOC", "FAC") for k in syn.subtree(verb))
    timed = any(
        sentence.start <= p.start < sentence.end and usable(p.timex) and p.said is None for p in placed(doc, cues)
    )
    return not (apart or elsewhere or timed)


def _goes_on(doc: Document, syn: Syntax, verb: int, sentence: Sentence, cues: Collection[int]) -> bool:
    """Does a sentence tell more of the violence of the one before: in the same paragraph, or in a witness's words."""
    top = verb
    while syn.dep[top] == "conj" and syn.head[top] != top:
        top = syn.head[top]
    above = syn.head[top]
    said = above != top and is_saying(syn, above, cues)
    if (above != top and not said) or syn.lemma[verb] not in resumed()["attack"]:
        return False
    if any(syn.lower[m] in words("ordinal") for k in syn.children(verb, "nsubj", "nsubjpass") for m in syn.kids[k]):
        return False
    if syn.pos[sentence.start] == "ADP":
        return False  # "In the capital, ...": a place or time of its own
    seen = said and any(syn.lemma[k] in words("witness") for k in syn.children(above, "nsubj"))
    same = doc.sentences[sentence.index - 1].paragraph == sentence.paragraph
    return (seen or same) and _nothing_apart(doc, syn, verb, sentence, cues)


def _later(doc: Document, syn: Syntax, verb: int, sentence: Sentence, cues: Collection[int]) -> bool:
    """ "Warplanes later bombed the camp", in the paragraph of the act that it follows: nothing says another day."""
    bare = any(syn.lower[k] == "later" and not syn.kids[k] for k in syn.children(verb, "advmod"))
    if not bare or syn.head[verb] != verb or syn.lemma[verb] in words("reaction"):
        return False
    if doc.sentences[sentence.index - 1].paragraph != sentence.paragraph or syn.passive(verb):
        return False
    return not any(
        sentence.start <= p.start < sentence.end and usable(p.timex) and p.said is None for p in placed(doc, cues)
    )


def _long_before(syn: Syntax, told: Placed) -> bool:
    """ "Had taken the town on May 23": what came later than that may have come at any time."""
    return any(syn.lower[k] in ("had", "'d", "’d") for k in syn.children(told.verb, "aux"))


def _by_pronoun(doc: Document, syn: Syntax, verb: int, sentence: Sentence, cues: Collection[int]) -> Placed | None:
    """ "They burned the huts" right after the sentence that tells the day, within the paragraph."""
    before = doc.sentences[sentence.index - 1]
    pronoun = syn.lower[sentence.start] in ("it", "they", "he", "she") and syn.head[sentence.start] == verb
    same = before.paragraph == sentence.paragraph and before.role == "body"
    same = same and not any(syn.lower[k] in words("apart") for k in range(sentence.start, verb))
    if not (pronoun and same and syn.tag[verb] == "VBD"):
        return None
    told = [
        p
        for p in placed(doc, cues)
        if before.start <= p.start < before.end
        and usable(p.timex)
        and p.said is None
        and not p.since
        and not (p.modifies and syn.lemma[p.governor] in words("named"))
        and p.timex.precision in ("day", "minute")
        and "open-end" not in p.timex.flags
    ]
    days = {(p.timex.from_ or "")[:10] for p in told}
    return told[0] if len(days) == 1 else None
