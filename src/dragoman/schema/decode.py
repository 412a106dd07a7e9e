"""A record from plain JSON values: the inverse of ``Record.to_dict``."""

from __future__ import annotations

import types
from dataclasses import fields, is_dataclass
from functools import cache
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

from dragoman.errors import BadValue
from dragoman.record import VERSION, Record

T = TypeVar("T")


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
        return _object(Record, plain)
    except (TypeError, ValueError, KeyError) as e:
        raise BadValue(f"this is no record: {e}.", where=where, remedy="see docs/record.md.") from e


@cache
def _hints(cls: type) -> dict[str, Any]:
    return get_type_hints(cls)


def _object(cls: type[T], plain: Any) -> T:
    if not isinstance(plain, dict):
        raise TypeError(f"{cls.__name__} must be an object, not {type(plain).__name__}")
    hints = _hints(cls)  # type: ignore[arg-type]
    given = {}
    for f in fields(cls):  # type: ignore[arg-type]
        key = f.name.rstrip("_")
        if key in plain:
            given[f.name] = _value(hints[f.name], plain[key], f"{cls.__name__}.{key}")
    return cls(**given)


def _value(hint: Any, value: Any, name: str) -> Any:
    kind = get_origin(hint)
    if kind in (Union, types.UnionType):
        if value is None and type(None) in get_args(hint):
            return None
        choices = [a for a in get_args(hint) if a is not type(None)]
        return value if all(c in (int, float) for c in choices) and _number(value) else _value(choices[0], value, name)
    if kind is tuple:
        if not isinstance(value, list | tuple):
            raise TypeError(f"{name} must be a list")
        return tuple(_value(get_args(hint)[0], v, name) for v in value)
    if is_dataclass(hint):
        return _object(hint, value)  # type: ignore[arg-type]
    if hint is float:
        good = _number(value)
    elif isinstance(hint, type):
        good = isinstance(value, hint) and not (hint is int and isinstance(value, bool))
    else:
        good = value in get_args(hint)
    if not good:
        raise ValueError(f"{name} cannot be {value!r}")
    return value


def _number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)
