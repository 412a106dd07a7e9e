"""``/login`` and ``/logout``, where the app has named users."""

from __future__ import annotations

from typing import Any

from starlette.responses import RedirectResponse, Response

from dragoman.serve.ask import Ask, missing
from dragoman.serve.page import action, page
from dragoman.serve.safety import SESSION


def login(ask: Ask) -> dict[str, Any] | Response:
    """The form."""
    if ask.services.users is None:
        return RedirectResponse("/", 303)
    if ask.user.name:
        return RedirectResponse(_inside(ask.get("next")), 303)
    return {"next": _inside(ask.get("next")), "wrong": "", "name": "", "json": {"login": True}}


def enter(ask: Ask) -> Response:
    """A name and a password: a session, or the form again."""
    users, limits = ask.services.users, ask.services.limits
    if users is None:
        raise missing("This app has no users.")
    name, password = ask.field("name"), ask.form.get("password")
    to = _inside(ask.field("next"))
    keys = (f"name {name.casefold()}", f"from {ask.request.client.host if ask.request.client else ''}")
    wait = limits.wait(*keys)
    token = None
    if wait <= 0:
        token = users.log_in(name, password if isinstance(password, str) else "")
    if token is None:
        if wait <= 0:
            limits.failed(*keys)
        wrong = f"Too many tries. Try again in {int(wait) + 1} seconds." if wait > 0 else "No such name and password."
        response: Response = ask.services.render(
            "login.html", ask, {"next": to, "wrong": wrong, "name": name}, 429 if wait > 0 else 403
        )
        if wait > 0:
            response.headers["retry-after"] = str(int(wait) + 1)
        return response
    limits.passed(*keys)
    response = RedirectResponse(to, 303)
    response.set_cookie(SESSION, token, httponly=True, samesite="strict", secure=ask.request.url.scheme == "https")
    return response


def leave(ask: Ask) -> Response:
    """End the session."""
    if ask.services.users is not None:
        ask.services.users.log_out(ask.request.cookies.get(SESSION, ""))
    response = RedirectResponse("/", 303)
    response.delete_cookie(SESSION, httponly=True, samesite="strict")
    return response


def _inside(address: str) -> str:
    """A path of this app, and never another site."""
    plain = address.startswith("/") and not address.startswith(("//", "/\\")) and address.isprintable()
    return address if plain else "/"


ROUTES = [
    page("/login", "login.html", login, role=None, opens=False),
    action("/login", enter, role=None, opens=False),
    action("/logout", leave, role=None, opens=False),
]
