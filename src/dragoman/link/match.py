"""How likely two profiles are one happening: a sum of reasons, each with its weight and its words.

Time, place, parties, kind of act, its words, figures and names each add or take away. Some differences rule a pair out
whatever else agrees (two days, two towns, two sets of parties that met): these are CANNOT. What two sides tell apart
about one happening (who did it, how many, whether at all) only takes a little away: that makes it disputed, not two.
Weights were set by hand on stories of our own; docs/linking.md has them in a table.
"""

from __future__ import annotations

from collections.abc import Iterable

from dragoman.link.mentions import Party, Spot
from dragoman.link.places import relation
from dragoman.link.profile import Profile, Window

CANNOT = float("-inf")
LINK = 4.0
"""Least score at which two profiles of different stories are linked."""

VERBAL = frozenset({"request", "accusation", "rejection", "threat", "support", "concession", "accord", "cooperation"})
"""Themes of which a party does many on one day: told by their words, not by day and party alone."""
MEETING = frozenset({"talks"})
RARE = frozenset({"release", "truce", "disarming", "resignation", "expulsion", "access"})
"""Themes of which two on one day are seldom two."""
VIOLENT = frozenset({"violence", "policing", "seizure"})
_MEANS = {
    "aerial": "air", "drone": "air", "heavy-weapons": "fire", "explosives": "bomb", "suicide-attack": "bomb",
    "firearms": "guns", "beat": "hands", "crowd-control": "crowd", "primitive": "blades",
    "sexual": "sexual", "torture": "torture", "unconventional": "unconventional",
}  # fmt: skip
_CAMPS = {
    "REB": "rebels", "UAF": "rebels", "GOV": "state", "MIL": "state", "COP": "state", "SPY": "state", "JUD": "state",
    "LEG": "state", "PRM": "state", "CVL": "people", "REF": "people", "JRN": "people", "MED": "people", "LAB": "people",
    "EDU": "people", "REL": "people", "NGO": "people",
}  # fmt: skip
_BORDERLESS = frozenset({"IMG", "ISM"})
"""Codes of armed groups and movements of no one country: a story may give their fighters the country's code."""
_RIVAL = frozenset({"alleged", "denied", "negated"})
_TAKEN = frozenset({"abduct", "seize", "arrest"})
_ARMED = frozenset({"MIL", "COP", "REB", "UAF", "PRM"})
"""Sectors whose people are taken in fights."""
LONG_AGO = 30
"""Days after which a story that tells of something looks back at it."""

Reasons = list[tuple[float, str]]


def compare(
    a: Profile, b: Profile, reasons: Reasons | None = None, *, story: bool = False, sentence: bool = False
) -> float:
    """The score of a pair, or CANNOT. ``reasons``, where given, is filled with (weight, words). ``story``: both stand
    in one story, which was told on one day whatever it tells of; ``sentence``: in one sentence, whose words and names
    are the same in any case."""
    shared = a.themes & b.themes
    if not shared:
        return _no(reasons, "two kinds of act")
    total = _time(a, b, reasons, story)
    if total == CANNOT:
        return CANNOT
    if a.real != b.real:
        # What was due and what was then done are one act; without the times of both nobody can tell.
        if not (a.window and b.window):
            return _no(reasons, "one has happened, the other is to come")
        total += _say(reasons, -0.2 if RARE & shared else -0.5, "due in one, done in the other")
    place = _place(a, b, reasons, story)
    parties = _parties(a, b, reasons)
    if CANNOT in (place, parties):
        return CANNOT
    total += place + parties + _act(a, b, reasons, story)
    if not sentence:
        total += _words(a, b, reasons) + _figures(a, b, reasons)
    return total


def _no(reasons: Reasons | None, words: str) -> float:
    return _say(reasons, CANNOT, words)


def _say(reasons: Reasons | None, weight: float, words: str) -> float:
    if reasons is not None and weight:
        reasons.append((weight, words))
    return weight


def gap(a: Window, b: Window) -> int:
    """Days between two intervals; 0 where they meet."""
    return max(0, a[0] - b[1], b[0] - a[1])


def _time(a: Profile, b: Profile, reasons: Reasons | None, story: bool) -> float:
    if a.firm and b.firm:
        if gap(a.firm, b.firm):
            return _no(reasons, "two days")
        return _say(reasons, 2.0 if a.firm == b.firm else 1.6, "the same day")
    one, two = a.window, b.window
    if one and two:
        if gap(one, two):
            return _no(reasons, "two times")
        width = max(one[1] - one[0], two[1] - two[0])
        return _say(reasons, 1.0 if width <= 7 else 0.6 if width <= 31 else 0.1, "times that overlap")
    if story:
        return _say(reasons, 0.8, "the story gives the day of one, or of neither")
    known, other = (one, b) if one else (two, a)
    if known is not None and other.background and other.told:
        if other.told[1] < known[0]:
            return _no(reasons, "one was told before the other happened")
        return _say(reasons, *_before(other.told[0] - known[1]))
    if known is not None:
        if other.told is None:
            return _say(reasons, 0.2, "the time of one is not known")
        if other.told[1] < known[0]:
            return _no(reasons, "one was told before the other happened")
        late = other.told[0] - known[1]
        dated = a if one else b
        if dated.told and dated.told[0] - known[1] > LONG_AGO:
            # Both look back: what one dates may be what the other speaks of without a date.
            return _say(reasons, min(0.0, _lag(gap(dated.told, other.told))[0]), "both tell of it long after")
        return _say(reasons, *_lag(late))
    if a.told is None or b.told is None:
        return _say(reasons, 0.3, "no times are known")
    return _say(reasons, *_lag(gap(a.told, b.told)))


def _lag(days: int) -> tuple[float, str]:
    if days <= 1:
        return 1.0, "told within a day"
    if days <= 3:
        return 0.0, "told within three days"
    if days <= 10:
        return -1.2, "told within ten days"
    return -2.5, f"told {days} days apart"


def _before(days: int) -> tuple[float, str]:
    """Of what a story tells as something other than its news: seldom of that day, often of the days before."""
    if days <= 1:
        return -0.5, "told as something before, but just then"
    if days <= 10:
        return 0.3, "told as something before, and within ten days"
    return -0.5 if days <= LONG_AGO else -1.5, f"told as something before, {days} days later"


_FINE = {1: 0.4, 2: 1.2, 3: 1.6}
"""What it counts that a country, a province, a district is the same; a town, or a name without an entry, counts 2."""


def _place(a: Profile, b: Profile, reasons: Reasons | None, story: bool) -> float:
    if not a.spots or not b.spots:
        spots, other = (a.spots, b) if a.spots else (b.spots, a)
        if _named(spots, other):
            return _say(reasons, 1.2, "the place of one is named by the other")
        if story or not (a.ground and b.ground):
            return 0.0
        if any(s.town and set(s.name.split()) <= other.setting for s in spots):
            return _say(reasons, 0.8, "the other's story names the place")
        if not a.ground & b.ground:
            return _say(reasons, -1.0, "stories of two countries")
        return _say(reasons, 0.4, "stories of one country")
    found = {relation(s, t) for s in a.spots for t in b.spots}
    if "same" in found:
        finest = max(_FINE.get(s.resolution or 4, 2.0) for s in a.spots for t in b.spots if relation(s, t) == "same")
        return _say(reasons, finest, "the same place")
    if "within" in found:
        if not (a.towns and b.towns) and (_named(a.towns, b) or _named(b.towns, a)):
            return _say(reasons, 1.5, "a place within the other's, which names it")
        return _say(reasons, 1.5 if a.towns and b.towns else 0.6, "a place within the other's")
    if "apart" in found:
        if not (VERBAL | MEETING) & a.themes & b.themes:
            return _no(reasons, "two places")
        return _say(reasons, -1.0, "two places")
    return _say(
        reasons, 1.2 if _named(a.towns, b) or _named(b.towns, a) else 0.0, "the place of one is named by the other"
    )


def _named(spots: Iterable[Spot], other: Profile) -> bool:
    """Does the other name one of these towns?"""
    return any(s.town and set(s.name.split()) & other.names for s in spots)


def codes(parties: frozenset[Party]) -> frozenset[str]:
    """The codes alone."""
    return frozenset(code for code, _ in parties if code)


def camp(sector: str) -> str:
    """Armed opposition, the state's, or people; empty where it is not told."""
    return _CAMPS.get(sector, "")


def _known(parties: frozenset[Party]) -> frozenset[Party]:
    """Without unknown gunmen, whom a later story may name."""
    return frozenset(p for p in parties if p[1] != "UAF")


def _rebels(parties: frozenset[Party]) -> bool:
    return all(camp(s) == "rebels" for _, s in parties)


def agree(a: frozenset[Party], b: frozenset[Party]) -> float:
    """1 the same parties, less for some of them or a camp in common, -1 none, 0 where either is not told."""
    a, b = _known(a), _known(b)
    one, two = codes(a), codes(b)
    if one and two:
        if not one & two:
            return 0.3 if _BORDERLESS & (one | two) and _rebels(a) and _rebels(b) else -1.0
        sides, others = ({(c, camp(s)) for c, s in p if c and camp(s)} for p in (a, b))
        if sides and others and one == two and not sides & others:
            return -1.0
        return 1.0 if one == two else 0.5
    camps, theirs = {camp(s) for _, s in a} - {""}, {camp(s) for _, s in b} - {""}
    if not camps or not theirs:
        return 0.0
    return 0.4 if camps & theirs else -0.3


def _parties(a: Profile, b: Profile, reasons: Reasons | None) -> float:
    if MEETING & a.themes & b.themes:
        return _met(a, b, reasons)
    total = 0.0
    swapped = (
        codes(a.actors) and codes(a.recipients)
        and codes(a.actors) != codes(a.recipients)
        and codes(a.actors) == codes(b.recipients) and codes(a.recipients) == codes(b.actors)
    )  # fmt: skip
    if swapped:
        return _say(reasons, -3.0, "the parties act the other way round")
    who, whom = agree(a.actors, b.actors), agree(a.recipients, b.recipients)
    if VERBAL & a.themes & b.themes:
        if who < 0:
            return _no(reasons, "two parties speak")
        total += _say(reasons, 1.2 * who, "the same party speaks" if who > 0 else "")
        return total + _say(reasons, 0.8 * whom, "to the same party" if whom > 0 else "to another party")
    if who < 0:
        rival = _RIVAL & (a.factualities | b.factualities)
        total += _say(reasons, who * (0.5 if rival else 1.5), "another party did it" + (" (disputed)" if rival else ""))
    else:
        total += _say(reasons, who, "the same party did it")
    if whom < 0 and max(agree(a.recipients, b.actors), agree(b.recipients, a.actors)) > 0:
        whom = _say(reasons, 0.0, "the losses of the other side")
    total += _say(reasons, 0.7 * whom if whom > 0 else 0.5 * whom, "to the same party" if whom > 0 else "to another")
    if not who and not whom and codes(a.actors | a.recipients) & codes(b.actors | b.recipients):
        total += _say(reasons, 0.6, "a party in common")
    if a.whom and b.whom and not a.whom & b.whom:
        total += _say(reasons, -2.5, f"other persons: {', '.join(sorted(a.whom))}; {', '.join(sorted(b.whom))}")
    people = a.people & b.people
    return total + _say(reasons, min(2.0, 1.5 * len(people)), f"the same party by name: {', '.join(sorted(people))}")


def _met(a: Profile, b: Profile, reasons: Reasons | None) -> float:
    one, two = codes(a.actors | a.recipients), codes(b.actors | b.recipients)
    people = _say(reasons, min(1.5, float(len(a.people & b.people))), "the same persons")
    if not one or not two:
        return people
    if not one & two:
        return _no(reasons, "other parties met")
    if one == two and len(one) > 1:
        return people + _say(reasons, 2.5, "the same parties met")
    if len(one) > 1 and len(two) > 1 and not (one <= two or two <= one):
        return _no(reasons, "other parties met")
    return people + _say(reasons, 1.0, "parties in common")


def _act(a: Profile, b: Profile, reasons: Reasons | None, story: bool) -> float:
    total = 0.0
    toll = "TOLL" in a.events | b.events
    if a.events & b.events:
        total += _say(reasons, 0.5, "the same category")
    elif not toll and not RARE & a.themes & b.themes:
        total += _say(reasons, -0.4, "another category")
    common = a.stems & b.stems
    if common:
        total += _say(reasons, 1.0, f"the same word: {', '.join(sorted(common))}")
    elif a.stems & b.words or b.stems & a.words:
        total += _say(reasons, 0.6, "the act of one is named by the other")
    if not VIOLENT & a.themes & b.themes and RARE & a.themes & b.themes:
        total += _say(reasons, 0.8, "an act that is rare")
    if ("abduct" in a.modes) != ("abduct" in b.modes) and not toll and not _both_took(a, b):
        taken = a.recipients if "abduct" in a.modes else b.recipients
        fighters = bool(taken) and all(sector in _ARMED for _, sector in taken)
        total += _say(reasons, -1.0 if fighters else -3.0, "people were taken in one only")
    elif "abduct" in a.modes | b.modes and _TAKEN & a.modes and _TAKEN & b.modes:
        total += _say(reasons, 0.8, "people were taken in both")
    means, others = _means(a), _means(b)
    if means and others:
        if means & others:
            total += _say(reasons, 0.4 if common else 0.8, "the same means")
        else:
            total += _say(reasons, -1.2 if story else -1.5, "other means")
    return total


def _both_took(a: Profile, b: Profile) -> bool:
    """Abducted in one, seized or arrested in the other: the same people, by what they are?"""
    sectors = {s for _, s in a.recipients if s} & {s for _, s in b.recipients if s}
    return bool(_TAKEN & a.modes and _TAKEN & b.modes and sectors)


def _means(p: Profile) -> frozenset[str]:
    return frozenset(_MEANS[m] for m in p.modes if m in _MEANS)


def _words(a: Profile, b: Profile, reasons: Reasons | None) -> float:
    small = min(len(a.words), len(b.words))
    names = len(a.names & b.names)
    total = _say(reasons, min(1.5, 0.5 * names), f"names in common: {', '.join(sorted(a.names & b.names))}")
    if a.setting is not b.setting:
        around = (a.setting & b.setting) - (a.names & b.names)
        most = 0.6 if a.towns and b.towns else 1.2
        total += _say(reasons, min(most, 0.3 * len(around)), f"names in both stories: {', '.join(sorted(around)[:5])}")
    if not small:
        return total
    alike = len(a.words & b.words) / small if small >= 4 else 0.0
    if VERBAL & a.themes & b.themes:
        return total + _say(reasons, 4.0 * alike - 1.5, "wording")
    return total + _say(reasons, max(0.0, 3.0 * (alike - 0.2)), "wording")


def _figures(a: Profile, b: Profile, reasons: Reasons | None) -> float:
    if not a.figures or not b.figures:
        return 0.0
    same = [f for f in a.figures & b.figures if f[1] >= 2]
    if same:
        most = max(v for _, v in same)
        return _say(reasons, 1.5 if most >= 10 else 1.0 if most >= 4 else 0.7, "the same figure")
    if agree(a.recipients, b.recipients) < 0:
        return 0.0
    one, two = dict(a.figures), dict(b.figures)
    for kind in one.keys() & two.keys():
        low, high = sorted((one[kind], two[kind]))
        if high > 3 * max(low, 2.0):
            return _say(reasons, -1.0, "figures far apart")
    return 0.0
