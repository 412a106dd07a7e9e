"""Finer modes, from what is asked, refused or threatened and from what an act was done with, once all drafts are known."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

from dragoman.code.draft import Draft
from dragoman.document import Document, Fact
from dragoman.parse.syntax import Syntax, syntax

_PROPOSED = frozenset(
    {"call", "demand", "appeal", "request", "proposal", "offer", "invitation", "plea", "idea", "plan"}
)
_FOR = frozenset({"for", "to", "on", "of"})
_MISSILES = frozenset({"stone", "rock", "brick", "bottle", "missile", "egg", "slab"})
_ARMED = frozenset({"MIL", "REB", "PRM", "COP", "UAF", "SPY"})
_RAIDS = frozenset({"strike", "raid", "sortie", "bombardment", "bombing"})
_JUDGES = frozenset({"JUD", "COP"})
_REACH = 4


@cache
def content_modes() -> dict[str, dict[str, str]]:
    """Mode by lemma of what is asked, refused or threatened, by event (``data/content_modes.tsv``)."""
    out: dict[str, dict[str, str]] = {}
    text = files("dragoman.code").joinpath("data/content_modes.tsv").read_text("utf-8")
    for line in text.splitlines()[1:]:
        if line and not line.startswith("#"):
            event, mode, words = line.split("\t")
            out.setdefault(event, {}).update(dict.fromkeys(words.split(), mode))
    return out


def refine(doc: Document, drafts: list[Draft]) -> list[Draft]:
    """The same drafts, with modes that their content, their means or an earlier sentence tells."""
    syn = syntax(doc)
    for n, d in enumerate(drafts):
        if d.kind != "event":
            continue
        if (
            d.event == "COERCE"
            and syn.lemma[d.token] == "order"
            and _JUDGES & {s for p in d.actor for s in p.entity.sector}
        ):
            d.fact = Fact("asserted", ("asserted: the order of a court or prosecutor itself",))
        if d.event in content_modes():
            _by_content(syn, d)
        elif d.event == "ASSAULT":
            _from_the_air(syn, d, drafts[:n])
            _stones(syn, d)
    return drafts


def _by_content(syn: Syntax, d: Draft) -> None:
    table = content_modes()[d.event or ""]
    for h in _heads(syn, d):
        mode = table.get(syn.lemma[h])
        if mode is None and syn.lemma[h] in ("let", "allow", "permit") and d.event == "REQUEST":
            mode = "yield"
        if mode is not None and not any(syn.dep[k] == "neg" for k in syn.kids[h]):
            if d.modes != [mode]:
                d.modes = [mode]
                d.why.append(f"mode: {mode} by {syn.lower[h]!r}, of which it speaks")
            return


def _heads(syn: Syntax, d: Draft) -> list[int]:
    """What is asked, refused or threatened: clauses and nouns, through "a call for" and the like."""
    out = []
    for h in sorted(d.content):
        out.append(h)
        if syn.lemma[h] in _PROPOSED:
            out += syn.children(h, "acl", "relcl")
            for p in syn.children(h, "prep"):
                if syn.lower[p] in _FOR:
                    out += syn.children(p, "pobj", "pcomp")
        if syn.lower[h] in ("or", "and"):
            continue
        out += [k for k in syn.children(h, "conj") if syn.lemma[k] == "die"]  # "leave or die"
    deadly = [h for h in out if syn.lemma[h] == "die"]
    return deadly or out


def _from_the_air(syn: Syntax, d: Draft, before: list[Draft]) -> None:
    """What aircraft and guns do is no bombing with explosives of its own; "the strike" is from the air where an air strike
    was just told; what is shot down did not fly the attack."""
    if "explosives" in d.modes and {"aerial", "heavy-weapons"} & set(d.modes):
        d.modes.remove("explosives")
    if any(syn.lower[k] == "from" and syn.lower[k + 1 : k + 3] == ["the", "air"] for k in syn.subtree(d.token)):
        d.modes = ["aerial", *(m for m in d.modes if m not in ("explosives", "aerial"))]
        d.why.append("mode: aerial, from the air")
    target = {k for k in syn.children(d.token, "dobj", "nsubjpass") for k in syn.conjuncts(k)}
    if syn.lemma[d.token] in ("shoot", "down", "destroy", "hit") and target:
        for mode, words in (
            ("aerial", ("helicopter", "plane", "aircraft", "jet", "gunship", "warplane", "bomber")),
            ("drone", ("drone",)),
        ):
            named = [k for k in syn.subtree(d.token) if syn.lemma[k] in words]
            if mode in d.modes and named and all(any(k in syn.subtree(t) for t in target) for k in named):
                d.modes.remove(mode)
                d.why.append(f"mode: not {mode}, which was the target")
    if not d.modes:
        nouns = {d.noun, *d.words, *syn.children(d.token, "nsubj", "nsubjpass", "dobj")} - {None}
        if any(syn.lemma[k] in _RAIDS for k in nouns):
            near = [b for b in before if d.sentence.index - b.sentence.index <= _REACH and "aerial" in b.modes]
            if near:
                d.add_mode("aerial", "aerial, as the strikes told before")


def _stones(syn: Syntax, d: Draft) -> None:
    """Stones and bottles thrown by people without arms are a riot, whomever they hit."""
    if d.modes != ["primitive"] or syn.lemma[d.token] not in ("throw", "hurl", "pelt", "stone", "lob", "fling", "toss"):
        return
    thrown = (
        syn.lemma[d.token] == "stone" or any(syn.lemma[w] in _MISSILES for w in d.words) or syn.lemma[d.token] == "pelt"
    )
    people = [p.entity for p in d.actor]
    if thrown and people and not any(_ARMED & set(e.sector) for e in people) and any(e.sector for e in people):
        d.event, d.modes, d.cameo = "PROTEST", ["riot"], "145"
        d.why.append("event: stones thrown by people without arms are a riot")
