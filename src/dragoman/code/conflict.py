"""Is a story one of conflict: then its nameless parties ("the mediator", "saboteurs") are of public life too."""

from __future__ import annotations

from dragoman.document import Document

SIDES = frozenset("MIL REB PRM COP UAF SPY GOV LEG JUD PTY OPP PRE ELI".split())
"""Sectors of armed and official sides."""
_SEVERAL = 3


def of_conflict(doc: Document) -> bool:
    """Do at least three sentences of a story name armed or official sides, or groups of the record. Worked out once."""
    if "of_conflict" not in doc.cache:
        heads = [m.head for m in doc.mentions if any(SIDES & set(e.sector) or e.kind == "group" for e in m.entities)]
        told = {doc.sentence_of(h).index for h in heads}
        doc.cache["of_conflict"] = len(told) >= _SEVERAL
    return bool(doc.cache["of_conflict"])
