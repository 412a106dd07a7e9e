"""What speech does to acts of force: a charge that another did it, and a bare rejection of one.

"Colombo said the Tigers were behind the bombing" charges them with it (ACCUSE, and the act as alleged); "the army rejected
the account" is a denial that names no act, and makes no claim of its own (conventions 3 and 4).
"""

from __future__ import annotations

from dragoman.code.draft import Draft, Party
from dragoman.code.events.lexicon import lexicon
from dragoman.code.events.reach import known, same
from dragoman.document import Document, Fact
from dragoman.extract.attribution import governing
from dragoman.parse.syntax import Syntax, syntax
from dragoman.record import Attribution, Entity

_SAYING = frozenset({"says", "claims", "confirms", "believes"})
_BEHIND = frozenset({"behind", "responsible"})


def charges(doc: Document, drafts: list[Draft]) -> list[Draft]:
    """An ACCUSE for each act of which its source says that another was behind it; the act becomes alleged, in place."""
    syn = syntax(doc)
    heads: dict[str, int] = doc.cache.get("attribution_heads", {})
    out = []
    for d in drafts:
        if d.event != "ASSAULT" or not d.actor or not any(syn.lower[w] in _BEHIND for w in d.words):
            continue
        a = next((a for a in governing(doc, d.token) if a.kind == "claim"), None)
        if a is None or a.stance not in _SAYING or a.source.start is None or not _accuser(a, d):
            continue
        token = heads.get(a.id, d.token)
        if any(token in (o.token, *o.words) for o in drafts):
            continue
        draft = Draft("event", d.sentence, token, (token,), "ACCUSE", ["allege"], "112", recipient=list(d.actor))
        draft.actor = [Party(_entity(a), None, "who says who was behind it")]
        draft.fact = Fact("asserted", ("asserted: the charge itself",))
        draft.spoken = True
        draft.why += ["event: who says that another was behind an act accuses him", f"actor: {a.source.text!r} says it"]
        d.fact = Fact("alleged", ("alleged: another is charged with it",))
        out.append(draft)
    return out


def _accuser(a: Attribution, d: Draft) -> bool:
    """Is a source one who may accuse the doers: known, and none of them."""
    s = a.source
    return known(s) and a.source.source_type not in ("media", "witness", "expert") and not any(
        same(s, p.entity) or (s.code is not None and (s.code, s.sector) == (p.entity.code, p.entity.sector))
        for p in d.actor
    )  # fmt: skip


def _entity(a: Attribution) -> Entity:
    s = a.source
    return Entity(s.text, s.start, s.end, s.name, s.code, s.sector, s.office, s.kind)


def _described(syn: Syntax, verb: int) -> list[int]:
    """ "A charge that the minister denied": what a relative clause is about."""
    return [syn.head[verb]] if syn.dep[verb] == "relcl" else []


def without_bare_denials(doc: Document, drafts: list[Draft]) -> list[Draft]:
    """The drafts without those that reject an allegation, report or account and name nobody whose it is."""
    syn, told = syntax(doc), lexicon().classes["allegation"]
    return [
        d
        for d in drafts
        if d.event != "REJECT"
        or not any(
            syn.lemma[w] in told
            for w in (*d.words, *syn.children(d.token, "dobj", "nsubjpass"), *_described(syn, d.token))
        )
        or any(known(p.entity) for p in d.recipient)
    ]
