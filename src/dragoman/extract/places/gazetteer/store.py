"""Where the index lives: built at first use in the cache folder, with the user's own places beside it."""

from __future__ import annotations

import os
import sys
from dataclasses import replace
from functools import cache
from pathlib import Path

from dragoman.extract.places.gazetteer.build import build, data_key
from dragoman.extract.places.gazetteer.index import FORMAT, Candidate, Index, key_hash
from dragoman.extract.places.gazetteer.names import fold

USER_ROWS = 1 << 28
"""Rows of the user's index start here, so that no place of it is taken for one of ours."""


def cache_folder() -> Path:
    """$DRAGOMAN_CACHE, else the platform's cache folder for this user."""
    if own := os.environ.get("DRAGOMAN_CACHE"):
        return Path(own)
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData/Local") / "dragoman/Cache"
    if sys.platform == "darwin":
        return Path.home() / "Library/Caches/dragoman"
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "dragoman"


def user_index_path() -> Path:
    """The index of the user's own places. Not keyed by our data: it outlives upgrades until the format changes."""
    return cache_folder() / f"gazetteer-user-f{FORMAT}.idx"


def ensure(*, anew: bool = False) -> Path:
    """Path of the index that fits this version's data; builds it where it is not there yet, or ``anew``."""
    key = data_key()
    path = cache_folder() / f"gazetteer-{key_hash(key):016x}.idx"
    if anew or not path.exists():
        build(path)
    return path


class Gazetteer:
    """The shipped index and, before it, the user's own places."""

    def __init__(self, base: Index, user: Index | None = None) -> None:
        self.base, self.user = base, user
        self._provinces = base.rows_of("ADM1") if user else {}

    def lookup(self, name: str) -> tuple[Candidate, ...]:
        """Places of that name, in any case and with or without diacritics; the user's own first."""
        return self.find(fold(name))

    def find(self, key: str) -> tuple[Candidate, ...]:
        """Places of a folded name; the user's own first. Of a GeoNames dump only what the shipped index lacks."""
        ours = self.base.find(key)
        if self.user is None or not (own := self.user.find(key)):
            return ours
        known = {c.geonameid for c in ours}
        return tuple(self._placed(c) for c in own if c.source == "user" or c.geonameid not in known) + ours

    def _placed(self, c: Candidate) -> Candidate:
        """A user's place with the row of its province in the shipped index."""
        assert self.user is not None
        if not c.admin1_row:
            return c
        province = self.user.place(c.admin1_row - 1 - USER_ROWS).geonameid
        row = self._provinces.get(province) if province else None
        return replace(c, admin1_row=row + 1) if row is not None else c


@cache
def gazetteer() -> Gazetteer:
    """The gazetteer of this process, opened once."""
    user = user_index_path()
    return Gazetteer(Index(ensure()), Index(user, first_row=USER_ROWS) if user.exists() else None)
