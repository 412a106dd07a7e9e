"""The mode of a demand, a refusal, a threat or a show of force: told by what is demanded, refused, threatened or moved
(data/wanted.tsv).

"Urged Khartoum to withdraw" is REQUEST yield, "urged Khartoum to send food" REQUEST assist; "threatened to cut ties" is
THREATEN relations. An act in the content decides before the bare word that heads it, and a word for halting before the act that is to end.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from dragoman.code.draft import Draft
from dragoman.code.events.lexicon import lexicon
from dragoman.code.vocabulary import Wanted, wanted
from dragoman.parse.syntax import Syntax

_FORCE = frozenset({"ASSAULT", "COERCE", "MOBILIZE", "PROTEST", "THREATEN", "SANCTION"})
_DEPTH = 3


def set_mode(syn: Syntax, d: Draft, inside: list[Draft]) -> None:
    """Give a draft the mode of what its content holds; without a sign of it the frame's own mode stays."""
    rows = wanted().get(d.event or "", ())
    if d.event == "MOBILIZE":
        found = _of_what_moves(syn, d, rows)
    else:
        found = (
            rows and (_of_heads(syn, d, rows) or _of_acts(syn, d, rows, inside) or _of_words(syn, d, rows))
        ) or None
    if not found:
        return
    row, why = found
    if d.modes != [row.mode]:
        d.modes, d.cameo = [row.mode], row.cameo
        d.why.append(f"mode: {row.mode}, {why}")


def threat_of(d: Draft) -> str | None:
    """The mode of a threat to do what a draft tells, where one of its modes says it ("will expel"); None elsewhere."""
    keys = {f"{d.event}:{m}" for m in d.modes}
    return next((r.mode for r in wanted().get("THREATEN", ()) if keys & r.acts), None)


def _of_heads(syn: Syntax, d: Draft, rows: Iterable[Wanted]) -> tuple[Wanted, str] | None:
    """An end that is wanted of something ("to stop shelling"); a territory that is threatened."""
    for row in rows:
        for h in sorted(d.content):
            if row.mode == "yield" and syn.lemma[h] in lexicon().classes["ending"]:
                return row, f"{syn.lower[h]!r} is wanted or refused"
            if row.mode == "territory" and syn.lemma[h] in row.lemmas:
                return row, f"{syn.lower[h]!r} is threatened"
    return None


def _of_what_moves(syn: Syntax, d: Draft, rows: Iterable[Wanted]) -> tuple[Wanted, str] | None:
    """Police, militias, weapons or troops: what is sent or, without an object, who moves."""
    moved = syn.children(d.token, "dobj", "nsubjpass")
    moved += [k for n in (*moved, *([d.noun] if d.noun is not None else [])) for p in syn.children(n, "prep")
              if syn.lower[p] == "of" for k in syn.children(p, "pobj")]  # fmt: skip
    for t in moved or syn.children(d.token, "nsubj"):
        for row in rows:
            if syn.lemma[t] in row.lemmas:
                return row, f"{syn.lower[t]!r} is what moves"
    return None


def _of_acts(syn: Syntax, d: Draft, rows: Iterable[Wanted], inside: list[Draft]) -> tuple[Wanted, str] | None:
    heads = {t for h in d.content for t in syn.conjuncts(h)}
    for other in sorted(inside, key=lambda o: (not {o.token, o.noun} & heads, o.words[0])):
        if other.event in _FORCE and syn.children(other.token, "neg") and d.event == "REQUEST":
            row = next((r for r in rows if r.mode == "yield"), None)
            if row is not None:
                return row, f"no {other.event} is wanted"
        keys = [f"{other.event}:{m}" for m in other.modes] + [other.event or ""]
        for key in keys:
            for row in rows:
                if key in row.acts:
                    return row, f"{syn.lower[other.token]!r} in its content is {key.replace(':', ' ')}"
    return None


def _of_words(syn: Syntax, d: Draft, rows: Iterable[Wanted]) -> tuple[Wanted, str] | None:
    speech = lexicon().classes["speechnoun"]
    spoken = [w for w in d.words if syn.lemma[w] in speech and syn.pos[w] == "NOUN"]
    for t in _heads(syn, [*sorted(d.content), *spoken], _DEPTH):
        for row in rows:
            if syn.lemma[t] in row.lemmas or syn.lower[t] in row.lemmas:
                return row, f"{syn.lower[t]!r} is what it is about"
    return None


def _heads(syn: Syntax, tokens: Iterable[int], depth: int) -> Iterator[int]:
    """Content heads; of words of speech and light verbs ("calls to resign", "carry out reforms") first what they are about."""
    through = lexicon().classes["speechnoun"] | lexicon().classes["carrying"]
    for t in tokens:
        if depth and syn.lemma[t] in through:
            below = syn.children(t, "dobj", "acl", "relcl", "xcomp", "ccomp")
            for p in syn.children(t, "prep"):
                below += syn.children(p, "pobj", "pcomp")
            yield from _heads(syn, below, depth - 1)
        yield t
