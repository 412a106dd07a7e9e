"""The web app over one ledger file. Each request opens the ledger for itself, so coding may go on beside it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib import import_module, util
from pathlib import Path

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Mount
from starlette.staticfiles import StaticFiles

from dragoman.serve.page import wants_json
from dragoman.serve.pages import all_pages
from dragoman.serve.safety import Safety
from dragoman.serve.services import NAV, Services

LOCAL = ("127.0.0.1", "localhost")


def make_app(ledger: str | Path, *, hosts: tuple[str, ...] = LOCAL) -> Starlette:
    """The app over one ledger file. ``hosts`` are the names by which a browser may call it (DNS rebinding)."""
    services = Services(Path(ledger))
    pages = all_pages()
    services.paths = frozenset(p.path for p in pages)
    services.nav = tuple(entry for entry in NAV if entry[0] in services.paths)
    routes: list[BaseRoute] = [route for p in pages for route in p.routes(services)]
    routes += [*_api(services), Mount("/static", StaticFiles(packages=[("dragoman.serve", "static")]))]

    def failed(request: Request, error: Exception) -> Response:
        assert isinstance(error, HTTPException)
        if wants_json(request):
            return JSONResponse({"error": error.detail}, error.status_code)
        return services.sorry(request, error.status_code, error.detail)

    @asynccontextmanager
    async def life(app: Starlette) -> AsyncIterator[None]:
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
    return [Mount("/api", import_module("dragoman.serve.api").make_api(services.ledger))]
