"""The parse as plain lists: token attributes read from spaCy once, and the walks that all stages share."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from dragoman.document import Document
from dragoman.parse.denials import undeny
from dragoman.parse.halves import part_halves
from dragoman.parse.repairs import repair
from dragoman.parse.supposed import suppose
from dragoman.parse.words import words

if TYPE_CHECKING:
    from spacy.tokens import Doc

_NOMINAL = frozenset({"NOUN", "PROPN", "PRON", "NUM"})
_VERBAL = frozenset({"VERB", "AUX", "ADJ"})


@cache
def lemma_corrections() -> dict[str, str]:
    """Verb forms whose lemma the models lack or get wrong, from lemmas.tsv: form to lemma."""
    lines = files("dragoman.parse").joinpath("data/lemmas.tsv").read_text("utf-8").splitlines()
    return dict(line.split("\t") for line in lines if "\t" in line and not line.startswith(("#", "form\t")))


@dataclass(slots=True)
class Syntax:
    """Attributes by token number, and the children of every token in text order."""

    text: list[str]
    at: list[int]
    """The first character of each token in the reading."""
    lower: list[str]
    lemma: list[str]
    tag: list[str]
    pos: list[str]
    dep: list[str]
    head: list[int]
    kids: list[list[int]]
    ent: list[str]

    def children(self, i: int, *deps: str) -> list[int]:
        """Children of a token with one of the relations (any relation if none is named)."""
        return [k for k in self.kids[i] if self.dep[k] in deps] if deps else self.kids[i]

    def conjuncts(self, i: int) -> list[int]:
        """A token and all that is coordinated with it ("police, soldiers and settlers"), in text order."""
        out, todo = [], [i]
        while todo:
            k = todo.pop()
            out.append(k)
            todo.extend(c for c in self.kids[k] if self.dep[c] == "conj")
        return sorted(out)

    def nominal_conjuncts(self, i: int) -> list[int]:
        """As conjuncts, nouns and names only; a verb coordinated with a noun is a parse error or another clause."""
        return [k for k in self.conjuncts(i) if k == i or self.pos[k] in _NOMINAL]

    def subtree(self, i: int) -> set[int]:
        """A token and everything under it."""
        out, todo = set(), [i]
        while todo:
            k = todo.pop()
            if k not in out:
                out.add(k)
                todo.extend(self.kids[k])
        return out

    def ancestors(self, i: int) -> Iterator[int]:
        """The heads above a token, nearest first."""
        while self.head[i] != i:
            i = self.head[i]
            yield i

    def passive(self, i: int) -> bool:
        """Is this verb passive: a passive subject or auxiliary, or a past participle that stands as a modifier."""
        if any(self.dep[k] in ("nsubjpass", "auxpass", "csubjpass") for k in self.kids[i]):
            return True
        if self.tag[i] != "VBN":
            return False
        if self.dep[i] in ("acl", "amod"):
            return True
        if any(self.dep[k] in ("aux", "nsubj") for k in self.kids[i]):
            return False
        if self.dep[i] == "conj" and self.pos[self.head[i]] in ("VERB", "AUX"):
            return self.passive(self.head[i])
        return any(self.dep[k] == "agent" for k in self.kids[i])


def speech_acts() -> frozenset[str]:
    """Verbs that do something by speaking, from speech_acts.txt."""
    return words("speech_acts.txt")


class _Parse:
    """The columns of a parse as spaCy has them; strings are looked up once a document, as a Token a word costs more."""

    __slots__ = ("dep", "head", "kids", "lemma", "lower", "pos", "tag", "text", "tokens")

    def __init__(self, tokens: Doc) -> None:
        columns = tokens.to_array(["ORTH", "LOWER", "LEMMA", "TAG", "POS", "DEP"]).T.tolist()
        strings = tokens.vocab.strings
        known = {key: strings[key] for column in columns for key in set(column)}
        self.text, self.lower, self.lemma, self.tag, self.pos, self.dep = (
            [known[key] for key in column] for column in columns
        )
        steps = tokens.to_array("HEAD").astype("int64").tolist()
        self.head: list[int] = [i + step for i, step in enumerate(steps)]
        self.kids: list[list[int]] = [[] for _ in steps]
        for i, h in enumerate(self.head):
            if h != i:
                self.kids[h].append(i)
        self.tokens = tokens


def _goes_on_saying(p: _Parse, i: int, h: int) -> bool:
    """ "Denied that it had attacked and accused the army": parsers hang the second verb on the first clause's."""
    return (
        p.tag[i] == "VBD"
        and p.lemma[i] in speech_acts()
        and p.tag[h] == "VBN"
        and p.dep[h] == "ccomp"
        and p.tag[p.head[h]] == "VBD"
        and any(p.dep[k] == "aux" and p.lower[k] in ("had", "'d", "’d") for k in p.kids[h])
        and not any(p.dep[k] in ("nsubj", "nsubjpass") for k in p.kids[i])
    )


def _lost_speakers(p: _Parse) -> dict[int, int]:
    """Subjects of the verb that ends a report, by the verb: in "..., killing 11 people, the mayor of Jos said" parsers
    take the mayor for the people's apposition and leave the verb without a subject."""
    out = {}
    closing = words("closing_verbs.txt")
    for v, tag in enumerate(p.tag):
        if tag not in ("VBD", "VBZ") or v == 0 or p.lemma[v] not in closing:
            continue
        if any(p.dep[k] in ("nsubj", "nsubjpass", "expl") for k in p.kids[v]):
            continue
        told = next((k for k in p.kids[v] if p.dep[k] == "ccomp" and k < v), None)
        noun = v - 1
        while p.dep[noun] in ("pobj", "prep", "compound") and p.head[noun] != noun:
            noun = p.head[noun]
        if told is None or p.dep[noun] not in ("appos", "conj") or p.pos[noun] not in ("NOUN", "PROPN", "PRON"):
            continue
        first, last = p.tokens[noun].left_edge.i, p.tokens[noun].right_edge.i
        if (
            last == v - 1
            and first > told
            and p.text[first - 1] == ","
            and not any(p.dep[k] == "cc" for k in p.kids[p.head[noun]])
        ):
            out[noun] = v
    return out


def _stands_beside(p: _Parse, i: int) -> bool:
    """ "Gunmen took a doctor; his captors demanded a ransom": what stands before a semicolon is no content of the verb
    behind it, though parsers say so."""
    h = p.head[i]
    return p.dep[i] == "ccomp" and i < h and any(p.text[k] == ";" and i < k < h for k in p.kids[h])


def _shelling_kills(p: _Parse, i: int) -> bool:
    """ "Ukrainian shelling killed a driver": the noun in -ing is what kills, though parsers take the people before it for the
    subject and it for an adverb. Whether they do hangs on the people's name, so it is set right for all."""
    return (
        p.tag[i] == "VBG"
        and p.dep[i] in ("advmod", "csubj", "nsubj", "amod", "compound", "advcl", "acl", "npadvmod")
        and 0 < i < len(p.tag) - 1
        and p.tag[i - 1] in ("JJ", "NNP", "NNPS")
        and p.text[i - 1][:1].isupper()
        and p.tag[i + 1] == "VBD"
        and p.dep[i + 1] != "aux"
        and p.lower[i + 1] not in ("was", "were", "had", "did")
    )


def _lemma(lemma: str, lower: str, pos: str, corrections: dict[str, str]) -> str:
    own = lemma.lower()
    return corrections.get(lower, own) if pos in _VERBAL else own


def syntax(doc: Document) -> Syntax:
    """The plain lists of a parsed document, made once."""
    have: Syntax | None = doc.cache.get("syntax")
    if have is not None:
        return have
    p = _Parse(doc.tokens)
    kids: list[list[int]] = [[] for _ in p.head]
    head = list(p.head)
    lost = _lost_speakers(p)
    for i, h in enumerate(head):
        if i in lost:
            head[i] = h = lost[i]
        if p.dep[i] == "conj" and _goes_on_saying(p, i, h):
            head[i] = h = head[h]
        if h != i:
            kids[h].append(i)
    nouns = [i for i in range(len(head)) if _shelling_kills(p, i)]
    corrections = lemma_corrections()
    made = Syntax(
        text=p.text,
        at=doc.tokens.to_array("IDX").tolist(),
        lower=p.lower,
        lemma=[
            _lemma(lemma, lower, pos, corrections) for lemma, lower, pos in zip(p.lemma, p.lower, p.pos, strict=True)
        ],
        tag=p.tag,
        pos=p.pos,
        dep=["nsubj" if i in lost else "parataxis" if _stands_beside(p, i) else dep for i, dep in enumerate(p.dep)],
        head=head,
        kids=kids,
        ent=_entity_labels(doc.tokens),
    )
    for i in nouns:
        for k, dep, h in ((i, "nsubj", i + 1), (i - 1, "amod", i)):
            if k in kids[head[k]]:
                kids[head[k]].remove(k)
            head[k], made.dep[k] = h, dep
            kids[h] = sorted({*kids[h], k})
        made.tag[i], made.pos[i] = "NN", "NOUN"
    suppose(made)
    repair(made)
    undeny(made)
    part_halves(made)
    doc.cache["syntax"] = made
    return made


def _entity_labels(tokens: Doc) -> list[str]:
    out = [""] * len(tokens)
    for e in tokens.ents:
        out[e.start : e.end] = [e.label_] * (e.end - e.start)
    return out
