"""The four views of a set of records: copies, incidents, tolls, agreements, in the form of docs/record.md."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from dragoman.link.agreements import agreements
from dragoman.link.copies import CopyGroup, Text, copy_groups
from dragoman.link.decisions import Decision
from dragoman.link.episodes import Episode
from dragoman.link.incidents import incident
from dragoman.link.linker import Linker
from dragoman.link.sources import Context
from dragoman.link.tolls import toll_series
from dragoman.read.dateline import opening
from dragoman.record import Claim, Record

Links = dict[str, list[dict[str, Any]]]
TITLE = 60
"""Characters of a story's beginning that name it where it has neither outlet nor headline."""


def text_of(r: Record) -> Text:
    """A record as the search for copies needs it."""
    return Text(r.id, r.text, r.agency, r.outlet, r.published)


def context_of(r: Record, originals: dict[str, str]) -> Context:
    """What a record says of itself. ``originals``: the root of each document that is a copy."""
    title = None
    if not (r.agency or r.outlet):
        title = " ".join(r.headline.split()) if r.headline else opening(r.text, TITLE)
    return Context(r.id, r.outlet, r.agency, r.published, originals.get(r.id), title)


def originals_of(groups: Iterable[CopyGroup]) -> dict[str, str]:
    """Each document in a copy group to the group's root."""
    return {d: g.root for g in groups for d in g.documents}


def link_records(records: Iterable[Record], decisions: Sequence[Decision] = ()) -> Links:
    """Everything that the records have to do with one another. For records that fit in memory; a ledger is linked by
    :mod:`dragoman.link.ledger`."""
    given = list(records)
    groups = copy_groups(text_of(r) for r in given)
    originals = originals_of(groups)
    linker = Linker(decisions)
    linker.add(given)
    told = {r.id: (r, context_of(r, originals)) for r in given}
    found = [(incident(g, members(g, told)), g) for g in linker.incidents()]
    homes = {c["claim"]: v["id"] for v, _ in found for c in v["claims"]}
    claims = [(c, k) for r, k in told.values() for c in r.claims]
    return {
        "copies": [g.to_dict() for g in groups],
        "incidents": [v for v, _ in found],
        "tolls": toll_series(claims, homes),
        "agreements": agreements(claims, homes),
    }


def members(group: Sequence[Episode], told: Mapping[str, tuple[Record, Context]]) -> Iterator[tuple[Claim, Context]]:
    """The claims of an incident with what their stories say of themselves."""
    for e in group:
        record, context = told[e.document]
        for n in e.numbers:
            yield record.claims[n], context
