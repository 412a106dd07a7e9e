"""The word lists of the parse stage (``parse/data``)."""

from __future__ import annotations

from functools import cache
from importlib.resources import files


@cache
def words(name: str) -> frozenset[str]:
    """All words of a list; lines that begin with ``#`` are comments."""
    lines = files("dragoman.parse").joinpath(f"data/{name}").read_text("utf-8").splitlines()
    return frozenset(w for line in lines if not line.startswith("#") for w in line.split())
