"""A record from plain JSON values: the inverse of ``Record.to_dict``.

Each type of the record gets its decoder once, from its annotations: a ledger is filled with millions of these objects.
"""

from __future__ import annotations

import types
from collections.abc import Callable
from dataclasses import fields, is_dataclass
from functools import cache
from typing import Any, Union, get_args, get_origin, get_type_hints

from dragoman.errors import BadValue
from dragoman.record import VERSION, Record

Decoder = Callable[[Any], Any]


def record_from_dict(plain: dict[str, Any]) -> Record:
    """The record that ``to_dict`` gave. Fields that are not known are passed over, as later versions may add some.

    Raises BadValue where a field that must be there is missing, has a value of another kind, or the record is of a
    later version of the format.
    """
    where = str(plain.get("id")) if isinstance(plain, dict) else None
    if isinstance(plain, dict) and plain.get("version", VERSION) != VERSION:
        raise BadValue(
            f"the record is of version {plain['version']!r} of the format; this dragoman reads {VERSION}.",
            where=where, remedy="use the dragoman that wrote it.",
        )  # fmt: skip
    try:
        record: Record = _object(Record)(plain)
    except (TypeError, ValueError, KeyError) as e:
        raise BadValue(f"this is no record: {e}.", where=where, remedy="see docs/record.md.") from e
    return record


def value_from_plain(hint: Any, plain: Any, name: str) -> Any:
    """One value of the annotated type. Raises TypeError and ValueError."""
    return _decoder(hint, name)(plain)


@cache
def _object(cls: type) -> Decoder:
    hints = get_type_hints(cls)
    known = [(f.name.rstrip("_"), f.name, _decoder(hints[f.name], f"{cls.__name__}.{f.name}")) for f in fields(cls)]

    def decode(plain: Any) -> Any:
        if type(plain) is not dict:
            raise TypeError(f"{cls.__name__} must be an object, not {type(plain).__name__}")
        return cls(**{name: decoder(plain[key]) for key, name, decoder in known if key in plain})

    return decode


def _decoder(hint: Any, name: str) -> Decoder:
    """What makes the value of an annotation, or refuses it."""
    kind, args = get_origin(hint), get_args(hint)
    if kind in (Union, types.UnionType):
        return _or_none(frozenset(a for a in args if a is not type(None)), type(None) in args, name)
    if kind is tuple:
        return _many(_decoder(args[0], name), name)
    if is_dataclass(hint):
        return _object(hint)  # type: ignore[arg-type]
    if isinstance(hint, type):
        return _scalar(frozenset({float, int} if hint is float else {hint}), name)
    return _one_of(frozenset(args), name)


def _or_none(choices: frozenset[Any], nullable: bool, name: str) -> Decoder:
    if choices <= {int, float}:
        inner = _scalar(choices | {int} if float in choices else choices, name)
    else:
        (choice,) = choices
        inner = _decoder(choice, name)
    return (lambda value: None if value is None else inner(value)) if nullable else inner


def _many(inner: Decoder, name: str) -> Decoder:
    def decode(value: Any) -> tuple[Any, ...]:
        if not isinstance(value, list | tuple):
            raise TypeError(f"{name} must be a list")
        return tuple([inner(v) for v in value]) if value else ()

    return decode


def _scalar(kinds: frozenset[type], name: str) -> Decoder:
    """``True`` is no number here: the type itself is asked for."""

    def decode(value: Any) -> Any:
        if type(value) not in kinds:
            raise ValueError(f"{name} cannot be {value!r}")
        return value

    return decode


def _one_of(values: frozenset[Any], name: str) -> Decoder:
    def decode(value: Any) -> Any:
        try:
            if value in values:
                return value
        except TypeError:
            pass
        raise ValueError(f"{name} cannot be {value!r}")

    return decode
