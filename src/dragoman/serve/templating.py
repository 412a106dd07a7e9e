"""The templates, and the filters that they have for the words of stories. Everything is escaped; nothing is trusted."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape

from dragoman.serve.ask import part
from dragoman.serve.shape.scale import period
from dragoman.serve.shape.tolls import of_words
from dragoman.serve.story import title_of
from dragoman.show.words import number as grouped
from dragoman.show.words import one_line, printable


@cache
def make_templates() -> Environment:
    """The environment of ``serve/templates``: autoescaped, and an unknown name is an error."""
    templates = Environment(
        loader=PackageLoader("dragoman.serve"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    templates.filters.update(
        part=lambda text: Markup(part(text)),
        bdi=bdi,
        words=words,
        n=n,
        plural=plural,
        day=day,
        told=told,
        times=times,
        title_of=title_of,
        of_words=of_words,
    )
    return templates


def bdi(text: object) -> Markup:
    """A string of a story on one line, apart from what is around it: its direction turns nothing else about."""
    return Markup("<bdi>{}</bdi>").format(one_line(str(text))) if text not in (None, "") else Markup("")


def words(text: object) -> Markup:
    """A string of a story with its lines kept, control characters made visible."""
    return escape(printable(str(text)))


def n(value: float | None) -> str:
    """``12,345``; a dash for what is not known."""
    return "–" if value is None else grouped(value)


def plural(count: int, one: str, many: str = "") -> str:
    """``1 claim``, ``1,200 claims``."""
    return f"{grouped(count)} {one if count == 1 else many or one + 's'}"


def day(value: str | None) -> str:
    """The day of an ISO date or date-time; empty for None."""
    return (value or "")[:10]


_FROM_TO = re.compile(r"(\d{4}-\d\d-\d\d) to (\d{4}-\d\d-\d\d)")


def times(when: str) -> str:
    """A claim's time with whole months and years as such: ``2024-05`` for its first to its last day."""
    return _FROM_TO.sub(lambda m: period(m[1], m[2]), when)


def told(value: Any) -> str:
    """A plain value of a record in words: parties by name and codes, figures by kind and bounds, lists parted by semicolons."""
    if value is None or value == []:
        return "none"
    if isinstance(value, list):
        return "; ".join(map(told, value))
    if not isinstance(value, dict):
        return str(value)
    if "sector" in value:
        name = value.get("name") or value.get("text")
        return " ".join(str(x) for x in (name, value.get("code"), *value["sector"]) if x) or "unknown"
    if "approximate" in value:
        bounds = f"{value.get('min')} to {value.get('max')}" if value.get("value") is None else str(value["value"])
        return f"{value.get('kind')} {bounds}"
    if "resolved_place" in value:
        place = value["resolved_place"] or (value.get("extracted_place") or {}).get("text")
        return ", ".join(str(x) for x in (place, value.get("country_code")) if x) or "unknown"
    return ", ".join(f"{k} {told(v)}" for k, v in value.items())


def csrf_field(token: str) -> Markup:
    """The hidden field that every form that posts must have."""
    return Markup('<input type="hidden" name="csrf" value="{}">').format(token)
