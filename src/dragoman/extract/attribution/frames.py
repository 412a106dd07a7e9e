"""The frames of a verb: where its content stands, and which of them holds."""

from __future__ import annotations

from dragoman.document import Sentence
from dragoman.extract.attribution import lexicon
from dragoman.extract.attribution.extent import from_aspect, from_document, is_time, with_tail
from dragoman.extract.attribution.lexicon import Cue, Frames
from dragoman.extract.attribution.relation import NOMINAL, VERBAL, Found, Scene, cue_span, matrix_of
from dragoman.extract.attribution.sources import agent, animate, phrase, subject
from dragoman.extract.attribution.tags import inserted, quoted_beside

_CONTRACTS = ("obj+of", "obj+for", "obj+on", "obj+over", "obj+with", "obj+to", "obj+in", "obj+at", "obj+as")
_FINITE = frozenset({"VBD", "VBZ", "VBP", "MD"})
_NONE = Cue("says", "claim")


class VerbCue:
    """A verb of the lexicon in its sentence; :meth:`find` tries its frames, clauses first, objects last."""

    def __init__(self, scene: Scene, i: int, s: Sentence, frames: Frames, particle: int | None) -> None:
        self.scene, self.syn, self.i, self.s = scene, scene.syn, i, s
        self.frames, self.particle = frames, particle
        self.passive = self.syn.passive(i)
        self.source = agent(self.syn, i) if self.passive else subject(self.syn, i, scene.in_quote)
        if self.source is None and not self.passive:
            self.source = self._after()
        self.opener: int | None = None

    def _after(self) -> int | None:
        """ "...," said Minister Haddad: the parser may take an inverted subject for an object."""
        syn, i, s = self.syn, self.i, self.s
        if "that" not in self.frames and "quote" not in self.frames:
            return None
        if i > s.start and (syn.lower[i - 1] in (",", "”", '"', "''", "—") or syn.lower[i - 1][-1] in '”"'):
            for k in syn.children(i, "dobj", "attr", "oprd", "dep", "ccomp"):
                if k > i and syn.pos[k] in NOMINAL and k - i < 8 and k not in self.scene.in_quote:
                    return k
        return None

    def find(self) -> Found | None:
        asked = self._after_question()
        if asked:
            return Found(
                self._group(), self.i, self.source, asked, self.frames.get("that") or self.frames["quote"], "verb+quote"
            )
        if self._waits():
            cue = self.frames.get("that") or self.frames["quote"]
            end = self._group()[1]
            return Found((self._group()[0], end), self.i, self.source, set(), cue, "verb+before")
        for step in (self._clause, self._tag, self._infinitive, self._gerund, self._preposition, self._object):
            content, cue, rule = step()
            if content:
                return self._made(content, cue, rule)
        return None

    def _after_question(self) -> set[int]:
        """ "Why us?” Karim asked." The sentence before ends with the quotation that this verb carries."""
        i, s = self.i, self.s
        if not {"that", "quote"} & set(self.frames) or self.source is None or self.passive or i in self.scene.in_quote:
            return set()
        if min(i, phrase(self.syn, self.source, i)[0]) != s.start or max(i, self.source) - s.start > 20:
            return set()
        if any(k > i and k != self.source for k in self.syn.children(i, "ccomp", "dobj", "xcomp")):
            return set()
        return next((set(range(a, b)) for a, b in self.scene.quotes if b in (s.start, s.start - 1)), set())

    def _waits(self) -> bool:
        """ "He said:" or "She demanded." ends a sentence whose content is the quotation that follows."""
        syn, i, s = self.syn, self.i, self.s
        if not {"that", "quote"} & set(self.frames) or self.source is None or self.passive or i in self.scene.in_quote:
            return False
        if any(k > i for k in syn.children(i, "ccomp", "dobj", "xcomp")) or quoted_beside(self.scene, i, s):
            return False
        last = s.end - 1
        while last > i and (syn.pos[last] == "SPACE" or syn.lower[last] == "."):
            last -= 1
        return (last == i and syn.head[i] == i and not syn.children(i, "ccomp")) or (
            syn.lower[last] == ":" and last - i < 12
        )

    def _made(self, content: set[int], cue: Cue, rule: str) -> Found | None:
        syn, i = self.syn, self.i
        wants = cue.kind == "attitude" or cue.stance == "demands"
        if wants and self.source is not None and not animate(self.scene.doc, syn, self.source):
            return None
        if self.source is None and (not self.passive or (rule == "object" and syn.children(i, "neg"))):
            return None
        if self.passive and self.source is not None and self.opener is None:
            self.opener = next((a for a in syn.children(i, "agent") if a > i), None)
        start, end = cue_span(syn, i, self.s.start, self.opener if self.opener is not None else self.particle)
        own = set(range(start, end))
        if self.source is not None and self.source not in content:
            own |= set(range(*phrase(syn, self.source, i)))
        elif self.source is not None and (self.source == self.i or syn.head[self.source] == i):
            own |= syn.subtree(self.source)
        if rule[:3] in ("obj", "pre"):
            content = self.scene.whole_quotes(with_tail(syn, i, content), self.s, i) - own
        content = self.scene.without_asides(self.scene.trimmed(content - own), i)
        content = self._last_part(content)
        if not self.scene.words(content):
            return None
        start = from_aspect(syn, i, start, self.s)
        document = from_document(self.scene, i, self.s)
        if document is not None:
            self.source, start = document
        return Found((start, end), i, self.source, content, cue, f"verb+{rule}")

    def _last_part(self, content: set[int]) -> set[int]:
        """Of "A; B, doctors said" the doctors say B: the part before a semicolon is another statement."""
        syn, i = self.syn, self.i
        marks = [k for k in range(self.s.start, i) if syn.lower[k] == ";" and k not in self.scene.in_quote]
        if not marks or not content or max(content) > i:
            return content
        last = {k for k in content if k > marks[-1]}
        return last if any(syn.pos[k] in ("VERB", "AUX") for k in last) else content

    # frames -------------------------------------------------------------------------------------------------------

    def _clause(self) -> tuple[set[int], Cue, str]:
        """A finite clause, before or after the verb, or a question in the content's place."""
        syn, i = self.syn, self.i
        cue = self.frames.get("that")
        none: tuple[set[int], Cue, str] = (set(), _NONE, "")
        if cue is None:
            return none
        before: set[int] = set()
        content: set[int] = set()
        for k in syn.children(i, "ccomp", "xcomp", "parataxis"):
            if k < i and ";" in syn.lower[k:i]:
                continue  # "The rebels fired rockets; the army responded with artillery": a clause of its own
            if k == self.source or (syn.dep[k] == "parataxis" and k > i and not self._is_quoted(k)):
                continue
            if not self._finite(k):
                continue
            under = syn.subtree(k) - self._back_to_matrix(k)
            if max(under) < i:
                before |= under
            else:
                content |= under
        if self.passive and not content | before:
            return self._said_to(), cue, "passive"
        content = self._one_of(before, content)
        if content:
            content = self._to_edge(content)
            beside = quoted_beside(self.scene, i, self.s, beside=content)
            content |= {k for k in beside if k > i} if min(content) > i else beside
            content = self.scene.whole_quotes(content, self.s, i)
            content -= set(range(*self._group()))
            return content, cue, "clause" if min(content) > i else "clause-before"
        return none

    def _one_of(self, before: set[int], after: set[int]) -> set[int]:
        """Of clauses on both sides, the verb's own: "..., he said, adding that ..." has two verbs with one each."""
        syn = self.syn
        if not before or not after or after <= self.scene.in_quote or len(before) < 3:
            return before | after
        that = syn.lower[min(after)] == "that" or syn.tag[self.i] == "VBG"
        return before if before & self.scene.in_quote and not that else after

    def _said_to(self) -> set[int]:
        """ "The rebels are said to have fled", "two were reported killed": the subject with what is said of it."""
        syn, i = self.syn, self.i
        told = [
            k
            for k in syn.children(i, "xcomp", "oprd", "acomp")
            if k > i and (syn.pos[k] in VERBAL or syn.pos[k] == "ADJ")
        ]
        subjects = syn.children(i, "nsubjpass")
        if not told or not subjects or syn.lower[subjects[0]] == "it" or "inf" in self.frames:
            return set()
        return {m for k in (*told, *subjects) for m in syn.subtree(k)}

    def _is_quoted(self, k: int) -> bool:
        return k in self.scene.in_quote

    def _finite(self, k: int) -> bool:
        syn = self.syn
        if syn.dep[k] == "xcomp":
            return any(syn.tag[m] == "MD" or syn.tag[m] in _FINITE for m in syn.children(k, "aux", "auxpass"))
        if syn.pos[k] not in VERBAL:
            if any(syn.lower[m] == "that" for m in syn.children(k, "mark")):
                return True
            return (
                any(syn.pos[m] in VERBAL for m in syn.kids[k])
                or k in self.scene.in_quote
                or bool(syn.children(k, "nsubj"))
            )
        if syn.tag[k] in _FINITE or k in self.scene.in_quote:
            return True
        aux = syn.children(k, "aux", "auxpass")
        if any(syn.lower[m] == "to" for m in aux):
            return any(syn.tag[m] in ("WRB", "WP", "WDT") or syn.lower[m] == "whether" for m in syn.kids[k])
        if syn.tag[k] == "VBG" and not aux:
            return k < self.i or bool(syn.children(k, "nsubj"))
        return True

    def _to_edge(self, content: set[int]) -> set[int]:
        """Content before a verb that heads its sentence begins with the sentence: what stands before it is told too."""
        syn, i, s = self.syn, self.i, self.s
        if max(content) < i and syn.head[i] == i:
            own = set(range(*self._group()))
            lead = set(range(s.start, min(content)))
            clauses = [k for k in lead if syn.pos[k] in VERBAL and syn.children(k, "nsubj", "nsubjpass")]
            if lead and (syn.pos[max(lead)] == "CCONJ" or syn.lower[max(lead)] == ";"):
                clauses = [k for k in clauses if "that" in lexicon.verbs().get(syn.lemma[k], ())]
            if not clauses and not lead & self.scene.in_quote:
                return (content | lead) - own
        return content

    def _group(self) -> tuple[int, int]:
        return cue_span(self.syn, self.i, self.s.start)

    def _back_to_matrix(self, k: int) -> set[int]:
        """What the parser hung on the content but goes on with the cue's own clause (:func:`matrix_of`)."""
        syn = self.syn
        out: set[int] = set()
        for c in syn.children(k, "conj"):
            if matrix_of(syn, c) == self.i:
                out |= syn.subtree(c) | {m for m in syn.children(k, "cc") if m < c}
        return out

    def _tag(self) -> tuple[set[int], Cue, str]:
        """A quotation beside the verb, a colon after it, or a clause that the verb is set off from by commas."""
        cue = self.frames.get("that") or self.frames.get("quote")
        if cue is None or (self.passive and self.source is None):
            return set(), _NONE, ""
        content = quoted_beside(self.scene, self.i, self.s)
        if (
            content
            and "obj" in self.frames
            and any(
                (self.syn.subtree(k) & content and k > self.i and k not in self.scene.in_quote)
                or k + 1 in self.scene.in_quote
                for k in self.syn.children(self.i, "dobj")
            )
        ):
            content = set()
        end = self._group()[1]
        if self.syn.lower[end - 1] == ":" and end < self.s.end:
            content |= set(range(end, self.s.end))
        if content:
            return content, cue, "quote"
        if (
            "that" in self.frames
            and self.syn.dep[self.i] == "advcl"
            and any(self.syn.lower[k] == "as" for k in self.syn.children(self.i, "mark", "advmod"))
        ):
            over = self.syn.subtree(self.syn.head[self.i]) - self.syn.subtree(self.i)
            return (over if self._bare() else set()), cue, "as"
        if "that" in self.frames and self.source is not None and cue.kind == "claim" and self._may_be_inserted(cue):
            content = inserted(self.scene, self.i, self.source, self.s)
        return content, cue, "inserted"

    def _bare(self) -> bool:
        """Has the verb no complement of its own."""
        own = self.syn.children(self.i, "dobj", "ccomp", "xcomp", "acomp", "attr")
        return not any(k != self.particle for k in own)

    def _may_be_inserted(self, cue: Cue) -> bool:
        syn = self.syn
        if cue.stance not in ("says", "claims", "confirms", "believes") or syn.dep[self.i] in ("relcl", "acl"):
            return False
        return "obj" not in self.frames or not any(
            k > self.i and k != self.source for k in syn.children(self.i, "dobj", "attr", "acomp")
        )

    def _infinitive(self) -> tuple[set[int], Cue, str]:
        syn, i = self.syn, self.i
        cue = self.frames.get("inf")
        if cue is None:
            return set(), _NONE, ""
        content: set[int] = set()
        for k in syn.children(i, "xcomp", "ccomp", *(("advcl",) if self.particle is not None else ())):
            if any(syn.lower[m] == "to" for m in syn.children(k, "aux")) and k > i:
                content |= syn.subtree(k)
        if not content:
            return content, cue, ""
        for k in syn.children(i, "dobj", "nsubjpass" if self.passive else "dative"):
            content |= syn.subtree(k)
        if self.particle is not None:
            for k in syn.children(self.particle, "pobj"):
                content |= syn.subtree(k)
        for k in syn.children(i, "conj"):
            if syn.tag[k] == "VB" and syn.tag[i] != "VB" and k > max(content) and not syn.children(k, "nsubj", "aux"):
                content |= set(range(max(content) + 1, k)) | syn.subtree(k)
        return content, cue, "infinitive"

    def _gerund(self) -> tuple[set[int], Cue, str]:
        syn = self.syn
        cue = self.frames.get("ing")
        content: set[int] = set()
        if cue is not None:
            for k in syn.children(self.i, "xcomp", "ccomp", "pcomp"):
                if syn.tag[k] == "VBG" and k > self.i:
                    content |= syn.subtree(k)
        return content, cue or _NONE, "gerund"

    def _preposition(self) -> tuple[set[int], Cue, str]:
        """ "called for talks", "spoke about losing": the phrase that a preposition of the lexicon opens."""
        syn = self.syn
        for p in syn.children(self.i, "prep"):
            cue = self.frames.get(syn.lower[p])
            if cue is not None and p > self.i and not self.passive:
                content = {k for c in syn.children(p, "pobj", "pcomp") for k in syn.subtree(c)}
                terms = any(syn.lemma[k] in ("condition", "behalf", "term") for k in syn.children(p, "pobj"))
                if content and not terms and not is_time(syn, p):
                    self.opener = p
                    return content, cue, f"preposition-{syn.lower[p]}"
        return set(), _NONE, ""

    def _object(self) -> tuple[set[int], Cue, str]:
        """A noun, with what is said of it: "denied the raid", "accused X of Y", "described X as Y", "called X Y"."""
        syn, i = self.syn, self.i
        deps = ("nsubjpass",) if self.passive else ("dobj", "dative")
        objects = [
            k for k in syn.children(i, *deps)
            if (syn.pos[k] in (*NOMINAL, "ADJ") or (syn.lower[k] == "it" and "obj+at" in self.frames))
            and syn.ent[k] not in ("DATE", "TIME")
        ]  # fmt: skip
        if self.passive and not objects and syn.dep[i] == "acl":
            objects = []
        if any(syn.lemma[k] in lexicon.nouns() for k in objects) and syn.lemma[i] in lexicon.words("light"):
            return set(), _NONE, ""
        base = {m for k in objects for m in syn.subtree(k)}
        cue = self.frames.get("toll")
        if cue is not None and self.source is not None and animate(self.scene.doc, syn, self.source):
            if any(syn.lemma[k] in lexicon.words("toll") for k in objects):
                figure = {m for p in syn.children(i, "prep") if p > i for m in syn.subtree(p)}
                return base | (figure - base), cue, "toll"
        for frame in _CONTRACTS:
            cue = self.frames.get(frame)
            if cue is None:
                continue
            hosts = [i, *(k for k in objects if frame != "obj+with")]
            said = {
                m
                for h in hosts
                for p in syn.children(h, "prep")
                if syn.lower[p] == frame[4:] and p > i
                for m in syn.subtree(p)
            }
            if said and (base or self.passive):
                return base | said, cue, frame
        cue = self.frames.get("obj+obj")
        if cue is not None:
            called = {m for k in syn.children(i, "oprd", "ccomp", "xcomp", "acomp") if k > i for m in syn.subtree(k)}
            if self.passive and self.source is None and not (called and syn.children(i, "auxpass")):
                return set(), _NONE, ""
            if not called and self._two_nouns(base):
                return base, cue, "obj+obj"
            if called or len(syn.children(i, "dobj")) > 1:
                return base | called, cue, "obj+obj"
        cue = self.frames.get("obj")
        if cue is None or not base or (self.passive and self.source is None and cue.kind == "attitude"):
            return set(), _NONE, ""
        if not self.passive and min(base) < i and not (syn.dep[i] == "relcl" and all(k < i for k in base)):
            return set(), _NONE, ""
        return base, cue, "object"

    def _two_nouns(self, base: set[int]) -> bool:
        """ "Called the vote a farce", where the parser made one phrase of the two: an article follows a noun inside."""
        syn = self.syn
        return any(
            k - 1 in base
            and syn.lower[k] in ("a", "an")
            and syn.pos[k - 1] in ("NOUN", "PROPN", "PRON")
            and k > self.i + 1
            for k in base
        ) or (bool(base & self.scene.in_quote) and min(base) not in self.scene.in_quote)
