"""JSON lines: a record is one line, whatever its text holds."""

import json

import dragoman
from dragoman.export.jsonl import line


def test_line_separators_of_a_story_do_not_break_the_line():
    text = "Troops shelled the town on Friday.\u2028The army denied it.\x85Talks go on.\u2029\x0bNobody was hurt."
    out = line(dragoman.code(text, published="2024-05-15").record).decode("utf-8")
    assert len(out.splitlines()) == 1
    assert json.loads(out)["text"] == text
