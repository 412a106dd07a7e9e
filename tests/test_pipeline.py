"""The pipeline refuses an order that cannot work."""

import pytest

from dragoman.coder import after_parse, before_parse
from dragoman.document import Document, Story
from dragoman.errors import PipelineError
from dragoman.pipeline import Pipeline, stage


@stage("first", assigns=["a"])
def first(doc: Document) -> Document:
    return doc


@stage("second", requires=["a"], assigns=["b"])
def second(doc: Document) -> Document:
    return doc


def test_pipeline_refuses_a_stage_before_what_it_requires():
    with pytest.raises(PipelineError, match=r"'second' requires a.*order: second, first"):
        Pipeline([second, first])


def test_pipeline_records_what_was_assigned():
    doc = Pipeline([first, second])(Document("x", "", Story("")))
    assert doc.assigned == {"a", "b"}


def test_given_counts_as_assigned():
    assert Pipeline([second], given=["a"]).stages == (second,)


def test_the_shipped_pipeline_is_whole():
    names = [s.name for s in (*before_parse().stages, *after_parse().stages)]
    assert names == ["layout", "times", "places", "actors", "quantities", "attribution", "factuality", "claims"]
    assert all(s.assigns for s in after_parse().stages)
