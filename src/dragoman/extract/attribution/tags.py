"""Speech tags: cues that stand beside a quotation or inside the clause that they attribute."""

from __future__ import annotations

from dragoman.document import Sentence
from dragoman.extract.attribution.lexicon import Frames, verbs
from dragoman.extract.attribution.quotes import MARKS
from dragoman.extract.attribution.relation import NOMINAL, STOPS, VERBAL, Found, Scene
from dragoman.extract.attribution.sources import agent, named, phrase

_SHORT = 4
_IN_PHRASE = frozenset({"DET", "NOUN", "PROPN", "NUM"})


def speech_verbs(scene: Scene, s: Sentence) -> list[int]:
    """Verbs of a sentence that may carry a quotation and stand outside all of them."""
    made: dict[int, list[int]] = scene.doc.cache.setdefault("speech_verbs", {})
    if s.index not in made:
        syn, table = scene.syn, verbs()
        out = []
        for i in range(s.start, s.end):
            if syn.pos[i] in VERBAL and i not in scene.in_quote and syn.dep[i] not in ("aux", "auxpass", "amod"):
                names = [
                    syn.lemma[i],
                    *(f"{syn.lemma[i]}_{syn.lower[k]}" for k in syn.children(i, "prt", "prep", "advmod")),
                ]
                if any("that" in table.get(n, ()) or "quote" in table.get(n, ()) for n in names):
                    out.append(i)
        made[s.index] = out
    return made[s.index]


def quoted_beside(scene: Scene, i: int, s: Sentence, beside: set[int] | None = None) -> set[int]:
    """The quotations of the sentence that this verb carries: the nearest verb of speech takes each; one of a word or
    two only where it touches the verb's own words (else it is a scare quote). ``beside``: content found already, which
    then only a quotation that touches it or the verb may lengthen."""
    out: set[int] = set()
    syn = scene.syn
    rivals = speech_verbs(scene, s)
    if i not in rivals:
        return out
    for a, b in scene.quotes_of(s):
        if a <= i < b:
            continue
        nearest = min(rivals, key=lambda v: _distance(v, a, b))
        whole = next((y - x for x, y in scene.quotes if x <= a < y), 0)
        if nearest != i or (whole < _SHORT + 2 and not _touches(scene, i, a, b)):
            continue
        if (
            b <= i
            and a > s.start
            and a - 1 not in (beside or ())
            and syn.pos[a - 1] not in ("PUNCT", "SPACE", "CCONJ", "SCONJ")
        ):
            continue
        if beside and not (beside & {a - 1, a - 2, b, b + 1} or set(range(a, b)) & beside or _touches(scene, i, a, b)):
            continue
        lead = i < a and syn.lower[a - 1] not in (",", ":", "—", "--") and not beside and a - i < 25
        out.update(range(_after_cue(scene, i) if lead else a, b))
    return out


def _after_cue(scene: Scene, i: int) -> int:
    """Where the content of a verb may begin: after it and whom it is said to ("told reporters the talks were “dead”")."""
    k = i + 1
    for c in scene.syn.children(i, "dobj", "dative", "npadvmod", "prt"):
        under = scene.syn.subtree(c)
        if min(under) == k and not under & scene.in_quote:
            k = max(under) + 1
    return k


def _distance(v: int, a: int, b: int) -> int:
    return a - v if v < a else v - b + 1


def _touches(scene: Scene, i: int, a: int, b: int) -> bool:
    """Does a quotation stand against the verb, but for its subject, a comma or a colon."""
    syn = scene.syn
    between = range(i + 1, a) if i < a else range(b, i)
    own = syn.subtree(i) if i < a else set()
    inner = [k for k in between if syn.lower[k] not in STOPS and syn.lower[k] not in MARKS]
    subjects = {m for k in syn.children(i, "nsubj", "aux", "neg") for m in syn.subtree(k)}
    if i < a and syn.lower[a - 1] not in (",", ":") and inner:
        return False
    return all(
        k in subjects or (k in own and syn.dep[k] in ("dobj", "dative", "npadvmod", "prep", "pobj")) for k in inner
    )


def mistaken_tag(scene: Scene, i: int, s: Sentence, frames: Frames) -> Found | None:
    """A tag at the end of a sentence that the parser took for a noun with a participle ("..., the mission announced")."""
    syn = scene.syn
    cue = frames.get("that")
    noun = syn.head[i]
    if cue is None or cue.kind != "claim" or syn.dep[i] not in ("acl", "relcl") or syn.tag[i] not in ("VBN", "VBD"):
        return None
    if noun != i - 1 or syn.pos[noun] not in NOMINAL or agent(syn, i) is not None or syn.children(i, "nsubj"):
        return None
    first = min(k for k in (noun, *syn.children(noun, "det", "compound", "amod", "poss", "nummod", "nmod")))
    rest = [k for k in range(i + 1, s.end) if syn.pos[k] not in ("PUNCT", "SPACE") and k not in syn.subtree(i)]
    lead = set(range(s.start, first))
    if rest or first <= s.start or syn.lower[first - 1] not in (",", "”", '"', "''"):
        return None
    if not any(syn.pos[k] in VERBAL for k in lead):
        return None
    content = scene.trimmed(lead)
    return Found((i, i + 1), i, noun, content, cue, "verb+tag") if scene.words(content) else None


def inverted_tag(scene: Scene, i: int, s: Sentence, frames: Frames) -> Found | None:
    """ "..., said the agency, adding": read from the order of words, since parsers often miss the subject after the verb."""
    syn = scene.syn
    cue = frames.get("that")
    if (
        cue is None
        or cue.kind != "claim"
        or syn.tag[i] not in ("VBD", "VBN", "VBZ")
        or i - 2 <= s.start
        or i + 1 >= s.end
    ):
        return None
    if syn.lower[i - 1] not in (",", "”", '"', "''") or i in scene.in_quote or syn.children(i, "aux", "auxpass", "neg"):
        return None
    k = i + 1
    while k < s.end and (
        syn.pos[k] in _IN_PHRASE or (syn.pos[k] == "ADJ" and k > i) or syn.lower[k] in ("'s", "’s", "-")
    ):
        k += 1
    heads = [m for m in range(i + 1, k) if syn.pos[m] in ("NOUN", "PROPN") or scene.doc.tokens[m].is_upper]
    after = syn.lower[k] if k < s.end else "."
    if not heads or heads[-1] != k - 1 or not (after in STOPS or syn.pos[k] in ("ADP", "PRON", "VERB", "SPACE")):
        return None
    if "obj" in frames and (after == "of" or not named(scene.doc, syn, heads[-1])):
        return None
    lead = set(range(s.start, i))
    if not any(syn.pos[m] in VERBAL and syn.tag[m] != "VBG" for m in lead) or any(
        m in lead for m in speech_verbs(scene, s)
    ):
        return None
    content = scene.trimmed(lead)
    return Found((i, i + 1), i, heads[-1], content, cue, "verb+tag") if scene.words(content) else None


def inserted(scene: Scene, i: int, source: int, s: Sentence) -> set[int]:
    """The clause around or before a tag ("The truce, mediators said, was broken"); empty where the verb is no tag.

    The tag is the verb with its subject and adjuncts; marks must set it off from the rest.
    """
    syn = scene.syn
    a, b = phrase(syn, source)
    lo, hi = min(a, i), max(b, i + 1)
    if hi - lo > 40 or not s.start <= lo or hi > s.end:
        return set()
    while lo > s.start and syn.dep[lo - 1] in ("aux", "auxpass", "neg", "advmod") and syn.head[lo - 1] == i:
        lo -= 1
    head = syn.head[i]
    over = set(range(s.start, lo))
    for k in syn.kids[i]:
        under = syn.subtree(k)
        if (
            k > i
            and syn.dep[k] in ("prep", "npadvmod", "dobj", "dative", "advmod", "advcl", "prt")
            and min(under) <= hi + 1
        ):
            hi = max(hi, max(under) + 1)
    if lo == s.start or hi > s.end:
        return set()
    before = syn.lower[lo - 1]
    after = syn.lower[hi] if hi < s.end else "."
    if before not in (",", "—", "–", "--", "”", '"', "''") or not (after in STOPS or after in MARKS):
        return set()
    if not scene.words(over) or not any(syn.pos[k] in VERBAL for k in range(s.start, s.end) if not lo <= k < hi):
        return set()
    if head != i and head in over | set(range(hi, s.end)):
        top = head
        while (
            syn.head[top] != top
            and syn.dep[top] not in ("conj", "parataxis", "ROOT")
            and syn.head[top] not in range(lo, hi)
        ):
            top = syn.head[top]
        a, b = _between_semicolons(scene, lo, hi, s)
        content = {k for k in syn.subtree(top) - set(range(lo, hi)) if a <= k < b}
        return content if any(k < lo for k in content) else set()
    return over if syn.head[i] == i else set()


def _between_semicolons(scene: Scene, lo: int, hi: int, s: Sentence) -> tuple[int, int]:
    """The stretch of a sentence in which a tag stands: what a semicolon parts from it is another's word."""
    marks = [k for k in range(s.start, s.end) if scene.syn.lower[k] == ";" and k not in scene.in_quote]
    a = max((k + 1 for k in marks if k < lo), default=s.start)
    return a, min((k for k in marks if k >= hi), default=s.end)
