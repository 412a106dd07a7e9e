"""New deaths or a running total: the words that tell, and the time that the total spans."""

from __future__ import annotations

from typing import Literal

from dragoman.document import Document, Sentence
from dragoman.extract.quantities.numbers import Number
from dragoman.parse.syntax import Syntax
from dragoman.record import Timex

Scope = Literal["incident", "cumulative"]
_TOTAL = frozenset({"toll", "total", "overall", "altogether", "tally"})
_TOTAL_VERBS = frozenset({"bring", "rise", "raise", "climb", "reach", "mount", "grow", "put", "stand"})


def scope_of(
    doc: Document, syn: Syntax, sentence: Sentence, n: Number, head: int, trigger: int | None
) -> tuple[Scope, str | None, str | None, str]:
    """(scope, since, until, reason). Dates are ISO."""
    here = [t for t in doc.times if _in(doc, t, sentence)]
    since = next((t for t in here if "+since" in t.rule and t.from_), None)
    if since is not None and _reaches(doc, syn, since, trigger, n):
        return "cumulative", (since.from_ or "")[:10], None, f"a running total since {since.text!r}"
    opened = next((t for t in here if t.rule.startswith("times.to_date")), None)
    if opened is not None:
        start = _since_before(doc, sentence)
        until = opened.to
        return (
            "cumulative",
            start,
            until,
            f"a running total by {opened.text!r}" + (" since the start told in the sentence before" if start else ""),
        )
    far = next((t for t in here if t.rule.startswith("times.so_far")), None)
    if far is not None and far.from_:
        return "cumulative", far.from_[:10], (far.to or "")[:10] or None, f"a running total by {far.text!r}"
    words = {syn.lemma[k] for k in range(max(sentence.start, n.start - 8), min(sentence.end, n.end + 4))}
    if words & _TOTAL and (
        words & _TOTAL_VERBS or "toll" in words or (trigger is not None and syn.lemma[trigger] in _TOTAL)
    ):
        return "cumulative", None, None, "a running total by its words"
    return "incident", None, None, "of this incident"


def _in(doc: Document, t: Timex, sentence: Sentence) -> bool:
    i, _ = doc.tokens_at(t.start, t.end)
    return sentence.start <= i < sentence.end


def _reaches(doc: Document, syn: Syntax, t: Timex, trigger: int | None, n: Number) -> bool:
    """Does the "since" reach the count: its verb is the count's or stands above it."""
    i, j = doc.tokens_at(t.start, t.end)
    k = next((k for k in range(i, j) if not i <= syn.head[k] < j), i)
    verb = k
    for a in syn.ancestors(k):
        verb = a
        if syn.pos[a] in ("VERB", "AUX"):
            break
    if trigger is None:
        return True
    chain = {trigger, *syn.ancestors(trigger)}
    return verb in chain or trigger in syn.ancestors(verb) or (syn.dep[verb] == "advcl" and syn.head[verb] in chain)


def _since_before(doc: Document, sentence: Sentence) -> str | None:
    """The start that the sentence before opened ("Since the clashes erupted Sept. 27, ...")."""
    if sentence.index == 0:
        return None
    before = doc.sentences[sentence.index - 1]
    starts = [t for t in doc.times if t.from_ and _in(doc, t, before)]
    first = doc.tokens[before.start].lower_ == "since"
    for t in starts:
        if "+since" in t.rule or first:
            return (t.from_ or "")[:10]
    return None
