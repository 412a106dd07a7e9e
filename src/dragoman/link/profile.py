"""What one claim, or several claims of one happening together, tell of it: the thing that is compared.

Profiles add up: that of a group is the sum of its members', in any order.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dragoman.link.mentions import Mention, Party, Spot

Window = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Profile:
    """``firm`` is the days in which it can have been, by those members that tell days apart; ``loose`` the narrowest
    interval of the others; ``told`` the first and last day on which it was told."""

    themes: frozenset[str]
    events: frozenset[str]
    modes: frozenset[str]
    real: bool
    factualities: frozenset[str]
    actors: frozenset[Party]
    recipients: frozenset[Party]
    people: frozenset[str]
    names: frozenset[str]
    firm: Window | None
    loose: Window | None
    told: Window | None
    spots: tuple[Spot, ...]
    stems: frozenset[str]
    words: frozenset[str]
    figures: frozenset[tuple[str, float]]
    diffuse: bool
    background: bool = False
    """Told without a day, and as something apart from the story's news."""
    whom: frozenset[str] = frozenset()
    setting: frozenset[str] = frozenset()
    around: frozenset[str] = frozenset()
    ground: frozenset[str] = frozenset()

    @property
    def window(self) -> Window | None:
        return self.firm or self.loose

    @property
    def towns(self) -> tuple[Spot, ...]:
        """Places narrow enough to tell happenings apart."""
        return tuple(s for s in self.spots if s.town)


def profile(m: Mention) -> Profile:
    """Of one claim."""
    return Profile(
        m.themes, frozenset((m.event,)), m.modes, m.real, frozenset((m.factuality,)), m.actors, m.recipients, m.people,
        m.names, m.window if m.firm else None, None if m.firm else m.window,
        None if m.told is None else (m.told, m.told), () if m.spot is None else (m.spot,), m.stems, m.words, m.figures,
        m.diffuse, m.window is None and "other" in m.cues, m.whom, m.setting, m.around, m.ground,
    )  # fmt: skip


def together(profiles: Sequence[Profile]) -> Profile:
    """Of several that are taken to be one happening."""
    if len(profiles) == 1:
        return profiles[0]
    themes = frozenset.intersection(*(p.themes for p in profiles)) or frozenset().union(*(p.themes for p in profiles))
    spots = {s.key: s for p in profiles for s in p.spots}
    finest = max((s.resolution or 4 for s in spots.values()), default=0)
    kept = [s for s in spots.values() if (s.resolution or 4) >= min(finest, 4)]

    def all_of(field: str) -> frozenset:  # type: ignore[type-arg]
        return frozenset().union(*(getattr(p, field) for p in profiles))

    setting = profiles[0].setting  # one object a story: by it the comparison knows that two are of one story
    if any(p.setting is not setting for p in profiles):
        setting = all_of("setting")
    return Profile(
        themes, all_of("events"), all_of("modes"), any(p.real for p in profiles), all_of("factualities"),
        all_of("actors"), all_of("recipients"), all_of("people"), all_of("names"), common([p.firm for p in profiles]),
        narrowest([p.loose for p in profiles]), hull([p.told for p in profiles]),
        tuple(sorted(kept, key=lambda s: s.key)), all_of("stems"), all_of("words"), all_of("figures"),
        all(p.diffuse for p in profiles), all(p.background for p in profiles), all_of("whom"), setting, all_of("around"), all_of("ground"),
    )  # fmt: skip


def common(windows: Sequence[Window | None]) -> Window | None:
    """The days that all have; the hull where they have none (two that were put together against their dates)."""
    given = [w for w in windows if w]
    if not given:
        return None
    a, b = max(w[0] for w in given), min(w[1] for w in given)
    return (a, b) if a <= b else hull(given)


def narrowest(windows: Sequence[Window | None]) -> Window | None:
    """The shortest, the earliest of equals."""
    given = [w for w in windows if w]
    return min(given, key=lambda w: (w[1] - w[0], w)) if given else None


def hull(windows: Sequence[Window | None]) -> Window | None:
    """From the first day to the last."""
    given = [w for w in windows if w]
    return (min(w[0] for w in given), max(w[1] for w in given)) if given else None
