"""Linked views of a ledger, worked out once for each of its states and kept for the next page.

Linking brings the ledger's own tables up to date (:mod:`dragoman.link.ledger`); what is shown of it in lists is kept here,
by the state of the ledger: which stories are current, which decisions hold. A great ledger is linked in a process of its
own (:mod:`dragoman.serve.shape.prepare`), and pages say so meanwhile.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from typing import Any, TypeVar

import msgspec

from dragoman.errors import DragomanError, LedgerError
from dragoman.link.ledger import LedgerLinks, rules
from dragoman.serve.shape.rows import IncidentRow, incident_row
from dragoman.serve.shape.told import told_claims
from dragoman.store import Ledger
from dragoman.store.links import LinkTables

AT_ONCE = 150
"""Stories that are linked while the reader waits; with more, a page says that it is being worked out."""

T = TypeVar("T")
State = tuple[Any, ...]


class Views(msgspec.Struct, array_like=True):
    """What one state of a ledger comes to, as it is kept beside it."""

    state: State = ()
    rows: list[IncidentRow] = msgspec.field(default_factory=list)
    tolls: list[dict[str, Any]] = msgspec.field(default_factory=list)
    toll_places: dict[str, tuple[str, ...]] = msgspec.field(default_factory=dict)
    """Countries and places that the figures of a series are told of, by the series' id."""
    agreements: list[dict[str, Any]] = msgspec.field(default_factory=list)
    originals: dict[str, str] = msgspec.field(default_factory=dict)
    """The root of each story that is a copy."""


class Linked:
    """The views of a ledger, for pages. ``ready`` is False while they are being worked out; ``coming`` is the state that is
    being worked out, where this is not it any more; ``trouble`` what went wrong."""

    def __init__(self, views: Views | None = None, *, trouble: str | None = None) -> None:
        self.ready, self.trouble = views is not None, trouble
        self.views = views or Views()
        self.coming: State | None = None
        self.state, self.rows = self.views.state, self.views.rows
        self.tolls, self.toll_places = self.views.tolls, self.views.toll_places
        self.agreements, self.originals = self.views.agreements, self.views.originals
        self._known: dict[str, Any] = {}
        self._busy = threading.Lock()

    def known(self, name: str, make: Callable[[], T]) -> T:
        """What a page works out of all rows, once for as long as they stand. Nobody may change the value."""
        with self._busy:
            if name not in self._known:
                self._known[name] = make()
            value: T = self._known[name]
            return value

    @cached_property
    def by_id(self) -> dict[str, IncidentRow]:
        return {r.id: r for r in self.rows}

    @cached_property
    def homes(self) -> dict[str, str]:
        """Each claim's incident."""
        return {claim: r.id for r in self.rows for claim in r.members}

    @cached_property
    def latest(self) -> list[IncidentRow]:
        """The rows, latest first, those without a day last."""
        return sorted(self.rows, key=lambda r: (r.date or "", r.id), reverse=True)


_held: dict[tuple[Path, str | None], Linked] = {}
_MOST = 6
"""States that are held at once: a ledger as it is, and as it was at some moments."""
_lock = threading.Lock()
_working = threading.Lock()


def state_of(ledger: Ledger) -> State:
    """Changes when a story comes or is coded anew, when a decision is made or taken back, and when the rules change."""
    documents = ledger.select("SELECT count(*), max(document), sum(document) FROM current_documents")[0]
    decisions = ledger.select("SELECT count(*), count(withdrawn) FROM link_decisions")[0]
    return *documents, *decisions, rules()


def linked(ledger: Ledger) -> Linked:
    """The views of the ledger as it is, or as it was where it is open so. Of a great ledger they are worked out in the
    background: meanwhile they are those of the state before, or, where there is none, empty and not ``ready``."""
    key, state = (ledger.path.resolve(), ledger.moment), state_of(ledger)
    with _lock:
        held = _held.get(key)
        if held is not None and (held.state == state or (held.coming == state and state[0] > AT_ONCE)):
            return held
        before = held or Linked()
        before.coming = state
        _hold(key, before)
    if state[0] <= AT_ONCE:
        return _work(key, state, before)  # whoever asks meanwhile waits, and finds it done
    threading.Thread(target=_work, args=(key, state, before), name="linking", daemon=True).start()
    return before


def recall(ledger: Ledger) -> bool:
    """Take up what was kept beside the ledger, where that is of its present state: so that pages have it from the start."""
    kept = read_views(ledger.path)
    found = kept is not None and kept.state == state_of(ledger)
    if found:
        with _lock:
            _hold((ledger.path.resolve(), None), Linked(kept))
    return found


def _hold(key: tuple[Path, str | None], found: Linked) -> None:
    _held[key] = found
    while len(_held) > _MOST:
        del _held[next(iter(_held))]


def _work(key: tuple[Path, str | None], state: State, before: Linked) -> Linked:
    path, moment = key
    with _working:
        done = _held.get(key)
        if done is not None and done.state == state:
            return done
        try:
            views = _apart(path, moment) if state[0] > AT_ONCE else views_of(path, moment, before.views.rows)
            found = Linked(views)
        except (DragomanError, OSError) as e:
            found = Linked(trouble=str(e))
        with _lock:
            if found.ready:
                _hold(key, found)
            else:
                _held.pop(key, None)
    return found


def _apart(path: Path, moment: str | None) -> Views:
    """The views, worked out in a process of its own: pages are answered meanwhile. Those of the ledger as it is are kept
    beside it, where that may be written."""
    with tempfile.TemporaryDirectory(prefix="dragoman-") as folder:
        out = Path(folder) / "views.json"
        done = subprocess.run(
            [sys.executable, "-P", "-m", "dragoman.serve.shape.prepare", str(path), str(out), *filter(None, [moment])],
            stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False,
        )  # fmt: skip
        views = _read(out)
        if views is None:
            raise LedgerError(
                done.stderr.strip()[-400:] or "what belongs together could not be worked out.", where=str(path)
            )
        if moment is None:
            new = _beside(path).with_suffix(".new")
            try:
                shutil.copyfile(out, new)
                new.replace(_beside(path))
            except OSError:
                new.unlink(missing_ok=True)
    return views


@contextmanager
def links_of(
    ledger: Ledger, originals: Mapping[str, str] | None = None, *, as_they_are: bool = False
) -> Iterator[LedgerLinks]:
    """The links of a ledger, up to date. Where they are not, they are brought so: in the file, or, where that may not be
    written or is seen as it was, in a copy in memory. ``originals``: of copies, where they are known already.
    ``as_they_are``: do not wait for what is being brought up to date elsewhere."""
    path, known = ledger.path, None if originals is None else dict(originals)
    if ledger.moment is None and (as_they_are or _current(LinkTables(ledger))):
        yield LedgerLinks(ledger, originals=known)
    elif ledger.moment is None and os.access(path, os.W_OK) and os.access(path.parent, os.W_OK):
        with Ledger(path) as store:
            links = LedgerLinks(store, originals=known)
            links.update()
            yield links
    else:
        with ledger.in_memory() as copy:
            links = LedgerLinks(copy, originals=known)
            links.update()
            yield links


def _current(tables: LinkTables) -> bool:
    """Is every current story linked, by these rules and these decisions?"""
    held = {str(d.decision) for d in tables.decisions() if d.withdrawn is None}
    return (
        tables.state("rules") == rules()
        and set((tables.state("decisions") or "").split()) == held
        and not tables.unlinked()
        and not tables.outdated()
    )


def views_of(path: Path, moment: str | None = None, before: Iterable[IncidentRow] = ()) -> Views:
    """Everything that lists need, linked first. Rows of ``before`` whose claims are what they were are not worked out
    again."""
    with Ledger(path, readonly=True, as_of=moment) as ledger:
        views = Views(state_of(ledger))
        with links_of(ledger) as links:
            views.originals = links.originals
            views.rows = _rows(links, views.originals, before)
            views.tolls = links.tolls()
            told = told_claims(links.ledger, (p["claim"] for s in views.tolls for p in s["points"]))
            for s in views.tolls:
                at = [t for p in s["points"] if (t := told.get(p["claim"]))]
                views.toll_places[s["id"]] = tuple(dict.fromkeys(x for t in at for x in (t.country, t.place) if x))
            views.agreements = links.agreements()
    return views


def _rows(links: LedgerLinks, originals: Mapping[str, str], before: Iterable[IncidentRow]) -> list[IncidentRow]:
    groups: dict[int, list[str]] = {}
    for number, document, id, claims in links.ledger.select(
        "SELECT incident, document, id, claims FROM link_episodes JOIN documents USING (document)"
        " ORDER BY incident, episode"
    ):
        groups.setdefault(number, []).append(f"{document}:{claims}:{originals.get(id, '')}")
    known = {r.made_of: r for r in before}
    made = ((n, "|".join(parts)) for n, parts in groups.items())
    return [known.get(of) or msgspec.structs.replace(incident_row(links.view(n)), made_of=of) for n, of in made]


# kept beside the ledger, so that a great one need not be read again at every start -----------------------------------


def _beside(path: Path) -> Path:
    return path.with_name(path.name + ".views.json")


def read_views(path: Path) -> Views | None:
    """What is kept beside the ledger, by the rules that hold now. The file may be deleted at any time."""
    kept = _read(_beside(path))
    return kept if kept is not None and kept.state[-1:] == (rules(),) else None


def _read(file: Path) -> Views | None:
    try:
        return msgspec.json.decode(file.read_bytes(), type=Views)
    except (OSError, msgspec.DecodeError):
        return None


def write_views(file: Path, views: Views) -> None:
    """For :func:`read_views`."""
    file.write_bytes(msgspec.json.encode(views))
