"""The pages of the app, a module each; what a module brings stands in its ``ROUTES`` (see :mod:`dragoman.serve.page`)."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from pkgutil import iter_modules

from dragoman.serve.page import Action, Page


@cache
def all_pages() -> tuple[Page | Action, ...]:
    """Every page and action of the modules of this package, modules in the order of their names. An address of fixed
    words goes before one with a part that is open."""
    found: list[Page | Action] = []
    for module in sorted(m.name for m in iter_modules(__path__)):
        found += import_module(f"{__name__}.{module}").ROUTES
    return tuple(sorted(found, key=lambda p: ("{" in p.path, p.path.endswith(":path}"))))
