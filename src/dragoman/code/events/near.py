"""Near frames: a verb that is one condition short of a frame, and how far it looks like an act that the story tells.

A closed list of objects or subjects never holds all that a verb can take. Where no frame holds wholly, the frame that
lacks only one such list is asked for its category, and a small linear model whether to believe it, in two steps: does the
verb tell an act (data/second_voice_verbs.tsv), and is the near frame the right one (data/second_voice_frames.tsv). The
model knows no verbs, only how a verb stands and of what kind its subject and object are. Its weights are fitted to the
open gold set and to everyday news by ``scripts/fit_second_voice.py``; docs/events.md says what it gives and costs.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from math import exp

from dragoman.code.conflict import SIDES, of_conflict
from dragoman.code.events.lexicon import Condition
from dragoman.code.events.match import Match, Matcher

LEAST, LEAST_ALONE = 0.25, 0.33
"""A near frame that is less likely than this stays silent: in a story of conflict, and in any other. The first is low as
most that is found under a wrong category is an act all the same."""
_FIRM = frozenset({"voice", "neg", "tense", "mark", "as", "under", "mod", "comp", "oprd"})
"""Slots whose conditions tell one construction from another. No frame is near that fails one of these."""
_OWN = frozenset({"subj", "obj"})
"""Slots that a verb may leave open; a phrase that the frame asks for has to be there."""
_FILLERS = 2
_CLAUSES = ("ccomp", "xcomp", "advcl")


@dataclass(slots=True)
class Near:
    """A frame that lacks one list of words, the condition that fails, the share of the verb's near frames that code the
    same category, and what the model is told of the verb."""

    match: Match
    failed: Condition
    agree: float
    verb: list[str]

    def frame(self, acts: float) -> list[str]:
        """What the model is told of the frame. ``acts``: how likely the verb tells an act."""
        return [
            "always",
            f"category {self.match.frame.event}",
            f"lacks {self.failed.slot}",
            f"act {int(acts * 10) / 10:.1f}",
            f"words {min(3, len(self.match.frame.trigger))}",
            f"agreed {int(self.agree * 4) / 4:.2f}",
        ]


def near_frame(match: Matcher, i: int) -> Near | None:
    """The frame of the verb at ``i``, which none fits, that fails just one list of words: the one of most trigger words, then of the category
    that most of the near frames code, then of most conditions."""
    if not of_conflict(match.doc) and not _public(match, i):
        return None
    if match.syn.dep[i] == "relcl" and match.syn.tag[i] in ("VBP", "VBZ"):
        return None  # "an amnesty for fighters who lay down their arms": of what kind they are
    if match.syn.lemma[i] in match.lex.occur and not match.slots(i, "V").get("obj"):
        return None  # what "began in 2015" is told by its subject alone, which the list holds
    near = [
        (m, c)
        for m, c in match.lacking.get(i, ())
        if not c.negated and c.slot not in _FIRM and m.frame.event is not None
        if c.slot in _OWN or c.slot in m.slots  # "died" is not near "died of torture"
    ]
    if not near:
        return None
    votes = [m.frame.event for m, _ in near]
    m, lacks = max(near, key=lambda n: (len(n[0].frame.trigger), votes.count(n[0].frame.event), len(n[0].frame.when)))
    if m.frame.event == "-":
        return None
    # what the failing list would hold may be what tells how it was done, and this act is another
    m = replace(m, frame=replace(m.frame, mode=(), cameo=(m.frame.cameo or "")[:2] or None))
    return Near(m, lacks, votes.count(m.frame.event) / len(votes), features(match, i))


def _public(match: Matcher, i: int) -> bool:
    """Has the verb an armed or official party for its subject or object?"""
    slots = match.slots(i, "V")
    found = (match.doc.mention_at(k) for slot in ("subj", "obj") for k in slots.get(slot, ()))
    return any(m is not None and any(SIDES & set(e.sector) for e in m.entities) for m in found)


def features(match: Matcher, i: int) -> list[str]:
    """What the model is told of the verb at ``i``: its form, its clause, and the kinds of its subjects and objects."""
    syn, slots = match.syn, match.slots(i, "V")
    out = {"always", f"form {syn.tag[i]}", f"clause {syn.dep[i]}"}
    for k in syn.kids[i]:
        if syn.dep[k] == "prt":
            out.add(f"particle {syn.lower[k]}")
        elif syn.dep[k] == "neg":
            out.add("negated")
        elif syn.dep[k] in _CLAUSES:
            out.add(f"has {syn.dep[k]}")
    if syn.passive(i):
        out.add("passive")
    out.update(f"slot {slot}" for slot in slots)
    for slot, name in (("subj", "subject"), ("obj", "object")):
        fillers = slots.get(slot, [])[:_FILLERS]
        out.update(f"{name} {kind}" for k in fillers for kind in _kinds(match, k))
        if not fillers:
            out.add(f"no {name}")
    return sorted(out)


def _kinds(match: Matcher, k: int) -> list[str]:
    """Of what kind a noun is: the party that it names, the classes of the lexicon that have it, a name, a place."""
    out = [f"@{name}" for name in match.lex.classes_of.get(match.syn.lemma[k], ())]
    mention = match.doc.mention_at(k)
    if mention is not None:
        out += ["party", mention.entity.kind or "unknown", *mention.entity.sector]
        if mention.entity.code:
            out.append("of a country")
    if match.syn.pos[k] in ("PROPN", "PRON", "NUM"):
        out.append({"PROPN": "name", "PRON": "pronoun", "NUM": "number"}[match.syn.pos[k]])
    if match.located(k):
        out.append("in the gazetteer")
    if match.noun(k) is not None:
        out.append("event noun")
    return out


@cache
def weights(of: str) -> dict[str, float]:
    """Weight by feature, in logits; ``of``: verbs or frames."""
    lines = files("dragoman.code").joinpath(f"data/second_voice_{of}.tsv").read_text("utf-8").splitlines()
    return {name: float(w) for name, w in (s.split("\t")[:2] for s in lines if s and not s.startswith("#"))}


def probability(told: Iterable[str], of: str) -> float:
    """The logistic sum of the weights of what is told."""
    w = weights(of)
    return 1 / (1 + exp(-sum(w.get(f, 0.0) for f in told)))


def least(match: Matcher) -> float:
    """How likely a near frame of the document has to be."""
    return LEAST if of_conflict(match.doc) else LEAST_ALONE


def likelihood(near: Near) -> float:
    """How likely a near frame is right."""
    return probability(near.frame(probability(near.verb, "verbs")), "frames")


def reason(near: Near, p: float) -> str:
    """For the claim's ``why``: what the frame lacks, and what speaks most for the verb's being an act and against it."""
    w = weights("verbs")
    most = sorted((f for f in near.verb if f != "always" and w.get(f)), key=lambda f: (-abs(w[f]), f))[:3]
    return f"event: near the frame, whose list for {near.failed.slot!r} does not hold; right with {p:.2f}: " + (
        ", ".join(f"{f} {w[f]:+.1f}" for f in most) or "nothing weighs on it"
    )
