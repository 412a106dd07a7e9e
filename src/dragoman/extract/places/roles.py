"""What a place name does in its sentence: names the place, stands for who governs it, or modifies a noun.

Metonymy is read from syntax, after Markert and Nissim (SemEval-2007 task 8): a country or capital as the subject of
a verb of saying or doing, as the addressee of one, or as a side in relations; a verb like to fall or to lie, or a
passive one that is not of addressing, leaves it a place.
"""

from __future__ import annotations

from functools import cache

from dragoman.document import Document
from dragoman.extract.places.gazetteer import Candidate
from dragoman.extract.places.gazetteer.build import table
from dragoman.extract.places.spans import Name, Words
from dragoman.extract.places.words import capitals, has
from dragoman.parse.syntax import Syntax, syntax
from dragoman.record import PlaceRole

_GOVERNED = frozenset({"PCLI", "PCLS", "PCLD", "PCLH", "PPLC", "CONT"})
_DASHES = frozenset({"-", "–", "‑"})
_POSSESSIVE = frozenset({"'s", "’s", "'", "’"})


@cache
def heads(name: str) -> frozenset[str]:
    """Lemmas of a class of data/metonymy.tsv."""
    return frozenset(r["lemma"] for r in table("metonymy.tsv") if r["class"] == name)


def role_of(doc: Document, words: Words, name: Name) -> tuple[PlaceRole, str]:
    """Role and reason."""
    if name.kind == "demonym":
        return "modifier", "a demonym"
    syn = syntax(doc)
    best = name.ranking[0][1] if name.ranking else None
    governs = best is not None and _governs(best, name)
    i = _head(syn, name)
    compounded = _participle(words, name)
    if compounded:
        # U.S.-brokered modifies, as American would; Washington-brokered says who brokered.
        seat = (
            best is not None and best.feature_code.startswith("PPL") and compounded not in ("based", "born", "educated")
        )
        return ("metonym" if seat else "modifier"), f"{name.text}-{compounded}"
    if _adjectival(syn, words, name):
        return "modifier", f"before {syn.lower[name.end]}"
    noun = _modified(syn, words, name, i)
    if noun is not None:
        if has(syn.lower[noun], ("type_after_1", "type_after_2", "type_after_3", "feature")):
            return "literal", f"named as a {syn.lower[noun]}"
        if governs and syn.dep[i] == "poss" and syn.lemma[noun] in heads("deed"):
            return "metonym", f"whose {syn.lower[noun]}"
        if syn.lemma[noun] in heads("institution") or _institution(words, noun):
            return "modifier", f"modifies {syn.lower[noun]}"
        return "literal", f"modifies {syn.lower[noun]}"
    return _by_governor(syn, i, governs)


def _adjectival(syn: Syntax, words: Words, name: Name) -> bool:
    """U.S. and U.K. before a noun qualify it as American and British do, whatever the parser makes of them."""
    j = name.end
    if name.kind != "name" or name.key not in ("us", "uk") or j >= len(words.text):
        return False
    return (
        words.sentence[j] == words.sentence[name.start]
        and syn.pos[j] in ("NOUN", "PROPN", "ADJ")
        and words.ner[j] not in ("DATE", "TIME")
        and words.text[j] != "dollars"
    )


def _governs(best: Candidate, name: Name) -> bool:
    """Whether the name can stand for a government: a country, its capital, a self-styled state."""
    return (
        best.feature_code in _GOVERNED or name.key in capitals() or (best.source == "region" and best.resolution == 2)
    )


def _head(syn: Syntax, name: Name) -> int:
    """The token of a name that hangs on something outside it; of a list, the first member's."""
    i = next(
        (k for k in range(name.end - 1, name.start - 1, -1) if not name.start <= syn.head[k] < name.end), name.end - 1
    )
    for _ in range(8):
        if syn.dep[i] not in ("conj", "appos") or syn.pos[syn.head[i]] not in ("PROPN", "NOUN") or syn.head[i] == i:
            break
        if syn.dep[i] == "appos":
            break
        i = syn.head[i]
    return i


def _participle(words: Words, name: Name) -> str:
    """The participle of a hyphened adjective made with the name (brokered in Washington-brokered), or nothing."""
    token = words.text[name.start]
    if name.kind == "prefix":
        tail = token[len(name.text) :].lstrip("-–‑")
        return tail if tail in heads("participle") else ""
    j = name.end
    if j + 1 < len(words.text) and words.text[j] in _DASHES and words.lower[j + 1] in heads("participle"):
        return words.lower[j + 1]
    return ""


def _modified(syn: Syntax, words: Words, name: Name, i: int) -> int | None:
    """The noun that the name modifies: the Aleppo offensive, Russia's army, the government of Mali."""
    j = name.end
    n = len(words.text)
    genitive = j < n and words.text[j] in _POSSESSIVE
    if (genitive or syn.dep[i] in ("compound", "nmod", "amod", "poss")) and syn.head[i] >= j:
        # The last noun of the run is the head, whatever the parser made of the middle ("U.S. State Department").
        k = syn.head[i]
        while k + 1 < n and syn.head[k] == k + 1 and syn.dep[k] in ("compound", "amod", "nmod"):
            k += 1
        return k if words.sentence[k] == words.sentence[name.start] else None
    if genitive and j + 1 < n:
        return j + 1
    if syn.dep[i] == "pobj" and syn.lower[syn.head[i]] == "of":
        k = syn.head[syn.head[i]]
        if syn.lemma[k] in heads("institution") and syn.pos[k] in ("NOUN", "PROPN"):
            return k
    return None


def _institution(words: Words, noun: int) -> bool:
    word = words.lower[noun]
    return words.text[noun][0].isupper() and (
        word in heads("institution") or word.removesuffix("s") in heads("institution")
    )


def _by_governor(syn: Syntax, i: int, governs: bool) -> tuple[PlaceRole, str]:
    """Role from the verb or noun that the name hangs on."""
    dep, up = syn.dep[i], syn.head[i]
    lemma = syn.lemma[up]
    if dep == "nsubj" and syn.pos[up] in ("VERB", "AUX", "NOUN", "ADJ"):
        if lemma in heads("speech") and syn.pos[up] == "VERB":
            return "metonym", f"subject of {lemma}"
        if governs and syn.pos[up] == "VERB" and lemma not in heads("stative"):
            return "metonym", f"subject of {lemma}"
        if governs and lemma == "be":
            minded = next((k for k in syn.children(up, "acomp", "oprd") if syn.lemma[k] in heads("disposition")), None)
            if minded is not None:
                return "metonym", f"subject of is {syn.lower[minded]}"
        return "literal", f"subject of {lemma}"
    if dep == "nsubjpass" and governs and lemma in heads("addressee"):
        return "metonym", f"passive subject of {lemma}"
    if dep in ("dobj", "dative", "iobj") and governs and lemma in heads("addressee"):
        return "metonym", f"addressee of {lemma}"
    if dep in ("npadvmod", "dep", "ROOT", "meta") and governs and lemma in heads("speech") and up != i:
        return "metonym", f"beside {lemma}"
    if dep == "pobj" and up != i:
        return _by_preposition(syn, up, governs)
    return "literal", f"{dep} of {lemma}"


def _by_preposition(syn: Syntax, prep: int, governs: bool) -> tuple[PlaceRole, str]:
    word, over = syn.lower[prep], syn.head[prep]
    lemma = syn.lemma[over]
    if syn.dep[prep] == "agent":
        return ("metonym", "agent of a passive") if governs else ("literal", "agent of a passive")
    if not governs:
        return "literal", f"{word} after {lemma}"
    if word in ("with", "between") and (lemma in heads("relation") or syn.pos[over] == "VERB") and lemma != "border":
        return "metonym", f"{lemma} {word}"
    if word in ("against", "on", "for", "to", "from", "by", "upon", "toward", "towards") and syn.pos[over] in (
        "NOUN",
        "PROPN",
    ):
        if lemma in heads("toward"):
            return "metonym", f"{lemma} {word}"
    elif word in ("on", "upon", "for", "to", "by", "against") and lemma in (
        "call",
        "appeal",
        "urge",
        "rely",
        "depend",
        "impose",
        "sell",
        "belong",
        "apologize",
        "apologise",
    ):
        return "metonym", f"{lemma} {word}"
    return "literal", f"{word} after {lemma}"
