"""Sources that no verb has: "according to X", "in the words of X", "reportedly", "X: ...", "..." — X."""

from __future__ import annotations

from dragoman.document import Sentence
from dragoman.extract.attribution import lexicon
from dragoman.extract.attribution.lexicon import Cue
from dragoman.extract.attribution.relation import NOMINAL, VERBAL, Found, Scene
from dragoman.extract.attribution.sources import animate, phrase

_SAYS = Cue("says", "claim")
_DASHES = frozenset({"—", "―", "–", "--", "-"})
_LABEL = 8
"""Most tokens of a name before a colon that labels who speaks."""


def find_phrase(scene: Scene, i: int, s: Sentence) -> list[Found]:
    """ "According to X": the rest of the sentence, or of the clause where the other clause has its own source."""
    syn = scene.syn
    fits = [(ws, cue) for ws, cue in lexicon.phrases().get(syn.lower[i], ()) if tuple(syn.lower[i : i + len(ws)]) == ws]
    if not fits:
        return []
    words, cue = fits[0]
    end = i + len(words)
    who = _object(scene, i, end, s)
    if who is None:
        return []
    _a, b = phrase(syn, who)
    own = set(range(i, max(b, who + 1))) | {k for k in syn.subtree(who) if k >= end}
    lo, hi = _clause(scene, i, max(own) + 1, s)
    content = _aside_before(scene, i, lo) or {k for k in range(lo, hi) if k not in own}
    content = scene.trimmed(content)
    if not scene.words(content):
        return []
    return [Found((i, end), i, who, content, cue, f"phrase-{words[0]}")]


def _aside_before(scene: Scene, i: int, lo: int) -> set[int]:
    """ "The group said it took the base in a war that has killed 40,000, according to U.N. figures": where another source
    tells the sentence, the words behind a relative clause tell that clause alone. Empty where it is not so."""
    syn = scene.syn
    if i - 1 <= lo or syn.lower[i - 1] != "," or not _has_source(scene, lo, i):
        return set()
    for k in range(lo, i):
        if syn.dep[k] == "relcl" and syn.pos[k] in VERBAL:
            under = {m for m in syn.subtree(k) if m < i - 1}
            if under and max(under) == i - 2 and not _has_source(scene, min(under), i):
                return under
    return set()


def _object(scene: Scene, i: int, end: int, s: Sentence) -> int | None:
    """The head of the noun phrase after the words."""
    syn = scene.syn
    for p in range(end - 1, i - 1, -1):
        for k in syn.children(p, "pobj"):
            if k >= end:
                return k
    for k in range(end, min(end + 12, s.end)):
        if syn.pos[k] in NOMINAL:
            while syn.dep[k] in ("compound", "poss", "amod", "nmod", "nummod") and k < syn.head[k] < s.end:
                k = syn.head[k]
            return k
    return None


def _clause(scene: Scene, i: int, end: int, s: Sentence) -> tuple[int, int]:
    """The part of the sentence that the words hold: up to a "but", "while" or semicolon that parts off a clause with a
    source of its own."""
    syn = scene.syn
    lo, hi = s.start, s.end
    for k in range(s.start, s.end):
        parts = syn.lower[k] == ";" or (
            syn.lower[k] in ("but", "while", "although", "though", "whereas", "and")
            and k > s.start
            and syn.lower[k - 1] == ","
        )
        if not parts or k in scene.in_quote:
            continue
        if k < i and _has_source(scene, s.start, k):
            lo = k + 1
        elif k >= end and (syn.lower[k] != "and" or _has_source(scene, k, s.end)):
            if any(syn.pos[m] in VERBAL for m in range(s.start, i)) or _has_source(scene, k, s.end):
                hi = min(hi, k)
    return lo, hi


def _has_source(scene: Scene, a: int, b: int) -> bool:
    syn = scene.syn
    return any(
        (syn.pos[k] == "VERB" and "that" in lexicon.verbs().get(syn.lemma[k], ()) and bool(syn.children(k, "nsubj")))
        or (syn.lower[k] == "according")
        for k in range(a, b)
    )


def find_adverb(scene: Scene, i: int, s: Sentence) -> list[Found]:
    """ "Reportedly": the clause of the verb that it stands with, or what follows it where it stands with a noun."""
    syn = scene.syn
    cue = lexicon.adverbs().get(syn.lower[i])
    head = syn.head[i]
    if cue is None or head == i:
        return []
    content = syn.subtree(head) - {i}
    if syn.pos[head] in VERBAL:
        content -= {k for c in syn.children(head, "advcl", "conj") for k in syn.subtree(c)}
        content -= {c for c in syn.children(head, "cc", "mark")}
    content = scene.trimmed(content)
    return [Found((i, i + 1), i, None, content, cue, "adverb")] if scene.words(content) else []


def _speaks(scene: Scene, k: int, s: Sentence) -> bool:
    """Can a name before a colon label who speaks: a party or person, a name in capitals, a poll or report in a headline."""
    syn = scene.syn
    if scene.doc.tokens[k].is_upper and len(syn.lower[k]) > 2:
        return True
    return animate(scene.doc, syn, k) or (s.index == 0 and syn.lemma[k] in ("poll", "report", "study", "survey"))


def find_label(scene: Scene, s: Sentence) -> list[Found]:
    """A name and a colon before what he says ("POLICE: Two held"), or a dash and a name after a quotation."""
    syn = scene.syn
    start = s.start
    while start < s.end and (syn.pos[start] in ("PUNCT", "SPACE") or start in {q for q, _ in scene.quotes}):
        start += 1
    shouting = all(
        scene.doc.tokens[m].is_upper for m in range(s.start, s.end) if syn.pos[m] in ("VERB", "NOUN", "PROPN")
    )
    for k in range(start + 1, min(start + _LABEL, s.end - 2)):
        if syn.lower[k] != ":":
            continue
        capitals = not shouting and all(scene.doc.tokens[m].is_upper or syn.pos[m] == "PUNCT" for m in range(start, k))
        if not capitals and any(
            syn.pos[m] in VERBAL or not scene.doc.tokens[m].text[:1].isupper() for m in (start, k - 1)
        ):
            return []
        heads = [m for m in range(start, k) if syn.pos[m] in ("PROPN", "NOUN") or capitals]
        if not heads or k + 3 >= s.end or not _speaks(scene, heads[-1], s):
            return []
        if syn.ent[heads[-1]] == "GPE" and scene.doc.mention_at(heads[-1]) is None:
            return []
        content = scene.trimmed(set(range(k + 1, s.end)))
        return [Found((k, k + 1), k, heads[-1], content, _SAYS, "label")]
    for a, b in scene.quotes_of(s):
        at = b if b < s.end and syn.lower[b] in _DASHES else b - 1
        if a <= start and at + 1 < s.end and syn.lower[at][-1] in _DASHES and s.end - at < 16:
            heads = [m for m in range(at + 1, s.end) if syn.pos[m] == "PROPN"]
            if heads and not any(syn.pos[m] in VERBAL for m in range(at + 1, s.end)):
                who = heads[0]
                while syn.dep[who] in ("compound", "nmod", "amod") and at < syn.head[who] < s.end:
                    who = syn.head[who]
                return [Found((at, at + 1), at, who, set(range(a, b)), _SAYS, "dash")]
    return []
