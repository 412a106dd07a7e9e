"""Folders that come with the program: the manual and the sample stories."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path


def bundled(name: str) -> Path | None:
    """``docs`` or ``samples``: within the installed package, or in the source tree; None where neither has it."""
    package = Path(str(files("dragoman")))
    for folder in (package / name, package.parents[1] / name):
        if folder.is_dir():
            return folder
    return None
