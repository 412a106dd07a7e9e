"""An episode as text and back, so that a ledger need not read a story again to compare it."""

from __future__ import annotations

import json
from dataclasses import fields, replace
from typing import Any
from weakref import WeakValueDictionary

from dragoman.link.episodes import Episode
from dragoman.link.mentions import Anchor, Spot
from dragoman.link.profile import Profile

_PAIRS = frozenset({"actors", "recipients", "figures"})
_WINDOWS = frozenset({"firm", "loose", "told"})
_PLAIN = frozenset({"real", "diffuse", "background"})
_settings: WeakValueDictionary[tuple[str, int], frozenset[str]] = WeakValueDictionary()
_FIELDS = tuple(f.name for f in fields(Profile))


def pack(e: Episode) -> str:
    """As JSON."""
    values = [_plain(name, getattr(e.profile, name)) for name in _FIELDS]
    claims = [(a.start, a.end, a.number) for a in e.claims]
    return json.dumps([e.document, claims, e.told, values], ensure_ascii=False, separators=(",", ":"))


def _plain(name: str, value: Any) -> Any:
    if name == "spots":
        return [[getattr(s, f.name) for f in fields(Spot)] for s in value]
    return sorted(value) if isinstance(value, frozenset) else value


def unpack(text: str) -> Episode:
    """The inverse of :func:`pack`."""
    document, claims, told, values = json.loads(text)
    profile = Profile(*(_typed(name, value) for name, value in zip(_FIELDS, values, strict=True)))
    # Episodes of one story share one object: by it the comparison knows that they are of one story.
    setting = _settings.setdefault((document, hash(profile.setting)), profile.setting)
    profile = replace(profile, setting=setting)
    return Episode(document, tuple(Anchor(document, *c) for c in claims), told, profile)


def _typed(name: str, value: Any) -> Any:
    if name in _PLAIN:
        return value
    if name in _WINDOWS:
        return None if value is None else tuple(value)
    if name == "spots":
        return tuple(Spot(*s) for s in value)
    return frozenset(map(tuple, value)) if name in _PAIRS else frozenset(value)
