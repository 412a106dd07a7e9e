"""The country of an actor that its own words do not place ("the army", "police", "protesters"), only where it is clear."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import cache

from dragoman.extract.actors.halves import half_country
from dragoman.extract.actors.hits import PLACES, Scan
from dragoman.extract.actors.identify import INTERNATIONAL, Identity
from dragoman.extract.actors.lexicon import country_names, index
from dragoman.extract.actors.phrases import Phrase
from dragoman.extract.actors.registry import Registry
from dragoman.extract.actors.tables import listed, rows
from dragoman.extract.actors.towns import FROM_GAZETTEER
from dragoman.extract.actors.words import words

_STATE = frozenset({"GOV", "MIL", "COP", "JUD", "LEG", "SPY"})
_POSTED = frozenset(["embassy", "ambassador", "consulate", "consul", "envoy", "diplomat"])
"""Those of another country by trade: "the government" after them is not theirs."""
_KEEPS_PEACE = frozenset(["peacekeeper", "peacekeeping", "helmet", "monitor", "observer"])
_ARMED = frozenset({"REB", "UAF"})
_ANYWHERE = frozenset({"JRN", "UNK", "BUS", "MED", "EDU"})


def place_from_context(reg: Registry, p: Phrase, who: Identity) -> Identity:
    """The identity with a country from the document, or as it was with the reason why not."""
    s = reg.scan
    if _KEEPS_PEACE & set(p.core.entry.name.split()):
        # Peacekeepers are of whom sends them, not of where they stand.
        sent = next(
            (h for h in s.hits if h.entry.code in ("UNO", "IGO", "EUR") and h.entry.cls == "organisation"), None
        )
        if sent is not None:
            return replace(
                who, code=sent.entry.code, why=(*who.why, f"sent by {sent.entry.name}, whom the story names")
            )
        return replace(who, why=(*who.why, "whose peacekeepers the document does not tell"))
    for code, reason in _candidates(reg, p, who):
        if code is not None and code not in INTERNATIONAL:
            return replace(who, code=code, why=(*who.why, f"country: {reason}"))
    return replace(who, why=(*who.why, f"country: not told by the document ({s.doc.span(p.start, p.end).text})"))


def _candidates(reg: Registry, p: Phrase, who: Identity) -> Iterator[tuple[str | None, str]]:
    s = reg.scan
    if p.owner is not None:
        owner = s.syn.lower[p.owner]
        if s.syn.tag[p.owner] == "PRP$":
            found = next((n for n in reversed(reg.read) if n.start == p.owner), None)
            if found is not None and len(found.who) == 1:
                yield found.one.code, f"'{owner}' stands for {found.one.name}"
        elif s.syn.tag[p.owner] == "WP$":
            found = next((n for n in reversed(reg.read) if n.end in (p.owner, p.owner - 1)), None)
            if found is not None and len(found.who) == 1:
                yield found.one.code, f"'whose' takes up {found.one.name}"
        elif s.text[p.owner] in ("North", "South") and (half := half_country(reg, p.owner)) is not None:
            yield half.code, half.why[0]
        elif owner in ("country", "nation", "state", "kingdom", "republic", "island"):
            last = reg.last_country(p.owner)
            if last is not None:
                yield last.one.code, f"'the {owner}' is {last.one.name}, the country named last"
    sentence = s.doc.sentence_of(p.start)
    official = bool(_STATE & set(who.sector))
    local = _sentence_country(s, sentence.start, sentence.end)
    town = None if local is not None else _sentence_country(s, sentence.start, sentence.end, towns=True)
    shot_at = (local or town or ("", "", ""))[2] == "at" and bool(_ARMED & set(who.sector))
    if shot_at:
        local = town = None  # fired at from elsewhere
    if local is not None and p.name is None:
        yield local[:2]
    if town is not None and p.name is None and not official:
        yield town[:2]
    definite = "the" in (s.syn.lower[p.start], s.syn.lower[p.start - 1] if p.start else "")
    if "MIL" in who.sector:
        back = 2 if definite else 0  # "sanctions on generals of Myanmar over a raid in which soldiers ..."
        armies = {n.one.code for n in reg.since(sentence.index - back) if len(n.who) == 1 and n.one.code
                  and "MIL" in n.one.sector and "REB" not in n.one.sector and n.one.code not in INTERNATIONAL}  # fmt: skip
        if len(armies) == 1:
            code = armies.pop()
            yield code, f"the soldiers told of just before are those of {country_names().get(code or '', '')}"
    foe = _groups_country(s, sentence.start, sentence.end)
    if foe is not None and (official or "CVL" in who.sector):
        yield foe
    if p.name is not None and (top := reg.dominant()) is not None:
        yield top[0], f"{country_names().get(top[0], top[0])} has {top[1]} of the {top[2]} mentions of countries"
    if "REB" in who.sector:
        if len(reg.rebels) == 1:
            yield next(iter(reg.rebels)), "the armed group of the story is of that country"
    if {"COP", "JUD"} & set(who.sector) and (home := s.doc.cache.get("told_of")) and reg.countries[home]:
        yield home, f"police and courts act at home, and the story is set in {country_names().get(home, home)}"
    if official:
        gov = [n for n in reg.since(sentence.index - 2) if len(n.who) == 1 and n.one.code
               and n.one.code not in INTERNATIONAL and (_STATE & set(n.one.sector) or (n.subject and n.one.cls == "country"))]  # fmt: skip
        gov = [n for n in gov if not _POSTED & set(words((n.one.name or "") + " " + (n.one.office or "")))]
        codes = {n.one.code for n in gov if not reg.marginal(n.one.code)}
        gov = [n for n in gov if n.one.code in codes]
        if len(codes) == 1:
            yield (
                gov[-1].one.code,
                f"the last government named is that of {country_names().get(gov[-1].one.code or '', '')}",
            )
    if official or not _ANYWHERE & set(who.sector):
        top = reg.dominant()
        if top is not None and not shot_at:
            yield top[0], f"{country_names().get(top[0], top[0])} has {top[1]} of the {top[2]} mentions of countries"
        place = dateline_country(s)
        elsewhere = town is not None and town[0] != place and not reg.countries[place or ""]
        if elsewhere and town is not None:
            yield town[:2]
        rival = max((n for c, n in reg.countries.items() if c != place), default=0)
        if place is not None and (reg.countries[place] + 1 >= rival if official else reg.countries[place] >= 2 * rival):
            told_of: str | None = s.doc.cache.get("told_of")
            if told_of not in (None, place) and not reg.countries[place] and not shot_at:
                yield told_of, f"the places of the story are in {country_names().get(told_of or '', told_of)}"
            yield (
                place,
                f"the dateline is in {country_names().get(place, place)}, and no other country is named more often",
            )
    if p.name is None and not shot_at and (told_of := s.doc.cache.get("told_of")):
        yield told_of, f"the places of the story are in {country_names().get(told_of, told_of)}"
    if p.name is not None and official and (told_of := s.doc.cache.get("told_of")) and not reg.marginal(told_of):
        yield told_of, f"who governs, and the places of the story are in {country_names().get(told_of, told_of)}"
    if official and not reg.countries:
        outlet = outlets().get((s.doc.agency or s.doc.outlet or "").lower())
        if outlet:
            yield outlet, "the outlet reports from home"


def _groups_country(s: Scan, start: int, end: int) -> tuple[str, str] | None:
    """The country of the one armed group that the sentence names: those whom it fights or holds are of that country."""
    found = {h.entry.code: h.entry.name for k in range(start, end) if (h := s.at.get(k)) is not None
             and h.entry.cls == "group" and h.entry.code and h.entry.code not in INTERNATIONAL}  # fmt: skip
    if len(found) != 1:
        return None
    code, name = next(iter(found.items()))
    return code, f"the sentence tells of {name}, a group of {country_names().get(code, code)}"


_SET = frozenset(["in", "at", "near", "across", "inside", "outside", "around", "throughout", ","])
_SET_TOWN = _SET - {","} | {"of", "on"}
_LOOKED_PAST = frozenset(["DT", "JJ", "NNP", "NN", "POS"])


def _sentence_country(s: Scan, start: int, end: int, *, towns: bool = False) -> tuple[str, str, str] | None:
    """The one country in which the sentence is set by "in X", "at X", with the reason and the preposition.

    ``towns`` asks for those that only the gazetteer knows ("in the town of Adwa"): they place residents and gunmen, but not
    an army, which may be another country's.
    """
    codes: dict[str, tuple[str, str]] = {}
    for k in range(start + 1, end):
        h = s.at.get(k)
        if (
            h is None
            or h.start != k
            or h.entry.cls not in PLACES
            or h.entry.cls in ("demonym", "people")
            or not h.entry.code
            or towns != h.entry.source.startswith(FROM_GAZETTEER)
        ):
            continue
        if s.text[h.end : h.end + 1] == ["-"]:
            continue  # "a Geneva-based group": where others sit
        j = k - 1
        while j > start and s.syn.tag[j] in _LOOKED_PAST and j not in s.at:
            j -= 1
        if s.syn.lower[j] == "," and s.syn.dep[h.end - 1] in ("nsubj", "nsubjpass"):
            continue  # "On Monday, Japan barred": who acts
        if _of_an_accord(s, j):
            continue
        if s.syn.lower[j] in (_SET_TOWN if towns else _SET):
            codes.setdefault(h.entry.code, (h.entry.name, s.syn.lower[j]))
    if len(codes) == 1:
        code, (name, preposition) = next(iter(codes.items()))
        return code, f"the sentence is set in {name}", preposition
    return None


_DEALING = frozenset(
    ["accord", "agreement", "pact", "truce", "talk", "negotiation", "treaty", "conference", "summit", "meeting", "exile",
     "reach", "sign", "agree", "negotiate", "broker", "convene", "live", "study", "train", "speak", "bear"]
)  # fmt: skip
"""What is done in one country about another: an accord reached in Oslo places no army in Norway."""


def _of_an_accord(s: Scan, preposition: int) -> bool:
    return s.syn.lower[preposition] in ("in", "at") and s.syn.lemma[s.syn.head[preposition]] in _DEALING


def dateline_country(s: Scan) -> str | None:
    """The country of the dateline's town, where the lexicon knows it."""
    ws = words(s.doc.dateline or "")
    if not ws:
        return None
    for n in range(len(ws), 0, -1):
        for f in index().get(ws[0], ()):
            if f.rest == ws[1:n]:
                e = next((e for e in f.entries if e.cls in ("capital", "city", "country", "region")), None)
                if e is not None:
                    return e.code
    return None


@cache
def outlets() -> dict[str, str]:
    """Home country of national news agencies and papers, by lower-case name."""
    out = {}
    for r in rows("outlets.tsv"):
        for name in [r["name"], *listed(r["aliases"])]:
            out[name.lower()] = r["code"]
    return out
