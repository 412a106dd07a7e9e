"""The JSON Schema (2020-12) of one coded document. ``python -m dragoman.schema`` writes it anew into this folder."""

from __future__ import annotations

import inspect
import json
import types
from dataclasses import fields, is_dataclass
from functools import cache
from importlib import resources
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

from dragoman.record import VERSION, Record

FILE = "record.schema.json"
ADDRESS = "https://json-schema.org/draft/2020-12/schema"


def committed() -> str:
    """The schema file that ships with the package."""
    return (resources.files("dragoman.schema") / FILE).read_text(encoding="utf-8")


@cache
def generate() -> str:
    """The schema as record.py has it now, as JSON text."""
    parts: dict[str, Any] = {}
    root = _object(Record, parts)
    root["properties"]["version"] = {"const": VERSION}
    schema = {
        "$schema": ADDRESS,
        "title": "dragoman record, version 1",
        **root,
        "$defs": dict(sorted(parts.items())),
    }
    return json.dumps(schema, ensure_ascii=False, indent=1) + "\n"


def _object(cls: type, parts: dict[str, Any]) -> dict[str, Any]:
    """Every field is always written, so every field is required; a later version may add more."""
    hints = get_type_hints(cls)
    properties = {f.name.rstrip("_"): _type(hints[f.name], parts) for f in fields(cls)}
    doc = inspect.getdoc(cls) or ""
    return {
        "type": "object",
        "description": doc.split("\n\n")[0],
        "properties": properties,
        "required": list(properties),
    }


def _type(hint: Any, parts: dict[str, Any]) -> dict[str, Any]:
    kind = get_origin(hint)
    if hint is type(None):
        return {"type": "null"}
    if kind is Literal:
        return {"enum": list(get_args(hint))}
    if kind is tuple:
        return {"type": "array", "items": _type(get_args(hint)[0], parts)}
    if kind in (Union, types.UnionType):
        return _either([_type(a, parts) for a in get_args(hint)])
    if is_dataclass(hint):
        assert isinstance(hint, type)
        if hint.__name__ not in parts:
            parts[hint.__name__] = {}
            parts[hint.__name__] = _object(hint, parts)
        return {"$ref": f"#/$defs/{hint.__name__}"}
    return {"type": {str: "string", int: "integer", float: "number", bool: "boolean"}[hint]}


def _either(choices: list[dict[str, Any]]) -> dict[str, Any]:
    if all(list(c) == ["type"] for c in choices):
        names = [c["type"] for c in choices]
        if "number" in names:
            names = [n for n in names if n != "integer"]
        return {"type": names}
    null = {"type": "null"}
    if null in choices and len(choices) == 2 and "enum" in (other := next(c for c in choices if c != null)):
        return {"enum": [*other["enum"], None]}
    return {"anyOf": choices}
