"""JSON documents: ninjs 1, 2 and 3 (IPTC), and a plain object or list of objects with the keys of JSON lines."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from dragoman.document import Story
from dragoman.errors import BrokenFile, InputError
from dragoman.read.base import OnError, Source
from dragoman.read.fields import WITHDRAWN_TEXT, known_agency, story_from, withdrawn
from dragoman.read.html import paragraphs_of

_WITHDRAWN = frozenset({"canceled", "cancelled", "withheld"})


def read_json(source: Source, on_error: OnError) -> Iterator[Story]:
    """The stories of a JSON document."""
    try:
        data = json.loads(source.read().decode("utf-8-sig"))
    except UnicodeDecodeError as e:
        raise BrokenFile("it is no UTF-8.", where=source.where, remedy="save it as UTF-8.") from e
    except (json.JSONDecodeError, RecursionError) as e:
        what = f"{e.msg} in line {e.lineno}" if isinstance(e, json.JSONDecodeError) else "it is nested too deep"
        raise BrokenFile(f"it is no JSON ({what}).", where=source.where, remedy="check that it was saved whole.") from e
    for number, item in enumerate(data if isinstance(data, list) else [data], 1):
        line = number if isinstance(data, list) else None
        try:
            if not isinstance(item, dict):
                raise BrokenFile(
                    "it holds no story object.", where=source.where, line=line, remedy='write {"text": "..."}.'
                )
            yield (
                story_of_ninjs(item, source.where, line)
                if "uri" in item
                else story_from(item, where=source.where, line=line)
            )
        except InputError as e:
            on_error(e)


def story_of_ninjs(item: dict[str, Any], where: str, line: int | None = None) -> Story:
    """The story of a ninjs item (https://iptc.org/standards/ninjs/), any version: 2 writes its keys small, 3 in camel case."""
    item = {k.lower(): v for k, v in item.items()}
    text = (
        _main(item.get("bodies"), "value") or item.get("body_text") or item.get("body_xhtml") or item.get("body_html")
    )
    canceled = str(item.get("pubstatus", "usable")).lower() in _WITHDRAWN
    headline = _main(item.get("headlines"), "value") or item.get("headline") or item.get("title")
    values = {
        "id": item["uri"],
        "text": WITHDRAWN_TEXT if canceled else paragraphs_of(text) if isinstance(text, str) else text,
        "headline": headline,
        "published": item.get("versioncreated") or item.get("firstcreated"),
        "dateline": item.get("located") if isinstance(item.get("located"), str) else None,
        "language": item.get("language"),
        "url": item["uri"] if str(item["uri"]).startswith(("http://", "https://")) else None,
        "outlet": _name(item.get("publisher")) or _name(item.get("infosources")) or item.get("copyrightholder"),
        "agency": known_agency(_name(item.get("infosources")), item.get("copyrightholder"), item.get("byline"), item.get("by")),
    }  # fmt: skip
    return story_from(values, where=where, line=line, version=_number(item.get("version")), **withdrawn(canceled))


def _main(parts: Any, key: str) -> str | None:
    """The part whose role is main, else the first that has a value (ninjs 2 and 3 keep lists)."""
    if not isinstance(parts, list):
        return None
    found = [p for p in parts if isinstance(p, dict) and isinstance(p.get(key), str)]
    found.sort(key=lambda p: p.get("role") not in ("main", "body", None))
    return found[0][key] if found else None


def _name(value: Any) -> str | None:
    if isinstance(value, list):
        value = value[0] if value else None
    if isinstance(value, dict):
        value = value.get("name")
    return value if isinstance(value, str) else None


def _number(value: Any) -> int | None:
    try:
        return int(value)
    except (TypeError, ValueError):
        return None
