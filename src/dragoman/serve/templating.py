"""The templates, and the filters that they have for the words of stories. Everything is escaped; nothing is trusted."""

from __future__ import annotations

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape

from dragoman.serve.ask import part
from dragoman.show.words import number as grouped
from dragoman.show.words import one_line, printable


def make_templates() -> Environment:
    """The environment of ``serve/templates``: autoescaped, and an unknown name is an error."""
    templates = Environment(
        loader=PackageLoader("dragoman.serve"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    templates.filters.update(part=lambda text: Markup(part(text)), bdi=bdi, words=words, n=n, plural=plural, day=day)
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


def csrf_field(token: str) -> Markup:
    """The hidden field that every form that posts must have."""
    return Markup('<input type="hidden" name="csrf" value="{}">').format(token)
