"""What a page is asked: the ledger, the words of its address, who asks."""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, TypeVar
from urllib.parse import quote, urlencode

from starlette.datastructures import FormData
from starlette.exceptions import HTTPException
from starlette.requests import Request

from dragoman.errors import BadValue
from dragoman.store import Ledger

if TYPE_CHECKING:
    from dragoman.link.ledger import LedgerLinks
    from dragoman.serve.services import Services

T = TypeVar("T")
Role = Literal["reader", "reviewer", "admin"]
ROLES: tuple[Role, ...] = ("reader", "reviewer", "admin")
"""Each may do what those before it may."""

SAFE = "/:@!$&'()*+,;=~"
"""What a path keeps as it is; all else is written in percents."""


@dataclass(frozen=True, slots=True)
class User:
    """Who asks. Without ``--auth`` that is whoever runs the program, and may do everything."""

    name: str
    role: Role

    def may(self, role: Role) -> bool:
        """Does this role, or a higher one, belong to the user?"""
        return ROLES.index(self.role) >= ROLES.index(role)


class Ask:
    """One request, as a view sees it.

    ``ledger`` is open for this request only: read-only for pages, for writing in actions. ``args`` are the parts of the
    path (``/articles/{id}``), ``form`` the fields of an action.
    """

    def __init__(
        self, request: Request, ledger: Ledger, user: User, services: Services, form: FormData | None = None
    ) -> None:
        self.request, self.ledger, self.user, self.services = request, ledger, user, services
        self.form = form if form is not None else FormData()
        self.args: dict[str, Any] = request.path_params
        self.cookies: list[tuple[str, str, int]] = []

    @property
    def path(self) -> Path:
        """The ledger's file."""
        return self.services.ledger

    @cached_property
    def links(self) -> LedgerLinks:
        """Copies, incidents, tolls and agreements, as the last ``update()`` left them; to bring them up to date is the
        business of the jobs that code, and of ``dragoman serve`` when it starts."""
        from dragoman.link.ledger import LedgerLinks

        return LedgerLinks(self.ledger)

    def cached(self, key: Hashable, make: Callable[[], T]) -> T:
        """What ``make`` answers, kept until the ledger's file changes: for what takes more than a tenth of a second to
        work out. ``key`` names it, with everything it depends on; nobody may change the value."""
        return self.services.cache.get(key, make)

    def soon(self, key: Hashable, make: Callable[[Ledger], T]) -> tuple[T | None, bool]:
        """The same for what may take seconds, worked out beside the request: (the value or a former one or None, is it of
        now?). The page says "being worked out" and asks again."""
        return self.services.cache.soon(key, make)

    @property
    def query(self) -> list[tuple[str, str]]:
        """The pairs of the address's query, in their order, empty ones left out."""
        return [(k, v) for k, v in self.request.query_params.multi_items() if v != ""]

    def get(self, name: str, default: str = "") -> str:
        """A value of the query."""
        return self.request.query_params.get(name) or default

    def all(self, name: str) -> list[str]:
        """Every value that the query has for a name, each once."""
        return list(dict.fromkeys(v for k, v in self.query if k == name))

    def field(self, name: str, default: str = "") -> str:
        """A text field of an action's form, without white space around it."""
        value = self.form.get(name)
        return value.strip() if isinstance(value, str) else default

    def remember(self, name: str, value: str, seconds: int) -> None:
        """Set a cookie with the answer; scripts do not get to read it."""
        self.cookies.append((name, value, seconds))

    def number(self, name: str, default: int = 1, *, least: int = 1, most: int = 1_000_000) -> int:
        """A whole number of the query, kept within bounds; what is none gives the default."""
        given = self.get(name)
        return min(max(least, int(given)), most) if re.fullmatch(r"[0-9]{1,9}", given) else default

    @cached_property
    def as_of(self) -> str | None:
        """``?as_of=2026-11-24``: show the ledger as it was at the end of that day (or at that time). In the form of the
        ledger's ``recorded`` and ``superseded`` columns, so that the three compare as text. Raises BadValue."""
        given = self.get("as_of")
        if not given:
            return None
        try:
            if re.fullmatch(r"\d{4}-\d\d-\d\d", given):
                at = datetime.fromisoformat(given).replace(tzinfo=UTC) + timedelta(days=1, microseconds=-1)
            else:
                at = datetime.fromisoformat(given.replace(" ", "+"))
                at = at.replace(tzinfo=at.tzinfo or UTC).astimezone(UTC)
        except (ValueError, OverflowError) as e:
            raise BadValue(f"as_of {given!r} is no date.", remedy="write 2026-11-24 or 2026-11-24T18:00Z.") from e
        return at.isoformat(timespec="microseconds").replace("+00:00", "Z")

    @property
    def address(self) -> str:
        """This page's own path, as a link writes it."""
        return quote(self.request.scope["path"], safe=SAFE)

    def here(self, **changes: str | int | None) -> str:
        """This page's address with some values of its query changed; None takes one away. Turning to other values goes
        back to page 1."""
        if "page" not in changes:
            changes["page"] = None
        kept = [(k, v) for k, v in self.query if k not in changes]
        pairs = kept + [(k, str(v)) for k, v in changes.items() if v is not None and v != ""]
        return self.address + ("?" + urlencode(pairs) if pairs else "")

    def toggled(self, name: str, value: str) -> str:
        """This page's address with one value of a name put in, or taken away where it is there."""
        pairs = [(k, v) for k, v in self.query if k != "page"]
        pairs = [p for p in pairs if p != (name, value)] if (name, value) in pairs else [*pairs, (name, value)]
        return self.address + ("?" + urlencode(pairs) if pairs else "")

    def link(self, path: str, **query: str | int | None) -> str:
        """Another page's address; ``as_of`` goes along."""
        given = {"as_of": self.get("as_of") or None, **query}
        pairs = [(k, str(v)) for k, v in given.items() if v is not None and v != ""]
        return path + (("&" if "?" in path else "?") + urlencode(pairs) if pairs else "")


def missing(what: str) -> HTTPException:
    """To raise where an address names something that is not there: ``raise missing("No story x is in this ledger.")``."""
    return HTTPException(404, what)


def part(text: str) -> str:
    """A text as one part of a path, slashes written in percents."""
    return quote(text, safe="")
