"""Stages and the pipeline that checks and runs them.

A stage is a function from document to document; it says what it requires and what it assigns, and a pipeline that is
put together in an order that cannot work is refused before the first story.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from dragoman.document import Document
from dragoman.errors import PipelineError


@dataclass(frozen=True, slots=True)
class Stage:
    """A named step with its contract."""

    name: str
    run: Callable[[Document], Document]
    requires: frozenset[str]
    assigns: frozenset[str]

    def __call__(self, doc: Document) -> Document:
        doc = self.run(doc)
        doc.assigned |= self.assigns
        return doc


def stage(
    name: str, *, requires: Iterable[str] = (), assigns: Iterable[str] = ()
) -> Callable[[Callable[[Document], Document]], Stage]:
    """Make a stage of a function: ``@stage("times", requires=["parsed"], assigns=["times"])``."""

    def make(run: Callable[[Document], Document]) -> Stage:
        return Stage(name, run, frozenset(requires), frozenset(assigns))

    return make


class Pipeline:
    """Stages in order. Raises PipelineError where one requires what none before it assigns."""

    def __init__(self, stages: Iterable[Stage], *, given: Iterable[str] = ()) -> None:
        self.stages = tuple(stages)
        have = set(given)
        for s in self.stages:
            missing = s.requires - have
            if missing:
                raise PipelineError(s.name, sorted(missing), [t.name for t in self.stages])
            have |= s.assigns

    def __call__(self, doc: Document) -> Document:
        for s in self.stages:
            doc = s(doc)
        return doc
