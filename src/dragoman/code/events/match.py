"""Which frame of the lexicon a token triggers: trigger words found, conditions tested, the most specific wins."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice

from dragoman.code.events.builtin import BUILT_IN
from dragoman.code.events.lexicon import PARTICLES, PREPOSITIONS, Condition, Frame, Lexicon
from dragoman.code.events.occurrences import Occurrences
from dragoman.code.events.slots import Slots, noun_slots, of_objects, verb_slots
from dragoman.document import Document, Mention
from dragoman.parse.syntax import Syntax

_WINDOW = 7
_THINGS = frozenset(
    {"@relief", "@goods", "@weaponry", "@smallarm", "@credit", "@commodity", "@troop", "@helper", "@record"}
)
_PARTICLE = frozenset({"prt", "prep", "advmod", "agent", "dative", "mark", "npadvmod"})
_SHIFTING = frozenset({"to", "from", "with", "against", "as", "in", "for"})
"""Prepositions whose phrase, after an object, belongs to the verb more often than not."""
_LINKING = frozenset(
    {
        "response",
        "reaction",
        "answer",
        "addition",
        "relation",
        "regard",
        "respect",
        "contrast",
        "exchange",
        "return",
        "contravention",
    }
)
"""Nouns of prepositions of two words ("in response to")."""
_SOME = frozenset({"any", "some", "none", "all", "most", "many", "several", "few", "both", "each", "neither", "others"})
_FINITE = frozenset({"VBD", "VBZ", "VBP", "VB", "VBN"})
_BREAKS = frozenset({",", ";", ":", "—", "--", "“", "”", '"', ".", "?", "!"})


@dataclass(slots=True)
class Match:
    """A frame found at a token: the tokens of its trigger words and the slots of its argument structure."""

    frame: Frame
    token: int
    words: tuple[int, ...]
    slots: Slots
    noun: int | None = None
    """The event noun where a light verb or an idiom carries it."""
    extra: dict[str, str] = field(default_factory=dict)


class Matcher:
    """Matches frames in one document."""

    def __init__(self, doc: Document, syn: Syntax, lex: Lexicon) -> None:
        self.doc, self.syn, self.lex = doc, syn, lex
        self._verb_slots: dict[int, Slots] = {}
        self._noun_slots: dict[int, Slots] = {}
        self.lacking: dict[int, list[tuple[Match, Condition]]] = {}
        self._nouns: dict[int, Match | None] = {}
        self._where = Occurrences(syn, lex)
        self._measuring = frozenset({"percent", "%"}).union(
            *(lex.classes.get(c, ()) for c in ("part", "measure", "money", "bout"))
        )

    def slots(self, i: int, pos: str) -> Slots:
        """The slots of a token, made once."""
        made = self._noun_slots if pos == "N" else self._verb_slots
        if i not in made:
            made[i] = noun_slots(self.syn, i) if pos == "N" else self._rescued(i, verb_slots(self.syn, i))
        return made[i]

    def _rescued(self, i: int, slots: Slots) -> Slots:
        """A finite active verb without a subject, before which a known party stands that the parser took for an adverb
        or an apposition, has that one for its subject."""
        syn = self.syn
        if slots.get("subj") or syn.tag[i] not in _FINITE or syn.passive(i):
            return slots
        for k in reversed(syn.children(i, "advmod", "npadvmod", "dep", "nmod", "appos", "compound")):
            m = self.doc.mention_at(k) if k < i else None
            if m is not None and (m.entity.code or m.entity.sector) and self.doc.tokens[k].text[:1].isupper():
                return {**slots, "subj": syn.nominal_conjuncts(k)}
        return slots

    def triggered(self, i: int, pos: str) -> Iterator[Match]:
        """The frames whose trigger words stand at the token, the most specific first; their conditions may not hold."""
        # a participle is the noun that it looks like ("the shelling"), never that of its lemma ("according", "visiting")
        participle = pos == "N" and self.syn.tag[i] == "VBG"
        for frame in self.lex.frames.get((pos, self.syn.lower[i] if participle else self.syn.lemma[i]), ()):
            if not all(map(self._where, frame.trigger[1:])):  # of most frames a word is nowhere in the story
                continue
            words = self._words(i, frame)
            if words is not None:
                noun = next((w for w in words[1:] if self.syn.pos[w] in ("NOUN", "PROPN")), None)
                yield Match(frame, i, tuple(words), self._merged(i, pos, words), noun)

    def best(self, i: int, pos: str) -> Match | None:
        """The most specific frame whose trigger words and conditions hold at the token. Where none is, :attr:`lacking` has
        the frames of a verb that lack one condition."""
        lacking: list[tuple[Match, Condition]] = []
        for m in self.triggered(i, pos):
            failed = list(islice((c for c in m.frame.when if not self.holds(c, m)), 2))
            if not failed:
                return m
            if len(failed) == 1:
                lacking.append((m, failed[0]))
        if pos == "V":
            self.lacking[i] = lacking
        return None

    def noun(self, i: int) -> Match | None:
        """The event that a token tells as a noun, found once; None for other tokens and for what is no event."""
        if i not in self._nouns:
            m = self.best(i, "N") if self.syn.pos[i] in ("NOUN", "PROPN") or self.syn.tag[i] == "VBG" else None
            self._nouns[i] = m if m is not None and m.frame.event != "-" else None
        return self._nouns[i]

    # trigger words -----------------------------------------------------------------------------------------------

    def _is(self, token: int, word: str) -> bool:
        return token in self._where(word)

    def _words(self, i: int, frame: Frame) -> list[int] | None:
        found = [i]
        trigger = frame.trigger
        if (trigger[0].startswith("@") or "-" in trigger[0]) and not self._is(i, trigger[0]):
            return None
        n = 1
        while n < len(trigger):
            word = trigger[n]
            following = trigger[n + 1] if n + 1 < len(trigger) else None
            if word in PREPOSITIONS or word in PARTICLES:
                noun_next = following is not None and following not in PREPOSITIONS and following not in PARTICLES
                at = self._particle(i, word, found, following if noun_next else None)
                if at is None:
                    return None
                found.append(at)
                if noun_next and following is not None:
                    noun = self._object_of(at, following)
                    if noun is None and word in PARTICLES:  # "the plan was shot down"
                        noun = self._object(i, following, found)
                    if noun is None:
                        return None
                    found.append(noun)
                    n += 1
            else:
                at = self._object(i, word, found)
                if at is None:
                    return None
                found.append(at)
            n += 1
        return found

    def _particle(self, i: int, word: str, found: list[int], noun: str | None) -> int | None:
        """The particle or preposition ``word`` of a trigger, the one before ``noun`` where there are several ("gathered in
        Cairo in support of")."""
        syn = self.syn
        beside = syn.children(i, "dobj", "nsubjpass") if noun is not None else []  # "took the firm to court"
        for base in dict.fromkeys((i, found[-1], *beside)):
            here = [
                k
                for k in syn.kids[base]
                if syn.lower[k] == word and syn.dep[k] in _PARTICLE and not self._of_time(k, word)
            ]
            if here:
                fit = [k for k in here if noun is not None and self._object_of(k, noun) is not None]
                if fit or base not in beside:
                    return (fit or here)[0]
            after = syn.lower[base + 1 : base + 3]
            if after[:1] == [word] and after[1:] != ["-"]:  # "carrying off-duty policemen"
                return base + 1
        return None

    def _of_time(self, k: int, word: str) -> bool:
        """ "Took office in 2022": a preposition before a time is no particle of the verb."""
        return (
            word in PARTICLES
            and self.syn.dep[k] == "prep"
            and any(self.syn.ent[t] in ("DATE", "TIME") for t in self.syn.children(k, "pobj"))
        )

    def _object_of(self, preposition: int, word: str) -> int | None:
        syn = self.syn
        for k in syn.children(preposition, "pobj", "pcomp"):
            for c in syn.nominal_conjuncts(k):
                if self._is(c, word):
                    return c
        for k in range(preposition + 1, min(preposition + 5, len(syn.lower))):
            if syn.lower[k] in _BREAKS or syn.pos[k] in ("VERB", "ADP"):
                break
            if self._is(k, word) and not self._modifies(k, word):
                return k
        return None

    def _object(self, i: int, word: str, found: list[int]) -> int | None:
        syn = self.syn
        slots = self.slots(i, "V")
        for k in slots.get("obj", []) + slots.get("obj2", []):
            if self._is(k, word):
                return k
            if self._measures(k):  # "forgave 300 billion yen of the debt", "forty tonnes of flour"
                for t in of_objects(self.syn, k):
                    if self._is(t, word):
                        return t
        if not word.startswith("@") and i + 1 < len(syn.lower) and syn.lower[i + 1] == word:
            return i + 1  # "let free 74 men": the parser hangs it on the men
        for k in syn.kids[i]:
            if syn.pos[k] in ("VERB", "AUX") and (word.startswith("@") or syn.children(k, "aux")):
                continue  # "claimed its men ambushed a convoy", "continued to strike": a clause is no noun
            if syn.dep[k] in ("acomp", "attr", "advmod", "oprd", "prt", "ccomp", "xcomp", "npadvmod") and self._is(
                k, word
            ):
                return k
        if syn.pos[i] in ("VERB", "AUX") and not syn.passive(i):  # the object of a passive stands before it
            for k in range(i + 1, min(i + _WINDOW, len(syn.lower))):
                if syn.lower[k] in _BREAKS or syn.pos[k] in ("VERB", "AUX", "SCONJ"):
                    break
                if syn.dep[k] == "pobj" and not self._carried(k) and k - 1 not in found:
                    continue
                if self._is(k, word) and syn.pos[k] in ("NOUN", "PROPN", "ADJ") and not self._modifies(k, word):
                    return k
        return None

    def _modifies(self, k: int, word: str) -> bool:
        """Does one of the things given only stand before another noun ("dropped its arms embargo")."""
        return word in _THINGS and self.syn.dep[k] in ("compound", "nmod") and self.syn.pos[self.syn.head[k]] == "NOUN"

    def _carried(self, k: int) -> bool:
        """Is the object of a preposition what the verb acts on: "a state of siege", "a round of talks", "as shields", but
        not "hosted the king for talks" nor "under the shadow of talks"."""
        preposition = self.syn.head[k]
        if self.syn.lower[preposition] == "as":
            return True
        return self.syn.lower[preposition] == "of" and self.syn.dep[self.syn.head[preposition]] != "pobj"

    def _merged(self, i: int, pos: str, words: list[int]) -> Slots:
        """The slots of the trigger, and of the noun within it ("impose sanctions on Iran" hangs "on" on either)."""
        slots = self.slots(i, pos)
        nouns = [w for w in words[1:] if self.syn.pos[w] in ("NOUN", "PROPN")]
        if not nouns and pos == "V":
            return self._attached(slots)
        if not nouns:
            return slots
        merged = {k: list(v) for k, v in slots.items()}
        inside = set(words)
        for noun in nouns:
            for slot, fillers in self.slots(noun, "N").items():
                merged.setdefault(slot, []).extend(f for f in fillers if f not in merged.get(slot, ()))
        return {k: [f for f in v if f not in inside] for k, v in merged.items()}

    def _attached(self, slots: Slots) -> Slots:
        """The slots of a verb, with the phrases that the parser hung on its object ("returned the bronzes to Mali")."""
        out = slots
        for k in slots.get("obj", ())[-1:]:
            held = [p for b in (k, *of_objects(self.syn, k)) for p in self.syn.children(b, "prep")]
            for p in held:
                word = self.syn.lower[p]
                if word in _SHIFTING and word not in out:
                    if out is slots:
                        out = dict(slots)
                    objects = self.syn.children(p, "pobj")
                    out[word] = [c for o in objects for c in self.syn.nominal_conjuncts(o)]
        within = [o for w in ("as", "in") for k in slots.get("obj", ()) for o in self.slots(k, "N").get(w, ())]
        within += [o for w in ("as", "in") for o in slots.get(w, ())]
        for p in (q for o in within if self.syn.lemma[o] not in _LINKING for q in self.syn.children(o, "prep")):
            word = self.syn.lower[p]  # "paid millions as compensation for the widows", "$3 million in aid to Fiji"
            if word in ("to", "for") and word not in out:
                out = {**out, word: [c for o in self.syn.children(p, "pobj") for c in self.syn.nominal_conjuncts(o)]}
        if "to" not in out and slots.get("obj"):
            far = self._far_recipient(slots["obj"][-1])
            if far:
                out = {**out, "to": far}
        return out

    def _far_recipient(self, noun: int) -> list[int]:
        """The party of a "to" deep in the object ("returned the bells that were cast in 1610 to Georgia")."""
        syn = self.syn
        for p in sorted(syn.subtree(noun), reverse=True):
            if p > noun and syn.lower[p] == "to" and syn.pos[p] == "ADP":
                for k in syn.children(p, "pobj"):
                    if self.doc.mention_at(k) is not None:
                        return syn.nominal_conjuncts(k)
        return []

    # conditions --------------------------------------------------------------------------------------------------

    def holds(self, c: Condition, m: Match) -> bool:
        """Does a condition of a frame hold where its trigger words stand?"""
        syn, i, slots, words = self.syn, m.token, m.slots, m.words
        if c.slot == "voice":
            return ("passive" in c.words) == syn.passive(i)
        if c.slot == "neg":
            return ("yes" in c.words) == any(syn.dep[k] == "neg" for k in syn.kids[i])
        if c.slot == "tense":
            future = any(syn.lemma[k] in ("will", "shall") or syn.lower[k] == "'ll" for k in syn.children(i, "aux"))
            reported = syn.dep[i] == "ccomp" and syn.tag[syn.head[i]] in ("VBD", "VBN")
            future = future or (reported and any(syn.lower[k] == "would" for k in syn.children(i, "aux")))
            past = syn.tag[i] in ("VBD", "VBN")
            return ("future" in c.words and future) or ("past" in c.words and past and not future)
        if c.slot == "mark":
            clauses = slots.get("comp", [])
            return c.negated != any(syn.lower[k] in c.words for h in clauses for k in syn.kids[h] if k < h)
        if c.slot == "as":
            return c.negated != (syn.dep[i] in c.words)
        if c.slot == "under":
            return c.negated != (syn.dep[i] == "pobj" and syn.lower[syn.head[i]] in c.words)
        if c.slot == "mod":
            bases = [i, *words[1:]] if syn.pos[i] not in ("VERB", "AUX") else list(words[1:])
            bases += [syn.head[b] for b in bases if syn.dep[b] == "conj"]
            fillers = [k for b in bases for k in syn.children(b, "amod", "compound", "nmod", "poss", "nummod")]
        else:
            fillers = slots.get(c.slot, [])
            if c.slot in ("obj", "subj"):
                # "four million dollars' worth of medicine", "dozens of bronzes": what is counted is the object; "any of its troops"
                whole = [t for f in fillers if self._measures(f) for t in of_objects(syn, f)]
                fillers = [*fillers, *whole]
        empty = "NONE" in c.classes
        if empty and not fillers:
            return not c.negated
        hit = any(self._fits(f, c) for f in fillers)
        if not hit and not c.negated and c.slot == "obj":
            # "treated wounded Syrians", "took in refugee families"
            hit = any(syn.lemma[k] in c.words for f in fillers for k in syn.children(f, "amod", "compound"))
        return hit != c.negated

    def _measures(self, token: int) -> bool:
        return self.syn.pos[token] == "NUM" or self.syn.lemma[token] in self._measuring or self._some(token)

    def _some(self, token: int) -> bool:
        """ "Any of its troops", "some of them", "none of those": a pronoun of number over whom it is said of."""
        return self.syn.lower[token] in _SOME and any(self.syn.lower[p] == "of" for p in self.syn.kids[token])

    def _fits(self, token: int, c: Condition) -> bool:
        syn = self.syn
        if syn.lemma[token] in c.words or syn.lower[token] in c.words:
            return True
        for name in c.classes:
            builtin = BUILT_IN.get(name)
            if builtin is not None:
                if builtin(self, token):
                    return True
            elif self._is(token, "@" + name) or (syn.lower[token] == "it" and self._named_by(token, "@" + name)):
                return True
        return False

    def _named_by(self, pronoun: int, word: str) -> bool:
        """ "The truce held for a day after it came into force": the last thing that "it" can stand for, not who acts."""
        sentence = self.doc.sentence_of(pronoun)
        return any(self.syn.pos[k] == "NOUN" and self._is(k, word) for k in range(pronoun - 1, sentence.start - 1, -1))

    def located(self, token: int) -> bool:
        """Does a place that the gazetteer knows end at a token ("retook Hawija")."""
        ends: set[int] | None = self.doc.cache.get("place_ends")
        if ends is None:
            ends = {self.doc.tokens_at(p.start, p.end)[1] - 1 for p in self.doc.places if p.role != "modifier"}
            self.doc.cache["place_ends"] = ends
        return token in ends

    def mention(self, token: int) -> Mention | None:
        """The actor mention at a token, where the token heads it or stands in it."""
        m = self.doc.mention_at(token)
        return m if m is not None and (m.head == token or m.start <= token < m.end) else None
