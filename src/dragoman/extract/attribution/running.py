"""Quotations that run on: sentence after sentence, over paragraphs, or with the speaker in the sentence before."""

from __future__ import annotations

from dragoman.extract.attribution.lexicon import Cue
from dragoman.extract.attribution.quotes import unclosed
from dragoman.extract.attribution.relation import Found, Scene

_MOSTLY = 0.8
_BACK = 2
"""How many sentences back a speaker may stand."""


def run_on(scene: Scene, found: list[Found]) -> None:
    """Lengthen contents, in place, by the quotations that go on without a cue of their own."""
    doc, _syn = scene.doc, scene.syn
    owner: Found | None = None
    quote_before: tuple[int, int] | None = None
    for a, b in scene.quotes:
        inside = set(range(a, b))
        words = scene.words(inside)
        if len(words) < 3:
            continue
        holders = [f for f in found if f.source is not None and not a <= f.head < b and len(f.content & words) >= 2]
        sentence = doc.sentence_of(a)
        if sentence.role == "byline":
            continue
        if any(f.rule == "label" and a <= f.head < a + 10 for f in found):
            owner = next(f for f in found if f.rule == "label" and a <= f.head < a + 10)
        elif holders:
            # the part in the cue's sentence is there; the rest of the same quotation is the same speech
            f = max(holders, key=lambda f: (len(f.content & words), f.lexical.kind == "claim", -f.head))
            if len(f.content & words) < len(words) and _spans_sentences(scene, a, b):
                f.content |= inside
            owner = f if f.lexical.kind == "claim" else owner
        elif _stands_alone(scene, a, b):
            f2 = _awaited(scene, found, a) or _speaker(scene, found, a, owner, quote_before)
            if f2 is not None:
                f2.content |= inside
                if f2.lexical.kind != "claim":
                    f2.lexical = Cue("says", "claim")
                if "+running" not in f2.rule:
                    f2.rule += "+running"
                owner = f2
        quote_before = (a, b)


def _spans_sentences(scene: Scene, a: int, b: int) -> bool:
    return scene.doc.sentence_of(a).index != scene.doc.sentence_of(b - 1).index


def _stands_alone(scene: Scene, a: int, b: int) -> bool:
    """Is a quotation nearly all of the sentences that it is in."""
    doc = scene.doc
    first, last = doc.sentence_of(a), doc.sentence_of(b - 1)
    words = scene.words(set(range(first.start, last.end)))
    return len(words & set(range(a, b))) >= _MOSTLY * len(words)


def _same(scene: Scene, f: Found, g: Found) -> bool:
    """Are two sources one, by their mentions or words ("Karim said ... He added")."""
    assert f.source is not None and g.source is not None
    a, b = scene.doc.mention_at(f.source), scene.doc.mention_at(g.source)
    if a is not None and b is not None and a.entity.name is not None:
        return a.entity.name == b.entity.name
    return scene.syn.lower[f.source] == scene.syn.lower[g.source]


def _awaited(scene: Scene, found: list[Found], a: int) -> Found | None:
    """The cue without content at the end of the sentence before ("He said:")."""
    here = scene.doc.sentence_of(a).index
    waiting = [f for f in found if f.rule.startswith("verb+before") and scene.doc.sentence_of(f.head).index == here - 1]
    return waiting[-1] if waiting else None


def _speaker(
    scene: Scene, found: list[Found], a: int, owner: Found | None, before: tuple[int, int] | None
) -> Found | None:
    """Whose a quotation without a cue is: of the one whose quotation stands before it or was left open; else of the
    last who spoke in the sentences before."""
    doc, syn = scene.doc, scene.syn
    here = doc.sentence_of(a)
    if owner is not None and before is not None:
        last = doc.sentence_of(before[1] - 1)
        if here.index - last.index <= 1 and (here.paragraph == last.paragraph or unclosed(syn, before)):
            later = [
                f
                for f in found
                if before[1] <= f.head < a and f.source not in (None, owner.source) and f.lexical.kind == "claim"
            ]
            if not any(not _same(scene, f, owner) for f in later):
                return owner
    near = [
        f
        for f in found
        if f.source is not None
        and f.head < a
        and here.index - _BACK <= doc.sentence_of(f.head).index < here.index
        and here.paragraph - doc.sentence_of(f.head).paragraph <= 1
        and not f.rule.startswith("noun")
    ]
    outer = [f for f in near if not any(f.head in g.content for g in near if g is not f)]
    if not outer:
        return (
            owner
            if owner is not None and before is not None and here.index - doc.sentence_of(before[1] - 1).index <= 1
            else None
        )
    return max(outer, key=lambda f: (doc.sentence_of(f.head).index, f.lexical.kind == "claim", f.head))
