"""Pages of a list that is at hand whole: by cursor too, so that a page stays what it is while the list grows."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from dragoman.errors import BadValue
from dragoman.query.find import Page
from dragoman.query.paging import At, cursor, place

T = TypeVar("T")
Key = tuple[Any, ...]


def page_of(
    rows: Sequence[T],
    key: Callable[[T], Key],
    *,
    after: str | None,
    limit: int,
    sort: str = "listed",
    strict: bool = True,
) -> Page[T]:
    """The rows after the one that the cursor ``after`` names by its ``key``, or before it, where it leads back. Where that
    row is in the list no more: the first page, or, if ``strict``, BadValue."""
    at = place(after, sort, len(key(rows[0]))) if rows else None
    first = 0
    if at is not None:
        there = next((n for n, row in enumerate(rows) if key(row) == at.key), None)
        if there is None and strict:
            raise BadValue(
                "the row that this page begins after is in the list no more.", remedy="begin at the first page."
            )
        first = 0 if there is None else max(0, there - limit) if at.backward else there + 1
    some = list(rows[first : first + limit])
    following = cursor(sort, At(None, key(some[-1]))) if some and first + limit < len(rows) else None
    before = cursor(sort, At(None, key(some[0]), True)) if some and first else None
    return Page(some, following, before)
