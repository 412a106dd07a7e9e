"""The parse as plain lists: token attributes read from spaCy once, and the walks that all stages share."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from dragoman.document import Document
from dragoman.parse.repairs import repair

if TYPE_CHECKING:
    from spacy.tokens import Token

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


@cache
def _words(name: str) -> frozenset[str]:
    lines = files("dragoman.parse").joinpath(f"data/{name}").read_text("utf-8").splitlines()
    return frozenset(w for line in lines if not line.startswith("#") for w in line.split())


def speech_acts() -> frozenset[str]:
    """Verbs that do something by speaking, from speech_acts.txt."""
    return _words("speech_acts.txt")


def _goes_on_saying(tokens: list[Token], i: int, h: int) -> bool:
    """ "Denied that it had attacked and accused the army": parsers hang the second verb on the first clause's."""
    first = tokens[h]
    return (
        tokens[i].tag_ == "VBD"
        and tokens[i].lemma_ in speech_acts()
        and first.tag_ == "VBN"
        and first.dep_ == "ccomp"
        and first.head.tag_ == "VBD"
        and any(k.dep_ == "aux" and k.lower_ in ("had", "'d", "’d") for k in first.children)
        and not any(k.dep_ in ("nsubj", "nsubjpass") for k in tokens[i].children)
    )


def _lost_speakers(tokens: list[Token]) -> dict[int, int]:
    """Subjects of the verb that ends a report, by the verb: in "..., killing 11 people, the mayor of Jos said" parsers
    take the mayor for the people's apposition and leave the verb without a subject."""
    out = {}
    for v in tokens:
        if v.tag_ not in ("VBD", "VBZ") or v.lemma_ not in _words("closing_verbs.txt") or v.i == 0:
            continue
        kids = list(v.children)
        if any(k.dep_ in ("nsubj", "nsubjpass", "expl") for k in kids):
            continue
        told = next((k for k in kids if k.dep_ == "ccomp" and k.i < v.i), None)
        noun = tokens[v.i - 1]
        while noun.dep_ in ("pobj", "prep", "compound") and noun.head.i != noun.i:
            noun = noun.head
        if (
            told is not None
            and noun.dep_ in ("appos", "conj")
            and noun.pos_ in ("NOUN", "PROPN", "PRON")
            and noun.right_edge.i == v.i - 1
            and noun.left_edge.i > told.i
            and tokens[noun.left_edge.i - 1].text == ","
            and not any(k.dep_ == "cc" for k in noun.head.children)
        ):
            out[noun.i] = v.i
    return out


def _stands_beside(tokens: list[Token], i: int) -> bool:
    """ "Gunmen took a doctor; his captors demanded a ransom": what stands before a semicolon is no content of the verb
    behind it, though parsers say so."""
    h = tokens[i].head
    return tokens[i].dep_ == "ccomp" and i < h.i and any(k.text == ";" and i < k.i < h.i for k in h.children)


def _shelling_kills(tokens: list[Token], i: int) -> bool:
    """ "Ukrainian shelling killed a driver": the noun in -ing is what kills, though parsers take the people before it for the
    subject and it for an adverb. Whether they do hangs on the people's name, so it is set right for all."""
    t = tokens[i]
    return (
        t.tag_ == "VBG"
        and t.dep_ in ("advmod", "csubj", "nsubj", "amod", "compound", "advcl", "acl", "npadvmod")
        and 0 < i < len(tokens) - 1
        and tokens[i - 1].tag_ in ("JJ", "NNP", "NNPS")
        and tokens[i - 1].text[:1].isupper()
        and tokens[i + 1].tag_ == "VBD"
        and tokens[i + 1].dep_ != "aux"
        and tokens[i + 1].lower_ not in ("was", "were", "had", "did")
    )


def syntax(doc: Document) -> Syntax:
    """The plain lists of a parsed document, made once."""
    have: Syntax | None = doc.cache.get("syntax")
    if have is not None:
        return have
    tokens = list(doc.tokens)
    kids: list[list[int]] = [[] for _ in tokens]
    head = [t.head.i for t in tokens]
    lost = _lost_speakers(tokens)
    for i, h in enumerate(head):
        if i in lost:
            head[i] = h = lost[i]
        if tokens[i].dep_ == "conj" and _goes_on_saying(tokens, i, h):
            head[i] = h = head[h]
        if h != i:
            kids[h].append(i)
    nouns = [i for i in range(len(tokens)) if _shelling_kills(tokens, i)]
    corrections = lemma_corrections()
    made = Syntax(
        lower=[t.lower_ for t in tokens],
        lemma=[corrections.get(t.lower_, t.lemma_.lower()) if t.pos_ in _VERBAL else t.lemma_.lower() for t in tokens],
        tag=[t.tag_ for t in tokens],
        pos=[t.pos_ for t in tokens],
        dep=["nsubj" if t.i in lost else "parataxis" if _stands_beside(tokens, t.i) else t.dep_ for t in tokens],
        head=head,
        kids=kids,
        ent=[t.ent_type_ for t in tokens],
    )
    for i in nouns:
        for k, dep, h in ((i, "nsubj", i + 1), (i - 1, "amod", i)):
            if k in kids[head[k]]:
                kids[head[k]].remove(k)
            head[k], made.dep[k] = h, dep
            kids[h] = sorted({*kids[h], k})
        made.tag[i], made.pos[i] = "NN", "NOUN"
    repair(made, _words("harm_verbs.txt"))
    doc.cache["syntax"] = made
    return made
