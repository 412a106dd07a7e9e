"""An export in a ZIP with its notes: codebook, citation, runs, and what the format cannot say."""

from __future__ import annotations

import shutil
import tempfile
import zipfile
from typing import BinaryIO

from dragoman.export.base import Export
from dragoman.export.notes import notes
from dragoman.export.write import Written, write_export
from dragoman.query import Filter
from dragoman.store import Ledger

_DAY = (1980, 1, 1, 0, 0, 0)


def write_bundle(
    ledger: Ledger, export: Export, where: Filter, out: BinaryIO, *, unit: str | None = None, mask: bool = False
) -> Written:
    """The same bytes for the same ledger, filter and program."""
    with tempfile.TemporaryFile() as file:
        done = write_export(ledger, export, where, file, unit=unit, mask=mask)
        file.seek(0)
        name = f"{done.unit}.{export.suffix}"
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
            with packed.open(_entry(name), "w", force_zip64=True) as part:
                shutil.copyfileobj(file, part)
            page = notes(ledger, where, export, done.unit, chosen=done.chosen, written=done.written, mask=mask)
            packed.writestr(_entry(f"{name}.notes.md"), page.encode())
    return done


def _entry(name: str) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name, _DAY)
    info.compress_type = zipfile.ZIP_DEFLATED
    return info
