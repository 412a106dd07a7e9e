"""Pages by key, not by number: a page begins after the last row of the one before, so that it stays what it is while
rows are added, and the thousandth page costs what the first does."""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from dragoman.errors import BadValue
from dragoman.query.values import near


@dataclass(frozen=True, slots=True)
class Order:
    """An order of rows: by a column (what has none comes last) and then by the row's own key, so that no two are equal.
    ``indexed``: rows are found in it, and need no sorting."""

    column: str | None
    key: tuple[str, ...]
    descending: bool = False
    indexed: bool = False


@dataclass(frozen=True, slots=True)
class At:
    """A row's place in an order: its value of the column, and its key. ``backward``: the page before it is asked for."""

    value: Any
    key: tuple[Any, ...]
    backward: bool = False


@dataclass(frozen=True, slots=True)
class Phase:
    """A part of a page's search: a condition, its values, and an ORDER BY. ``valued``: rows with a value of the order's
    column, which falls (``down``) or rises."""

    where: str
    values: tuple[Any, ...]
    order: str
    valued: bool = False
    down: bool = False


def phases(order: Order, at: At | None) -> Iterator[Phase]:
    """Those with a value of the column, then those without: each can follow an index."""
    backward = at is not None and at.backward
    down = order.descending != backward
    key, marks = f"({', '.join(order.key)})", f"({', '.join('?' * len(order.key))})"
    beyond, way = ("<", " DESC") if down else (">", "")
    by_key = ", ".join(k + way for k in order.key)
    after_key = (f"{key} {beyond} {marks}", at.key) if at else ("1 = 1", ())
    if order.column is None:
        yield Phase(*after_key, by_key)
        return
    column = order.column
    valued = Phase(f"{column} IS NOT NULL", (), f"{column}{way}, {by_key}", True, down)
    bare = Phase(f"{column} IS NULL", (), by_key)
    if at is None:
        yield from (valued, bare)
    elif at.value is None:
        yield Phase(f"{column} IS NULL AND {after_key[0]}", at.key, by_key)
        if backward:
            yield valued
    else:
        yield Phase(
            f"{column} {beyond}= ? AND ({column} {beyond} ? OR {key} {beyond} {marks})",
            (at.value, at.value, *at.key), valued.order, True, down,
        )  # fmt: skip
        if not backward:
            yield bare


def chosen(sort: str, sorts: Sequence[str]) -> str:
    """The sort, where there is such a one."""
    if sort not in sorts:
        raise BadValue(f"{sort!r} is no order.", remedy=f"{near(sort, sorts)}use one of {', '.join(sorts)}.")
    return sort


def cursor(sort: str, at: At) -> str:
    """A place as a word for a URL."""
    plain = json.dumps([sort, int(at.backward), at.value, *at.key], separators=(",", ":"))
    return base64.urlsafe_b64encode(plain.encode()).decode().rstrip("=")


def place(word: str | None, sort: str, width: int) -> At | None:
    """The place that a cursor tells. Raises BadValue for what is none, or one of another order."""
    if not word:
        return None
    wrong = BadValue(f"{word[:60]!r} is no cursor of this order.", remedy="begin at the first page.")
    try:
        given = json.loads(base64.urlsafe_b64decode(word.encode("ascii") + b"=" * (-len(word) % 4)))
    except (ValueError, binascii.Error, UnicodeError) as e:
        raise wrong from e
    if not isinstance(given, list) or len(given) != 3 + width or given[0] != sort:
        raise wrong
    simple = all(v is None or isinstance(v, str | int | float) for v in given[2:])
    if not simple or any(isinstance(v, str) and not v.isprintable() for v in given[2:]) or given[1] not in (0, 1):
        raise wrong
    if any(isinstance(v, int) and abs(v) >= 2**63 for v in given):
        raise wrong
    return At(given[2], tuple(given[3:]), bool(given[1]))
