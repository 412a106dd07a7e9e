"""The date of an act that follows at once on what the sentence before tells: "Hours later", "then", "in retaliation".

Hours are the same day's, days are not; retaliation is told of the same day where nothing else is, and so is what police do
to the crowd that the sentence before shows. A mere response may take days.
"""

from __future__ import annotations

from collections.abc import Callable, Collection

from dragoman.code.placed_times import Placed, is_verb, placed, usable, words
from dragoman.document import Document, Sentence
from dragoman.parse.syntax import Syntax

_THEN = frozenset({"then", "thereupon", "immediately"})
_AFTER = frozenset({"afterwards", "afterward", "thereafter", "after"})
_SOON = frozenset({"shortly", "soon", "minutes", "moments", "seconds", "hours", "immediately"})
_THEM = frozenset({"them", "they"})


def follows_at_once(
    doc: Document,
    syn: Syntax,
    verb: int,
    sentence: Sentence,
    cues: Collection[int],
    dated: Callable[[int], Placed | None],
) -> tuple[Placed, str] | None:
    """The expression that dates the sentence before, where the verb tells what came at once of it, and the words that
    say so."""
    if sentence.index == 0:
        return None
    before = doc.sentences[sentence.index - 1]
    if before.role != "body" or _timed(doc, sentence, cues):
        return None
    word = _hours_later(syn, verb, sentence) or (
        before.paragraph == sentence.paragraph
        and (_then(syn, verb) or _reply(syn, verb, sentence) or _on_the_crowd(doc, syn, verb, before))
    )
    if not word:
        return None
    found = _day_of(doc, syn, before, cues, dated)
    return (found, f"dates the sentence before, on which {word!r} follows at once") if found is not None else None


def _timed(doc: Document, sentence: Sentence, cues: Collection[int]) -> bool:
    return any(
        sentence.start <= p.start < sentence.end and usable(p.timex) and p.said is None for p in placed(doc, cues)
    )


def _hours_later(syn: Syntax, verb: int, sentence: Sentence) -> str:
    """ "Hours later", "shortly afterwards", "minutes after that" before the verb."""
    first = range(sentence.start, min(sentence.start + 4, verb))
    for k in first:
        if syn.lower[k] in _SOON and k + 1 < sentence.end and syn.lower[k + 1] in ("later", *_AFTER):
            return f"{syn.lower[k]} {syn.lower[k + 1]}"
    return ""


def _then(syn: Syntax, verb: int) -> str:
    return next((syn.lower[k] for k in syn.children(verb, "advmod") if syn.lower[k] in _THEN and k < verb), "")


def _reply(syn: Syntax, verb: int, sentence: Sentence) -> str:
    """ "Retaliated by shelling", "returned fire", "in reply"."""
    row = verb
    while syn.dep[row] in ("conj", "pcomp", "xcomp", "prep", "advcl") and syn.head[row] != row:
        row = syn.head[row]
        if syn.lemma[row] in words("reply"):
            return syn.lower[row]
    if syn.lemma[verb] in words("reply"):
        return syn.lower[verb]
    for k in range(sentence.start, sentence.end - 1):
        if syn.lower[k] == "in" and syn.lower[k + 1] in ("retaliation", "revenge", "reprisal"):
            return f"in {syn.lower[k + 1]}"
    return ""


def _on_the_crowd(doc: Document, syn: Syntax, verb: int, before: Sentence) -> str:
    """ "Police fired tear gas to disperse them": what is done to those who gathered in the sentence before."""
    if syn.lemma[verb] not in words("on_crowd") or syn.tag[verb] not in ("VBD", "VB"):
        return ""
    row = [verb, *(k for k in syn.children(verb, "advcl", "xcomp", "conj"))]
    while syn.dep[row[0]] == "conj":
        row.insert(0, syn.head[row[0]])
    upon = any(syn.lower[k] in _THEM and syn.dep[k] in ("dobj", "pobj") for r in row for k in syn.subtree(r))
    gas = any(syn.lower[k] in ("gas", "teargas", "cannon", "batons", "truncheons") for k in syn.subtree(verb))
    crowd = any(
        syn.lemma[k] in words("crowd") or (is_verb(syn, k) and syn.lemma[k] in words("gathered"))
        for k in range(before.start, before.end)
    )
    return syn.lower[verb] if crowd and (upon or gas) else ""


def _day_of(
    doc: Document, syn: Syntax, before: Sentence, cues: Collection[int], dated: Callable[[int], Placed | None]
) -> Placed | None:
    """The one day that a sentence tells of its acts, its own or taken up from those before it."""
    told = [
        p
        for p in placed(doc, cues)
        if before.start <= p.start < before.end
        and usable(p.timex)
        and p.said is None
        and not p.since
        and not p.modifies
        and p.timex.precision in ("day", "minute")
        and "open-end" not in p.timex.flags
    ]
    if not told:
        verbs = [k for k in range(before.start, before.end) if is_verb(syn, k) and syn.tag[k] in ("VBD", "VBN", "VBG")]
        told = [p for k in verbs if (p := dated(k)) is not None and p.timex.precision in ("day", "minute")]
    days = {(p.timex.from_ or "")[:10] for p in told}
    return told[0] if len(days) == 1 else None
