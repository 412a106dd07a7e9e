"""Fourth pass: pronouns, definite nouns, surnames and acronyms take up who was named before; each with its reason."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

from dragoman.extract.actors.hits import Scan
from dragoman.extract.actors.identify import INTERNATIONAL, Identity
from dragoman.extract.actors.lexicon import country_names
from dragoman.extract.actors.phrases import Phrase
from dragoman.extract.actors.registry import Named, Registry, as_state, enriched
from dragoman.extract.actors.tables import listed, rows, word_set

SINGULAR = {"he": "m", "him": "m", "his": "m", "himself": "m", "she": "f", "her": "f", "hers": "f", "herself": "f"}
NEUTER = frozenset({"it", "its", "itself"})
PLURAL = frozenset({"they", "them", "their", "theirs", "themselves"})
PRONOUNS = frozenset(SINGULAR) | NEUTER | PLURAL
_FAR = 4
"""Sentences back that a pronoun reaches."""
_BODIES = frozenset(
    {"country", "seat", "capital", "region", "group", "organisation", "institution", "party", "organ", "user"}
)


@cache
def definites() -> dict[str, tuple[str, bool]]:
    """Nouns that take up a party: lower-case form to (type, plural)."""
    out = {}
    for r in rows("definites.tsv"):
        if r["noun"]:
            out[r["noun"]] = (r["type"], False)
        if r["plural"]:
            out[r["plural"]] = (r["type"], True)
    return out


@cache
def country_sets() -> dict[str, frozenset[str]]:
    """Sets of countries by the adjective that names them: "former Soviet", "Baltic", "Gulf"."""
    return {r["adjective"]: frozenset(listed(r["codes"])) for r in rows("country_sets.tsv")}


def pronoun(reg: Registry, i: int) -> tuple[Identity, ...]:
    """Whom a pronoun stands for; empty where none is clear."""
    s = reg.scan
    word = s.syn.lower[i]
    others = _subjects(s, i)
    here = s.doc.sentence_of(i).index
    names = {w.name for n in reg.since(here) if n.head in others for w in n.who if w.name}
    if names:
        others |= {n.head for n in reg.since(here - _FAR) if all(w.name in names for w in n.who)}
    same = _object_of_the_row(reg, i)
    if same is not None:
        who = s.doc.span(same.start, same.end).text
        return tuple(enriched(w, f"pronoun: '{word}' for '{who}', the object of the verb before") for w in same.who)
    fate = _whose_fate(reg, i)
    if fate is not None:
        who = s.doc.span(fate.start, fate.end).text
        return tuple(enriched(w, f"pronoun: '{word}' for '{who}', whose fate is told") for w in fate.who)
    if word in SINGULAR:
        gender = SINGULAR[word]
        found = reg.recent(i, lambda n: len(n.who) == 1 and n.one.kind == "person" and not n.one.plural
                           and n.one.gender in (None, gender) and n.head not in others, back=4)  # fmt: skip
    elif word in NEUTER:
        if _expletive(s, i):
            return ()
        found = reg.recent(
            i,
            lambda n: (
                len(n.who) == 1
                and n.one.cls in _BODIES
                and not n.one.plural
                and (n.subject or n.one.kind != "place")
                and n.head not in others
            ),
            back=1,
        )
    else:
        found = reg.recent(
            i,
            lambda n: (
                n.head not in others and (len(n.who) > 1 or n.one.plural or n.one.kind in ("group", "population"))
            ),
            back=1,
        )
        joint = _joint(reg, i, found)
        if joint:
            return joint
        if found is None:
            found = reg.recent(i, lambda n: n.one.cls in _BODIES and n.subject and n.head not in others, back=1)
    if found is None:
        return ()
    who = s.doc.span(found.start, found.end).text
    return tuple(
        enriched(
            w, f"pronoun: '{word}' for '{who}', the nearest {'subject' if found.subject else 'mention'} that agrees"
        )
        for w in found.who
    )


def _subjects(s: Scan, i: int) -> set[int]:
    """The subjects of a pronoun's own clause, whom an object pronoun never stands for ("X called Y to congratulate him")."""
    syn = s.syn
    if syn.dep[i] not in ("dobj", "dative", "pobj") or syn.lower[i].endswith(("self", "selves")):
        return set()
    k = syn.head[i]
    if syn.dep[i] == "pobj" and syn.dep[k] != "dative":
        k = syn.head[k]
        while syn.dep[k] in ("dobj", "pobj", "prep", "dative") and syn.head[k] != k:
            k = syn.head[k]  # "freed two of them": the verb is further up
    out: set[int] = set()
    for _ in range(3):
        own = syn.children(k, "nsubj", "nsubjpass")
        out.update(own)
        if any(syn.tag[j] in ("WDT", "WP") for j in own):
            out.add(syn.head[k])  # "Norway, which hosts them"
        if own or syn.dep[k] not in ("xcomp", "advcl", "pcomp", "prep", "conj") or syn.head[k] == k:
            break
        k = syn.head[k]
    return out


def _object_of_the_row(reg: Registry, i: int) -> Named | None:
    """ "Rounded up peasants and shot them": the object of the verb before, where both verbs tell of the same doer."""
    syn = reg.scan.syn
    verb = syn.head[i]
    if syn.dep[i] != "dobj" or syn.dep[verb] != "conj" or syn.children(verb, "nsubj", "nsubjpass"):
        return None
    before = syn.head[verb]
    objects = set(syn.children(before, "dobj")) if syn.pos[before] == "VERB" else set()
    here = reg.scan.doc.sentence_of(i).index
    found = next((n for n in reg.since(here) if n.head in objects and len(n.who) >= 1), None)
    if found is None:
        return None
    many = len(found.who) > 1 or found.one.plural
    if syn.lower[i] in PLURAL:
        return found if many else None
    return (
        found
        if not many and found.one.kind == "person" and found.one.gender in (None, SINGULAR.get(syn.lower[i]))
        else None
    )


def _whose_fate(reg: Registry, i: int) -> Named | None:
    """ "Rescued two sailors, months after they were seized": the object of the verb of their fate, not who rescued them."""
    syn = reg.scan.syn
    clause = syn.head[i]
    above = syn.head[clause]
    if syn.dep[i] != "nsubjpass" or syn.dep[clause] != "advcl" or syn.lemma[above] not in word_set("fate_verbs.txt"):
        return None
    fit = (syn.lower[i] in PLURAL, syn.lower[i] in SINGULAR)
    for n in reg.since(reg.scan.doc.sentence_of(i).index):
        if n.head in syn.children(above, "dobj") and n.end <= i:
            many = len(n.who) > 1 or n.one.plural
            return n if fit == (many, not many) else None
    return None


def _joint(reg: Registry, i: int, found: Named | None) -> tuple[Identity, ...]:
    """Coordinated subjects together ("X and Y met. They ...")."""
    s = reg.scan
    here = s.doc.sentence_of(i).index
    for at, subject in ((here, True), (here - 1, True), (here - 1, False)):
        near = [n for n in reg.since(at) if n.sentence == at and n.end <= i and not n.pronoun and n.subject == subject]
        heads = {n.head: n for n in near}
        for n in near:
            mates = [heads[k] for k in s.syn.conjuncts(n.head) if k in heads]
            if len(mates) > 1 and (found is None or at >= found.sentence):
                return tuple(
                    enriched(
                        w, f"pronoun: '{s.syn.lower[i]}' for the coordinated {'subjects' if subject else 'parties'}"
                    )
                    for m in mates
                    for w in m.who
                )
        if found is not None and found.sentence == at and subject:
            return ()
    return ()


def _expletive(s: Scan, i: int) -> bool:
    """An "it" that stands for nothing: "it is clear that", "it was announced that", "it rained"."""
    if s.syn.dep[i] == "expl":
        return True
    if s.syn.dep[i] not in ("nsubj", "nsubjpass"):
        return False
    v = s.syn.head[i]
    kids = s.syn.kids[v]
    if s.syn.dep[i] == "nsubjpass" and any(s.syn.dep[k] in ("ccomp", "csubjpass") for k in kids):
        return True
    if any(s.syn.dep[k] in ("acomp", "oprd") and s.syn.lower[k] in _OF_A_PARTY for k in kids):
        return False
    return s.syn.lemma[v] in ("be", "seem", "appear", "rain", "snow", "remain", "become") and any(
        s.syn.dep[k] in ("ccomp", "acomp", "advcl", "attr", "csubj", "oprd") for k in kids
    )


_OF_A_PARTY = frozenset(
    ["willing", "unwilling", "ready", "unready", "prepared", "unprepared", "determined", "able", "unable", "open", "opposed", "keen", "eager",
     "reluctant", "committed", "concerned", "worried", "alarmed", "confident", "aware", "unaware", "responsible", "guilty", "innocent",
     "grateful", "thankful", "pleased", "satisfied", "happy", "sorry", "shocked", "outraged", "appalled", "dismayed", "saddened",
     "disappointed", "angry", "set", "poised", "interested", "hopeful", "optimistic", "pessimistic", "sceptical", "skeptical", "afraid",
     "fearful", "anxious", "neutral", "loyal", "critical", "supportive", "bound", "entitled", "free", "bent", "intent", "furious"]
)  # fmt: skip
"""Adjectives of mind and will: "it was willing to negotiate" speaks of a party."""


_OTHERS = frozenset(
    ["other", "third", "first", "second", "neighbouring", "neighboring", "host", "new", "only", "member", "home", "next", "last",
     "largest", "biggest", "poorest", "richest", "smallest", "worst", "best", "most", "least", "right", "wrong", "rogue", "failed",
     "federal", "deep", "welfare", "police", "nation", "city", "head", "solid", "american", "second-largest", "world", "asian",
     "african", "european", "arab", "muslim", "western", "eastern", "foreign", "donor", "developing", "islamic", "jewish"]
)  # fmt: skip
"""Words that make "the ... country" another than the one named last. Any other adjective only describes it ("war-torn")."""
_SAME = frozenset(["whole", "entire", "besieged", "embattled", "same", "militant", "armed", "rebel", "ruling", "outlawed", "banned",
                   "guerrilla", "insurgent", "islamist", "jihadist", "extremist", "terrorist", "leftist", "separatist", "shadowy",
                   "marxist", "maoist", "paramilitary", "hardline", "radical", "opposition", "tiny", "regional", "global"])  # fmt: skip
"""Words with which a definite noun still takes up the group or body named last."""


def definite(reg: Registry, i: int, ahead: list[Identity]) -> tuple[int, tuple[Identity, ...]] | None:
    """A definite noun at ``i``: the token its phrase begins at, and whom it stands for. ``ahead`` is who is named later."""
    s = reg.scan
    entry = definites().get(s.syn.lower[i])
    if entry is None or s.syn.tag[i] not in ("NN", "NNS", "NNP", "NNPS"):
        return None
    kind, plural = entry
    words: list[str] = []
    start, det, two = i, None, False
    j = i - 1
    while j >= 0 and i - j <= 6:
        w = s.syn.lower[j]
        if s.syn.tag[j] == "PRP$" and kind == "country" and not words:
            return _own_country(reg, j, i)
        if w in ("the", "this", "that", "these", "those", "both", "its", "their"):
            det = w
            two = two or w == "both"
            start = j if w == "both" else start
            break
        if w in ("two", "2"):
            two = True
        elif s.syn.tag[j] in ("JJ", "NNP", "NN", "HYPH", "VBG", "VBN"):
            if j in s.at and s.at[j].entry.cls != "modifier":
                return None
            words.insert(0, w)
        else:
            break
        start = j
        j -= 1
    if (det is None and not two) or det in ("its", "their"):
        return None
    phrase = s.doc.span(start, i + 1).text
    codes = next((c for a, c in country_sets().items() if a in " ".join(words)), None) or country_sets().get(
        s.syn.lower[i]
    )
    if plural:
        if (not two and kind not in ("side", "country")) or (
            not two and codes is None and kind == "country" and det not in ("these",)
        ):
            return None
        kin = _fits(kind)
        subjects = _clause_subjects(s, i)
        doers = {w.code for n in reg.since(s.doc.sentence_of(i).index) if n.head in subjects for w in n.who if w.code}

        def fit(w: Identity) -> bool:  # "Turkey and Qatar urged both countries": not themselves
            return kin(w) and w.code not in doers

        pair = reg.sides(start, fit) if kind == "side" else reg.pair(start, fit, codes)
        reason = f"'{phrase}': the two {kind} parties named last"
        if pair is None:
            later = _first_two([w for w in ahead if w.code and fit(w) and (codes is None or w.code in codes)])
            pair, reason = later, f"'{phrase}': the two {kind} parties named next"
        if pair is None:
            return None
        if kind == "country":
            pair = (
                as_state(pair[0], country_names().get(pair[0].code or "", "")),
                as_state(pair[1], country_names().get(pair[1].code or "", "")),
            )
        return start, tuple(enriched(w, reason) for w in pair)
    if codes is None and any(w in _OTHERS if kind == "country" else w not in _SAME for w in words):
        return None
    if kind == "country":
        scene = _official_of_the_scene(reg, i)
        if scene is not None and codes is None:
            return start, (
                as_state(
                    enriched(scene, f"'{phrase}': of {scene.name}, where the story is set"),
                    country_names().get(scene.code or "", ""),
                ),
            )
        subjects = _clause_subjects(s, i)
        near = reg.since(s.doc.sentence_of(i).index)
        doers = {w.code for n in near if n.head in subjects for w in n.who if w.code}
        if doers and codes is None:  # "cut ties with the oil-rich state": not one of those who cut them
            codes = frozenset(n.one.code for n in reg.read if len(n.who) == 1 and n.one.code) - doers
        found = reg.last_country(start, among=codes)
        told_of = s.doc.cache.get("told_of")
        if found is None and doers and told_of is not None and told_of not in doers:
            home = Identity(None, told_of, why=(f"'{phrase}': where the story is set",))
            return start, (as_state(home, country_names().get(told_of, told_of)),)
        if found is None:
            return None
        who = as_state(found.one, country_names().get(found.one.code or "", found.one.name or ""))
        return start, (enriched(who, f"'{phrase}': the country named last"),)
    if kind == "side":
        return None
    fits = _fits(kind)
    far = 12 if kind in ("mission", "force") else 4
    found = reg.recent(
        start, lambda n: len(n.who) == 1 and not n.one.plural and fits(n.one) and n.one.name is not None, back=far
    )
    if found is None and kind == "group" and not words:
        return _group_within(reg, start, i)
    if found is None:
        return None
    return start, (
        enriched(found.one, f"'{phrase}': the {kind} named last, '{s.doc.span(found.start, found.end).text}'"),
    )


def _group_within(reg: Registry, start: int, i: int) -> tuple[int, tuple[Identity, ...]] | None:
    """ "Leaders of the Gulf Clan met. The group ...": a group that another phrase names, where only one has been."""
    s = reg.scan
    here = s.doc.sentence_of(i).index
    named = {h.entry.name: h for h in s.hits if h.end <= start and h.entry.cls == "group"
             and s.doc.sentence_of(h.start).index >= here - 4}  # fmt: skip
    if len(named) != 1:
        return None
    ((name, hit),) = named.items()
    e = hit.entry
    who = Identity(
        name, e.code, e.sector, None, "group", (f"the group named last, {name}, within a phrase",), None, False, e.cls
    )
    return start, (who,)


def _clause_subjects(s: Scan, i: int) -> set[int]:
    """Those of whom the verb that governs a noun tells, where the noun is its object or in its phrase."""
    syn = s.syn
    if syn.dep[i] not in ("dobj", "pobj", "dative"):
        return set()
    k = syn.head[i]
    while syn.pos[k] not in ("VERB", "AUX") and syn.head[k] != k:
        k = syn.head[k]
    own = [syn.head[k] if syn.tag[n] in ("WDT", "WP") else n for n in syn.children(k, "nsubj")]
    return {c for n in own for c in syn.conjuncts(n)}


def _official_of_the_scene(reg: Registry, i: int) -> Identity | None:
    """ "Mr Sow ruled out a vote until the country is safe": who governs where the story is set, and speaks of it in a clause
    of his own sentence."""
    s = reg.scan
    scene = s.doc.cache.get("told_of")
    here = s.doc.sentence_of(i).index
    above = set(s.syn.ancestors(i))
    for n in reversed(reg.read):
        if n.sentence != here:
            return None
        if n.one.code not in (None, scene) and not n.pronoun:
            return None
        governs = n.one.kind == "person" and n.one.sector[:1] == ("GOV",) and n.one.code == scene is not None
        if governs and n.subject and s.syn.head[n.head] in above:
            return n.one
    return None


def group_before(reg: Registry, p: Phrase) -> Identity | None:
    """ "The rebels", "the militants", "the movement": the armed group named last, where only one has been near."""
    core = p.core.entry
    noun, _ = definites().get(core.name, ("", False))
    armed = core.sector[:1] in (("REB",), ("PRM",))
    if not armed and noun not in ("group", "organisation"):
        return None
    if any(m.hit.entry.code for m in p.modifiers):
        return None
    named = _fits("group" if armed else noun)

    def fit(w: Identity) -> bool:
        # "ELN rebels" too: men of a group, placed by its name
        return named(w) or (
            noun != "organisation" and w.cls == "role" and w.code is not None and w.sector[:1] == ("REB",)
        )

    near = [n for n in reg.read if n.end <= p.start and len(n.who) == 1 and fit(n.one) and not n.pronoun]
    here = reg.scan.doc.sentence_of(p.start).index
    near = [n for n in near if n.sentence >= here - 8 and (not armed or {"REB", "PRM"} & set(n.one.sector))]
    if not near or (armed and len({n.one.name for n in near}) > 1):
        return None
    text = reg.scan.doc.span(p.start, p.end).text
    return enriched(near[-1].one, f"'{text}': the {noun or 'armed group'} named last, {near[-1].one.name}")


def longer_name_before(s: Scan, p: Phrase) -> Identity | None:
    """ "The Serbs" after "Bosnian Serb forces": the people of the longer name, not of the neighbouring state."""
    bare = s.syn.lower[p.core.end - 1].removesuffix("s")
    for h in s.hits:
        if h.start >= p.start:
            return None
        if (
            h.entry.cls in ("region", "people")
            and h.end - h.start > 1
            and s.syn.lower[h.end - 1].removesuffix("s") == bare
        ):
            text = s.words(h.start, h.end)
            why = (f"'{s.words(p.core.start, p.core.end)}': the {text}s named before",)
            return Identity(f"{text}s", h.entry.code, (), None, "population", why, None, True, "demonym")
    return None


def _own_country(reg: Registry, owner: int, noun: int) -> tuple[int, tuple[Identity, ...]] | None:
    """ "His country", "their nation": that of the one whom the pronoun stands for."""
    stands = pronoun(reg, owner)
    codes = {w.code for w in stands}
    code = next(iter(codes)) if len(codes) == 1 else None
    if code is None or code in INTERNATIONAL:
        return None
    text = reg.scan.doc.span(owner, noun + 1).text
    why = (f"'{text}': the country of {stands[0].name}",)
    return owner, (Identity(country_names().get(code, code), code, (), None, "place", why, None, False, "country"),)


_SENDING = frozenset({"UNO", "IGO", "EUR"})
"""Whose missions are bodies of their own."""


def _fits(kind: str) -> Callable[[Identity], bool]:
    """Which identities a definite noun of a type can stand for."""
    if kind == "country":
        return lambda w: w.code not in INTERNATIONAL and "REB" not in w.sector
    if kind == "side":
        return lambda w: (
            w.cls in ("country", "seat", "capital", "group", "organ", "demonym", "office", "party", "person", "region")
            or (w.cls == "role" and w.sector[:1] in (("REB",), ("MIL",)))
        )
    if kind == "group":
        return lambda w: (
            w.cls in ("group", "user") or (w.cls == "organisation" and w.code in ("NGO", "ISM", "IMG", None))
        )
    if kind == "party":
        return lambda w: w.cls == "party"
    if kind == "organisation":
        return lambda w: w.cls in ("organisation", "institution")
    if kind == "mission":
        return lambda w: w.code in _SENDING and (w.kind == "organisation" or "mission" in (w.name or ""))
    if kind == "force":
        return lambda w: w.code in _SENDING and ("MIL" in w.sector or "force" in (w.name or "").lower())
    return lambda w: False


def _first_two(many: list[Identity]) -> tuple[Identity, Identity] | None:
    for w in many[1:]:
        if w.code != many[0].code:
            return many[0], w
    return None
