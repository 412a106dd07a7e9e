"""How the API answers: JSON with an ETag that changes when the ledger does, and problems as RFC 9457 has them."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from dragoman import __version__
from dragoman.errors import BadValue, DragomanError, InputError
from dragoman.query import Filter, parse_filter
from dragoman.serve.cache import Cache
from dragoman.store import Ledger

OWN = frozenset(
    "filter limit cursor sort as_of count period by counting parties spans zeros wide unit format bundle mask".split()
)
"""Parameters that are no field of a filter."""
MOST = 1000


class Api:
    """What the endpoints share: the ledger's file and what was worked out of it."""

    def __init__(self, ledger: Any) -> None:
        self.ledger = ledger
        self.cache = Cache(ledger)

    @contextmanager
    def open(self, request: Request) -> Iterator[Ledger]:
        """The ledger, as it is or as ``as_of`` asks."""
        as_of = request.query_params.get("as_of")
        with Ledger(self.ledger, as_of=as_of) if as_of else Ledger(self.ledger, readonly=True) as ledger:
            yield ledger

    def etag(self, request: Request) -> str:
        """Of the ledger's state, the program and the question: equal ones have equal answers."""
        said = repr((self.cache.stamp(), __version__, request.url.path, sorted(request.query_params.multi_items())))
        return f'W/"{hashlib.blake2b(said.encode("utf-8", "replace"), digest_size=12).hexdigest()}"'

    def answer(self, request: Request, make: Callable[[], Any]) -> Response:
        """The answer, or 304 where the client has it."""
        etag = self.etag(request)
        headers = {"etag": etag, "cache-control": "no-cache"}
        known = {t.strip() for t in request.headers.get("if-none-match", "").split(",")}
        if etag in known or "*" in known:
            return Response(status_code=304, headers=headers)
        made = make()
        return made if isinstance(made, Response) else JSONResponse(made, headers=headers)


def where_of(request: Request) -> Filter:
    """The filter of a request: its ``filter`` as text, and every other parameter as a field."""
    pairs = [(k, v) for k, v in request.query_params.multi_items() if k not in OWN]
    text = parse_filter(request.query_params.get("filter", ""))
    return parse_filter([*text.pairs(), *pairs])


def whole(request: Request, name: str, default: int, most: int = MOST) -> int:
    """A number of the query. Raises BadValue."""
    given = request.query_params.get(name)
    if given is None:
        return default
    if not (given.isascii() and given.isdigit() and 1 <= int(given[:9]) <= most):
        raise BadValue(f"{name}={given!r} is no number from 1 to {most}.", remedy=f"write {name}={default}.")
    return int(given)


def choice(request: Request, name: str, default: bool) -> bool:
    """A yes or no of the query. Raises BadValue."""
    given = request.query_params.get(name, "yes" if default else "no").lower()
    if given not in ("yes", "no", "true", "false", "1", "0"):
        raise BadValue(f"{name}={given!r} is neither yes nor no.", remedy=f"write {name}=yes.")
    return given in ("yes", "true", "1")


def turned(request: Request, cursor: str | None) -> str | None:
    """The address of the page that a cursor leads to."""
    if cursor is None:
        return None
    pairs = [(k, v) for k, v in request.query_params.multi_items() if k != "cursor"]
    return f"{request.scope.get('root_path', '')}{_path(request)}?{urlencode([*pairs, ('cursor', cursor)])}"


def _path(request: Request) -> str:
    path: str = request.scope["path"]
    root: str = request.scope.get("root_path", "")
    return path.removeprefix(root)


def problem(status: int, title: str, detail: str, **more: Any) -> JSONResponse:
    """What went wrong, as ``application/problem+json``."""
    body = {
        "type": "about:blank",
        "title": title,
        "status": status,
        "detail": detail,
        **{k: v for k, v in more.items() if v},
    }
    return JSONResponse(body, status, media_type="application/problem+json")


def problem_of(error: DragomanError) -> JSONResponse:
    """An error of ours: 400 where the question is at fault."""
    asked = isinstance(error, InputError)
    title = "The question cannot be answered" if asked else "The ledger cannot be read"
    return problem(400 if asked else 500, title, error.message, code=error.code, remedy=error.remedy)
