"""Where the words and word classes of the lexicon stand in one document, each looked for once."""

from __future__ import annotations

from collections.abc import Iterable

from dragoman.code.events.lexicon import Lexicon
from dragoman.parse.syntax import Syntax


def _positions(words: list[str]) -> dict[str, list[int]]:
    out: dict[str, list[int]] = {}
    for k, word in enumerate(words):
        out.setdefault(word, []).append(k)
    return out


class Occurrences:
    """The tokens of a document that are a trigger word, by lemma or form, or of a class (``@truce``)."""

    def __init__(self, syn: Syntax, lex: Lexicon) -> None:
        self.syn, self.lex = syn, lex
        self._lemmas = _positions(syn.lemma)
        self._lowers = _positions(syn.lower)
        self._at: dict[str, frozenset[int]] = {}

    def __call__(self, word: str) -> frozenset[int]:
        """The tokens of the document that are a trigger word or of its class, found once."""
        at = self._at.get(word)
        if at is None:
            at = self._at[word] = frozenset(self._find(word))
        return at

    def _find(self, word: str) -> Iterable[int]:
        if not word.startswith("@"):
            yield from self._lemmas.get(word, ())
            yield from self._lowers.get(word, ())
            if "-" in word:
                last = word.rsplit("-", 1)[-1]
                ends = (*self._lemmas.get(last, ()), *self._lowers.get(last, ()))
                yield from (k for k in ends if self._tail(k, word))
            return
        name = word[1:]
        members = self.lex.classes.get(name, frozenset())
        found = [k for lemma in self._lemmas.keys() & members for k in self._lemmas[lemma]]
        found += [k + 1 for k in self._lowers.get("-", ()) if self._hyphenated(k + 1, members)]
        # "a press conference" is no conference: the class with "!" lists the modifiers that rule it out
        ruled_out = self.lex.classes.get(f"{name}!", ())
        for token in found:
            if not any(self.syn.lower[k] in ruled_out for k in self.syn.children(token, "compound", "amod")):
                yield token

    def _hyphenated(self, token: int, members: frozenset[str]) -> bool:
        """spaCy parts "cease-fire" into three tokens: its head is the last."""
        if token < 2 or token >= len(self.syn.lower):
            return False
        return f"{self.syn.lower[token - 2]}-{self.syn.lemma[token]}" in members

    def _tail(self, token: int, word: str) -> bool:
        parts = word.split("-")
        first = token - 2 * (len(parts) - 1)
        return first >= 0 and all(
            self.syn.lower[first + 2 * n] == p or self.syn.lemma[first + 2 * n] == p for n, p in enumerate(parts)
        )
