"""Acts that are only the subject of a book, a lecture or a play."""

from __future__ import annotations

from dragoman.code.events.lexicon import Lexicon
from dragoman.parse.syntax import Syntax


def depicted(syn: Syntax, lex: Lexicon, noun: int) -> bool:
    """Is an event noun what a work is about: "a lecture on the siege of Acre", "the play imagines a meeting of two queens"."""
    above = syn.head[noun]
    if syn.dep[noun] == "pobj":
        return syn.lower[above] in ("on", "about", "of") and syn.lemma[syn.head[above]] in lex.classes["work"]
    return syn.dep[noun] == "dobj" and syn.lemma[above] in lex.classes["depict"]
