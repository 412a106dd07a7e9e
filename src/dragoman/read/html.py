"""Web pages: trafilatura finds the article, its title, date and outlet; the extracted text is the story's text."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import Any

from dragoman.document import Story
from dragoman.errors import EmptyStory
from dragoman.read.base import OnError, Source
from dragoman.read.decode import decode
from dragoman.read.fields import known_agency, story_from
from dragoman.record import Warning

MAX_TAGS = 200_000
"""A page with more tags is no article, and would keep the extraction busy for minutes."""


def read_html(source: Source, on_error: OnError) -> Iterator[Story]:
    """The article of a page; its id is the file's name without suffix."""
    html, warnings = decode(source.read(), where=source.where)
    yield story_of_page(html, where=source.where, id=PurePosixPath(source.name).stem, warnings=warnings)


def story_of_page(
    html: str,
    *,
    where: str,
    id: str | None = None,
    url: str | None = None,
    warnings: tuple[Warning, ...] = (),
) -> Story:
    """The article of a page's markup. Raises EmptyStory where there is none."""
    if html.count("<") > MAX_TAGS:
        raise EmptyStory(f"the page has more than {MAX_TAGS:,} tags.", where=where, remedy="give the article's text.")
    from trafilatura import bare_extraction

    try:
        page: Any = bare_extraction(html, url=url, with_metadata=True, include_comments=False, include_tables=False)
    except RecursionError:
        page = None
    text = (page.text or "") if page is not None else ""
    if not text.strip():
        raise EmptyStory(
            "no article was found in the page.", where=where, remedy="give the article's text in a .txt file."
        )
    assert page is not None
    title = (page.title or "").strip()
    if title and text.startswith(title + "\n"):
        text = text[len(title) :].lstrip("\n")
    values = {
        "id": id, "text": text, "headline": title, "published": page.date, "url": url or page.url,
        "outlet": page.sitename or page.hostname, "agency": known_agency(page.author, page.sitename),
    }  # fmt: skip
    return story_from(values, where=where, warnings=warnings)


def paragraphs_of(markup: str) -> str:
    """The text of a fragment of HTML, its paragraphs parted by blank lines; text without markup comes back as it is."""
    if "<" not in markup:
        return markup
    from lxml import html as lxml_html

    root = lxml_html.fragment_fromstring(markup, create_parent="div")
    blocks = [" ".join(b.text_content().split()) for b in root.iter("p", "h1", "h2", "h3", "h4", "li", "blockquote") if not b.xpath(".//p")]  # fmt: skip
    return "\n\n".join(b for b in blocks if b) or " ".join(root.text_content().split())
