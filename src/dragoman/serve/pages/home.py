"""``/``: what is in the ledger, and what is new in it; ``/news``: the same news at length."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from dragoman.errors import BadValue
from dragoman.serve.ask import Ask
from dragoman.serve.news import News, news
from dragoman.serve.page import page
from dragoman.serve.pages.read import samples
from dragoman.serve.standing import originals
from dragoman.serve.story import TITLE, opening
from dragoman.serve.visits import last_visit
from dragoman.show.words import one_line

PAGE = 50
SHOWN = 5
"""Of the news, on the first page."""
ORDERS = {
    "recorded": "d.document DESC", "published": "d.published DESC, d.document DESC",
    "claims": "claims DESC, d.document DESC", "title": "lower(COALESCE(d.headline, d.text)), d.document",
}  # fmt: skip
"""What the list of stories may be sorted by."""
_NOW = "d.superseded IS NULL"
_THEN = "d.recorded <= :at AND (d.superseded IS NULL OR d.superseded > :at)"


def home(ask: Ask) -> dict[str, Any]:
    """Counts, news, and the stories a page at a time. ``?since=`` takes the place of the last visit."""
    visit = last_visit(ask)
    since = _since(ask) or visit
    counts = _counts(ask)
    number = ask.number("page")
    sort = ask.get("sort") if ask.get("sort") in ORDERS else "recorded"
    stories = _stories(ask, sort, number)
    fresh = _fresh(ask, since) if since else None
    found, ready = _news(ask, since or "") if counts["stories"] else (None, True)
    return {
        "counts": counts, "stories": stories, "page": number, "pages": -(-counts["stories"] // PAGE), "sort": sort,
        "waiting": _waiting(ask) if counts["stories"] and ask.as_of is None else [], "since": since, "visit": visit, "fresh": fresh, "news": found, "ready": ready, "shown": SHOWN,
        "samples": [] if counts["stories"] else samples(), "sorts": {
            "recorded": "latest read", "published": "latest published", "claims": "most claims", "title": "by title",
        },
        "json": {
            **counts, "waiting": {path: n for path, _, n in _waiting(ask)}, "since": since, "new": fresh, "news": found.to_dict() if found and ready else None, "page": number,
            "documents": stories,
        },
    }  # fmt: skip


def all_news(ask: Ask) -> dict[str, Any]:
    """Toll revisions and contradictions since a day: by default, since the last visit, else all."""
    since = _since(ask) or last_visit(ask) or ""
    found, ready = _news(ask, since)
    return {
        "since": since, "news": found or News((), ()), "ready": ready,
        "json": {"since": since or None, "ready": ready, **(found or News((), ())).to_dict()},
    }  # fmt: skip


def _news(ask: Ask, since: str) -> tuple[News | None, bool]:
    cache = ask.services.cache
    return ask.soon(
        ("news", since), lambda ledger: news(ledger, since, cache.get("originals", lambda: originals(ledger)))
    )


def _since(ask: Ask) -> str | None:
    """``?since=2026-11-20`` or ``?since=7d``: the last seven days."""
    given = ask.get("since")
    if not given:
        return None
    try:
        if given.endswith("d") and given[:-1].isdigit():
            at = datetime.now(UTC).replace(minute=0, second=0, microsecond=0) - timedelta(days=int(given[:-1][:5]))
        else:
            at = datetime.fromisoformat(given.replace(" ", "+"))
            at = at.replace(tzinfo=at.tzinfo or UTC).astimezone(UTC)
    except (ValueError, OverflowError) as e:
        raise BadValue(f"since {given!r} is no date.", remedy="write 2026-11-20, or 7d for seven days.") from e
    return at.isoformat(timespec="microseconds").replace("+00:00", "Z")


def _counts(ask: Ask) -> dict[str, int]:
    where = _THEN if ask.as_of else _NOW

    def count() -> dict[str, int]:
        values = (ask.as_of, ask.as_of) if ask.as_of else ()
        one = where.replace(":at", "?")
        (stories, first, last), (claims,) = (
            ask.ledger.select(f"SELECT count(*), min(published), max(published) FROM documents d WHERE {one}", values)[0],
            ask.ledger.select(
                f"SELECT count(*) FROM claims c JOIN documents d USING (document) WHERE {one}", values
            )[0],
        )  # fmt: skip
        incidents = ask.ledger.select("SELECT count(*) FROM link_incidents")[0][0]
        return {"stories": stories, "claims": claims, "incidents": incidents, "from": first, "to": last}

    return ask.cached(("counts", ask.as_of), count)


def _waiting(ask: Ask) -> list[tuple[str, str, int | None]]:
    """What other pages have waiting: (path, words, how many), None while that is being counted."""
    return [(path, words, ask.soon(("waiting", path), count)[0]) for path, words, count in ask.services.waiting]


def _fresh(ask: Ask, since: str) -> dict[str, int]:
    """How many stories and claims came since, and how many stories were revised."""
    stories, claims, revised = ask.ledger.select(
        "SELECT count(*), COALESCE(sum((SELECT count(*) FROM claims c WHERE c.document = d.document)), 0),"
        " COALESCE(sum(d.revision > 1), 0) FROM current_documents d WHERE d.recorded > ?",
        (since,),
    )[0]
    return {"stories": stories, "claims": claims, "revised": revised}


def _stories(ask: Ask, sort: str, number: int) -> list[dict[str, Any]]:
    values = (ask.as_of, ask.as_of) if ask.as_of else ()
    where = (_THEN if ask.as_of else _NOW).replace(":at", "?")
    order = ORDERS[sort]
    rows = ask.ledger.select(
        "SELECT d.id, d.headline, substr(d.text, 1, ?), d.outlet, d.agency, d.published, d.language, d.revision, d.recorded,"
        " (SELECT count(*) FROM claims c WHERE c.document = d.document) AS claims,"
        " (SELECT count(*) FROM warnings w WHERE w.document = d.document)"
        f" FROM documents d WHERE {where} ORDER BY {order} LIMIT ? OFFSET ?",
        (4 * TITLE, *values, PAGE, (number - 1) * PAGE),
    )
    out = []
    for id, headline, start, outlet, agency, published, language, revision, recorded, claims, warnings in rows:
        out.append({
            "id": id, "title": one_line(headline) if headline else opening(start), "outlet": outlet or agency, "published": published, "language": language,
            "revision": revision, "recorded": recorded, "claims": claims, "warnings": warnings,
        })  # fmt: skip
    return out


ROUTES = [page("/", "home.html", home), page("/news", "news.html", all_news)]
