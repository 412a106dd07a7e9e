"""What all pages share: the ledger's file, the templates, who asks."""

from __future__ import annotations

import getpass
from pathlib import Path
from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse

from dragoman.serve.ask import Ask, Role, User
from dragoman.serve.cache import Cache
from dragoman.serve.jobs import Desk
from dragoman.serve.safety import token_of
from dragoman.serve.templating import csrf_field, make_templates

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

    def __init__(self, ledger: Path) -> None:
        self.ledger = ledger
        self.cache = Cache(ledger)
        self.desk = Desk(ledger)
        self.templates = make_templates()
        self.paths: frozenset[str] = frozenset()
        self.nav: tuple[tuple[str, str], ...] = ()
        self.local = User(_login(), "admin")

    def user(self, request: Request, role: Role) -> User:
        """Who asks. Raises HTTPException where that person may not do this."""
        user = self.local
        if not user.may(role):
            raise HTTPException(403, f"This is for a {role}; you are a {user.role}.")
        return user

    def render(self, template: str, ask: Ask, values: dict[str, Any], status: int = 200) -> HTMLResponse:
        """A page made of its template. Every template knows ``ask``, ``user``, ``nav``, ``ledger_name``, ``csrf()``,
        ``here()`` and ``link()`` (:class:`Ask`)."""
        path = ask.address
        at = max((p for p, _ in self.nav if path == p or (p != "/" and path.startswith(p + "/"))), key=len, default="")
        known = {
            "ask": ask, "user": ask.user, "nav": self.nav, "nav_at": "/read" if path.startswith("/articles/") else at,
            "ledger_name": self.ledger.name, "here": ask.here, "link": ask.link,
            "toggled": ask.toggled, "has": self.paths.__contains__,
            "csrf": lambda: csrf_field(token_of(ask.request)),
            "twin": None if status != 200 else ("/index.json" if path == "/" else path + ".json")
            + (f"?{ask.request.url.query}" if ask.request.url.query else ""),
        }  # fmt: skip
        return HTMLResponse(self.templates.get_template(template).render({**known, **values}), status)

    def sorry(
        self, request: Request, status: int, message: str, *, where: str | None = None, remedy: str = "", code: str = ""
    ) -> HTMLResponse:
        """The page that says what went wrong and what helps."""
        ask = Ask(request, None, self.local, self)  # type: ignore[arg-type]
        values = {"status": status, "message": message, "where": where, "remedy": remedy, "code": code}
        return self.render("error.html", ask, values, status)


def _login() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError, ImportError):
        return "local"
