"""What all pages share: the ledger's file, the templates, who asks."""

from __future__ import annotations

import getpass
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse

from dragoman.errors import DragomanError
from dragoman.link.ledger import LedgerLinks
from dragoman.serve.ask import Ask, Role, User
from dragoman.serve.cache import Cache
from dragoman.serve.jobs import Desk
from dragoman.serve.safety import SESSION, token_of
from dragoman.serve.shape.basemap import atlas
from dragoman.serve.shape.linked import recall
from dragoman.serve.standing import originals
from dragoman.serve.templating import csrf_field, make_templates
from dragoman.serve.users import Limits, Users
from dragoman.store import Ledger

NAV = (
    ("/", "Overview"), ("/read", "Read"),
    ("/ledger", "Ledger"), ("/incidents", "Incidents"), ("/tolls", "Tolls"), ("/agreements", "Agreements"),
    ("/map", "Map"), ("/dyads", "Dyads"),
    ("/review", "Review"),
    ("/actors", "Actors"), ("/sources", "Sources"), ("/runs", "Runs"), ("/docs", "Docs"),
)  # fmt: skip
"""The navigation, in order. An entry is shown where its page is there."""


class Services:
    """One app's own."""

    def __init__(self, ledger: Path, users: Users | None = None) -> None:
        self.ledger = ledger
        self.cache = Cache(ledger)
        self.desk = Desk(ledger)
        self.live = False
        """Is the app served? In a test of its answers it is not, and nothing is started in advance."""
        self.asked = time.monotonic()
        """When a page was asked for last."""
        self.templates = make_templates()
        self.paths: frozenset[str] = frozenset()
        self.waiting: tuple[tuple[str, str, Callable[[Ledger], int]], ...] = ()
        self.roles: dict[str, Role | None] = {}
        self.nav: tuple[tuple[str, str], ...] = ()
        self.users = users
        self.limits = Limits()
        self.local = User(_login(), "admin")

    def warm(self) -> None:
        """The app is served now: make ready what the first requests would have to wait for, and work out beside them
        what they will ask for."""
        self.live = True
        for name in self.templates.list_templates():
            self.templates.get_template(name)
        for coarse in (True, False):
            atlas(coarse)
        if self.ledger.exists():
            with suppress(DragomanError), Ledger(self.ledger, readonly=True) as ledger:
                recall(ledger)
                links = LedgerLinks(ledger, originals={})
                for (id,) in ledger.select("SELECT id FROM link_incidents LIMIT 1"):  # loads the vocabulary of linking
                    links.incident(id)
                    links.why(id)
            self.cache.soon("originals", originals, 0.0)

    def user(self, request: Request, role: Role | None) -> User:
        """Who asks. Raises HTTPException where that person may not do this (403), or has to log in first (401). A role of
        None is for anybody, also for who is not logged in, whose name is empty."""
        if self.users is None:
            return self.local
        session = self.users.session(request.cookies.get(SESSION, "")) if SESSION in request.cookies else None
        if session is None:
            if role is not None:
                raise HTTPException(401, "Log in first.")
            return User("", "reader")
        request.scope["dragoman.token"] = session.csrf
        if role is not None and not session.user.may(role):
            raise HTTPException(403, f"This is for a {role}; you are a {session.user.role}.")
        return session.user

    def render(self, template: str, ask: Ask, values: dict[str, Any], status: int = 200) -> HTMLResponse:
        """A page made of its template. Every template knows ``ask``, ``user``, ``nav``, ``ledger_name``, ``csrf()``,
        ``here()`` and ``link()`` (:class:`Ask`)."""
        path = ask.address
        at = max((p for p, _ in self.nav if path == p or (p != "/" and path.startswith(p + "/"))), key=len, default="")
        known = {
            "ask": ask, "user": ask.user, "auth": self.users is not None, "nav": [(p, label) for p, label in self.nav if ask.user.name and ask.user.may(self.roles.get(p) or "reader")], "nav_at": "/read" if path.startswith("/articles/") else at,
            "ledger_name": self.ledger.name, "here": ask.here, "link": ask.link,
            "toggled": ask.toggled, "has": self.paths.__contains__,
            "csrf": lambda: csrf_field(token_of(ask.request)),
            "twin": None if status != 200 or not ask.user.name else ("/index.json" if path == "/" else path + ".json")
            + (f"?{ask.request.url.query}" if ask.request.url.query else ""),
        }  # fmt: skip
        return HTMLResponse(self.templates.get_template(template).render({**known, **values}), status)

    def sorry(
        self, request: Request, status: int, message: str, *, where: str | None = None, remedy: str = "", code: str = ""
    ) -> HTMLResponse:
        """The page that says what went wrong and what helps."""
        ask = Ask(request, None, self.user(request, None), self)  # type: ignore[arg-type]
        values = {"status": status, "message": message, "where": where, "remedy": remedy, "code": code}
        return self.render("error.html", ask, values, status)


def _login() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError, ImportError):
        return "local"
