"""When an event took place: the time expression that governs its predicate, never merely the nearest.

Looked for in this order: under the predicate and in the event noun's own modifiers, in its clause, in the clauses that
share its time (a verb that it completes or is coordinated with, "when ..."), in a since-clause that opens the time of
the whole sentence, in the sentence before where this one goes on about "the attack". A time that hangs on a verb of
saying is the date of saying. Where nothing governs, the date is null: the publication day is never put in silently.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Collection
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from dragoman.code.placed_times import Placed, is_verb, placed, usable, verb_of, words
from dragoman.code.resumed_times import earlier
from dragoman.code.ties import choose
from dragoman.document import Document
from dragoman.extract.times.calendar import month_bounds
from dragoman.parse.syntax import Syntax, syntax
from dragoman.record import DateBasis, Precision, Timex, Warning

_CALENDAR = frozenset(
    "iso slashed date day_and and_day day_alone month season quarter year day_years decade century holiday week_of "
    "range_days range_dates range_months range_years".split()
)
"""Rules of expressions that name a place in the calendar; the others are worked out from an anchor."""
_LENGTH = re.compile(r"P(\d+)([DW])")


@dataclass(slots=True)
class EventDate:
    """An inclusive interval (ISO dates), its precision, how it was reached, and a clock time where one is told."""

    date: str | None = None
    enddate: str | None = None
    precision: Precision = "unknown"
    basis: DateBasis = "none"
    time: str | None = None
    timex: Timex | None = None
    why: str = "no time expression governs it"


@cache
def zones() -> dict[str, str]:
    """Time zone by country code, for the countries that have one zone."""
    text = files("dragoman.extract.places").joinpath("data/countries.tsv").read_text("utf-8")
    header, *lines = text.splitlines()
    column = header.split("\t").index("zone")
    rows = (line.split("\t") for line in lines)
    return {r[0]: r[column] for r in rows if len(r) > column and r[column]}


def event_date(doc: Document, trigger: int, *, country: str | None = None, cues: Collection[int] = ()) -> EventDate:
    """When the event of a predicate or event noun (a token number) took place.

    ``country``: alpha-3 code, for clock times told without a zone; ``cues``: tokens of attribution cues.
    """
    syn = syntax(doc)
    sentence = doc.sentence_of(trigger)
    here = [p for p in placed(doc, cues) if sentence.start <= p.start < sentence.end and usable(p.timex)]
    found = choose(syn, trigger, here, cues) if here else None
    if found is not None:
        p, how = found
        dated = _dated(doc, p, how, country, here)
        if trigger and syn.lower[trigger - 1] == "since":
            dated.enddate, dated.why = None, f"{dated.why}; open at its end by 'since'"
        return dated
    since = _since_under(syn, trigger, here)
    if since is not None:
        return _dated(doc, since, "hangs on what the perfect carries", country, here)
    counted = _counted_from(doc, syn, trigger, cues, here)
    if counted is not None:
        return counted
    before = earlier(doc, syn, trigger, cues, lambda k: _timed(doc, syn, k, cues))
    if before is not None:
        out = _dated(doc, before[0], before[1], country, [])
        out.time = None
        return out
    return EventDate()


def _since_under(syn: Syntax, trigger: int, here: list[Placed]) -> Placed | None:
    """ "Have kept food from reaching the town since May": the time of the perfect, hung on the verb that it carries."""
    if not any(syn.lower[k] in ("have", "has", "'ve", "’ve") for k in syn.children(trigger, "aux")):
        return None
    for p in here:
        if "open-end" in p.timex.flags and trigger in syn.ancestors(p.head) and syn.tag[p.verb] in ("VBG", "VB"):
            return p
    return None


def _timed(doc: Document, syn: Syntax, k: int, cues: Collection[int], depth: int = 0) -> Placed | None:
    """The expression that governs an act of an earlier sentence, itself perhaps resumed from one before it."""
    if not (is_verb(syn, k) or syn.pos[k] == "NOUN"):
        return None
    sentence = doc.sentence_of(k)
    here = [p for p in placed(doc, cues) if sentence.start <= p.start < sentence.end and usable(p.timex)]
    found = choose(syn, k, here, cues) if here else None
    if found is not None or depth >= 3:
        return found[0] if found else None
    before = earlier(doc, syn, k, cues, lambda m: _timed(doc, syn, m, cues, depth + 1))
    return before[0] if before else None


def _counted_from(
    doc: Document, syn: Syntax, trigger: int, cues: Collection[int], here: list[Placed]
) -> EventDate | None:
    """ "They struck on Monday, a day after rebels seized the port": days counted from the date of the main verb; hours
    are of the same day, or of the night before where the main verb is at dawn."""
    verb = trigger if is_verb(syn, trigger) else verb_of(syn, trigger)
    while syn.dep[verb] == "conj" and not syn.children(verb, "nsubj", "nsubjpass", "mark") and syn.head[verb] != verb:
        verb = syn.head[verb]
    mark = next((k for k in syn.children(verb, "mark", "prep") if syn.lower[k] in ("after", "before")), None)
    if mark is None and syn.dep[verb] == "pcomp" and syn.lower[syn.head[verb]] in ("after", "before"):
        mark = syn.head[verb]
    if mark is None or syn.dep[verb] not in ("advcl", "pcomp"):
        return None
    length = next((p.timex for p in placed(doc, cues) if p.end == mark and _LENGTH.fullmatch(p.timex.value)), None)
    hours = mark > 0 and syn.lower[mark - 1] in ("hours", "minutes", "moments")
    main = verb_of(syn, syn.head[verb]) if syn.head[verb] != verb else verb
    found = choose(syn, main, here, cues) if (length is not None or hours) and main != verb else None
    if found is None or found[0].timex.precision not in ("day", "minute"):
        return None
    told = found[0].timex
    first = dt.date.fromisoformat((told.from_ or "")[:10])
    back = syn.lower[mark] == "after"
    if hours:
        dawn = back and any(w in told.text.lower() for w in ("dawn", "early", "morning", "midnight", "daybreak"))
        start = first - dt.timedelta(days=1) if dawn else first
        why = f"hours {syn.lower[mark]} it, counted from {told.text!r} ({told.rule})"
        return EventDate(start.isoformat(), first.isoformat(), "day", "relative", None, told, why)
    assert length is not None
    n, unit = _LENGTH.fullmatch(length.value).groups()  # type: ignore[union-attr]
    day = (first + dt.timedelta(days=int(n) * (7 if unit == "W" else 1) * (-1 if back else 1))).isoformat()
    why = f"{length.text!r} {syn.lower[mark]} it, counted from {told.text!r} ({told.rule})"
    return EventDate(day, day, "day", "relative", None, told, why)


def _dated(doc: Document, p: Placed, how: str, country: str | None, here: list[Placed]) -> EventDate:
    t = p.timex
    rule = t.rule.removeprefix("times.").split("+")[0]
    start, end = (t.from_ or "")[:10] or None, (t.to or "")[:10] or None
    local = next((f.partition(":")[2] for f in t.flags if f.startswith("local-day:")), None)
    if local:
        start = end = local
    elif t.type == "TIME" and "overnight" not in t.flags:
        end = start
    basis: DateBasis = "explicit" if rule in _CALENDAR or t.anchor == "text" else "relative"
    why = f"{t.text!r} {how} ({t.rule}, anchor {t.anchor or 'none'})"
    out = EventDate(start, end, t.precision, basis, None, t, why)
    after = next((q for q in here if q.start == p.end + (q.start > p.end) and q.timex.precision == "day"), None)
    if after is not None and t.precision == "day" and after.governor in (p.head, p.governor) and end and start == end:
        following = (after.timex.from_ or "")[:10]
        if dt.date.fromisoformat(following) - dt.date.fromisoformat(end) == dt.timedelta(days=1):
            out.enddate, out.why = following, f"{why}; with {after.timex.text!r}"
    if "range-start" in t.flags or "range-end" in t.flags:
        _join(out, p, here)
    if how == "is what its clause describes" and "open-end" in t.flags:
        out.enddate = _own_end(t)
    elif "open-end" in t.flags or "since-clause" in how or (p.since_noun and how != "hangs on the trigger"):
        out.enddate = None
        out.why += "; open at its end"
    if t.precision == "minute" and t.from_ and "T" in t.from_:
        out.time = _with_zone(t.from_, country)
        out.why += "" if out.time else "; the zone of the clock time is not known"
    return out


def _join(out: EventDate, p: Placed, here: list[Placed]) -> None:
    """Both ends of a range that the text tells as two expressions ("1992-94")."""
    for q in here:
        if "range-end" in q.timex.flags and "range-start" in p.timex.flags and 0 < q.timex.start - p.timex.start < 40:
            out.enddate = (q.timex.to or "")[:10] or out.enddate
        elif "range-start" in q.timex.flags and "range-end" in p.timex.flags and 0 < p.timex.start - q.timex.start < 40:
            out.date = (q.timex.from_ or "")[:10] or out.date


def _own_end(t: Timex) -> str | None:
    """The last day of the expression itself, without the "since" before it."""
    start = dt.date.fromisoformat((t.from_ or "")[:10])
    if t.precision == "year":
        return start.replace(month=12, day=31).isoformat()
    if t.precision == "month":
        return month_bounds(start.year, start.month)[1].isoformat()
    return start.isoformat() if t.precision in ("day", "minute") else None


def _with_zone(stamp: str, country: str | None) -> str | None:
    """A clock time with its offset: its own, or that of the country where it has one zone."""
    if stamp.endswith("Z") or "+" in stamp[10:] or "-" in stamp[11:]:
        return stamp
    zone = zones().get(country or "")
    if not zone:
        return None
    try:
        return dt.datetime.fromisoformat(stamp).replace(tzinfo=ZoneInfo(zone)).isoformat(timespec="minutes")
    except (ValueError, ZoneInfoNotFoundError):
        return None


def saying_date(doc: Document, cue_token: int) -> str | None:
    """The day on which something was said: of the time expression that hangs on the cue (a token number)."""
    for p in placed(doc, (cue_token,)):
        if p.said == cue_token and usable(p.timex) and p.timex.precision in ("day", "minute"):
            return (p.timex.from_ or "")[:10]
    return None


def date_conflicts(doc: Document) -> list[Warning]:
    """Days after the publication date that the body tells of in the past tense (kind ``date-conflict``)."""
    if not doc.published:
        return []
    syn = syntax(doc)
    out = []
    for p in placed(doc):
        t = p.timex
        late = t.from_ is not None and t.from_[:10] > doc.published[:10] and t.precision in ("day", "minute")
        if not late or p.modifies or doc.sentence_of(p.start).role != "body" or not _past(syn, p.verb):
            continue
        message = (
            f"published {doc.published[:10]}, but it tells of {t.text!r} ({(t.from_ or '')[:10]}) in the past tense"
        )
        out.append(Warning("date-conflict", message, (doc.raw(t.start, t.end),)))
    return out


def _past(syn: Syntax, verb: int) -> bool:
    """Is a verb in the past: a past form, or a participle that no "will be" or "to be" carries, nor "due" or "set"."""
    if syn.lemma[verb] in words("planned"):
        return False
    if syn.tag[verb] == "VBD":
        return True
    aux = {syn.lower[k] for k in syn.children(verb, "aux", "auxpass")}
    return (
        syn.tag[verb] == "VBN"
        and bool(aux & {"was", "were", "has", "have", "had"})
        and not aux & {"will", "would", "to"}
    )


def no_date(doc: Document) -> list[Warning]:
    """A story without any date whose relative expressions therefore stay open (kind ``no-date``)."""
    if doc.published or doc.dateline_date:
        return []
    loose = [t for t in doc.times if {"no-anchor", "no-year"} & set(t.flags)]
    if not loose:
        return []
    spans = tuple(doc.raw(t.start, t.end) for t in loose[:5])
    message = "no publication date is known: relative dates stay open. Give one with --published."
    return [Warning("no-date", message, spans)]
