"""The operators of factuality: words that put an event as negated, planned, demanded, hypothetical, alleged or denied."""

from __future__ import annotations

from functools import cache
from importlib.resources import files


@cache
def operators() -> dict[str, dict[str, str]]:
    """Value by lemma, for each slot of ``data/operators.tsv``; the first row that has a lemma in a slot holds."""
    out: dict[str, dict[str, str]] = {}
    text = files("dragoman.extract.factuality").joinpath("data/operators.tsv").read_text("utf-8")
    for line in text.splitlines()[1:]:
        if line and not line.startswith("#"):
            value, slot, lemmas = line.split("\t")
            for lemma in lemmas.split():
                out.setdefault(slot, {}).setdefault(lemma, value)
    return out
