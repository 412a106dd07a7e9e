"""The times stage: scan each sentence, resolve in text order, write TIMEX3 records."""

from __future__ import annotations

import datetime as dt
import re

from dragoman.document import Document
from dragoman.extract.times.grammar import scan
from dragoman.extract.times.resolve import Anchor, Resolver
from dragoman.pipeline import stage
from dragoman.record import Timex

_AUXILIARY_FUTURE = frozenset({"will", "shall", "'ll", "’ll"})
_FUTURE_VERBS = frozenset({"plan", "schedule", "expect", "due", "set", "intend"})


def anchor_of(doc: Document) -> Anchor:
    """The dateline's date, else the document's, else none."""
    for value, source in ((doc.dateline_date, "dateline"), (doc.published, "document")):
        if value:
            try:
                return Anchor(dt.date.fromisoformat(value[:10]), source)
            except ValueError:
                continue
    return Anchor(None, None)


def tense_at(doc: Document, at: int) -> str:
    """past, future or perfect: of the verb that governs the words at a character of the reading."""
    tokens = doc.tokens
    span = tokens.char_span(at, at + 1, alignment_mode="expand")
    if span is None:
        return "past"
    t = span[0]
    for _ in range(12):
        if t.pos_ in ("VERB", "AUX") and t.dep_ not in ("aux", "auxpass"):
            break
        if t.head.i == t.i:
            break
        t = t.head
    aux = {k.lower_ for k in t.children if k.dep_ in ("aux", "auxpass")}
    if aux & _AUXILIARY_FUTURE or (t.tag_ == "VB" and t.head.lemma_ in _FUTURE_VERBS) or t.lemma_ in ("due", "schedule", "slate"):
        return "future"
    if any(k.lemma_ == "have" and k.tag_ in ("VBZ", "VBP") for k in t.children if k.dep_ == "aux"):
        return "perfect"
    if t.tag_ == "VB" and t.dep_ in ("xcomp", "advcl", "acl", "relcl") and any(k.lower_ == "to" for k in t.children if k.dep_ == "aux"):
        if t.head.tag_ in ("VBZ", "VBP") or t.head.lemma_ in _FUTURE_VERBS | {"agree", "vow", "promise", "ready", "prepare"}:
            return "future"
    if aux & {"may", "might", "could", "would", "should", "must"}:
        return "future"
    return "past"


@stage("times", requires=["parsed", "sentences"], assigns=["times"])
def times(doc: Document) -> Document:
    """Assign ``times`` in text order."""
    assert doc.reading is not None
    text, offsets = doc.reading.text, doc.reading.offsets
    resolver = Resolver(anchor_of(doc), lambda at: tense_at(doc, at))
    for block in doc.reading.blocks:
        if block.role == "byline":
            continue
        for e in scan(text, block.start, block.end):
            r = resolver(e)
            start, end = e.start, e.end
            while end > start and re.match(r"[\s,]", text[end - 1]):
                end -= 1
            if not end > start:
                continue
            a, b = offsets[start], offsets[end - 1] + 1
            doc.times.append(
                Timex(
                    doc.text[a:b], a, b, r.type, r.value, r.from_, r.to, r.precision, f"times.{e.kind}"  # type: ignore[arg-type]
                    + (f"+{e.prefix}" if e.prefix else ""), r.anchor, r.modifier, tuple(r.flags),
                )  # fmt: skip
            )
    return doc
