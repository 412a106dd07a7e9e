"""Acts that lie ahead: what is promised, refused or required of others, coded as the promise, refusal or demand it is.

PLOVER codes a future CONSULT, SUPPORT, COOPERATE or AID as AGREE and a future RETREAT as CONCEDE (of persons, property
and access as AGREE: CAMEO 0353-0355); "will not release" is REJECT; "Oslo said that Belgrade must hand over the files" is a REQUEST.
"""

from __future__ import annotations

from dataclasses import fields, replace

from dragoman.code.draft import Draft, Party
from dragoman.code.events.parties import is_pronoun, parties
from dragoman.code.events.reach import known, same
from dragoman.code.events.slots import verb_slots
from dragoman.code.events.wanted import threat_of
from dragoman.code.vocabulary import relief_words
from dragoman.document import Document, Fact
from dragoman.extract.attribution import governing
from dragoman.extract.factuality import judge
from dragoman.parse.syntax import syntax
from dragoman.record import Entity

_PROMISED = {"CONSULT": "030", "SUPPORT": "030", "COOPERATE": "031", "AID": "033"}
_HANDED = {"release": "0353", "access": "0355"}
_YIELDING = frozenset({"CONSULT", "SUPPORT", "COOPERATE", "AID", "AGREE", "CONCEDE", "RETREAT"})
_WILL = frozenset({"will", "wo", "would", "shall", "'ll", "’ll", "'d", "’d"})
_GOODWILL = frozenset({"AGREE", "CONSULT", "SUPPORT", "COOPERATE", "AID", "CONCEDE"})
_MUST = frozenset({"must"})
_SAYING = frozenset({"says", "promises", "claims", "confirms"})


def recast(doc: Document, drafts: list[Draft]) -> list[Draft]:
    """The drafts, with acts ahead coded as promises and refusals."""
    drafts = [d for d in drafts if not _mere_talk(doc, d)]
    for d in drafts:
        if d.kind == "event":
            _speakers_own(doc, d)
            _speakers_talks(doc, d)
            _no_part(doc, d)
            _sent(doc, d)
        if d.kind == "event" and d.event in _THREATENED:
            _menace(doc, d)
            _ceased(doc, d)
        if d.kind == "event" and d.event == "MOBILIZE":
            _relief(doc, d)
        if d.kind == "event" and d.event in _YIELDING:
            if not _fail(doc, d) and not _refuse(doc, d):
                _promise(doc, d)
        if d.kind == "event":
            _speaker(doc, d)
    return drafts


def _speakers_own(doc: Document, d: Draft) -> None:
    """ "The group denied that it had attacked the camp": a pronoun that nothing else resolves is who speaks."""
    syn = syntax(doc)
    for side, words in ((d.actor, _OF_SPEAKER | _SPEAKER_HIM), (d.recipient, _SPEAKER_HIM)):
        for n, p in enumerate(side):
            if p.token is None or known(p.entity) or syn.lower[p.token] not in words:
                continue
            says = next((a for a in governing(doc, d.token) if a.kind == "claim"), None)
            first_person = syn.lower[p.token] in _SPEAKER_HIM
            if says is None or (says.quoted == "indirect") == first_person:
                continue  # in a quotation "they" are others; outside of one "we" are the outlet
            if says.source.start is not None and known(says.source):
                s = says.source
                own = replace(
                    p.entity, name=s.name or s.text, code=s.code, sector=s.sector, office=s.office, kind=s.kind
                )
                side[n] = Party(own, p.token, f"{syn.lower[p.token]!r} is who says it, {s.text!r}")
                d.why.append(f"{'actor' if side is d.actor else 'recipient'}: {side[n].why}")


def _speakers_talks(doc: Document, d: Draft) -> None:
    """ "Quito said talks with Bogota would resume": a government that tells of talks with one other holds them."""
    syn = syntax(doc)
    if d.event != "CONSULT" or not d.mutual or len(d.actor) != 1 or d.mediator or d.actor[0].token is None:
        return
    preposition = syn.head[d.actor[0].token]
    if syn.lower[preposition] != "with" or syn.pos[syn.head[preposition]] not in ("NOUN", "PROPN"):
        return
    for a in governing(doc, d.token)[:1]:
        s = a.source
        state = a.kind == "claim" and s.start is not None and s.code is not None and s.source_type in _PARTIES
        if state and _another(d.actor[0].entity, s) and s.code != d.actor[0].entity.code:
            d.actor.insert(0, Party(_entity(s), None, "who tells of talks with the other"))
            d.why.append(f"actor: {s.text!r} tells of talks with the other")


_PARTIES = frozenset({"official", "military", "party"})


def _sent(doc: Document, d: Draft) -> None:
    """ "Riot police were deployed around the embassy": whom nobody is said to have sent are those who show force."""
    if d.event != "MOBILIZE" or d.actor:
        return
    armed = [p for p in d.recipient if _FORCES & set(p.entity.sector)]
    if not armed:
        armed = [
            p
            for p in parties(doc, syntax(doc), verb_slots(syntax(doc), d.token).get("obj", []), loose=False)
            if _FORCES & set(p.entity.sector)
        ]
    if armed and syntax(doc).passive(d.token):
        d.actor, d.recipient = armed, [p for p in d.recipient if p not in armed]
        d.why.append(f"actor: nobody is said to have sent {armed[0].entity.text!r}")


_FORCES = frozenset({"MIL", "COP", "PRM", "REB"})


def _no_part(doc: Document, d: Draft) -> None:
    """ "The front denied any part in the bombing": who denies a part in an act is the one who is said to have done it."""
    if d.actor or d.event != "ASSAULT":
        return
    syn = syntax(doc)
    for a in governing(doc, d.token)[:1]:
        if a.kind != "claim" or a.stance != "denies" or a.source.start is None or not known(a.source):
            continue
        part = next((k for k in syn.ancestors(d.token) if syn.lemma[k] in _PART and syn.pos[k] == "NOUN"), None)
        if part is not None and syn.head[part] != part and syn.lemma[syn.head[part]] == "deny":
            d.actor = [Party(_entity(a.source), None, f"denies any {syn.lower[part]} in it")]
            d.why.append(f"actor: {a.source.text!r} denies any {syn.lower[part]} in it")


_PART = frozenset("part role hand involvement responsibility complicity participation".split())
_OF_SPEAKER = frozenset({"it", "they", "he", "she"})
_SPEAKER_HIM = frozenset({"we", "us", "i", "me"})


def _aux(doc: Document, d: Draft) -> bool:
    syn = syntax(doc)
    return any(syn.lower[k] in _WILL for k in syn.children(d.token, "aux"))


def _mere_talk(doc: Document, d: Draft) -> bool:
    """Talks that lie ahead and that nobody is said to hold: "a negotiation will take place one day"."""
    nobody = not (d.actor or d.recipient or d.mediator)
    return d.event == "CONSULT" and nobody and judge(doc, d.token).value in ("planned", "hypothetical", "demanded")


def _refuse(doc: Document, d: Draft) -> bool:
    """ "Will not lift the ban": a party that says no."""
    syn = syntax(doc)
    negated = any(syn.dep[k] == "neg" or syn.lower[k] == "never" for k in syn.kids[d.token])
    if (
        not (negated and d.actor and _aux(doc, d) and not syn.passive(d.token))
        or judge(doc, d.token).value != "negated"
    ):
        return False
    d.why.append(f"event: {d.event} that an actor will not do is REJECT")
    d.modes = ["meet"] if d.event == "CONSULT" else ["yield"] if d.event in ("CONCEDE", "RETREAT") else []
    d.event, d.cameo = (
        "REJECT",
        "125" if d.event == "CONSULT" else "124" if d.event in ("CONCEDE", "RETREAT") else "120",
    )
    d.fact = Fact("asserted", ("asserted: the refusal itself",))
    if len(d.actor) > 1 and d.mutual and not d.recipient:
        d.actor, d.recipient = d.actor[:1], d.actor[1:]
    return True


def _relief(doc: Document, d: Draft) -> None:
    """Troops sent to a disaster or on a peacekeeping mission are AID, not a show of force (PLOVER)."""
    syn = syntax(doc)
    for k in sorted(syn.subtree(d.token) - {d.token}):
        if syn.lemma[k] in relief_words() and syn.pos[k] in ("NOUN", "PROPN", "ADJ", "VERB"):
            d.why.append(f"event: MOBILIZE for {syn.lower[k]!r} is AID")
            d.event, d.modes, d.cameo, d.instruments = "AID", [], "074", []
            return


def _fail(doc: Document, d: Draft) -> bool:
    """ "Failed to reach agreement", "could not agree": parties who do not come to terms reject each other's."""
    syn = syntax(doc)
    above = syn.head[d.token]
    failed = syn.dep[d.token] == "xcomp" and syn.lemma[above] in ("fail", "unable") and d.event in ("AGREE", "SUPPORT")
    if not failed or not d.mutual:
        return False
    d.why.append(f"event: {d.event} that parties {syn.lower[above]!r} to come to is REJECT")
    d.event, d.modes, d.cameo = "REJECT", [], "120"
    d.fact = Fact("asserted", ("asserted: the failure itself",))
    return True


def _menace(doc: Document, d: Draft) -> None:
    """ "The front said it would strike ports": who says of himself that he will use force or pressure threatens."""
    if len(d.actor) != 1 or not _aux(doc, d) or judge(doc, d.token).value not in ("planned", "hypothetical"):
        return
    actor = d.actor[0]
    for a in governing(doc, d.token)[:1]:
        pronoun = actor.token is not None and is_pronoun(syntax(doc), actor.token)
        own = known(a.source) and (actor.entity.code, actor.entity.sector) == (a.source.code, a.source.sector)
        own = own or (pronoun and (not known(actor.entity) or actor.entity.code == a.source.code))
        if a.kind == "claim" and a.stance in _SAYING and own:
            d.why.append(f"event: {d.event} that a party says it will do is THREATEN")
            mode = threat_of(d) or _THREATENED[d.event or ""]
            d.event, d.modes, d.cameo = "THREATEN", [mode] if mode else [], "138" if mode == "violence" else "130"
            d.content.update(syntax(doc).children(d.token, "dobj"))
            d.instruments = []
            _speaker(doc, d)


def _ceased(doc: Document, d: Draft) -> None:
    """ "Stopped shelling the port", "ceased printing": force or pressure that a party ends is RETREAT."""
    syn = syntax(doc)
    above = syn.head[d.token]
    if (
        syn.tag[d.token] != "VBG"
        or syn.dep[d.token] != "xcomp"
        or syn.lemma[above] not in _CEASING
        or syn.children(above, "neg")
    ):
        return
    if d.event not in ("ASSAULT", "COERCE", "PROTEST") or not d.actor:
        return
    d.why.append(f"event: {d.event} that a party {syn.lower[above]!r} is RETREAT")
    d.modes = ["ceasefire"] if d.event == "ASSAULT" else []
    d.cameo = "0871" if d.event == "ASSAULT" else "080"
    d.event, d.instruments, d.token = "RETREAT", [], above
    d.words = tuple(sorted({*d.words, above}))


_CEASING = frozenset({"stop", "cease", "halt", "quit", "end", "suspend", "discontinue"})
_THREATENED = {"ASSAULT": "violence", "COERCE": "restrict", "SANCTION": "relations", "PROTEST": "", "MOBILIZE": ""}


def _among_the_first(doc: Document, d: Draft) -> bool:
    """ "Was the first to recognise Tallinn": an infinitive of what was done."""
    syn = syntax(doc)
    above = syn.head[d.token]
    if (
        syn.tag[d.token] != "VB"
        or syn.lower[above] not in _FIRST
        or not d.event
        or any(m for m in syn.children(above, "neg"))
    ):
        return False
    d.fact = Fact("asserted", ("asserted: the first to do it did it",))
    return True


_FIRST = frozenset({"first", "second", "third", "last", "latest", "only", "one", "among", "quick", "quickest"})


def _promise(doc: Document, d: Draft) -> None:
    syn = syntax(doc)
    if _among_the_first(doc, d) or (syn.dep[d.token] == "advcl" and syn.tag[d.token] == "VB"):
        return  # "waded in to carry villagers to safety": a purpose promises nothing
    if judge(doc, d.token).value != "planned" or d.event not in (*_PROMISED, "RETREAT"):
        return
    was = d.event
    if was == "RETREAT" and not d.actor and "ceasefire" in d.modes:
        return  # "the truce is to take effect at noon"
    if was == "RETREAT":
        handed = next((_HANDED[m] for m in d.modes if m in _HANDED), None)
        d.event, d.cameo = ("AGREE", handed) if handed else ("CONCEDE", "0834" if d.cameo is None else "083")
    else:
        d.event, d.cameo = "AGREE", _PROMISED[was or ""]
    d.modes = []
    d.why.append(f"event: {was} that lies ahead is {d.event}")


def _speaker(doc: Document, d: Draft) -> None:
    """ "The front said it would free the crew": who says of himself what he will do is the one who promises or refuses."""
    if d.event not in ("AGREE", "CONCEDE", "REJECT", "THREATEN") or len(d.actor) != 1:
        return
    actor = d.actor[0]
    syn = syntax(doc)
    if actor.token is None or not is_pronoun(syn, actor.token):
        return
    for a in governing(doc, d.token):
        if a.kind != "claim" or a.stance not in _SAYING or a.source.start is None:
            continue
        if _only_a_pronoun(a.source) or (not known(a.source) and known(actor.entity)):
            continue
        if not known(actor.entity) or actor.entity.code == a.source.code:
            d.actor = [Party(_entity(a.source), actor.token, actor.why)]
            d.why.append(f"actor: {syn.lower[actor.token]!r} is the speaker, {a.source.text!r}")
        return


def _only_a_pronoun(source: Entity) -> bool:
    """Is a source itself only a pronoun, which names nobody better."""
    return (source.text or "").lower() in _OF_SPEAKER | _SPEAKER_HIM


def _another(party: Entity, speaker: Entity) -> bool:
    """Is it a known party other than the speaker."""
    if not (party.code or party.sector) or same(party, speaker):
        return False
    return (party.code, party.sector) != (speaker.code, speaker.sector)


def _entity(source: Entity) -> Entity:
    return Entity(**{f.name: getattr(source, f.name) for f in fields(Entity)})


def demands(doc: Document, drafts: list[Draft]) -> list[Draft]:
    """A known speaker who says what another known party must do, where no frame tells the act, or one tells an act of
    goodwill: that is taken out of ``drafts`` and stays as what is demanded."""
    syn = syntax(doc)
    goodwill = {d.token: d for d in drafts if d.event in _GOODWILL}
    told = {w for d in drafts for w in (d.token, *d.words)} - set(goodwill)
    out = []
    for sentence in doc.sentences:
        if sentence.role != "body":
            continue
        for k in range(sentence.start, sentence.end):
            verb = syn.head[k]
            if syn.lower[k] not in _MUST or syn.dep[k] != "aux" or verb in told:
                continue
            says = next(
                (a for a in governing(doc, verb) if a.kind == "claim" and a.stance in ("says", "demands")), None
            )
            if says is None or not (says.source.code or says.source.sector) or says.source.start is None:
                continue
            slots = verb_slots(syn, verb)
            whom = slots.get("obj", []) if syn.passive(verb) else slots.get("subj", [])
            found = [p for p in parties(doc, syn, whom, loose=False) if _another(p.entity, says.source)]
            if not found:
                continue
            draft = Draft("event", sentence, verb, (k, verb), "REQUEST", ["change"], "102", recipient=found)
            draft.actor = [Party(_entity(says.source), None, "who says what must be done")]
            draft.fact = Fact("asserted", ("asserted: the demand itself",))
            draft.why += [
                f"event: {syn.lower[k]!r} of another in somebody's word is a demand",
                f"actor: {says.source.text!r} says it",
            ]
            draft.spoken = True
            if verb in goodwill:
                drafts.remove(goodwill[verb])
            out.append(draft)
    return out
