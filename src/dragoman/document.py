"""The working document: it flows through the stages and only gains annotations.

``text`` is immutable. ``reading`` is what the parser sees (blank lines closed up, run-together words parted), with
the offset in ``text`` of every character of it; :meth:`Document.span` is the one place where a record span is made.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

from dragoman.record import (
    Attribution,
    Claim,
    Entity,
    FactualityValue,
    Place,
    Quantity,
    Span,
    Timex,
    Warning,
)  # fmt: skip

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

BlockRole = Literal["headline", "dateline", "byline", "body"]


@dataclass(frozen=True, slots=True)
class Story:
    """What a reader hands over: one story as it was decoded, before anything is made of it."""

    text: str
    id: str | None = None
    headline: str | None = None
    published: str | None = None
    outlet: str | None = None
    agency: str | None = None
    dateline: str | None = None
    url: str | None = None
    language: str | None = None
    path: str | None = None
    warnings: tuple[Warning, ...] = ()
    version: int | None = None
    """The publisher's number of this version of the story, where the format has one; a higher one supersedes."""
    canceled: bool = False
    """The publisher has withdrawn the story: its claims are retracted, not coded anew."""


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph of the reading, in characters of ``Reading.text``. Only ``body`` blocks are coded into claims."""

    start: int
    end: int
    role: BlockRole = "body"


@dataclass(frozen=True, slots=True)
class Reading:
    """The text as the parser sees it. ``offsets[k]`` is the place in the raw text of character ``k`` of ``text``."""

    text: str
    offsets: tuple[int, ...]
    blocks: tuple[Block, ...]
    starts: tuple[int, ...] | None = None
    """Where its sentences begin, where that is known before it is parsed."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """Tokens ``start`` up to (not including) ``end``; ``paragraph`` numbers the blocks of the reading."""

    index: int
    start: int
    end: int
    paragraph: int
    role: BlockRole = "body"


@dataclass(slots=True)
class Mention:
    """An actor mention: tokens ``start`` up to ``end``, their syntactic ``head``, and who it is."""

    start: int
    end: int
    head: int
    entity: Entity
    why: str = ""
    parts: tuple[Entity, ...] = ()
    """More than one where a plural stands for several ("the two countries", "both sides")."""

    @property
    def entities(self) -> tuple[Entity, ...]:
        """Who the mention stands for, one or several."""
        return self.parts or (self.entity,)


@dataclass(slots=True)
class Count:
    """A quantity in the sentence: the record's quantity, with where it hangs in the parse."""

    quantity: Quantity
    number: tuple[int, int]
    """Tokens of the number with its modifiers ("at least 65")."""
    head: int
    """Token of the noun that is counted (the number itself where none stands)."""
    trigger: int | None
    """Token of the verb or noun that makes it this kind (died, injured, toll)."""
    part_of: Count | None = None
    superseded: bool = False
    firm: bool = True
    """Makes a claim of its own. A name or a definite noun counts as one only where an act carries it."""
    why: str = ""


@dataclass(slots=True)
class Fact:
    """How firmly the text puts an event."""

    value: FactualityValue = "asserted"
    why: tuple[str, ...] = ()
    cue: int | None = None


@dataclass(slots=True)
class Document:
    """One story on its way through the pipeline.

    Each stage assigns the fields that it declares; ``assigned`` keeps their names. Token numbers index ``parsed``.
    """

    id: str
    text: str
    story: Story
    headline: str | None = None
    headline_span: Span | None = None
    outlet: str | None = None
    agency: str | None = None
    url: str | None = None
    language: str | None = None
    dateline: str | None = None
    dateline_span: Span | None = None
    dateline_date: str | None = None
    """ISO date in the dateline (GOMA, June 3): the anchor before the publication date. Year from ``published``."""
    published: str | None = None
    published_from: Literal["metadata", "text"] | None = None
    reading: Reading | None = None
    parsed: Doc | None = None
    sentences: list[Sentence] = field(default_factory=list)
    times: list[Timex] = field(default_factory=list)
    places: list[Place] = field(default_factory=list)
    mentions: list[Mention] = field(default_factory=list)
    counts: list[Count] = field(default_factory=list)
    attributions: list[Attribution] = field(default_factory=list)
    facts: dict[int, Fact] = field(default_factory=dict)
    claims: list[Claim] = field(default_factory=list)
    warnings: list[Warning] = field(default_factory=list)
    assigned: set[str] = field(default_factory=set)
    cache: dict[str, Any] = field(default_factory=dict)
    _token_edges: tuple[list[int], list[int]] | None = None
    _sentence_starts: list[int] | None = None

    @property
    def tokens(self) -> Doc:
        """The spaCy parse (after the parse stage)."""
        if self.parsed is None:
            raise RuntimeError("the document is not parsed yet")
        return self.parsed

    def span(self, start: int, end: int) -> Span:
        """Tokens ``start`` up to ``end`` as a span of the raw text."""
        starts, ends = self._edges()
        a, b = starts[start], ends[end - 1]
        return Span(self.text[a:b], a, b)

    def _edges(self) -> tuple[list[int], list[int]]:
        """Where each token begins and ends in the raw text, made once."""
        if self._token_edges is None:
            assert self.reading is not None
            offsets = self.reading.offsets
            at, length = (column.tolist() for column in self.tokens.to_array(["IDX", "LENGTH"]).T)
            self._token_edges = (
                [offsets[a] for a in at],
                [offsets[a + n - 1] + 1 for a, n in zip(at, length, strict=True)],
            )
        return self._token_edges

    def raw(self, start: int, end: int) -> Span:
        """Characters of the raw text as a span."""
        return Span(self.text[start:end], start, end)

    def tokens_at(self, start: int, end: int) -> tuple[int, int]:
        """The tokens that overlap the raw characters ``start`` up to ``end``, as a half-open range (empty: i, i)."""
        starts, ends = self._edges()
        i = max(0, bisect_right(starts, start) - 1)
        if starts and ends[i] <= start:
            i += 1
        return i, max(i, bisect_left(starts, end))

    def sentence_of(self, token: int) -> Sentence:
        """The sentence that a token is in."""
        if self._sentence_starts is None:
            self._sentence_starts = [s.start for s in self.sentences]
        return self.sentences[bisect_right(self._sentence_starts, token) - 1]

    def sentence_span(self, sentence: Sentence) -> Span:
        """A sentence as a span of the raw text, without outer white space."""
        start, end = sentence.start, sentence.end
        while start < end - 1 and self.tokens[start].is_space:
            start += 1
        while end - 1 > start and self.tokens[end - 1].is_space:
            end -= 1
        return self.span(start, end)

    def mention_at(self, token: int | Token) -> Mention | None:
        """The actor mention that covers a token, the longest if several do."""
        i = token if isinstance(token, int) else token.i
        cover: dict[int, Mention] | None = self.cache.get("mention_cover")
        if cover is None:
            cover = {}
            for m in sorted(self.mentions, key=lambda m: m.end - m.start):
                for k in range(m.start, m.end):
                    cover[k] = m
            if "mentions" in self.assigned:
                self.cache["mention_cover"] = cover
        return cover.get(i)
