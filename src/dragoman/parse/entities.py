"""Named entities as spaCy's transition model finds them, many tokens a step instead of one.

Outside an entity the model looks at one token alone: what it would do there is worked out for all tokens of a batch
at once. Only within an entity does a step look back, at its first token and the last one, so what begins one is followed to its
end, all of them abreast. What comes out is what spaCy's own loop gives.
"""

from __future__ import annotations

from functools import reduce
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from spacy.language import Language
    from spacy.tokens import Doc

NER = "ner"
_SETS_NO_ENTITIES = frozenset(
    {"tok2vec", "tagger", "parser", "senter", "morphologizer", "attribute_ruler", "lemmatizer"}
)
_IN, _LAST, _OUT = "I", "L", "O"


class Entities:
    """Does for documents what a pipeline's entity recognizer does."""

    def __init__(self, ner: Any) -> None:
        model = ner.model
        self.vectors = model.get_ref("tok2vec").predict
        self.upper = model.get_ref("upper").predict
        lower = model.get_ref("lower")
        self.gemm = lower.ops.gemm
        features, hidden, self.pieces, width = lower.get_param("W").shape
        weights = lower.get_param("W").reshape(features, hidden * self.pieces, width)
        self.here, self.first, self.before = (np.ascontiguousarray(w) for w in weights)
        self.bias = lower.get_param("b").reshape(-1)
        self.none = lower.get_param("pad").reshape(features, -1)  # what stands for a token that is not there
        moves = [ner.moves.get_class_name(n).partition("-") for n in range(ner.moves.n_moves)]
        strings = ner.vocab.strings
        self.move = np.array([move for move, _, _ in moves])
        self.label = [strings[label] if label else 0 for _, _, label in moves]
        at = {(move, label): n for n, (move, _, label) in enumerate(moves)}
        self.on = np.array([at.get((_IN, label), -1) for _, _, label in moves])
        self.end = np.array([at.get((_LAST, label), -1) for _, _, label in moves])
        self.never = np.array([m in (_IN, _LAST) or (m != _OUT and not label) for m, _, label in moves])
        self.opens = self.move == "B"
        self.names = (self.move == "U") | self.opens

    def __call__(self, docs: list[Doc]) -> None:
        """Sets the entities of documents that have none yet."""
        from spacy.tokens import Span

        docs = [doc for doc in docs if len(doc)]
        if not docs:
            return
        chosen, stops = self._read(docs)
        move = self.move[chosen]
        found = np.flatnonzero(move != _OUT).tolist()
        starts = iter(np.cumsum([0, *(len(doc) for doc in docs)]).tolist())
        begin, n = next(starts), 0
        for doc, end in zip(docs, starts, strict=True):
            ents, upto = [], begin
            while n < len(found) and (at := found[n]) < end:
                n += 1
                if at >= upto:
                    upto = int(stops[at])
                    ents.append(Span(doc, at - begin, upto - begin, label=self.label[chosen[at]]))
            doc.set_ents(ents, default="outside")
            begin = end

    def _read(self, docs: list[Doc]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """The move of every token of the documents if no entity is open there, and the token before which what it opens
        ends."""
        told = np.concatenate([doc.to_array(["SENT_START", "IS_SPACE"]) for doc in docs])
        ends = np.append(told[1:, 0] == 1, True)  # no entity goes on after these
        ends[np.cumsum([len(doc) for doc in docs]) - 1] = True
        vectors = self.vectors(docs)
        here = self.gemm(vectors, self.here, trans2=True)
        scores = self._scores(here + self.none[1] + self.none[2])
        scores[:, self.never] = -np.inf
        scores[np.ix_(ends, self.opens)] = -np.inf
        scores[np.ix_(told[:, 1] == 1, self.names)] = -np.inf
        chosen = scores.argmax(axis=1)
        stops = np.arange(1, len(chosen) + 1)
        first = np.flatnonzero(self.opens[chosen])
        at, began = first + 1, self.gemm(vectors[first], self.first, trans2=True)
        while len(first):
            state = here[at] + began + self.gemm(vectors[at - 1], self.before, trans2=True)
            scores = self._scores(state)
            row, on, end = np.arange(len(first)), self.on[chosen[first]], self.end[chosen[first]]
            more = scores[row, on] - scores[row, end]
            goes_on = ~ends[at] & ((more > 0) | ((more == 0) & (on < end)))
            stops[first[~goes_on]] = at[~goes_on] + 1
            first, at, began = first[goes_on], at[goes_on] + 1, began[goes_on]
        return chosen, stops

    def _scores(self, state: NDArray[np.float32]) -> NDArray[np.float32]:
        """Of every move, a row a state. (A model may have outputs for more moves than there are.)"""
        state = (state + self.bias).reshape(len(state), -1, self.pieces)
        hidden = reduce(np.maximum, (state[:, :, n] for n in range(self.pieces)))
        scores: NDArray[np.float32] = self.upper(hidden)[:, : len(self.move)]
        return scores


def reads_entities(nlp: Language) -> Entities | None:
    """The same for a pipeline whose recognizer is of the kind that this can stand for and comes last, else None."""
    names = [n for n in nlp.pipe_names if n not in ("attribute_ruler", "lemmatizer")]
    if names[-1] != NER or not set(names[:-1]) <= _SETS_NO_ENTITIES:
        return None
    ner: Any = nlp.get_pipe(NER)
    model = ner.model
    if type(ner).__name__ != "EntityRecognizer" or model.name != "parser_model" or ner.cfg.get("beam_width") != 1:
        return None
    lower, upper = model.get_ref("lower"), model.get_ref("upper")
    plain = model.attrs["has_upper"] and not model.attrs["unseen_classes"] and lower.name == "precomputable_affine"
    if not plain or upper.name != "linear" or lower.get_dim("nF") != 3 or lower.get_dim("nP") < 2:
        return None
    return Entities(ner)
