"""Who says it: from the cue to its subject, the words of the source, its entity and what kind of source it is."""

from __future__ import annotations

from functools import cache

from dragoman.document import Document
from dragoman.extract.attribution.lexicon import lines, words
from dragoman.extract.attribution.relation import NOMINAL, VERBAL, matrix_of
from dragoman.parse.syntax import Syntax
from dragoman.record import Entity, Source, SourceType

_THINGS = frozenset(
    {"DATE", "TIME", "LAW", "PRODUCT", "WORK_OF_ART", "MONEY", "PERCENT", "QUANTITY", "CARDINAL", "LOC"}
)
_ABSTRACT = (
    "tion",
    "sion",
    "ment",
    "ness",
    "ity",
    "ance",
    "ence",
    "ing",
    "ism",
    "ship",
    "dom",
    "hood",
    "ure",
    "sis",
    "cy",
)
"""Endings of nouns that name no one; bodies that end so ("government") are actor mentions."""
_RELATIVE = frozenset({"who", "which", "that"})
_PERSONAL = frozenset({"he", "she", "they", "we", "i", "you", "who", "it", "one", "many", "some", "others", "all", "both", "everyone", "nobody", "none", "those"})  # fmt: skip
_OUTSIDE = frozenset({"advcl", "ccomp", "parataxis", "advmod", "mark"})
_CLAUSES = frozenset({"relcl", "acl"})
_WITH_BOTH = frozenset({"both", "either", "neither"})
_INSIDE = frozenset(
    {
        "of",
        "for",
        "in",
        "from",
        "to",
        "at",
        "with",
        "on",
        "by",
        "like",
        "including",
        "close",
        "near",
        "behind",
        "against",
        "within",
        "among",
        "familiar",
    }
)


def subject(syn: Syntax, i: int, quoted: set[int] | frozenset[int] = frozenset()) -> int | None:
    """The head of who speaks, for an active verb: its subject, or the one that the clause it hangs on shares with it.
    A subject inside quotation marks (``quoted``) is none of a verb outside them."""
    seen = 0
    while seen < 5:
        i = matrix_of(syn, i) or i
        own = [k for k in syn.children(i, "nsubj", "nsubjpass") if k not in quoted or i in quoted]
        if not own and syn.dep[i] == "advcl" and syn.tag[i] == "VBG" and syn.lemma[i] in words("speaking"):
            over = syn.head[i]
            if syn.dep[over] == "ccomp" and syn.head[over] != over and syn.head[over] < over < i:
                i = syn.head[over]  # "said jets had struck the camp, condemning the attack"
                continue
        if own:
            return min(own, key=lambda k: abs(k - i))
        head, dep = syn.head[i], syn.dep[i]
        if head == i or (head in quoted and i not in quoted):
            return None
        if dep == "acl" or dep == "relcl":
            return head if syn.pos[head] in NOMINAL else None
        if dep == "pcomp" or (dep in ("advcl", "conj", "xcomp", "ccomp", "dep") and syn.pos[head] not in VERBAL):
            head = syn.head[head] if syn.pos[head] in ("ADP", "SCONJ") else head
            if syn.pos[head] in ("ADJ",) and syn.pos[syn.head[head]] in VERBAL:
                head = syn.head[head]
        elif dep == "xcomp":
            objects = syn.children(head, "dobj") if syn.tag[i] == "VB" else []
            if objects and syn.lemma[head] not in words("aspect"):
                return objects[0]
        elif dep not in ("conj", "advcl", "ccomp", "prep", "dep"):
            return None
        if dep == "ccomp" and syn.tag[i] not in ("VBG", "VB"):
            return None
        if syn.pos[head] not in VERBAL:
            return head if syn.pos[head] in NOMINAL else None
        i = head
        seen += 1
    return None


def agent(syn: Syntax, i: int) -> int | None:
    """The head of the "by" phrase of a passive."""
    for a in syn.children(i, "agent"):
        for k in syn.children(a, "pobj"):
            return k
    for a in syn.children(i, "prep"):
        if syn.lower[a] == "by":
            for k in syn.children(a, "pobj"):
                return k
    return None


def phrase(syn: Syntax, head: int, cue: int | None = None) -> tuple[int, int]:
    """Tokens of a source's noun phrase: with modifiers, "of" phrases and appositions and relative clauses, but for
    those on how he came to speak ("who asked not to be named"); up to the cue where that follows (``cue``: its token)."""
    keep = {head}
    todo = [head]
    while todo:
        k = todo.pop()
        for c in syn.kids[k]:
            if c > k and (syn.dep[c] in _OUTSIDE or (syn.dep[c] in _CLAUSES and _on_speaking(syn, c))):
                continue
            if (
                syn.dep[c] == "prep"
                and c > head
                and (
                    (k == head and syn.lower[c] not in _INSIDE)
                    or any(syn.ent[p] in ("DATE", "TIME") for p in syn.children(c, "pobj"))
                )
            ):
                continue
            if syn.dep[c] == "punct" and syn.lower[c] in (",", "—", "--", "–", "-") and k == head:
                continue
            if c < head and syn.dep[c] in ("punct", "cc", "mark", "preconj") and syn.lower[c] not in _WITH_BOTH:
                continue
            keep.add(c)
            todo.append(c)
    if cue is not None:
        keep = {k for k in keep if k < cue} if head < cue else {k for k in keep if k > cue}
    start = head
    while start - 1 in keep or (start - 2 in keep and syn.lower[start - 1] in (",", "-", "and", "“", '"')):
        start -= 1
    end = head
    while end + 1 in keep or (end + 2 in keep and syn.lower[end + 1] in (",", "-", "(", "“")):
        end += 1
    if end + 1 < len(syn.lower) and syn.lower[end + 1] == ")" and "(" in syn.lower[start:end]:
        end += 1
    while start < head and syn.ent[start] in ("DATE", "TIME"):
        start += 1
    while start < end and syn.lower[start] in ("“", '"', ",", "and", "but", "''", "``", "that", "-", "—"):
        start += 1
    return start, end + 1


def _on_speaking(syn: Syntax, c: int) -> bool:
    """Does a relative or reduced clause tell on what terms its noun spoke."""
    return syn.lemma[c] in words("terms")


def animate(doc: Document, syn: Syntax, k: int) -> bool:
    """Can a token's phrase hold an attitude: a party, a name, or a noun that is not known to be a thing."""
    if syn.lower[k] in ("nothing", "anything", "something", "everything"):
        return False
    if syn.pos[k] == "PRON":
        return syn.lower[k] in _PERSONAL or antecedent(syn, k) != k
    if syn.lemma[k] in _head_types():
        return True
    m = doc.mention_at(k)
    if m is not None:
        return m.entity.kind != "vehicle"
    if syn.pos[k] == "PROPN":
        return syn.ent[k] not in _THINGS
    lemma = syn.lemma[k]
    if syn.ent[k] in ("PERSON", "ORG", "GPE", "NORP"):
        return True
    return syn.ent[k] not in _THINGS and lemma not in words("thing") and not lemma.endswith(_ABSTRACT)


def antecedent(syn: Syntax, k: int) -> int:
    """Whom a relative pronoun stands for; any other token itself."""
    if syn.lower[k] in _RELATIVE and syn.pos[k] in ("PRON", "DET", "SCONJ"):
        for up in syn.ancestors(k):
            if syn.dep[up] == "relcl":
                return syn.head[up]
    return k


def named(doc: Document, syn: Syntax, k: int) -> bool:
    """Is a token's phrase a party, a name or a noun of those who speak: not merely no thing."""
    if doc.mention_at(k) is not None or syn.lemma[k] in _head_types():
        return True
    return syn.ent[k] in ("PERSON", "ORG", "NORP")


def _unnamed(doc: Document, syn: Syntax, head: int) -> bool:
    """Does the sentence say that the source hides its name."""
    s = doc.sentence_of(head)
    said = syn.lower[s.start : s.end]
    if "anonymity" in said or "anonymously" in said:
        return True
    hides = any(said[k] in ("not", "declined", "refused") for k in range(len(said)))
    return hides and any(w in ("named", "identified") and said[k - 1] == "be" for k, w in enumerate(said) if k)


def source_of(doc: Document, syn: Syntax, head: int | None, cue: int | None = None) -> Source:
    """The record's source for a head token; one without words where nobody is named. ``cue``: the cue's main word."""
    if head is None:
        return Source(source_type="unknown")
    a, b = phrase(syn, head, cue)
    span = doc.span(a, b)
    m = doc.mention_at(antecedent(syn, head))
    kind = source_type(m.entity if m else None, syn.lemma[head], span.text)
    if kind == "unknown":
        inner = (
            _head_types().get(syn.lemma[k]) for k in range(a, b) if syn.dep[k] in ("compound", "amod", "nmod", "poss")
        )
        kind = next((t for t in inner if t is not None), kind)
    if syn.ent[head] != "PERSON" and _unnamed(doc, syn, head):
        kind = "anonymous"
    if m is None:
        ent = {"PERSON": "person", "ORG": "organisation"}.get(syn.ent[head], "unknown")
        owner = next((o for k in syn.children(head, "poss") if (o := doc.mention_at(k)) is not None), None)
        if owner is not None and not owner.parts and kind in ("official", "military", "party"):
            # "his office", "the ministry's website": of the one whose it is
            e = owner.entity
            return Source(span.text, span.start, span.end, None, e.code, e.sector, None, "organisation", kind)
        return Source(span.text, span.start, span.end, kind=ent, source_type=kind)  # type: ignore[arg-type]
    e = m.entity
    if kind == "anonymous" and not any(syn.ent[k] in ("NORP", "GPE", "ORG") for k in range(a, b)):
        return Source(
            span.text, span.start, span.end, e.name, sector=e.sector, office=e.office, kind=e.kind, source_type=kind
        )
    return Source(span.text, span.start, span.end, e.name, e.code, e.sector, e.office, e.kind, kind)


# what kind of source --------------------------------------------------------------------------------------------------

_BY_SECTOR: dict[str, SourceType] = {
    "GOV": "official", "JUD": "official", "LEG": "official", "COP": "official", "ELI": "official", "SPY": "official", "MIL": "military",
    "REB": "party", "UAF": "party", "PTY": "party", "OPP": "party", "PRM": "party", "JRN": "media", "CVL": "witness", "REF": "witness",
    "MED": "witness", "EDU": "expert", "NGO": "ngo",
}  # fmt: skip
_BY_CODE: dict[str, SourceType] = {
    "UNO": "igo",
    "IGO": "igo",
    "EUR": "igo",
    "NGO": "ngo",
    "ISM": "party",
    "IMG": "party",
}


@cache
def _head_types() -> dict[str, SourceType]:
    return {w: t for t, ws in (line.split("\t") for line in lines("source_types.tsv")) for w in ws.split()}  # type: ignore[misc]


_OF_RIGHTS = frozenset({"rights", "watchdog", "charity", "ngo", "advocacy", "campaigners", "observatory", "aid"})
"""Words of what an association is: "the rights group Viasna"."""


_AGENCIES = frozenset({"agency", "agencies"})
"""Of news where the words say so or nothing else is known of them; there are agencies for relief, intelligence and space."""


def source_type(entity: Entity | None, head: str, words: str) -> SourceType:
    """What kind of source: by the words that hide a name first, then by code, sector and head noun."""
    low = words.lower()
    by_head = _head_types().get(head)
    if by_head == "anonymous" or "anonym" in low or low.startswith("unnamed") or "not to be named" in low:
        return "anonymous"
    if entity is not None:
        if entity.code in _BY_CODE:
            return _BY_CODE[entity.code]
        other_agency = head in _AGENCIES and "news" not in low and entity.sector and "JRN" not in entity.sector
        if by_head in ("media", "expert", "witness") and not other_agency:
            return by_head
        if _OF_RIGHTS & set(low.replace("-", " ").split()) and entity.code != "UNO":
            return "ngo"
        for s in entity.sector:
            if s in _BY_SECTOR:
                return _BY_SECTOR[s]
        if entity.code is not None:
            return by_head or "official"
    return by_head or "unknown"
