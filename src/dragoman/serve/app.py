"""Routes and safety of the web app. Each request opens the ledger read-only, so coding may go on beside it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import quote

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from dragoman.errors import DragomanError, InputError
from dragoman.serve import views
from dragoman.store import Ledger

HEADERS = {
    "content-security-policy": "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self';"
    " base-uri 'none'; frame-ancestors 'none'",
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
}
LOCAL = ("127.0.0.1", "localhost")

View = Callable[[Ledger, Request], dict[str, Any]]


class SafeHeaders:
    """Puts HEADERS on every response."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message["headers"], *((k.encode(), v.encode()) for k, v in HEADERS.items())]
            await send(message)

        await self.app(scope, receive, with_headers)


def make_app(ledger: str | Path, *, hosts: tuple[str, ...] = LOCAL) -> Starlette:
    """The app over one ledger file. ``hosts`` are the names by which a browser may call it (DNS rebinding)."""
    pages = Environment(
        loader=PackageLoader("dragoman.serve"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    pages.filters["path"] = lambda text: Markup(quote(text, safe=""))

    def render(template: str, status: int = 200, **values: Any) -> HTMLResponse:
        return HTMLResponse(pages.get_template(template).render(ledger=Path(ledger).name, **values), status)

    def page(template: str, view: View) -> Callable[[Request], Response]:
        def endpoint(request: Request) -> Response:
            as_json = request.path_params.get("json") or request.url.path.endswith(".json")
            try:
                with Ledger(ledger, readonly=True) as store:
                    values = view(store, request)
            except DragomanError as e:
                status = 400 if isinstance(e, InputError) else 500
                return (
                    JSONResponse({"error": str(e)}, status) if as_json else render("error.html", status, message=str(e))
                )
            if as_json:
                return JSONResponse(values["json"])
            return render(template, **{k: v for k, v in values.items() if k != "json"})

        return endpoint

    def failed(request: Request, error: Exception) -> Response:
        assert isinstance(error, HTTPException)
        if request.url.path.endswith(".json"):
            return JSONResponse({"error": error.detail}, error.status_code)
        return render("error.html", error.status_code, message=error.detail)

    home, article, table = (
        page("home.html", views.home), page("article.html", views.article), page("ledger.html", views.ledger_table),
    )  # fmt: skip
    return Starlette(
        routes=[
            Route("/", home),
            Route("/index.json", home),
            Route("/ledger", table),
            Route("/ledger.json", table),
            Route("/articles/{id:path}", article),
            Mount("/static", StaticFiles(packages=[("dragoman.serve", "static")])),
        ],
        middleware=[Middleware(SafeHeaders), Middleware(TrustedHostMiddleware, allowed_hosts=list(hosts))],
        exception_handlers={HTTPException: failed},
    )
