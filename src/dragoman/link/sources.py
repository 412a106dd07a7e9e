"""Who said it first: independent sources of an incident, whatever number of papers print it, and how far they carry it.

A source is independent by office: five papers that cite one ministry are one, and so are the ministry and its
spokesman; a group is one; witnesses are one, medics another. An outlet that only passes on what others say is none;
where nobody is named, the outlet or agency that tells it stands in. A denial is a source's word too.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files

from dragoman.link.words import plain, table, with_article, words
from dragoman.record import Attribution, Claim, Entity, Source

_REBEL = frozenset({"REB", "UAF", "OPP"})
_NEUTRAL_CODES = frozenset({"UNO", "IGO", "NGO", "EUR"})
_NEUTRAL_TYPES = frozenset({"igo", "ngo", "witness", "media", "expert"})
_NEUTRAL_OFFICES = frozenset({"witness", "hospital", "aid"})
_TITLES = frozenset(
    "spokesman spokeswoman spokesperson spokesmen chief leader head minister secretary officer official officials senior"
    " deputy former local regional provincial top an a the its his her their two three several some".split()
)


@dataclass(frozen=True, slots=True)
class Root:
    """An independent source. ``side`` is whose it is (None: nobody's, a neutral one); ``key`` tells it from others."""

    key: str
    name: str
    side: str | None
    named: bool = True
    """False where only a state or 'rebels' is named, which may be any office or group of it."""


@dataclass(frozen=True, slots=True)
class Context:
    """What a document says of itself: who printed it, whose wire it is, what its original is."""

    document: str
    outlet: str | None = None
    agency: str | None = None
    published: str | None = None
    original: str | None = None
    """The root of its copy group, where it is a copy."""
    title: str | None = None
    """Its headline, or how it begins; it names the story where there is no outlet or agency."""

    @property
    def narrator(self) -> Root:
        """Who speaks where no source is named: the agency or outlet, else the story itself, called by its title."""
        told = self.agency or self.outlet
        key = told or f"the story {self.original or self.document}"
        return Root(f"narrator:{key.lower()}", told or f"the story “{self.title or self.document}”", None)


_PRONOUNS = frozenset("it they he she we i this that who which".split())
_CIVIL = frozenset("CVL REL BUS MED EDU LAB JRN NGO AGR SOC REF".split())
"""Sectors of people who speak for no government: a priest, a trade union."""
_LOCAL_GOVERNMENT = re.compile(
    r"\b(provincial|regional|state|district|local|city|county|island) (government|authorit|official)", re.I
)
_STATE_OFFICES = frozenset(
    "defence foreign interior justice prosecutor police military presidency premier governor mayor court parliament"
    " intelligence border".split()
)
_UNKNOWN_STATE = "?:state"
"""Side of a state's office where it is not told of which state: that of the country where it happened."""


@cache
def _peoples() -> frozenset[str]:
    """Words of countries and peoples: "South Sudan's rebels", "Chechen fighters" tell whose they are, not which."""
    found: set[str] = set()
    for module, name in (
        ("dragoman.extract.places", "data/countries.tsv"), ("dragoman.extract.places", "data/demonyms.tsv"),
        ("dragoman.extract.actors", "data/peoples.tsv"),
    ):  # fmt: skip
        for line in files(module).joinpath(name).read_text("utf-8").splitlines():
            if not line.startswith("#"):
                found.update(words(plain(line)))
    return frozenset(found)


@cache
def _offices() -> dict[str, str]:
    return {w: row["office"] for row in table("offices.tsv") for w in row["words"].split()}


def office(*texts: str | None) -> str | None:
    """The office that the words name: ``defence`` for "Defence Ministry spokesman"."""
    for text in texts:
        for w in words((text or "").lower()):
            found = _offices().get(w.removesuffix("'s").removesuffix("’s"))
            if found:
                return found
    return None


def side_of(e: Entity | Source) -> str | None:
    """Whose side a party or source is on: its country's state, or its country's armed opposition; None: nobody's."""
    if e.code is None or e.code in _NEUTRAL_CODES:
        return None
    rebel = bool(_REBEL & set(e.sector)) or "PRE" in e.sector
    return f"{e.code}:{'rebels' if rebel else 'state'}"


def root_of(attribution: Sequence[Attribution], context: Context) -> Root | None:
    """The innermost source that is told, as a root; None where the narrator speaks."""
    for a in attribution:
        s = a.source
        if s.name is None and (s.text is None or s.code is None):
            continue
        return _root(s, context)
    return None


def _root(s: Source, context: Context) -> Root:
    name = s.name or (s.code if s.code and (s.text or "").lower() in _PRONOUNS else s.text) or "?"
    text = f"{s.text or ''} {name}"
    held = office(s.office, s.text, s.name)
    neutral = s.source_type in _NEUTRAL_TYPES or s.code in _NEUTRAL_CODES or held in _NEUTRAL_OFFICES
    side = None if neutral else side_of(s)
    if side is None and not neutral and s.code is None and held in _STATE_OFFICES:
        side = _UNKNOWN_STATE
    if held is None and (qualified := _LOCAL_GOVERNMENT.search(text)):
        return Root(f"{qualified.group(1).lower()} {qualified.group(2).lower()}", name, side or _UNKNOWN_STATE)
    if held is None and s.sector and s.sector[0] in _CIVIL:
        return Root(f"{s.code}:{_plain(name)}", name, None)
    if held == "rebels" and not (s.name and _has_name(s.name)) and not _REBEL & set(s.sector):
        return Root(f"{s.code}:rebels", name, f"{s.code}:rebels", named=False)
    if s.source_type == "anonymous":
        return Root(f"anonymous:{context.original or context.document}", name, side)
    if held in ("witness", "hospital") and s.code not in _NEUTRAL_CODES:
        return Root(held, name, None)
    if _REBEL & set(s.sector) or s.source_type == "party":
        group = _group_name(s)
        return Root(f"{s.code}:{group or 'rebels'}", name, side, named=group is not None)
    if s.code in _NEUTRAL_CODES or s.source_type in ("igo", "ngo", "media"):
        return Root(f"{s.code}:{_plain(s.name or text)}", name, None)
    if s.code is None and held is None:
        return Root(_plain(name), name, side)
    if s.kind == "place" or (held is None and (s.kind != "person" or s.office is not None)):
        return Root(f"{s.code}:{held or 'government'}", name, side, named=held is not None)
    if held is None:
        return Root(f"{s.code}:{_plain(name)}", name, side)
    local = held in ("governor", "mayor", "police", "emergency", "court", "border")
    return Root(f"{'' if local else s.code}:{held}", name, side)


def _has_name(text: str) -> bool:
    """Does it hold a name, and not only a capital at its start ("The separatists")?"""
    return any(w[0].isupper() for w in text.split() if w.lower() not in _TITLES)


def _plain(name: str) -> str:
    """A name without titles, for comparison."""
    kept = [w for w in words(name.lower().replace(".", "")) if w not in _TITLES]
    return " ".join(kept) or name.lower()


def _group_name(s: Source) -> str | None:
    """The armed group that a source is or speaks for, None for mere 'rebels'."""
    if s.kind in ("group", "organisation") and s.name and any(c.isupper() for c in s.name):
        return _named_group(s.name.split(" (")[0])
    text = s.text or ""
    for title in ("spokesman", "spokeswoman", "spokesperson", "commander", "leader", "chief"):
        before, found, _ = text.partition(title)
        if found and any(w[0].isupper() for w in before.split()):
            return _named_group(" ".join(w for w in before.split() if w[0].isupper()))
    return None


def _named_group(name: str) -> str | None:
    """Its name without what it is ("Maute militants" is "maute"); None where nothing but a people and a kind is told."""
    kept = _plain(name).split()
    while len(kept) > 1 and _offices().get(kept[-1]) == "rebels" and name.split()[-1].islower():
        kept.pop()
    bare = [w.removesuffix("'s").removesuffix("’s") for w in kept]
    if all(plain(w) in _peoples() or _offices().get(w) == "rebels" for w in bare):
        return None
    return " ".join(bare)


Told = tuple[Claim, Context]


def roots(told: Iterable[Told]) -> tuple[list[Root], Mapping[str, Root]]:
    """The independent sources of claims about one incident, in order of first telling, and each claim's by claim id
    (claims of the narrator have the narrator's, which counts only where nobody else is named)."""
    found: dict[str, Root] = {}
    by_claim: dict[str, Root] = {}
    told = list(told)
    for claim, context in told:
        root = root_of(claim.attribution, context)
        if root is None:
            by_claim[claim.id] = context.narrator
        else:
            found.setdefault(root.key, root)
            by_claim[claim.id] = root
    _of_the_place(found, told)
    merged = _merge_unnamed(found)
    kept = {merged.get(k, k): found[merged.get(k, k)] for k in found}
    by_claim = {c: kept.get(merged.get(r.key, r.key), r) for c, r in by_claim.items()}
    if not kept:
        kept = {r.key: r for r in by_claim.values()}
    return list(kept.values()), by_claim


def _of_the_place(found: dict[str, Root], told: Sequence[Told]) -> None:
    """Give "police" and "the army" without a country that of the place."""
    places = Counter(c.event_loc.country_code for c, _ in told if c.event_loc and c.event_loc.country_code)
    sides = {r.side for r in found.values() if r.side and r.side.endswith(":state") and r.side != _UNKNOWN_STATE}
    side = f"{places.most_common(1)[0][0]}:state" if places else sides.pop() if len(sides) == 1 else None
    for key, root in found.items():
        if root.side == _UNKNOWN_STATE:
            found[key] = replace(root, side=side)


def _merge_unnamed(found: Mapping[str, Root]) -> dict[str, str]:
    """ "Baku said" beside the Azerbaijani defence ministry is no second source."""
    out = {}
    for root in found.values():
        unknown, _, held = root.key.partition(":")
        if unknown == "None":
            known = [k for k in found if k.endswith(f":{held}") and not k.startswith("None:")]
            if len(known) == 1:
                out[root.key] = known[0]
        elif not root.named:
            named = sorted(r.key for r in found.values() if r.named and r.side == root.side and r.side is not None)
            if named:
                out[root.key] = next(k for k in found if k in named)
    return out


def grade(roots: Sequence[Root], parties: frozenset[str], contested: Sequence[str]) -> tuple[str, str]:
    """``corroborated``, ``single-source``, ``one-sided`` or ``contested``, and a sentence of why.

    ``parties``: the sides that take part; ``contested``: what contests it, each a clause.
    """
    if contested:
        return "contested", f"It is contested: {'; '.join(contested[:3])}."
    names = ", ".join(with_article(r.name) for r in roots)
    if len(roots) == 1:
        return "single-source", f"Only one source tells it: {names}."
    neutral = [r for r in roots if r.side is None or (parties and r.side not in parties)]
    sides = {r.side for r in roots if r.side is not None}
    if neutral:
        return (
            "corroborated",
            f"{len(roots)} independent sources tell it, {with_article(neutral[0].name)} of no party: {names}.",
        )
    if len(sides) > 1:
        return "corroborated", f"{len(roots)} independent sources of different sides tell it: {names}."
    return "one-sided", f"All {len(roots)} sources are of one side: {names}."
