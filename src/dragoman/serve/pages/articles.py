"""``/articles/{id}``: one story, its claims' words marked, the claims beside it."""

from __future__ import annotations

from typing import Any

from dragoman.record import Record
from dragoman.serve.ask import Ask, missing
from dragoman.serve.page import page
from dragoman.show import claim_words, printable, segments
from dragoman.show.explain import lines
from dragoman.show.marks import RANK
from dragoman.show.terminal import label

CLASSES = {role: "m-" + role.replace(" ", "-") for role in RANK}


def article(ask: Ask) -> dict[str, Any]:
    """One story: its text in pieces and its claims as cards."""
    record = ask.ledger.record(ask.args["id"])
    if record is None:
        raise missing(f"No story {ask.args['id']} is in this ledger.")
    return {
        "record": record,
        "pieces": _pieces(record),
        "cards": [
            {"words": claim_words(c, n), "claim": c, "why": lines(c), "confidence": round(100 * c.confidence)}
            for n, c in enumerate(record.claims, 1)
        ],
        "revisions": len(ask.ledger.revisions(record.id)),
        "legend": [(role, CLASSES[role]) for role in RANK],
        "json": record.to_dict(),
    }


def _pieces(record: Record) -> list[dict[str, Any]]:
    out = []
    for piece in segments(record.text, list(enumerate(record.claims, 1))):
        numbers = [m.claim for m in piece.marks if m.role == "did"]
        out.append({
            "text": printable(record.text[piece.start : piece.end]),
            "class": CLASSES[piece.role] if piece.role else "",
            "label": label(piece.marks),
            "numbers": numbers,
        })  # fmt: skip
    return out


ROUTES = [page("/articles/{id:path}", "article.html", article)]
