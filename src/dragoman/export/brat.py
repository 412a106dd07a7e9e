"""brat standoff (brat.nlplab.org/standoff): a ZIP with ``ID.txt``, ``ID.ann`` and the ``annotation.conf`` that brat needs.

Offsets count code points from 0, the end exclusive; the text is left as it is. A span that crosses a line end is written
in pieces, as brat asks.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterable
from typing import BinaryIO

from dragoman.export.base import Export
from dragoman.export.told import sources
from dragoman.record import Claim, Entity, Quantity, Record, Span

_PIECE = re.compile(r"[^\n]+")
_UNSAFE = re.compile(r"[^\w.-]+")
_ROLES = (("actor", "Actor"), ("recipient", "Recipient"), ("mediator", "Mediator"))
_FACTUALITY = "asserted|alleged|denied|negated|demanded|planned|hypothetical"
_CATEGORIES = (
    "AGREE CONSULT SUPPORT CONCEDE COOPERATE AID RETREAT REQUEST ACCUSE REJECT THREATEN PROTEST SANCTION MOBILIZE COERCE"
    " ASSAULT Toll State"
)
_ARGUMENTS = "Actor*:Party, Recipient*:Party, Mediator*:Party, Place?:Place, Quantity*:Quantity, Source*:Source, Instrument*:Instrument"
CONF = (
    "[entities]\nParty\nPlace\nQuantity\nSource\nInstrument\n\n[relations]\n\n[events]\n"
    + "".join(f"{c}\t{_ARGUMENTS}\n" for c in _CATEGORIES.split())
    + f"\n[attributes]\nFactuality\tArg:<EVENT>, Value:{_FACTUALITY}\n"
)


class _Standoff:
    """Lines of one ``.ann`` file; the same words in the same role are one annotation."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.lines: list[str] = []
        self.marks: dict[tuple[str, int, int], str] = {}
        self.events = 0

    def mark(self, kind: str, start: int, end: int) -> str | None:
        """The number of a text-bound annotation; None where there are no words."""
        key = (kind, start, end)
        if key not in self.marks:
            pieces = [(start + m.start(), start + m.end()) for m in _PIECE.finditer(self.text[start:end])]
            if not pieces:
                return None
            self.marks[key] = f"T{len(self.marks) + 1}"
            places = ";".join(f"{a} {b}" for a, b in pieces)
            words = " ".join(self.text[a:b] for a, b in pieces)
            self.lines.append(f"{self.marks[key]}\t{kind} {places}\t{words}")
        return self.marks[key]

    def claim(self, c: Claim) -> None:
        """An event with its arguments, its factuality, and a note that says who told it."""
        kind = c.event or c.kind.capitalize()
        trigger = self.mark(kind, c.trigger.start, c.trigger.end)
        if trigger is None:
            return
        found: list[tuple[str, str, Span | Entity | Quantity]] = [
            (role, "Party", e) for field, role in _ROLES for e in getattr(c, field)
        ]
        if c.event_loc and c.event_loc.extracted_place:
            found.append(("Place", "Place", c.event_loc.extracted_place))
        found += [("Quantity", "Quantity", q) for q in c.quantities]
        found += [("Source", "Source", a.source) for a in c.attribution]
        found += [("Instrument", "Instrument", s) for s in c.instrument]
        arguments, seen = [], dict[str, int]()
        for role, type, words in found:
            if words.start is None or words.end is None:
                continue
            mark = self.mark(type, words.start, words.end)
            if mark is not None:
                seen[role] = seen.get(role, 0) + 1
                arguments.append(f"{role}{seen[role] if seen[role] > 1 else ''}:{mark}")
        self.events += 1
        n = self.events
        self.lines.append(" ".join([f"E{n}\t{kind}:{trigger}", *dict.fromkeys(arguments)]))
        self.lines.append(f"A{n}\tFactuality E{n} {c.factuality}")
        note = f"{c.id}" + (f"; according to {sources(c)}" if c.attribution else "") + (f"; {c.date}" if c.date else "")
        self.lines.append(f"#{n}\tAnnotatorNotes E{n}\t{' '.join(note.split())}")


def standoff(record: Record) -> str:
    """The ``.ann`` file of a story."""
    ann = _Standoff(record.text)
    for c in record.claims:
        ann.claim(c)
    return "".join(f"{line}\n" for line in ann.lines)


def write_brat(records: Iterable[Record], out: BinaryIO) -> int:
    """A ZIP with two files a story, the same bytes for the same stories."""
    taken: set[str] = set()
    count = 0
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        _put(packed, "annotation.conf", CONF)
        for r in records:
            count += 1
            name = _UNSAFE.sub("_", r.id).strip(".")[:100] or "story"
            if name.lower() in taken:
                name = f"{name}-{count}"
            taken.add(name.lower())
            _put(packed, f"{name}.txt", r.text)
            _put(packed, f"{name}.ann", standoff(r))
    return count


def _put(packed: zipfile.ZipFile, name: str, text: str) -> None:
    info = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
    info.compress_type = zipfile.ZIP_DEFLATED
    packed.writestr(info, text.encode("utf-8", "replace"))


BRAT = Export(
    "brat", "brat standoff: a ZIP with the text and its annotations, two files a story", reports=write_brat, first="reports",
    suffix="zip", media="application/zip",
    limits=("Codes, resolved dates and places, and bounds of figures have no place; sources stand as arguments and in notes,"
            " their nesting is lost.", "Parties without words in the text (implied ones) have no mark."),
)  # fmt: skip
