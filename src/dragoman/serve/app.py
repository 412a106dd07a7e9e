"""The web app over one ledger file. Each request opens the ledger for itself, so coding may go on beside it."""

from __future__ import annotations

import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib import import_module, util
from pathlib import Path
from urllib.parse import urlencode

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Mount
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Receive, Scope, Send

from dragoman.serve.ask import Role
from dragoman.serve.page import Page, look_ahead, wants_json
from dragoman.serve.pages import all_pages
from dragoman.serve.safety import SAFE_METHODS, Safety, check_form
from dragoman.serve.services import NAV, Services
from dragoman.serve.users import Users

LOCAL = ("127.0.0.1", "localhost")


def make_app(ledger: str | Path, *, hosts: tuple[str, ...] = LOCAL, users: Users | None = None) -> Starlette:
    """The app over one ledger file. ``hosts`` are the names by which a browser may call it (DNS rebinding). With ``users``
    everybody has to log in; without, whoever reaches the app may do everything."""
    services = Services(Path(ledger), users)
    pages = all_pages()
    services.paths = frozenset(p.path for p in pages)
    services.roles = {p.path: p.role for p in pages if isinstance(p, Page)}
    services.waiting = tuple((p.path, *p.waiting) for p in pages if isinstance(p, Page) and p.waiting)
    services.nav = tuple(entry for entry in NAV if entry[0] in services.paths)
    routes: list[BaseRoute] = [route for p in pages for route in p.routes(services)]
    routes += [*_api(services), Mount("/static", StaticFiles(packages=[("dragoman.serve", "static")]))]

    def failed(request: Request, error: Exception) -> Response:
        assert isinstance(error, HTTPException)
        if wants_json(request):
            return JSONResponse({"error": error.detail}, error.status_code)
        if error.status_code == 401 and request.method == "GET":
            here = request.url.path + (f"?{request.url.query}" if request.url.query else "")
            return RedirectResponse("/login?" + urlencode({"next": here}), 303)
        return services.sorry(request, error.status_code, error.detail)

    @asynccontextmanager
    async def life(app: Starlette) -> AsyncIterator[None]:
        services.warm()
        if services.ledger.exists():
            threading.Thread(target=look_ahead, args=(pages, services), name="looking ahead", daemon=True).start()
        yield
        services.desk.close()

    app = Starlette(
        lifespan=life,
        routes=routes,
        middleware=[Middleware(Safety), Middleware(TrustedHostMiddleware, allowed_hosts=list(hosts))],
        exception_handlers={HTTPException: failed},
    )
    app.state.services = services
    return app


def _api(services: Services) -> list[BaseRoute]:
    """``dragoman.serve.api`` under ``/api``, where it is there: it brings ``make_api(ledger) -> ASGI app``."""
    if util.find_spec("dragoman.serve.api") is None:
        return []
    return [Mount("/api", Guard(import_module("dragoman.serve.api").make_api(services.ledger), services))]


class Guard:
    """Lets those in who may read; what changes something is for reviewers."""

    def __init__(self, app: ASGIApp, services: Services) -> None:
        self.app, self.services = app, services

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            request = Request(scope)
            role: Role = "reader" if request.method in SAFE_METHODS else "reviewer"
            try:
                scope["dragoman.user"] = await run_in_threadpool(self.services.user, request, role)
                if request.method not in SAFE_METHODS:
                    check_form(request, FormData())
            except HTTPException as e:
                await JSONResponse({"error": e.detail}, e.status_code)(scope, receive, send)
                return
        await self.app(scope, receive, send)
