"""The times stage: scan each sentence, resolve in text order, write TIMEX3 records."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator

from dragoman.document import Document, Sentence
from dragoman.extract.times.context import Context, Resolved
from dragoman.extract.times.expression import Expression
from dragoman.extract.times.lexicon import CODE, lexicon
from dragoman.extract.times.resolve import resolve
from dragoman.extract.times.scan import scan
from dragoman.extract.times.tense import tense_at
from dragoman.pipeline import stage
from dragoman.record import Timex

_HALF_DAY = re.compile(r"[ap]\.m\.\s*$", re.IGNORECASE)
_OPENER = re.compile(r"(?:from|between)\s+(?:the\s+(?=\d))?", re.IGNORECASE)
_AFTER_CLOCK = frozenset(CODE[c] for c in ("WEEKDAY", "MONTH", "ZONE", "ZONENAME", "LOCAL"))
_CLOCKS = frozenset({"clock_day", "bare_part"})
"""Rules that may take their day from elsewhere in the sentence, also from behind."""


def anchor_of(doc: Document) -> tuple[dt.date | None, str | None]:
    """The dateline's date, else the document's, else none."""
    for value, source in ((doc.dateline_date, "dateline"), (doc.published, "document")):
        if value:
            try:
                return dt.date.fromisoformat(value[:10]), source
            except ValueError:
                continue
    return None, None


@stage("times", requires=["parsed", "sentences"], assigns=["times"])
def times(doc: Document) -> Document:
    """Assign ``times`` in text order. Headlines are read like the body, bylines are not."""
    assert doc.reading is not None
    text = doc.reading.text
    tokens = doc.tokens
    headline = False
    day, source = anchor_of(doc)
    scanned = []
    covered = 0
    for sentence, end in _stretches(doc):
        first = max(tokens[sentence.start].idx, covered)
        found = scan(text, first, end) if first < end else []
        covered = end
        if found:
            scanned.append((sentence, found))
    if day is not None and is_history(day, [e for _, found in scanned for e in found]):
        day = source = None
    context = Context(day, source, lambda at: tense_at(doc, at, headline=headline))
    for sentence, found in scanned:
        headline = sentence.role == "headline"
        context.open_sentence()
        doc.times += _resolved(doc, found, context, tokens[sentence.start].idx)
    return doc


def _stretches(doc: Document) -> Iterator[tuple[Sentence, int]]:
    """Sentences to scan, with the character of the reading at which the scan ends: where the full stop of "a.m." was
    taken for the end ("at 1:30 a.m. | Thursday"), the scan runs on through the next sentence."""
    assert doc.reading is not None
    tokens, text = doc.tokens, doc.reading.text
    for sentence in doc.sentences:
        if sentence.role == "byline":
            continue
        last = tokens[sentence.end - 1]
        end = last.idx + len(last)
        after = doc.sentences[sentence.index + 1] if sentence.index + 1 < len(doc.sentences) else None
        if after is not None and after.paragraph == sentence.paragraph and _HALF_DAY.search(text, max(0, end - 8), end):
            word = tokens[after.start].text
            sense = lexicon()[0].get(word) or lexicon()[0].get(word.lower())
            if sense is not None and sense.code in _AFTER_CLOCK:
                last = tokens[after.end - 1]
                end = last.idx + len(last)
        yield sentence, end


def is_history(day: dt.date, found: list[Expression]) -> bool:
    """Does the text tell of years long gone, so that its undated months and days do not count from the document's day.

    News dates its own story by weekdays and days without a year; a history gives the year with month and day, most of
    them years before it was written (the narrative documents of Stroetgen and Gertz, LREC 2012).
    """
    dated = [e for e in found if e.get("month") and e.get("year") and len(e.get("year")) == 4]
    old = sum(int(e.get("year")) < day.year - 1 for e in dated) + sum(bool(e.get("bc_year")) for e in found)
    years = sum(int(e.get("year")) < day.year - 15 for e in found if len(e.get("year")) == 4)
    recent = any(int(e.get("year")) >= day.year - 15 for e in found if len(e.get("year")) == 4)
    fresh = sum(bool(e.get("weekday") or e.get("today")) and not e.get("year") for e in found)
    if old and years >= 5 and not fresh and not recent:
        return True
    return old >= 4 and old > 2 * fresh and old > 0.5 * len(dated)


def _resolved(doc: Document, found: list[Expression], context: Context, at: int) -> list[Timex]:
    """Timexes of one sentence; clock times without a day of their own come last, so that the day is known."""
    made: dict[int, Resolved] = {}
    late = [
        k
        for k, e in enumerate(found)
        if e.kind in _CLOCKS and not ({"weekday", "day", "today", "rel"} & e.slots.keys())
    ]
    for k, e in enumerate(found):
        if e.kind == "day_and":
            after = next((f for f in found[k + 1 :] if f.get("month")), None)
            if after is not None:
                e.slots |= {s: after.slots[s] for s in ("month", "year") if s in after.slots}
            else:
                e.kind = "day_alone"
        if k not in late:
            made[k] = resolve(e, context, opens=k == 0 and e.start - at < 12)
    for k in late:
        made[k] = resolve(found[k], context)
    out: list[Timex] = []
    for k, e in enumerate(found):
        ends = made[k].ends
        if ends is not None and e.cut is not None:
            out += _both_ends(doc, e, made[k], ends)
        elif made[k].value:
            out.append(_timex(doc, e, made[k]))
    return out


def _both_ends(doc: Document, e: Expression, whole: Resolved, ends: tuple[Resolved, Resolved]) -> list[Timex]:
    """ "1992-94", "from May 3 to 9": an expression for each end with its own value, as TimeML has them; the interval of
    both is that of the range."""
    assert e.cut is not None and doc.reading is not None
    text = doc.reading.text
    out = []
    opener = _OPENER.match(text, e.start, e.cut[0])
    first = opener.end() if opener else e.start
    for r, (a, b), flag in zip(ends, ((first, e.cut[0]), (e.cut[1], e.end)), ("range-start", "range-end"), strict=True):
        a += len(text[a:b]) - len(text[a:b].lstrip())
        b -= len(text[a:b]) - len(text[a:b].rstrip())
        bounds = whole.bounds or r.bounds
        if bounds is not None:
            r.from_, r.to = bounds[0].isoformat(), bounds[1].isoformat()
        r.flags.append(flag)
        out.append(_timex(doc, Expression(e.kind, a, b, e.slots, prefix=e.prefix), r))
    return out


def _timex(doc: Document, e: Expression, r: Resolved) -> Timex:
    assert doc.reading is not None
    offsets = doc.reading.offsets
    a, b = offsets[e.start], offsets[e.end - 1] + 1
    rule = f"times.{e.kind}" + (f"+{e.prefix.replace(' ', '-')}" if e.prefix else "")
    return Timex(
        doc.text[a:b], a, b, r.type, r.value, r.from_, r.to, r.precision, rule, r.anchor, r.modifier, tuple(r.flags)
    )
