"""Which words make a count a death, an injury, a house; from the data files."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

from dragoman.record import QuantityKind


def _rows(name: str) -> list[list[str]]:
    text = files("dragoman.extract.quantities").joinpath(f"data/{name}").read_text("utf-8")
    return [line.split("\t") for line in text.splitlines() if line and not line.startswith("#")]


@cache
def kinds() -> dict[tuple[str, str], QuantityKind]:
    """Kind by (lemma, frame): obj, subj, noun, adj."""
    out: dict[tuple[str, str], QuantityKind] = {}
    for kind, frame, lemmas in _rows("kinds.tsv"):
        for lemma in lemmas.split():
            out.setdefault((lemma, frame), kind)  # type: ignore[arg-type]
    return out


@cache
def units() -> dict[str, str]:
    """Unit by lemma of the thing counted."""
    return {w: unit for unit, words in _rows("units.tsv") for w in words.split()}
