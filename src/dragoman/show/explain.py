"""One claim explained: its sentence, and beside each field's value the rule or lexicon entry that decided it."""

from __future__ import annotations

from dataclasses import dataclass

from rich import box
from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from dragoman.record import Claim, Record
from dragoman.show.marks import segments
from dragoman.show.terminal import legend, marked, title
from dragoman.show.words import according_to, entity, figure, one_line, quantity, when, where

SAME = {
    "trigger": "event",
    "place": "event_loc",
    "quantity": "quantities",
    "where": "event_loc",
    "quantities": "quantities",
}
"""Reasons name their field; some by a shorter name than the record's."""


@dataclass(frozen=True, slots=True)
class Line:
    """A field of the claim, its value in words, and the reasons for it."""

    field: str
    value: str
    why: tuple[str, ...]


def lines(claim: Claim) -> list[Line]:
    """Every field that has a value or a reason, in the order in which a reader asks; reasons without a field last."""
    reasons: dict[str, list[str]] = {}
    values = _values(claim)
    for entry in claim.why:
        name, colon, reason = entry.partition(": ")
        name = SAME.get(name, name)
        if colon and name in values:
            reasons.setdefault(name, []).append(reason)
        else:
            reasons.setdefault("also", []).append(entry)
    out = [Line(f, v, tuple(reasons.get(f, ()))) for f, v in values.items() if v or reasons.get(f)]
    return out + ([Line("also", "", tuple(reasons["also"]))] if "also" in reasons else [])


def _values(c: Claim) -> dict[str, str]:
    place = where(c.event_loc)
    if c.event_loc and c.event_loc.lat is not None and c.event_loc.lon is not None:
        place += f" ({c.event_loc.lat:.3f}, {c.event_loc.lon:.3f})"
    date = when(c)
    return {
        "kind": c.kind,
        "event": c.event or "",
        "mode": " ".join(c.mode),
        "context": " ".join(c.context),
        "cameo": c.cameo or "",
        "quad_code": "" if c.quad_code is None else str(c.quad_code),
        "event_scale": "" if c.event_scale is None else f"{c.event_scale:+.1f}",
        "actor": "; ".join(entity(e) for e in c.actor),
        "recipient": "; ".join(entity(e) for e in c.recipient),
        "mediator": "; ".join(entity(e) for e in c.mediator),
        "date": f"{date} ({c.date_precision}, {c.date_basis})" if date else "",
        "event_loc": place,
        "instrument": "; ".join(one_line(s.text) for s in c.instrument),
        "quantities": "; ".join(f"{quantity(q)} “{one_line(q.text)}”" for q in c.quantities),
        "count": "" if c.count is None else figure(c.count, None, None),
        "attribution": according_to(c.attribution),
        "factuality": c.factuality,
        "loaded": "; ".join(one_line(s.text) for s in c.loaded),
        "links": "; ".join(f"{k.type} {one_line(k.claim)}" for k in c.links),
        "confidence": f"{c.confidence:.2f}",
    }


def explanation(record: Record, claim: Claim, *, colour: bool) -> RenderableType:
    """The claim's sentence with its words marked, then field, value and why."""
    number = record.claims.index(claim) + 1
    s = claim.sentence
    parts: list[RenderableType] = [
        title(record),
        Text(f"claim {one_line(claim.id)}, characters {s.start} to {s.end}", style="dim"),
        Text(),
    ]
    parts.append(marked(record.text, segments(record.text, [(number, claim)], s.start, s.end), colour=colour))
    for a in claim.attribution:
        if a.cue and not s.start <= a.cue.start < s.end:
            words = one_line(" … ".join(x for x in (a.source.text, a.cue.text) if x))
            parts.append(Text(f"attributed elsewhere in the text: {words} (at {a.cue.start})", style="magenta"))
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, header_style="bold dim")
    for name, style in (("field", "bold"), ("value", ""), ("why", "dim")):
        table.add_column(name, style=style, overflow="fold", no_wrap=name == "field")
    for line in lines(claim):
        table.add_row(Text(line.field), Text(line.value), Text("\n".join(one_line(w) for w in line.why)))
    return Group(*parts, legend(colour=colour), table)
