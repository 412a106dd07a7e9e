"""The claims of a document: events, states and tolls, with when, where, how many, according to whom, and how sure."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from dragoman.code.adversary import alleges, dyads, side
from dragoman.code.confidence import confidence, evidence, reason
from dragoman.code.dates import EventDate, date_conflicts, event_date, no_date
from dragoman.code.draft import Draft
from dragoman.code.events import find_events
from dragoman.code.events.abroad import abroad
from dragoman.code.events.absorb import absorb
from dragoman.code.events.charges import charges, without_bare_denials
from dragoman.code.events.lexicon import lexicon
from dragoman.code.events.own_word import own_word
from dragoman.code.events.phrase import whole_phrases
from dragoman.code.events.recast import demands, recast
from dragoman.code.events.refine import refine
from dragoman.code.events.together import together
from dragoman.code.figures import attach_figures
from dragoman.code.home_places import at_home
from dragoman.code.links import link_claims
from dragoman.code.locations import event_location
from dragoman.code.numbers import small_number
from dragoman.code.outside import why_outside
from dragoman.code.plover import categories, scale
from dragoman.code.tolls import find_tolls, spans_a_time
from dragoman.code.vocabulary import cameo_by_mode, contexts, loaded_words
from dragoman.document import Document, Fact
from dragoman.extract.attribution import cue_tokens, governing
from dragoman.extract.factuality import judge
from dragoman.parse.syntax import Syntax, syntax
from dragoman.pipeline import stage
from dragoman.record import Attribution, Claim, Quantity, Source, Span


@stage("claims", requires=["mentions", "times", "places", "counts", "attributions", "facts"], assigns=["claims"])
def claims(doc: Document) -> Document:
    """Assign the claims, in text order, and the warnings that follow from them."""
    drafts = [d for d in find_events(doc) if why_outside(doc, d) is None]
    together(doc, drafts)
    drafts = without_bare_denials(doc, refine(doc, absorb(doc, recast(doc, drafts))))
    own_word(doc, drafts)
    drafts += demands(doc, drafts)
    drafts += charges(doc, drafts)
    abroad(doc, drafts)
    drafts = attach_figures(doc, drafts)
    drafts += find_tolls(doc, drafts)
    drafts.sort(key=lambda d: (d.sentence.index, d.words[0]))
    whole_phrases(doc, drafts)
    at_odds = dyads(drafts)
    beside = Counter(d.sentence.index for d in drafts)
    made: list[Claim] = []
    truces: set[str] = set()
    breaches: set[str] = set()
    for n, d in enumerate(drafts, 1):
        claim = _freeze(doc, d, f"{doc.id}#{n}", at_odds, beside[d.sentence.index])
        made.append(claim)
        lemmas = {syntax(doc).lemma[w] for w in d.words}
        if d.event in ("AGREE", "CONCEDE", "RETREAT", "CONSULT", "SUPPORT") and lemmas & _truce_words():
            truces.add(claim.id)
        elif d.event in ("ASSAULT", "ACCUSE") and lemmas & _truce_words():
            breaches.add(claim.id)
    doc.claims = link_claims(made, truces, breaches)
    doc.warnings += [*date_conflicts(doc), *no_date(doc)]
    return doc


def _truce_words() -> frozenset[str]:
    words = lexicon().classes.get("truce", frozenset())
    return words | {w.rsplit("-", 1)[-1] for w in words}


def _factuality(doc: Document, d: Draft, sources: list[Attribution], at_odds: set[frozenset[tuple[str, str]]]) -> Fact:
    fact = d.fact or judge(doc, d.token)
    if d.kind == "toll" and fact.value == "planned":
        fact = Fact("asserted", (*fact.why, "asserted: harm that is announced has been done"))
    if d.light and d.noun is not None and d.noun != d.token and fact.value == "asserted":
        fact = judge(doc, d.noun)
    if fact.value == "negated" and sources and d.event in _FORCE and _tells_of_itself(sources[0].source, d):
        return Fact("denied", (*fact.why, "who says so speaks of its own side, and denies it"), fact.cue)
    if fact.value == "asserted" and sources:
        reason = alleges(sources[0].source, d, at_odds)
        if reason:
            return Fact("alleged", (*fact.why, reason), fact.cue)
    return fact


_TOOK_PLACE = frozenset({"asserted", "alleged", "denied"})
_FORCE = frozenset({"ASSAULT", "COERCE", "MOBILIZE", "THREATEN", "SANCTION"})


def _tells_of_itself(source: Source, d: Draft) -> bool:
    """Is every actor of the side that speaks."""
    mine = side(source)
    return mine is not None and bool(d.actor) and all(side(p.entity) == mine for p in d.actor)


def _freeze(doc: Document, d: Draft, id: str, at_odds: set[frozenset[tuple[str, str]]], beside: int) -> Claim:
    syn = syntax(doc)
    why = list(d.why)
    sources = [] if d.spoken else [a for a in governing(doc, d.token) if a.source.text is not None]
    if d.said_at is not None:
        sources = sources[1:]
    fact = _factuality(doc, d, sources, at_odds)
    why += [f"attribution: {a.source.text or 'unnamed'} by {a.rule}" for a in sources]
    if not sources:
        why.append("attribution: no source governs it, the narrator speaks")
    why += [f"factuality: {w}" for w in fact.why] or ["factuality: nothing qualifies it"]

    location, place_why = event_location(doc, d.token, event=d.event, words=d.words, real=fact.value in _TOOK_PLACE)
    if location is None and fact.value in _TOOK_PLACE:
        home, home_why = at_home(
            doc, d.token, d.event, d.modes, [p.entity for p in d.actor], [p.entity for p in d.recipient]
        )
        if home is not None:
            location, place_why = home.location(), home_why
    why.append(f"place: {place_why}")
    country = location.country_code if location else next((p.entity.code for p in d.actor if p.entity.code), None)
    claimed = _claimed(syn, d)
    if claimed is not None:
        # "On Friday the group claimed the bombing": the day of the claim is not the day of the act.
        when = EventDate(why="what is claimed has no time of its own")
        if syn.lemma[claimed] not in ("responsibility", "credit"):
            when = event_date(doc, claimed, country=country, cues={*cue_tokens(doc), d.token})
    else:
        when = event_date(doc, d.token, country=country, cues=cue_tokens(doc))
    if when.date is None and d.said_at is not None:
        when = event_date(doc, d.said_at, country=country, cues=cue_tokens(doc))
    if when.date is None and claimed is None and d.noun is not None and d.noun != d.token:
        when = event_date(doc, d.noun, country=country, cues=cue_tokens(doc))
    total = spans_a_time(d)
    why.append("date: a running total has a span, not a date" if total else f"date: {when.why}")

    quantities = _quantities(d)
    why += [f"quantity: {c.why}" for c in d.counts]
    modes = tuple(d.modes)
    cameo = d.cameo
    if d.event:
        finer = next((c for m in modes if (c := cameo_by_mode().get((d.event, m)))), None)
        if finer and (cameo is None or len(cameo) < 3 or cameo.rstrip("0") in ("18", "19", "20")):
            cameo = finer
            why.append(f"cameo: {finer} by mode {modes[0]}")
    times = _times_told(syn, d)
    length = d.sentence.end - d.sentence.start
    features = evidence(d, fact, when, location, sources, clause=syn.dep[d.token], length=length, beside=beside)
    why.append(reason(features))
    return Claim(
        id=id,
        kind=d.kind,
        sentence=doc.sentence_span(d.sentence),
        trigger=_trigger(doc, d),
        event=d.event,  # type: ignore[arg-type]
        mode=modes,
        context=_contexts(syn, d) if d.event else (),
        cameo=cameo,
        quad_code=categories()[d.event].quad if d.event else None,
        event_scale=scale(d.event, modes) if d.event else None,
        actor=tuple(p.entity for p in d.actor),
        recipient=tuple(p.entity for p in d.recipient),
        date=None if total else when.date,
        enddate=None if total else when.enddate,
        date_precision="unknown" if total else when.precision,
        date_basis="none" if total else when.basis,
        time=None if total else when.time,
        event_loc=location,
        instrument=tuple(doc.span(k, k + 1) for k in d.instruments),
        quantities=quantities,
        attribution=tuple(sources),
        factuality=fact.value,
        mediator=tuple(p.entity for p in d.mediator),
        count=times,
        loaded=_loaded(doc, syn, d),
        confidence=confidence(features),
        why=tuple(dict.fromkeys(why)),
    )


def _claimed(syn: Syntax, d: Draft) -> int | None:
    """The act that a party claims as its own: the object of "claim", or what stands behind "responsibility for"."""
    if d.event != "ASSAULT" or syn.lemma[d.token] not in ("claim", "take", "accept"):
        return None
    thing = next((k for k in syn.children(d.token, "dobj") if k in d.words), None)
    if thing is None or (syn.lemma[d.token] != "claim" and syn.lemma[thing] != "responsibility"):
        return None
    for prep in (*syn.children(thing, "prep"), *syn.children(d.token, "prep")):
        if syn.lower[prep] == "for":
            thing = next(iter(syn.children(prep, "pobj", "pcomp")), thing)
            break
    return thing


def _quantities(d: Draft) -> tuple[Quantity, ...]:
    out = []
    for c in d.counts:
        whole = next((n for n, k in enumerate(d.counts) if k is c.part_of), None)
        out.append(replace(c.quantity, part_of=whole))
    return tuple(out)


def _trigger(doc: Document, d: Draft) -> Span:
    """The trigger words where they stand together, else from the predicate to the nearest of them."""
    words = sorted(d.words)
    if words[-1] - words[0] <= 7:
        return doc.span(words[0], words[-1] + 1)
    near = [w for w in words if abs(w - d.token) <= 4]
    return doc.span(min([d.token, *near]), max([d.token, *near]) + 1)


def _times_told(syn: Syntax, d: Draft) -> int | None:
    """How many times it happened, where the words say so: "three truces", "twice"."""
    for w in d.words:
        if syn.pos[w] == "NOUN" and _happens(syn, w):
            for k in syn.children(w, "nummod"):
                n = small_number(syn.lower[k])
                if n is not None and 1 < n < 1000 and d.kind == "event" and syn.ent[k] != "DATE":
                    return n
    for k in syn.kids[d.token]:
        if syn.dep[k] in ("advmod", "npadvmod", "dobj"):
            if syn.lower[k] in ("twice", "thrice"):
                return 2 if syn.lower[k] == "twice" else 3
            if syn.lower[k] == "times":
                return next(
                    (n for m in syn.children(k, "nummod") if (n := small_number(syn.lower[m])) is not None), None
                )
    return None


def _happens(syn: Syntax, noun: int) -> bool:
    """Is a noun something that happens and can be counted as often as told: an event noun or a truce."""
    lex = lexicon()
    return ("N", syn.lemma[noun]) in lex.frames or syn.lemma[noun] in _truce_words()


def _contexts(syn: Syntax, d: Draft) -> tuple[str, ...]:
    found: dict[str, None] = {}
    table = contexts()
    for k in range(d.sentence.start, d.sentence.end):
        for c in table.get(syn.lemma[k], ()):
            found[c] = None
    if d.event in ("ASSAULT", "MOBILIZE") and "military" not in found:
        found["military"] = None
    return tuple(sorted(found))


def _loaded(doc: Document, syn: Syntax, d: Draft) -> tuple[Span, ...]:
    """Loaded words within the claim's own clause and parties."""
    words = loaded_words()
    near: set[int] = set()
    for w in (*d.words, *(p.token for p in (*d.actor, *d.recipient) if p.token is not None)):
        near |= syn.subtree(w) if syn.pos[w] in ("NOUN", "PROPN") else {w, *syn.kids[w]}
    near = {k for k in near if d.sentence.start <= k < d.sentence.end}
    return tuple(doc.span(k, k + 1) for k in sorted(near) if syn.lower[k] in words and not _is_name(doc, k))


def _is_name(doc: Document, token: int) -> bool:
    m = doc.mention_at(token)
    return (
        m is not None
        and m.entity.name is not None
        and doc.tokens[token].text[:1].isupper()
        and m.entity.kind in ("organisation", "group")
        and doc.tokens[token].pos_ == "PROPN"
    )
