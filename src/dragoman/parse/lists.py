"""The plain lists of a parse that repairs read and write."""

from __future__ import annotations

from typing import Protocol


class Lists(Protocol):
    """What a repair reads and writes."""

    lower: list[str]
    lemma: list[str]
    tag: list[str]
    pos: list[str]
    dep: list[str]
    head: list[int]
    kids: list[list[int]]


def hang(made: Lists, k: int, head: int, dep: str) -> None:
    """Put token ``k`` under ``head`` (under itself: the root)."""
    if made.head[k] != k:
        made.kids[made.head[k]].remove(k)
    made.head[k], made.dep[k] = head, dep
    if head != k:
        made.kids[head] = sorted({*made.kids[head], k})
