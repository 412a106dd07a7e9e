"""The attribution stage: who says what, by which words, one inside the other."""

from __future__ import annotations

from dataclasses import replace

from dragoman.document import Document, Sentence
from dragoman.extract.attribution.adverbial import find_adverb, find_label, find_phrase
from dragoman.extract.attribution.nominal import find_adjective, find_noun
from dragoman.extract.attribution.passing_on import citing
from dragoman.extract.attribution.quotes import MARKS, quoted_ranges
from dragoman.extract.attribution.relation import STOPS, VERBAL, Found, Scene
from dragoman.extract.attribution.running import run_on
from dragoman.extract.attribution.sources import source_of
from dragoman.extract.attribution.verbs import find_verb
from dragoman.parse.syntax import Syntax, syntax
from dragoman.pipeline import stage
from dragoman.record import Attribution, Source, Span


@stage("attribution", requires=["parsed", "mentions", "times"], assigns=["attributions"])
def attribution(doc: Document) -> Document:
    """Assign ``attributions`` in text order, with parents."""
    syn = syntax(doc)
    quotes = quoted_ranges(doc, syn)
    scene = Scene(doc, syn, quotes, {k for a, b in quotes for k in range(a + 1, b)})
    found: list[Found] = []
    for s in doc.sentences:
        if s.role in ("body", "headline"):
            found += _sentence(scene, s)
    run_on(scene, found)
    found = [f for f in found if f.content]
    found.sort(key=lambda f: (min(f.content), f.cue[0]))
    doc.attributions = _records(scene, found)
    return doc


def _sentence(scene: Scene, s: Sentence) -> list[Found]:
    syn = scene.syn
    out = find_label(scene, s)
    for i in range(s.start, s.end):
        pos = syn.pos[i]
        more = find_phrase(scene, i, s)
        if not more and pos in VERBAL:
            more = find_verb(scene, i, s)
        if not more and pos == "NOUN":
            more = find_noun(scene, i, s)
        if not more and pos == "ADV":
            more = find_adverb(scene, i, s)
        if not more and (pos in ("ADJ", "NOUN") or syn.tag[i] == "VBN"):
            more = find_adjective(scene, i, s)
        out += more
    return citing(scene, out)


# records --------------------------------------------------------------------------------------------------------------


def _records(scene: Scene, found: list[Found]) -> list[Attribution]:
    doc, syn = scene.doc, scene.syn
    kept = [(f, c) for f in found if (c := _spans(scene, f.content))]
    ids = {id(f): f"a{n + 1}" for n, (f, _) in enumerate(kept)}
    over: dict[int, list[Found]] = {}
    headed: dict[int, Found] = {}
    for g, _ in kept:
        headed.setdefault(g.head, g)
        for k in g.content:
            over.setdefault(k, []).append(g)
    days = _days_of_saying(doc, syn)
    out: list[Attribution] = []
    for f, content in kept:
        outer = [
            g for g in over.get(f.head, ()) if g is not f and (len(g.content) > len(f.content) or g.within is not None)
        ]
        around = min(outer, key=lambda g: (len(g.content), g.within is None), default=None)
        if around is None and f.within is not None:
            around = headed.get(f.within)
        out.append(
            Attribution(
                id=ids[id(f)],
                source=source_of(doc, syn, f.source, f.head),
                cue=doc.span(*f.cue),
                content=content,
                parent=ids[id(around)] if around is not None else None,
                kind=f.lexical.kind,  # type: ignore[arg-type]
                rule=f"attribution.{f.rule}:{syn.lemma[f.head]}",
                quoted=_quoted(scene, f.content),  # type: ignore[arg-type]
                stance=f.lexical.stance,
                date=days.get(f.head),
            )
        )
    doc.cache["attribution_tokens"] = {ids[id(f)]: f.content for f, _ in kept}
    doc.cache["attribution_void"] = {ids[id(f)] for f, _ in kept if _unsaid(syn, f)}
    doc.cache["attribution_heads"] = {ids[id(f)]: f.head for f, _ in kept}
    return _by_surname(doc, syn, kept, out)


def _by_surname(
    doc: Document, syn: Syntax, kept: list[tuple[Found, tuple[Span, ...]]], made: list[Attribution]
) -> list[Attribution]:
    """A bare surname of no known entity is the last source before it whose phrase had that name in full."""
    known: dict[str, Source] = {}
    out = []
    for (f, _), a in sorted(zip(kept, made, strict=True), key=lambda pair: pair[0][0].head):
        s = a.source
        words = s.text or ""
        if f.source is not None and syn.pos[f.source] == "PROPN" and words:
            before = known.get(syn.lower[f.source])
            if before is not None and " " not in words and s.code is None and not s.sector:
                s = replace(
                    s, name=before.name or before.text, code=before.code, sector=before.sector, office=before.office, kind=before.kind,
                    source_type=before.source_type,
                )  # fmt: skip
                a = replace(a, source=s)
            elif " " in words:
                for k in range(*doc.tokens_at(s.start or 0, s.end or 0)):
                    if (
                        syn.pos[k] == "PROPN"
                        and syn.ent[k] == "PERSON"
                        and (k + 1 >= len(syn.ent) or syn.ent[k + 1] != "PERSON")
                    ):
                        known[syn.lower[k]] = s
        out.append(a)
    order = {a.id: n for n, a in enumerate(made)}
    return sorted(out, key=lambda a: order[a.id])


def _unsaid(syn: Syntax, f: Found) -> bool:
    """Is it not said that somebody said it: "has not said whether", "no group has claimed", "will announce", "asked to say"."""
    if syn.tag[f.head] == "VB" and not any(syn.lemma[k] == "do" for k in syn.children(f.head, "aux")):
        return True
    if any(syn.dep[k] == "neg" for k in range(*f.cue)):
        return True
    who = f.source
    return who is not None and (
        syn.lower[who] in ("nobody", "none", "neither")
        or any(syn.lower[k] in ("no", "neither") for k in syn.children(who, "det"))
    )


def _spans(scene: Scene, tokens: set[int]) -> tuple[Span, ...]:
    """The stretches that a set of tokens makes, without edge punctuation; marks alone make none."""
    syn = scene.syn
    out: list[Span] = []
    ordered = sorted(tokens)
    start = 0
    for n in range(1, len(ordered) + 1):
        if n == len(ordered) or ordered[n] != ordered[n - 1] + 1:
            part = ordered[start:n]
            while part and (syn.lower[part[0]] in STOPS or syn.pos[part[0]] == "SPACE"):
                part = part[1:]
            while (
                part
                and (syn.lower[part[-1]] in STOPS or syn.pos[part[-1]] == "SPACE")
                and (part[-1] not in scene.in_quote or syn.pos[part[-1]] == "SPACE")
            ):
                part = part[:-1]
            if any(syn.lower[k] not in MARKS and syn.pos[k] not in ("PUNCT", "SPACE", "CCONJ") for k in part):
                out.append(scene.doc.span(part[0], part[-1] + 1))
            start = n
    return tuple(out)


def _quoted(scene: Scene, content: set[int]) -> str:
    words = scene.words(content) or content
    inside = len(words & scene.in_quote)
    return "direct" if inside > 0.85 * len(words) else "mixed" if inside > 1 else "indirect"


def _days_of_saying(doc: Document, syn: Syntax) -> dict[int, str]:
    """The day of a time expression that hangs on a token, of the first that does."""
    out: dict[int, str] = {}
    for t in doc.times:
        if t.from_ is None or t.type not in ("DATE", "TIME"):
            continue
        for k in range(*doc.tokens_at(t.start, t.end)):
            h = syn.head[k]
            out.setdefault(syn.head[h] if syn.pos[h] == "ADP" else h, t.from_[:10])
    return out
