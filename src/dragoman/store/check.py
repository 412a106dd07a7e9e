"""Is the ledger whole? SQLite's own checks, and ours: every story's digest, every span, every reference.

Problems are what must not be; notes are what a user may want to know of.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from dragoman.store.ledger import Ledger
from dragoman.store.putoff import waiting
from dragoman.store.rebuild import read_rows
from dragoman.store.reviews import locate, select_reviews
from dragoman.store.rows import digest, is_of_now, text_digest
from dragoman.store.spans import wrong_spans

SHOWN = 20
"""Findings of one kind that are told one by one."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing found. ``problem`` False: a note."""

    kind: str
    what: str
    problem: bool = True


@dataclass(frozen=True, slots=True)
class Report:
    """What a check looked at and found."""

    documents: int
    claims: int
    spans_and_digests: bool
    findings: tuple[Finding, ...]

    @property
    def problems(self) -> tuple[Finding, ...]:
        return tuple(f for f in self.findings if f.problem)

    @property
    def notes(self) -> tuple[Finding, ...]:
        return tuple(f for f in self.findings if not f.problem)


def check(ledger: Ledger, *, quick: bool = False, told: Callable[[int], None] = lambda n: None) -> Report:
    """Look at everything in one reading transaction, so that a writer beside it does not disturb. ``quick`` leaves out what
    needs every row of every story to be read (spans and digests). ``told`` gets the number of stories looked at."""
    db = ledger.db
    db.execute("BEGIN")
    try:
        (documents,) = _one(db, "SELECT count(*) FROM documents")
        (claims,) = _one(db, "SELECT count(*) FROM claims")
        found = [*_sqlite(db)]
        if not any(f.kind == "damaged" for f in found):
            found += [*_indices(db), *_references(db), *_versions(db), *_people(db), *_runs(db)]
            if not quick:
                found += _stories(db, told)
    except sqlite3.DatabaseError as e:
        return Report(0, 0, False, (Finding("damaged", str(e)),))
    finally:
        if db.in_transaction:
            db.execute("ROLLBACK")
    return Report(documents, claims, not quick, tuple(_few(found)))


def _one(db: sqlite3.Connection, sql: str) -> Any:
    return db.execute(sql).fetchone()


def _few(found: list[Finding]) -> Iterator[Finding]:
    """At most SHOWN of a kind, then how many more."""
    count: dict[str, int] = {}
    for f in found:
        count[f.kind] = count.get(f.kind, 0) + 1
        if count[f.kind] <= SHOWN:
            yield f
    for kind, n in count.items():
        if n > SHOWN:
            yield Finding(kind, f"and {n - SHOWN:,} more", next(f.problem for f in found if f.kind == kind))


def _sqlite(db: sqlite3.Connection) -> Iterator[Finding]:
    for (line,) in db.execute(f"PRAGMA integrity_check({SHOWN})"):
        if line != "ok":
            yield Finding("damaged", line)
    for table, row, parent, _ in db.execute("PRAGMA foreign_key_check"):
        yield Finding("reference", f"{table}, row {row}: its row of {parent} is missing")
    (indexed,), (stored,) = (
        _one(db, "SELECT count(*) FROM document_search_docsize"),
        _one(db, "SELECT count(*) FROM documents"),
    )
    if indexed != stored:
        yield Finding(
            "full text", f"{indexed:,} of {stored:,} documents are in the full-text index; dragoman compact mends it"
        )


def _indices(db: sqlite3.Connection) -> Iterator[Finding]:
    if names := waiting(db):
        what = (
            f"{len(names)} indices wait for the end of an import, or for the next that writes after one that was killed"
        )
        yield Finding("index", what, problem=False)


def _references(db: sqlite3.Connection) -> Iterator[Finding]:
    rows = db.execute(
        "SELECT d.id, l.claim, l.target FROM links l JOIN current_documents d USING (document)"
        " WHERE NOT EXISTS (SELECT 1 FROM claims c WHERE c.document = l.document AND c.id = l.target)"
    )
    for id, claim, target in rows:
        yield Finding("link", f"{id}: claim {claim + 1} is linked to {target}, which the story does not have")
    for table in ("link_documents", "link_episodes"):
        sql = f"SELECT count(*) FROM {table} WHERE document NOT IN (SELECT document FROM documents)"
        if n := _one(db, sql)[0]:
            yield Finding("link", f"{n:,} rows of {table} are of no document; dragoman link --afresh mends it")
    sql = "SELECT count(*) FROM link_episodes WHERE document NOT IN (SELECT document FROM link_documents)"
    if n := _one(db, sql)[0]:
        yield Finding("link", f"{n:,} episodes are of documents that are not linked; dragoman link --afresh mends it")


def _versions(db: sqlite3.Connection) -> Iterator[Finding]:
    for id, n in db.execute(
        "SELECT id, sum(superseded IS NULL) AS n FROM documents GROUP BY id HAVING n <> 1 OR min(revision) <> 1"
        " OR max(revision) <> count(*)"
    ):
        yield Finding("versions", f"{id}: {n} current versions, or one of its versions is missing")
    for id, one, other in db.execute(
        "SELECT d.id, d.revision, c.revision FROM documents d JOIN documents c ON c.document = d.coded"
        " WHERE c.id <> d.id OR c.coded IS NOT NULL"
    ):
        yield Finding("versions", f"{id}: version {one} is not made from a coded version ({other})")


def _people(db: sqlite3.Connection) -> Iterator[Finding]:
    reviewed = db.execute(
        "SELECT id, COALESCE(coded, document) FROM current_documents WHERE id IN (SELECT document_id FROM reviews)"
    ).fetchall()
    known = {id for id, _ in reviewed}
    from dragoman.store.rebuild import read_record

    for id, key in reviewed:
        claims = read_record(db, key).claims
        for r in select_reviews(db, "document_id = ?", (id,)):
            if r.holds and locate(r, claims) is None:
                yield Finding("review", _astray(r.review, r.by, r.claim_id, r.words), problem=False)
    for r in select_reviews(db):
        if r.document_id not in known:
            yield Finding("review", _astray(r.review, r.by, r.claim_id, r.words))
    for n, id in db.execute(
        "SELECT DISTINCT decision, document_id FROM link_decision_claims"
        " WHERE document_id NOT IN (SELECT id FROM documents)"
    ):
        yield Finding("decision", f"decision {n} names the story {id}, which is not here", problem=False)


def _astray(review: int, by: str, claim: str, words: str) -> str:
    return f"review {review} by {by} finds its claim no more ({claim}, “{words}”)"


def _runs(db: sqlite3.Connection) -> Iterator[Finding]:
    for run, started in db.execute("SELECT run, started FROM runs WHERE finished IS NULL"):
        yield Finding("run", f"run {run}, begun {started[:19]}, did not end, or is still going on", problem=False)


def _stories(db: sqlite3.Connection, told: Callable[[int], None]) -> Iterator[Finding]:
    """Digests and spans, a story at a time: a story of which a part is missing has another digest."""
    keys = db.execute("SELECT document, id, revision, hash, text_hash FROM documents ORDER BY document").fetchall()
    for n, (key, id, revision, stored, of_text) in enumerate(keys, 1):
        name = f"{id}, version {revision}"
        try:
            head, parts = read_rows(db, key)
        except sqlite3.DatabaseError as e:
            yield Finding("damaged", f"{name}: {e}")
            continue
        if is_of_now(stored) and digest(head, parts) != stored:
            yield Finding("digest", f"{name}: it is not what was stored, or a part of it is missing")
        if text_digest(head[2], id) != of_text:
            yield Finding("digest", f"{name}: its text is not what was stored")
        for w in wrong_spans(head, parts):
            yield Finding(
                "span", f"{name}, {w.table}: {w.words!r} does not stand at {w.begin}-{w.stop}, but {w.stands!r}"
            )
        told(n)
