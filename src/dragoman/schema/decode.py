"""A record from JSON: the inverse of ``Record.to_dict``, checked against the types of dragoman.record (msgspec)."""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from functools import cache
from types import UnionType
from typing import Any, Literal, Union, cast, get_args, get_origin, get_type_hints

import msgspec

from dragoman.errors import BadValue
from dragoman.record import VERSION, Record, Timex

_REMEDY = "see docs/record.md."


def record_from_dict(plain: dict[str, Any]) -> Record:
    """The record that ``to_dict`` gave. Fields that are not known are passed over, as later versions may add some.

    Raises BadValue where a field that must be there is missing, has a value of another kind, or the record is of a
    later version of the format.
    """
    where = str(plain.get("id")) if isinstance(plain, dict) else None
    if isinstance(plain, dict) and plain.get("version", VERSION) != VERSION:
        raise _later(plain["version"], where)
    try:
        return _record(msgspec.convert(plain, _read()))
    except (msgspec.ValidationError, TypeError) as e:
        raise BadValue(f"this is no record: {e}.", where=where, remedy=_REMEDY) from e


def record_from_json(line: bytes, where: str, number: int | None = None) -> Record:
    """The same of one JSON object as bytes. Raises BadValue with the place."""
    try:
        told = _reader().decode(line)
    except (msgspec.DecodeError, UnicodeDecodeError) as e:
        raise BadValue(f"this is no record: {e}.", where=where, line=number, remedy=_REMEDY) from e
    if told.version != VERSION:
        raise _later(told.version, where, number)
    return _record(told)


def told_from_json(line: bytes, where: str, number: int | None = None) -> Record:
    """The same as structs of msgspec, which have the record's fields and none of its methods: read in half the time, for
    what looks at a record once (imports). Raises as :func:`record_from_json`."""
    try:
        told = _struct_reader().decode(line)
    except (msgspec.DecodeError, UnicodeDecodeError) as e:
        raise BadValue(f"this is no record: {e}.", where=where, line=number, remedy=_REMEDY) from e
    if told.version != VERSION:
        raise _later(told.version, where, number)
    return cast(Record, told)


def value_from_plain(hint: Any, plain: Any, name: str) -> Any:
    """One value of an annotated field. Raises ValueError that names it."""
    try:
        return msgspec.convert(plain, hint)
    except msgspec.ValidationError as e:
        raise ValueError(f"{name}: {e}") from e


def _later(version: object, where: str | None, line: int | None = None) -> BadValue:
    return BadValue(
        f"the record is of version {version!r} of the format; this dragoman reads {VERSION}.",
        where=where, line=line, remedy="use the dragoman that wrote it.",
    )  # fmt: skip


@cache
def _read() -> Any:
    """A record as msgspec reads it: ``from`` is no name in Python, and a dataclass cannot call its field otherwise."""
    timex = _like(Timex, {})
    return _like(Record, {"times": tuple[timex, ...]})  # type: ignore[valid-type]


def _like(cls: type, other: dict[str, Any], **options: Any) -> Any:
    hints = get_type_hints(cls) | other
    needed = [f for f in fields(cls) if f.default is f.default_factory]
    more = [f for f in fields(cls) if f not in needed]
    told = [(f.name, hints[f.name]) for f in needed] + [(f.name, hints[f.name], f.default) for f in more]
    return msgspec.defstruct(cls.__name__, told, rename={f.name: f.name.rstrip("_") for f in fields(cls)}, **options)


@cache
def _reader() -> Any:
    return msgspec.json.Decoder(_read())


@cache
def _struct_reader() -> Any:
    return msgspec.json.Decoder(_struct(Record))


@cache
def _struct(cls: type) -> Any:
    """A struct with the fields of a class of the record, and structs in the place of such classes within."""
    hints = {f.name: _structs_in(get_type_hints(cls)[f.name]) for f in fields(cls)}
    return _like(cls, hints, frozen=True, gc=False)


def _structs_in(hint: Any) -> Any:
    if is_dataclass(hint):
        return _struct(hint)  # type: ignore[arg-type]
    inner, outer = get_args(hint), get_origin(hint)
    if not inner or outer is Literal:
        return hint
    args = tuple(a if a is Ellipsis else _structs_in(a) for a in inner)
    return Union[args] if outer in (Union, UnionType) else outer[args]  # noqa: UP007 - made of a tuple


def _record(told: Any) -> Record:
    values = {name: getattr(told, name) for name in told.__struct_fields__}
    values["times"] = tuple(Timex(**{n: getattr(t, n) for n in t.__struct_fields__}) for t in told.times)
    return Record(**values)
