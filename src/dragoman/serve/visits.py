"""When somebody was here last. A visit ends with half an hour without a page; the times stay in the browser's cookie."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

from dragoman.serve.ask import Ask

COOKIE = "dragoman-visit"
PAUSE = timedelta(minutes=30)
KEPT = 400 * 24 * 3600
_FORM = "%Y%m%dT%H%M%S"


def last_visit(ask: Ask, now: datetime | None = None) -> str | None:
    """The end of the visit before this one, in the form of ``documents.recorded``; None for who was never here. Notes that
    somebody is here now."""
    now = now or datetime.now(UTC)
    before, last = _read(ask.request.cookies.get(COOKIE, ""))
    if last is not None and now - last > PAUSE:
        before = last
    ask.remember(COOKIE, f"{before.strftime(_FORM) if before else '-'}.{now.strftime(_FORM)}", KEPT)
    return before.isoformat(timespec="microseconds").replace("+00:00", "Z") if before else None


def _read(cookie: str) -> tuple[datetime | None, datetime | None]:
    if not re.fullmatch(r"(-|\d{8}T\d{6})\.\d{8}T\d{6}", cookie):
        return None, None
    try:
        before, last = (
            None if x == "-" else datetime.strptime(x, _FORM).replace(tzinfo=UTC) for x in cookie.split(".")
        )
    except ValueError:
        return None, None
    return before, last
