"""New harm or a running total: the words that tell, and the time that the total spans."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Literal, NamedTuple

from dragoman.document import Document, Sentence
from dragoman.extract.quantities.numbers import Number
from dragoman.extract.quantities.vocabulary import scope_words, short_wars, wars
from dragoman.parse.syntax import Syntax
from dragoman.record import Timex

Scope = Literal["incident", "cumulative"]
_TOTAL_VERBS = frozenset(
    {
        "bring",
        "raise",
        "lift",
        "push",
        "take",
        "rise",
        "climb",
        "increase",
        "grow",
        "mount",
        "reach",
        "pass",
        "exceed",
        "surpass",
        "top",
    }
)
_LONG = frozenset({"over", "during", "in", "within", "throughout", "for"})
_LONG_WORDS = frozenset({"past", "last"})
_LONG_UNITS = frozenset({"week", "weeks", "month", "months", "year", "years", "decade", "decades", "days"})
_MONTH = 28
_TOLL = frozenset({"toll", "tally"})


class Spanned(NamedTuple):
    """Scope, ISO dates of the span, and why."""

    scope: Scope
    since: str | None = None
    until: str | None = None
    why: str = "of this incident"


def scope_of(doc: Document, syn: Syntax, sentence: Sentence, n: Number, trigger: int | None) -> Spanned:
    """The scope of one count."""
    low = syn.lower
    clause = range(sentence.start, sentence.end)
    since = next((k for k in clause if low[k] == "since" and _clause_reached(syn, k, trigger)), None)
    if since is not None and (day := _since(doc, syn, since, sentence)) != "":
        return Spanned("cumulative", day, None, "a running total by 'since'")
    words = set(low[sentence.start : sentence.end])
    for phrase in scope_words("sentence"):
        if phrase[0] not in words:
            continue
        at = next((k for k in clause if tuple(low[k : k + len(phrase)]) == phrase), None)
        if at is None or not _clause_reached(syn, at, trigger):
            continue
        first, last = _span_beside(doc, at, at + len(phrase), phrase)
        told = ""
        if first is None:
            first = _since_before(doc, syn, sentence)
            told = " since the start told in the sentence before" if first else ""
        return Spanned("cumulative", first, last, f"a running total by {' '.join(phrase)!r}{told}")
    if trigger is not None and syn.lemma[trigger] in _TOLL:
        return Spanned("cumulative", None, None, f"a running total by {low[trigger]!r}")
    window = low[max(sentence.start, n.start - 6) : n.end + 3]
    for phrase in scope_words("near"):
        if any(tuple(window[k : k + len(phrase)]) == phrase for k in range(len(window))):
            return Spanned("cumulative", None, None, f"a running total by {' '.join(phrase)!r}")
    if low[n.start - 1 : n.start] == ["to"] and trigger is not None:
        verb = syn.head[n.start - 1]
        if syn.lemma[verb] in _TOTAL_VERBS:
            return Spanned("cumulative", None, None, f"a running total by {low[verb]!r}")
    long = _long_time(doc, syn, sentence, trigger)
    if long is not None:
        return Spanned(
            "cumulative", long.from_[:10] if long.from_ else None, None, f"a running total over {long.text!r}"
        )
    between = _between(doc, syn, sentence, trigger)
    if between is not None:
        return Spanned("cumulative", between[0], between[1], "a running total between two days")
    if trigger is not None and _perfect(syn, trigger):
        war = next(
            (
                k
                for k in clause
                if syn.lemma[k] in wars()
                and syn.dep[k] == "pobj"
                and low[syn.head[k]] in ("in", "during", "throughout", "of")
            ),
            None,
        )
        if war is not None and trigger in syn.ancestors(war):
            return Spanned("cumulative", None, None, f"a running total of the {low[war]!r}")
    killer = _war_that(syn, trigger) if trigger is not None else None
    if killer is not None:
        return Spanned("cumulative", None, None, f"a running total of the {low[killer]!r}")
    return Spanned("incident")


def _war_that(syn: Syntax, trigger: int) -> int | None:
    """ "A war that has killed 40,000", "the conflict claimed 300 lives": the conflict as the doer of the count's verb."""
    if syn.pos[trigger] not in ("VERB", "AUX"):
        trigger = syn.head[trigger]  # "claimed 300 lives"
    doers = [
        syn.head[trigger] if syn.tag[k] in ("WDT", "WP") and syn.dep[trigger] == "relcl" else k
        for k in syn.children(trigger, "nsubj")
    ]
    return next((k for k in doers if syn.lemma[k] in wars() and syn.lemma[k] not in short_wars()), None)


def _clause_reached(syn: Syntax, k: int, trigger: int | None) -> bool:
    """Does a word belong to the clause of the count: its verb is the count's, stands above it, or is coordinated with it."""
    if trigger is None:
        return True
    verb = k
    for a in syn.ancestors(k):
        verb = a
        if syn.pos[a] in ("VERB", "AUX"):
            break
    if syn.lower[k] == "since" and syn.dep[k] == "mark":  # "since the war began": the clause above is meant
        verb = syn.head[verb] if syn.dep[verb] in ("advcl", "acl", "relcl") else verb
    chain = {trigger, *syn.ancestors(trigger)}
    if verb in chain:
        return not _cut(syn, trigger, verb)
    return trigger in syn.ancestors(verb) or (syn.head[verb] in chain and syn.dep[verb] in ("advcl", "conj", "ccomp"))


def _cut(syn: Syntax, low: int, high: int) -> bool:
    """A relative clause or an "after" clause between the count and the word: another event's time."""
    k = low
    while k != high and syn.head[k] != k:
        if syn.dep[k] == "relcl" or (
            syn.dep[k] == "advcl" and any(syn.lower[m] in ("after", "when", "before") for m in syn.kids[k])
        ):
            return True
        k = syn.head[k]
    return False


def _times_in(doc: Document, start: int, end: int) -> list[Timex]:
    if start >= end:
        return []
    a, b = doc.span(start, start + 1).start, doc.span(end - 1, end).end
    return [t for t in doc.times if t.start < b and a < t.end]


def _since(doc: Document, syn: Syntax, k: int, sentence: Sentence) -> str | None:
    """The day that "since" opens at; None where it tells none; "" where it is no since of time."""
    if syn.lower[k + 1 : k + 2] in (["then"], [","], ["."]):
        return _since_before(doc, syn, sentence)
    end = next(
        (j for j in range(k + 1, min(k + 12, sentence.end)) if syn.lower[j] in (",", ";")), min(k + 12, sentence.end)
    )
    found = [t for t in _times_in(doc, k + 1, end) if t.from_ and t.type in ("DATE", "TIME")]
    if found:
        return (found[0].from_ or "")[:10]
    if syn.dep[k] == "mark" and not any(syn.tag[j] in ("VBD", "VBN") for j in range(k, end)):
        return ""
    return None


def _span_beside(doc: Document, start: int, end: int, phrase: tuple[str, ...]) -> tuple[str | None, str | None]:
    """ "So far this year": since its first day; "as of Monday": until that day."""
    times = [t for t in _times_in(doc, start, min(end + 4, len(doc.tokens))) if t.from_]
    if not times:
        return None, None
    t = times[0]
    if phrase == ("as", "of"):
        return None, (t.to or t.from_ or "")[:10]
    if phrase in (("so", "far"), ("thus", "far")) and (t.from_ or "")[:10] != (t.to or "")[:10]:
        return (t.from_ or "")[:10], None
    return None, None


def _long_time(doc: Document, syn: Syntax, sentence: Sentence, trigger: int | None) -> Timex | None:
    """ "Over the past two years", "in the last decade", "during 12 years of war" with a count of harm in its clause."""
    if trigger is None:
        return None
    for k in range(sentence.start, sentence.end - 2):
        if syn.lower[k] not in _LONG or syn.pos[k] not in ("ADP", "SCONJ"):
            continue
        words = syn.lower[k + 1 : k + 6]
        if not (set(words) & _LONG_WORDS and set(words) & _LONG_UNITS) or not _clause_reached(syn, k, trigger):
            continue
        if "week" in words and not _perfect(syn, trigger):
            continue
        if not ({"years", "months", "decade", "decades", "weeks", "days"} & set(words)) and not _perfect(syn, trigger):
            continue
        found = _times_in(doc, k + 1, k + 6)
        if found:
            return found[0]
    return None


def _between(doc: Document, syn: Syntax, sentence: Sentence, trigger: int | None) -> tuple[str, str] | None:
    """ "Killed between Jan. 1 and June 30": the first and the last day, where they lie a month or more apart."""
    for k in range(sentence.start, sentence.end):
        if syn.lower[k] not in ("between", "from") or not _clause_reached(syn, k, trigger):
            continue
        found = [t for t in _times_in(doc, k + 1, min(k + 11, sentence.end)) if t.from_ and t.to and t.type == "DATE"]
        if not found:
            continue
        first, last = (found[0].from_ or "")[:10], (found[min(1, len(found) - 1)].to or "")[:10]
        if len(first) == len(last) == 10 and date.fromisoformat(first) + timedelta(days=_MONTH) <= date.fromisoformat(
            last
        ):
            return first, last
    return None


def _perfect(syn: Syntax, trigger: int) -> bool:
    for k in (trigger, *list(syn.ancestors(trigger))[:2]):
        if syn.pos[k] in ("VERB", "AUX"):
            return any(syn.lower[c] in ("have", "has", "'ve", "’ve") for c in syn.children(k, "aux"))
    return False


def _since_before(doc: Document, syn: Syntax, sentence: Sentence) -> str | None:
    """The start that one of the two sentences before opened ("Since the clashes erupted Sept. 27, ...")."""
    for back in (1, 2):
        if sentence.index - back < 0:
            return None
        s = doc.sentences[sentence.index - back]
        for k in range(s.start, s.end):
            if syn.lower[k] == "since":
                day = _since(doc, syn, k, s)
                if day:
                    return day
    return None
