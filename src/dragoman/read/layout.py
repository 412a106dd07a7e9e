"""The layout of a story: headline, byline, dateline, paragraphs, boilerplate; and the reading that the parser gets.

The text is never edited. The reading is made beside it, with the offset in the text of each of its characters.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from importlib.resources import files

from dragoman.document import Block, BlockRole, Document, Reading, Story
from dragoman.pipeline import stage
from dragoman.read.dateline import Dateline, dateline_day, editorial_tags, find_dateline, find_inline, is_byline
from dragoman.read.joins import run_together
from dragoman.read.language import language_of
from dragoman.record import Warning

MAX_CHARACTERS = 1_000_000
_PARAGRAPH = re.compile(r"\n[ \t\r\f\v\u00a0\u200b]*\n|\r(?!\n)[ \t\f\v\u00a0\u200b]*\r(?!\n)")
_STRAY = re.compile(
    r"\s*(?:date:?\s+)?(?P<date>(?:19|20)\d\d-\d\d-\d\d)(?:[T ]\d\d:\d\d\S*)?[\s:|,-]+(?=\S)", re.IGNORECASE
)
_FINAL = tuple(".!?…:;\"”’'»)")
_ENDS = re.compile(r"""[.!?…]["”’'»)\]]*$""")
_MARKUP = re.compile(r"(?:[•*·▪●–—>-]\s+|#{1,6}\s+)")


def start(story: Story, id: str) -> Document:
    """A new document of a story."""
    return Document(
        id=id, text=story.text, story=story, headline=story.headline, outlet=story.outlet, agency=story.agency, url=story.url,
        language=story.language, dateline=story.dateline, published=story.published,
        published_from="metadata" if story.published else None, warnings=list(story.warnings),
    )  # fmt: skip


@stage("layout", assigns=["reading"])
def layout(doc: Document) -> Document:
    """Assign the reading, and headline, dateline, agency and publication date where the text tells them."""
    doc.language, foreign = language_of(doc.text, doc.story.language)
    if foreign:
        doc.warnings.append(Warning("not-english", f"the story reads as {doc.language!r}: stored, not coded", ()))
        doc.reading = Reading("", (len(doc.text),), ())
        return doc
    end = len(doc.text)
    if end > MAX_CHARACTERS:
        end = MAX_CHARACTERS
        doc.warnings.append(
            Warning("truncated", f"only the first {MAX_CHARACTERS} of {len(doc.text)} characters are coded", ())
        )
    paragraphs = _paragraphs(doc.text, end)
    pieces = _roles(doc, paragraphs)
    doc.reading = _reading(doc.text, pieces)
    return doc


def _trim(text: str, a: int, b: int) -> tuple[int, int]:
    while a < b and (text[a].isspace() or text[a] in "\ufeff\u200b"):
        a += 1
    while b > a and (text[b - 1].isspace() or text[b - 1] == "\u200b"):
        b -= 1
    return a, b


def _paragraphs(text: str, end: int) -> list[tuple[int, int]]:
    """Spans of paragraphs: blank lines part them; a line break after a full stop and before a capital does too."""
    out: list[tuple[int, int]] = []
    pos = 0
    cuts = [(m.start(), m.end()) for m in _PARAGRAPH.finditer(text, 0, end)] + [(end, end)]
    for a, b in cuts:
        out += _lines(text, pos, a)
        pos = b
    return [(a, b) for a, b in (_trim(text, a, b) for a, b in out) if a < b]


def _lines(text: str, a: int, b: int) -> list[tuple[int, int]]:
    """Lines of one block, parted where each line is a paragraph of its own (web text), not hard-wrapped."""
    lines, pos = [], a
    for m in re.finditer(r"\n|\r(?!\n)", text[a:b]):
        lines.append((pos, a + m.start()))
        pos = a + m.end()
    lines.append((pos, b))
    out = [lines[0]]
    width = max(y - x for x, y in lines)
    for x, y in lines[1:]:
        before, line = text[out[-1][0] : out[-1][1]].rstrip(), text[x:y].strip()
        last = text[text.rfind("\n", out[-1][0], out[-1][1]) + 1 : out[-1][1]].rstrip()
        breaks = (
            bool(_ENDS.search(before))
            and line[:1].isupper() | (line[:1] in "“\"‘'—")
            and (len(last) < 0.75 * width or width > 160)
        )
        if breaks or not before or _MARKUP.match(line) or is_byline(before) or _STRAY.match(before):
            out.append((x, y))
        else:
            out[-1] = (out[-1][0], y)
    return out


def _roles(doc: Document, paragraphs: list[tuple[int, int]]) -> list[tuple[int, int, BlockRole]]:
    """Paragraphs with their roles; a dateline is parted from the sentence it opens."""
    text = doc.text
    pieces: list[tuple[int, int, BlockRole]] = []
    rest = list(paragraphs)
    if rest:
        rest = _stray(doc, rest, pieces)
    opening = True
    for n, (a, b) in enumerate(rest):
        line = text[a:b]
        if opening and is_byline(line):
            pieces.append((a, b, "byline"))
            continue
        if opening:
            alone = n + 1 < len(rest)
            found = find_dateline(text, a, b, alone=alone)
            if found is not None:
                _take_dateline(doc, found)
                pieces.append((found.start, found.end, "dateline"))
                opening = not _open_body(text, found.end, b, pieces)
                continue
            found = find_inline(text, a, b) if n == 0 else None
            if found is not None:
                _take_dateline(doc, found)
                _headline_before(doc, a, found.start, pieces)
                pieces.append((found.start, found.end, "dateline"))
                opening = not _open_body(text, found.end, b, pieces)
                continue
            if n == 0 and _is_headline(doc, line, rest, n):
                if doc.headline is None:
                    doc.headline = " ".join(line.split())
                doc.headline_span = doc.raw(a, b)
                pieces.append((a, b, "headline"))
                continue
            opening = False
            if editorial_tags(text, a, b) > a:
                _open_body(text, a, b, pieces)
                continue
        pieces.append((a, b, "byline" if _boilerplate(line) else "body"))
    return pieces


def _open_body(text: str, start: int, end: int, pieces: list[tuple[int, int, BlockRole]]) -> bool:
    """Add what follows a dateline, a monitor's bracketed tags and a second dateline apart; was there a body."""
    a, b = _trim(text, start, end)
    for _ in range(2):
        tags = editorial_tags(text, a, b)
        if tags > a:
            pieces.append((*_trim(text, a, tags), "byline"))
            a, b = _trim(text, tags, b)
        second = find_dateline(text, a, b) if a < b else None
        if second is not None and second.agency is not None:
            pieces.append((second.start, second.end, "dateline"))
            a, b = _trim(text, second.end, b)
    if a < b:
        pieces.append((a, b, "body"))
    return a < b


def _headline_before(doc: Document, start: int, end: int, pieces: list[tuple[int, int, BlockRole]]) -> None:
    """The words before a dateline in the same line: the headline, and a byline where one stands at their end."""
    a, b = _trim(doc.text, start, end)
    by = re.search(r"\s[Bb]y\s[^.!?]{3,60}$", doc.text[a:b])
    cut = a + by.start() if by else b
    if a < cut:
        if doc.headline is None:
            doc.headline = " ".join(doc.text[a:cut].split())
        doc.headline_span = doc.raw(a, cut)
        pieces.append((a, cut, "headline"))
    if by:
        pieces.append((*_trim(doc.text, cut, b), "byline"))


def _stray(
    doc: Document, paragraphs: list[tuple[int, int]], pieces: list[tuple[int, int, BlockRole]]
) -> list[tuple[int, int]]:
    """A first line `date 2020-10-27 Headline words` gives the date and the headline."""
    a, b = paragraphs[0]
    m = _STRAY.match(doc.text, a, b)
    if m is None or len(paragraphs) == 1 or b - a > 300:
        return paragraphs
    if doc.published is None:
        doc.published, doc.published_from = m.group("date"), "text"
    pieces.append((a, m.end(), "byline"))
    x, y = _trim(doc.text, m.end(), b)
    if x < y:
        doc.headline = doc.headline or " ".join(doc.text[x:y].split())
        doc.headline_span = doc.raw(x, y)
        pieces.append((x, y, "headline"))
    return paragraphs[1:]


def _take_dateline(doc: Document, found: Dateline) -> None:
    place = doc.text[found.place_start : found.place_end]
    doc.dateline = doc.dateline or place
    doc.dateline_span = doc.raw(found.place_start, found.place_end)
    doc.agency = doc.agency or found.agency
    if found.date:
        day = dateline_day(found.date, doc.published)
        doc.dateline_date = day
        if doc.published is None and day is not None:
            doc.published, doc.published_from = day, "text"


def _is_headline(doc: Document, line: str, rest: list[tuple[int, int]], n: int) -> bool:
    """A first line that is short, has no final stop, and has a story under it."""
    if n + 1 >= len(rest) or len(line) > 160 or ("\n" in line.strip() and len(line) > 200):
        return False
    if doc.headline and " ".join(line.split()).casefold() == doc.headline.casefold():
        return True
    if line.rstrip().endswith(_FINAL) and not line.rstrip().endswith(("'", "’", "”", '"', ")")):
        return False
    following = doc.text[rest[n + 1][0] : rest[n + 1][1]]
    if following[:1].islower():
        return False
    if find_dateline(doc.text, *rest[n + 1]) is not None:
        return True
    return (
        not _ENDS.search(line.rstrip())
        and len(following) > 0
        and line.rstrip().rsplit(None, 1)[-1].lower() not in _hanging()
    )


@cache
def _hanging() -> frozenset[str]:
    """Words that no sentence ends with: a line that does goes on after the break."""
    text = files("dragoman.read").joinpath("data/hanging.txt").read_text("utf-8")
    return frozenset(w for line in text.splitlines() if not line.startswith("#") for w in line.split())


@cache
def _boilerplate_pattern() -> re.Pattern[str]:
    text = files("dragoman.read").joinpath("data/boilerplate.txt").read_text("utf-8")
    rows = [line for line in text.splitlines() if line and not line.startswith("#")]
    return re.compile("|".join(f"(?:{r})" for r in rows), re.IGNORECASE)


def _boilerplate(line: str) -> bool:
    return len(line) < 400 and bool(_boilerplate_pattern().match(line.strip()))


def _reading(text: str, pieces: list[tuple[int, int, BlockRole]]) -> Reading:
    """The reading of the pieces: broken sentences joined, white space closed up, run-together words parted."""
    out: list[str] = []
    offsets: list[int] = []
    blocks: list[Block] = []
    for a, b, role in pieces:
        joined = role == "body" and bool(blocks) and blocks[-1].role == "body" and _goes_on(out, text, a, b)
        if joined:
            out.pop()
            offsets.pop()
            if text[a] not in ".,;:!?)":
                out.append(" ")
                offsets.append(a)
            begin = blocks.pop().start
        else:
            begin = len(out)
        _copy(text, a, b, out, offsets)
        blocks.append(Block(begin, len(out), role))
        out.append("\n")
        offsets.append(b)
    offsets.append(len(text))
    return Reading("".join(out), tuple(offsets), tuple(blocks))


def _goes_on(out: list[str], text: str, a: int, b: int) -> bool:
    """Does the paragraph at ``a`` continue the sentence that the one before broke off."""
    tail = "".join(out[-80:]).rstrip()
    if not tail or _ENDS.search(tail) or tail.endswith((":", ";", "”", '"')):
        return False
    first = text[a]
    if first in ".,;" and (a + 1 >= b or not text[a + 1].isalnum()):
        return True
    if first.islower():
        return True
    last = re.split(r"\s", tail)[-1].lower()
    return last in _hanging() or tail.endswith(",")


_PLAIN = re.compile(r"[!-~]+(?: [!-~]+)*")
"""Words of ASCII with one space between them: copied as they are, in one go."""


def _copy(text: str, a: int, b: int, out: list[str], offsets: list[int]) -> None:
    gaps = set(run_together(text, a, b))
    k = a
    m = _MARKUP.match(text, a, b)
    if m and text[a] not in "—–-":
        k = m.end()
    while k < b:
        c = text[k]
        if k in gaps and out and out[-1] != " ":
            out.append(" ")
            offsets.append(k)
        if run := _PLAIN.match(text, k, b):
            end = min((g for g in gaps if k < g < run.end()), default=run.end())
            out.extend(text[k:end])
            offsets.extend(range(k, end))
            k = end
            continue
        if c.isspace() or c in "\u2028\u2029\x1c\x1d\x1e\x1f\x85":
            if out and out[-1] != " ":
                out.append(" ")
                offsets.append(k)
        elif (
            c in "\u200b\u200c\u200d\u2060\ufeff\u00ad"
            or (ord(c) > 127 and unicodedata.category(c) in ("Cc", "Cf"))
            or ord(c) < 32
        ):
            pass
        else:
            out.append(c)
            offsets.append(k)
        k += 1
    while out and out[-1] == " " and len(out) > 1:
        out.pop()
        offsets.pop()
