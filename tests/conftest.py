"""Shared helpers: parse a text as the pipeline does, and code one. Test helpers are importable as ``factories``."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from dragoman.coder import after_parse, before_parse, code_documents
from dragoman.document import Document, Story
from dragoman.parse import parse
from dragoman.read.layout import start

sys.path.insert(0, str(Path(__file__).parent))


@pytest.fixture(scope="session")
def parsed() -> Callable[..., Document]:
    """A text laid out and parsed, before extraction. Keywords are those of Story."""

    def make(text: str, **story: str) -> Document:
        return parse(before_parse()(start(Story(text=text, **story), "t")))

    return make


@pytest.fixture(scope="session")
def coded() -> Callable[..., Document]:
    """A text through the whole coder. Keywords are those of Story."""

    def make(text: str, **story: str) -> Document:
        return next(iter(code_documents([Story(text=text, id="t", **story)])))

    return make


@pytest.fixture(scope="session")
def extracted(parsed: Callable[..., Document]) -> Callable[..., Document]:
    """A text through all stages but the claims."""

    def make(text: str, **story: str) -> Document:
        doc = parsed(text, **story)
        for s in after_parse().stages:
            if s.name != "claims":
                doc = s(doc)
        return doc

    return make
