"""Finds the events of a document: one pass over predicates, one over event nouns, then what belongs together merged.

Conventions that decide here (docs/codebook.md): coordinated acts are separate claims; a noun makes a claim where it
brings a time, place or party of its own; what is only wanted, promised, threatened or refused is absorbed by its verb.
"""

from __future__ import annotations

from dragoman.code.conflict import SIDES
from dragoman.code.draft import Draft
from dragoman.code.events.build import LEADING, MEDIATING, Builder, possessive, put
from dragoman.code.events.depicted import depicted
from dragoman.code.events.lexicon import Lexicon, lexicon
from dragoman.code.events.match import Match, Matcher
from dragoman.code.events.merge import HARM, merge
from dragoman.code.events.near import least, likelihood, near_frame, reason
from dragoman.code.events.parties import parties
from dragoman.code.events.slots import Slots
from dragoman.document import Document, Sentence
from dragoman.extract.attribution import cue_tokens
from dragoman.parse.syntax import Syntax, syntax

_PARTS = frozenset({"responsibility", "involvement", "role", "part", "hand", "complicity", "participation", "blame"})
_DENIABLE = frozenset({"ASSAULT", "COERCE", "MOBILIZE"})
_HARMED_BY = frozenset({"in", "by", "from", "during", "of"})
_DECIDING = frozenset(
    {"announce", "order", "declare", "approve", "authorise", "authorize", "decree", "plan", "prepare"}
)
_PLANNED = frozenset({"offensive", "operation", "campaign", "incursion", "invasion"})
"""Assaults that somebody decides upon, never what is told of afterwards."""
_JOINING = frozenset({"join", "host", "receive", "welcome", "invite", "greet"})


def find_events(doc: Document) -> list[Draft]:
    """Drafts of all events and states of the body, in text order."""
    return _EventCoder(doc).run()


class _EventCoder:
    def __init__(self, doc: Document) -> None:
        self.doc = doc
        self.syn: Syntax = syntax(doc)
        self.lex: Lexicon = lexicon()
        self.match = Matcher(doc, self.syn, self.lex)
        self.used: set[int] = set()
        self.cues = cue_tokens(doc)
        self.drafts: list[Draft] = []
        self.build = Builder(doc, self.syn, self.lex, self.match, self.used)

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
            if syn.dep[i] == "conj" and self._beside_an_adjective(i):
                continue
            if syn.dep[i] == "acl" and syn.lower[syn.head[i]] == "those" and self._only_whose(i):
                continue
            if self._counted(i):
                continue
            m = self.match.best(i, "V") or self.match.best(i, "A")
            if m is not None and m.frame.event == "-":
                self.used.update(m.words)
                continue
            unknown = m is None
            if m is not None and len(m.words) == 1 and self._lighter(i):
                m = None
            if m is not None and m.frame.event == "REJECT" and self._denies_that(i):
                m = None
            draft = self._denied(i, sentence)
            if draft is None:
                draft = self._from_match(m, sentence) if m is not None else self._from_noun_of(i, sentence)
            if draft is None and unknown:
                draft = self._near(i, sentence)
            if draft is not None:
                self.drafts.append(draft)
                self.used.update(draft.words)
                if draft.noun is not None:
                    self.used.add(draft.noun)

    def _counted(self, i: int) -> bool:
        """ "Put its losses at six dead and 14 wounded": a number of people, not what was done to 14. In "left six dead, 14 wounded"
        it is part of the deed."""
        syn = self.syn
        if syn.head[i] in self.used:
            return False
        bare = not syn.children(i, "aux", "auxpass", "dobj", "agent", "advcl", "prep")
        return (
            i > 0
            and bare
            and syn.tag[i] == "VBN"
            and syn.pos[i - 1] == "NUM"
            and syn.dep[i - 1] in ("nsubj", "nsubjpass")
        )

    def _only_whose(self, i: int) -> bool:
        """ "The relatives of those killed": it tells who they are, and nothing of by whom, when or where."""
        syn = self.syn
        return syn.tag[i] == "VBN" and not syn.children(i, "agent", "prep", "npadvmod", "advcl")

    def _beside_an_adjective(self, i: int) -> bool:
        """ "90 sick and wounded people": the participle stands before a noun, though parsers make it a verb of its own."""
        syn = self.syn
        if syn.dep[syn.head[i]] == "amod":
            return True
        return (
            i > 1 and syn.lower[i - 1] in ("and", "or") and syn.dep[i - 2] == "amod" and syn.tag[i - 2] == "JJ"
            and i + 1 < len(syn.pos) and syn.pos[i + 1] == "NOUN" and syn.head[i - 2] < i
        )  # fmt: skip

    def _near(self, i: int, sentence: Sentence) -> Draft | None:
        """A verb that is one list of words short of a frame, where it looks like an act."""
        near = near_frame(self.match, i) if i not in self.cues else None
        p = likelihood(near) if near is not None else 0.0
        if near is None or p < least(self.match):
            return None
        draft = self._from_match(near.match, sentence)
        if draft is not None:
            draft.near = True
            draft.why.insert(1, reason(near, p))
        return draft

    def _lighter(self, i: int) -> bool:
        """Is the verb here only the light verb of an event noun ("launched an attack")."""
        if self.syn.lemma[i] not in self.lex.light:
            return False
        return any(self.match.noun(k) is not None for k in self.match.slots(i, "V").get("obj", ()))

    def _denies_that(self, i: int) -> bool:
        """ "Denied reports that its men crossed the river": the act is denied, and nobody is refused anything."""
        syn = self.syn
        return syn.lemma[i] in ("deny", "refute", "dismiss") and any(
            syn.dep[c] in ("acl", "ccomp", "relcl") and any(syn.lower[m] == "that" for m in syn.children(c, "mark"))
            for k in syn.children(i, "dobj", "nsubjpass")
            for c in syn.kids[k]
        )

    def _denied(self, i: int, sentence: Sentence) -> Draft | None:
        """ "Denied responsibility for the blast", "denied a role in the coup", "denied any killings": the act, which the denier
        did not do."""
        syn = self.syn
        if syn.lemma[i] != "deny":
            return None
        slots = self.match.slots(i, "V")
        for k in slots.get("obj", ()):
            m = self.match.noun(k)
            if m is None or m.frame.event not in _DENIABLE or k in self.used or syn.children(k, "det", "poss")[:1]:
                if m is None or k in self.used or not any(syn.lower[c] == "any" for c in syn.children(k, "det")):
                    continue
            draft = self.build(m, m.slots, sentence, token=k, words=m.words, noun=k)
            if draft is not None and not draft.actor:
                fill = parties(self.doc, syn, slots.get("subj", []), loose=False)
                put(draft.actor, fill, draft, "actor", "who denies it")
            if draft is not None:
                return draft
        for part in (k for k in slots.get("obj", ()) if syn.lemma[k] in _PARTS):
            for p in syn.children(part, "prep"):
                for k in syn.children(p, "pobj"):
                    m = self.match.noun(k)
                    if m is None or m.frame.event != "ASSAULT" or k in self.used:
                        continue
                    draft = self.build(m, m.slots, sentence, token=k, words=m.words, noun=k)
                    if draft is not None:
                        fill = parties(self.doc, syn, slots.get("subj", []), loose=False)
                        put(draft.actor, fill, draft, "actor", "who denies it")
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
                m = self.match.noun(k)
                if m is None or k in self.used:
                    continue
                merged = {s: list(v) for s, v in m.slots.items()}
                for s, v in slots.items():
                    if s not in ("obj", "subj", "comp"):
                        merged.setdefault(s, []).extend(f for f in v if f not in merged.get(s, ()) and f != k)
                draft = self.build(m, merged, sentence, token=i, words=(*light, *m.words), noun=k)
                if draft is None:
                    continue
                fill = parties(self.doc, syn, slots.get("subj", []), loose=False)
                if slots.get("subj") and not fill and not self._is_event_noun(slots["subj"]):
                    continue
                both = any(r == "both" for _, r in m.frame.roles)
                if fill:  # "began its attacks": whose they are is who began them
                    draft.actor = [p for p in draft.actor if p.token is None or not possessive(syn, p.token)]
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
                m = self.match.noun(k)
                if m is None or k in self.used:
                    continue
                merged = {s: list(v) for s, v in m.slots.items()}
                for s, v in slots.items():
                    if s not in ("obj", "subj", "comp"):
                        merged.setdefault(s, []).extend(v)
                draft = self.build(m, merged, sentence, token=i, words=(*m.words, *occurs), noun=k)
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
        return any(self.match.noun(k) is not None for k in tokens)

    def _from_match(self, m: Match, sentence: Sentence) -> Draft | None:
        draft = self.build(m, m.slots, sentence, token=m.token, words=m.words, noun=m.noun)
        named = self.match.noun(m.noun) if m.noun is not None and m.frame.pos == "V" else None
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
            m = self.match.noun(i)
            if m is None or not self._brings_its_own(i, m):
                continue
            draft = self.build(m, m.slots, sentence, token=i, words=m.words, noun=i)
            if draft is not None:
                draft.certainty -= 0.1
                self._attending(i, draft)
                self._announced(i, draft)
                self._harmed_in(i, draft)
                if draft.event == "CONSULT" and not (draft.actor or draft.recipient or draft.mediator):
                    continue  # "returned from a council meeting in Teruel": nobody is told to have met
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
        put(draft.actor, found + before, draft, "actor", f"{syn.lower[verb]} {syn.lower[preposition]}")

    def _announced(self, i: int, draft: Draft) -> None:
        """ "Kigali announced the expulsion of an envoy", "the president approved an offensive": a state or armed party whose own
        decision it is does it; not what has befallen somebody ("announced the killing of two soldiers")."""
        syn = self.syn
        verb = syn.head[i]
        if syn.dep[i] != "dobj" or syn.lemma[verb] not in _DECIDING or (draft.actor and not draft.mutual):
            return
        if draft.event == "ASSAULT" and syn.lemma[i] not in _PLANNED:
            return
        who = parties(self.doc, syn, self.match.slots(verb, "V").get("subj", []), loose=False)
        found = [p for p in who if p.entity.kind == "place" or SIDES & set(p.entity.sector)]
        before, draft.actor = draft.actor, []
        put(draft.actor, found, draft, "actor", f"who {syn.lower[verb]} it")
        draft.actor += [p for p in before if not any(p.entity == q.entity for q in draft.actor)]

    def _harmed_in(self, i: int, draft: Draft) -> None:
        """ "Three children died in an air strike", "six were hurt in a raid": those whom the act harmed are whom it was aimed at,
        where nobody else is named."""
        syn = self.syn
        if draft.event != "ASSAULT" or draft.mutual or syn.dep[i] != "pobj" or syn.lower[syn.head[i]] not in _HARMED_BY:
            return
        verb = syn.head[syn.head[i]]
        known = any(p.entity.code or p.entity.sector for p in draft.recipient)
        if known or syn.lemma[verb] not in HARM or syn.pos[verb] != "VERB":
            return
        who = [k for s in syn.children(verb, "nsubj", "nsubjpass") for k in syn.nominal_conjuncts(s)]
        found = [p for p in parties(self.doc, syn, who, loose=False) if p.entity.sector]
        put(draft.recipient, found, draft, "recipient", f"who {syn.lower[verb]} in it")

    def _brings_its_own(self, i: int, m: Match) -> bool:
        """A noun makes a claim where it has a party, place or time of its own, and is no subject of a book or lecture."""
        if depicted(self.syn, self.lex, i) or self._only_named(i, m):
            return False
        for slot, role in m.frame.roles:
            if role in ("actor", "recipient", "both") and any(
                p.entity.code or p.entity.sector
                for p in parties(self.doc, self.syn, m.slots.get(slot, []), loose=False)
            ):
                return True
        if any(slot.startswith(LEADING + MEDIATING) for slot in m.slots):
            return True
        under = self.syn.subtree(i)
        lo, hi = min(under), max(under) + 1
        span = self.doc.span(lo, hi)
        if any(
            t.type in ("DATE", "TIME") and t.start < span.end and span.start < t.end and t.from_ for t in self.doc.times
        ):
            return True
        return any(p.role == "literal" and p.start < span.end and span.start < p.end for p in self.doc.places)

    def _only_named(self, i: int, m: Match) -> bool:
        """ "The second such attack this month", "has a treaty with Quito": one of a kind, or what lasts."""
        syn = self.syn
        such = any(syn.lower[k] == "such" for k in syn.kids[i])
        had = syn.dep[i] == "dobj" and syn.lemma[syn.head[i]] == "have" and m.frame.event in ("AGREE", "SUPPORT")
        return such or had
