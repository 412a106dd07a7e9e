"""Third pass: who a phrase is - country, sectors, office and kind - from its own words."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache

from dragoman.extract.actors.hits import HEADS, NAMES, PLACES, Hit, Scan
from dragoman.extract.actors.leaders import leader_entries, leaders_by_surname
from dragoman.extract.actors.lexicon import country_names
from dragoman.extract.actors.phrases import Modifier, Phrase
from dragoman.extract.actors.tables import Entry, rows
from dragoman.extract.actors.words import words

INTERNATIONAL = frozenset({"UNO", "EUR", "IGO", "NGO", "ISM", "IMG", "MNC"})
_STATE_SECTORS = frozenset({"GOV", "MIL", "COP", "JUD", "LEG", "SPY"})


@dataclass(frozen=True, slots=True)
class Identity:
    """Who: the entity without its span, and the reasons."""

    name: str | None
    code: str | None = None
    sector: tuple[str, ...] = ()
    office: str | None = None
    kind: str = "unknown"
    why: tuple[str, ...] = ()
    gender: str | None = None
    plural: bool = False
    cls: str = ""

    @property
    def placed(self) -> bool:
        return self.code is not None


def identify(s: Scan, p: Phrase) -> list[Identity]:
    """The party or parties of a phrase, by its own words alone. Several where it coordinates ("Turkish and Russian ministers")."""
    if p.places:
        rest = [m for m in p.modifiers if m.hit not in p.places]
        return [_one(s, p, [Modifier(h, "adjacent"), *rest]) for h in p.places]
    return [_one(s, p, p.modifiers)]


def _one(s: Scan, p: Phrase, modifiers: list[Modifier]) -> Identity:
    cls = p.core.entry.cls
    if cls in HEADS:
        return _headed(s, p, modifiers)
    if cls in PLACES:
        return _place(s, p)
    return _named(s, p, modifiers)


def _place(s: Scan, p: Phrase) -> Identity:
    h, e = p.core, p.core.entry
    name = country_names().get(e.code or "", e.name) if e.cls in ("country", "demonym") else e.name
    if e.cls in ("demonym", "people") and (e.plural or _noun_demonym(s, h)):
        many = e.plural or h.entry.kind == "population"
        counted = p.det not in ("the", "these", "those")
        person = not e.plural and p.det in ("a", "an", "the", "another", "one")
        return Identity(name, e.code, ("CVL",) if counted or person else (), None, "person" if person else "population",
                        (h.why, "a counted or bare people are civilians" if counted else "the people as a party"), None, many, e.cls)  # fmt: skip
    if e.cls == "capital":
        return _capital(s, p, name)
    return Identity(name, e.code, e.sector if "PRE" in e.sector else (), None, "place", (h.why,), None, False, e.cls)


def _noun_demonym(s: Scan, h: Hit) -> bool:
    """A demonym that stands alone as a noun ("a Syrian", "the French")."""
    i = h.end - 1
    return (
        s.syn.dep[i] in ("nsubj", "nsubjpass", "dobj", "pobj", "conj", "appos")
        and s.syn.tag[i] in ("NNS", "NNPS", "NN", "NNP")
        and (i + 1 >= len(s.text) or s.syn.tag[i + 1][:2] != "NN")
    )


_LITERAL = frozenset("in at near around outside into across through throughout inside above over within".split())


def _capital(s: Scan, p: Phrase, name: str) -> Identity:
    """A capital is its government where it speaks, acts or is spoken with; else the town."""
    h, syn = p.core, s.syn
    i = h.end - 1
    before = syn.lower[h.start - 1] if h.start else ""
    code = h.entry.code
    tied = i + 1 < len(s.text) and s.text[i + 1] == "-" and i + 2 < len(s.text) and syn.tag[i + 2] in ("VBN", "VBD")
    if (
        before not in _LITERAL
        and p.end - p.start == h.end - h.start
        and (tied or _governs(s, i))
        and not _dateline(s, h)
    ):
        return Identity(country_names().get(code or "", name), code, ("GOV",), None, "organisation",
                        (f"{s.text[i]} stands for the government of {name}",), None, False, "seat")  # fmt: skip
    return Identity(
        s.words(h.start, h.end),
        code,
        (),
        None,
        "place",
        (h.why, "the town, not the government"),
        None,
        False,
        "capital",
    )


def _governs(s: Scan, i: int) -> bool:
    """Does a capital at ``i`` speak, act, own what a government owns, or is it dealt with?"""
    syn = s.syn
    while syn.dep[i] == "conj":  # no recursion: a hostile list is as long as it likes
        if syn.head[i] not in s.at or syn.head[i] == i or (i and syn.lower[i - 1] in _LITERAL):
            return False
        i = syn.head[i]
    dep, head = syn.dep[i], syn.head[i]
    if dep == "nsubj":
        return syn.pos[head] in ("VERB", "AUX") and syn.lemma[head] not in _passive_towns()
    if dep == "poss":
        return syn.lemma[head] not in town_nouns()
    if dep in ("dobj", "dative"):
        return syn.lemma[head] in pressing_verbs()
    if dep == "pobj" and syn.lower[head] in ("on", "upon", "to") and syn.lemma[syn.head[head]] in pressing_verbs():
        return True
    return dep == "agent" or (
        dep == "pobj"
        and syn.lower[head] in ("by", "with", "between", "against", "from", "for", "to", "on")
        and _political(s, i)
    )


@cache
def _passive_towns() -> frozenset[str]:
    """Verbs that have a town as the subject when it is the place that is meant ("Kabul fell", "Sanaa is ...")."""
    return frozenset("be fall wake lie remain become see suffer host witness".split())


def _political(s: Scan, i: int) -> bool:
    """Does the preposition's head speak of dealings between governments?"""
    head = s.syn.head[s.syn.head[i]]
    lower = s.syn.lower[s.syn.head[i]]
    if lower in ("by", "between", "against"):
        return True
    return lower in ("with", "from", "on", "to", "for") and s.syn.lemma[head] in political_nouns()


@cache
def political_nouns() -> frozenset[str]:
    return frozenset(r["lemma"] for r in rows("dealings.tsv"))


@cache
def town_nouns() -> frozenset[str]:
    """Nouns that a town owns as a town, not as a government ("Kabul's streets")."""
    return frozenset(r["lemma"] for r in rows("town_nouns.tsv"))


@cache
def pressing_verbs() -> frozenset[str]:
    """Verbs whose object is a government where it is a capital ("warned Ankara", "accused Delhi")."""
    return frozenset(r["lemma"] for r in rows("pressing.tsv"))


def _dateline(s: Scan, h: Hit) -> bool:
    sentence = s.doc.sentence_of(h.start)
    return sentence.role == "dateline"


def _named(s: Scan, p: Phrase, modifiers: list[Modifier]) -> Identity:
    e = p.core.entry
    why = [p.core.why]
    place = next(
        (m for m in reversed(modifiers) if m.hit.entry.cls in PLACES and m.relation in ("adjacent", "possessive")), None
    )
    chosen = e
    if e.cls in NAMES and len(p.core.entries) > 1 and place is not None:
        chosen = next((x for x in p.core.entries if x.code == place.hit.entry.code and x.holds(s.when)), e)
    code = chosen.code
    if code is None and place is not None:
        code = place.hit.entry.code
        why.append(f"placed by {place.hit.why}")
    if e.cls == "institution" and place is not None and place.hit.entry.code not in (None, code):
        # "Burundi's National Security Council": the table knows the body of another state only.
        code = place.hit.entry.code
        why = [f"{p.core.why}, here of {place.hit.why}"]
        chosen = replace(chosen, name=s.words(p.start, p.end))
    if e.cls in ("leader", "person"):
        return person(s, p.core, None, code, tuple(why))
    return Identity(chosen.name, code, chosen.sector, None, chosen.kind if e.cls != "org" else "organisation", tuple(why),
                    None, False, "organisation" if e.cls == "org" else e.cls)  # fmt: skip


def person(s: Scan, h: Hit, office: Entry | None, code: str | None, why: tuple[str, ...]) -> Identity:
    """A personal name: a leader of the table where name, date, office and country allow it, else as it stands."""
    e = h.entry
    terms = [x for x in h.entries if x.cls == "leader"] if e.cls == "leader" else _terms_of(s, h, office, code)
    if terms:
        fit = [x for x in terms if code is None or x.code == code] or terms
        by_office = [x for x in fit if office is not None and x.office == office.office]
        now = [x for x in fit if x.holds(s.when)]
        before = sorted((x for x in fit if x.over(s.when)), key=lambda x: x.end or "")
        held = [x for x in by_office if x.holds(s.when)] or [x for x in before if x in by_office][-1:] or by_office
        x = (held or now or before[-1:] or fit)[0]
        gender = "f" if "f" in x.flags else "m"
        if by_office or now:
            return Identity(x.name, x.code, x.sector, x.office, "person", (*why, x.source), gender, False, "person")
        if not _STATE_SECTORS & set(x.sector):
            sector, reason = (x.sector if before else ()), f"{x.source}, not in this part on {s.when}"
        else:
            sector, reason = (("ELI",) if before else ()), f"{x.source}, not in office on {s.when}"
        return Identity(x.name, x.code, sector, None, "person", (*why, reason), gender, False, "person")
    return Identity(e.name, code, (), None, "person", why or (h.why,), None, False, "person")


def _terms_of(s: Scan, h: Hit, office: Entry | None, code: str | None) -> list[Entry]:
    """The terms of a leader whom the text writes otherwise than the table: surname after a title, a middle name more."""
    ws = [w for k in range(h.start, h.end) for w in words(s.text[k])]
    if not ws:
        return []
    terms = list(leaders_by_surname().get(ws[-1], ()))
    if len(ws) == 1:
        if office is None and code is None:
            return []
        terms = [
            x
            for x in terms
            if (code is None or x.code == code) and (office is None or x.office == office.office) and x.holds(s.when)
        ]
    else:
        terms = [x for x in terms if words(x.name)[0] == ws[0] and (code is None or x.code == code)]
    return terms if len({x.name for x in terms}) == 1 else []


def _headed(s: Scan, p: Phrase, modifiers: list[Modifier]) -> Identity:
    """A head noun with its modifiers: the country from the nearest that places it, the sectors from head and modifiers."""
    head = p.core.entry
    why = [p.core.why]
    code, sector_of, placed_by = _placement(s, p, modifiers)
    if placed_by:
        why.append(placed_by)
    if code is None and head.code:
        code = head.code
    sector = _sectors(head, p, modifiers, sector_of, why)
    office = head.office
    if head.cls == "office" and "counterpart" in head.flags:
        office = None
    former = any("former" in m.hit.entry.flags for m in modifiers)
    partial = any("PRE" in m.hit.entry.sector for m in modifiers) or any(
        "partial" in m.hit.entry.flags for m in modifiers
    )
    if partial and "PRE" not in sector:
        sector = (*sector, "PRE")
        why.append("partially recognised (PLOVER): PRE added")
    if code in INTERNATIONAL:
        sector = tuple(x for x in sector if x not in ("GOV", "CVL", "REB") or (code in ("IMG", "ISM") and x == "REB"))
    if former and head.kind in ("person", "group") and sector[:1] != ("ELI",):
        sector = ("ELI", *(x for x in sector if x not in ("GOV", "LEG", "JUD", "MIL")))
        why.append("former: ELI")
    gender = "f" if "f" in head.flags else "m" if "m" in head.flags else None
    kind = head.kind
    title = _title(s, p, code)
    if p.name is not None:
        who = person(s, p.name, head if head.office else None, code, (p.name.why,))
        if who.office is not None and who.sector[:1] and who.sector[0] in _AGAINST and who.code == (code or who.code):
            # "Bosnian Serb leader X", "Chechen President X": the table knows on which side he stands.
            sector = who.sector
        return replace(who, code=code or who.code, sector=sector or who.sector, office=office or who.office,
                       why=(*why, *who.why), gender=gender or who.gender)  # fmt: skip
    if head.office and not p.plural and not former and code is not None and s.when is not None:
        held = _holder(head, code, s.when)
        if held is not None:
            return Identity(held.name, code, sector, office, "person", (*why, f"{held.source} held the office"),
                            gender or ("f" if "f" in held.flags else "m"), False, "person")  # fmt: skip
    return Identity(title, code, sector, office, kind, tuple(why), gender, p.plural, head.cls)


_SINGLE_OFFICES = frozenset(
    ["president", "prime minister", "chancellor", "foreign minister", "defence minister", "king", "emir", "sultan", "pope",
     "supreme leader", "crown prince", "vice president"]
)  # fmt: skip
"""Offices that one person of a state holds at a time, so that "Turkey's president" is a name on a day."""


def _holder(head: Entry, code: str, when: str) -> Entry | None:
    """Who held an office in a month, where the table has one person and the month is not one of change."""
    if head.office not in _SINGLE_OFFICES:
        return None
    found = [x for x in _by_office().get((code, head.office), ()) if x.holds(when) and when[:7] not in (x.start, x.end)]
    return found[0] if len({x.name for x in found}) == 1 else None


@cache
def _by_office() -> dict[tuple[str, str], tuple[Entry, ...]]:
    out: dict[tuple[str, str], list[Entry]] = {}
    for e, _ in leader_entries():
        if e.code and e.office:
            out.setdefault((e.code, e.office), []).append(e)
    return {k: tuple(v) for k, v in out.items()}


def _placement(s: Scan, p: Phrase, modifiers: list[Modifier]) -> tuple[str | None, tuple[str, ...], str]:
    """Country code, the sectors of who places it, and the reason."""
    head = p.core.entry
    after = [m for m in modifiers if m.relation in ("of", "for", "to")]
    before = [m for m in modifiers if m.relation in ("adjacent", "possessive", "places")]
    if "envoy" in head.flags:
        # An envoy speaks for whom stands first: "Russia's U.N. ambassador", "the U.N. Syria envoy".
        order = [*before, *after]
    else:
        order = [*after, *reversed(before)]
    order += [m for m in modifiers if m.relation in ("in", "from", "links")]
    weak: tuple[str | None, tuple[str, ...], str] | None = None
    sector: tuple[str, ...] = ()
    for m in order:
        e = m.hit.entry
        if m.phrase is not None:
            inner = identify(s, m.phrase)[0]
            code, found, reason = (
                inner.code,
                inner.sector,
                f"of {inner.name or s.doc.span(m.phrase.start, m.phrase.end).text}",
            )
        elif e.cls in ("leader", "person"):
            inner = person(s, m.hit, None, None, ())
            code, found, reason = inner.code, inner.sector, f"belongs to {inner.name}"
        elif e.cls == "modifier" or e.cls in HEADS:
            sector = sector or (() if e.cls == "modifier" else e.sector)
            continue
        else:
            code, found, reason = e.code, e.sector if e.cls not in ("capital",) else (), m.hit.why
        if m.relation == "links" and e.cls in PLACES:
            continue
        sector = sector or found
        if code is None:
            continue
        if (
            e.cls in ("people", "region", "city", "capital")
            and m.relation != "in"
            and weak is None
            and e.cls == "people"
        ):
            weak = (code, sector, f"country: {reason}")
            continue
        return code, sector, f"country: {reason} ({m.relation})"
    return weak or (None, sector, "")


_AGAINST = frozenset({"REB", "PRM", "CRM", "OPP"})
_BODIES_OF_MEMBERS = frozenset({"PTY", "REB", "PRM", "OPP", "NGO", "REL", "LAB"})
"""Sectors of groups that have activists, workers and followers of their own."""


def _sectors(head: Entry, p: Phrase, modifiers: list[Modifier], of: tuple[str, ...], why: list[str]) -> tuple[str, ...]:
    """The head's own sector, unless it is a weak noun that takes that of its modifier ("rebel commander", "army chief")."""
    sector = head.sector
    weak = "weak" in head.flags or ("asset" in head.flags and not sector)
    for m in reversed(modifiers):
        e = m.hit.entry
        if (
            e.cls == "modifier"
            and e.sector
            and "sector" in e.flags
            and (weak or "CVL" in sector or "MIL" in sector or not sector)
        ):
            why.append(f"sector: {m.hit.why}")
            return tuple(dict.fromkeys((*e.sector, *(x for x in sector if x == "PRE"))))
        armed_civilians = "REB" in sector and e.sector[:1] == ("CVL",)  # "a youth militia"
        if e.cls in HEADS and e.sector and weak and m.relation != "in" and not armed_civilians:
            why.append(f"sector: {m.hit.why}")
            return e.sector
    if weak and of:
        why.append("sector: that of whom it belongs to")
        return of if of != ("PRE",) else (*sector, *of)
    if of and (
        ("joins" in head.flags and of[0] in _BODIES_OF_MEMBERS)
        or (sector == ("UAF",) and of[0] in ("REB", "PRM", "CRM"))
    ):
        why.append("sector: that of the group or party that they are of")
        return of
    if "REB" in of and "MIL" in sector:
        return ("REB",)
    return sector


def _title(s: Scan, p: Phrase, code: str | None) -> str:
    """A canonical name for a phrase without a proper name: country and noun in the singular form of the table."""
    place = country_names().get(code or "")
    own = s.words(p.start, p.end)
    if place is None or any(m.hit.entry.cls in NAMES | {"leader", "person", "org"} for m in p.modifiers):
        return own
    if p.core.entry.cls == "organ" and len(p.modifiers) <= 1:
        return f"{p.core.entry.name} of {place}"
    return own
