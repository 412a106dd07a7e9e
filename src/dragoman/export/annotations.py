"""W3C Web Annotations (JSON-LD): each claim as an annotation on its story, held by quote and by position at once, so that
it can be found again when the text shifts."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any, BinaryIO
from urllib.parse import quote

from dragoman.export.base import Export, Told
from dragoman.export.flat import properties
from dragoman.export.told import sources
from dragoman.record import Span

CONTEXT = "http://www.w3.org/ns/anno.jsonld"
_AROUND = 32
_SPANS = frozenset(
    {"trigger", "trigger_start", "trigger_end", "sentence", "sentence_start", "sentence_end", "claim_id", "document_id"}
)


def urn(kind: str, name: str) -> str:
    """A name for what has no address: ``urn:dragoman:claim:goma-1%231``."""
    return f"urn:dragoman:{kind}:{quote(name, safe='', errors='replace')}"


def selectors(text: str, span: Span) -> list[dict[str, Any]]:
    """By quote, with the words around it, and by position in code points."""
    before, after = text[max(0, span.start - _AROUND) : span.start], text[span.end : span.end + _AROUND]
    return [
        {"type": "TextQuoteSelector", "exact": span.text, "prefix": before, "suffix": after},
        {"type": "TextPositionSelector", "start": span.start, "end": span.end},
    ]


def annotation(t: Told) -> dict[str, Any]:
    """One claim: tags for its codes, a readable line, and its fields as a dataset."""
    c = t.claim
    tags = [x for x in (c.event or c.kind, *c.mode, c.factuality) if x]
    line = f"{c.event or c.kind}, {c.factuality}" + (f", according to {sources(c)}" if c.attribution else "")
    fields = {k: v for k, v in properties(t).items() if k not in _SPANS}
    source = t.record.url or urn("document", t.record.id)
    return {
        "id": urn("claim", c.id),
        "type": "Annotation",
        "motivation": "classifying",
        **({"created": t.recorded} if t.recorded else {}),
        "body": [
            *({"type": "TextualBody", "purpose": "tagging", "value": tag} for tag in tags),
            {"type": "TextualBody", "purpose": "describing", "format": "text/plain", "value": line},
            {
                "type": "TextualBody",
                "purpose": "classifying",
                "format": "application/json",
                "value": json.dumps(fields, ensure_ascii=False),
            },
        ],
        "target": [
            {"source": source, "selector": selectors(t.record.text, c.trigger)},
            {"source": source, "selector": selectors(t.record.text, c.sentence)},
        ],
    }


def write_annotations(told: Iterable[Told], out: BinaryIO) -> int:
    """An annotation page, one annotation a line."""
    head = {"@context": CONTEXT, "id": "urn:dragoman:export", "type": "AnnotationPage"}
    out.write(json.dumps(head)[:-1].encode() + b', "items": [')
    count = 0
    for t in told:
        body = json.dumps(annotation(t), ensure_ascii=False, allow_nan=False)
        out.write((b",\n" if count else b"\n") + body.encode("utf-8", "replace"))
        count += 1
    out.write(b"\n]}\n")
    return count


WEBANNOTATION = Export(
    "webannotation", "W3C Web Annotations: an annotation a claim, by quote and position", write_annotations,
    suffix="jsonld", media="application/ld+json",
    limits=("Positions count code points of the text as it was coded, not of a page as it is shown.",
            "The first target is the trigger, the second its sentence; spans of parties are only in `csv` and `jsonl`."),
)  # fmt: skip
