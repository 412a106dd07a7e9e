"""Names of private persons masked in an export (``--mask-persons``): victims, witnesses, bystanders. docs/privacy.md tells whom.

Each letter and figure of a name becomes one block (█), so that every offset of the record stays valid and
``text[start:end] == span.text`` still holds. The ledger itself is never changed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from functools import cache
from typing import Any

from dragoman.export.base import Told
from dragoman.record import Record
from dragoman.schema.decode import record_from_dict
from dragoman.store import Ledger

BLOCK = "█"
_PUBLIC_SECTORS = frozenset("GOV MIL COP JUD LEG SPY PTY REB PRM OPP ELI IGO NGO".split())
"""Sectors whose people act in public: an officer, a party's leader, a commander of rebels."""
_PARTICLES = frozenset("al el de del da dos van von der den bin ibn abu umm ben bint la le di du ter the".split())
_TITLES = re.compile(r"^(?:mr|mrs|ms|dr|miss|sir|prof)\.?$", re.IGNORECASE)
_KEPT = frozenset({"id", "claim", "document", "code", "event", "kind", "cameo", "rule"})
"""Fields of ids and codes: they hold no words of the text."""


def blocked(name: str) -> str:
    """A name as blocks: letters and figures only, so that its length and its breaks stay."""
    return "".join(BLOCK if c.isalnum() else c for c in name)


def _parts(name: str) -> list[str]:
    """The words of a name by which a person may be called alone."""
    words = re.findall(r"[^\W\d_](?:[\w'’ʼ-]*\w)?", name)
    return [w for w in words if len(w) > 1 and w[0].isupper() and w.lower() not in _PARTICLES and not _TITLES.match(w)]


class Masker:
    """Masks records. Finding who is private takes a parse of the story, so the last one is remembered."""

    def __init__(self) -> None:
        self._last: tuple[Record, re.Pattern[str] | None, Record] | None = None

    def record(self, record: Record) -> Record:
        """The record with the names of private persons masked in its text, its head, its spans and its reasons."""
        if self._last is None or self._last[0] is not record:
            pattern = _pattern(*_names(record))
            self._last = (record, pattern, record if pattern is None else _masked(record, pattern))
        return self._last[2]

    def told(self, told: Iterable[Told]) -> Iterator[Told]:
        """Claims with their stories masked; an incident that stands as a claim keeps its own parties, masked by the story's names."""
        for t in told:
            masked = self.record(t.record)
            pattern = self._last[1] if self._last is not None else None
            if pattern is None:
                yield t
                continue
            if t.view is None:
                n = t.record.claims.index(t.claim)
                yield replace(t, record=masked, claim=masked.claims[n])
                continue
            plain = {**t.record.to_dict(), "claims": [replace_claim(t)]}
            claim = record_from_dict(_spans(plain, pattern, masked.text)).claims[0]
            yield replace(t, record=masked, claim=claim, view=masked_plain(t.view, pattern))

    def views(self, ledger: Ledger, views: Iterable[Mapping[str, Any]]) -> Iterator[Mapping[str, Any]]:
        """Incidents, series and agreements, masked by the names of all stories that they rest on."""
        for view in views:
            out: Mapping[str, Any] = view
            for document in sorted(_documents(view)):
                if (record := ledger.record(document)) is not None:
                    self.record(record)
                    assert self._last is not None
                    if self._last[1] is not None:
                        out = masked_plain(out, self._last[1])
            yield out


def replace_claim(t: Told) -> dict[str, Any]:
    """The claim of a Told as plain values."""
    from dragoman.record import to_plain

    plain: dict[str, Any] = to_plain(t.claim)
    return plain


def _documents(view: Any) -> set[str]:
    """Ids of the stories that a view names its claims of."""
    out: set[str] = set()
    if isinstance(view, Mapping):
        if isinstance(view.get("document"), str):
            out.add(view["document"])
        if isinstance(view.get("claim"), str):
            out.add(view["claim"].rpartition("#")[0])
        for v in view.values():
            out |= _documents(v)
    elif isinstance(view, list | tuple):
        for v in view:
            out |= _documents(v)
    return out - {""}


def _names(record: Record) -> tuple[set[str], set[str]]:
    """Full names of private persons, and words of the names of public ones."""
    private, public = _read(record.text, record.published)
    if record.headline and record.headline_span is None:
        more = _read(record.headline, record.published)
        private, public = private | more[0], public | more[1]
    for claim in record.claims:
        for e in (*claim.actor, *claim.recipient, *claim.mediator, *(a.source for a in claim.attribution)):
            if e.kind != "person" or not e.name:
                continue
            if e.office or set(e.sector) & _PUBLIC_SECTORS:
                public.update(_parts(e.name))
            elif e.text and any(w[0].isupper() for w in e.text.split()):
                private.add(e.name)
    return {n for n in private if not set(_parts(n)) <= public}, public


@cache
def _common() -> frozenset[str]:
    """Capitalised words that are no name by themselves though a tagger may take them for a part of one."""
    return frozenset("Monday Tuesday Wednesday Thursday Friday Saturday Sunday January February March April May June July August"
                     " September October November December The A An He She It They Police Army President Minister".split())  # fmt: skip


def _read(text: str, published: str | None) -> tuple[set[str], set[str]]:
    """Names of persons in a text as the actors stage reads it: private ones whole, public ones by their words."""
    from dragoman.coder import before_parse
    from dragoman.document import Story
    from dragoman.extract.actors import actors
    from dragoman.parse import parse
    from dragoman.read.layout import start

    doc = actors(parse(before_parse()(start(Story(text=text, published=published), "masking"))))
    private: set[str] = set()
    public: set[str] = set()
    seen: set[int] = set()
    for m in doc.mentions:
        seen.update(range(m.start, m.end))
        for e in m.entities:
            if e.kind != "person" or not e.name:
                if e.kind != "person":
                    public.update(_parts(e.name or "") if e.code and e.kind in ("place", "organisation") else ())
                continue
            if e.office or set(e.sector) & _PUBLIC_SECTORS:
                public.update(_parts(e.name))
            elif any(w[:1].isupper() for w in (e.text or "").split()):
                private.add(e.name)
    for ent in doc.tokens.ents:
        if ent.label_ == "PERSON" and not seen & set(range(ent.start, ent.end)):
            private.add(ent.text)
    return private, public


def _pattern(private: set[str], public: set[str]) -> re.Pattern[str] | None:
    """What is to be masked: the full names, and each of their words that no public person of the story bears."""
    forms: set[str] = set()
    for name in private:
        parts = [p for p in _parts(name) if p not in _common()]
        forms.update(p for p in parts if p not in public)
        if parts:
            forms.add(" ".join(name.split()))
    if not forms:
        return None
    escaped = [r"\s+".join(map(re.escape, f.split())) for f in sorted(forms, key=lambda f: (-len(f), f))]
    return re.compile(r"(?<!\w)(?:" + "|".join(escaped) + r")(?!\w)")


def _mask(text: str, pattern: re.Pattern[str]) -> str:
    return pattern.sub(lambda m: blocked(m[0]), text)


def masked_plain(value: Any, pattern: re.Pattern[str]) -> Any:
    """Every string of plain JSON values masked, but ids and codes."""
    if isinstance(value, str):
        return _mask(value, pattern)
    if isinstance(value, Mapping):
        return {k: v if k in _KEPT and isinstance(v, str) else masked_plain(v, pattern) for k, v in value.items()}
    if isinstance(value, list | tuple):
        return [masked_plain(v, pattern) for v in value]
    return value


def _spans(value: Any, pattern: re.Pattern[str], text: str) -> Any:
    """The same for a record, whose spans are cut from the masked text: a span may begin within a name."""
    if isinstance(value, Mapping):
        out = {k: v if k in _KEPT and isinstance(v, str) else _spans(v, pattern, text) for k, v in value.items()}
        if (
            isinstance(value.get("start"), int)
            and isinstance(value.get("end"), int)
            and isinstance(value.get("text"), str)
        ):
            out["text"] = text[value["start"] : value["end"]]
        return out
    if isinstance(value, list | tuple):
        return [_spans(v, pattern, text) for v in value]
    return _mask(value, pattern) if isinstance(value, str) else value


def _masked(record: Record, pattern: re.Pattern[str]) -> Record:
    text = _mask(record.text, pattern)
    plain = record.to_dict()
    url = plain.get("url")
    if url and any(p.strip("\\").lower() in url.lower() for p in re.findall(r"[^\W_]{3,}", pattern.pattern)):
        plain["url"] = None  # the address tells the name
    return record_from_dict({**_spans(plain, pattern, text), "text": text})
