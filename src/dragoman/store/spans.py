"""Every span of a record, as rows: do its words stand in the text where it says?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from dragoman.store.rows import COLUMNS, HEAD, Row


class Wrong(NamedTuple):
    """A span whose words are not those of the text."""

    table: str
    words: str | None
    begin: int
    stop: int
    stands: str


_NAMES = (
    ("words", "begin", "stop"),
    ("sentence", "sentence_begin", "sentence_stop"),
    ("trigger", "trigger_begin", "trigger_stop"),
    ("cue", "cue_begin", "cue_stop"),
    ("headline_words", "headline_begin", "headline_stop"),
)


def _places(columns: Sequence[str]) -> list[tuple[int, int, int]]:
    return [
        (at[0], at[1], at[2])
        for names in _NAMES
        if all(n in columns for n in names)
        for at in [[columns.index(n) for n in names]]
    ]


_SPANS = {table: places for table, columns in COLUMNS.items() if (places := _places(columns[1:]))}
_HEADLINE = _places(HEAD)
_TEXT = HEAD.index("text")


def wrong_spans(head: Row, parts: Mapping[str, Sequence[Row]]) -> Iterator[Wrong]:
    """Spans of a record whose words the text does not have there."""
    text: str = head[_TEXT]
    for table, places, rows in (
        ("documents", _HEADLINE, [head]),
        *((t, p, parts.get(t, ())) for t, p in _SPANS.items()),
    ):
        for words, begin, stop in places:
            for row in rows:
                b, s = row[begin], row[stop]
                if b is None:
                    if s is not None or row[words] not in (None, ""):
                        yield Wrong(table, row[words], -1, -1, "")
                elif b < 0 or text[b:s] != row[words]:
                    yield Wrong(table, row[words], b, s, text[max(b, 0) : s] if s else "")
