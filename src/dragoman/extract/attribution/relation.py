"""A relation in tokens, before it becomes a record, and what all finders of relations share."""

from __future__ import annotations

from dataclasses import dataclass, field

from dragoman.document import Document, Sentence
from dragoman.extract.attribution.lexicon import Cue, verbs, words
from dragoman.extract.attribution.quotes import MARKS
from dragoman.parse.syntax import Syntax

VERBAL = frozenset({"VERB", "AUX"})
NOMINAL = frozenset({"NOUN", "PROPN", "PRON", "NUM"})
_ASIDES = frozenset({"which", "who", "where", "although", "though", "while", "whereas", "as", "when"})
STOPS = frozenset({",", ";", ":", ".", "—", "–", "--", "-", "?", "!", "…"})


@dataclass(slots=True)
class Found:
    """Source (head token or None), cue (token range) and content (tokens); ``head`` is the cue's main word."""

    cue: tuple[int, int]
    head: int
    source: int | None
    content: set[int]
    lexical: Cue
    rule: str
    within: int | None = None
    """The cue whose content this relation repeats from inside ("the paper, citing police, said ...")."""


@dataclass(slots=True)
class Scene:
    """The document that the finders look at."""

    doc: Document
    syn: Syntax
    quotes: list[tuple[int, int]]
    in_quote: set[int] = field(default_factory=set)
    """Tokens inside quotation marks."""
    _quotes_of: dict[int, list[tuple[int, int]]] | None = None
    """Quotations by the sentences that they touch."""

    def trimmed(self, tokens: set[int]) -> set[int]:
        """Without a last full stop, unless a quotation ends with it."""
        syn = self.syn
        out = set(tokens)
        while out and syn.lower[max(out)] in STOPS and max(out) not in self.in_quote:
            out.discard(max(out))
        while out and syn.lower[min(out)] in STOPS:
            out.discard(min(out))
        return out

    def quotes_of(self, s: Sentence) -> list[tuple[int, int]]:
        """The parts of quotations that lie in a sentence."""
        if self._quotes_of is None:
            self._quotes_of = {}
            for q in self.quotes:
                for n in range(self.doc.sentence_of(q[0]).index, self.doc.sentence_of(max(q[0], q[1] - 1)).index + 1):
                    self._quotes_of.setdefault(n, []).append(q)
        found = self._quotes_of.get(s.index, ())
        return [(max(a, s.start), min(b, s.end)) for a, b in found if a < s.end and s.start < b]

    def whole_quotes(self, tokens: set[int], s: Sentence, cue: int) -> set[int]:
        """Content with each quotation that it touches made whole within the sentence, unless the cue is inside it."""
        out = set(tokens)
        for a, b in self.quotes_of(s):
            if (
                not a <= cue < b
                and b - a > 2
                and (a in tokens or a + 1 in tokens or b - 1 in tokens or b - 2 in tokens)
            ):
                out.update(range(a, b))
        return out

    def without_asides(self, tokens: set[int], cue: int) -> set[int]:
        """Without what the narrator adds after a comma: ", which ..." and ", although ..." at the end of indirect speech."""
        syn = self.syn
        out = set(tokens)
        for k in sorted(tokens):
            if k not in out or k in self.in_quote or syn.dep[k] not in ("relcl", "advcl") or syn.pos[k] not in VERBAL:
                continue
            under = syn.subtree(k)
            first = min(under)
            if first < cue or first - 1 not in out or syn.lower[first - 1] != "," or not out - under:
                continue
            speaks = syn.tag[k] == "VBG" and syn.lemma[k] in words("speaking") and first == k
            if (
                max(under) < max(out)
                or not (syn.lower[first] in _ASIDES or speaks)
                or (under & self.in_quote and not speaks)
            ):
                continue
            out -= under
            out.discard(first - 1)
        return self._without_medium(out, cue)

    def _without_medium(self, tokens: set[int], cue: int) -> set[int]:
        """Without what the words were put in, at the end: "claimed the attack in a video"."""
        syn = self.syn
        for p in sorted(tokens, reverse=True):
            if (
                syn.dep[p] != "prep"
                or syn.lower[p] not in ("in", "on", "via", "through")
                or p in self.in_quote
                or p < cue
            ):
                continue
            under = syn.subtree(p)
            if max(under) == max(tokens) and any(syn.lemma[k] in words("document") for k in syn.children(p, "pobj")):
                return tokens - under if tokens - under else tokens
        return tokens

    def words(self, tokens: set[int]) -> set[int]:
        """Tokens that are words, no marks."""
        return {
            k for k in tokens if self.syn.pos[k] not in ("PUNCT", "SPACE", "CCONJ") and self.syn.lower[k] not in MARKS
        }


def cue_span(syn: Syntax, i: int, first: int, opener: int | None = None) -> tuple[int, int]:
    """The words of a cue: its auxiliaries, negation and the adverbs among them; particle; the preposition (``opener``)
    that leads to the content where only a word or two stand between; a colon. ``first``: start of the sentence."""
    start = i
    while start > first and _leads(syn, start - 1, i):
        start -= 1
    while start < i and syn.dep[start] == "advmod" and syn.lower[start] in ("when", "where", "why", "how", "as"):
        start += 1
    end = i + 1
    particles = [k for k in syn.children(i, "prt") if k - i <= 3]
    if particles:
        end = max(end, max(particles) + 1) if max(particles) == i + 1 else end
    if opener is not None and end <= opener <= end + 2:
        end = opener + 1
    medium = next((p for p in syn.children(i, "prep") if p == end and syn.lower[p] == "in"), None)
    if medium is not None and opener is None:
        under = syn.subtree(medium)
        nouns = syn.children(medium, "pobj")
        if nouns and syn.lemma[nouns[0]] in words("medium") and max(under) - medium < 5 and nouns[0] == max(under):
            end = max(under) + 1  # "said in a joint statement"
    if end < len(syn.lower) and syn.lower[end] == ":":
        end += 1
    return start, end


def matrix_of(syn: Syntax, c: int) -> int | None:
    """The cue that a coordinated cue goes on with, though the parser hung it on that cue's content: "denied that it had
    attacked and accused ...", where the content has an auxiliary and the coordinated verb, in the tense of the cue, none."""
    k = syn.head[c]
    i = syn.head[k]
    if (
        syn.dep[c] != "conj"
        or syn.dep[k] != "ccomp"
        or i == k
        or syn.pos[k] not in VERBAL
        or syn.lemma[c] not in verbs()
    ):
        return None
    if not syn.children(k, "aux", "auxpass") or syn.children(c, "nsubj", "nsubjpass", "aux", "auxpass", "mark"):
        return None
    past = syn.tag[i] == "VBD" and syn.tag[c] in ("VBD", "VBN")
    return i if i < k < c and (past or syn.tag[c] == syn.tag[i]) else None


def _leads(syn: Syntax, k: int, i: int) -> bool:
    """Does a token before a verb belong to its group: auxiliary, negation, adverb, or "to" of a verb of aspect."""
    if syn.dep[k] in ("aux", "auxpass", "neg") and (syn.head[k] == i or syn.pos[syn.head[k]] in VERBAL):
        return True
    return syn.dep[k] == "advmod" and syn.pos[k] == "ADV" and syn.head[k] == i
