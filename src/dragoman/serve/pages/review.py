"""``/review``: claims to look at, the most doubtful that matter first; a person's word on each; the log of all words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any, cast

from dragoman.errors import BadValue, LedgerError
from dragoman.link.ledger import LedgerLinks, rules
from dragoman.query import parse_filter
from dragoman.record import Claim, Record, to_plain
from dragoman.serve.ask import Ask, missing, part
from dragoman.serve.editing import CHOICES, changes, fields, modes
from dragoman.serve.page import action, page
from dragoman.serve.queue import STATUSES, Item, Status, queue, rejected, waiting
from dragoman.serve.shape.told import Told, told_claims
from dragoman.serve.story import title_of
from dragoman.serve.then import then
from dragoman.show import claim_words
from dragoman.show.words import one_line
from dragoman.store import Ledger, Review, Standing
from dragoman.store.links import LinkTables

PAGE = 25
LOG = 100
OWN = ("status", "at", "page", "as_of", "error")
"""Words of the address that are no filter."""


def review(ask: Ask) -> dict[str, Any]:
    """The queue, and the claim that is looked at."""
    status = cast(Status, ask.get("status", "open"))
    if status not in STATUSES:
        raise BadValue(f"{status!r} is no queue.", remedy=f"use one of {', '.join(STATUSES)}.")
    number = ask.number("page")
    where = parse_filter([(k, v) for k, v in ask.query if k not in OWN])
    if status == "rejected":
        ids, total = rejected(ask.ledger, limit=PAGE, offset=(number - 1) * PAGE)
        items = [Item(0, 0, id, document_of(ask.ledger, id), 0.0, 0.0) for id in ids]
    else:
        items, total = queue(ask.ledger, where, status, by=ask.user.name, limit=PAGE, offset=(number - 1) * PAGE)
    rows = _rows(ask.ledger, items)
    at = ask.get("at") or (items[0].id if items else "")
    places = [item.id for item in items]
    here = places.index(at) if at in places else -1
    shown = look(ask.ledger, at) if at else None
    mine = ask.ledger.corrections(by=ask.user.name, limit=50)
    return {
        "status": status, "statuses": STATUSES, "rows": rows, "total": total, "page": number,
        "pages": -(-total // PAGE), "at": at, "shown": shown,
        "before": places[here - 1] if here > 0 else None,
        "after": places[here + 1] if 0 <= here < len(places) - 1 else (places[0] if here < 0 and places else None),
        "undo": next((r for r in mine if r.holds), None), "choices": CHOICES, "modes": modes(),
        "may": ask.user.may("reviewer") and not ask.get("as_of"),
        "text": ask.get("text"),
        "filter": [(k, v) for k, v in ask.query if k not in (*OWN, "text")],
        "json": {
            "status": status, "total": total, "page": number, "queue": [i.to_dict() for i in items],
            "at": shown["json"] if shown else None,
        },
    }  # fmt: skip


def document_of(ledger: Ledger, claim_id: str) -> str:
    """The id of the story that a claim stands in, rejected or not. 404 where there is none."""
    rows = ledger.select(
        "SELECT d.id FROM claims c JOIN current_documents d ON c.document IN (d.document, d.coded) WHERE c.id = ?",
        (claim_id,),
    )
    if not rows:
        raise missing(f"No claim {claim_id} is in this ledger.")
    return str(rows[0][0])


def _rows(ledger: Ledger, items: Sequence[Item]) -> list[dict[str, Any]]:
    """The queue's lines. A claim that was rejected is in its story no more, and is read from what the coder said."""
    told = told_claims(ledger, (item.id for item in items))
    return [_line(item, told[item.id]) if item.id in told else _rejected(ledger, item) for item in items]


def _line(item: Item, t: Told) -> dict[str, Any]:
    who, whom = ("; ".join(map(one_line, t.parties.get(role, ()))) for role in ("actor", "recipient"))
    if t.kind == "toll" and not who:
        who = f"according to {one_line(t.source)}"
    return {"item": item, "did": t.event or t.kind, "trigger": one_line(t.pieces[1]), "who": who, "whom": whom}


def _rejected(ledger: Ledger, item: Item) -> dict[str, Any]:
    _, claim, _ = _claim(ledger, item.id, item.document_id)
    words = claim_words(claim, 0)
    return {
        "item": item,
        "did": claim.event or claim.kind,
        "trigger": words.trigger,
        "who": words.who,
        "whom": words.whom,
    }


def _claim(ledger: Ledger, claim_id: str, document_id: str) -> tuple[Record, Claim, int | None]:
    """(record, claim, its number in the record, None where it is rejected)."""
    record = ledger.record(document_id)
    assert record is not None
    for n, c in enumerate(record.claims, 1):
        if c.id == claim_id:
            return record, c, n
    coded = ledger.coded(document_id)
    assert coded is not None
    return record, next(c for c in coded.claims if c.id == claim_id), None


def look(ledger: Ledger, claim_id: str) -> dict[str, Any]:
    """One claim with its words in their paragraph, what people say of it, and what it is linked with."""
    document_id = document_of(ledger, claim_id)
    record, claim, number = _claim(ledger, claim_id, document_id)
    said = ledger.standings(document_id).get(claim_id)
    log = ledger.corrections(claim_id=claim_id)
    incident = LedgerLinks(ledger, originals={}).incident(claim_id) if number and not ledger.moment else None
    others = [c for c in incident["claims"] if c["claim"] != claim_id] if incident else []
    return {
        "record": record, "title": title_of(record), "claim": claim, "number": number, "words": claim_words(claim, number or 0),
        "before": _clip(record.text[: claim.sentence.start], last=True),
        "sentence": [
            record.text[claim.sentence.start : claim.trigger.start], claim.trigger.text,
            record.text[claim.trigger.end : claim.sentence.end],
        ] if claim.sentence.start <= claim.trigger.start <= claim.trigger.end <= claim.sentence.end
        else [claim.sentence.text, "", ""],
        "after": _clip(record.text[claim.sentence.end :]),
        "said": said, "log": log, "fields": fields(claim), "others": others,
        "incident": incident["id"] if incident else None,
        "decisions": _decisions(ledger, claim, document_id),
        "json": {
            "claim": to_plain(claim), "document": document_id, "rejected": number is None,
            "disputed": list(said.disputed) if said else [], "log": [plain(r) for r in log],
            "incident": incident["id"] if incident else None,
        },
    }  # fmt: skip


_AROUND = 220
"""Characters of the story before and after the sentence."""


def _clip(text: str, *, last: bool = False) -> str:
    text = re.sub(r"\s*\n\s*", "\n", text)
    if len(text) <= _AROUND:
        return text
    return "…" + text[-_AROUND:].partition(" ")[2] if last else text[:_AROUND].rpartition(" ")[0] + "…"


def _decisions(ledger: Ledger, claim: Claim, document_id: str) -> list[dict[str, Any]]:
    """A person's decisions on incidents that name this claim and hold."""
    return [
        {"number": d.decision, "kind": d.kind, "by": d.by, "made": d.made, "why": d.why}
        for d in LinkTables(ledger).decisions()
        if d.withdrawn is None
        and any(p[0] == document_id and p[1] == claim.trigger.start for p in (*d.claims, *d.others))
    ]


def plain(r: Review) -> dict[str, Any]:
    """A row of the log as JSON values."""
    told = asdict(r)
    told["corrections"] = [asdict(c) for c in r.corrections]
    return told


def log(ask: Ask) -> dict[str, Any]:
    """The audit log: who, when, why, old, new."""
    number = ask.number("page")
    rows = ask.ledger.corrections(
        claim_id=ask.get("claim") or None, document_id=ask.get("document") or None, by=ask.get("by") or None,
        limit=number * LOG + 1,
    )  # fmt: skip
    shown = rows[(number - 1) * LOG : number * LOG]
    people = ask.ledger.select("SELECT by, count(*) FROM reviews GROUP BY by ORDER BY 2 DESC, 1")
    return {
        "rows": shown, "page": number, "more": len(rows) > number * LOG, "people": people,
        "json": {"page": number, "log": [plain(r) for r in shown]},
    }  # fmt: skip


# What forms do ------------------------------------------------------------------------------------------------------


def _next(ask: Ask) -> str:
    """Where the form says to go then: a page of this queue and no other place."""
    given = ask.field("next")
    return given if given.startswith("/review") and not given.startswith("//") else "/review"


def _relink(ledger: Ledger) -> None:
    """A story that was told anew takes its place among the incidents again. Where the rules of linking have changed, all would
    be worked out: that is left to ``dragoman link``."""
    links = LedgerLinks(ledger)
    if links.tables.state("rules") == rules():
        links.update()


def accept(ask: Ask) -> str:
    ask.ledger.review(ask.field("claim"), "accept", by=ask.user.name, why=ask.field("why"))
    _relink(ask.ledger)
    return _next(ask)


def reject(ask: Ask) -> str:
    if not ask.field("why"):
        raise BadValue("a rejection needs a reason.", where=ask.field("claim"), remedy="say in a word why it is wrong.")
    ask.ledger.review(ask.field("claim"), "reject", by=ask.user.name, why=ask.field("why"))
    _relink(ask.ledger)
    return _next(ask)


def edit(ask: Ask) -> str:
    _, claim, _ = _claim(ask.ledger, ask.field("claim"), document_of(ask.ledger, ask.field("claim")))
    told = changes(claim, ask.field)
    if not told:
        raise BadValue("nothing would change.", where=claim.id, remedy="accept the claim if it is right.")
    ask.ledger.review(claim.id, "edit", by=ask.user.name, why=ask.field("why"), changes=told)
    _relink(ask.ledger)
    return _next(ask)


def undo(ask: Ask) -> str:
    given = ask.field("review")
    if not given.isdigit():
        raise BadValue("no review is named.", remedy="take it from the log.")
    rows = [r for r in ask.ledger.corrections() if r.review == int(given)]
    if not rows:
        raise LedgerError(f"there is no review {given}.", where=str(ask.path), remedy="take it from the log.")
    if rows[0].by != ask.user.name and not ask.user.may("admin"):
        raise BadValue("this is another reviewer's word.", where=rows[0].claim_id, remedy="say your own beside it.")
    ask.ledger.undo_review(int(given), by=ask.user.name, why=ask.field("why"))
    _relink(ask.ledger)
    return f"/review?at={part(rows[0].claim_id)}"


def merge(ask: Ask) -> str:
    links = LedgerLinks(ask.ledger)
    links.update()
    links.merge([ask.field("claim"), ask.field("other")], by=ask.user.name, why=ask.field("why"))
    return _next(ask)


def split(ask: Ask) -> str:
    links = LedgerLinks(ask.ledger)
    links.update()
    links.split([ask.field("claim")], by=ask.user.name, why=ask.field("why"))
    return _next(ask)


def take_back(ask: Ask) -> str:
    """A decision on incidents."""
    if not ask.field("decision").isdigit():
        raise BadValue("no decision is named.", remedy="take it from the claim's page.")
    links = LedgerLinks(ask.ledger)
    links.update()
    links.undo(int(ask.field("decision")))
    return _next(ask)


def differs(said: Standing | None) -> bool:
    """Do reviewers differ on it?"""
    return bool(said and said.disputed)


ROUTES = [
    page("/review", "review.html", then(review), waiting=("to review", waiting)),
    page("/review/log", "review_log.html", then(log)),
    action("/review/accept", accept),
    action("/review/reject", reject),
    action("/review/edit", edit),
    action("/review/undo", undo),
    action("/review/merge", merge),
    action("/review/split", split),
    action("/review/take-back", take_back),
]
