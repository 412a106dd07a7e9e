"""The input formats, all on this page: name, suffixes, reader. Installed packages add theirs by entry point.

A package names its format under the entry point group ``dragoman.readers`` with a :class:`Format` object.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib.metadata import entry_points
from pathlib import PurePosixPath

from dragoman.errors import DataError
from dragoman.read.archive import read_gzip, read_tar, read_zip
from dragoman.read.base import Reader
from dragoman.read.html import read_html
from dragoman.read.jsonl import read_jsonl
from dragoman.read.mail import read_mail
from dragoman.read.ninjs import read_json
from dragoman.read.table import read_csv, read_parquet
from dragoman.read.text import read_text
from dragoman.read.warc import read_warc
from dragoman.read.xml import read_xml


@dataclass(frozen=True, slots=True)
class Format:
    """An input format. ``suffixes`` in lower case, with the dot; of two that fit a name the longer counts."""

    name: str
    suffixes: tuple[str, ...]
    read: Reader
    about: str = ""


BUILT_IN = (
    Format("text", (".txt", ".text"), read_text, "one story a file"),
    Format(
        "html", (".html", ".htm", ".xhtml"), read_html, "one article a page; title, date and outlet from its metadata"
    ),
    Format("jsonl", (".jsonl", ".ndjson"), read_jsonl, "one story a line"),
    Format("json", (".json", ".ninjs"), read_json, "ninjs 1 to 3, or objects with the keys of JSON lines"),
    Format("csv", (".csv", ".tsv"), read_csv, "one story a row; --columns names the columns"),
    Format("parquet", (".parquet",), read_parquet, "one story a row; --columns names the columns"),
    Format("xml", (".xml", ".rss", ".atom", ".rdf"), read_xml, "NewsML-G2, RSS, Atom"),
    Format("warc", (".warc", ".warc.gz"), read_warc, "the article of every HTML response"),
    Format("eml", (".eml",), read_mail, "one message a file"),
    Format("zip", (".zip",), read_zip, "each member by its own format"),
    Format("tar", (".tar", ".tar.gz", ".tgz", ".tar.bz2", ".tar.xz"), read_tar, "each member by its own format"),
    Format("gzip", (".gz",), read_gzip, "one compressed file of any of these"),
)

_NO_STORY = frozenset(
    {
        ".md",
        ".db",
        ".py",
        ".yaml",
        ".yml",
        ".toml",
        ".lock",
        ".pdf",
        ".png",
        ".jpg",
        ".jpeg",
        ".gif",
        ".db-wal",
        ".db-shm",
    }
)


@cache
def formats() -> tuple[Format, ...]:
    """Those that come with the program and those of installed packages. Raises DataError for one that is no Format."""
    added = []
    for entry in entry_points(group="dragoman.readers"):
        found = entry.load()
        if not isinstance(found, Format):
            raise DataError(f"the reader {entry.name!r} is no Format object.", remedy="remove or mend the package.")
        added.append(found)
    return (*added, *BUILT_IN)


def reader_for(name: str) -> Reader:
    """The reader of a file name; what has an unknown suffix is read as text."""
    low = name.lower()
    hits = [(len(s), f) for f in formats() for s in f.suffixes if low.endswith(s)]
    return max(hits, key=lambda h: h[0])[1].read if hits else read_text


def skipped(name: str) -> bool:
    """Is a file of a folder or archive no story: hidden, or of a kind that holds none (named outright it is still read)."""
    path = PurePosixPath(name)
    hidden = any(part.startswith((".", "__MACOSX")) and part != ".." for part in path.parts)
    return hidden or path.suffix.lower() in _NO_STORY


def suffixes(chosen: Iterable[Format] | None = None) -> list[str]:
    """Every known suffix, for messages."""
    return sorted({s for f in chosen or formats() for s in f.suffixes})
