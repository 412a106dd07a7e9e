"""``/read``: stories pasted or sent as files; ``/read/jobs/{id}``: how far their coding is."""

from __future__ import annotations

import re
import shutil
from collections import Counter
from typing import Any

from starlette.datastructures import UploadFile
from starlette.responses import RedirectResponse, Response

from dragoman.errors import BadValue, InputError
from dragoman.read.fields import check_date, safe
from dragoman.read.formats import formats
from dragoman.serve.ask import Ask, missing, part
from dragoman.serve.bundled import bundled
from dragoman.serve.jobs import Job
from dragoman.serve.jobs.work import STAGES
from dragoman.serve.page import action, page
from dragoman.serve.story import opening

PATIENCE = 2.5
"""Seconds that a single story is waited for before its progress is shown."""
LOADING = "loading the language models, which only the first story has to wait for"
ABOUT = ("headline", "published", "outlet", "agency", "dateline", "url", "id")
"""What may be told of a pasted story."""


def read(ask: Ask) -> dict[str, Any]:
    """The form, the samples, and the jobs that this app remembers."""
    if ask.services.live:
        ask.services.desk.warm()
    return _form(ask)


def _form(ask: Ask, given: dict[str, str] | None = None, wrong: str = "") -> dict[str, Any]:
    jobs = ask.services.desk.recent()
    return {
        "given": {k: (given or {}).get(k, "") for k in ("text", *ABOUT)}, "wrong": wrong, "samples": samples(), "jobs": jobs,
        "about": [f for f in formats() if f.about], "json": {"jobs": [j.to_dict() for j in jobs]},
    }  # fmt: skip


def samples() -> list[dict[str, str]]:
    """The stories that come with the program: name, first line, how it goes on."""
    folder = bundled("samples")
    out = []
    for path in sorted(folder.glob("*.txt")) if folder else []:
        text = re.sub(r"\A(?:date:?\s+)?\d{4}-\d\d-\d\d\s+", "", path.read_text("utf-8").strip())
        first, _, rest = text.partition("\n")
        named = path.stem.replace("-", " ").capitalize()
        title, start = (first, rest) if len(first) < 100 and rest.strip() else (named, first)
        out.append({"name": path.stem, "title": title, "start": " ".join(start.split())[:140]})
    return out


def paste(ask: Ask) -> str | Response:
    """Code the story of the form."""
    # A form sends every line end as CR LF, whatever was pasted.
    sent = ask.form.get("text")
    text = sent.replace("\r\n", "\n") if isinstance(sent, str) else ""
    given = {"text": text, **{k: ask.field(k) for k in ABOUT}}
    try:
        if not text.strip():
            raise BadValue("There is nothing to read yet: paste the words of a story.")
        if given["published"]:
            check_date(given["published"], where="published")
    except InputError as e:
        return ask.services.render("read.html", ask, {**_form(ask, given, e.message), "status": 400}, 400)
    story = {k: safe(v) for k, v in given.items() if v}
    title = given["headline"] or opening(text)
    return _after(ask, ask.services.desk.code_story(story, title=title, by=ask.user.name))


def files(ask: Ask) -> str | Response:
    """Code the files of the form."""
    uploads = [f for f in ask.form.getlist("files") if isinstance(f, UploadFile) and f.filename]
    if not uploads:
        return ask.services.render("read.html", ask, _form(ask, wrong="No file was chosen."), 400)
    folder = ask.services.desk.kept.room()
    names: list[str] = []
    for upload in uploads:
        name = _name(upload.filename or "", names)
        with (folder / name).open("wb") as f:
            shutil.copyfileobj(upload.file, f)
        names.append(name)
    title = names[0] if len(names) == 1 else f"{len(names)} files"
    return _after(ask, ask.services.desk.code_files(folder, names, title=title, by=ask.user.name))


def sample(ask: Ask) -> str | Response:
    """Code one of the samples, or all of them."""
    folder, wanted = bundled("samples"), ask.field("name")
    chosen = [p for p in sorted(folder.glob("*.txt")) if wanted in ("all", p.stem)] if folder else []
    if not chosen:
        raise missing(f"There is no sample {wanted}.")
    work = ask.services.desk.kept.room()
    for path in chosen:
        shutil.copyfile(path, work / path.name)
    title = "the samples" if len(chosen) > 1 else chosen[0].name
    job = ask.services.desk.code_files(work, [p.name for p in chosen], title=title, by=ask.user.name)
    return _after(ask, job)


def _name(given: str, taken: list[str]) -> str:
    """A file's own name, without folders, safe to write, and different from the others'."""
    name = re.sub(r"[^\w.()+ -]", "_", given.replace("\\", "/").rpartition("/")[2]).lstrip(". ")[-120:] or "story.txt"
    n, stem = 1, name
    while name in taken:
        n += 1
        name = f"{n}-{stem}"
    return name


def _after(ask: Ask, job: Job) -> str | Response:
    """Where to go: the article, where it is there soon; else the progress."""
    job.over.wait(PATIENCE)
    if job.single is not None:
        return f"/articles/{part(job.single.id)}"
    if ask.request.headers.get("accept", "").startswith("application/json"):
        return RedirectResponse(f"/read/jobs/{job.id}.json", 303)
    return f"/read/jobs/{job.id}"


def progress(ask: Ask) -> dict[str, Any]:
    """How far a job is, and what came of it."""
    job = _job(ask)
    names = [name for name, _ in STAGES]
    at = names.index(job.stage) if job.stage in names else -1
    why = Counter(f["what"] for f in job.failures)
    return {
        "job": job, "single": job.single, "over": job.over.is_set(), "one": "story" in job.task or job.total == 1,
        "stages": [(label, "done" if n < at or job.state == "done" else "now" if n == at else "")
                   for n, (_, label) in enumerate(STAGES)],
        "doing": dict(STAGES).get(job.stage) or ("waiting for its turn" if ask.services.desk.ready else LOADING),
        "why": why.most_common(), "json": job.to_dict(),
    }  # fmt: skip


def cancel(ask: Ask) -> str:
    """Stop a job."""
    job = _job(ask)
    ask.services.desk.cancel(job.id)
    job.over.wait(PATIENCE)
    return f"/read/jobs/{job.id}"


def again(ask: Ask) -> str:
    """Run a job again that was broken off."""
    job = ask.services.desk.again(_job(ask).id, by=ask.user.name)
    if job is None:
        raise BadValue("what this job was to do is not known any more.", remedy="send the stories again.")
    return f"/read/jobs/{job.id}"


def _job(ask: Ask) -> Job:
    job = ask.services.desk.get(ask.args["id"])
    if job is None:
        raise missing("This job is not known any more: the last fifty are. What it stored is in the ledger.")
    return job


ROUTES = [
    page("/read", "read.html", read, role="reviewer", opens=False),
    page("/read/jobs/{id}", "job.html", progress, role="reviewer", opens=False),
    action("/read", paste, opens=False),
    action("/read/files", files, opens=False),
    action("/read/samples", sample, opens=False),
    action("/read/jobs/{id}/cancel", cancel, opens=False),
    action("/read/jobs/{id}/again", again, opens=False),
]
