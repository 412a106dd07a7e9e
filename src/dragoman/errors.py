"""Errors with a code, the place, and the remedy.

DragomanError
 ├─ InputError        (D1xx: a story or file that cannot be read; the rest of the batch goes on)
 │   ├─ MissingFile       D101
 │   ├─ BinaryFile        D102
 │   ├─ EmptyStory        D103
 │   ├─ LineTooLong       D104
 │   ├─ BrokenLine        D105
 │   ├─ BadValue          D106
 │   ├─ BrokenFile        D107
 │   └─ TooLarge          D108
 ├─ LedgerError       (D2xx: a ledger that cannot be opened, is damaged, or is newer than this program)
 ├─ PipelineError     (D3xx: stages put together in an order that cannot work)
 └─ DataError         (D4xx: a lexicon, gazetteer or model that cannot be used)

Exit codes of the command line: 0 all coded, 1 some stories failed, 2 wrong usage or no such file,
3 ledger trouble, 4 data or model trouble.
"""

from __future__ import annotations

from typing import Any


class DragomanError(Exception):
    """Base of all. ``str()`` gives code, place, what is wrong, and the remedy, on one line."""

    code = "D000"
    exit_code = 1

    def __init__(self, message: str, *, where: str | None = None, line: int | None = None, remedy: str = "") -> None:
        self.message, self.where, self.line, self.remedy = message, where, line, remedy
        place = "" if where is None else f"{where}: " if line is None else f"{where}, line {line}: "
        super().__init__(f"[{self.code}] {place}{message}" + (f" Remedy: {remedy}" if remedy else ""))

    def __reduce__(self) -> tuple[Any, ...]:
        return _again, (type(self), self.message, self.where, self.line, self.remedy)


def _again(kind: type[DragomanError], message: str, where: str | None, line: int | None, remedy: str) -> DragomanError:
    """An error as it was in the process that it comes from."""
    error = kind.__new__(kind)
    DragomanError.__init__(error, message, where=where, line=line, remedy=remedy)
    return error


class InputError(DragomanError):
    """A story or file that cannot be read."""

    code = "D100"


class MissingFile(InputError):
    """No such file or folder."""

    code = "D101"
    exit_code = 2


class BinaryFile(InputError):
    """Not text."""

    code = "D102"


class EmptyStory(InputError):
    """Nothing to code."""

    code = "D103"


class LineTooLong(InputError):
    """A line longer than the limit."""

    code = "D104"


class BrokenLine(InputError):
    """A line that is not JSON."""

    code = "D105"


class BadValue(InputError):
    """A field with a value that cannot be used."""

    code = "D106"


class BrokenFile(InputError):
    """A file that is not what its format asks for: truncated, damaged, or of another kind."""

    code = "D107"


class TooLarge(InputError):
    """A file, or what it unpacks to, larger than the limit."""

    code = "D108"


class LedgerError(DragomanError):
    """A ledger that cannot be opened or used."""

    code = "D200"
    exit_code = 3


class DataError(DragomanError):
    """A lexicon, gazetteer or model that cannot be used."""

    code = "D400"
    exit_code = 4


class PipelineError(DragomanError):
    """A stage requires what no stage before it assigns."""

    code = "D300"
    exit_code = 4

    def __init__(self, name: str, missing: list[str], order: list[str]) -> None:
        super().__init__(
            f"stage {name!r} requires {', '.join(missing)}, which no stage before it assigns (order: {', '.join(order)}).",
            remedy="put the stage that assigns it earlier.",
        )
