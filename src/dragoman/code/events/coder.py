"""Finds the events of a document: one pass over predicates, one over event nouns, then what belongs together merged.

Conventions that decide here (docs/codebook.md): coordinated acts are separate claims; a noun makes a claim where it
brings a time, place or party of its own; what is only wanted, promised, threatened or refused is absorbed by its verb.
"""

from __future__ import annotations

from dataclasses import replace

from dragoman.code.draft import Draft, Party
from dragoman.code.events.absorb import ABSORBING
from dragoman.code.events.depicted import depicted
from dragoman.code.events.lexicon import Lexicon, lexicon
from dragoman.code.events.match import Match, Matcher
from dragoman.code.events.merge import merge
from dragoman.code.events.parties import generic_entity, is_pronoun, parties, within
from dragoman.code.events.slots import Slots, of_objects
from dragoman.code.events.weapons import arm
from dragoman.document import Document, Fact, Sentence
from dragoman.parse.syntax import Syntax, syntax

_MEDIATING = ("-broker", "-mediat", "-sponsor", "-host", "-facilitat", "-negotiat")
_LEADING = ("-lead", "-led", "-launch", "-order", "-organi")
_NO_PARTY = frozenset({"DATE", "TIME", "MONEY", "PERCENT", "QUANTITY", "CARDINAL", "ORDINAL"})
_PARTS = frozenset({"responsibility", "involvement", "role", "part", "hand", "complicity", "participation", "blame"})
_FORCE = frozenset({"ASSAULT", "COERCE"})
_JOINING = frozenset({"join", "host", "receive", "welcome", "invite", "greet"})
_CONTENT_PREPOSITIONS = ("for", "to", "of", "on", "in", "from", "about", "with")


def find_events(doc: Document) -> list[Draft]:
    """Drafts of all events and states of the body, in text order."""
    return _EventCoder(doc).run()


def _possessive(syn: Syntax, token: int) -> bool:
    """A possessive pronoun."""
    return syn.tag[token] == "PRP$"


def _soldiers(p: Party) -> Party:
    """Whose weapon it is that strikes: "Israeli aircraft" are a state's armed forces."""
    if p.entity.kind == "vehicle" and p.entity.code is not None and not p.entity.sector:
        return replace(p, entity=replace(p.entity, sector=("MIL",)))
    return p


class _EventCoder:
    def __init__(self, doc: Document) -> None:
        self.doc = doc
        self.syn: Syntax = syntax(doc)
        self.lex: Lexicon = lexicon()
        self.match = Matcher(doc, self.syn, self.lex)
        self.used: set[int] = set()
        self.drafts: list[Draft] = []
        self._noun_matches: dict[int, Match | None] = {}

    def run(self) -> list[Draft]:
        for sentence in self.doc.sentences:
            if sentence.role != "body":
                continue
            first = len(self.drafts)
            self._verbs(sentence)
            self._nouns(sentence)
            self.drafts[first:] = merge(self.doc, self.syn, self.drafts[first:])
        self.drafts.sort(key=lambda d: d.words[0])
        return self.drafts

    # predicates --------------------------------------------------------------------------------------------------

    def _verbs(self, sentence: Sentence) -> None:
        syn = self.syn
        for i in range(sentence.start, sentence.end):
            if i in self.used or syn.pos[i] not in ("VERB", "AUX"):
                continue
            if syn.dep[i] in ("aux", "auxpass", "amod", "compound", "det") or syn.children(i, "det"):
                continue  # also "one of the injured"
            m = self.match.best(i, "V") or self.match.best(i, "A")
            if m is not None and m.frame.event == "-":
                self.used.update(m.words)
                continue
            if m is not None and len(m.words) == 1 and self._lighter(i):
                m = None
            draft = self._denied(i, sentence)
            if draft is None:
                draft = self._from_match(m, sentence) if m is not None else self._from_noun_of(i, sentence)
            if draft is not None:
                self.drafts.append(draft)
                self.used.update(draft.words)
                if draft.noun is not None:
                    self.used.add(draft.noun)

    def _lighter(self, i: int) -> bool:
        """Is the verb here only the light verb of an event noun ("launched an attack")."""
        if self.syn.lemma[i] not in self.lex.light:
            return False
        return any(self._noun_match(k) is not None for k in self.match.slots(i, "V").get("obj", ()))

    def _noun_match(self, i: int) -> Match | None:
        if i not in self._noun_matches:
            m = None
            if self.syn.pos[i] in ("NOUN", "PROPN") or self.syn.tag[i] == "VBG":
                m = self.match.best(i, "N")
            self._noun_matches[i] = m if m is not None and m.frame.event != "-" else None
        return self._noun_matches[i]

    def _denied(self, i: int, sentence: Sentence) -> Draft | None:
        """ "Denied responsibility for the blast", "denied a role in the coup": the act, which the denier did not do."""
        syn = self.syn
        if syn.lemma[i] != "deny":
            return None
        slots = self.match.slots(i, "V")
        for part in (k for k in slots.get("obj", ()) if syn.lemma[k] in _PARTS):
            for p in syn.children(part, "prep"):
                for k in syn.children(p, "pobj"):
                    m = self._noun_match(k)
                    if m is None or m.frame.event != "ASSAULT" or k in self.used:
                        continue
                    draft = self._build(m, m.slots, sentence, token=k, words=m.words, noun=k)
                    if draft is not None:
                        fill = parties(self.doc, syn, slots.get("subj", []), loose=False)
                        self._put(draft.actor, fill, draft, "actor", "who denies it")
                        draft.why.append(f"event: {syn.lower[part]!r} in it is denied")
                        return draft
        return None

    def _from_noun_of(self, i: int, sentence: Sentence) -> Draft | None:
        """An event noun under a light verb ("carried out raids") or as the subject of a verb of occurrence."""
        syn = self.syn
        slots = self.match.slots(i, "V")
        role, light = self._light(i)
        if role is None and self._begins(i, slots):
            role = "actor"
        if role is not None:
            objects = slots.get("obj", []) or [k for p in syn.children(i, "prep") for k in syn.children(p, "pobj")]
            for k in objects:
                m = self._noun_match(k)
                if m is None or k in self.used:
                    continue
                merged = {s: list(v) for s, v in m.slots.items()}
                for s, v in slots.items():
                    if s not in ("obj", "subj", "comp"):
                        merged.setdefault(s, []).extend(f for f in v if f not in merged.get(s, ()) and f != k)
                draft = self._build(m, merged, sentence, token=i, words=(*light, *m.words), noun=k)
                if draft is None:
                    continue
                fill = parties(self.doc, syn, slots.get("subj", []), loose=False)
                if slots.get("subj") and not fill and not self._is_event_noun(slots["subj"]):
                    continue
                both = any(r == "both" for _, r in m.frame.roles)
                if fill:  # "began its attacks": whose they are is who began them
                    draft.actor = [p for p in draft.actor if p.token is None or not _possessive(syn, p.token)]
                side = draft.actor if both or role == "actor" else draft.recipient
                for p in fill:
                    if not any(q.entity == p.entity for q in side):
                        side.insert(0, p)
                draft.light = True
                draft.why.append(f"event: light verb {syn.lemma[i]!r} with its noun")
                return draft
        occurs = self._occurs(i)
        if occurs:
            for k in slots.get("subj", []) + slots.get("obj", []):
                m = self._noun_match(k)
                if m is None or k in self.used:
                    continue
                merged = {s: list(v) for s, v in m.slots.items()}
                for s, v in slots.items():
                    if s not in ("obj", "subj", "comp"):
                        merged.setdefault(s, []).extend(v)
                draft = self._build(m, merged, sentence, token=i, words=(*m.words, *occurs), noun=k)
                ended = self.lex.occur.get(syn.lemma[i]) == "end"
                if draft is not None and ended and draft.event == "AGREE" and not draft.actor:
                    self.used.add(k)  # "the truce collapsed on Friday": nobody agreed to it on Friday
                    return None
                if draft is not None:
                    draft.light = True
                    draft.why.append(f"event: {syn.lemma[i]!r} says that it happened")
                return draft
        return None

    def _begins(self, i: int, slots: Slots) -> bool:
        """ "Opened talks", "resumed the bombardment": who begins or goes on with an act does it."""
        aspect = self.lex.occur.get(self.syn.lemma[i])
        return aspect in ("begin", "go-on") and bool(slots.get("obj")) and bool(slots.get("subj"))

    def _light(self, i: int) -> tuple[str | None, tuple[int, ...]]:
        syn = self.syn
        for k in syn.kids[i]:
            if syn.dep[k] in ("prt", "prep", "advmod"):
                role = self.lex.light.get(f"{syn.lemma[i]} {syn.lower[k]}")
                if role:
                    return role, (i, k)
        return self.lex.light.get(syn.lemma[i]), (i,)

    def _occurs(self, i: int) -> tuple[int, ...]:
        syn = self.syn
        if syn.lemma[i] in self.lex.occur:
            return (i,)
        for k in syn.kids[i]:
            if f"{syn.lemma[i]} {syn.lower[k]}" in self.lex.occur:
                return (i, k)
        return ()

    def _is_event_noun(self, tokens: list[int]) -> bool:
        return any(self._noun_match(k) is not None for k in tokens)

    def _from_match(self, m: Match, sentence: Sentence) -> Draft | None:
        draft = self._build(m, m.slots, sentence, token=m.token, words=m.words, noun=m.noun)
        named = self._noun_match(m.noun) if m.noun is not None and m.frame.pos == "V" else None
        if draft is not None and named is not None and named.frame.event == draft.event:
            for mode in named.frame.mode:
                draft.add_mode(mode, f"from the noun {self.syn.lower[named.token]!r}")
        return draft

    # nouns -------------------------------------------------------------------------------------------------------

    def _nouns(self, sentence: Sentence) -> None:
        syn = self.syn
        for i in range(sentence.start, sentence.end):
            if i in self.used or syn.pos[i] not in ("NOUN", "PROPN", "VERB"):
                continue
            if syn.pos[i] == "VERB" and syn.tag[i] != "VBG":
                continue
            if syn.dep[i] in ("compound", "amod", "nmod", "npadvmod"):
                continue
            m = self._noun_match(i)
            if m is None or not self._brings_its_own(i, m):
                continue
            draft = self._build(m, m.slots, sentence, token=i, words=m.words, noun=i)
            if draft is not None:
                draft.certainty -= 0.1
                self._attending(i, draft)
                self.drafts.append(draft)
                self.used.update(draft.words)

    def _attending(self, i: int, draft: Draft) -> None:
        """ "Flew to Cairo for talks with the emir", "said in a meeting with miners": who does so takes part."""
        syn = self.syn
        if draft.event != "CONSULT" or not draft.mutual or syn.dep[i] != "pobj" or len(draft.actor) > 1:
            return
        preposition = syn.head[i]
        verb = syn.head[preposition]
        near = syn.lower[preposition] in ("for", "during") or (
            draft.actor and syn.lower[preposition] in ("in", "at", "after")
        )
        if not near or syn.pos[verb] not in ("VERB", "AUX"):
            return
        slots = self.match.slots(verb, "V")
        tokens = slots.get("subj", []) + (slots.get("obj", []) if syn.lemma[verb] in _JOINING else [])
        found = [
            p for p in parties(self.doc, syn, tokens, loose=False) if p.entity.code or p.entity.sector or p.entity.name
        ]
        before, draft.actor = draft.actor, []
        self._put(draft.actor, found + before, draft, "actor", f"{syn.lower[verb]} {syn.lower[preposition]}")

    def _brings_its_own(self, i: int, m: Match) -> bool:
        """A noun makes a claim where it has a party, place or time of its own, and is no subject of a book or lecture."""
        if depicted(self.syn, self.lex, i):
            return False
        for slot, role in m.frame.roles:
            if role in ("actor", "recipient", "both") and any(
                p.entity.code or p.entity.sector
                for p in parties(self.doc, self.syn, m.slots.get(slot, []), loose=False)
            ):
                return True
        if any(slot.startswith(_LEADING + _MEDIATING) for slot in m.slots):
            return True
        under = self.syn.subtree(i)
        lo, hi = min(under), max(under) + 1
        span = self.doc.span(lo, hi)
        if any(
            t.type in ("DATE", "TIME") and t.start < span.end and span.start < t.end and t.from_ for t in self.doc.times
        ):
            return True
        return any(p.role == "literal" and p.start < span.end and span.start < p.end for p in self.doc.places)

    # building ----------------------------------------------------------------------------------------------------

    def _build(
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
                self._put(draft.actor, fill, draft, "actor", slot)
            elif role == "recipient" and frame.event in ("ACCUSE", "REJECT") and (acts := self._acts(fillers)):
                self._accused(draft, acts, [f for f in fillers if f not in acts], slot)
            elif role == "recipient":
                if frame.event == "REQUEST":  # "demanded the release of the crew": whoever holds it is asked
                    fillers = [f for f in fillers if self.doc.mention_at(f) or self._noun_match(f) is None]
                draft.instruments += [f for f in fillers if self._weapon(f)]
                fillers = [f for f in fillers if not self._weapon(f)]
                self._put(draft.recipient, parties(self.doc, self.syn, fillers, loose=True), draft, "recipient", slot)
            elif role == "mediator":
                self._put(draft.mediator, parties(self.doc, self.syn, fillers, loose=False), draft, "mediator", slot)
            elif role == "instrument":
                draft.instruments += fillers
                whose = [p for f in fillers for p in parties(self.doc, self.syn, [f], loose=False) if p.entity.code]
                self._put(draft.actor, whose, draft, "actor", slot)  # "Libyan rockets fell on the port"
            elif role == "location":
                draft.locations += fillers
            elif role == "content":
                draft.content.update(fillers)
        if rejected and not draft.actor and not draft.instruments and frame.event is not None:
            if frame.event != "ASSAULT" or not all(self._attack(k) for k in rejected):
                return None
            draft.why.append("actor: none told, an act did it")
        for slot, fillers in slots.items():
            if slot.startswith(_MEDIATING):
                self._put(draft.mediator, parties(self.doc, self.syn, fillers, loose=False), draft, "mediator", slot)
            elif slot.startswith(_LEADING):
                self._put(draft.actor, parties(self.doc, self.syn, fillers, loose=False), draft, "actor", slot)
        mediators = {(p.entity.start, p.entity.end) for p in draft.mediator}
        draft.actor = [p for p in draft.actor if (p.entity.start, p.entity.end) not in mediators]
        self._drop_echo(draft)
        if frame.event == "ASSAULT":
            arm(self.syn, self.lex, draft, slots)
        if frame.event in ABSORBING:
            for slot in ("comp", *(_CONTENT_PREPOSITIONS if frame.event == "REQUEST" else ("obj", "to"))):
                draft.content.update(slots.get(slot, ()))
            draft.content.update(slots.get("obj", ()) if frame.event in ("REJECT", "THREATEN", "REQUEST") else ())
        return draft

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
            if (m := self._noun_match(f)) is not None and m.frame.event in _FORCE and self.doc.mention_at(f) is None
        ]  # fmt: skip

    def _accused(self, draft: Draft, acts: list[int], rest: list[int], slot: str) -> None:
        """Who condemns an act accuses those who did it, where the words name them, and never those who suffered it."""
        for f in acts:
            m = self._noun_match(f)
            assert m is not None
            doers = [
                p for s, role in m.frame.roles if role in ("actor", "both")
                for p in parties(self.doc, self.syn, self._fillers(s, role, m.slots, draft), loose=False)
            ]  # fmt: skip
            self._put(
                draft.recipient,
                doers or [Party(generic_entity(self.doc, self.syn, f), f, "the act itself")],
                draft,
                "recipient",
                slot,
            )
        self._put(draft.recipient, parties(self.doc, self.syn, rest, loose=True), draft, "recipient", slot)

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

    def _put(self, side: list[Party], fill: list[Party], draft: Draft, role: str, slot: str) -> None:
        for p in fill:
            if not any(q.entity == p.entity for q in side):
                side.append(p)
                draft.why.append(f"{role}: {slot} of the frame, {p.entity.text or p.entity.name!r}; {p.why}")

    def _actors(self, fillers: list[int], draft: Draft) -> tuple[list[Party], list[int]]:
        """Parties among the fillers; through an event noun or a weapon, those who did or fired it."""
        syn, fill, bad = self.syn, [], []
        for t in fillers:
            found = parties(self.doc, syn, [t], loose=False)
            event = self._noun_match(t)
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
            if p.token is None or not _possessive(self.syn, p.token) or p.entity.name not in names
        ]
