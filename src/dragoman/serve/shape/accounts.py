"""One incident told side by side: a column a side, its sources in it, and what contradicts what, in words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from dragoman.link.sources import Context, Root, roots, side_of
from dragoman.query.countries import country_name
from dragoman.record import Claim
from dragoman.serve.shape.told import Told

NEUTRAL = "of no party"
_DIFFER = {"whether": "whether it happened", "who": "who did it", "how many": "how many"}


@dataclass(slots=True)
class Against:
    """A claim that this one cannot stand beside."""

    differ: str
    what: str
    claim: str
    source: str
    words: str


@dataclass(slots=True)
class Entry:
    """One claim of an account."""

    told: Told
    against: list[Against] = field(default_factory=list)
    only: bool = False
    """Nobody but this source says so."""


@dataclass(slots=True)
class Voice:
    """One independent source, with its claims in the order of telling."""

    name: str
    entries: list[Entry] = field(default_factory=list)


@dataclass(slots=True)
class Column:
    """One side's account. ``party``: it takes part in what happened."""

    side: str | None
    label: str
    party: bool
    voices: list[Voice] = field(default_factory=list)

    @property
    def contradicted(self) -> int:
        return sum(bool(e.against) for v in self.voices for e in v.entries)

    def to_dict(self) -> dict[str, Any]:
        return {
            "side": self.side, "label": self.label, "party": self.party,
            "sources": [
                {"source": v.name, "claims": [
                    {**e.told.to_dict(), "contradicted_by": [
                        {"differ": a.differ, "what": a.what, "claim": a.claim, "source": a.source} for a in e.against
                    ]} for e in v.entries
                ]} for v in self.voices
            ],
        }  # fmt: skip


def side_label(side: str | None) -> str:
    """``KGZ:state`` in words."""
    if side is None:
        return NEUTRAL.capitalize()
    code, _, half = side.partition(":")
    name = country_name(code) or code
    return f"{name}, state" if half == "state" else f"{name}, armed opposition"


def accounts(
    incident: Mapping[str, Any], members: Sequence[tuple[Claim, Context]], told: Mapping[str, Told]
) -> list[Column]:
    """The columns: parties first, then other sides, those of no party last."""
    _, by_claim = roots(members)
    parties = {s for c, _ in members for e in (*c.actor, *c.recipient) if (s := side_of(e))}
    against = contradicted(incident["contradictions"])
    columns: dict[str | None, Column] = {}
    voices: dict[str, Voice] = {}
    for claim, _ in members:
        if claim.id not in told:
            continue
        root = by_claim[claim.id]
        column = columns.setdefault(root.side, Column(root.side, side_label(root.side), root.side in parties))
        voice = voices.get(root.key)
        if voice is None:
            voice = voices[root.key] = Voice(_voice_name(root))
            column.voices.append(voice)
        voice.entries.append(Entry(told[claim.id], against.get(claim.id, [])))
    _mark_only(voices.values())
    return sorted(columns.values(), key=lambda c: (c.side is None, not c.party, c.label))


def _voice_name(root: Root) -> str:
    return root.name if not root.key.startswith("narrator:") else f"{root.name} (the outlet itself)"


def _mark_only(voices: Iterable[Voice]) -> None:
    """What one source alone tells: a category that none of the others' claims has."""
    every = list(voices)
    if len(every) < 2:
        return
    for v in every:
        others = {e.told.event for w in every if w is not v for e in w.entries}
        for e in v.entries:
            e.only = e.told.event is not None and e.told.event not in others


def contradicted(contradictions: Iterable[Mapping[str, Any]]) -> dict[str, list[Against]]:
    """For each claim what stands against it."""
    out: dict[str, list[Against]] = {}
    for d in contradictions:
        a, b = d["claims"]
        for one, two in ((a, b), (b, a)):
            if one["claim"] != two["claim"]:
                out.setdefault(one["claim"], []).append(
                    Against(_DIFFER.get(d["differ"], d["differ"]), d["what"], two["claim"], two["source"], two["words"])
                )
    return out


@dataclass(frozen=True, slots=True)
class Event:
    """One line of an incident's history."""

    at: str
    what: str
    claim: str | None = None
    by: str | None = None
    why: str | None = None

    def to_dict(self) -> dict[str, Any]:
        return {"at": self.at, "what": self.what, "claim": self.claim, "by": self.by, "why": self.why}


def history(
    told: Iterable[Told], revisions: Mapping[str, Sequence[tuple[int, str, str | None]]], decisions: Iterable[Any]
) -> list[Event]:
    """When each story was recorded and revised, and what people decided, oldest first. ``revisions`` is by document."""
    out: list[Event] = []
    by_document: dict[str, list[Told]] = {}
    for t in told:
        by_document.setdefault(t.document, []).append(t)
    for document, claims in by_document.items():
        numbers = ", ".join(f"#{t.number}" for t in claims)
        known = revisions.get(document) or [(claims[0].revision, claims[0].recorded, None)]
        for revision, recorded, _ in known:
            verb = "recorded" if revision == 1 else f"revised (version {revision})"
            last = revision == claims[0].revision
            what = f"{document} {verb}" + (f": claims {numbers}" if last else "")
            out.append(Event(recorded, what, claims[0].id if last else None))
    for d in decisions:
        words = ", ".join(f"“{p[3]}” in {p[0]}" for p in d.claims[:4]) + (" …" if len(d.claims) > 4 else "")
        out.append(Event(d.made, f"decision {d.decision}, {d.kind}: {words}", None, d.by, d.why))
        if d.withdrawn:
            out.append(Event(d.withdrawn, f"decision {d.decision} taken back"))
    return sorted(out, key=lambda e: (e.at, e.what))
