"""Parts of speech and lemmas by memory: spaCy's own attribute ruler and rule lemmatizer, asked once for each kind of token.

Both components look at one token's form, tag and relation (a few rules look at the next token too). What they make of it is
kept, so that a form seen before costs a look into a dict instead of 180 patterns. What comes out is what they give.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

REPLACED = ("attribute_ruler", "lemmatizer")
_LOOKS_AT = frozenset({"TAG", "LOWER", "DEP", "IS_SPACE", "ORTH"})
_SETS = frozenset({"POS", "MORPH", "LEMMA", "TAG", "DEP"})
_FEATURES = frozenset({"NORM", "PREFIX", "SUFFIX", "SHAPE", "LOWER", "ORTH", "SPACY", "IS_SPACE"})
_MOST = 100_000
"""Kinds of token that are kept before all are forgotten: so that memory stays flat."""

Key = tuple[int, int, int]


class Morphology:
    """Does for a document what a pipeline's attribute ruler and lemmatizer do."""

    def __init__(self, nlp: Language) -> None:
        from spacy.matcher import Matcher

        ruler: Any = nlp.get_pipe("attribute_ruler")
        self.lemmatizer: Any = nlp.get_pipe("lemmatizer")
        self.vocab = nlp.vocab
        self.attrs: list[dict[int, Any]] = ruler.attrs
        self.index: list[int] = ruler.indices
        self.single, self.several = Matcher(nlp.vocab, validate=False), Matcher(nlp.vocab, validate=False)
        self.openers: set[int] = set()
        for n, rule in enumerate(ruler.patterns):
            for pattern in rule["patterns"]:
                matcher = self.single if len(pattern) == 1 else self.several
                if str(n) in matcher:
                    matcher.add(str(n), [*matcher.get(str(n))[1], pattern])
                else:
                    matcher.add(str(n), [pattern])
        self.known: dict[Key, tuple[int, int, int, int, int]] = {}
        self.rules: dict[Key, tuple[int, ...]] = {}

    def __call__(self, doc: Doc) -> Doc:
        if len(self.known) > _MOST:
            self.known.clear()
            self.rules.clear()
        keys = [tuple(row) for row in doc.to_array(["ORTH", "TAG", "DEP"]).tolist()]
        known = self.known
        new = {k: n for n, k in enumerate(keys) if k not in known}
        if new:
            self._learn(doc, new)
        token: Any
        for token, key in zip(doc, keys, strict=True):
            pos, morph, lemma, tag, dep = known[key]
            token.pos = pos
            token.set_morph(morph)
            token.lemma = lemma
            if tag != key[1]:
                token.tag = tag
            if dep != key[2]:
                token.dep = dep
        for n, more in self._of_several(doc).items():
            self._set(doc, n, sorted({*self.rules[keys[n]], *more}))
        return doc

    def _learn(self, doc: Doc, new: dict[Key, int]) -> None:
        """Ask for one token of each new kind, in a document of them alone: rules for several tokens are not asked."""
        from spacy.tokens import Doc as Tokens

        strings = self.vocab.strings
        alone = Tokens(
            self.vocab, words=[doc[n].text for n in new.values()], tags=[strings[k[1]] for k in new],
            deps=[strings[k[2]] for k in new], heads=list(range(len(new))),
        )  # fmt: skip
        held: list[list[int]] = [[] for _ in new]
        for match, start, _ in self.single(alone, allow_missing=True):
            held[start].append(int(strings[match]))
        for n, key in enumerate(new):
            self.rules[key] = tuple(sorted(held[n]))
            self._set(alone, n, self.rules[key])
            token: Any = alone[n]
            self.known[key] = token.pos, token.morph.key, token.lemma, token.tag, token.dep

    def _of_several(self, doc: Doc) -> dict[int, list[int]]:
        """Rules that look at several tokens, by the token that they change."""
        out: dict[int, list[int]] = {}
        for match, start, end in self.several(doc, allow_missing=True):
            rule = int(self.vocab.strings[match])
            at = self.index[rule]
            out.setdefault(start + at if at >= 0 else end + at, []).append(rule)
        return out

    def _set(self, doc: Doc, n: int, rules: Any) -> None:
        """Set a token by these rules in order, later ones over earlier ones, then its lemma where no rule gave one."""
        from spacy.pipeline.attributeruler import set_token_attrs  # type: ignore[attr-defined]

        token = doc[n]
        token.lemma = 0
        for rule in rules:
            set_token_attrs(token, self.attrs[rule])
        if self.lemmatizer.overwrite or token.lemma == 0:
            token.lemma_ = self.lemmatizer.lemmatize(token)[0]


def remembers(nlp: Language) -> Morphology | None:
    """The same for a pipeline whose ruler and lemmatizer are of the kind that this can stand for, else None."""
    names = list(nlp.pipe_names)
    if not all(name in names for name in REPLACED):
        return None
    at = names.index(REPLACED[0])
    lemmatizer: Any = nlp.get_pipe("lemmatizer")
    if names[at + 1 : at + 2] != ["lemmatizer"] or getattr(lemmatizer, "mode", "") != "rule":
        return None
    if type(lemmatizer).__name__ != "EnglishLemmatizer" or "parser" not in names[:at] or "tagger" not in names[:at]:
        return None
    ruler: Any = nlp.get_pipe("attribute_ruler")
    for rule in ruler.patterns:
        keys = {k for pattern in rule["patterns"] for token in pattern for k in token}
        if not keys <= _LOOKS_AT or not set(rule["attrs"]) <= _SETS:
            return None
    for name in names[at + 2 :]:
        embed = nlp.config["components"].get(name, {}).get("model", {}).get("tok2vec", {}).get("embed", {})
        if not set(embed.get("attrs", ("?",))) <= _FEATURES:
            return None
    return Morphology(nlp)
