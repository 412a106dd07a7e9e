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


def under(made: Lists, top: int, *, without: tuple[str, ...] = ()) -> list[int]:
    """Token ``top`` and all that hangs on it, in order, without what hangs by one of the relations."""
    out, todo = [top], [top]
    while todo:
        for k in made.kids[todo.pop()]:
            if made.dep[k] not in without:
                out.append(k)
                todo.append(k)
    return sorted(out)
