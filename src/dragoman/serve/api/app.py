"""The API as an app of its own, with its OpenAPI description at ``/api/openapi.json``."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from fastapi import FastAPI
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from dragoman import __version__
from dragoman.errors import DragomanError
from dragoman.query import FIELDS
from dragoman.query.find import SORTS
from dragoman.serve.api.answers import Api, problem, problem_of
from dragoman.serve.api.routes import make_router

_ABOUT = """The ledger as JSON. Every list takes the fields of the filter language as parameters (`event=ASSAULT`, `killed=>=10`,
`-actor=AZE` must not hold; of one field given twice, either), or a whole filter in `filter`. `as_of` asks for the ledger as it
was known on a date. Lists have `next` and `previous`; answers have an ETag. What cannot be answered is a problem (RFC 9457)."""
_LISTS = (
    "/claims",
    "/documents",
    "/incidents",
    "/tolls",
    "/agreements",
    "/panel",
    "/export/{format}",
    "/actors",
    "/sources",
)
_PAGED = ("/claims", "/documents", "/incidents")


def make_api(ledger: str | Path) -> FastAPI:
    """The API over one ledger file, to be mounted under ``/api``."""
    app = FastAPI(title="dragoman", version=__version__, description=_ABOUT, docs_url=None, redoc_url=None)
    app.include_router(make_router(Api(Path(ledger))))

    @app.exception_handler(DragomanError)
    def ours(request: Request, error: DragomanError) -> Response:
        return problem_of(error)

    @app.exception_handler(HTTPException)
    def theirs(request: Request, error: HTTPException) -> Response:
        title = "Not found" if error.status_code == 404 else "Refused"
        return problem(error.status_code, title, str(error.detail))

    def described() -> dict[str, Any]:
        if app.openapi_schema is None:
            app.openapi_schema = _described(FastAPI.openapi(app))
        return app.openapi_schema

    app.openapi = described  # type: ignore[method-assign]
    return app


def _described(schema: dict[str, Any]) -> dict[str, Any]:
    """The description with the parameters that the lists read from the query themselves."""
    problems = {
        "description": "A problem (RFC 9457)",
        "content": {"application/problem+json": {"schema": {"type": "object"}}},
    }
    for path, item in schema["paths"].items():
        get = item["get"]
        found = get.setdefault("parameters", [])
        if path in _LISTS:
            found += [_field(f.name, f"{f.about}. Example: {f.example}", several=not f.once) for f in FIELDS.values()]
            found.append(_field("filter", "a whole filter as text"))
        if path != "/formats":
            found.append(_field("as_of", "the ledger as it was known at the end of this day"))
        if path in _PAGED:
            found += [
                _field("limit", "rows of a page"), _field("cursor", "from next or previous"),
                _field("sort", f"one of {', '.join(SORTS)}"),
            ]  # fmt: skip
        for name, about in _MORE.get(path, {}).items():
            found.append(_field(name, about))
        get["responses"]["304"] = {"description": "What the client has is still so"}
        get["responses"]["400"] = problems
        if "{" in path:
            get["responses"]["404"] = problems
    return schema


_MORE = {
    "/panel": {
        "period": "day, week, month, year", "by": "event, quad, mode, none", "counting": "claims, reports, incidents, fractional",
        "parties": "code, sector, name", "spans": "drop, start", "zeros": "yes or no", "wide": "yes or no",
        "format": "json, csv, parquet",
    },
    "/export/{format}": {"unit": "claims, reports, incidents, tolls, agreements", "bundle": "yes: a ZIP with the notes",
                         "mask": "yes: without the names of private persons"},
    "/claims": {"count": "no: without the total"},
    "/documents": {"count": "no: without the total"},
    "/actors": {"limit": "rows"},
    "/sources": {"limit": "rows"},
}  # fmt: skip


def _field(name: str, about: str, *, several: bool = False) -> dict[str, Any]:
    kind: dict[str, Any] = {"type": "array", "items": {"type": "string"}} if several else {"type": "string"}
    return {"name": name, "in": "query", "required": False, "description": about, "schema": kind}
