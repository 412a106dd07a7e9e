"""Names as the parser and the entity tagger read them: one well-known name stands for all of a kind.

A statistical parser analyses "Dutch shelling killed" otherwise than "Armenian shelling killed", and an entity tagger takes one town
for a town and the next for a man: what a story says would hang on whom it says it of. So both read a copy of the tokens in
which countries, peoples and capitals, and names whose neighbours tell what they are ("General X Y", "in X"), are replaced by a
stand-in of as many tokens. The document keeps its own words, with what was found. No offset moves.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from functools import cache, lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING

from dragoman.parse.truecase import dictionary, given_names, titles

if TYPE_CHECKING:
    from spacy.tokens import Doc

Words = tuple[str, ...]
COUNTRY = {1: ("Iraq",), 2: ("South", "Korea")}
ADJECTIVE = {1: ("Iraqi",), 2: ("South", "Korean")}
PEOPLE = {1: ("Iraqis",), 2: ("South", "Koreans")}
TOWN = {1: ("Baghdad",), 2: ("New", "York")}
PERSON = {1: ("Smith",), 2: ("John", "Smith"), 3: ("John", "Paul", "Smith")}
"""Stand-ins by number of tokens: names that the models' training text is full of."""
_COPIED: list[int | str] = ["TAG", "HEAD", "DEP", "ENT_TYPE", "ENT_IOB"]
_SHORTEST = 4
"""Letters from which a country's name is no abbreviation."""
_CALENDAR = frozenset(
    "january february march april may june july august september october november december monday tuesday wednesday thursday friday"
    " saturday sunday".split()
)  # fmt: skip


def _data(package: str, name: str) -> Iterator[dict[str, str]]:
    lines = files(package).joinpath(f"data/{name}").read_text("utf-8").splitlines()
    return csv.DictReader((line for line in lines if not line.startswith("#")), delimiter="\t", quoting=csv.QUOTE_NONE)


@cache
def _known() -> dict[str, list[tuple[Words, Words]]]:
    """Countries, peoples and capitals with their stand-ins, by their first word, the longest first."""
    out: dict[str, list[tuple[Words, Words]]] = {}
    for row in _data("dragoman.extract.places", "countries.tsv"):
        kinds = [(COUNTRY, row["name"]), *((COUNTRY, n) for n in row["other_names"].split("|"))]
        kinds += [(PEOPLE if n.endswith("s") else ADJECTIVE, n) for n in row["demonyms"].split("|")]
        kinds += [(TOWN, row["capital"]), *((TOWN, n) for n in row["capital_names"].split("|"))]
        for kind, name in kinds:
            words = tuple(name.split())
            if len(words) in kind and len(name) >= _SHORTEST and all(w.isalpha() for w in words):
                out.setdefault(words[0], []).append((words, kind[len(words)]))
    for names in out.values():
        names.sort(key=lambda n: -len(n[0]))
    return out


@cache
def _cues(kind: str) -> frozenset[str]:
    return frozenset(r["word"] for r in _data("dragoman.parse", "name_cues.tsv") if r["class"] == kind)


@lru_cache(maxsize=20_000)
def _unlisted(word: str) -> bool:
    """Is a word a name that no dictionary has."""
    lower = word.lower()
    named = word[:1].isupper() and word[1:].islower() and word.isalpha()
    return (
        named
        and (word in given_names() or word in _cues("name") or lower not in dictionary())
        and lower not in _CALENDAR
    )


def stand_ins(words: list[str]) -> list[str]:
    """The words with every name of which it is clear what it is replaced, as many as before."""
    out = list(words)
    known = _known()
    k = 0
    while k < len(words):
        named = k and words[k - 1].lower() in _cues("opens") and words[k - 1][:1].isupper()
        found = next((s for name, s in known.get(words[k], ()) if tuple(words[k : k + len(name)]) == name), ())
        after = words[k + 1] if k + 1 < len(words) else ""
        named = named or (len(found) == 1 and words[k].lower() in _cues("first") and _surname(after))
        found = () if named else found
        out[k : k + len(found)] = found
        k += len(found) or 1
    runs = list(_runs(words, out))
    kinds = {run: _kind(words, *run) for run in runs}
    people = {w for (a, b), kind in kinds.items() if kind is PERSON for w in words[a:b] if _unlisted(w)}
    towns = {tuple(words[a:b]) for (a, b), kind in kinds.items() if kind is TOWN}
    for (a, b), kind in kinds.items():
        if kind is None and tuple(words[a:b]) in towns:
            kind = TOWN
        elif kind is None and people.issuperset(words[a:b]):
            kind = PERSON
        if kind and b - a in kind:
            out[a:b] = kind[b - a]
    return out


def _surname(word: str) -> bool:
    """Can a word behind "Chad" or "Jordan" make that a person's first name."""
    return word[:1].isupper() and word[1:].islower() and word.isalpha() and word not in _known() and not _titled(word)


def _runs(words: list[str], out: list[str]) -> Iterator[tuple[int, int]]:
    """Runs of names that no dictionary has and that no longer name holds; behind a title its first word may be one that it has."""
    k = 0
    while k < len(words):
        a = k
        while k < len(words) and out[k] == words[k] and _unlisted(words[k]):
            k += 1
        if k == a:
            k += 1
            continue
        before = words[a - 1] if a else ""
        if a > 1 and before[:1].isupper() and before.isalpha() and _titled(words[a - 2]) and not _titled(before):
            a, before = a - 1, words[a - 2]
        inside = before[:1].isupper() and not (_titled(before) or before.lower() in _cues("local"))
        after = words[k] if k < len(words) else ""
        if not inside and not (after[:1].isupper() and after.isalpha()):
            yield a, k


def _titled(word: str) -> bool:
    return word.lower() in titles() or word.lower() in _cues("role")


def _kind(words: list[str], a: int, b: int) -> dict[int, Words] | None:
    """What its neighbours make of a name."""
    one, two = (words[a - k].lower() if a >= k else "" for k in (1, 2))
    if one in _cues("local") or one in _cues("taken") or (one == "of" and two in _cues("town")):
        return TOWN
    if (one == "at" and two in _cues("thrown")) or (one == "for" and two in _cues("bound")):
        return TOWN
    if one == "from" and any(w.lower() in _cues("from") for w in words[max(0, a - 4) : a - 1]):
        return TOWN
    if _titled(one) or (b - a == 2 and b < len(words) and words[b] in _cues("speaks")):
        return PERSON
    return None


def for_models(tokens: Doc) -> Doc:
    """A copy for the models to read."""
    from spacy.tokens import Doc as Tokens

    copy = Tokens(tokens.vocab, words=stand_ins([t.text for t in tokens]), spaces=[bool(t.whitespace_) for t in tokens])
    if len(tokens):
        copy.from_array(["SENT_START"], tokens.to_array(["SENT_START"]))  # type: ignore[arg-type]
    return copy


def take(tokens: Doc, read: Doc) -> Doc:
    """What the models made of the copy, on the document's own words."""
    if len(tokens):
        tokens.from_array(_COPIED, read.to_array(_COPIED))  # type: ignore[arg-type]
    return tokens
