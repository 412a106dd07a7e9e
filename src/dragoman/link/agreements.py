"""Agreements and what became of them: proposed, announced, agreed, in force, extended, broken as alleged, ended.

Only what stories tell as a claim counts: "three cease-fires since Oct. 10" is one breach told with a count of three, not
three agreements found.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from dragoman.link.match import codes
from dragoman.link.mentions import day
from dragoman.link.sources import Context, root_of
from dragoman.link.words import stem, table, words
from dragoman.record import Claim, Entity

NEAR = 4
"""Days that may lie between an agreement's announcement and its entry into force, or between two tellings of it."""
MEMORY = 90
"""Days after an agreement in which a breach or "the truce" without a date is taken to be of it."""
_BEFORE, _AFTER = 60, 90
_STAGES = {"AGREE": "agreed", "SUPPORT": "agreed", "CONCEDE": "announced", "RETREAT": "in force", "REQUEST": "proposed",
           "REJECT": "rejected"}  # fmt: skip
_ORDER = ("proposed", "rejected", "announced", "agreed", "in force", "extended", "ended")


@dataclass(slots=True)
class _Step:
    claim: Claim
    context: Context
    type: str
    stage: str
    incident: str | None

    @property
    def when(self) -> int | None:
        return day(self.claim.date)

    @property
    def told(self) -> int | None:
        return day(self.context.published)

    @property
    def parties(self) -> frozenset[str]:
        given = (*self.claim.actor, *self.claim.recipient) if self.stage != "proposed" else self.claim.recipient
        return codes(frozenset((e.code or "", "") for e in given)) - frozenset(
            e.code or "" for e in self.claim.mediator
        )


@dataclass(slots=True)
class _Agreement:
    steps: list[_Step] = field(default_factory=list)
    breaches: list[_Step] = field(default_factory=list)

    @property
    def parties(self) -> frozenset[str]:
        return frozenset().union(*(s.parties for s in self.steps))

    @property
    def first(self) -> int | None:
        return min((s.when for s in self.steps if s.when is not None), default=None)

    @property
    def last(self) -> int | None:
        return max((s.when for s in self.steps if s.when is not None), default=None)


def agreements(told: Iterable[tuple[Claim, Context]], incidents: Mapping[str, str]) -> list[dict[str, Any]]:
    """The agreements that claims tell of, in order of their beginning. ``incidents``: each claim's incident."""
    steps = [s for claim, context in told if (s := _step(claim, context, incidents.get(claim.id))) is not None]
    steps.sort(key=lambda s: (s.context.published or "9999", s.context.document, s.claim.trigger.start))
    found: dict[str, list[_Agreement]] = defaultdict(list)
    dated = [s for s in steps if s.stage != "breach" and s.when is not None and not _of_old(s)]
    for s in sorted(dated, key=lambda s: s.when or 0):
        _place(s, found[s.type], _dated_home(s, found[s.type]))
    for s in steps:
        if s.stage != "breach" and s not in dated:
            home = _of_that_time(s, found[s.type]) if _of_old(s) else _remembered(s, found[s.type])
            _place(s, found[s.type], home)
    for s in steps:
        if s.stage == "breach":
            home = _remembered(s, found[s.type])
            if home is not None and not _told_as_act(s, steps):
                home.breaches.append(s)
    kept = [(t, a) for t, group in found.items() for a in group if _is_one(a)]
    kept.sort(key=lambda p: (p[1].first is None, p[1].first or 0, p[0], p[1].steps[0].claim.id))
    return [_view(t, a) for t, a in kept]


def may_tell(sentence: str) -> bool:
    """Is there a word of an agreement in it? Without one no claim of the sentence is a step of any."""
    return not _words_of_one().isdisjoint(words(sentence.lower()))


@cache
def _words_of_one() -> frozenset[str]:
    return frozenset(w for _, _, some in _types() for w in some)


def _told_as_act(s: _Step, steps: Sequence[_Step]) -> bool:
    """ "Accused the rebels of violating the truce": the charge and what is charged are one breach."""
    return s.claim.event == "ACCUSE" and any(
        t.stage == "breach" and t.claim.event != "ACCUSE" and t.claim.sentence == s.claim.sentence
        and t.context.document == s.context.document for t in steps
    )  # fmt: skip


def _is_one(a: _Agreement) -> bool:
    """Wanted and refused only is no agreement yet, but it is followed from there."""
    return any(s.stage not in ("rejected",) for s in a.steps)


def _of_old(s: _Step) -> bool:
    """Told of a year or a decade: background."""
    return s.claim.date_precision in ("year", "decade")


def _of_that_time(s: _Step, group: Sequence[_Agreement]) -> _Agreement | None:
    """The one agreement that falls in the year or decade that is told."""
    first, last = day(s.claim.date), day(s.claim.enddate)
    within = [
        a for a in group
        if first is not None and last is not None and _compatible(s.parties, a.parties)
        and all(t.when is not None and first <= t.when <= last for t in a.steps)
    ]  # fmt: skip
    return within[0] if len(within) == 1 else None


@cache
def _types() -> tuple[tuple[str, frozenset[str], frozenset[str]], ...]:
    return tuple(
        (r["type"], frozenset(r["needs"].split()), frozenset(r["words"].split())) for r in table("agreements.tsv")
    )


@cache
def _stages() -> dict[str, str]:
    return {stem(w): r["stage"] for r in table("stages.tsv") for w in r["stems"].split()}


def _step(claim: Claim, context: Context, incident: str | None) -> _Step | None:
    at = claim.trigger.start - claim.sentence.start
    end = claim.trigger.end - claim.sentence.start
    near = claim.sentence.text[max(0, at - _BEFORE) : end + _AFTER].lower()
    around = frozenset(words(near))
    truce = {t for t, needs, some in _types() if some & around and (not needs or needs & around)}
    if not truce:
        return None
    own = [stem(w) for w in words(claim.trigger.text.lower())]
    told = next((_stages()[w] for w in own if w in _stages()), None)
    violates = any(k.type == "violates" for k in claim.links)
    if "cease-fire" in truce:
        if violates or (told == "breach" and claim.event in ("ASSAULT", "RETREAT", "REJECT", "ACCUSE", "COERCE")):
            return _Step(claim, context, "cease-fire", "breach", incident)
        if claim.event == "ACCUSE" and any(_stages().get(stem(w)) == "breach" for w in around):
            return _Step(claim, context, "cease-fire", "breach", incident)
    if claim.event not in _STAGES or claim.factuality in ("negated", "denied"):
        return None
    stage = told if told in ("extended", "ended") else _STAGES[claim.event]
    if "cease-fire" in truce and (claim.event != "RETREAT" or "ceasefire" in claim.mode or told == "ended"):
        if claim.factuality == "demanded":
            stage = "proposed"
        return _Step(claim, context, "cease-fire", stage, incident)
    if claim.event in ("AGREE", "CONCEDE") and claim.factuality in ("asserted", "alleged"):
        for kind in ("exchange", "withdrawal", "talks"):
            if kind in truce:
                return _Step(claim, context, kind, stage, incident)
    return None


def _compatible(a: frozenset[str], b: frozenset[str]) -> bool:
    """May they be the same parties? Either is not told, or one's are among the other's."""
    return not a or not b or a <= b or b <= a


def _dated_home(s: _Step, group: Sequence[_Agreement]) -> _Agreement | None:
    same = next((a for a in group if s.incident and any(t.incident == s.incident for t in a.steps)), None)
    if same is not None:
        return same
    near = [
        a for a in group
        if a.last is not None and s.when is not None and a.first is not None
        and a.first - NEAR <= s.when <= a.last + NEAR and _compatible(s.parties, a.parties)
    ]  # fmt: skip
    if s.stage in ("extended", "ended"):
        near = near or [a for a in group if a.last is not None and s.when is not None and 0 <= s.when - a.last <= MEMORY
                        and _compatible(s.parties, a.parties)]  # fmt: skip
    return near[-1] if near else None


def _remembered(s: _Step, group: Sequence[_Agreement]) -> _Agreement | None:
    """The agreement that a claim without a date of its own, or of a breach, speaks of: one of history only where there
    is no other."""
    group = [a for a in group if not all(_of_old(t) for t in a.steps)] or group
    for link in s.claim.links:
        for a in group:
            if link.type == "violates" and any(t.claim.id == link.claim for t in a.steps):
                return a
    if s.stage != "breach":
        for a in group:
            if s.incident and any(t.incident == s.incident for t in a.steps):
                return a
    fits = [a for a in group if _compatible(s.parties, a.parties) or (s.stage == "breach" and s.parties & a.parties)]
    here = [a for a in fits if any(t.context.document == s.context.document for t in a.steps)]
    when = s.when if s.when is not None else s.told
    if here:
        before = [a for a in here if a.first is None or when is None or a.first <= when]
        return (before or here)[-1]
    if when is None:
        return None
    past = [a for a in fits if a.first is not None and 0 <= when - a.first <= MEMORY]
    return max(past, key=lambda a: a.first or 0) if past else None


def _place(s: _Step, group: list[_Agreement], home: _Agreement | None) -> None:
    if home is None:
        home = _Agreement()
        group.append(home)
    home.steps.append(s)


def _entities(steps: Sequence[_Step]) -> list[dict[str, Any]]:
    out: dict[str, Entity] = {}
    for s in steps:
        given = s.claim.recipient if s.stage == "proposed" else (*s.claim.actor, *s.claim.recipient)
        for e in given:
            if e.code in s.parties:
                key = f"{e.code} {'REB' if 'REB' in e.sector else ''}"
                out.setdefault(key, e)
    return [{"name": e.name or e.text, "code": e.code, "sector": list(e.sector)} for e in out.values()]


def _view(kind: str, a: _Agreement) -> dict[str, Any]:
    steps = sorted(a.steps, key=lambda s: (s.context.published or "9999", s.context.document, s.claim.trigger.start))
    made = [s for s in steps if s.stage in ("agreed", "announced")]
    happened = [s for s in made if s.claim.factuality in ("asserted", "alleged")]
    force = [s for s in steps if s.stage == "in force"]
    ended = [s for s in steps if s.stage == "ended" and s.claim.factuality in ("asserted", "alleged")]
    sure = [s for s in force if s.claim.factuality in ("asserted", "alleged")]
    core = [s for s in steps if s.stage != "proposed"] or steps
    mediators = {e.name or e.text: e for s in steps for e in s.claim.mediator}
    reached = [s.stage for s in steps if s.claim.factuality in ("asserted", "alleged")]
    status = max(reached, key=_ORDER.index) if reached else "announced" if made else "proposed"
    first = steps[0]
    digest = hashlib.blake2b(
        f"{first.context.document}\x1f{first.claim.trigger.start}".encode("utf-8", "surrogatepass"), digest_size=8
    ).hexdigest()
    return {
        "id": f"agreement-{digest}",
        "type": kind,
        "parties": _entities(core),
        "mediators": [{"name": n, "code": e.code, "sector": list(e.sector)} for n, e in mediators.items()],
        "announced": _earliest(happened or made),
        "in_force": _earliest(sure or force, clock=True),
        "ends": _earliest(ended),
        "status": status,
        "breaches": [_breach(s) for s in a.breaches],
        "claims": [
            {"document": s.context.document, "claim": s.claim.id, "start": s.claim.trigger.start,
             "end": s.claim.trigger.end, "stage": s.stage}
            for s in steps
        ],
    }  # fmt: skip


def _earliest(steps: Sequence[_Step], clock: bool = False) -> str | None:
    dated = sorted((s for s in steps if s.claim.date), key=lambda s: (s.claim.date or "", s.claim.time is None))
    if not dated:
        return None
    if not clock:
        # "Last weekend" gives way to "on Sunday".
        first, last = dated[0].claim.date or "", dated[0].claim.enddate or ""
        days = [s for s in dated if s.claim.date == s.claim.enddate and first <= (s.claim.date or "") <= last]
        dated = days or dated
    return dated[0].claim.time if clock and dated[0].claim.time else dated[0].claim.date


def _breach(s: _Step) -> dict[str, Any]:
    claim = s.claim
    by = claim.recipient if claim.event == "ACCUSE" else claim.actor
    root = root_of(claim.attribution, s.context)
    if claim.event == "ACCUSE" and claim.actor:
        alleged: str | None = claim.actor[0].name or claim.actor[0].text
    else:
        alleged = (root or s.context.narrator).name
    return {
        "by": [e.name or e.text for e in by], "alleged_by": alleged, "date": claim.date, "claim": claim.id,
        "count": claim.count, "factuality": claim.factuality,
    }  # fmt: skip
