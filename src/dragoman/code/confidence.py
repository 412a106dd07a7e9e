"""How likely a claim is right, from what was seen when it was coded: a logistic sum of the weights in data/confidence.tsv.

The weights are fitted to the open gold set (``scripts/fit_confidence.py``); docs/confidence.md says what "right" means, what
each feature says and how well the figures hold. A feature holds or does not: the sum can be checked by hand.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from math import exp

from dragoman.code.dates import EventDate
from dragoman.code.draft import Draft
from dragoman.document import Fact
from dragoman.record import Attribution, EventLocation

LEAST, MOST = 0.05, 0.97
"""A few hundred stories cannot tell a coder that is surer than this from one that is not."""
FAR, LONG, CROWDED = 8, 30, 3
_CLAUSES = {"ROOT": "main", "conj": "conj", "advcl": "adverbial", "relcl": "relative", "acl": "relative",
            "ccomp": "content", "xcomp": "infinitive", "pcomp": "adverbial"}  # fmt: skip


@cache
def weights() -> dict[str, float]:
    """Weight by feature, in logits."""
    lines = files("dragoman.code").joinpath("data/confidence.tsv").read_text("utf-8").splitlines()
    return {name: float(w) for name, w in (s.split("\t")[:2] for s in lines if s and not s.startswith("#"))}


def evidence(
    d: Draft, fact: Fact, when: EventDate, place: EventLocation | None, sources: list[Attribution], *,
    clause: str, length: int, beside: int,
) -> list[str]:  # fmt: skip
    """The features that hold. ``clause``: the dependency of the predicate; ``length``: tokens of its sentence;
    ``beside``: claims of that sentence, this one with them."""
    out = ["always", d.event or d.kind, fact.value, f"date {when.basis}", f"clause {_CLAUSES.get(clause, 'noun')}"]
    if d.kind == "toll":
        out.append("toll")
    if d.light:
        out.append("light verb")
    elif d.noun is not None and d.noun == d.token:
        out.append("bare noun")
    if d.near:
        out.append("near frame")
    if len(d.words) > 1:
        out.append("several trigger words")
    if d.modes:
        out.append("mode")
    for role, parties in (("actor", d.actor), ("recipient", d.recipient)):
        if not parties:
            out.append(f"{role} none")
            continue
        first = parties[0]
        if all(p.entity.code for p in parties):
            out.append(f"{role} known")
        elif not any(p.entity.name for p in parties):
            out.append(f"{role} unnamed")
        else:
            out.append(f"{role} without country")
        if first.token is None:
            out.append(f"{role} implied")
        elif abs(first.token - d.token) > FAR:
            out.append(f"{role} far")
        if len(parties) > 1:
            out.append(f"{role} several")
        if not first.entity.sector:
            out.append(f"{role} without sector")
    if place is None:
        out.append("place none")
    elif place.resolution is not None and place.resolution <= 2:
        out.append("place wide")
    if sources:
        out.append("source")
        if len(sources) > 1:
            out.append("source of a source")
    if d.counts:
        out.append("figures" if len(d.counts) > 1 else "figure")
    if length > LONG:
        out.append("long sentence")
    if beside >= CROWDED:
        out.append("crowded sentence")
    return out


def confidence(features: list[str]) -> float:
    """The share of claims with these features that are right, 0.05 to 0.97, two decimals."""
    w = weights()
    share = 1 / (1 + exp(-sum(w.get(f, 0.0) for f in features)))
    return round(min(MOST, max(LEAST, share)), 2)


def reason(features: list[str]) -> str:
    """The features that weigh most, for the claim's ``why``."""
    w = weights()
    told = sorted((f for f in features if f != "always" and abs(w.get(f, 0.0)) >= 0.1), key=lambda f: -abs(w[f]))
    return "confidence: " + (", ".join(f"{f} {w[f]:+.1f}" for f in told[:3]) or "nothing weighs on it")
