"""Attribution: made-up passages with their relations marked in the text, one construction each (data/attribution*.txt)."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from dragoman.coder import after_parse, before_parse
from dragoman.document import Document, Story
from dragoman.extract.attribution import governing, lexicon
from dragoman.parse import parse_many
from dragoman.read.layout import start
from dragoman.record import Attribution, Stance

DATA = Path(__file__).parent / "data"
_TAG = re.compile(r"<(/?)([sct])(\d)>")


@dataclass
class Marked:
    """A relation marked in a passage: character spans, and what the heading says of it."""

    source: list[tuple[int, int]] = field(default_factory=list)
    cue: list[tuple[int, int]] = field(default_factory=list)
    content: list[tuple[int, int]] = field(default_factory=list)
    parent: int | None = None
    says: tuple[str, ...] = ()


@dataclass
class Passage:
    construction: str
    text: str
    marked: dict[int, Marked]


def passages(name: str) -> list[Passage]:
    """The passages of a file; see its head for the notation."""
    out = []
    blocks = (DATA / name).read_text("utf-8").split("\n# ")
    for block in blocks[1:]:
        heading, _, body = block.partition("\n")
        if not body.strip() or ("<" not in body and "~" not in heading):
            continue
        construction, _, spec = heading.partition("|")
        text, spans = _unmarked(body.strip())
        marked: dict[int, Marked] = {}
        for part in filter(None, (p.strip() for p in spec.split(","))):
            number, *says = part.split()
            n, _, parent = number.partition("<")
            marked[int(n)] = Marked(parent=int(parent) if parent else None, says=tuple(says))
        for kind, n, a, b in spans:
            getattr(marked[n], {"s": "source", "c": "cue", "t": "content"}[kind]).append((a, b))
        out.append(Passage(construction.strip(" ~"), text, marked))
    return out


def _unmarked(body: str) -> tuple[str, list[tuple[str, int, int, int]]]:
    text, at, opened, spans = "", 0, {}, []
    for m in _TAG.finditer(body):
        text += body[at : m.start()]
        at = m.end()
        key = (m[2], int(m[3]))
        if m[1]:
            spans.append((*key, opened.pop(key), len(text)))
        else:
            opened[key] = len(text)
    return text + body[at:], spans


def _words(text: str, spans: list[tuple[int, int]]) -> set[int]:
    """Where the words of some spans begin."""
    return {m.start() for m in re.finditer(r"[\w’']+", text) for a, b in spans if a <= m.start() < b}


def _given(a: Attribution) -> tuple[list[tuple[int, int]], list[tuple[int, int]], list[tuple[int, int]]]:
    source = [(a.source.start, a.source.end)] if a.source.start is not None and a.source.end is not None else []
    return source, [(a.cue.start, a.cue.end)] if a.cue else [], [(c.start, c.end) for c in a.content]


def _fits(text: str, gold: Marked, a: Attribution) -> bool:
    """Same cue, the same source (or both none), four fifths of the content in common, and what the heading says."""
    source, cue, content = _given(a)
    meant, told = _words(text, gold.content), _words(text, content)
    colon = not _words(text, gold.cue) and gold.cue == cue
    return (
        (colon or bool(_words(text, gold.cue) & _words(text, cue)))
        and (bool(_words(text, gold.source) & _words(text, source)) or (not gold.source and not source))
        and len(meant & told) >= 0.8 * len(meant | told)
        and all(s in (a.stance, a.kind) for s in gold.says)
    )


def problems(p: Passage, doc: Document) -> list[str]:
    """What is missing, hung wrongly, or found where nothing is marked."""
    out, found = [], {}
    for n, gold in p.marked.items():
        found[n] = next((a for a in doc.attributions if _fits(p.text, gold, a)), None)
        if found[n] is None:
            out.append(f"relation {n} is missing")
    for n, gold in p.marked.items():
        a = found[n]
        outer = found.get(gold.parent) if gold.parent else None
        if a is not None and a.parent != (outer.id if outer else None):
            out.append(f"relation {n} hangs on {a.parent}")
    kept = {a.id for a in found.values() if a}
    out += [f"surplus {a.rule}" for a in doc.attributions if a.id not in kept and a.parent is None]
    return out


@pytest.fixture(scope="module")
def found() -> Callable[[str], list[tuple[Passage, list[str]]]]:
    """The passages of a file with their problems."""

    def run(name: str) -> list[tuple[Passage, list[str]]]:
        rows = passages(name)
        docs = parse_many(before_parse()(start(Story(text=p.text), "t")) for p in rows)
        out = []
        for p, doc in zip(rows, docs, strict=True):
            for stage in after_parse().stages:
                if stage.name in ("actors", "times", "attribution"):
                    doc = stage(doc)
            out.append((p, problems(p, doc)))
        return out

    return run


def test_passages_of_every_construction(found: Callable[[str], list[tuple[Passage, list[str]]]]) -> None:
    rows = found("attribution.txt")
    assert len(rows) >= 60
    wrong = {p.construction: why for p, why in rows if why}
    assert len(wrong) <= len(rows) // 20, wrong


def test_examples_with_nesting(found: Callable[[str], list[tuple[Passage, list[str]]]]) -> None:
    rows = found("attribution_examples.txt")
    assert len(rows) == 32
    wrong = {p.construction: why for p, why in rows if why}
    assert len(wrong) <= 2, wrong


def test_spans_are_the_words_at_their_offsets(extracted: Callable[..., Document]) -> None:
    for p in passages("attribution.txt")[::5]:
        doc = extracted(p.text)
        for a in doc.attributions:
            for span in (a.cue, *a.content):
                assert span is not None and doc.text[span.start : span.end] == span.text
            if a.source.text is not None:
                assert doc.text[a.source.start : a.source.end] == a.source.text


# the lexicon ----------------------------------------------------------------------------------------------------------


def test_lexicon_has_300_verbs_with_known_stances_and_frames() -> None:
    frames = {"that", "quote", "inf", "ing", "obj", "seems", "toll"}
    prepositions = {"about", "against", "at", "for", "in", "of", "on", "over", "to", "with", "by", "behind"}
    assert len(lexicon.verbs()) >= 300
    for lemma, entry in lexicon.verbs().items():
        for frame, cue in entry.items():
            assert cue.stance in Stance.__args__ and cue.kind in ("claim", "attitude"), lemma
            assert frame in frames | prepositions or frame.startswith("obj+"), (lemma, frame)


# what the claims read -------------------------------------------------------------------------------------------------


def _sources(doc: Document, word: str) -> list[str | None]:
    at = doc.text.index(word)
    return [a.source.text for a in governing(doc, doc.tokens_at(at, at + len(word))[0])]


def test_governing_is_innermost_first(extracted: Callable[..., Document]) -> None:
    doc = extracted("Reuters reported that a general had said that rebels captured the dam.")
    assert _sources(doc, "captured") == ["a general", "Reuters"]


def test_attitudes_and_the_unsaid_vouch_for_nothing(extracted: Callable[..., Document]) -> None:
    assert _sources(extracted("Brussels condemned the bombing of the clinic."), "bombing") == []
    assert _sources(extracted("No group has claimed the bombing of the clinic."), "bombing") == []
    assert _sources(extracted("The army has not said whether it bombed the clinic."), "bombed") == []


def test_what_nobody_is_quoted_for_is_the_narrators(extracted: Callable[..., Document]) -> None:
    doc = extracted("The army said it had taken the pass. Rebels shelled the town on Monday.")
    assert _sources(doc, "shelled") == []


def test_a_list_is_its_last_sources_word_and_the_sentence_before_is_not(extracted: Callable[..., Document]) -> None:
    doc = extracted(
        "The bridge was shelled at noon. Since Monday 12 people have died and 30 houses were burned, the prosecutor said."
    )
    assert _sources(doc, "died") == _sources(doc, "burned") == ["the prosecutor"]
    assert _sources(doc, "shelled") == []


def test_sources_are_resolved(extracted: Callable[..., Document]) -> None:
    doc = extracted("President Ilham Aliyev toured the front on Monday. He said that two towns had been taken.")
    source = doc.attributions[-1].source
    assert source.text == "He" and source.name is not None and "Aliyev" in source.name


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Diplomatic sources said that the truce had failed.", "anonymous"),
        ("Officials who asked not to be named said that the truce had failed.", "anonymous"),
        ("The defence ministry said that the truce had failed.", "official"),
        ("The army said that the truce had failed.", "military"),
        ("A rebel commander said that the truce had failed.", "party"),
        ("The United Nations said that the truce had failed.", "igo"),
        ("A shopkeeper and other residents said that the truce had failed.", "witness"),
        ("State radio said that the truce had failed.", "media"),
        ("Analysts said that the truce had failed.", "expert"),
    ],
)
def test_source_types(extracted: Callable[..., Document], text: str, kind: str) -> None:
    assert extracted(text).attributions[0].source.source_type == kind


def test_day_of_saying(extracted: Callable[..., Document]) -> None:
    doc = extracted("Baku said on Monday that two villages had been shelled.", published="2020-10-27")
    assert doc.attributions[0].date == "2020-10-26"
