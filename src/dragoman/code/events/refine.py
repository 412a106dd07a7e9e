"""What an act was done with and to whom, once all drafts of a story are known: strikes told before, stones, weapons that were
the target, bare numbers of people."""

from __future__ import annotations

from dataclasses import fields

from dragoman.code.draft import Draft, Party
from dragoman.document import Document, Fact
from dragoman.extract.attribution import governing
from dragoman.parse.syntax import Syntax, syntax
from dragoman.record import Entity

_MISSILES = frozenset({"stone", "rock", "brick", "bottle", "missile", "egg", "slab"})
_ARMED = frozenset({"MIL", "REB", "PRM", "COP", "UAF", "SPY"})
_RAIDS = frozenset({"strike", "raid", "sortie", "bombardment", "bombing"})
_JUDGES = frozenset({"JUD", "COP"})
_REACH = 4


def refine(doc: Document, drafts: list[Draft]) -> list[Draft]:
    """The same drafts, with what their means, their row of verbs or an earlier sentence tells."""
    syn = syntax(doc)
    for n, d in enumerate(drafts):
        if d.kind != "event":
            continue
        if (
            d.event == "COERCE"
            and syn.lemma[d.token] == "order"
            and _JUDGES & {s for p in d.actor for s in p.entity.sector}
        ):
            d.fact = Fact("asserted", ("asserted: the order of a court or prosecutor itself",))
        if d.event == "ASSAULT":
            _from_the_air(syn, d, drafts[:n])
            _stones(syn, d)
        _bare_number(syn, d, drafts[:n])
        _one_another(syn, d)
        _no_towns(doc, d)
        _none_there(doc, syn, d)
    return drafts


def _from_the_air(syn: Syntax, d: Draft, before: list[Draft]) -> None:
    """What aircraft and guns do is no bombing with explosives of its own; "the strike" is from the air where an air strike
    was just told; what is shot down did not fly the attack."""
    if "explosives" in d.modes and {"aerial", "heavy-weapons"} & set(d.modes):
        d.modes.remove("explosives")
    if any(syn.lower[k] == "from" and syn.lower[k + 1 : k + 3] == ["the", "air"] for k in syn.subtree(d.token)):
        d.modes = ["aerial", *(m for m in d.modes if m not in ("explosives", "aerial"))]
        d.why.append("mode: aerial, from the air")
    target = {k for k in syn.children(d.token, "dobj", "nsubjpass") for k in syn.conjuncts(k)}
    if syn.lemma[d.token] in ("shoot", "down", "destroy", "hit") and target:
        for mode, words in (
            ("aerial", ("helicopter", "plane", "aircraft", "jet", "gunship", "warplane", "bomber")),
            ("drone", ("drone",)),
        ):
            named = [k for k in syn.subtree(d.token) if syn.lemma[k] in words]
            if mode in d.modes and named and all(any(k in syn.subtree(t) for t in target) for k in named):
                d.modes.remove(mode)
                d.why.append(f"mode: not {mode}, which was the target")
    if not d.modes:
        nouns = {
            *d.words,
            *syn.children(d.token, "nsubj", "nsubjpass", "dobj"),
            *([d.noun] if d.noun is not None else []),
        }
        if any(syn.lemma[k] in _RAIDS for k in nouns):
            near = [b for b in before if d.sentence.index - b.sentence.index <= _REACH and "aerial" in b.modes]
            if near:
                d.add_mode("aerial", "aerial, as the strikes told before")


def _stones(syn: Syntax, d: Draft) -> None:
    """Stones and bottles thrown by people without arms are a riot, whomever they hit."""
    if d.modes != ["primitive"] or syn.lemma[d.token] not in ("throw", "hurl", "pelt", "stone", "lob", "fling", "toss"):
        return
    thrown = (
        syn.lemma[d.token] == "stone" or any(syn.lemma[w] in _MISSILES for w in d.words) or syn.lemma[d.token] == "pelt"
    )
    people = [p.entity for p in d.actor]
    if thrown and people and not any(_ARMED & set(e.sector) for e in people) and any(e.sector for e in people):
        d.event, d.modes, d.cameo = "PROTEST", ["riot"], "145"
        d.why.append("event: stones thrown by people without arms are a riot")


def _bare_number(syn: Syntax, d: Draft, before: list[Draft]) -> None:
    """ "Dispersed the crowd and arrested seven", "charged four ministers and released two others": of those whom the verb before
    was done to."""
    if syn.dep[d.token] != "conj" or any(p.entity.code for p in d.recipient):
        return
    bare = [
        k
        for k in syn.children(d.token, "dobj")
        if syn.pos[k] == "NUM" or (syn.lemma[k] == "other" and not syn.children(k, "prep"))
    ]
    host = next((b for b in before if b.token == syn.head[d.token] and b.kind == "event"), None)
    if bare and host is not None and host.recipient and not host.mutual:
        d.recipient = [p for p in host.recipient if p.entity.kind in ("person", "group", "population")]
        d.why += [f"recipient: {syn.lower[bare[0]]!r} are of {p.entity.text!r}, told before" for p in d.recipient]


def _one_another(syn: Syntax, d: Draft) -> None:
    """ "Attacked one another", "accused each other": those who act are those to whom it is done."""
    pairs = {("one", "another"), ("each", "other")}
    objects = [k for k in syn.children(d.token, "dobj", "dep", "npadvmod")]
    if any(
        (syn.lower[k - 1], syn.lower[k]) in pairs or (syn.lower[k], syn.lower[min(k + 1, len(syn.lower) - 1)]) in pairs
        for k in objects
        if k
    ):
        d.mutual, d.recipient = True, []
        d.why.append("recipient: none but those who act, who do it to one another")


def _no_towns(doc: Document, d: Draft) -> None:
    """Where two sides meet or will meet is a town of the host, and no third side of the meeting."""
    if d.event not in ("AGREE", "CONSULT") or not d.recipient or not (d.mutual or len(d.actor) > 1):
        return
    syn = syntax(doc)
    towns = {(p.start, p.end) for p in doc.places if (p.resolution or 0) >= 3 and p.role == "literal"}
    kept = [
        p
        for p in d.recipient
        if p.entity.kind != "place"
        or (p.entity.start, p.entity.end) not in towns
        or p.token is None
        or syn.lower[syn.head[p.token]] not in ("in", "at", "near")
    ]
    if len(kept) < len(d.recipient):
        d.why.append("recipient: no town is a party to this")
        d.recipient = kept


_REFUSED = {"CONSULT": "meet", "CONCEDE": "yield", "RETREAT": "yield", "AGREE": "yield", "AID": "assist"}


def _none_there(doc: Document, syn: Syntax, d: Draft) -> None:
    """ "Said there would be no talks": who says so refuses them."""
    be = syn.head[d.token]
    if (
        d.event not in _REFUSED
        or syn.lemma[be] != "be"
        or not syn.children(be, "expl")
        or d.token not in syn.children(be, "attr", "nsubj")
    ):
        return
    ahead = any(syn.lower[k] in ("will", "wo", "would", "'ll", "’ll", "can", "could") for k in syn.children(be, "aux"))
    none = any(syn.lower[k] == "no" for k in syn.kids[d.token])
    source = next((a.source for a in governing(doc, be) if a.source.text is not None), None)
    if not (ahead and none and source is not None):
        return
    speaker = Entity(**{f.name: getattr(source, f.name) for f in fields(Entity)})
    d.recipient = [p for p in (*d.actor, *d.recipient) if p.entity.name != speaker.name]
    d.actor, d.mutual, d.spoken = [Party(speaker, None, "who says that there will be none")], False, True
    d.modes = [_REFUSED[d.event]]
    d.event, d.cameo = "REJECT", "120"
    d.fact = Fact("asserted", ("asserted: the refusal itself",))
    d.why.append("event: there will be none of it, says who would have to give it")
