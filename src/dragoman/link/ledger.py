"""Links of a ledger, kept in it: brought up to date where stories came, were coded anew, or a person has decided.

Only what is touched is settled again (see settle.py): the result is that of a run over the whole ledger, which
``afresh`` makes.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any

from dragoman.errors import LedgerError
from dragoman.link.agreements import agreements, may_tell
from dragoman.link.copies_kept import KeptCopies
from dragoman.link.decisions import Decision, Word
from dragoman.link.episodes import Episode
from dragoman.link.explain import Why, why_together
from dragoman.link.incidents import incident, incident_id, told_order
from dragoman.link.index import postings
from dragoman.link.linker import Neighbour, episodes_of, touched
from dragoman.link.mentions import Anchor, mentions
from dragoman.link.packed import pack, unpack
from dragoman.link.settle import settle
from dragoman.link.sources import Context
from dragoman.link.tolls import toll_series
from dragoman.link.views import context_of, originals_of
from dragoman.record import Claim, Record
from dragoman.store import Ledger
from dragoman.store.links import EpisodeRow, LinkTables, Place

_CACHED = 4096
"""Stories held in memory while linking and viewing."""


@cache
def rules() -> str:
    """A digest of everything that decides what is linked: where it changes, all is worked out again."""
    digest = hashlib.blake2b(digest_size=16)
    home = files("dragoman.link")
    for folder in (home, home / "data"):
        for f in sorted((f for f in folder.iterdir() if f.is_file()), key=lambda f: f.name):
            if f.name.endswith((".py", ".tsv", ".txt")):
                digest.update(f.name.encode() + f.read_bytes())
    return digest.hexdigest()


class LedgerLinks:
    """Links of an open ledger. :meth:`update` first; then the views."""

    def __init__(self, ledger: Ledger, *, originals: dict[str, str] | None = None) -> None:
        """``originals`` are those of the same ledger where they are known: to find them takes all its stories."""
        self.ledger = ledger
        self.tables = LinkTables(ledger)
        self.kept_copies = KeptCopies(ledger)
        self.word = Word()
        self._record = lru_cache(maxsize=_CACHED)(ledger.read)
        self._unpacked = lru_cache(maxsize=_CACHED)(unpack)
        self._originals = originals

    # bringing up to date ------------------------------------------------------------------------------------------

    def update(self, *, afresh: bool = False) -> int:
        """Link what is not linked yet; the number of documents that were looked at anew."""
        with self.ledger.writing():
            self._listen()
            if afresh or self.tables.state("rules") != rules():
                self.tables.forget()
                self.kept_copies.forget()
                self.tables.set_state("rules", rules())
            gone = self.tables.outdated()
            gone += [d for d in self._redecided() if d not in set(gone)]
            dropped = self.tables.drop(gone)
            self.tables.set_incidents({e.incident for e in dropped}, [])
            new = self.tables.unlinked()
            if gone or new:
                self.kept_copies.update(gone, new)
                self._originals = None
            self._settle(self._add(new), {e.part for e in dropped})
            return len(new)

    def _listen(self) -> None:
        """Take up the decisions that hold."""
        self.word = Word(
            Decision(d.kind, _anchors(d.claims), _anchors(d.others), d.decision, d.made, d.by, d.why)  # type: ignore[arg-type]
            for d in self.tables.decisions()
            if d.withdrawn is None
        )

    def _redecided(self) -> list[int]:
        """Documents of which decisions were made or withdrawn since the last time."""
        now = {str(d.number) for d in self.word.decisions}
        before = set((self.tables.state("decisions") or "").split())
        changed = now ^ before
        if not changed:
            return []
        self.tables.set_state("decisions", " ".join(sorted(now, key=int)))
        rows = [d for d in self.tables.decisions() if str(d.decision) in changed]
        return self.tables.current(p[0] for d in rows for p in (*d.claims, *d.others))

    def _add(self, documents: Sequence[int]) -> dict[int, Episode]:
        """Episodes of documents that are new, by row number, with their keys stored."""
        out: dict[int, Episode] = {}
        for document in documents:
            found = episodes_of(self._record(document), self.word)
            numbers = self.tables.add_document(document, [(e.numbers, pack(e)) for e in found])
            out.update(zip(numbers, found, strict=True))
        self.tables.add_keys((key, n, need) for n, e in out.items() for key, _, need in postings(e.profile))
        return out

    def _settle(self, new: dict[int, Episode], dropped: set[int]) -> None:
        """Settle the new episodes together with the parts that are touched."""
        left = {row.episode: self._episode(row) for row in self.tables.episodes("part", sorted(dropped))}
        seeking = {**new, **left}
        parts = dropped | self._spoken_of(new)
        if self.ledger.db.execute("SELECT 1 FROM link_episodes WHERE part > 0 LIMIT 1").fetchone():
            parts |= touched(seeking, self._near)
        old = self.tables.episodes("part", sorted(p for p in parts if p))
        known = {**seeking, **{row.episode: self._episode(row) for row in old}}
        numbers = {e.key: n for n, e in known.items()}
        placed, named = [], []
        for part in settle(list(known.values()), self.word):
            groups = [[numbers[e.key] for e in g] for g in part.incidents]
            name = min(n for g in groups for n in g)
            free = {numbers[key] for key in part.free}
            for episodes, group in zip(part.incidents, groups, strict=True):
                placed += [(name, min(group), n in free, n) for n in group]
                named.append((min(group), incident_id(episodes)))
        self.tables.place(placed)
        self.tables.set_incidents({row.incident for row in old}, named)

    def _near(self, n: int, episode: Episode) -> Iterator[Neighbour]:
        keys = [(key, not (near or need)) for key, near, need in postings(episode.profile)]
        for row in self.tables.episodes("episode", sorted(self.tables.sharing(keys) - {n})):
            if row.part:
                yield Neighbour(self._episode(row), row.part, row.free)

    def _spoken_of(self, new: dict[int, Episode]) -> set[int]:
        """Parts of documents that stand in one decision with a new document."""
        documents = {e.document for e in new.values()}
        together = {
            a.document
            for d in self.word.decisions
            if any(a.document in documents for a in (*d.claims, *d.others))
            for a in (*d.claims, *d.others)
        }
        rows = self.tables.episodes("document", self.tables.current(together))
        return {row.part for row in rows if row.episode not in new}

    def _episode(self, row: EpisodeRow) -> Episode:
        return self._unpacked(row.packed)

    # views --------------------------------------------------------------------------------------------------------

    @property
    def originals(self) -> dict[str, str]:
        """The root of each document that is a copy."""
        if self._originals is None:
            self._originals = originals_of(self.kept_copies.groups())
        return self._originals

    def copies(self) -> list[dict[str, Any]]:
        """Groups of near-verbatim copies."""
        groups = list(self.kept_copies.groups())
        self._originals = originals_of(groups)
        return [g.to_dict() for g in groups]

    def incidents(self) -> Iterator[dict[str, Any]]:
        """Every incident's view, in the order in which their first stories came."""
        rows: list[EpisodeRow] = []
        for row in list(self.tables.all_episodes()):
            if rows and row.incident != rows[0].incident:
                yield self._view(rows)
                rows = []
            rows.append(row)
        if rows:
            yield self._view(rows)

    def incident(self, id: str) -> dict[str, Any] | None:
        """One incident by its id, by the beginning of it, or by the id of one of its claims."""
        rows = self._rows(id)
        return self._view(rows) if rows else None

    def view(self, number: int) -> dict[str, Any]:
        """One incident by its number in the tables."""
        return self._view(self.tables.episodes("incident", [number]))

    def told(self, id: str) -> list[tuple[Claim, Context]]:
        """The claims of an incident, each with what its story says of itself, in the order of telling."""
        return sorted(self._members(self._rows(id)), key=told_order)

    def why(self, id: str) -> list[Why]:
        """Why its claims were put together."""
        rows = self._rows(id)
        keys = {self._record(row.document).id: row.document for row in rows}
        return why_together([self._episode(row) for row in rows], lambda d: mentions(self._record(keys[d])))

    def tolls(self) -> list[dict[str, Any]]:
        """Series of running totals. Only stories that have one are read."""
        rows = self.ledger.select(
            "SELECT DISTINCT document FROM quantities JOIN current_documents USING (document)"
            " WHERE scope = 'cumulative' ORDER BY document"
        )
        documents = [d for (d,) in rows]
        return toll_series(self._claims(documents), self._homes(documents))

    def agreements(self) -> list[dict[str, Any]]:
        """Agreements and what became of them. Only stories with words of one are read."""
        rows = self.ledger.select("SELECT document, sentence FROM current_claims ORDER BY document")
        documents = list(dict.fromkeys(d for d, sentence in rows if may_tell(sentence)))
        return agreements(self._claims(documents), self._homes(documents))

    def _homes(self, documents: Sequence[int]) -> dict[str, str]:
        """The incident of each claim of these documents."""
        ids = dict(self.ledger.select("SELECT incident, id FROM link_incidents"))
        homes: dict[str, str] = {}
        for row in self.tables.episodes("document", documents):
            claims = self._record(row.document).claims
            homes.update((claims[n].id, ids[row.incident]) for n in row.claims)
        return homes

    def _claims(self, documents: Iterable[int]) -> Iterator[tuple[Claim, Context]]:
        for document in documents:
            record = self._record(document)
            context = context_of(record, self.originals)
            for c in record.claims:
                yield c, context

    def _rows(self, id: str) -> list[EpisodeRow]:
        number = self.tables.incident(id)
        if number is not None:
            return self.tables.episodes("incident", [number])
        found = self.ledger.select("SELECT document, claim FROM current_claims WHERE id = ?", (id,))
        for document, claim in found:
            for row in self.tables.episodes("document", [document]):
                if claim in row.claims:
                    return self.tables.episodes("incident", [row.incident])
        return []

    def _view(self, rows: Sequence[EpisodeRow]) -> dict[str, Any]:
        return incident([self._episode(row) for row in rows], self._members(rows))

    def _members(self, rows: Iterable[EpisodeRow]) -> Iterator[tuple[Claim, Context]]:
        for row in rows:
            record: Record = self._record(row.document)
            context = context_of(record, self.originals)
            for n in row.claims:
                yield record.claims[n], context

    # a person's word ----------------------------------------------------------------------------------------------

    def merge(self, ids: Sequence[str], *, by: str, why: str) -> int:
        """These incidents (or those of these claims) are one happening."""
        claims = [a for id in ids for a in self._anchored(id)]
        return self._decide("merge", claims, [], by, why)

    def split(self, claim_ids: Sequence[str], *, by: str, why: str) -> int:
        """These claims, of one incident, are one happening, and the others of it are not of it."""
        rows = self._rows(claim_ids[0])
        own: list[Place] = []
        others: list[Place] = []
        for claim, context in self._members(rows):
            (own if claim.id in claim_ids else others).append(_words(claim, context))
        missing = set(claim_ids) - {c.id for c, _ in self._members(rows)}
        if not rows or missing:
            raise LedgerError(
                f"these claims are not of one incident: {', '.join(claim_ids)}.", where=str(self.ledger.path),
                remedy="give claims of one incident; dragoman incidents show ID lists them.",
            )  # fmt: skip
        if not others:
            raise LedgerError(
                "these are all its claims.", where=str(self.ledger.path), remedy="leave out those that are to stay."
            )
        return self._decide("split", own, others, by, why)

    def pin(self, id: str, *, by: str, why: str) -> int:
        """This incident has these claims and no other, now and later."""
        return self._decide("pin", self._anchored(id), [], by, why)

    def undo(self, decision: int) -> None:
        """Take a decision back; it stays on record."""
        with self.ledger.writing():
            held = self.tables.withdraw(decision)
        if not held:
            raise LedgerError(
                f"no decision {decision} holds.", where=str(self.ledger.path),
                remedy="list them with: dragoman incidents decisions",
            )  # fmt: skip
        self.update()

    def _anchored(self, id: str) -> list[Place]:
        rows = self._rows(id)
        if not rows:
            raise LedgerError(
                f"no incident and no claim {id!r} is in it.", where=str(self.ledger.path),
                remedy="list them with: dragoman incidents",
            )  # fmt: skip
        return [_words(c, k) for c, k in self._members(rows)]

    def _decide(self, kind: str, claims: Sequence[Place], others: Sequence[Place], by: str, why: str) -> int:
        with self.ledger.writing():
            number = self.tables.decide(kind, claims, others, by=by, why=why)
        self.update()
        return number


def _anchors(places: Iterable[Place]) -> tuple[Anchor, ...]:
    return tuple(Anchor(d, b, s) for d, b, s, _ in places)


def _words(claim: Claim, context: Context) -> Place:
    return context.document, claim.trigger.start, claim.trigger.end, claim.trigger.text
