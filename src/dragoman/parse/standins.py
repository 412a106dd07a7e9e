"""Names of countries, peoples and capitals as the parser reads them: one well-known name stands for all of a kind.

A statistical parser analyses "Dutch shelling killed" otherwise than "Armenian shelling killed": what a story says would hang on who
it says it of. So the tagger and the parser read a copy of the tokens in which each name is replaced by a stand-in of as many
tokens, and the document keeps its own words with what they found. Offsets do not move.
"""

from __future__ import annotations

import csv
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from spacy.tokens import Doc

COUNTRY, ADJECTIVE, PEOPLE, CAPITAL = "country", "adjective", "people", "capital"
STAND_INS = {
    (COUNTRY, 1): ("Iraq",),
    (COUNTRY, 2): ("South", "Korea"),
    (ADJECTIVE, 1): ("Iraqi",),
    (ADJECTIVE, 2): ("South", "Korean"),
    (PEOPLE, 1): ("Iraqis",),
    (PEOPLE, 2): ("South", "Koreans"),
    (CAPITAL, 1): ("Baghdad",),
    (CAPITAL, 2): ("New", "York"),
}
_COPIED = ("TAG", "HEAD", "DEP")


def _forms(row: dict[str, str]) -> list[tuple[str, str]]:
    out = [(COUNTRY, row["name"]), *((COUNTRY, n) for n in row["other_names"].split("|"))]
    out += [(PEOPLE if n.endswith("s") else ADJECTIVE, n) for n in row["demonyms"].split("|")]
    return [*out, (CAPITAL, row["capital"]), *((CAPITAL, n) for n in row["capital_names"].split("|"))]


@cache
def _known() -> dict[str, list[tuple[tuple[str, ...], tuple[str, ...]]]]:
    """Names with their stand-ins, by their first word, the longest first."""
    out: dict[str, list[tuple[tuple[str, ...], tuple[str, ...]]]] = {}
    table = files("dragoman.extract.places").joinpath("data/countries.tsv").read_text("utf-8").splitlines()
    for row in csv.DictReader((line for line in table if not line.startswith("#")), delimiter="\t"):
        for kind, name in _forms(row):
            words = tuple(name.split())
            if (kind, len(words)) in STAND_INS and len(name) > 3 and all(w.isalpha() for w in words):
                out.setdefault(words[0], []).append((words, STAND_INS[kind, len(words)]))
    for names in out.values():
        names.sort(key=lambda n: -len(n[0]))
    return out


def stand_ins(words: list[str]) -> list[str]:
    """The words with every known name replaced, as many as before."""
    out = list(words)
    known = _known()
    k = 0
    while k < len(words):
        found = next((s for name, s in known.get(words[k], ()) if tuple(words[k : k + len(name)]) == name), None)
        if found:
            out[k : k + len(found)] = found
        k += len(found) if found else 1
    return out


def for_parser(tokens: Doc) -> Doc:
    """A copy for the tagger and the parser to read."""
    from spacy.tokens import Doc as Tokens

    copy = Tokens(tokens.vocab, words=stand_ins([t.text for t in tokens]), spaces=[bool(t.whitespace_) for t in tokens])
    if len(tokens):
        copy.from_array(["SENT_START"], tokens.to_array(["SENT_START"]))
    return copy


def take_parse(tokens: Doc, parsed: Doc) -> Doc:
    """The parse of the copy on the document's own words."""
    if len(tokens):
        tokens.from_array(list(_COPIED), parsed.to_array(list(_COPIED)))
    return tokens
