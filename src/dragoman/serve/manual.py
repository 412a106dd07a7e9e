"""The manual that comes with the program, made into pages without a network."""

from __future__ import annotations

import posixpath
import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from markdown_it import MarkdownIt
from markdown_it.token import Token
from markupsafe import Markup

from dragoman.serve.bundled import bundled

GROUPS = (
    ("Codes", ("codebook", "ontology", "events", "record")),
    ("How it reads", ("attribution", "factuality", "quantities", "times", "places", "linking")),
    ("Using it", ("cli", "reading", "exporting", "query", "web")),
)
"""Pages in the order in which they are listed; others follow under More, decision records under Decisions."""


@dataclass(frozen=True, slots=True)
class Leaf:
    """A page of the manual: ``name`` is its path without ``.md``."""

    name: str
    title: str


@dataclass(frozen=True, slots=True)
class Text:
    """A page as HTML; ``heads`` are its sections as (id, words)."""

    title: str
    html: Markup
    heads: tuple[tuple[str, str], ...]


def leaves() -> list[tuple[str, list[Leaf]]]:
    """All pages in groups."""
    folder = bundled("docs")
    if folder is None:
        return []
    there = {
        p.relative_to(folder).with_suffix("").as_posix(): p for p in sorted(folder.rglob("*.md")) if p.stat().st_size
    }
    out, listed = [], set()
    for group, names in GROUPS:
        out.append((group, [Leaf(n, _title(there[n])) for n in names if n in there]))
        listed |= set(names)
    rest = [n for n in there if n not in listed]
    out.append(("More", [Leaf(n, _title(there[n])) for n in rest if "/" not in n]))
    out.append(("Decisions", [Leaf(n, _title(there[n])) for n in rest if n.startswith("adr/")]))
    return [(group, found) for group, found in out if found]


def file_of(name: str) -> Path | None:
    """A file of the manual by its path within it; None for what is not there, or is outside."""
    folder = bundled("docs")
    if folder is None:
        return None
    path = (folder / name).resolve()
    return path if path.is_file() and path.is_relative_to(folder.resolve()) else None


def text_of(name: str) -> Text | None:
    """A page by its name."""
    path = file_of(f"{name}.md")
    return _made(path, name, path.stat().st_mtime_ns) if path else None


def _title(path: Path) -> str:
    with path.open(encoding="utf-8") as f:
        return next((line.lstrip("# ").strip() for line in f if line.startswith("# ")), path.stem)


@lru_cache(maxsize=64)
def _made(path: Path, name: str, _stamp: int) -> Text:
    parser = MarkdownIt("commonmark", {"html": False}).enable("table").enable("strikethrough")
    tokens = parser.parse(path.read_text("utf-8"))
    heads: list[tuple[str, str]] = []
    title = path.stem
    for n, token in enumerate(tokens):
        if token.type == "heading_open":
            words = _words(tokens[n + 1])
            if token.tag == "h1":
                title = words
            id = re.sub(r"[^\w]+", "-", words.lower()).strip("-")
            token.attrSet("id", id)
            if token.tag == "h2":
                heads.append((id, words))
        elif token.type == "inline":
            for inner in token.children or ():
                if inner.type == "link_open":
                    inner.attrSet("href", _target(str(inner.attrGet("href") or ""), name))
                elif inner.type == "image":
                    inner.attrSet("src", _target(str(inner.attrGet("src") or ""), name))
        elif token.type == "th_open" or token.type == "td_open":
            token.attrs.pop("style", None)  # the content security policy allows none
    html = parser.renderer.render(tokens, parser.options, {})
    html = html.replace("<table>", '<div class="table-wrap" tabindex="0" role="region" aria-label="Table"><table>')
    html = html.replace("</table>", "</table></div>").replace("<pre>", '<pre tabindex="0">')
    return Text(title, Markup(html), tuple(heads))


def _words(inline: Token) -> str:
    return "".join(t.content for t in inline.children or () if t.type in ("text", "code_inline"))


def _target(href: str, name: str) -> str:
    """Where a link of the page leads: to another page of the manual, out, or (a file of the source tree) to the index."""
    if href.startswith(("http://", "https://", "#", "mailto:")):
        return href
    path, mark, anchor = href.partition("#")
    path = posixpath.normpath(posixpath.join(posixpath.dirname(name), path))
    if path.startswith(".."):
        return "/docs"
    return "/docs/" + path.removesuffix(".md") + mark + anchor
