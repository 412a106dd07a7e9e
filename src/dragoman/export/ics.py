"""iCalendar (RFC 5545): planned meetings and talks with a known date, as all-day events for a diary."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from typing import BinaryIO

from dragoman.export.base import Export, Told
from dragoman.export.cameo import stamp
from dragoman.export.told import called, claimant, days, joined, place
from dragoman.query.countries import country_name
from dragoman.record import Claim

MEETINGS = frozenset({"CONSULT", "AGREE"})
"""A plan to meet is CONSULT planned, or AGREE where one side agrees to it."""
LONGEST = 14
"""Days of a meeting: what is longer is a time within which it is to be."""


def planned(claim: Claim) -> bool:
    """Is it a meeting to come, of a known date? "Next year" is no date for a diary."""
    both = days(claim)
    if claim.factuality != "planned" or claim.event not in MEETINGS or both is None:
        return False
    return (both[1] - both[0]).days < LONGEST and claim.date_precision not in ("month", "year", "decade", "unknown")


def _text(value: str) -> str:
    """A value of type TEXT: no control characters, and its marks escaped."""
    shown = " ".join("".join(c if c.isprintable() else " " for c in value).split())
    return shown.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")


def fold(line: str) -> bytes:
    """A content line in pieces of 75 bytes at most, none of which cuts a character."""
    pieces, room = [b""], 75
    for c in line:
        byte = c.encode("utf-8", "replace")
        if len(pieces[-1]) + len(byte) > room:
            pieces.append(b" ")
        pieces[-1] += byte
    return b"\r\n".join(pieces) + b"\r\n"


def _lines(t: Told) -> list[str]:
    c, where = t.claim, place(t.claim)
    both = days(c)
    assert both is not None
    who = joined(called(e) for e in (*c.actor, *c.recipient)) or "?"
    said = claimant(t)
    location = [p for p in (where.resolved_place, country_name(where.country_code)) if p]
    return [
        "BEGIN:VEVENT",
        f"UID:{_text(c.id)}@dragoman",
        f"DTSTAMP:{_moment(t)}",
        f"DTSTART;VALUE=DATE:{both[0]:%Y%m%d}",
        f"DTEND;VALUE=DATE:{both[1] + timedelta(days=1):%Y%m%d}",
        "STATUS:TENTATIVE",
        f"SUMMARY:{_text(f'{c.trigger.text}: {who}')}",
        f"DESCRIPTION:{_text(c.sentence.text + (f' (according to {said})' if said else ''))}",
        *([f"LOCATION:{_text(', '.join(dict.fromkeys(location)))}"] if location else []),
        "END:VEVENT",
    ]


def _moment(t: Told) -> str:
    known = stamp(t.recorded) or stamp(t.record.published) or "19700101000000"
    return f"{known[:8]}T{known[8:]}Z"


def write_ics(told: Iterable[Told], out: BinaryIO) -> int:
    """One calendar."""
    for line in ("BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//dragoman//export//EN"):
        out.write(fold(line))
    count = 0
    for t in told:
        if planned(t.claim):
            out.writelines(fold(line) for line in _lines(t))
            count += 1
    out.write(fold("END:VCALENDAR"))
    return count


ICS = Export(
    "ics", "iCalendar: planned meetings of a known date", write_ics,
    limits=("Only CONSULT and AGREE with factuality `planned` and a known date are written.",
            "What is only planned for a month or a year, or within more than two weeks, has no date and is left out;"
            " clock times are left out."),
    suffix="ics", media="text/calendar; charset=utf-8",
)  # fmt: skip
