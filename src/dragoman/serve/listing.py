"""What the pages that list by a filter share: the filter of the address, its terms as chips, and facets as links."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar
from urllib.parse import urlencode

from starlette.responses import RedirectResponse, Response

from dragoman.query import Filter, parse_filter
from dragoman.query.countries import country_name
from dragoman.query.facets import facets
from dragoman.query.filter import Term
from dragoman.query.registry import NOT_NAMED
from dragoman.serve.ask import Ask
from dragoman.store import Ledger

OWN = frozenset("q unit sort cursor as_of page format period by counting name wanted limit mask".split())
"""Words of the address that are no field of the filter."""
KEPT = ("unit", "sort", "as_of")
"""What stays when the filter changes."""
SHOWN = 7
AT_ONCE = 2_000
"""Stories of a ledger whose lists are counted while the reader waits."""
T = TypeVar("T")
TITLES = {
    "event": "What", "mode": "In which way", "factuality": "How firmly", "source": "According to", "actor": "Who", "recipient": "To whom",
    "country": "Where", "date": "When", "outlet": "Published by", "kind": "Kind of claim",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Choice:
    """A value that one may narrow to, or that is on: its words, how many claims have it, where a click leads."""

    value: str
    label: str
    code: str
    count: int
    on: bool
    href: str


@dataclass(frozen=True, slots=True)
class Facet:
    """A field with its values, the first to be shown at once and the others on demand."""

    name: str
    title: str
    first: list[Choice]
    others: list[Choice]


def where_of(ask: Ask) -> Filter:
    """The filter of the address. Raises BadValue."""
    return parse_filter([(k, v) for k, v in ask.query if k not in OWN])


def address(ask: Ask, where: Filter, path: str | None = None, **changes: str | None) -> str:
    """This page's address with another filter; the cursor goes."""
    kept = {name: ask.get(name) or None for name in KEPT} | changes
    pairs = [*where.pairs(), *((k, v) for k, v in kept.items() if v)]
    return (path or ask.address.removesuffix(".json")) + (f"?{urlencode(pairs)}" if pairs else "")


def from_box(ask: Ask) -> Response | None:
    """Where to go for the text of the filter's box; None where none was sent. Raises BadValue."""
    if "q" not in ask.request.query_params:
        return None
    return RedirectResponse(address(ask, parse_filter(ask.request.query_params.get("q", ""))), 303)


def chips(ask: Ask, where: Filter) -> list[tuple[str, str, str, bool]]:
    """The terms: field, value, the address without it, and is it negated."""
    return [
        (t.field, t.value, address(ask, Filter(tuple(o for o in where.terms if o != t))), t.negated)
        for t in where.terms
    ]


def choices(ask: Ask, where: Filter, counted: dict[str, Sequence[tuple[str, int]]]) -> list[Facet]:
    """Facets with their links: a click adds a value, another takes it away; of one field several are either-or."""
    out = []
    for name, values in counted.items():
        on = where.values(name)
        listed = sorted(values, key=lambda vn: vn[0] not in on)
        made = [_choice(ask, where, name, value, n, value in on) for value, n in listed[:60]]
        shown = max(SHOWN, len(on))
        if made:
            out.append(Facet(name, TITLES[name], made[:shown], made[shown:]))
    return out


def _choice(ask: Ask, where: Filter, name: str, value: str, count: int, on: bool) -> Choice:
    other = where.without(name, value) if on else Filter((*where.terms, Term(name, value)))
    country = country_name(value) if name in ("country", "actor", "recipient") else None
    return Choice(value, country or value, value if country else "", count, on, address(ask, other))


def soon(ask: Ask, key: Hashable, make: Callable[[Ledger], T]) -> tuple[T | None, bool]:
    """What ``make`` answers of the ledger as it is or as of the address's date, and whether it is of now. Of a small ledger,
    and for a twin, at once; of a great one beside the request, None until it is there."""
    moment = ask.as_of
    whole = (key, moment)
    small = ask.ledger.select("SELECT COALESCE(max(document), 0) <= ? FROM documents", (AT_ONCE,))[0][0]
    if small or ask.request.url.path.endswith(".json"):
        return ask.cached(whole, lambda: make(ask.ledger)), True

    def seen(ledger: Ledger) -> T:
        if moment is None:
            return make(ledger)
        with ledger.as_of(moment) as then:
            return make(then)

    return ask.soon(whole, seen)


def counted(ask: Ask, where: Filter, names: Sequence[str]) -> tuple[dict[str, Any] | None, bool]:
    """Facets, and whether they are of the ledger as it is now; None while they are being counted."""
    return soon(ask, ("facets", str(where), tuple(names)), lambda ledger: facets(ledger, where, names))


def found_by(ask: Ask, where: Filter, field: str, name: str, code: str | None = None) -> str | None:
    """The claims of the list that have this name in the field, by code too where there is one; None where no filter can
    say it."""
    if name == NOT_NAMED or not name.strip("*") or name.endswith("*") or not name.isprintable():
        return None
    term = Term(field, f"{code}/{name}" if code else name)
    return address(ask, Filter((*where.terms, term)), "/ledger", unit=None, sort=None)
