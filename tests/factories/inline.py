"""Gold written into the sentence: ``Shells hit [Goma|COD].`` is the text ``Shells hit Goma.`` with one labelled span."""

from __future__ import annotations

import re

_SPAN = re.compile(r"\[([^\]|]+)\|([^\]]+)\]")


def read(line: str) -> tuple[str, list[tuple[int, int, str]]]:
    """The plain text, and (start, end, label) of its spans in text order."""
    text, spans, at = "", [], 0
    for m in _SPAN.finditer(line):
        text += line[at : m.start()]
        spans.append((len(text), len(text) + len(m.group(1)), m.group(2)))
        text += m.group(1)
        at = m.end()
    return text + line[at:], spans


def write(text: str, spans: list[tuple[int, int, str]]) -> str:
    """The text with its spans in brackets: what a failing test shows beside the gold."""
    for start, end, label in sorted(spans, reverse=True):
        text = f"{text[:start]}[{text[start:end]}|{label}]{text[end:]}"
    return text
