"""The attribution stage: who says what, by which words, one inside the other."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from dragoman.document import Document, Sentence
from dragoman.extract.attribution.cues import Cue, cues, source_type
from dragoman.extract.attribution.spans import quoted_ranges, runs, source_phrase
from dragoman.parse.syntax import Syntax, syntax
from dragoman.pipeline import stage
from dragoman.record import Attribution, Source, Span

_VERBAL = frozenset({"VERB", "AUX"})
_SPEECH_STANCES = frozenset({"says", "claims", "confirms", "denies"})
_PLAIN = frozenset({"says"})
"""Stances whose content is a finite clause: "continued to attack" attributes nothing."""


@dataclass(slots=True)
class Found:
    """A relation in tokens, before it becomes a record."""

    cue: tuple[int, int]
    head: int
    source: int | None
    content: set[int]
    lexical: Cue
    rule: str
    sources: list[int] = field(default_factory=list)


@stage("attribution", requires=["parsed", "mentions", "times"], assigns=["attributions"])
def attribution(doc: Document) -> Document:
    """Assign ``attributions`` in text order, with parents."""
    syn = syntax(doc)
    finder = _Finder(doc, syn)
    for sentence in doc.sentences:
        if sentence.role == "body":
            finder.sentence(sentence)
    finder.floating()
    found = sorted((f for f in finder.found if f.content), key=lambda f: (min(f.content), f.cue[0]))
    doc.attributions = _records(doc, syn, found, finder.quotes)
    return doc


class _Finder:
    def __init__(self, doc: Document, syn: Syntax) -> None:
        self.doc, self.syn = doc, syn
        self.found: list[Found] = []
        self.quotes = quoted_ranges(doc, syn)
        self.lexicon = cues()

    def sentence(self, s: Sentence) -> None:
        """All relations of one sentence."""
        syn = self.syn
        for i in range(s.start, s.end):
            if syn.lower[i] == "according" and i + 1 < s.end and syn.lower[i + 1] == "to":
                self._according(i, s)
            elif syn.pos[i] in _VERBAL and syn.dep[i] not in ("aux", "auxpass", "amod", "compound"):
                cue = self._cue(i, "V")
                if cue is not None:
                    self._verb(i, cue, s)
            elif syn.pos[i] == "NOUN":
                cue = self.lexicon.get((syn.lemma[i], "N"))
                if cue is not None:
                    self._noun(i, cue, s)
            elif (syn.lower[i], "R") in self.lexicon:
                self._adverb(i, s)

    def _cue(self, i: int, pos: str) -> Cue | None:
        syn = self.syn
        for k in syn.kids[i]:
            if syn.dep[k] in ("prt", "prep") and (f"{syn.lemma[i]}_{syn.lower[k]}", pos) in self.lexicon:
                return self.lexicon[(f"{syn.lemma[i]}_{syn.lower[k]}", pos)]
        return self.lexicon.get((syn.lemma[i], pos))

    # verbs --------------------------------------------------------------------------------------------------------

    def _verb(self, i: int, cue: Cue, s: Sentence) -> None:
        syn = self.syn
        subjects = [k for k in syn.children(i, "nsubj", "nsubjpass")]
        passive = syn.passive(i)
        source = None
        if passive:
            agents = [k for a in syn.children(i, "agent") for k in syn.children(a, "pobj")]
            source = agents[0] if agents else None
        elif subjects:
            source = subjects[0]
            if syn.lower[source] in ("who", "which", "that") and syn.dep[i] == "relcl":
                source = syn.head[i]
        elif syn.dep[i] == "conj" and syn.pos[syn.head[i]] in _VERBAL:
            inherited = syn.children(syn.head[i], "nsubj")
            source = inherited[0] if inherited else None
        elif syn.dep[i] in ("advcl", "xcomp", "acl") and syn.tag[i] in ("VBG", "VB", "VBN"):
            inherited = (
                [syn.head[i]]
                if syn.dep[i] == "acl" and syn.pos[syn.head[i]] not in _VERBAL
                else syn.children(syn.head[i], "nsubj")
            )
            source = inherited[0] if inherited else None
        content, rule = self._content(i, cue, s, source, passive)
        if not content:
            return
        own = set()
        if source is not None and not passive:
            a, b = source_phrase(syn, source)
            own = set(range(a, b))
            if syn.dep[i] != "acl" and source in content and syn.head[i] != source:
                own |= syn.subtree(source) if syn.head[source] == i else set()
        content = content - own - {i}
        if content:
            self.found.append(Found(self._cue_span(i), i, source, content, cue, rule))

    def _cue_span(self, i: int) -> tuple[int, int]:
        syn = self.syn
        start, end = i, i + 1
        aux = [k for k in syn.children(i, "aux", "auxpass", "neg") if i - 4 <= k < i]
        if aux and all(syn.dep[k] in ("aux", "auxpass", "neg", "advmod") for k in range(min(aux), i)):
            start = min(aux)
        for k in syn.children(i, "prt"):
            if k == end:
                end = k + 1
        return start, end

    def _content(self, i: int, cue: Cue, s: Sentence, source: int | None, passive: bool) -> tuple[set[int], str]:
        syn = self.syn
        clauses = [
            k for k in syn.children(i, "ccomp", "xcomp", "parataxis") if syn.pos[k] in _VERBAL or syn.dep[k] == "ccomp"
        ]
        content: set[int] = set()
        if cue.frame == "of":
            return self._accused(i, passive)
        finite = [k for k in clauses if syn.dep[k] != "xcomp"]
        if finite:
            for k in finite:
                content |= syn.subtree(k) - self._back_to_matrix(i, k)
            content |= self._quoted_with(i, content, s)
            return content, "verb+clause" if min(content) > i else "clause+verb"
        if clauses and cue.frame != "object" and cue.stance not in _PLAIN:
            for k in clauses:
                content |= syn.subtree(k)
            if cue.stance in ("demands",):
                for k in syn.children(i, "dobj", "dative"):
                    content |= syn.subtree(k)
            return content, "verb+infinitive"
        quote = self._quote_of(i, s)
        if quote:
            return quote, "verb+quote"
        # "X happened, officials said": the parser may hang the verb of saying on what it governs
        if (
            syn.dep[i] in ("parataxis", "ccomp", "conj", "advcl")
            and syn.pos[syn.head[i]] in _VERBAL
            and cue.stance in _SPEECH_STANCES
        ):
            head = syn.head[i]
            if self._set_off(i, s) and cue.frame.startswith("clause") and source is not None:
                return syn.subtree(head) - syn.subtree(i), "inserted"
        if cue.frame in ("clause-object", "object") or cue.stance in (
            "claims",
            "confirms",
            "demands",
            "promises",
            "threatens",
        ):
            objects = syn.children(i, "nsubjpass") if passive else syn.children(i, "dobj")
            for p in syn.children(i, "prep"):
                if cue.stance in ("demands",) and syn.lower[p] in ("for", "on", "to"):
                    objects += syn.children(p, "pobj")
            for k in objects:
                if syn.pos[k] in ("NOUN", "PROPN"):
                    content |= syn.subtree(k)
            return content, "verb+object"
        return set(), ""

    def _back_to_matrix(self, i: int, k: int) -> set[int]:
        """ "denied that it had attacked and accused ...": a coordinated verb of speech in the tense of the cue, where the
        content has an auxiliary, goes on with the cue's own clause, whatever the parser hung it on."""
        syn = self.syn
        out: set[int] = set()
        if not syn.children(k, "aux", "auxpass"):
            return out
        for c in syn.children(k, "conj"):
            own = syn.children(c, "nsubj", "nsubjpass", "aux", "auxpass", "mark")
            if not own and syn.tag[c] == syn.tag[i] and (syn.lemma[c], "V") in self.lexicon:
                out |= syn.subtree(c)
        return out

    def _accused(self, i: int, passive: bool) -> tuple[set[int], str]:
        syn = self.syn
        content: set[int] = set()
        for k in syn.children(i, "nsubjpass" if passive else "dobj", "dative"):
            content |= syn.subtree(k)
        for p in syn.children(i, "prep"):
            if syn.lower[p] in ("of", "for", "over", "on"):
                content |= syn.subtree(p)
        return content, "accuse"

    def _set_off(self, i: int, s: Sentence) -> bool:
        """Does a comma part the verb's clause from the rest."""
        syn = self.syn
        under = syn.subtree(i)
        lo, hi = min(under), max(under)
        before = lo - 1 >= s.start and syn.lower[lo - 1] in (",", "”", '"', "''", "—", "--")
        after = hi + 1 >= s.end or syn.lower[hi + 1] in (",", ".", "—", "--", "?", "!")
        return before and after

    def _quoted_with(self, i: int, content: set[int], s: Sentence) -> set[int]:
        """Closing marks that belong to a quoted content."""
        out: set[int] = set()
        for a, b in self.quotes:
            if a in content or a + 1 in content:
                lo, hi = max(a, s.start), min(b, s.end)
                if not any(k == i for k in range(lo, hi)):
                    out.update(range(lo, hi))
        return out

    def _quote_of(self, i: int, s: Sentence) -> set[int]:
        """A quotation in the verb's sentence that stands apart from the verb."""
        out: set[int] = set()
        for a, b in self.quotes:
            lo, hi = max(a, s.start), min(b, s.end)
            if hi - lo >= 4 and not lo <= i < hi:
                out.update(range(lo, hi))
        return out

    # other cues ---------------------------------------------------------------------------------------------------

    def _according(self, i: int, s: Sentence) -> None:
        """ "According to X": the rest of the sentence, or of the clause where another clause has its own source."""
        syn = self.syn
        to = i + 1
        objects = [k for b in (i, to) for p in (b,) for k in syn.children(p, "pobj")]
        if not objects:
            nouns = [k for k in range(to + 1, min(to + 12, s.end)) if syn.pos[k] in ("NOUN", "PROPN", "PRON")]
            if not nouns:
                return
            objects = [nouns[0]]
            while syn.dep[objects[0]] in ("compound", "poss", "amod") and syn.head[objects[0]] < s.end:
                objects = [syn.head[objects[0]]]
        _a, b = source_phrase(syn, objects[0])
        own = set(range(i, max(b, objects[0] + 1))) | {k for k in syn.subtree(objects[0]) if k > to}
        content = {k for k in range(s.start, s.end) if k not in own}
        last = max(content, default=-1)
        if last >= 0 and syn.lower[last] == ".":
            content.discard(last)
        cue = Cue("says", "claim", "clause")
        self.found.append(Found((i, i + 2), i, objects[0], content, cue, "according-to"))

    def _noun(self, i: int, cue: Cue, s: Sentence) -> None:
        syn = self.syn
        clauses = [
            k for k in syn.children(i, "acl", "ccomp") if any(syn.lower[m] == "that" for m in syn.children(k, "mark"))
        ]
        if not clauses:
            return
        owners = syn.children(i, "poss") + [
            k
            for p in syn.children(i, "prep", "agent")
            if syn.lower[p] in ("by", "from", "of")
            for k in syn.children(p, "pobj")
        ]
        content: set[int] = set()
        for k in clauses:
            content |= syn.subtree(k)
        self.found.append(Found((i, i + 1), i, owners[0] if owners else None, content, cue, "noun+that"))

    def _adverb(self, i: int, s: Sentence) -> None:
        syn = self.syn
        head = syn.head[i]
        if head == i:
            return
        content = syn.subtree(head) - {i}
        if syn.pos[head] in _VERBAL:
            content -= {k for c in syn.children(head, "advcl", "conj") for k in syn.subtree(c)}
        self.found.append(Found((i, i + 1), i, None, content, self.lexicon[(syn.lower[i], "R")], "adverb"))

    def floating(self) -> None:
        """Quoted sentences without a cue of their own belong to the last speaker of the same or the sentence before."""
        covered = {k for f in self.found for k in f.content}
        for s in self.doc.sentences:
            if s.role != "body" or s.index == 0:
                continue
            inside = [(max(a, s.start), min(b, s.end)) for a, b in self.quotes if a < s.end and s.start < b]
            words = [k for k in range(s.start, s.end) if self.syn.pos[k] not in ("PUNCT", "SPACE")]
            quoted = [k for k in words if any(a <= k < b for a, b in inside)]
            if not words or len(quoted) < 0.85 * len(words) or any(k in covered for k in quoted[:3]):
                continue
            before = [
                f
                for f in self.found
                if f.source is not None
                and s.index - 2 <= self.doc.sentence_of(f.head).index < s.index
                and f.lexical.stance in _SPEECH_STANCES
            ]
            if before:
                f = before[-1]
                content = {k for a, b in inside for k in range(a, b)}
                self.found.append(Found(f.cue, f.head, f.source, content, f.lexical, "floating-quote"))


def _records(doc: Document, syn: Syntax, found: list[Found], quotes: list[tuple[int, int]]) -> list[Attribution]:
    spans = [runs(doc, syn, f.content) for f in found]
    kept = [(f, c) for f, c in zip(found, spans, strict=True) if c]
    out: list[Attribution] = []
    sizes = [len(f.content) for f, _ in kept]
    cover: list[tuple[str, set[int], int]] = []
    for n, (f, content) in enumerate(kept):
        out.append(
            Attribution(
                id=f"a{n + 1}",
                source=_source(doc, syn, f),
                cue=doc.span(*f.cue),
                content=content,
                kind=f.lexical.kind,  # type: ignore[arg-type]
                rule=f"attribution.{f.rule}:{syn.lemma[f.head]}",
                quoted=_quoted(f, quotes),  # type: ignore[arg-type]
                stance=f.lexical.stance,
                date=_said_on(doc, syn, f.head),
            )
        )
        cover.append((f"a{n + 1}", f.content, sizes[n]))
    for n, (f, _) in enumerate(kept):
        around = [(size, id) for id, tokens, size in cover if f.head in tokens and id != out[n].id and size > sizes[n]]
        if around:
            out[n] = replace(out[n], parent=min(around)[1])
    doc.cache["attribution_tokens"] = {a.id: f.content for a, (f, _) in zip(out, kept, strict=True)}
    doc.cache["attribution_heads"] = {a.id: f.head for a, (f, _) in zip(out, kept, strict=True)}
    return out


def _source(doc: Document, syn: Syntax, f: Found) -> Source:
    if f.source is None:
        return Source(source_type="unknown")
    a, b = source_phrase(syn, f.source)
    phrase: Span = doc.span(a, b)
    m = doc.mention_at(f.source)
    head = syn.lemma[f.source]
    kind = source_type(m.entity if m else None, head, phrase.text)
    if m is None:
        ent = {"PERSON": "person", "ORG": "organisation"}.get(syn.ent[f.source], "unknown")
        return Source(phrase.text, phrase.start, phrase.end, kind=ent, source_type=kind)  # type: ignore[arg-type]
    e = m.entity
    return Source(phrase.text, phrase.start, phrase.end, e.name, e.code, e.sector, e.office, e.kind, kind)


def _quoted(f: Found, quotes: list[tuple[int, int]]) -> str:
    inside = sum(1 for k in f.content if any(a <= k < b for a, b in quotes))
    share = inside / len(f.content)
    return "direct" if share > 0.85 else "mixed" if inside > 1 else "indirect"


def _said_on(doc: Document, syn: Syntax, cue: int) -> str | None:
    """The day of saying: a time expression that hangs on the cue."""
    for t in doc.times:
        if t.from_ is None or t.type not in ("DATE", "TIME"):
            continue
        i, j = doc.tokens_at(t.start, t.end)
        for k in range(i, j):
            h = syn.head[k]
            if syn.pos[h] == "ADP":
                h = syn.head[h]
            if h == cue:
                return t.from_[:10]
    return None
