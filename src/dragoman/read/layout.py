"""Layout of a story (provisional: paragraphs only)."""

from __future__ import annotations

import re

from dragoman.document import Block, Document, Reading, Story
from dragoman.pipeline import stage


def start(story: Story, id: str) -> Document:
    return Document(
        id=id, text=story.text, story=story, headline=story.headline, outlet=story.outlet, agency=story.agency,
        url=story.url, language=story.language, dateline=story.dateline, published=story.published,
        published_from="metadata" if story.published else None,
    )


@stage("layout", assigns=["reading"])
def layout(doc: Document) -> Document:
    out, offsets, blocks = [], [], []
    for m in re.finditer(r"\S(?:.*\S)?(?:\n(?!\s*\n).*\S)*", doc.text):
        begin = len(offsets)
        for k in range(m.start(), m.end()):
            ch = doc.text[k]
            out.append(" " if ch.isspace() else ch)
            offsets.append(k)
        blocks.append(Block(begin, len(offsets)))
        out.append("\n")
        offsets.append(m.end())
    offsets.append(len(doc.text))
    doc.reading = Reading("".join(out), tuple(offsets), tuple(blocks))
    return doc
