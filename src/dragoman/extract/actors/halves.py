"""Half a country: "the North", "the South", for those so called."""

from __future__ import annotations

from dragoman.extract.actors.identify import Identity
from dragoman.extract.actors.lexicon import country_names
from dragoman.extract.actors.registry import Registry

_HALVES = {
    "North Korea": "PRK",
    "South Korea": "KOR",
    "South Sudan": "SSD",
    "North Vietnam": "VNM",
    "South Vietnam": "VNM",
}


def half_country(reg: Registry, i: int) -> Identity | None:
    """ "The North", "the South" after the country so called was named."""
    s = reg.scan
    word = s.text[i]
    if word not in ("North", "South"):
        return None
    beside = s.text[i + 2 : i + 4] if s.syn.lower[i + 1 : i + 2] == ["and"] else []
    if beside in (["South", "Korea"], ["North", "Korea"]) and beside[0] != word:
        code = _HALVES[f"{word} Korea"]
        why = (f"'{word} {s.text[i + 1]} {beside[0]} Korea'",)
        return Identity(country_names().get(code, code), code, (), None, "place", why, None, False, "country")
    if i == 0 or s.syn.lower[i - 1] != "the":
        return None
    if i + 1 < len(s.text) and s.syn.tag[i + 1] in ("NNP", "NNPS", "NN", "NNS", "JJ"):
        return None
    for name, code in _HALVES.items():
        known = reg.countries[code] and reg.last_country(i, back=12, among=frozenset({code})) is not None
        if name.startswith(word) and (known or _twin_named(reg, code, i)):
            why = (f"'the {word}': {name}, named before",)
            return Identity(country_names().get(code, name), code, (), None, "place", why, None, False, "country")
    return None


def _twin_named(reg: Registry, code: str, i: int) -> bool:
    """Has a story of the two Koreas named either, also only by its men ("the South Korean navy")."""
    either = {"PRK", "KOR"}
    return code in either and any(n.end <= i and len(n.who) == 1 and n.one.code in either for n in reg.read)
