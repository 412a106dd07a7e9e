"""Where the claims of a run come from: digests of program, vocabulary and place data, and the model's version.

They tell apart what a release number would not: a changed word list, a user's own actors, another gazetteer.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import TypedDict

from dragoman.parse.pipe import DEFAULT_MODEL

_FOLDERS = ("read", "parse", "extract", "code")


class Provenance(TypedDict):
    """Keywords of ``Ledger.start_run``: 16 hexadecimal digits each, and a version."""

    code: str
    lexicons: str
    gazetteer: str
    model_version: str | None


def provenance(model: str = DEFAULT_MODEL) -> Provenance:
    """Of the coder as it would run now with this model."""
    from dragoman.extract.actors.users import user_actors_path
    from dragoman.extract.places.gazetteer.build import data_key
    from dragoman.extract.places.gazetteer.store import user_index_path

    program, words = _shipped()
    return Provenance(
        code=program,
        lexicons=_digest([words.encode(), _own(user_actors_path())]),
        gazetteer=_digest([data_key().encode(), _own(user_index_path())]),
        model_version=_model_version(model),
    )


@cache
def _shipped() -> tuple[str, str]:
    """Of the program text of the coder, and of the data files beside it."""
    root = Path(__file__).parent
    files = sorted(
        p for folder in _FOLDERS for p in (root / folder).rglob("*") if p.is_file() and "__pycache__" not in p.parts
    )
    program = [p for p in (*sorted(root.glob("*.py")), *files) if p.suffix == ".py"]
    words = [p for p in files if p.suffix != ".py"]
    return _of_files(root, program), _of_files(root, words)


def _of_files(root: Path, files: Iterable[Path]) -> str:
    return _digest(x for p in files for x in (p.relative_to(root).as_posix().encode(), p.read_bytes()))


def _digest(parts: Iterable[bytes]) -> str:
    told = hashlib.blake2b(digest_size=8)
    for part in parts:
        told.update(hashlib.blake2b(part, digest_size=16).digest())
    return told.hexdigest()


def _own(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError:
        return b""


def _model_version(model: str) -> str | None:
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version(model)
    except PackageNotFoundError:
        return None
