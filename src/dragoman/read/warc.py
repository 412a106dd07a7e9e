"""Web archives (.warc, .warc.gz; fastwarc): the article of every HTML response, as CC-News keeps them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from dragoman.document import Story
from dragoman.errors import BrokenFile, InputError
from dragoman.read.base import MAX_BYTES, OnError, Source
from dragoman.read.decode import decode
from dragoman.read.html import story_of_page


def read_warc(source: Source, on_error: OnError) -> Iterator[Story]:
    """Stories of the HTML responses. A page without an article, or of another kind, is passed over without a word:
    an archive holds mostly such; what cannot be decoded is reported."""
    from fastwarc.warc import ArchiveIterator, WarcRecordType

    found = False
    try:
        for record in ArchiveIterator(source.stream, record_types=WarcRecordType.response, parse_http=True):
            found = True
            story = _story(record, source, on_error)
            if story is not None:
                yield story
    except (OSError, ValueError, RuntimeError) as e:
        raise BrokenFile(f"it breaks off or is damaged ({e}).", where=source.where, remedy="fetch it again.") from e
    if not found:
        raise BrokenFile("it holds no web page.", where=source.where, remedy="check that it is a WARC file and whole.")


def _story(record: Any, source: Source, on_error: OnError) -> Story | None:
    url = record.headers.get("WARC-Target-URI")
    where = f"{source.where}: {url}"
    headers = record.http_headers
    if headers is None or (headers.status_code or 200) != 200 or "html" not in (record.http_content_type or "html"):
        return None
    try:
        html, warnings = decode(record.reader.read(MAX_BYTES), where=where)
        return story_of_page(html, where=where, id=url, url=url, warnings=warnings)
    except InputError as e:
        if e.code != "D103":
            on_error(e)
        return None
