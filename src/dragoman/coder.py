"""The coder: the stages put together, and stories run through them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from functools import cache

from dragoman.code.claims import claims
from dragoman.document import Document, Story
from dragoman.extract.actors import actors
from dragoman.extract.attribution import attribution
from dragoman.extract.factuality import factuality
from dragoman.extract.places import places
from dragoman.extract.quantities import quantities
from dragoman.extract.times import times
from dragoman.parse import parse_many
from dragoman.parse.pipe import DEFAULT_MODEL
from dragoman.pipeline import Pipeline
from dragoman.read.layout import layout, start
from dragoman.record import Record


@cache
def before_parse(*, claims_only: bool = False) -> Pipeline:
    """The stages that a story passes before it is parsed; ``claims_only`` leaves out sentences that can hold no claim."""
    if not claims_only:
        return Pipeline([layout])
    from dragoman.gate import gate

    return Pipeline([layout, gate])


@cache
def after_parse() -> Pipeline:
    """The stages that make claims of a parsed document."""
    return Pipeline(
        [times, places, actors, quantities, attribution, factuality, claims], given=["reading", "parsed", "sentences"]
    )


def story_id(story: Story) -> str:
    """The input's own id, else one derived from the text: same text, same id."""
    return story.id or hashlib.blake2b(story.text.encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()


def code_documents(
    stories: Iterable[Story], *, model: str = DEFAULT_MODEL, claims_only: bool = False
) -> Iterator[Document]:
    """Working documents, coded, in input order."""
    first = before_parse(claims_only=claims_only)
    laid = (first(start(s, story_id(s))) for s in stories)
    for doc in parse_many(laid, model=model):
        yield after_parse()(doc)


def record_of(doc: Document) -> Record:
    """The public record of a coded document."""
    return Record(
        id=doc.id, text=doc.text, headline=doc.headline, headline_span=doc.headline_span, outlet=doc.outlet,
        agency=doc.agency, url=doc.url, language=doc.language, dateline=doc.dateline, published=doc.published,
        published_from=doc.published_from, claims=tuple(doc.claims), attributions=tuple(doc.attributions),
        times=tuple(doc.times), places=tuple(doc.places), warnings=tuple(doc.warnings),
    )  # fmt: skip


def code_stories(
    stories: Iterable[Story], *, model: str = DEFAULT_MODEL, claims_only: bool = False
) -> Iterator[Record]:
    """Records of stories, in input order. ``claims_only``: faster, and the times, places and attributions of sentences
    that can hold no claim are not listed (docs/speed.md)."""
    for doc in code_documents(stories, model=model, claims_only=claims_only):
        yield record_of(doc)
