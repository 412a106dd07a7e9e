"""Quotations: where they open and close, also over several paragraphs."""

from __future__ import annotations

from dragoman.document import Document
from dragoman.parse.syntax import Syntax

MARKS = frozenset({"“", "”", '"', "``", "''", "«", "»", "‘", "’"})
_OPEN = frozenset({"“", "``", "«"})
_CLOSE = frozenset({"”", "''", "»"})
_STRAIGHT = '"'
_BEFORE_CLOSE = frozenset(",.?!…")


def quoted_ranges(doc: Document, syn: Syntax) -> list[tuple[int, int]]:
    """Token ranges between quotation marks, marks included, in text order.

    A quotation left open at the end of a paragraph ends there; one that opens the next paragraph anew is a range of its
    own (:mod:`running` joins them). Single marks count where the closing one follows punctuation: an apostrophe does not.
    """
    out: list[tuple[int, int]] = []
    opened: int | None = None
    mark = ""
    for s in doc.sentences:
        for i in range(s.start, s.end):
            w = syn.lower[i]
            if opened is None:
                if w in _OPEN or w == _STRAIGHT or (w == "''" and _starts(doc, i)) or _single_opens(doc, syn, i):
                    opened, mark = i, w
            elif _closes(syn, w, mark, i):
                out.append((opened, i + 1))
                opened = None
            elif w in _OPEN and mark in _OPEN and i == s.start and _first_of_paragraph(doc, s.index):
                out.append((opened, i))
                opened = i
        following = doc.sentences[s.index + 1] if s.index + 1 < len(doc.sentences) else None
        if opened is not None and (following is None or following.paragraph != s.paragraph):
            if mark not in ("‘", "'"):
                out.append((opened, s.end))
            opened = None
    return out


def unclosed(syn: Syntax, quote: tuple[int, int]) -> bool:
    """Does a range end without its closing mark, as where the quotation goes on in the next paragraph."""
    return syn.lower[quote[1] - 1] not in (_CLOSE | {_STRAIGHT, "’", "'"})


def _closes(syn: Syntax, w: str, mark: str, i: int) -> bool:
    if mark in ("‘", "'"):
        return w in ("’", "'") and syn.lower[i - 1][-1] in _BEFORE_CLOSE
    return w in _CLOSE or w[:1] in _CLOSE or (w == _STRAIGHT and mark == _STRAIGHT)


def _single_opens(doc: Document, syn: Syntax, i: int) -> bool:
    """A single mark that stands before a word, with its closing mark after punctuation in the same sentence."""
    if syn.lower[i] not in ("‘", "'") or not _starts(doc, i):
        return False
    s = doc.sentence_of(i)
    return any(
        syn.lower[k] in ("’", "'") and syn.lower[k - 1][-1] in _BEFORE_CLOSE for k in range(i + 2, min(s.end, i + 80))
    )


def _starts(doc: Document, i: int) -> bool:
    return (i == 0 or bool(doc.tokens[i - 1].whitespace_) or doc.tokens[i - 1].is_space) and not doc.tokens[
        i
    ].whitespace_


def _first_of_paragraph(doc: Document, index: int) -> bool:
    return index == 0 or doc.sentences[index - 1].paragraph != doc.sentences[index].paragraph
