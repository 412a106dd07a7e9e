"""Codes every example of the lexicon and prints the rows that do not come out: ``python -m dragoman.code.events [FILE...]``."""

from __future__ import annotations

import sys
from collections import Counter

from dragoman.code.events.lexicon import Frame, lexicon
from dragoman.coder import code_documents
from dragoman.document import Document, Story


def failures(names: list[str]) -> tuple[list[tuple[Frame, list[str], str]], int]:
    """(frame, what was coded instead, why) of each example that fails, and how many examples there are."""
    every = {id(f): f for fs in lexicon().frames.values() for f in fs}  # a class stands under each of its words
    frames = [f for f in every.values() if f.example and (not names or f.source in names)]
    stories = [Story(text=f.example, id=str(n), published="2024-05-15") for n, f in enumerate(frames)]
    out = []
    for frame, doc in zip(frames, code_documents(stories), strict=True):
        reason = judge_example(frame, doc)
        if reason:
            out.append(
                (frame, [f"{c.event or c.kind}:{','.join(c.mode)} {c.trigger.text!r}" for c in doc.claims], reason)
            )
    return out, len(frames)


def judge_example(frame: Frame, doc: Document) -> str:
    """What is wrong with the coding of a frame's example, or an empty string."""
    if frame.event == "-":
        return "must yield no event" if any(c.kind == "event" for c in doc.claims) else ""
    if frame.event is None:
        return "" if any(c.kind == "state" for c in doc.claims) else "no state"
    hits = [c for c in doc.claims if c.event == frame.event]
    if not hits:
        return "no such event"
    if frame.mode and not any(set(frame.mode) <= set(c.mode) for c in hits):
        return "mode missing"
    return ""


if __name__ == "__main__":
    bad, n = failures(sys.argv[1:])
    for frame, got, reason in bad:
        print(
            f"{frame.source}\t{' '.join(frame.trigger)}\t{frame.event} {','.join(frame.mode)}\t{reason}\tgot {got}\t{frame.example}"
        )
    print(f"{n - len(bad)} of {n} examples come out right", Counter(f.source for f, _, _ in bad))
