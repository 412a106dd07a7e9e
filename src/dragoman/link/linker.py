"""Links that grow with the stories: adding or taking away one touches only its neighbourhood."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from dragoman.link.decisions import Decision, Word
from dragoman.link.episodes import Episode, between, episodes
from dragoman.link.index import Index, postings
from dragoman.link.match import LINK
from dragoman.link.mentions import Mention, mentions
from dragoman.link.settle import is_firm, settle
from dragoman.record import Record


@dataclass(frozen=True, slots=True)
class Neighbour:
    """A settled episode that is worth comparing with: the part that it is in, and whether it is free (see Part)."""

    episode: Episode
    part: int
    free: bool


def touched(seeking: Mapping[int, Episode], near: Callable[[int, Episode], Iterable[Neighbour]]) -> set[int]:
    """Parts that are to be settled anew because of new episodes, or of some that have lost whom they followed: those of
    whom they are linked to, of whom they follow, and of those that may follow them."""
    parts: set[int] = set()
    for n, episode in seeking.items():
        firm = is_firm(episode.profile)
        best: tuple[bool, float] = (False, 0.0)
        follow: set[int] = set()
        for other in near(n, episode):
            theirs = is_firm(other.episode.profile)
            if other.part in parts and not (not firm and theirs):
                continue
            score = round(between(other.episode, episode), 6)
            if score < LINK:
                continue
            if firm or other.free:
                parts.add(other.part)
            if not firm and (theirs, score) >= best:
                follow = {other.part} if (theirs, score) > best else follow | {other.part}
                best = theirs, score
        parts |= follow
    return parts


def episodes_of(record: Record, word: Word | None = None) -> list[Episode]:
    """What a story tells, happening by happening."""
    return told(mentions(record), word)


def told(found: Sequence[Mention], word: Word | None = None) -> list[Episode]:
    """The same of one document's mentions."""
    must, cannot = word.verdicts([(m.anchor,) for m in found]) if word else ([], [])
    return episodes(found, must=must, cannot=cannot)


class Linker:
    """Incidents of stories held in memory. ``add`` and ``remove`` give the same incidents as a new linker with the same
    stories would, in whatever order they came."""

    def __init__(self, decisions: Iterable[Decision] = ()) -> None:
        self.word = Word(decisions)
        self._episodes: dict[int, Episode] = {}
        self._documents: dict[str, list[int]] = {}
        self._index = Index()
        self._part: dict[int, int] = {}
        self._parts: dict[int, list[list[int]]] = {}
        self._free: set[int] = set()
        self._next = 0

    def add(self, records: Iterable[Record]) -> None:
        """Link more stories. One whose id is known takes the place of the earlier."""
        self.add_episodes((r.id, episodes_of(r, self.word)) for r in records)

    def add_episodes(self, stories: Iterable[tuple[str, list[Episode]]]) -> None:
        """The same of stories whose episodes are known."""
        new: list[int] = []
        parts: set[int] = set()
        for document, found in stories:
            parts |= self._drop(document)
            for episode in found:
                n, self._next = self._next, self._next + 1
                self._episodes[n] = episode
                self._documents.setdefault(document, []).append(n)
                self._index.add(n, postings(episode.profile))
                new.append(n)
        self._settle(new, parts)

    def remove(self, document: str) -> None:
        """Forget a story."""
        self._settle([], self._drop(document))

    def incidents(self) -> Iterator[list[Episode]]:
        """Each incident as its episodes, in the order of their first documents' ids."""
        groups = [[self._episodes[n] for n in g] for part in self._parts.values() for g in part]
        return iter(sorted(groups, key=lambda g: g[0].key))

    def _drop(self, document: str) -> set[int]:
        """Take a document's episodes out; the parts that they were in are to be settled anew."""
        parts = set()
        for n in self._documents.pop(document, ()):
            self._index.remove(n, postings(self._episodes.pop(n).profile))
            self._free.discard(n)
            if n in self._part:
                parts.add(self._part.pop(n))
        return parts

    def _settle(self, new: Sequence[int], dropped: set[int]) -> None:
        new = [n for n in new if n in self._episodes]
        # Those that followed an episode which is gone look for another.
        left = [n for p in dropped for g in self._parts[p] for n in g if n in self._episodes]
        seeking = {**{n: self._episodes[n] for n in new}, **{n: self._episodes[n] for n in left}}
        parts = dropped | touched(seeking, self._near)
        if self.word:
            spoken = {n for d in self.word.documents() for n in self._documents.get(d, ())}
            if spoken & seeking.keys() or any(self._part.get(n) in parts for n in spoken):
                parts |= {self._part[n] for n in spoken if n in self._part}
        unsettled = {*new, *(n for p in parts for g in self._parts.pop(p) for n in g if n in self._episodes)}
        self._free -= unsettled
        numbers = {self._episodes[n].key: n for n in unsettled}
        for part in settle([self._episodes[n] for n in unsettled], self.word):
            groups = [[numbers[e.key] for e in g] for g in part.incidents]
            name = min(n for g in groups for n in g)
            self._parts[name] = groups
            self._free |= {numbers[key] for key in part.free}
            self._part.update((n, name) for g in groups for n in g)

    def _near(self, n: int, episode: Episode) -> Iterator[Neighbour]:
        for other in self._index.candidates(postings(episode.profile)):
            if other in self._part and other != n:
                yield Neighbour(self._episodes[other], self._part[other], other in self._free)
