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
_COPIED = ("TAG", "HEAD", "DEP", "ENT_TYPE", "ENT_IOB")
PERSON = {1: ("Smith",), 2: ("John", "Smith"), 3: ("John", "Paul", "Smith")}
TOWN = {1: ("Baghdad",), 2: ("New", "York")}
_LOCAL = frozenset("in near outside around inside into".split())
_TOWN_OF = frozenset("city town village outskirts capital port suburb suburbs center centre district province".split())
_TITLES = frozenset("""president premier chancellor king queen minister secretary ambassador senator governor mayor judge general colonel major
captain lieutenant sergeant admiral commander spokesman spokeswoman spokesperson engineer chief professor doctor""".split())
_MONTHS = frozenset("""january february march april may june july august september october november december monday tuesday wednesday thursday
friday saturday sunday""".split())


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
    for a, b in _runs(words, out):
        before = words[a - 1].lower() if a else ""
        after = words[b] if b < len(words) else ""
        far = words[a - 2].lower() if a > 1 else ""
        if before in _LOCAL or (before == "of" and far in _TOWN_OF):
            new = TOWN.get(b - a)
        elif before in _TITLES and b - a > 1:
            new = PERSON.get(b - a)
        elif b - a == 2 and after in (",", "said", "told", "was"):
            new = PERSON[2]
        else:
            new = None
        if new:
            out[a:b] = new
    return out


def _name(word: str) -> bool:
    from dragoman.parse.truecase import dictionary

    return word[:1].isupper() and word[1:].islower() and word.isalpha() and word.lower() not in dictionary() and word.lower() not in _MONTHS


def _runs(words: list[str], out: list[str]) -> list[tuple[int, int]]:
    """Runs of capitalised words that no dictionary has."""
    runs = []
    k = 0
    while k < len(words):
        j = k
        while j < len(words) and out[j] == words[j] and _name(words[j]):
            j += 1
        if j > k and not (j < len(words) and words[j][:1].isupper()) and not (k and words[k - 1][:1].isupper() and words[k - 1].lower() not in _TITLES and words[k-1].lower() not in _LOCAL):
            runs.append((k, j))
        k = max(j, k + 1)
    return runs


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
