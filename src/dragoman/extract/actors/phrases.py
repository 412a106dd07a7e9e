"""Second pass: hits put together into noun phrases ("Turkey's foreign minister X", "Pakistan-based militants")."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache

from dragoman.extract.actors.hits import HEADS, NAMES, PLACES, Hit, Scan
from dragoman.extract.actors.tables import rows
from dragoman.extract.actors.words import words

_GAP_TAGS = frozenset({"JJ", "JJR", "JJS", "VBN", "VBG", "NN", "NNP", "NNPS", "NNS", "CD", "RB", "AFX", "HYPH"})
_GAP_DEPS = frozenset(
    {"compound", "amod", "nmod", "nummod", "npadvmod", "advmod", "punct", "poss", "quantmod", "nounmod"}
)
_LONGEST_GAP = 4
_DEEPEST = 8
_PEOPLE = frozenset({"leader", "person"})


@dataclass(slots=True)
class Modifier:
    """A hit that modifies the core, and how: adjacent, possessive, of, in, from, for, to, places, backs, links."""

    hit: Hit
    relation: str
    phrase: Phrase | None = None


@dataclass(slots=True)
class Phrase:
    """A noun phrase that names an actor. ``core`` is the hit that it rests on, ``name`` a personal name after it."""

    start: int
    end: int
    core: Hit
    modifiers: list[Modifier] = field(default_factory=list)
    places: list[Hit] = field(default_factory=list)
    """Coordinated modifiers: one party each ("Turkish and Azerbaijani foreign ministers")."""
    name: Hit | None = None
    owner: int | None = None
    """Token of a possessive pronoun or of a common noun as possessor ("its army", "the country's army")."""
    det: str | None = None
    pronoun: str | None = None
    shares: Phrase | None = None
    """The coordinated phrase before it, whose modifier it shares ("Azerbaijani civilians and forces")."""

    depth: int = 0
    """How many phrases stand one in the other behind it ("the aide of the envoy of the president of": 2)."""

    @property
    def plural(self) -> bool:
        return self.core.entry.plural


@cache
def participles() -> dict[str, str]:
    """Participles that tie a country or group to what they modify: "U.S.-led" places it, "Iran-backed" does not."""
    return {r["word"]: r["effect"] for r in rows("participles.tsv")}


def phrases(s: Scan) -> list[Phrase]:
    """All actor phrases in text order. Heads are taken from right to left, so that the last noun of a compound wins."""
    out: list[Phrase] = []
    begins: dict[int, Phrase] = {}
    for h in reversed(s.hits):
        if h.used or h.entry.cls not in HEADS:
            continue
        h.used = True
        p = Phrase(h.start, h.end, h)
        _left(s, p)
        _right(s, p, begins, out)
        out.append(p)
        begins[p.start] = p
    for h in reversed(s.hits):
        if h.used or h.entry.cls == "modifier":
            continue
        h.used = True
        p = Phrase(h.start, h.end, h)
        if h.entry.cls in NAMES or h.entry.cls in ("org", "leader", "person"):
            _left(s, p)
        elif s.syn.tag[h.start - 1] == "DT" if h.start else False:
            p.det = s.syn.lower[h.start - 1]
        out.append(p)
    out.sort(key=lambda p: (p.start, -p.end))
    _share(s, out)
    return out


def _left(s: Scan, p: Phrase) -> None:
    """Modifiers before the core."""
    tag, dep, lower = s.syn.tag, s.syn.dep, s.syn.lower
    first = s.sentence[p.core.start]
    j, gap, possessive, tie = p.core.start - 1, 0, False, ""
    named = p.core.entry.cls not in HEADS
    while j >= first:
        h = s.at.get(j)
        if h is not None and h.entry.cls == "modifier" and tie == "" and lower[j] in participles():
            h = None
        if h is not None:
            if h.used or (named and not possessive and h.entry.cls not in PLACES | {"modifier"}):
                break
            if not _absorbs(s, p, h, possessive):
                break
            relation = tie or ("possessive" if possessive else "adjacent")
            if h.end - h.start == 1 and not tie:
                ws = words(s.text[h.start])
                if len(ws) > 1 and ws[-1] in participles():
                    relation = participles()[ws[-1]]
            p.modifiers.insert(0, Modifier(h, relation))
            h.used = True
            p.start, j, gap, possessive, tie = h.start, h.start - 1, 0, False, ""
            continue
        t = tag[j]
        if t == "POS" or s.text[j] in ("'", "’", "'s", "’s"):
            if j - 1 >= first and ((j - 1) in s.at or tag[j - 1] in ("NNP", "NNPS")):
                possessive = True
                j -= 1
                continue
            if j - 1 >= first and tag[j - 1] in ("NN", "NNS"):
                p.owner = j - 1
            break
        if t == "HYPH" or s.text[j] == "-":
            if j > first and s.doc.tokens[j - 1].whitespace_:
                break  # a dash between words, not a hyphen in one
            j -= 1
            continue
        if lower[j] in participles() and j - 1 >= first and s.text[j - 1] in ("-", "‑", "–"):
            tie = participles()[lower[j]]
            j -= 1
            continue
        if t in ("PRP$", "WP$"):
            p.owner = j
            break
        if t == "DT":
            p.det = lower[j]
            break
        if (t == "CC" or t == ",") and _coordinated(s, p, j):
            j -= 1
            k = s.at[j]
            if not p.places:
                p.places = [m.hit for m in p.modifiers if m.hit.start == p.start]
            p.places.insert(0, k)
            k.used = True
            p.start, j, gap = k.start, k.start - 1, 0
            if j >= first and s.syn.tag[j] == "POS":
                break
            continue
        if t not in _GAP_TAGS or dep[j] not in _GAP_DEPS or s.syn.head[j] < j or gap >= _LONGEST_GAP:
            break
        if named and t not in ("JJ", "NNP"):
            break
        gap += 1
        j -= 1
    while p.start - 1 >= first and tag[p.start - 1] in ("NNP", "NNPS") and (p.start - 1) not in s.at and (
        dep[p.start - 1] in ("compound", "nmod", "amod") and p.start <= s.syn.head[p.start - 1] < p.core.end
    ) and not named:  # fmt: skip
        p.start -= 1
    if p.start and p.det is None and tag[p.start - 1] == "DT":
        p.det = lower[p.start - 1]


def _absorbs(s: Scan, p: Phrase, h: Hit, possessive: bool) -> bool:
    """May this hit modify the core?"""
    cls = h.entry.cls
    if possessive or cls in PLACES or cls == "modifier":
        return not (cls == "demonym" and h.entry.plural and not possessive)
    if cls in _PEOPLE:
        # "Assad regime", "Clinton administration"; beside a title it is the next person ("President X President Y").
        return p.core.entry.cls in ("organ", "role") and s.syn.dep[h.end - 1] in ("compound", "nmod", "poss")
    if cls in HEADS and (h.entry.plural and s.syn.dep[h.end - 1] not in ("compound", "nmod", "poss")):
        return "title" in p.core.entry.flags
    return True


def _coordinated(s: Scan, p: Phrase, j: int) -> bool:
    """Is the sign or conjunction at ``j`` between two modifiers of the same form?"""
    if not p.modifiers or p.modifiers[0].hit.start != p.start or p.start != j + 1:
        if not (s.syn.tag[j] == "CC" and p.start == j + 2 and s.syn.lower[j + 1] == "the"):
            return False
    left, right = s.at.get(j - 1), (p.places[0] if p.places else p.modifiers[0].hit if p.modifiers else None)
    if left is None or right is None or left.used or left.end != j:
        return False
    if not (
        left.entry.cls in PLACES | {"organisation", "group"} and right.entry.cls in PLACES | {"organisation", "group"}
    ):
        return False
    if s.syn.tag[j] == "," and not p.places and not (right.entry.cls == "demonym" and left.entry.cls == "demonym"):
        return False
    return _adjectival(s, left) and _adjectival(s, right)


def _adjectival(s: Scan, h: Hit) -> bool:
    """A demonym, or a short name that serves as one ("U.S.", "UN", "EU")."""
    if h.entry.cls in ("demonym", "people") and not h.entry.plural:
        return True
    return h.end - h.start == 1 and s.text[h.start].replace(".", "").isupper()


def _right(s: Scan, p: Phrase, begins: dict[int, Phrase], out: list[Phrase]) -> None:
    """A personal name, or "of", "in", "from", "for" with who or where, after the core."""
    _name_after(s, p)
    if p.name is not None:
        return
    tag, lower, e, size = s.syn.tag, s.syn.lower, p.end, len(s.text)
    if e >= size:
        return
    word = lower[e]
    if word == "loyal" and e + 1 < size and lower[e + 1] == "to":
        _attach(s, p, e + 2, "to", begins, out)
    elif word == "of" or (word == "for" and "for" in p.core.entry.flags):
        _attach(s, p, e + 1, "of" if word == "of" else "for", begins, out)
        _name_after(s, p)
    elif word in ("in", "from", "inside") and not p.modifiers:
        k = _skip(s, e + 1)
        h = s.at.get(k)
        worn = h is not None and h.entry.cls == "demonym"  # "men in Armenian uniforms"
        if h is not None and h.entry.cls in PLACES and not worn and tag[h.start] != "JJ" and not h.entry.plural:
            p.modifiers.append(Modifier(h, word if word != "inside" else "in"))


def _name_after(s: Scan, p: Phrase) -> None:
    if (
        p.core.entry.cls not in ("office", "role")
        or p.core.entry.kind not in ("person", "group")
        or p.end >= len(s.text)
    ):
        return
    k = p.end
    if s.text[k] == "." and "title" in p.core.entry.flags:  # "Capt." as two tokens
        k += 1
    while k < len(s.text) and s.syn.tag[k] in ("NNP",) and k not in s.at and s.text[k].endswith("."):
        k += 1
    if k >= len(s.text):
        return
    apposed = k + 1 < len(s.text) and s.text[k] == "," and not p.plural
    h = s.at.get(k + 1 if apposed else k)
    if h is None or h.used or h.start != (k + 1 if apposed else k) or h.entry.cls not in _PEOPLE:
        return
    if apposed and not (_closes(s, h.end) and (p.modifiers or p.core.entry.cls == "office") and _apposed(s, p, h)):
        return
    if not p.plural or "counterpart" in p.core.entry.flags:
        p.name = h
        h.used = True
        p.end = h.end


def _closes(s: Scan, end: int) -> bool:
    """Does an apposition end here: at a comma, a full stop, a bracket or the end."""
    return end >= len(s.text) or s.text[end] in (",", ".", ";", ":", "(", ")", "-", "—", "–", "'s", "’s", "and")


def _apposed(s: Scan, p: Phrase, h: Hit) -> bool:
    """Does the parse hang the name on the noun ("his counterpart, X,"), not coordinate the two?"""
    last = h.end - 1
    return s.syn.dep[last] == "appos" and p.core.start <= s.syn.head[last] < p.core.end


def _skip(s: Scan, k: int) -> int:
    """Past determiners and a few adjectives ("in the northern Syrian city" stops at Syrian)."""
    n = 0
    while k < len(s.text) and n < 3 and k not in s.at and s.syn.tag[k] in ("DT", "JJ", "NNP", "NN", "PRP$"):
        if s.syn.tag[k] != "DT":
            n += 1
        k += 1
    return k


def _attach(s: Scan, p: Phrase, k: int, relation: str, begins: dict[int, Phrase], out: list[Phrase]) -> None:
    k = _skip(s, k)
    right = begins.get(k)
    if right is not None and right.depth < _DEEPEST:
        p.depth = max(p.depth, right.depth + 1)
        p.modifiers.append(Modifier(right.core, relation, right))
        if relation == "of" and right.core.entry.cls == "organ":
            p.end = right.end
            out.remove(right)
            del begins[k]
        return
    h = s.at.get(k)
    if h is None or h.used or h.start != k or (h.entry.cls not in PLACES | NAMES | _PEOPLE | {"org"}):
        return
    if h.entry.cls == "demonym" and not h.entry.plural:
        return
    p.modifiers.append(Modifier(h, relation))
    if relation != "of":
        return
    h.used = True
    p.end = h.end
    many = [h]
    while p.plural and p.end + 1 < len(s.text):
        k = p.end
        if s.text[k] == "," and s.syn.lower[k + 1] == "and":
            k += 1
        if s.text[k] != "," and s.syn.lower[k] != "and":
            break
        k = k + 2 if s.syn.lower[k + 1] == "the" else k + 1
        nxt = s.at.get(k)
        if nxt is None or nxt.used or nxt.start != k or nxt.entry.cls not in PLACES | NAMES:
            break
        many.append(nxt)
        nxt.used = True
        p.end = nxt.end
    if len(many) > 1:
        p.places = many


def _share(s: Scan, out: list[Phrase]) -> None:
    """A bare head after "and" shares the country of the head before it."""
    ends = {p.end: p for p in out}
    for p in out:
        if p.modifiers or p.places or p.core.entry.cls not in HEADS or p.det or p.owner is not None or p.start < 2:
            continue
        k = p.start - 1
        if s.syn.tag[k] == "JJ" and k not in s.at:
            k -= 1
        if s.syn.lower[k] not in ("and", "or", ","):
            continue
        before = ends.get(k) or (ends.get(k - 1) if s.text[k - 1] == "," else None)
        if (
            before is not None
            and before.core.entry.cls in HEADS
            and before.name is None
            and (before.modifiers or before.shares)
        ):
            if p.plural or p.core.entry.kind == before.core.entry.kind:
                p.shares = before
