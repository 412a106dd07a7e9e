"""Raw conflict news in, an auditable ledger out: who says that who did what to whom, when, where and how many.

>>> import dragoman
>>> doc = dragoman.code("Rebels shelled the port on Monday, the ministry said.", published="2024-05-07")
>>> doc.claims  # doctest: +SKIP

The public surface is ``__all__``; everything else may change. Nothing heavy is imported before it is used.
"""

from __future__ import annotations

import sys
from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"

__all__ = ["Claim", "CodedStory", "DragomanError", "Ledger", "Record", "Story", "__version__", "code", "code_many"]

if TYPE_CHECKING:
    from dragoman.api import CodedStory, code, code_many
    from dragoman.document import Story
    from dragoman.errors import DragomanError
    from dragoman.record import Claim, Record
    from dragoman.store import Ledger

_HOMES = {
    "Claim": "dragoman.record",
    "CodedStory": "dragoman.api",
    "DragomanError": "dragoman.errors",
    "Ledger": "dragoman.store",
    "Record": "dragoman.record",
    "Story": "dragoman.document",
    "code_many": "dragoman.api",
}


def __getattr__(name: str) -> Any:
    if name == "code":
        return import_module("dragoman.code")
    if name in _HOMES:
        return getattr(import_module(_HOMES[name]), name)
    raise AttributeError(f"module 'dragoman' has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted(__all__)


class _CodeStage(ModuleType):
    """``dragoman.code`` is the folder of the coding stage and, called, the function that codes one story."""

    def __call__(self, text: str, **facts: Any) -> CodedStory:
        from dragoman.api import code

        return code(text, **facts)


class _Package(ModuleType):
    """The import system binds the folder ``code`` as an attribute of the package: there it is made callable."""

    def __setattr__(self, name: str, value: object) -> None:
        if name == "code" and type(value) is ModuleType:
            value.__class__ = _CodeStage
        super().__setattr__(name, value)


sys.modules[__name__].__class__ = _Package
