"""When an event took place: the time expression that governs its predicate, never merely the nearest.

Looked for in this order: under the predicate, in its own clause, in the noun's own modifiers, in a clause that opens
the time of the whole sentence ("Since the clashes erupted Sept. 27, ..."). A time that hangs on a verb of saying is
the date of saying. Where nothing governs, the date is null: the publication day is never put in silently.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from dragoman.document import Document
from dragoman.extract.times.calendar import month_bounds
from dragoman.parse.syntax import Syntax, syntax
from dragoman.record import DateBasis, Precision, Timex, Warning

_EXPLICIT = frozenset(
    {
        "iso",
        "date_us",
        "date_eu",
        "date_num",
        "range_days",
        "range_days_eu",
        "range_years",
        "range_months",
        "month_year",
        "season_year",
        "year",
        "decade",
        "century",
        "paired",
        "utc",
    }
)
_CLAUSE = frozenset({"ccomp", "advcl", "relcl", "acl", "conj", "parataxis", "pcomp", "xcomp", "csubj"})
_SAYING = frozenset(
    [
        "say",
        "tell",
        "report",
        "announce",
        "add",
        "state",
        "claim",
        "warn",
        "declare",
        "confirm",
        "insist",
        "note",
        "deny",
        "write",
        "admit",
        "acknowledge",
        "allege",
    ]
)


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
    rows = (line.split("\t") for line in text.splitlines()[1:])
    return {r[0]: r[6] for r in rows if len(r) > 6 and r[6]}


def _timexes(doc: Document) -> list[tuple[Timex, int, int, int]]:
    """(timex, first token, end token, head token) of every expression."""
    made: list[tuple[Timex, int, int, int]] | None = doc.cache.get("timex_tokens")
    if made is None:
        syn = syntax(doc)
        made = []
        for t in doc.times:
            i, j = doc.tokens_at(t.start, t.end)
            if i < j:
                head = next((k for k in range(i, j) if not i <= syn.head[k] < j or syn.head[k] == k), i)
                made.append((t, i, j, head))
        doc.cache["timex_tokens"] = made
    return made


def _governor(syn: Syntax, head: int) -> tuple[int, int | None]:
    """The verb or noun that a time expression hangs on, through its preposition, and that preposition."""
    g, prep = syn.head[head], None
    for _ in range(4):
        if (
            syn.pos[g] in ("ADP", "SCONJ", "ADV")
            and syn.head[g] != g
            and syn.dep[g] in ("prep", "advmod", "pcomp", "mark", "npadvmod")
        ):
            prep, g = g, syn.head[g]
        elif syn.ent[g] in ("DATE", "TIME") and syn.pos[g] not in ("VERB", "AUX") and syn.head[g] != g:
            g = syn.head[g]
        else:
            break
    return g, prep


def _verb_of(syn: Syntax, i: int) -> int:
    """The predicate of the clause that a token is in."""
    k = i
    while syn.head[k] != k and not (
        syn.pos[k] in ("VERB", "AUX") and syn.dep[k] not in ("aux", "auxpass", "amod", "compound")
    ):
        k = syn.head[k]
    return k


def is_saying(syn: Syntax, verb: int, cues: Collection[int]) -> bool:
    """Is a verb one of saying: an attribution cue, or a reporting verb with a clause."""
    return verb in cues or (syn.lemma[verb] in _SAYING and bool(syn.children(verb, "ccomp", "xcomp", "parataxis")))


def event_date(doc: Document, trigger: int, *, country: str | None = None, cues: Collection[int] = ()) -> EventDate:
    """When the event of a predicate or event noun took place. ``country``: alpha-3, for clock times without a zone."""
    syn = syntax(doc)
    sentence = doc.sentence_of(trigger)
    candidates = [c for c in _timexes(doc) if sentence.start <= c[1] < sentence.end and usable(c[0])]
    if candidates:
        found = _choose(syn, trigger, candidates, cues)
        if found is not None:
            timex, how = found
            return _dated(doc, timex, how, country)
    before = _narrative(doc, syn, trigger, cues)
    if before is not None:
        return _dated(doc, before, "told in the sentence before, which this one continues", country)
    return EventDate()


def usable(t: Timex) -> bool:
    """Can an event be dated by an expression: it resolves, and is no bare length of time."""
    if t.type == "SET" or not (t.from_ or t.to):
        return False
    return t.type != "DURATION" or t.rule.startswith("times.anchored") or "since" in t.rule


def _choose(
    syn: Syntax, trigger: int, candidates: list[tuple[Timex, int, int, int]], cues: Collection[int]
) -> tuple[Timex, str] | None:
    verb = trigger if syn.pos[trigger] in ("VERB", "AUX") else _verb_of(syn, trigger)
    scored: list[tuple[float, Timex, str]] = []
    under = syn.subtree(trigger)
    for timex, i, j, head in candidates:
        g, prep = _governor(syn, head)
        gv = g if syn.pos[g] in ("VERB", "AUX") else _verb_of(syn, g)
        if gv != verb and is_saying(syn, gv, cues) and g == gv:
            continue
        if is_saying(syn, gv, cues) and g == gv and gv == verb and trigger != verb:
            continue
        if syn.dep[verb] in ("relcl", "advcl", "acl") and i <= syn.head[verb] < j:
            scored.append((0.2, timex, "is what its clause describes"))
        elif g == trigger or head == trigger:
            scored.append((0, timex, "hangs on the trigger"))
        elif trigger != verb and head in under:
            scored.append((0.5, timex, "within the event noun's phrase"))
        elif gv == verb and (g == verb or head in syn.subtree(verb)):
            near = 1.0 if g == verb else 1.6
            if g != verb and g != trigger and prep is None and syn.dep[head] in ("nummod", "compound", "amod", "poss"):
                # "a 1997 treaty", "Saturday's attack": the date of that thing; of the act only where it is its subject
                if syn.dep[g] not in ("nsubj", "nsubjpass") or syn.head[g] != verb:
                    continue
                near = 2.2
            scored.append((near, timex, "in the clause of the trigger"))
        elif syn.dep[verb] in ("xcomp", "conj", "advcl") and gv == syn.head[verb] and not is_saying(syn, gv, cues):
            blocked = syn.dep[verb] == "conj" and any(
                c[3] in syn.subtree(verb) for c in candidates if c[0] is not timex and usable(c[0])
            )
            if not blocked:
                scored.append(
                    (
                        2.0 if head < trigger or syn.dep[verb] == "xcomp" else 2.6,
                        timex,
                        f"with the verb {syn.lower[gv]!r} that governs it",
                    )
                )
        elif syn.dep[gv] in ("xcomp",) and syn.head[gv] == verb:
            scored.append((2.1, timex, "with the verb that completes it"))
        elif (
            syn.dep[gv] == "advcl"
            and syn.head[gv] == verb
            and any(syn.lower[k] == "since" for k in syn.children(gv, "mark", "prep", "advmod"))
        ):
            scored.append((1.8, timex, "since-clause"))
    if not scored:
        return None
    scored.sort(key=lambda s: (s[0], s[1].start))
    return scored[0][1], scored[0][2]


def _narrative(doc: Document, syn: Syntax, trigger: int, cues: Collection[int]) -> Timex | None:
    """The time of the sentence before, where this one goes on in the same paragraph with a definite "the attack"."""
    sentence = doc.sentence_of(trigger)
    if sentence.index == 0:
        return None
    before = doc.sentences[sentence.index - 1]
    if before.paragraph != sentence.paragraph or before.role != "body":
        return None
    definite = any(
        syn.lower[k] == "the" and syn.pos[syn.head[k]] == "NOUN" and syn.dep[syn.head[k]] in ("nsubj", "nsubjpass")
        for k in range(sentence.start, min(sentence.start + 2, sentence.end))
    )
    opener = syn.lower[sentence.start] in ("it", "they", "he", "she", "both", "two")
    if not (definite or opener) or syn.tag[_verb_of(syn, trigger)] not in ("VBD", "VBN"):
        return None
    here = [c[0] for c in _timexes(doc) if before.start <= c[1] < before.end and usable(c[0])]
    saying = {
        c[0].start for c in _timexes(doc)
        if before.start <= c[1] < before.end and is_saying(syn, _governor(syn, c[3])[0], cues)
    }  # fmt: skip
    here = [t for t in here if t.start not in saying and t.precision in ("day", "minute")]
    return here[0] if len(here) == 1 else None


def _dated(doc: Document, t: Timex, how: str, country: str | None) -> EventDate:
    rule = t.rule.removeprefix("times.").split("+")
    start, end = (t.from_ or "")[:10] or None, (t.to or "")[:10] or None
    basis: DateBasis = (
        "explicit" if rule[0] in _EXPLICIT and (t.anchor == "text" or rule[0] not in ("paired", "utc")) else "relative"
    )
    if rule[0] in ("date_us", "date_eu", "range_days", "range_days_eu"):
        basis = "explicit"
    out = EventDate(
        start, end, t.precision, basis, None, t, f"{t.text!r} {how} ({t.rule}, anchor {t.anchor or 'none'})"
    )
    if how == "is what its clause describes" and "since" in rule:
        out.enddate = _own_end(t)
    elif "since" in rule or how == "since-clause" or "open-end" in t.flags:
        out.enddate = None
        out.why += "; open at its end"
    if "open-start" in t.flags and t.from_ == t.to:
        out.date = None if rule[-1] in ("until", "till", "by", "before") else start
        out.enddate = end
        if out.date is None:
            out.why += "; only its end is told"
            out.precision, out.basis, out.enddate = "unknown", "none", None
    if t.precision == "minute" and t.from_ and "T" in t.from_:
        out.time = _with_zone(t.from_, country)
        out.why += "" if out.time else "; the zone of the clock time is not known"
    return out


def _own_end(t: Timex) -> str | None:
    """The last day of the expression itself, without the "since" before it."""
    start = dt.date.fromisoformat((t.from_ or "")[:10])
    if t.precision == "year":
        return start.replace(month=12, day=31).isoformat()
    if t.precision == "month":
        return month_bounds(start.year, start.month)[1].isoformat()
    return start.isoformat() if t.precision in ("day", "minute") else None


def _with_zone(stamp: str, country: str | None) -> str | None:
    if stamp.endswith("Z") or "+" in stamp[10:] or "-" in stamp[11:]:
        return stamp
    zone = zones().get(country or "")
    if not zone:
        return None
    try:
        return dt.datetime.fromisoformat(stamp).replace(tzinfo=ZoneInfo(zone)).isoformat(timespec="minutes")
    except (ValueError, ZoneInfoNotFoundError):
        return None


def saying_date(doc: Document, cue: int) -> str | None:
    """The day on which something was said: the time expression that hangs on the cue."""
    syn = syntax(doc)
    for timex, _, _, head in _timexes(doc):
        if usable(timex) and _governor(syn, head)[0] == cue and timex.from_:
            return timex.from_[:10]
    return None


def date_conflicts(doc: Document) -> list[Warning]:
    """A day after the publication date that the text tells of in the past tense."""
    if not doc.published:
        return []
    syn = syntax(doc)
    out = []
    for timex, i, _, head in _timexes(doc):
        if not timex.from_ or timex.from_[:10] <= doc.published[:10] or timex.precision not in ("day", "minute"):
            continue
        if doc.sentence_of(i).role != "body":
            continue
        verb = _verb_of(syn, _governor(syn, head)[0])
        past = syn.tag[verb] == "VBD" or (
            syn.tag[verb] == "VBN"
            and not any(
                syn.lemma[k] in ("will", "be") and syn.tag[k] != "VBD" for k in syn.children(verb, "aux", "auxpass")
            )
        )
        if past:
            message = (
                f"published {doc.published[:10]}, but it tells of {timex.text!r} ({timex.from_[:10]}) in the past tense"
            )
            out.append(Warning("date-conflict", message, (doc.raw(timex.start, timex.end),)))
    return out


def no_date(doc: Document) -> list[Warning]:
    """A story without a date whose relative expressions therefore stay open."""
    if doc.published or doc.dateline_date:
        return []
    loose = [t for t in doc.times if t.type in ("DATE", "TIME") and not t.from_]
    if not loose:
        return []
    spans = tuple(doc.raw(t.start, t.end) for t in loose[:5])
    return [
        Warning("no-date", "no publication date is known: relative dates stay open. Give one with --published.", spans)
    ]
