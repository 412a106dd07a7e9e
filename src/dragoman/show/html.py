"""A coded story for a notebook: marked text and a table of claims. Every string of the story is escaped; no script."""

from __future__ import annotations

from html import escape

from dragoman.record import Record
from dragoman.show.marks import Role, segments
from dragoman.show.terminal import label
from dragoman.show.words import claim_words, one_line, printable

_COLOURS: dict[Role, str] = {
    "did": "background:#a33d2e;color:#fff", "how many": "background:#f3e2a0;color:#222",
    "says": "border-bottom:2px solid #8a5a9e", "source": "border-bottom:2px solid #8a5a9e;font-weight:600",
    "who": "background:#cfe4ee;color:#222", "whom": "background:#d6e8cf;color:#222",
    "mediator": "background:#e2e2ef;color:#222", "means": "color:#a33d2e", "where": "border-bottom:2px dotted #3a6ea5",
}  # fmt: skip
_HEADS = ("#", "when", "who", "did what", "to whom", "where", "how many", "according to", "factuality")
_CELL = "text-align:left;vertical-align:top;padding:.25em .6em"


def marked_html(record: Record) -> str:
    """The text with ``<mark>`` around the words of claims; the title of each tells claim and role."""
    out = []
    for piece in segments(record.text, list(enumerate(record.claims, 1))):
        words = escape(printable(record.text[piece.start : piece.end]))
        if piece.role is None:
            out.append(words)
        else:
            style = (
                _COLOURS[piece.role]
                if "background" in _COLOURS[piece.role]
                else f"background:none;color:inherit;{_COLOURS[piece.role]}"
            )
            numbers = ",".join(str(m.claim) for m in piece.marks if m.role == "did")
            out.append(
                f'<mark style="{style}" title="{escape(label(piece.marks))}">{words}</mark>'
                + (f"<sup>{numbers}</sup>" if numbers else "")
            )
    return "".join(out)


def story_html(record: Record) -> str:
    """Title, marked text, claims and warnings as one block."""
    title = " · ".join(
        escape(one_line(x)) for x in (record.id, record.outlet or record.agency, record.published, record.headline) if x
    )
    head = "".join(f'<th style="{_CELL}">{h}</th>' for h in _HEADS)
    rows = []
    for number, claim in enumerate(record.claims, 1):
        w = claim_words(claim, number)
        cells = [
            str(number),
            w.when,
            w.who,
            f"{w.did} “{w.trigger}”",
            w.whom,
            w.where,
            w.how_many,
            w.according_to,
            w.factuality,
        ]
        rows.append("<tr>" + "".join(f'<td style="{_CELL}">{escape(c)}</td>' for c in cells) + "</tr>")
    table = (
        f"<table><thead><tr>{head}</tr></thead><tbody>{''.join(rows)}</tbody></table>" if rows else "<p>no claims</p>"
    )
    notes = "".join(f"<p>⚠ {escape(w.kind)}: {escape(one_line(w.message))}</p>" for w in record.warnings)
    return (
        f'<div class="dragoman"><p><b>{title}</b></p>'
        f'<div style="white-space:pre-wrap;max-width:72ch;line-height:1.6">{marked_html(record)}</div>'
        f"{table}{notes}</div>"
    )
