"""What belongs together within a sentence: "..., killing five" tells the result of the act that it hangs on."""

from __future__ import annotations

from dragoman.code.draft import Draft
from dragoman.code.vocabulary import result_verbs
from dragoman.document import Document
from dragoman.parse.syntax import Syntax


def merge(doc: Document, syn: Syntax, drafts: list[Draft]) -> list[Draft]:
    """The drafts of one sentence, those that only tell part of another act of force folded into it."""
    by_token = {w: d for d in drafts for w in d.words}
    gone: dict[int, Draft] = {}
    for n, d in enumerate(drafts):
        host = _same_noun(syn, d, drafts[:n])
        if host is None and d.event == "ASSAULT":
            host = _host(syn, d, by_token) or _harm_beside(syn, d, by_token) or _harmed_when(syn, d, by_token)
        if host is None and d.event == "CONSULT" and d.noun == d.token:
            host = _during(syn, d, by_token)
        while host is not None and id(host) in gone:
            host = gone[id(host)]  # what it is part of is itself part of another
        if host is None or host is d:
            continue
        gone[id(d)] = host
        _fold(syn, d, host)
        parts = doc.cache.setdefault("parts", {}).setdefault(host.token, [])
        parts += [c for c in syn.conjuncts(d.token) if c == d.token or (syn.lemma[c] in HARM and c not in by_token)]
    return [d for d in drafts if id(d) not in gone]


def _fold(syn: Syntax, d: Draft, host: Draft) -> None:
    for mode in d.modes:
        host.add_mode(mode, f"{mode} by {syn.lower[d.token]!r}, told as its part")
    host.instruments += [k for k in d.instruments if k not in host.instruments]
    if not host.actor:
        host.actor = d.actor
    if not host.mutual:
        _fold_recipients(d, host)
    host.mediator += [p for p in d.mediator if not any(q.entity == p.entity for q in host.mediator)]
    host.why.append(f"event: {syn.lower[d.token]!r} is told as part of this act")
    host.counts += d.counts
    host.why += [w for w in d.why if w.startswith(("actor", "recipient"))]


def _fold_recipients(d: Draft, host: Draft) -> None:
    """Whoever is known of those harmed stands for what was hit; of two kinds of people both stay."""
    if not host.recipient:
        host.recipient = d.recipient
    elif any(p.entity.code or p.entity.sector for p in d.recipient) and all(
        p.entity.code is None for p in host.recipient
    ):
        kept = [p for p in host.recipient if p.entity.sector]
        told = {p.entity.sector for p in kept}
        host.recipient = kept + [
            p for p in d.recipient if not kept or (p.entity.sector and p.entity.sector not in told)
        ]


def _same_noun(syn: Syntax, d: Draft, before: list[Draft]) -> Draft | None:
    """ "The attack, carried out with rifles, was launched at dawn": two verbs that tell one noun."""
    objects = {d.noun, *syn.children(d.token, "dobj", "nsubjpass")} - {None}
    if syn.dep[d.token] in ("acl", "relcl"):
        objects.add(syn.head[d.token])
    return next((b for b in before if b.event == d.event and b.noun is not None and b.noun in objects), None)


def _harm_beside(syn: Syntax, d: Draft, by_token: dict[int, Draft]) -> Draft | None:
    """ "Four were killed and nine injured", "killed or wounded 40": harm coordinated with an act is that act's, unless
    it has another doer."""
    i = d.token
    if syn.dep[i] != "conj" or syn.lemma[i] not in result_verbs() or syn.pos[i] != "VERB":
        return None
    host = by_token.get(syn.head[i])
    if host is None or host.event != "ASSAULT" or host.token != syn.head[i]:
        return None
    if syn.passive(i) and not syn.passive(host.token) and not syn.children(i, "nsubjpass"):
        return None  # "a guard returned fire and was wounded": by others
    # "shot and killed a clerk", "killed or wounded 40": side by side, with one doer and one object
    one_breath = i - host.token <= 2 and (
        syn.lemma[host.token] in result_verbs() or not syn.children(host.token, "dobj")
    )
    if d.actor and not one_breath:
        return None
    return host


def _harmed_when(syn: Syntax, d: Draft, by_token: dict[int, Draft]) -> Draft | None:
    """ "Six were killed and nine hurt when gunmen opened fire": harm without a doer is that of the act in whose moment it was
    done."""
    if d.actor or syn.lemma[d.token] not in HARM or not (syn.passive(d.token) or syn.lemma[d.token] == "die"):
        return None
    row = [c for c in syn.conjuncts(d.token) if c == d.token or syn.lemma[c] in result_verbs() or syn.lemma[c] in HARM]
    if (
        any(syn.lemma[k] in HARM or syn.lemma[k] in result_verbs() for k in (syn.head[d.token],))
        and syn.dep[d.token] == "conj"
    ):
        row.append(syn.head[d.token])
    above = syn.head[d.token]
    if syn.dep[d.token] == "ccomp" and above != d.token:  # "one was killed and two were hurt when ..., police said"
        row += [k for k in syn.children(above, "ccomp") if k > d.token and syn.lemma[k] in HARM]
    row += [a for c in row for n in syn.children(c, "conj") for a in syn.children(n, "acl") if syn.lemma[a] in HARM]
    for harm in row:
        for k in syn.children(harm, "advcl"):
            marks = {syn.lower[m] for m in syn.children(k, "mark", "advmod")}
            host = by_token.get(k)
            if marks & {"when", "as", "after"} and host is not None and host.event == "ASSAULT" and host.token == k:
                return host
    return None


HARM = frozenset({"kill", "perish", "wound", "injure", "hurt", "maim", "die", "shoot", "burn", "maul"})


def _host(syn: Syntax, d: Draft, by_token: dict[int, Draft]) -> Draft | None:
    """The act that a draft is part of, or None."""
    i = d.token
    if syn.pos[i] == "VERB" and syn.tag[i] == "VBG" and syn.lemma[i] in result_verbs():
        top = i
        while syn.dep[top] == "conj" and syn.tag[syn.head[top]] == "VBG":
            top = syn.head[top]
        if syn.dep[top] == "advcl":
            host = by_token.get(syn.head[top])
            return host if host is not None and host.event == "ASSAULT" else None
    if d.noun == i and syn.dep[i] == "pobj" and syn.lower[syn.head[i]] in ("in", "during", "by", "from", "with"):
        host = by_token.get(syn.head[syn.head[i]])
        return host if host is not None and host.event == "ASSAULT" and host.token != i else None
    if syn.dep[i] == "pcomp" and syn.lower[syn.head[i]] == "in":  # "wounded in shelling by the army"
        host = by_token.get(syn.head[syn.head[i]])
        if host is not None and host.event == "ASSAULT" and syn.passive(host.token) and host.token < i:
            return host
    if d.noun == i and syn.dep[i] == "pobj" and syn.lower[syn.head[i]] == "for":
        # "claimed responsibility for the ambush near Beni": one act, told once
        host = _claimed(syn, i, by_token)
        return host if host is not d else None
    if syn.dep[i] == "pcomp" and syn.lower[syn.head[i]] == "by":  # "broke the truce by shelling a village"
        host = by_token.get(syn.head[syn.head[i]])
        return host if host is not None and host.event == "ASSAULT" and host.token < i else None
    if syn.dep[i] == "acl" and syn.dep[syn.head[i]] == "pobj" and syn.lower[syn.head[syn.head[i]]] in ("with", "by"):
        # "murdered him with a bomb placed on his car"
        host = by_token.get(syn.head[syn.head[syn.head[i]]])
        means = host is not None and host.event == "ASSAULT" and host.token < i and syn.head[i] in host.instruments
        return host if means and host is not d else None
    if syn.dep[i] == "acl" and syn.dep[syn.head[i]] == "nsubj":
        # "shells fired by rebels killed nine": the firing and the harm are one act
        host = by_token.get(syn.head[syn.head[i]])
        shot = (
            host is not None
            and host.event == "ASSAULT"
            and syn.head[i] in {*host.instruments, *d.instruments, *d.words}
        )
        return host if shot and host is not d else None
    if syn.dep[i] == "relcl":
        noun = syn.head[i]
        host = by_token.get(noun)
        if host is None and syn.dep[noun] == "pobj" and syn.lower[syn.head[noun]] == "for":
            return _claimed(syn, noun, by_token)  # "claimed responsibility for an ambush that killed five"
        return host if host is not None and host.event == "ASSAULT" and host.noun == noun else None
    return _purpose(syn, d, by_token) or _listed(syn, i, by_token)


def _during(syn: Syntax, d: Draft, by_token: dict[int, Draft]) -> Draft | None:
    """ "Discussed the matter in a telephone call": the talk in which they talk."""
    prep = syn.head[d.token]
    if syn.dep[d.token] != "pobj" or syn.lower[prep] not in ("in", "during", "at", "by"):
        return None
    host = by_token.get(syn.head[prep])
    return host if host is not None and host.event == "CONSULT" and host is not d else None


def _claimed(syn: Syntax, noun: int, by_token: dict[int, Draft]) -> Draft | None:
    """The claim of responsibility for an act."""
    above = syn.head[syn.head[noun]]
    claim = above if syn.pos[above] in ("VERB", "AUX") else syn.head[above]
    told = syn.lemma[claim] in _OWNING and any(syn.lemma[k] == "responsibility" for k in syn.children(claim, "dobj"))
    host = by_token.get(claim) if told else None
    return host if host is not None and host.event == "ASSAULT" else None


def _purpose(syn: Syntax, d: Draft, by_token: dict[int, Draft]) -> Draft | None:
    """ "Used tear gas to drive back a crowd": force for what it is used."""
    i = d.token
    if syn.dep[i] not in ("xcomp", "advcl") or syn.tag[i] != "VB" or syn.lemma[syn.head[i]] not in ("use", "fire"):
        return None
    host = by_token.get(syn.head[i])
    return host if host is not None and host.event == "ASSAULT" and host.modes and host is not d else None


def _listed(syn: Syntax, i: int, by_token: dict[int, Draft]) -> Draft | None:
    """ "Left 27 dead, 33 wounded": a bare participle behind the number of those who were hurt too."""
    if syn.tag[i] != "VBN" or syn.lemma[i] not in result_verbs() or syn.dep[i] not in ("parataxis", "conj", "dep"):
        return None
    bare = not syn.children(i, "aux", "auxpass", "dobj")
    counted = any(syn.pos[k] == "NUM" for k in syn.children(i, "nsubj", "nsubjpass", "nummod"))
    host = by_token.get(syn.head[i]) if bare and counted else None
    return host if host is not None and host.event == "ASSAULT" and host.token == syn.head[i] else None


_OWNING = frozenset({"claim", "take", "accept", "admit", "assume"})
