"""When an event took place: the time expression that governs its predicate, never merely the nearest.

Looked for in this order: under the predicate and in the event noun's own modifiers, in its clause, in the clauses that
share its time (a verb that it completes or is coordinated with, "when ..."), in a since-clause that opens the time of
the whole sentence, in the sentence before where this one goes on about "the attack". A time that hangs on a verb of
saying is the date of saying. Where nothing governs, the date is null: the publication day is never put in silently.
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

_CALENDAR = frozenset(
    "iso slashed date day_and and_day day_alone month season quarter year day_years decade century holiday week_of "
    "range_days range_dates range_months range_years".split()
)
"""Rules of expressions that name a place in the calendar; the others are worked out from an anchor."""
_FINENESS = {"minute": 0, "day": 1, "week": 2, "month": 3, "year": 4, "decade": 5, "unknown": 6}
_MODIFIES = frozenset({"poss", "compound", "nummod", "amod", "nmod"})


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


@dataclass(frozen=True, slots=True)
class Placed:
    """A time expression in the parse: tokens ``start`` up to ``end``, head token, governing word, that word's verb."""

    timex: Timex
    start: int
    end: int
    head: int
    governor: int
    verb: int
    modifies: bool
    """Does it stand before a noun as its modifier ("Saturday's attack", "the 1994 truce")."""
    said: int | None
    """The verb of saying that it dates, if it dates one."""
    since: bool
    """Does it stand in a since-clause ("since the war began in May")."""


@cache
def zones() -> dict[str, str]:
    """Time zone by country code, for the countries that have one zone."""
    text = files("dragoman.extract.places").joinpath("data/countries.tsv").read_text("utf-8")
    header, *lines = text.splitlines()
    column = header.split("\t").index("zone")
    rows = (line.split("\t") for line in lines)
    return {r[0]: r[column] for r in rows if len(r) > column and r[column]}


@cache
def words(kind: str) -> frozenset[str]:
    """A word list of ``data/dates.tsv``: saying, audience, reaction, light, event_noun, together."""
    text = files("dragoman.code").joinpath("data/dates.tsv").read_text("utf-8")
    rows = dict(line.split("\t") for line in text.splitlines()[1:] if line and not line.startswith("#"))
    return frozenset(rows[kind].split())


def is_verb(syn: Syntax, k: int) -> bool:
    """Is a token the predicate of a clause (no auxiliary, no participle before a noun)."""
    return syn.pos[k] in ("VERB", "AUX") and syn.dep[k] not in ("aux", "auxpass", "amod", "compound")


def verb_of(syn: Syntax, i: int) -> int:
    """The predicate of the clause that a token is in."""
    while syn.head[i] != i and not is_verb(syn, i):
        i = syn.head[i]
    return i


def is_saying(syn: Syntax, verb: int, cues: Collection[int] = ()) -> bool:
    """Is a verb one of saying: an attribution cue, or a reporting verb with a clause, or "he said" beside a quote."""
    if verb in cues:
        return True
    if syn.lemma[verb] not in words("saying"):
        return False
    return syn.lemma[verb] in ("say", "tell") or bool(syn.children(verb, "ccomp", "parataxis"))


def placed(doc: Document, cues: Collection[int] = ()) -> list[Placed]:
    """Every time expression of a document with what it hangs on."""
    key = "placed_times"
    made: dict[frozenset[int], list[Placed]] = doc.cache.setdefault(key, {})
    marks = frozenset(cues)
    if marks not in made:
        syn = syntax(doc)
        made[marks] = [p for t in doc.times if (p := _place(doc, syn, t, marks)) is not None]
    return made[marks]


def _place(doc: Document, syn: Syntax, t: Timex, cues: frozenset[int]) -> Placed | None:
    i, j = doc.tokens_at(t.start, t.end)
    if i >= j:
        return None
    # the last of the tokens that hang outside it: of "Monday night", night
    head = next((k for k in reversed(range(i, j)) if not i <= syn.head[k] < j or syn.head[k] == k), i)
    outer = [k for k in range(i, j) if not i <= syn.head[k] < j and syn.pos[k] not in ("ADP", "PUNCT", "DET")]
    head = outer[0] if outer else head
    governor = _governor(syn, head)
    possessed = j < len(syn.lower) and syn.lower[j] in ("'s", "’s", "'", "’")
    noun = j + possessed
    modifies = (possessed and syn.dep[head] in ("poss", "compound", "nmod", "npadvmod")) or (
        syn.dep[head] in _MODIFIES
        and syn.head[head] >= j
        and noun < len(syn.lower)
        and syn.pos[governor] in ("NOUN", "PROPN")
    )
    if possessed and not modifies:
        after = next((k for k in range(noun, min(noun + 4, len(syn.lower))) if syn.pos[k] in ("NOUN", "PROPN")), None)
        if after is not None:
            governor, modifies = after, True
    opened = None if modifies else _since_clause(syn, doc.sentence_of(i).start, i)
    governor = governor if opened is None else opened
    verb = governor if is_verb(syn, governor) else verb_of(syn, governor)
    said = None if modifies else _said(syn, doc.sentence_of(i).start, i, governor, verb, cues)
    return Placed(t, i, j, head, governor, verb, modifies, said, opened is not None)


def _since_clause(syn: Syntax, first: int, i: int) -> int | None:
    """The verb of a since-clause that a time stands in, read from the order of words: parsers often tie the time to the
    main verb that follows."""
    verb = None
    for k in range(i - 1, first - 1, -1):
        if syn.lower[k] in (",", ";"):
            return None
        if syn.lower[k] == "since":
            return verb
        if verb is None and is_verb(syn, k):
            verb = k
    return None


def _governor(syn: Syntax, head: int) -> int:
    """The verb or noun that a time expression hangs on, through its preposition and other words of time."""
    g = syn.head[head]
    for _ in range(4):
        through = syn.pos[g] in ("ADP", "SCONJ", "ADV") and syn.dep[g] in (
            "prep",
            "advmod",
            "pcomp",
            "mark",
            "npadvmod",
        )
        of_time = syn.ent[g] in ("DATE", "TIME") and not is_verb(syn, g)
        if syn.head[g] == g or not (through or of_time):
            break
        g = syn.head[g]
    return g


def _said(syn: Syntax, first: int, i: int, governor: int, verb: int, cues: frozenset[int]) -> int | None:
    """The verb of saying that a time dates: it hangs on it, or follows it before what is said begins."""
    if governor == verb and is_saying(syn, verb, cues):
        return verb
    for k in range(i - 1, max(first - 1, i - 8), -1):
        if is_verb(syn, k):
            return k if is_saying(syn, k, cues) and verb != k else None
        skipped = (
            syn.lower[k] in words("audience") or syn.pos[k] in ("ADP", "DET", "ADV", "PROPN") or syn.tag[k] == "PRP$"
        )
        if not skipped or syn.lower[k] == "that":
            return None
    return None


def usable(t: Timex) -> bool:
    """Can an event be dated by an expression: it resolves, and is neither a bare length of time nor a mere bound."""
    if t.type == "SET" or not t.from_:
        return False
    if {"before", "by", "as-of", "open-start"} & set(t.flags) and not (t.type == "TIME" and "before" in t.flags):
        return False
    return t.type != "DURATION" or t.rule.startswith("times.anchored") or "open-end" in t.flags


def event_date(doc: Document, trigger: int, *, country: str | None = None, cues: Collection[int] = ()) -> EventDate:
    """When the event of a predicate or event noun (a token number) took place.

    ``country``: alpha-3 code, for clock times told without a zone; ``cues``: tokens of attribution cues.
    """
    syn = syntax(doc)
    sentence = doc.sentence_of(trigger)
    here = [p for p in placed(doc, cues) if sentence.start <= p.start < sentence.end and usable(p.timex)]
    found = _choose(syn, trigger, here, cues) if here else None
    if found is not None:
        p, how = found
        return _dated(doc, p, how, country, here)
    before = _narrative(doc, syn, trigger, cues)
    if before is not None:
        return _dated(doc, before, "is told in the sentence before, which this one continues", country, [])
    return EventDate()


def _choose(syn: Syntax, trigger: int, here: list[Placed], cues: Collection[int]) -> tuple[Placed, str] | None:
    """The expression that governs a trigger, and how; the closest tie wins, then the finest, then the first."""
    verb = trigger if is_verb(syn, trigger) else verb_of(syn, trigger)
    scored = [(s[0], p, s[1]) for p in here if (s := _tie(syn, trigger, verb, p, here, cues)) is not None]
    if not scored:
        return None
    _, p, how = min(scored, key=lambda s: (s[0], _FINENESS[s[1].timex.precision], s[1].start))
    return p, how


def _tie(
    syn: Syntax, trigger: int, verb: int, p: Placed, here: list[Placed], cues: Collection[int]
) -> tuple[float, str] | None:
    """How closely an expression is tied to a trigger (small is close), None where it does not govern it."""
    if p.said is not None:
        return (0.0, "hangs on the trigger") if p.said == trigger else None
    if syn.dep[verb] in ("relcl", "advcl", "acl") and p.start <= syn.head[verb] < p.end:
        return 0.2, "is what its clause describes"
    if p.governor == trigger or p.head == trigger:
        return 0.0, "hangs on the trigger"
    nominal = trigger != verb
    if nominal and p.head in syn.subtree(trigger):
        return 0.5, "stands within the event noun's phrase"
    if p.modifies:
        subject = syn.dep[p.governor] in ("nsubj", "nsubjpass") and syn.head[p.governor] == verb
        light = syn.lemma[verb] in words("light") and syn.head[p.governor] == verb
        if (subject and syn.lemma[p.governor] in words("event_noun")) or light:
            return 2.2, f"dates {syn.lower[p.governor]!r}, a party to its clause"
        return None
    if p.verb == verb:
        reaction = nominal and syn.lemma[verb] in words("reaction") and syn.dep[trigger] not in ("nsubj", "nsubjpass")
        if reaction or (nominal and is_saying(syn, verb, cues)):
            return None
        return (1.0 if p.governor == verb else 1.6), "stands in the clause of the trigger"
    return _shared(syn, verb, p, here, cues)


def _shared(syn: Syntax, verb: int, p: Placed, here: list[Placed], cues: Collection[int]) -> tuple[float, str] | None:
    """Ties through clauses that share their time."""
    dep, above = syn.dep[verb], verb_of(syn, syn.head[verb]) if syn.head[verb] != verb else verb
    own = any(q is not p and q.verb == verb and not q.modifies and q.said is None for q in here)
    marks = {syn.lower[k] for k in syn.children(verb, "mark", "advmod")}
    if p.verb == above != verb and not is_saying(syn, above, cues) and not own:
        how = f"stands with the verb {syn.lower[above]!r} that governs it"
        first = p.head < min(verb, above)
        if dep == "xcomp" or (dep == "advcl" and (not marks or marks <= words("together"))):
            return 2.0, how
        if dep == "acl" and syn.tag[verb] == "VBG" and verb > above and syn.lower[verb - 1] == ",":
            return 2.0, how
        if dep == "conj" and (first or not syn.children(verb, "nsubj", "nsubjpass")):
            return 2.3, f"stands with the verb {syn.lower[above]!r} that it is coordinated with"
    if syn.head[p.verb] == verb and syn.dep[p.verb] == "xcomp":
        return 2.1, "stands with the verb that completes it"
    inner = {syn.lower[k] for k in syn.children(p.verb, "mark", "advmod")}
    if syn.head[p.verb] == verb and syn.dep[p.verb] == "advcl" and inner and inner <= words("together"):
        return 2.4, f"stands in its {min(inner)}-clause"
    if p.verb != verb and _opens_since(syn, verb, p):
        return 1.8, "opens the time of the sentence in a since-clause"
    light = syn.lemma[p.verb] in words("light") and syn.dep[p.verb] in ("relcl", "acl")
    if light and syn.head[syn.head[p.verb]] == verb and syn.dep[syn.head[p.verb]] in ("nsubj", "nsubjpass"):
        return 2.4, f"tells when {syn.lower[syn.head[p.verb]]!r}, its subject, took place"
    return None


def _opens_since(syn: Syntax, verb: int, p: Placed) -> bool:
    """Does a since-clause hold the expression and this verb tell what has gone on from then ("Since the war began in
    May, they have ...")."""
    if not p.since or p.verb == verb:
        return False
    aux = {syn.lower[k] for k in syn.children(verb, "aux", "auxpass")}
    above = set(syn.ancestors(p.verb)) | {p.verb}
    return verb in above or (verb > p.end and bool(aux & {"has", "have", "'ve", "’ve"}) and syn.dep[verb] != "relcl")


def _narrative(doc: Document, syn: Syntax, trigger: int, cues: Collection[int]) -> Placed | None:
    """The time of the sentence before, where this one goes on in the same paragraph about "the attack"."""
    sentence = doc.sentence_of(trigger)
    if sentence.index == 0:
        return None
    before = doc.sentences[sentence.index - 1]
    verb = trigger if is_verb(syn, trigger) else verb_of(syn, trigger)
    if before.paragraph != sentence.paragraph or before.role != "body" or syn.tag[verb] not in ("VBD", "VBN"):
        return None
    clause = syn.subtree(verb)
    resumed = any(
        syn.lower[k] in ("the", "that", "this", "those", "both") and syn.lemma[syn.head[k]] in words("event_noun")
        for k in clause
        if syn.dep[k] == "det" and sentence.start <= k < sentence.end
    )
    pronoun = syn.lower[sentence.start] in ("it", "they", "he", "she") and syn.head[sentence.start] == verb
    if not resumed and not (pronoun and syn.tag[verb] == "VBD"):
        return None
    told = [p for p in placed(doc, cues) if before.start <= p.start < before.end and usable(p.timex)]
    told = [
        p for p in told if p.said is None and p.timex.precision in ("day", "minute") and "open-end" not in p.timex.flags
    ]
    days = {(p.timex.from_ or "")[:10] for p in told}
    return told[0] if len(days) == 1 else None


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
    elif "open-end" in t.flags or "since-clause" in how:
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
    if syn.lemma[verb] in ("schedule", "plan", "due", "set", "expect", "slate", "postpone", "delay", "intend"):
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
