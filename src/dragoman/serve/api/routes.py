"""The endpoints: claims, stories, incidents, tolls, agreements, panels, exports, actors and sources."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

from fastapi import APIRouter
from starlette.background import BackgroundTask
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import FileResponse, Response

from dragoman.export import export_named, exports
from dragoman.export.bundle import write_bundle
from dragoman.export.write import write_export
from dragoman.query import Filter
from dragoman.query.find import (
    Found,
    Page,
    count_claims,
    count_reports,
    page_of_claims,
    page_of_reports,
)  # fmt: skip
from dragoman.query.linked import claim_ids, linked, page_of_incidents
from dragoman.query.panel import Asked, Panel
from dragoman.query.registry import actors, outlets, sources
from dragoman.query.snapshot import Snapshot
from dragoman.record import Record, to_plain
from dragoman.serve.api.answers import MOST, Api, choice, problem, turned, where_of, whole
from dragoman.serve.shape.linked import linked as kept
from dragoman.serve.turning import Key, page_of
from dragoman.store import Ledger

T = TypeVar("T")
HEAD = ("id", "headline", "outlet", "agency", "url", "language", "dateline", "published")
PANEL_ROWS = 100_000


def head(record: Record) -> dict[str, Any]:
    """A story without its text and parts."""
    return {name: getattr(record, name) for name in HEAD}


def claim(found: Found) -> dict[str, Any]:
    """A claim as the record has it, with the head of its story."""
    return {**to_plain(found.claim), "document": head(found.record), "recorded": found.recorded, "run": found.run}


def story(record: Record) -> dict[str, Any]:
    """A story's head, with how much there is in it."""
    return {**head(record), "claims": len(record.claims), "warnings": len(record.warnings)}


def make_router(api: Api) -> APIRouter:
    """All endpoints over one ledger."""
    router = APIRouter()

    def listed(
        request: Request, unit: str, page_of: Callable[..., Page[T]], count: Callable[[Ledger, Filter], int],
        plain: Callable[[T], dict[str, Any]],
    ) -> dict[str, Any]:  # fmt: skip
        """A page of what a filter lets through; how many there are in all, unless ``count=no``."""
        where, sort = where_of(request), request.query_params.get("sort", "came")
        after, limit = request.query_params.get("cursor"), whole(request, "limit", 100)
        counted = choice(request, "count", True)
        with api.open(request) as ledger:
            page = page_of(ledger, where, sort=sort, after=after, limit=limit)
            total = held(request, count.__name__, where, lambda: count(ledger, where)) if counted else None
            rows = [plain(row) for row in page.rows]
        return {"total": total, "filter": str(where), unit: rows, **_pages(request, page)}

    def held(request: Request, name: str, where: Filter, make: Callable[[], T]) -> T:
        """What takes the whole ledger, kept while it stays as it is."""
        return api.cache.get((name, str(where), request.query_params.get("as_of")), make)

    @router.get("/claims", summary="Claims that a filter lets through")
    def claims(request: Request) -> Response:
        return api.answer(request, lambda: listed(request, "claims", page_of_claims, count_claims, claim))

    @router.get("/claims/{id:path}", summary="One claim")
    def one_claim(request: Request, id: str) -> Response:
        def make() -> dict[str, Any]:
            with api.open(request) as ledger:
                found = ledger.claim(id)
                if found is None:
                    raise HTTPException(404, f"No claim {id} is in this ledger.")
                record, it = found
                ((recorded, run),) = ledger.select(
                    "SELECT recorded, run FROM current_documents WHERE id = ?", (record.id,)
                )
                return claim(Found(record, it, record.claims.index(it) + 1, recorded, run))

        return api.answer(request, make)

    @router.get("/documents", summary="Stories with a claim that a filter lets through; without a filter all")
    def documents(request: Request) -> Response:
        return api.answer(request, lambda: listed(request, "documents", page_of_reports, count_reports, story))

    @router.get("/documents/{id:path}", summary="One story's whole record")
    def one_document(request: Request, id: str) -> Response:
        def make() -> dict[str, Any]:
            with api.open(request) as ledger:
                record = ledger.record(id)
                if record is None:
                    raise HTTPException(404, f"No story {id} is in this ledger.")
                return record.to_dict()

        return api.answer(request, make)

    @router.get("/incidents", summary="Incidents with a claim that a filter lets through")
    def incidents(request: Request) -> Response:
        def make() -> dict[str, Any] | Response:
            where, sort = where_of(request), request.query_params.get("sort", "came")
            with api.open(request) as ledger:
                if (later := _later(ledger)) is not None:
                    return later
                with linked(ledger) as links:
                    links = _known(links, ledger)
                    page = page_of_incidents(links, where, sort=sort, after=request.query_params.get("cursor"),
                                             limit=whole(request, "limit", 50, 200))  # fmt: skip
                return {"filter": str(where), "incidents": page.rows, **_pages(request, page)}

        return api.answer(request, make)

    @router.get("/incidents/{id}", summary="One incident")
    def one_incident(request: Request, id: str) -> Response:
        def make() -> dict[str, Any] | Response:
            with api.open(request) as ledger:
                if (later := _later(ledger)) is not None:
                    return later
                with linked(ledger) as links:
                    found = _known(links, ledger).incident(id)
            if found is None:
                raise HTTPException(404, f"No incident {id} is in this ledger.")
            view: dict[str, Any] = found
            return view

        return api.answer(request, make)

    def views(request: Request, unit: str) -> dict[str, Any] | Response:
        where = where_of(request)
        with api.open(request) as ledger:
            if ledger.moment is not None:
                with linked(ledger) as links:
                    found = links.tolls() if unit == "tolls" else links.agreements()
            elif (later := _later(ledger)) is not None:
                return later
            else:
                found = getattr(kept(ledger), unit)
            if where.terms:
                ids = set(claim_ids(ledger, where))
                told = "points" if unit == "tolls" else "claims"
                found = [v for v in found if any(c["claim"] in ids for c in v[told])]
        return {"total": len(found), "filter": str(where), **some(request, unit, found, lambda v: (v["id"],))}

    @router.get("/tolls", summary="Series of running totals with a claim that a filter lets through")
    def tolls(request: Request) -> Response:
        return api.answer(request, lambda: views(request, "tolls"))

    @router.get("/agreements", summary="Agreements with a claim that a filter lets through")
    def agreements(request: Request) -> Response:
        return api.answer(request, lambda: views(request, "agreements"))

    @router.get("/panel", summary="Who towards whom, by period and kind of act")
    def panel(request: Request) -> Response:
        said = request.query_params
        asked = Asked(
            said.get("period", "month"), said.get("counting", "claims"), said.get("by", "event"),  # type: ignore[arg-type]
            said.get("parties", "code"), said.get("spans", "drop"),  # type: ignore[arg-type]
            choice(request, "zeros", True), choice(request, "wide", False),
        )  # fmt: skip

        def make() -> dict[str, Any] | Response:
            with api.open(request) as ledger, Snapshot(ledger) as snapshot:
                if asked.count == "incidents":
                    with linked(ledger):
                        pass
                made = Panel(snapshot, where_of(request), asked)
                if request.query_params.get("format", "json") != "json":
                    return _panel_file(made, request)
                rows = len(made)
                if rows > PANEL_ROWS:
                    return problem(400, "The question cannot be answered", f"The panel has {rows:,} rows.",
                                   remedy="Narrow it, or ask for format=csv or format=parquet.")  # fmt: skip
                return {
                    "filter": str(made.where), "columns": made.columns, "total": rows, "rows": made.rows(),
                    "left_out": made.left.lines(asked.period),
                }  # fmt: skip

        return api.answer(request, make)

    @router.get(
        "/export/{format}", summary="A file in one of the export formats; bundle=yes: with its codebook and citation"
    )
    def export(request: Request, format: str) -> Response:
        def make() -> Response:
            chosen, where = export_named(format), where_of(request)
            unit = request.query_params.get("unit")
            return exported(api.open, request, chosen.name, where, unit, bundle=choice(request, "bundle", False),
                            mask=choice(request, "mask", False))  # fmt: skip

        return api.answer(request, make)

    @router.get("/formats", summary="The export formats")
    def formats(request: Request) -> Response:
        return api.answer(request, lambda: {
            "formats": [{"name": e.name, "about": e.about, "units": list(e.units), "limits": list(e.limits)} for e in exports()]
        })  # fmt: skip

    @router.get("/actors", summary="Parties of the claims that a filter lets through, the most told first")
    def all_actors(request: Request) -> Response:
        def make() -> dict[str, Any]:
            where = where_of(request)
            with api.open(request) as ledger:
                found = held(request, "actors", where, lambda: [a.to_dict() for a in actors(ledger, where)])
            listed = some(request, "actors", found, lambda a: (a["name"], a["code"], a["sector"]), MOST)
            return {"total": len(found), "filter": str(where), **listed}

        return api.answer(request, make)

    @router.get(
        "/sources", summary="Sources of the claims that a filter lets through, with their outlets, the most told first"
    )
    def all_sources(request: Request) -> Response:
        def make() -> dict[str, Any]:
            where = where_of(request)
            with api.open(request) as ledger:
                found = held(request, "sources", where, lambda: [s.to_dict() for s in sources(ledger, where)])
                told = held(request, "outlets", where, lambda: [o.to_dict() for o in outlets(ledger, where)])
            listed = some(request, "sources", found, lambda s: (s["name"], s["code"], s["type"]), MOST)
            return {"total": len(found), "filter": str(where), **listed, "outlets": told[:MOST]}

        return api.answer(request, make)

    return router


def exported(
    opened: Any, request: Request, name: str, where: Filter, unit: str | None, *, bundle: bool, mask: bool = False
) -> FileResponse:
    """An export as a file to save, made whole before the first byte is sent, so that a failure is not half a file."""
    export = export_named(name)
    file = tempfile.NamedTemporaryFile(prefix="dragoman-", delete=False)  # noqa: SIM115
    try:
        with file, opened(request) as ledger:
            if bundle:
                write_bundle(ledger, export, where, file, unit=unit, mask=mask)  # type: ignore[arg-type]
            else:
                write_export(ledger, export, where, file, unit=unit, mask=mask)  # type: ignore[arg-type]
    except BaseException:
        Path(file.name).unlink(missing_ok=True)
        raise
    called = f"{unit or export.units[0]}-{export.name}.zip" if bundle else f"{unit or export.units[0]}.{export.suffix}"
    media = "application/zip" if bundle else export.media
    return FileResponse(file.name, media_type=media, filename=called, background=BackgroundTask(_gone, file.name))


def _gone(name: str) -> None:
    Path(name).unlink(missing_ok=True)


def _panel_file(made: Panel, request: Request) -> Response:
    format = request.query_params["format"]
    if format not in ("csv", "parquet"):
        return problem(400, "The question cannot be answered", f"{format!r} is no format of a panel.",
                       remedy="Use json, csv or parquet.")  # fmt: skip
    with tempfile.NamedTemporaryFile(prefix="dragoman-", delete=False) as file:
        pass
    made.write(file.name, format)  # type: ignore[arg-type]
    media = "text/csv; charset=utf-8" if format == "csv" else "application/vnd.apache.parquet"
    return FileResponse(
        file.name, media_type=media, filename=f"panel.{format}", background=BackgroundTask(_gone, file.name)
    )


def some(
    request: Request, name: str, rows: list[dict[str, Any]], key: Callable[[dict[str, Any]], Key], limit: int = 100
) -> dict[str, Any]:
    """A page of a list that is at hand whole, with the addresses of those after and before it."""
    page = page_of(rows, key, after=request.query_params.get("cursor"), limit=whole(request, "limit", limit))
    return {name: page.rows, **_pages(request, page)}


def _pages(request: Request, page: Any) -> dict[str, str | None]:
    return {"next": turned(request, page.next), "previous": turned(request, page.previous)}


def _later(ledger: Ledger) -> Response | None:
    """503 while the links of a great ledger are being worked out."""
    if ledger.moment is not None or kept(ledger).ready:
        return None
    answer = problem(503, "Being worked out", "What the stories have to do with one another is being worked out.",
                     remedy="Ask again in a few seconds.")  # fmt: skip
    answer.headers["retry-after"] = "5"
    return answer


def _known(links: Any, ledger: Ledger) -> Any:
    """Links that know which stories are copies, where that is known already."""
    from dragoman.link.ledger import LedgerLinks

    return links if ledger.moment is not None else LedgerLinks(links.ledger, originals=kept(ledger).originals)
