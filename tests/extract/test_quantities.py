"""Counts against inline gold (quantities_gold.txt): every construction and every kind, marked so that one can read it."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import NamedTuple, get_args

import pytest

from dragoman.coder import after_parse, before_parse
from dragoman.document import Count, Document, Story
from dragoman.parse import parse_many
from dragoman.read.layout import start
from dragoman.record import QuantityKind

PUBLISHED = "2024-11-06"

_OPEN = re.compile(r"<(?P<kind>[a-z]+) (?P<number>[<>~]?=?[\d.]+(?:\.\.\d*|\+)?)(?P<rest>[^<>]*)>")


class Gold(NamedTuple):
    kind: str
    number: str
    text: str
    attributes: dict[str, str]


def unmark(line: str) -> tuple[str, list[Gold]]:
    """The plain text of a marked line, and its counts in order of their opening."""
    out, pos, stack, found = "", 0, [], []
    while pos < len(line):
        m = _OPEN.match(line, pos)
        if m:
            attributes = dict((*a.split("=", 1), "")[:2] for a in m["rest"].split())
            found.append([m["kind"], m["number"], len(out), 0, attributes])
            stack.append(len(found) - 1)
            pos = m.end()
        elif line.startswith("</>", pos):
            found[stack.pop()][3] = len(out)
            pos += 3
        else:
            out += line[pos]
            pos += 1
    assert not stack, line
    return out, [Gold(k, n, out[a:b], at) for k, n, a, b, at in found]


def number_of(count: Count) -> str:
    """A quantity's number in the notation of the gold."""
    q = count.quantity
    if q.value is None:
        return f"{q.min}.." if q.max is None else f"{q.min}..{q.max}"
    if q.approximate:
        return f"~{q.value}"
    if q.max is None:
        return f"{q.value}+" if q.min == q.value else f">{q.value}"
    if q.min is None:
        return f"<={q.value}" if q.max == q.value else f"<{q.value}"
    return str(q.value)


@cache
def passages() -> tuple[tuple[str, list[Gold]], ...]:
    lines = (Path(__file__).parent / "quantities_gold.txt").read_text("utf-8").splitlines()
    return tuple(unmark(line) for line in lines if line and not line.startswith("#"))


@cache
def read() -> tuple[Document, ...]:
    """All passages through the stages before the claims, parsed in one batch."""
    laid = (before_parse()(start(Story(text=t, published=PUBLISHED), "t")) for t, _ in passages())
    out = []
    for doc in parse_many(laid):
        for s in after_parse().stages:
            if s.name in ("actors", "times", "places", "quantities"):
                doc = s(doc)
        out.append(doc)
    return tuple(out)


@pytest.mark.parametrize("n", range(len(passages())), ids=lambda n: passages()[n][0][:60])
def test_counts_are_those_marked(n):
    text, gold = passages()[n]
    doc = read()[n]
    counts = [c for c in doc.counts if c.quantity.kind != "other"]
    assert [(c.quantity.kind, number_of(c)) for c in counts] == [(g.kind, g.number) for g in gold]
    for c, g in zip(counts, gold, strict=True):
        q = c.quantity
        assert text[q.start : q.end] == q.text
        assert set(g.text.split()) & set(q.text.split()), (q.text, g.text)
        at = g.attributes
        if "what" in at:
            assert q.what == at["what"]
        if "unit" in at:
            assert (q.unit or "").startswith(at["unit"])
        if "aff" in at:
            assert q.affiliation is not None
            assert at["aff"] in (q.affiliation.code, *q.affiliation.sector)
        assert (c.part_of is not None) == ("part" in at), f"{q.text} as a part"
        assert q.scope == ("cumulative" if "total" in at else "incident"), f"{q.text}: {c.why}"
        assert q.since == at.get("since")
        assert q.until == at.get("until")
        assert c.superseded == ("old" in at)
        assert "derived" not in at or "worked out" in c.why
        assert c.why


def test_every_kind_has_a_passage():
    told = {g.kind for _, gold in passages() for g in gold}
    assert told == set(get_args(QuantityKind)) - {"other"}


def test_there_are_many_passages():
    assert len(passages()) >= 120
