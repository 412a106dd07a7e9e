"""Words passed on: "the agency quoted a commander as saying", "the paper, citing police, said"."""

from __future__ import annotations

from dragoman.document import Sentence
from dragoman.extract.attribution.lexicon import Cue
from dragoman.extract.attribution.relation import Found, Scene, cue_span
from dragoman.extract.attribution.sources import agent, named, phrase
from dragoman.extract.attribution.tags import quoted_beside

QUOTING = frozenset({"quote", "cite", "report", "describe"})
_SAYS = Cue("says", "claim")


def quoted_as_saying(scene: Scene, i: int, source: int | None, s: Sentence) -> list[Found]:
    """Two relations of a verb of quoting with "as saying": whom it quotes, and around it who quotes him."""
    syn = scene.syn
    if syn.lemma[i] not in QUOTING:
        return []
    said = next(
        (
            v
            for p in syn.children(i, "prep")
            if syn.lower[p] == "as"
            for v in syn.children(p, "pcomp")
            if syn.tag[v] == "VBG"
        ),
        None,
    )
    if said is None:
        return []
    passive = syn.passive(i)
    quoted = syn.children(i, "nsubjpass") if passive else syn.children(i, "dobj")
    if not quoted:
        return []
    content = {k for c in syn.children(said, "ccomp") for k in syn.subtree(c)} | quoted_beside(scene, i, s)
    content |= quoted_beside(scene, said, s)
    for c in syn.children(i, "ccomp"):
        content |= syn.subtree(c)
    own = set(range(*phrase(syn, quoted[0]))) | {i, said}
    content = scene.trimmed(scene.whole_quotes(content - own, s, said))
    if not scene.words(content):
        return []
    by = agent(syn, i) or agent(syn, said) if passive else source
    if by is not None:
        content -= set(range(*phrase(syn, by)))
    inner = Found((said, said + 1), said, quoted[0], content, _SAYS, "verb+as-saying", i if by is not None else None)
    if passive:
        inner.cue = (cue_span(syn, i, s.start)[0], said + 1)
        inner.head = said
    if by is None:
        return [inner]
    outer = Found(cue_span(syn, i, s.start), i, by, set(content), _SAYS, "verb+passing-on")
    if passive:
        outer.cue = (syn.head[by], syn.head[by] + 1)
    return [outer, inner]


def citing(scene: Scene, found: list[Found]) -> list[Found]:
    """ "The paper, citing police, said ...": whom it cites said the same, inside what the paper says."""
    syn = scene.syn
    for f in found:
        if syn.lemma[f.head] not in ("cite", "quote") or syn.tag[f.head] != "VBG" or not f.rule.endswith("object"):
            continue
        outer = next(
            (g for g in found if g is not f and g.head == syn.head[f.head] and g.lexical.kind == "claim"), None
        )
        cited = syn.children(f.head, "dobj")
        if outer is None or not cited or not named(scene.doc, syn, cited[0]):
            continue
        f.source, f.content, f.within, f.rule = cited[0], set(outer.content) - f.content, outer.head, "verb+citing"
    return found
