"""What is outside the record: weather, accident, illness, sport, markets, fiction, and dealings of private people.

Conventions 12. A sentence has a setting where its words tell one (data/outside.tsv); evidence that an act is of the
record (armed or official parties, weapons) outweighs it.
"""

from __future__ import annotations

from collections import Counter
from functools import cache
from importlib.resources import files

from dragoman.code.conflict import of_conflict
from dragoman.code.draft import Draft, Party
from dragoman.code.events.lexicon import lexicon
from dragoman.code.events.parties import both_sides
from dragoman.document import Document, Sentence
from dragoman.extract.actors import is_agent
from dragoman.extract.factuality import judge
from dragoman.parse.syntax import Syntax, syntax

_ARMED = frozenset({"MIL", "REB", "PRM", "COP", "UAF", "SPY"})
_OFFICE = frozenset({"GOV", "LEG", "JUD", "PTY", "OPP", "PRE", "ELI"})
_WORKING = frozenset({"LAB", "AGR", "EDU", "MED"})
_SPEAKING = frozenset({"LAB", "REL", "JRN", "REF", "NGO"})
_CALM = frozenset(
    {
        "AGREE",
        "CONSULT",
        "SUPPORT",
        "CONCEDE",
        "COOPERATE",
        "AID",
        "RETREAT",
        "SANCTION",
        "REQUEST",
        "ACCUSE",
        "REJECT",
        "THREATEN",
    }
)
_WORK_ACTS = frozenset({"REQUEST", "ACCUSE", "REJECT", "THREATEN", "RETREAT"})
_DIRECTED = frozenset({"SUPPORT", "COOPERATE", "AID", "REQUEST", "ACCUSE", "REJECT", "SANCTION"})
_CRIMINAL = frozenset({"ACCUSE", "ASSAULT", "COERCE", "SANCTION", "COOPERATE"})
_HARM_SETTINGS = ("nature", "accident", "illness")


@cache
def settings() -> dict[str, tuple[tuple[str, int], ...]]:
    """Word to the domains that it tells, with 2 for a strong and 1 for a weak word."""
    out: dict[str, list[tuple[str, int]]] = {}
    for line in files("dragoman.code").joinpath("data/outside.tsv").read_text("utf-8").splitlines():
        if line.startswith(("#", "domain\t")) or not line.strip():
            continue
        domain, weight, words = line.split("\t")
        for w in words.split():
            out.setdefault(w, []).append((domain, 2 if weight == "strong" else 1))
    return {w: tuple(v) for w, v in out.items()}


def setting(doc: Document, sentence: Sentence) -> frozenset[str]:
    """The domains outside the record that the words of a sentence tell."""
    kept: dict[int, frozenset[str]] = doc.cache.setdefault("settings", {})
    if sentence.index not in kept:
        syn, table = syntax(doc), settings()
        points: Counter[str] = Counter()
        words = {
            (_word(syn, k), syn.pos[k])
            for k in range(sentence.start, sentence.end)
            if syn.pos[k] in _TELLING and not _shots(syn, k)
        }
        for word, pos in words:
            for domain, weight in table.get(word, ()):
                verbal = pos == "VERB" and domain == "accident"
                quality = pos == "ADJ" and domain == "sport" and weight == 2
                if pos == "NOUN" or (pos == "PROPN" and weight == 2) or verbal or quality:
                    points[domain] += 3 if weight == 2 else 1
        kept[sentence.index] = frozenset(d for d, n in points.items() if n >= _ENOUGH.get(d, 2))
    return kept[sentence.index]


def harm_outside(doc: Document, sentence: Sentence) -> bool:
    """Is harm that a sentence counts from weather, accident, sport or illness: no weapon and nobody armed in it."""
    if not setting(doc, sentence) & {*_HARM_SETTINGS, "sport"} or _arms(doc, sentence):
        return False
    return not any(
        sentence.start <= m.head < sentence.end and _ARMED & {s for e in m.entities for s in e.sector}
        for m in doc.mentions
    )


def _dated(doc: Document, sentence: Sentence) -> bool:
    """Does a sentence tell a day: stories that are made up seldom do."""
    span = doc.sentence_span(sentence)
    return any(t.from_ and span.start <= t.start < span.end for t in doc.times)


def _shots(syn: Syntax, k: int) -> bool:
    """ "Traded fire", "under fire", "machine-gun fire": the fire of guns, which is no blaze."""
    if syn.lower[k] != "fire":
        return False
    h = syn.head[k]
    shot = syn.dep[k] == "dobj" and syn.lemma[h] in ("trade", "exchange", "open", "return", "cease", "draw", "hold")
    under = syn.dep[k] == "pobj" and syn.lower[h] == "under"
    return shot or under or any(syn.lemma[m] in lexicon().instruments for m in syn.kids[k])


def _arms(doc: Document, sentence: Sentence) -> bool:
    """Does a sentence name a weapon."""
    syn, arms = syntax(doc), lexicon().instruments
    return any(syn.lemma[k] in arms for k in range(sentence.start, sentence.end) if syn.pos[k] == "NOUN")


_TELLING = frozenset({"NOUN", "PROPN", "VERB", "ADJ"})
_ENOUGH = {"sport": 3, "market": 3}
_HARM_WORDS = frozenset(
    [
        "kill",
        "injure",
        "wound",
        "hurt",
        "hit",
        "strike",
        "destroy",
        "damage",
        "claim",
        "displace",
        "explode",
        "explosion",
        "blast",
        "burn",
        "battle",
        "fight",
    ]
)


def _word(syn: Syntax, k: int) -> str:
    if k >= 2 and syn.lower[k - 1] == "-":
        whole = f"{syn.lower[k - 2]}-{syn.lemma[k]}"
        if whole in settings():
            return whole
    return syn.lemma[k]


def why_outside(doc: Document, d: Draft) -> str | None:
    """The reason why a draft is no claim, or None."""
    if d.kind != "event" or d.event is None:
        return None
    if d.event == "ASSAULT" and syntax(doc).lemma[d.token] == "claim" and judge(doc, d.token).value == "negated":
        return "nobody has claimed the act, which is no act that did not happen"
    everyone = [*d.actor, *d.recipient, *d.mediator]
    sectors = {s for p in everyone for s in p.entity.sector}
    syn = syntax(doc)
    told = setting(doc, d.sentence)
    harmed = any(syn.lemma[w] in _HARM_WORDS for w in d.words)
    weapons = bool(d.instruments or (set(d.modes) - {"explosives", "destroy"} and d.event == "ASSAULT"))
    if d.event == "ASSAULT" and harmed and not weapons and not any(_somebody(p) for p in d.actor):
        for domain in _HARM_SETTINGS:
            if domain in told and not _arms(doc, d.sentence):
                return f"a sentence on {domain} without a doer"
    forceful = weapons or bool(sectors & _ARMED)
    if "nature" in told and "martial-law" in d.modes:
        return "an emergency declared for a disaster"
    if "sport" in told and not forceful and d.event != "PROTEST" and not d.counts:
        if d.event == "ASSAULT" or not sectors & _OFFICE:
            return "a sentence on sport"
    coded = any(p.entity.code for p in everyone)
    if "fiction" in told and not coded and not (forceful and _dated(doc, d.sentence)):
        return "a sentence on a work of fiction"
    if (
        "market" in told
        and not forceful
        and not sectors & (_OFFICE | _WORKING)
        and not any(p.entity.code for p in everyone)
    ):
        return "a sentence on markets"
    if (
        "crime" in told
        and not weapons
        and not sectors & (_OFFICE | _ARMED | _SPEAKING) - {"COP", "JUD"}
        and d.event in _CRIMINAL
    ):
        return "a sentence on common crime"
    if of_conflict(doc):  # the story's own subject says what a bare "the mediator", "the march" is
        return None
    if d.event in _DIRECTED and not everyone and d.noun is None and not d.spoken:
        return "neither a doer nor one to whom it is done"
    left_open = not d.actor and d.event in _WORK_ACTS  # "the council urged both sides": a doer whom no lexicon knows
    if d.event in _CALM and everyone and not left_open and not any(_public(syn, p, d.event) for p in everyone):
        return "nobody of public life takes part"
    return None


def _somebody(p: Party) -> bool:
    """Could a party be a doer: a country, a group, a person; not what a tagger only took for a name."""
    return p.entity.code is not None or bool(p.entity.sector) or p.entity.kind in ("person", "group")


def _public(syn: Syntax, p: Party, event: str) -> bool:
    """Is a party a country, an office, an armed side, a named person or organisation; workers where they make demands."""
    e = p.entity
    sectors = set(e.sector)
    if p.token is not None and both_sides(syn, p.token):
        return True
    if sectors & (_ARMED | _OFFICE):
        return True
    if sectors & _SPEAKING or (sectors & _WORKING and event in _WORK_ACTS):
        return True
    text = e.text or e.name or ""
    if event == "CONSULT" and "CVL" in sectors and not text[:1].isupper():
        return False
    if e.code is not None:
        return True
    if (
        ("CVL" in sectors or not sectors)
        and event in _WORK_ACTS
        and p.token is not None
        and is_agent(syn.lemma[p.token])
    ):
        return syn.tag[p.token] == "NNS" or syn.lemma[p.token] in _BODIES
    if text.lower() in _PRONOUNS:
        return e.kind == "unknown" or (e.name or "")[:1].isupper()
    named = e.kind in ("person", "organisation", "population", "place") or not e.sector
    return text[:1].isupper() and named and e.name != text.lower()


_BODIES = frozenset(
    ["group", "clan", "tribe", "community", "crowd", "movement", "opposition", "public", "federation", "confederation", "union",
     "association", "coalition", "alliance", "front", "league", "congress", "council", "committee", "delegation", "church", "foundation"]
)  # fmt: skip
_PRONOUNS = frozenset({"he", "she", "they", "it", "who", "we", "i", "them", "him", "her", "his", "its", "their"})
