"""What a place name does in its sentence: stands for the place, for who governs it, or modifies a noun."""

from __future__ import annotations

from dragoman.document import Document
from dragoman.extract.places.spans import Name, Words


def role_of(doc: Document, words: Words, name: Name) -> tuple[str, str]:
    """(role, reason)."""
    if name.kind == "demonym":
        return "modifier", "demonym"
    return "literal", "default"
