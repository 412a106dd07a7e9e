"""From tokens to spans: the content of a cue, the phrase of a source."""

from __future__ import annotations

from dragoman.document import Document
from dragoman.parse.syntax import Syntax
from dragoman.record import Span

_EDGE = frozenset({",", ";", ":", ".", "—", "–", "--", "-", "?", "!"})
_QUOTES = frozenset({"“", "”", '"', "``", "''", "«", "»"})


def runs(doc: Document, syn: Syntax, tokens: set[int]) -> tuple[Span, ...]:
    """The stretches that a set of tokens makes, without edge punctuation; a lone word between two holes is dropped."""
    out: list[Span] = []
    ordered = sorted(tokens)
    start = 0
    for n in range(1, len(ordered) + 1):
        if n == len(ordered) or ordered[n] != ordered[n - 1] + 1:
            part = ordered[start:n]
            while part and syn.lower[part[0]] in _EDGE:
                part = part[1:]
            while part and syn.lower[part[-1]] in _EDGE:
                part = part[:-1]
            if part and any(
                syn.lower[k] not in _QUOTES and syn.pos[k] not in ("PUNCT", "SPACE", "CCONJ") for k in part
            ):
                out.append(doc.span(part[0], part[-1] + 1))
            start = n
    return tuple(out)


def source_phrase(syn: Syntax, head: int) -> tuple[int, int]:
    """Tokens of a source's noun phrase: with its modifiers, "of" phrases and appositions, without relative clauses."""
    keep = {head}
    todo = [head]
    while todo:
        k = todo.pop()
        for c in syn.kids[k]:
            if syn.dep[c] in ("relcl", "acl", "advcl", "ccomp", "parataxis", "advmod", "mark") and c > head:
                continue
            if syn.dep[c] == "punct" and c > head:
                continue
            if (
                syn.dep[c] == "prep"
                and k == head
                and c > head
                and syn.lower[c] not in ("of", "for", "in", "from", "to", "at", "with", "on")
            ):
                continue
            keep.add(c)
            todo.append(c)
    start = head
    while start - 1 in keep or (start - 2 in keep and syn.lower[start - 1] in (",", "-", "and")):
        start -= 1
    end = head
    while end + 1 in keep or (end + 2 in keep and syn.lower[end + 1] in (",", "-", "(", "“")):
        end += 1
    while start < end and syn.lower[start] in ("“", '"', ",", "and", "but", "''", "``"):
        start += 1
    return start, end + 1


def quoted_ranges(doc: Document, syn: Syntax) -> list[tuple[int, int]]:
    """Token ranges between quotation marks, marks included. A quote that opens anew in the next paragraph goes on."""
    out: list[tuple[int, int]] = []
    opened: int | None = None
    straight = 0
    for sentence in doc.sentences:
        for i in range(sentence.start, sentence.end):
            w = syn.lower[i]
            if w in ("“", "``", "«") or (w in ('"', "''") and opened is None):
                if opened is None:
                    opened = i
                    straight = w == '"'
            elif opened is not None and (w in ("”", "''", "»") or (straight and w == '"')):
                out.append((opened, i + 1))
                opened = None
        last = doc.sentences[sentence.index + 1] if sentence.index + 1 < len(doc.sentences) else None
        if opened is not None and (last is None or last.paragraph != sentence.paragraph):
            out.append((opened, sentence.end))
            opened = None
    return out
