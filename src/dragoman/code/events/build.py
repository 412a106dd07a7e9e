"""A draft from a frame that matched: who fills its roles, with what it was done, and what it has for its content."""

from __future__ import annotations

from dataclasses import replace

from dragoman.code.conflict import of_conflict
from dragoman.code.draft import Draft, Party
from dragoman.code.events.absorb import ABSORBING
from dragoman.code.events.lexicon import Frame, Lexicon
from dragoman.code.events.match import Match, Matcher
from dragoman.code.events.parties import generic_entity, is_pronoun, parties, within
from dragoman.code.events.slots import Slots, of_objects
from dragoman.code.events.weapons import arm
from dragoman.code.vocabulary import no_doers
from dragoman.document import Document, Fact, Sentence
from dragoman.parse.syntax import Syntax

MEDIATING = ("-broker", "-mediat", "-sponsor", "-host", "-facilitat", "-negotiat")
LEADING = ("-lead", "-led", "-launch", "-order", "-organi")
_NO_PARTY = frozenset({"DATE", "TIME", "MONEY", "PERCENT", "QUANTITY", "CARDINAL", "ORDINAL"})
_FORCE = frozenset({"ASSAULT", "COERCE"})
_CONTENT_PREPOSITIONS = ("for", "to", "of", "on", "in", "from", "about", "with")


def put(side: list[Party], fill: list[Party], draft: Draft, role: str, slot: str) -> None:
    """Add parties to a side of a draft, each once, with the reason."""
    for p in fill:
        if not any(q.entity == p.entity for q in side):
            side.append(p)
            draft.why.append(f"{role}: {slot} of the frame, {p.entity.text or p.entity.name!r}; {p.why}")


def possessive(syn: Syntax, token: int) -> bool:
    """A possessive pronoun."""
    return syn.tag[token] == "PRP$"


def _soldiers(p: Party) -> Party:
    """Whose weapon it is that strikes: "Israeli aircraft" are a state's armed forces."""
    if p.entity.kind == "vehicle" and p.entity.code is not None and not p.entity.sector:
        return replace(p, entity=replace(p.entity, sector=("MIL",)))
    return p


class Builder:
    """Makes the drafts of one document. Tokens that a draft has taken in are added to ``used``."""

    def __init__(self, doc: Document, syn: Syntax, lex: Lexicon, match: Matcher, used: set[int]) -> None:
        self.doc, self.syn, self.lex, self.match, self.used = doc, syn, lex, match, used

    def __call__(
        self,
        m: Match,
        slots: dict[str, list[int]],
        sentence: Sentence,
        *,
        token: int,
        words: tuple[int, ...],
        noun: int | None,
    ) -> Draft | None:
        frame = m.frame
        draft = Draft(
            "state" if frame.event is None else "event", sentence, token, tuple(sorted(set(words))), frame.event,
            list(frame.mode), frame.cameo, noun=noun,
        )  # fmt: skip
        draft.why.append(f"event: frame {frame.name}" + (f" codes {frame.event}" if frame.event else " tells a state"))
        draft.mutual = any(role == "both" for _, role in frame.roles)
        if frame.event == "REJECT" and any(c.slot == "neg" and not c.negated for c in frame.when):
            draft.fact = Fact("asserted", ("asserted: the refusal itself",))
        rejected: list[int] = []
        for slot, role in frame.roles:
            fillers = self._fillers(slot, role, slots, draft)
            if role == "recipient" and not fillers and slots.get("pre"):
                fillers = [f for f in slots["pre"] if self.doc.mention_at(f) and self.syn.dep[f] == "compound"]
            if not fillers:
                continue
            if role in ("actor", "both"):
                fill, bad = self._actors(fillers, draft)
                if slot == "subj" and not fill and bad:
                    rejected += bad
                put(draft.actor, fill, draft, "actor", slot)
            elif role == "recipient" and frame.event in ("ACCUSE", "REJECT") and (acts := self._acts(fillers)):
                self._accused(draft, acts, [f for f in fillers if f not in acts], slot)
            elif role == "recipient":
                if frame.event == "REQUEST":  # "demanded the release of the crew": whoever holds it is asked
                    fillers = [f for f in fillers if self.doc.mention_at(f) or self.match.noun(f) is None]
                draft.instruments += [f for f in fillers if self._weapon(f)]
                fillers = [f for f in fillers if not self._weapon(f)]
                loose = frame.event != "PROTEST"  # "marched against rising prices": those are no party
                put(draft.recipient, parties(self.doc, self.syn, fillers, loose=loose), draft, "recipient", slot)
            elif role == "mediator":
                put(draft.mediator, parties(self.doc, self.syn, fillers, loose=False), draft, "mediator", slot)
            elif role == "instrument":
                draft.instruments += fillers
                whose = [p for f in fillers for p in parties(self.doc, self.syn, [f], loose=False) if p.entity.code]
                put(draft.actor, whose, draft, "actor", slot)  # "Libyan rockets fell on the port"
            elif role == "location":
                draft.locations += fillers
            elif role == "content":
                draft.content.update(fillers)
        if rejected and not draft.actor and not draft.instruments and self._may_act(frame):
            rejected = [
                t for t in rejected if self.syn.lemma[t] not in no_doers()
            ]  # "a ruling freed them": nobody is told
            put(draft.actor, parties(self.doc, self.syn, rejected, loose=True), draft, "actor", "subj")
        if rejected and not draft.actor and not draft.instruments and frame.event is not None:
            if frame.event != "ASSAULT" or not all(self._attack(k) for k in rejected):
                return None
            draft.why.append("actor: none told, an act did it")
        for slot, fillers in slots.items():
            if slot.startswith(MEDIATING):
                put(draft.mediator, parties(self.doc, self.syn, fillers, loose=False), draft, "mediator", slot)
            elif slot.startswith(LEADING):
                put(draft.actor, parties(self.doc, self.syn, fillers, loose=False), draft, "actor", slot)
        mediators = {(p.entity.start, p.entity.end) for p in draft.mediator}
        draft.actor = [p for p in draft.actor if (p.entity.start, p.entity.end) not in mediators]
        self._drop_echo(draft)
        if frame.event == "ASSAULT":
            arm(self.syn, self.lex, draft, slots)
            self._laid_by(draft)
        if frame.event in ABSORBING:
            for slot in ("comp", *(_CONTENT_PREPOSITIONS if frame.event == "REQUEST" else ("obj", "to"))):
                draft.content.update(slots.get(slot, ()))
            draft.content.update(slots.get("obj", ()) if frame.event in ("REJECT", "THREATEN", "REQUEST") else ())
        return draft

    def _laid_by(self, draft: Draft) -> None:
        """ "Killed by a mine planted by guerrillas": who laid the weapon is the doer, and the laying no act of its own."""
        for verb in (v for k in draft.instruments for v in self.syn.children(k, "acl") if not draft.actor):
            laid = [k for by in self.syn.children(verb, "agent") for k in self.syn.children(by, "pobj")]
            put(draft.actor, parties(self.doc, self.syn, laid, loose=False), draft, "actor", "who laid the weapon")
            if draft.actor:
                self.used.add(verb)

    def _may_act(self, frame: Frame) -> bool:
        """May a subject whom no lexicon of actors knows be the doer: the frame asks for such a one, or the story is one of
        conflict."""
        asked = any(c.slot == "subj" and not c.negated for c in frame.when)
        return frame.event is not None and (asked or of_conflict(self.doc))

    def _attack(self, token: int) -> bool:
        """Is a token a word for an act of force, also where it brings nothing of its own ("the strike killed two")."""
        named = self.match.best(token, "N")
        return self.syn.lemma[token] in self.lex.classes["attack"] and (named is None or named.frame.event != "-")

    def _weapon(self, token: int) -> bool:
        """A weapon is a means, never a party ("the explosion of a bomb")."""
        return self.syn.lemma[token] in self.lex.instruments and self.doc.mention_at(token) is None

    def _acts(self, fillers: list[int]) -> list[int]:
        """Event nouns among fillers, of acts of force."""
        return [
            f for f in fillers
            if (m := self.match.noun(f)) is not None and m.frame.event in _FORCE and self.doc.mention_at(f) is None
        ]  # fmt: skip

    def _accused(self, draft: Draft, acts: list[int], rest: list[int], slot: str) -> None:
        """Who condemns an act accuses those who did it, where the words name them, and never those who suffered it."""
        for f in acts:
            m = self.match.noun(f)
            assert m is not None
            doers = [
                p for s, role in m.frame.roles if role in ("actor", "both")
                for p in parties(self.doc, self.syn, self._fillers(s, role, m.slots, draft), loose=False)
            ]  # fmt: skip
            put(
                draft.recipient,
                doers or [Party(generic_entity(self.doc, self.syn, f), f, "the act itself")],
                draft,
                "recipient",
                slot,
            )
        put(draft.recipient, parties(self.doc, self.syn, rest, loose=True), draft, "recipient", slot)

    def _fillers(self, slot: str, role: str, slots: Slots, draft: Draft) -> list[int]:
        """The tokens of a slot that may be parties: no dates and sums, no trigger words, but a person who is one
        ("summoned the Turkish ambassador"); of a part of a whole, the whole ("eleven of the sailors")."""
        syn = self.syn
        tokens = list(slots.get(slot, []))
        if slot == "obj" and role == "recipient" and not tokens:  # "held nine hostages"
            tokens += [w for w in draft.words if syn.dep[w] in ("dobj", "nsubjpass") and self.doc.mention_at(w)]
        out = []
        for f in tokens:
            whole = of_objects(syn, f) if syn.pos[f] == "NUM" or syn.lemma[f] in self.lex.classes["part"] else []
            if not whole and syn.lemma[f] in self.lex.classes["band"]:
                whole = [t for t in of_objects(syn, f) if self.doc.mention_at(t)]
            for t in whole or [f]:
                mine = t not in draft.words or self.doc.mention_at(t) is not None
                if mine and syn.ent[t] not in _NO_PARTY and not (slot == "poss" and self._where(t)):
                    out.append(t)
        return out

    def _where(self, token: int) -> bool:
        """A place that only stands before a noun tells where it was ("the Bali bombing", "Geneva talks"); an
        abbreviation or an adjective tells whose ("US raids", "Turkish raids")."""
        if self.syn.dep[token] not in ("compound", "nmod") or self.doc.tokens[token].text.isupper():
            return False
        m = self.doc.mention_at(token)
        known = m is not None and (m.entity.kind != "place" or (bool(m.entity.sector) and m.end - m.start > 1))
        return (
            not known
            and self.syn.ent[token] in ("GPE", "LOC", "FAC", "")
            and (m is not None or self.syn.ent[token] != "")
        )

    def _actors(self, fillers: list[int], draft: Draft) -> tuple[list[Party], list[int]]:
        """Parties among the fillers; through an event noun or a weapon, those who did or fired it."""
        syn, fill, bad = self.syn, [], []
        for t in fillers:
            found = parties(self.doc, syn, [t], loose=False)
            event = self.match.noun(t)
            if event is not None and self.doc.mention_at(t) is None:
                found = []
                for slot, role in event.frame.roles:
                    if role in ("actor", "both"):
                        found += parties(self.doc, syn, self._fillers(slot, role, event.slots, draft), loose=False)
                draft.instruments.append(t) if syn.lemma[t] in self.lex.instruments else None
                for mode in event.frame.mode if event.frame.event == draft.event else ():
                    draft.add_mode(mode, f"from the noun {syn.lower[t]!r}")
                draft.noun = draft.noun if draft.noun is not None else t
                self.used.add(t)
                draft.why.append(f"actor: through the event noun {syn.lower[t]!r}")
                draft.content.discard(t)
            elif self.lex.instruments.get(syn.lemma[t]) or self._armed_fire(t):
                draft.instruments.append(t)
                found = [p for p in found if p.entity.code is not None]  # "a missile struck": whose it was is not told
                found = [_soldiers(p) for p in found or within(self.doc, syn, t, loose=False)]
            elif not found and not is_pronoun(syn, t):
                bad.append(t)
            fill += found
        return fill, bad

    def _armed_fire(self, token: int) -> bool:
        """ "Machine-gun fire", "artillery rounds": what an instrument modifies and no actor is."""
        return any(self.lex.instruments.get(self.syn.lemma[k]) for k in self.syn.children(token, "compound"))

    def _drop_echo(self, draft: Draft) -> None:
        """One who is on both sides through one phrase ("Israel's attack on ...") stays where the frame put him first."""
        actor_spans = {(p.entity.start, p.entity.end) for p in draft.actor if p.entity.start is not None}
        draft.recipient = [p for p in draft.recipient if (p.entity.start, p.entity.end) not in actor_spans]
        names = {p.entity.name for p in draft.actor if p.entity.name}
        draft.recipient = [  # "closed its crossings": what is the actor's own is no other party
            p
            for p in draft.recipient
            if p.token is None or not possessive(self.syn, p.token) or p.entity.name not in names
        ]
