"""``/docs``: the codebook and the manual that come with the program."""

from __future__ import annotations

from typing import Any

from starlette.responses import FileResponse, Response

from dragoman.serve.ask import Ask, missing
from dragoman.serve.manual import file_of, leaves, text_of
from dragoman.serve.page import page


def index(ask: Ask) -> dict[str, Any]:
    """All pages."""
    groups = leaves()
    return {"groups": groups, "json": {g: [{"name": x.name, "title": x.title} for x in found] for g, found in groups}}


def leaf(ask: Ask) -> dict[str, Any] | Response:
    """One page, or a picture of one."""
    name = ask.args["name"]
    if name.endswith((".png", ".svg")):
        picture = file_of(name)
        if picture is None:
            raise missing(f"There is no picture {name}.")
        return FileResponse(picture)
    text = text_of(name)
    if text is None:
        raise missing(f"The manual has no page {name}.")
    return {
        "name": name, "text": text, "groups": leaves(),
        "json": {"name": name, "title": text.title, "sections": [words for _, words in text.heads], "html": str(text.html)},
    }  # fmt: skip


ROUTES = [
    page("/docs", "docs.html", index, opens=False),
    page("/docs/{name:path}", "leaf.html", leaf, opens=False),
]
