"""``/articles/{id}``: one story, its claims' words marked, the claims beside it."""

from __future__ import annotations

import re
from typing import Any

from dragoman.record import Record
from dragoman.serve.ask import Ask, missing
from dragoman.serve.page import page
from dragoman.serve.standing import Standing, originals, standing
from dragoman.serve.story import cards_of, choices, chosen, facts_of, pieces_of, title_of, titles_of
from dragoman.serve.utf16 import in_units
from dragoman.serve.versions import difference
from dragoman.show import printable
from dragoman.show.words import NARRATOR

NAMED = 3
"""Other stories that a card names."""


def article(ask: Ask) -> dict[str, Any]:
    """One story.

    ``?by=`` and ``?kind=`` (both may be repeated) leave only those claims; ``?quote=START-END`` marks a quote, in code
    points; ``?revision=N`` shows an earlier version, ``?since=N`` what has changed since one.
    """
    record, number, versions = _version(ask)
    by, kinds = ask.all("by"), ask.all("kind")
    shown = chosen(record, by, kinds)
    quote = _quote(ask.get("quote"), len(record.text))
    since = ask.number("since", 0, least=0, most=number - 1)
    earlier = ask.ledger.record(record.id, revision=since) if since else None
    stands, ready = _standing(ask, record) if number == versions[-1][0] else ({}, True)
    people, sorts = choices(record)
    plain = record.to_dict()
    return {
        "record": record, "title": title_of(record), "facts": facts_of(record), "pieces": pieces_of(record, shown, quote),
        "cards": cards_of(record, shown), "by": by, "kinds": kinds, "people": people, "sorts": sorts,
        "narrator": NARRATOR, "own_voice": record.outlet or record.agency or NARRATOR, "versions": versions, "revision": number, "since": since,
        "difference": difference(earlier, record) if earlier else None,
        "standing": stands, "standing_ready": ready, "titles": _titles(ask, stands),
        "datable": ask.user.may("reviewer") and number == versions[-1][0] and _survives(record.text),
        "quote": printable(record.text[quote[0] : quote[1]]) if quote else None,
        "json": in_units(plain) if ask.get("offsets") == "utf-16" else plain,
    }  # fmt: skip


def stands(ask: Ask) -> dict[str, Any]:
    """How its claims stand beside other stories."""
    record, _, _ = _version(ask)
    found, ready = _standing(ask, record)
    return {
        "record": record, "title": title_of(record), "standing": found, "standing_ready": ready, "titles": _titles(ask, found),
        "cards": cards_of(record, range(1, len(record.claims) + 1)),
        "json": {"ready": ready, "claims": {record.claims[n - 1].id: s.to_dict() for n, s in found.items()}},
    }  # fmt: skip


def _version(ask: Ask) -> tuple[Record, int, list[tuple[int, str, str | None]]]:
    """The story as it is, as it was at ``as_of``, or in the revision asked for; its number; all versions known then."""
    id = ask.args["id"]
    versions = ask.ledger.revisions(id)
    if ask.as_of:
        versions = [v for v in versions if v[1] <= ask.as_of]
    if not versions:
        raise missing(f"No story {id} is in this ledger" + (" at that time." if ask.as_of else "."))
    number = ask.number("revision", versions[-1][0], most=versions[-1][0])
    record = ask.ledger.record(id, revision=number)
    assert record is not None
    return record, number, versions


def _quote(given: str, size: int) -> tuple[int, int] | None:
    m = re.fullmatch(r"(\d{1,9})-(\d{1,9})", given)
    if not m:
        return None
    start, end = int(m[1]), min(int(m[2]), size)
    return (start, end) if start < end else None


def _titles(ask: Ask, found: dict[int, Standing]) -> dict[str, str]:
    """Titles of the stories that the cards name."""
    return titles_of(ask.ledger, (d for s in found.values() for d in s.documents[:NAMED]))


def _survives(text: str) -> bool:
    """Does the text come through a form as it is? Browsers make every line end CR LF, which is turned back."""
    return "\r" not in text and "\0" not in text


def _standing(ask: Ask, record: Record) -> tuple[dict[int, Standing], bool]:
    """What is known of it by now, and whether that is all."""
    known, now = ask.soon("originals", originals)
    return ({}, False) if known is None else (standing(ask.ledger, record, known), now or bool(known))


ROUTES = [page("/articles/{id:path}", "article.html", article), page("/standing/{id:path}", "standing.html", stands)]
