"""Whom an act is aimed at where its frame has no slot for it: the parties within what is wanted, refused or lifted.

"Urged Kigali to pull back", "demanded the release of the crew by Tripoli", "lifted a ban on Chadian cattle", "rejected a
French plan": the recipient stands in the content clause, behind a preposition of the object, or owns it.
"""

from __future__ import annotations

from collections.abc import Iterable

from dragoman.code.draft import Draft, Party
from dragoman.code.events.lexicon import lexicon
from dragoman.code.events.parties import entities_at, is_pronoun
from dragoman.code.events.slots import Slots, noun_slots, verb_slots
from dragoman.document import Document
from dragoman.extract.actors import is_actor_noun
from dragoman.parse.syntax import Syntax
from dragoman.record import Entity

_TOWARDS = (
    "against", "on", "upon", "to", "toward", "towards", "into", "for", "with", "from", "of", "over", "between", "at", "by", "in",
)  # fmt: skip
_WITHIN = frozenset({"in", "at"})
_DEPTH = 4
_VERBAL = frozenset({"VERB", "AUX"})


def known(entity: Entity) -> bool:
    """Is it one whom a lexicon places: a code, a sector or a canonical name."""
    return bool(entity.code or entity.sector or entity.name)


def same(a: Entity, b: Entity) -> bool:
    """Do two mentions stand for one party."""
    if a.start is not None and (a.start, a.end) == (b.start, b.end):
        return True
    return known(a) and (a.name, a.code, a.sector) == (b.name, b.code, b.sector)


def is_town(p: Party) -> bool:
    """Is a party only a town or region of the gazetteer, which tells where, not who."""
    return p.entity.kind == "place" and not p.entity.sector and p.why.startswith(("gazetteer", "a place in"))


_SPOKEN_TO = frozenset({"REQUEST", "AGREE", "REJECT", "ACCUSE", "CONSULT"})


class Reach:
    """Finds the parties below a token that are not the actor."""

    def __init__(self, doc: Document, syn: Syntax, actors: Iterable[Party]) -> None:
        self.doc, self.syn = doc, syn
        self.actors = [p.entity for p in actors]
        self.home = {e.code for e in self.actors if e.code}
        self.towns = True
        """May a town that stands for no government be the party: not of those who are asked, told or met."""
        self.coded = True
        """Only parties with a code: a bare "troops" or "the movement" is taken where nobody else is named."""

    def others(self, found: list[Party]) -> list[Party]:
        """The known ones among parties, without the actor and without pronouns that stand for nobody known."""
        return [
            p
            for p in found
            if (p.entity.code if self.coded else known(p.entity))
            and not any(same(p.entity, a) for a in self.actors)
            and not self._own(p)
            and (self.towns or not is_town(p))
        ]

    def _own(self, p: Party) -> bool:
        """ "Its troops", "their fighters": the actor's own."""
        return p.token is not None and any(
            self.syn.lower[k] in ("its", "their", "his", "her", "our") for k in self.syn.children(p.token, "poss")
        )

    def down(
        self, token: int, *, subject: bool, depth: int = _DEPTH, prepositions: tuple[str, ...] = _TOWARDS
    ) -> list[Party]:
        """The nearest parties under a predicate or noun: its own subject, objects, then prepositional phrases in
        the order of ``_TOWARDS``, then deeper. A place in which it happens counts where it is not the actor's own."""
        if depth == 0:
            return []
        # parsers take verbs for nouns ("demanded that Lomé hand over the men")
        verbal = self.syn.pos[token] in _VERBAL or bool(self.syn.children(token, "nsubj", "nsubjpass"))
        slots = self._slots(token, verbal=verbal)
        names: list[str] = ["subj"] if subject and verbal else []
        names += ["iobj", "obj"] if verbal else ["poss", "pre"]
        deeper: list[int] = []
        for name in (*names, *prepositions):
            sums = [t for t in slots.get(name, ()) if self.syn.ent[t] in ("MONEY", "CARDINAL", "PERCENT")]
            tokens = [t for t in slots.get(name, ()) if self._may(t, name)]
            if name == "subj":
                tokens = [t for t in tokens if t in self.syn.kids[token] or self.syn.dep[t] in ("dobj", "nsubjpass")]
            found = self.others([p for t in tokens for p in entities_at(self.doc, self.syn, t)])
            if name in _WITHIN:
                found = [p for p in found if p.entity.code not in self.home and p.entity.kind == "place"]
            if name == "poss":  # whose own plan or word it is stands in the genitive too
                found = [p for p in found if p.entity.code not in self.home]
            if found:
                return found
            deeper += [t for t in (*sums, *tokens) if not is_pronoun(self.syn, t)]
        deeper += slots.get("comp", [])
        deeper += [k for k in self.syn.children(token, "advcl", "relcl") if self.syn.tag[k] == "VB"]
        for t in deeper:
            found = self.down(t, subject=True, depth=depth - 1, prepositions=prepositions)
            if found:
                return found
        return []

    def _slots(self, token: int, *, verbal: bool) -> Slots:
        """The slots of a token, worked out once a document: many claims look down the same clauses."""
        made: dict[tuple[int, bool], Slots] = self.doc.cache.setdefault("slots_below", {})
        if (token, verbal) not in made:
            made[token, verbal] = (verb_slots if verbal else noun_slots)(self.syn, token)
        return made[token, verbal]

    def _may(self, token: int, slot: str) -> bool:
        """A date is no party, and another act beside this one ("on a visit to Chad") has parties of its own."""
        if self.syn.ent[token] in ("DATE", "TIME", "MONEY", "PERCENT", "CARDINAL", "ORDINAL"):
            return False
        acts = lexicon().frames.get(("N", self.syn.lemma[token]), ()) if slot in ("on", "at", "in", "by") else ()
        return not any(f.event != "AID" for f in acts)


_OPEN = frozenset(
    {"ACCUSE", "AGREE", "AID", "COERCE", "CONCEDE", "REJECT", "REQUEST", "RETREAT", "SANCTION", "SUPPORT", "THREATEN"}
)
_SIDEWAYS = tuple(w for w in _TOWARDS if w not in ("at", "by", "over"))


def find_recipient(doc: Document, syn: Syntax, draft: Draft, absorbed: list[Draft], aimed: list[Draft]) -> None:
    """Give a draft without a known recipient the one that its content, or the phrase of its trigger, names."""
    if draft.event == "REQUEST" and len(draft.recipient) > 1:
        home = {p.entity.code for p in draft.actor}
        asked = [p for p in draft.recipient if p.entity.code and p.entity.code not in home]
        draft.recipient = asked or draft.recipient  # "the release of our men by Tripoli": not the men are asked
    asked_all = draft.event == "REQUEST" and any(
        p.token is not None and syn.lemma[p.token] in ("side", "party", "everyone", "all", "everybody")
        for p in draft.recipient
    )
    told_whom = any(known(p.entity) or p.entity.kind in ("person", "organisation") for p in draft.recipient)
    if draft.event in _DIRECT:  # "convicted the party of inciting hatred of migrants"
        told_whom = told_whom or any(p.token is not None and is_actor_noun(syn.lemma[p.token]) for p in draft.recipient)
    if told_whom or asked_all or not draft.actor:
        return
    reach = Reach(doc, syn, draft.actor)
    reach.towns = draft.event not in _SPOKEN_TO
    if len(draft.actor) > 1 and (draft.mutual or draft.event == "AGREE"):
        return
    if any(("N", syn.lemma[p.token]) in lexicon().frames for p in draft.recipient if p.token is not None):
        return  # an act is condemned whose doer is not named
    told = _VERB.get(draft.event or "", "told")
    direct = [o for o in absorbed if o.token in draft.content or o.noun in draft.content]
    for other in direct:
        theirs = reach.others(other.recipient)
        if draft.event == "REQUEST":
            theirs = [p for p in theirs if p.entity.code not in reach.home or not p.entity.code]  # "our men freed"
        if _take(draft, reach.others(other.actor) or theirs, f"party to what is {told}"):
            return
    for coded in (True, False):
        reach.coded = coded
        for h in sorted(draft.content):
            found = reach.others(entities_at(doc, syn, h)) or reach.down(h, subject=True)
            if _take(draft, found, f"within what is {told}"):
                return
        for other in (*absorbed, *aimed) if draft.event in _OPEN else absorbed:
            if _take(draft, [] if _conditional(syn, other) else reach.others(other.recipient), "of the purpose"):
                return
        if draft.event in _OPEN or "third-party" in draft.modes:
            tokens = [draft.token, *(w for w in draft.words if syn.pos[w] in ("NOUN", "PROPN") and w != draft.token)]
            for t in tokens:
                found = reach.down(t, subject=False, prepositions=_SIDEWAYS)
                if _take(draft, found, "within the phrase that the trigger governs"):
                    return
        if draft.event == "AID" and _take(draft, _destination(reach, draft), "where what brings it arrives"):
            return
        if draft.event in _CONDITIONED and _take(draft, _on_condition(reach, draft), "whose act is the condition"):
            return
        if draft.event in ("MOBILIZE", "PROTEST"):
            for t in _behind(syn, draft, _AGAINST):
                found = reach.others(entities_at(doc, syn, t)) or reach.down(t, subject=False, depth=3)
                if _take(draft, found, "against whom"):
                    return
        if draft.event == "PROTEST" and (_take(draft, _protested(reach, draft, aimed), "of what the protest is about")):
            return
        if draft.event in ("MOBILIZE", "PROTEST"):
            for other in aimed:
                if _take(draft, reach.others(other.recipient), "of the purpose"):
                    return
        if draft.event == "MOBILIZE":
            for t in _behind(syn, draft, _BEFORE):
                found = reach.others(entities_at(doc, syn, t)) or reach.down(t, subject=False, depth=3)
                if _take(draft, [p for p in found if p.entity.code not in reach.home], "before whose door"):
                    return


def _protested(reach: Reach, draft: Draft, aimed: list[Draft]) -> list[Party]:
    """Whom a purpose or a participle names ("blocked the road to protest the government's prices", "marched, demanding that the
    premier resign"), else the office before whose door it is ("outside the ministry")."""
    syn = reach.syn
    bases = [draft.token, *syn.children(draft.token, "dobj", "conj")]
    for k in (k for b in bases for k in syn.children(b, "advcl", "acl", "xcomp")):
        if syn.lemma[k] in _AGAINST_WHOM and syn.tag[k] in ("VB", "VBG"):
            if found := reach.down(k, subject=False):
                return found
    for t in _behind(syn, draft, _DOORS):
        found = [p for p in reach.others(entities_at(reach.doc, syn, t)) if p.entity.sector]
        if found:
            return found
    return []


_DOORS = frozenset({"outside", "before", "at", "near", "around", "on", "into", "in", "of"})
_AGAINST_WHOM = frozenset(
    ["protest", "denounce", "oppose", "condemn", "demand", "decry", "resist", "accuse", "criticise", "criticize", "call", "pressure",
     "press", "force", "urge", "reject", "defy", "bring", "oust", "topple", "insist"]
)  # fmt: skip


def _conditional(syn: Syntax, d: Draft) -> bool:
    """Does a draft stand under "unless", "until" or "if": who is met there is not who is refused."""
    return any(syn.lower[k] in ("unless", "until", "if") for k in syn.children(d.token, "mark"))


def _destination(reach: Reach, draft: Draft) -> list[Party]:
    """Where a carrier goes: "a plane carrying tents landed in Bam", "the convoy, loaded with flour, reached Marib"."""
    syn, t = reach.syn, draft.token
    if syn.dep[t] not in ("acl", "relcl") or syn.dep[syn.head[t]] != "nsubj":
        return []
    slots = verb_slots(syn, syn.head[syn.head[t]])
    there = [f for slot in ("obj", "in", "at", "to", "into", "for") for f in slots.get(slot, ())]
    for f in there:
        found = [p for p in entities_at(reach.doc, syn, f) if p.entity.kind in ("place", "population") or p.entity.code]
        if found := reach.others(found) or reach.down(f, subject=False, depth=2):
            return found
    return []


_DIRECT = frozenset({"ACCUSE", "AID", "COERCE", "SANCTION", "SUPPORT"})
_CONDITIONED = frozenset({"REJECT", "THREATEN"})


def _on_condition(reach: Reach, draft: Draft) -> list[Party]:
    """Whoever is to act first: "will not lift the embargo until Hanoi opens its files"."""
    syn = reach.syn
    for k in syn.children(draft.token, "advcl"):
        if any(syn.lower[m] in ("until", "unless", "if") for m in syn.children(k, "mark")):
            inner = [k, *syn.children(k, "ccomp")]
            subjects = [t for v in inner for t in syn.children(v, "nsubj")]
            found = reach.others([p for t in subjects for p in entities_at(reach.doc, syn, t)])
            if found:
                return found
    return []


def _behind(syn: Syntax, draft: Draft, prepositions: frozenset[str]) -> list[int]:
    """What stands behind prepositions of the trigger and of its object: what a show of force or a protest is against, also
    a war for which it is made, or where it is shown."""
    bases = [
        draft.token,
        *(w for w in draft.words if w != draft.token),
        *syn.children(draft.token, "dobj", "nsubjpass"),
    ]
    return [
        k
        for b in bases
        for p in syn.children(b, "prep")
        if syn.lower[p] in prepositions
        for k in syn.children(p, "pobj")
    ]


_AGAINST = frozenset({"against", "for"})
_BEFORE = frozenset(
    ["toward", "towards", "near", "along", "around", "over", "off", "to", "into", "at", "in", "on", "across", "beside", "by",
     "opposite", "inside", "outside", "close", "through"]
)  # fmt: skip
_PRONOUNS = frozenset({"he", "she", "it", "they", "them", "him", "her", "his", "its", "their"})
_VERB = {"REQUEST": "wanted", "AGREE": "promised", "CONCEDE": "conceded", "REJECT": "refused", "THREATEN": "threatened"}


def _take(draft: Draft, found: list[Party], why: str) -> bool:
    """Make those found the recipients; False where there are none, or only a pronoun against a phrase that stands."""
    if not found or (draft.recipient and all((p.entity.text or "").lower() in _PRONOUNS for p in found)):
        return False
    draft.recipient = []
    for p in found:
        if not any(same(p.entity, q.entity) for q in draft.recipient):
            draft.recipient.append(p)
            draft.why.append(f"recipient: {why}, {p.entity.text or p.entity.name!r}; {p.why}")
    return True
