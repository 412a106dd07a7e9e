"""What one story tells of one happening: its claims put together, with the help of the order in which it tells.

A story names place and day once and goes on with "the attack", "the dead": a claim that brings neither belongs to what
was told just before, unless its words set it apart ("in a separate attack").
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dragoman.link.cluster import Pair, cluster
from dragoman.link.match import CANNOT, VERBAL, VIOLENT, Reasons, compare
from dragoman.link.mentions import Anchor, Mention
from dragoman.link.profile import Profile, profile, together

SAME_STORY = 3.25
"""Least score at which two claims of one story are put together."""
SAME_STORY_MEAN = 1.5
_NEAR = (
    (20, 2.0, "in the sentence before"), (350, 1.5, "a sentence or two before"), (10**9, 0.8, "before"),
)  # fmt: skip
"""Characters up to which the last that was told of such an act stands before, and what it counts for what is told
without a day and a place of its own."""
_SAME = frozenset({"same-event", "part-of", "denies"})


@dataclass(frozen=True, slots=True)
class Episode:
    """Claims of one document about one happening, in text order, with their joint profile."""

    document: str
    claims: tuple[Anchor, ...]
    told: int | None
    profile: Profile

    @property
    def key(self) -> tuple[str, int]:
        """Where it begins: tells it from every other, whatever else is linked."""
        return self.document, self.claims[0].start

    @property
    def numbers(self) -> list[int]:
        """Places of its claims in the record's list."""
        return [a.number for a in self.claims]


def between(a: Episode, b: Episode) -> float:
    """The score of two episodes. Two of one story score nothing: the story itself told them apart."""
    return 0.0 if a.document == b.document else compare(a.profile, b.profile)


def episodes(found: Sequence[Mention], *, must: Sequence[Pair] = (), cannot: Sequence[Pair] = ()) -> list[Episode]:
    """The episodes of one document's mentions, in text order. ``must`` and ``cannot`` are pairs of places in
    ``found``: a person's word."""
    if not found:
        return []
    profiles = [profile(m) for m in found]
    scores: dict[Pair, float] = {}
    for j, b in enumerate(found):
        for i in range(j):
            scores[i, j] = within_story(found[i], b, profiles[i], profiles[j], _nearest(found, i, j))
    groups = cluster(profiles, scores, least=SAME_STORY, mean=SAME_STORY_MEAN, must=must, cannot=cannot)
    return [
        Episode(found[0].document, tuple(found[n].anchor for n in g), found[0].told, together([profiles[n] for n in g]))
        for g in groups
    ]


def _nearest(found: Sequence[Mention], i: int, j: int) -> bool:
    """Is ``i`` in the last sentence before ``j``'s (or in it) that tells of such an act, but for what brings no day and
    no town of its own?"""
    return not any(
        found[k].themes & found[j].themes
        and found[k].sentence not in (found[i].sentence, found[j].sentence)
        and _new_scene(found[k], found[i])
        for k in range(i + 1, j)
    )


def _new_scene(m: Mention, before: Mention) -> bool:
    if m.window is not None and m.window != before.window:
        return True
    return m.spot is not None and m.spot.town and m.spot != before.spot


def within_story(
    a: Mention, b: Mention, pa: Profile, pb: Profile, nearest: bool, reasons: Reasons | None = None
) -> float:
    """The score of two claims of one story, ``a`` told first."""

    def say(weight: float, words: str) -> float:
        if reasons is not None:
            reasons.append((weight, words))
        return weight

    vaguer = a.firm and b.window is not None and not b.firm
    linked = [
        t for t, target in b.links
        if target == a.id and t in _SAME and not (t == "same-event" and (vaguer or "other" in b.cues))
    ]  # fmt: skip
    alone = a.sentence != b.sentence
    score = compare(pa, pb, reasons, story=True, sentence=not alone)
    if linked and score != CANNOT:
        return score + say(5.0, f"the story links them: {linked[0]}")
    if score == CANNOT:
        return CANNOT
    if b.diffuse != a.diffuse:
        return score + say(-4.0, "one is of no single happening")
    violent = bool(VIOLENT & a.themes & b.themes)
    if not alone:
        if "other" in b.cues - a.cues:
            return score + say(-4.0, "its words set it apart")
        if VERBAL & a.themes & b.themes:
            return score + say(-2.0, "two statements in one sentence")
        return score + say(1.5 if violent else 1.0, "one sentence")
    if "other" in b.cues:
        return score + say(-4.0, "its words set it apart")
    if "addition" in b.cues:
        score += say(-1.0, "told as something more")
    if vaguer:
        return score + say(-2.5, "told with its day before, and this with a vaguer time")
    if not violent:
        return score
    score += say(0.5, "one story")
    if nearest:
        dateless = b.window is None or b.window == a.window
        bare = dateless and (b.spot is None or not b.spot.town)
        if bare:
            far = b.sentence[0] - a.sentence[1]
            near, where = next(w for w in _NEAR if far <= w[0])[1:]
            score += say(near, f"told {where}, and it brings no day or place")
        else:
            score += say(1.0 if dateless and b.spot == a.spot else 0.5, "told just before")
    if b.own and not a.own and not pa.stems & pb.stems and not pa.figures & pb.figures:
        score += say(-1.0, "a party tells of an act of its own")
    return score
