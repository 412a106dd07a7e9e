"""The built-in classes of conditions: ``@PLACE``, ``@ACTOR``, ``@ARMED`` and so on, asked of a token."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from dragoman.code.events.lexicon import Lexicon
from dragoman.code.events.parties import both_sides
from dragoman.document import Document, Mention
from dragoman.extract.actors import is_agent
from dragoman.parse.syntax import Syntax


class Matching(Protocol):
    """What a class asks of the matcher."""

    doc: Document
    syn: Syntax
    lex: Lexicon

    def mention(self, token: int) -> Mention | None:
        """The actor mention at a token."""

    def located(self, token: int) -> bool:
        """Is a token part of a resolved place."""


def _is_place(m: Matching, token: int) -> bool:
    mention = m.mention(token)
    if m.syn.ent[token] in ("GPE", "LOC", "FAC"):
        return True
    if mention is not None:
        return mention.entity.kind == "place"
    return m.syn.pos[token] == "PROPN" and m.located(token)


def _is_person(m: Matching, token: int) -> bool:
    mention = m.mention(token)
    if mention is not None:
        return mention.entity.kind in ("person", "group", "population")
    if m.syn.pos[token] == "PROPN" and any(
        (title := m.mention(k)) is not None and title.entity.kind == "person" for k in m.syn.children(token, "compound")
    ):
        return True
    return m.syn.ent[token] == "PERSON"


def _is_actor(m: Matching, token: int) -> bool:
    """One who acts: a known party, a name that no lexicon places, or a noun for persons and bodies ("the lender")."""
    if m.mention(token) is not None or both_sides(m.syn, token) or m.syn.ent[token] in _BODIES:
        return True
    return m.syn.pos[token] == "NOUN" and is_agent(m.syn.lemma[token])


_BODIES = frozenset({"PERSON", "ORG", "NORP", "GPE"})


def _sectors(m: Matching, token: int) -> tuple[str, ...]:
    mention = m.mention(token)
    return mention.entity.sector if mention else ()


def _is_group(m: Matching, token: int) -> bool:
    mention = m.mention(token)
    return mention is not None and mention.entity.kind in ("group", "organisation")


def _is_state(m: Matching, token: int) -> bool:
    mention = m.mention(token)
    return (
        mention is not None
        and mention.entity.code is not None
        and mention.entity.code not in ("NGO", "ISM", "IMG", "MNC")
        and (mention.entity.sector[:1] in ((), ("GOV",)) or mention.entity.kind == "place")
    )


_OF_PEOPLE = frozenset(
    {"released", "detained", "kidnapped", "captured", "killed", "injured", "displaced", "participants"}
)


def _is_counted(m: Matching, token: int) -> bool:
    """Does a figure count people here ("seven others", "31 of their clients")."""
    return any(c.head == token and c.quantity.kind in _OF_PEOPLE for c in m.doc.counts)


_OFFICIAL = frozenset({"GOV", "MIL", "LEG", "JUD", "SPY", "PTY", "OPP", "ELI", "REB"})
_ARMED = frozenset({"MIL", "REB", "PRM", "COP", "UAF", "SPY"})
BUILT_IN: dict[str, Callable[[Matching, int], bool]] = {
    "PLACE": _is_place,
    "PERSON": _is_person,
    "GROUP": _is_group,
    "ACTOR": _is_actor,
    "STATE": _is_state,
    "NUMBER": lambda m, t: m.syn.pos[t] == "NUM" or m.syn.tag[t] == "CD",
    "ARMED": lambda m, t: bool(_ARMED & set(_sectors(m, t))),
    "OFFICIAL": lambda m, t: bool(_OFFICIAL & set(_sectors(m, t))),
    "COUNTED": _is_counted,
    "WEAPON": lambda m, t: m.syn.lemma[t] in m.lex.instruments,
    "MONEY": lambda m, t: m.syn.ent[t] == "MONEY" or m.syn.lemma[t] in m.lex.classes["money"],
    "DATE": lambda m, t: m.syn.ent[t] in ("DATE", "TIME"),
    "NONE": lambda m, t: False,
}
