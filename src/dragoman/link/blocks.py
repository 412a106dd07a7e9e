"""Which episodes are worth comparing: those that share a key of time, place, kind of act, parties, figures or names.

A key is *near* where what it joins is likely one happening (one town, one day): all its episodes are compared. It is
*far* where only an episode that lacks day or place needs it: of those, one at least must be such an episode.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from dragoman.link.match import MEETING, RARE, VERBAL, codes
from dragoman.link.profile import Profile

Key = tuple[str, ...]
BEFORE = 3
"""Days before it was told in which something without a date of its own is looked for."""
_MONTH = 30


def keys(p: Profile) -> Iterator[tuple[Key, bool, bool]]:
    """(key, near, in need): ``in need`` tells whether the episode itself is one that a far key is for."""
    days = _days(p)
    dated, undated = bool(p.firm), not days
    for theme in sorted(p.themes):
        if theme in VERBAL or theme in MEETING:
            yield from _by_party(theme, days, p)
        else:
            yield from _by_place(theme, days, dated, p)
        if undated or not dated:
            for d in _months(p):
                for s in p.towns:
                    yield (theme, "m", d, s.key), False, True
        else:
            for d in _months(p):
                for s in p.towns:
                    yield (theme, "m", d, s.key), False, False
        for person in p.people:
            for d in _months(p):
                yield (theme, "p", d, person), True, True
        wide = not dated and p.loose is not None
        for name in p.names:
            for d in _months(p):
                yield (theme, "n", d, name), False, wide
    if len(p.words) >= 6:
        for d in _months(p):
            yield ("w", d, " ".join(sorted(p.words))), True, True


def _days(p: Profile) -> list[str]:
    """Days in which it may have been; without a date, those just before it was told."""
    if p.firm:
        first, last = p.firm
    elif p.loose and p.loose[1] - p.loose[0] <= 7:
        first, last = p.loose
    elif p.told:
        first, last = p.told[0] - BEFORE, p.told[1]
    else:
        return []
    return [str(d) for d in range(first, min(last, first + 9) + 1)]


def _months(p: Profile) -> list[str]:
    if p.window is None and p.told is None:
        return ["?"]
    # Without a date it was in the month in which it was told, or in the one before.
    start, end = p.window or (p.told[0] - _MONTH, p.told[1])  # type: ignore[index]
    first, last = start // _MONTH, end // _MONTH
    return [str(m) for m in range(first, min(last, first + 2) + 1)]


def _by_place(theme: str, days: list[str], dated: bool, p: Profile) -> Iterator[tuple[Key, bool, bool]]:
    towns, need = p.towns, not p.towns
    countries = sorted({s.country for s in p.spots if s.country} | codes(p.recipients) | codes(p.actors) | p.ground)
    big = sorted({(kind, value) for kind, value in p.figures if value >= 3})
    for d in days:
        for s in towns:
            yield (theme, d, s.key), True, True
        for name in p.names | {w for s in towns for w in s.name.split()} | (p.around if need else frozenset()):
            yield (theme, d, "name", name), False, need
        for kind, value in big:
            yield (theme, d, kind, str(value)), False, need
        for country in countries:
            if theme in RARE:
                yield (theme, d, country), True, True
            for stem in p.stems:
                yield (theme, d, country, stem), False, need
            for sector in {s for _, s in p.actors | p.recipients if s}:
                yield (theme, d, country, "of", sector), False, need


def _by_party(theme: str, days: list[str], p: Profile) -> Iterator[tuple[Key, bool, bool]]:
    who = sorted(codes(p.actors | p.recipients))[:5]
    for d in days or ["?"]:
        for pair in combinations(who, 2):
            yield (theme, d, *pair), True, True
        if len(who) == 1 or theme in VERBAL:
            for stem in p.stems:
                for code in who:
                    yield (theme, d, code, stem), True, True
