"""Links that grow with the stories: adding or taking away one touches only its neighbourhood."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from dragoman.link.decisions import Decision, Word
from dragoman.link.episodes import Episode, episodes
from dragoman.link.index import Index, postings
from dragoman.link.match import LINK, compare
from dragoman.link.mentions import Mention, mentions
from dragoman.link.settle import settle
from dragoman.record import Record

EpisodeKey = tuple[str, int]


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
        self._next = 0

    def add(self, records: Iterable[Record]) -> None:
        """Link more stories. One whose id is known takes the place of the earlier."""
        self.add_episodes((r.id, episodes_of(r, self.word)) for r in records)

    def add_episodes(self, stories: Iterable[tuple[str, list[Episode]]]) -> None:
        """The same of stories whose episodes are known."""
        new: list[int] = []
        unsettled: set[int] = set()
        for document, found in stories:
            unsettled |= self._drop(document)
            for episode in found:
                n, self._next = self._next, self._next + 1
                self._episodes[n] = episode
                self._documents.setdefault(document, []).append(n)
                posted = postings(episode.profile)
                for other in self._index.candidates(posted):
                    if other in self._part and compare(self._episodes[other].profile, episode.profile) >= LINK:
                        unsettled.add(self._part[other])
                self._index.add(n, posted)
                new.append(n)
        self._settle(new, unsettled)

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
            if n in self._part:
                parts.add(self._part.pop(n))
        return parts

    def _settle(self, new: Sequence[int], parts: set[int]) -> None:
        touched = [n for n in new if n in self._episodes]
        if self.word:
            spoken = {n for d in self.word.documents() for n in self._documents.get(d, ())}
            if spoken & set(touched) or any(self._part.get(n) in parts for n in spoken):
                touched += [n for n in spoken if n not in self._part and n not in touched]
                parts |= {self._part[n] for n in spoken if n in self._part}
        for p in parts:
            touched += [n for g in self._parts.pop(p, ()) for n in g if n in self._episodes and n not in set(new)]
        numbers = {self._episodes[n].key: n for n in touched}
        for part in settle([self._episodes[n] for n in touched], self.word):
            groups = [[numbers[e.key] for e in g] for g in part]
            name = min(n for g in groups for n in g)
            self._parts[name] = groups
            for g in groups:
                for n in g:
                    self._part[n] = name
