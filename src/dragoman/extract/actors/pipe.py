"""The actors stage: hits, phrases, identities, then one pass in text order that carries names through the document."""

from __future__ import annotations

from dataclasses import replace

from dragoman.document import Document, Mention
from dragoman.extract.actors.context import place_from_context
from dragoman.extract.actors.coreference import (
    PRONOUNS,
    definite,
    definites,
    group_before,
    longer_name_before,
    pronoun,
)
from dragoman.extract.actors.deeds import doer
from dragoman.extract.actors.halves import half_country
from dragoman.extract.actors.hits import HEADS, Scan, scan
from dragoman.extract.actors.identify import INTERNATIONAL, Identity, identify
from dragoman.extract.actors.lexicon import country_names
from dragoman.extract.actors.phrases import Phrase, phrases
from dragoman.extract.actors.registry import Registry, acronym_of, enriched, unique
from dragoman.extract.actors.tables import word_set
from dragoman.pipeline import stage
from dragoman.record import Entity


@stage("actors", requires=["parsed", "sentences", "places"], assigns=["mentions"])
def actors(doc: Document) -> Document:
    """Assign every actor mention, in text order."""
    s = scan(doc)
    filed = {k for n in doc.sentences if n.role in ("dateline", "byline") for k in range(n.start, n.end)}
    found = [p for p in phrases(s) if p.start not in filed]  # where a story was filed, and by whom, is no party
    own = _at_home(s, found, [identify(s, p) for p in found])
    reg = Registry(s)
    for _p, who in zip(found, own, strict=True):
        for w in who:
            if w.code and w.code not in INTERNATIONAL and w.cls != "city":  # where things happen, not who they are
                reg.countries[w.code] += 1
    covered = {k for p in found for k in range(p.start, p.end)}
    at = {p.start: n for n, p in enumerate(found)}
    out: list[Mention] = []
    nouns = definites()
    for i, word in enumerate(s.syn.lower):
        n = at.get(i)
        if n is not None:
            bare = word in nouns and found[n].end == i + 1 and all(w.code is None for w in own[n])
            before = definite(reg, i, []) if bare else None  # "the mission": the one that was named
            if before is not None:
                _emit(s, reg, before[0], i + 1, i, before[1], out, taken_up=True)
            else:
                _read(s, reg, found[n], own[n], out)
        elif i in covered:
            continue
        elif word in PRONOUNS and s.syn.tag[i] in ("PRP", "PRP$"):
            stands_for = pronoun(reg, i)
            if stands_for:
                _emit(s, reg, i, i + 1, i, stands_for, out, taken_up=True)
        elif word in nouns:
            taken = definite(reg, i, [w for m in range(len(found)) if found[m].start > i for w in own[m]])
            if taken is not None:
                _emit(s, reg, taken[0], i + 1, i, taken[1], out, taken_up=True)
        elif s.syn.tag[i] in ("NNP", "NNPS"):
            half = half_country(reg, i)
            if half is not None:
                _emit(s, reg, i - (s.syn.lower[i - 1] == "the"), i + 1, i, (half,), out, taken_up=True)
                continue
            known = _known(reg, s.text[i]) or _group_in_short(reg, i)
            if known is not None:
                _emit(s, reg, i, i + 1, i, (known,), out)
    out.sort(key=lambda m: (m.start, m.end))
    doc.mentions = out
    return doc


_ARMED = frozenset({"REB", "MIL", "PRM", "COP", "UAF"})


_FORCES = frozenset({"army", "military", "navy", "police", "government", "force", "airforce"})


def _of_forces(s: Scan, p: Phrase) -> bool:
    """ "Army helicopters", "air force jets": the thing is of forces that stand before it, whose country may be known."""
    return any(s.syn.lower[k] in _FORCES for k in range(max(0, p.start - 2), p.end))


def _known(reg: Registry, text: str) -> Identity | None:
    """A surname or an acronym that the document has introduced."""
    key = acronym_of(text)
    if key and key in reg.acronyms:
        return enriched(reg.acronyms[key], f"{text} was introduced as {reg.acronyms[key].name}")
    known = reg.surname(text) if len(text) > 2 and text[0].isupper() else None
    return enriched(known, f"{text}: surname of {known.name}, named before") if known is not None else None


def _at_home(s: Scan, found: list[Phrase], own: list[list[Identity]]) -> list[list[Identity]]:
    """ "The Conservative Party" of a story that is set in Pretoria and tells nothing else of Britain: the one of there."""
    told_of = s.doc.cache.get("told_of")
    common = [p.core.entry.cls in _BODIES and _is_common(p) for p in found]
    others = {w.code for bare, who in zip(common, own, strict=True) if not bare for w in who}
    if told_of is None or told_of not in others:
        return own
    why = f"a name that many bear, and the story is set in {country_names().get(told_of, told_of)}"
    return [
        [replace(w, code=told_of, why=(*w.why, why)) for w in who]
        if bare and not p.modifiers and all(w.code not in (*others, None, *INTERNATIONAL) for w in who)
        else who
        for p, bare, who in zip(found, common, own, strict=True)
    ]


_BODIES = frozenset({"party", "institution", "organ"})


def _is_common(p: Phrase) -> bool:
    """Is a body's name made only of words that the names of many have?"""
    return set((p.core.entry.name or "").lower().split()) <= word_set("common_names.txt")


def _group_in_short(reg: Registry, i: int) -> Identity | None:
    """ "The Tigers" of the Tamil Tigers: an armed group that the story has named, called by a plural of its name."""
    s = reg.scan
    word = s.syn.lower[i]
    if word in definites() or (
        s.syn.tag[i] != "NNPS" and not (word.endswith("s") and i > 0 and s.syn.lower[i - 1] == "the")
    ):
        return None
    for n in reversed(reg.read):
        if len(n.who) == 1 and n.one.cls == "group" and not n.pronoun and n.end <= i:
            said = set(s.syn.lower[n.start : n.end]) | set((n.one.name or "").lower().split())
            if {word, word.removesuffix("s")} & said:
                return enriched(n.one, f"{s.text[i]}: short for {n.one.name}, named before")
    return None


def _read(s: Scan, reg: Registry, p: Phrase, own: list[Identity], out: list[Mention]) -> None:
    who = tuple(own)
    if p.owner is not None and s.syn.tag[p.owner] == "PRP$":
        stands = pronoun(reg, p.owner)
        if stands:
            _emit(s, reg, p.owner, p.owner + 1, p.owner, stands, out, taken_up=True)
            who = tuple(_under_arms(p, w, stands) for w in who)
    if len(who) == 1:
        one = _carried(s, reg, p, who[0])
        several = _of_each(reg, p, one) or _the_two(s, reg, p, one)
        if several:
            _emit(s, reg, p.start, p.end, _head(s, p.start, p.end, p), several, out, taken_up=True)
            return
        if p.shares is not None and one.code is None:
            before = next((m for m in reversed(reg.read) if m.start == p.shares.start), None)
            if before is not None and before.one.code:
                one = replace(
                    one,
                    code=before.one.code,
                    why=(*one.why, f"country: shared with '{s.doc.span(before.start, before.end).text}'"),
                )
        owned = bool(_ARMED & set(one.sector)) and _of_forces(s, p)
        if one.code is None and p.core.entry.cls in HEADS and (owned or "placeless" not in p.core.entry.flags):
            did = doer(s, p.start, p.end)
            if did is not None:
                hit, reason = did
                sector = hit.entry.sector if "REB" in hit.entry.sector else one.sector
                one = replace(one, code=hit.entry.code, sector=sector, why=(*one.why, f"country: {reason}"))
            else:
                one = place_from_context(reg, p, one)
        who = (one,)
    else:
        who = unique(who)
    _emit(s, reg, p.start, p.end, _head(s, p.start, p.end, p), who, out)
    _acronym(s, reg, p, who[0])


def _under_arms(p: Phrase, one: Identity, owner: tuple[Identity, ...]) -> Identity:
    """ "His men" of a commander, "our boys" of a movement: those who fight for the one who is meant, not civilians."""
    armed = next((k for w in owner for k in w.sector[:1] if k in _ARMED), None)
    if armed is None and owner[0].cls in ("country", "seat", "organ") and owner[0].code not in INTERNATIONAL:
        armed = "MIL"  # "Khartoum said four of its men were killed"
    if armed is None or "men" not in p.core.entry.flags or p.modifiers or not p.plural:
        return one
    code = one.code or owner[0].code
    return replace(one, code=code, sector=(armed,), why=(*one.why, f"sector: men of {owner[0].name}"))


def _carried(s: Scan, reg: Registry, p: Phrase, one: Identity) -> Identity:
    """What an earlier mention tells of this one: the full name of a surname, the office of a counterpart, the holder of an office."""
    core = p.core.entry
    if core.cls in ("person", "org", "leader") or p.name is not None:
        hit = p.name or p.core
        text = s.doc.span(hit.start, hit.end).text
        key = acronym_of(text)
        if key and key in reg.acronyms:
            return enriched(reg.acronyms[key], f"{text} was introduced as {reg.acronyms[key].name}")
        known = _group_in_short(reg, hit.start) if core.cls == "org" and hit.end == hit.start + 1 else None
        if known is not None:
            return known
        known = reg.surname(text)
        if known is not None and core.cls != "org" and (one.code in (None, known.code) or "surname" in core.flags):
            # A leader's surname is not theirs where the story has introduced another who bears it.
            told = known.code is None or bool(known.sector)
            other = "surname" in core.flags and told and known.name != one.name
            here = replace(one, code=None, sector=(), office=None) if other else one
            return replace(known, code=known.code or here.code, sector=here.sector or known.sector, office=here.office or known.office,
                           why=(f"{text}: the person named before as {known.name}",))  # fmt: skip
    if "counterpart" in core.flags:
        before = reg.recent(
            p.start, lambda n: any(w.office for w in n.who) and n.one.kind in ("person", "group"), back=2
        )
        if before is not None:
            b = before.one
            return replace(one, office=b.office, sector=b.sector or one.sector,
                           why=(*one.why, f"counterpart: the office of {b.name or 'the one named before'}"))  # fmt: skip
    if (
        core.cls in ("office", "role")
        and core.kind == "person"
        and not p.plural
        and p.name is None
        and one.code is None
        and p.det in ("the", None)
    ):
        if p.det == "the" and core.office not in (None, "officer"):
            held = reg.recent(
                p.start,
                lambda n: (
                    len(n.who) == 1
                    and n.one.kind == "person"
                    and n.one.office == core.office
                    and n.one.name is not None
                ),
                back=6,
            )
            if held is not None:
                return enriched(held.one, f"the {core.office} named before, {held.one.name}")
    if core.cls == "demonym" and core.plural:
        longer = longer_name_before(s, p)
        if longer is not None:
            return longer
    if core.cls == "role" and one.code is None and p.det in ("the", "these", "those", "this", "that"):
        group = group_before(reg, p)
        if group is not None:
            return group
    if core.cls == "organ" and p.det == "the" and not p.modifiers and not _set_elsewhere(s, p):
        same_kind = reg.recent(p.start, lambda n: len(n.who) == 1 and n.one.cls == "organ" and n.one.sector == one.sector
                               and (n.one.name or "").lower().startswith(core.name.lower()) and n.one.code is not None, back=6)  # fmt: skip
        scene: str | None = s.doc.cache.get("told_of")
        if same_kind is not None and scene is not None and same_kind.one.code != scene and reg.countries[scene]:
            # the government of an aside ("In Lima, the government ...") is not the one of the story
            return replace(one, code=scene, why=(*one.why, f"country: the story is set in {scene}"))
        if same_kind is not None:
            return enriched(same_kind.one, f"the {core.name} named before")
    return one


def _set_elsewhere(s: Scan, p: Phrase) -> bool:
    """ "In Lima, the government ...": the government of where the sentence is set, not the one named before."""
    first = s.doc.sentence_of(p.start).start
    return (
        p.start - first <= 6
        and s.syn.lower[first] == "in"
        and any(
            (h := s.at.get(k)) is not None and h.entry.cls in ("capital", "country") for k in range(first + 1, p.start)
        )
    )


def _of_each(reg: Registry, p: Phrase, one: Identity) -> tuple[Identity, ...]:
    """ "The two countries' ministers": those of each owner."""
    if not p.plural or one.code is not None or p.owner is None:
        return ()
    owners = next((n for n in reversed(reg.read) if n.head == p.owner and len(n.who) > 1), None)
    if owners is None or len({w.code for w in owners.who} - {None}) < 2:
        return ()
    return tuple(replace(one, code=w.code, why=(*one.why, f"country: shared with {w.name}")) for w in owners.who)


def _the_two(s: Scan, reg: Registry, p: Phrase, one: Identity) -> tuple[Identity, ...]:
    """ "The two presidents", "both governments": the two last named with that office or of those countries."""
    if not p.plural or one.code is not None or p.core.entry.cls not in HEADS:
        return ()
    before = s.syn.lower[max(0, p.start - 2) : p.start]
    if not ({"two", "both"} & set(before)):
        return ()
    core = p.core.entry
    fit = (lambda w: w.kind == "person" and (core.office is None or w.office == core.office or "weak" in core.flags)) if core.kind in ("person", "group") and core.cls != "organ" else (
        lambda w: w.cls in ("country", "seat", "capital", "organ") and "REB" not in w.sector)  # fmt: skip
    if "pair" not in core.flags and core.cls == "role":
        return ()
    pair = reg.pair(p.start, fit)
    text = s.doc.span(p.start, p.end).text
    if pair is None and core.office is not None:
        # "the two foreign ministers", neither of whom the story has named: those of the two countries named last
        states = reg.pair(p.start, lambda w: w.cls in ("country", "seat", "capital") and w.code not in INTERNATIONAL)
        return tuple(
            replace(one, code=w.code, why=(*one.why, f"'{text}': of the two countries named last, {w.name}"))
            for w in states or ()
        )
    if pair is None:
        return ()
    if core.cls == "organ":
        return tuple(
            replace(
                w,
                name=None,
                sector=core.sector,
                kind=core.kind,
                cls="organ",
                why=(f"'{text}': those of the two countries named last",),
            )
            for w in pair
        )
    return tuple(enriched(w, f"'{text}': the two named last") for w in pair)


def _acronym(s: Scan, reg: Registry, p: Phrase, who: Identity) -> None:
    """ "... Organisation (XYZ)": the acronym is known from here on."""
    if p.end + 2 >= len(s.text) or s.text[p.end] != "(" or s.text[p.end + 2] != ")":
        return
    key = acronym_of(s.text[p.end + 1])
    if key is not None and who.kind in ("organisation", "group"):
        reg.acronyms[key] = who


def _head(s: Scan, start: int, end: int, p: Phrase) -> int:
    """The token that the rest of the sentence hangs on: in the span with its head outside, a noun before anything else."""
    prefer = (p.name.end - 1) if p.name is not None else p.core.end - 1
    outside = [k for k in range(start, end) if not start <= s.syn.head[k] < end or s.syn.head[k] == k]
    if prefer in outside or not outside:
        return prefer
    nouns = [k for k in outside if s.syn.pos[k] in ("NOUN", "PROPN", "PRON")]
    return nouns[-1] if nouns else prefer


def _emit(
    s: Scan,
    reg: Registry,
    start: int,
    end: int,
    head: int,
    who: tuple[Identity, ...],
    out: list[Mention],
    *,
    taken_up: bool = False,
) -> None:
    if not who:
        return
    span = s.doc.span(start, end)
    many = tuple(_entity(w, span.text, span.start, span.end) for w in who)
    why = "; ".join(dict.fromkeys(x for w in who for x in w.why if x))
    if len(many) == 1:
        out.append(Mention(start, end, head, many[0], why))
    else:
        whole = Entity(span.text, span.start, span.end, None, None, many[0].sector, many[0].office, "group")
        out.append(Mention(start, end, head, whole, why, many))
    reg.add(start, end, head, who, pronoun=taken_up)


def _entity(w: Identity, text: str, start: int, end: int) -> Entity:
    return Entity(text, start, end, w.name or " ".join(text.split()), w.code, w.sector, w.office, w.kind)  # type: ignore[arg-type]
