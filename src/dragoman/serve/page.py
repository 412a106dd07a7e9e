"""How a page is made: an address, a template, and a view that says what is shown.

A module of ``serve/pages`` lists what it brings as ``ROUTES``::

    def tolls(ask: Ask) -> dict[str, Any]:
        series = ...(ask.ledger, ...)
        return {"series": series, "json": {"series": [...]}}

    def accept(ask: Ask) -> str:
        ...(ask.ledger, ask.field("claim"), by=ask.user.name)
        return "/review"

    ROUTES = [
        page("/tolls", "tolls.html", tolls),
        action("/review/accept", accept),
    ]

``docs/web.md`` has the whole of it.
"""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from dragoman.errors import DragomanError, InputError
from dragoman.serve.ask import Ask, Role, User
from dragoman.serve.safety import check_form, give_token
from dragoman.serve.services import Services
from dragoman.store import Ledger

View = Callable[[Ask], "dict[str, Any] | Response"]
Deed = Callable[[Ask], "str | dict[str, Any] | Response"]

QUIET = 1.0
"""Seconds without a request, after which the app looks ahead."""
MAX_FIELD = 20_000_000
"""Bytes of one text field of a form; files are counted apart (:data:`dragoman.serve.safety.MAX_BODY`)."""


@dataclass(frozen=True, slots=True)
class Page:
    """Something to look at; see :func:`page`."""

    path: str
    template: str
    view: View
    role: Role | None = "reader"
    opens: bool = True
    waiting: tuple[str, Callable[[Ledger], int]] | None = None

    def routes(self, services: Services) -> list[Route]:
        """The page's and its twin's. Where an id may hold slashes, one route serves both: an id may end in ``.json``."""
        endpoint = _page(self, services)
        if self.path.endswith(":path}"):
            return [Route(self.path, endpoint)]
        return [Route("/index.json" if self.path == "/" else self.path + ".json", endpoint), Route(self.path, endpoint)]


@dataclass(frozen=True, slots=True)
class Action:
    """Something to do; see :func:`action`."""

    path: str
    do: Deed
    role: Role | None = "reviewer"
    opens: bool = True

    def routes(self, services: Services) -> list[Route]:
        return [Route(self.path, _action(self, services), methods=["POST"])]


def look_ahead(pages: Iterable[Page | Action], services: Services) -> None:
    """Look at every page once, so that what it works out of the whole ledger is there when somebody asks for it; only while
    nobody asks for anything."""
    for one in pages:
        while time.monotonic() - services.asked < QUIET:
            time.sleep(QUIET / 5)
        if isinstance(one, Page) and one.opens and one.role and "{" not in one.path:
            scope = {
                "type": "http",
                "method": "GET",
                "path": one.path,
                "query_string": b"",
                "headers": [],
                "path_params": {},
            }
            with suppress(DragomanError, HTTPException), Ledger(services.ledger, readonly=True) as ledger:
                one.view(Ask(Request(scope), ledger, User("", "admin"), services))


def page(
    path: str,
    template: str,
    view: View,
    *,
    role: Role | None = "reader",
    opens: bool = True,
    waiting: tuple[str, Callable[[Ledger], int]] | None = None,
) -> Page:
    """A page and its ``.json`` twin.

    ``view`` gets an :class:`Ask` and answers the template's values, and under ``json`` what the twin says; or a
    Response of its own (a file to save). It runs in a thread with the ledger open read-only (``opens=False``: not
    opened, ``ask.ledger`` must not be touched). DragomanErrors become a page that says what is wrong and what helps;
    ``raise missing("...")`` is a 404. ``role=None``: for anybody, also for who has not logged in.
    ``waiting`` is what the first page tells of this one: words, and how many of it there are (``("to review", count)``).
    """
    return Page(path, template, view, role, opens, waiting)


def action(path: str, do: Deed, *, role: Role | None = "reviewer", opens: bool = True) -> Action:
    """What a form does by POST: ``do`` gets an :class:`Ask` whose ledger may be written, and answers the address to go
    to next, or a dict (sent as JSON), or a Response.

    The form must hold ``{{ csrf() }}``; requests from other sites never get here.
    """
    return Action(path, do, role, opens)


def _page(page: Page, services: Services) -> Callable[[Request], Response]:
    def look(ask: Ask) -> dict[str, Any] | Response:
        if not page.opens:
            return page.view(ask)
        with Ledger(services.ledger, readonly=True) as ask.ledger:
            return page.view(ask)

    def endpoint(request: Request) -> Response:
        services.asked = time.monotonic()
        ask = Ask(request, None, services.user(request, page.role), services)  # type: ignore[arg-type]
        twin = request.url.path.endswith(".json")
        slashed = twin and page.path.endswith(":path}")
        try:
            try:
                values = look(ask)
                twin = twin and not slashed
            except HTTPException as e:
                if not (slashed and e.status_code == 404):
                    raise
                name = page.path.rpartition("{")[2].removesuffix(":path}")
                ask.args[name] = ask.args[name].removesuffix(".json")
                values = look(ask)
        except DragomanError as e:
            return failure(services, request, e)
        if isinstance(values, Response):
            response = values
        elif twin:
            response = JSONResponse(values["json"])
        else:
            response = services.render(page.template, ask, {k: v for k, v in values.items() if k != "json"})
        give_token(request, response)
        for name, value, seconds in ask.cookies:
            response.set_cookie(
                name, value, seconds, httponly=True, samesite="strict", secure=request.url.scheme == "https"
            )
        return response

    return endpoint


def _action(action: Action, services: Services) -> Callable[[Request], Awaitable[Response]]:
    def work(request: Request, form: FormData) -> Response:
        user = services.user(request, action.role)
        check_form(request, form)
        try:
            if action.opens:
                with Ledger(services.ledger) as ledger:
                    done = action.do(Ask(request, ledger, user, services, form))
            else:
                done = action.do(Ask(request, None, user, services, form))  # type: ignore[arg-type]
        except DragomanError as e:
            return failure(services, request, e)
        if isinstance(done, Response):
            return done
        return RedirectResponse(done, 303) if isinstance(done, str) else JSONResponse(done)

    async def endpoint(request: Request) -> Response:
        async with request.form(max_part_size=MAX_FIELD, max_files=2_000) as form:
            return await run_in_threadpool(work, request, form)

    return endpoint


def failure(services: Services, request: Request, error: DragomanError) -> Response:
    """An error of ours as a page, or as JSON for a twin: what is wrong, and what helps."""
    status = 400 if isinstance(error, InputError) else 500
    if wants_json(request):
        return JSONResponse({"error": str(error)}, status)
    return services.sorry(request, status, error.message, where=error.where, remedy=error.remedy, code=error.code)


def wants_json(request: Request) -> bool:
    """Is this a twin, or the API?"""
    path = request.url.path
    return path.endswith(".json") or path.startswith("/api/") or "application/json" in request.headers.get("accept", "")
