"""Claims as the linked pages show them: who says so, in which story, with the words; read by id, many at a time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from dragoman.serve.story import opening
from dragoman.show.words import one_line
from dragoman.store import Ledger

_MANY = 400


@dataclass(slots=True)
class Said:
    """One link of the chain of sources, innermost first."""

    name: str
    type: str
    stance: str
    code: str | None
    sector: tuple[str, ...]


@dataclass(slots=True)
class Told:
    """A claim with what its story says of itself. ``begin`` and ``stop`` cut the trigger out of ``sentence``."""

    id: str
    number: int
    """In its story, from 1."""
    document: str
    title: str
    outlet: str | None
    published: str | None
    recorded: str
    revision: int
    kind: str
    event: str | None
    factuality: str
    date: str | None
    enddate: str | None
    date_basis: str
    confidence: float
    sentence: str
    begin: int
    stop: int
    quad: int | None = None
    place: str | None = None
    resolution: int | None = None
    country: str | None = None
    said: list[Said] = field(default_factory=list)
    parties: dict[str, list[str]] = field(default_factory=dict)
    quantities: list[dict[str, Any]] = field(default_factory=list)

    @property
    def pieces(self) -> tuple[str, str, str]:
        """The sentence before, of and after the words that the coding rests on."""
        begin, stop = max(0, self.begin), max(0, self.stop)
        return self.sentence[:begin], self.sentence[begin:stop], self.sentence[stop:]

    @property
    def source(self) -> str:
        """Who is named innermost, else the outlet or the story."""
        return self.said[0].name if self.said else self.outlet or f"the story “{self.title}”"

    def to_dict(self) -> dict[str, Any]:
        """For the page's twin."""
        return {
            "claim": self.id, "document": self.document, "title": self.title, "outlet": self.outlet,
            "published": self.published, "recorded": self.recorded, "revision": self.revision, "kind": self.kind,
            "event": self.event, "factuality": self.factuality, "date": self.date, "enddate": self.enddate,
            "place": self.place, "source": self.source, "sentence": self.sentence, "words": self.pieces[1],
            "confidence": self.confidence,
        }  # fmt: skip


def _in(ledger: Ledger, sql: str, values: Sequence[Any]) -> Iterator[tuple[Any, ...]]:
    """Rows of a statement that holds ``IN ({})``, a few hundred values at a time."""
    for n in range(0, len(values), _MANY):
        some = values[n : n + _MANY]
        yield from ledger.select(sql.format(", ".join("?" * len(some))), some)


def told_claims(ledger: Ledger, ids: Iterable[str]) -> dict[str, Told]:
    """Current claims by id, in the order of ``ids``; those that are gone are left out."""
    wanted = list(dict.fromkeys(ids))
    found: dict[tuple[int, int], Told] = {}
    for row in _in(
        ledger,
        "SELECT c.document, c.claim, c.id, d.id, d.headline, coalesce(d.outlet, d.agency), d.published,"
        " d.recorded, d.revision, c.kind, c.event, c.factuality, c.date, c.enddate, c.date_basis, c.confidence,"
        " c.sentence, c.trigger_begin - c.sentence_begin, c.trigger_stop - c.sentence_begin, c.quad_code,"
        " coalesce(g.resolved_place, g.words), g.resolution, g.country_code,"
        " CASE WHEN d.headline IS NULL THEN substr(d.text, 1, 360) END"
        " FROM claims c JOIN current_documents d USING (document)"
        " LEFT JOIN event_locations g ON g.document = c.document AND g.claim = c.claim"
        " WHERE c.id IN ({})",
        wanted,
    ):
        found[row[0], row[1]] = Told(
            row[2], row[1] + 1, row[3], one_line(row[4]) if row[4] else opening(row[-1]), *row[5:-1]
        )  # fmt: skip
    _add(ledger, found)
    by_id = {t.id: t for t in found.values()}
    return {i: by_id[i] for i in wanted if i in by_id}


def _add(ledger: Ledger, found: dict[tuple[int, int], Told]) -> None:
    """Sources, parties and figures."""
    documents = sorted({d for d, _ in found})
    for d, c, name, type_, stance, code, sector in _in(
        ledger,
        "SELECT x.document, x.claim, coalesce(a.name, a.words), a.source_type, a.stance, a.code, a.sector"
        " FROM claim_attribution x JOIN attributions a USING (document, attribution) WHERE x.document IN ({})"
        " ORDER BY x.document, x.claim, x.position",
        documents,
    ):
        if (d, c) in found and name:
            found[d, c].said.append(Said(name, type_, stance, code, tuple(sector.split())))
    for d, c, role, name in _in(
        ledger,
        "SELECT document, claim, role, coalesce(name, words, code) FROM parties WHERE document IN ({})"
        " ORDER BY document, claim, role, position",
        documents,
    ):
        if (d, c) in found and name:
            found[d, c].parties.setdefault(role, []).append(name)
    for d, c, *q in _in(
        ledger,
        "SELECT document, claim, words, kind, value, min, max, scope, what, since, until, part_of FROM quantities"
        " WHERE document IN ({}) ORDER BY document, claim, position",
        documents,
    ):
        if (d, c) in found:
            names = ("words", "kind", "value", "min", "max", "scope", "what", "since", "until", "part_of")
            found[d, c].quantities.append(dict(zip(names, q, strict=True)))
