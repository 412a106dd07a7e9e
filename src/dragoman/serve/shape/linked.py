"""Linked views of a ledger, worked out once for each of its states and kept for the next page.

Linking brings the ledger's own tables up to date (:mod:`dragoman.link.ledger`); what is shown of it in lists is kept here,
by the state of the ledger: which stories are current, which decisions hold. A great ledger is linked in a process of its
own (:mod:`dragoman.serve.shape.prepare`), and pages say so meanwhile.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from typing import Any

from dragoman.errors import DragomanError
from dragoman.link.ledger import LedgerLinks, rules
from dragoman.query.countries import country_name
from dragoman.serve.shape.scale import days_from, interval, period
from dragoman.serve.shape.told import told_claims
from dragoman.store import Ledger
from dragoman.store.links import LinkTables

AT_ONCE = 1_500
"""Stories that are linked while the reader waits; with more, a page says that it is being worked out."""

QUADS = {
    "AGREE": 1, "CONSULT": 1, "SUPPORT": 1, "CONCEDE": 1, "COOPERATE": 2, "AID": 2, "RETREAT": 2, "REQUEST": 3,
    "ACCUSE": 3, "REJECT": 3, "THREATEN": 3, "PROTEST": 4, "SANCTION": 4, "MOBILIZE": 4, "COERCE": 4, "ASSAULT": 4,
}  # fmt: skip

State = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class IncidentRow:
    """An incident as lists and maps need it."""

    id: str
    event: str | None
    mode: tuple[str, ...]
    actor: str
    recipient: str
    codes: frozenset[str]
    date: str | None
    enddate: str | None
    place: str | None
    country: str | None
    lat: float | None
    lon: float | None
    resolution: int | None
    feature: str | None
    grade: str
    grade_why: str
    claims: int
    sources: tuple[str, ...]
    contradictions: int
    figures: tuple[tuple[str, str], ...]
    members: tuple[str, ...] = ()
    """Ids of its claims."""
    made_of: str = ""
    """Its episodes, by document row, claims and the root of copies: as long as they are these, nothing of it changes."""

    @property
    def placed(self) -> bool:
        """Can it stand on a map?"""
        return self.lat is not None and self.lon is not None

    @property
    def dated(self) -> bool:
        """Is it told by the day, or by a time of not more than a month?"""
        if self.date is None:
            return False
        return self.enddate in (None, self.date) or days_from(self.date, self.enddate) <= 31

    @property
    def when(self) -> str:
        """Its time as it is told: a day, a month, a year, or from when to when."""
        return period(self.date, self.enddate)

    @property
    def quad(self) -> int | None:
        return QUADS.get(self.event or "")

    def to_dict(self) -> dict[str, Any]:
        return {
            "id": self.id, "event": self.event, "mode": list(self.mode), "actor": self.actor,
            "recipient": self.recipient, "date": self.date, "enddate": self.enddate, "place": self.place,
            "country": self.country, "lat": self.lat, "lon": self.lon, "resolution": self.resolution,
            "grade": self.grade, "grade_why": self.grade_why, "claims": self.claims, "sources": list(self.sources),
            "contradictions": self.contradictions, "figures": dict(self.figures),
        }  # fmt: skip


@dataclass(slots=True)
class Linked:
    """What one state of a ledger comes to. ``ready`` is False while it is being worked out."""

    state: State
    ready: bool = False
    coming: State | None = None
    """The state that is being worked out, where this is not it any more."""
    trouble: str | None = None
    rows: list[IncidentRow] = field(default_factory=list)
    by_id: dict[str, IncidentRow] = field(default_factory=dict)
    homes: dict[str, str] = field(default_factory=dict)
    """Each claim's incident."""
    tolls: list[dict[str, Any]] = field(default_factory=list)
    toll_places: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """Countries and places that the figures of a series are told of, by the series' id."""
    agreements: list[dict[str, Any]] = field(default_factory=list)
    originals: dict[str, str] = field(default_factory=dict)
    _latest: list[IncidentRow] = field(default_factory=list)

    @property
    def latest(self) -> list[IncidentRow]:
        """The rows, latest first, those without a day last; sorted once."""
        if len(self._latest) != len(self.rows):
            self._latest = sorted(self.rows, key=lambda r: (r.date or "", r.id), reverse=True)
        return self._latest


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
        before = held or Linked((), ready=False)
        before.coming = state
        _held[key] = before
        while len(_held) > _MOST:
            del _held[next(iter(_held))]
    if state[0] <= AT_ONCE:
        return _work(key, state, before)  # whoever asks meanwhile waits, and finds it done
    threading.Thread(target=_work, args=(key, state, before), name="linking", daemon=True).start()
    return before


def _work(key: tuple[Path, str | None], state: State, before: Linked) -> Linked:
    path, moment = key
    found = Linked(state, ready=True)
    with _working:
        done = _held.get(key)
        if done is not None and done.state == state:
            return done
        try:
            kept = before.rows
            if moment is None and state[0] > AT_ONCE:
                subprocess.run(
                    [sys.executable, "-P", "-m", "dragoman.serve.shape.prepare", str(path)],
                    stdin=subprocess.DEVNULL, capture_output=True, check=False,
                )  # fmt: skip
                kept = read_rows(path) or kept
            with Ledger(path, readonly=True, as_of=moment) as ledger, links_of(ledger) as links:
                read_into(links, found, kept)
        except DragomanError as e:
            found.trouble = str(e)
        with _lock:
            if found.trouble is None:
                _held[key] = found
            else:
                _held.pop(key, None)
    return found


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


def read_into(links: LedgerLinks, found: Linked, before: Iterable[IncidentRow] = ()) -> None:
    """Everything that lists need. Rows of ``before`` whose claims are what they were are not worked out again."""
    groups: dict[int, list[str]] = {}
    found.originals = links.originals
    for number, document, id, claims in links.ledger.select(
        "SELECT incident, document, id, claims FROM link_episodes JOIN documents USING (document)"
        " ORDER BY incident, episode"
    ):
        groups.setdefault(number, []).append(f"{document}:{claims}:{found.originals.get(id, '')}")
    known = {r.made_of: r for r in before}
    for number, parts in groups.items():
        made_of = "|".join(parts)
        row = known.get(made_of) or replace(incident_row(links.view(number)), made_of=made_of)
        found.rows.append(row)
        found.by_id[row.id] = row
        found.homes.update((claim, row.id) for claim in row.members)
    found.tolls = links.tolls()
    told = told_claims(links.ledger, (p["claim"] for s in found.tolls for p in s["points"]))
    for s in found.tolls:
        at = [t for p in s["points"] if (t := told.get(p["claim"]))]
        found.toll_places[s["id"]] = tuple(dict.fromkeys(x for t in at for x in (t.country, t.place) if x))
    found.agreements = links.agreements()


# kept beside the ledger, so that a great one need not be read again at every start -----------------------------------


def _beside(path: Path) -> Path:
    return path.with_name(path.name + ".incidents.json")


def write_rows(path: Path, rows: list[IncidentRow]) -> None:
    """Keep the rows beside the ledger, where that may be written. They may be deleted at any time."""
    new = _beside(path).with_suffix(".new")
    try:
        with new.open("w", encoding="utf-8") as f:
            json.dump({"rules": rules(), "rows": [_plain(r) for r in rows]}, f, ensure_ascii=False)
        new.replace(_beside(path))
    except OSError:
        new.unlink(missing_ok=True)


def read_rows(path: Path) -> list[IncidentRow]:
    """What :func:`write_rows` kept, by the rules that hold now; nothing where there is none."""
    try:
        kept = json.loads(_beside(path).read_text("utf-8"))
        return [_row(values) for values in kept["rows"]] if kept["rules"] == rules() else []
    except (OSError, ValueError, KeyError, TypeError):
        return []


def _plain(row: IncidentRow) -> list[Any]:
    return [sorted(v) if isinstance(v, frozenset) else v for f in fields(row) for v in (getattr(row, f.name),)]


def _row(values: list[Any]) -> IncidentRow:
    given = dict(zip((f.name for f in fields(IncidentRow)), values, strict=True))
    for name in ("mode", "sources", "members"):
        given[name] = tuple(given[name])
    return IncidentRow(**given | {"codes": frozenset(given["codes"]), "figures": tuple(map(tuple, given["figures"]))})


def incident_row(view: Mapping[str, Any]) -> IncidentRow:
    """The summary of an incident's view."""
    loc = view["event_loc"] or {}
    return IncidentRow(
        view["id"], view["event"], tuple(view["mode"]), _parties(view["actor"]), _parties(view["recipient"]),
        frozenset(e["code"] for e in (*view["actor"], *view["recipient"]) if e["code"]), view["date"], view["enddate"],
        loc.get("resolved_place") or (loc.get("extracted_place") or {}).get("text"), loc.get("country_code"),
        loc.get("lat"), loc.get("lon"), loc.get("resolution"), loc.get("feature_code"), view["grade"],
        view["grade_why"], len(view["claims"]), tuple(view["roots"]), len(view["contradictions"]),
        tuple((f["kind"], interval(f["min"], f["max"])) for f in view["figures"]),
        tuple(c["claim"] for c in view["claims"]),
    )  # fmt: skip


_SECTORS = {"MIL": "forces", "REB": "rebels", "UAF": "armed group", "COP": "police", "CVL": "civilians", "GOV": ""}


def party_label(e: Mapping[str, Any]) -> str:
    """A party's name, else its country and sector in words."""
    if e["name"]:
        return str(e["name"])
    sector = e["sector"][0] if e["sector"] else ""
    return " ".join(filter(None, (country_name(e["code"]) or e["code"], _SECTORS.get(sector, sector)))) or "not told"


def _parties(entities: list[Mapping[str, Any]]) -> str:
    return ", ".join(dict.fromkeys(party_label(e) for e in entities))
