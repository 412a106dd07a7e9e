"""``/runs``: by what each story was coded: program, vocabulary, place data, model, options."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from dragoman.serve.ask import Ask
from dragoman.serve.page import page
from dragoman.serve.then import then
from dragoman.store import RunRow

PAGE = 50
PARTS = {
    "version": "program", "code": "its text", "lexicons": "vocabulary", "gazetteer": "place data", "model": "model",
    "model_version": "model's version",
}  # fmt: skip


def runs(ask: Ask) -> dict[str, Any]:
    """Every run, latest first, with what was another than in the run before."""
    number = ask.number("page")
    every = ask.ledger.runs()
    stories = dict(ask.ledger.select("SELECT run, count(*) FROM current_documents WHERE run IS NOT NULL GROUP BY run"))
    without = ask.ledger.select("SELECT count(*) FROM current_documents WHERE run IS NULL")[0][0]
    rows = [
        {"run": r, "changed": changed(r, every[n - 1] if n else None), "stories": stories.get(r.key, 0)}
        for n, r in enumerate(every)
    ][::-1]
    shown = rows[(number - 1) * PAGE : number * PAGE]
    return {
        "rows": shown, "total": len(rows), "without": without, "page": number, "pages": -(-len(rows) // PAGE),
        "parts": PARTS,
        "json": {
            "total": len(rows), "page": number, "without_run": without,
            "runs": [{**asdict(x["run"]), "current_stories": x["stories"], "changed": x["changed"]} for x in shown],
        },
    }  # fmt: skip


def changed(run: RunRow, before: RunRow | None) -> list[str]:
    """What was another than in the run before; nothing where that is not known."""
    if before is None:
        return []
    pairs = ((name, getattr(before, name), getattr(run, name)) for name in PARTS)
    return [name for name, old, new in pairs if old is not None and new is not None and old != new]


ROUTES = [page("/runs", "runs.html", then(runs))]
