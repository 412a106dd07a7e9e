"""XML: NewsML-G2 (lxml; no entities, no DTD, no network) and RSS, Atom and RDF feeds (feedparser), told by the root."""

from __future__ import annotations

import datetime as dt
import io
import re
from collections.abc import Iterator
from typing import Any

from lxml import etree

from dragoman.document import Story
from dragoman.errors import BrokenFile, InputError
from dragoman.read.base import OnError, Source
from dragoman.read.fields import WITHDRAWN_TEXT, known_agency, story_from, withdrawn
from dragoman.read.html import paragraphs_of

_PARSER = {
    "resolve_entities": False,
    "no_network": True,
    "load_dtd": False,
    "huge_tree": False,
    "remove_comments": True,
}
_FEEDS = frozenset({"rss", "feed", "RDF"})
_HTML = "{http://www.w3.org/1999/xhtml}"


def read_xml(source: Source, on_error: OnError) -> Iterator[Story]:
    """The stories of an XML file: its root says whether it is NewsML-G2 or a feed."""
    data = source.read()
    if re.search(rb"<!(?:DOCTYPE|ENTITY)[^>]*(?:\[|ENTITY)", data[:100_000]):
        raise BrokenFile(
            "it defines entities, which are not read.", where=source.where, remedy="save it without a DTD."
        )
    try:
        root = etree.fromstring(data, etree.XMLParser(**_PARSER))  # type: ignore[arg-type]
    except etree.XMLSyntaxError as e:
        if re.search(rb"<(?:rss|feed|rdf:RDF)[\s>]", data[:4000]):
            yield from stories_of_feed(data, source, on_error)
            return
        raise BrokenFile(
            f"it is no well-formed XML ({e}).", where=source.where, remedy="check that it was saved whole."
        ) from e
    if _local(root) in _FEEDS:
        yield from stories_of_feed(data, source, on_error)
        return
    items = [root] if _local(root) == "newsItem" else [e for e in root.iter("{*}newsItem")]
    if not items:
        raise BrokenFile(
            f"its root is <{_local(root)}>: neither NewsML-G2 nor a feed.", where=source.where,
            remedy="give NewsML-G2, RSS, Atom, or the story's text.",
        )  # fmt: skip
    for n, item in enumerate(items, 1):
        try:
            yield _story_of_item(item, source.where, n if len(items) > 1 else None)
        except InputError as e:
            on_error(e)


def _local(element: Any) -> str:
    return str(etree.QName(element).localname)


def _story_of_item(item: Any, where: str, line: int | None) -> Story:
    def first(path: str) -> str | None:
        found = item.find(path)
        text = " ".join("".join(found.itertext()).split()) if found is not None else ""
        return text or None

    status = item.find(".//{*}pubStatus")
    code = (status.get("qcode") or status.get("uri") or "") if status is not None else ""
    canceled = code.rsplit(":", 1)[-1].rsplit("/", 1)[-1] in ("canceled", "cancelled", "withheld")
    headline = first(".//{*}contentMeta/{*}headline") or first(".//{*}headline")
    language = item.find(".//{*}contentMeta/{*}language")
    provider = item.find(".//{*}itemMeta/{*}provider")
    name = provider.find("{*}name") if provider is not None else None
    outlet = (
        "".join(name.itertext()).strip()
        if name is not None
        else provider.get("literal")
        if provider is not None
        else None
    )
    values = {
        "id": item.get("guid"),
        "text": WITHDRAWN_TEXT if canceled else _content(item),
        "headline": headline,
        "published": first(".//{*}itemMeta/{*}versionCreated") or first(".//{*}contentMeta/{*}contentCreated"),
        "dateline": first(".//{*}contentMeta/{*}located/{*}name"),
        "language": language.get("tag") if language is not None else None,
        "outlet": outlet,
        "agency": known_agency(outlet, first(".//{*}creditline"), first(".//{*}contentMeta/{*}infoSource/{*}name")),
    }
    version = item.get("version")
    return story_from(
        values,
        where=where,
        line=line,
        version=int(version) if version and version.isdigit() else None,
        **withdrawn(canceled),
    )


def _content(item: Any) -> str | None:
    """The paragraphs of inline XHTML or NITF, or inline plain text."""
    inline = item.find(".//{*}contentSet/{*}inlineXML")
    if inline is not None:
        body = inline.find(f".//{_HTML}body")
        body = body if body is not None else inline.find(".//{*}body.content")
        paragraphs = (body if body is not None else inline).iter("{*}p", "{*}h2", "{*}h3")
        text = "\n\n".join(t for t in (" ".join("".join(p.itertext()).split()) for p in paragraphs) if t)
        return text or None
    data = item.find(".//{*}contentSet/{*}inlineData")
    if data is None or not (data.text or "").strip():
        return None
    return paragraphs_of(data.text) if "html" in (data.get("contenttype") or "") else str(data.text).strip()


def stories_of_feed(data: bytes, source: Source, on_error: OnError) -> Iterator[Story]:
    """The entries of a feed that carry text; most feeds give a summary only."""
    import feedparser

    feed = feedparser.parse(io.BytesIO(data), sanitize_html=False, resolve_relative_uris=False)
    if not feed.entries:
        raise BrokenFile("the feed has no entries.", where=source.where, remedy="check that it was saved whole.")
    outlet = feed.feed.get("title")
    for n, entry in enumerate(feed.entries, 1):
        content = next((c.get("value") for c in entry.get("content", ()) if c.get("value")), None) or entry.get(
            "summary"
        )
        when = entry.get("published_parsed") or entry.get("updated_parsed")
        values = {
            "id": entry.get("id") or entry.get("link"), "text": paragraphs_of(content) if content else None,
            "headline": paragraphs_of(entry.get("title") or ""), "url": entry.get("link"), "outlet": outlet,
            "published": dt.datetime(*when[:6]).isoformat() + "Z" if when else None,
            "agency": known_agency(entry.get("author"), (entry.get("source") or {}).get("title"), outlet),
        }  # fmt: skip
        try:
            yield story_from(values, where=source.where, line=n)
        except InputError as e:
            on_error(e)
