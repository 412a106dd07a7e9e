"""A story of loose values: what tables, feeds and JSON documents tell of it, checked once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from dragoman.document import Story
from dragoman.errors import BadValue, EmptyStory
from dragoman.read.dateline import agencies
from dragoman.record import Warning

KEYS = ("id", "text", "headline", "published", "outlet", "agency", "dateline", "url", "language")


WITHDRAWN_TEXT = "[withdrawn by the publisher]"
"""The text of a revision by which a publisher takes a story back: no claim stands in it."""


def withdrawn(canceled: bool) -> dict[str, Any]:
    """What a story has beside its text where its publisher has taken it back."""
    told = (
        (Warning("withdrawn", "the publisher has withdrawn this story; its claims are retracted", ()),)
        if canceled
        else ()
    )
    return {"canceled": canceled, "warnings": told}


def story_from(values: Mapping[str, Any], *, where: str, line: int | None = None, **more: Any) -> Story:
    """A story of the values under KEYS; what is null or empty is left out. Raises BadValue and EmptyStory."""
    text = values.get("text")
    if not isinstance(text, str):
        raise BadValue(
            "'text' is missing or no string.", where=where, line=line, remedy="give the story's text as a string."
        )
    if not text.strip():
        raise EmptyStory("the story holds no words.", where=where, line=line, remedy="leave it out.")
    kept: dict[str, Any] = {}
    for key in KEYS[2:]:
        value = values.get(key)
        if value is not None and not isinstance(value, str):
            raise BadValue(f"{key!r} is no string.", where=where, line=line, remedy="give a string, or leave it out.")
        kept[key] = safe(value).strip() or None if value is not None else None
    if kept["published"]:
        kept["published"] = check_date(kept["published"], where=where, line=line)
    id = values.get("id")
    return Story(text=safe(text), id=None if id in (None, "") else safe(str(id)), path=where, **kept, **more)


def known_agency(*names: str | None) -> str | None:
    """The first name that is a news agency's, in its canonical form."""
    return next((agencies()[n.strip().lower()] for n in names if n and n.strip().lower() in agencies()), None)


def safe(text: str) -> str:
    """Lone surrogates (half of an escaped pair) cannot be written as UTF-8: each becomes U+FFFD, so no offset moves."""
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return "".join("�" if 0xD800 <= ord(c) <= 0xDFFF else c for c in text)
    return text


def check_date(value: str, *, where: str, line: int | None = None) -> str:
    """An ISO date or date-time as it is. Raises BadValue for anything else."""
    try:
        dt.date.fromisoformat(value[:10])
        if len(value) > 10:
            dt.datetime.fromisoformat(value.replace("Z", "+00:00"))
    except ValueError as e:
        raise BadValue(f"{value!r} is no ISO date.", where=where, line=line, remedy="write it as 2020-10-27.") from e
    return value
