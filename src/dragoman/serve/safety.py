"""What keeps the app to its user: headers, whose requests are answered, and tokens in forms."""

from __future__ import annotations

import secrets

from starlette.datastructures import FormData
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

HEADERS = {
    "content-security-policy": "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self';"
    " font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",  # with no-referrer browsers post forms from the origin "null"
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=()",
}
SAFE_METHODS = ("GET", "HEAD", "OPTIONS")
MAX_BODY = 1_000_000_000
"""Bytes of a request: an upload that is larger belongs on the command line."""

COOKIE = "dragoman"
"""Holds the token that forms must repeat; HttpOnly, so no script reads it, and SameSite=Strict."""

SESSION = "dragoman-session"
"""Holds the token of the session of who has logged in; as strict."""


class Safety:
    """Headers on every answer; requests that change something only from the app's own pages."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                have = {k.lower() for k, _ in message["headers"]}
                more = [(k.encode(), v.encode()) for k, v in HEADERS.items() if k.encode() not in have]
                if b"cache-control" not in have:
                    more.append((b"cache-control", b"no-cache"))
                message["headers"] = [*message["headers"], *more]
            await send(message)

        refused = refusal(Request(scope))
        if refused is not None:
            await PlainTextResponse(refused, 403)(scope, receive, with_headers)
        else:
            await self.app(scope, receive, with_headers)


def refusal(request: Request) -> str | None:
    """Why a request is not answered: it would change something and does not come from a page of this app."""
    if request.method in SAFE_METHODS:
        return None
    origin = request.headers.get("origin")
    if origin is not None:
        own = f"{request.url.scheme}://{request.headers.get('host', '')}"
        return None if origin == own else "This request comes from another site."
    if request.headers.get("sec-fetch-site", "same-origin") != "same-origin":
        return "This request comes from another site."
    length = request.headers.get("content-length", "0")
    if length.isdigit() and int(length) > MAX_BODY:
        return "This is too much for one request: use the command line."
    return None


def token_of(request: Request) -> str:
    """The token of this session, or of this browser where nobody logs in; made where it has none yet (and given with the
    answer, :func:`give_token`)."""
    token: str | None = request.scope.get("dragoman.token") or request.cookies.get(COOKIE)
    if not token or len(token) < 32:
        token = secrets.token_urlsafe(32)
    request.scope["dragoman.token"] = token
    return token


def give_token(request: Request, response: Response) -> None:
    """Sets the cookie where the page just made has a form."""
    token = request.scope.get("dragoman.token")
    if token and token != request.cookies.get(COOKIE) and SESSION not in request.cookies:
        response.set_cookie(COOKIE, token, httponly=True, samesite="strict", secure=request.url.scheme == "https")


def check_form(request: Request, form: FormData) -> None:
    """The form repeats the session's or browser's token, in its field or in the header of a script. Raises HTTPException (403)."""
    known = request.scope.get("dragoman.token") or request.cookies.get(COOKIE) or ""
    given = form.get("csrf") or request.headers.get("x-csrf-token") or ""
    if not known or not isinstance(given, str) or not secrets.compare_digest(known.encode(), given.encode()):
        raise HTTPException(403, "This form is too old, or not of this app. Reload the page and send it again.")
