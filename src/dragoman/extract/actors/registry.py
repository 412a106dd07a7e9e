"""Who has been named so far in a document, and whom a later word takes up."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace

from dragoman.extract.actors.hits import Scan
from dragoman.extract.actors.identify import INTERNATIONAL, Identity
from dragoman.extract.actors.leaders import leader_surnames
from dragoman.extract.actors.words import fold, words

_SUBJECT = frozenset({"nsubj", "nsubjpass", "agent"})
_ATTRIBUTIVE = frozenset({"compound", "amod", "nmod"})
"""A country before a noun ("U.S. sponsors") is not what "the country" takes up."""
_WHERE = frozenset(
    ["in", "at", "near", "from", "to", "into", "across", "inside", "outside", "around", "over", "through"]
)
_STATE = frozenset({"country", "seat", "capital"})
_GROUPS = frozenset({"group", "organisation", "institution", "party", "organ", "user"})


@dataclass(slots=True)
class Named:
    """One mention that has been read: where, who, and whether it is a subject."""

    start: int
    end: int
    head: int
    sentence: int
    who: tuple[Identity, ...]
    subject: bool
    pronoun: bool = False
    speaker: bool = False
    """Subject of a verb behind what it reports ("..., two residents said")."""

    @property
    def one(self) -> Identity:
        return self.who[0]


@dataclass(slots=True)
class Registry:
    """The mentions of a document in text order, and the names to know again."""

    scan: Scan
    read: list[Named] = field(default_factory=list)
    persons: dict[str, Identity] = field(default_factory=dict)
    """By surname."""
    acronyms: dict[str, Identity] = field(default_factory=dict)
    countries: Counter[str] = field(default_factory=Counter)
    mediators: set[str] | None = None
    """Countries that the story says mediate; worked out when it is first asked."""
    rebels: set[str] = field(default_factory=set)
    """Countries of the armed groups named so far."""

    def add(self, start: int, end: int, head: int, who: tuple[Identity, ...], *, pronoun: bool = False) -> Named:
        """Take a mention into the register."""
        syn = self.scan.syn
        dep = syn.dep[head]
        k = head
        while syn.dep[k] == "conj" and syn.head[k] != k:
            k = syn.head[k]
            dep = syn.dep[k]
        by = dep == "pobj" and syn.lower[syn.head[k]] == "by"
        speaker = dep in _SUBJECT and any(syn.dep[j] == "ccomp" and j < start for j in syn.kids[syn.head[k]])
        sentence = self.scan.doc.sentence_of(head).index
        n = Named(start, end, head, sentence, who, dep in _SUBJECT or by, pronoun, speaker)
        self.read.append(n)
        if n.one.code is not None and "REB" in n.one.sector:
            self.rebels.add(n.one.code)
        if not pronoun:
            for w in who:
                if w.kind == "person" and w.name and len(w.name.split()) > 1 and w.cls == "person":
                    for key in leader_surnames().get(w.name, ()) or words(w.name)[-1:]:
                        self.persons[key] = w
        return n

    def since(self, sentence: int) -> list[Named]:
        """The mentions of a sentence and of those after it, in text order."""
        out: list[Named] = []
        for n in reversed(self.read):
            if n.sentence < sentence:
                break
            out.append(n)
        return out[::-1]

    def surname(self, name: str) -> Identity | None:
        """The person whose surname, or whose name's last two words, this is."""
        ws = words(name)
        if not ws:
            return None
        found = self.persons.get(ws[-1])
        if found is None:
            return None
        have = words(found.name or "")
        return found if set(ws) <= set(have) else None

    def recent(self, token: int, fit: Callable[[Named], bool], *, back: int = 3) -> Named | None:
        """The mention that a word at ``token`` most likely takes up: nearest sentence first, its subject before the rest.

        Who speaks in it is taken up by who speaks ("they said"), who acts by who acts.
        """
        speaks = self._speaks(token)
        here = self.scan.doc.sentence_of(token).index
        by_sentence: dict[int, list[Named]] = {}
        for n in reversed(self.read):
            if n.sentence < here - back:
                break
            if n.end <= token and fit(n):
                by_sentence.setdefault(n.sentence, []).append(n)
        for at in sorted(by_sentence, reverse=True):
            found = by_sentence[at]
            subjects = [n for n in found if n.subject]
            return next((n for n in subjects if n.speaker == speaks), subjects[0] if subjects else found[0])
        return None

    def _speaks(self, token: int) -> bool:
        """Is the token the subject of a verb that reports what somebody says."""
        syn = self.scan.syn
        return syn.dep[token] in _SUBJECT and any(syn.dep[j] == "ccomp" for j in syn.kids[syn.head[token]])

    def last_country(self, token: int, *, back: int = 4, among: frozenset[str] | None = None) -> Named | None:
        """The country named last, as a place or a government; ``among`` a set of codes where the noun names one."""
        return self.recent(
            token,
            lambda n: (
                len(n.who) == 1
                and n.one.cls in _STATE
                and n.one.code not in INTERNATIONAL
                and not n.pronoun
                and self.scan.syn.dep[n.head] not in _ATTRIBUTIVE
                and (among is None or n.one.code in among)
            ),
            back=back,
        )

    def pair(
        self, token: int, fit: Callable[[Identity], bool], codes: frozenset[str] | None = None
    ) -> tuple[Identity, Identity] | None:
        """The two last parties of a kind, in text order; None where more or fewer are near."""
        found: list[Identity] = []
        for n in reversed(self.read):
            if n.end > token or (n.pronoun and len(n.who) == 1):
                continue
            for w in reversed(n.who):
                if w.code is None or not fit(w) or (codes is not None and w.code not in codes):
                    continue
                if all(w.code != f.code or (w.kind == "person" and w.name != f.name) for f in found):
                    found.append(w)
                if len(found) == 2:
                    return found[1], found[0]
        return None

    def sides(self, token: int, fit: Callable[[Identity], bool]) -> tuple[Identity, Identity] | None:
        """The two last parties that can be the sides of a conflict: of two countries, or a state and those who fight it.

        Countries that the story hardly names (a mediator, a neighbour) are none. None where only one is near.
        """
        found: list[Identity] = []
        apart = (INTERNATIONAL - {"IMG"}) | self._mediators()
        for n in reversed(self.read):
            if n.end > token or (n.pronoun and len(n.who) == 1) or self._scene(n) or self._between(n):
                continue
            for w in reversed(n.who):
                if w.code is None or w.code in apart or not fit(w) or self.marginal(w.code):
                    continue
                if all(w.code != f.code or _fights(w) != _fights(f) for f in found):
                    found.append(w)
                if len(found) == 2:
                    return found[1], found[0]
        return None

    def _scene(self, n: Named) -> bool:
        """Is a place only where something happens ("in eastern Congo")?"""
        syn = self.scan.syn
        return n.one.kind == "place" and syn.dep[n.head] == "pobj" and syn.lower[syn.head[n.head]] in _WHERE

    def _between(self, n: Named) -> bool:
        """Does a party mediate, and so stand on no side?"""
        syn = self.scan.syn
        return syn.dep[n.head] == "nsubj" and syn.lemma[syn.head[n.head]] in _MEDIATING

    def _mediators(self) -> set[str]:
        """The countries that the story says mediate: "Moscow's mediation", "talks under the auspices of Qatar"."""
        if self.mediators is None:
            syn, found = self.scan.syn, set()
            for h in self.scan.hits:
                k = h.end - 1
                over = syn.head[k]
                if syn.dep[k] == "pobj" and syn.lower[over] in ("by", "of"):
                    over = syn.head[over]
                elif syn.dep[k] != "poss":
                    continue
                if h.entry.code and syn.lemma[over] in _MEDIATION:
                    found.add(h.entry.code)
            self.mediators = found
        return self.mediators

    def dominant(self) -> tuple[str, int, int] | None:
        """The country of nearly all mentions: code, its mentions, all mentions. None where another has a third of its.

        In a story of two sides who is not placed by words is on neither: more mentions do not make people one's own.
        """
        total = sum(self.countries.values())
        if total < 2:
            return None
        (code, n), *rest = self.countries.most_common(2)
        second = rest[0][1] if rest else 0
        return (code, n, total) if n > 1 and n >= 3 * second else None

    def marginal(self, code: str | None) -> bool:
        """Is a country named far less often than the story's main one (a mediator, a neighbour)?"""
        top = max(self.countries.values(), default=0)
        return self.countries[code or ""] * 3 <= top


_MEDIATION = frozenset({"mediation", "auspices", "auspex", "mediator", "brokerage"})
_MEDIATING = frozenset({"mediate", "broker", "host", "facilitate", "moderate", "convene", "shuttle", "sponsor"})


def _fights(who: Identity) -> bool:
    """Does a party stand against the state."""
    return who.sector[:1] in (("REB",), ("PRM",), ("OPP",), ("PRE",))


def as_state(who: Identity, name: str) -> Identity:
    """A party brought down to its country."""
    return Identity(name, who.code, (), None, "place", who.why, None, False, "country")


def initials(name: str) -> set[str]:
    """The acronyms that a name may have: initials with and without its small words ("OSCE", "UNRWA" are approximate)."""
    ws = [w for w in words(name) if w != "'s"]
    big = [w for w in ws if w not in ("of", "the", "and", "for", "in", "on", "to", "de", "la", "du", "des")]
    return {"".join(w[0] for w in ws), "".join(w[0] for w in big)} if ws else set()


def same(a: Identity, b: Identity) -> bool:
    """One and the same party."""
    return (a.name, a.code, a.sector) == (b.name, b.code, b.sector)


def unique(many: Iterable[Identity]) -> tuple[Identity, ...]:
    """Parties without repetition, in order."""
    out: list[Identity] = []
    for w in many:
        if not any(same(w, o) for o in out):
            out.append(w)
    return tuple(out)


def enriched(known: Identity, why: str) -> Identity:
    """A known party taken up again, with the reason."""
    return replace(known, why=(why,))


def acronym_of(text: str) -> str | None:
    """The text as an acronym key, or None where it is none."""
    bare = text.replace(".", "")
    return fold(bare) if 2 <= len(bare) <= 10 and bare.isupper() and bare.isalpha() else None
