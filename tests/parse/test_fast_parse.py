"""What makes the parse fast changes nothing in it."""

from __future__ import annotations

import importlib
from pathlib import Path

import numpy as np
import pytest

from dragoman.coder import code_stories
from dragoman.document import Story
from dragoman.parse import load_model, pipe
from dragoman.parse.blas import has_fast_blas, use_fast_blas
from dragoman.parse.entities import reads_entities
from dragoman.parse.morphology import REPLACED, remembers
from dragoman.parse.pipe import DEFAULT_MODEL
from factories.goldset import gold_stories

SAMPLES = Path(__file__).resolve().parents[2] / "samples"
TEXTS = [
    "Gunmen who had been driving through Bamako's old quarter shot at two police officers on Friday, the army said.",
    "There were no witnesses, and there aren't any now. Let's go, y'all, he's gotta leave: they're doin' nothin'!",
    "  \n\n There ain't no \t way that I can't do it; c'm on, 'em two would've better been told by whoever was IT.  ",
    "The general, his wife and their children are said to have left; that is what she told us. Who has done that?",
]


def bare():
    return importlib.import_module(DEFAULT_MODEL).load()


def attributes(doc):
    return [(t.pos_, t.tag_, t.dep_, t.head.i, t.lemma_, str(t.morph), t.ent_type_) for t in doc]


def test_remembered_morphology_is_spacys_own():
    nlp, other = bare(), bare()
    morphology = remembers(other)
    assert morphology is not None
    for _ in range(2):  # the second time from memory alone
        for mine, theirs in zip(other.pipe(TEXTS, disable=REPLACED), nlp.pipe(TEXTS), strict=True):
            assert attributes(morphology(mine)) == attributes(theirs)


def test_another_kind_of_pipeline_is_left_as_it_is():
    nlp = bare()
    nlp.get_pipe("attribute_ruler").add([[{"ENT_TYPE": "GPE"}]], {"POS": "X"})
    assert remembers(nlp) is None
    nlp = bare()
    nlp.remove_pipe("lemmatizer")
    assert remembers(nlp) is None


def entities(doc):
    return [(e.start, e.end, e.label_) for e in doc.ents], doc.to_array(["ENT_IOB", "ENT_TYPE"]).tolist()


def test_entities_of_many_tokens_a_step_are_those_of_spacys_own_loop():
    texts = [*TEXTS, "", "Kabul", " \n ", "He met U.N. Secretary-General\nKofi Annan"]
    texts += [p.read_text("utf-8") for p in sorted(SAMPLES.glob("*.txt"))] + [s.text for s in gold_stories()[::6]]
    nlp = bare()
    ours = reads_entities(nlp)
    assert ours is not None
    theirs, mine = list(nlp.pipe(texts)), list(nlp.pipe(texts, disable=["ner"]))
    ours(mine)
    assert sum(len(doc.ents) for doc in theirs) > 1000
    assert max(len(e) for doc in theirs for e in doc.ents) > 5
    for a, b in zip(mine, theirs, strict=True):
        assert entities(a) == entities(b)


def test_a_recognizer_of_another_kind_is_left_as_it_is():
    nlp = bare()
    nlp.add_pipe("entity_ruler", before="ner")
    assert reads_entities(nlp) is None
    nlp = bare()
    nlp.add_pipe("merge_entities")
    assert reads_entities(nlp) is None
    nlp = bare()
    nlp.get_pipe("ner").cfg["beam_width"] = 4
    assert reads_entities(nlp) is None


def test_a_pipeline_that_is_not_remembered_tells_lemmas_all_the_same(monkeypatch):
    def lemmas():
        (record,) = code_stories([Story("Gunmen were driving through Bamako when they killed two policemen.", "a")])
        return record

    known = lemmas()
    monkeypatch.setattr(pipe, "_morphology", lambda nlp: None)
    monkeypatch.setattr(pipe, "_entities", lambda nlp: None)
    assert lemmas() == known
    assert known.claims


@pytest.mark.skipif(not has_fast_blas(), reason="NumPy has no fast BLAS here")
def test_a_row_of_a_product_depends_on_that_row_alone():
    nlp = bare()
    assert use_fast_blas(nlp)
    ops = next(m.ops for m in nlp.get_pipe("ner").model.walk() if m.name == "maxout")
    rng = np.random.default_rng(1)
    for outer, inner in ((288, 576), (288, 384), (288, 288), (128, 64), (74, 64), (64, 96)):
        weights = rng.standard_normal((outer, inner)).astype("f")
        rows = rng.standard_normal((700, inner)).astype("f")
        whole = ops.gemm(rows, weights, trans2=True)
        assert np.allclose(whole, rows.astype("d") @ weights.T.astype("d"), atol=1e-3)
        for many in (*range(1, 40), 100, 333):
            assert (ops.gemm(rows[:many], weights, trans2=True) == whole[:many]).all()
            out = np.zeros((many, outer), "f")
            ops.gemm(rows[:many], weights, trans2=True, out=out)
            assert (out == whole[:many]).all()


def test_a_model_that_has_met_many_words_is_loaded_anew(monkeypatch):
    def coded(n):
        return [
            r.to_dict() for r in code_stories([Story(f"Gunmen killed {n} men in Kandahar, said Colonel Xyq{n}.", "a")])
        ]

    before, first = load_model(), coded(7)
    monkeypatch.setattr(pipe, "MOST_WORDS", -1)
    assert coded(7) == first
    assert load_model() is not before
