"""E-mail messages (.eml): alerts, press releases and wire copy as they arrive."""

from __future__ import annotations

import email
import email.policy
import email.utils
from collections.abc import Iterator
from email.message import EmailMessage
from pathlib import PurePosixPath

from dragoman.document import Story
from dragoman.errors import BrokenFile
from dragoman.read.base import OnError, Source
from dragoman.read.fields import known_agency, story_from
from dragoman.read.html import paragraphs_of


def read_mail(source: Source, on_error: OnError) -> Iterator[Story]:
    """The body of a message, the plain part before the HTML one; attachments are passed over."""
    message = email.message_from_bytes(source.read(), policy=email.policy.default)
    assert isinstance(message, EmailMessage)
    body = message.get_body(("plain", "html"))
    if body is None or not message.keys():
        raise BrokenFile(
            "it is no e-mail message with text.", where=source.where, remedy="save it as .eml, or give its text."
        )
    try:
        text = str(body.get_content())
    except (LookupError, UnicodeError):
        text = (body.get_payload(decode=True) or b"").decode("utf-8", "replace")  # type: ignore[union-attr]
    if body.get_content_subtype() == "html":
        text = paragraphs_of(text)
    name, address = email.utils.parseaddr(str(message.get("From", "")))
    try:
        sent = email.utils.parsedate_to_datetime(str(message["Date"])).isoformat() if message["Date"] else None
    except ValueError:
        sent = None
    values = {
        "id": str(message.get("Message-ID", "")).strip("<> ") or PurePosixPath(source.name).stem, "text": text,
        "headline": str(message.get("Subject", "")), "published": sent, "outlet": name or address, "agency": known_agency(name),
    }  # fmt: skip
    yield story_from(values, where=source.where)
