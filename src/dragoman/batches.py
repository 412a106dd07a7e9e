"""Stories a batch at a time, each with what came of it: a record, or the error that says why there is none."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from dragoman.document import Story
from dragoman.errors import DataError, DragomanError, InputError, PipelineError
from dragoman.record import Record

BATCH_STORIES = 32
BATCH_CHARACTERS = 200_000


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one story: exactly one of ``record`` and ``error`` is there."""

    story: Story
    record: Record | None = None
    error: InputError | None = None


def batches(
    stories: Iterable[Story], *, most: int = BATCH_STORIES, characters: int = BATCH_CHARACTERS
) -> Iterator[list[Story]]:
    """Stories in input order, few enough at a time that memory stays flat."""
    batch: list[Story] = []
    size = 0
    for story in stories:
        batch.append(story)
        size += len(story.text)
        if len(batch) == most or size >= characters:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def code_batch(batch: list[Story], model: str, claims_only: bool = False) -> list[Outcome]:
    """What came of each story of a batch, in order. Where the coder fails, the stories are coded one by one, so that only
    the one that it fails on is lost. Raises DataError and PipelineError, which would strike every story."""
    from dragoman.coder import code_stories

    how = {"claims_only": True} if claims_only else {}
    try:
        records = list(code_stories(batch, model=model, **how))
        return [Outcome(s, record) for s, record in zip(batch, records, strict=True)]
    except (DataError, PipelineError):
        raise
    except Exception as e:
        if len(batch) == 1:
            return [Outcome(batch[0], error=_about(e, where(batch[0])))]
    return [code_batch([story], model, claims_only)[0] for story in batch]


def where(story: Story) -> str:
    """How an error names a story: its file, where it has one, and its id."""
    from dragoman.coder import story_id

    return ", ".join(x for x in (story.path, f"story {story_id(story)}") if x)


def _about(error: Exception, where: str) -> InputError:
    if isinstance(error, InputError):
        return error
    what = error.message if isinstance(error, DragomanError) else f"{type(error).__name__}: {error}"
    return InputError(
        f"the coder failed on this story ({what}).",
        where=where,
        remedy="report it with the story; the others are coded.",
    )
